"""What some tweets cost the network, and the gradient of that cost for every weight, without a framework.

Backpropagation through time (Werbos 1990) over whole tweets from the zero state. The loop carries only the
recurrent product; the gradients of kernels are single products over all positions.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Int

from pipeline.network.backward.slopes import BACK, SLOPES
from pipeline.network.cells import CELLS, Blocks
from pipeline.network.trace import LayerRun, forward, inputs
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.text.vocabulary import EOS

Array = np.ndarray


def cost_and_gradient(
    weights: NetworkWeights, ids: Sequence[Int[Array, " length"]]
) -> tuple[Float[Array, " characters+tweets"], NetworkWeights]:
    """The bits of each character and EOS, and the gradient of the mean cost in nats.

    Args:
        ids: of each tweet, without BOS; at least one tweet.

    Returns:
        Bits, tweets end to end, each with its end; the gradient in the shape of the weights.
    """
    padded = inputs(ids)
    real = np.arange(len(padded))[:, None] <= np.array([len(row) for row in ids])
    runs = forward(weights, padded)
    hidden = runs[-1].hidden[real]
    targets = np.full(padded.shape, EOS)
    targets[:-1] = np.where(real[1:], padded[1:], EOS)
    logits = hidden @ weights.dense + weights.dense_bias
    bits, d_logits = _softmax(logits, targets[real])
    d_logits /= len(bits)
    d_hidden = np.zeros_like(runs[-1].hidden)
    d_hidden[real] = d_logits @ weights.dense.T
    layers: list[LayerWeights] = []
    for number in range(len(runs) - 1, -1, -1):
        below = runs[number - 1].hidden if number else weights.embedding[padded]
        d_hidden, layer = _layer(weights.layers[number], runs[number], below, d_hidden)
        layers.insert(0, layer)
    embedding = np.zeros_like(weights.embedding)
    np.add.at(embedding, padded, d_hidden)
    gradient = NetworkWeights(embedding, tuple(layers), hidden.T @ d_logits, d_logits.sum(axis=0))
    return _by_tweet(bits, real), gradient


def _softmax(logits: Array, targets: Array) -> tuple[Array, Array]:
    """Bits of each target, and the gradient of its nats for the logits (which are overwritten)."""
    rows = np.arange(len(targets))
    logits -= logits.max(axis=1, keepdims=True)
    right = logits[rows, targets]
    np.exp(logits, out=logits)
    total = logits.sum(axis=1)
    logits /= total[:, None]
    logits[rows, targets] -= 1
    return (np.log(total) - right) / np.log(2), logits


def _by_tweet(values: Array, real: Array) -> Array:
    """Values of the real positions, given time first, tweets end to end."""
    laid = np.empty(real.shape, values.dtype)
    laid[real] = values
    return laid.T[real.T]


def _layer(layer: LayerWeights, run: LayerRun, below: Array, d_hidden: Array) -> tuple[Array, LayerWeights]:
    """Gradients of a layer's inputs [T, B, inputs] and of its weights.

    Args:
        layer: its weights, not scaled.
        run: its forward pass.
        below: its inputs [T, B, inputs].
        d_hidden: gradients of its hidden states from above [T, B, units].
    """
    cell, before = CELLS[layer.cell], {n: _shifted(run.values[n]) for n in CELLS[layer.cell].states}
    d_input, d_recurrent = _through_time(layer, run, before, d_hidden)
    flat = [array.reshape(-1, array.shape[-1]) for array in (below, before["h"], d_input, d_recurrent)]
    bias = flat[2].sum(axis=0)
    if layer.bias.ndim == 2:
        bias = np.stack([bias, flat[3].sum(axis=0)])
    peephole = None
    if layer.peephole is not None:
        blocks = Blocks(**cell.split(d_input))
        seen = ((blocks.i, before["c"]), (blocks.f, before["c"]), (blocks.o, run.values["c"]))
        peephole = np.stack([(gradient * c).sum(axis=(0, 1)) for gradient, c in seen])
    gradient = LayerWeights(
        flat[0].T @ flat[2], flat[1].T @ flat[3], bias, layer.cell, layer.activations, peephole
    )
    return d_input @ layer.kernel.T, gradient


def _shifted(values: Array) -> Array:
    """The values one step before, 0 at the first."""
    return np.concatenate([np.zeros_like(values[:1]), values[:-1]])


def _through_time(
    layer: LayerWeights, run: LayerRun, before: dict[str, Array], d_hidden: Array
) -> tuple[Array, Array]:
    """Gradients of the input's and of the recurrent product [T, B, columns], by the loop backward."""
    cell, back, slope = CELLS[layer.cell], BACK[layer.cell], SLOPES[layer.activations]
    (steps, tweets, units), width = d_hidden.shape, layer.kernel.shape[1]
    d_input = np.empty((steps, tweets, width), d_hidden.dtype)
    d_recurrent = np.empty_like(d_input) if cell.apart else d_input
    signals = dict(run.values)
    if cell.apart:
        signals["u"] = before["h"] @ layer.recurrent[:, -units:] + layer.bias[1, -units:]
    zero = np.zeros(units, d_hidden.dtype)
    peephole = [zero] * 3 if layer.peephole is None else layer.peephole
    p = Blocks(**dict(zip("ifo", peephole, strict=True)))
    d = {name: np.zeros_like(d_hidden[0]) for name in cell.states}
    recurrent = np.ascontiguousarray(layer.recurrent.T)
    for t in range(steps - 1, -1, -1):
        v, was = ({name: array[t] for name, array in given.items()} for given in (signals, before))
        d["h"] = d["h"] + d_hidden[t]
        blocks, d = back(Blocks(**v), Blocks(**was), Blocks(**d), slope, p)
        np.concatenate([blocks[name] for name in cell.blocks], axis=1, out=d_input[t])
        if cell.apart:
            d_recurrent[t] = d_input[t]
            d_recurrent[t, :, -units:] = blocks["u"]
        d["h"] = d.get("h", 0) + d_recurrent[t] @ recurrent
    return d_input, d_recurrent
