"""Ablation effects: a unit that does one thing, a unit that does nothing, and plain sums."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.core.settings import InterveneSettings
from pipeline.network.activations import Concatenation
from pipeline.network.address import Address
from pipeline.network.bits import bits
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.neurons.chosen import Chosen, chosen
from pipeline.neurons.intervene.effects import ablated_characters, alike, effects, pool, trials
from pipeline.neurons.moments import moments
from pipeline.text.vocabulary import Vocabulary

SETTINGS = InterveneSettings(tweets=20, random_pool=3, random_units=2, random_tweets=10, bootstrap=50)


@pytest.fixture
def layout(tweets: pd.DataFrame, vocabulary: Vocabulary) -> Concatenation:
    """The test tweets."""
    return Concatenation.of(tweets[tweets["split"] == "test"], vocabulary)


def test_effect_is_the_mean_change_in_bits(
    network: NetworkWeights, layout: Concatenation, spans: pd.DataFrame
) -> None:
    """Value and random mean are plain means of changed costs over the concept's characters."""
    usual = moments(network, layout.ids)
    one = Chosen("hashtag", Address(2, "o", 1), 0, 1)
    frame = effects(network, layout, spans, [one], usual, SETTINGS).set_index(["kind", "where"])
    mask = np.zeros(layout.characters + len(layout.ids), dtype=bool)
    mask[np.arange(layout.characters) + layout.tweet] = layout.mask(spans, "hashtag")

    def change(unit: int, signal: str, count: int) -> np.ndarray:
        address = Address(2, signal, unit)
        hold = {address: usual.mean[address.flat(network.shape)]}
        costs = bits(network, layout.ids[:count], [{}, hold])
        return costs[1] - costs[0]

    drawn = pool(network, {(2, 1)}, 3, 0)
    near = [drawn[n][1] for n in alike((2, 1), drawn, usual, network, 2)]
    for signal in "ch":
        row = frame.loc[(f"ablate_{signal}", "outside")]
        assert row["value"] == pytest.approx(change(1, signal, 25)[~mask].mean(), abs=1e-5)
        assert row["low"] < row["value"] < row["high"]
        few = [change(unit, signal, 10) for unit in near]
        means = [each[~mask[: each.size]].mean() for each in few]
        assert row["random_mean"] == pytest.approx(np.mean(means), abs=1e-5)
        assert min(means) - 1e-9 <= row["random_low"] <= row["random_high"] <= max(means) + 1e-9


def test_a_unit_that_nobody_reads_costs_nothing(
    network: NetworkWeights, layout: Concatenation, spans: pd.DataFrame
) -> None:
    """With its outgoing weights at zero, a unit's ablation changes no bit anywhere."""
    recurrent, dense = network.layers[1].recurrent.copy(), network.dense.copy()
    recurrent[3], dense[3] = 0, 0
    idle = replace(
        network, layers=(network.layers[0], replace(network.layers[1], recurrent=recurrent)), dense=dense
    )
    one = Chosen("all_caps", Address(2, "c", 3), 1, 1)
    frame = effects(idle, layout, spans, [one], moments(idle, layout.ids), SETTINGS)
    assert np.abs(frame[["value", "low", "high"]].to_numpy()).max() < 1e-6
    assert frame["random_mean"].abs().max() > 1e-4


def test_a_unit_that_serves_one_concept_costs_there(vocabulary: Vocabulary) -> None:
    """A unit planted to be high after `#` and to foretell the `a` that follows costs there only."""
    tweets = pd.DataFrame(
        {"tweet_id": [f"t{n}" for n in range(30)], "text": ["bcd #a efb dcebf"[n % 4 :] for n in range(30)]}
    )
    after = [
        (row.tweet_id, "after", row.text.index("a"), row.text.index("a") + 1) for row in tweets.itertuples()
    ]
    spans = pd.DataFrame(after, columns=["tweet_id", "concept", "start", "end"])
    # Layer 2 passes on layer 1's unit 0, which is driven by the embedding of `#` alone.
    embedding = np.zeros((vocabulary.size, 4), np.float32)
    embedding[vocabulary.encode("#"), 0] = 1
    dense = np.zeros((5, vocabulary.size), np.float32)
    dense[0, vocabulary.encode("a")] = 8
    planted = NetworkWeights(
        embedding, (_switch(4), _switch(5)), dense, np.zeros(vocabulary.size, np.float32)
    )
    layout = Concatenation.of(tweets, vocabulary)
    one = Chosen("after", Address(2, "h", 0), 1, 1)
    frame = effects(planted, layout, spans, [one], moments(planted, layout.ids), SETTINGS)
    cost = frame[frame["kind"] == "ablate_h"].set_index("where")
    assert cost.loc["inside", "low"] > 3 > 20 * abs(cost.loc["outside", "value"])
    assert cost.loc["inside", "value"] > cost.loc["inside", "random_high"] + 3


