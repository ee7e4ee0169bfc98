"""Faults that a person meets, row by row: what is tried, and that it ends as it should."""

import ast
import errno
import random
import shutil
import socket
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from pipeline.commands import app, options
from pipeline.core.errors import UserError
from pipeline.core.lock import held
from pipeline.core.workspace import Workspace, read_json

TESTS = Path(__file__).resolve().parents[1]
TINY = Path(__file__).with_name("tiny.toml")
# File → the tests of it that try a fault, each under what is tried.
TABLE = {
    "commands/test_damage.py": (
        # a flipped byte, a cut or emptied file
        "test_every_reader_refuses_every_damaged_file_of_every_stage",
        # the next run makes a damaged file again
        "test_the_next_run_makes_a_damaged_file_again",
        # JSON of the wrong shape in a manifest
        "test_a_damaged_manifest_is_removed_and_its_stage_runs_again",
        # JSON of the wrong shape in workspace.json
        "test_a_damaged_choice_is_one_line",
        # an artefact of another corpus
        "test_a_foreign_file_is_accepted_by_those_who_mean_it",
        # weights that are not finite
        "test_what_cannot_be_read_is_one_line_even_when_it_is_accepted",
    ),
    "commands/test_faults.py": (
        # two commands at once
        "test_a_second_command_names_the_first",
        # the UI on a port in use
        "test_a_port_in_use_is_one_line",
        # samples that share no length with posts
        "test_samples_of_other_lengths_are_compared_without",
        # a corpus without any span
        "test_a_corpus_without_spans_is_analysed_as_far_as_it_goes",
        # a name that cannot be a folder
        "test_a_name_is_refused_by_the_rule_that_the_line_states",
        # a number that is too large
        "test_what_failed_is_not_remembered",
        # a record that is too long
        "test_one_record_is_bounded",
    ),
    "core/test_lock.py": (
        # two, and four, processes
        "test_of_four_processes_one_enters",
        # kill -9 of the first
        "test_the_second_process_is_told_of_the_first_until_that_is_killed",
    ),
    "tracking/server/test_process.py": (
        # the UI ended by SIGTERM
        "test_a_server_that_does_not_end_is_ended",
    ),
    "tracking/test_connect.py": (
        # two first commands on one store
        "test_first_commands_at_once_all_make_their_run",
        # a store that is locked, or no database
        "test_a_database_that_cannot_be_written_is_one_line",
        # a store on a full or read-only disk
        "test_a_disk_that_is_full_or_read_only_is_one_line",
        # a server that does not answer
        "test_a_server_that_does_not_answer_is_one_line_in_time",
        # PostgreSQL without its driver
        "test_a_store_without_its_driver_names_the_extra",
        # runs and files of a killed command
        "test_a_killed_run_is_closed_by_the_next",
    ),
    "tracking/test_outages.py": (
        # a server that dies or hangs in a stage
        "test_a_server_that_hangs_or_dies_during_a_stage_costs_nothing",
    ),
    "commands/test_app.py": (
        # a file of the samples deleted
        "test_any_change_of_an_input_or_output_makes_it_stale",
    ),
    "test_makefile.py": (
        # make variables with shell in them
        "test_a_value_arrives_as_it_was_typed",
    ),
    "corpus/test_stage.py": (
        # a corpus too small to train on
        "test_small_corpora_and_broken_bytes_are_warned_of",
        # one text many times
        "test_many_equal_posts_are_one_cluster",
        # a post of 200,000 combining marks
        "test_marks_in_the_wrong_order_are_never_normalised_at_length",
    ),
    "corpus/readers/sources/test_unpack.py": (
        # nested packing, several members, bytes after the end
        "test_read",
        "test_too_deep",
    ),
    "release/test_release.py": (
        # setup without hashes
        "test_setup_installs_nothing_without_a_hash",
    ),
}


