"""Tables that are not text: Parquet, Arrow, spreadsheets, SQLite; and Bluesky's repositories (CAR)."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.claim import Claim
from pipeline.corpus.readers.decode import Source
from pipeline.corpus.readers.platforms.bluesky import POST
from pipeline.corpus.readers.tables.header import Header, find_header, has_text_name, trimmed
from pipeline.corpus.readers.tables.rows import need_text_column
from pipeline.corpus.readers.unpack import seekable

BATCH = 2000  # rows in memory
LARGEST_CAR = 1 << 31  # bytes; a repository is read as a whole
Item = tuple[Any, str | None]


@contextmanager
def _seekable(source: Source) -> Iterator[IO[bytes]]:
    with source.binary() as stream, ExitStack() as stack:
        yield seekable(stream, stack)


def _damaged(source: Source, what: str, error: Exception) -> UserError:
    return UserError(
        f"{source.shown} is a damaged {what} file ({' '.join(str(error).split())[:120]}): fetch it again"
    )


def claim_binary(source: Source, asked: CorpusSettings) -> Claim:
    """The claim on a file whose first bytes say what it is.

    Raises:
        UserError: it is damaged, or has no text column.
    """
    return CLAIMS[source.binary_kind](source, asked)


def _parquet(source: Source, asked: CorpusSettings) -> Claim:
    try:
        with _seekable(source) as stream:
            columns = tuple(pq.ParquetFile(stream).schema_arrow.names)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(source, "Parquet", error) from error
    need_text_column(source.shown, columns, asked.text_column)
    return Claim(1.0, "Parquet", "its first bytes", partial(read_parquet, source), columns)


def read_parquet(source: Source) -> Iterator[Item]:
    """The rows of a Parquet file, a batch in memory at a time.

    Raises:
        UserError: the file is cut short or damaged.
    """
    try:
        with _seekable(source) as stream:
            for batch in pq.ParquetFile(stream).iter_batches(batch_size=BATCH):
                yield from ((row, None) for row in batch.to_pylist())
    except (pa.ArrowException, OSError) as error:
        raise _damaged(source, "Parquet", error) from error


def _arrow(source: Source, asked: CorpusSettings) -> Claim:
    try:
        with _seekable(source) as stream:
            columns = tuple(pa.ipc.open_file(stream).schema.names)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(source, "Arrow", error) from error
    need_text_column(source.shown, columns, asked.text_column)
    return Claim(1.0, "Arrow", "its first bytes", partial(read_arrow, source), columns)


def read_arrow(source: Source) -> Iterator[Item]:
    """The rows of an Arrow (Feather) file, a batch in memory at a time."""
    try:
        with _seekable(source) as stream:
            reader = pa.ipc.open_file(stream)
            for number in range(reader.num_record_batches):
                yield from ((row, None) for row in reader.get_batch(number).to_pylist())
    except (pa.ArrowException, OSError) as error:
        raise _damaged(source, "Arrow", error) from error


@contextmanager
def _database(source: Source) -> Iterator[sqlite3.Connection]:
    """The database, read-only; one in a container is copied to disk."""
    import shutil
    import tempfile

    with ExitStack() as stack:
        path = source.path
        if source.steps:
            copy = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".sqlite"))
            shutil.copyfileobj(stack.enter_context(source.binary()), copy)
            copy.flush()
            path = type(path)(copy.name)
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            base = stack.enter_context(closing(sqlite3.connect(uri, uri=True)))
            base.text_factory = lambda data: data.decode("utf-8", "replace")
            yield base
        except sqlite3.Error as error:
            raise _damaged(source, "SQLite", error) from error


def _sqlite(source: Source, asked: CorpusSettings) -> Claim:
    with _database(source) as base:
        names = [
            row[0]
            for row in base.execute(
                "select name from sqlite_master where type in ('table','view') order by 1"
            )
        ]
        tables = {n: tuple(r[1] for r in base.execute(f"pragma table_info({_quoted(n)})")) for n in names}
    if asked.table:
        table = next((n for n in names if n.lower() == asked.table.lower()), None)
        if table is None:
            raise UserError(
                f"{source.shown} has no table {asked.table!r}; it has: {', '.join(names) or 'none'}"
            )
        need_text_column(source.shown, tables[table], asked.text_column)
    else:
        fit = [
            n
            for n in names
            if asked.text_column in tables[n] or (not asked.text_column and has_text_name(tables[n]))
        ]
        if len(fit) != 1:
            which = "more than one table" if fit else "no table"
            raise UserError(
                f"{source.shown} has {which} with a text column, of: {', '.join(fit or names) or 'none'}. "
                "Name the table by --table (and the column by --text-column)"
            )
        table = fit[0]
    return Claim(
        1.0, "SQLite", f"its first bytes; table {table}", partial(read_sqlite, source, table), tables[table]
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def read_sqlite(source: Source, table: str) -> Iterator[Item]:
    """The rows of one table, in the order that the file has them."""
    with _database(source) as base:
        rows = base.execute(f"select * from {_quoted(table)}")  # the name is one of the file's own
        columns = [column[0] for column in rows.description]
        for row in rows:
            values = (v.decode("utf-8", "replace") if isinstance(v, bytes) else v for v in row)
            yield dict(zip(columns, values, strict=True)), None


def _spreadsheet(source: Source, asked: CorpusSettings) -> Claim:
    sheets = _sheets(source)
    if asked.table and asked.table not in sheets:
        raise UserError(f"{source.shown} has no sheet {asked.table!r}; it has: {', '.join(sheets)}")
    wanted = [asked.table] if asked.table else list(sheets)
    found = {name: _sheet_header(sheets[name], asked) for name in wanted}
    fit = [n for n, h in found.items() if h and (has_text_name(h.columns) or asked.text_column in h.columns)]
    name = next(iter(fit or [n for n, h in found.items() if h]), None)
    header = found[name] if name else None
    if name is None or header is None:
        raise UserError(f"{source.shown} is a spreadsheet without rows: give one with posts in it")
    need_text_column(source.shown, header.columns, asked.text_column)
    rows = sheets[name]
    return Claim(
        1.0,
        "spreadsheet",
        f"its first bytes; sheet {name}",
        partial(read_sheet, rows, header),
        header.columns,
    )


def _sheets(source: Source) -> dict[str, list[list[Any]]]:
    """The cells of each sheet that has any."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with _seekable(source) as stream:
            import io

            book = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
            return {
                name: rows for name in book.sheet_names if (rows := book.get_sheet_by_name(name).to_python())
            }
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(source, "spreadsheet", error) from error


