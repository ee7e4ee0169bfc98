"""A network that this program trained elsewhere, on the same tweets, takes its place in a workspace."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.files import Damaged, atomic
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
        UserError: the folder does not hold a network of this program, the workspace has another one already
            or is of a stream, or the network was trained on other tweets.
    """
    (source, card), workspace = _network(folder), request.workspace
    overrides = {**(request.choice.overrides or {}), "train": _settings(card)}
    asked = replace(request, choice=replace(request.choice, overrides=overrides))
    known = workspace.model.exists()
    if known and read_card(workspace.model)["weights_sha256"] != card["weights_sha256"]:
        raise UserError(f"{workspace.folder} has another network already: choose another --name")
    if known and workspace.manifest("train").exists():
        return asked
    run_stages(("corpus",), asked, screen)
    if not workspace.tweets.exists():
        raise UserError("a network is imported beside a corpus of posts, and this one is a stream")
    with held(workspace.folder):
        if Vocabulary.load(workspace.vocabulary).sha256 != card["vocabulary_sha256"]:
            raise UserError(f"{folder} was trained on other tweets than {workspace.folder} holds")
        _copy(source, workspace.model.parent)
        try:
            counts = _proven(folder, request, card)
        except UserError:
            if not known:
                shutil.rmtree(workspace.model.parent)  # only what was copied just now
            raise
        preset, stage = configure(workspace, asked.choice), BY_NAME["train"]
        write_manifest(stage, workspace, preset, fingerprint(stage, workspace, preset), counts, {})
    return asked


MODEL = "model.json"
FILES = (MODEL, "model.weights.h5", "history.parquet", "MODEL_CARD.md")
BITS = {split: f"{split}_bits_per_char" for split in ("valid", "test")}


def seed_of(folder: Path) -> int:
    """The seed from which a network was trained.

    Raises:
        UserError: the folder does not hold a network of this program.
    """
    return int(_settings(_network(folder)[1]).get("seed", TrainSettings().seed))


def _network(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The folder `model`, and the card in it.

    Raises:
        UserError: a file or a figure of it is missing, or another program trained the network.
    """
    found = folder / "model" if (folder / "model").is_dir() else folder
    if missing := [name for name in FILES if not (found / name).is_file()]:
        raise UserError(
            f"{found} has no {missing[0]}: give a workspace (data/NAME) in which a network was trained, or "
            "its folder model"
        )
    card = read_card(found / MODEL)
    if "imported" in card:
        raise UserError(f"{found} holds a network of another program: import its file, {card['imported']}")
    if lacking := sorted({"settings", *BITS.values()} - set(card)):
        raise Damaged(f"{found / MODEL} is damaged (it has no {lacking[0]}): bring the folder again")
    return found, card


def _settings(card: dict[str, Any]) -> dict[str, Any]:
    """The settings of the training that this version knows."""
    return {name: value for name, value in card["settings"].items() if name in TrainSettings.model_fields}


def _copy(source: Path, target: Path) -> None:
    """The weights kept during training, then the files of the network; the card last: then all is there."""
    for path in [*source.glob("snapshots/*.weights.h5"), *(source / name for name in reversed(FILES))]:
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
    found = {name: cost(workspace, weights, vocabulary, split) for split, name in BITS.items()}
    for name, bits in found.items():
        if abs(bits - card[name]) > NEAR:
            raise UserError(
                f"{folder} needs {bits:.3f} {name.replace('_', ' ')} on the tweets of {workspace.name}, and "
                f"{card[name]:.3f} where it was trained: it was trained on other tweets"
            )
    return found
