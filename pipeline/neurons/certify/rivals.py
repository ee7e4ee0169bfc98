"""Rival explanations of a concept: what else scores its characters, counted on train and chosen on valid.

- `position`: the concept's share at the place in the tweet, in the word, or both;
- `character`: its share after the current character, or after it and the one before;
- `ngram`: its share after the best number of characters up to six: supervised, and spelling alone;
- `surprisal`: how unexpected the character read last was to a model of characters (Witten and Bell 1991,
  whose escape is that of PPM's method C): some units only track surprise.

Related concepts are rivals of another kind: a detector of names must tell names from other capitalised words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.network.activations import Concatenation
from pipeline.neurons.certify.held_out import Set, Truth
from pipeline.neurons.certify.rules import LONGEST, Rule, chosen, in_tweet, in_word, joined, spellings
from pipeline.neurons.evidence import Material
from pipeline.neurons.labels import LAGS
from pipeline.text import ngram

Array = np.ndarray
Totals = tuple[list[Array], ...]  # of each rule the counts of its levels

RULES = ("position", "character", "surprisal")
SPELLING = "ngram"  # the rival that asks for more than the grade: that no spelling explains the label
SHORT = 2  # characters that the rule of single characters reads
ORDER = 6  # characters of the model of surprise


@dataclass(frozen=True)
class Sibling:
    """A concept that a detector must part from its own. `inside`: only the other's characters count."""

    name: str
    inside: bool = False


SIBLINGS = {
    "proper_noun": Sibling("capitalised_non_name"),
    "capitalised_non_name": Sibling("proper_noun"),
    "attribution": Sibling("mention", inside=True),
    "retweet_header": Sibling("mention", inside=True),
    "slogan": Sibling("hashtag", inside=True),
    "quoted_speech": Sibling("quote_retweet"),
    "quote_retweet": Sibling("quoted_speech"),
    "quote_open": Sibling("quote_close"),
    "quote_close": Sibling("quote_open"),
    "aux_be_auxiliary": Sibling("auxiliary", inside=True),
    "aux_be_be": Sibling("auxiliary", inside=True),
}


@dataclass(frozen=True)
class Rivals:
    """The contexts of train, and those of valid and test end to end.

    Attributes:
        spelling, tweet, word: rules that count.
        surprisal: float64 [valid and test positions], bits of the character read; 0 at BOS.
        totals: lag → how often each context stands at the train characters: what spans are counted among.
    """

    spelling: Rule
    tweet: Rule
    word: Rule
    surprisal: Array
    totals: dict[int, Totals]

    @classmethod
    def of(cls, given: Material, train: Set, valid: Set, test: Set) -> "Rivals":
        """Count the contexts, and train the model of surprise."""
        both, vocabulary = joined(valid.layout, test.layout), given.vocabulary
        blank = np.zeros(vocabulary.size, dtype=bool)
        blank[0] = True  # BOS
        blank[vocabulary.size - len(vocabulary.characters) :] = [c.isspace() for c in vocabulary.characters]

        def rule(contexts: Callable[[Concatenation], list[Array]]) -> Rule:
            return Rule.of(contexts(train.layout), contexts(both))

        def words(layout: Concatenation) -> list[Array]:
            return in_word(layout, blank)

        found = cls(rule(spellings), rule(in_tweet), rule(words), surprise(given, both), {})
        for lag in LAGS:
            found.totals[lag] = found.counted(train.layout.read(lag), lag)
        return found

    def counted(self, seen: Array, lag: int) -> Totals:
        """Of the rules of places in the tweet, of those in the word, and of spellings, in this order."""
        wanted = (self.tweet, 1), (self.word, 2), (self.spelling, LONGEST[lag])
        return tuple(rule.totals(seen, levels) for rule, levels in wanted)

    def candidates(
        self, parts: tuple[Set, Set, Set], concept: int, lag: int
    ) -> Iterator[tuple[str, list[Array]]]:
        """Of each rival some scores of the defined valid characters, followed by those of test.

        Args:
            parts: train, valid, test.
            concept: its number.
            lag: of the reading.
        """
        train, valid, test = parts
        known, first, last = (part.truth(concept) for part in parts)
        before = valid.layout.characters + len(valid.rows)
        asked = np.concatenate(
            [valid.layout.read(lag)[first.defined], test.layout.read(lag)[last.defined] + before]
        )
        seen, value = train.layout.read(lag)[known.defined], known.value.astype(np.float64)
        everywhere = len(seen) == train.layout.characters
        totals = self.totals[lag] if everywhere else self.counted(seen, lag)
        *placed, spelled = (
            rule.scores(total, seen, value, asked)
            for rule, total in zip((self.tweet, self.word, self.spelling), totals, strict=True)
        )
        yield "position", [score for scores in placed for score in scores]
        yield "character", spelled[:SHORT]
        yield SPELLING, spelled
        yield "surprisal", [self.surprisal[asked], -self.surprisal[asked]]


def surprise(given: Material, both: Concatenation) -> Array:
    """Bits of the character read at each input position of valid and test tweets, by a model of train."""
    texts = [
        [given.tweets["text"].iloc[row] for row in given.rows(split)] for split in ("train", "valid", "test")
    ]
    bits = -np.log2(ngram.probabilities(ngram.train(texts[0], ORDER), texts[1] + texts[2]))
    out = np.zeros(both.characters + len(both.ids))
    out[both.read(0)] = bits[both.read(1)]  # of each text first its characters, then its end
    return out


def best(candidates: list[Array], valid: Truth, quality: Callable[[Array, Truth], float]) -> Array:
    """The test scores of the candidate that is best on valid."""
    count = len(valid.defined)
    there = Truth(np.arange(count), valid.value)
    return chosen(candidates, [quality(scores[:count], there) for scores in candidates])[count:]


def contrast(names: list[str], concept: int, masks: Array) -> tuple[str, Array, Array]:
    """A concept against its sibling: the sibling, which characters count, which of them are the concept's.

    Args:
        names: of the span concepts.
        concept: its number among them.
        masks: bool [concepts, characters].

    Returns:
        an empty name and no characters where a sibling does not exist.
    """
    sibling = SIBLINGS.get(names[concept])
    if sibling is None or sibling.name not in names:
        return "", np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
    own, other = masks[concept], masks[names.index(sibling.name)]
    counted = np.flatnonzero(other if sibling.inside else own | other)
    return sibling.name, counted, own[counted]
