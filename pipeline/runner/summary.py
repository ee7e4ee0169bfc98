"""What a person needs to know of a stage that has ended: at most three lines, from its counts and tables.

Stages that say it themselves while they work (corpus, train, bits, report, explore) have no lines here. The
whole tables are in the file that the screen names, or on the screen with `--verbose`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from pipeline.core.numbers import decimal, words
from pipeline.core.workspace import Workspace, read_table

Counts = dict[str, Any]
LINES = 3
FIRST = ("proper_noun", "quotation", "aux_be")  # what the project is named for
NAMED = 3  # concepts named at either end


def summary(stage: str, workspace: Workspace, counts: Counts) -> list[str]:
    """The lines of a stage."""
    found = SUMMARIES.get(stage)
    return [] if found is None else found(workspace, counts)[:LINES]


def concepts(workspace: Workspace, counts: Counts) -> list[str]:
    """How many spans, the most and the fewest."""
    found = sorted(counts["concepts"].items(), key=lambda one: -one[1])
    lines = [f"{counts['spans']:,} spans of {len(found)} concepts in {counts['tweets']:,} tweets"]
    if len(found) > 2 * NAMED:
        lines.append(f"most: {_named(found[:NAMED])}; fewest: {_named(found[-NAMED:])}")
    return lines


def _named(some: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{words(name)} {count:,}" for name, count in some)


def scan(workspace: Workspace, counts: Counts) -> list[str]:
    """How much was scored for what."""
    return [
        f"{counts['addresses']:,} addresses scored for {counts['concepts']} concepts and {counts['graded']} "
        f"graded ones, over {counts['symbols']:,} positions of {counts['tweets']:,} tweets (train and valid)",
        "what is best there is not a claim yet: certify tests it on test tweets",
    ]


def certify(workspace: Workspace, counts: Counts) -> list[str]:
    """How many concepts reach each grade, and the neurons of three."""
    table = read_table(workspace.certificates)
    first = table[table["rank"] == 0]
    grades = {name: int(first[name].sum()) for name in ("tells", "beats_rivals", "beyond_spelling")}
    lines = [
        f"of {len(first)} concepts {grades['tells']} have a neuron that tells them, {grades['beats_rivals']} "
        f"one that beats its rivals, {grades['beyond_spelling']} one beyond spelling"
    ]
    by_concept = first.set_index("concept")
    shown = [by_concept.loc[name] for name in FIRST if name in by_concept.index]
    best = " · ".join(f"{words(str(row.name))} {row['address']} {decimal(row['auroc'])}" for row in shown)
    return [*lines, f"AUROC on test: {best}"] if shown else lines


def intervene(workspace: Workspace, counts: Counts) -> list[str]:
    """How many detectors matter, and what the ablation that costs its concept most does."""
    lines = [f"{counts['matters']} of {counts['detectors']} detectors matter to what the network writes"]
    table = read_table(workspace.interventions)
    lost = table[table["kind"].isin(("ablate_c", "ablate_h")) & (table["where"] == "inside")]
    lost = lost[lost["value"].notna()]
    if lost.empty:
        return lines
    top = lost.loc[lost["value"].idxmax()]
    same = (table["kind"] == top["kind"]) & (table["address"] == top["address"])
    outside = table[same & (table["concept"] == top["concept"]) & (table["where"] == "outside")]["value"]
    elsewhere = f", {decimal(float(outside.iloc[0]))} elsewhere" if len(outside) else ""
    return [
        *lines,
        f"the most is lost without {top['address']}: {decimal(float(top['value']))} bits a character inside "
        f"{words(top['concept'])}{elsewhere}",
    ]


def samples(workspace: Workspace, counts: Counts) -> list[str]:
    """How many, where, and how long the longest copy of a training tweet is, on average."""
    copies = read_table(workspace.samples, columns=["longest_copy"])["longest_copy"]
    return [
        f"{len(copies):,} samples in {workspace.samples.with_suffix('.txt')}",
        f"on average {copies.mean():.0f} characters in a row stand in some training tweet too",
    ]


SUMMARIES: dict[str, Callable[[Workspace, Counts], list[str]]] = {
    "concepts": concepts,
    "scan": scan,
    "certify": certify,
    "intervene": intervene,
    "samples": samples,
}
