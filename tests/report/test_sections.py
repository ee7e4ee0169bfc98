"""What each section of the report tells, against values worked out apart."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from networks import network_of

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.network.cells import CELLS
from pipeline.report import artefacts
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.bits import bits as bits_section
from pipeline.report.sections.causality import causality, certified
from pipeline.report.sections.corpus import account, corpus
from pipeline.report.sections.detectors import (
    AROUND,
    certificates,
    coloured_passage,
    concept,
    detectors,
    leading,
)
from pipeline.report.sections.methods import methods
from pipeline.report.sections.neurons import probes, saturation, saturation_table, shares
from pipeline.report.sections.samples import novelty, quality, samples
from pipeline.report.sections.training import parameters, training
from pipeline.text.vocabulary import Vocabulary


def test_the_account_adds_up_or_says_that_it_does_not() -> None:
    """Rows read are kept, dropped and rejected ones; a manifest in which they are not says so."""
    counts: dict[str, Any] = {
        "rows_read": 1012,
        "kept": 1000,
        "dropped": {"retweet": 5},
        "rejected": {"empty": 7},
    }
    told = account(counts)
    assert told is not None
    assert "read = kept + dropped + rejected" in told.caption
    assert list(told.rows) == [
        ("read", "1,012"),
        ("kept", "1,000"),
        ("dropped: retweet", "5"),
        ("rejected: empty", "7"),
    ]
    wrong = account({**counts, "kept": 999})
    assert wrong is not None
    assert "do not add up" in wrong.caption
    assert account({}) is None


def test_the_corpus_is_counted_from_the_tweets(found: Artefacts) -> None:
    """Tweets, characters and splits are those of the table itself, not of a manifest."""
    assert found.tweets is not None
    known = Vocabulary(tuple("abcdefghijklmnopqrstuvwxyz"))
    values = corpus(found, known).values
    text = "".join(found.tweets["text"])
    assert values["tweets"] == len(found.tweets)
    assert values["characters"] == len(text)
    assert values["unknown"] == pytest.approx(sum(c not in known.characters for c in text) / len(text))
    sizes = found.tweets["split"].value_counts()
    expected = [(name, f"{sizes[name]:,}") for name in ("train", "valid", "test")]
    assert [row[:2] for row in values["splits"].rows] == expected


def test_a_stream_has_no_splits_of_tweets(found: Artefacts) -> None:
    """A stream corpus is described by its length; tweets are not mentioned."""
    section = corpus(replace(found, tweets=None, stream="x" * 500, manifests={}), Vocabulary(("x",)))
    assert section.values["stream"] == 500
    assert section.values["splits"] is None
    assert section.missing == {"the account of the records read": "corpus"}


@pytest.mark.parametrize("layers", [1, 2, 4])
@pytest.mark.parametrize("cell", CELLS)
def test_the_number_of_weights_is_that_of_the_arrays(cell: str, layers: int) -> None:
    """The number of parameters equals the sizes of the arrays of such a network."""
    made = network_of(cell, layers=layers, units=7, size=13)
    arrays = [made.embedding, made.dense, made.dense_bias]
    for one in made.layers:
        arrays += [one.kernel, one.recurrent, one.bias]
        arrays += [] if one.peephole is None else [one.peephole]
    card = {"vocabulary_size": 13, "embedding": 5, "units": 7, "layers": layers, "cell": cell}
    assert parameters(card) == sum(array.size for array in arrays)


def test_training_says_on_what_its_scores_rest(found: Artefacts) -> None:
    """Bits per character come with the split, its tweets, and its characters and ends."""
    rows = training(found).values["scores"].rows
    for split, bits, tweets, symbols in rows:
        texts = found.split(split)["text"]
        assert (int(tweets), int(symbols.replace(",", ""))) == (len(texts), sum(len(t) + 1 for t in texts))
        assert bits == {"valid": "2.0512", "test": "2.0733"}[split]


def test_only_certified_addresses_lead(found: Artefacts) -> None:
    """A concept is led by its best certified address, and left out when it has none."""
    assert found.certificates is not None
    frame = found.certificates.copy()
    frame.loc[(frame["concept"] == "url") & (frame["rank"] == 0), "certified"] = False
    best = leading(frame).set_index("concept")
    assert best.loc["url", "rank"] == 1
    assert "all_caps" not in best.index
    spans = best[best["kind"] == "span"]["auroc"]
    assert list(spans) == sorted(spans, reverse=True)


def test_what_is_not_certified_is_told_as_missing_evidence(found: Artefacts) -> None:
    """A concept without a certificate has no text of its own; it stands in the table of failures."""
    values = detectors(found, 3).values
    assert [c.name for c in values["concepts"]].count("all_caps") == 0
    assert [row[0] for row in values["failed"].rows] == ["all caps"]
    assert (values["tried"], values["found"]) == (7, 6)


def test_passages_of_another_address_are_not_shown(found: Artefacts) -> None:
    """When the leading address is not the one that was coloured, there are no coloured tweets."""
    assert found.certificates is not None
    assert found.passages is not None
    row = next(leading(found.certificates).itertuples(index=False))
    shown = concept(found.certificates, row, found.passages, 2)
    assert len(shown.groups["Where it fires most"]) == 2
    other = {row.concept: {**found.passages[row.concept], "address": "L9.c.9"}}
    assert concept(found.certificates, row, other, 2).groups == {}


def test_a_long_passage_is_cut_around_its_place() -> None:
    """Of a long text the part around the character in question is shown, with its mask moved along."""
    text = "".join(chr(97 + k % 26) for k in range(2000))
    passage = {"text": text, "values": [0.0] * 2000, "position": 1000, "mask": [[1000, 1003]], "value": 0.5}
    html = str(coloured_passage({**passage, "tweet_id": "t"}, "h", []).html)
    assert f'<i class="in at">{text[1000]}</i><i class="in">{text[1001:1003]}</i>' in html
    assert len(html) < AROUND + 120


def test_interventions_on_certified_detectors_only(found: Artefacts) -> None:
    """Rows of what is not certified are left out; the strongest detector comes first."""
    assert found.interventions is not None
    kept = certified(found.interventions, found.certificates)
    assert "all_caps" not in set(kept["concept"])
    assert list(dict.fromkeys(kept["concept"]))[:2] == ["hashtag", "mention"]
    assert len(kept) == (found.interventions["concept"] != "all_caps").sum()
    assert set(kept[kept["where"] == "best"]["address"]) == {"L2.o.5"}
    assert certified(found.interventions, None) is found.interventions


def test_ablation_is_told_with_its_interval_and_its_control(found: Artefacts) -> None:
    """The row of a detector holds the changes of the artefact, their intervals, and those of random units."""
    section = causality(found)
    first = section.values["lasting"].rows[0]
    assert first[:3] == ("hashtag", "L1.c.0", "+0.3100 [0.2600, 0.3600]")
    assert first[4:] == ("−0.0120 [−0.0620, 0.0380]", "0.0200 [−0.0100, 0.0600]")
    assert "30 test tweets" in section.values["lasting"].caption
    assert set(section.figures) == {"ablation", "dose", "position", "birth"}


def test_without_snapshots_the_birth_is_missing(found: Artefacts) -> None:
    """Birth curves that were not measured are named as missing; the rest is told."""
    assert found.interventions is not None
    rows = found.interventions[found.interventions["kind"] != "birth"]
    section = causality(replace(found, interventions=rows))
    assert list(section.missing.values()) == ["analyze"]
    assert set(section.figures) == {"ablation", "dose", "position"}


def test_saturation_against_a_loop(found: Artefacts) -> None:
    """Means and counts of the table are those of a loop over addresses by their flat number."""
    assert found.scan is not None
    scan = found.scan
    rows = saturation_table(*shares(scan)).rows
    for layer in range(scan.layers):
        for place, signal in enumerate((0, 1, 3)):
            first = (layer * 6 + signal) * scan.units
            low = [scan.low_share[first + unit] for unit in range(scan.units)]
            high = [scan.high_share[first + unit] for unit in range(scan.units)]
            row = rows[layer * 3 + place]
            assert row[1] == f"{100 * sum(low) / scan.units:.1f} %"
            assert row[2] == f"{100 * sum(high) / scan.units:.1f} %"
            assert row[3] == str(sum(v > 0.9 for v in low))
            assert row[4] == str(sum(v > 0.9 for v in high))


def test_sizes_of_samples_come_from_the_settings(found: Artefacts) -> None:
    """Saturation and probes rest on samples of their own; where a size is unknown, that is said."""
    assert saturation(found).values["sample"] == "62 tweets"
    assert probes(found).values["tweets"] == "20 test tweets"
    bare = replace(found, manifests={})
    assert saturation(bare).values["sample"] == "a sample of tweets"
    assert probes(bare).values["tweets"] == "at most 35 test tweets"


def test_novelty_quantiles() -> None:
    """The figures of novelty are pandas's quantiles, beside the median of real tweets."""
    names = ("longest_copy", "nearest_distance", "nearest_share", "new_5gram_share", "new_8gram_share")
    frame = pd.DataFrame({name: np.arange(101.0) for name in names})
    rows = novelty(frame, frame * 2).rows
    assert rows[0][1:] == ("5", "50", "95", "100")
    assert novelty(frame, None).rows[0][-1] == "–"