@pytest.mark.parametrize(("file", "names"), TABLE.items())
def test_every_row_of_the_table_has_its_test(file: str, names: tuple[str, ...]) -> None:
    """The tests are there by those names."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert set(names) <= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.fixture
def place(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of the workspace `tiny`."""
    shutil.copytree(tiny_home, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    return Workspace(tmp_path / "copy" / "data" / "tiny")


def _run(*arguments: str, name: str = "tiny") -> int:
    try:
        app.main([*arguments, "--name", name, "--no-track"])
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_a_second_command_names_the_first(place: Workspace, capsys: pytest.CaptureFixture) -> None:
    """While a process works in the workspace, every command that would write there ends with one line."""
    lines = (
        "from pathlib import Path",
        "from pipeline.core.lock import held",
        f"with held(Path({str(place.folder)!r})):",
        "    print('in', flush=True); input()",
    )
    program = "\n".join(lines)
    environment = {"PYTHONPATH": str(TESTS.parent)}
    first = subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert first.stdout is not None
    first.stdout.readline()
    for command in (("bits", "--force"), ("run",), ("samples",)):
        assert _run(*command) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert f"process {first.pid}" in said
    first.communicate(b"\n", timeout=20)
    assert _run("bits") == 0


def test_samples_of_other_lengths_are_compared_without(
    place: Workspace, capsys: pytest.CaptureFixture
) -> None:
    """Fifteen characters at most, where no post is so short: a warning, all files, and again the same."""
    for _ in range(2):
        assert _run("samples", "--max-length", "15") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.count("posts of equal length are not compared") == 1
    assert "samples: up to date" in said
    measures = read_json(place.verdict)["measures"]
    assert measures["matched"] == 0
    assert np.isfinite(measures["longest_copy_d"])


def test_a_corpus_without_spans_is_analysed_as_far_as_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """One script of many characters: one warning, then samples, report and explorer."""
    monkeypatch.chdir(tmp_path)
    draw = random.Random(1)
    letters = [chr(0x4E00 + k) for k in range(5000)]
    posts = [
        "".join(draw.choices(letters[:60], k=draw.randint(20, 60))) + draw.choice(letters) for _ in range(240)
    ]
    Path("posts.txt").write_text("\n".join(posts), encoding="utf-8")
    assert _run("run", "--corpus", "posts.txt", "--preset", str(TINY), name="script") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.count("no concept occurs in this corpus: scan is left out") == 1
    made = Workspace(tmp_path / "data" / "script")
    for path in (made.samples, made.report, made.explorer, made.bits):
        assert path.stat().st_size
    assert not made.scan.exists()
    assert _run("scan", name="script") == 2
    assert "no concept occurs" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["_x", "-x", ".x", "a" * 65, "é" * 33, "a'b", "a:b", "a\nb", "a/b", "", "a b"]
)
def test_a_name_is_refused_by_the_rule_that_the_line_states(name: str) -> None:
    """The first is a letter or digit; 64 bytes, which 33 letters with accents are more than."""
    with pytest.raises(UserError, match="the first a letter or digit, at most 64 bytes"):
        options.workspace(name)
    for fine in ("a", "é" * 32, "2017-a_b.c", "a" * 64):
        assert options.workspace(fine).name == fine


@pytest.mark.parametrize("count", ["99999999999999999999", "1000001", "0", "-1"])
def test_what_failed_is_not_remembered(place: Workspace, capsys: pytest.CaptureFixture, count: str) -> None:
    """A count out of bounds is one line; the next plain run is as if it had not been asked."""
    before = place.choice.read_bytes()
    assert _run("samples", "--count", count) == 2
    assert capsys.readouterr().err.startswith("error: setting samples.count")
    assert place.choice.read_bytes() == before
    assert _run("concepts", "--patterns", "mine=(") == 2
    assert place.choice.read_bytes() == before
    assert _run("samples") == 0
    assert "up to date" in capsys.readouterr().out


def test_one_record_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A string of forty million characters among JSON records is one reject, and the rest is read."""
    monkeypatch.chdir(tmp_path)
    posts = ",".join(f'{{"text": "post number {k} of a few"}}' for k in range(9))
    with Path("posts.json").open("w") as file:
        file.write(f'[{posts},{{"text": "')
        for _ in range(40):
            file.write("x" * 1_000_000)
        file.write('"}]')
    assert _run("corpus", "--corpus", "posts.json", "--preset", str(TINY), name="long") == 0
    counts = read_json(Workspace(tmp_path / "data" / "long").manifest("corpus"))["counts"]
    assert (counts["rows_read"], counts["kept"], sum(counts["rejected"].values())) == (10, 9, 1)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "not enough memory"),
        (RuntimeError("can't start new thread"), "not enough memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "not enough memory"),
        (BrokenProcessPool("gone"), "a worker process was ended"),
    ],
)
def test_a_want_of_memory_is_one_line(error: Exception, said: str, capsys: pytest.CaptureFixture) -> None:
    """Exit code 2; a fault of the program stays a fault."""
    with pytest.raises(SystemExit) as stop, app.one_line_errors():
        raise error
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith(f"error: {said}")
    for fault in (RuntimeError("x"), OSError(errno.EIO, "x"), KeyError("x")):
        with pytest.raises(type(fault)), app.one_line_errors():
            raise fault


def test_a_port_in_use_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """Exit code 2 and no address; nothing is made."""
    monkeypatch.chdir(tmp_path)
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit) as stop:
            app.main(["ui", "--port", str(taken.getsockname()[1])])
    said = capsys.readouterr()
    assert stop.value.code == 2
    assert "is in use" in said.err
    assert not said.out
    assert not list(tmp_path.iterdir())


def test_the_lock_leaves_no_folder_of_a_name_mistyped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that cannot begin makes nothing."""
    monkeypatch.chdir(tmp_path)
    assert _run("scan", name="mistyped") == 2
    assert not (tmp_path / "data").exists()
    with held(tmp_path):
        pass
