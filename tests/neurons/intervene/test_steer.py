"""Steering: the sampler's distribution, lanes that do not touch each other, a unit that writes hashtags."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import softmax
from scipy.stats import chisquare

from pipeline.network.address import Address
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.intervene.clamp import Hold
from pipeline.neurons.intervene.steer import LONGEST, counts, doses, drawn, rates, response, responses, write
from pipeline.neurons.moments import Moments
from pipeline.text.vocabulary import BOS, EOS, UNK, Vocabulary


def test_drawn_characters_follow_the_softmax() -> None:
    """20,000 draws have the frequencies of the softmax without BOS and UNK."""
    logits = np.array([3.0, 0.5, 2.0, 1.0, -1.0, 0.0], dtype=np.float32)
    chance = 1 - np.random.default_rng(0).random(20_000, dtype=np.float32)
    found = np.bincount(drawn(np.tile(logits, (20_000, 1)), chance), minlength=6)
    kept = [1, 3, 4, 5]
    assert found[BOS] == found[UNK] == 0
    assert chisquare(found[kept], 20_000 * softmax(logits[kept].astype(float))).pvalue > 0.001


def test_extreme_chances_draw_what_is_possible() -> None:
    """The ends of (0, 1] draw the first and the last possible character, never a forbidden one."""
    logits = np.zeros((2, 5), dtype=np.float32)
    assert drawn(logits, np.array([1e-30, 1.0], dtype=np.float32)).tolist() == [EOS, 4]


def test_a_held_network_writes_the_same_in_any_company(
    network: NetworkWeights, vocabulary: Vocabulary
) -> None:
    """Texts depend on the hold and the seed, not on the other lanes, though lanes end at different steps."""
    holds = [None, Hold(2, "c", 1, 2.0), Hold(1, "h", 0, -1.0)]
    together = write(network, vocabulary, holds, 30, seed=5)
    alone = [write(network, vocabulary, [hold], 30, seed=5)[0] for hold in holds]
    assert together == alone
    assert together[0] != together[1]


def test_a_tweet_that_never_ends_is_cut(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """Without EOS every text has the greatest length; with EOS certain every text is empty."""
    never, always = network.dense_bias.copy(), network.dense_bias.copy()
    never[EOS], always[EOS] = -1e4, 1e4
    texts = [
        write(replace(network, dense_bias=bias), vocabulary, [None], 5, 0)[0] for bias in (never, always)
    ]
    assert {len(text) for text in texts[0]} == {LONGEST}
    assert set(texts[1]) == {""}


def test_a_unit_that_writes_a_letter_shows_in_the_dose_response(
    network: NetworkWeights, vocabulary: Vocabulary
) -> None:
    """The higher a unit that favours X is held, the more capital words there are."""
    dense = network.dense * 0.1
    dense[2, vocabulary.encode("X")] = 6
    planted = replace(network, dense=dense)
    usual = Moments(*(np.full(60, value) for value in (0.0, 0.5, -3.0, 3.0)))
    given = doses(Hold(2, "c", 2, 0.0), usual, (-4, 0, 4), 5)
    frame = response(planted, vocabulary, given, 60, 50, seed=1)
    line = frame[(frame["where"] == "all_caps") & frame["dose"].notna()].sort_values("dose")
    assert line["dose"].tolist() == [-4, 0, 4]
    assert line["value"].is_monotonic_increasing
    assert line["low"].iloc[2] > line["high"].iloc[0]
    assert frame["dose"].isna().sum() == 6


def test_doses_stay_within_the_range() -> None:
    """A dose beyond what the unit ever does is brought back, named by what was given, and given once."""
    usual = Moments(*(np.full(60, value) for value in (1.0, 0.5, 0.5, 2.5)))
    given = doses(Hold(1, "c", 4, 0.0), usual, (-4, -2, 0, 2, 4), 5)
    assert np.isnan(given[0].size)
    assert given[0].hold is None
    assert [(dose.size, dose.hold.value) for dose in given[1:] if dose.hold] == [
        (-1, 0.5),
        (0, 1),
        (2, 2),
        (3, 2.5),
    ]
    assert Address(1, "c", 4).flat(5) < 60


def test_counts_of_a_tweet_counted_by_hand() -> None:
    """One of each: entities by their rules, shouted and capitalised words outside of them."""
    text = 'VERY good, Ann! "Sad" says @Bob_X #MAGA #Now https://t.co/AbcdeFGhij'
    expected = {"hashtag": 2, "url": 1, "mention": 1, "quotation": 1, "all_caps": 1, "capitalised": 2}
    assert counts(text) == expected


def test_rates_are_means_a_tweet() -> None:
    """A rate is the count of all tweets by their number, within its interval."""
    frame = rates(["#aa #bb", "#cc", "none", ""], 100, 0).set_index("where")
    assert frame.loc["hashtag", "value"] == pytest.approx(0.75)
    assert frame.loc["hashtag", "low"] <= 0.75 <= frame.loc["hashtag", "high"]
    assert frame.loc["url", ["value", "low", "high"]].tolist() == [0, 0, 0]


def test_units_together_respond_as_each_alone(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """The network that is not held writes once, and what each unit's table says does not change by that."""
    usual = Moments(*(np.full(60, value) for value in (0.0, 0.5, -3.0, 3.0)))
    given = [doses(Hold(layer, "c", 2, 0.0), usual, (-2, 2), 5) for layer in (1, 2)]
    told: list[int] = []
    together = responses(network, vocabulary, given, 20, 30, 0, told.append)
    for table, each in zip(together, given, strict=True):
        pd.testing.assert_frame_equal(table, response(network, vocabulary, each, 20, 30, seed=0))
    assert sum(told) == 3
