"""The biases that a layer starts with."""

import numpy as np
import pytest

from pipeline.core.settings import TrainSettings
from pipeline.network.initial import initial_bias


def test_without_a_span_all_forget_gates_start_alike() -> None:
    """Keras's unit forget bias, or another."""
    i, f, g, o = np.split(initial_bias(TrainSettings(units=4, forget_bias=1.5), np.random.default_rng(0)), 4)
    assert f.tolist() == [1.5] * 4
    assert not np.any([i, g, o])


def test_the_logarithms_of_memories_are_uniform() -> None:
    """1/(1 − forget gate) is a memory in characters. Ten thousand draws have the quartiles of the
    uniform distribution, and no unit takes in more at a step than it forgets."""
    settings = TrainSettings(units=10_000, memory_span=140)
    i, f, g, o = np.split(initial_bias(settings, np.random.default_rng(1)), 4)
    memory = 1 + np.exp(f.astype(float))
    assert 2 <= memory.min() < 2.01
    assert 139 < memory.max() <= 140
    assert np.log(memory - 1).mean() == pytest.approx(np.log(139) / 2, abs=0.05)
    quartiles = np.quantile(np.log(memory - 1), [0.25, 0.75]) / np.log(139)
    assert quartiles == pytest.approx([0.25, 0.75], abs=0.02)
    np.testing.assert_array_equal(i, -f)
    assert not np.any([g, o])


@pytest.mark.parametrize("span", [0, 50])
def test_other_cells_start_with_the_gates_that_they_have(span: int) -> None:
    """A coupled cell's f and a GRU's z remember as an LSTM's f does; an RNN has nothing to remember with."""
    size = {"units": 6, "forget_bias": 1.5, "memory_span": span}

    def start(cell: str) -> np.ndarray:
        return initial_bias(TrainSettings(cell=cell, **size), np.random.default_rng(2))

    forget = np.split(start("lstm"), 4)[1]
    f, g, o = np.split(start("coupled"), 3)
    np.testing.assert_array_equal(f, forget)
    assert not np.any([g, o])
    z, r, g = np.split(start("gru")[0], 3)
    np.testing.assert_array_equal(z, forget)
    assert not np.any([r, g])
    assert not start("gru")[1].any()
    np.testing.assert_array_equal(start("peephole"), start("lstm"))
    assert start("rnn").tolist() == [0] * 6
