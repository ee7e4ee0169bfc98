"""Checkpoints come back to the bit, and damaged or foreign ones are refused."""

import math
from pathlib import Path

import numpy as np
import pytest

from pipeline.core.errors import UserError
from pipeline.training.records import checkpoint
from pipeline.training.records.checkpoint import Damaged, Progress

ARRAYS = {"model/0": np.arange(6, dtype=np.float32).reshape(2, 3), "optimizer/0": np.array(7, np.int64)}


def _save(folder: Path, *steps: int) -> list[Path]:
    row = {"step": 1, "valid_bits_per_char": math.nan}
    return [checkpoint.save(folder, Progress(step=s, best=1.5, history=[row]), ARRAYS, "mark") for s in steps]


def test_everything_comes_back(tmp_path: Path) -> None:
    """Arrays bit for bit with their types, and the progress with its history."""
    [path] = _save(tmp_path, 5)
    progress, arrays = checkpoint.read(path, "mark")
    assert (progress.step, progress.best, progress.history[0]["step"]) == (5, 1.5, 1)
    assert all(np.array_equal(arrays[n], a) and arrays[n].dtype == a.dtype for n, a in ARRAYS.items())


def test_the_last_two_are_kept_and_leavings_swept(tmp_path: Path) -> None:
    """Older checkpoints go, and so does what a killed writer left."""
    (tmp_path / ".partial-x.npz").write_bytes(b"half")
    _save(tmp_path, 1, 2, 3)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["step-00000002.npz", "step-00000003.npz"]


@pytest.mark.parametrize("at", [0.0, 0.3, 0.6, 0.95])
def test_one_altered_byte_is_found_and_the_one_before_is_used(tmp_path: Path, at: float) -> None:
    """Wherever a byte changes, the file is refused by name and the older one taken."""
    _, path = _save(tmp_path, 1, 2)
    data = bytearray(path.read_bytes())
    data[int(at * len(data))] ^= 0xFF
    path.write_bytes(data)
    found, refused = checkpoint.latest(tmp_path, "mark")
    assert found is not None
    assert found[0].step == 1 or np.array_equal(found[1]["model/0"], ARRAYS["model/0"])
    assert found[0].step == 2 or (len(refused) == 1 and path.name in refused[0])


@pytest.mark.parametrize("keep", [0, 10, 400])
def test_a_truncated_file_is_refused(tmp_path: Path, keep: int) -> None:
    """A file cut short is damaged, not a traceback."""
    [path] = _save(tmp_path, 1)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(Damaged, match="damaged"):
        checkpoint.read(path, "mark")


def test_a_foreign_checkpoint_is_refused(tmp_path: Path) -> None:
    """Other settings or another corpus: refused, with that reason."""
    [path] = _save(tmp_path, 1)
    with pytest.raises(Damaged, match="other settings"):
        checkpoint.read(path, "another")


def test_a_checkpoint_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older program stored under other names is refused before anything is restored from it."""
    with monkeypatch.context() as older:
        older.setattr(checkpoint, "FORMAT", checkpoint.FORMAT - 1)
        [path] = _save(tmp_path, 1)
    with pytest.raises(Damaged, match="another version"):
        checkpoint.read(path, "mark")


def test_a_new_training_keeps_its_checkpoints_beside_those_of_later_steps(tmp_path: Path) -> None:
    """A training under other settings starts at step 0: what it saves must not fall to higher numbers."""
    checkpoint.save(tmp_path, Progress(step=900), ARRAYS, "before")
    checkpoint.save(tmp_path, Progress(step=950), ARRAYS, "before")
    _save(tmp_path, 1, 2, 3)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["step-00000002.npz", "step-00000003.npz"]
    found, refused = checkpoint.latest(tmp_path, "mark")
    assert found is not None
    assert (found[0].step, refused) == (3, [])


@pytest.mark.parametrize("bit", [0x01, 0x04, 0x80])
def test_no_altered_byte_is_ever_a_traceback(tmp_path: Path, bit: int) -> None:
    """Every seventh byte, a bit at a time: refused as damaged, or read as it was."""
    [path] = _save(tmp_path, 1)
    whole = path.read_bytes()
    before = checkpoint.read(path, "mark")
    refused = 0
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        try:
            progress, arrays = checkpoint.read(path, "mark")
        except Damaged:
            refused += 1
            continue
        assert (progress.step, progress.best, len(progress.history)) == (1, 1.5, 1)
        assert arrays.keys() == before[1].keys()
        assert all(np.array_equal(arrays[name], before[1][name]) for name in arrays)
    assert refused > len(whole) / 7 / 2


def test_a_folder_that_cannot_be_one_is_one_line(tmp_path: Path) -> None:
    """A file where the folder should be: a clear error, not a traceback."""
    place = tmp_path / "checkpoints"
    place.write_text("")
    with pytest.raises(UserError, match="cannot write"):
        _save(place, 1)
