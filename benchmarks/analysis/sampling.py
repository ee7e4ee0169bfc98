"""Tweets a second: our lanes for 100 to 10,000 tweets, beside one at a time, TensorFlow and PyTorch.

    python benchmarks/analysis/sampling.py [WORKSPACE]

The same network at temperature 1, unfiltered, in each; the best of three runs, of the long ones the only.
PyTorch is optional: without it, its rows stay empty and say how to install it.

Without a workspace the network is a random one of 2×256 units whose tweets are about as long as real ones.
With one, it is that workspace's network, and the novelty index is timed on its tweets too: how often do the
candidates hold the truly nearest tweet?
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline.core.settings import SamplingSettings
from pipeline.core.workspace import Workspace
from pipeline.network.step import Stepper
from pipeline.network.weights import LayerWeights, NetworkWeights, load_weights
from pipeline.samples.novelty import certificate as novelty
from pipeline.samples.writing.generate import generate
from pipeline.text.vocabulary import BOS, EOS, UNK, Vocabulary

RESULTS = Path(__file__).resolve().parents[1] / "results" / "sampling.json"
LONGEST = 280
GET_TORCH = ".venv/bin/python -m pip install torch==2.13.0 adds it"


def random_network(units: int = 256, characters: int = 120) -> tuple[NetworkWeights, Vocabulary]:
    """A network that ends a tweet after about 110 characters."""
    vocabulary = Vocabulary(tuple(map(chr, range(33, 33 + characters))))
    random = np.random.default_rng(0)

    def draw(*shape: int) -> np.ndarray:
        return (random.normal(size=shape) / np.sqrt(shape[0])).astype(np.float32)

    layers = tuple(
        LayerWeights(draw(width, 4 * units), draw(units, 4 * units), np.zeros(4 * units, np.float32))
        for width in (64, units)
    )
    bias = np.zeros(vocabulary.size, np.float32)
    bias[EOS] = 0.1
    return NetworkWeights(draw(vocabulary.size, 64), layers, draw(units, vocabulary.size), bias), vocabulary


def ours(weights: NetworkWeights, vocabulary: Vocabulary, count: int, lanes: int) -> int:
    """Tweets by `generate`: how many characters."""
    how = SamplingSettings(temperature=1.0, well_formed=False, batch_size=lanes, retries=0)
    texts = generate(weights, vocabulary, range(count), how)["text"]
    return int(texts.str.len().sum()) + count


def tensorflow_loop(weights: NetworkWeights, lanes: int, xla: bool) -> Callable[[], int]:
    """A `tf.while_loop` over whole tweets of one batch: what a compiled loop without refilling does."""
    import tensorflow as tf

    size = weights.dense.shape[1]
    held = tf.one_hot([BOS, UNK], size, on_value=-1e9).numpy().sum(0)

    def cell(x: Any, h: Any, c: Any, layer: LayerWeights) -> Any:
        i, f, g, o = tf.split(x @ layer.kernel + h @ layer.recurrent + layer.bias, 4, 1)
        c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(g)
        return tf.sigmoid(o) * tf.tanh(c), c

    def body(step: Any, last: Any, open_: Any, written: Any, *state: Any) -> Any:
        h1, c1 = cell(tf.gather(weights.embedding, last), state[0], state[1], weights.layers[0])
        h2, c2 = cell(h1, state[2], state[3], weights.layers[1])
        logits = h2 @ weights.dense + weights.dense_bias + held
        last = tf.random.categorical(logits, 1, dtype=tf.int32)[:, 0]
        open_ &= last != EOS
        return step + 1, last, open_, written + tf.reduce_sum(tf.cast(open_, tf.int32)), h1, c1, h2, c2

    @tf.function(jit_compile=xla)
    def loop() -> Any:
        zero = [tf.zeros((lanes, weights.units[0])) for _ in range(4)]
        start = (0, tf.fill([lanes], BOS), tf.fill([lanes], True), 0, *zero)
        return tf.while_loop(lambda k, last, open_, *_: (k < LONGEST) & tf.reduce_any(open_), body, start)[3]

    return lambda: int(loop()) + lanes


def torch_loop(weights: NetworkWeights, vocabulary: Vocabulary, lanes: int) -> Callable[[], int] | None:
    """The network as `torch.nn` modules, stepped over whole tweets of one batch; None without PyTorch."""
    try:
        import torch
        from torch import nn
    except ImportError:
        return None
    torch.set_num_threads(os.cpu_count() or 1)
    embedding = nn.Embedding.from_pretrained(torch.tensor(weights.embedding))
    lstm = nn.LSTM(weights.embedding.shape[1], weights.units[0], len(weights.layers), batch_first=True)
    dense = nn.Linear(*weights.dense.shape)
    with torch.no_grad():
        for k, layer in enumerate(weights.layers):  # both keep the gates in the order i f g o
            for name, values in (("ih", layer.kernel), ("hh", layer.recurrent)):
                getattr(lstm, f"weight_{name}_l{k}").copy_(torch.tensor(values.T))
            getattr(lstm, f"bias_ih_l{k}").copy_(torch.tensor(layer.bias))
            getattr(lstm, f"bias_hh_l{k}").zero_()
        dense.weight.copy_(torch.tensor(weights.dense.T))
        dense.bias.copy_(torch.tensor(weights.dense_bias))

    def step(last: Any, state: Any) -> Any:
        output, state = lstm(embedding(last)[:, None], state)
        return dense(output[:, 0]), state

    @torch.inference_mode()
    def loop() -> int:
        last, state, written = torch.full((lanes,), BOS), None, 0
        open_ = torch.ones(lanes, dtype=torch.bool)
        for _ in range(LONGEST):
            logits, state = step(last, state)
            logits[:, [BOS, UNK]] = -torch.inf
            last = torch.multinomial(torch.softmax(logits, 1), 1)[:, 0]
            open_ &= last != EOS
            written += int(open_.sum())
            if not open_.any():
                break
        return written + lanes

    net = Stepper.of(weights)
    ids = np.arange(min(lanes, vocabulary.size))
    with torch.inference_mode():
        same = step(torch.tensor(ids), None)[0].numpy()
    np.testing.assert_allclose(same, net.step(ids, net.zero(len(ids)))[0], atol=1e-4)
    return loop


def timed(work: Callable[[], int], tweets: int, rounds: int = 3) -> dict[str, float]:
    """Wall and processor seconds of the fastest of some runs."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        characters = work()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        if not best or tweets / wall > best["tweets/s"]:
            best = {
                "tweets": tweets,
                "ms a tweet": 1000 * wall / tweets,
                "tweets/s": tweets / wall,
                "characters/s": characters / wall,
                "processor seconds/1000 tweets": 1000 * cpu / tweets,
            }
    return best


