"""Each concept's certified detectors, with their evidence and coloured tweets."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from pipeline.concepts import CONCEPTS, GRADED
from pipeline.core.numbers import NONE, Table, count, decimal, interval, percent, probability, signed, words
from pipeline.figures import neurons as figures_neurons
from pipeline.neurons.certify.grades import GRADES, grade
from pipeline.neurons.first import first
from pipeline.report.artefacts import Artefacts
from pipeline.report.colour import coloured, legend, scale_of
from pipeline.report.sections.elsewhere import abroad_table
from pipeline.report.sections.section import Section

KINDS = {
    "top": "Where it fires most",
    "example": "Whole tweets",
    "false_positive": "Where it fires outside the concept (wrong)",
    "miss": "Where it is silent inside the concept (missed)",
}
AROUND = 280  # characters shown of a longer text, half of them before the place


@dataclass(frozen=True)
class Shown:
    """A coloured text: the place's value as the signal has it, and where the text is from."""

    html: Markup
    value: str
    tweet_id: str


@dataclass(frozen=True)
class Detected:
    """One concept of the report."""

    name: str
    sentence: str
    example: str
    head: Any  # the row of its best certified detector
    evidence: Table
    legend: Markup
    groups: dict[str, list[Shown]]

    @property
    def shown(self) -> str | None:
        """The kind of passages that is open: whole tweets, drawn and not picked; the rest unfolds."""
        return KINDS["example"] if KINDS["example"] in self.groups else next(iter(self.groups), None)


def detectors(found: Artefacts, tweets: int) -> Section:
    """The section, from certificates and passages; what is not certified is not shown as a detector.

    Args:
        tweets: coloured for each kind of passage.
    """
    title = "Detector neurons"
    if found.certificates is None:
        return Section("detectors", title, missing={"the certificates of detector neurons": "analyze"})
    missing = {} if found.passages is not None else {"coloured tweets": "analyze"}
    frame = found.certificates
    best = leading(frame)
    spans, graded = best[best["kind"] == "span"], best[best["kind"] == "graded"]
    shown = [concept(frame, row, found.passages or {}, tweets) for row in best.itertuples(index=False)]
    values = {
        "spans": overview(spans) if len(spans) else None,
        "graded": graded_table(graded) if len(graded) else None,
        "matched": matched(spans),
        "abroad": abroad_table(found.gold),
        "rivals": rival_table(best, frame),
        "failed": failed(frame, best),
        "grades": {name: int(best[name].sum()) for name in (*GRADES, "matters")},
        "tried": frame["concept"].nunique(),
        "found": len(best),
        "concepts": shown,
        "first": _begin_with(frame, found.interventions, shown),
    }
    figures = {"evidence": figures_neurons.evidence(spans)} if len(spans) else {}
    return Section("detectors", title, values, figures, missing)


def _begin_with(frame: pd.DataFrame, effects: pd.DataFrame | None, shown: list[Detected]) -> Detected | None:
    """What is shown of the detector that the explorer begins with; without one the first that is shown."""
    chosen = first(frame, effects)
    names = [one.name for one in shown]
    if chosen is not None and chosen["concept"] in names:
        return shown[names.index(chosen["concept"])]
    return shown[0] if shown else None


def leading(frame: pd.DataFrame) -> pd.DataFrame:
    """Each concept's best certified detector, the strongest concept first, spans before graded."""
    rows = frame[frame["certified"]].sort_values("rank", kind="stable").drop_duplicates("concept")
    return rows.sort_values(["kind", "auroc"], ascending=False, kind="stable")


def overview(best: pd.DataFrame) -> Table:
    """The best detector of each concept, one line each."""
    rows = [
        (
            words(row.concept),
            row.address,
            f"{row.lag}",
            decimal(row.auroc),
            interval(row.auroc_low, row.auroc_high),
            decimal(row.average_precision),
            percent(row.prevalence),
            decimal(row.f1),
            decimal(row.lift_untrained),
            decimal(row.selectivity),
            probability(row.p_holm),
            words(grade(row)),
        )
        for row in best.itertuples(index=False)
    ]
    columns = (
        *("concept", "address", "lag", "AUROC", "95 % interval", "AP", "prevalence", "F1"),
        *("over untrained", "over control", "p", "grade"),
    )
    return Table(f"The best detector of each concept. {rests(best)}", columns, rows, left=(0, 1))


def graded_table(best: pd.DataFrame) -> Table:
    """The best detector of each graded concept."""
    rows = [
        (
            words(row.concept),
            row.address,
            f"{row.lag}",
            decimal(row.auroc),
            interval(row.auroc_low, row.auroc_high),
            decimal(row.lift_untrained),
            decimal(row.selectivity),
            probability(row.p_holm),
            words(grade(row)),
        )
        for row in best.itertuples(index=False)
    ]
    columns = (
        *("graded concept", "address", "lag", "|rank correlation|", "95 % interval"),
        *("over untrained", "over control", "p", "grade"),
    )
    return Table(f"Counters: |Spearman's ρ| with a place. {rests(best)}", columns, rows, left=(0, 1))


