"""Tables that are not text: Parquet, Arrow and SQLite here; spreadsheets and CAR have their own modules."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.car import claim_car
from pipeline.corpus.readers.claim import Claim
from pipeline.corpus.readers.sources.decode import Source
from pipeline.corpus.readers.sources.unpack import seekable
from pipeline.corpus.readers.spreadsheet import claim_spreadsheet
from pipeline.corpus.readers.tables.header import has_text_name
from pipeline.corpus.readers.tables.rows import need_text_column

BATCH = 2000  # rows in memory
Item = tuple[Any, str | None]
Batches = tuple[pa.Schema, Iterator[pa.RecordBatch]]


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


def _parquet(stream: IO[bytes]) -> Batches:
    file = pq.ParquetFile(stream)
    return file.schema_arrow, file.iter_batches(batch_size=BATCH)


def _arrow(stream: IO[bytes]) -> Batches:
    file = pa.ipc.open_file(stream)
    return file.schema, map(file.get_batch, range(file.num_record_batches))


def _arrow_stream(stream: IO[bytes]) -> Batches:
    reader = pa.ipc.open_stream(stream)
    return reader.schema, iter(reader)


COLUMNAR = {
    "parquet": ("Parquet", _parquet),
    "arrow": ("Arrow", _arrow),
    "arrow stream": ("Arrow", _arrow_stream),
}


@contextmanager
def _columnar(source: Source) -> Iterator[Batches]:
    """The columns, and the rows a batch at a time."""
    what, opened = COLUMNAR[source.binary_kind]
    try:
        with source.binary() as stream, ExitStack() as stack:
            yield opened(seekable(stream, stack))
    except (pa.ArrowException, OSError) as error:
        raise _damaged(source, what, error) from error


def _claim_columnar(source: Source, asked: CorpusSettings) -> Claim:
    with _columnar(source) as (schema, _):
        columns = tuple(schema.names)
    need_text_column(source.shown, columns, asked.text_column)
    what = COLUMNAR[source.binary_kind][0]
    return Claim(1.0, what, "its first bytes", partial(read_columnar, source), columns)


def read_columnar(source: Source) -> Iterator[Item]:
    """The rows of a file of Parquet, Arrow (Feather) or Arrow's stream, a batch in memory at a time.

    Raises:
        UserError: the file is cut short or damaged.
    """
    with _columnar(source) as (_, batches):
        for batch in batches:
            yield from ((row, None) for row in batch.to_pylist())


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
        made = base.execute("select name, sql from sqlite_master where type in ('table','view') order by 1")
        found = {name: sql or "" for name, sql in made}
        # An index for searching. Its module may not be in this SQLite, so it is not even looked into.
        virtual = [n for n, sql in found.items() if sql.lower().startswith("create virtual table")]
        names = [n for n in found if n not in virtual]
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
            if (asked.text_column in tables[n] or (not asked.text_column and has_text_name(tables[n])))
            and not any(n.startswith(f"{index}_") for index in virtual)
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


CLAIMS = {
    **dict.fromkeys(COLUMNAR, _claim_columnar),
    "sqlite": _sqlite,
    "spreadsheet": claim_spreadsheet,
    "car": claim_car,
}
