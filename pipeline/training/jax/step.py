"""One step and one score of a batch whose lanes are shared among devices, of one process or of several."""

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.sharding import Mesh, NamedSharding
from jax.sharding import PartitionSpec as P

from pipeline.core.settings import TrainSettings
from pipeline.text.vocabulary import EOS
from pipeline.training.batches import IGNORE, TrainingBatch
from pipeline.training.jax.network import Masks, logits, nats
from pipeline.training.jax.optimizer import State, applied

Array = Any
LANES = "lanes"  # the axis that devices share
ROUND = 16  # positions come in multiples of this: the step is compiled once for each number of them


def mesh() -> Mesh:
    """All devices of all processes, side by side."""
    return Mesh(np.array(jax.devices()), (LANES,))


def rounded(batch: TrainingBatch, devices: int) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and targets with padding up to whole shares of lanes and a multiple of ROUND positions."""
    lanes, time = batch.inputs.shape
    margin = ((0, -lanes % devices), (0, -time % ROUND))
    inputs = np.pad(batch.inputs, margin, constant_values=EOS)
    return inputs, np.pad(batch.targets, margin, constant_values=IGNORE)


def shared(array: np.ndarray, over: Mesh) -> Array:
    """An array [lanes, …] that every process has whole, as one of which each device holds its lanes."""
    sharding = NamedSharding(over, P(LANES))
    return jax.make_array_from_callback(array.shape, sharding, lambda place: array[place])


def training_step(
    settings: TrainSettings, paths: Sequence[str], over: Mesh
) -> Callable[[State, TrainingBatch, float], tuple[State, Array, Array]]:
    """A function: (state, batch, learning rate) → state, loss in nats per counted target, gradient norm."""
    specs = (P(), P(LANES), P(LANES), P(LANES), P(), P())

    def share(weights, inputs, targets, lanes, step, longest):  # type: ignore[no-untyped-def]
        """This device's part of the gradient and of the nats, added up over all devices."""

        def total(weights: list[Array]) -> tuple[Array, Array]:
            scores, changes = logits(weights, inputs, settings, Masks(settings, step, lanes))
            spent = nats(scores, targets).sum()
            # Positions that only the rounding added are not part of the cells' variation.
            inside = (jnp.arange(inputs.shape[1]) < longest)[:, None]
            changed = sum(jnp.where(inside, change, 0.0).sum() for change in changes)
            return spent + settings.cell_variation / settings.units * changed, spent

        (_, spent), gradients = jax.value_and_grad(total, has_aux=True)(weights)
        counted = (targets != IGNORE).sum()
        return jax.lax.psum((gradients, spent, counted), LANES)

    added = jax.shard_map(share, mesh=over, in_specs=specs, out_specs=P(), check_vma=False)
    gradient = jax.jit(added)

    @jax.jit
    def update(state: State, gradients: list[Array], spent: Array, counted: Array, rate: Array) -> Any:
        after, norm = applied(settings, paths, state, [g / counted for g in gradients], rate)
        return after, spent / counted, norm

    def step(state: State, batch: TrainingBatch, rate: float) -> tuple[State, Array, Array]:
        inputs, targets = rounded(batch, over.size)
        parts = [shared(array, over) for array in (inputs, targets, np.arange(len(inputs), dtype=np.int32))]
        found = gradient(state.weights, *parts, state.step, np.int32(batch.inputs.shape[1]))
        after, loss, norm = update(state, *found, np.float32(rate))
        return after, loss, norm

    return step


def scorer(settings: TrainSettings, over: Mesh) -> Callable[[list[Array], TrainingBatch], np.ndarray]:
    """A function: (weights, batch) → bits of each target [lanes, time], 0 where it is padding."""

    def share(weights: list[Array], inputs: Array, targets: Array) -> Array:
        found = nats(logits(weights, inputs, settings)[0], targets)
        return jax.lax.all_gather(found, LANES, tiled=True)

    specs = (P(), P(LANES), P(LANES))
    gathered = jax.jit(jax.shard_map(share, mesh=over, in_specs=specs, out_specs=P(), check_vma=False))

    def score(weights: list[Array], batch: TrainingBatch) -> np.ndarray:
        parts = [shared(array, over) for array in rounded(batch, over.size)]
        lanes, time = batch.inputs.shape
        return np.asarray(gathered(weights, *parts))[:lanes, :time] / np.log(2)

    return score
