"""`tweetscope site`, as typed."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.commands import site
from pipeline.core.errors import UserError


def test_a_site_needs_its_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a manual it says which command makes one, and writes nothing."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(site.site, ["--name", "demo"])
    assert isinstance(done.exception, UserError)
    assert "make docs" in str(done.exception)
    assert not (tmp_path / "site").exists()
