"""Detectors on gold labels, against scikit-learn on one text at a time."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score, roc_auc_score

from pipeline.concepts.gold.labels import read_gold
from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.elsewhere.gold_score import (
    in_words,
    kept,
    laid_out,
    matched,
    of_these,
    score,
    side_by_side,
)
from pipeline.text.vocabulary import Vocabulary

# Each text with its marks: + a name, - none, x an entity, which nobody judges though gold calls it a name.
MARKED = {
    "ab XYZ cd": "---+++---",
    "fade Xa @ab YY": "-----++-xxx-++",
    "bed cab": "-------",
    "Y Z a #X bee": "+-+---xx----",
}
MARKS = np.array(list("".join(MARKED.values())))


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """The texts with names and entities as spans called PER."""
    lines = [
        {"text": text, "spans": [[*found.span(), "PER"] for found in re.finditer(r"\++|x+", marks)]}
        for text, marks in MARKED.items()
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


@pytest.fixture
def certified(workspace: Workspace) -> Workspace:
    """The workspace with a certificate for proper_noun and one for url."""
    table = pd.DataFrame(
        {
            "concept": ["proper_noun", "url"],
            "rank": [0, 0],
            "address": ["L1.h.2", "L2.c.0"],
            "lag": [0, 1],
            "sign": [-1, 1],
            "kind": ["span", "span"],
            "threshold": [0.1, 0.0],
            "auroc": [0.9, 0.8],
            "auroc_low": [0.85, 0.7],
            "auroc_high": [0.95, 0.9],
        }
    )
    workspace.certificates.parent.mkdir(parents=True)
    table.to_parquet(workspace.certificates)
    return workspace


def test_scores_are_scikit_learns(
    certified: Workspace, labels: Path, network: NetworkWeights, vocabulary: Vocabulary
) -> None:
    """AUROC, average precision and F1 on the judged characters, one text traced at a time."""
    frame, report = score(certified, labels)
    traced = [trace(network, [vocabulary.encode(text)])[0]["h"][0, 1:, 2] for text in MARKED]
    values, truth = -np.concatenate(traced)[MARKS != "x"], (MARKS == "+")[MARKS != "x"]
    assert frame["concept"].tolist() == ["proper_noun"]
    row = frame.iloc[0]
    assert row["auroc"] == pytest.approx(roc_auc_score(truth, values))
    assert row["average_precision"] == pytest.approx(average_precision_score(truth, values))
    assert row["f1"] == pytest.approx(f1_score(truth, values > 0.1))
    assert row["precision"] == pytest.approx(precision_score(truth, values > 0.1))
    assert row["recall"] == pytest.approx(recall_score(truth, values > 0.1))
    assert row["auroc_low"] <= row["auroc"] <= row["auroc_high"]
    assert row[["home_auroc", "home_auroc_low", "home_auroc_high"]].tolist() == [0.9, 0.85, 0.95]
    assert row["difference"] == pytest.approx(roc_auc_score(truth, values) - 0.9)
    assert report["concepts"] == {"proper_noun": ["PER"]}
    assert (report["lost"], report["judged"]) == (0, truth.size)


def test_home_and_abroad_stand_side_by_side(certified: Workspace, labels: Path) -> None:
    """The certificate's score with its interval beside the one on the given texts."""
    table = score(certified, labels)[0]
    shown = side_by_side(table).iloc[0]
    assert shown["at home"] == "0.900 [0.850, 0.950]"
    assert shown["abroad"].startswith(f"{table['auroc'].iloc[0]:.3f} [")


def test_scores_are_kept_by_labels_and_stand_for_these_detectors(certified: Workspace, labels: Path) -> None:
    """Scores of another network under one name are replaced; those are left out until then."""
    table = score(certified, labels)[0]
    for values in (table.assign(labels="other"), table.assign(auroc=0.4, home_auroc=0.8), table, table):
        kept(certified, values)
    found = pd.read_parquet(certified.gold)
    assert sorted(found["labels"]) == ["gold", "other"]
    assert found.set_index("labels").loc["gold", "auroc"] == pytest.approx(table["auroc"].iloc[0])
    certificates = pd.read_parquet(certified.certificates)
    assert of_these(found, certificates).equals(found)
    assert of_these(found, certificates.assign(address="L1.h.0")).empty
    assert of_these(None, certificates) is None


