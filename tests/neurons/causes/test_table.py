"""A planted latch matters, its idle copy does not: causes of a network whose inside is known."""

import numpy as np
import pandas as pd
import pytest

from pipeline.core.settings import InterveneSettings
from pipeline.network.activations import Concatenation
from pipeline.network.address import Address
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.neurons.causes.table import CauseBench, Places, causes
from pipeline.neurons.chosen import Chosen
from pipeline.neurons.moments import moments
from pipeline.text.vocabulary import Vocabulary

UNITS = 12
SETTINGS = InterveneSettings(pairs=60, random_pool=10, random_units=9)


@pytest.fixture(scope="module")
def latched(vocabulary: Vocabulary) -> NetworkWeights:
    """Units 0 and 1 are set by `#`, cleared by a blank; unit 0 is read, by an `a` inside and a `b` outside.

    The other units remember what was read at random, and a little of each is read.
    """
    random = np.random.default_rng(5)
    size = vocabulary.size
    kernel, bias = np.zeros((size, 4, UNITS), np.float32), np.zeros((4, UNITS), np.float32)
    hashed, blank, a, b = (int(vocabulary.encode(c)[0]) for c in "# ab")
    kernel[:, :, 2:] = random.normal(0, 1, (size, 4, UNITS - 2))
    bias[1, 2:] = 1  # forget gates
    bias[0, :2], bias[1, :2], bias[3, :2] = -20, 20, 20  # shut, open, read
    for symbol, sign in ((hashed, 1), (blank, -1)):
        kernel[symbol, 0, :2], kernel[symbol, 1, :2], kernel[symbol, 2, :2] = 40, -40, 20 * sign
    dense = random.normal(0, 0.05, (UNITS, size)).astype(np.float32)
    dense[:2] = 0
    dense[0, a], dense[0, b] = 3, -3
    layer = LayerWeights(kernel.reshape(size, -1), np.zeros((UNITS, 4 * UNITS), np.float32), bias.reshape(-1))
    return NetworkWeights(np.eye(size, dtype=np.float32), (layer,), dense, np.zeros(size, np.float32))


@pytest.fixture(scope="module")
def posts(vocabulary: Vocabulary) -> tuple[Concatenation, pd.DataFrame]:
    """Two hundred tweets of words (mostly `b`) and a hashtag (mostly `a`), and the spans of the hashtags."""
    random = np.random.default_rng(6)
    rows, spans = [], []
    for number in range(200):
        marked = random.integers(1, 5)
        words = [
            "#" * int(place == marked)
            + "".join(random.choice(list("aaac" if place == marked else "bbbd"), random.integers(3, 7)))
            for place in range(5)
        ]
        text, start = " ".join(words), len(" ".join(words[:marked])) + 1
        rows.append((f"t{number}", text))
        spans.append((f"t{number}", "hashtag", start, start + len(words[marked])))
    tweets = pd.DataFrame(rows, columns=["tweet_id", "text"])
    return Concatenation.of(tweets, vocabulary), pd.DataFrame(
        spans, columns=["tweet_id", "concept", "start", "end"]
    )


def test_the_read_latch_matters_and_its_copy_does_not(
    latched: NetworkWeights, posts: tuple[Concatenation, pd.DataFrame]
) -> None:
    """The latch takes the distribution to the other text's; the copy, equal in every value, nowhere."""
    layout, spans = posts
    found = [
        Chosen("hashtag", Address(1, "c", 0), 0, 1),
        Chosen("hashtag", Address(1, "i", 1), 0, 1),  # a gate: its unit's memory is exchanged
    ]
    usual = moments(latched, layout.ids)
    bench = CauseBench.of(latched, layout, layout, found, usual, SETTINGS)
    read, copy = causes(bench, spans, found).to_dict("records")
    assert read["matters"]
    assert read["unmet"] == ""
    assert read["towards"] > 0.95
    assert read["gain"] > 0.9 * read["distance"]
    assert read["p_holm"] < 1e-6
    assert read["beyond_low"] > 0
    assert copy["unit"] == "L1.c.1"
    assert copy["gain"] == pytest.approx(0, abs=1e-6)
    assert not copy["matters"]
    assert copy["unmet"] == "random units, outside"
    assert copy["beyond"] == pytest.approx(0, abs=1e-6)


def test_places_follow_the_lag(posts: tuple[Concatenation, pd.DataFrame], latched: NetworkWeights) -> None:
    """At lag 1 the memory is the one before the character."""
    layout, spans = posts
    mask = layout.mask(spans, "hashtag")
    bench = CauseBench.of(latched, layout, layout, [], moments(latched, layout.ids), SETTINGS)
    for lag in (0, 1):
        places = Places.of(bench, mask, lag, (1,))
        inside = np.zeros(layout.characters + len(layout.ids), dtype=bool)
        inside[layout.read(lag)[mask]] = True
        assert inside[places.inside].all()
        assert not inside[places.outside].all()
        assert inside[places.pairs.inside].all()
        assert len(places.inside) == SETTINGS.pairs


def test_too_few_tweets_say_nothing(
    latched: NetworkWeights, posts: tuple[Concatenation, pd.DataFrame]
) -> None:
    """Nine tweets with the concept: no numbers, and the reason."""
    layout, spans = posts
    found = [Chosen("hashtag", Address(1, "c", 0), 0, 1)]
    bench = CauseBench.of(latched, layout, layout, found, moments(latched, layout.ids), SETTINGS)
    (row,) = causes(bench, spans.head(9), found).to_dict("records")
    assert row["unmet"] == "too few pairs"
    assert not row["matters"]
    assert np.isnan(row["gain"])


def test_without_other_units_there_is_no_comparison(
    latched: NetworkWeights, posts: tuple[Concatenation, pd.DataFrame]
) -> None:
    """Every unit is a detector: no numbers, and the grade is not given."""
    layout, spans = posts
    found = [Chosen("hashtag", Address(1, "c", unit), 0, 1) for unit in range(UNITS)]
    bench = CauseBench.of(latched, layout, layout, found, moments(latched, layout.ids), SETTINGS)
    table = causes(bench, spans, found)
    assert not table["matters"].any()
    assert (table["unmet"] == "random units, outside").all()
