"""A network of 2 × 6 units over twelve ids, and forty tweets of random ids."""

import numpy as np
import pytest
from networks import network_of

from pipeline.network.weights import NetworkWeights

VOCABULARY, UNITS, TWEETS = 12, 6, 40


@pytest.fixture(scope="session")
def weights() -> NetworkWeights:
    """Two layers of LSTM, wide enough that states matter."""
    return network_of(units=UNITS, size=VOCABULARY, scale=0.8)


@pytest.fixture(scope="session")
def ids() -> list[np.ndarray]:
    """Ids of tweets of 1 to 29 characters."""
    random = np.random.default_rng(1)
    return [random.integers(3, VOCABULARY, n).astype(np.int32) for n in random.integers(1, 30, TWEETS)]