def test_two_files_of_one_name_never_overwrite_each_other(
    certified: Workspace, labels: Path, tmp_path: Path
) -> None:
    """The second is refused and changes nothing; a name of its own keeps both, the same name replaces."""
    namesake = tmp_path / "elsewhere" / "gold.jsonl"
    namesake.parent.mkdir()
    namesake.write_text("\n".join(labels.read_text().splitlines()[:2]))
    first, second = (score(certified, path)[0] for path in (labels, namesake))
    kept(certified, first)
    before = certified.gold.read_bytes()
    with pytest.raises(UserError, match="scores on other labels under the name gold: add --as gold"):
        kept(certified, second)
    assert certified.gold.read_bytes() == before
    kept(certified, second, "mine")
    found = pd.read_parquet(certified.gold).set_index("labels")
    assert found["texts"].to_dict() == {"gold": 4, "mine": 2}
    kept(certified, second, "gold")
    assert pd.read_parquet(certified.gold).set_index("labels")["texts"].to_dict() == {"mine": 2, "gold": 2}


def test_mentions_and_hashtags_are_not_judged(labels: Path, vocabulary: Vocabulary) -> None:
    """Entities are left out, though the gold labels them; everything else is judged."""
    assert laid_out(read_gold(labels), vocabulary).judged.tolist() == (MARKS != "x").tolist()


def test_apart_signs_are_not_judged(shared: Path, vocabulary: Vocabulary) -> None:
    """In the Broad Twitter Corpus, where signs stand apart, no judged character follows `@ ` or `# `."""
    gold = read_gold(shared / "gold" / "btc_a.jsonl")
    known = laid_out(gold, vocabulary)
    text = "".join(one.text for one in gold.texts)
    judged = "".join(c if j else "\0" for c, j in zip(text, known.judged, strict=True))
    assert "@ " not in judged
    assert "# " not in judged.replace("#\0", "")
    assert known.judged.mean() > 0.6


def test_what_cannot_be_scored_is_said(certified: Workspace, labels: Path) -> None:
    """No detector of that name; a concept without labels in the file; no certificates."""
    with pytest.raises(UserError, match="no detector of 'emoji'"):
        score(certified, labels, "emoji")
    with pytest.raises(UserError, match=r"labels nothing of url.*PER"):
        score(certified, labels, "url")
    certified.certificates.unlink()
    with pytest.raises(UserError, match="make analyze"):
        score(certified, labels)


def test_a_label_may_be_a_concepts_own_name(tmp_path: Path) -> None:
    """A span called url stands for url without a table of names."""
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({"text": "ab cd", "spans": [[0, 2, "url"]]}))
    assert matched(read_gold(path), ["hashtag", "url"], None) == {"url": ("url",)}


def test_the_report_in_words(certified: Workspace, tmp_path: Path) -> None:
    """What was lost is counted and named, labels stand without quotes and braces."""
    path = tmp_path / "gold.jsonl"
    records = [
        {"text": "ab XY", "spans": [[3, 5, "PER"], [7, 9, "LOC"]]},
        {"text": "ab", "spans": [[0, 2, "ORG"]]},
    ]
    path.write_text("\n".join(map(json.dumps, records)))
    told = dict(in_words(score(certified, path)[1]))
    assert told["tokens not found in their text"] == "1 in 1 of the texts, first line 1: LOC 7:9"
    assert told["labels"] == "(no label) 1, PER 1, ORG 1"
    assert told["labels read as proper_noun"] == "PER, ORG"
    assert told["texts"] == "2 (jsonl)"
    whole = dict(in_words({**score(certified, path)[1], "lost": 0}))
    assert whole["tokens not found in their text"] == "0"
