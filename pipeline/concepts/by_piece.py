"""Labels of a corpus that is larger than memory, or shared among workers: three maps over pieces of it.

The first counts the case of words, which the tagger learns from; the second counts what may be a slogan; the
third labels. The spans are those of `label` for all tweets at once.
"""

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.concepts.label import Labelling, Spans, own_by_tweet
from pipeline.concepts.rules.cases import CaseCounts, count_cases
from pipeline.concepts.rules.slogans import Repeated, count_repeated, find_slogans
from pipeline.concepts.rules.taggers import Tagger, make_tagger
from pipeline.concepts.rules.words import read_tweet
from pipeline.core.engine import Engine, map_merge
from pipeline.core.settings import ConceptSettings
from pipeline.core.workspace import Workspace
from pipeline.text.tweets import Piece, whole

COLUMNS = ("tweet_id", "text")
PASSES = 3  # over the corpus
Example = tuple[str, str]  # concept, text of a span


@dataclass
class Summary:
    """What the spans of some tweets add up to. `+=` adds another part of the corpus.

    Attributes:
        tweets: how many.
        characters: of these tweets.
        spans, marked, covered: by concept, the spans, the tweets that have one, the characters in spans.
        examples: how often a span of a concept has a text.
    """

    tweets: int = 0
    characters: int = 0
    spans: Counter[str] = field(default_factory=Counter)
    marked: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    examples: Counter[Example] = field(default_factory=Counter)

    def __iadd__(self, other: "Summary") -> "Summary":
        self.tweets += other.tweets
        self.characters += other.characters
        for name in ("spans", "marked", "covered", "examples"):
            getattr(self, name).update(getattr(other, name))
        return self


def summary(spans: Spans, tweets: pd.DataFrame) -> Summary:
    """What the spans of these tweets add up to."""
    ids, texts = tweets["tweet_id"].astype(str), tweets["text"]
    found, text = Summary(len(tweets), int(texts.str.len().sum())), dict(zip(ids, texts, strict=True))
    before: set[tuple[str, str]] = set()
    for tweet_id, concept, start, end in zip(
        *(spans[name].tolist() for name in ("tweet_id", "concept", "start", "end")), strict=True
    ):
        found.spans[concept] += 1
        found.covered[concept] += end - start
        found.examples[concept, text[tweet_id][start:end]] += 1
        if (concept, tweet_id) not in before:
            before.add((concept, tweet_id))
            found.marked[concept] += 1
    return found


def cases(piece: Piece) -> CaseCounts:
    """The case of the words of a piece."""
    return count_cases(map(read_tweet, piece.read(["text"])["text"]))


@dataclass(frozen=True)
class Repeats:
    """Counts what may be a slogan in a piece, on a worker."""

    tagger: Tagger

    def __call__(self, piece: Piece) -> Repeated:
        tweets = [read_tweet(text) for text in piece.read(["text"])["text"]]
        return count_repeated(tweets, map(self.tagger.tag, tweets))


@dataclass(frozen=True)
class Labels:
    """Labels a piece, on a worker."""

    labelling: Labelling

    def __call__(self, piece: Piece) -> tuple[Spans, Summary]:
        frame = piece.read(COLUMNS)
        tweets = [read_tweet(text) for text in frame["text"]]
        ids = frame["tweet_id"].astype(str).tolist()
        spans = self.labelling.spans(ids, tweets, [self.labelling.tagger.tag(one) for one in tweets])
        return spans, summary(spans, frame)


def counted(
    settings: ConceptSettings,
    workspace: Workspace,
    pieces: Sequence[Piece],
    engine: Engine,
    done: Callable[[int], None],
) -> Labelling:
    """What labels the tweets of these pieces, after two passes over them.

    Args:
        settings: of the stage.
        workspace: all of its tweets are read at once where there are files of own spans.
        pieces: of its tweets.
        engine: where the pieces are worked on.
        done: told each piece of each pass as it is finished.

    Raises:
        UserError: the tagger does not exist, a span that cannot be used, or tweets that memory cannot hold.
    """
    tagger = make_tagger(settings.tagger, lambda: map_merge(engine, cases, pieces, operator.iadd, done))
    repeated = map_merge(engine, Repeats(tagger), pieces, operator.iadd, done)
    slogans = find_slogans(repeated, settings.slogan_count, settings.slogans)
    own = {}
    if settings.spans:
        tweets = whole(workspace, COLUMNS)
        own = own_by_tweet(tweets["tweet_id"].tolist(), tweets["text"].tolist(), settings.spans)
    return Labelling(tagger, slogans, settings.patterns, own)


def labelled(
    labelling: Labelling, pieces: Sequence[Piece], engine: Engine, done: Callable[[int], None]
) -> Iterator[tuple[Piece, Spans, Summary]]:
    """Each piece, its spans and what they add up to, in order."""
    for piece, found in zip(pieces, engine.map(Labels(labelling), pieces, done), strict=True):
        yield piece, *found
