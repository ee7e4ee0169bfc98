"""What was found about single neurons: certificates and interventions."""

from collections.abc import Sequence

from pipeline.core.numbers import NONE, count, decimal, interval, probability, signed, words
from pipeline.figures.neurons import RATE_OF
from pipeline.neurons.causes.records import Cause
from pipeline.neurons.certify.grades import grade
from pipeline.report.results.evidence import Certificate, Effect
from pipeline.report.results.facts import Facts
from pipeline.report.results.markdown import ranged, table
from pipeline.report.results.sections.elsewhere import abroad
from pipeline.report.results.sections.groups import removals, sets
from pipeline.report.results.sections.probes import probes

ABLATED = "ablate_c"  # the unit's cell is set to its mean, which lasts
LEAST = 0.001  # bits per character: less is not worth a word, however sure


def lift(one: Certificate, other: float | None) -> str:
    """The score minus another one."""
    return signed(None if one.score is None or other is None else one.score - other)


def detectors(facts: Facts) -> list[str]:
    """Certificates of all concepts, then probes."""
    spans = [one for one in facts.certificates if one.kind == "span"]
    graded = [one for one in facts.certificates if one.kind == "graded"]
    return [
        "# Detector neurons",
        "",
        "The best address of each concept: chosen on train and valid, measured on test.",
        "",
        *graded_counts(facts.certificates),
        "[Reading a certificate](../../certificate.md) explains the grades and each column.",
        "",
        "## Concepts with spans",
        "",
        "AUROC on test characters (0.5 is chance).",
        "",
        "![AUROC of each concept's best neuron beside what it must beat](evidence.svg)",
        "",
        *table(HEAD, [row(one) for one in by_score(spans)]),
        *matched(spans),
        *abroad(facts.abroad),
        *rivals(spans),
        "## Graded concepts",
        "",
        "The size of Spearman's rank correlation on test characters (0 is chance).",
        "",
        *table(HEAD, [row(one) for one in by_score(graded)]),
        *probes(facts),
    ]


HEAD = [
    "concept",
    "address, lag",
    "score [95 %]",
    "p",
    "over control",
    "over untrained",
    "grade",
    "test tweets",
]
MEANING = {
    "tells": "beyond chance, control tasks and untrained networks",
    "beats_rivals": "and beyond position, single characters, surprise and the sibling concept, with at least "
    "a medium effect",
    "beyond_spelling": "and beyond the best rule over n-grams",
    "matters": "tells, and its memory changes what the network writes inside the concept, beyond other units",
}


def graded_counts(found: Sequence[Certificate]) -> list[str]:
    """How many concepts reach each grade."""
    return [
        *(
            f"- **{sum(getattr(one, name) for one in found)} of {len(found)}** {words(name)}: {meaning}"
            for name, meaning in MEANING.items()
        ),
        "",
    ]


def rivals(found: Sequence[Certificate]) -> list[str]:
    """What else explains each concept, and what keeps it from the next grade."""
    rows = [
        [
            words(one.concept),
            f"{words(one.rival)} {signed(one.rival_margin)} {interval_of(one)}" if one.rival else NONE,
            lift(one, one.ngram),
            f"{words(one.sibling)} {ranged(one.contrast, one.contrast_low, one.contrast_high)}"
            if one.sibling
            else NONE,
            f"{words(one.other)} {decimal(one.other_score)}" if one.other else NONE,
            words(one.unmet) or NONE,
        ]
        for one in by_score(found)
    ]
    return [
        "## Rival explanations",
        "",
        "How far each detector is ahead of the strongest rival that needs no network (position, the last one "
        "or two characters, surprise) and of the best n-gram rule; its AUROC against the sibling concept "
        "alone; the other concept that the same address scores best; and what keeps it from the next grade.",
        "",
        *table(["concept", "over the strongest rival", "over n-gram", "sibling", "also", "not beyond"], rows),
    ]


def interval_of(one: Certificate) -> str:
    """The interval of the margin."""
    if one.rival_low is None or one.rival_high is None:
        return ""
    return interval(one.rival_low, one.rival_high)


def by_score(found: Sequence[Certificate]) -> list[Certificate]:
    """The strongest first, what is not certified last."""
    return sorted(found, key=lambda one: (not one.certified, -(one.score or 0)))


def row(one: Certificate) -> tuple[str, ...]:
    """One certificate."""
    return (
        words(one.concept),
        f"`{one.address}`, {one.lag}",
        ranged(one.score, one.low, one.high),
        probability(one.p_holm),
        lift(one, one.control),
        lift(one, one.untrained),
        words(grade(one)),
        count(one.tweets),
    )


def matched(found: Sequence[Certificate]) -> list[str]:
    """Names against capitalised words that are not names."""
    lines = [
        f"`{one.address}` separates names from capitalised words that are not names, within the same case "
        "pattern, with "
        f"AUROC {ranged(one.matched, one.matched_low, one.matched_high)}."
        for one in found
        if one.matched is not None
    ]
    return [*lines, ""] if lines else []


