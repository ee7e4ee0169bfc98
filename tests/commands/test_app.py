"""The command line, from a folder with a space: the whole way, then nothing to do, then mistakes."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from command_line import exit_code

from pipeline.commands import app
from pipeline.core.screen import Screen
from pipeline.core.workspace import Workspace, read_json, sha256
from pipeline.corpus import demo
from pipeline.runner.configure import Choice, configure
from pipeline.runner.freshness import fingerprint, stale
from pipeline.runner.registry import BY_NAME, STAGES, Stage
from pipeline.runner.run import Request, run_stage
from pipeline.tracking import links
from pipeline.tracking import tracker as tracking

NAMES = tuple(BY_NAME)
# Outputs that hold the time of day or how long something took.
VOLATILE = {"model.json", "history.parquet", "samples.parquet", "samples.jsonl", "samples.csv"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a space, holding a raw file; a module-wide current folder."""
    folder = tmp_path_factory.mktemp("a home")
    demo.write(folder / "raw.json", 700, 3)
    return folder


@pytest.fixture
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as the current folder, its own MLflow store."""
    monkeypatch.chdir(home)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    return home


@pytest.fixture(scope="module")
def whole(home: Path) -> Workspace:
    """Every stage run once with tracking."""
    patch = pytest.MonkeyPatch()
    patch.chdir(home)
    patch.delenv("MLFLOW_TRACKING_URI", raising=False)
    code = exit_code("run", "--name", "small", "--corpus", "raw.json", "--preset", "smoke")
    patch.undo()
    assert code == 0
    return Workspace(home / "data" / "small")


def test_the_whole_way_leaves_every_artefact_and_manifest(whole: Workspace) -> None:
    """Each stage wrote what it promises, and its manifest accounts for the records."""
    for path in (
        whole.tweets,
        whole.weights,
        whole.spans,
        whole.scan,
        whole.certificates,
        whole.report,
        whole.explorer,
    ):
        assert path.stat().st_size > 0
    counts = read_json(whole.manifest("corpus"))["counts"]
    gone = sum(counts["dropped"].values()) + sum(counts["rejected"].values())
    assert counts["rows_read"] == 700 == counts["kept"] + gone
    assert all(whole.manifest(stage).exists() for stage in NAMES)


def test_a_second_run_does_nothing_and_says_so(
    whole: Workspace, at_home: Path, capsys: pytest.CaptureFixture
) -> None:
    """No artefact is touched; the preset and the raw file are remembered."""
    before = _times(whole)
    assert exit_code("run", *NAMES, "--name", "small") == 0
    said = capsys.readouterr().out
    assert "nothing to do" in said
    assert said.count("up to date") == len(NAMES) + 1
    assert before == _times(whole)


def _times(workspace: Workspace) -> dict[Path, int]:
    """When each file was last written; the lock is at each command."""
    files = [path for path in workspace.folder.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path: path.stat().st_mtime_ns for path in files}


def test_the_store_holds_one_tree_with_the_model_as_champion(whole: Workspace, at_home: Path) -> None:
    """A parent run, a finished run for each stage below it, the curve, the corpus, the registered model."""
    import mlflow

    experiment = tracking.connect(at_home)
    client = mlflow.MlflowClient()
    runs = client.search_runs([experiment], max_results=50)
    stage = {run.data.tags[tracking.STAGE]: run for run in runs}
    assert set(stage) == {"workspace", *NAMES}
    parent = stage["workspace"].info.run_id
    assert {stage[s].data.tags["mlflow.parentRunId"] for s in NAMES} == {parent}
    assert all(run.info.status == "FINISHED" for run in runs)
    steps = [p.step for p in client.get_metric_history(stage["train"].info.run_id, "train/learning_rate")]
    assert steps == sorted(set(steps))
    assert len(stage["corpus"].data.tags["tweetscope.corpus_sha256"]) == 64
    own = {name for run in runs for name in run.data.metrics if not name.startswith("system/")}
    assert all(re.fullmatch(r"[a-z]+/[\w.-]+", name) for name in own), sorted(own)
    above = stage["workspace"].data
    assert set(links.COLUMNS["metrics"]) <= set(above.metrics)
    assert set(links.COLUMNS["params"]) <= set(above.params)
    assert set(links.COLUMNS["tags"]) <= set(above.tags)
    (network,) = stage["workspace"].outputs.model_outputs
    models = {one.name: one for one in client.search_logged_models([experiment])}
    assert models.pop("tweetscope-small").model_id == network.model_id
    assert len(models) == len(list(whole.snapshots.iterdir()))
    for one in models.values():  # each checkpoint with its point of the curve, on the corpus
        ((name, bits, data),) = [(m.key, m.value, m.dataset_name) for m in one.metrics]
        assert (name, data) == ("valid/bits_per_character", "raw.json")
        assert bits in [p.value for p in client.get_metric_history(stage["train"].info.run_id, name)]
    model = mlflow.pyfunc.load_model(f"models:/tweetscope-small@{tracking.CHAMPION}")
    answer = model.predict(pd.DataFrame([{"prompt": "#", "temperature": 0.8, "count": 2, "seed": 1}]))
    assert len(answer) == 2


def test_a_moved_checkout_says_one_line_and_relocates(whole: Workspace, tmp_path: Path) -> None:
    """Addresses in a copied store are wrong, then mended, then readable."""
    root = whole.folder.parents[1]
    moved = tmp_path / "elsewhere"
    shutil.copytree(root / "mlruns", moved / "mlruns")
    with pytest.raises(tracking.UserError, match="make relocate"):
        tracking.connect(moved)
    assert tracking.relocate(moved) > 0
    assert tracking.moved(moved) is None


def test_only_changed_values_make_a_stage_stale(
    whole: Workspace, at_home: Path, capsys: pytest.CaptureFixture
) -> None:
    """The report's settings change: the report runs again, training does not."""
    assert exit_code("report", "--name", "small", "--samples", "7", "--no-track") == 0
    assert "up to date" not in capsys.readouterr().out
    assert exit_code("run", "corpus", "train", "report", "--name", "small", "--no-track") == 0
    assert "nothing to do" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("corpus", "--name", "new"), "CORPUS=PATH"),
        (("corpus", "--name", "new", "--corpus", "absent.json"), "absent.json"),
        (("corpus", "--name", "../up", "--corpus", "raw.json"), "NAME"),
        (("corpus", "--name", "a'b", "--corpus", "raw.json"), "NAME"),
        (("corpus", "--name", "a:b", "--corpus", "raw.json"), "NAME"),
        (("corpus", "--name", "a\nb", "--corpus", "raw.json"), "NAME"),
        (("corpus", "--name", "a" * 300, "--corpus", "raw.json"), "NAME"),
        (("run", "corpus", "--until", "train"), "not both"),
        (("train", "--name", "small", "--units", "0"), "train.units"),
        (("train", "--name", "small", "--units", "x"), "units"),
        (("run", "tarin"), "tarin"),
        (("gold", "--name", "small", "--labels", "absent.conll"), "absent.conll"),
    ],
)
def test_a_mistake_is_one_line_and_code_two(
    whole: Workspace, at_home: Path, capsys: pytest.CaptureFixture, arguments: tuple[str, ...], said: str
) -> None:
    """No traceback, what and where in the line; nothing made before is touched."""
    assert exit_code(*arguments, *(["--no-track"] if arguments[0] in ("corpus", "train") else [])) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert error.count("\n") == 1
    assert said in error
    assert not list(at_home.glob("data/new/*"))


