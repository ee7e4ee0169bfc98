"""Tables in a folder that every worker sees: a disk, or an address such as s3://bucket/folder.

A folder is given as text. Paths of this machine need nothing more; for an address, fsspec and what it uses
for the scheme are imported (s3fs for s3://, gcsfs for gs://). A table is written whole or not at all: on a
disk under a temporary name, to an object store by one upload that counts when it is complete.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.errors import UserError
from pipeline.core.workspace import atomic


def is_address(path: str) -> bool:
    """Whether a path begins with a scheme: `s3://…`, `file://…`."""
    return "://" in path


def join(folder: str, *names: str) -> str:
    """A path inside a folder."""
    return "/".join((folder.rstrip("/"), *names))


def listed(folder: str) -> list[str]:
    """The Parquet files of a folder by name; none where the folder does not exist."""
    if not is_address(folder):
        return sorted(str(path) for path in Path(folder).glob("*.parquet") if path.name[0] != ".")
    system, inside = _system(folder)
    system.invalidate_cache()  # other processes write here
    if not system.exists(inside):
        return []
    found = system.ls(inside, detail=False)
    return sorted(system.unstrip_protocol(path) for path in found if path.endswith(".parquet"))


def read(path: str, columns: Sequence[str] | None = None) -> pa.Table:
    """A table.

    Raises:
        UserError: it is missing or damaged.
    """
    with _file(path, "rb") as file:
        return pq.read_table(file, columns=None if columns is None else list(columns))


def write(table: pa.Table, path: str) -> None:
    """Write a table; the same table is the same bytes.

    Raises:
        UserError: the place cannot be written to.
    """
    write_groups([table], path)


def write_groups(tables: Sequence[pa.Table], path: str) -> None:
    """Several tables of one schema, the first at least, in one file, to be read one by one.

    So what one worker has for each of many others is one file, not many.
    """
    with _file(path, "wb") as file, pq.ParquetWriter(file, tables[0].schema) as writer:
        for table in tables:
            writer.write_table(table.combine_chunks(), row_group_size=max(1, len(table)))


def read_group(paths: Sequence[str], group: int) -> pa.Table:
    """The tables number `group` of several files, one after another."""
    found = []
    for path in paths:
        with _file(path, "rb") as file:
            found.append(pq.ParquetFile(file).read_row_group(group))
    return pa.concat_tables(found)


@contextmanager
def _file(path: str, mode: str) -> Iterator[Any]:
    """The open file; what is written is there when the block ends well, and not before."""
    try:
        if is_address(path):
            with _remote(path, mode) as file:
                yield file
        elif mode == "rb":
            with Path(path).open("rb") as file:
                yield file
        else:
            with atomic(Path(path)) as temporary, temporary.open("wb") as file:
                yield file
    except (OSError, pa.ArrowInvalid) as error:
        said = " ".join(str(error).split())
        raise UserError(
            f"cannot {'read' if mode == 'rb' else 'write'} the partition {path}: {said}"
        ) from error


@contextmanager
def _remote(path: str, mode: str) -> Iterator[Any]:
    """A file at an address; an upload that is not complete is thrown away."""
    system, inside = _system(path)
    if mode == "rb":
        with system.open(inside, "rb") as file:
            yield file
        return
    system.makedirs(inside.rpartition("/")[0], exist_ok=True)
    with system.transaction, system.open(inside, "wb") as file:
        yield file


def remove(folder: str) -> None:
    """Remove a folder of partitions and all in it, if it is there."""
    from shutil import rmtree

    if not is_address(folder):
        rmtree(folder, ignore_errors=True)
        return
    system, inside = _system(folder)
    if system.exists(inside):
        system.rm(inside, recursive=True)


def _system(path: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it.

    Raises:
        UserError: what reads this kind of address is not installed.
    """
    try:
        from fsspec.core import url_to_fs

        return url_to_fs(path)
    except (ImportError, ValueError) as error:
        raise UserError(f"{path} cannot be reached: {error}; pip install tweetscope[cluster]") from error
