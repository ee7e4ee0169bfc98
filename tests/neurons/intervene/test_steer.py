"""Steering: the sampler's distribution, lanes that do not touch each other, a unit that writes hashtags."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import softmax
from scipy.stats import chisquare

from pipeline.network.address import Address
from pipeline.network.sampling.drafts import Drafts
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.intervene.steer import LONGEST, Plain, counts, doses, rates, response, responses, write
from pipeline.neurons.moments import Moments
from pipeline.text.vocabulary import BOS, EOS, UNK, Vocabulary


def test_tweets_are_drawn_from_the_softmax(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """The first characters of 4,000 tweets have the frequencies of the softmax without BOS and UNK."""
    short = replace(network, dense_bias=network.dense_bias + np.eye(vocabulary.size, dtype="f4")[EOS] * 3)
    net = Stepper.of(short, np.float64)
    logits = net.step(np.array([BOS]), net.zero(1))[0][0]
    logits[[BOS, UNK]] = -np.inf
    texts = write(short, vocabulary, [{}], 4000, seed=0)[0]
    ids = [vocabulary.encode(text)[0] if text else EOS for text in texts]
    found, expected = np.bincount(ids, minlength=vocabulary.size), 4000 * softmax(logits)
    likely = expected > 4
    assert found[BOS] == found[UNK] == 0
    rest = [found[~likely].sum()], [expected[~likely].sum()]
    counts, wanted = (np.append(a[likely], b) for a, b in zip((found, expected), rest, strict=True))
    assert chisquare(counts[wanted > 0], wanted[wanted > 0]).pvalue > 0.001


def test_the_ends_of_the_numbers_draw_what_is_possible() -> None:
    """The ends of (0, 1] draw the first and the last possible character, never a forbidden one."""
    nothing = np.zeros(2, dtype=np.int64)
    states: list[dict[str, np.ndarray]] = []
    drafts = Drafts(np.arange(2), nothing, nothing, nothing, np.zeros(2), nothing > 0, nothing, {}, states)
    numbers = np.array([[1e-30], [1.0]], dtype=np.float32)
    assert Plain(numbers).choose(drafts, np.zeros((2, 5), dtype=np.float32))[0].tolist() == [EOS, 4]


def test_a_held_network_writes_the_same_in_any_company(
    network: NetworkWeights, vocabulary: Vocabulary
) -> None:
    """Texts depend on the hold and the seed, not on the other lanes, though lanes end at different steps."""
    holds = [{}, {Address(2, "c", 1): 2.0}, {Address(1, "h", 0): -1.0}]
    together = write(network, vocabulary, holds, 30, seed=5)
    alone = [write(network, vocabulary, [hold], 30, seed=5)[0] for hold in holds]
    assert together == alone
    assert together[0] != together[1]


def test_a_tweet_that_never_ends_is_cut(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """Without EOS every text has the greatest length; with EOS certain every text is empty."""
    never, always = network.dense_bias.copy(), network.dense_bias.copy()
    never[EOS], always[EOS] = -1e4, 1e4
    texts = [write(replace(network, dense_bias=bias), vocabulary, [{}], 5, 0)[0] for bias in (never, always)]
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
    given = doses(Address(2, "c", 2), usual, (-4, 0, 4), network.shape)
    frame = response(planted, vocabulary, given, 60, 50, seed=1)
    line = frame[(frame["where"] == "all_caps") & frame["dose"].notna()].sort_values("dose")
    assert line["dose"].tolist() == [-4, 0, 4]
    assert line["value"].is_monotonic_increasing
    assert line["low"].iloc[2] > line["high"].iloc[0]
    assert frame["dose"].isna().sum() == 6


def test_doses_stay_within_the_range() -> None:
    """A dose beyond what the unit ever does is brought back, named by what was given, and given once."""
    usual = Moments(*(np.full(60, value) for value in (1.0, 0.5, 0.5, 2.5)))
    address = Address(1, "c", 4)
    given = doses(address, usual, (-4, -2, 0, 2, 4), (("ifgoch", 5), ("ifgoch", 5)))
    assert np.isnan(given[0].size)
    assert given[0].holds == {}
    assert [(dose.size, dose.holds[address]) for dose in given[1:]] == [(-1, 0.5), (0, 1), (2, 2), (3, 2.5)]


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
    given = [doses(Address(layer, "c", 2), usual, (-2, 2), network.shape) for layer in (1, 2)]
    told: list[int] = []
    together = responses(network, vocabulary, given, 20, 30, 0, told.append)
    for table, each in zip(together, given, strict=True):
        pd.testing.assert_frame_equal(table, response(network, vocabulary, each, 20, 30, seed=0))
    assert sum(told) == 3
