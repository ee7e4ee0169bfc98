"""The bits stage: test tweets, spans and the trained network → bits.parquet."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import BitsSettings
from pipeline.core.tables import write_table
from pipeline.core.workspace import Workspace
from pipeline.evaluation import learning, mix, ppm
from pipeline.evaluation.columns import BITS
from pipeline.evaluation.compare import compare
from pipeline.figures.bits import figure
from pipeline.network.activations import Concatenation
from pipeline.network.bits import bits
from pipeline.network.weights import NetworkWeights, load_weights
from pipeline.text import ngram
from pipeline.text.tweets import count, drawn, some
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker

ORDER = 6  # of the n-gram model that stands alone: on some million characters longer contexts gain nothing
TOLERANCE = 1e-4  # bits per character between two float32 computations of the same figure
COLUMNS = ["tweet_id", "text", "created_at", "split"]


@dataclass(frozen=True)
class Split:
    """The tweets of one split as the network reads them: a character outside its vocabulary is U+FFFD."""

    table: pd.DataFrame
    layout: Concatenation
    texts: list[str]

    @classmethod
    def of(cls, tweets: pd.DataFrame, name: str, vocabulary: Vocabulary) -> "Split":
        table = tweets[tweets["split"] == name].reset_index(drop=True)
        layout = Concatenation.of(table, vocabulary)
        return cls(table, layout, [vocabulary.decode(ids) for ids in layout.ids])


def run(
    settings: BitsSettings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Score the test tweets by network, n-gram model, PPMd, and what the network could still learn.

    Of a large corpus all models but the trained network read a sample (`sampled`), and the table is of its
    test tweets; that the weights fit `model.json` is checked on all of them.

    Raises:
        UserError: an artefact is missing, or the figures do not add up to that of `model.json`.
    """
    weights, card = load_weights(workspace)
    vocabulary = Vocabulary.load(workspace.vocabulary)
    corpus = workspace.need(workspace.tweets, "corpus")
    spans = workspace.need(workspace.spans, "analyze")
    test = Split.of(some(corpus, COLUMNS, lambda part: part["split"] == "test"), "test", vocabulary)
    lstm = bits(weights, test.layout.ids, [{}])[0]
    _check(lstm, card, workspace)
    tweets, all_tweets = drawn(corpus, COLUMNS), count(corpus)
    if len(tweets) < all_tweets:
        screen.warn(f"the other models read {len(tweets):,} of {all_tweets:,} tweets: more would help them")
        test = Split.of(tweets, "test", vocabulary)
        lstm = bits(weights, test.layout.ids, [{}])[0]
    train, valid = (Split.of(tweets, name, vocabulary) for name in ("train", "valid"))
    beside = ngram.train(train.texts, settings.mix_order, vocabulary.size - 1)
    shares = mix.chosen(weights, beside, valid.layout.ids, valid.texts)
    models = {
        "lstm": lstm,
        "ngram": -np.log2(ngram.probabilities(ngram.train(train.texts, ORDER), test.texts)),
        "mix": mix.bits(mix.probability(lstm), *ngram.scored(beside, test.texts), shares),
        "ppm": ppm.bits(train.texts, test.texts),
    }
    learnt, rule = _learn(settings, weights, train, valid, test, screen)
    known = set(test.table["tweet_id"])
    table = compare(models, test.layout, some(spans, None, lambda part: part["tweet_id"].isin(known)), learnt)
    # What PPMd saves by learning from test tweets too cannot be divided among characters: first row only.
    table["ppm_adaptive"] = pd.Series([ppm.adaptive_bits_per_char(train.texts, test.texts)])
    write_table(table, workspace.bits, BITS)
    tracker.table(table, "bits")
    tracker.figure(figure(table), "bits")
    _show(table, settings, screen)
    return {**_counts(table), "tweets": len(tweets), "network_share": shares.all, **rule}


def _check(lstm: np.ndarray, card: dict[str, Any], workspace: Workspace) -> None:
    """The scores must be those that training reported."""
    found, said = float(lstm.mean(dtype=np.float64)), card["test_bits_per_char"]
    if not abs(found - said) <= TOLERANCE:
        raise UserError(
            f"the test tweets cost {found:.4f} bits per character, but {workspace.model} says {said:.4f}: "
            "the corpus changed since training, run `make train` again"
        )


def _learn(
    settings: BitsSettings,
    weights: NetworkWeights,
    train: Split,
    valid: Split,
    test: Split,
    screen: QuietScreen,
) -> tuple[np.ndarray | None, dict[str, Any]]:
    """Bits of each test symbol by dynamic evaluation, NaN where it did not read; the rule of its steps."""
    if not learning.wanted(settings.dynamic, train.table, test.table):
        return None, {}
    return learning.learnt(
        settings,
        weights,
        train.layout.ids,
        (valid.table, valid.layout.ids),
        (test.table, test.layout.ids),
        screen,
    )


def _show(table: pd.DataFrame, settings: BitsSettings, screen: QuietScreen) -> None:
    shown, whole = table[table["by"] != "position"], table.iloc[0]
    columns = ["name", "symbols", "lstm", "ngram", "mix", "ppm", "saved"]
    if pd.notna(whole["dynamic"]):
        columns += ["dynamic", "dynamic_saved"]
    screen.table("bits per character of the test tweets", columns, shown[columns].itertuples(index=False))
    screen.say(
        f"bits per character: LSTM {whole['lstm']:.3f}, PPMd {whole['ppm']:.3f} "
        f"({whole['ppm_adaptive']:.3f} if it goes on learning), {ORDER}-gram {whole['ngram']:.3f}"
    )
    screen.say(f"the LSTM mixed with a {settings.mix_order}-gram: {whole['mix']:.3f}")
    if pd.notna(whole["dynamic"]):
        screen.say(
            f"the LSTM that goes on learning (dynamic evaluation): {whole['dynamic']:.3f}, "
            f"{whole['dynamic_saved']:.3f} less on the same tweets"
        )


def _counts(table: pd.DataFrame) -> dict[str, Any]:
    whole = table.iloc[0]
    parts = table[table["by"] == "part"].set_index("name")
    models = ("lstm", "ngram", "mix", "ppm", "ppm_adaptive", "dynamic")
    return {
        "symbols": int(whole["symbols"]),
        **{f"{name}_bits_per_char": float(whole[name]) for name in models if pd.notna(whole[name])},
        "saved": {str(name): float(value) for name, value in parts["saved"].items()},
    }
