"""Presets are read and checked."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.preset import PRESETS, load_preset


@pytest.mark.parametrize("name", sorted(path.stem for path in PRESETS.glob("*.toml")))
def test_every_preset_is_valid_and_gives_a_reason_for_every_number(name: str) -> None:
    """Lines with a number have a comment (the smoke preset excepted, which aims at speed alone)."""
    assert load_preset(name).train.units > 0
    lines = (PRESETS / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    train = lines[lines.index("[train]") + 1 :]
    until = next((k for k, line in enumerate(train) if line.startswith("[")), len(train))
    numbers = [line for line in train[:until] if "=" in line]
    assert numbers
    if name != "smoke":
        assert sum("#" in line for line in numbers) >= 0.7 * len(numbers)


def test_a_comment_changes_no_value(tmp_path: Path) -> None:
    """Two files that differ in comments alone give equal presets."""
    (tmp_path / "a.toml").write_text("[train]\nunits = 8\n")
    (tmp_path / "b.toml").write_text("# why\n[train]\nunits = 8 # small\n")
    assert load_preset(str(tmp_path / "a.toml")) == load_preset(str(tmp_path / "b.toml"))


def test_an_unknown_preset_lists_the_known() -> None:
    """The line helps to choose."""
    with pytest.raises(UserError, match="clear, code, demo, large, smoke, stream, tweets"):
        load_preset("tweet")
