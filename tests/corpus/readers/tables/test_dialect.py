"""How a table is written: whatever delimiter and quotes, the same posts are read."""

import csv
import io
from pathlib import Path

import pytest

from tests.corpus.readers.reading import put, read

TEXTS = ["plain words here", 'she said "no", twice', "a; b | c\td, e", "#tag and @ann", "über “alles”"]
ROWS = [[str(100 + n), f"2026-01-{n + 10}", text] for n, text in enumerate(TEXTS * 4)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_delimiter_and_the_quotes_are_found(
    tmp_path: Path, delimiter: str, quoting: int, end: str
) -> None:
    """Written by the csv module, texts full of all delimiters."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerows([["id", "created_at", "text"], *ROWS])
    found = read(put(tmp_path, out.getvalue()))
    assert found.texts == [row[2] for row in ROWS]
    assert found.of("tweet_id") == [row[0] for row in ROWS]
    assert not found.rejects


def test_backslashes_before_quotes(tmp_path: Path) -> None:
    """As some programs escape them in place of doubling."""
    body = "".join('{},"{}"\n'.format(row[0], row[2].replace('"', '\\"')) for row in ROWS)
    assert read(put(tmp_path, "id,text\n" + body)).texts == [row[2] for row in ROWS]


def test_options_win(tmp_path: Path) -> None:
    """A delimiter that nothing shows."""
    body = "".join(f"{row[0]}~{row[2]}\n" for row in ROWS)
    assert read(put(tmp_path, "id~text\n" + body), delimiter="~").texts == [row[2] for row in ROWS]
