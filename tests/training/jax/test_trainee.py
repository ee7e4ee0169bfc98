"""Training on JAX is the training on TensorFlow: the same start, the same losses, the same weights file."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace
from pipeline.network.weights import read_weights

pytest.importorskip("jax", reason="JAX is not installed")
from pipeline.training import trainee as tensorflow
from pipeline.training.jax import trainee as jax_trainee
from pipeline.training.model import save_weights
from pipeline.training.sources import Tweets, load_parts
from pipeline.training.stage import learning_rate

STEPS = 100


def _losses(
    source: Tweets, trainee: tensorflow.Learner, settings: TrainSettings, first: int = 0
) -> list[float]:
    """Losses in nats per target of the steps from `first` up to STEPS."""
    batches, found = source.from_step(first), []
    for at in range(first, STEPS):
        trainee.rate = learning_rate(settings, at, at / STEPS)
        found.append(float(source.run(next(batches))[0]))
    return found


def test_a_hundred_losses_equal_those_of_tensorflow_and_go_on_to_the_bit(
    tmp_path: Path, short_corpus: Callable[[Path], Workspace], small: TrainSettings
) -> None:
    """To 1e-4 nats, with Muon, Adam, clipping, warm-up, decay, averages and cell variation; scores as well.

    What a checkpoint holds goes on in a fresh network to the very bit.
    """
    vocabulary, parts = load_parts(short_corpus(tmp_path / "data" / "short"))
    theirs, ours = (room.build(vocabulary.size, small.model_copy(update={"backend": name}))
                    for room, name in ((tensorflow, "tensorflow"), (jax_trainee, "jax")))  # fmt: skip
    sources = [Tweets(one, small, parts) for one in (theirs, ours)]
    expected, found = (_losses(s, t, small) for s, t in zip(sources, (theirs, ours), strict=True))
    assert np.abs(np.subtract(found, expected)).max() < 1e-4
    assert np.mean(found[-10:]) < np.mean(found[:10])
    for one in (theirs, ours):
        one.swap()
    assert sources[1].validate() == pytest.approx(sources[0].validate(), abs=1e-4)
    for one in (theirs, ours):
        one.swap()
    for a, b in zip(ours.weights(), theirs.weights(), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-3)

    kept = ours.arrays()
    ours.assign([0 * one for one in ours.weights()])
    again = jax_trainee.build(vocabulary.size, small)
    again.restore(kept)
    ours.restore(kept)
    late = _losses(Tweets(again, small, parts), again, small, STEPS - 5)
    assert late == _losses(sources[1], ours, small, STEPS - 5)
    assert all(np.array_equal(a, b) for a, b in zip(ours.weights(), again.weights(), strict=True))

    save_weights(ours.keras(), tmp_path / "model.weights.h5")
    read = read_weights(tmp_path / "model.weights.h5")
    assert np.array_equal(read.embedding, ours.weights()[0])
    assert np.array_equal(read.layers[1].recurrent, ours.weights()[5])
    assert np.array_equal(read.dense_bias, ours.weights()[-1])
