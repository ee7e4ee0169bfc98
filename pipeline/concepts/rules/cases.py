"""What a corpus itself says about case: how often each word has a capital where nothing else asks for one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.concepts.rules.lexicon import is_closed
from pipeline.concepts.rules.words import ABBREVIATIONS, Tweet, Word

SHOUT_SHARE = 0.6  # of a sentence's words in capitals: above it, capitals say little
TITLE_SHARE = 0.8  # of its words with a capital, function words aside: above it, a headline


@dataclass(frozen=True)
class CaseCounts:
    """Occurrences of a word (in lower case) by the case it has, where its case is its own choice."""

    lower: Counter[str] = field(default_factory=Counter)
    title: Counter[str] = field(default_factory=Counter)  # inside a sentence of mixed case
    upper: Counter[str] = field(default_factory=Counter)  # inside a sentence that does not shout
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)  # two side by side, both `title`
    ends: Counter[str] = field(default_factory=Counter)  # the second of such a pair

    def __iadd__(self, other: "CaseCounts") -> "CaseCounts":
        """These, and those of another part of the corpus."""
        for own, more in zip(vars(self).values(), vars(other).values(), strict=True):
            own.update(more)
        return self


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
    """How a sentence is written: "plain", "title" (most words have a capital), "shout", "short"."""
    letters = [word for word in sentence if word.shape not in ("digit", "Single")]
    if len(letters) < 2:
        return "short"
    upper = sum(word.shape == "UPPER" for word in letters)
    if upper >= SHOUT_SHARE * len(letters):
        return "shout"
    content = [word for word in letters[1:] if word.shape != "lower" or not is_closed(word.key)]
    capital = sum(word.shape in ("Title", "UPPER") for word in content)
    return "title" if len(content) >= 3 and capital > TITLE_SHARE * len(content) else "plain"


def adjoin(before: Word, after: Word) -> bool:
    """True when a blank, a hyphen, or the dot of an initial or a title stands between two words."""
    gap = after.start - before.end
    dotted = before.shape == "Single" or before.key in ABBREVIATIONS
    return gap <= 1 or (gap == 2 and dotted and not after.opens)


def count_cases(tweets: Iterable[Tweet]) -> CaseCounts:
    """Count the case of every word that is neither first in its sentence nor in a title or a shout."""
    counts = CaseCounts()
    for tweet in tweets:
        for sentence in sentences(tweet.words):
            if manner(sentence) == "plain":
                _count(sentence, counts)
    return counts


def _count(sentence: Sequence[Word], counts: CaseCounts) -> None:
    before: Word | None = None
    for word in sentence:
        if word.shape == "lower":
            counts.lower[word.key] += 1
        elif word.shape == "UPPER":
            counts.upper[word.key] += 1
        elif not word.opens:
            counts.title[word.key] += 1
        capital = word.shape == "Title" and not word.opens
        if capital and before is not None and adjoin(before, word):
            counts.pairs[before.key, word.key] += 1
            counts.ends[word.key] += 1
        before = word if capital else None
