"""The schema of a training's history."""

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.tables import checked
from pipeline.training.records.columns import HISTORY


def test_valid_bits_are_there_only_where_they_were_measured() -> None:
    """A row without them passes; one without a learning rate does not."""
    row = dict.fromkeys(HISTORY.columns, 1.0) | {"step": 20, "valid_bits_per_char": float("nan")}
    assert checked(pd.DataFrame([row]), HISTORY)["step"].tolist() == [20]
    with pytest.raises(UserError, match="column learning_rate"):
        checked(pd.DataFrame([row | {"learning_rate": float("nan")}]), HISTORY)
