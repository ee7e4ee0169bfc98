"""Running one stage: what a missing input says, and how settings are named."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import Screen
from pipeline.core.settings import Preset
from pipeline.core.workspace import Workspace
from pipeline.runner import run
from pipeline.runner.registry import BY_NAME


def test_a_missing_input_names_the_stages_before(tmp_path: Path) -> None:
    """One line with the file and what to run; nothing is written."""
    asked = run.Request(tmp_path, Workspace(tmp_path / "data" / "new"), track=False)
    with pytest.raises(UserError, match=r"tweets\.parquet is missing: run .*`tweetscope train`"):
        run.run_stage(BY_NAME["concepts"], Preset(), asked, Screen())
    assert not (tmp_path / "data").exists()


def test_nested_settings_are_joined_by_dots() -> None:
    """As in the docstring's example, an empty table kept."""
    assert run.flat({"a": {"b": {"c": 1}}, "d": {}}) == {"a.b.c": 1, "d": {}}
