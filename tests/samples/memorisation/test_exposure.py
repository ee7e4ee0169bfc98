"""Exposure of canaries: by hand, and against known tails."""

from collections import Counter

import numpy as np
import pytest
from scipy.stats import norm

from pipeline.samples.memorisation import exposure


def test_canaries_are_different_and_seeded() -> None:
    """As many as asked for, of the digits asked for, the same for a seed; more than there are is an error."""
    found = exposure.canaries(50, 2, seed=1)
    assert len(set(found)) == 50
    assert all(len(one) == len("my secret number is 00") for one in found)
    assert found == exposure.canaries(50, 2, seed=1) != exposure.canaries(50, 2, seed=2)
    with pytest.raises(ValueError, match="only 10"):
        exposure.canaries(11, 1, seed=0)


def test_planting_adds_each_as_often_as_asked() -> None:
    """The texts keep their order, and each secret is there so many times."""
    texts = [f"text {n}" for n in range(30)]
    mixed = exposure.planted(texts, ["x", "y", "z"], [0, 1, 5], seed=3)
    assert [text for text in mixed if text.startswith("text")] == texts
    assert Counter(text for text in mixed if not text.startswith("text")) == {"y": 1, "z": 5}


def test_exposure_by_hand() -> None:
    """log₂ of the space less log₂ of the rank, when all other fillings are ranked."""
    others = np.arange(1, 1000) * 1.0
    for bits, place in ((0.5, 1), (1.5, 2), (499.5, 500), (2000.0, 1000)):
        assert exposure.rank(bits, others) == place
        assert exposure.exposure(bits, others, 1000) == pytest.approx(np.log2(1000) - np.log2(place))


def test_extrapolation_follows_a_known_tail() -> None:
    """For fillings that are normally distributed the exposure is that of the normal tail, within a bit."""
    others = np.random.default_rng(0).normal(100, 5, 20_000)
    for deviations in (2, 4):
        expected = -norm.logcdf(-deviations) / np.log(2)
        tail = exposure.tail(others)
        assert tail.exposure(100 - 5 * deviations) == pytest.approx(expected, rel=0.15)
        assert tail.p > 0.01
    assert exposure.tail(np.concatenate([others, others + 200])).p < 0.01, "two humps are not skew-normal"


def test_a_secret_never_read_has_the_exposure_of_chance() -> None:
    """Ranks that are all as likely give 1 / ln 2 bits on average, whatever the fillings."""
    others = np.arange(1, 2000) * 1.0
    found = [exposure.exposure(rank - 0.5, others, 10**6) for rank in range(1, 2001)]
    assert np.mean(found) == pytest.approx(exposure.UNSEEN, abs=0.01)
