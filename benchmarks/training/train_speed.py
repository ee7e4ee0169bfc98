"""The whole training step (forward, loss, backward, clipping, Adam) beside stock Keras and PyTorch.

    python benchmarks/training/train_speed.py                    # all sizes, on a quiet machine
    python benchmarks/training/train_speed.py --units 256 --batch 128

PyTorch is not a dependency of the project: `.venv/bin/python -m pip install torch==2.13.0` adds it to the
environment for this benchmark; without it those columns stay empty. Each contestant has a process of its
own with the threads that suit it; all are warmed up, then take one step each in turn. Speeds are those of the
median step, ratios the median over turns of the two steps' ratio, since the machine's speed drifts.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).resolve().parents[1] / "results" / "train_speed.json"
VOCABULARY, EMBEDDING, STEPS = 128, 64, 128
OURS, STOCK, TORCH, TORCH_BF16 = "tweetscope", "Keras float32", "torch float32", "torch bfloat16"
WITH_MUON = "tweetscope, Muon"  # the product's own optimizer; all others have AdamW
DROP_IN, DROP_IN_FLOAT32, STOCK_FIT = "drop-in", "drop-in float32", "Keras fit"  # keras.Sequential, model.fit
FITTED = 4  # batches of one call of `fit`
RATE = "products"  # the machine's own rate of matrix products
SIDE, PRODUCTS = 2048, 20
PRODUCT = 2 * SIDE**3 * PRODUCTS  # operations
CONTESTANTS = (OURS, WITH_MUON, "tweetscope float32", STOCK, TORCH, TORCH_BF16)
LAYERS = (DROP_IN, DROP_IN_FLOAT32, STOCK_FIT)
TARGETS = {STOCK: 3.5, TORCH: 2.2, TORCH_BF16: 1.6}
LAYER_TARGETS = {DROP_IN: 3.0, DROP_IN_FLOAT32: 1.4}  # over STOCK_FIT


def data(batch: int) -> tuple[np.ndarray, np.ndarray]:
    """Random ids; speed does not depend on which."""
    rng = np.random.default_rng(0)
    first, second = (rng.integers(3, VOCABULARY, (batch, STEPS)).astype(np.int32) for _ in range(2))
    return first, second


def keras_step(name: str, units: int, batch: int) -> Callable[[], float]:
    """A step of ours, or of stock Keras with the same optimizer and clipping."""
    from pipeline.training import runtime

    runtime.start(training=name != STOCK)
    import keras

    from pipeline.core.settings import TrainSettings
    from pipeline.training import model as network
    from pipeline.training import recurrent
    from pipeline.training import step as steps

    precision = "auto" if name in (OURS, WITH_MUON) else "float32"
    optimizer = "muon" if name == WITH_MUON else "adamw"
    settings = TrainSettings(units=units, embedding=EMBEDDING, precision=precision, optimizer=optimizer)
    if name == STOCK:
        recurrent.LSTM = keras.layers.LSTM  # type: ignore[misc,assignment]
        steps.TOWERS = 1  # type: ignore[attr-defined]
    model = network.build(VOCABULARY, settings)
    run = steps.training_step(model, steps.optimizer(settings, model), [], settings)
    x, y = data(batch)
    return lambda: float(run(x, y)[0])


def fit_step(name: str, units: int, batch: int) -> Callable[[], float]:
    """Some steps of `model.fit` with the layer as users take it, or with the stock layer."""
    from pipeline.training import LSTM, runtime

    runtime.start()
    import keras

    kind = keras.layers.LSTM if name == STOCK_FIT else LSTM
    layers = [kind(units, return_sequences=True) for _ in range(2)]
    for layer in layers if name == DROP_IN else ():
        layer.precision = "auto"
    model = keras.Sequential(
        [keras.layers.Embedding(VOCABULARY, EMBEDDING), *layers, keras.layers.Dense(VOCABULARY)]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.AdamW(4e-3, weight_decay=0.0, global_clipnorm=1.0), loss)
    x, y = (np.concatenate([one] * FITTED) for one in data(batch))
    return lambda: float(model.fit(x, y, batch_size=batch, shuffle=False, verbose=0).history["loss"][0])


def torch_step(name: str, units: int, batch: int) -> Callable[[], float]:
    """The same network and step in PyTorch, in float32 or under bfloat16 autocast."""
    import torch

    torch.manual_seed(0)
    embedding = torch.nn.Embedding(VOCABULARY, EMBEDDING)
    lstm = torch.nn.LSTM(EMBEDDING, units, num_layers=2, batch_first=True)
    dense = torch.nn.Linear(units, VOCABULARY)
    weights = [*embedding.parameters(), *lstm.parameters(), *dense.parameters()]
    adam = torch.optim.AdamW(weights, lr=4e-3, weight_decay=0.0)
    x, y = (torch.from_numpy(a).long() for a in data(batch))

    def run() -> float:
        adam.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=name == TORCH_BF16):
            logits = dense(lstm(embedding(x))[0])
        loss = torch.nn.functional.cross_entropy(logits.float().flatten(0, 1), y.flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        adam.step()
        return float(loss)

    return run


def product() -> Callable[[], float]:
    """Matrix products in bfloat16 on all cores and nothing else, PRODUCT operations a step."""
    import tensorflow as tf

    a, b = (tf.cast(tf.random.normal((SIDE, SIDE)), tf.bfloat16) for _ in range(2))

    def run() -> float:
        for _ in range(PRODUCTS):
            c = tf.matmul(a, b)
        return float(c[0, 0])

    return run


def serve(name: str, units: int, batch: int) -> None:
    """One contestant: warm up, say so, then time one step for every line of input."""
    make = fit_step if name in LAYERS else torch_step if name.startswith("torch") else keras_step
    run = product() if name == RATE else make(name, units, batch)
    run(), run(), run()
    print("ready", flush=True)
    for _ in sys.stdin:
        started = time.perf_counter()
        run()
        print((time.perf_counter() - started) / (FITTED if name in LAYERS else 1), flush=True)


def flops(units: int) -> int:
    """Of matrix products for one character in a training step: forward, and twice that backward."""
    return 6 * (4 * units * (EMBEDDING + units) + 4 * units * 2 * units + units * VOCABULARY)


def process(name: str, units: int, batch: int) -> subprocess.Popen[str]:
    """A contestant in a process of its own, with the threads that suit it."""
    command = [sys.executable, __file__, "--one", name, "--units", str(units), "--batch", str(batch)]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, text=True, env=environment
    )


def answer(worker: subprocess.Popen[str]) -> str:
    """Its next line."""
    assert worker.stdout is not None
    said = worker.stdout.readline()
    if not said:
        raise SystemExit(f"a contestant ended: {' '.join(map(str, worker.args))}")  # type: ignore[arg-type]
    return said.strip()


def duel(names: Sequence[str], units: int, batch: int, turns: int) -> dict[str, list[float]]:
    """Seconds of every step: all contestants warmed up first, then one step each in turn, over and over.

    The machine's speed drifts within minutes; steps of one turn are seconds apart.
    """
    workers = {name: process(name, units, batch) for name in names}
    for worker in workers.values():
        answer(worker)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(turns):
        for name, worker in workers.items():
            assert worker.stdin is not None
            time.sleep(0.3)  # threads of the one before still spin for a while
            print("go", file=worker.stdin, flush=True)
            seconds[name].append(float(answer(worker)))
    for worker in workers.values():
        worker.communicate()
    return seconds


def row_of(units: int, batch: int, seconds: dict[str, list[float]], rate: float) -> dict[str, Any]:
    """Characters a second at the median step, and the median over turns of our speed over each peer's."""
    typical = {name: batch * STEPS / statistics.median(times) for name, times in seconds.items()}
    ratios = {
        peer: statistics.median(b / a for a, b in zip(seconds[OURS], seconds[peer], strict=True))
        for peer in TARGETS
        if peer in seconds
    }
    layer = {
        name: statistics.median(b / a for a, b in zip(seconds[name], seconds[STOCK_FIT], strict=True))
        for name in LAYER_TARGETS
    }
    share = typical[OURS] * flops(units) / rate
    return {"units": units, "batch": batch, **typical, "share": share, "ratios": ratios, "layer": layer}


