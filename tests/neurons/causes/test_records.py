"""Records of causes, sets and removals are rows of their tables."""

import pytest

from pipeline.core.tables import Record
from pipeline.neurons.causes.columns import CAUSES, REMOVALS, SETS
from pipeline.neurons.causes.records import Cause, Group, Removal


@pytest.mark.parametrize(("kind", "table"), [(Cause, CAUSES), (Group, SETS), (Removal, REMOVALS)])
def test_types_are_those_of_the_columns(kind: type[Record], table: object) -> None:
    """A column that may be missing may be null; text is text, whole numbers are whole."""
    types = {"string[pyarrow]": str, "int64": int, "float64": float, "bool": bool}
    for name, column in table.columns.items():  # type: ignore[attr-defined]
        asked = kind.model_fields[name].annotation
        assert asked in (types[str(column.dtype)], types[str(column.dtype)] | None), name
        assert not column.nullable or asked == types[str(column.dtype)] | None, name
