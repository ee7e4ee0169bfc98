"""The code network: its stream, and, once it is trained, what its units follow and how well it writes."""

from pathlib import Path

import pandas as pd

from pipeline.core.screen import QuietScreen
from pipeline.core.tables import write_table
from pipeline.core.workspace import Workspace, atomic, read_json, write_json
from pipeline.lab.code import columns, library, measures
from pipeline.lab.code.library import Source
from pipeline.lab.code.score import score
from pipeline.lab.code.writing import written
from pipeline.network.weights import NetworkWeights, load_weights
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker

SAMPLES, LENGTH = 12, 3000  # texts written, and real ones beside them, of so many characters
MEASURES = list(columns.WORDS)
REVISION = 2  # raised when the same network gives other tables


def write_library(workspace: Workspace) -> Path:
    """Python's library as one file, package by package; the file is written once."""
    path = workspace.folder / "raw" / "library.py.txt"
    if not path.exists():
        text = library.stream(library.ordered(list(library.sources(library.library()))))
        with atomic(path) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
    return path


def structure(workspace: Workspace, name: str) -> Path:
    """The table `units`, `scores` or `texts`."""
    return workspace.folder / "structure" / f"{name}.parquet"


def done(workspace: Workspace) -> bool:
    """Whether the tables are of the network that is there."""
    return _made(workspace).exists() and read_json(_made(workspace)) == _mark(workspace)


def _made(workspace: Workspace) -> Path:
    return workspace.folder / "structure" / "made.json"


def _mark(workspace: Workspace) -> dict[str, object]:
    return {"weights_sha256": read_json(workspace.model)["weights_sha256"], "revision": REVISION}


def run(workspace: Workspace, tracker: NullTracker, screen: QuietScreen) -> None:
    """Measure units on held-out packages, and score what is written beside real code of the same length."""
    weights, _ = load_weights(workspace)
    vocabulary = Vocabulary.load(workspace.vocabulary)
    files = library.ordered(list(library.sources(library.library())))
    unseen = library.held_out(files)
    packages = {source.package for source in unseen}
    seen = [source for source in files if source.package not in packages]
    units = measures.table(weights, vocabulary, seen, unseen, screen)
    texts = _texts(weights, vocabulary, unseen, screen)
    scores = texts.groupby("text", sort=False)[MEASURES].mean().reset_index()
    write_table(units, structure(workspace, "units"), columns.UNITS)
    write_table(texts, structure(workspace, "texts"), columns.TEXTS)
    write_table(scores, structure(workspace, "scores"), columns.SCORES)
    write_json(_made(workspace), _mark(workspace))
    for name, table in (("units", units), ("scores", scores)):
        tracker.table(table, name)
        screen.show(f"Code: {name}", list(table.columns), table.itertuples(index=False))


def _texts(
    weights: NetworkWeights, vocabulary: Vocabulary, unseen: list[Source], screen: QuietScreen
) -> pd.DataFrame:
    """What is written and as many real beginnings of files, each with its scores."""
    made = written(weights, vocabulary, SAMPLES, LENGTH, screen)
    long = [source for source in unseen if len(source.text) >= LENGTH]
    real = [source.text[:LENGTH] for source in measures.spread(long, SAMPLES)]
    rows = []
    for name, texts in (("written", made), ("real", real)):
        for text in texts:
            found = score(text)
            rows.append({"text": name, "source": text, **vars(found), "mean": found.mean})
    return pd.DataFrame(rows).astype({"lines": float})
