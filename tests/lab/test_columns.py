"""The schemas of the lab's tables, on rows made by hand."""

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.tables import checked
from pipeline.lab.columns import FINDINGS, PROOFS, PUBLISHED
from pipeline.lab.findings.finding import Finding, table


def test_findings_are_such_a_table() -> None:
    """Their values are lists; a measure that could not be taken is missing; another verdict is refused."""
    found = [Finding.of("k", "counter", "A claim.", "a test", "plain", [(float("nan"), False), (2.0, True)])]
    frame = checked(table(found), FINDINGS)
    assert frame["values"].tolist()[0][1] == 2.0
    with pytest.raises(UserError, match="column verdict"):
        checked(frame.assign(verdict="perhaps"), FINDINGS)


def test_a_column_without_a_value_has_its_type() -> None:
    """Where every network is proved none has a first mistake; a count of units is never missing."""
    row = {"task": "counter", "seed": 0, "proved": True, "factor": 1.0, "first": 8, "units": 10, "kept": 2}
    row |= {"parameters": 90, "counting": 1, "as_trained": 1.0, "first_wrong": None}
    frame = checked(pd.DataFrame([row]), PROOFS)
    assert frame["first_wrong"].dtype == "float64"
    with pytest.raises(UserError, match="column kept"):
        checked(pd.DataFrame([row | {"kept": None}]), PROOFS)


def test_without_published_networks_there_is_an_empty_table() -> None:
    """With all its columns."""
    assert list(checked(pd.DataFrame(), PUBLISHED)) == list(PUBLISHED.columns)
