"""Networks of other programs, fitted to ours: the same states and probabilities, without a move at BOS."""

import numpy as np
import pytest
from networks import layer_of

from pipeline.core.errors import UserError
from pipeline.network.cells import CELLS
from pipeline.network.exchange.foreign import Foreign, fitted
from pipeline.network.step import Stepper
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights

UNITS, IDS = 5, 7


def foreign(cell: str, kind: str = "standard", layers: int = 3, tokens: str = "abcdefg") -> Foreign:
    """A network without special characters."""
    random = np.random.default_rng(3)
    inputs = [4, *[UNITS] * (layers - 1)]
    stack = tuple(layer_of(random, cell, kind, n, UNITS, 0.7) for n in inputs)
    drawn = [random.normal(0, 1, shape).astype(np.float32) for shape in ((IDS, 4), (UNITS, IDS), (IDS,))]
    return Foreign(tuple(tokens), drawn[0], stack, drawn[1], drawn[2])


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("kind", ["standard", "hard"])
def test_states_are_those_of_a_run_without_bos(cell: str, kind: str) -> None:
    """From the zero state over the characters alone, by the stepper: all states to 1e-6; BOS moves none."""
    given = foreign(cell, kind)
    network, vocabulary = fitted(given)
    ids = np.array([0, 3, 6, 1, 1, 5])
    net = Stepper.of(NetworkWeights(given.embedding, given.layers, given.dense, given.dense_bias))
    states, logits = net.zero([1] * 3), []
    steps = []
    for number in ids:
        out, states = net.step(np.array([number]), states, {})
        logits.append(out[0].copy())
        steps.append([{name: value.copy() for name, value in state.items()} for state in states])
    ours = trace(network, [vocabulary.encode("".join(given.tokens[k] for k in ids))])
    for layer, signals in enumerate(ours):
        memory = CELLS[cell].memory
        assert np.abs(signals[memory][0, 0, :UNITS]).max() == 0
        for t, states in enumerate(steps):
            for name in CELLS[cell].states:
                np.testing.assert_allclose(signals[name][0, t + 1, :UNITS], states[layer][name][0], atol=1e-6)
    top = ours[-1]["h"][0, 1:]
    mine = (top @ network.dense + network.dense_bias)[:, 3:]
    assert len(set(network.units)) == 1
    np.testing.assert_allclose(mine, logits, atol=1e-5)


def test_known_specials_keep_their_places() -> None:
    """A network with its own begin and end is taken as it is: no dimension and no unit is added."""
    names = ("<pad>", "<s>", "a", "b", "</s>", "<unk>", "c")
    given = Foreign(
        names, *[getattr(foreign("lstm"), n) for n in ("embedding", "layers", "dense", "dense_bias")]
    )
    network, vocabulary = fitted(given)
    assert vocabulary.characters == ("\ue000", "a", "b", "c")
    assert given.embedding is not None
    np.testing.assert_array_equal(network.embedding, given.embedding[[1, 4, 5, 0, 2, 3, 6]])
    np.testing.assert_array_equal(network.dense, given.dense[:, [1, 4, 5, 0, 2, 3, 6]])
    assert network.layers == given.layers


def test_what_does_not_fit_is_refused() -> None:
    """Too short a vocabulary, or none, is one clear line."""
    with pytest.raises(UserError, match="does not fit its vocabulary of 2"):
        fitted(foreign("lstm", tokens="ab"))
    with pytest.raises(UserError, match="--vocabulary"):
        fitted(foreign("lstm", tokens=""))
