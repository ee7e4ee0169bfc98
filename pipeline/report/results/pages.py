"""The results pages of one corpus, from its facts alone: overview, detectors, effects, samples."""

from collections.abc import Callable

from pipeline.core.numbers import count, decimal, duration, percent, probability, words
from pipeline.figures.bits import spoken
from pipeline.report.results.facts import Corpus, Facts, Part, Quality
from pipeline.report.results.markdown import joined, plain, ranged, table
from pipeline.report.results.sections.elsewhere import seeds
from pipeline.report.results.sections.findings import detectors, effects

NOVELTY = {
    "longest_copy": ("longest substring shared with a training tweet, characters", 1),
    "nearest_share": ("edit distance to the nearest training tweet, as a share of the longer text", 3),
    "new_8gram_share": ("8-grams that are new, share", 3),
}
SHOWN_SETTINGS = ("units", "embedding", "epochs", "learning_rate", "batch_characters", "seed")


def pages(facts: Facts) -> dict[str, str]:
    """File name → page."""
    made: dict[str, Callable[[Facts], list[str]]] = {
        "index.md": overview,
        "detectors.md": detectors,
        "effects.md": effects,
        "samples.md": samples,
        **({"seeds.md": seeds} if facts.seeds else {}),
    }
    return {name: joined([*write(facts), *source(facts)]) for name, write in made.items()}


def source(facts: Facts) -> list[str]:
    """The last lines of every page: who made it, when, from what, on what."""
    p = facts.provenance
    libraries = ", ".join(
        f"{name} {p.versions[name]}" for name in ("tensorflow", "numpy") if name in p.versions
    )
    return [
        "",
        "---",
        "",
        f"Made by `make results NAME={p.name}` on {p.written} at commit `{p.commit}`; preset `{p.preset}`. "
        f"{p.machine}. {libraries}. The numbers stand in `docs/results/data/{p.name}.json`.",
    ]


def overview(facts: Facts) -> list[str]:
    """The corpus, the training and the bits."""
    c, p = facts.corpus, facts.provenance
    span = f", {c.first[:7]} to {c.last[:7]}" if c.first and c.last else ""
    return [
        f"# {p.name}",
        "",
        f"{count(c.kept)} tweets{span}, {count(c.characters)} characters.",
        "",
        "```{toctree}",
        ":maxdepth: 1",
        "",
        "detectors",
        "effects",
        "samples",
        *(["seeds"] if facts.seeds else []),
        "```",
        "",
        *account(c),
        *trained(facts),
        *spent(facts),
    ]


def account(c: Corpus) -> list[str]:
    """Where every record went, and the split."""
    fates = [("read", c.read), ("kept", c.kept)]
    fates += [
        (f"{fate}: {reason}", n) for fate in ("dropped", "rejected") for reason, n in getattr(c, fate).items()
    ]
    if not c.dropped and not c.rejected:
        fates.append(("dropped or rejected", 0))
    notes = (
        f"{count(c.clusters)} clusters of near-duplicates; none is divided between two splits. "
        f"{count(c.vocabulary)} ids in the vocabulary, {percent(c.unknown, 3)} of the characters unknown. "
        f"{count(c.retweets)} retweets, {count(c.manual_retweets)} quote-retweets typed by hand, "
        f"{count(c.truncated)} tweets that were cut."
    )
    return [
        "## Records and splits",
        "",
        *table(["records", "number"], [(name, count(n)) for name, n in fates]),
        *table(["split", "tweets"], [(name, count(n)) for name, n in c.splits.items()]),
        notes,
        "",
    ]


def trained(facts: Facts) -> list[str]:
    """The result of training and its curve."""
    t, settings = facts.training, facts.provenance.settings
    chosen = ", ".join(f"{words(name)} {settings[name]:g}" for name in SHOWN_SETTINGS if name in settings)
    rows = [
        (f"{point.epoch:.0f}", decimal(point.train), decimal(point.valid), f"{point.minutes:.1f}")
        for point in t.curve
    ]
    return [
        "## Training",
        "",
        f"**{decimal(t.test)} bits per character on test** ({decimal(t.valid)} on valid): characters and "
        "EOS of whole tweets, from the zero state. "
        f"{decimal(t.epochs, 0)} epochs in {duration(t.seconds)}. Settings: {chosen}.",
        "",
        "![The curve of training](curve.svg)",
        "",
        *table(["epoch", "train", "valid", "minutes"], rows),
        "Bits per character. Train: mean of the batches since the last validation.",
        "",
    ]


