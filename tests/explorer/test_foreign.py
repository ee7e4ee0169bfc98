"""Networks of other programs dropped on the page: read as Python reads them, or refused in a line."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from exchanged import LETTERS
from networks import network_of
from safetensors.numpy import save_file

from pipeline.network.cells import CELLS
from pipeline.network.exchange import write
from pipeline.network.exchange.arrays import named
from pipeline.network.exchange.foreign import fitted
from pipeline.network.exchange.read import read, read_tokens
from pipeline.network.trace import trace
from pipeline.text.vocabulary import Vocabulary

PROGRAM = Path(__file__).parent / "page" / "network" / "foreign.mjs"
TEXT = "abacadhhfa"


def in_page(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the page's own modules make of files."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js for the page's readers")
    run = subprocess.run([node, PROGRAM], input=json.dumps(cases), capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def files(folder: Path) -> list[Path]:
    """Every kind of cell, with and without characters that begin and end, in both formats."""
    found = []
    for cell in CELLS:
        ours, plain = network_of(cell, size=len(LETTERS) + 3), network_of(cell, layers=3, size=len(LETTERS))
        write.safetensors(ours, Vocabulary(tuple(LETTERS)), folder / f"{cell}.safetensors")
        np.savez_compressed(folder / f"{cell}.npz", cell=cell, vocabulary=list(LETTERS), **named(plain))
        if cell in write.TORCH:
            state = write.torch_names(plain)
            save_file({k: np.ascontiguousarray(v) for k, v in state.items()}, folder / f"t{cell}.safetensors")
        found += [folder / f"{cell}.safetensors", folder / f"{cell}.npz"]
    one = network_of("lstm", "hard", layers=1, size=len(LETTERS))
    arrays = {name: np.asfortranarray(array, dtype="f8") for name, array in named(one).items()}
    np.savez(folder / "hard.npz", activations="hard", vocabulary=list(LETTERS), **arrays)
    return [*found, folder / "hard.npz", *sorted(folder.glob("t*.safetensors"))]


def test_what_is_dropped_is_what_python_imports(tmp_path: Path) -> None:
    """Hidden states of all layers and the logits to 1e-5, whatever the cell and the format."""
    (tmp_path / "letters.json").write_text(json.dumps(list(LETTERS)))
    paths = files(tmp_path)
    unsaid = [path.name.startswith("t") for path in paths]
    cases = [
        {"file": str(path), "tokens": list(LETTERS) if less else None, "text": TEXT}
        for path, less in zip(paths, unsaid, strict=True)
    ]
    for path, less, theirs in zip(paths, unsaid, in_page(cases), strict=True):
        assert "error" not in theirs, theirs
        network, known = fitted(read(path, tmp_path / "letters.json" if less else None))
        traced = trace(network, [known.encode(TEXT)])
        assert theirs["vocabulary"] == list(known.characters)
        for mine, shown in zip(traced, theirs["hidden"], strict=True):
            np.testing.assert_allclose(shown, mine["h"][0], atol=1e-5, err_msg=path.name)
        logits = traced[-1]["h"][0] @ network.dense + network.dense_bias
        np.testing.assert_allclose(np.reshape(theirs["logits"], logits.shape), logits, atol=1e-4)


def test_what_cannot_be_run_is_one_line(tmp_path: Path) -> None:
    """Pickle, Keras, damage, a bidirectional layer, a vocabulary missing or too short, not finite."""
    hh, ih = np.zeros((8, 2), "f4"), np.zeros((8, 3), "f4")
    layer = {"r.weight_ih_l0": ih, "r.weight_hh_l0": hh}
    whole = {**layer, "out.weight": np.zeros((3, 2), "f4"), "out.bias": np.full(3, np.nan, "f4")}
    save_file({**layer, "r.weight_ih_l0_reverse": ih}, tmp_path / "two.safetensors")
    save_file(layer, tmp_path / "bare.safetensors")
    save_file(whole, tmp_path / "nan.safetensors")
    np.savez(tmp_path / "odd.npz", kernel_1=ih)
    gru = {"kernel_1": np.zeros((3, 6), "f4"), "recurrent_1": np.zeros((2, 6), "f4")}
    ends = {"dense": np.zeros((2, 3), "f4"), "dense_bias": np.zeros(3, "f4")}
    np.savez(tmp_path / "gru.npz", cell="gru", bias_1=np.zeros(6, "f4"), **gru, **ends)
    (tmp_path / "cut.npz").write_bytes((tmp_path / "odd.npz").read_bytes()[:-40])
    for name in ("a.pth", "a.keras", "a.safetensors", "a.txt"):
        (tmp_path / name).write_bytes(b"\x80\x04 nothing of that kind")
    wanted = {
        "a.pth": "may be a pickle",
        "a.keras": "tweetscope import a.keras",
        "a.txt": "drop a .safetensors",
        "a.safetensors": "is damaged",
        "cut.npz": "is damaged",
        "odd.npz": "has no array recurrent_1, bias_1, dense, dense_bias",
        "gru.npz": "a GRU with one bias",
        "two.safetensors": "bidirectional",
        "bare.safetensors": "0 output layers",
        "nan.safetensors": "not finite",
    }
    cases = [{"file": str(tmp_path / name), "tokens": list("abc"), "text": "a"} for name in wanted]
    cases += [{"file": str(tmp_path / "nan.safetensors"), "tokens": None, "text": "a"}]
    cases += [{"file": str(tmp_path / "nan.safetensors"), "tokens": ["a"], "text": "a"}]
    said = [one.get("error", "read") for one in in_page(cases)]
    for text, words in zip(said, [*wanted.values(), "does not say which", "vocabulary of 1"], strict=True):
        assert words in text
        assert "\n" not in text


def test_a_token_with_a_name_of_javascript_is_a_token(tmp_path: Path) -> None:
    """A word that every JavaScript object has a property of gets a character of private use, as in Python."""
    tokens = ["a", "constructor", "toString"]
    path = tmp_path / "n.npz"
    np.savez(path, cell="rnn", vocabulary=tokens, **named(network_of("rnn", layers=1, size=3)))
    (shown,) = in_page([{"file": str(path), "tokens": None, "text": "a"}])
    assert shown["vocabulary"] == list(fitted(read(path, None))[1].characters)


def test_vocabularies_are_read_as_python_reads_them(tmp_path: Path) -> None:
    """A list, an object with gaps, a vocabulary of ours: the same tokens in the same order."""
    plain = network_of("rnn", layers=1, size=4)
    state = {name: np.ascontiguousarray(array) for name, array in write.torch_names(plain).items()}
    values = (["a", "b", "c", "d"], {"b": 3, "a": 1, "c": 0}, {"characters": ["x"]})
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js for the page's readers")
    save_file(state, tmp_path / "n.safetensors")
    module = (PROGRAM.parents[4] / "pipeline/explorer/page/network/foreign/read.js").as_uri()
    for value in values:
        (tmp_path / "v.json").write_text(json.dumps(value))
        told = f"JSON.stringify(tokensOf({json.dumps(value)!r}))"
        code = f"import {{ tokensOf }} from {module!r}; console.log({told})"
        run = subprocess.run(
            [node, "--input-type=module", "-e", code], capture_output=True, text=True, check=True
        )
        assert tuple(json.loads(run.stdout)) == read_tokens(tmp_path / "v.json")
