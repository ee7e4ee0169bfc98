"""Which files of a workspace a stage may take for what they say they are."""

from pathlib import Path

from pipeline.core import manifest
from pipeline.core.errors import UserError
from pipeline.core.files import Damaged, sha256
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import Preset
from pipeline.core.workspace import Workspace
from pipeline.runner.registry import STAGES, Stage


def check_inputs(
    stage: Stage, workspace: Workspace, preset: Preset, accept: bool, screen: QuietScreen
) -> None:
    """That every file which the stage reads is what a finished run of its own stage wrote.

    A file that was made from others than those that lie there now is taken, with a warning.

    Args:
        accept: a file not written by a finished run is taken as it is.

    Raises:
        UserError: a file is damaged, foreign, of an older version, or of a run that did not end.
    """
    writers: dict[str, Stage] = {}
    for path in stage.read(workspace, preset):
        if (writer := writer_of(path, workspace, preset)) is None:
            continue
        again = f"`tweetscope {writer.name} --name {workspace.name}` writes it again"
        known = workspace.manifest(writer.name)
        found = manifest.read(known) if known.exists() else {"outputs": {}, "fingerprint": {}}
        if path.relative_to(workspace.folder).as_posix() not in found["outputs"]:
            if not accept:
                raise UserError(
                    f"{path} was not written by a finished run: {again}, --accept takes it as it is"
                )
            continue
        revision = found["fingerprint"].get("revision", writer.revision)
        if revision != writer.revision:
            raise UserError(f"{path} was made by an older version of this program: {again}")
        workspace.vouched(path)
        writers[writer.name] = writer
    for name in writers:
        if changed := outdated(name, workspace):
            screen.warn(f"{name} was run on another {changed}: `make analyze` brings all up to date")


def writer_of(path: Path, workspace: Workspace, preset: Preset) -> Stage | None:
    """The stage that writes a file; None where no stage does."""
    return next(
        (
            one
            for one in STAGES
            if path in (*one.outputs(workspace, preset), *one.optional_outputs(workspace, preset))
        ),
        None,
    )


def outdated(name: str, workspace: Workspace) -> str | None:
    """A file of the workspace that has changed since the stage `name` read it, if there is one."""
    inputs = manifest.read(workspace.manifest(name))["fingerprint"].get("inputs", {})
    for file, digest in inputs.items():
        path = workspace.folder / file
        if path.parent != workspace.manifest(name).parent and path.exists() and sha256(path) != digest:
            return str(file)
    return None


def drop_damaged(workspace: Workspace, screen: QuietScreen) -> None:
    """Remove manifests that are damaged: nothing vouches for what their stages wrote, so these run again."""
    for path in sorted(workspace.manifest("*").parent.glob("*.json")):
        try:
            manifest.read(path)
        except Damaged:
            screen.warn(f"{path} is damaged: it is removed, and the stage {path.stem} runs again")
            path.unlink(missing_ok=True)


def accept(workspace: Workspace, screen: QuietScreen) -> None:
    """Take every file that is not what its stage wrote for its output from now on, and say so."""
    for path in workspace.manifests():
        known = manifest.read(path)
        foreign = {
            name: sha256(workspace.folder / name)
            for name, digest in known["outputs"].items()
            if (workspace.folder / name).exists() and sha256(workspace.folder / name) != digest
        }
        for name in foreign:
            screen.warn(f"{workspace.folder / name} is taken as it is, though {path.stem} did not write it")
        if foreign:
            known["outputs"] |= foreign
            known["accepted"] = sorted({*known["accepted"], *foreign})
            manifest.write(path, {name: value for name, value in known.items() if name != "sha256"})
