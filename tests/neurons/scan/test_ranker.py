"""From values to ranks, against scipy's ranks on the stored traces."""

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from pipeline.network.batch import batches
from pipeline.network.trace import forward, trace
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.scan.calibrate import calibrate
from pipeline.text.vocabulary import Vocabulary


def test_a_rank_is_that_of_scipy(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> None:
    """Every address at every position of a batch: rank − ½ over the number of positions, to a bin's width."""
    ids = [vocabulary.encode(text) for text in tweets["text"][:30]]
    (batch,) = batches(ids, np.arange(30), 30)
    ranker = calibrate(network, [batch], 4096)
    runs = forward(network, batch.padded)
    real = batch.real.ravel()
    found = np.concatenate([ranks[real] for _, ranks in ranker.ranks(runs)], axis=1)
    stored = []
    for layer in trace(network, [ids[tweet] for tweet in batch.tweets]):
        stored += [np.swapaxes(values, 0, 1).reshape(-1, values.shape[-1])[real] for values in layer.values()]
    values = np.concatenate(stored, axis=1)
    expected = (np.apply_along_axis(rankdata, 0, values) - 0.5) / real.sum() - 0.5
    assert found.shape == expected.shape
    assert np.abs(found - expected).mean() < 1e-3
    assert np.quantile(np.abs(found - expected), 0.999) < 0.01
