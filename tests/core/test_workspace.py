"""Artefacts are written whole or not at all, and each has one path."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import (
    Workspace,
    atomic,
    read_json,
    sha256,
)


def test_a_block_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """The old file stays, and nothing temporary is left."""
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail() -> None:
        with atomic(path) as temporary:
            temporary.write_text("half")
            raise ValueError("midway")

    with pytest.raises(ValueError, match="midway"):
        fail()
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    """The error names the path and is a UserError."""
    (tmp_path / "x").write_text("")
    with pytest.raises(UserError, match="cannot write"), atomic(tmp_path / "x" / "y.txt"):
        pass


def test_sha256_of_a_known_text(tmp_path: Path) -> None:
    """The digest of 'abc' from FIPS 180-2, appendix B.1."""
    (tmp_path / "abc").write_bytes(b"abc")
    assert sha256(tmp_path / "abc").startswith("ba7816bf8f01cfea414140de5dae2223")


def test_damaged_json_is_one_line_with_its_path(tmp_path: Path) -> None:
    """No traceback for a file cut short."""
    (tmp_path / "m.json").write_text('{"a": ')
    with pytest.raises(UserError, match=r"m\.json is damaged"):
        read_json(tmp_path / "m.json")


def test_a_missing_artefact_names_the_target_that_makes_it(tmp_path: Path) -> None:
    """The user is told what to type."""
    workspace = Workspace(tmp_path / "mine")
    with pytest.raises(UserError, match="make train NAME=mine"):
        workspace.need(workspace.model, "train")
