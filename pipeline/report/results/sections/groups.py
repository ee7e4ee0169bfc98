"""What units do together: sets whose interchange carries a concept, and directions that are removed."""

from collections.abc import Sequence

from pipeline.core.numbers import NONE, count, decimal, percent, probability, signed, words
from pipeline.neurons.causes.records import Group, Removal
from pipeline.report.results.markdown import ranged, table


def sets(found: Sequence[Group]) -> list[str]:
    """The smallest set of each concept, and the curve over sizes."""
    smallest = [one for one in found if one.smallest]
    if not smallest:
        return []
    rows = [
        [
            words(one.concept),
            count(one.k),
            ranged(one.share, one.share_low, one.share_high),
            ranged(one.towards, one.towards_low, one.towards_high, 2),
            ranged(one.gain, one.gain_low, one.gain_high, 2),
            f"{decimal(one.random_mean, 2)}, {decimal(one.random_high, 2)}",
            NONE if one.needed is None else f"{one.needed:.0f}",
            f"{percent(one.equal_share, 0)}, {probability(one.equal_p)}",
        ]
        for one in smallest
    ]
    head = ["concept", "units", "share of the whole memory", "share of pairs", "bits towards the other text"]
    return [
        "## Sets of units",
        "",
        "The smallest set of units whose interchange moves the next character's distribution by at least "
        "80 % of what the interchange of the whole memory does. Units and size were chosen on valid tweets; "
        "all figures are of test tweets. *Random sets*: as many units of like variance, the mean and the "
        "greatest of ten sets. *Needed*: units whose absence costs more than that of nine in ten random "
        "units that are added to the set (*p* after Holm below .05). *Ahead*: the share of pairs in which "
        "the set carries more than the whole memory; where *p* is small, it is not the whole's equal (Shi et "
        "al. 2024).",
        "",
        *table([*head, "random sets", "needed", "ahead, p"], rows),
        *curve(found),
    ]


def curve(found: Sequence[Group]) -> list[str]:
    """The share of the whole memory by the number of units."""
    sizes = sorted({one.k for one in found})
    at = {(one.concept, one.k): one for one in found}
    names = list(dict.fromkeys(one.concept for one in found))
    rows = [
        [words(name), *(decimal(at[name, k].share, 2) if (name, k) in at else NONE for k in sizes)]
        for name in names
    ]
    return [
        "The share of what the whole memory carries, by the number of units:",
        "",
        *table(["concept", *map(str, sizes)], rows),
    ]


def removals(found: Sequence[Removal]) -> list[str]:
    """What is left of each concept, and what its removal costs."""
    if not found:
        return []
    rows = [
        [
            words(one.concept),
            count(one.rank),
            ranged(one.before, one.before_low, one.before_high),
            ranged(one.left, one.left_low, one.left_high),
            ranged(one.cost_inside, one.cost_inside_low, one.cost_inside_high),
            f"{signed(one.random_inside)}, {signed(one.random_inside_high)}",
            ranged(one.cost_outside, one.cost_outside_low, one.cost_outside_high),
            f"{signed(one.random_outside)}, {signed(one.random_outside_high)}",
        ]
        for one in found
    ]
    head = [
        "concept",
        "directions",
        "a probe before",
        "a new probe after",
        "bits inside",
        "random directions",
    ]
    return [
        "## Without a concept's directions",
        "",
        "Directions by which a logistic probe reads the concept from the top layer's output are projected "
        "out, one after the other (at most eight), until a new probe finds next to nothing on valid tweets. "
        "AUROC of the first and of the new probe, and the bits that a character costs more, on test tweets; "
        "as many random directions: the mean and the greatest of several draws.",
        "",
        *table([*head, "bits outside", "random directions"], rows),
    ]
