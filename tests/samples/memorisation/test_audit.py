"""Canaries and their exposure: hand-worked ranks, and an audit of two models whose answer is known."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from pipeline.core.screen import QuietScreen
from pipeline.samples.memorisation.audit import Score, audit, show, summary
from pipeline.tracking.tracker import NullTracker


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
