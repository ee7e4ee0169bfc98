"""The built-in corpus: tweets with their gold spans, and the two files that hold them."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from pipeline.core.workspace import atomic
from pipeline.corpus.demo import compose, names
from pipeline.corpus.demo.cut import maybe_cut
from pipeline.corpus.demo.dirt import soil
from pipeline.corpus.demo.grammar import COMMON_FILES, Grammar, read_rules
from pipeline.corpus.demo.markup import Span, render
from pipeline.corpus.demo.surface import complete
from pipeline.corpus.demo.topic import TOPICS

_LONGEST = 280  # characters, as on Twitter since 2017
_CUT = 0.05  # share of tweets cut by an ellipsis, where they offer a place
_EXACT, _NEAR = 0.001, 0.006  # shares of exact and of near duplicates
_STRAY_QUOTE = 0.006
_ROOM = 30  # characters left for what makes a near duplicate
_NEWEST = datetime(2020, 11, 1, 9, 30, tzinfo=UTC)
_EPOCH_MS = 1288834974657  # an id holds the milliseconds since then, shifted by 22 bits
_SOURCES = ("Twitter for iPhone", "Twitter for Android", "Twitter Web Client", "TweetDeck")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_APOSTROPHE_AT_EDGE = re.compile(r"s['’](?!\w)|(?<!\w)['’]\w")
_NAMED = ("proper_noun", "mention", "hashtag", "url")


@dataclass(frozen=True)
class Tweet:
    """A made-up tweet: its cleaned text, the gold spans in it, and the raw text of the archive."""

    tweet_id: str
    author: str
    text: str
    spans: tuple[Span, ...]
    raw_text: str
    created_at: datetime


def _writers(seed: int) -> tuple[random.Random, list[compose.Writer]]:
    """The source of chance, and one writer for each topic."""
    rng = random.Random(seed)
    common: dict[str, str] = {}
    for name in COMMON_FILES:
        common |= read_rules(name)
    own = [read_rules(topic.name) for topic in TOPICS]
    words = set(
        re.findall(r"\w+", " ".join(body for rules in (common, *own) for body in rules.values()).lower())
    )
    common |= names.rules(rng, words)
    return rng, [
        compose.Writer(topic, Grammar({**common, **rules}), rng)
        for topic, rules in zip(TOPICS, own, strict=True)
    ]


def skeleton(text: str, spans: list[Span] | tuple[Span, ...]) -> str:
    """The text in lower case, `_` for each name, mention, hashtag and URL, 0 for each digit."""
    pieces, end = [], 0
    for span in sorted((s for s in spans if s.concept in _NAMED), key=lambda s: (s.start, -s.end)):
        if span.start >= end:
            pieces += [text[end : span.start], "_"]
            end = span.end
    return re.sub(r"\d", "0", "".join([*pieces, text[end:]])).lower()


def _is_clear(text: str, spans: list[Span]) -> bool:
    """False where an apostrophe at a word's edge could be taken for one of the tweet's single quotes."""
    singles = [
        s.start for s in spans if s.concept in ("quote_open", "quote_close") and text[s.start] in "'‘’"
    ]
    if not singles:
        return True
    bare = "".join(" " if i in singles else c for i, c in enumerate(text))
    return not _APOSTROPHE_AT_EDGE.search(bare)


def _fresh(writer: compose.Writer, seen: set[str]) -> tuple[str, str, list[Span]]:
    """A marked tweet, its text and spans; none of its kind, names apart, was drawn before."""
    while True:
        marked = compose.tweet(writer)
        text, spans = render(marked)
        key = skeleton(text, spans)
        if len(text) <= _LONGEST and key not in seen and _is_clear(text, spans):
            seen.add(key)
            return marked, text, spans


def _again(writer: compose.Writer, marked: str) -> tuple[str, list[Span]]:
    """A near duplicate: the same tweet with something after it."""
    extra = writer.rng.choice((compose.url, compose.slogan_tag, compose.slogan_phrase, compose.emoji))
    return render(f"{marked} {extra(writer)}")


def _texts(
    count: int, rng: random.Random, writers: list[compose.Writer]
) -> Iterator[tuple[str, str, list[Span]]]:
    """Author, cleaned text and marked spans of `count` tweets."""
    seen: set[str] = set()
    kept: list[tuple[compose.Writer, str, str, list[Span]]] = []  # what duplicates are made of
    for _ in range(count):
        chance = rng.random()
        if kept and chance < _EXACT:
            writer, _, text, spans = rng.choice(kept)
        elif kept and chance < _EXACT + _NEAR:
            writer, marked, _, _ = rng.choice(kept)
            text, spans = _again(writer, marked)
        else:
            writer = rng.choice(writers)
            marked, text, spans = _fresh(writer, seen)
            open_quote = sum(s.concept == "quote_open" for s in spans) != sum(
                s.concept == "quote_close" for s in spans
            )
            if rng.random() < _CUT:
                text, spans = maybe_cut(text, spans, rng)
            elif not open_quote and len(text) < _LONGEST - _ROOM:
                kept.append((writer, marked, text, spans))
            if (
                len(text) < _LONGEST
                and rng.random() < _STRAY_QUOTE
                and not any(s.concept == "quote_open" for s in spans)
            ):
                text += '"'
        yield writer.topic.author, text, spans


def make(count: int = 20000, seed: int = 0) -> Iterator[Tweet]:
    """`count` tweets by eight made-up authors, newest first; the same seed gives the same tweets."""
    rng, writers = _writers(seed)
    when = _NEWEST
    for author, text, spans in _texts(count, rng, writers):
        when -= timedelta(seconds=rng.randint(60, 9000))
        milliseconds = int(when.timestamp() * 1000) + rng.randrange(1000) - _EPOCH_MS
        tweet_id = str((milliseconds << 22) + rng.randrange(1 << 22))
        yield Tweet(tweet_id, author, text, tuple(complete(text, spans)), soil(text, rng), when)


def _record(tweet: Tweet, rng: random.Random) -> dict[str, object]:
    """The tweet as the archive would give it; its retweet flag is often false for a retweet."""
    at = tweet.created_at
    stamp = f"{_DAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at:%d %H:%M:%S} +0000 {at.year}"
    return {
        "source": rng.choice(_SOURCES),
        "text": tweet.raw_text,
        "created_at": stamp,
        "retweet_count": int(rng.lognormvariate(2, 1.5)),
        "favorite_count": int(rng.lognormvariate(3, 1.5)),
        "is_retweet": tweet.text.startswith("RT @") and rng.random() < 0.4,
        "id_str": tweet.tweet_id,
        "author": tweet.author,
    }


def gold_frame(tweets: list[Tweet]) -> pd.DataFrame:
    """Gold spans in the columns of `spans.parquet`, `source` being "gold"."""
    rows = [(t.tweet_id, s.concept, s.start, s.end, "gold") for t in tweets for s in t.spans]
    frame = pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end", "source"])
    return frame.astype({"start": "int32", "end": "int32"})


def write(path: Path, count: int = 20000, seed: int = 0) -> Path:
    """Write the built-in corpus as a JSON array in the archive's shape, and its gold spans beside it.

    Returns:
        The path of the gold spans: `demo.json` has `demo.gold.parquet`, with the columns of `spans.parquet`.

    Raises:
        UserError: the folder cannot be written.
    """
    tweets = list(make(count, seed))
    rng = random.Random(seed)
    records = [json.dumps(_record(tweet, rng), ensure_ascii=False) for tweet in tweets]
    with atomic(path) as temporary:
        # The byte-order mark and the layout are the archive's.
        temporary.write_text("[\n" + ",\n".join(records) + "\n]\n", encoding="utf-8-sig")
    gold = path.with_name(f"{path.stem}.gold.parquet")
    with atomic(gold) as temporary:
        gold_frame(tweets).to_parquet(temporary, index=False)
    return gold
