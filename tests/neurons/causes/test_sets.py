"""Two planted latches carry a concept, each after another letter: both together do, one alone does not."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import rel_entr, softmax
from scipy.stats import binom

from pipeline.core.settings import InterveneSettings
from pipeline.core.tables import checked
from pipeline.network.activations import Concatenation
from pipeline.network.address import Address
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.neurons.causes.columns import SETS
from pipeline.neurons.causes.sets import Exchange, alike_set, equivalence, minimality, sets
from pipeline.neurons.causes.table import CauseBench
from pipeline.neurons.chosen import Chosen
from pipeline.neurons.moments import moments
from pipeline.text.vocabulary import Vocabulary

UNITS = 48
SETTINGS = InterveneSettings(set_pairs=60, set_units=4, random_pool=20, random_units=9)
FOUND = [Chosen("hashtag", Address(1, "c", 0), 0, 1)]


@pytest.fixture(scope="module")
def latched(vocabulary: Vocabulary) -> NetworkWeights:
    """Units 0 and 1 are set by `#` and cleared by a blank; 0 is read after an `a`, 1 after a `c`.

    The other units remember what was read at random, and none is read.
    """
    random = np.random.default_rng(5)
    size = vocabulary.size
    kernel, bias = np.zeros((size, 4, UNITS), np.float32), np.zeros((4, UNITS), np.float32)
    hashed, blank, a, b, c = (int(vocabulary.encode(letter)[0]) for letter in "# abc")
    kernel[:, :, 2:] = random.normal(0, 1, (size, 4, UNITS - 2))
    bias[1, 2:] = 1  # forget gates
    bias[0, :2], bias[1, :2], bias[3, :2] = -20, 20, -20  # shut, open, not read
    for symbol, sign in ((hashed, 1), (blank, -1)):
        kernel[symbol, 0, :2], kernel[symbol, 1, :2], kernel[symbol, 2, :2] = 40, -40, 20 * sign
    kernel[a, 3, 0] = kernel[c, 3, 1] = 40
    dense = np.zeros((UNITS, size), np.float32)
    dense[:2, a], dense[:2, b] = 3, -3
    layer = LayerWeights(kernel.reshape(size, -1), np.zeros((UNITS, 4 * UNITS), np.float32), bias.reshape(-1))
    return NetworkWeights(np.eye(size, dtype=np.float32), (layer,), dense, np.zeros(size, np.float32))


def _posts(seed: int) -> tuple[pd.DataFrame, list[tuple[str, str, int, int]]]:
    random = np.random.default_rng(seed)
    rows, spans = [], []
    for number in range(150):
        marked, name = random.integers(1, 5), f"{seed}-{number}"
        words = [
            "#" * int(place == marked) + "".join(random.choice(list("ac"), random.integers(3, 7)))
            for place in range(5)
        ]
        start = len(" ".join(words[:marked])) + 1
        rows.append((name, " ".join(words)))
        spans.append((name, "hashtag", start, start + len(words[marked])))
    return pd.DataFrame(rows, columns=["tweet_id", "text"]), spans


@pytest.fixture(scope="module")
def layouts(vocabulary: Vocabulary) -> tuple[list[Concatenation], pd.DataFrame]:
    """Tweets of `a` and `c` with a hashtag, to choose on and to test on, and the spans of both."""
    parts = [_posts(seed) for seed in (6, 7)]
    spans = [span for _, some in parts for span in some]
    frame = pd.DataFrame(spans, columns=["tweet_id", "concept", "start", "end"])
    return [Concatenation.of(tweets, vocabulary) for tweets, _ in parts], frame


def _bench(weights: NetworkWeights, layout: Concatenation) -> CauseBench:
    return CauseBench.of(weights, layout, layout, FOUND, moments(weights, layout.ids), SETTINGS)


@pytest.fixture(scope="module")
def table(latched: NetworkWeights, layouts: tuple[list[Concatenation], pd.DataFrame]) -> pd.DataFrame:
    """The sets of the planted concept."""
    (valid, test), spans = layouts
    return sets(_bench(latched, test), valid, spans, FOUND)


def test_two_carry_what_one_does_not(table: pd.DataFrame) -> None:
    """The two latches come first; both carry all, the first alone too little; random units carry nothing."""
    one, two, *more = checked(table, SETS).to_dict("records")
    assert {one["added"], two["added"]} == {"L1.c.0", "L1.c.1"}
    assert one["share_high"] < SETTINGS.set_share
    assert two["share_low"] > 0.99
    assert [row["smallest"] for row in (one, two, *more)] == [False, True, *[False] * 6]
    assert table["k"].tolist() == [1, 2, 3, 4, 8, 16, 32, UNITS]
    assert one["gain_high"] < two["gain_low"]
    assert two["random_high"] == pytest.approx(0, abs=1e-6)


def test_both_are_needed_and_equal_to_the_whole(table: pd.DataFrame) -> None:
    """Each latch is needed more than all 46 idle units; the set ties with the whole memory everywhere."""
    assert table["needed"][1] == 2
    assert table["needed"].drop(1).isna().all()
    assert table["equal_share"][1] == 0.5
    assert table["equal_p"][1] > 0.9
    assert table["equal_p"][0] < 0.05


def test_test_tweets_choose_nothing(
    latched: NetworkWeights, layouts: tuple[list[Concatenation], pd.DataFrame], table: pd.DataFrame
) -> None:
    """With the spans of test tweets moved, the same units stand in the same order with the same size."""
    (valid, test), spans = layouts
    moved = spans.copy()
    later = moved["tweet_id"].str.startswith("7-")
    moved.loc[later, ["start", "end"]] = [0, 3]
    other = sets(_bench(latched, test), valid, moved, FOUND)
    for name in ("added", "smallest", "valid_share"):
        assert other[name].tolist() == table[name].tolist()
    assert other["gain"][1] != table["gain"][1]


def test_gains_of_both_ways_are_averaged(
    latched: NetworkWeights, layouts: tuple[list[Concatenation], pd.DataFrame]
) -> None:
    """By scipy: the divergence before less that with h = o · tanh(c), the c being the other text's."""
    (valid, _), spans = layouts
    exchange = Exchange.of(_bench(latched, valid), valid, valid.mask(spans, "hashtag"), 0, (1,))
    expected = []
    for side in exchange.sides:
        here, there = side.target.after[0], side.source.after[0]
        mixed = here["h"] / np.tanh(here["c"]) * np.tanh(there["c"])
        wanted, before, now = (
            softmax(h.astype(np.float64) @ latched.dense, axis=1) for h in (there["h"], here["h"], mixed)
        )
        saved = rel_entr(wanted, before).sum(axis=1) - rel_entr(wanted, now).sum(axis=1)
        expected.append(saved / np.log(2))
    every = [Address(1, "c", unit) for unit in range(UNITS)]
    (whole,) = exchange.gains([every])
    assert whole == pytest.approx(np.mean(expected, axis=0), abs=1e-4)
    (some,) = exchange.first(7).gains([every])
    assert some == pytest.approx(whole[:7], abs=1e-6)


