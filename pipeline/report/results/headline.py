"""The few results that the README and the first page of the results show."""

from pipeline.core.numbers import count, decimal, words
from pipeline.report.results.evidence import Certificate, Effect
from pipeline.report.results.facts import Facts
from pipeline.report.results.markdown import ranged
from pipeline.report.results.sections.findings import ABLATED, beyond

START, END = "<!-- results: made by `make results`, do not edit -->", "<!-- end of results -->"
NEURONS = ("hashtag", "quotation")  # one line each, in this order
SHOWN = 6


def headline(facts: Facts) -> list[str]:
    """Up to six lines of Markdown, each with its interval and its split."""
    lines = [
        saved(facts),
        grades(facts),
        *(neuron(facts.best(name)) for name in NEURONS),
        names(facts),
        removed(facts),
    ]
    return [f"- {line}" for line in lines if line][:SHOWN]


def saved(facts: Facts) -> str:
    """Bits per character beside the strongest compressor."""
    start = f"**{decimal(facts.training.test)} bits per character** on test tweets"
    whole = next((part for part in facts.bits.parts if part.by == "all"), None) if facts.bits else None
    if whole is None:
        return f"{start}."
    return (
        f"{start}; the compressor PPMd needs {decimal(whole.ppm)} after the same training tweets, "
        f"a difference of {ranged(whole.saved, whole.low, whole.high)}."
    )


def grades(facts: Facts) -> str:
    """How many concepts reach each grade."""
    found = facts.certificates
    if not found:
        return ""
    told, rivals = sum(one.tells for one in found), sum(one.beats_rivals for one in found)
    spelling, matter = sum(one.beyond_spelling for one in found), sum(one.matters for one in found)
    return (
        f"**{told} of {len(found)} concepts** have a neuron beyond chance, control tasks and untrained "
        f"networks; {rivals} of these beat all rival explanations, {spelling} the best n-gram rule too, and "
        f"{matter} matter to what the network writes."
    )


def neuron(one: Certificate | None) -> str:
    """The best neuron of a concept."""
    if one is None or not one.certified:
        return ""
    return (
        f"**{words(one.concept).capitalize()}**: the single neuron `{one.address}` has AUROC "
        f"{ranged(one.score, one.low, one.high)}."
    )


def names(facts: Facts) -> str:
    """Names at home and abroad, also against other capitals."""
    one = facts.best("proper_noun")
    if one is None or not one.certified:
        return ""
    line = f"**Names**: `{one.address}` has AUROC {ranged(one.score, one.low, one.high)}"
    away = [
        f"{ranged(each.auroc, each.auroc_low, each.auroc_high)} abroad ({each.labels})"
        for each in facts.abroad
        if each.concept == one.concept
    ]
    if away:
        line += f" at home, {' and '.join(away)}"
    if one.matched is not None:
        against = ranged(one.matched, one.matched_low, one.matched_high)
        line += f", and {against} against other capitalised words alone"
    return f"{line}."


def removed(facts: Facts) -> str:
    """The largest effect of an ablation inside its concept, beyond that of random units."""
    inside = [one for one in facts.effects if one.kind == ABLATED and one.where == "inside" and beyond(one)]
    if not inside:
        return ""
    most = max(inside, key=lambda one: one.value or 0)
    return (
        f"**Without `{most.address}`**, {words(most.concept)} characters cost "
        f"{ranged(most.value, most.low, most.high)} bits "
        f"more, all others {elsewhere(facts, most)}."
    )


def elsewhere(facts: Facts, most: Effect) -> str:
    """The same unit's effect elsewhere."""
    for one in facts.effects:
        if (one.kind, one.where, one.concept) == (ABLATED, "outside", most.concept):
            return ranged(one.value, one.low, one.high)
    return "–"


def block(facts: Facts) -> str:
    """What stands between the marks of the README."""
    p, c = facts.provenance, facts.corpus
    intro = (
        f"On test tweets of `{p.name}` ({count(c.kept)} tweets, preset `{p.preset}`, {p.written}); "
        "intervals are 95 % over "
        "tweets:"
    )
    return "\n".join([START, "", intro, "", *headline(facts), "", END])


def replaced(text: str, new: str) -> str:
    """A text with the marked block replaced; unchanged when it has none.

    >>> replaced(f"a {START} old {END} b", f"{START} new {END}") == f"a {START} new {END} b"
    True
    """
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    return before + new + after if start and end else text
