"""The two texts: the built-in corpus with its gold spans, and Python's library with what its parser says."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from pipeline.concepts.catalogue import CONCEPTS
from pipeline.concepts.label import mask
from pipeline.corpus import demo
from pipeline.lab.code import library
from pipeline.lab.code.labels import label
from pipeline.lab.code.library import Source
from pipeline.lab.code.measures import spread
from pipeline.lab.variants.texts.rows import Judged, Stream
from pipeline.text.vocabulary import EOS, Vocabulary, build

Array = np.ndarray

WIDTH = 128  # characters of a row that is learned
MADE = 8000  # tweets, from the seed of the corpus
JUDGED = 400  # tweets of each part that is judged
CODE = 4_000_000  # characters of code to learn from
FILES, WINDOWS = 60, 8  # files of each part that is judged, and rows of each
SEEN = 20  # times that a character must occur to be in the vocabulary
GRADED, MASKS = ("level",), ("string", "comment")


@dataclass(frozen=True)
class Text:
    """What networks learn, and what they are judged on.

    Attributes:
        train: rows are drawn from it.
        valid: the rate and the units are chosen on it.
        test: what is reported.
        graded, masks: the labels that units are looked for.
    """

    vocabulary: Vocabulary
    train: Stream
    valid: Judged
    test: Judged
    graded: tuple[str, ...]
    masks: tuple[str, ...]


@cache
def tweets() -> Text:
    """The built-in corpus; tweets of which one begins with the other lie in one part."""
    parts: dict[str, list[demo.Tweet]] = {"train": [], "valid": [], "test": []}
    for head, group in _alike(sorted(demo.make(MADE), key=lambda tweet: tweet.text)):
        place = int.from_bytes(hashlib.sha256(head.encode()).digest()[:4], "big") % 100
        parts["test" if place < 8 else "valid" if place < 16 else "train"] += group
    learned = [tweet.text for tweet in _stirred(parts["train"])]
    vocabulary, _ = build(learned, SEEN)
    valid, test = (_judged_tweets(_stirred(parts[part])[:JUDGED], vocabulary) for part in ("valid", "test"))
    return Text(vocabulary, Stream.of_tweets(learned, vocabulary), valid, test, (), tuple(CONCEPTS))


def _alike(ordered: Sequence[demo.Tweet]) -> Iterator[tuple[str, list[demo.Tweet]]]:
    """Groups of which each tweet begins with the first, once each text."""
    group: list[demo.Tweet] = []
    for tweet in ordered:
        if group and not tweet.text.startswith(group[0].text):
            yield group[0].text, group
            group = []
        if not group or tweet.text != group[-1].text:
            group.append(tweet)
    yield group[0].text, group


def _stirred(found: Sequence[demo.Tweet]) -> list[demo.Tweet]:
    """In an order that has no meaning."""
    return sorted(found, key=lambda tweet: hashlib.sha256(tweet.tweet_id.encode()).digest())


def _judged_tweets(found: Sequence[demo.Tweet], vocabulary: Vocabulary) -> Judged:
    labels = []
    for tweet in found:
        spans = {name: [span for span in tweet.spans if span.concept == name] for name in CONCEPTS}
        labels.append(
            {
                name: mask(len(tweet.text), [one.start for one in own], [one.end for one in own])
                for name, own in spans.items()
            }
        )
    return Judged.of([vocabulary.encode(tweet.text) for tweet in found], [EOS] * len(found), labels)


@cache
def code() -> Text:
    """Python's library by packages: the last tenth is the test part, the tenth before it the valid part."""
    files = library.ordered(list(library.sources(library.library())))
    test, seen = _parted(files)
    valid, seen = _parted(seen)
    learned = library.stream(seen)[:CODE]
    vocabulary, _ = build([learned], SEEN)
    stream = Stream.of_lines(learned, vocabulary)
    choosing, held_out = (_judged_code(spread(part, FILES), vocabulary) for part in (valid, test))
    return Text(vocabulary, stream, choosing, held_out, GRADED, MASKS)


def _parted(files: list[Source]) -> tuple[list[Source], list[Source]]:
    """The last packages, and all files of the others."""
    last = library.held_out(files)
    packages = {source.package for source in last}
    return last, [source for source in files if source.package not in packages]


def _judged_code(files: Sequence[Source], vocabulary: Vocabulary) -> Judged:
    """The first rows of each file, each from the beginning of a line on."""
    ids, after, labels = [], [], []
    for source in files:
        encoded, found = vocabulary.encode(source.text), label(source.text)
        for start in _starts(source.text):
            part = slice(start, start + WIDTH - 1)
            ids.append(encoded[part])
            after.append(int(encoded[part.stop]))
            labels.append({name: getattr(found, name)[part] for name in ("code", *GRADED, *MASKS)})
    return Judged.of(ids, after, labels)


def _starts(text: str) -> Iterator[int]:
    """Where the rows of a file begin: they do not overlap, and each is whole."""
    start = 0
    for _ in range(WINDOWS):
        if start + WIDTH > len(text):
            return
        yield start
        start = text.find("\n", start + WIDTH - 1) + 1 or len(text)


TEXTS: Mapping[str, Callable[[], Text]] = {"tweets": tweets, "code": code}
