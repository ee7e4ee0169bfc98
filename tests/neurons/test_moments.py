"""Moments against all values in one array."""

import numpy as np
import pandas as pd

from pipeline.network.activations import Concatenation, activations
from pipeline.network.address import Address
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.moments import moments
from pipeline.text.vocabulary import Vocabulary


def test_moments_are_those_of_all_positions(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> None:
    """Mean, spread and range over ragged batches leave padding out and BOS in."""
    ids = Concatenation.of(tweets, vocabulary).ids
    values = activations(network, ids, [Address.from_flat(flat, network.shape) for flat in range(60)])
    found = moments(network, ids)
    np.testing.assert_allclose(found.mean, values.mean(axis=1), atol=1e-5)
    np.testing.assert_allclose(found.std, values.std(axis=1), atol=1e-5)
    np.testing.assert_allclose(found.low, values.min(axis=1), atol=1e-6)
    np.testing.assert_allclose(found.high, values.max(axis=1), atol=1e-6)