def test_samples_are_exported_where_asked(whole: Workspace, at_home: Path) -> None:
    """The CSV holds the samples of the workspace, text for text."""
    from pipeline.samples.export import read_csv

    assert exit_code("samples", "--name", "small", "--format", "csv", "--out", "out.csv", "--no-track") == 0
    expected = pd.read_parquet(whole.samples).text.tolist()
    assert np.array_equal(read_csv(at_home / "out.csv").text.tolist(), expected)


def test_tables_go_to_a_file_and_the_screen_says_which(
    whole: Workspace, at_home: Path, capsys: pytest.CaptureFixture
) -> None:
    """A stage ends with few lines; the table itself is in the file, and on the screen when asked for."""
    assert exit_code("bits", "--name", "small", "--force", "--no-track") == 0
    said = capsys.readouterr().out
    assert str(whole.tables("bits").relative_to(at_home)) in said
    assert len(said.splitlines()) <= 4
    assert "bits per character of the test tweets" in whole.tables("bits").read_text()
    assert exit_code("bits", "--name", "small", "--force", "--no-track", "--verbose") == 0
    assert "bits per character of the test tweets" in capsys.readouterr().out
    counts = read_json(whole.manifest("bits"))["profile"]
    assert counts["wall_s"] > 0
    assert counts["peak_bytes"] > 1e7


