"""Where the bits go, against sums by hand, a plain loop, and another model's figures."""

import math
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import Settings
from pipeline.core.workspace import Workspace, read_json, sha256, write_json
from pipeline.evaluation import ppm, stage
from pipeline.evaluation.compare import EDGES, PARTS, bin_names, bins, compare, parts, ratio_interval
from pipeline.figures.bits import figure
from pipeline.network.activations import Concatenation
from pipeline.network.weights import LayerWeights, NetworkWeights, read_weights
from pipeline.statistics.resample import draws, ratio
from pipeline.text import ngram
from pipeline.text.vocabulary import BOS, EOS, Vocabulary, build
from pipeline.tracking.tracker import NullTracker

TEXTS = ["Ann: “hi #yo”", "", "@bob see http://t.co/x"]
SPANS = pd.DataFrame(
    [
        ("a", "proper_noun", 0, 3),
        ("a", "quotation", 6, 12),
        ("a", "hashtag", 9, 12),
        ("a", "all_caps", 0, 12),  # no part of the division
        ("c", "mention", 0, 4),
        ("c", "proper_noun", 1, 4),
        ("c", "url", 9, 22),
        ("elsewhere", "url", 0, 5),  # of a tweet that is not scored
    ],
    columns=["tweet_id", "concept", "start", "end"],
)


@pytest.fixture
def layout() -> Concatenation:
    """Three tweets, one of them empty."""
    tweets = pd.DataFrame({"tweet_id": ["a", "b", "c"], "text": TEXTS})
    return Concatenation.of(tweets, build(TEXTS, 1)[0])


def test_parts_by_hand(layout: Concatenation) -> None:
    """The first part that applies wins; each tweet, the empty one too, has its end."""
    short = {p[0]: p for p in PARTS} | {"n": "proper_noun"}
    by_hand = [short[n] for n in "nnnrrrqqqhhhre" + "e" + "mmmmrrrrr" + "u" * 13 + "e"]
    assert len(by_hand) == sum(len(text) + 1 for text in TEXTS)
    assert [PARTS[n] for n in parts(layout, SPANS)] == by_hand


def test_bins_by_a_plain_loop(layout: Concatenation) -> None:
    """Each symbol's place counts from 0 in its own tweet; the end stands after the last character."""
    places = [place for text in TEXTS for place in range(len(text) + 1)]
    expected = [max(k for k, edge in enumerate(EDGES) if edge <= place) for place in places]
    assert bins(layout).tolist() == expected
    assert bin_names()[:6] == ["0", "1", "2–4", "5–9", "10–19", "20–39"]
    assert bin_names()[-1] == "280+"
    assert len(bin_names()) == len(EDGES)


def test_every_symbol_counts_once_and_the_rows_add_up(layout: Concatenation) -> None:
    """In each division the symbols, the shares and the bits of the rows are those of all."""
    rng = np.random.default_rng(0)
    lstm, rival = rng.gamma(2, 1, (2, sum(len(text) + 1 for text in TEXTS)))
    table = compare({"lstm": lstm, "ngram": rival + 1, "ppm": rival}, layout, SPANS)
    for by in ("part", "position"):
        rows = table[table["by"] == by]
        assert rows["symbols"].sum() == len(lstm)
        assert rows[["share", "lstm_share"]].sum().tolist() == pytest.approx([1, 1])
        assert (rows["symbols"] * rows["lstm"]).sum() == pytest.approx(lstm.sum())
        assert (rows["symbols"] * rows["ppm"]).sum() == pytest.approx(rival.sum())
    url = table.set_index("name").loc["url"]
    assert (url["symbols"], url["tweets"]) == (13, 1)
    assert url["lstm"] == pytest.approx(lstm[-14:-1].mean())
    assert url["saved"] == pytest.approx(rival[-14:-1].mean() - lstm[-14:-1].mean())
    assert math.isnan(url["saved_low"])  # one tweet has no interval
    assert table.set_index("name").loc["end", "symbols"] == 3


def test_the_interval_equals_a_bootstrap_over_tweets() -> None:
    """Two ways to the same 95 %: linearised and resampled, on tweets of unequal length."""
    rng = np.random.default_rng(1)
    counts = rng.integers(1, 200, 800)
    sums = counts * rng.normal(0.3, 0.5, 800) + rng.normal(0, 3, 800)
    value, low, high = ratio_interval(sums, counts)
    expected = ratio(sums, counts, draws(800, 4000, 0))
    assert value == pytest.approx(expected[0])
    assert (low, high) == pytest.approx(expected[1:], abs=0.05 * (high - low))


def _cost(weights: NetworkWeights, ids: np.ndarray) -> list[float]:
    """Bits of each symbol of one tweet, by an LSTM written out step by step in float64."""
    states = [(np.zeros(n), np.zeros(n)) for n in weights.units]
    costs = []
    for before, after in zip([BOS, *ids], [*ids, EOS], strict=True):
        x = weights.embedding[before].astype(float)
        for k, layer in enumerate(weights.layers):
            h, c = states[k]
            i, f, g, o = np.split(x @ layer.kernel + h @ layer.recurrent + layer.bias, 4)
            i, f, o = (1 / (1 + np.exp(-z)) for z in (i, f, o))
            c = f * c + i * np.tanh(g)
            x = o * np.tanh(c)
            states[k] = (x, c)
        logits = x @ weights.dense + weights.dense_bias
        costs.append(float(np.log2(np.exp(logits).sum()) - logits[after] / np.log(2)))
    return costs


