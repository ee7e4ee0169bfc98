"""The Makefile passes what a person gives on as it is: neither make nor a shell runs a part of it."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.commands.app import app

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = (
    "`touch ran`",
    "$(touch ran)",
    "$(shell touch ran)",
    "$$(touch ran)",
    "${HOME}$HOME",
    "a'b",
    'a"; touch ran; "',
    "a\ntouch ran",
    "a b * ?",
    "a#b",
    "--force",
)
# Target → the options that pass a variable on.
PASSED = {
    "corpus": {"NAME": "--name", "CORPUS": "--corpus", "PRESET": "--preset"},
    "analyze": {"NAME": "--name", "CORPUS": "--corpus", "PRESET": "--preset"},
    "samples": {"NAME": "--name", "N": "--count", "FORMAT": "--format", "OUT": "--out"},
    "race": {"NAME": "--name", "MINUTES": "--minutes", "TORCH": "--torch"},
    "stream": {"NAME": "--name", "CORPUS": "--corpus", "SECONDS": "--seconds"},
    "seeds": {"NAME": "--name", "SEEDS": "--count"},
    "sweep": {"NAME": "--name"},
    "notebooks": {"NAME": "--name"},
    "ui": {"PORT": "--port"},
    "server": {"PORT": "--port"},
}
STUB = """#!/usr/bin/env python3
import json, os, sys
with open("calls", "a") as file:
    file.write(json.dumps({"arguments": sys.argv[1:], "more": os.environ.get("TWEETSCOPE_ARGS")}) + "\\n")
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the Makefile and an installed environment whose Python writes down how it was called."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements-setup.txt", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    stub = tmp_path / ".venv" / "bin" / "python"
    stub.parent.mkdir(parents=True)
    stub.write_text(STUB)
    stub.chmod(0o755)
    (tmp_path / ".venv" / ".installed").touch()
    return tmp_path


def _make(folder: Path, target: str, typed: dict[str, str], exported: dict[str, str]) -> None:
    plain = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "NAME")}
    command = ["make", target, *(f"{name}={value}" for name, value in typed.items())]
    subprocess.run(
        command, cwd=folder, env={**plain, **exported}, check=True, capture_output=True, timeout=60
    )


def _calls(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "calls").read_text().splitlines()]


@pytest.mark.parametrize(
    ("target", "value"),
    [*(("samples", value) for value in HOSTILE), *((target, " ".join(HOSTILE)) for target in PASSED)],
)
def test_a_value_arrives_as_it_was_typed(checkout: Path, target: str, value: str) -> None:
    """Every variable of the target holds the value; each arrives in its option, letter for letter."""
    _make(checkout, target, dict.fromkeys(PASSED[target], value), {})
    (call,) = _calls(checkout)
    for option in PASSED[target].values():
        assert f"{option}={value}" in call["arguments"]
    assert not (checkout / "ran").exists()


def test_a_value_from_the_environment_arrives_too(checkout: Path) -> None:
    """`NAME=… make train` is `make train NAME=…`."""
    _make(checkout, "train", {}, {"NAME": "$(shell touch ran)`touch ran`"})
    assert "--name=$(shell touch ran)`touch ran`" in _calls(checkout)[0]["arguments"]
    assert not (checkout / "ran").exists()


def test_what_is_not_given_is_not_passed(checkout: Path) -> None:
    """No empty option reaches the program."""
    _make(checkout, "samples", {}, {})
    assert _calls(checkout) == [{"arguments": ["-m", "pipeline", "samples", "--name=demo"], "more": ""}]


def test_more_arguments_are_passed_unread(checkout: Path) -> None:
    """ARGS reaches the program as one text, which the program splits."""
    given = "--prompt \"I \" '$(touch ran)' `touch ran` $(shell touch ran)"
    _make(checkout, "samples", {"ARGS": given}, {})
    assert _calls(checkout)[0]["more"] == given
    assert not (checkout / "ran").exists()


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", ".hidden", "README.md", "$(touch ran)", "absent"])
def test_clean_removes_nothing_but_a_workspace(checkout: Path, name: str) -> None:
    """A name that is not a folder under data/ is refused; nothing is deleted."""
    (checkout / "data" / "mine").mkdir(parents=True)
    (checkout / "data" / "README.md").touch()
    with pytest.raises(subprocess.CalledProcessError) as stop:
        _make(checkout, "clean", {"NAME": name}, {})
    assert stop.value.returncode == 2
    assert stop.value.stderr.startswith(b"error: ")
    assert (checkout / "data" / "mine").is_dir()
    assert (checkout / "data" / "README.md").exists()
    assert not (checkout / "ran").exists()


def test_clean_removes_the_workspace(checkout: Path) -> None:
    """The folder and all in it, no other."""
    for name in ("a b", "other"):
        (checkout / "data" / name).mkdir(parents=True)
    _make(checkout, "clean", {"NAME": "a b"}, {})
    assert [path.name for path in (checkout / "data").iterdir()] == ["other"]


def test_a_target_with_a_commands_name_runs_that_command() -> None:
    """One thing has one name: what `make stream` runs is `tweetscope stream`, and so for every command."""
    parts = re.split(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M)
    recipes = dict(zip(parts[1::2], parts[2::2], strict=True))
    both = recipes.keys() & app.commands.keys()
    assert {"corpus", "samples", "stream", "sweep", "seeds", "lab", "verify"} <= both
    for name in both:
        assert re.search(rf"\$\(RUN\) (run --until )?{name}\b", recipes[name]), name
