"""The schemas of the code network's tables, on rows made by hand."""

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.tables import checked
from pipeline.lab.code.columns import SCORES, UNITS


def test_a_score_is_a_share_of_written_or_real_code() -> None:
    """Another kind of text, or more than all, is refused."""
    row = {"text": "real", "lines": 9.5, "tokenized": 1.0, "indented": 1.0, "closed": 0.5, "defined": 1.0}
    row |= {"mean": 0.875}
    assert checked(pd.DataFrame([row]), SCORES)["mean"].tolist() == [0.875]
    with pytest.raises(UserError, match="column text"):
        checked(pd.DataFrame([{**row, "text": "copied"}]), SCORES)
    with pytest.raises(UserError, match="column closed"):
        checked(pd.DataFrame([{**row, "closed": 1.5}]), SCORES)


def test_a_label_that_does_not_occur_held_out_has_no_score() -> None:
    """It is missing, not zero."""
    row = {"label": "comment", "unit": "L1.c.0", "sign": -1, "chosen_at": 0.7, "held_out": float("nan")}
    row |= {"lift": float("nan"), "aim": 0.97, "reached": False}
    assert checked(pd.DataFrame([row]), UNITS)["held_out"].isna().all()