def _sheet_header(rows: list[list[Any]], asked: CorpusSettings) -> Header | None:
    texts = [[str(cell) for cell in row] for row in rows[:200]]
    width = max((len(trimmed(row)) for row in texts), default=0)
    if not asked.header:
        return Header(asked.columns or tuple(str(n + 1) for n in range(width)), 0, True)
    if width == 1 and texts:
        return Header((texts[0][0].strip(),), 1, True)
    for number, row in enumerate(texts[:6]):  # a sheet's rows are all equally wide: a title fills one cell
        if len(trimmed(row)) == width or has_text_name(row):
            header = find_header([row[:width]], width)
            columns = asked.columns or (header.columns if header else ())
            return Header(tuple(columns), number + 1, True) if columns else None
    return None


def read_sheet(rows: list[list[Any]], header: Header) -> Iterator[Item]:
    """The rows under the header; an empty row is none."""
    for row in rows[header.skip :]:
        cells = [_cell(cell) for cell in row[: len(header.columns)]]
        if any(cell not in ("", None) for cell in cells):
            yield dict(zip(header.columns, cells, strict=False)), None


def _cell(cell: Any) -> Any:
    """A number in a text's place is a text; dates stay, and times of day are written out."""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.2E}" if abs(cell) >= 1e15 else str(int(cell))
    return str(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


def _car(source: Source, asked: CorpusSettings) -> Claim:
    return Claim(
        1.0, "Bluesky repository (CAR)", "its first bytes", partial(read_car, source), ("text", "createdAt")
    )


def read_car(source: Source) -> Iterator[Item]:
    """The posts of a repository, by their keys where the tree names them.

    Raises:
        UserError: it is damaged, or too large to be read as a whole.
    """
    import libipld

    if source.size > LARGEST_CAR:
        raise UserError(f"{source.shown} is larger than 2 GiB: that is not a repository of one account")
    with source.binary() as stream:
        data = stream.read()
    try:
        _, blocks = libipld.decode_car(data)
    except (ValueError, TypeError, RecursionError, OverflowError, MemoryError) as error:
        raise _damaged(source, "CAR", error) from error
    commit = next((b for b in blocks.values() if isinstance(b, dict) and {"did", "data"} <= set(b)), {})
    keys = _keys(blocks)
    posts = [
        (keys.get(cid, ""), b) for cid, b in blocks.items() if isinstance(b, dict) and b.get("$type") == POST
    ]
    known = [(key, post) for key, post in posts if key]
    for key, post in sorted(known or posts, key=lambda pair: pair[0]):
        yield ({"uri": f"at://{commit.get('did', '')}/{key}", "value": post} if key else post), None


def _keys(blocks: dict[bytes, Any]) -> dict[bytes, str]:
    """The key of each record, from the nodes of the tree: each entry shares a prefix with the one before."""
    found: dict[bytes, str] = {}
    for block in blocks.values():
        entries = block.get("e") if isinstance(block, dict) else None
        if not isinstance(entries, list):
            continue
        key = b""
        for entry in entries:
            if (
                isinstance(entry, dict)
                and isinstance(entry.get("k"), bytes)
                and isinstance(entry.get("p"), int)
            ):
                key = key[: entry["p"]] + entry["k"]
                found[entry.get("v", b"")] = key.decode("utf-8", "replace")
    return found


CLAIMS = {"parquet": _parquet, "arrow": _arrow, "sqlite": _sqlite, "spreadsheet": _spreadsheet, "car": _car}
