"""The command that shows how a file would be read."""

from pathlib import Path

import pytest
from command_line import exit_code


def test_a_file_is_shown_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """Its texts and its form; two files are read together; the folder is as it was."""
    monkeypatch.chdir(tmp_path)
    Path("a b.csv").write_text("id,text\n1,a blue house\n2,a red hat\n")
    Path("c.csv").write_text("id,text\n3,the last post\n")
    assert exit_code("look", "a b.csv", "c.csv") == 0
    said = capsys.readouterr().out
    assert all(text in said for text in ("a blue house", "CSV", "3"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a b.csv", "c.csv"]
