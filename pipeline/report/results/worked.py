"""One certificate read line by line, for the manual's page on certificates."""

from pipeline.core.numbers import count, decimal, percent, probability, signed, words
from pipeline.neurons.certify.grades import grade
from pipeline.report.results.evidence import Certificate, Effect
from pipeline.report.results.facts import Facts
from pipeline.report.results.markdown import joined, ranged, table
from pipeline.report.results.sections.findings import ABLATED, beyond, change, interval_of

PREFERRED = ("proper_noun", "quotation", "mention", "hashtag", "url")  # names: the one with the most to doubt


def worked(facts: Facts) -> str:
    """The worked example: the first preferred concept that has a certified neuron."""
    found = (facts.best(name) for name in PREFERRED)
    one = next((c for c in found if c is not None and c.certified), None)
    if one is None:
        return joined([f"No neuron of `{facts.provenance.name}` is certified for {words(PREFERRED[0])}."])
    return joined(
        [
            f"The neuron `{one.address}` of the corpus `{facts.provenance.name}`, for "
            f"*{words(one.concept)}*:",
            "",
            "| | value | in words |",
            "|---|---|---|",
            *(f"| {name} | {value} | {meaning} |" for name, value, meaning in lines(one)),
            "",
            *without(facts, one),
            "Read together:",
            "",
            *(f"- {line}" for line in reading(one, inside(facts, one))),
        ]
    )


def lines(one: Certificate) -> list[tuple[str, str, str]]:
    """Name, value and meaning of each number."""
    side = "high" if one.sign > 0 else "low"
    when = "just read" if one.lag == 0 else "about to come"
    found = [
        ("direction", f"{side}, lag {one.lag}", f"the signal is {side} when the character {when} is inside"),
        ("chosen", decimal(one.chosen), "AUROC on train and valid, where it was the best of all addresses"),
        (
            "AUROC",
            ranged(one.score, one.low, one.high),
            "on test: the chance that a character inside scores above one outside",
        ),
        (
            "p",
            f"{probability(one.p_shift)}, {probability(one.p_swap)}; {probability(one.p_holm)}",
            "how often shifted labels, and labels of other tweets, do as well; the larger after Holm",
        ),
        (
            "controls",
            f"{decimal(one.control_mean)} ± {decimal(one.control_std)}, best {decimal(one.control)}",
            "what the same search finds for random labels of words",
        ),
        ("untrained", decimal(one.untrained), "the best of networks that were not trained"),
        (
            words(one.rival) or "rival",
            f"{signed(one.rival_margin)} {interval_of(one)}",
            "how far the neuron is ahead of the strongest rival explanation",
        ),
        ("n-gram rule", decimal(one.ngram), "the best rule over the last characters"),
        (
            "average precision",
            decimal(one.average_precision),
            f"chance is the prevalence, {percent(one.prevalence)}",
        ),
        (
            "F1, IoU",
            f"{decimal(one.f1)}, {decimal(one.iou)}",
            "as a yes-or-no detector, at a threshold chosen on train",
        ),
        ("based on", f"{count(one.positives)} characters", f"in {count(one.tweets)} test tweets"),
    ]
    if one.sibling:
        found.append(
            (
                f"against {words(one.sibling)}",
                ranged(one.contrast, one.contrast_low, one.contrast_high),
                "AUROC among the characters of both concepts alone",
            )
        )
    found.append(
        ("grade", words(grade(one)), f"not beyond: {words(one.unmet)}" if one.unmet else "the highest")
    )
    if one.matched is not None:
        capitals = ranged(one.matched, one.matched_low, one.matched_high)
        found.insert(7, ("against capitals", capitals, "names against capitalised words that are not names"))
    return found


def inside(facts: Facts, one: Certificate) -> Effect | None:
    """What its ablation costs inside the concept."""
    wanted = (ABLATED, "inside", one.concept)
    return next((e for e in facts.effects if (e.kind, e.where, e.concept) == wanted), None)


def reading(one: Certificate, ablated: Effect | None) -> list[str]:
    """What the numbers say together, each sentence only where it holds."""
    found = [
        (
            above(one.low, one.control),
            "The neuron knows more than words: its interval lies above every control task.",
        ),
        (above(one.control, one.high), "It does not beat the control tasks: it may have learnt words only."),
        (above(one.low, one.untrained), "Training made it: an untrained network has no such neuron."),
        (above(one.low, one.ngram), "It remembers something that has left the window of the n-gram rule."),
        (above(one.ngram, one.high), "A rule over the last characters does better than this one neuron."),
        (
            above(one.low, one.matched_high),
            "Part of its score is capitals: against other capitalised words it has less.",
        ),
        (
            above(one.matched_low, 0.5),
            "It is not a mere detector of capitals: it separates names from other capitalised words too.",
        ),
    ]
    if ablated is not None:
        cost = "more than" if beyond(ablated) and (ablated.value or 0) > 0 else "no more than"
        found.append((True, f"Without it, characters inside cost {cost} without a random unit like it."))
    return [sentence for holds, sentence in found if holds]


def above(one: float | None, other: float | None) -> bool:
    """True when both numbers are known and the first is larger."""
    return one is not None and other is not None and one > other


def without(facts: Facts, one: Certificate) -> list[str]:
    """What its ablation costs."""
    at = {e.where: e for e in facts.effects if (e.kind, e.concept) == (ABLATED, one.concept)}
    if not at:
        return []
    rows = [
        (words(where) if where != "outside" else "elsewhere", change(effect)) for where, effect in at.items()
    ]
    return [
        "Set to its mean, it changes the bits per character by",
        "",
        *table(["where", "change [95 %]"], rows),
    ]
