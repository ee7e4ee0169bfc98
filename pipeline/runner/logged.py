"""What MLflow keeps of a trained network: its dataset, the network itself, its checkpoints, its curve."""

from pathlib import Path
from typing import Any

from pipeline.core import manifest
from pipeline.core.workspace import Workspace, read_json, read_table, sha256
from pipeline.runner.measures import measures
from pipeline.tracking.tracker import NullTracker

KEPT = ("test_bits_per_char", "valid_bits_per_char", "step")  # what a card says of the kept weights
STEP = "step-*.weights.h5"


def register(tracker: NullTracker, workspace: Workspace) -> None:
    """Log the curve as a figure, the checkpoints, and the trained network, ready to be served.

    What is served writes tweets; a network of a stream knows none.
    """
    from pipeline.figures import course
    from pipeline.samples.serving import arguments

    card = read_json(workspace.model)
    tracker.figure(course.training(read_table(workspace.history), card.get("step")), "curve")
    if workspace.tweets.exists():
        log_dataset(tracker, workspace)
    tracker.checkpoints(checkpoints(workspace))
    if workspace.tweets.exists():
        name = f"tweetscope-{workspace.name}"
        kept = measures("train", {count: card[count] for count in KEPT})
        tracker.model(arguments.log_arguments(workspace), name, kept, _said(workspace))


def _said(workspace: Workspace) -> str:
    """The model card."""
    card = workspace.model_card
    return card.read_text(encoding="utf-8") if card.exists() else ""


def checkpoints(workspace: Workspace) -> list[dict[str, Any]]:
    """The weights kept while training: name, step, file in the workspace, SHA-256, bits on valid.

    Those whose bits the history does not know are left out.
    """
    history = read_table(workspace.history, columns=["step", "valid_bits_per_char"]).dropna()
    bits = dict(zip(history["step"].astype(int), history["valid_bits_per_char"], strict=True))
    found = []
    for path in sorted(workspace.snapshots.glob(STEP)):
        step = int(path.name.removeprefix("step-").partition(".")[0])
        if step in bits:
            name, file = f"{workspace.name}-step-{step}", path.relative_to(workspace.folder).as_posix()
            known = {"step": step, "bits": float(bits[step]), "sha256": sha256(path)}
            found.append({"name": name, "file": file, **known})
    return found


def log_dataset(tracker: NullTracker, workspace: Workspace) -> None:
    """Log the corpus as the dataset of a training, by the name and digest that ingestion has logged."""
    path = workspace.manifest("corpus")
    if not path.exists():
        return
    made = manifest.read(path)
    source, digest = made["fingerprint"]["settings"].get("source"), made["counts"].get("source_sha256")
    if source and digest:
        tracker.dataset(read_table(workspace.tweets), Path(source).name, Path(source), digest)
