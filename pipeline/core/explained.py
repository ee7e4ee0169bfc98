"""The text below each field of a class, read from the source: one parse a file, whatever it holds."""

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path


def explained(kind: type) -> dict[str, str]:
    """Field → the string that stands below it in the class itself, with its lines joined as typed.

    >>> from pipeline.core.settings import ScanSettings
    >>> explained(ScanSettings)["batch_size"]
    'Tweets traced at a time; says how fast, never what.'
    """
    return _classes(str(sys.modules[kind.__module__].__file__)).get(kind.__name__, {})


@cache
def _classes(path: str) -> dict[str, dict[str, str]]:
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    return {node.name: _fields(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _fields(node: ast.ClassDef) -> dict[str, str]:
    found = {}
    for field, below in pairwise(node.body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        ):
            found[field.target.id] = inspect.cleandoc(below.value.value)
    return found
