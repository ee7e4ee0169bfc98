"""Folders for stores of this room."""

from pathlib import Path

import pytest

from pipeline.tracking import safe, worker
from pipeline.tracking import store as stores


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root without a store; the time that a server has is short."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    monkeypatch.setattr(safe, "ANSWER", 2.0)
    monkeypatch.setattr(worker, "SHOWN_AFTER", 0.5)
    monkeypatch.setattr(stores, "PATIENCE", 0.3)
    return tmp_path


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh store in a folder with a space."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    root = tmp_path / "a root"
    root.mkdir()
    return root
