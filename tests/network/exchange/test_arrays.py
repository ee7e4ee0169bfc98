"""Arrays by our own names."""

from pathlib import Path

import numpy as np
import pytest
from exchanged import LETTERS, equal
from networks import network_of

from pipeline.core.errors import UserError
from pipeline.network.exchange import arrays, write
from pipeline.network.exchange.arrays import named
from pipeline.network.exchange.foreign import fitted
from pipeline.network.exchange.read import read
from pipeline.text.vocabulary import Vocabulary


def test_arrays_by_our_names(tmp_path: Path) -> None:
    """An .npz with the documented names, its vocabulary beside them."""
    network = network_of("peephole", size=len(LETTERS) + 3)
    tokens = np.array(write.tokens(Vocabulary(tuple(LETTERS))))
    np.savez(tmp_path / "n.npz", cell="peephole", vocabulary=tokens, **named(network))
    back, known = fitted(read(tmp_path / "n.npz"))
    assert known.characters == tuple(LETTERS)
    equal(network, back)


def test_a_missing_array_is_named() -> None:
    """So is a cell that is not one of ours."""
    given = named(network_of("gru", size=11))
    del given["recurrent_2"]
    with pytest.raises(UserError, match="has no array recurrent_2"):
        arrays.network(given, "gru", "standard", (), "x")
    with pytest.raises(UserError, match="'lstn' with"):
        arrays.network(given, "lstn", "standard", (), "x")
