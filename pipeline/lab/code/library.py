"""Python's standard library as one stream, in an order by which its last packages are never trained on."""

import hashlib
import sysconfig
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LEFT_OUT = {"test", "tests", "idle_test", "site-packages", "dist-packages", "__pycache__", "lib-dynload"}
HELD_OUT = 0.1  # the share of the stream that is its test part


@dataclass(frozen=True)
class Source:
    """One file.

    Attributes:
        package: the top-level package or module that it belongs to.
        name: its path in the library.
    """

    package: str
    name: str
    text: str


def library() -> Path:
    """The folder of the running Python's library."""
    return Path(sysconfig.get_paths()["stdlib"])


def sources(root: Path) -> Iterator[Source]:
    """The files of a library, without its tests, in the order of their paths."""
    for path in sorted(root.rglob("*.py")):
        inner = path.relative_to(root)
        if LEFT_OUT.isdisjoint(inner.parts):
            with tokenize.open(path) as file:  # by the encoding that the file declares
                text = file.read()
            if text.strip():
                yield Source(inner.parts[0].removesuffix(".py"), inner.as_posix(), text.rstrip("\n") + "\n")


def ordered(files: list[Source]) -> list[Source]:
    """Files package by package in an order that has no meaning, so that a cut splits packages at random."""

    def place(source: Source) -> tuple[str, str]:
        return hashlib.sha256(source.package.encode()).hexdigest(), source.name

    return sorted(files, key=place)


def held_out(files: list[Source]) -> list[Source]:
    """The files that lie wholly in the last part of the stream, of packages that do not begin before it."""
    whole = sum(len(source.text) + 1 for source in files)
    begun: dict[str, int] = {}
    place = 0
    for source in files:
        begun.setdefault(source.package, place)
        place += len(source.text) + 1
    return [source for source in files if begun[source.package] >= (1 - HELD_OUT) * whole]


def stream(files: list[Source]) -> str:
    """All files, one after the other, an empty line between."""
    return "\n".join(source.text for source in files)
