"""Parts of a corpus, their labels and values, against plain loops over the whole."""

import numpy as np
import pandas as pd

from pipeline.network.activations import Concatenation, activations
from pipeline.network.address import Address
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.certify.held_out import Values, label_mask, part_layout
from pipeline.neurons.labels import LabelIndex
from pipeline.text.vocabulary import Vocabulary

ROWS = np.array([7, 2, 30])


def test_a_part_is_laid_out_as_if_it_were_alone(vocabulary: Vocabulary, tweets: pd.DataFrame) -> None:
    """Its ids, starts and tweets are those of a layout of these tweets only, in the order asked for."""
    part = part_layout(Concatenation.of(tweets, vocabulary), ROWS)
    alone = Concatenation.of(tweets.iloc[ROWS], vocabulary)
    assert [one.tolist() for one in part.ids] == [one.tolist() for one in alone.ids]
    assert part.starts.tolist() == alone.starts.tolist()
    assert part.tweet.tolist() == alone.tweet.tolist()


def test_labels_of_a_part_are_its_own(vocabulary: Vocabulary, tweets: pd.DataFrame) -> None:
    """Spans of other tweets are left out; each character by a plain loop."""
    random = np.random.default_rng(0)
    spans = []
    for _ in range(2):
        tweet = random.integers(0, len(tweets), 80)
        start = random.integers(0, 3, 80)
        spans.append((tweet, start, start + random.integers(1, 2, 80)))
    labels = LabelIndex.of(["a", "b"], spans, len(tweets))
    layout = part_layout(Concatenation.of(tweets, vocabulary), ROWS)
    for label in range(2):
        expected = []
        for row in ROWS:
            mask = [False] * len(tweets["text"].iloc[row])
            for tweet, start, end in zip(*spans[label], strict=True):
                if tweet == row:
                    mask[start:end] = [True] * (end - start)
            expected += mask
        assert label_mask(labels, label, layout, ROWS).tolist() == expected


def test_scores_are_values_at_their_lag(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> None:
    """After reading the character (lag 0) or before it (lag 1), times the sign; each address is kept once."""
    layout = part_layout(Concatenation.of(tweets, vocabulary), ROWS)
    wanted = [Address(2, "h", 1), Address(1, "c", 3), Address(2, "h", 1)]
    values = Values.of(network, layout, wanted)
    assert len(values.matrix) == 2
    plain = activations(network, layout.ids, wanted[:2])
    for number, address in enumerate(wanted[:2]):
        for lag in (0, 1):
            found = values.score(address, lag, -1, layout)
            assert np.allclose(found, -plain[number, layout.read(lag)], atol=1e-5)
