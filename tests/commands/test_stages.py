"""A command for each stage, and several in order: what is refused, in one line."""

from pathlib import Path

import pytest
from command_line import exit_code

from pipeline.commands.stages import COMMANDS
from pipeline.core.settings import Preset
from pipeline.runner.registry import BY_NAME


def test_every_stage_has_its_command_with_all_its_settings() -> None:
    """Name and help are the record's; each setting of the preset is an option, the raw file an argument."""
    commands = {command.name: command for command in COMMANDS}
    assert set(BY_NAME) - set(commands) == {"samples"}  # which has options of its own
    for name in set(BY_NAME) & set(commands):
        assert commands[name].help == BY_NAME[name].help
        options = {param.name for param in commands[name].params}
        fields = Preset.model_fields.get(name)
        if fields is not None:
            assert set(fields.annotation.model_fields) - {"source"} <= options  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "scan", "--until", "train"), "give the stages, or --until the last one, not both"),
        (("run", "scam"), "'scam'"),
        (("run", "--until", "scam"), "'scam'"),
        (("run", "--name", "mine"), "no raw file is known for 'mine'"),
        (("plan", "--name", "mine"), "no raw file is known for 'mine'"),
        (("scan", "--name", "../mine"), "mine"),
    ],
)
def test_a_mistake_is_one_line(
    arguments: tuple[str, ...],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
) -> None:
    """Exit code 2, what is wrong, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    assert exit_code(*arguments, "--no-track") == 2 if arguments[0] != "plan" else exit_code(*arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.strip().count("\n") == 0
    assert not list(tmp_path.rglob("manifests"))


def test_a_plan_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """Every stage of the demo would run; as a graph there is a node for each; nothing is written."""
    monkeypatch.chdir(tmp_path)
    for more in ((), ("--mermaid",)):
        assert exit_code("plan", "--name", "demo", *more) == 0
        said = capsys.readouterr().out
        assert all(name in said for name in BY_NAME)
    assert not (tmp_path / "data").exists()
