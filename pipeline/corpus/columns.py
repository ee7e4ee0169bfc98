"""What stands in the tables of the corpus stage: tweets, rejected records, and what a platform adds."""

from pipeline.core.tables import moment, schema, text, whole, yes_no
from pipeline.corpus.split import SPLITS

TWEETS = schema(
    "tweets",
    "A post that was kept, cleaned, with its cluster of near-duplicates and its part.",
    {
        "tweet_id": text("id, unique", unique=True),
        "text": text("cleaned text; all offsets count its code points"),
        "raw_text": text("text as in the file"),
        "created_at": moment("when it was posted, in UTC"),
        "author": text("handle of its author", missing=True),
        "is_retweet": yes_no("marked as a retweet by the platform"),
        "is_manual_retweet": yes_no("begins with RT and a handle"),
        "is_truncated": yes_no("cut by the platform"),
        "cluster_id": whole("near-duplicates share it"),
        "split": text("the part that it is in", SPLITS),
        "source_row": whole("place of the record in the file, from 0"),
    },
)
REJECTS = schema(
    "rejects",
    "A record that could not be used.",
    {
        "source_row": whole("place of the record in the file, from 0"),
        "reason": text("why it was rejected"),
        "raw": text("the record as it stood there"),
    },
)
PLATFORM_SPANS = schema(
    "platform_spans",
    "A hashtag, mention or link that the platform marks in a post.",
    {
        "tweet_id": text("id of the tweet"),
        "concept": text("name of the concept"),
        "start": whole("offset of its first character"),
        "end": whole("offset after its last character", 1),
        "source": text("`platform`"),
    },
)
CONTENT_WARNINGS = schema(
    "content_warnings",
    "The content warning of a post, which is kept apart from its text.",
    {"tweet_id": text("id of the tweet"), "warning": text("the warning")},
)