def test_random_sets_are_as_large(
    latched: NetworkWeights, layouts: tuple[list[Concatenation], pd.DataFrame]
) -> None:
    """As many units, each once and none of the set; more than half of all leave fewer."""
    bench, every = _bench(latched, layouts[0][1]), [Address(1, "c", unit) for unit in range(UNITS)]
    for size, expected in ((1, 1), (20, 20), (24, 24), (40, 8)):
        found = alike_set(bench, every[:size], np.random.default_rng(0))
        assert len(set(found)) == len(found) == expected
        assert not set(found) & set(every[:size])


def test_random_units_are_the_nearest_by_a_plain_sort(
    latched: NetworkWeights, layouts: tuple[list[Concatenation], pd.DataFrame]
) -> None:
    """The same draws as from a list of units, sorted by how far their deviation lies, one taken at a time."""
    bench = _bench(latched, layouts[0][1])
    every = [Address(1, "c", unit) for unit in range(UNITS)]
    std = {unit: bench.usual.std[unit.flat(latched.shape)] for unit in every}
    for units in (every[3:5], every[10:40], every[5:]):
        random = np.random.default_rng(1)
        left, expected = [unit for unit in every if unit not in units], []
        for unit in units:
            near = sorted(left, key=lambda one, unit=unit: abs(std[one] - std[unit]))[: SETTINGS.random_units]
            if near:
                expected.append(near[random.integers(len(near))])
                left.remove(expected[-1])
        assert alike_set(bench, units, np.random.default_rng(1)) == expected


def test_equivalence_by_hand() -> None:
    """Of ten pairs the set is ahead in one, level in two: .2; p is that of at most 2 of 10 at .4."""
    gain, whole = np.arange(10.0), np.arange(10.0) + 1
    gain[0], gain[1:3] = 5, whole[1:3]
    found = equivalence(gain, whole)
    assert found["equal_share"] == pytest.approx(0.2)
    assert found["equal_p"] == pytest.approx(binom.cdf(2, 10, 0.4))


def test_minimality_by_hand() -> None:
    """A unit that costs more than all of 30 random ones, and one that costs more than 27 of them."""
    found = minimality(np.array([40.0, 26.5]), np.arange(30.0))
    assert found == pytest.approx([2 * 0.9**30, binom.sf(26, 30, 0.9)])
