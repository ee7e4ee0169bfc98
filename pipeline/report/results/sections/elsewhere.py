"""Detectors elsewhere: on texts with labels by people, and in networks trained from other seeds."""

from collections.abc import Sequence
from statistics import mean, stdev

from pipeline.core.numbers import NONE, NOT_RUN, count, decimal, out_of, percent, signed, words
from pipeline.neurons.elsewhere.records import Abroad, Again, Network
from pipeline.report.results.facts import Facts
from pipeline.report.results.markdown import ranged, table

GRADES = ("tells", "beats_rivals", "beyond_spelling")


def abroad(found: Sequence[Abroad]) -> list[str]:
    """Each detector on its own corpus and on other texts."""
    if not found:
        return []
    rows = [
        [
            words(one.concept),
            f"`{one.address}`, {one.lag}",
            one.labels,
            ranged(one.home_auroc, one.home_auroc_low, one.home_auroc_high),
            ranged(one.auroc, one.auroc_low, one.auroc_high),
            signed(one.difference),
            f"{decimal(one.precision)}, {decimal(one.recall)}",
            count(one.texts),
            count(one.positives),
        ]
        for one in found
    ]
    head = ["concept", "address, lag", "labels", "AUROC at home", "AUROC abroad", "difference"]
    return [
        "## At home and abroad",
        "",
        "*At home*: the test tweets of this corpus, labelled by rule. *Abroad*: other texts, labelled by "
        "people, without mentions, hashtags and URLs; the threshold is the certificate's. Texts and "
        "labellers change together. [Check against labels by people](../../guide/gold.md) says what these "
        "labels can show.",
        "",
        *table([*head, "precision, recall abroad", "texts", "positive characters"], rows),
    ]


def seeds(facts: Facts) -> list[str]:
    """The page of several seeds."""
    assert facts.seeds is not None  # the page exists only where there are some
    networks, concepts = facts.seeds.networks, facts.seeds.concepts
    return [
        "# Several seeds",
        "",
        f"{count(len(networks))} networks that differ in the seed of training alone. Each was scanned and "
        "certified by itself, with its own search. Means and standard deviations are over the networks; no "
        "network is picked.",
        "",
        *trained(networks),
        "Whether a unit *matters* is known where the stage `intervene` has run, of concepts that have spans; "
        "of the others the tables say *not run*.",
        "",
        "## In how many networks",
        "",
        *(line for grade in GRADES for line in reached(concepts, grade)),
        *mattering(concepts),
        *again(concepts),
    ]


def trained(networks: Sequence[Network]) -> list[str]:
    """Each network, and their mean and spread."""
    names = ("test", "valid", *GRADES)
    places = [3, 3, 1, 1, 1]
    rows = [
        [
            f"{one.seed:.0f}" if one.seed is not None else one.name,
            *(decimal(getattr(one, name), 3 if name in ("test", "valid") else 0) for name in names),
            NOT_RUN if one.matters is None else decimal(one.matters, 0),
        ]
        for one in networks
    ]
    over = [
        spread([getattr(one, name) for one in networks], n)
        for name, n in zip([*names, "matters"], [*places, 1], strict=True)
    ]
    shown = [*GRADES, "matters"]
    head = ["seed", "bits per character, test", "valid", *(f"concepts: {words(name)}" for name in shown)]
    return table(head, [*rows, ["mean ± deviation", *over]])


def spread(values: Sequence[float | None], places: int) -> str:
    """Mean and standard deviation.

    >>> spread([1.0, 2.0, 3.0], 1), spread([1.0], 1)
    ('2.0 ± 1.0', '1.0 ± –')
    """
    known = [value for value in values if value is not None]
    if not known:
        return NONE
    return f"{decimal(mean(known), places)} ± {decimal(stdev(known) if len(known) > 1 else None, places)}"


def reached(concepts: Sequence[Again], grade: str) -> list[str]:
    """In how many networks each concept reaches a grade, the concepts together that agree."""
    most = max((one.networks for one in concepts), default=0)
    lines = [f"Some unit **{words(grade)}**", ""]
    for k in range(most, -1, -1):
        names = [words(one.concept) for one in concepts if getattr(one, grade) == k]
        if names:
            lines.append(f"- in {k} of {most} networks: {count(len(names))} ({', '.join(names)})")
    return [*lines, ""]


def mattering(concepts: Sequence[Again]) -> list[str]:
    """In how many of the networks that were tried the best unit of each concept matters."""
    names: dict[str, list[str]] = {}
    for one in sorted(concepts, key=lambda one: (not one.tried, -one.matters)):
        names.setdefault(out_of(one.matters, one.tried), []).append(words(one.concept))
    lines = [
        f"- {'' if where == NOT_RUN else 'in '}{where}: {count(len(some))} ({', '.join(some)})"
        for where, some in names.items()
    ]
    return ["The best unit **matters**, of the networks in which that was tried", "", *lines, ""]


def again(concepts: Sequence[Again]) -> list[str]:
    """How much of each detector is the same unit again, and how much only the same score."""
    rows = [
        [
            words(one.concept),
            *(f"{getattr(one, name)} of {one.networks}" for name in GRADES),
            out_of(one.matters, one.tried),
            f"{decimal(one.auroc_mean)} ± {decimal(one.auroc_std)}",
            f"{decimal(one.auroc_low)} to {decimal(one.auroc_high)}",
            f"{one.same_unit} of {one.pairs}",
            decimal(one.detector_correlation, 2),
            decimal(one.partner_correlation, 2),
            percent(one.carried, 0),
        ]
        for one in concepts
    ]
    pairs, same = sum(one.pairs for one in concepts), sum(one.same_unit for one in concepts)
    known = [one.carried for one in concepts if one.carried is not None]
    return [
        "## The same unit again, or the same score",
        "",
        "The units of two networks are paired one to one, so that their memories go together best on the "
        "same test tweets. *Same unit*: in how many pairs of networks the two detectors are such partners. "
        "*Carried*: what a detector's partner scores for the concept, as a share of what the other network's "
        "own detector scores (both beyond chance, on train and valid). Where the scores agree and the units "
        "do not, the networks found the concept in different ways.",
        "",
        f"Over all concepts the detectors are the same unit in {count(same)} of {count(pairs)} pairs; a "
        f"partner carries {percent(mean(known) if known else None, 0)} of the score on average.",
        "",
        *table(
            [
                *("concept", *(f"{words(name)} in" for name in GRADES), "matters in"),
                "score, mean ± deviation",
                *("least to greatest", "same unit", "correlation of detectors", "with partner", "carried"),
            ],
            rows,
        ),
    ]
