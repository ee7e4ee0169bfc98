"""Tests mirror the package: `pipeline/room/module.py` is tested in `tests/room/test_module.py`."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "pipeline"
# `__init__` of a room only says what it is for and hands names on; `__main__` is one call.
WITHOUT = {"__init__.py", "__main__.py"}
# Modules that compute nothing: what could be wrong in them shows where they are used.
PLAIN = {
    "concepts/rules/name_lists.py": "lists of words",
    "core/settings/analysis.py": "settings",
    "core/settings/corpus.py": "settings",
    "core/settings/engine.py": "settings",
    "core/settings/pages.py": "settings",
    "core/settings/preset.py": "settings",
    "core/settings/samples.py": "settings",
    "corpus/readers/claim.py": "a record",
    "lab/networks/shapes.py": "two records",
}
HELPERS = tuple(path.stem for path in TESTS.glob("*.py"))  # which tests import in place of the package


def mirror(module: Path) -> Path:
    """Where a module is tested, for its path inside the package."""
    return TESTS / module.parent / f"test_{module.name}"


def imported(tree: ast.Module) -> Iterator[str]:
    """All dotted names that a file imports, of modules and of what is in them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def mirrored(module: Path) -> bool:
    """Whether the mirror exists, defines a test, and imports the package, or a helper that does."""
    path = mirror(module)
    if not path.is_file():
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    defined = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return any(name.startswith("test_") for name in defined) and any(
        name.startswith(("pipeline.", "tests.", *HELPERS)) for name in imported(tree)
    )


def test_every_module_is_tested_in_its_mirror() -> None:
    """Those without a mirror are the plain ones above; a module that gets a mirror leaves that list."""
    modules = (path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
    found = {path.as_posix() for path in modules if path.name not in WITHOUT and not mirrored(path)}
    assert found == set(PLAIN)


def test_a_mirror_must_import_the_package() -> None:
    """This file is where `pipeline/mirror.py` would be tested, and it imports nothing of the package."""
    assert mirror(Path("mirror.py")) == Path(__file__)
    assert not mirrored(Path("mirror.py"))
    assert mirrored(Path("core/errors.py"))
