"""The bits stage: test tweets, spans and the trained network → bits.parquet."""

from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import Settings
from pipeline.core.tables import write_table
from pipeline.core.workspace import Workspace, read_table
from pipeline.evaluation import ppm
from pipeline.evaluation.columns import BITS
from pipeline.evaluation.compare import compare
from pipeline.figures.bits import figure
from pipeline.network.activations import Concatenation
from pipeline.network.bits import bits
from pipeline.network.weights import load_weights
from pipeline.text import ngram
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker

ORDER = 6  # of the n-gram model: on some million characters longer contexts gain nothing
TOLERANCE = 1e-4  # bits per character between two float32 computations of the same figure


def run(
    settings: Settings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Score the test tweets by network, n-gram model and PPMd, and write `bits.parquet`.

    All three read the text as the network does: a character outside its vocabulary is U+FFFD.

    Raises:
        UserError: an artefact is missing, or the figures do not add up to that of `model.json`.
    """
    weights, card = load_weights(workspace)
    vocabulary = Vocabulary.load(workspace.vocabulary)
    tweets = read_table(workspace.need(workspace.tweets, "corpus"), columns=["tweet_id", "text", "split"])
    spans = read_table(workspace.need(workspace.spans, "analyze"))
    test = tweets[tweets["split"] == "test"]
    layout = Concatenation.of(test, vocabulary)
    train_texts = [
        vocabulary.decode(vocabulary.encode(t)) for t in tweets.loc[tweets["split"] == "train", "text"]
    ]
    test_texts = [vocabulary.decode(ids) for ids in layout.ids]
    lstm = bits(weights, layout.ids, [{}])[0]
    _check(lstm, card, workspace)
    models = {
        "lstm": lstm,
        "ngram": -np.log2(ngram.probabilities(ngram.train(train_texts, ORDER), test_texts)),
        "ppm": ppm.bits(train_texts, test_texts),
    }
    table = compare(models, layout, spans)
    # What PPMd saves by learning from test tweets too cannot be divided among characters: first row only.
    table["ppm_adaptive"] = pd.Series([ppm.adaptive_bits_per_char(train_texts, test_texts)])
    write_table(table, workspace.bits, BITS)
    tracker.table(table, "bits")
    tracker.figure(figure(table), "bits")
    _show(table, screen)
    return _counts(table)


def _check(lstm: np.ndarray, card: dict[str, Any], workspace: Workspace) -> None:
    """The scores must be those that training reported."""
    found, said = float(lstm.mean(dtype=np.float64)), card["test_bits_per_char"]
    if not abs(found - said) <= TOLERANCE:
        raise UserError(
            f"the test tweets cost {found:.4f} bits per character, but {workspace.model} says {said:.4f}: "
            "the corpus changed since training, run `make train` again"
        )


def _show(table: pd.DataFrame, screen: QuietScreen) -> None:
    shown, whole = table[table["by"] != "position"], table.iloc[0]
    columns = ["name", "symbols", "lstm", "ngram", "ppm", "saved"]
    screen.table("bits per character of the test tweets", columns, shown[columns].itertuples(index=False))
    screen.say(
        f"bits per character: LSTM {whole['lstm']:.3f}, PPMd {whole['ppm']:.3f} "
        f"({whole['ppm_adaptive']:.3f} if it goes on learning), {ORDER}-gram {whole['ngram']:.3f}"
    )


def _counts(table: pd.DataFrame) -> dict[str, Any]:
    whole = table.iloc[0]
    parts = table[table["by"] == "part"].set_index("name")
    models = ("lstm", "ngram", "ppm", "ppm_adaptive")
    return {
        "symbols": int(whole["symbols"]),
        **{f"{name}_bits_per_char": float(whole[name]) for name in models},
        "saved": {str(name): float(value) for name, value in parts["saved"].items()},
    }
