"""The network as a pure function of its weights, for JAX to differentiate: every kind of cell, one scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp

from pipeline.core.settings import TrainSettings
from pipeline.network.cells import CELLS, Blocks, Cell
from pipeline.training.batches import IGNORE

Array = Any  # jax.Array, traced or real
WEIGHTS = 100  # masks of weights are numbered from here, those of outputs from 0
GATES: dict[str, Any] = {"standard": jax.nn.sigmoid, "hard": jax.nn.hard_sigmoid}
CONTENTS: dict[str, Any] = {"standard": jnp.tanh, "hard": jax.nn.hard_tanh}


class Traced:
    """`network.cells.Now` on JAX's arrays."""

    def __init__(self, activations: str, peephole: Array | None) -> None:
        self._gate, self.tanh = GATES[activations], CONTENTS[activations]
        self.p = Blocks(**({} if peephole is None else dict(zip("ifo", peephole, strict=True))))

    def gate(self, name: str, z: Array) -> Array:
        return self._gate(z)

    def content(self, name: str, z: Array) -> Array:
        return self.tanh(z)

    def state(self, name: str, value: Array) -> Array:
        return value


@dataclass(frozen=True)
class Masks:
    """The masks of one step of training, by the rules of `training.layers.masks` with draws of JAX's own.

    Attributes:
        settings: their rates and their seed.
        step: the number of the step.
        lanes: the number of each lane in the whole batch [lanes]: a lane draws the same on whichever process
            it is.
    """

    settings: TrainSettings
    step: Array
    lanes: Array

    def _key(self, what: int) -> Array:
        return jax.random.fold_in(jax.random.fold_in(jax.random.key(self.settings.seed), what), self.step)

    def outputs(self, x: Array, layer: int) -> Array:
        """The outputs [time, lanes, units] of a layer (from 0) after dropout, the same at every character."""
        if not self.settings.dropout:
            return x
        key, share = self._key(layer), 1 - self.settings.dropout

        def kept(lane: Array) -> Array:
            return jax.random.bernoulli(jax.random.fold_in(key, lane), share, x.shape[2:])

        return x * (jax.vmap(kept)(self.lanes) / share)

    def weights(self, kernel: Array, layer: int) -> Array:
        """The recurrent kernel of a layer (from 0), some weights of it set to zero."""
        if not self.settings.weight_drop:
            return kernel
        share = 1 - self.settings.weight_drop
        return kernel * (jax.random.bernoulli(self._key(WEIGHTS + layer), share, kernel.shape) / share)


def groups(
    weights: Sequence[Array], settings: TrainSettings
) -> tuple[Array, list[list[Array]], Array, Array]:
    """Embedding, the weights of each recurrent layer, dense kernel and bias, from Keras's flat order."""
    embedding, *inner, dense, dense_bias = weights
    size = len(inner) // settings.layers
    return embedding, [inner[k * size :][:size] for k in range(settings.layers)], dense, dense_bias


def logits(
    weights: Sequence[Array], ids: Array, settings: TrainSettings, masks: Masks | None = None
) -> tuple[Array, list[Array]]:
    """Logits [time, lanes, vocabulary] of ids [lanes, time], from the zero state.

    Args:
        weights: in the order of Keras's trainable variables.
        ids: int32.
        settings: the shape of the network.
        masks: of a step of training; None of scoring.

    Returns:
        The logits, and of each layer |c_t − c_{t−1}| added over its units [time, lanes] (h where the cell
        has no c).
    """
    embedding, layers, dense, dense_bias = groups(weights, settings)
    x, changes = embedding[ids.T], []
    for number, layer in enumerate(layers):
        kernel, recurrent, *others = layer
        recurrent = recurrent if masks is None else masks.weights(recurrent, number)
        x, change = _layer(x, (kernel, recurrent, *others), CELLS[settings.cell], settings.activations)
        changes.append(change)
        x = x if masks is None else masks.outputs(x, number)
    return x @ dense + dense_bias, changes


def _layer(x: Array, weights: Sequence[Array], cell: Cell, activations: str) -> tuple[Array, Array]:
    """Hidden states [time, lanes, units] from inputs [time, lanes, inputs], and the memory's changes."""
    kernel, recurrent, bias, *peephole = weights
    now = Traced(activations, peephole[0] if peephole else None)
    outer, inner = bias if cell.apart else (bias, 0.0)

    def step(was: dict[str, Array], product: Array) -> tuple[dict[str, Array], tuple[Array, Array]]:
        theirs, own = cell.split(product), cell.split(was["h"] @ recurrent + inner)
        z = {name: theirs[name] + own[name] for name in cell.blocks}
        if cell.apart:
            last = cell.blocks[-1]
            z[last], z["u"] = theirs[last], own[last]
        signals = cell.equations(Blocks(**z), Blocks(**was), now)
        named = dict(zip(cell.signals, signals, strict=True))
        after = {name: named[name] for name in cell.states}
        change = jnp.abs(after[cell.memory] - was[cell.memory]).sum(-1)
        return after, (after["h"], change)

    zero = jnp.zeros((x.shape[1], len(recurrent)), x.dtype)
    _, (hidden, change) = jax.lax.scan(step, dict.fromkeys(cell.states, zero), x @ kernel + outer)
    return hidden, change


def nats(scores: Array, targets: Array) -> Array:
    """−ln p of each target [lanes, time], 0 where it is padding; scores [time, lanes, vocabulary]."""
    counted = targets.T != IGNORE
    known = jnp.where(counted, targets.T, 0)[..., None]
    found = jnp.take_along_axis(jax.nn.log_softmax(scores), known, -1)[..., 0]
    return jnp.where(counted, -found, 0.0).T