def effects(facts: Facts) -> list[str]:
    """What ablation breaks, and what tweets hold while a unit is held."""
    ablated = [one for one in facts.effects if one.kind == ABLATED]
    if not ablated:
        return ["# What the neurons do", "", "No interventions were made."]
    return [
        "# What the neurons do",
        "",
        "## Without the neuron",
        "",
        f"Change in bits per character on {count(max(one.tweets for one in ablated))} test tweets when the "
        "cell of the "
        "unit is set to its mean, with 95 % intervals over tweets. **Bold**: the interval lies outside "
        "what 95 % of units of "
        "the same layer with like variance cost.",
        "",
        "![Bits lost without each neuron](ablation.svg)",
        "",
        *table(["concept", "address", "inside", "at its edges", "elsewhere"], ablation_rows(ablated)),
        *exchanged(facts.causes),
        *sets(facts.sets),
        *removals(facts.removals),
        *held(facts.effects),
    ]


def exchanged(found: Sequence[Cause]) -> list[str]:
    """What the interchange of each detector's memory changes, and which detectors matter."""
    if not found:
        return []
    rows = [
        [
            words(one.concept),
            f"`{one.unit}`",
            count(one.pairs),
            ranged(one.gain, one.gain_low, one.gain_high),
            f"{decimal(one.random_mean)}, {decimal(one.random_high)}",
            ranged(one.towards, one.towards_low, one.towards_high, 2),
            probability(one.p_holm),
            ranged(one.beyond, one.beyond_low, one.beyond_high),
            "matters" if one.matters else f"not beyond {one.unmet}",
        ]
        for one in found
    ]
    head = ["concept", "memory", "pairs", "bits towards the other text", "other units: mean, 95 %"]
    return [
        "## With another text's value",
        "",
        "The memory is exchanged between matched places inside and outside the concept: "
        f"**{sum(one.matters for one in found)} of {len(found)} matter**. Other units of like variance "
        "are moved by the same number of their standard deviations. *Replaced*: bits lost inside minus "
        "outside, among characters that cost alike, when the memory has its value of a random place. "
        "[Reading a certificate](../../certificate.md#what-breaks-without-it) explains the test.",
        "",
        *table([*head, "share of pairs", "p", "replaced", "grade"], rows),
    ]


def beyond(one: Effect) -> bool:
    """True when the interval lies outside that of random units, and the change is not negligible."""
    if None in (one.low, one.high, one.random_low, one.random_high):
        return False
    outside = one.low > one.random_high or one.high < one.random_low  # type: ignore[operator]
    return outside and abs(one.value or 0) >= LEAST


def change(one: Effect | None) -> str:
    """The change in one region."""
    if one is None or one.value is None:
        return "–"
    shown = f"{signed(one.value)} [{signed(one.low)}, {signed(one.high)}]"
    return f"**{shown}**" if beyond(one) else shown


def ablation_rows(ablated: Sequence[Effect]) -> list[list[str]]:
    """A row for each concept."""
    at = {(one.concept, one.where): one for one in ablated}
    names = list(dict.fromkeys((one.concept, one.address) for one in ablated))
    places = ("inside", "edge", "outside")
    return [[words(n), f"`{a}`", *(change(at.get((n, place))) for place in places)] for n, a in names]


def held(found: Sequence[Effect]) -> list[str]:
    """How often the concept occurs in generated tweets at each dose."""
    clamps = [one for one in found if one.kind == "clamp" and RATE_OF.get(one.concept) == one.where]
    if not clamps:
        return []
    names = list(dict.fromkeys((one.concept, one.address, one.where) for one in clamps))
    rows = [
        [f"{words(name)} `{address}`", words(what), *rates([one for one in clamps if one.concept == name])]
        for name, address, what in names
    ]
    return [
        "## While the neuron is held",
        "",
        f"What {count(max(one.tweets for one in clamps))} generated tweets contain, as a mean number for "
        "each tweet: with the unit free, and held low, at its mean and high. The number in front is the "
        "value, "
        "in standard deviations from the mean; the values tried end where the unit's own range ends.",
        "",
        *table(["neuron of", "counted", "free", "held low", "held at its mean", "held high"], rows),
    ]


def rates(found: Sequence[Effect]) -> list[str]:
    """How often one concept occurs: free, at the lowest dose, at the mean, at the highest."""
    at = {one.dose: one for one in found}
    doses = sorted(dose for dose in at if dose is not None)
    wanted = [None, *([doses[0], 0.0, doses[-1]] if doses else [])]
    return [rate(at.get(dose)) for dose in wanted]


def rate(one: Effect | None) -> str:
    """The rate at one dose, the dose in front unless it is the mean."""
    if one is None:
        return "–"
    shown = ranged(one.value, one.low, one.high, 2)
    return f"{signed(one.dose, 1)}: {shown}" if one.dose else shown
