"""Files: damage is one line, digests are those of the bytes, what is half-written is swept."""

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.files import PARTIAL, Damaged, read_json, read_table, read_text, reading, sha256, sweep


@pytest.mark.parametrize("content", [b"", b"nul", b"[1]", b"5", b"\xff\xfe{}", b"[" * 100_000])
def test_json_that_is_no_object_is_damaged(tmp_path: Path, content: bytes) -> None:
    """The line names the file."""
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(Damaged, match=r"x\.json is damaged"):
        read_json(path)


def test_a_file_that_cannot_be_opened_is_not_called_damaged(tmp_path: Path) -> None:
    """A folder and a missing file say what they are."""
    for path in (tmp_path, tmp_path / "absent.parquet"):
        for read in (read_table, read_text):
            with pytest.raises(UserError, match="cannot read") as caught:
                read(path)
            assert str(path) in str(caught.value)


def test_whatever_a_library_raises_is_one_line(tmp_path: Path) -> None:
    """Also what says nothing, and what says much; a line stays as it is."""
    for error, said in ((KeyError(), "KeyError"), (ValueError("a\nb"), "[(]a[)]"), (UserError("b"), "^b$")):
        with pytest.raises(UserError, match=said), reading(tmp_path, "x"):
            raise error
    with pytest.raises(MemoryError), reading(tmp_path, "x"):
        raise MemoryError


def test_a_digest_is_that_of_the_bytes_however_quickly_they_change(tmp_path: Path) -> None:
    """Bytes of one length, written in quick succession, and again with the old times set back."""
    path = tmp_path / "x"
    for number in range(300):
        content = b"%06d" % number
        path.write_bytes(content)
        assert sha256(path) == hashlib.sha256(content).hexdigest()
    os.utime(path, ns=(1, 1))
    assert sha256(path) == hashlib.sha256(b"000299").hexdigest()
    path.write_bytes(b"000300")
    os.utime(path, ns=(1, 1))
    assert sha256(path) == hashlib.sha256(b"000300").hexdigest()


def test_what_is_half_written_is_swept(tmp_path: Path) -> None:
    """At any depth, and nothing else."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in (f"{PARTIAL}x", f"a/b/{PARTIAL}y.npz", "a/b/kept"):
        (tmp_path / name).touch()
    (tmp_path / "a" / f"{PARTIAL}table.parquet").mkdir()
    (tmp_path / "a" / f"{PARTIAL}table.parquet" / "part-00000.parquet").touch()
    assert sweep(tmp_path) == 3
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["kept"]
