"""Where graded concepts live, as spans: the stretch that each of them counts along."""

import pandas as pd

from pipeline.concepts import GRADED
from pipeline.concepts.graded import BASES, words

COLUMNS = ["tweet_id", "concept", "start", "end"]


def extents(tweets: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The spans that each graded concept is defined on, under its name.

    Those of the concept it counts in (position_in_url: URLs), words for position_in_word, and the whole tweet
    for position_in_tweet and characters_to_end.

    Args:
        tweets: columns tweet_id, text; the spans of other tweets are left out.
        spans: the table of spans.

    Returns:
        columns tweet_id, concept, start, end.
    """
    ids = tweets["tweet_id"].astype(str)
    here = spans[spans["tweet_id"].isin(set(ids))]
    parts = []
    for name in GRADED:
        if name in BASES:
            base = here[here["concept"] == BASES[name]]
            parts.append(base.assign(concept=name)[COLUMNS])
            continue
        cut = words if name == "position_in_word" else _whole
        rows = [
            (tweet_id, name, start, end)
            for tweet_id, text in zip(ids, tweets["text"], strict=True)
            for start, end in cut(text)
        ]
        parts.append(pd.DataFrame(rows, columns=COLUMNS))
    return pd.concat(parts, ignore_index=True)


def _whole(text: str) -> list[tuple[int, int]]:
    return [(0, len(text))] if text else []
