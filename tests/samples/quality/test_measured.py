"""Quality is measured again only when it would change."""

from collections.abc import Callable
from pathlib import Path

import pytest
from writers import run

from pipeline.core.workspace import Workspace
from pipeline.samples.quality import measured

Write = Callable[..., Workspace]


def test_quality_is_measured_again_only_when_it_would_change(
    tmp_path: Path, write_workspace: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More samples at another temperature leave the curve alone; another seed does not."""
    workspace = write_workspace(tmp_path / "w")
    run(workspace, temperatures=(0.7,), count=5)
    before = workspace.quality.read_bytes()

    def refuse(*_: object) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr(measured, "_measure", refuse)
    run(workspace, temperatures=(0.7,), count=6, temperature=1.2, batch_size=3, prompt="the ")
    assert workspace.quality.read_bytes() == before
    with pytest.raises(AssertionError, match="measured again"):
        run(workspace, temperatures=(0.7,), count=5, seed=9)
