"""Muon and AdamW on JAX take the steps of Keras's optimizers, number for number."""

import numpy as np
import pytest

from pipeline.core.settings import TrainSettings

jax = pytest.importorskip("jax", reason="JAX is not installed")
from pipeline.training import model as network  # noqa: E402
from pipeline.training import step  # noqa: E402
from pipeline.training.jax.optimizer import State, applied, by_muon  # noqa: E402

SHAPE = {"units": 6, "embedding": 4, "layers": 1, "weight_decay": 0.1, "clip_norm": 0.5, "beta_2": 0.98,
         "precision": "float32"}  # fmt: skip


@pytest.mark.parametrize("settings", [
    TrainSettings(**SHAPE), TrainSettings(**SHAPE, optimizer="adamw"), TrainSettings(**SHAPE, cell="gru"),
], ids=["muon", "adamw", "gru"])  # fmt: skip
def test_three_steps_equal_those_of_keras(settings: TrainSettings) -> None:
    """The same gradients, clipped, give the same weights; the norm is the one before clipping."""
    import tensorflow as tf

    model = network.build(7, settings)
    theirs = step.optimizer(settings, model)
    variables, random = model.trainable_variables, np.random.default_rng(0)
    paths = [variable.path for variable in variables]
    weights = [variable.numpy() for variable in variables]
    zeros = [np.zeros_like(one) for one in weights]
    state = State(np.int32(0), weights, zeros, zeros, [])
    for rate in (0.01, 0.02, 0.005):
        gradients = [random.normal(size=one.shape).astype(np.float32) for one in weights]
        theirs.learning_rate.assign(rate)
        theirs.apply(tf.clip_by_global_norm(gradients, settings.clip_norm)[0], variables)
        state, norm = applied(settings, paths, state, gradients, np.float32(rate))
        assert norm == pytest.approx(np.sqrt(sum((g**2).sum() for g in gradients)), rel=1e-5)
    for path, ours, variable in zip(paths, state.weights, variables, strict=True):
        np.testing.assert_allclose(ours, variable.numpy(), atol=3e-6, err_msg=path)


def test_muon_has_the_recurrent_matrices_alone() -> None:
    """Embedding, biases, peepholes and the dense layer are Adam's."""
    paths = ["embedding/embeddings", "lstm_1/lstm_cell/kernel", "lstm_1/lstm_cell/recurrent_kernel",
             "lstm_1/lstm_cell/bias", "lstm_1/cell/peephole", "dense/kernel", "dense/bias"]  # fmt: skip
    assert [path for path in paths if by_muon(TrainSettings(), path)] == paths[1:3]
    assert not any(by_muon(TrainSettings(optimizer="adamw"), path) for path in paths)
