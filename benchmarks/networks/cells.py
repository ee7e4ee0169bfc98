"""Do our cells agree with those of JAX and Equinox, on random weights? To 1e-5, every state at every step.

    python benchmarks/networks/cells.py

It needs `jax` and `equinox` beside the project; they are not among the pinned. LSTM and GRU are Equinox's own
cells; the plain RNN, the peephole LSTM (Gers and Schmidhuber 2000) and coupled gates (Greff et al. 2017) are
written here from their papers, in JAX.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from pipeline.network.cells import CELLS
from pipeline.network.trace import trace
from pipeline.network.weights import LayerWeights, NetworkWeights

RESULTS = Path(__file__).resolve().parents[1] / "results" / "cells.json"
INPUTS, UNITS, ROWS, STEPS = 7, 16, 5, 60
TOLERANCE = 1e-5


def network(cell: str, random: np.random.Generator) -> NetworkWeights:
    """One layer with random weights; the embedding is drawn too."""

    def draw(*shape: int) -> np.ndarray:
        return (random.normal(size=shape) / np.sqrt(UNITS)).astype(np.float32)

    columns = len(CELLS[cell].blocks) * UNITS
    bias = draw(2, columns) if CELLS[cell].apart else draw(columns)
    peephole = draw(3, UNITS) if cell == "peephole" else None
    # A stronger recurrence would be chaotic: it would blow up rounding, and say nothing of the equations.
    recurrent = 0.8 * draw(UNITS, columns)
    layer = LayerWeights(3 * draw(INPUTS, columns), recurrent, bias, cell, "standard", peephole)
    return NetworkWeights(draw(9, INPUTS), (layer,), draw(UNITS, 9), draw(9))


def lstm(layer: LayerWeights) -> Callable[[Any, Any], Any]:
    """Equinox's LSTM: its gates come in our order."""
    cell = eqx.nn.LSTMCell(INPUTS, UNITS, key=jax.random.key(0))
    where = lambda c: (c.weight_ih, c.weight_hh, c.bias)  # noqa: E731
    cell = eqx.tree_at(where, cell, (layer.kernel.T, layer.recurrent.T, layer.bias))
    return lambda state, x: cell(x, state)


def gru(layer: LayerWeights) -> Callable[[Any, Any], Any]:
    """Equinox's GRU: reset, update, new; it adds one bias outside the reset gate and one inside."""
    cell = eqx.nn.GRUCell(INPUTS, UNITS, key=jax.random.key(0))
    order = np.concatenate([np.arange(UNITS, 2 * UNITS), np.arange(UNITS), np.arange(2 * UNITS, 3 * UNITS)])
    outer, inner = layer.bias[:, order]
    bias = np.concatenate([(outer + inner)[: 2 * UNITS], outer[2 * UNITS :]])
    parts = layer.kernel.T[order], layer.recurrent.T[order], bias, inner[2 * UNITS :]
    cell = eqx.tree_at(lambda c: (c.weight_ih, c.weight_hh, c.bias, c.bias_n), cell, parts)
    return lambda state, x: (cell(x, state[0]),)


def rnn(layer: LayerWeights) -> Callable[[Any, Any], Any]:
    """h = tanh(Wx + Uh + b)."""
    return lambda state, x: (jnp.tanh(x @ layer.kernel + state[0] @ layer.recurrent + layer.bias),)


def peephole(layer: LayerWeights) -> Callable[[Any, Any], Any]:
    """Gates see the cell state: input and forget gate the old one, the output gate the new one."""
    assert layer.peephole is not None
    p_i, p_f, p_o = layer.peephole

    def step(state: Any, x: Any) -> Any:
        h, c = state
        i, f, g, o = jnp.split(x @ layer.kernel + h @ layer.recurrent + layer.bias, 4)
        c = jax.nn.sigmoid(f + p_f * c) * c + jax.nn.sigmoid(i + p_i * c) * jnp.tanh(g)
        return jax.nn.sigmoid(o + p_o * c) * jnp.tanh(c), c

    return step


def coupled(layer: LayerWeights) -> Callable[[Any, Any], Any]:
    """What is not forgotten is not taken in: i = 1 − f."""

    def step(state: Any, x: Any) -> Any:
        h, c = state
        f, g, o = jnp.split(x @ layer.kernel + h @ layer.recurrent + layer.bias, 3)
        f = jax.nn.sigmoid(f)
        c = f * c + (1 - f) * jnp.tanh(g)
        return jax.nn.sigmoid(o) * jnp.tanh(c), c

    return step


MADE = {"lstm": lstm, "gru": gru, "rnn": rnn, "peephole": peephole, "coupled": coupled}


def difference(cell: str) -> float:
    """The greatest difference of a hidden or cell state over all rows and steps."""
    random = np.random.default_rng(0)
    weights = network(cell, random)
    ids = random.integers(3, 9, (ROWS, STEPS)).astype(np.int32)
    ours = trace(weights, list(ids))[0]
    step, states = MADE[cell](weights.layers[0]), "hc" if "c" in CELLS[cell].states else "h"
    read = np.concatenate([np.zeros((ROWS, 1), np.int32), ids], axis=1)  # BOS first

    def run(row: Any) -> Any:
        start = tuple(jnp.zeros(UNITS) for _ in states)

        def one(state: Any, x: Any) -> Any:
            after = step(state, x)
            return after, after

        return jax.lax.scan(one, start, row)[1]

    theirs = jax.vmap(run)(jnp.asarray(weights.embedding[read]))
    return max(float(np.abs(ours[name] - theirs[k]).max()) for k, name in enumerate(states))


def main() -> None:
    """Compare all cells; fail where one differs."""
    found = {cell: difference(cell) for cell in MADE}
    report = {"jax": jax.__version__, "equinox": eqx.__version__, "steps": STEPS, "difference": found}
    RESULTS.write_text(json.dumps(report, indent=1) + "\n")
    print(json.dumps(report, indent=1))
    if wrong := [cell for cell, value in found.items() if not value <= TOLERANCE]:
        raise SystemExit(f"these differ by more than {TOLERANCE:g}: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
