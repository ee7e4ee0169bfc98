"""The biases that a layer starts with."""

import numpy as np
import pytest

from pipeline.model.initial import initial_bias
from pipeline.settings import TrainSettings


def test_forget_gates_start_open_and_a_share_of_units_remembers_long() -> None:
    """By hand: of 40 units the first 10 forget exp(−b) of their cell a step, for spans of 1 to 49."""
    settings = TrainSettings(units=40, memory_share=0.25, memory_span=50)
    i, f, g, o = np.split(initial_bias(settings, np.random.default_rng(0)), 4)
    spans = np.exp(f[:10])
    assert spans.min() >= 1
    assert spans.max() <= 49
    assert len(np.unique(spans)) == 10
    np.testing.assert_allclose(i[:10], -f[:10])
    assert set(f[10:]) == {1.0}
    assert not i[10:].any()
    assert not g.any()
    assert not o.any()


def test_the_spans_of_memory_are_uniform() -> None:
    """Ten thousand draws: mean and quartiles of U(1, 139)."""
    settings = TrainSettings(units=10_000, memory_share=1.0)
    spans = np.exp(np.split(initial_bias(settings, np.random.default_rng(1)), 4)[1])
    assert spans.mean() == pytest.approx(70, abs=1.5)
    assert np.quantile(spans, [0.25, 0.75]) == pytest.approx([35.5, 104.5], abs=3)
