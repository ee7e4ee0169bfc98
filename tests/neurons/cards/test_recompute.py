"""The second computation shares no code with the first, agrees with it, and finds what was altered."""

import ast
from pathlib import Path

import numpy as np
import pytest
from networks import network_of

from pipeline.neurons.cards import recompute, recompute_chance


def test_it_imports_nothing_of_the_program() -> None:
    """No import in the file, or in its sibling, names anything of the package but that sibling."""
    trees = [
        ast.parse(Path(str(one.__file__)).read_text(encoding="utf-8"))
        for one in (recompute, recompute_chance)
    ]
    names = [
        name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    ]
    assert [name for name in names if name and name.startswith("pipeline")] == ["pipeline.neurons.cards"]


@pytest.mark.parametrize("activations", ["standard", "hard"])
@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn", "peephole", "coupled"])
def test_every_cell_is_that_of_the_trace(cell: str, activations: str) -> None:
    """All signals of one layer of random weights over random inputs; the trace is the other side here."""
    from pipeline.network.trace import forward

    random = np.random.default_rng(0)
    network = network_of(cell, activations, layers=1, units=5, size=9, scale=0.7)
    (weights,) = network.layers
    rows = random.integers(0, 9, (12, 3)).astype(np.int32)
    (run,) = forward(network, rows)
    arrays = [weights.kernel, weights.recurrent, weights.bias]
    if weights.peephole is not None:
        arrays.append(weights.peephole)
    given = [np.asarray(one, np.float64) for one in arrays]
    found = recompute.layer(cell, activations, given, network.embedding[rows].astype(np.float64))
    assert set(found) == set(run.values)
    for name, value in run.values.items():
        assert found[name] == pytest.approx(value, abs=1e-5)
