"""The commands about concepts."""

from pathlib import Path

import pytest
from command_line import exit_code

from pipeline.concepts import CONCEPTS, GRADED


def test_the_catalogue_lists_the_concepts(capsys: pytest.CaptureFixture) -> None:
    """Every concept by name, spans and graded."""
    assert exit_code("catalogue") == 0
    said = capsys.readouterr().out
    assert all(name in said for name in (*CONCEPTS, *GRADED))


def test_labels_that_are_not_there_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """Which file, and which forms are read."""
    monkeypatch.chdir(tmp_path)
    assert exit_code("gold", "--labels", "nowhere.conll") == 2
    said = capsys.readouterr().err
    assert "nowhere.conll is not a file: give CoNLL, CoNLL-U or JSON lines" in said
    assert said.count("\n") == 1