def spent(facts: Facts) -> list[str]:
    """Where the bits go."""
    if facts.bits is None:
        return []
    known = [part for part in facts.bits.parts if part.by != "position"]
    head = ["test tweets", "characters", "network", "6-gram", "PPMd", "saved [95 %]"]
    mixed, learnt = known[0].mix is not None, known[0].dynamic is not None
    head += ["mix"] * mixed + ["learning saves [95 %]"] * learnt
    return [
        "## Where the bits go",
        "",
        "Bits per character. Each character counts in one row: the first that applies. *6-gram* is an "
        "interpolated Witten-Bell model, *PPMd* a strong compressor of short texts; both have read the "
        "training tweets. *Saved* is PPMd minus the network, with an interval over tweets.",
        "",
        *["*Mix*: of the network and an n-gram model; its weights are chosen on valid.", ""] * mixed,
        *[
            "*Learning saves*: the network minus the network that goes on learning from test tweets that it "
            "was scored on (dynamic evaluation).",
            "",
        ]
        * learnt,
        *table(head, [bit_row(part) for part in known]),
        f"If PPMd goes on learning from the test tweets, it needs {decimal(facts.bits.ppm_adaptive)}.",
        "",
        "![Bits per character by part and by position](bits.svg)",
        "",
    ]


def bit_row(part: Part) -> tuple[str, ...]:
    """One part of the test tweets."""
    models = map(decimal, (part.lstm, part.ngram, part.ppm))
    shown = [spoken(part.name), count(part.symbols), *models, ranged(part.saved, part.low, part.high)]
    if part.mix is not None:
        shown.append(decimal(part.mix))
    if part.dynamic is not None:
        shown.append(ranged(part.dynamic_saved, part.dynamic_low, part.dynamic_high))
    return tuple(shown)


def samples(facts: Facts) -> list[str]:
    """What the network writes."""
    found = facts.samples
    if found is None:
        return ["# Samples", "", "None were generated."]
    novelty = [
        (title, decimal(found.means.get(name), places), decimal(found.real.get(name), places))
        for name, (title, places) in NOVELTY.items()
    ]
    written = [
        (plain(one.text), f"{one.longest_copy}", decimal(one.nearest, 2), decimal(one.new_8grams, 2))
        for one in found.first
    ]
    return [
        "# Samples",
        "",
        f"{count(found.count)} samples at temperature {found.temperature:g}. Handles and addresses are "
        "reserved ones that "
        "belong to nobody.",
        "",
        "## How new they are",
        "",
        *table(["mean against the training tweets", "samples", "real test tweets"], novelty),
        *curve(found.curve, found.chosen),
        f"## The first {len(written)}, not picked",
        "",
        *table(["sample", "longest copy", "distance", "new 8-grams"], written),
    ]


def curve(rows: list[Quality], chosen: Quality | None) -> list[str]:
    """Quality by temperature, and the verdict on the chosen one."""
    if not rows:
        return []
    ordered = sorted(rows, key=lambda row: (row.temperature is None, row.temperature or 0))
    head = [
        "temperature",
        "distinguished",
        "copies: D",
        "p",
        "distances: D",
        "p",
        "known words",
        "distinct pairs",
    ]
    lines = [
        "## Quality by temperature",
        "",
        f"{count(ordered[0].count)} samples beside as many real valid tweets. *Distinguished*: accuracy of "
        "a classifier "
        "(0.5 is a coin). *D*: Kolmogorov–Smirnov distance between samples and real tweets, of the longest "
        "copies and of "
        "the distances to the nearest training tweet.",
        "",
        "![Quality by temperature](quality.svg)",
        "",
        *table(head, [quality_row(row) for row in ordered]),
    ]
    if chosen is not None:
        lines += [
            f"Temperature {chosen.temperature:g} was chosen on valid. On test tweets, with fresh samples: "
            f"distinguished {decimal(chosen.discriminator)}; copies D {decimal(chosen.longest_copy_d)}, "
            f"p {probability(chosen.longest_copy_p)}; distances D {decimal(chosen.nearest_share_d)}, "
            f"p {probability(chosen.nearest_share_p)}.",
            "",
        ]
    return lines


def quality_row(row: Quality) -> tuple[str, ...]:
    """One temperature."""
    return (
        "real tweets" if row.temperature is None else f"{row.temperature:g}",
        decimal(row.discriminator),
        decimal(row.longest_copy_d),
        probability(row.longest_copy_p),
        decimal(row.nearest_share_d),
        probability(row.nearest_share_p),
        decimal(row.in_vocabulary),
        decimal(row.distinct_2),
    )
