"""Packed files that programs of another age write, or that were packed twice."""

import gzip
import lzma
import tarfile
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from tests.corpus.readers.forms.packed import in_tar
from tests.corpus.readers.reading import put, read

CONTENT = b"id,text\n1,one\n2,two\n"


def old_tar() -> bytes:
    """A tar without the mark that POSIX gave it."""
    made = bytearray(in_tar(CONTENT))
    made[257:265] = bytes(8)
    made[148:156] = b" " * 8
    made[148:156] = b"%06o\0 " % sum(made[: tarfile.BLOCKSIZE])
    return bytes(made)


PACKED = {
    "gz in gz": gzip.compress(gzip.compress(CONTENT)),
    "two gz joined": gzip.compress(CONTENT[:11]) + gzip.compress(CONTENT[11:]),
    "lzma": lzma.compress(CONTENT, format=lzma.FORMAT_ALONE),
    "old tar": old_tar(),
}


@pytest.mark.parametrize("name", PACKED)
def test_read(tmp_path: Path, name: str) -> None:
    """The table inside."""
    assert read(put(tmp_path, PACKED[name])).texts == ["one", "two"]


def test_too_deep(tmp_path: Path) -> None:
    """A line, not a traceback, where nothing ends."""
    content = CONTENT
    for _ in range(5):
        content = gzip.compress(content)
    with pytest.raises(UserError, match="packed more than 3 times"):
        read(put(tmp_path, content))