def _switch(inputs: int) -> LayerWeights:
    """A layer whose unit 0 follows input 0 with open gates and no memory."""
    kernel, bias = np.zeros((inputs, 20), np.float32), np.zeros(20, np.float32)
    kernel[0, 10] = 5
    bias[[0, 15]], bias[5] = 9, -9
    return LayerWeights(kernel, np.zeros((5, 20), np.float32), bias)


def test_pool_leaves_detectors_out(make_network: Callable[..., NetworkWeights]) -> None:
    """No detector is among the random units, each layer gives its share, and a seed decides which."""
    wide = make_network(units=40)
    taken = {(1, unit) for unit in range(30)}
    drawn = pool(wide, taken, 8, seed=1)
    assert not taken & set(drawn)
    assert [sum(layer == n for layer, _ in drawn) for n in (1, 2)] == [8, 8]
    assert drawn == pool(wide, taken, 8, seed=1) != pool(wide, taken, 8, seed=2)


def test_alike_are_the_nearest_variances(
    make_network: Callable[..., NetworkWeights], layout: Concatenation
) -> None:
    """The compared units are those of the same layer whose cells spread most alike."""
    wide = make_network(units=20)
    usual = moments(wide, layout.ids)
    candidates = [(layer, unit) for layer in (1, 2) for unit in range(1, 20)]
    near = [candidates[n] for n in alike((2, 0), candidates, usual, wide, 4)]
    stds = {unit: usual.std[Address(2, "c", unit).flat(wide.shape)] for unit in range(20)}
    far = sorted(range(1, 20), key=lambda unit: abs(stds[unit] - stds[0]))[:4]
    assert near == [(2, unit) for unit in far]


def test_progress_reaches_its_total(
    network: NetworkWeights, layout: Concatenation, spans: pd.DataFrame
) -> None:
    """The characters announced are those read."""
    one, told = Chosen("hashtag", Address(1, "g", 1), 0, 1), []
    usual = moments(network, layout.ids)
    effects(network, layout, spans, [one], usual, SETTINGS, told.append)
    assert sum(told) == ablated_characters(network, layout, [one], usual, SETTINGS)


def test_only_compared_units_are_ablated(
    make_network: Callable[..., NetworkWeights], layout: Concatenation
) -> None:
    """Of a pool of ten a layer, those nearest to some detector of that layer are tried, and no others."""
    wide = make_network(units=20)
    usual, settings = moments(wide, layout.ids), SETTINGS.model_copy(update={"random_pool": 10})
    found = [Chosen("hashtag", Address(2, "f", 3), 0, 1), Chosen("all_caps", Address(2, "c", 7), 0, 1)]
    tried = trials(wide, found, usual, settings)
    drawn = pool(wide, {(2, 3), (2, 7)}, 10, 0)
    for unit in tried.targets:
        near = [drawn[n] for n in alike(unit, drawn, usual, wide, 2)]
        assert [tried.compared[n] for n in tried.like[unit]] == near
    assert 2 <= len(tried.compared) <= 4


def test_chosen_are_the_first_ranks(tweets: pd.DataFrame) -> None:
    """Of a certificates table the rank 0 rows of the kind are read."""
    table = pd.DataFrame(
        {
            "concept": ["url", "url", "position_in_url"],
            "rank": [0, 1, 0],
            "address": ["L1.c.3", "L1.c.4", "L2.h.1"],
            "lag": [1, 0, 0],
            "sign": [-1, 1, 1],
            "kind": ["span", "span", "graded"],
        }
    )
    assert chosen(table) == [Chosen("url", Address(1, "c", 3), 1, -1)]
    assert chosen(table, "graded") == [Chosen("position_in_url", Address(2, "h", 1), 0, 1)]
