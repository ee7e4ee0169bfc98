"""Checkpoints: everything that a training needs to go on to the same bit, in one file.

A checkpoint is an `.npz` (no pickle) of arrays plus one JSON text: position in the data, metrics so far,
the fingerprint of settings and data. A digest over all of it is stored inside, so that a damaged file is
known as such. The last two are kept. Arrays and progress of another version of this program are refused.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.errors import UserError
from pipeline.core.files import atomic, reading, sweep

KEPT = 2
FORMAT = 2  # what is stored, and under which names; one more when that changes
Arrays = dict[str, np.ndarray]


class Damaged(Exception):
    """The file is not an intact checkpoint of this training; the message says why."""


@dataclass
class Progress:
    """Where a training stands, apart from its arrays; JSON-able.

    Attributes:
        step: steps done.
        best: the best validation bits per character so far (None before the first).
        stale: validations since the best.
        seconds: of training, over all sittings.
        history: one row a step or validation, as in `history.parquet`.
    """

    step: int = 0
    best: float | None = None
    best_step: int = 0
    stale: int = 0
    seconds: float = 0.0
    history: list[dict[str, Any]] = field(default_factory=list)


def _digest(arrays: Arrays, text: str) -> str:
    total = hashlib.sha256(text.encode())
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        total.update(f"{name} {array.dtype} {array.shape}".encode())
        total.update(array.tobytes())
    return total.hexdigest()


def save(folder: Path, progress: Progress, arrays: Arrays, fingerprint: str) -> Path:
    """Write a checkpoint atomically, then drop all but the last two of this training.

    Raises:
        UserError: the folder cannot be written or the disk is full; earlier checkpoints stay.
    """
    text = json.dumps({"format": FORMAT, "fingerprint": fingerprint, "progress": vars(progress)})
    path = folder / f"step-{progress.step:08d}.npz"
    stored = {f"array/{name}": array for name, array in arrays.items()}
    with atomic(path) as temporary:
        np.savez(temporary, text=np.array(text), digest=np.array(_digest(arrays, text)), **stored)  # type: ignore[arg-type]
    found = sorted(folder.glob("step-*.npz"))
    own = found[: found.index(path) + 1]  # one of a later step was refused: damaged, or of other settings
    for old in set(found) - set(own[-KEPT:]):
        old.unlink(missing_ok=True)
    sweep(folder)  # what a process left that was killed while it wrote
    return path


def read(path: Path, fingerprint: str) -> tuple[Progress, Arrays]:
    """One checkpoint, checked.

    Raises:
        Damaged: the file is incomplete, altered, or of another training.
    """
    try:
        with reading(path, "a checkpoint"), np.load(path, allow_pickle=False) as file:
            text, digest = str(file["text"]), str(file["digest"])
            arrays = {n.removeprefix("array/"): file[n] for n in file.files if n.startswith("array/")}
    except UserError as error:  # the one line that `reading` makes of whatever a damaged zip raises
        raise Damaged(f"{path} is damaged ({error.__cause__})") from error
    if _digest(arrays, text) != digest:
        raise Damaged(f"{path} is damaged (its digest differs)")
    value = json.loads(text)
    if value.get("format") != FORMAT:
        raise Damaged(f"{path} is of another version of this program")
    if value["fingerprint"] != fingerprint:
        raise Damaged(f"{path} belongs to other settings or another corpus")
    return Progress(**value["progress"]), arrays


def latest(folder: Path, fingerprint: str) -> tuple[tuple[Progress, Arrays] | None, list[str]]:
    """The newest intact checkpoint (None if there is none) and a line for each one refused."""
    refused: list[str] = []
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is not a folder: move it away")
    for path in sorted(folder.glob("step-*.npz"), reverse=True):
        try:
            return read(path, fingerprint), refused
        except Damaged as reason:
            refused.append(str(reason))
    return None, refused
