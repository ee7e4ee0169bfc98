"""What stands in the tables of several seeds, and of texts with labels by people."""

from pipeline.core.tables import ends, number, schema, share, text, whole

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
        "matters": whole("networks whose best unit matters, of those tried"),
        "tried": whole("networks in which the stage `intervene` has tried the best unit"),
        "auroc_mean": number("mean score on test tweets", missing=True),
        "auroc_std": number("standard deviation of the scores", 0, missing=True),
        "auroc_low": number("least score", missing=True),
        "auroc_high": number("greatest score", missing=True),
        "pairs": whole("pairs of networks that both have a detector of the concept"),
        "same_unit": whole("pairs whose detectors are partners: the same unit again"),
        "detector_correlation": share("mean correlation of the two detectors' memories", missing=True),
        "partner_correlation": share("mean correlation of a detector with its partner", missing=True),
        "carried": share(
            "what a detector's partner scores, as a share of what the other network's detector scores (both "
            "beyond chance, on train and valid): how much of the detector is the same unit again",
            missing=True,
        ),
        "addresses": text("the best addresses, one of each network"),
    },
)

NETWORKS = schema(
    "networks",
    "One of the networks that are compared, and how many of its concepts reach each grade.",
    {
        "name": text("name of its workspace"),
        "seed": number("seed of its training", missing=True),
        "weights": text("SHA-256 of its weights"),
        "test": number("bits per character on test tweets", missing=True),
        "valid": number("bits per character on valid tweets", missing=True),
        "concepts": whole("concepts in its test tweets"),
        "tells": whole("concepts that some unit tells"),
        "beats_rivals": whole("concepts of which some unit beats rivals"),
        "beyond_spelling": whole("concepts of which some unit is beyond spelling"),
        "matters": number(
            "concepts whose best unit matters; missing where the stage `intervene` has not run", missing=True
        ),
    },
)

GOLD = schema(
    "gold",
    "A detector on texts with labels by people (*abroad*), beside its certificate (*at home*).",
    {
        "labels": text("name of the file with the labels"),
        "concept": text("name of the concept"),
        "address": text("address of the detector"),
        "lag": whole("0: the character just read; 1: the character about to be predicted", 0, 1),
        "sign": whole("1 if it is high inside the concept, −1 if it is low", -1, 1),
        "home_auroc": share("AUROC on the workspace's test tweets, with labels by rule", missing=True),
        **ends("home_auroc", share),
        "auroc": share("AUROC on these texts, with labels by people", missing=True),
        **ends("auroc", share),
        "difference": number("the second less the first", -1, 1, missing=True),
        "average_precision": share("average precision on these texts", missing=True),
        "precision": share("precision at the certificate's threshold"),
        "recall": share("recall at it"),
        "f1": share("F1 at it"),
        "positives": whole("characters inside the concept"),
        "characters": whole("characters judged: of tokens that are not mentions, hashtags or URLs"),
        "texts": whole("texts"),
    },
)
