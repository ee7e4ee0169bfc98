"""A planted latch is removed with few directions, at a price; scikit-learn and SciPy find the same."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from pipeline.core.settings import InterveneSettings
from pipeline.core.tables import checked
from pipeline.network.activations import Concatenation, activations
from pipeline.network.address import Address
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.neurons.causes.columns import REMOVALS
from pipeline.neurons.causes.removal import (
    GONE,
    STRENGTH,
    RemovalBench,
    nullspace,
    removals,
    without,
)
from pipeline.neurons.chosen import Chosen
from pipeline.text.vocabulary import Vocabulary

UNITS = 60
FOUND = [Chosen("hashtag", Address(1, "c", 0), 0, 1)]


@pytest.fixture(scope="module")
def latched(vocabulary: Vocabulary) -> NetworkWeights:
    """Unit 0 is set by `#`, cleared by a blank, and predicts `a` inside, `b` outside; others are noise."""
    random = np.random.default_rng(5)
    size = vocabulary.size
    kernel, bias = np.zeros((size, 4, UNITS), np.float32), np.zeros((4, UNITS), np.float32)
    hashed, blank, a, b = (int(vocabulary.encode(letter)[0]) for letter in "# ab")
    kernel[:, :, 1:] = random.normal(0, 1, (size, 4, UNITS - 1))
    bias[0, 0], bias[1, 0], bias[3, 0] = -20, 20, 20
    bias[1, 1:] = -4  # the noise forgets at once
    for symbol, sign in ((hashed, 1), (blank, -1)):
        kernel[symbol, 0, 0], kernel[symbol, 1, 0], kernel[symbol, 2, 0] = 40, -40, 20 * sign
    dense = np.zeros((UNITS, size), np.float32)
    dense[0, a], dense[0, b] = 3, -3
    layer = LayerWeights(kernel.reshape(size, -1), np.zeros((UNITS, 4 * UNITS), np.float32), bias.reshape(-1))
    return NetworkWeights(np.eye(size, dtype=np.float32), (layer,), dense, np.zeros(size, np.float32))


@pytest.fixture(scope="module")
def layouts(vocabulary: Vocabulary) -> tuple[list[Concatenation], pd.DataFrame]:
    """Tweets of train, valid and test: `b` outside a hashtag, `a` inside it, and `c` in both."""
    spans, parts = [], []
    for split in range(3):
        random, rows = np.random.default_rng(split), []
        for number in range(80):
            marked, name = random.integers(1, 5), f"{split}-{number}"
            words = [
                "#" * int(place == marked)
                + "".join(random.choice(list("aac" if place == marked else "bbc"), random.integers(3, 7)))
                for place in range(5)
            ]
            start = len(" ".join(words[:marked])) + 1
            rows.append((name, " ".join(words)))
            spans.append((name, "hashtag", start, start + len(words[marked])))
        parts.append(Concatenation.of(pd.DataFrame(rows, columns=["tweet_id", "text"]), vocabulary))
    return parts, pd.DataFrame(spans, columns=["tweet_id", "concept", "start", "end"])


@pytest.fixture(scope="module")
def bench(latched: NetworkWeights, layouts: tuple[list[Concatenation], pd.DataFrame]) -> RemovalBench:
    """The three splits through the network."""
    return RemovalBench.of(latched, layouts[0], InterveneSettings(bootstrap=100))


def test_a_latch_is_removed_at_a_price(
    bench: RemovalBench, layouts: tuple[list[Concatenation], pd.DataFrame]
) -> None:
    """The first probe is perfect, a new one much worse; the text inside costs more, far beyond chance."""
    (row,) = checked(removals(bench, layouts[1], FOUND), REMOVALS).to_dict("records")
    assert row["before"] > 0.99
    assert row["left"] < row["before_low"] - 0.2
    assert 1 <= row["rank"] <= 8
    assert row["cost_inside_low"] > 0.3
    assert row["cost_inside_low"] > row["random_inside_high"]


def test_costs_are_those_of_the_changed_output(bench: RemovalBench, latched: NetworkWeights) -> None:
    """By NumPy from the plain h: without a direction of standardised h, and SciPy's log-softmax."""
    layout = bench.test.layout
    h = activations(latched, layout.ids, [Address(1, "h", unit) for unit in range(UNITS)]).T
    direction = np.zeros(UNITS)
    direction[[0, 3]] = 0.6, 0.8
    z = (h - bench.mean) / bench.std
    changed = (z - np.outer(z @ direction, direction)) * bench.std + bench.mean
    rows = np.arange(len(h))
    logs = [log_softmax(one @ latched.dense, axis=1)[rows, bench.test.following] for one in (h, changed)]
    found = bench.costs(direction[:, None].astype(np.float32))
    assert found == pytest.approx((logs[0] - logs[1]) / np.log(2), abs=1e-4)
    assert bench.costs(np.zeros((UNITS, 0), np.float32)) == pytest.approx(np.zeros(len(h)), abs=1e-6)


def test_directions_are_those_of_scikit_learn() -> None:
    """Each probe is scikit-learn's on what the probes before it left; directions are orthonormal."""
    random = np.random.default_rng(1)
    z = random.normal(size=(2, 1500, 6)).astype(np.float32)
    noise = random.normal(size=(2, 1500))
    label = z[..., 0] + 0.5 * z[..., 1] * z[..., 2] + 0.3 * noise > 0
    share = np.where(label[0], 0.5 / label[0].sum(), 0.5 / (~label[0]).sum()).astype(np.float32)
    train = z[0], label[0].astype(np.float32), share
    basis, probes, scores = nullspace(train, (z[1], label[1]), most=8)
    np.testing.assert_allclose(basis.T @ basis, np.eye(basis.shape[1]), atol=1e-5)
    assert len(probes) == basis.shape[1] + 1
    assert scores[-1] <= GONE < scores[0]
    left = z.astype(np.float64)
    for probe, score in zip(probes, scores, strict=True):
        peer = LogisticRegression(C=1 / STRENGTH, tol=1e-8, max_iter=1000)
        peer.fit(left[0], label[0], sample_weight=share)
        direction = peer.coef_[0] / np.linalg.norm(peer.coef_)
        assert direction @ probe / np.linalg.norm(probe) > 0.99
        assert score == pytest.approx(roc_auc_score(label[1], left[1] @ direction), abs=5e-3)
        left = left - (left @ direction)[..., None] * direction
    assert without(z[0], basis) @ basis == pytest.approx(np.zeros((1500, basis.shape[1])), abs=1e-4)


def test_test_tweets_choose_nothing(
    bench: RemovalBench, layouts: tuple[list[Concatenation], pd.DataFrame]
) -> None:
    """With the spans of test tweets moved, as many directions are removed and cost the same in all."""
    spans = layouts[1]
    moved = spans.copy()
    moved.loc[moved["tweet_id"].str.startswith("2-"), ["start", "end"]] = [0, 4]
    first, other = (removals(bench, some, FOUND).iloc[0] for some in (spans, moved))
    for name in ("rank", "valid_before", "valid_left"):
        assert other[name] == first[name]
    assert other["before"] != first["before"]


def test_a_rare_concept_has_no_row(
    bench: RemovalBench, layouts: tuple[list[Concatenation], pd.DataFrame]
) -> None:
    """Three spans in all splits say nothing."""
    assert removals(bench, layouts[1].head(3), FOUND).empty
