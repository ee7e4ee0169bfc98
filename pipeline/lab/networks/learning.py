"""Networks of one shape that learn the same strings side by side, each from its own seed.

All arrays have a leading axis of networks, so that one compiled step trains them all: a network of ten units
is far too small to keep a core busy alone. The recipe: Adam at a high rate with warm-up and a cosine, and
Gaussian noise on every weight at every step, which is what makes such networks go beyond what they have seen.
"""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import tensorflow as tf
from jaxtyping import Float

from pipeline.core.screen import Advance
from pipeline.lab.networks.shapes import Recipe, Shape
from pipeline.lab.tasks.task import Strings
from pipeline.network.cells import CELLS, Blocks
from pipeline.network.weights import LayerWeights, NetworkWeights

Array = np.ndarray
Weights = dict[str, tf.Tensor]  # name → [networks, …]

OPEN = 30.0  # the bias of a gate that is always open: σ of it is 1 in float32
CHUNK = 50  # steps in one call of the compiled loop
BACK = "back/"  # before the names of the weights of a network that reads from the end
APART = 10_000  # between the seeds of the two networks of a pair


class _Graph:
    """`cells.Now` in TensorFlow, for arrays [networks, rows, units]."""

    def __init__(self, shape: Shape, peephole: tf.Tensor | None) -> None:
        hard = shape.activations == "hard"
        self.sigma = _hard_sigmoid if hard else tf.sigmoid
        self.tanh = _hard_tanh if hard else tf.tanh
        self.open = shape.open_gates
        vectors = [] if peephole is None else [peephole[:, None, k] for k in range(3)]
        self.p = SimpleNamespace(**dict(zip("ifo", vectors, strict=False)))

    def gate(self, name: str, z: tf.Tensor) -> tf.Tensor:
        return tf.ones_like(z) if name in self.open else self.sigma(z)

    def content(self, name: str, z: tf.Tensor) -> tf.Tensor:
        return self.tanh(z)

    def state(self, name: str, value: tf.Tensor) -> tf.Tensor:
        return value


def _hard_sigmoid(z: tf.Tensor) -> tf.Tensor:
    return tf.clip_by_value((z + 3) / 6, 0, 1)


def _hard_tanh(z: tf.Tensor) -> tf.Tensor:
    return tf.clip_by_value(z, -1, 1)


def initial(shape: Shape, seed: int) -> dict[str, Array]:
    """One network before training, as Keras starts one: Glorot, orthogonal, forget bias 1."""
    random = np.random.default_rng(seed)
    cell = CELLS[shape.cell]
    columns, found = len(cell.blocks) * shape.units, {}
    for layer in range(shape.layers):
        inputs = shape.units if layer else shape.vocabulary
        bias = np.zeros((2, columns) if cell.apart else columns)
        if "f" in cell.blocks:
            start = cell.blocks.index("f") * shape.units
            bias[start : start + shape.units] = 1
        found[f"kernel{layer}"] = _glorot(random, inputs, columns)
        found[f"recurrent{layer}"] = np.linalg.qr(random.normal(size=(columns, shape.units)))[0].T
        found[f"bias{layer}"] = bias
        if shape.cell == "peephole":
            found[f"peephole{layer}"] = np.zeros((3, shape.units))
    found["dense"] = _glorot(random, shape.units, shape.vocabulary)
    found["dense_bias"] = np.zeros(shape.vocabulary)
    return {name: value.astype(np.float32) for name, value in found.items()}


def _glorot(random: np.random.Generator, inputs: int, outputs: int) -> Array:
    return random.uniform(-1, 1, (inputs, outputs)) * np.sqrt(6 / (inputs + outputs))


def _layer(
    shape: Shape, weights: Weights, layer: int, x: Float[tf.Tensor, "T networks rows columns"]
) -> Float[tf.Tensor, "T networks rows units"]:
    """The hidden states of one layer; `x` is the input's share of the pre-activations."""
    cell, steps = CELLS[shape.cell], x.shape[0]
    now = _Graph(shape, weights.get(f"peephole{layer}"))
    recurrent, bias = weights[f"recurrent{layer}"], weights[f"bias{layer}"]
    zero = tf.zeros((*x.shape[1:3], shape.units))

    def step(t: tf.Tensor, was: list[tf.Tensor], told: tf.TensorArray) -> tuple[object, ...]:
        states = dict(zip(cell.states, was, strict=True))
        product = states["h"] @ recurrent
        if cell.apart:
            product += bias[:, 1][:, None]
        inner = cell.split(x[t])
        outer = cell.split(product)
        z = {name: inner[name] + outer[name] for name in cell.blocks}
        if cell.apart:
            last = cell.blocks[-1]
            z |= {last: inner[last], "u": outer[last]}
        signals = dict(zip(cell.signals, cell.equations(Blocks(**z), Blocks(**states), now), strict=True))
        return t + 1, [signals[name] for name in cell.states], told.write(t, signals["h"])

    told = tf.TensorArray(tf.float32, steps, element_shape=zero.shape)
    start = (tf.constant(0), [zero] * len(cell.states), told)
    return tf.while_loop(lambda t, *_: t < steps, step, start, maximum_iterations=steps)[2].stack()


