"""The chosen detectors on texts that people have labelled."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import regex
from sklearn.metrics import average_precision_score

from pipeline.concepts.gold.labels import Gold, GoldText, read_gold
from pipeline.core.errors import UserError
from pipeline.core.numbers import decimal, interval
from pipeline.core.tables import write_table
from pipeline.core.workspace import Workspace, read_table
from pipeline.network.activations import Concatenation
from pipeline.network.weights import load_weights
from pipeline.neurons.chosen import Chosen, chosen
from pipeline.neurons.elsewhere.columns import GOLD
from pipeline.neurons.fine import fine
from pipeline.statistics.measures import fires
from pipeline.statistics.resample import auroc, auroc_interval, draws
from pipeline.text.entities import extract
from pipeline.text.vocabulary import UNK, Vocabulary

Array = np.ndarray

# Which gold labels stand for a concept, besides its own name.
LABELS = {
    "proper_noun": ("PROPN", "PER", "LOC", "ORG", "MISC", "person", "location", "organisation"),
    "auxiliary": ("AUX",),
}
# In tokenised tweets the sign stands apart from its name: `@ name`, `# name`.
APART = regex.compile(r"(?<!\S)[@#] \S+")
RESAMPLES, SEED = 500, 0
DETECTOR = ["concept", "address", "lag", "sign", "home_auroc"]  # what makes two rows of one detector


@dataclass(frozen=True)
class Known:
    """The gold texts laid end to end.

    Attributes:
        layout: of the texts.
        judged: bool [characters], characters of a token and of no mention, hashtag or URL: nobody would
            call these right or wrong.
    """

    layout: Concatenation
    judged: Array


def score(
    workspace: Workspace, labels: Path, concept: str | None = None
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Score the detectors of a workspace on gold labels.

    Args:
        labels: CoNLL, CoNLL-U, or JSON lines with offsets.
        concept: only this one; all its labels must then be in the file.

    Returns:
        a row for each concept that the file has labels for (`columns.GOLD`); and the report of alignment:
        texts, tokens, lost, labels, which labels stood for which concept, the share of characters that the
        vocabulary does not know.

    Raises:
        UserError: no certificates, no detector of the concept, or no label in the file that stands for it.
    """
    certificates = read_table(workspace.need(workspace.certificates, "analyze"))
    weights, _ = load_weights(workspace)
    gold = read_gold(labels)
    used = matched(gold, [one.concept for one in chosen(certificates)], concept)
    known = laid_out(gold, Vocabulary.load(workspace.vocabulary))
    found = [one for one in chosen(certificates) if one.concept in used]
    values = fine(weights, known.layout.ids, [one.address for one in found])
    best = certificates[certificates["rank"] == 0].set_index("concept")
    rows = []
    for one, row in zip(found, values, strict=True):
        mask = np.concatenate([text.mask(used[one.concept]) for text in gold.texts])
        scores = one.sign * row[known.layout.read(one.lag)]
        rows.append({"labels": labels.stem, **_row(one, scores, mask, known, best.loc[one.concept])})
    unknown = np.concatenate(known.layout.ids) == UNK
    report = {**gold.report(), "concepts": {name: list(those) for name, those in used.items()}}
    return pd.DataFrame(rows), {
        **report,
        "judged": int(known.judged.sum()),
        "unknown_share": float(unknown.mean()),
    }


def kept(workspace: Workspace, table: pd.DataFrame, name: str | None = None) -> None:
    """Keep the scores that `score` gives in the workspace.

    Args:
        name: that they are kept under, in place of any earlier ones; without it the name of the file of
            labels, in place of earlier ones on the same labels alone.

    Raises:
        UserError: without `name`: the same detectors have scores on other labels under that of the file.
    """
    table = table if name is None else table.assign(labels=name)
    before = workspace.found(workspace.gold)
    if before is not None:
        others = read_table(before)
        if name is None and (known := _of_others(others, table)):
            raise UserError(
                f"{workspace.gold} has scores on other labels under the name {known}: add --as {known} to "
                "replace them, or --as with another name to keep both"
            )
        same = others["labels"].isin(table["labels"]) & others["concept"].isin(table["concept"])
        table = pd.concat([others[~same], table], ignore_index=True)
    write_table(table, workspace.gold, GOLD)


def _of_others(before: pd.DataFrame, now: pd.DataFrame) -> str | None:
    """The name under which the same detectors have scores on labels that are not these."""
    both = before.merge(now, on=["labels", *DETECTOR], suffixes=("", "_now"))
    same = np.isclose(both["auroc"], both["auroc_now"], atol=1e-6, equal_nan=True)
    for count in ("texts", "characters", "positives"):
        same &= both[count] == both[f"{count}_now"]
    return None if same.all() else str(both["labels"][~same].iloc[0])


