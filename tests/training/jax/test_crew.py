"""Two processes on the loopback address take the steps of one, and neither waits for the other for ever."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from pipeline.core.settings import TrainSettings
from pipeline.training.batches import pad

jax = pytest.importorskip("jax", reason="JAX is not installed")
from pipeline.training.jax import crew  # noqa: E402
from pipeline.training.jax.optimizer import State  # noqa: E402
from pipeline.training.jax.step import mesh, training_step  # noqa: E402

SETTINGS = TrainSettings(
    units=4, layers=1, embedding=3, dropout=0.2, weight_drop=0.1, average_decay=0.9, cell_variation=1.0,
    weight_decay=0.1, learning_rate=0.01, precision="float32", backend="jax",
)  # fmt: skip
PATHS = ["embedding/embeddings", "lstm_1/lstm_cell/kernel", "lstm_1/lstm_cell/recurrent_kernel",
         "lstm_1/lstm_cell/bias", "dense/kernel", "dense/bias"]  # fmt: skip
SHAPES = [(9, 3), (3, 16), (4, 16), (16,), (4, 9), (9,)]
STEPS = 12
PROGRAM = """
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("here", sys.argv[1])
here = importlib.util.module_from_spec(spec)
spec.loader.exec_module(here)
place = here.crew.Place(sys.argv[2], int(sys.argv[3]), 2)
here.crew.connect(place)
losses, weights = here.steps(lose=len(sys.argv) > 4)
if place.number == 0:
    print(json.dumps([losses, [one.tolist() for one in weights]]))
here.jax.distributed.shutdown()
"""


def steps(lose: bool = False) -> tuple[list[float], list[np.ndarray]]:
    """Losses and the last weights of STEPS steps on the same batches, by all processes that there are.

    Args:
        lose: the second process ends in the middle, and the first says so as the program does.
    """
    random = np.random.default_rng(0)
    weights = [random.normal(0, 0.5, shape).astype(np.float32) for shape in SHAPES]
    zeros = [np.zeros_like(one) for one in weights]
    state, step = State(np.int32(0), weights, zeros, zeros, weights), training_step(SETTINGS, PATHS, mesh())
    losses = []
    for number in range(STEPS):
        if lose and number == 5 and jax.process_index() == 1:
            os._exit(7)  # as a process that is killed
        batch = pad([random.integers(2, 9, size) for size in random.integers(3, 15, 40)])
        try:
            state, loss, _ = step(state, batch, 0.01)
            losses.append(float(loss))
        except jax.errors.JaxRuntimeError:
            print(crew.lost([]))
            raise
    return losses, [np.asarray(one) for one in state.weights]


def _two(*more: str) -> tuple[int, str]:
    """The exit code and the words of the first of two processes."""
    with socket.socket() as free:
        free.bind((crew.HERE, 0))
        address = f"{crew.HERE}:{free.getsockname()[1]}"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(Path(__file__)), address, str(number), *more],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        for number in range(2)
    ]  # fmt: skip
    try:
        said, _ = started[0].communicate(timeout=600)
    finally:
        started[1].kill()
        started[1].wait()
    return started[0].returncode, said


def test_two_processes_take_the_steps_of_one() -> None:
    """Losses and weights to 1e-4, with masks, cell variation, averages and lanes that only pad."""
    losses, weights = steps()
    code, said = _two()
    assert code == 0
    theirs, last = json.loads(said.splitlines()[-1])
    assert losses[-1] < losses[0]
    np.testing.assert_allclose(theirs, losses, atol=1e-4)
    for ours, other in zip(weights, last, strict=True):
        np.testing.assert_allclose(other, ours, atol=1e-4)


def test_the_first_notices_that_the_second_has_ended() -> None:
    """It does not wait for ever: an error that the program turns into its line."""
    code, said = _two("lose")
    assert code != 0
    assert "another process was lost" in said


def test_the_line_names_who_was_lost() -> None:
    """The process that has ended, by its number and its code; else only that one was lost."""
    ended, runs = (
        SimpleNamespace(where=where, code=lambda c=code: c) for where, code in (("", 3), ("", None))
    )
    assert crew.lost([ended, runs]).startswith("process 1 (code 3) was lost")
    there = SimpleNamespace(where=" on tcp://10.0.0.2:40001", code=lambda: -9)
    assert crew.lost([runs, there]).startswith("process 2 on tcp://10.0.0.2:40001 (code -9) was lost")
    assert crew.lost([]).startswith("another process was lost")
