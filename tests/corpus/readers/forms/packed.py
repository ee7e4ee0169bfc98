"""What a file may be packed in."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

from backports import zstd


def in_zip(content: bytes) -> bytes:
    """A zip of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a folder/some file", content)
    return out.getvalue()


def in_tar(content: bytes) -> bytes:
    """A tar of one file."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("some file")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
    "zip": in_zip,
    "tar": in_tar,
    "tar.gz": lambda content: gzip.compress(in_tar(content)),
    "tar.xz": lambda content: lzma.compress(in_tar(content)),
    "zip of gz": lambda content: in_zip(gzip.compress(content)),
}
