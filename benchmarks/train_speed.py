"""The whole training step (forward, loss, backward, clipping, Adam) beside stock Keras and PyTorch.

    python benchmarks/train_speed.py                    # all sizes: half an hour on a quiet machine
    python benchmarks/train_speed.py --units 256 --batch 128

PyTorch is no dependency of the project: `.venv/bin/python -m pip install torch==2.13.0` adds it to the
environment for this benchmark; without it those columns stay empty. Contestants run in turn, each in a
process of its own with the threads that suit it, several rounds; the median step counts.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).parent / "results" / "train_speed.json"
VOCABULARY, EMBEDDING, STEPS = 128, 64, 128
OURS, STOCK, TORCH, TORCH_BF16 = "tweetscope", "Keras float32", "torch float32", "torch bfloat16"
WITH_MUON = "tweetscope, Muon"  # the product's own optimizer; all others have AdamW
CONTESTANTS = (OURS, WITH_MUON, "tweetscope float32", STOCK, TORCH, TORCH_BF16)
TARGETS = {STOCK: 3.0, TORCH: 2.2, TORCH_BF16: 1.2}


def data(batch: int) -> tuple[np.ndarray, np.ndarray]:
    """Random ids; speed does not depend on which."""
    rng = np.random.default_rng(0)
    first, second = (rng.integers(3, VOCABULARY, (batch, STEPS)).astype(np.int32) for _ in range(2))
    return first, second


def keras_step(name: str, units: int, batch: int) -> Callable[[], float]:
    """A step of ours, or of stock Keras with the same optimizer and clipping."""
    from pipeline.model import runtime

    runtime.start(training=name != STOCK)
    import keras

    from pipeline.model import network
    from pipeline.model import step as steps
    from pipeline.settings import TrainSettings

    precision = "auto" if name in (OURS, WITH_MUON) else "float32"
    optimizer = "muon" if name == WITH_MUON else "adamw"
    settings = TrainSettings(units=units, embedding=EMBEDDING, precision=precision, optimizer=optimizer)
    if name == STOCK:
        network.LSTM = keras.layers.LSTM  # type: ignore[misc,assignment]
        keras.layers.LSTM.precision, keras.layers.LSTM.is_plain = "float32", lambda self, training: False
        steps.TOWERS = 1  # type: ignore[attr-defined]
    model = network.build(VOCABULARY, settings)
    run = steps.training_step(model, steps.optimizer(settings, model), [], settings)
    x, y = data(batch)
    return lambda: float(run(x, y)[0])


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


def product_rate(units: int) -> float:
    """The machine's own rate of bfloat16 matrix products, FLOP/s, the best of several."""
    import tensorflow as tf

    a, b = (tf.cast(tf.random.normal((2048, 2048)), tf.bfloat16) for _ in range(2))
    times = []
    for _ in range(8):
        started = time.perf_counter()
        tf.matmul(a, b).numpy()
        times.append(time.perf_counter() - started)
    return 2 * 2048**3 / min(times)


def measure(name: str, units: int, batch: int, steps: int) -> dict[str, float]:
    """The median step of one contestant in this process."""
    run = (torch_step if name.startswith("torch") else keras_step)(name, units, batch)
    run(), run()
    times = []
    for _ in range(steps):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    seconds = statistics.median(times)
    return {"seconds": seconds, "characters_per_second": batch * STEPS / seconds}


def flops(units: int) -> int:
    """Of matrix products for one character in a training step: forward, and twice that backward."""
    return 6 * (4 * units * (EMBEDDING + units) + 4 * units * 2 * units + units * VOCABULARY)


def alone(name: str, units: int, batch: int, steps: int) -> dict[str, float] | None:
    """The measurement in a fresh process; None where PyTorch is absent."""
    if name.startswith("torch") and importlib.util.find_spec("torch") is None:
        return None
    command = [sys.executable, __file__, "--one", name, "--units", str(units), "--batch", str(batch)]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [*command, "--steps", str(steps)], capture_output=True, text=True, check=True, env=environment
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Run all sizes and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, nargs="*", default=[128, 256, 512])
    parser.add_argument("--batch", type=int, nargs="*", default=[64, 128, 256])
    parser.add_argument("--steps", type=int, default=9)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--one", choices=[*CONTESTANTS, "rate"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one == "rate":
        print(json.dumps({"rate": product_rate(asked.units[0])}))
        return
    if asked.one:
        print(json.dumps(measure(asked.one, asked.units[0], asked.batch[0], asked.steps)))
        return
    rate = (alone("rate", 1, 1, 1) or {})["rate"]
    rows = []
    for units in asked.units:
        for batch in asked.batch:
            rounds = [
                {n: alone(n, units, batch, asked.steps) for n in CONTESTANTS} for _ in range(asked.rounds)
            ]
            best = {
                name: max(r[name]["characters_per_second"] for r in rounds) if rounds[0][name] else None
                for name in CONTESTANTS
            }
            rows.append({"units": units, "batch": batch, **best, "share": best[OURS] * flops(units) / rate})
            print(line(rows[-1]), flush=True)
    print(f"\nbfloat16 matrix products alone: {rate / 1e9:.0f} GFLOP/s\n")
    print("| units | tweets |", " | ".join(CONTESTANTS), "| of the product rate | ratios |")
    print("|---|---|", "---|" * (len(CONTESTANTS) + 2), sep="")
    for row in rows:
        print(line(row))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"product_rate": rate, "rows": rows}, indent=1) + "\n")


def line(row: dict) -> str:
    """A row of the table: characters a second, and ours over each peer."""
    cells = [f"{row[name]:,.0f}" if row[name] else "–" for name in CONTESTANTS]
    ratios = [f"{row[OURS] / row[n]:.2f}× {n} (target {t}×)" for n, t in TARGETS.items() if row[n]]
    found = [str(row["units"]), str(row["batch"]), *cells, f"{row['share']:.0%}", ", ".join(ratios)]
    return f"| {' | '.join(found)} |"


if __name__ == "__main__":
    main()
