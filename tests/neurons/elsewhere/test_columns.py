"""The schema of several seeds."""

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.tables import checked
from pipeline.neurons.elsewhere.columns import SEEDS
from pipeline.neurons.elsewhere.seeds import compare


def test_what_is_compared_is_such_a_table() -> None:
    """Two networks by hand; and a count that is not whole is refused."""
    best = pd.DataFrame({"concept": ["url"], "auroc": [0.9], "address": ["L1.c.0"], "matters": [1.0]})
    best = best.assign(tells=True, beats_rivals=False, beyond_spelling=False)
    table = checked(compare([best, best.assign(auroc=0.8)], {}), SEEDS)
    assert table["networks"].tolist() == table["tells"].tolist() == [2]
    assert table["auroc_mean"].tolist() == pytest.approx([0.85])
    assert table["matters"].tolist() == [2.0]
    with pytest.raises(UserError, match="column tells"):
        checked(table.assign(tells=0.5), SEEDS)
