"""Samples as files for other programs: Parquet, JSON lines, CSV, plain text.

Parquet and JSON lines are lossless. So is CSV, through `read_csv`:

- A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@` or a control character. A text cell whose
  first character (blanks aside) is one of these, or their full-width twins, or an apostrophe, is
  written with an apostrophe before it. To get the text back, take one apostrophe off each text cell that
  begins with one. Numbers are never altered.
- JSON lines write `<`, `>` and `&` as `\\u003c`, `\\u003e`, `\\u0026`: the same text to a JSON reader, and
  nothing that a browser takes for markup. Whoever shows a text in a page must escape it there.
- Plain text has one sample a line, a backslash written as `\\\\` and line breaks as `\\n` and `\\r`.
"""

import csv
import json
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.tables import types
from pipeline.core.workspace import atomic
from pipeline.samples.columns import SAMPLES

KINDS = {"str": str, "int64": int, "float64": float, "bool": bool}
FIELDS: dict[str, type] = {name: KINDS[str(kind)] for name, kind in types(SAMPLES).items()}
RUN = set("=+-@'＝＋－＠")
MARKUP = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
PLAIN = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})


def export(frame: pd.DataFrame, path: Path, format: str | None = None) -> Path:
    """Write samples as `format` ("parquet", "jsonl", "csv" or "txt"; None: by the suffix), atomically.

    Raises:
        UserError: the format is unknown, or the file cannot be written.
    """
    chosen = format or path.suffix.removeprefix(".")
    if chosen not in WRITERS:
        raise UserError(f"cannot export {path} as {chosen!r}: choose one of {', '.join(WRITERS)}")
    with atomic(path) as temporary:
        WRITERS[chosen](frame, temporary)
    return path


def format_of(path: Path, wanted: str | None) -> str:
    """The format to write to `path`: the one wanted, else that of its suffix, else CSV.

    Raises:
        UserError: the suffix names another format than the one wanted, or `path` is a folder.

    >>> format_of(Path("a.parquet"), None), format_of(Path("a.dat"), None), format_of(Path("a"), "jsonl")
    ('parquet', 'csv', 'jsonl')
    """
    if path.is_dir():
        raise UserError(f"cannot export to {path}: it is a folder; name a file in it")
    suffix = path.suffix.removeprefix(".").lower()
    if wanted and suffix in WRITERS and suffix != wanted:
        raise UserError(
            f"{path} ends like {suffix}, but the format asked for is {wanted}: change one of them"
        )
    return wanted or (suffix if suffix in WRITERS else "csv")


def escape_cell(text: str) -> str:
    """A text as a CSV cell that no spreadsheet runs.

    >>> escape_cell("=1+1"), escape_cell("hello"), escape_cell("'tis")
    ("'=1+1", 'hello', "''tis")
    """
    shown = text.lstrip()
    before = text[: len(text) - len(shown) + 1]  # blanks, and the first character after them
    risky = shown[:1] in RUN or any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in before)
    return "'" + text if risky or text.startswith("'") else text


def unescape_cell(cell: str) -> str:
    """The text of an escaped cell."""
    return cell.removeprefix("'")


def read_csv(path: Path) -> pd.DataFrame:
    """Samples from a CSV that `export` wrote, exactly as they were.

    Raises:
        UserError: the file has a column that no export has.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, strict=True)
        columns = next(rows, [])
        unknown = [name for name in columns if name not in FIELDS]
        if unknown or not columns:
            raise UserError(f"{path} is not an export of samples: it has the unknown columns {unknown}")
        cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pd.DataFrame({name: _column(name, values) for name, values in zip(columns, cells, strict=True)})


def _column(name: str, cells: tuple[str, ...]) -> pd.Series:
    kind = FIELDS[name]
    if kind is str:
        return pd.Series([unescape_cell(cell) for cell in cells], dtype="str")
    if kind is bool:
        return pd.Series([cell == "True" for cell in cells], dtype=bool)
    return pd.Series([kind(cell) if cell else float("nan") for cell in cells], dtype=kind)


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows as plain Python values, NaN as None."""
    columns = [frame[name].tolist() for name in frame]
    for row in zip(*columns, strict=True):
        yield {name: None if value != value else value for name, value in zip(frame, row, strict=True)}


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, index=False)


def _write_jsonl(frame: pd.DataFrame, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in _records(frame):
            file.write(json.dumps(record, ensure_ascii=False).translate(MARKUP) + "\n")


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    # The byte-order mark makes spreadsheets read UTF-8; full quoting keeps line breaks inside their cell.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(frame.columns)
        for record in _records(frame):
            writer.writerow([escape_cell(v) if isinstance(v, str) else v for v in record.values()])


def _write_txt(frame: pd.DataFrame, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(text.translate(PLAIN) + "\n" for text in frame["text"])


WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "parquet": _write_parquet,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "txt": _write_txt,
}
