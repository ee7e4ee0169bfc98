"""What stands in the tables of the samples stage, and in that of the memorisation audit."""

from pipeline.core.tables import Column, number, schema, share, text, whole, yes_no

NOVELTY = {
    "longest_copy": whole("characters of its longest substring that stands in a training tweet"),
    "longest_copy_text": text("that substring"),
    "longest_copy_tweet_id": text("a training tweet that holds it; empty without one"),
    "nearest_distance": whole("edits to the nearest training tweet"),
    "nearest_share": share("the same over the length of the longer one"),
    "nearest_tweet_id": text("id of that tweet"),
    "nearest_text": text("text of that tweet"),
    "new_5gram_share": share("share of its 5-grams of characters that no training tweet holds", missing=True),
    "new_8gram_share": share("share of its 8-grams of characters that no training tweet holds", missing=True),
}
SAMPLES = schema(
    "samples",
    "A generated text with all that made it, and how new it is.",
    {
        "index": whole("number of the sample; with the settings it gives the text again"),
        "text": text("the text"),
        "seed": whole("seed of the settings", None),
        "temperature": number("temperature at the first character", 0),
        "final_temperature": number("temperature at the last character", 0),
        "top_k": whole("only the most likely characters were drawn from; 0 for all"),
        "top_p": share("only characters that make up this probability were drawn from"),
        "min_p": share("only characters of at least this share of the greatest probability were drawn from"),
        "max_length": whole("most characters", 1),
        "prompt": text("what the text was made to begin with"),
        "well_formed": yes_no("links, mentions and hashtags were kept well-formed"),
        "reserved": yes_no("links and mentions were replaced by reserved addresses"),
        "steer": text("units that were held, as JSON: concept → record"),
        "mix_order": whole("order of the n-gram model that the network was mixed with; 0 for none"),
        "finished": yes_no("the network ended it before the greatest length"),
        "attempt": whole("how often it was drawn again because it was a near copy"),
        "bits_per_char": number("bits per character under the network", 0),
        **NOVELTY,
        "model_sha256": text("SHA-256 of the network's weights"),
        "run_id": text("MLflow run; empty without one"),
        "created_at": text("when it was made, ISO 8601 in UTC"),
    },
)
REAL_NOVELTY = schema(
    "real_novelty",
    "A real test tweet, measured like a sample.",
    {"tweet_id": text("id of the tweet", unique=True), **NOVELTY},
)
COMPARED = {
    "longest_copy": "the longest copy",
    "nearest_distance": "the distance to the nearest training tweet",
    "nearest_share": "the relative distance to the nearest training tweet",
}


def _compared() -> dict[str, Column]:
    """How far samples and real tweets differ: all texts, and those of equal length, where there are any."""
    found = {}
    for name, words in COMPARED.items():
        for kind, which in (("", "all texts"), ("matched_", "texts of equal length")):
            always = kind == ""
            found[f"{name}_{kind}d"] = share(
                f"greatest gap of the distributions of {words}, {which}", always=always, missing=not always
            )
            found[f"{name}_{kind}p"] = share(
                f"p-value of that gap (Kolmogorov and Smirnov), {which}", always=always, missing=not always
            )
    return found


QUALITY = schema(
    "quality",
    "All measures of samples at one temperature, beside valid tweets; the first row is of real tweets.",
    {
        "temperature": number("temperature; missing for real tweets", 0, missing=True),
        "count": whole("texts", 1),
        "distinct_1": share("different words over all words", missing=True),
        "distinct_2": share("different pairs of words over all pairs", missing=True),
        "distinct_3": share("different triples of words over all triples", missing=True),
        "self_bleu": share("mean BLEU-4 of each text against the others", missing=True),
        "length_mean": number("mean length in characters", 0),
        "length_std": number("standard deviation of the lengths", 0),
        "hashtags": number("hashtags per text", 0),
        "mentions": number("mentions per text", 0),
        "urls": number("links per text", 0),
        "in_vocabulary": share("share of the words that training tweets hold", missing=True),
        "ngram_bits": number("bits per character under an n-gram model of training tweets", 0, missing=True),
        "reverse_bits": number(
            "bits per character of real tweets under an n-gram model of the texts", 0, missing=True
        ),
        "longest_copy_mean": number("mean longest copy, in characters", 0, missing=True),
        "nearest_distance_mean": number(
            "mean distance to the nearest training tweet, in edits", 0, missing=True
        ),
        "nearest_share_mean": share("mean relative distance to the nearest training tweet", missing=True),
        "new_5gram_share_mean": share("mean share of new 5-grams", missing=True),
        "new_8gram_share_mean": share("mean share of new 8-grams", missing=True),
        "discriminator": share(
            "accuracy of a classifier that separates the texts from real tweets; 0.5 is chance"
        ),
        "discriminator_error": number("its standard error over folds", 0),
        "matched": whole("texts of each side that have equal lengths"),
        **_compared(),
    },
)
AUDIT = schema(
    "audit",
    "A planted canary after an epoch.",
    {
        "epoch": number("epochs of training", 0),
        "canary": text("the text that was planted"),
        "times": whole("how often it was planted"),
        "bits": number("its bits under the network"),
        "rank": whole("its rank among the sampled fillings, 1 being the likeliest", 1),
        "exposure": number("its exposure in bits, by rank"),
        "extrapolated": number("its exposure in bits, by a fitted tail", missing=True),
        "fit_p": share("p-value that the other fillings follow that tail", missing=True),
    },
)
