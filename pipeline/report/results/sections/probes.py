"""What probes of groups of addresses, and directions, know about concepts."""

from collections.abc import Sequence

from pipeline.core.numbers import NONE, count, decimal, probability, signed, words
from pipeline.neurons.certify.probes.directions import tells
from pipeline.report.results.evidence import Probe
from pipeline.report.results.facts import Facts
from pipeline.report.results.markdown import ranged, table


def probes(facts: Facts) -> list[str]:
    """One address, the largest group, all addresses."""
    if not facts.probes:
        return []
    sizes = sorted({probe.k for probe in facts.probes}, key=lambda k: (k == 0, k))
    at = {(probe.concept, probe.k): probe for probe in facts.probes}
    names = list(dict.fromkeys(probe.concept for probe in facts.probes))
    rows = []
    for name in names:
        found = [at.get((name, k)) for k in sizes]
        rows.append([words(name), *(decimal(one.score) if one else "–" for one in found)])
    head = ["concept", *("all addresses" if k == 0 else f"{k}" for k in sizes)]
    return [
        "## One neuron or many",
        "",
        "AUROC on test tweets of a logistic regression on the best *k* addresses. Where *k* = 1 is far "
        "below the rest, the "
        "network knows the concept and spreads it over several units.",
        "",
        *table(head, rows),
        *selective(facts.probes),
        *directions(facts.probes),
    ]


def selective(found: Sequence[Probe]) -> list[str]:
    """Selectivity and compression of the largest group with both."""
    largest = {probe.concept: probe for probe in found if probe.k and probe.selectivity is not None}
    if not largest:
        return []
    rows = [
        [
            words(one.concept),
            count(one.k),
            ranged(one.score, one.low, one.high),
            decimal(one.control),
            ranged(one.selectivity, one.selectivity_low, one.selectivity_high),
            decimal(one.compression, 1),
        ]
        for one in largest.values()
    ]
    return [
        "*Selectivity*: the AUROC of the largest group minus that of a like probe of the control task. "
        "*Compression*: how many times shorter an online code makes the labels.",
        "",
        *table(["concept", "k", "AUROC", "control task", "selectivity", "compression"], rows),
    ]


def directions(found: Sequence[Probe]) -> list[str]:
    """The difference of means over all addresses, as a claim of its own."""
    known = [one for one in found if one.k == 0 and one.direction_p is not None]
    if not known:
        return []
    rows = [
        [
            words(one.concept),
            ranged(one.direction, one.direction_low, one.direction_high),
            ranged(one.direction_gain, one.gain_low, one.gain_high),
            probability(one.direction_p),
            f"{decimal(one.direction_control)}, {signed(one.direction_control_low)}",
            f"{decimal(one.direction_untrained)}, {signed(one.direction_untrained_low)}",
            "tells" if shown(one) else NONE,
        ]
        for one in known
    ]
    told = sum(shown(one) for one in known)
    return [
        "## Directions beside neurons",
        "",
        "The difference of the class means over all addresses: taken on train, not tuned, measured on test. "
        f"**{told} of {len(known)}** tell: beyond chance (*p* after Holm), the control task and the best "
        "untrained network. The second number of these two columns is the lower end of the interval of the "
        "difference.",
        "",
        *table(
            ["concept", "AUROC", "over the best address", "p", "control task", "untrained", "grade"], rows
        ),
    ]


def shown(one: Probe) -> bool:
    """Whether a direction tells."""
    p, control, untrained = one.direction_p, one.direction_control_low, one.direction_untrained_low
    return None not in (p, control, untrained) and tells(p, control, untrained)  # type: ignore[arg-type]
