"""The schema of the interventions."""

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.tables import checked
from pipeline.neurons.intervene.columns import INTERVENTIONS


def test_kinds_are_those_that_the_report_reads() -> None:
    """Each kind passes with its numbers missing; another kind is refused."""
    row = dict.fromkeys(INTERVENTIONS.columns, float("nan"))
    row |= {"concept": "url", "address": "L1.c.0", "where": "inside", "tweets": 3}
    kinds = ["ablate_c", "ablate_h", "position", "clamp", "birth"]
    frame = pd.DataFrame([{**row, "kind": kind} for kind in kinds])
    assert checked(frame, INTERVENTIONS)["kind"].tolist() == kinds
    with pytest.raises(UserError, match="column kind"):
        checked(frame.assign(kind="ablate"), INTERVENTIONS)
