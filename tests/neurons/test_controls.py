"""Control tasks and untrained networks."""

import numpy as np
import pytest
from planted import UNITS

from pipeline.core.settings import TrainSettings
from pipeline.neurons.controls import control_spans, untrained, words
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.result import ScanResult


def test_a_control_labels_all_words_of_a_type_alike() -> None:
    """Each word type is in or out as a whole, by the same piece, and about the share asked for is in."""
    random = np.random.default_rng(0)
    texts = [" ".join(f"w{n}" for n in random.integers(0, 500, 20)) for _ in range(200)]
    found, kinds = words(texts)
    size = sum(map(len, texts))
    for lengths in ([99], [1, 2]):
        tweet, start, end = control_spans(found, kinds, np.array(lengths), 0.15, (0, 1))
        pieces: dict[str, set[tuple[int, int]]] = {}
        held = 0
        for t, s, e in zip(tweet, start, end, strict=True):
            begin = texts[t].rfind(" ", 0, s + 1) + 1
            word = texts[t][begin:].split(" ")[0]
            pieces.setdefault(word, set()).add((s - begin, e - begin))
            held += 1
        assert all(len(kinds_of) == 1 for kinds_of in pieces.values())
        assert held == sum(word in pieces for text in texts for word in text.split())
        assert (end - start).max() <= max(lengths)
        assert (end - start).sum() / size == pytest.approx(0.15, abs=0.04)


def test_an_untrained_network_has_the_weights_that_training_starts_from(
    planted_scan: tuple[Material, ScanResult],
) -> None:
    """Orthogonal recurrent kernels, Glorot's limit, and the biases of the settings."""
    layer = untrained(planted_scan[0].weights, TrainSettings(), 0).layers[1]
    assert np.allclose(layer.recurrent @ layer.recurrent.T, np.eye(UNITS), atol=1e-5)
    assert layer.bias.tolist() == [0.0] * UNITS + [1.0] * UNITS + [0.0] * (2 * UNITS)
    assert np.abs(layer.kernel).max() <= np.sqrt(6 / (UNITS + 4 * UNITS))
    slow = untrained(planted_scan[0].weights, TrainSettings(memory_span=140), 0).layers[1].bias
    assert slow[UNITS : 2 * UNITS].min() > 0
    assert np.array_equal(slow[:UNITS], -slow[UNITS : 2 * UNITS])
