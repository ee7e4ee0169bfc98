"""What stands in the table of spans."""

from pipeline.core.tables import schema, text, whole

SPANS = schema(
    "spans",
    "A piece of a tweet that a concept labels. Offsets count code points of `text`; the end is not included.",
    {
        "tweet_id": text("id of the tweet"),
        "concept": text("name of the concept"),
        "start": whole("offset of its first character", kind="int32"),
        "end": whole("offset after its last character", 1, kind="int32"),
        "source": text("`rule`, `pattern`, or the name of the file that it was given in"),
    },
)
