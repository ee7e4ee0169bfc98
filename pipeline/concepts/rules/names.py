"""Proper nouns by rule: what dictionaries, the corpus itself, capitals and neighbours say, added up.

Each word gets a score, a sum of evidence in units of log odds; above zero it is (part of) a name. What
Universal Dependencies settles by convention (days and months are names, adjectives of nations are not) is
in `name_lists`. The weights were set by hand: with an eye on the errors in the first half of UD English-EWT
dev, in the real corpora and in the built-in one, and on the bare scores of all of dev and of BTC section a
(two weights were settled by these), whose errors were not read.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.concepts.rules import lexicon
from pipeline.concepts.rules.cases import CaseCounts, adjoin, manner, sentences
from pipeline.concepts.rules.name_lists import (
    BEFORE_MONTH,
    CALENDAR,
    EXCLAMATION,
    FREE_PARTICLES,
    FUNCTION_WORDS,
    HOMOGRAPHS,
    NATIONALITIES,
    PARTICLES,
    TITLES,
)
from pipeline.concepts.rules.words import Tweet, Word

SURE = 9.0  # log odds that no other evidence outweighs

# What PatternTagger's lexicon says: a word's lower-case entry (common or none), and its entry with a capital.
ONLY_NAME, BOTH, ONLY_COMMON, UNKNOWN = 2.0, -0.8, -1.0, 0.3
CAPITAL_NO_NAME = -2.5  # its entry with a capital is not NNP (Iraqi JJ, See VB)
FIRST_NAME, SURNAME, PLACE = 0.8, 0.4, 0.6

# What the corpus says: its counts, against as many as PRIOR occurrences that follow the dictionaries.
PRIOR = 3.0
MOST_CORPUS = 4.0
UPPER_COUNT = 0.5  # capitals inside a plain sentence may be an acronym's, or stress
SMALL_NAME = 0.3  # a listed name written small says more of the writer than of the word

# What the capitals of this occurrence say.
INSIDE, OPENING, IN_TITLE = 1.8, -0.5, 0.2
ACRONYM, STRESSED, SHOUTED = 1.5, -0.5, -1.0
MIXED, SMALL, SINGLE = 1.5, -4.0, -3.0
HOMOGRAPH = -1.5  # Will, May, Mark where the place explains the capital
SMALL_COMMON = -3.0  # more, where the corpus has the word more often small than with a capital

# What the neighbours say.
BESIDE_NAME, AFTER_TITLE, TITLE, INITIAL, PAIR, PHRASE, PARTICLE = 1.5, 2.0, 2.0, 12.0, 2.5, 6.0, 3.0
PAIR_SHARE = 0.05  # of a word's small occurrences: Make America does not make a name of every make
END_SHARE = 0.3  # likewise, for a word as the end of many names
SUBJECT = 2.5  # Hope can, May says: a common noun would want an article, an auxiliary a verb
OPENING_GERUND = -5.0  # Reading about it
HEADING = -5.0  # Page 12


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


@dataclass
class NameTagger:
    """The built-in tagger: dictionaries of installed packages and the case counts of a corpus."""

    counts: CaseCounts
    _known: dict[str, float] = field(default_factory=dict, repr=False)

    def tag(self, tweet: Tweet) -> list[bool]:
        """True for each word of a tweet that is (part of) a name."""
        return [score > 0 for sentence in sentences(tweet.words) for score in self.scores(sentence)]

    def scores(self, words: Sequence[Word]) -> list[float]:
        """Log odds that each word of a sentence is (part of) a name."""
        how = manner(words)
        alone = [self._alone(word, how) for word in words]
        scores = [score + self._company(words, alone, at, how) for at, score in enumerate(alone)]
        _raise_phrases(words, scores)
        _raise_particles(words, scores)
        return scores

    def word_score(self, key: str) -> float:
        """Log odds that a lower-case word is a name, wherever and however it is written."""
        if key not in self._known:
            listed = _listed_score(key)
            self._known[key] = (
                listed if abs(listed) > MOST_CORPUS else listed + self._corpus_score(key, listed)
            )
        return self._known[key]

    def _corpus_score(self, key: str, listed: float) -> float:
        """The corpus's own evidence, pulled towards the dictionaries' where it has few occurrences."""
        capitals = self.counts.title[key] + UPPER_COUNT * self.counts.upper[key]
        small = self.counts.lower[key] * (SMALL_NAME if _is_listed_name(key) else 1.0)
        share = (capitals + PRIOR / (1 + math.exp(-listed))) / (capitals + small + PRIOR)
        return max(-MOST_CORPUS, min(MOST_CORPUS, _logit(min(max(share, 1e-3), 1 - 1e-3))))

    def _alone(self, word: Word, how: str) -> float:
        """The evidence of a word and its capitals."""
        if word.shape == "address" or (word.key == "us" and word.shape == "UPPER" and how == "plain"):
            return SURE
        if word.shape == "digit":
            return -SURE
        if word.key in HOMOGRAPHS:
            inside = word.shape == "Title" and not word.opens and how == "plain"
            return INSIDE if inside else HOMOGRAPH if word.shape in ("Title", "UPPER") else -SURE
        if word.shape != "miXed" and is_function_word(word.key):
            return -SURE
        return self.word_score(word.key) + self._capitals(word, how)

    def _capitals(self, word: Word, how: str) -> float:
        if word.shape == "lower":
            common = self.counts.lower[word.key] > self.counts.title[word.key]
            return SMALL + (SMALL_COMMON if common and self.counts.lower[word.key] > PRIOR else 0.0)
        if word.shape == "UPPER":
            if how == "shout":
                return SHOUTED
            return STRESSED if lexicon.is_common(word.key) or self.counts.lower[word.key] else ACRONYM
        if word.shape == "Title":
            return OPENING if word.opens else IN_TITLE if how == "title" else INSIDE
        return MIXED if word.shape == "miXed" else SINGLE

    def _company(self, words: Sequence[Word], alone: Sequence[float], at: int, how: str) -> float:
        """The evidence of the words on both sides of a word with a capital."""
        word = words[at]
        if word.shape in ("lower", "digit", "address"):
            return 0.0
        before = at - 1 if at and adjoin(words[at - 1], word) else None
        after = at + 1 if at + 1 < len(words) and adjoin(word, words[at + 1]) else None
        found = _clause_evidence(words, at)
        if before is not None:
            found += self._beside(words[before], word, alone[before], how)
            titled = words[before].key in TITLES and words[before].shape == word.shape and alone[at] > -SURE
            found += AFTER_TITLE if titled else 0.0
            ends = how != "plain" and alone[before] > 0 and words[before].shape == word.shape
            found += PAIR if ends and self._ends_names(word.key) else 0.0
        if after is not None:
            found += self._beside(word, words[after], alone[after], how, ahead=True)
            if alone[after] > 0 and words[after].shape != "lower":
                found += TITLE if word.key in TITLES and words[after].shape == word.shape else 0.0
                initial = word.shape == "Single" and words[after].start - word.end == 2
                found += INITIAL if initial else 0.0
        return found

    def _ends_names(self, key: str) -> bool:
        """True for a word that names of the corpus often end with: Street, Tower, Club."""
        return self.counts.ends[key] > max(2, END_SHARE * self.counts.lower[key])

    def _beside(self, left: Word, right: Word, other: float, how: str, ahead: bool = False) -> float:
        """The evidence that two words side by side are parts of one name."""
        if left.shape == "lower" or right.shape == "lower":
            return 0.0
        found = 0.0
        word = left if ahead else right
        if is_function_word(word.key) and word.key not in HOMOGRAPHS:
            return 0.0
        if (
            other > 1
            and (how == "plain" or (word.key in HOMOGRAPHS and not word.opens))
            and (right if ahead else left).shape in ("Title", "Single")
        ):
            found += BESIDE_NAME
        itself = (
            how == "plain" and left.shape == right.shape == "Title" and not left.opens and not right.opens
        )
        pair = self.counts.pairs[left.key, right.key] - itself
        if pair > PAIR_SHARE * self.counts.lower[word.key]:
            found += PAIR
        return found


def _clause_evidence(words: Sequence[Word], at: int) -> float:
    """The evidence of a word's place in its clause, for words that are a name and a common word both."""
    word = words[at]
    after = words[at + 1].key if at + 1 < len(words) else ""
    if word.key in HOMOGRAPHS or (
        word.opens and word.key in lexicon.first_names() and lexicon.is_common(word.key)
    ):
        before = words[at - 1].key if at else ""
        month = word.key == "may" and before in BEFORE_MONTH
        surname = at + 2 < len(words) and words[at + 1].shape == word.shape and not is_function_word(after)
        verb = words[at + 2].key if surname else after
        return SUBJECT if month or (verb and lexicon.is_finite(verb)) else 0.0
    if word.opens and at + 1 < len(words) and words[at + 1].shape == "digit" and lexicon.is_common(word.key):
        return HEADING
    gerund = word.opens and word.key.endswith("ing") and len(word.key) > 5 and lexicon.is_common(word.key)
    return OPENING_GERUND if gerund else 0.0