def sampling(weights: NetworkWeights, vocabulary: Vocabulary) -> dict[str, dict[str, float] | None]:
    """All ways to sample, one after the other in this process; None where a library is missing."""
    ours(weights, vocabulary, 32, 32)
    rows: dict[str, dict[str, float] | None] = {}
    for count in (100, 256, 1000, 10_000):
        work = partial(ours, weights, vocabulary, count, 256)
        rows[f"ours, 256 lanes, {count:,} tweets"] = timed(work, count, 3 if count <= 1000 else 1)
    rows["ours, one at a time"] = timed(lambda: ours(weights, vocabulary, 20, 1), 20)
    for lanes in (256, 1):
        loops = {
            "TensorFlow while_loop": tensorflow_loop(weights, lanes, xla=False),
            "PyTorch": torch_loop(weights, vocabulary, lanes),
        }
        for name, loop in loops.items():
            title = f"{name}, {lanes} lanes, no refilling" if lanes > 1 else f"{name}, one at a time"
            rows[title] = _repeated(loop, lanes) if loop else None
    return rows


def _repeated(loop: Callable[[], int], lanes: int) -> dict[str, float]:
    """A loop timed after a first run that compiles it; of single tweets twenty in a row."""
    loop()
    times = 20 if lanes == 1 else 1
    return timed(lambda: sum(loop() for _ in range(times)), lanes * times)


def nearest(workspace: Workspace, tweets: int = 60) -> dict[str, float]:
    """The novelty index on real tweets, and brute force over all training tweets beside it."""
    table = pd.read_parquet(workspace.tweets, columns=["text", "split"])
    train, test = (table.loc[table["split"] == part, "text"].tolist() for part in ("train", "test"))
    start = time.process_time()
    index = novelty.build(train, [str(n) for n in range(len(train))])
    built = time.process_time() - start
    start = time.process_time()
    figures = novelty.certify(index, test[:1000])
    certified = time.process_time() - start
    truth = process.cdist(test[:tweets], train, scorer=Levenshtein.distance, dtype=np.int32).min(axis=1)
    found = figures["nearest_distance"].to_numpy()[:tweets]
    return {
        "characters": sum(map(len, train)),
        "build (processor s)": built,
        "certify 1,000 (processor s)": certified * 1000 / len(figures),
        "nearest is the true one": float((found == truth).mean()),
        "edits above the true one, mean": float((found - truth).mean()),
        "true distance, mean": float(truth.mean()),
    }


def main() -> None:
    workspace = Workspace(Path(sys.argv[1])) if len(sys.argv) > 1 else None
    if workspace:
        weights, vocabulary = load_weights(workspace)[0], Vocabulary.load(workspace.vocabulary)
    else:
        weights, vocabulary = random_network()
    rows = sampling(weights, vocabulary)
    columns = list(next(filter(None, rows.values())))
    print("|  | " + " | ".join(columns) + " |\n|---|" + "--:|" * len(columns))
    for name, row in rows.items():
        cells = [f"{row[column]:,.1f}" for column in columns] if row else [""] * len(columns)
        print(f"| {name} | " + " | ".join(cells) + " |")
    if not all(rows.values()):
        print(f"\nPyTorch is not installed: {GET_TORCH}")
    result: dict[str, Any] = {"sampling": rows, "cores": os.cpu_count(), "load": os.getloadavg()[0]}
    if workspace:
        result["novelty"] = nearest(workspace)
        print("\n| novelty |  |\n|---|--:|")
        for name, value in result["novelty"].items():
            print(f"| {name} | {value:,.2f} |")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