def test_quality_keeps_real_tweets_apart(found: Artefacts) -> None:
    """The row without a temperature is that of real tweets, and comes last."""
    assert found.quality is not None
    rows = quality(found.quality).rows
    assert [row[0] for row in rows] == ["0.6", "0.8", "1", "real"]
    assert rows[0][2] == "0.600"


def test_samples_are_shown_in_order(found: Artefacts) -> None:
    """The first samples are printed as they come, none chosen."""
    assert found.samples is not None
    shown = samples(found, 4).values["shown"]
    assert [one["text"] for one in shown] == found.samples["text"].head(4).tolist()


def test_methods_hold_settings_versions_and_digests(found: Artefacts) -> None:
    """Every stage that has run tells its settings; versions are those of the manifests, each once."""
    values = methods(found).values
    assert [table.caption for table in values["settings"]] == [
        "Settings of corpus.",
        "Settings of train.",
        "Settings of scan.",
        "Settings of certify.",
    ]
    assert ("pandas", pd.__version__) in list(values["versions"].rows)
    assert ("corpus", "corpus.parquet", "ab" * 8) in list(values["digests"].rows)


def test_bits_are_told_of_all_and_of_each_part(found: Artefacts) -> None:
    """One row for all and one a part, none for a position; the interval stands beside what is saved."""
    rows = bits_section(found).values["table"].rows
    assert [row[0] for row in rows] == ["all", "hashtag", "URL", "rest", "end of tweet"]
    assert rows[2] == ("URL", "999", "20.0 %", "2.000", "2.400", "2.200", "0.200 [0.150, 0.250]")


