"""Rival explanations of certificates computed again, by code that shares nothing with what made them.

This file imports no other module of the program but its sibling, which imports none. Contexts are numbered
exactly, pair by pair, in place of hashes; the intervals of differences leave out each tweet in turn.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from pipeline.neurons.cards import recompute_chance

Array = np.ndarray
Masks = Callable[[str], list[Array]]  # concept → which characters of each test tweet it covers
Rivals = Callable[[str, int], dict[str, Array]]  # concept, lag → of each rival the scores of test characters

ORDER = 6  # characters of the longest context
MEAN = 2.0  # characters that the coarser context counts as
WORD = 64  # places in a word that are distinguished
TEXTLESS = 3  # ids that are not characters: begin, end, unknown
INSIDE = ("attribution", "retweet_header", "slogan", "aux_be_auxiliary", "aux_be_be")  # lie in their sibling


@dataclass(frozen=True)
class Laid:
    """Texts end to end, each after `ORDER` signs of its beginning.

    Attributes:
        symbols: int [positions].
        at: int [characters], where each character stands.
        text: int [characters], the number of its text.
        part: which texts are of train, valid and test, as slices.
    """

    symbols: Array
    at: Array
    text: Array
    part: dict[str, slice]

    @classmethod
    def of(
        cls, texts: Mapping[str, Sequence[str]], number: Callable[[str], int], ended: bool = False
    ) -> "Laid":
        """Of texts by part; `ended` ones have a sign of their end, which counts as a character."""
        rows = [[number(symbol) for symbol in text] + [1] * ended for some in texts.values() for text in some]
        sizes = np.array([len(row) for row in rows], dtype=int)
        symbols = np.concatenate([np.zeros(0, int), *([0] * ORDER + row for row in rows)]).astype(np.int64)
        text = np.repeat(np.arange(len(rows)), sizes)
        at = np.arange(len(text)) + ORDER * (text + 1)
        ends = np.cumsum([0, *(len(some) for some in texts.values())])
        part = {name: slice(*ends[n : n + 2]) for n, name in enumerate(texts)}
        return cls(symbols, at, text, part)

    def of_part(self, name: str) -> Array:
        """Which characters are of a part: bool."""
        own = self.part[name]
        return (self.text >= own.start) & (self.text < own.stop)

    @property
    def contexts(self) -> list[Array]:
        """The number of the last 0, 1, … `ORDER` symbols at each position."""
        size, found = int(self.symbols.max(initial=0)) + 1, [np.zeros(len(self.symbols), dtype=np.int64)]
        for _ in range(ORDER):
            before = np.concatenate([[0], found[-1][:-1]])
            found.append(np.unique(before * size + self.symbols, return_inverse=True)[1])
        return found


@dataclass(frozen=True)
class Explained:
    """What every rival is computed from.

    Attributes:
        laid: the texts of train, valid and test as ids.
        levels: the contexts of each rule, from the coarsest.
        surprise: float [characters], bits of each character by a model of train.
    """

    laid: Laid
    levels: dict[str, list[Array]]
    surprise: Array

    @classmethod
    def of(cls, texts: Mapping[str, Sequence[str]], characters: Sequence[str]) -> "Explained":
        """Of texts by part, and the characters of the vocabulary."""
        ids = {symbol: number for number, symbol in enumerate(characters, TEXTLESS)}
        laid = Laid.of(texts, lambda symbol: ids.get(symbol, 2))
        blank = np.array([True, False, False, *(symbol.isspace() for symbol in characters)])
        place = np.arange(len(laid.symbols))
        begun = np.maximum.accumulate(np.where(laid.symbols == 0, place, 0))
        word = np.minimum(place - np.maximum.accumulate(np.where(blank[laid.symbols], place, 0)), WORD)
        since = place - begun
        levels = {
            "tweet": [since],
            "word": [word, word + (WORD + 1) * since],
            "spelling": laid.contexts[1:],
        }
        return cls(laid, levels, surprise(texts))

    def rivals(self, masks: Sequence[Array], lag: int) -> dict[str, Array]:
        """The test scores of each rival of a concept; how much context it reads is chosen on valid.

        Args:
            masks: which characters of each text, train to test, the concept covers.
            lag: 0: the rule reads the character; 1: it ends before.
        """
        truth, read = np.concatenate(masks), self.laid.at - lag
        train, valid, test = (self.laid.of_part(name) for name in ("train", "valid", "test"))
        spelled = self._shares("spelling", truth, read, train)[: ORDER - lag]
        bits = np.where(self.laid.symbols[read] == 0, 0, np.roll(self.surprise, lag))
        candidates = {
            "position": [
                *self._shares("tweet", truth, read, train),
                *self._shares("word", truth, read, train),
            ],
            "character": spelled[:2],
            "ngram": spelled,
            "surprisal": [bits, -bits],
        }
        found = {}
        for name, scores in candidates.items():
            quality = [area(one[valid], truth[valid]) for one in scores]
            best = max(range(len(scores)), key=lambda n: (-1.0 if quality[n] is None else quality[n], n))
            found[name] = scores[best][test]
        return found

    def _shares(self, rule: str, truth: Array, read: Array, train: Array) -> list[Array]:
        """The concept's share after each context, smoothed by the coarser one: of every character."""
        score, found = np.full(len(truth), truth[train].mean()), []
        for level in self.levels[rule]:
            now = level[read]
            count, held = (
                np.bincount(now[which], minlength=now.max() + 1) for which in (train, train & truth)
            )
            score = (held[now] + MEAN * score) / (count[now] + MEAN)
            found.append(score)
        return found


