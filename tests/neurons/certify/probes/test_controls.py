"""Control tasks of probes."""

import numpy as np
import pandas as pd

from pipeline.neurons.certify.probes import fits
from pipeline.neurons.certify.probes.controls import spans_with_controls
from pipeline.neurons.labels import LabelIndex


def test_controls_are_called_by_their_concept() -> None:
    """By hand: the first draw's spans, of the wanted concepts only, offsets into their tweet."""
    tweets = pd.DataFrame({"tweet_id": ["a", "b"], "text": ["abcdef", "abcdef"]})
    spans = pd.DataFrame({"tweet_id": ["a"], "concept": ["x"], "start": [0], "end": [2]})
    each = [(np.array([n % 2]), np.array([n]), np.array([n + 1])) for n in range(4)]
    index = LabelIndex.of(["x", "y", "control 0", "control 1"], each, 2)
    found = spans_with_controls(spans, tweets, index, ["y"])
    assert found.to_numpy().tolist() == [["a", "x", 0, 2], ["b", fits.CONTROL + "y", 3, 4]]
