"""A network that this program trained elsewhere, on the same tweets, takes its place in a workspace."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.files import atomic
from pipeline.core.lock import held
from pipeline.core.screen import Screen
from pipeline.core.settings import TrainSettings
from pipeline.network.weights import load_weights, read_card
from pipeline.runner.adopt import cost
from pipeline.runner.configure import configure
from pipeline.runner.freshness import fingerprint, write_manifest
from pipeline.runner.registry import BY_NAME
from pipeline.runner.run import Request, run_stages
from pipeline.text.vocabulary import Vocabulary

NEAR = 0.002  # bits per character: other machines and versions round otherwise, other tweets differ by more


def take(folder: Path, request: Request, screen: Screen) -> Request:
    """Read the corpus into the workspace, put the network beside it, and vouch for it as for one's own.

    Args:
        folder: a workspace, or its folder `model`.
        request: for the workspace; the settings of the training are those of the network's card.

    Returns:
        the request with these settings: `run_stages` then goes on with the stages that analyse it.

    Raises:
        UserError: the folder holds no network of this program, the workspace has another one already, or the
            network was trained on other tweets.
    """
    source = _model(folder)
    card, workspace = read_card(source / MODEL), request.workspace
    overrides = {**(request.choice.overrides or {}), "train": _settings(card)}
    asked = replace(request, choice=replace(request.choice, overrides=overrides))
    if workspace.model.exists():
        if read_card(workspace.model)["weights_sha256"] != card["weights_sha256"]:
            raise UserError(f"{workspace.folder} has another network already: choose another --name")
        return asked
    run_stages(("corpus",), asked, screen)
    with held(workspace.folder):
        if Vocabulary.load(workspace.vocabulary).sha256 != card["vocabulary_sha256"]:
            raise UserError(f"{folder} was trained on other tweets than {workspace.folder} holds")
        _copy(source, workspace.model.parent)
        try:
            counts = _proven(folder, request, card)
        except UserError:
            shutil.rmtree(workspace.model.parent)  # only what was copied just now
            raise
        preset, stage = configure(workspace, asked.choice), BY_NAME["train"]
        write_manifest(stage, workspace, preset, fingerprint(stage, workspace, preset), counts, {})
    return asked


MODEL = "model.json"
FILES = (MODEL, "model.weights.h5", "history.parquet", "MODEL_CARD.md")


def seed_of(folder: Path) -> int:
    """The seed from which a network was trained.

    Raises:
        UserError: the folder holds no network of this program.
    """
    return int(_settings(read_card(_model(folder) / MODEL)).get("seed", TrainSettings().seed))


def _model(folder: Path) -> Path:
    """The folder `model`.

    Raises:
        UserError: a file of it is missing.
    """
    found = folder / "model" if (folder / "model").is_dir() else folder
    if missing := [name for name in FILES if not (found / name).is_file()]:
        raise UserError(
            f"{found} has no {missing[0]}: give a workspace (data/NAME) in which a network was trained, or "
            "its folder model"
        )
    return found


def _settings(card: dict[str, Any]) -> dict[str, Any]:
    """The settings of the training that this version knows."""
    return {name: value for name, value in card["settings"].items() if name in TrainSettings.model_fields}


def _copy(source: Path, target: Path) -> None:
    """The files of the network, and the weights kept during training."""
    for path in [*(source / name for name in FILES), *source.glob("snapshots/*.weights.h5")]:
        with atomic(target / path.relative_to(source)) as temporary:
            shutil.copyfile(path, temporary)


def _proven(folder: Path, request: Request, card: dict[str, Any]) -> dict[str, float]:
    """Its bits on valid and test tweets, computed here.

    Raises:
        UserError: the weights are not those of the card, or the bits are not those that it names.
    """
    workspace = request.workspace
    weights, _ = load_weights(workspace)
    vocabulary = Vocabulary.load(workspace.vocabulary)
    names = {split: f"{split}_bits_per_char" for split in ("valid", "test")}
    found = {name: cost(workspace, weights, vocabulary, split) for split, name in names.items()}
    for name, bits in found.items():
        if abs(bits - card[name]) > NEAR:
            raise UserError(
                f"{folder} needs {bits:.3f} {name.replace('_', ' ')} on the tweets of {workspace.name}, and "
                f"{card[name]:.3f} where it was trained: it was trained on other tweets"
            )
    return found
