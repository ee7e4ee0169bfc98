"""The race: what several models make of one corpus in the same time, on the same split.

    make race NAME=demo MINUTES=1 TORCH=/path/to/python
    make race NAME=shakespeare MINUTES="1 5" ARGS="--speeches shakespeare.txt"

Contestants: PPMd of orders 5 to 16, an interpolated Witten-Bell model, the recipe of char-rnn, an LSTM tweet
by tweet and a transformer of as many parameters in PyTorch (`race_torch.py`, run by the interpreter given as
`--torch`, where `pip install torch==2.13.0 numpy` has put it; without one these rows are left out), and this
program with the workspace's settings. One runs at a time, on all cores. Networks train for the given time,
validation and compilation included, with schedules that end with the clock; then their best weights on valid
are scored on test: bits per character and end of a tweet, each tweet from its start. Compressors and counters
have no clock: their seconds are what they need.

Rows that are in `results/race.json` are not run again (`--again` runs them), so a stopped race goes on.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.commands import options
from pipeline.commands.app import more_arguments, one_line_errors
from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.text.vocabulary import Vocabulary

RESULTS = Path(__file__).resolve().parents[1] / "results" / "race.json"
ORDERS = (5, 6, 8, 10, 12, 14, 16)  # of PPMd
COUNTED = 6  # order of the Witten-Bell model
OURS = "tweetscope"
TORCH = ("char-rnn", "LSTM, tweet by tweet", "transformer")
Row = dict[str, Any]


def parts(workspace: Workspace) -> tuple[Vocabulary, dict[str, list[str]]]:
    """The texts of each split, as the network reads them."""
    vocabulary = Vocabulary.load(workspace.need(workspace.vocabulary, "corpus"))
    table = pd.read_parquet(workspace.need(workspace.tweets, "corpus"), columns=["text", "split"])
    texts = {
        split: [vocabulary.decode(vocabulary.encode(text)) for text in table.text[table.split == split]]
        for split in ("train", "valid", "test")
    }
    return vocabulary, texts


def compressed(texts: Mapping[str, list[str]], order: int) -> Row:
    """PPMd: test tweets after the training tweets; they teach each other nothing."""
    from pipeline.evaluation import ppm

    return {
        "test": float(ppm.bits(texts["train"], texts["test"], order).mean()),
        "valid": float(ppm.bits(texts["train"], texts["valid"], order).mean()),
    }


def counted(texts: Mapping[str, list[str]]) -> Row:
    """Witten-Bell."""
    from pipeline.text import ngram

    model = ngram.train(texts["train"], COUNTED)
    return {split: ngram.bits_per_char(model, texts[split]) for split in ("test", "valid")}


def ours(workspace: Workspace, seconds: float) -> Row:
    """This program's own stage, in a workspace of its own that ends with the clock."""
    from pipeline.core.screen import QuietScreen
    from pipeline.runner.configure import Choice, configure
    from pipeline.tracking.tracker import NullTracker
    from pipeline.training import runtime

    runtime.start(training=True)
    from pipeline.training import stage

    clock = {"seconds": seconds, "epochs": 1e6, "patience": 10**6, "checkpoint_steps": 10**9}
    settings = configure(workspace, Choice(), remember=False).train.model_copy(update=clock)
    with tempfile.TemporaryDirectory() as folder:
        place = Workspace(Path(folder) / workspace.name)
        place.folder.mkdir()
        for path in (workspace.tweets, workspace.vocabulary):
            (place.folder / path.name).symlink_to(path.resolve())
        found = stage.run(settings, place, NullTracker(), QuietScreen())
        import h5py

        with h5py.File(place.weights) as file:
            sizes: list[int] = []
            file.visititems(lambda _, one: sizes.append(one.size) if hasattr(one, "size") else None)
        curve = pd.read_parquet(place.history)
    return {
        "test": found["test_bits_per_char"],
        "valid": found["valid_bits_per_char"],
        "parameters": int(sum(sizes)),
        "epochs": float(curve["epoch"].iloc[-1]),
    }


def torch_row(interpreter: str, name: str, workspace: Workspace, seconds: float) -> Row:
    """A contestant in PyTorch, in its own environment, from ids alone."""
    from pipeline.runner.configure import Choice, configure

    settings = configure(workspace, Choice(), remember=False).train
    vocabulary, texts = parts(workspace)
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "ids.npz", Path(folder) / "found.json"
        arrays: dict[str, Any] = {"vocabulary": vocabulary.size, "units": settings.units}
        for split, some in texts.items():
            ids = [vocabulary.encode(text) for text in some]
            arrays |= {split: np.concatenate(ids), f"{split}_lengths": np.array([len(one) for one in ids])}
        np.savez(given, embedding=settings.embedding, layers=settings.layers, seed=settings.seed, **arrays)
        script = Path(__file__).parent / "race_torch.py"
        subprocess.run([interpreter, script, name, given, str(seconds), found], check=True)
        row: Row = json.loads(found.read_text())
    return row


def minutes(given: str) -> list[float]:
    """Such as "1 5 15 60"."""
    found = [float(some) for some in given.split()]
    if not found or not all(0 < some < math.inf for some in found):
        raise ValueError(given)
    return found


