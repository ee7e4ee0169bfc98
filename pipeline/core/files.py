"""How files are written (whole, or not at all), read and checked."""

import errno
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

PARTIAL = ".partial-"  # how the name of a file begins that is not whole yet


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, renamed to it when the block ends well, removed when it does not.

    Raises:
        UserError: the folder cannot be written, or the disk is full.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The suffix stays last: several writers choose their format by it.
        handle, name = tempfile.mkstemp(prefix=PARTIAL, suffix=path.name, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if error.errno is None:
            raise
        reason = os.strerror(error.errno)  # a library puts its own words, and many, into `strerror`
        raise UserError(f"cannot write {path}: {reason}; what was there before is kept") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """A temporary folder beside `path` that takes its place when the block ends well, whatever was there.

    A process killed between the two renames leaves neither; then the stage that wrote it runs again.

    Raises:
        UserError: the folder cannot be written, or the disk is full.
    """
    temporary = path.with_name(f"{PARTIAL}{path.name}")
    try:
        remove(temporary)
        temporary.mkdir(parents=True)
        yield temporary
        remove(path)
        temporary.replace(path)
    except OSError as error:
        reason = os.strerror(error.errno or errno.EIO)
        raise UserError(f"cannot write {path}: {reason}; what was there before is kept") from error
    finally:
        remove(temporary)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all in it, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def write_json(path: Path, value: Any) -> None:
    """Write `value` as readable JSON, atomically."""
    with atomic(path) as temporary:
        temporary.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


class Damaged(UserError):
    """A file that cannot be what this program wrote; the line names it and what writes it again."""


AGAIN = "delete it and run its stage again, or `make analyze`"
TICK_NS = 50_000_000  # a file changed this recently may change again within one tick of the clock


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object: all JSON files of this program are objects.

    Raises:
        Damaged: the file is not JSON, or no object.
        UserError: it cannot be opened.
    """
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Damaged(f"{path} is damaged ({error}): {AGAIN}") from error
    if not isinstance(value, dict):
        raise Damaged(f"{path} is damaged (it is not a JSON object): {AGAIN}")
    return value


@contextmanager
def reading(path: Path, what: str) -> Iterator[None]:
    """Whatever a library raises while it reads a damaged file is one line that names the file.

    A flipped byte in Parquet, HDF5 or a zip raises nearly anything, so every exception counts as damage but
    those that are lines already, and a lack of memory.

    Raises:
        Damaged: the block failed.
        UserError: the file cannot be opened.
    """
    try:
        yield
    except (UserError, MemoryError):
        raise
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOENT):
            raise UserError(f"cannot read {path}: {os.strerror(error.errno)}") from error
        raise Damaged(f"{path} is not {what}, or damaged ({_short(error)}): {AGAIN}") from error
    except Exception as error:
        raise Damaged(f"{path} is not {what}, or damaged ({_short(error)}): {AGAIN}") from error


def _short(error: Exception) -> str:
    """The first line of an exception, or its name where it says nothing."""
    return next(iter(str(error).splitlines()), "")[:200] or type(error).__name__


def parts(path: Path) -> list[Path]:
    """The files of a table in order: itself, or those of its folder where it is divided."""
    return sorted(path.glob("[!.]*.parquet")) if path.is_dir() else [path]


def read_table(path: Path, columns: Sequence[str] | None = None) -> "pd.DataFrame":
    """A Parquet table, in one file or in a folder of several: all of it, or some columns.

    Raises:
        Damaged: it is not a table, or a column is missing.
    """
    import pandas as pd

    frames = list(read_parts(path, columns))
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def read_parts(path: Path, columns: Sequence[str] | None = None) -> Iterator["pd.DataFrame"]:
    """A table as `read_table` gives it, file by file: one, or many of which one is in memory at a time.

    Raises:
        Damaged: one is not a table, or a column is missing.
    """
    import pandas as pd

    wanted = None if columns is None else list(columns)
    for part in parts(path) or [path]:
        with reading(part, "a table of this program"), part.open("rb") as file:
            frame = pd.read_parquet(file, columns=wanted)
        yield frame


def read_text(path: Path) -> str:
    """A UTF-8 text.

    Raises:
        Damaged: it is something else.
    """
    with reading(path, "a UTF-8 text"):
        return path.read_text(encoding="utf-8")


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex; computed once as long as the file stays as it is.

    That of a table in a folder is the one of its files' digests and names, a line each.
    """
    if path.is_dir():
        lines = [f"{sha256(part)}  {part.name}\n" for part in parts(path)]
        return hashlib.sha256("".join(lines).encode()).hexdigest()
    seen = path.stat()
    if time.time_ns() - seen.st_mtime_ns < TICK_NS:
        return _sha256(path)
    return _remembered(path.absolute(), seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=4096)
def _remembered(path: Path, *_seen: int) -> str:
    """The digest of a file that had this inode, size and times when it was looked at."""
    return _sha256(path)


def sweep(folder: Path) -> int:
    """Remove what killed processes left half-written in a folder and below; how many files and folders.

    Only for the process that alone writes there.
    """
    left = list(folder.rglob(f"{PARTIAL}*"))
    for path in left:
        remove(path)
    return len(left)
