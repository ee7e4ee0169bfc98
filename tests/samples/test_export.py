"""Exports: lossless, and harmless in a spreadsheet and in a browser."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.samples.export import FIELDS, escape_cell, export, read_csv, unescape_cell

NASTY = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "'quoted", "''", "＝1", '"=1"', "a,b;c"),
    *("a\nb\r\nc", "<script>alert(1)</script>", "é “x” 😀", "", "NA", "null", "1.0", "\u200b=1", "a\\nb"),
    *("\ufeff=1", "\u3000=1", " \u200b =1", "\u2003\t@SUM(1)", "\u2028+1"),
]


def frame(texts: list[str]) -> pd.DataFrame:
    """Samples with these texts in every text column, and numbers that need all their digits."""
    values = {str: texts, int: range(len(texts)), float: [0.1 + n / 3 for n in range(len(texts))]}
    values[bool] = [n % 2 == 0 for n in range(len(texts))]
    table = pd.DataFrame({name: pd.Series(values[kind], dtype=kind) for name, kind in FIELDS.items()})
    table.loc[0, "new_5gram_share"] = float("nan")
    return table.astype({name: "str" for name, kind in FIELDS.items() if kind is str})


def test_csv_round_trip(tmp_path: Path) -> None:
    """`read_csv` gives the very same table, types included."""
    table = frame(NASTY)
    pd.testing.assert_frame_equal(read_csv(export(table, tmp_path / "a.csv")), table)


def test_no_csv_cell_begins_as_a_formula(tmp_path: Path) -> None:
    """Read by the csv module as a spreadsheet would, no text cell begins with a character that runs."""
    path = export(frame(NASTY), tmp_path / "a.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] != NASTY
    for row in rows:
        for name, kind in FIELDS.items():
            if kind is str:
                assert row[name].strip(" \u200b\ufeff\u3000\u2003\u2028\t")[:1] not in (
                    "=",
                    "+",
                    "-",
                    "@",
                    "\t",
                    "\r",
                    "＝",
                )


@given(st.text())
def test_escaping_is_reversible(text: str) -> None:
    """Any text comes back from its cell, and an escaped cell is harmless."""
    cell = escape_cell(text)
    assert unescape_cell(cell) == text
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@") or not cell.lstrip(" \u00a0")[:1].isprintable()


def test_parquet_and_json_lines_are_lossless(tmp_path: Path) -> None:
    """Both give the same values back; JSON lines hold no character that markup begins with."""
    table = frame(NASTY)
    pd.testing.assert_frame_equal(pd.read_parquet(export(table, tmp_path / "a.parquet")), table)
    raw = export(table, tmp_path / "a.jsonl").read_text(encoding="utf-8")
    records = [json.loads(line) for line in raw.split("\n")[:-1]]
    assert [record["text"] for record in records] == NASTY
    assert [record["temperature"] for record in records] == table["temperature"].tolist()
    assert records[0]["new_5gram_share"] is None
    assert not set("<>&") & set(raw)


def test_plain_text_has_one_line_a_sample(tmp_path: Path) -> None:
    """Line breaks and backslashes are escaped so that the lines can be turned back."""
    lines = export(frame(NASTY), tmp_path / "a.txt").read_text(encoding="utf-8").split("\n")[:-1]
    assert lines[NASTY.index("a\nb\r\nc")] == "a\\nb\\r\\nc"
    assert lines[NASTY.index("a\\nb")] == "a\\\\nb"
    assert len(lines) == len(NASTY)


def test_an_unknown_format_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    """One line that names the formats; the folder stays empty."""
    with pytest.raises(UserError, match="parquet, jsonl, csv, txt"):
        export(frame(["a"]), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_csv_of_something_else_is_refused(tmp_path: Path) -> None:
    """A file with other columns is not an export."""
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="not an export"):
        read_csv(path)


def test_an_empty_export_can_be_read_again(tmp_path: Path) -> None:
    """No sample, but all columns."""
    table = frame(["a"]).head(0)
    assert list(read_csv(export(table, tmp_path / "a.csv"))) == list(FIELDS)