def main() -> None:
    """Run all sizes and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, nargs="*", default=[128, 256, 512])
    parser.add_argument("--batch", type=int, nargs="*", default=[64, 128, 256])
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--one", choices=[*CONTESTANTS, *LAYERS, RATE], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        serve(asked.one, asked.units[0], asked.batch[0])
        return
    has_torch = importlib.util.find_spec("torch") is not None
    names = [name for name in CONTESTANTS if has_torch or not name.startswith("torch")]
    rows = []
    print(HEAD)
    for units in asked.units:
        for batch in asked.batch:
            seconds = duel([*names, *LAYERS, RATE], units, batch, asked.turns)
            rate = PRODUCT / statistics.median(seconds.pop(RATE))
            rows.append({**row_of(units, batch, seconds, rate), "product_rate": rate})
            print(line(rows[-1]), flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"turns": asked.turns, "rows": rows}, indent=1) + "\n")


HEAD = "\n".join(
    (
        f"| units | tweets | {' | '.join(CONTESTANTS)} | of the product rate | {OURS} over peers |",
        "|---" * (len(CONTESTANTS) + 4) + "|",
    )
)


def line(row: dict[str, Any]) -> str:
    """A row of the table: characters a second, and ours over each peer."""
    cells = [f"{row[name]:,.0f}" if name in row else "–" for name in CONTESTANTS]
    ratios = [f"{ratio:.2f}× {name} (target {TARGETS[name]}×)" for name, ratio in row["ratios"].items()]
    ratios += [
        f"{name} {ratio:.2f}× {STOCK_FIT} (target {LAYER_TARGETS[name]}×)"
        for name, ratio in row["layer"].items()
    ]
    found = [str(row["units"]), str(row["batch"]), *cells, f"{row['share']:.0%}", ", ".join(ratios)]
    return f"| {' | '.join(found)} |"


if __name__ == "__main__":
    main()
