"""Every signal of every unit at every position, by a forward pass in plain numpy.

The value at position t is the one after reading input t; position 0 reads BOS.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from jaxtyping import Float, Int

from pipeline.network.cells import CELLS, Blocks, Cell
from pipeline.network.computed import Computed, at_once, driven, scaled
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.text.vocabulary import BOS

Array = np.ndarray
Trace = list[dict[str, Array]]
States = Mapping[str, Float[Array, "B units"]]  # of one layer

ROWS = 4096  # positions in a piece: what is made of them stays in the cache, and products are large enough


@dataclass(frozen=True)
class LayerRun:
    """One layer over a batch, time first.

    Attributes:
        layer: its weights, scaled (`computed.scaled`).
        preactivation: what the signals of the cell's blocks are the activations of (of a standard cell's
            gates half of it): as monotone as they are, and free of their saturation.
        blocks: those signals.
        values: every signal, in the order of addresses; views of `blocks` where they are there.
        share: computes again what the input alone gives of the pre-activations.
        before: the states before the first step.
    """

    layer: LayerWeights
    preactivation: Float[Array, "T B columns"]
    blocks: Float[Array, "T B columns"]
    values: Mapping[str, Float[Array, "T B units"]]
    share: Callable[[], Float[Array, "T B columns"]]
    before: States

    @property
    def after(self) -> States:
        """The states after the last step, a copy."""
        return {name: self.values[name][-1].copy() for name in self.cell.states}

    @property
    def cell(self) -> Cell:
        return CELLS[self.layer.cell]

    @property
    def hidden(self) -> Float[Array, "T B units"]:
        return self.values["h"]

    def signals(self) -> dict[str, Float[Array, "B T units"]]:
        """The signals, tweet first (views)."""
        return {name: value.transpose(1, 0, 2) for name, value in self.values.items()}


def inputs(ids: Sequence[Int[Array, " length"]]) -> Int[Array, "T B"]:
    """BOS and the characters of each tweet, time first, padded with BOS: T = 1 + longest."""
    longest = max((len(one) for one in ids), default=0)
    padded = np.full((1 + longest, len(ids)), BOS, dtype=np.int32)
    for column, one in enumerate(ids):
        padded[1 : 1 + len(one), column] = one
    return padded


def forward(
    weights: NetworkWeights, padded: Int[Array, "T B"], states: Sequence[States] | None = None
) -> list[LayerRun]:
    """The layers' runs over inputs, from the zero state or from given states of each layer.

    Products with the input are taken outside the loop: layer 1's from a table with a row a character.
    """
    runs: list[LayerRun] = []
    for number, layer in enumerate(map(scaled, weights.layers)):
        share = partial(shared, weights, layer, padded, runs[-1].hidden if runs else None)
        runs.append(_recur(layer, share, states[number] if states else None))
    return runs


def pieces(
    weights: NetworkWeights, padded: Int[Array, "T B"], rows: int = ROWS
) -> Iterator[tuple[slice, list[LayerRun]]]:
    """The same some steps at a time, with about `rows` positions each: (which steps, their runs).

    A third less time than all steps at once (two layers of 256 units, 64 tweets): what a step makes is still
    in the cache when it is read.
    """
    steps, states = max(1, rows // max(1, padded.shape[1])), None
    for start in range(0, len(padded), steps):
        part = slice(start, min(start + steps, len(padded)))
        runs = forward(weights, padded[part], states)
        states = [run.after for run in runs]
        yield part, runs


def shared(
    weights: NetworkWeights,
    layer: LayerWeights,
    padded: Int[Array, "T B"],
    below: Float[Array, "T B inputs"] | None,
) -> Float[Array, "T B columns"]:
    """What the input alone gives of a layer's pre-activations; layer 1 has no hidden states below."""
    return driven(layer, weights.embedding)[padded] if below is None else driven(layer, below)


def _recur(
    layer: LayerWeights, share: Callable[[], Float[Array, "T B columns"]], before: States | None
) -> LayerRun:
    """The loop over time; the input's share becomes the pre-activations, in place. Without states before it
    the loop begins at zero."""
    cell, (_, bias), x = CELLS[layer.cell], layer.biases, share()
    steps, batch, width = x.shape
    blocks, product = np.empty_like(x), np.zeros_like(x[0])
    others = {n: np.empty((steps, batch, layer.units), x.dtype) for n in cell.signals if n not in cell.blocks}
    values = {**cell.split(blocks), **others}
    added = slice(0, width - layer.units if cell.apart else width)
    first = before or {name: np.zeros((batch, layer.units), x.dtype) for name in cell.states}
    was = first
    activate, now, z = at_once(layer), Computed(layer), Blocks(**cell.split(product))
    for t in range(steps):
        if t or before:
            np.matmul(was["h"], layer.recurrent, out=product)
        if bias is not None:
            product += bias
        x[t][:, added] += product[:, added]
        now.out = {name: value[t] for name, value in values.items()}
        if activate:
            activate(x[t], blocks[t])
            now.ready = now.out
        else:
            now.keep = cell.split(x[t])
            z = Blocks(**now.keep, u=product[:, added.stop :])
        cell.equations(z, Blocks(**was), now)
        was = {name: now.out[name] for name in cell.states}
    return LayerRun(layer, x, blocks, {name: values[name] for name in cell.signals}, share, first)


def trace(weights: NetworkWeights, ids: Sequence[Int[Array, " length"]]) -> Trace:
    """The signals of some tweets, each from the zero state.

    Args:
        weights: the network.
        ids: the characters of each tweet, without BOS and EOS.

    Returns:
        For each layer, signal → [B, T, units] with T = 1 + longest; position 0 is BOS. What lies beyond a
        tweet's end is padding.
    """
    return [run.signals() for run in forward(weights, inputs(ids))]
