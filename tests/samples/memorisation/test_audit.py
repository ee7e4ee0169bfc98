"""Canaries and their exposure: hand-worked ranks, and an audit of two models whose answer is known."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from scipy.stats import norm

from pipeline.core.screen import QuietScreen
from pipeline.samples.memorisation import exposure
from pipeline.samples.memorisation.audit import Score, audit, show, summary
from pipeline.tracking.tracker import NullTracker


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
    assert exposure.tail(np.concatenate([others, others + 200])).p < 0.01, "two humps are no skew-normal"


def test_a_secret_never_read_has_the_exposure_of_chance() -> None:
    """Ranks that are all as likely give 1 / ln 2 bits on average, whatever the fillings."""
    others = np.arange(1, 2000) * 1.0
    found = [exposure.exposure(rank - 0.5, others, 10**6) for rank in range(1, 2001)]
    assert np.mean(found) == pytest.approx(exposure.UNSEEN, abs=0.01)


def test_an_audit_tells_a_parrot_from_a_deaf_model() -> None:
    """A model that gives fewer bits to what it read more often exposes secrets by their count; one that gives
    the same to all exposes none."""

    def parrot(texts: list[str]) -> Iterator[tuple[float, Score]]:
        seen, noise = Counter(texts), np.random.default_rng(1)
        for epoch in (1.0, 2.0):

            def score(asked: Sequence[str], epoch: float = epoch) -> np.ndarray:
                return np.array([50 - epoch * seen[text] + noise.normal() for text in asked])

            yield epoch, score

    def deaf(texts: list[str]) -> Iterator[tuple[float, Score]]:
        noise = np.random.default_rng(2)
        yield 1.0, lambda asked: noise.normal(50, 1, len(asked))

    texts = [f"text {n}" for n in range(100)]
    table = audit(texts, parrot, times=(0, 2, 16), each=4, digits=5, sample=500)
    means = summary(table)
    assert means.loc[2.0, 16] > means.loc[2.0, 2] > means.loc[2.0, 0]
    assert means.loc[2.0, 16] == pytest.approx(np.log2(501))
    assert means.loc[2.0, 2] > means.loc[1.0, 2]
    logged: dict[tuple[str, int | None], float] = {}

    class Kept(NullTracker):
        def metrics(self, values: dict[str, float], step: int | None = None) -> None:
            logged.update({(name, step): value for name, value in values.items()})

    show(table, Kept(), QuietScreen())
    assert logged["audit/exposure_16", 200] == means.loc[2.0, 16]
    assert len(logged) == 2 * 2 * 3  # two figures, two epochs, three counts
    assert summary(audit(texts, deaf, times=(0, 16), each=8, sample=500)).to_numpy().max() < 4
