"""PyTorch's state dict, by the equations that its manual gives."""

from pathlib import Path

import numpy as np
import pytest
from exchanged import IDS, LETTERS, Array, log_softmax, ours
from safetensors.numpy import save_file

from pipeline.core.errors import UserError
from pipeline.network.exchange import torch_state


def torch_step(kind: str, gi: Array, gh: Array, h: Array, c: Array) -> tuple[Array, Array]:
    """A step as torch.nn's pages write it, from W_ih x + b_ih and W_hh h + b_hh."""

    def sigmoid(z: Array) -> Array:
        return 1 / (1 + np.exp(-z))

    if kind == "lstm":
        i, f, g, o = np.split(gi + gh, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        return sigmoid(o) * np.tanh(c), c
    if kind == "gru":
        (ir, iz, n), (hr, hz, hn) = np.split(gi, 3), np.split(gh, 3)
        r, z = sigmoid(ir + hr), sigmoid(iz + hz)
        return (1 - z) * np.tanh(n + r * hn) + z * h, c
    return np.tanh(gi + gh), c


@pytest.mark.parametrize("embedded", [True, False])
@pytest.mark.parametrize(("kind", "blocks"), [("lstm", 4), ("gru", 3), ("rnn", 1)])
def test_torch(tmp_path: Path, kind: str, blocks: int, embedded: bool) -> None:
    """A state dict as PyTorch names it, run by its documented equations: states and chances to 1e-5."""
    random = np.random.default_rng(5)
    units, width = 6, 5 if embedded else len(LETTERS)

    def draw(*shape: int) -> Array:
        return random.normal(0, 0.6, shape).astype(np.float32)

    state = {"decoder.weight": draw(len(LETTERS), units), "decoder.bias": draw(len(LETTERS))}
    if embedded:
        state["encoder.weight"] = draw(len(LETTERS), width)
    for layer, inputs in enumerate((width, units)):
        end = f"l{layer}"
        state |= {
            f"rnn.weight_ih_{end}": draw(blocks * units, inputs),
            f"rnn.weight_hh_{end}": draw(blocks * units, units),
            f"rnn.bias_ih_{end}": draw(blocks * units),
            f"rnn.bias_hh_{end}": draw(blocks * units),
        }
    save_file(state, tmp_path / "state.safetensors")
    x = (state["encoder.weight"] if embedded else np.eye(len(LETTERS)))[IDS].astype(np.float64)
    expected = []
    for layer in range(2):
        w = {part: state[f"rnn.{part}_l{layer}"] for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
        h = c = np.zeros(units)
        rows = []
        for row in x:
            h, c = torch_step(
                kind, w["weight_ih"] @ row + w["bias_ih"], w["weight_hh"] @ h + w["bias_hh"], h, c
            )
            rows.append(h)
        x = np.array(rows)
        expected.append(x)
    states, chances, _ = ours(tmp_path / "state.safetensors", tmp_path)
    for mine, known in zip(states, expected, strict=True):
        np.testing.assert_allclose(mine[:, :units], known, atol=1e-5)
    logits = x @ state["decoder.weight"].T + state["decoder.bias"]
    np.testing.assert_allclose(chances, log_softmax(logits), atol=1e-5)


def test_layers_of_different_modules_are_in_order() -> None:
    """lstm1, lstm2 and lstm10 are layers 1, 2 and 3."""
    state = {"fc.weight": np.zeros((5, 4)), "fc.bias": np.zeros(5)}
    for name, inputs, units in (("lstm10", 3, 4), ("lstm2", 2, 3), ("lstm1", 5, 2)):
        state[f"{name}.weight_ih_l0"] = np.zeros((4 * units, inputs))
        state[f"{name}.weight_hh_l0"] = np.zeros((4 * units, units))
    found = torch_state.network(state, tuple("abcde"), "x")
    assert [layer.units for layer in found.layers] == [2, 3, 4]
    with pytest.raises(UserError, match="no recurrent layer"):
        torch_state.network({"fc.weight": np.zeros((5, 4))}, (), "x")
