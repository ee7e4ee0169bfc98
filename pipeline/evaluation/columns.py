"""What stands in the table of bits."""

from pipeline.core.tables import number, schema, share, text, whole

BITS = schema(
    "bits",
    "A group of symbols (characters and ends) of the test tweets; what they cost in bits per symbol.",
    {
        "by": text("how the symbols are divided", ("all", "part", "position")),
        "name": text("the group: all, the part of the tweet, or the places"),
        "symbols": whole("symbols in the group", 1),
        "tweets": whole("test tweets that hold one", 1),
        "share": share("share of all symbols"),
        "lstm_share": share("share of the network's bits"),
        "lstm": number("bits per symbol of the network", 0),
        "ngram": number("bits per symbol of the n-gram model", 0),
        "mix": number("bits per symbol of the network mixed with an n-gram model", 0),
        "ppm": number("bits per symbol of PPMd", 0),
        "saved": number("bits per symbol of PPMd less those of the network"),
        "saved_low": number("lower end of its 95 % interval over tweets", missing=True),
        "saved_high": number("upper end of its 95 % interval over tweets", missing=True),
        "dynamic": number(
            "bits per symbol of the network that goes on learning, on the tweets that it read",
            0,
            missing=True,
        ),
        "dynamic_saved": number("bits per symbol that it saves on them", missing=True),
        "dynamic_low": number("lower end of its 95 % interval over tweets", missing=True),
        "dynamic_high": number("upper end of its 95 % interval over tweets", missing=True),
        "ppm_adaptive": number(
            "bits per symbol of PPMd if it learns from test tweets too (first row)", 0, missing=True
        ),
    },
)
