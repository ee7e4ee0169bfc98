"""Damaged and foreign artefacts: each file of each stage, damaged in each way, refused by each reader."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
from command_line import exit_code

from pipeline.core.files import parts, sha256
from pipeline.core.workspace import Workspace, read_json
from pipeline.runner.configure import Choice, configure
from pipeline.runner.registry import STAGES

WRONG_SHAPES = (b"null", b"[]", b"5", b"{}", b"[" * 100_000, b'{"stage": 3}')


@pytest.fixture
def place(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of that workspace, which the test may damage."""
    shutil.copytree(tiny_home, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    return Workspace(tmp_path / "copy" / "data" / "tiny")


def _run(*arguments: str) -> int:
    return exit_code(*arguments, "--name", "tiny", *([] if arguments[0] in PLAIN else ["--no-track"]))


PLAIN = ("continue", "quiz", "plan", "results")


def _flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _other(path: Path) -> None:
    """A whole file of the same kind with other content, as the same stage of another workspace writes it."""
    if path.suffix == ".parquet":
        table = pd.read_parquet(path)
        other = table.iloc[::-1].iloc[1:] if len(table) else table.assign(other=pd.Series(dtype="int64"))
        other.to_parquet(path, index=False)
    elif path.suffix == ".npz":
        with np.load(path) as file:
            arrays = dict(file)
        np.savez(path.open("wb"), **{**arrays, "score": -arrays["score"]})
    elif path.suffix == ".h5":
        _weights(path, lambda array: array * 1.5)
    elif path.suffix == ".json":
        path.write_text(path.read_text() + "\n")
    else:
        path.write_text("another text\n")


def _nan(path: Path) -> None:
    _weights(path, lambda array: array * np.nan)


def _weights(path: Path, changed: Callable[[np.ndarray], np.ndarray]) -> None:
    with h5py.File(path, "r+") as file:
        values = file["layers/dense/vars/0"]
        values[...] = changed(values[...])


DAMAGES = {"flip": _flip, "cut": _cut, "empty": _empty, "foreign": _other}


@pytest.fixture(scope="module")
def outcomes() -> Iterator[dict[str, int]]:
    """How often each damage was refused."""
    counts: dict[str, int] = {}
    yield counts
    print(counts)


def _refused(said: str, path: Path) -> None:
    """One line, which names the file and a stage that writes it again."""
    assert said.startswith("error: "), said
    assert said.count("\n") == 1, said
    assert str(path) in said, said
    assert "tweetscope " in said, said


@pytest.mark.parametrize("damage", [*DAMAGES, "nan", "shape"])
def test_every_reader_refuses_every_damaged_file_of_every_stage(
    place: Workspace, capsys: pytest.CaptureFixture, outcomes: dict[str, int], damage: str
) -> None:
    """No traceback, no silent success: exit code 2 and one line that names the file and its stage."""
    preset = configure(place, Choice(), remember=False)
    for writer in STAGES:
        for path in writer.written(place, preset):
            readers = [stage.name for stage in STAGES if path in stage.read(place, preset)]
            harmed = parts(path)[-1]
            whole = harmed.read_bytes()
            for harm in _harms(damage, path):
                harm(harmed)
                for reader in readers:
                    code = _run(reader)
                    assert code == 2, f"{reader} ran on {path}"
                    _refused(capsys.readouterr().err, path)
                    outcomes[damage] = outcomes.get(damage, 0) + 1
            harmed.write_bytes(whole)
    assert outcomes[damage] >= {"nan": 7, "shape": 60}.get(damage, 55)


def _idle(place: Workspace) -> list[tuple[str, Path]]:
    """What a stage declares and has no use for now: samples without steering, a page without causes."""
    return [("samples", place.scan), ("samples", place.certificates), ("explore", place.causes)]


def _harms(damage: str, path: Path) -> list[Callable[[Path], object]]:
    if damage == "nan":
        return [_nan] if path.suffix == ".h5" else []
    if damage == "shape":
        return [lambda p, b=b: p.write_bytes(b) for b in WRONG_SHAPES] if path.suffix == ".json" else []
    return [DAMAGES[damage]]


@pytest.mark.parametrize("damage", ["cut", "empty", "nan", "shape"])
def test_what_cannot_be_read_is_one_line_even_when_it_is_accepted(
    place: Workspace, capsys: pytest.CaptureFixture, damage: str
) -> None:
    """`--accept` takes a file for what it says it is; its reader refuses one that says nothing."""
    preset = configure(place, Choice(), remember=False)
    kept = {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    refused = 0
    for writer in STAGES:
        for path in writer.written(place, preset):
            if path.suffix == ".md" or path == place.rejects:
                continue  # read by people
            readers = [stage.name for stage in STAGES if path in stage.read(place, preset)]
            harmed = parts(path)[-1]
            for harm in _harms(damage, path):
                for reader in readers:
                    if (reader, path) in _idle(place):
                        continue
                    harm(harmed)
                    if path == place.passages and path.read_bytes() == b"{}":
                        continue  # there may be none
                    code = _run(reader, "--accept")
                    said = capsys.readouterr().err
                    assert code == 2, f"{reader} ran on {path}"
                    assert said.startswith("error: "), said
                    assert said.count("\n") == 1, said
                    assert harmed.name in said, said
                    refused += 1
                    for one, content in kept.items():
                        if one.read_bytes() != content:
                            one.write_bytes(content)
    assert refused >= 5


def test_a_table_of_several_files_lacks_none(place: Workspace, capsys: pytest.CaptureFixture) -> None:
    """The tweets of this workspace are a folder; without one of its files it is not what its stage wrote."""
    files = parts(place.tweets)
    assert len(files) > 1
    files[0].unlink()
    assert _run("concepts") == 2
    _refused(capsys.readouterr().err, place.tweets)


def test_the_next_run_makes_a_damaged_file_again(place: Workspace, capsys: pytest.CaptureFixture) -> None:
    """The stage says why it runs, and writes the very bytes that were there."""
    before = sha256(place.spans)
    _flip(parts(place.spans)[-1])
    assert _run("run", "corpus", "concepts", "bits") == 0
    said = capsys.readouterr().out
    assert "spans.parquet is not what it wrote" in said
    assert "bits: up to date" in said
    assert sha256(place.spans) == before


def test_a_foreign_file_is_accepted_by_those_who_mean_it(
    place: Workspace, capsys: pytest.CaptureFixture
) -> None:
    """A line says which; its own stage does not make it anew, those that read it run on it."""
    _other(parts(place.spans)[-1])
    foreign = sha256(place.spans)
    assert _run("run", "concepts", "bits", "--accept") == 0
    said = capsys.readouterr().out
    assert f"{place.spans} is taken as it is, though concepts did not write it" in " ".join(said.split())
    assert "concepts: up to date" in said
    assert "because spans.parquet changed" in said
    assert read_json(place.manifest("concepts"))["accepted"] == ["spans.parquet"]
    assert sha256(place.spans) == foreign


@pytest.mark.parametrize("content", WRONG_SHAPES)
def test_a_damaged_manifest_is_removed_and_its_stage_runs_again(
    place: Workspace, capsys: pytest.CaptureFixture, content: bytes
) -> None:
    """What its stage wrote then belongs to no finished run: a reader refuses it, a run writes it again."""
    place.manifest("concepts").write_bytes(content)
    assert _run("plan") == 0
    assert "its manifest is damaged" in " ".join(capsys.readouterr().out.split())
    assert _run("bits") == 2
    assert f"{place.spans} was not written by a finished run: `tweetscope concepts" in capsys.readouterr().err
    assert _run("run", "concepts", "bits") == 0
    assert "bits: up to date" in capsys.readouterr().out


def test_a_manifest_with_another_number_is_known_as_damaged(
    place: Workspace, capsys: pytest.CaptureFixture
) -> None:
    """A digit that still is JSON: the manifest's own digest shows it."""
    path = place.manifest("corpus")
    path.write_text(path.read_text().replace('"rows_read": ', '"rows_read": 1'))
    assert _run("report") == 2
    said = capsys.readouterr()
    assert f"{path} is damaged: it is removed, and the stage corpus runs again" in " ".join(said.out.split())
    assert said.err.startswith("error: ")


@pytest.mark.parametrize("content", WRONG_SHAPES)
def test_a_damaged_choice_is_one_line(
    place: Workspace, capsys: pytest.CaptureFixture, content: bytes
) -> None:
    """`workspace.json` of the wrong shape: every command that reads it says what to do."""
    place.choice.write_bytes(content)
    for command in ("scan", "plan"):
        assert _run(command) == 2
        said = capsys.readouterr().err
        assert said.startswith(f"error: {place.choice} is damaged: delete it")


def test_files_made_from_others_than_those_that_lie_there_are_told(
    place: Workspace, capsys: pytest.CaptureFixture
) -> None:
    """A stage run alone after an earlier one has changed says that what it reads does not fit together."""
    assert _run("corpus", "--seed", "1") == 0
    capsys.readouterr()
    assert _run("bits") == 2  # the vocabulary is another
    assert "concepts was run on another tweets.parquet" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("command", [("continue", "--count", "1"), ("quiz",)])
def test_commands_beside_the_stages_check_what_they_read(
    place: Workspace, capsys: pytest.CaptureFixture, command: tuple[str, ...]
) -> None:
    """The likeliest tweets and the quiz, which no stage makes."""
    _flip(place.quiz if command[0] == "quiz" else place.weights)
    assert _run(*command) == 2
    _refused(capsys.readouterr().err, place.quiz if command[0] == "quiz" else place.weights)
