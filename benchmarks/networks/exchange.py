"""Whether networks trained in PyTorch and Keras are the same networks here, and ours the same as ONNX.

    python benchmarks/networks/exchange.py --torch PYTHON

PYTHON is an interpreter that has torch, numpy and safetensors; this project does not need it otherwise.
"""

import argparse
import json
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.workspace import write_json
from pipeline.network.exchange.foreign import fitted
from pipeline.network.exchange.read import read
from pipeline.network.trace import trace

Array = np.ndarray

RESULT = Path(__file__).resolve().parents[1] / "results" / "exchange.json"
TORCH = Path(__file__).parent / "torch_networks.py"
TEXT = 'RT @ann: "we did it" #win it is so http://t.co/x1 SAD! they were told, and he is here. '
ROWS, LENGTH = 16, 48
EPOCHS = 20


def texts() -> tuple[list[str], Array]:
    """The characters of the text in order, and ids [rows, time] of pieces of it."""
    letters = sorted(set(TEXT))
    stream = np.array([letters.index(c) for c in TEXT * 3], np.int64)
    starts = np.random.default_rng(0).integers(0, len(TEXT), ROWS)
    return letters, np.stack([stream[start : start + LENGTH] for start in starts])


def log_softmax(logits: Array) -> Array:
    """Natural logarithms, in float64."""
    logits = logits.astype(np.float64)
    logits -= logits.max(-1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(-1, keepdims=True))


def bits(chances: Array, ids: Array) -> float:
    """Bits per character from the log-probabilities of the next id."""
    return float(-np.take_along_axis(chances[:, :-1], ids[:, 1:, None], 2).mean() / np.log(2))


def compared(file: Path, letters: list[str], ids: Array, theirs: dict[str, Array]) -> dict[str, float]:
    """The largest differences of a hidden state and of a log-probability, and the bits of both programs.

    Args:
        theirs: `hidden_1`, `hidden_2`, … [texts, time, units] and `logits` [texts, time, ids].
    """
    known = file.parent / "letters.json"
    known.write_text(json.dumps(letters))
    network, vocabulary = fitted(read(file, known))
    traced = trace(network, [vocabulary.encode("".join(letters[k] for k in row)) for row in ids])
    states = [signals["h"][:, 1:] for signals in traced]
    chances = log_softmax(states[-1] @ network.dense + network.dense_bias)[..., -len(letters) :]
    expected = log_softmax(theirs["logits"])
    hidden = [theirs[f"hidden_{n}"] for n in range(1, len(states) + 1)]
    off = [np.abs(mine[..., : one.shape[2]] - one).max() for mine, one in zip(states, hidden, strict=True)]
    return {
        "states": float(max(off)),
        "log_probabilities": float(np.abs(chances - expected).max()),
        "bits_theirs": bits(expected, ids),
        "bits_ours": bits(chances, ids),
    }


def of_torch(folder: Path) -> list[dict[str, Any]]:
    """The networks that `torch_networks` wrote into a folder."""
    letters, ids = texts()
    rows = []
    for file in sorted(folder.glob("*.safetensors")):
        theirs = dict(np.load(file.with_suffix(".npz")))
        losses = theirs.pop("losses") / np.log(2)
        about = {"program": "PyTorch", "cell": file.stem, "bits_untrained": float(losses[0])}
        rows.append(about | compared(file, letters, ids, theirs))
    return rows


def of_keras(folder: Path) -> list[dict[str, Any]]:
    """The same in Keras, saved as `.keras`."""
    import keras

    letters, ids = texts()
    rows = []
    for kind in ("LSTM", "GRU", "SimpleRNN"):
        keras.utils.set_random_seed(0)
        cell = getattr(keras.layers, kind)
        given = keras.Input((None,), dtype="int32")
        first = cell(16, return_sequences=True)(keras.layers.Embedding(len(letters), 8)(given))
        second = cell(16, return_sequences=True)(first)
        logits = keras.layers.Dense(len(letters))(second)
        model = keras.Model(given, logits)
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.Adam(0.02), loss)
        past = model.fit(ids[:, :-1], ids[:, 1:], epochs=EPOCHS, verbose=0).history["loss"]
        model.save(folder / f"{kind}.keras")
        found = keras.Model(given, [first, second, logits]).predict(ids, verbose=0)
        theirs = dict(zip(("hidden_1", "hidden_2", "logits"), found, strict=True))
        about = {"program": "Keras", "cell": kind, "bits_untrained": past[0] / np.log(2)}
        rows.append(about | compared(folder / f"{kind}.keras", letters, ids, theirs))
    return rows


def of_onnx(folder: Path) -> list[dict[str, Any]]:
    """The trained networks of a folder as ONNX: the largest difference of a logit or a hidden state."""
    from pipeline.network.exchange import onnx_graph

    rows = []
    for file in sorted([*folder.glob("*.safetensors"), *folder.glob("*.keras")]):
        network, vocabulary = fitted(read(file, folder / "letters.json"))
        onnx_graph.write(network, vocabulary, file.with_suffix(".onnx"))
        off = onnx_graph.difference(network, file.with_suffix(".onnx"))
        rows.append({"from": file.name, "outputs": off})
    return rows


def main() -> None:
    """Train, import, compare, export; write the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--torch", required=True, help="an interpreter that has torch")
    python = parser.parse_args().torch
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.save(folder / "ids.npy", texts()[1])
        done = subprocess.run([python, str(TORCH), name], check=True, capture_output=True, text=True)
        rows = of_torch(folder) + of_keras(folder)
        versions = {"torch": done.stdout.strip(), "keras": version("keras")}
        versions["onnxruntime"] = version("onnxruntime")
        write_json(RESULT, {"versions": versions, "imported": rows, "exported": of_onnx(folder)})
    print(RESULT.read_text())


if __name__ == "__main__":
    main()
