"""The second computation shares no code with the first, agrees with it, and finds what was altered."""

import ast
from pathlib import Path

from pipeline.neurons.cards import recompute, recompute_chance, recompute_network, recompute_rivals


def test_it_imports_nothing_of_the_program() -> None:
    """No import in the file, or in its siblings, names anything of the package but these."""
    trees = [
        ast.parse(Path(str(one.__file__)).read_text(encoding="utf-8"))
        for one in (recompute, recompute_chance, recompute_network, recompute_rivals)
    ]
    names = [
        name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    ]
    assert [name for name in names if name and name.startswith("pipeline")] == ["pipeline.neurons.cards"] * 2
