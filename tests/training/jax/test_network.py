"""The pass on JAX computes what the pass in NumPy does, for every kind of cell."""

import numpy as np
import pytest
from networks import KINDS, network_of

from pipeline.core.settings import TrainSettings
from pipeline.network.trace import forward
from pipeline.network.weights import NetworkWeights

pytest.importorskip("jax", reason="JAX is not installed")
from pipeline.training.batches import IGNORE
from pipeline.training.jax.network import Masks, logits, nats


def flat(weights: NetworkWeights) -> list[np.ndarray]:
    """All arrays in the order of Keras's trainable variables."""
    layers = [(one.kernel, one.recurrent, one.bias, one.peephole) for one in weights.layers]
    inner = [array for layer in layers for array in layer if array is not None]
    return [weights.embedding, *inner, weights.dense, weights.dense_bias]


@pytest.mark.parametrize(("cell", "activations"), KINDS)
def test_logits_equal_those_of_numpy(cell: str, activations: str) -> None:
    """Two layers of each cell, on three lanes of seven characters; the memory's changes too."""
    weights = network_of(cell, activations)
    ids = np.random.default_rng(1).integers(0, 11, (3, 7)).astype(np.int32)
    settings = TrainSettings(cell=cell, activations=activations, layers=2, units=4)
    found, changes = logits(flat(weights), ids, settings)
    runs = forward(weights, ids.T)
    expected = runs[-1].values["h"] @ weights.dense + weights.dense_bias
    np.testing.assert_allclose(found, expected, atol=2e-5)
    memory = runs[0].values["c" if "c" in runs[0].values else "h"]
    before = np.concatenate([np.zeros_like(memory[:1]), memory[:-1]])
    np.testing.assert_allclose(changes[0], np.abs(memory - before).sum(-1), atol=2e-5)


def test_nats_leave_padding_out() -> None:
    """By hand: equal scores over four ids cost ln 4 each, and padding nothing."""
    targets = np.array([[2, 3, IGNORE]], np.int32)
    found = nats(np.zeros((3, 1, 4), np.float32), targets)
    np.testing.assert_allclose(found, [[np.log(4), np.log(4), 0]], rtol=1e-6)


def test_a_lane_draws_the_same_in_whichever_part_of_a_batch() -> None:
    """Dropout of four lanes at once is that of two and two; a mask stays over time and keeps the mean."""
    settings, x = TrainSettings(dropout=0.25, weight_drop=0.5), np.ones((3, 4, 1000), np.float32)
    whole = np.asarray(Masks(settings, 7, np.arange(4)).outputs(x, 1))
    halves = [Masks(settings, 7, np.arange(k, k + 2)).outputs(x[:, k : k + 2], 1) for k in (0, 2)]
    assert np.array_equal(whole, np.concatenate(halves, axis=1))
    assert (whole == whole[0]).all()
    assert set(np.unique(whole)) == {0, np.float32(1 / 0.75)}
    assert whole.mean() == pytest.approx(1, abs=0.05)


def test_masks_differ_by_layer_and_step() -> None:
    """Of weights as of outputs; dropped weights are as many as asked, and the others twice as large."""
    settings, kernel = TrainSettings(weight_drop=0.5), np.ones((30, 120), np.float32)
    places = ((0, 0), (0, 1), (1, 0))
    drawn = [Masks(settings, step, np.arange(1)).weights(kernel, layer) for step, layer in places]
    assert len({np.asarray(one).tobytes() for one in drawn}) == 3
    assert all(set(np.unique(one)) == {0, 2} for one in drawn)
    assert np.mean(drawn) == pytest.approx(1, abs=0.1)
