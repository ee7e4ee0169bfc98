"""Tables read through before they are believed: which style of quoting loses least."""

from pathlib import Path

from tests.corpus.readers.reading import put, read

PLAIN = "".join(f"{n},post number {n},baker\n" for n in range(3000))


def test_backslashes_after_the_head(tmp_path: Path) -> None:
    """The first escaped quote comes after the lines from which the form is told."""
    content = "id,text,user\n" + PLAIN + '3000,"he said \\"no, never\\", twice",baker\n' + PLAIN
    found = read(put(tmp_path, content))
    assert found.texts[3000] == 'he said "no, never", twice'
    assert (len(found.rows), found.rejects) == (6001, [])


def test_the_last_line_of_a_cell_is_no_row(tmp_path: Path) -> None:
    """`fourth line",1` looks like a row of two cells, and ends the cell of four lines."""
    rows = "".join(f'"post {n}",1\n' for n in range(9))
    found = read(put(tmp_path, 'post,likes\n"first\nsecond, too\n\nfourth line",1\n' + rows))
    assert found.texts[0] == "first\nsecond, too\n\nfourth line"
    assert (len(found.rows), found.rejects) == (10, [])


def test_bare_commas_within_a_text(tmp_path: Path) -> None:
    """Columns on both sides hold it; a text in the last column could end anywhere: its row is rejected."""
    rows = "".join(f"{n},2020-01-02 10:00:00,post {n},baker\n" for n in range(20))
    middle = "99,2020-01-02 10:00:00,yes,no,baker\n"
    assert read(put(tmp_path, "id,date,text,user\n" + rows + middle)).texts[-1] == "yes,no"
    last = read(put(tmp_path, "id,text\n" + "".join(f"{n},post {n}\n" for n in range(20)) + "99,yes,no\n"))
    assert (len(last.rows), last.rejects) == (20, ["wrong number of cells"])


def test_mysql(tmp_path: Path) -> None:
    """SELECT INTO OUTFILE writes a backslash before tabs, line ends and backslashes of a text."""
    texts = ["plain", "two\nlines", "a\ttab", "a\\backslash", *(f"post {n}" for n in range(9))]
    escaped = [t.replace("\\", "\\\\").replace("\t", "\\\t").replace("\n", "\\\n") for t in texts]
    content = "id\ttext\n" + "".join(f"{n}\t{text}\n" for n, text in enumerate(escaped))
    assert read(put(tmp_path, content)).texts == texts
