"""Why a stage runs: a made-up stage with files of one name in two folders, each change made alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core.settings import Preset, ScanSettings, TrainSettings
from pipeline.core.workspace import Workspace, write_json
from pipeline.runner.freshness import fingerprint, stale, write_manifest
from pipeline.runner.registry import STAGES, Stage

COST = {"wall_s": 1.0, "cpu_s": 1.0, "peak_bytes": 1.0}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two inputs called `spans`, one optional, and an output."""
    made = Workspace(tmp_path / "w")
    for name in ("mine/spans", "yours/spans", "out"):
        (made.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (made.folder / name).write_text(name)
    return made


@pytest.fixture
def stage(workspace: Workspace) -> Stage:
    """Reads both and writes the output; it has the settings of the scan."""
    folder = workspace.folder
    return Stage(
        "scan",
        "",
        "",
        ScanSettings,
        inputs=lambda w, p: [folder / "mine/spans", folder / "yours/spans"],
        optional_inputs=lambda w, p: [folder / "maybe"],
        outputs=lambda w, p: [folder / "out"],
    )


def why(stage: Stage, workspace: Workspace, preset: Preset) -> str | None:
    """The reason now."""
    return stale(stage, workspace, preset, fingerprint(stage, workspace, preset))


def test_each_change_alone_is_a_reason_in_words(stage: Stage, workspace: Workspace) -> None:
    """Never run, run, then every kind of change, each undone before the next."""
    preset, folder = Preset(), workspace.folder
    assert why(stage, workspace, preset) == "it has not run"
    write_manifest(stage, workspace, preset, fingerprint(stage, workspace, preset), {"rows": 3}, COST)
    assert why(stage, workspace, preset) is None
    more = Preset(scan=ScanSettings(bins=64))
    assert why(stage, workspace, more) == "its settings changed: bins 4096 → 64"
    assert why(replace(stage, revision=2), workspace, preset) == "its code changed (revision 1 → 2)"
    (folder / "maybe").write_text("x")
    assert why(stage, workspace, preset) == "maybe is new"
    (folder / "maybe").unlink()
    (folder / "out").write_text("tampered")
    assert why(stage, workspace, preset) == "out is not what it wrote"
    (folder / "out").unlink()
    assert why(stage, workspace, preset) == "out is missing"
    (folder / "out").write_text("out")
    assert why(stage, workspace, preset) is None


def test_two_files_of_one_name_are_two(stage: Stage, workspace: Workspace) -> None:
    """Changing either is seen, by its path."""
    preset = Preset()
    write_manifest(stage, workspace, preset, fingerprint(stage, workspace, preset), {}, COST)
    for name in ("mine/spans", "yours/spans"):
        path = workspace.folder / name
        path.write_text("other")
        assert why(stage, workspace, preset) == f"{name} changed"
        path.write_text(name)
    assert why(stage, workspace, preset) is None


def test_what_a_stage_cost_does_not_make_its_readers_stale(stage: Stage, workspace: Workspace) -> None:
    """A reader of a manifest is current when only the time that the stage took is another."""
    preset, manifest = Preset(), workspace.manifest("bits")
    reader = replace(stage, optional_inputs=lambda w, p: [manifest])
    known = {"stage": "bits", "fingerprint": {}, "outputs": {}}
    write_json(manifest, {**known, "counts": {"a": 1}, "profile": {"wall_s": 1.0}})
    write_manifest(reader, workspace, preset, fingerprint(reader, workspace, preset), {}, COST)
    write_json(manifest, {**known, "counts": {"a": 1}, "profile": {"wall_s": 2.0}})
    assert why(reader, workspace, preset) is None
    write_json(manifest, {**known, "counts": {"a": 2}, "profile": {"wall_s": 2.0}})
    assert why(reader, workspace, preset) == "manifests/bits.json changed"


@pytest.mark.parametrize("known", STAGES, ids=lambda stage: stage.name)
def test_a_setting_that_an_older_version_did_not_have_makes_nothing_stale_at_its_default(
    known: Stage, stage: Stage, workspace: Workspace
) -> None:
    """Each setting of each stage alone is taken out of the manifest, then all; the stage stays up to date."""
    stage = replace(stage, name=known.name, settings=known.settings)
    preset = Preset()
    now = fingerprint(stage, workspace, preset)
    older = [
        {key: value for key, value in now["settings"].items() if key != name} for name in now["settings"]
    ]
    for settings in ({}, *older):
        write_manifest(stage, workspace, preset, {**now, "settings": settings}, {}, COST)
        assert why(stage, workspace, preset) is None


def test_a_setting_that_an_older_version_did_not_have_counts_with_another_value(
    stage: Stage, workspace: Workspace
) -> None:
    """A network trained before `weight_drop` and `backend` existed is stale once either is asked for."""
    stage = replace(stage, name="train", settings=TrainSettings)
    now = fingerprint(stage, workspace, Preset())
    settings = {key: value for key, value in now["settings"].items() if key not in ("weight_drop", "backend")}
    write_manifest(stage, workspace, Preset(), {**now, "settings": settings}, {}, COST)
    for change, reason in (
        ({"weight_drop": 0.5}, "weight_drop 0.0 → 0.5"),
        ({"backend": "jax"}, "backend 'tensorflow' → 'jax'"),
        ({"units": 8}, "units 256 → 8"),
    ):
        preset = Preset(train=TrainSettings.model_validate(change))
        assert why(stage, workspace, preset) == f"its settings changed: {reason}"
