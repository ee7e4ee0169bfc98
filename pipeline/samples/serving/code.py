"""The code that a registered model carries: the modules alone that its script reaches, not the whole package.

A tracking server takes each file in a request of its own, so a tenth of the files is a tenth of the waiting.
"""

import ast
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

PACKAGE = Path(__file__).resolve().parents[2]
SCRIPT = "pipeline.samples.serving.serve_model"


def reached(script: str = SCRIPT) -> dict[str, Path]:
    """The modules of this package that a module imports, directly or not, with itself and all packages above.

    Imports inside functions count as well.

    Returns:
        Dotted name → file.
    """
    found: dict[str, Path] = {}
    waiting = [script]
    while waiting:
        name = waiting.pop()
        file = _file(name)
        if file is None or name in found:
            continue
        found[name] = file
        waiting += [name.rpartition(".")[0], *_imported(file)]
    return found


def _file(name: str) -> Path | None:
    """Where a module of this package is written; None for any other name."""
    first, *rest = name.split(".")
    place = PACKAGE.joinpath(*rest)
    known = (place.with_suffix(".py"), place / "__init__.py")
    return next((one for one in known if one.is_file()), None) if first == PACKAGE.name else None


def _imported(file: Path) -> Iterator[str]:
    """What a file imports: modules, and names in them, which may be modules too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def _copied() -> TemporaryDirectory[str]:
    """A copy of the reached modules, removed when this process ends."""
    folder = TemporaryDirectory(prefix="tweetscope-code-")
    for file in reached().values():
        copy = Path(folder.name, PACKAGE.name, file.relative_to(PACKAGE))
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    return folder


def package() -> Path:
    """The folder of a package of the reached modules alone; it is there until this process ends."""
    return Path(_copied().name) / PACKAGE.name
