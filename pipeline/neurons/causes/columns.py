"""What stands in the tables of causes, of sets and of removals."""

from pipeline.core.tables import ends, number, schema, share, text, whole, yes_no

CAUSES = schema(
    "causes",
    "A detector of a span concept, and what changes when its memory is interchanged or replaced. "
    "All gains and losses are in bits.",
    {
        "concept": text("name of the concept"),
        "address": text("address of the detector"),
        "unit": text("address of its unit's memory, which is what is exchanged"),
        "pairs": whole("matched pairs of places inside and outside the concept"),
        "tweets": whole("places inside the concept, one of each tweet"),
        "shared": number(
            "characters that the two places of a pair have in common before them", 0, missing=True
        ),
        "dose": number("mean change of the memory, in standard deviations", 0, missing=True),
        "distance": number("distance of the two next-character distributions", missing=True),
        "gain_in": number("the same from outside to inside", missing=True),
        "gain_back": number("the same from inside to outside", missing=True),
        "towards": share("share of pairs that move towards the other text", missing=True),
        **ends("towards", share),
        "random_mean": number("mean gain of random units of like variance, moved as far", missing=True),
        "random_low": number("5 % of these units gain less", missing=True),
        "random_high": number("95 % of these units gain less", missing=True),
        "p_value": share("p-value of the excess (one-sided t-test over pairs)", missing=True),
        "gain": number("how far the interchange moves the distribution towards the other text", missing=True),
        **ends("gain"),
        "excess": number("gain less that of the random units", missing=True),
        **ends("excess"),
        "lost_inside": number("bits lost inside when the memory has a value from elsewhere", missing=True),
        "lost_outside": number("the same outside", missing=True),
        "random_inside": number("the same inside, of random units", missing=True),
        "random_outside": number("the same outside, of random units", missing=True),
        "beyond": number("loss inside less loss outside, among characters that cost alike", missing=True),
        **ends("beyond"),
        "p_holm": share("the p-value after Holm's correction over the detectors of the run", missing=True),
        "unmet": text("what keeps it from mattering"),
        "matters": yes_no("whether the unit matters"),
    },
)

SETS = schema(
    "sets",
    "A set of k units of one concept, each row adding some to the row before, and what its interchange "
    "carries on test tweets. The order and the size were chosen on valid tweets. Gains are in bits.",
    {
        "concept": text("name of the concept"),
        "k": whole("units in the set", 1),
        "added": text("addresses of the memories that this row adds, with a blank between"),
        "pairs": whole("matched pairs of places inside and outside the concept"),
        "valid_share": number("share of what the whole memory carries, on valid"),
        "smallest": yes_no("whether it is the smallest set that carries enough on valid"),
        "gain": number("how far the interchange moves the distribution towards the other text"),
        **ends("gain", missing=False),
        "share": number("gain over that of the whole memory", missing=True),
        **ends("share"),
        "towards": share("share of pairs that move towards the other text"),
        **ends("towards", share, missing=False),
        "random_mean": number(
            "mean gain of as many random units of like variance (fewer where a layer has no more)"
        ),
        "random_high": number("the greatest gain of these sets"),
        "equal_share": share("share of pairs in which the set carries more than the whole memory"),
        "equal_p": share("p-value: small where the set is not equal to the whole memory"),
        "needed": number(
            "of the smallest set: its units that are needed more than nine in ten random units (p below .05 "
            "after Holm)",
            0,
            missing=True,
        ),
    },
)


REMOVALS = schema(
    "removals",
    "A concept removed from the top layer's output h, direction by direction, measured on test tweets. Costs "
    "are bits of the next character.",
    {
        "concept": text("name of the concept"),
        "lag": whole("0: h after the character was read; 1: before it", 0, 1),
        "rank": whole("directions that are removed, chosen on valid"),
        "valid_before": share("AUROC on valid of the first probe"),
        "valid_left": share("AUROC on valid of a new probe, of what is left"),
        "before": share("AUROC of the first probe"),
        **ends("before"),
        "left": share("AUROC of a new probe, of what is left"),
        **ends("left"),
        "cost_inside": number("bits that a character costs more inside the concept"),
        **ends("cost_inside"),
        "random_inside": number("the same when as many random directions are removed, mean over the draws"),
        "random_inside_high": number("the greatest of these"),
        "cost_outside": number("bits that a character costs more outside the concept"),
        **ends("cost_outside"),
        "random_outside": number("the same when as many random directions are removed, mean over the draws"),
        "random_outside_high": number("the greatest of these"),
    },
)
