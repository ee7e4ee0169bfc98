"""Tables as they are written: each has a schema, which checks it and describes it in the manual.

A row that stands in a JSON file is a record: its fields are a table's columns, and say what those say.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pyarrow.parquet as pq
from pandera.errors import SchemaErrors
from pydantic import BaseModel, ConfigDict

from pipeline.core.errors import UserError
from pipeline.core.files import atomic, atomic_folder, remove

Column = pa.Column
Schema = pa.DataFrameSchema
ROUNDING = 1e-6  # how far a computed share may lie outside its range


def schema(name: str, says: str, columns: Mapping[str, Column]) -> Schema:
    """A table with these columns, in this order, and no other.

    Args:
        name: of its file, without the suffix.
        says: what a row is, in one sentence.
        columns: name → column, made by the functions below.
    """
    return Schema(dict(columns), strict=True, name=name, description=says)


def text(
    says: str, among: Iterable[str] | None = None, missing: bool = False, unique: bool = False
) -> Column:
    """A column of text.

    Args:
        says: what stands in it.
        among: the only values that it may have.
        missing: whether a value may be missing.
        unique: whether no two rows have the same.
    """
    values = None if among is None else list(among)
    checks = [] if values is None else [pa.Check.isin(values)]
    return Column(
        "str", checks, nullable=missing, unique=unique, description=says, metadata={"among": values}
    )


def whole(says: str, least: int | None = 0, most: int | None = None, kind: str = "int64") -> Column:
    """A column of whole numbers from `least` to `most`; `kind` is the type that NumPy calls it."""
    return Column(kind, _range(least, most), description=says, metadata={"least": least, "most": most})


def number(
    says: str,
    least: float | None = None,
    most: float | None = None,
    *,
    missing: bool = False,
    always: bool = True,
) -> Column:
    """A column of numbers (float64) from `least` to `most`; a missing one is NaN.

    Args:
        says: what stands in it.
        least, most: its ends, which rounding may pass by `ROUNDING`.
        missing: whether a value may be missing.
        always: whether every such table has the column.
    """
    low, high = least if least is None else least - ROUNDING, most if most is None else most + ROUNDING
    ends = {"least": least, "most": most}
    return Column(
        "float64", _range(low, high), nullable=missing, required=always, description=says, metadata=ends
    )


def share(says: str, *, missing: bool = False, always: bool = True) -> Column:
    """A column of numbers from 0 to 1: a share, a probability, an AUROC."""
    return number(says, 0, 1, missing=missing, always=always)


def ends(name: str, like: Callable[..., Column] = number, *, missing: bool = True) -> dict[str, Column]:
    """The two columns of the 95 % interval of a column, each made by `like`."""
    return {
        f"{name}_{side}": like(f"{where} end of its 95 % interval", missing=missing)
        for side, where in (("low", "lower"), ("high", "upper"))
    }


def yes_no(says: str) -> Column:
    """A column of true and false."""
    return Column("bool", description=says)


def moment(says: str) -> Column:
    """A column of moments in UTC; one may be missing."""
    return Column("datetime64[us, UTC]", nullable=True, description=says)


def listed(says: str) -> Column:
    """A column of lists."""
    return Column(None, description=says)


def _range(least: float | None, most: float | None) -> list[Any]:
    low = [] if least is None else [pa.Check.ge(least)]
    return low + ([] if most is None else [pa.Check.le(most)])


def types(wanted: Schema) -> dict[str, Any]:
    """Column → its type for pandas, in order."""
    return {name: column.dtype.type if column.dtype else object for name, column in wanted.columns.items()}


def checked(frame: pd.DataFrame, wanted: Schema) -> pd.DataFrame:
    """The table in the order of its schema, if it is as that says; what has no value gets its type.

    Raises:
        UserError: it is not; the line names the column, what was expected, and the first value that is wrong.
    """
    columns = wanted.columns
    if frame.empty:
        kinds = {
            name: kind for name, kind in types(wanted).items() if columns[name].required or name in frame
        }
        frame = frame.reindex(columns=list(kinds)).astype(kinds)
    empty = [
        name for name in frame if name in columns and columns[name].nullable and frame[name].isna().all()
    ]
    frame = frame.astype({name: types(wanted)[name] for name in empty})
    order = [name for name in columns if name in frame]
    frame = frame[[*order, *(name for name in frame if name not in columns)]]
    try:
        return wanted.validate(frame, lazy=True)
    except SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        where = first["failure_case"] if first["column"] in (None, wanted.name) else first["column"]
        raise UserError(
            f"the table {wanted.name} is not as its schema says, and is not written: column {where}, "
            f"{first['check']}, found {first['failure_case']!r} ({len(error.failure_cases)} such values); "
            "this is a fault of the program, please report it with this line"
        ) from error


def write_table(frame: pd.DataFrame, path: Path, wanted: Schema, most: int | None = None) -> None:
    """Check a table and write it as Parquet, atomically; the bytes do not depend on its chunks in memory.

    Args:
        frame: the table.
        path: of its file, or of the folder of its files where it has more than `most` rows.
        wanted: its schema.
        most: rows of one file.

    Raises:
        UserError: it is not as its schema says, or cannot be written.
    """
    whole_table = _arrow(frame, wanted)
    if most is not None and len(frame) > most:
        _write_folder((whole_table.slice(at, most) for at in range(0, len(frame), most)), path)
        return
    with atomic(path) as temporary:
        pq.write_table(whole_table, temporary)
        if path.is_dir():
            remove(path)


def write_parts(frames: Iterable[pd.DataFrame], path: Path, wanted: Schema) -> None:
    """Write a table as a folder of files, one for each frame, in the order of their names; all or none.

    Raises:
        UserError: one is not as its schema says, or cannot be written.
    """
    _write_folder((_arrow(frame, wanted) for frame in frames), path)


def _arrow(frame: pd.DataFrame, wanted: Schema) -> arrow.Table:
    return arrow.Table.from_pandas(checked(frame, wanted), preserve_index=False).combine_chunks()


def _write_folder(tables: Iterable[arrow.Table], path: Path) -> None:
    with atomic_folder(path) as temporary:
        for number, table in enumerate(tables):
            pq.write_table(table.combine_chunks(), temporary / f"part-{number:05d}.parquet")


class Record(BaseModel):
    """A part of a JSON file: frozen and closed; NaN is written as null, and null says that a number does not
    exist. An attribute's docstring says what it is."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_inf_nan="null", use_attribute_docstrings=True
    )


Kind = TypeVar("Kind", bound=Record)


def rows_of(table: Schema) -> Callable[[type[Kind]], type[Kind]]:
    """Makes a class of records that of a table's rows: each field says what its column says.

    Raises:
        TypeError: its fields are not the table's columns.
    """

    def described(kind: type[Kind]) -> type[Kind]:
        if list(kind.model_fields) != list(table.columns):
            odd = sorted(set(kind.model_fields) ^ set(table.columns)) or "the order"
            raise TypeError(f"{kind.__name__} does not have the columns of {table.name}: {odd}")
        for name, field in kind.model_fields.items():
            field.description = table.columns[name].description
        kind.model_rebuild(force=True)
        return kind

    return described


def plain(value: Any) -> Any:
    """A value of a table as JSON has it; None for what is not a number.

    >>> import numpy as np
    >>> plain(np.int64(3)), plain(np.float64("nan")), plain("a")
    (3, None, 'a')
    """
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
