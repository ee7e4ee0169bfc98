"""Artefacts as the report reads them: what is missing or damaged is one clear line."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.report import artefacts


def test_a_workspace_that_is_not_there(tmp_path: Path) -> None:
    """Without a corpus there is one line that says what to run."""
    with pytest.raises(UserError, match="run `make corpus NAME=nothing` first"):
        artefacts.read(Workspace(tmp_path / "nothing"))


def test_a_damaged_artefact_is_named(tmp_path: Path, make: Any) -> None:
    """A file that is not Parquet is a UserError of one line with its path."""
    workspace = make(tmp_path / "demo")
    workspace.probes.write_bytes(b"no parquet")
    with pytest.raises(UserError) as caught:
        artefacts.read(workspace)
    assert str(workspace.probes) in str(caught.value)
    assert "\n" not in str(caught.value)
