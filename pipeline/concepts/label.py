"""Label tweets: every rule, the user's own spans and patterns, as one table of spans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd

from pipeline.concepts.catalogue import CONCEPTS
from pipeline.concepts.columns import SPANS
from pipeline.concepts.custom import Row, own_spans, pattern_spans
from pipeline.concepts.rules.auxiliary import auxiliary_spans
from pipeline.concepts.rules.cases import count_cases
from pipeline.concepts.rules.names import join
from pipeline.concepts.rules.quotation import quotation_spans
from pipeline.concepts.rules.slogans import Slogan, SloganFinder, count_repeated, find_slogans
from pipeline.concepts.rules.style import capitalised_spans, entity_spans, style_spans
from pipeline.concepts.rules.taggers import Tagger, make_tagger
from pipeline.concepts.rules.words import Labelled, Tweet, read_tweet
from pipeline.core.settings import ConceptSettings
from pipeline.core.tables import types

Spans: TypeAlias = pd.DataFrame

COLUMNS = types(SPANS)
RULE = "rule"


@dataclass(frozen=True)
class LabelledCorpus:
    """The spans of a corpus, and the slogans that were found in it."""

    spans: pd.DataFrame
    slogans: list[Slogan]


def mask(length: int, starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
    """True at the characters inside the spans, bool [length].

    >>> mask(5, [1, 3], [2, 5]).tolist()
    [False, True, False, True, True]
    """
    marked = np.zeros(length, dtype=bool)
    for start, end in zip(starts, ends, strict=True):
        marked[start:end] = True
    return marked


def masks(spans: pd.DataFrame, length: int) -> dict[str, np.ndarray]:
    """A mask for each concept that one tweet has spans of: concept → bool [length]."""
    return {
        str(concept): mask(length, group["start"].tolist(), group["end"].tolist())
        for concept, group in spans.groupby("concept", sort=False)
    }


def rule_spans(tweet: Tweet, named: Sequence[bool], slogans: SloganFinder) -> Iterator[Labelled]:
    """The spans of all built-in concepts in one tweet, in no order."""
    names = join(tweet, named)
    yield from entity_spans(tweet)
    yield from (("proper_noun", start, end) for start, end in names)
    yield from capitalised_spans(tweet, names)
    yield from auxiliary_spans(tweet.masked, names)
    yield from quotation_spans(tweet.text, tweet.masked, tweet.entities)
    yield from style_spans(tweet)
    yield from slogans.spans(tweet)


@dataclass(frozen=True)
class Labelling:
    """What labels tweets once their corpus has been counted; it can be sent to a worker.

    Attributes:
        tagger: knows names.
        slogans: of the corpus.
        patterns: concept → regular expression.
        own: tweet id → rows of the user's own spans.
    """

    tagger: Tagger
    slogans: list[Slogan]
    patterns: dict[str, str]
    own: Mapping[str, list[Row]]

    @cached_property
    def _finder(self) -> SloganFinder:
        return SloganFinder(self.slogans)

    def spans(self, ids: Sequence[str], tweets: Sequence[Tweet], named: Sequence[Sequence[bool]]) -> Spans:
        """The spans of some tweets with the columns of `COLUMNS`, sorted by tweet, concept and start.

        Raises:
            UserError: a pattern cannot be used.
        """
        rows: list[Row] = []
        for tweet_id, tweet, names in zip(ids, tweets, named, strict=True):
            rows += [(tweet_id, *span, RULE) for span in rule_spans(tweet, names, self._finder)]
        rows += pattern_spans(ids, [tweet.text for tweet in tweets], self.patterns)
        rows += [row for tweet_id in ids for row in self.own.get(tweet_id, ())]
        return _sorted(pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS), ids)


def _sorted(frame: Spans, ids: Sequence[str]) -> Spans:
    """Each span once, in the order of tweets, of the catalogue, and of the text."""
    order = pd.Series(range(len(ids)), index=ids)
    frame["_row"] = frame["tweet_id"].map(order[~order.index.duplicated()])
    ranks = {name: n for n, name in enumerate(CONCEPTS)}
    frame["_concept"] = frame["concept"].map(lambda name: ranks.get(name, len(ranks)))
    frame = frame.sort_values(["_row", "_concept", "concept", "start", "end"], kind="stable")
    return frame[list(COLUMNS)].drop_duplicates().reset_index(drop=True)


def own_by_tweet(ids: Sequence[str], texts: Sequence[str], files: Sequence[str]) -> dict[str, list[Row]]:
    """The user's own spans by tweet id; `own_spans` says what is refused."""
    found: dict[str, list[Row]] = {}
    for row in own_spans(ids, texts, files):
        found.setdefault(row[0], []).append(row)
    return found


def label(tweets: pd.DataFrame, settings: ConceptSettings, tagger: Tagger | None = None) -> LabelledCorpus:
    """Label every tweet with every concept, all tweets at once.

    Args:
        tweets: columns `tweet_id` and `text`.
        settings: tagger, slogans, files of own spans, patterns.
        tagger: in place of the one that the settings name.

    Returns:
        Spans with the columns of `COLUMNS`, sorted by tweet, concept and start; offsets are code points of
        `text`.

    Raises:
        UserError: the tagger does not exist, a span or a pattern that cannot be used.
    """
    ids, texts = tweets["tweet_id"].astype(str).tolist(), tweets["text"].tolist()
    read = [read_tweet(text) for text in texts]
    chosen = tagger or make_tagger(settings.tagger, lambda: count_cases(read))
    named = [chosen.tag(tweet) for tweet in read]
    slogans = find_slogans(count_repeated(read, named), settings.slogan_count, settings.slogans)
    labelling = Labelling(chosen, slogans, settings.patterns, own_by_tweet(ids, texts, settings.spans))
    return LabelledCorpus(labelling.spans(ids, read, named), slogans)
