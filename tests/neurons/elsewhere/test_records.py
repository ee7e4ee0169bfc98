"""Records of labels by people and of several seeds."""

import pandas as pd
import pytest
from pydantic import ValidationError

from pipeline.core.tables import checked, plain
from pipeline.neurons.elsewhere.columns import GOLD, NETWORKS, SEEDS
from pipeline.neurons.elsewhere.records import Abroad, Again, Network


@pytest.mark.parametrize(("kind", "table"), [(Abroad, GOLD), (Again, SEEDS), (Network, NETWORKS)])
def test_a_row_of_the_table_is_a_record(kind: type, table: object) -> None:
    """A table whose numbers are missing where they may be gives records with nulls, and back."""
    values = {"string[pyarrow]": "a", "int64": 1, "float64": 0.5}
    row = {
        name: float("nan") if column.nullable else values[str(column.dtype)]
        for name, column in table.columns.items()  # type: ignore[attr-defined]
    }
    whole = checked(pd.DataFrame([row]), table).to_dict("records")[0]  # type: ignore[arg-type]
    made = kind(**{name: plain(value) for name, value in whole.items()})
    assert {name for name, value in made.model_dump().items() if value is None} == {
        name for name, value in row.items() if value != value
    }
    with pytest.raises(ValidationError):
        kind(**{**made.model_dump(), "more": 1})