def usable(interpreter: str) -> None:
    """Whether the interpreter has what the contestants in PyTorch need.

    Raises:
        UserError: it has not, or does not run.
    """
    try:
        subprocess.run([interpreter, "-c", "import numpy, torch"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise UserError(
            f"{interpreter} is not an interpreter with PyTorch and NumPy: give one as TORCH, or leave it out"
        ) from error


def entries(
    workspace: Workspace, minutes: list[float], torch: str | None
) -> Iterator[tuple[str, float, Any]]:
    """Every row: contestant, seconds (0 without a clock), and what runs it."""
    for order in ORDERS:
        yield f"PPMd, order {order}", 0, lambda order=order: compressed(parts(workspace)[1], order)
    yield f"Witten-Bell, order {COUNTED}", 0, lambda: counted(parts(workspace)[1])
    for some in minutes:
        seconds = 60 * some
        for name in TORCH if torch else ():
            yield name, seconds, lambda name=name, s=seconds: torch_row(str(torch), name, workspace, s)
        yield OURS, seconds, lambda s=seconds: alone(workspace, s)


def alone(workspace: Workspace, seconds: float) -> Row:
    """`ours` in a process of its own, whose threads are set for training."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [sys.executable, __file__, "--name", workspace.name, "--ours", str(seconds), file.name]
        subprocess.run(command, check=True, env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"})
        row: Row = json.loads(Path(file.name).read_text())
    return row


def speeches(workspace: Workspace, source: Path) -> None:
    """A text with empty lines between its paragraphs (a play), as the workspace's corpus: each is a post."""
    posts = [one.strip() for one in source.read_text(encoding="utf-8").split("\n\n") if one.strip()]
    workspace.folder.mkdir(parents=True, exist_ok=True)
    raw = workspace.folder / "speeches.jsonl"
    raw.write_text("".join(json.dumps({"text": one}) + "\n" for one in posts), encoding="utf-8")
    command = ["corpus", "--name", workspace.name, "--corpus", str(raw), "--no-track"]
    command += ["--max-length", "4000", "--min-count", "1"]
    subprocess.run(
        [sys.executable, "-m", "pipeline", *command], check=True, cwd=workspace.folder.parent.parent
    )


def race(workspace: Workspace, asked: argparse.Namespace) -> None:
    """All rows that are not there yet; each is written as soon as it is measured."""
    results: Path = asked.results
    kept = json.loads(results.read_text()) if results.exists() else {"rows": []}
    for name, seconds, run in entries(workspace, asked.minutes, asked.torch):
        if asked.only not in name:
            continue
        key = (workspace.name, name, seconds)
        same = [row for row in kept["rows"] if _key(row) == key]
        if same and not asked.again:
            print(line(same[0]), flush=True)
            continue
        started, load = time.perf_counter(), os.getloadavg()[0]
        row = {"corpus": workspace.name, "contestant": name, "seconds": seconds, **run()}
        row |= {"wall": time.perf_counter() - started, "cores": os.cpu_count(), "load": load}
        row.setdefault("version", version("pyppmd") if name.startswith("PPMd") else version("tweetscope"))
        kept["rows"] = [*(old for old in kept["rows"] if _key(old) != key), row]
        results.parent.mkdir(parents=True, exist_ok=True)
        results.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        print(line(row), flush=True)


def _key(row: Row) -> tuple[str, str, float]:
    return row["corpus"], row["contestant"], row["seconds"]


def line(row: Row) -> str:
    """A row of the table."""
    clock = f"{row['seconds'] / 60:g} min" if row["seconds"] else "–"
    size = f"{row['parameters']:,}" if "parameters" in row else "–"
    cells = (row["corpus"], row["contestant"], clock, f"{row['test']:.3f}", f"{row['valid']:.3f}", size)
    return "| " + " | ".join(cells) + f" | {row['wall']:.0f} s |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--name", default="demo", help="the folder under data/, with its tweets.parquet")
    parser.add_argument("--minutes", type=minutes, default="1", help="of training, such as 1 or '1 5 15 60'")
    parser.add_argument("--torch", help="the interpreter of an environment with PyTorch and NumPy")
    parser.add_argument(
        "--speeches", type=Path, help="make the workspace's corpus from the paragraphs of a text"
    )
    parser.add_argument("--again", action="store_true", help="run rows that are there already")
    parser.add_argument("--only", default="", help="contestants whose names hold this")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the file of the rows")
    parser.add_argument("--ours", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args([*sys.argv[1:], *more_arguments()])
    workspace = options.workspace(asked.name)
    if asked.ours:
        Path(asked.ours[1]).write_text(json.dumps(ours(workspace, float(asked.ours[0]))), encoding="utf-8")
        return
    if asked.speeches and not workspace.tweets.exists():
        speeches(workspace, asked.speeches)
    for path in (workspace.tweets, workspace.vocabulary):
        workspace.need(path, "corpus")
    if asked.torch:
        usable(asked.torch)
    print("| corpus | contestant | time | test bits | valid bits | parameters | wall |")
    print("|---|---|--:|--:|--:|--:|--:|")
    race(workspace, asked)


if __name__ == "__main__":
    with one_line_errors():
        main()
