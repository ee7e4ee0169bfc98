"""The slogans of a corpus: its most frequent hashtags, and the phrases in capitals that it repeats."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import regex

from pipeline.concepts.rules.lexicon import is_closed
from pipeline.concepts.rules.words import Labelled, Tweet, Word

LEAST = 5  # occurrences: a phrase seen less often is not a slogan
_LENGTHS = range(2, 8)  # words of a phrase


@dataclass(frozen=True)
class Slogan:
    """A hashtag or a phrase, in lower case, and how often the corpus has it."""

    text: str
    count: int
    given: bool = False  # by the settings, not found


def _runs(tweet: Tweet, named: Sequence[bool]) -> Iterator[list[tuple[Word, bool]]]:
    """Runs of capitalised words with one blank between: all capitals, or each with a capital."""
    run: list[tuple[Word, bool]] = []
    for word, is_name in zip(tweet.words, named, strict=True):
        capital = word.shape in ("UPPER", "Title", "Single")
        joins = run and capital and tweet.masked[run[-1][0].end : word.start] == " "
        if run and not joins:
            yield run
            run = []
        if capital:
            run.append((word, is_name))
    if run:
        yield run


def _phrases(run: list[tuple[Word, bool]]) -> Iterator[str]:
    """Each part of a run that may be a slogan: two words all in capitals, or three with one each; no name.

    Two words must both say something (not TO BE); of three or more, one.
    """
    for length in _LENGTHS:
        for at in range(len(run) - length + 1):
            part = run[at : at + length]
            shouted = all(word.shape != "Title" for word, _ in part)
            content = sum(not is_closed(word.key) for word, _ in part)
            named = sum(is_name for _, is_name in part)
            if (shouted or length > 2) and named * 2 < length and content >= (2 if length == 2 else 1):
                yield " ".join(word.text for word, _ in part).lower()


def _maximal(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    """The most frequent phrases; one that mostly occurs inside a longer phrase leaves its place to it."""
    kept: list[tuple[str, int]] = []
    inside: Counter[str] = Counter()
    for phrase, count in counts.items():
        if count < LEAST:
            continue
        words = phrase.split()
        for cut in (words[1:], words[:-1]):
            inside[" ".join(cut)] = max(inside[" ".join(cut)], count)
    for phrase, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if count < LEAST or len(kept) == most:
            break
        if inside[phrase] * 2 <= count and not any(f" {phrase} " in f" {longer} " for longer, _ in kept):
            kept.append((phrase, count))
    return kept


@dataclass
class Repeated:
    """How often a corpus has each hashtag, and each phrase that may be a slogan. `+=` adds another part."""

    tags: Counter[str] = field(default_factory=Counter)
    phrases: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: "Repeated") -> "Repeated":
        self.tags.update(other.tags)
        self.phrases.update(other.phrases)
        return self


def count_repeated(tweets: Iterable[Tweet], named: Iterable[Sequence[bool]]) -> Repeated:
    """Count hashtags and phrases.

    Args:
        tweets: the corpus, or a part of it.
        named: for each tweet, which of its words are names.
    """
    counts = Repeated()
    for tweet, names in zip(tweets, named, strict=True):
        counts.tags.update(entity.text.lower() for entity in tweet.entities if entity.kind == "hashtag")
        counts.phrases.update(part for run in _runs(tweet, names) if len(run) > 1 for part in _phrases(run))
    return counts


def find_slogans(counts: Repeated, most: int, given: Iterable[str] = ()) -> list[Slogan]:
    """The `most` hashtags and phrases of a corpus, half of each kind where it has them, after those given.

    Args:
        counts: of the corpus.
        most: how many to find.
        given: slogans of the settings, in any case.
    """
    tags, phrases = counts.tags, counts.phrases
    own = [Slogan(text.lower(), 0, True) for text in given]
    known = {slogan.text for slogan in own}
    best_tags = [
        Slogan(*pair) for pair in sorted(tags.items(), key=lambda p: (-p[1], p[0])) if pair[1] >= LEAST
    ]
    best = [Slogan(*pair) for pair in _maximal(phrases, most)]
    half = max(most - most // 2, most - len(best))
    found = [s for s in best_tags if s.text not in known][:half]
    found += [s for s in best if s.text not in known][: most - len(found)]
    return own + found


class SloganFinder:
    """Finds slogans in tweets: hashtags whatever their case, phrases only where each word has a capital."""

    def __init__(self, slogans: Iterable[Slogan]) -> None:
        kept = list(slogans)
        self.tags = {s.text for s in kept if s.text[:1] in "#＃"}
        self.given = {s.text for s in kept if s.given}
        phrases = sorted((s.text for s in kept if s.text not in self.tags), key=len, reverse=True)
        joined = "|".join(r"\s+".join(map(regex.escape, phrase.split())) for phrase in phrases)
        self.pattern = (
            regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{joined})(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)
            if joined
            else None
        )

    def spans(self, tweet: Tweet) -> Iterator[Labelled]:
        """Spans of slogan."""
        for entity in tweet.entities:
            if entity.kind == "hashtag" and entity.text.lower() in self.tags:
                yield "slogan", entity.start, entity.end
        if self.pattern is None:
            return
        for match in self.pattern.finditer(tweet.masked):
            words = match.group().split()
            if " ".join(words).lower() in self.given or all(not word[0].islower() for word in words):
                yield "slogan", match.start(), match.end()