@pytest.mark.parametrize(
    ("section", "artefact", "target"),
    [
        (training, "card", "train"),
        (training, "history", "train"),
        (bits_section, "bits", "analyze"),
        (lambda found: detectors(found, 1), "certificates", "analyze"),
        (lambda found: detectors(found, 1), "passages", "analyze"),
        (causality, "interventions", "analyze"),
        (probes, "probes", "analyze"),
        (saturation, "scan", "analyze"),
        (lambda found: samples(found, 1), "samples", "samples"),
        (lambda found: samples(found, 1), "quality", "samples"),
    ],
)
def test_a_missing_artefact_names_its_target(
    found: Artefacts, section: Any, artefact: str, target: str
) -> None:
    """A section that lacks an artefact still stands, and says which make target makes it."""
    lacking = replace(found, **{artefact: None})
    assert list(section(lacking).missing.values()) == [target]
    assert section(found).missing == {}


def test_a_workspace_that_is_not_there(tmp_path: Path) -> None:
    """Without a corpus there is one line that says what to run."""
    with pytest.raises(UserError, match="run `make corpus NAME=nothing` first"):
        artefacts.read(Workspace(tmp_path / "nothing"))


def test_a_damaged_artefact_is_named(tmp_path: Path, make: Any) -> None:
    """A file that is no Parquet is a UserError of one line with its path."""
    workspace = make(tmp_path / "demo")
    workspace.probes.write_bytes(b"no parquet")
    with pytest.raises(UserError) as caught:
        artefacts.read(workspace)
    assert str(workspace.probes) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_thresholds_are_told_in_the_values_of_the_signal(found: Artefacts) -> None:
    """A certificate's threshold is on sign × value; a reader compares it with the value itself."""
    assert found.certificates is not None
    rows = found.certificates[found.certificates["concept"] == "mention"]
    assert set(rows["sign"]) == {-1}
    assert certificates(rows, False).rows[0][7] == "−0.250"
