"""A network as ONNX: what onnxruntime computes from the file is what this program computes."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from exchanged import LETTERS
from networks import network_of

from pipeline.core.errors import UserError
from pipeline.network.cells import CELLS
from pipeline.network.exchange import onnx_graph
from pipeline.network.trace import trace
from pipeline.text.vocabulary import Vocabulary

pytest.importorskip("onnx", reason="onnx is an extra, and not installed")
pytest.importorskip("onnxruntime", reason="onnxruntime is an extra, and not installed")

KNOWN = Vocabulary(tuple(LETTERS))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("layers", [1, 3])
def test_outputs_are_ours(tmp_path: Path, cell: str, layers: int) -> None:
    """Logits and the hidden states of each layer, over texts of two lengths: to 1e-5 of ours."""
    network = network_of(cell, layers=layers, size=KNOWN.size)
    onnx_graph.write(network, KNOWN, tmp_path / "n.onnx")
    for text in ("abacadabba" * 5, "h"):
        ids = KNOWN.encode(text)
        given = np.concatenate([[0], ids])
        theirs = onnx_graph.run(tmp_path / "n.onnx", np.stack([given, given]))
        ours = trace(network, [ids])
        for number, signals in enumerate(ours, 1):
            np.testing.assert_allclose(theirs[f"hidden_{number}"][1], signals["h"][0], atol=1e-5)
        logits = ours[-1]["h"][0] @ network.dense + network.dense_bias
        np.testing.assert_allclose(theirs["logits"][0], logits, atol=1e-5)


def test_layers_of_different_sizes_and_the_vocabulary(tmp_path: Path) -> None:
    """Each layer keeps its own size; the characters are in the file's metadata, in the order of ids."""
    from onnx import load

    narrow, wide = network_of("lstm", layers=1, units=3), network_of("lstm", layers=1, units=7)
    second = replace(wide.layers[0], kernel=wide.layers[0].kernel[:3])
    network = replace(wide, embedding=narrow.embedding, layers=(narrow.layers[0], second))
    onnx_graph.write(network, KNOWN, tmp_path / "n.onnx")
    assert onnx_graph.difference(network, tmp_path / "n.onnx") < 1e-5
    held = {one.key: one.value for one in load(tmp_path / "n.onnx").metadata_props}
    assert json.loads(held["vocabulary"])[3:] == list(LETTERS)
    assert held["cell"] == "lstm"


def test_what_onnx_cannot_hold_is_refused(tmp_path: Path) -> None:
    """Hard activations, and a file that would compute something else: one line, and no file."""
    with pytest.raises(UserError, match="ONNX cannot hold hard activations"):
        onnx_graph.write(network_of("lstm", "hard", size=KNOWN.size), KNOWN, tmp_path / "n.onnx")
    assert not list(tmp_path.iterdir())


def test_another_result_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the order of blocks wrong, the export would say so and write nothing."""
    monkeypatch.setitem(onnx_graph.ORDERS, "lstm", "ifog")
    with pytest.raises(UserError, match="logits are off by"):
        onnx_graph.write(network_of("lstm", size=KNOWN.size), KNOWN, tmp_path / "n.onnx")
    assert not list(tmp_path.iterdir())