def of_these(gold: pd.DataFrame | None, certificates: pd.DataFrame | None) -> pd.DataFrame | None:
    """The scores abroad of the detectors that the certificates name; those of other networks are left out."""
    if gold is None or certificates is None:
        return None
    best = certificates[certificates["rank"] == 0]
    known = best.assign(home_auroc=best["auroc"])[DETECTOR]
    return gold.merge(known, on=DETECTOR)[list(gold.columns)]


def side_by_side(table: pd.DataFrame) -> pd.DataFrame:
    """The table of `score` for a reader: the AUROC at home beside that abroad, each with its interval."""
    fields = ("auroc", "auroc_low", "auroc_high")
    at_home, abroad = (
        [
            f"{decimal(row[0])} {interval(*row[1:])}"
            for row in table[[before + name for name in fields]].values
        ]
        for before in ("home_", "")
    )
    left = table[["concept", "address", "lag", "sign"]].assign(at_home=at_home, abroad=abroad)
    rest = ["difference", "average_precision", "precision", "recall", "f1", "positives"]
    return pd.concat([left, table[rest]], axis=1).rename(columns=lambda name: name.replace("_", " "))


def in_words(report: dict[str, Any]) -> list[tuple[str, str]]:
    """The report of `score` as lines for a reader: what, and how many or which."""
    lost = f"{report['lost']:,}"
    if report["lost"]:
        lost += f" in {report['texts_with_lost']:,} of the texts, first {'; '.join(report['examples'][:3])}"
    named = {label or "(no label)": count for label, count in report["labels"].items()}
    return [
        ("texts", f"{report['texts']:,} ({report['kind']})"),
        ("tokens", f"{report['tokens']:,}"),
        ("tokens not found in their text", lost),
        ("labels", ", ".join(f"{label} {count:,}" for label, count in named.items())),
        *((f"labels read as {name}", ", ".join(those)) for name, those in report["concepts"].items()),
        ("characters judged (tokens that are not mentions, hashtags or URLs)", f"{report['judged']:,}"),
        ("characters that the network does not know", f"{report['unknown_share']:.2%}"),
    ]


def matched(gold: Gold, concepts: list[str], wanted: str | None) -> dict[str, tuple[str, ...]]:
    """The labels of a gold file that stand for each concept; concepts without any are left out.

    Raises:
        UserError: the wanted concept has no detector, or nothing in the file stands for it or for any.
    """
    if wanted is not None and wanted not in concepts:
        raise UserError(f"no detector of {wanted!r} was found, only of {', '.join(concepts)}")
    used = {
        name: tuple(label for label in gold.labels if label in (name, *LABELS.get(name, ())))
        for name in ([wanted] if wanted else concepts)
    }
    used = {name: labels for name, labels in used.items() if labels}
    if not used:
        there = ", ".join(label for label in gold.labels if label) or "none"
        raise UserError(f"{gold.path} labels nothing of {wanted or 'any concept'}: its labels are {there}")
    return used


def laid_out(gold: Gold, vocabulary: Vocabulary) -> Known:
    """The texts as the network reads them, and where they can be judged."""
    table = pd.DataFrame({"tweet_id": range(len(gold.texts)), "text": [text.text for text in gold.texts]})
    judged = [text.covered() & ~_entities(text) for text in gold.texts]
    return Known(Concatenation.of(table, vocabulary), np.concatenate(judged))


def _entities(text: GoldText) -> Array:
    """The characters of mentions, hashtags and URLs: bool [length]."""
    marked = np.zeros(len(text.text), dtype=bool)
    spans = [(one.start, one.end) for one in extract(text.text)]
    for start, end in [*spans, *(match.span() for match in APART.finditer(text.text))]:
        marked[start:end] = True
    return marked


def _row(one: Chosen, scores: Array, mask: Array, known: Known, home: pd.Series) -> dict[str, Any]:
    """The figures of one detector on the judged characters, beside those of its certificate."""
    scores, mask, text = scores[known.judged], mask[known.judged], known.layout.tweet[known.judged]
    low, high = auroc_interval(scores, mask, text, draws(len(known.layout.ids), RESAMPLES, SEED))
    fired = fires(scores, float(home["threshold"]))
    found = auroc(scores, mask)
    hits = int((fired & mask).sum())
    return {
        "concept": one.concept,
        "address": str(one.address),
        "lag": one.lag,
        "sign": one.sign,
        **{f"home_{name}": float(home[name]) for name in ("auroc", "auroc_low", "auroc_high")},
        "auroc": found,
        "auroc_low": low,
        "auroc_high": high,
        "difference": found - float(home["auroc"]),
        "average_precision": float(average_precision_score(mask, scores)) if mask.any() else float("nan"),
        "precision": hits / max(1, int(fired.sum())),
        "recall": hits / max(1, int(mask.sum())),
        "f1": 2 * hits / max(1, int(fired.sum() + mask.sum())),
        "positives": int(mask.sum()),
        "characters": mask.size,
        "texts": len(known.layout.ids),
    }
