"""What the report says of the training: parameters, and what scores rest on."""

import pytest
from networks import network_of

from pipeline.network.cells import CELLS
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.training import parameters, training


@pytest.mark.parametrize("layers", [1, 2, 4])
@pytest.mark.parametrize("cell", CELLS)
def test_the_number_of_weights_is_that_of_the_arrays(cell: str, layers: int) -> None:
    """The number of parameters equals the sizes of the arrays of such a network."""
    made = network_of(cell, layers=layers, units=7, size=13)
    arrays = [made.embedding, made.dense, made.dense_bias]
    for one in made.layers:
        arrays += [one.kernel, one.recurrent, one.bias]
        arrays += [] if one.peephole is None else [one.peephole]
    card = {"vocabulary_size": 13, "embedding": 5, "units": 7, "layers": layers, "cell": cell}
    assert parameters(card) == sum(array.size for array in arrays)


def test_training_says_on_what_its_scores_rest(found: Artefacts) -> None:
    """Bits per character come with the split, its tweets, and its characters and ends."""
    rows = training(found).values["scores"].rows
    for split, bits, tweets, symbols in rows:
        texts = found.split(split)["text"]
        assert (int(tweets), int(symbols.replace(",", ""))) == (len(texts), sum(len(t) + 1 for t in texts))
        assert bits == {"valid": "2.0512", "test": "2.0733"}[split]
