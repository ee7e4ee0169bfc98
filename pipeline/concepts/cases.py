"""What a corpus itself says about case: how often each word has a capital where nothing else asks for one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.concepts.words import Tweet, Word

TITLE_SHARE = 0.6  # of a sentence's words with a capital: above it, a capital says nothing


@dataclass(frozen=True)
class CaseCounts:
    """Occurrences of a word (in lower case) by the case it has, where its case is its own choice."""

    lower: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    title: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # inside a sentence of mixed case
    upper: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # inside a sentence that does not shout
    after: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))


def sentences(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Runs of words from one that opens a sentence to the next."""
    start = 0
    for at in range(1, len(words)):
        if words[at].opens:
            yield words[start:at]
            start = at
    if words:
        yield words[start:]


def manner(sentence: Sequence[Word]) -> str:
    """How a sentence is written: "plain", "title" (most words have a capital) or "shout" (most are all capitals)."""
    letters = [word for word in sentence if word.shape not in ("digit", "Single")]
    if len(letters) < 2:
        return "short"
    upper = sum(word.shape == "UPPER" for word in letters)
    if upper >= TITLE_SHARE * len(letters):
        return "shout"
    capital = upper + sum(word.shape == "Title" for word in letters[1:] if len(word.text) > 3)
    long = sum(len(word.text) > 3 for word in letters[1:])
    return "title" if long >= 3 and capital > TITLE_SHARE * long else "plain"


def count_cases(tweets: Iterable[Tweet]) -> CaseCounts:
    """Count the case of every word that is neither first in its sentence nor in a title or a shout."""
    counts = CaseCounts()
    for tweet in tweets:
        for sentence in sentences(tweet.words):
            if manner(sentence) != "plain":
                continue
            for word in sentence:
                if word.shape == "lower":
                    counts.lower[word.key] += 1
                elif word.shape == "UPPER":
                    counts.upper[word.key] += 1
                elif not word.opens:
                    counts.title[word.key] += 1
    return counts
