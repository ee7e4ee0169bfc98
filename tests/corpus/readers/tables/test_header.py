"""What stands above the rows: R's names of rows told from a comma at each row's end; the header again."""

from pathlib import Path

import pytest

from tests.corpus.readers.reading import put, read

ROWS = [(str(n), f"post {n}", "baker") for n in range(9)]
TEXTS = [text for _, text, _ in ROWS]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["", ",", ",,"])
def test_commas_at_the_end_of_rows_alone(tmp_path: Path, end: str, line_end: str) -> None:
    """The header has none, and no cell moves; line ends of every system."""
    lines = ["id,text,user", *(",".join(row) + end for row in ROWS)]
    found = read(put(tmp_path, line_end.join(lines) + line_end))
    assert (found.texts, found.of("author")) == (TEXTS, ["baker"] * 9)


def test_names_of_rows(tmp_path: Path) -> None:
    """R writes them without a name of their own."""
    lines = ["id,text,user", *(f"{100 + n}," + ",".join(row) for n, row in enumerate(ROWS))]
    assert read(put(tmp_path, "\n".join(lines))).texts == TEXTS


def test_the_header_again(tmp_path: Path) -> None:
    """Tables that were joined by `cat` hold it once for each: it is not a post."""
    table = "\n".join(["id,text,user", *map(",".join, ROWS)]) + "\n"
    found = read(put(tmp_path, table * 2))
    assert (found.texts, found.rejects) == (TEXTS * 2, ["the header again"])


def test_a_line_of_code_is_no_name(tmp_path: Path) -> None:
    """`body {` is not a column called body."""
    assert read(put(tmp_path, "text me (later)\n" + "\n".join(TEXTS))).texts == ["text me (later)", *TEXTS]
