"""A network of another program takes the place of a trained one in a workspace."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.files import atomic, sha256, write_json
from pipeline.core.screen import QuietScreen, Screen
from pipeline.core.tables import write_table
from pipeline.core.workspace import Workspace
from pipeline.network.bits import bits
from pipeline.network.exchange import write
from pipeline.network.exchange.foreign import Foreign, fitted
from pipeline.network.weights import NetworkWeights
from pipeline.runner.configure import configure
from pipeline.runner.freshness import fingerprint, write_manifest
from pipeline.runner.registry import BY_NAME
from pipeline.runner.run import Request, run_stages
from pipeline.runner.trust import accept
from pipeline.text.tweets import some
from pipeline.text.vocabulary import Vocabulary
from pipeline.training.records.columns import HISTORY


def adopt(foreign: Foreign, request: Request, screen: Screen) -> dict[str, Any]:
    """Read the corpus into the workspace, put the network beside it, and vouch for both.

    `run` then goes on with the stages that analyse it; a training again (`--force`) would replace it.

    Returns:
        The network's card.

    Raises:
        UserError: the workspace has a network already, the corpus cannot be read, or the network cannot run.
    """
    workspace = request.workspace
    if workspace.model.exists():
        raise UserError(f"{workspace.folder} has a network already: choose another --name")
    weights, vocabulary = fitted(foreign)
    run_stages(("corpus",), request, screen)
    if not workspace.tweets.exists():
        raise UserError("a network is imported beside a corpus of posts, and this one is a stream")
    vocabulary.save(workspace.vocabulary)
    card = _write(workspace, weights, vocabulary, foreign)
    accept(workspace, QuietScreen())
    preset, stage = configure(workspace, request.choice), BY_NAME["train"]
    counts = {name: card[name] for name in ("valid_bits_per_char", "test_bits_per_char")}
    write_manifest(stage, workspace, preset, fingerprint(stage, workspace, preset), counts, {})
    return card


def _write(
    workspace: Workspace, weights: NetworkWeights, vocabulary: Vocabulary, foreign: Foreign
) -> dict[str, Any]:
    """Weights, history and cards; the card is also returned."""
    write.keras_weights(weights, workspace.weights)
    first = weights.layers[0]
    measured = {f"{split}_bits_per_char": cost(workspace, weights, vocabulary, split) for split in SPLITS}
    card = {
        **{"layers": len(weights.layers), "units": first.units, "embedding": weights.embedding.shape[1]},
        **{"cell": first.cell, "activations": first.activations, "settings": {}, "config": {}},
        **{"vocabulary_size": vocabulary.size, "vocabulary_sha256": vocabulary.sha256},
        **{"weights_sha256": sha256(workspace.weights), "imported": Path(foreign.source).name},
        **{"step": 0, "steps": 0, "epochs": 0.0, "seconds": 0.0, **measured},
    }
    write_json(workspace.model, card)
    row = {"step": 0, "epoch": 0.0, "seconds": 0.0, "train_bits_per_char": np.nan}
    row |= {"valid_bits_per_char": card["valid_bits_per_char"], "learning_rate": 0.0}
    row |= {"gradient_norm": np.nan, "characters_per_second": 0.0}
    write_table(pd.DataFrame([row]), workspace.history, HISTORY)
    with atomic(workspace.model_card) as temporary:
        temporary.write_text(_said(card), encoding="utf-8")
    return card


SPLITS = ("valid", "test")


def cost(workspace: Workspace, weights: NetworkWeights, vocabulary: Vocabulary, split: str) -> float:
    """Bits per character (EOS counts as one) over the tweets of a split."""
    tweets = some(workspace.tweets, ["text", "split"], lambda part: part["split"] == split)
    ids = [vocabulary.encode(text) for text in tweets["text"]]
    return float(bits(weights, ids, [{}])[0].mean(dtype=np.float64)) if ids else float("nan")


def _said(card: dict[str, Any]) -> str:
    """The model card of a network that was trained elsewhere."""
    return (
        f"# A network from {card['imported']}\n\n"
        f"{card['layers']} layers of {card['units']} units ({card['cell']} cells), trained by another "
        f"program and imported. On the test tweets of this workspace it needs "
        f"{card['test_bits_per_char']:.3f} bits per "
        "character. What it was trained on is not known here.\n"
    )
