"""`tweetscope import` and `tweetscope export`, as typed."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from networks import network_of

from pipeline.commands import exchange
from pipeline.core.errors import UserError
from pipeline.core.files import sha256, write_json
from pipeline.core.workspace import Workspace
from pipeline.network.exchange import gallery, onnx_graph, write
from pipeline.network.exchange.arrays import named
from pipeline.network.exchange.foreign import fitted
from pipeline.network.exchange.read import read
from pipeline.text.vocabulary import Vocabulary


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """data/mine with a small LSTM, and the folder above as the present one."""
    monkeypatch.chdir(tmp_path)
    workspace, vocabulary = Workspace(tmp_path / "data" / "mine"), Vocabulary(tuple("abcdefgh"))
    workspace.weights.parent.mkdir(parents=True)
    vocabulary.save(workspace.vocabulary)
    write.keras_weights(network_of("lstm", size=11), workspace.weights)
    card = {"weights_sha256": sha256(workspace.weights), "vocabulary_sha256": vocabulary.sha256}
    write_json(workspace.model, card)
    return workspace


def test_what_is_exported_is_read_back(trained: Workspace, tmp_path: Path) -> None:
    """Safetensors hold the same weights; the first explorer's JSON keeps the recurrence."""
    done = CliRunner().invoke(exchange.export_network, ["out.safetensors", "--name", "mine"])
    assert done.exit_code == 0, done.output
    back, vocabulary = fitted(read(tmp_path / "out.safetensors"))
    assert vocabulary.characters == tuple("abcdefgh")
    for name, array in named(network_of("lstm", size=11)).items():
        np.testing.assert_array_equal(named(back)[name], array)
    done = CliRunner().invoke(exchange.export_network, ["out.json", "--name", "mine", "--text", "abba"])
    assert done.exit_code == 0, done.output
    assert gallery.judge(gallery.read(tmp_path / "out.json")).holds
    assert json.loads((tmp_path / "out.json").read_text())["chars"] == list("abba")


def test_onnx_is_run_as_it_is_written(trained: Workspace, tmp_path: Path) -> None:
    """The file of the command computes what the workspace's network does."""
    pytest.importorskip("onnxruntime", reason="onnxruntime is an extra, and not installed")
    done = CliRunner().invoke(exchange.export_network, ["out.onnx", "--name", "mine"])
    assert done.exit_code == 0, done.output
    assert onnx_graph.difference(network_of("lstm", size=11), tmp_path / "out.onnx") < 1e-5


@pytest.mark.parametrize(("file", "words"), [("out.onnx2", "ends in"), ("out.json", "give --text")])
def test_other_exports_are_refused(trained: Workspace, file: str, words: str) -> None:
    """An unknown ending, or no text to read, is one line."""
    done = CliRunner().invoke(exchange.export_network, [file, "--name", "mine"])
    assert isinstance(done.exception, UserError)
    assert words in str(done.exception)


def test_import_refuses_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file is named, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(exchange.import_network, ["nothing.keras", "--name", "x"])
    assert isinstance(done.exception, UserError)
    assert "nothing.keras is not a file" in str(done.exception)
    assert not (tmp_path / "data").exists()


def test_a_folder_of_ours_takes_no_vocabulary(trained: Workspace) -> None:
    """An option that would be without effect is refused, before anything is made."""
    options = [str(trained.folder), "--name", "x", "--vocabulary", "letters.json"]
    done = CliRunner().invoke(exchange.import_network, options)
    assert isinstance(done.exception, UserError)
    assert "leave out --vocabulary" in str(done.exception)
    assert not (trained.folder.parent / "x").exists()