def surprise(texts: Mapping[str, Sequence[str]]) -> Array:
    """Bits of each character by a model of the train texts (Witten and Bell 1991), ends of texts included
    in what it learns: float [characters]."""
    numbers: dict[str, int] = {}
    laid = Laid.of(texts, lambda symbol: numbers.setdefault(symbol, len(numbers) + 2), ended=True)
    contexts, train = laid.contexts, laid.of_part("train")
    chance = np.full(len(laid.at), 1 / (len(np.unique(laid.symbols[laid.at[train]])) + 1))
    for order in range(1, ORDER + 1):
        gram, before = contexts[order][laid.at], contexts[order - 1][laid.at - 1]
        _, first = np.unique(gram[train], return_index=True)
        times = np.bincount(gram[train], minlength=gram.max() + 1)[gram]
        size = before.max() + 1
        kinds = np.bincount(before[train][first], minlength=size)[before]
        total = np.bincount(before[train], minlength=size)[before] + kinds
        chance = np.where(kinds > 0, (times + kinds * chance) / np.maximum(total, 1), chance)
    return -np.log2(chance[laid.symbols[laid.at] != 1])


def area(score: Array, truth: Array) -> float | None:
    """scikit-learn's AUROC; None with one kind of label."""
    return float(roc_auc_score(truth, score)) if truth.any() and not truth.all() else None


def differences(
    card: dict[str, Any], score: Array, rivals: Rivals, masks: Masks, near: float
) -> Iterator[tuple[str, Any, Any]]:
    """What a card with spans says of rivals and of the sibling, where it is computed otherwise.

    Args:
        card: as JSON.
        score: of the test characters, after the sign.
        rivals: the test scores of a concept's rivals at a lag.
        masks: which test characters a concept covers.
        near: how far scores may differ.

    Yields:
        the number, as the card has it, and as it was computed.
    """
    claim, here = card["claim"], masks(card["claim"]["concept"])
    truth, against = np.concatenate(here), rivals(claim["concept"], claim["lag"])
    tweets = min(sum(one.any() for one in here), sum((~one).any() for one in here))
    enough = claim["rank"] == 0 and tweets >= recompute_chance.ENOUGH
    for name, rival in against.items():
        told = card["beside"][name]
        yield from _off(f"beside.{name}.score", told["score"], area(rival, truth), near)
        if enough and told["ahead_low"] is not None:
            value, low = recompute_chance.ahead(score, rival, here)
            reach = abs(value - told["ahead_low"])
            yield from _off(f"beside.{name}.ahead_low", told["ahead_low"], low, 0.2 * reach + 10 * near)
    if card["contrast"] is not None:
        sibling = np.concatenate(masks(card["contrast"]["sibling"]))
        counted = sibling if claim["concept"] in INSIDE else truth | sibling
        found = area(score[counted], truth[counted])
        yield from _off("contrast.auroc", card["contrast"]["auroc"], found, near)
    if card["also"]["other"]:
        other = np.concatenate(masks(card["also"]["other"]))
        yield from _off("also.other_auroc", card["also"]["other_auroc"], area(score, other), near)


def _off(name: str, was: Any, now: float | None, near: float) -> Iterator[tuple[str, Any, Any]]:
    if (was is None) != (now is None) or (was is not None and now is not None and abs(was - now) > near):
        yield name, was, now


LEAST = 0.64  # AUROC of a medium effect
TWICE = 2.0  # of what guessing has: average precision at least


def grades(card: dict[str, Any]) -> dict[str, bool]:
    """The grades that the card's own numbers give, the limits written down again."""
    told, span = card["measured"], card["claim"]["kind"] == "span"
    low, p = told["low"], card["chance"]["p_holm"]

    def ahead(*names: str) -> bool:
        known = [card["beside"][name] for name in names]
        return all(one["score"] is None or (one["ahead_low"] or 0) > 0 for one in known)

    tells = p is not None and p < 0.05 and low is not None and low > (0.5 if span else 0)
    tells = tells and ahead("control", "untrained")
    beats = tells and low >= (LEAST if span else 0.3) and ahead("position", "character", "surprisal")
    if span and beats:
        beats = (told["average_precision"] or 0) >= TWICE * (told["prevalence"] or 0)
        beats = beats and (card["contrast"] is None or (card["contrast"]["low"] or 0) > 0.5)
    spelling = beats and (card["beside"]["ngram"]["ahead_low"] or 0) > 0
    return {"tells": tells, "beats_rivals": beats, "beyond_spelling": spelling}
