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


@pytest.mark.parametrize("rows", [None, 1])
def test_a_gru_with_one_bias_is_refused(rows: int | None) -> None:
    """Its equations are others: `r` acts before the recurrent product. So are arrays of a wrong size."""
    given = named(network_of("gru", size=len(LETTERS) + 3))
    one = given["bias_1"][0] if rows is None else given["bias_1"][:1]
    tokens = write.tokens(Vocabulary(tuple(LETTERS)))
    with pytest.raises(UserError, match="layer 1: a GRU with one bias resets its state before"):
        fitted(arrays.network({**given, "bias_1": one}, "gru", "standard", tokens, "x"))
    with pytest.raises(UserError, match=r"layer 2: a kernel of .* are not those of a gru with"):
        fitted(
            arrays.network({**given, "kernel_2": given["kernel_2"][:, 1:]}, "gru", "standard", tokens, "x")
        )
    assert fitted(arrays.network(given, "gru", "standard", tokens, "x"))[0].layers[0].cell == "gru"
