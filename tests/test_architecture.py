"""Rules of the house that import-linter does not know: no module uses another's private names."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "pipeline"


def private_uses(tree: ast.Module) -> Iterator[str]:
    """Private names that a module imports, or takes from a module that it has imported."""
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline"):
            for alias in node.names:
                modules.add(alias.asname or alias.name)
                if alias.name.startswith("_") and not alias.name.startswith("__"):
                    yield alias.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            private = node.attr.startswith("_") and not node.attr.startswith("__")
            if private and node.value.id in modules:
                yield f"{node.value.id}.{node.attr}"


def test_no_module_uses_the_private_names_of_another() -> None:
    """An underscore means: for this file alone."""
    found = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in PACKAGE.rglob("*.py")
        for name in private_uses(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


def test_the_rule_sees_both_ways_of_breaking_it() -> None:
    """Worked by hand."""
    tree = ast.parse("from pipeline.a import _x\nfrom pipeline import b\nb._y()\nself._z\nb.__name__")
    assert sorted(private_uses(tree)) == ["_x", "b._y"]
