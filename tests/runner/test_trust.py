"""Which files a stage may take for what they are: what a finished run wrote, or what a person accepts."""

from pathlib import Path

import pytest
from screens import Said

from pipeline.core import manifest
from pipeline.core.errors import UserError
from pipeline.core.files import sha256
from pipeline.core.settings import Preset
from pipeline.core.workspace import Workspace
from pipeline.runner.registry import BY_NAME
from pipeline.runner.trust import accept, check_inputs, drop_damaged, outdated, writer_of

CONCEPTS = BY_NAME["concepts"]


def vouch(workspace: Workspace, **changes: object) -> None:
    """The manifest of a finished corpus stage that wrote `tweets.parquet` as it is now."""
    said = {"stage": "corpus", "fingerprint": {"revision": BY_NAME["corpus"].revision}} | changes
    manifest.write(
        workspace.manifest("corpus"), {"outputs": {"tweets.parquet": sha256(workspace.tweets)}} | said
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with a tweet table of some bytes."""
    made = Workspace(tmp_path / "mine")
    made.folder.mkdir()
    made.tweets.write_bytes(b"tweets")
    return made


def test_a_file_of_no_finished_run_needs_a_person(workspace: Workspace) -> None:
    """Refused with both ways out; taken with --accept; taken without once its stage has finished."""
    with pytest.raises(
        UserError, match=r"not written by a finished run: `tweetscope corpus --name mine`.*--accept"
    ):
        check_inputs(CONCEPTS, workspace, Preset(), False, Said())
    check_inputs(CONCEPTS, workspace, Preset(), True, Said())
    vouch(workspace)
    check_inputs(CONCEPTS, workspace, Preset(), False, Said())


def test_altered_and_old_files_are_refused(workspace: Workspace) -> None:
    """Other bytes than the manifest says, also with --accept; another revision of its stage."""
    vouch(workspace)
    workspace.tweets.write_bytes(b"other")
    with pytest.raises(UserError, match=r"tweets\.parquet"):
        check_inputs(CONCEPTS, workspace, Preset(), True, Said())
    vouch(workspace, fingerprint={"revision": 0})
    with pytest.raises(UserError, match="made by an older version"):
        check_inputs(CONCEPTS, workspace, Preset(), False, Said())


def test_accepting_makes_a_foreign_file_an_output(workspace: Workspace) -> None:
    """It is said, written down as accepted, and asked no more."""
    vouch(workspace)
    workspace.tweets.write_bytes(b"by hand")
    screen = Said()
    accept(workspace, screen)
    assert ["taken as it is" in line for line in screen.lines] == [True]
    assert manifest.read(workspace.manifest("corpus"))["accepted"] == ["tweets.parquet"]
    check_inputs(CONCEPTS, workspace, Preset(), False, Said())


def test_a_stage_run_on_other_files_is_named(workspace: Workspace) -> None:
    """A file inside the workspace that changed after it was read; one that is gone does not count."""
    vouch(workspace)
    inputs = {"tweets.parquet": sha256(workspace.tweets), "gone.json": "00"}
    manifest.write(
        workspace.manifest("concepts"),
        {"stage": "concepts", "fingerprint": {"inputs": inputs}, "outputs": {}},
    )
    assert outdated("concepts", workspace) is None
    workspace.tweets.write_bytes(b"newer")
    assert outdated("concepts", workspace) == "tweets.parquet"


def test_damaged_manifests_are_removed_and_said(workspace: Workspace) -> None:
    """The good one stays."""
    vouch(workspace)
    workspace.manifest("scan").write_text("{")
    screen = Said()
    drop_damaged(workspace, screen)
    assert ["it is removed" in line for line in screen.lines] == [True]
    assert [path.stem for path in workspace.manifests()] == ["corpus"]


def test_every_output_has_its_writer(workspace: Workspace) -> None:
    """The tweet table is of the corpus stage, the report of the report stage; a raw file is of none."""
    found = [
        writer_of(path, workspace, Preset()) for path in (workspace.tweets, workspace.report, Path("raw.csv"))
    ]
    assert [one and one.name for one in found] == ["corpus", "report", None]