def logits(shape: Shape, weights: Weights, read: tf.Tensor) -> Float[tf.Tensor, "T networks rows vocabulary"]:
    """What each network expects next, over strings [rows, T]."""
    hidden = None
    for layer in range(shape.layers):
        bias = weights[f"bias{layer}"]
        bias = (bias[:, 0] if CELLS[shape.cell].apart else bias)[:, None]
        if hidden is None:
            x = tf.gather(weights["kernel0"], tf.transpose(read), axis=1) + bias[:, None]
            x = tf.transpose(x, (1, 0, 2, 3))
        else:
            x = _times(hidden, weights[f"kernel{layer}"]) + bias
        hidden = _layer(shape, weights, layer, x)
    return _times(hidden, weights["dense"]) + weights["dense_bias"][:, None]


def _times(x: tf.Tensor, kernel: tf.Tensor) -> Float[tf.Tensor, "T networks rows outputs"]:
    """x [T, networks, rows, inputs] times each network's kernel [networks, inputs, outputs].

    For one network TensorFlow 2.21 with oneDNN writes past the result of the broadcast product.
    """
    return tf.tensordot(x, kernel[0], 1) if kernel.shape[0] == 1 else x @ kernel


def both_ways(
    shape: Shape, weights: Weights, read: tf.Tensor
) -> Float[tf.Tensor, "T networks rows vocabulary"]:
    """The logits of each network, or of each pair: then those of one that reads from the end are added.

    A pair is a bidirectional layer (Schuster and Paliwal 1997), its dense layer written as two.
    """
    told = logits(shape, weights, read)
    back = {name.removeprefix(BACK): value for name, value in weights.items() if name.startswith(BACK)}
    return told + tf.reverse(logits(shape, back, tf.reverse(read, [1])), [0]) if back else told


def mean_losses(
    shape: Shape, weights: Weights, strings: Mapping[str, tf.Tensor]
) -> Float[tf.Tensor, " networks"]:
    """Nats per character and EOS of each network."""
    told = both_ways(shape, weights, strings["read"])
    wanted = tf.broadcast_to(tf.transpose(strings["next"])[:, None], told.shape[:-1])
    nats = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=wanted, logits=told)
    real = tf.transpose(strings["real"])[:, None]
    return tf.reduce_sum(nats * real, (0, 2)) / tf.reduce_sum(real)


def _norms(gradients: Mapping[str, tf.Tensor]) -> Float[tf.Tensor, " networks"]:
    squares = [tf.reduce_sum(g * g, range(1, len(g.shape))) for g in gradients.values()]
    return tf.sqrt(tf.add_n(squares))


def _along(per_network: tf.Tensor, like: tf.Tensor) -> tf.Tensor:
    return tf.reshape(per_network, (-1, *[1] * (len(like.shape) - 1)))


def adam(
    w: Weights, m: Weights, v: Weights, gradients: Weights, time: tf.Tensor, rate: tf.Tensor, clip: float
) -> tuple[Weights, Weights, Weights]:
    """One step of Adam (Kingma and Ba 2015), each network's gradient cut to a norm of `clip`.

    Args:
        w, m, v: the weights, and the running means of the gradient and of its square.
        time: steps before this one.
        rate: of all networks or of each.
    """
    shrink = tf.minimum(1.0, clip / (_norms(gradients) + 1e-12))
    gradients = {name: g * _along(shrink, g) for name, g in gradients.items()}
    m = {name: 0.9 * m[name] + 0.1 * g for name, g in gradients.items()}
    v = {name: 0.999 * v[name] + 0.001 * g * g for name, g in gradients.items()}
    one, two = 1 - 0.9 ** (time + 1), 1 - 0.999 ** (time + 1)
    w = {n: w[n] - _along(rate, w[n]) * (m[n] / one) / (tf.sqrt(v[n] / two) + 1e-8) for n in w}
    return w, m, v


def _rate(recipe: Recipe, step: tf.Tensor) -> Float[tf.Tensor, " rates"]:
    """Linear warm-up, then a cosine."""
    peak = tf.constant(np.atleast_1d(recipe.rate).astype(np.float32))
    cosine = 0.5 * (1 + tf.cos(np.pi * step / recipe.steps))
    return peak * tf.minimum(1.0, (step + 1) / recipe.warmup) * (recipe.final + (1 - recipe.final) * cosine)


