"""Tables as they are written: what is not as its schema says is refused in a line, and nothing is written."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.files import parts, read_parts, read_table, sha256
from pipeline.core.tables import (
    Record,
    checked,
    ends,
    moment,
    number,
    rows_of,
    schema,
    share,
    text,
    whole,
    write_table,
    yes_no,
)

WANTED = schema(
    "toy",
    "A row of a toy.",
    {
        "name": text("a name", unique=True),
        "kind": text("its kind", ("a", "b"), missing=True),
        "size": whole("its size", 1, 9, "int32"),
        "part": share("its part", missing=True),
        "heat": number("its heat", always=False),
        "on": yes_no("whether it is on"),
        "when": moment("when"),
    },
)


def toy() -> pd.DataFrame:
    """Two rows that are right: the ends of ranges, and values that may be missing."""
    return pd.DataFrame(
        {
            "name": ["x", "y"],
            "kind": ["a", None],
            "size": np.array([1, 9], "int32"),
            "part": [1 + 1e-9, np.nan],
            "on": [True, False],
            "when": pd.to_datetime(["2026-01-02", None], utc=True).astype("datetime64[us, UTC]"),
        }
    )


def test_what_is_right_is_written_and_read_back(tmp_path: Path) -> None:
    """The same values and types, whatever the order of the columns was."""
    write_table(toy()[["on", "name", "when", "kind", "part", "size"]], tmp_path / "toy.parquet", WANTED)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "toy.parquet"), toy())
    assert "heat" in checked(toy().assign(heat=1.5), WANTED)


def test_a_large_table_is_a_folder_of_files_and_reads_the_same(tmp_path: Path) -> None:
    """Types too where a file holds no value; whatever stood there is replaced, and back; faults leave it."""
    path = tmp_path / "toy.parquet"
    frame = pd.concat([toy().assign(name=[f"{n}", f"{n}b"]) for n in range(3)], ignore_index=True)
    frame.loc[2:3, "kind"] = None
    for most, files in ((9, 1), (2, 3), (4, 2), (6, 1)):
        write_table(frame, path, WANTED, most)
        assert len(parts(path)) == files
        pd.testing.assert_frame_equal(read_table(path), frame)
        assert max(len(part) for part in read_parts(path, ["on"])) == min(most, 6)
        assert [one.name for one in tmp_path.iterdir()] == ["toy.parquet"]
    write_table(frame, path, WANTED, 4)
    before = sha256(path)
    with pytest.raises(UserError):
        write_table(frame.assign(on=1), path, WANTED, 2)
    assert sha256(path) == before
    (path / "part-00001.parquet").unlink()
    assert sha256(path) != before


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"name": ["x", "x"]}, "name"),
        ({"name": ["x", None]}, "name"),
        ({"kind": ["a", "c"]}, "kind"),
        ({"size": np.array([0, 9], "int32")}, "size"),
        ({"size": np.array([1, 10], "int32")}, "size"),
        ({"size": [1, 9]}, "size"),
        ({"part": [0.5, 1.1]}, "part"),
        ({"heat": ["warm", "cold"]}, "heat"),
        ({"heat": [1.0, np.nan]}, "heat"),
        ({"on": [1, 0]}, "on"),
        ({"more": 1}, "more"),
    ],
)
def test_what_is_wrong_is_refused_in_a_line(tmp_path: Path, change: dict, column: str) -> None:
    """The line names table and column; what was there before is kept."""
    path = tmp_path / "toy.parquet"
    path.write_bytes(b"before")
    with pytest.raises(
        UserError, match=f"^the table toy is not as its schema says.*: column {column}, "
    ) as told:
        write_table(toy().assign(**change), path, WANTED)
    assert "\n" not in str(told.value)
    assert path.read_bytes() == b"before"


def test_a_missing_column_is_refused() -> None:
    """It is named."""
    with pytest.raises(UserError, match="column on, column_in_dataframe"):
        checked(toy().drop(columns="on"), WANTED)


@pytest.mark.parametrize("names", [[], ["name", "on"]])
def test_a_table_without_rows_has_the_columns_of_its_schema(tmp_path: Path, names: list[str]) -> None:
    """Pandas gives an empty table no types, and one made of no rows no columns."""
    write_table(pd.DataFrame(columns=names), tmp_path / "toy.parquet", WANTED)
    assert pd.read_parquet(tmp_path / "toy.parquet").dtypes.equals(toy().dtypes)


def test_records_are_rows_of_their_table() -> None:
    """A field says what its column says, in the JSON schema too; a class with other fields is refused."""
    wanted = schema("t", "A row.", {"a": text("a word"), "b": number("a size")})

    @rows_of(wanted)
    class Row(Record):
        a: str
        b: float | None

    said = {name: field["description"] for name, field in Row.model_json_schema()["properties"].items()}
    assert said == {"a": "a word", "b": "a size"}
    assert Row(a="x", b=float("nan")).model_dump_json() == '{"a":"x","b":null}'

    class Odd(Record):
        b: float

    with pytest.raises(TypeError, match="Odd does not have the columns of t"):
        rows_of(wanted)(Odd)


def test_the_ends_of_an_interval_are_two_columns() -> None:
    """Numbers or shares, missing or not."""
    assert list(ends("gain")) == ["gain_low", "gain_high"]
    low = ends("gain", share, missing=False)["gain_low"]
    assert (low.nullable, low.metadata) == (False, {"least": 0, "most": 1})
    assert low.description == "lower end of its 95 % interval"
