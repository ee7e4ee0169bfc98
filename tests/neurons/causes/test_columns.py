"""The schema of the causes."""

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.tables import checked
from pipeline.neurons.causes.columns import CAUSES
from pipeline.neurons.causes.matters import against


def test_a_row_without_pairs_is_one_and_says_why() -> None:
    """With too few pairs every figure is missing; shares above 1 and a verdict of no type are refused."""
    row = dict.fromkeys(CAUSES.columns, float("nan"))
    row |= {"concept": "url", "address": "L1.h.0", "unit": "L1.c.0", "pairs": 3, "tweets": 4}
    row |= {"unmet": ", ".join(against(row)), "matters": False}
    assert checked(pd.DataFrame([row]), CAUSES)["unmet"].tolist() == ["too few pairs"]
    for wrong in ({"towards": 1.2}, {"matters": "no"}, {"pairs": -1}):
        with pytest.raises(UserError, match=f"column {next(iter(wrong))}"):
            checked(pd.DataFrame([row | wrong]), CAUSES)
