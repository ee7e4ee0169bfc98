"""The code network: its stream, and, once it is trained, what its units follow and how well it writes."""

from pathlib import Path

import pandas as pd

from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace, atomic
from pipeline.lab.code import library, measures
from pipeline.lab.code.score import Score, score
from pipeline.lab.code.writing import written
from pipeline.network.weights import load_weights
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker

SAMPLES, LENGTH = 12, 3000  # texts written, and real ones beside them, of so many characters


def write_library(workspace: Workspace) -> Path:
    """Python's library as one file, package by package; the file is written once."""
    path = workspace.folder / "raw" / "library.py.txt"
    if not path.exists():
        text = library.stream(library.ordered(list(library.sources(library.library()))))
        with atomic(path) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
    return path


def structure(workspace: Workspace, name: str) -> Path:
    """The table `units` or `scores`."""
    return workspace.folder / "structure" / f"{name}.parquet"


def run(workspace: Workspace, tracker: NullTracker, screen: QuietScreen) -> None:
    """Measure units on held-out packages, and score what is written beside real code of the same length."""
    weights, _ = load_weights(workspace)
    vocabulary = Vocabulary.load(workspace.vocabulary)
    files = library.ordered(list(library.sources(library.library())))
    unseen = library.held_out(files)
    packages = {source.package for source in unseen}
    seen = [source for source in files if source.package not in packages]
    units = measures.table(weights, vocabulary, seen, unseen)
    made = [score(text) for text in written(weights, vocabulary, SAMPLES, LENGTH)]
    real = [score(source.text[:LENGTH]) for source in unseen if len(source.text) >= LENGTH][:SAMPLES]
    scores = pd.DataFrame([_means("written", made), _means("real", real)])
    for name, table in (("units", units), ("scores", scores)):
        with atomic(structure(workspace, name)) as temporary:
            table.to_parquet(temporary, index=False)
        tracker.table(table, name)
        screen.table(f"Code: {name}", list(table.columns), table.itertuples(index=False))


def _means(name: str, scores: list[Score]) -> dict[str, object]:
    frame = pd.DataFrame([vars(one) for one in scores])
    return {"text": name, **frame.mean().to_dict(), "mean": sum(one.mean for one in scores) / len(scores)}