def rival_table(best: pd.DataFrame, certificates: pd.DataFrame) -> Table | None:
    """What else explains each concept, and what else its detector and its unit do."""
    if best.empty:
        return None
    shown = certificates[certificates["tells"]]
    by_unit = {unit: list(dict.fromkeys(part["concept"])) for unit, part in shown.groupby(["layer", "unit"])}

    def beside(name: str, value: float, low: float = math.nan, high: float = math.nan) -> str:
        return f"{words(name)} {decimal(value)} {interval(low, high)}".rstrip(f" {NONE}") if name else NONE

    rows = [
        (
            words(row.concept),
            words(row.rival),
            f"{signed(row.rival_margin)} {interval(row.rival_low, row.rival_high)}",
            decimal(row.lift_ngram),
            beside(row.sibling, row.contrast_auroc, row.contrast_low, row.contrast_high),
            beside(row.other, row.other_auroc),
            ", ".join(words(one) for one in by_unit.get((row.layer, row.unit), []) if one != row.concept)
            or NONE,
            ", ".join(decimal(one) for one in (row.with_position, row.with_length, row.with_capitals)),
            row.unmet or NONE,
        )
        for row in best.itertuples(index=False)
    ]
    columns = (
        *("concept", "strongest rival", "detector over it", "over n-gram", "against its sibling"),
        *("the address also scores", "its unit also tells", "with position, length; AUROC of capitals"),
        "what keeps it from the next grade",
    )
    caption = (
        "Rival explanations, on test: position in tweet and word, the last one or two characters, surprise. "
        "The sibling is the concept that is most easily taken for it. A unit tells what any of its certified "
        "addresses tells."
    )
    return Table(caption, columns, rows, left=(0, 1, 4, 5, 6, 8))


def rests(best: pd.DataFrame) -> str:
    """On which split and how much the rows of a table rest."""
    sizes = [(int(best[c].min()), int(best[c].max())) for c in ("tweets", "characters")]
    tweets, characters = (count(a) if a == b else f"{count(a)} to {count(b)}" for a, b in sizes)
    return (
        f"Chosen on train and valid, measured on test: {characters} characters, "
        f"a concept occurs in {tweets} tweets."
    )


def matched(best: pd.DataFrame) -> Table | None:
    """Names against capitalised words that are not names: does it detect names, or capitals?"""
    rows = best[np.isfinite(best["matched_auroc"].to_numpy(dtype=float))]
    if rows.empty:
        return None
    lines = [
        (words(r.concept), r.address, decimal(r.matched_auroc), interval(r.matched_low, r.matched_high))
        for r in rows.itertuples(index=False)
    ]
    caption = "Against the matched control (capitalised words that are not names), on test."
    return Table(caption, ("concept", "address", "AUROC", "95 % interval"), lines, left=(0, 1))


def failed(frame: pd.DataFrame, best: pd.DataFrame) -> Table | None:
    """The concepts that no address is certified for, with the candidate that came nearest."""
    rest = frame[~frame["concept"].isin(best["concept"])].sort_values("rank").drop_duplicates("concept")
    if rest.empty:
        return None
    rows = [
        (
            words(r.concept),
            count(r.positives),
            interval(r.auroc_low, r.auroc_high),
            probability(r.p_holm),
            r.unmet,
        )
        for r in rest.itertuples(index=False)
    ]
    columns = ("concept", "positive characters", "95 % interval of the best candidate", "p", "not beyond")
    return Table("Concepts without a certified detector, on test.", columns, rows, left=(0, 4))


def concept(frame: pd.DataFrame, head: Any, passages: dict[str, Any], tweets: int) -> Detected:
    """A concept with all its certified detectors and the passages of its best."""
    rows = frame[(frame["concept"] == head.concept) & frame["certified"]].sort_values("rank")
    known = CONCEPTS.get(head.concept) or GRADED.get(head.concept)
    told = passages.get(head.concept, {})
    chosen = told.get("passages", []) if told.get("address") == head.address else []
    values = [value for passage in chosen for value in passage["values"]]
    scale = scale_of(head.signal, values)
    groups = {
        title: [coloured_passage(p, head.signal, values) for p in chosen if p["kind"] == kind][:tweets]
        for kind, title in KINDS.items()
    }
    return Detected(
        name=head.concept,
        sentence=known.sentence if known else "A concept of your own.",
        example=known.example if known else "",
        head=head,
        evidence=certificates(rows, head.kind == "graded"),
        legend=legend(scale),
        groups={title: group for title, group in groups.items() if group},
    )


def certificates(rows: pd.DataFrame, graded: bool) -> Table:
    """The certified detectors of one concept in more detail."""
    lines = [
        (
            r.address,
            f"{r.lag}",
            "high" if r.sign > 0 else "low",
            decimal(r.select_auroc),
            decimal(r.auroc),
            interval(r.auroc_low, r.auroc_high),
            decimal(r.iou),
            decimal(r.sign * r.threshold),  # in the signal's own values
            decimal(r.ngram_auroc),
            decimal(r.untrained_auroc),
            f"{decimal(r.control_mean)} ± {decimal(r.control_std)}, {decimal(r.control_auroc)}",
        )
        for r in rows.itertuples(index=False)
    ]
    measure = "|ρ|" if graded else "AUROC"
    first = rows.iloc[0]
    size = f"{count(first.characters)} characters"
    size += (
        "" if graded else f", {count(first.positives)} of them in the concept ({percent(first.prevalence)})"
    )
    columns = (
        *("address", "lag", "inside is", "on train and valid", f"{measure} on test", "95 % interval", "IoU"),
        *("threshold", "n-gram rule", "untrained", "controls: mean, best"),
    )
    return Table(f"On test: {size}; it occurs in {count(first.tweets)} tweets.", columns, lines)


def coloured_passage(passage: dict[str, Any], signal: str, values: list[float]) -> Shown:
    """A passage as coloured text; of a long one the part around its place."""
    place, text = passage["position"], passage["text"]
    first = 0 if len(text) <= AROUND else max(0, min(place - AROUND // 2, len(text) - AROUND))
    last = min(len(text), first + AROUND)
    html = coloured(
        text[first:last],
        passage["values"][first:last],
        scale_of(signal, values),
        [(start - first, end - first) for start, end in passage["mask"]],
        place - first,
    )
    return Shown(html, decimal(passage["value"], 2), str(passage["tweet_id"]))
