"""What stands in the table of several seeds."""

from pipeline.core.tables import number, schema, text, whole

SEEDS = schema(
    "seeds",
    "A concept over networks from several seeds: how often a detector appears again, and whether it is the "
    "same unit.",
    {
        "concept": text("name of the concept"),
        "networks": whole("networks whose test tweets hold the concept"),
        "tells": whole("networks whose best address tells"),
        "beats_rivals": whole("networks whose best address beats rivals"),
        "beyond_spelling": whole("networks whose best address is beyond spelling"),
        "auroc_mean": number("mean score on test tweets", missing=True),
        "auroc_std": number("standard deviation of the scores", 0, missing=True),
        "auroc_low": number("least score", missing=True),
        "auroc_high": number("greatest score", missing=True),
        "same_unit": whole("other networks whose detector is the partner of the first network's"),
        "detector_correlation": number("mean correlation of the two detectors", missing=True),
        "partner_correlation": number(
            "mean correlation of the first detector with its partner", missing=True
        ),
        "addresses": text("the best addresses, one of each network"),
    },
)