def is_function_word(key: str) -> bool:
    """True for a lower-case word that no capital makes a name."""
    return key in FUNCTION_WORDS or lexicon.is_closed(key)


def _is_listed_name(key: str) -> bool:
    """True for a word that dictionaries know as a name and not as a common word."""
    if lexicon.is_common(key):
        return False
    title = lexicon.lexicon().get(key.capitalize(), "")
    return title.startswith("NNP") or key in lexicon.place_words() or key in lexicon.first_names()


def _listed_score(key: str) -> float:
    """What the dictionaries say of a lower-case word."""
    if key in CALENDAR:
        return SURE
    if key in NATIONALITIES or EXCLAMATION.fullmatch(key):
        return -6.0
    common = lexicon.is_common(key)
    title = lexicon.lexicon().get(key.capitalize())
    if title is None:
        score = ONLY_COMMON if common else UNKNOWN
    elif not title.startswith("NNP"):
        score = CAPITAL_NO_NAME
    else:
        score = BOTH if common else ONLY_NAME
    score += FIRST_NAME if key in lexicon.first_names() else SURNAME if key in lexicon.surnames() else 0.0
    return score + (PLACE if key in lexicon.place_words() else 0.0)


def _raise_phrases(words: Sequence[Word], scores: list[float]) -> None:
    """Raise the words of listed names of several words (New York, Angry Birds), where they have capitals."""
    phrases = lexicon.phrases()
    for at, word in enumerate(words):
        if word.shape == "lower" or word.key not in lexicon.phrase_starts():
            continue
        for length in (2, 3, 4):
            part = words[at : at + length]
            if len(part) == length and part[-1].shape != "lower" and " ".join(w.key for w in part) in phrases:
                for place in range(at, at + length):
                    scores[place] += PHRASE if words[place].shape != "lower" else 0.0


def _raise_particles(words: Sequence[Word], scores: list[float]) -> None:
    """Raise the small particle of a name: bin Laden, Bill de Blasio, al-Sadr."""
    for at in range(len(words) - 2, -1, -1):
        word, after = words[at], words[at + 1]
        leads = scores[at + 1] > 0 and after.shape == "Title" and after.start - word.end == 1
        follows = word.key in FREE_PARTICLES or (at and scores[at - 1] > 0)
        if word.key in PARTICLES and leads and follows:
            scores[at] = PARTICLE


def join(tweet: Tweet, named: Sequence[bool]) -> list[tuple[int, int]]:
    """Spans of names: words side by side are one name."""
    spans: list[tuple[int, int]] = []
    last = False
    for word, is_name in zip(tweet.words, named, strict=True):
        if is_name:
            gap = tweet.masked[spans[-1][1] : word.start] if last else "|"
            if gap in (" ", ". ", "-", "") and not word.opens:
                spans[-1] = (spans[-1][0], word.end)
            else:
                spans.append((word.start, word.end))
        last = is_name
    return spans
