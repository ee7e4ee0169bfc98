"""Tables of text: each dialect, and plain lines."""

import csv
import io

from tests.corpus.readers.forms.written import Texts, Writer, rows


def table(delimiter: str, above: str = "", trailing: int = 0, index: bool = False) -> Writer:
    """A table with quotes where they are needed."""

    def write(texts: Texts) -> bytes:
        out = io.StringIO(newline="")
        out.write(above)
        writer = csv.writer(out, delimiter=delimiter)
        for number, row in enumerate(rows(texts)):
            named = [str(number), *row] if index and number else row
            writer.writerow([*named, *[""] * trailing])
        return out.getvalue().encode()

    return write


def backslash(texts: Texts) -> bytes:
    """All cells quoted, quotes and backslashes in them escaped by a backslash (MySQL, pandas' escapechar)."""

    def cell(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return "".join(",".join(map(cell, row)) + "\n" for row in rows(texts)).encode()


def outfile(texts: Texts) -> bytes:
    """MySQL's SELECT INTO OUTFILE, with a line of names: no quotes, a backslash before what is not text."""

    def cell(text: str) -> str:
        return "".join("\\" + c if c in "\\\t\n" else c for c in text)

    return "".join("\t".join(map(cell, row)) + "\n" for row in rows(texts)).encode()


def plain(texts: Texts) -> bytes:
    """A post a line."""
    return "".join(" ".join(text.split("\n")) + "\n" for text in texts).encode()


def named(**columns: str) -> Writer:
    """A table with other names: what each of `rows` is called."""

    def write(texts: Texts) -> bytes:
        out = io.StringIO(newline="")
        header, *cells = rows(texts)
        csv.writer(out).writerows([[columns[name] for name in header], *cells])
        return out.getvalue().encode()

    return write


def one_column(texts: Texts) -> bytes:
    """A table of one column."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["text"], *([text] for text in texts)])
    return out.getvalue().encode()
