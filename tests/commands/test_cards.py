"""The commands on certificates as cards."""

import json
from pathlib import Path

import jsonschema
import pytest
from command_line import exit_code


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder."""
    monkeypatch.chdir(tmp_path)


def test_the_schema_needs_no_workspace(capsys: pytest.CaptureFixture) -> None:
    """It is one itself, by jsonschema's own check of schemas; no card passes that lacks everything."""
    assert exit_code("cards", "--form", "schema", "--out", "out") == 0
    assert "1 files in out" in capsys.readouterr().out
    schema = json.loads(Path("out/certificates.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert not jsonschema.Draft202012Validator(schema).is_valid({})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cards", "--out", "taken"), "taken is not a folder"),
        (("cards", "--name", "mine", "--out", "out"), "certificates.json"),
        (("verify", "mine"), "certificates.json"),
    ],
)
def test_a_mistake_is_one_line(arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture) -> None:
    """A file in place of the folder; no cards yet. Nothing is made."""
    Path("taken").write_text("x")
    assert exit_code(*arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert not Path("out").exists()