def _compiled(
    shape: Shape, recipe: Recipe, strings: Mapping[str, tf.Tensor], seed: int
) -> Callable[..., Any]:
    """CHUNK steps as one compiled function of (first step, state)."""
    rows = strings["read"].shape[0]

    def batch(step: tf.Tensor) -> Mapping[str, tf.Tensor]:
        if not recipe.batch:
            return strings
        drawn = tf.random.stateless_uniform((recipe.batch,), (step, seed), 0, rows, tf.int32)
        return {name: tf.gather(value, drawn) for name, value in strings.items()}

    def one(
        step: tf.Tensor, w: Weights, m: Weights, v: Weights
    ) -> tuple[tf.Tensor, Weights, Weights, Weights]:
        noisy = w
        if recipe.noise:
            noisy = {
                name: value + recipe.noise * tf.random.stateless_normal(value.shape, (step, seed + 1 + k))
                for k, (name, value) in enumerate(w.items())
            }
        with tf.GradientTape() as tape:
            tape.watch(noisy)
            losses = mean_losses(shape, noisy, batch(step))
            total = tf.reduce_sum(losses)
        gradients = tape.gradient(total, noisy)
        time = tf.cast(step, tf.float32)
        return losses, *adam(w, m, v, gradients, time, _rate(recipe, time), recipe.clip)

    @tf.function(jit_compile=True)
    def chunk(first: tf.Tensor, w: Weights, m: Weights, v: Weights) -> Any:
        losses = tf.zeros(next(iter(w.values())).shape[:1])
        body = lambda step, _, w, m, v: (step + 1, *one(step, w, m, v))  # noqa: E731
        return tf.while_loop(lambda step, *_: step < first + CHUNK, body, (first, losses, w, m, v))[1:]

    return chunk


def learn(
    shape: Shape,
    recipe: Recipe,
    strings: Strings,
    seeds: Sequence[int],
    pairs: bool = False,
    advance: Advance | None = None,
) -> tuple[list[NetworkWeights], Float[Array, "chunks networks"]]:
    """Train one network for each seed.

    Args:
        pairs: for each seed a second network reads from the end, and their logits are added.

    Returns:
        the networks (of pairs first all that read from the start, then all others), and their losses (nats
        per character, noise on) every CHUNK steps.
    """
    starts = [_start(shape, seed, pairs) for seed in seeds]
    w = {name: tf.constant(np.stack([start[name] for start in starts])) for name in starts[0]}
    m, v = ({name: tf.zeros_like(value) for name, value in w.items()} for _ in range(2))
    laid = {
        "read": tf.constant(strings.read),
        "next": tf.constant(strings.next),
        "real": tf.constant(strings.real.astype(np.float32)),
    }
    chunk, curve = _compiled(shape, recipe, laid, seeds[0]), []
    for first in range(0, recipe.steps, CHUNK):
        losses, w, m, v = chunk(tf.constant(first), w, m, v)
        curve.append(losses.numpy())
        if advance is not None:
            advance(CHUNK, f"loss {curve[-1].mean():.3f}")
    ends = ("", BACK) if pairs else ("",)
    learned = [_of(w, back) for back in ends]
    found = [network(shape, {n: v[k] for n, v in one.items()}) for one in learned for k in range(len(seeds))]
    return found, np.stack(curve)


def _of(weights: Weights, back: str) -> dict[str, Array]:
    """The arrays of the networks that read from the start, or (`BACK`) from the end."""
    own = {name: value for name, value in weights.items() if name.startswith(BACK) == bool(back)}
    return {name.removeprefix(back): value.numpy() for name, value in own.items()}


def _start(shape: Shape, seed: int, pair: bool) -> dict[str, Array]:
    back = initial(shape, seed + APART) if pair else {}
    return initial(shape, seed) | {f"{BACK}{name}": value for name, value in back.items()}


def network(shape: Shape, weights: Mapping[str, Array]) -> NetworkWeights:
    """The arrays of one network as every room reads it. A gate held open has no weights and a high bias."""
    layers = []
    for layer in range(shape.layers):
        kernel, recurrent, bias = (weights[f"{n}{layer}"].copy() for n in ("kernel", "recurrent", "bias"))
        blocks = [CELLS[shape.cell].split(part) for part in (kernel, recurrent, bias)]
        for gate in shape.open_gates:
            for block, value in zip(blocks, (0, 0, OPEN), strict=True):
                block[gate][...] = value
        peephole = weights.get(f"peephole{layer}")
        layers.append(LayerWeights(kernel, recurrent, bias, shape.cell, shape.activations, peephole))
    embedding = np.eye(shape.vocabulary, dtype=np.float32)
    return NetworkWeights(embedding, tuple(layers), weights["dense"], weights["dense_bias"])