def _weights(size: int) -> NetworkWeights:
    random = np.random.default_rng(3)

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, 0.8, shape).astype(np.float32)

    layers = tuple(LayerWeights(draw(n, 20), draw(5, 20), draw(20)) for n in (4, 5))
    return NetworkWeights(draw(size, 4), layers, draw(5, size), draw(size))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Tweets with spans, a network with random weights, and a card that says what it scores."""
    made = Workspace(tmp_path / "small")
    random = np.random.default_rng(4)
    texts = ["".join(random.choice(list("abcd #@"), random.integers(0, 40))) for _ in range(60)]
    texts[50] = "☃" + texts[50]  # a character outside the vocabulary
    split = ["train"] * 40 + ["test"] * 20
    frame = pd.DataFrame({"tweet_id": [f"t{n}" for n in range(60)], "text": texts, "split": split})
    known = build(texts, 2)[0]
    weights = _weights(known.size)
    made.weights.parent.mkdir(parents=True)
    with h5py.File(made.weights, "w") as file:
        file["layers/embedding/vars/0"] = weights.embedding
        for name, layer in zip(("lstm", "lstm_1"), weights.layers, strict=True):
            for number, array in enumerate((layer.kernel, layer.recurrent, layer.bias)):
                file[f"layers/{name}/cell/vars/{number}"] = array
        file["layers/dense/vars/0"], file["layers/dense/vars/1"] = weights.dense, weights.dense_bias
    known.save(made.vocabulary)
    frame.to_parquet(made.tweets)
    SPANS.assign(tweet_id="t45").to_parquet(made.spans)
    costs = [cost for text in texts[40:] for cost in _cost(weights, known.encode(text))]
    marks = {"weights_sha256": sha256(made.weights), "vocabulary_sha256": known.sha256}
    write_json(made.model, {**marks, "test_bits_per_char": float(np.mean(costs))})
    return made


def test_the_stage_adds_up_to_what_training_said(workspace: Workspace) -> None:
    """The first row is `model.json`'s figure and the n-gram model's own; the ends are scored as ends."""
    counts = stage.run(Settings(), workspace, NullTracker(), QuietScreen())
    table = pd.read_parquet(workspace.bits)
    whole = table.iloc[0]
    frame, known = pd.read_parquet(workspace.tweets), Vocabulary.load(workspace.vocabulary)
    texts = [known.decode(known.encode(text)) for text in frame["text"]]
    assert whole["symbols"] == counts["symbols"] == sum(len(text) + 1 for text in texts[40:])
    assert whole["lstm"] == pytest.approx(read_json(workspace.model)["test_bits_per_char"], rel=1e-5)
    model = ngram.train(texts[:40], stage.ORDER)
    assert whole["ngram"] == pytest.approx(ngram.bits_per_char(model, texts[40:]))
    assert whole["ppm"] == pytest.approx(ppm.bits(texts[:40], texts[40:]).mean())
    assert whole["ppm_adaptive"] == pytest.approx(ppm.adaptive_bits_per_char(texts[:40], texts[40:]))
    ends = [_cost(read_weights(workspace.weights), known.encode(text))[-1] for text in frame["text"][40:]]
    assert table.set_index("name").loc["end", "lstm"] == pytest.approx(np.mean(ends), rel=1e-5)


def test_another_corpus_than_the_one_trained_on_is_refused(workspace: Workspace) -> None:
    """Figures that do not add up are never written."""
    write_json(workspace.model, {**read_json(workspace.model), "test_bits_per_char": 1.0})
    with pytest.raises(UserError, match=r"run `make train` again"):
        stage.run(Settings(), workspace, NullTracker(), QuietScreen())
    assert not workspace.bits.exists()


def test_missing_spans_name_their_target(workspace: Workspace) -> None:
    """One line that says what to run."""
    workspace.spans.unlink()
    with pytest.raises(UserError, match="make analyze NAME=small"):
        stage.run(Settings(), workspace, NullTracker(), QuietScreen())


def test_the_figure_draws_each_row_of_both_models(layout: Concatenation) -> None:
    """As many bars and points as parts and positions, at their values."""
    lstm, rival = np.random.default_rng(5).gamma(2, 1, (2, sum(len(text) + 1 for text in TEXTS)))
    table = compare({"lstm": lstm, "ppm": rival}, layout, SPANS)
    left, right = figure(table).axes
    part = table[table["by"] == "part"]
    assert [bar.get_width() for bar in left.patches] == [*part["lstm"][::-1], *part["ppm"][::-1]]
    assert [len(line.get_xdata()) for line in right.lines] == [(table["by"] == "position").sum()] * 2
