"""A first look at a corpus: what it was taken for and why, three posts as read, and what is missing."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.collect import Collected, collect
from pipeline.corpus.gold_spans import agreement, gold_spans
from pipeline.corpus.readers.columns import paths_of
from pipeline.corpus.readers.fields import recogniser
from pipeline.corpus.readers.formats import Reading, open_corpus
from pipeline.corpus.readers.sources.files import paths

SHOWN = 160  # characters of a post
FOREIGN = re.compile(r"[^\W\d_a-zA-Z]|[’“”]")
FEW = 100  # distinct posts below which there is nothing to train on
FILES = 3  # of a folder, described one by one
OPTIONS = {"created_at": ("date", "--date-column"), "author": ("author", "--author-column")}


def look(settings: CorpusSettings, screen: QuietScreen) -> None:
    """Read a corpus and show what was read, writing nothing.

    Raises:
        UserError: it cannot be read, or leaves no tweet.
    """
    reading = open_corpus(paths(settings.source), settings)
    found = collect(reading, settings, screen)
    if found.frame.empty:
        raise UserError(nothing_left(reading, found))
    show(reading, found, screen)


def nothing_left(reading: Reading, found: Collected) -> str:
    """One line for a corpus of which nothing is left, with the reason that most records have."""
    reasons = found.account.rejected + found.account.dropped
    most = f", most of them: {max(reasons, key=lambda r: reasons[r])}" if reasons else ""
    return (
        f"{reading.path} leaves no tweet: all {found.account.read:,} records were dropped or rejected{most}"
    )


def show(reading: Reading, found: Collected, screen: QuietScreen) -> None:
    """The account, the form, the columns, three posts, what is missing, and warnings."""
    screen.show("Account", ("records", "number"), found.account.rows())
    for line in described(reading, found):
        screen.say(line)
    for name, text in posts(found.frame):
        screen.say(f"{name}: {text}")
    spans, lost = gold_spans(found.frame, found.spans)
    if len(spans):
        screen.say(
            f"{len(spans):,} entities given by the platform ({lost:,} have no place in the cleaned text)"
        )
        table = agreement(found.frame, spans)
        screen.table(
            "Our entity rules beside the platform's", list(table.columns), table.itertuples(index=False)
        )
    for line in warnings(reading, found):
        screen.warn(line)


def described(reading: Reading, found: Collected) -> Iterator[str]:
    """What each file was taken for and why; the columns; the order of dates."""
    pairs = list(zip(reading.sources, reading.claims, strict=True))
    for source, claim in pairs[:FILES]:
        why = "; ".join([claim.reason, *claim.notes])
        encoding = f"{source.encoding.shown}{_sure(source.encoding.confidence)}"
        yield f"{source.name}: {claim.form} ({why}), {encoding}"
    if len(pairs) > FILES:
        yield f"and {len(pairs) - FILES:,} more files: {reading.format}"
    if found.example:
        yield f"columns: {', '.join(columns(found.example, reading.asked))}"
    if found.dates.order:
        yield f"dates: {found.dates.order}"
    if found.warnings:
        yield f"{len(found.warnings):,} posts have a content warning, which is kept apart from their text"


def _sure(confidence: float) -> str:
    return "" if confidence >= 1 else f" (confidence {confidence:.0%})"


def columns(record: dict[str, Any], asked: CorpusSettings) -> Iterator[str]:
    """Which key of a record gives what."""
    keys = tuple(record)
    make = None if asked.text_column else recogniser(keys)
    if make is not None:
        yield f"of the form {make.__module__.rpartition('.')[2]}, {make.__name__.replace('_', ' ')}"
        return
    where = paths_of(keys, asked)
    for name, found in (
        ("text", where.long_text + where.text),
        ("date", where.created),
        ("author", where.author),
        ("id", where.tweet_id),
    ):
        yield f"{name} from {'.'.join(found[0])}" if found else f"no {name}"


def posts(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """The first post, one from the middle and the last; one with letters beyond ASCII if there is any."""
    texts = frame["text"].tolist()
    chosen = {"first": 0, "middle": len(texts) // 2, "last": len(texts) - 1}
    if not any(FOREIGN.search(texts[place]) for place in chosen.values()):
        foreign = next(
            (n for n, text in enumerate(texts) if not text.isascii() and FOREIGN.search(text)), None
        )
        if foreign is not None:
            chosen = {"first": 0, "beyond ASCII": foreign, "last": len(texts) - 1}
    for name, place in chosen.items():
        text = texts[place].replace("\n", "⏎")
        yield name, text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def warnings(reading: Reading, found: Collected) -> Iterator[str]:
    """What a user would want to know, and can do something about."""
    yield from reading.warnings
    frame, total = found.frame, len(found.frame)
    for column, (name, option) in OPTIONS.items():
        missing = int(frame[column].isna().sum())
        written = int(frame["created"].notna().sum()) if column == "created_at" else 0
        if missing and written == total:
            yield f"{missing:,} of {total:,} dates are in no form that is known, such as {_unread(frame)!r}"
        elif missing and (missing == total or column == "created_at"):
            yield f"no {name}s in {missing:,} of {total:,} posts: name their column with {option}"
    if found.rounded:
        yield (
            f"{found.rounded:,} ids were rounded by a spreadsheet or by JavaScript: they do not name a post "
            "and are replaced by row numbers"
        )
    if not found.dates.sure:
        order = found.dates.order
        yield f"05/04 was read as {order}, but nothing decides: give --day-first or --no-day-first"
    lost = undecodable(frame)
    if lost:
        yield f"{lost:,} characters are lost in the file or not {reading.encoding}: they are U+FFFD"
    distinct = frame["text"].nunique()
    if distinct < FEW:
        yield too_few(distinct, total)


def too_few(distinct: int, total: int) -> str:
    """That a corpus is too small, and what training needs."""
    same = f" ({total:,} in all)" if total != distinct else ""
    return (
        f"{distinct:,} distinct post{'s' * (distinct != 1)}{same}: too few to train on. Training needs posts "
        f"in train, valid and test, {FEW} at the least and some thousands to learn anything"
    )


def undecodable(frame: pd.DataFrame) -> int:
    """How many characters of the raw texts are U+FFFD."""
    return "".join(frame["raw_text"].tolist()).count("\N{REPLACEMENT CHARACTER}")


def _unread(frame: pd.DataFrame) -> str:
    return str(frame.loc[frame["created_at"].isna(), "created"].iloc[0])[:40]
