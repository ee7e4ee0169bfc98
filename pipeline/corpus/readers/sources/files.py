"""Which files a corpus is: one path, several, a folder, or a glob."""

import glob
import hashlib
import shlex
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.workspace import sha256
from pipeline.corpus.readers.sources.archives import natural


def paths(source: str) -> list[Path]:
    """The paths that a corpus setting names, each once, in order; a folder is one path.

    A path that exists is itself, spaces or not. Otherwise blanks separate paths, and `*`, `?` and `[…]` are
    patterns, whose files come in the order of their names, by number where they have one.

    Raises:
        UserError: nothing is named, or a path does not exist.
    """
    if not source.strip():
        raise UserError("no corpus is given: set CORPUS to the path of a tweet file")
    if _exists(Path(source)):
        return [Path(source)]
    try:
        words = shlex.split(source)
    except ValueError:
        words = [source]
    found: dict[Path, None] = {}
    for word in words:
        matches = [word] if _exists(Path(word)) else sorted(glob.glob(word, recursive=True), key=natural)  # noqa: PTH207 # absolute ones too
        found |= dict.fromkeys(Path(match) for match in matches)
        if not matches:
            whole = word if len(words) == 1 else f"{word} (one of {len(words)} paths)"
            raise UserError(f"{whole} does not exist: give the path of a tweet file")
    return list(found)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a zero in it
        return False


def all_files(source: str) -> list[Path]:
    """Every file whose bytes a corpus is made of; a folder counts with all that is in it."""
    found: list[Path] = []
    for path in paths(source):
        found += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path, *beside(path)]
    return list(dict.fromkeys(found))


def beside(path: Path) -> list[Path]:
    """What belongs to the `tweets.js` of an unpacked X archive and lies beside it."""
    if path.name not in ("tweets.js", "tweet.js"):
        return []
    patterns = (
        *(f"{path.stem}-part*.js", "note-tweet*.js", "community-tweet*.js"),
        *("account.js", "deleted-tweets*.js", "manifest.js"),
    )
    return sorted(p for pattern in patterns for p in path.parent.glob(pattern))


def digest(source: str) -> str:
    """SHA-256 of one file; of several, of their digests in order."""
    files = all_files(source)
    if len(files) == 1:
        return sha256(files[0])
    return hashlib.sha256("".join(sha256(path) for path in files).encode()).hexdigest()


def must_exist(source: str | Path) -> None:
    """A UserError where a path of a corpus does not exist."""
    paths(str(source))
