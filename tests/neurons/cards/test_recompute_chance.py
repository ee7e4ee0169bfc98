"""The second computation of chance agrees with the first, and by hand; wrong numbers are found."""

import numpy as np
import pytest

from pipeline.neurons.cards import recompute_chance
from pipeline.neurons.cards.recompute import by_chance, corrected
from pipeline.neurons.cards.recompute_chance import agrees, holm, shifted, span_interval, swapped
from pipeline.neurons.certify import nulls
from pipeline.statistics import families
from pipeline.statistics.clustered import auroc_by_tweet
from pipeline.statistics.permute import Partners, ShiftTable, SwapTable


def _planted(strength: float, seed: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """Sixty tweets of 20 to 40 characters with one span each, and a score that is higher in it."""
    random = np.random.default_rng(seed)
    labels = []
    for length in random.integers(20, 40, 60):
        one = np.zeros(length, dtype=bool)
        start = random.integers(0, length - 6)
        one[start : start + 5] = True
        labels.append(one)
    truth = np.concatenate(labels)
    return random.normal(size=len(truth)) + strength * truth, labels


@pytest.mark.parametrize("strength", [0.0, 0.5, 2.0])
def test_intervals_are_those_of_influence(strength: float) -> None:
    """Leaving each tweet out has nearly the ends that derivatives have."""
    score, labels = _planted(strength, 1)
    tweet = np.repeat(np.arange(60), [len(one) for one in labels])
    expected = auroc_by_tweet(score, np.concatenate(labels), tweet, 60).interval()
    found = span_interval(score, labels)
    assert found == pytest.approx(expected, abs=0.05 * (expected[1] - expected[0]))


def test_too_few_tweets_have_no_interval() -> None:
    """Nine tweets with the concept are too few, ten are not."""
    score, labels = _planted(1.0, 2)
    blank = [one & (number < 10) for number, one in enumerate(labels)]
    assert span_interval(score, blank) is not None
    blank[0][:] = False
    assert span_interval(score, blank) is None


@pytest.mark.parametrize(("strength", "seed"), [(0.0, 3), (0.15, 4), (2.0, 5)])
def test_permutations_agree_with_the_tables(strength: float, seed: int) -> None:
    """Both nulls drawn label by label, beside the p-values by tables; a p that is far off is found."""
    score, labels = _planted(strength, seed)
    truth, starts = np.concatenate(labels), np.cumsum([0, *map(len, labels)])
    tweet, ranks = np.repeat(np.arange(60), np.diff(starts)), score.argsort().argsort() + 1.0
    partners = Partners.of(np.diff(starts))
    shift = ShiftTable.of(ranks, truth, tweet)
    claim = nulls.Claim(shift, SwapTable.of(ranks, truth, starts, partners), int(truth.sum()), len(truth))
    told = nulls.columns([claim], partners, 999, 0)
    for name, draw in (("p_shift", shifted), ("p_swap", swapped)):
        reached, p = draw(score, labels), float(told[name][0])
        assert agrees(p, reached, recompute_chance.PERMUTATIONS)
        assert not agrees(0.001 if p > 0.2 else 0.6, reached, recompute_chance.PERMUTATIONS)


def test_no_null_is_seen() -> None:
    """Labels that cover whole tweets do not change under shifts: every permutation reaches the score."""
    labels = [np.full(10, number < 5) for number in range(20)]
    reached = shifted(np.arange(200.0), labels)
    assert agrees(None, reached, recompute_chance.PERMUTATIONS)
    assert not agrees(None, 3, recompute_chance.PERMUTATIONS)


def test_holm_is_that_of_the_program() -> None:
    """On random p-values; what has none stays without."""
    values = np.random.default_rng(0).uniform(0, 0.1, 30)
    assert holm(values.tolist()) == pytest.approx(families.holm(values))
    assert holm([None, 0.02]) == [None, 0.02]


def test_altered_cards_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A narrower interval, a smaller p of either null, and a p after Holm that was not multiplied."""
    score, labels = _planted(0.0, 6)
    monkeypatch.setattr("pipeline.neurons.cards.recompute.marked", lambda concept, test, spans: iter(labels))
    low, high = span_interval(score, labels) or (0, 1)
    claim = {"concept": "x", "address": "L1.h.0", "lag": 0, "sign": 1}
    card = {"id": "x", "claim": claim, "measured": {"low": low, "high": high}}
    card["chance"] = {"p_shift": None, "p_swap": None}
    for name, draw in (("p_shift", shifted), ("p_swap", swapped)):
        card["chance"][name] = draw(score, labels) / recompute_chance.PERMUTATIONS
    values = {"L1.h.0": (score, score)}
    assert list(by_chance(card, None, None, values)) == []  # type: ignore[arg-type]
    card["measured"] = {"low": low + (high - low) / 2, "high": high}
    card["chance"] = {"p_shift": 1e-4, "p_swap": 1e-4}
    assert [one[1] for one in by_chance(card, None, None, values)] == ["low", "p_shift", "p_swap"]  # type: ignore[arg-type]
    cards = [{"id": str(n), "chance": {"p_value": 0.01, "p_holm": p}} for n, p in enumerate((0.02, 0.01))]
    assert [one[0] for one in corrected(cards)] == ["1"]
