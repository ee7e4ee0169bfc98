"""Arrow in all its files, and SQLite with an index for searching."""

import io
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather
import pytest

from tests.corpus.readers.reading import put, read

TEXTS = ["one", "two, é", "three\nlines"]
TABLE = pa.Table.from_pandas(pd.DataFrame({"id": ["1", "2", "3"], "text": TEXTS}), preserve_index=False)


def stream() -> bytes:
    out = io.BytesIO()
    with pa.ipc.new_stream(out, TABLE.schema) as writer:
        writer.write_table(TABLE)
    return out.getvalue()


def feathers() -> bytes:
    out = io.BytesIO()
    feather.write_feather(TABLE, out)
    return out.getvalue()


@pytest.mark.parametrize("content", [stream(), feathers()], ids=["stream", "feather"])
def test_arrow(tmp_path: Path, content: bytes) -> None:
    """The stream has no magic of its own."""
    assert read(put(tmp_path, content)).texts == TEXTS


INDEXED = """
import sqlite3, sys
base = sqlite3.connect(sys.argv[1])
base.execute("create table posts (id text, text text)")
base.execute("create virtual table posts_fts using fts5(text)")
base.executemany("insert into posts values (?, ?)", enumerate(sys.argv[2:]))
base.commit()
"""


def test_an_index_is_not_a_second_table(tmp_path: Path) -> None:
    """Datasette and sqlite-utils make one for full-text search, with tables of its own.

    Another process makes it: once TensorFlow is loaded, SQLite may be one without FTS5.
    """
    path = tmp_path / "posts.db"
    subprocess.run([sys.executable, "-c", INDEXED, path, *TEXTS], check=True)
    assert read(path).texts == TEXTS