def test_a_plan_says_why_and_changes_nothing(
    whole: Workspace, at_home: Path, capsys: pytest.CaptureFixture
) -> None:
    """Another preset for the question makes stages stale in the plan, and leaves the workspace as it was."""
    before = whole.choice.read_text()
    assert exit_code("plan", "--name", "small", "--preset", "demo") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "its settings changed" in said
    assert "runs only if other bytes come out of" in said
    assert whole.choice.read_text() == before
    assert exit_code("plan", "--name", "small") == 0
    assert capsys.readouterr().out.count("up to date") == len(NAMES)


def test_help_needs_no_heavy_import() -> None:
    """`--help` does not wait for pandas, MLflow or TensorFlow."""
    program = (
        "import sys\nfrom pipeline.commands.app import app\n"
        "app(['train', '--help'], standalone_mode=False)\n"
        "heavy = {'pandas', 'mlflow', 'tensorflow', 'keras', 'scipy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "default: 256; at least 1" in " ".join(done.stdout.split())


@pytest.mark.parametrize("name", BY_NAME)
def test_a_stage_needs_no_more_than_it_declares(
    whole: Workspace, at_home: Path, tmp_path: Path, name: str
) -> None:
    """Beside nothing but its declared inputs it writes the very same bytes."""
    workspace, preset = whole, configure(whole, Choice())
    stage, bare = BY_NAME[name], Workspace(tmp_path / "data" / workspace.name)
    for path in stage.read(workspace, preset):
        if path.is_relative_to(workspace.folder):
            copy = bare.folder / path.relative_to(workspace.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    run_stage(stage, preset, Request(tmp_path, bare, track=False, accept=True), Screen())
    for one, other in zip(stage.written(workspace, preset), stage.written(bare, preset), strict=True):
        assert one.name == other.name
        assert one.name in VOLATILE or sha256(one) == sha256(other), one.name


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_any_change_of_an_input_or_output_makes_it_stale(
    whole: Workspace, at_home: Path, stage: Stage
) -> None:
    """Each file alone: altered, then gone; restored, the stage is current again."""
    workspace, preset = whole, configure(whole, Choice())

    def why() -> str | None:
        return stale(stage, workspace, preset, fingerprint(stage, workspace, preset))

    assert why() is None
    for path in {*stage.read(workspace, preset), *stage.written(workspace, preset)}:
        kept = path.read_bytes()
        if path.parent != workspace.manifest("x").parent:
            path.write_bytes(kept + b" ")
            assert path.name in str(why())
        if path not in stage.inputs(workspace, preset):
            path.unlink()
            assert path.name in str(why())
        path.write_bytes(kept)
    assert why() is None


def test_every_file_of_a_workspace_is_some_stages(whole: Workspace, at_home: Path) -> None:
    """Nothing is written that no stage declares, but checkpoints, manifests, tables and the choice."""
    workspace, preset = whole, configure(whole, Choice())
    declared = {path for stage in STAGES for path in stage.written(workspace, preset)}
    own = {workspace.choice, workspace.folder / ".lock", *(workspace.manifest(name) for name in BY_NAME)}
    own |= {workspace.tables(name) for name in BY_NAME} | set(workspace.checkpoints.rglob("*"))
    found = {path for path in workspace.folder.rglob("*") if path.is_file()}
    assert found - declared - own == set()


def test_more_arguments_come_from_the_environment_as_make_passes_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """Split at quotes as a shell would, never run, and used once; a quote without its end is one line."""
    monkeypatch.setenv("TWEETSCOPE_ARGS", "--prompt \"I '\" '$(touch ran)' `x`")
    assert app.more_arguments() == ["--prompt", "I '", "$(touch ran)", "`x`"]
    assert app.more_arguments() == []
    monkeypatch.setenv("TWEETSCOPE_ARGS", 'a "b')
    assert exit_code("catalogue") == 2
    assert capsys.readouterr().err.startswith("error: ARGS has a quote")
