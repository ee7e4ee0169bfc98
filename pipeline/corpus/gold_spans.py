"""Entities that a platform gives with its posts, kept as gold spans of the cleaned text."""

from collections.abc import Iterable, Iterator

import pandas as pd

from pipeline.core.tables import types
from pipeline.corpus.cleaning.steps import unescape
from pipeline.corpus.columns import PLATFORM_SPANS
from pipeline.text.entities import extract

SOURCE = "platform"
COMPARED = ("hashtag", "mention", "url", "cashtag")
Given = tuple[int, str, int, int]  # source row, concept, start and end in the raw text


def gold_spans(frame: pd.DataFrame, given: Iterable[Given]) -> tuple[pd.DataFrame, int]:
    """The platform's spans moved into the cleaned text, and how many could not be.

    Args:
        frame: the tweet table.
        given: spans of raw texts; those of rows that are not in the table do not count.

    Returns:
        `tweet_id, concept, start, end, source`, offsets in code points of `text`.
    """
    given = list(given)
    if not given:
        return pd.DataFrame(columns=list(PLATFORM_SPANS.columns)).astype(types(PLATFORM_SPANS)), 0
    place = {row: number for number, row in enumerate(frame["source_row"].tolist())}
    raw, text, ids = (frame[name].tolist() for name in ("raw_text", "text", "tweet_id"))
    rows, lost = [], 0
    for source_row, concept, start, end in given:
        number = place.get(source_row)
        if number is None:
            continue
        moved = move(raw[number], text[number], start, end)
        if moved is None:
            lost += 1
        else:
            rows.append((ids[number], concept, *moved, SOURCE))
    return pd.DataFrame(rows, columns=list(PLATFORM_SPANS.columns)).astype(types(PLATFORM_SPANS)), lost


def move(raw: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a stretch of the raw text stands in the cleaned one: the n-th of its like is the n-th there.

    None where cleaning has changed how often it stands there, so that nobody can tell.

    >>> move("a &amp; #b #b", "a & #b #b", 11, 13)
    (7, 9)
    """
    if raw == text:
        return start, end
    surface = raw[start:end]
    if not surface.strip():
        return None
    for wanted in dict.fromkeys((surface, unescape(surface))):
        if raw.count(surface) == text.count(wanted):
            before, at = raw.count(surface, 0, start), -1
            for _ in range(before + 1):
                at = text.find(wanted, at + 1)
            return (at, at + len(wanted)) if at >= 0 else None
    return None


def agreement(frame: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """How our rules for entities agree with the platform's spans, on the posts that have any.

    Returns:
        `concept`, `platform`, `ours`, `both`, `precision` and `recall` of our rules, by exact span.
    """
    texts = frame.set_index("tweet_id")["text"]
    marked = spans["tweet_id"].unique()
    gold = set(zip(spans["tweet_id"], spans["concept"], spans["start"], spans["end"], strict=True))
    ours = {(name, *found) for name in marked for found in _ours(texts[name])}
    rows = []
    for concept in COMPARED:
        a, b = ({span for span in spans_ if span[1] == concept} for spans_ in (gold, ours))
        if a or b:
            both = len(a & b)
            rows.append((concept, len(a), len(b), both, both / max(1, len(b)), both / max(1, len(a))))
    return pd.DataFrame(rows, columns=["concept", "platform", "ours", "both", "precision", "recall"])


def _ours(text: str) -> Iterator[tuple[str, int, int]]:
    for entity in extract(text):
        yield entity.kind, entity.start, entity.end
