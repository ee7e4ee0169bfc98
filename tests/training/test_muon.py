"""Muon's orthogonal updates against the singular value decomposition and against Keras."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from pipeline.core.settings import TrainSettings
from pipeline.network.cells import CELLS
from pipeline.training import model as network
from pipeline.training import step
from pipeline.training.muon import Muon, orthogonal


def test_orthogonal_keeps_the_singular_vectors_and_levels_the_values() -> None:
    """Seen in the singular vectors of each matrix (NumPy's), the result is diagonal with values near 1."""
    rng = np.random.default_rng(1)
    matrices = rng.normal(size=(3, 8, 20)).astype(np.float32)
    result = orthogonal(tf.constant(matrices), steps=5).numpy()
    for matrix, found in zip(matrices, result, strict=True):
        u, _, vt = np.linalg.svd(matrix, full_matrices=False)
        seen = u.T @ found @ vt.T
        assert np.abs(seen - np.diag(np.diag(seen))).max() < 1e-4
        assert 0.6 < np.diag(seen).min() <= np.diag(seen).max() < 1.3


@pytest.mark.parametrize("blocks", [1, 3, 4])
@pytest.mark.parametrize("rows", [4, 16])
def test_each_gate_is_made_orthogonal_as_keras_does_one_matrix(rows: int, blocks: int) -> None:
    """The update of a kernel's gate is Keras's update of that gate alone, for tall and wide blocks."""
    kernel = np.random.default_rng(rows).normal(size=(rows, blocks * 8)).astype(np.float32)
    whole = Muon(blocks=blocks).zeropower_via_newtonschulz5(tf.constant(kernel), 5).numpy()
    for gate in range(blocks):
        columns = slice(8 * gate, 8 * gate + 8)
        alone = keras.optimizers.Muon().zeropower_via_newtonschulz5(tf.constant(kernel[:, columns]), 5)
        np.testing.assert_allclose(whole[:, columns], alone, atol=1e-4)


@pytest.mark.parametrize("cell", CELLS)
def test_only_the_recurrent_kernels_take_muon(cell: str) -> None:
    """Adam's second moments exist for embedding, biases (a GRU's is a matrix), peepholes and the dense
    layer, and for nothing else; the kernels are cut into as many blocks as the cell has."""
    settings = TrainSettings(units=4, embedding=3, layers=3, cell=cell)
    model = network.build(12, settings)
    optimizer = step.optimizer(settings, model)
    with_muon = [
        v.path
        for v, second in zip(model.trainable_variables, optimizer.adam_velocities, strict=True)
        if second is None
    ]
    assert len(with_muon) == 6
    assert all(path.startswith(f"{cell}_") and path.endswith("kernel") for path in with_muon)
    assert optimizer.blocks == len(CELLS[cell].blocks)


def test_bfloat16_products_change_the_update_little() -> None:
    """bfloat16 operands turn the update of a 64×256 kernel by less than 2 %."""
    kernel = tf.constant(np.random.default_rng(0).normal(size=(4, 64, 64)).astype(np.float32))
    exact, rough = orthogonal(kernel, 5).numpy(), orthogonal(kernel, 5, tf.bfloat16).numpy()
    cosine = (exact * rough).sum() / np.linalg.norm(exact) / np.linalg.norm(rough)
    assert cosine > 0.98
