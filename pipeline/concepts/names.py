"""Proper nouns by rule: what a word's capitals, dictionaries, and the corpus itself say, added up.

Each word gets a score, a sum of evidence in units of log odds; above zero it is a name. The weights were set by hand.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.concepts import lexicon
from pipeline.concepts.cases import CaseCounts, manner, sentences
from pipeline.concepts.words import Tweet, Word

DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
FEASTS = frozenset("christmas easter thanksgiving halloween hanukkah ramadan".split())
TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady president senator sen governor gov congressman congresswoman mayor secretary "
    "general gen judge justice prof professor captain coach king queen prince princess pope saint st rep sheriff "
    "sergeant sgt colonel col lieutenant lt father sister brother aunt uncle chancellor minister".split()
)
NATIONALITIES = frozenset(
    "american british english french german italian spanish russian chinese japanese korean indian pakistani iraqi "
    "iranian israeli palestinian arab saudi syrian turkish greek dutch danish swedish norwegian finnish polish "
    "irish scottish welsh canadian mexican brazilian cuban australian african asian european latin hispanic "
    "portuguese swiss austrian belgian hungarian czech romanian ukrainian egyptian lebanese jordanian kuwaiti "
    "afghan thai vietnamese filipino indonesian malaysian colombian argentine chilean peruvian venezuelan cuban "
    "muslim islamic christian jewish catholic protestant sunni shiite hindu buddhist western eastern northern "
    "southern bangladeshi nepalese libyan moroccan kurdish persian roman victorian".split()
)
_CLOSED_TAGS = frozenset("DT IN CC PRP PRP$ MD TO WDT WP WP$ WRB EX UH".split())
_CLOSED = frozenset(
    "i i'm i've i'd i'll im am is are was were be been being have has had do does did not no yes ok okay so too very "
    "now then here there just only also lol lmao omg wtf rt btw dm ff pm tv mt via cc re fyi asap oh ah wow hey hi "
    "hello thanks thank please congrats congratulations haha hahaha u ur gonna wanna let lets don't dont can't cant "
    "won't isn't aren't doesn't didn't wasn't it's that's what's he's she's they're we're you're".split()
)
COMPANY = frozenset("inc corp co ltd llc".split())


@dataclass(frozen=True)
class WordNature:
    """What dictionaries say of a word, whatever its case here."""

    closed: bool
    common: bool
    name_only: bool
    listed: float


def logit(p: float) -> float:
    return math.log(p / (1 - p))


@dataclass
class NameTagger:
    """The built-in tagger: dictionaries of installed packages and the case counts of a corpus."""

    counts: CaseCounts
    _types: dict[str, tuple[float, bool]] = field(default_factory=dict, repr=False)

    def type_score(self, key: str) -> tuple[float, bool]:
        """Evidence for a name from the word alone (log odds), and whether it is of a closed class."""
        if key not in self._types:
            self._types[key] = self._type_score(key)
        return self._types[key]

    def _type_score(self, key: str) -> tuple[float, bool]:
        known = lexicon.lexicon()
        low, title = known.get(key), known.get(key.capitalize())
        closed = key in _CLOSED or bool(lexicon.tags(key) & _CLOSED_TAGS)
        if key in DAYS or key in FEASTS or (key in MONTHS and key not in ("may", "march")):
            return 5.0, False
        common = low is not None and not low.startswith("NNP")
        name = title is not None and title.startswith("NNP")
        score = 0.0
        if name and not common:
            score += 2.0
        elif common and not name:
            score -= 1.5
        elif common:
            score -= 0.5
        elif title is not None:
            score -= 1.0
        else:
            score += 0.3
        if key in lexicon.first_names():
            score += 0.8
        elif key in lexicon.surnames():
            score += 0.4
        if key in lexicon.place_words():
            score += 0.6
        if key in NATIONALITIES:
            score -= 4.0
        up, down = self.counts.title[key] + 0.5 * self.counts.upper[key], self.counts.lower[key]
        prior = 1 / (1 + math.exp(-score))
        strength = 3.0
        share = (up + strength * prior) / (up + down + strength)
        return 2 * score * 0.5 + max(-4.0, min(4.0, logit(min(max(share, 0.01), 0.99)))), closed

    def scores(self, words: Sequence[Word]) -> list[float]:
        """Log odds that each word of a sentence is a name."""
        how = manner(words)
        found: list[float] = []
        for at, word in enumerate(words):
            base, closed = self.type_score(word.key)
            if word.shape == "digit" or (closed and word.key not in ("may", "will", "us") and word.shape != "miXed"):
                found.append(-9.0)
                continue
            found.append(base + self._shape_score(word, how, closed))
        return self._neighbours(words, found, how)

    def _shape_score(self, word: Word, how: str, closed: bool) -> float:
        if closed:
            return -4.0 if word.shape != "Title" or word.opens else 1.0
        if word.shape == "lower":
            return -6.5
        if word.shape == "miXed":
            return 1.5
        if word.shape == "Single":
            return -3.0
        if word.shape == "UPPER":
            return -1.0 if how == "shout" else 1.5
        if word.opens:
            return -0.5
        return 0.5 if how == "title" else 3.0

    def _neighbours(self, words: Sequence[Word], scores: list[float], how: str) -> list[float]:
        out = list(scores)
        for at, word in enumerate(words):
            if word.shape not in ("Title", "UPPER", "Single", "miXed"):
                continue
            before = words[at - 1] if at and words[at].start - words[at - 1].end <= 2 else None
            after = words[at + 1] if at + 1 < len(words) and words[at + 1].start - word.end <= 2 else None
            if before is not None and before.key in TITLES and before.shape == "Title":
                out[at] += 2.0
            if after is not None and after.shape in ("Title",) and scores[at + 1] > 1 and how == "plain":
                out[at] += 1.0
            if before is not None and before.shape in ("Title", "Single") and scores[at - 1] > 1 and how == "plain":
                out[at] += 1.0
            if word.key in TITLES and after is not None and scores[at + 1] > 1 and after.shape == word.shape:
                out[at] += 2.0
            if word.shape == "Single" and word.key not in ("i", "a") and (
                (after is not None and scores[at + 1] > 0) or (before is not None and scores[at - 1] > 0)
            ):
                out[at] += 3.5
        return out

    def tag(self, tweet: Tweet) -> list[bool]:
        """True for each word of a tweet that is (part of) a name."""
        return [score > 0 for sentence in sentences(tweet.words) for score in self.scores(sentence)]


def join(tweet: Tweet, named: Sequence[bool]) -> list[tuple[int, int]]:
    """Spans of names: words side by side are one name."""
    spans: list[tuple[int, int]] = []
    last = False
    for word, is_name in zip(tweet.words, named, strict=True):
        if is_name:
            gap = tweet.masked[spans[-1][1] : word.start] if spans else ""
            if last and gap in (" ", ". ", "-", "") and not word.opens:
                spans[-1] = (spans[-1][0], word.end)
            else:
                spans.append((word.start, word.end))
        last = is_name
    return spans
