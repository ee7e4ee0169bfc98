"""Which names a piece of code uses, and which of them it has bound before."""

import ast
import builtins
import warnings
from collections.abc import Iterator

GIVEN = {
    *dir(builtins),
    "__file__",
    "__name__",
    "__doc__",
    "__path__",
    "__class__",
    "__spec__",
    "__package__",
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
JOINED = (
    "else",
    "elif",
    "except",
    "finally",
    ")",
    "]",
    "}",
)  # lines at the margin that go on with a statement
CUT = 60  # lines that a statement may have lost its end in


def names(text: str) -> tuple[int, int]:
    """How often a name is used, and how often it is known there.

    A name is known if it is built in, bound earlier in the text (in whatever scope), bound in the same
    statement where that is a block or a comprehension, or bound anywhere in the module where a function uses
    it. A statement that does not parse counts as one use of an unknown name. After `from … import *` every
    name may be known.
    """
    statements, failed = parsed(text)
    module = {name for statement in statements for name in bound(statement)}
    if "*" in module:
        return failed, 0
    before, used, known = set(GIVEN), failed, 0
    for statement in statements:
        own = _inner(statement)
        for name, in_function in uses(statement):
            used += 1
            known += name in before or name in own or (in_function and name in module)
        before |= set(bound(statement))
    return used, known


def parsed(text: str) -> tuple[list[ast.stmt], int]:
    """The statements at the margin of a text that may be cut off at its end, and how many do not parse."""
    lines = text.splitlines(keepends=True)
    for dropped in range(min(CUT, len(lines))):
        tree = _tree("".join(lines[: len(lines) - dropped]))
        if tree is not None:
            return tree.body, 0
    found: list[ast.stmt] = []
    failed = 0
    for chunk in _chunks(lines):
        tree = _tree(chunk)
        found += tree.body if tree is not None else []
        failed += tree is None
    return found, failed


def _tree(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():  # about escapes in strings that a network makes up
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _chunks(lines: list[str]) -> Iterator[str]:
    """The lines of each statement at the margin; decorators stand with what they decorate."""
    chunk: list[str] = []
    for line in lines:
        margin = bool(line.strip()) and not line[0].isspace() and line[0] != "#"
        decorated = bool(chunk) and all(one[:1] in "@#\n" for one in chunk)
        if margin and chunk and not decorated and not line.startswith(JOINED):
            yield "".join(chunk)
            chunk = []
        chunk.append(line)
    if "".join(chunk).strip():
        yield "".join(chunk)


def bound(tree: ast.AST) -> Iterator[str]:
    """The names that a statement binds, in whatever scope."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif isinstance(node, ast.Global | ast.Nonlocal):
            yield from node.names
        elif isinstance(name := getattr(node, "name", None), str):  # functions, classes, handlers, matches
            yield name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest


def uses(tree: ast.AST, in_function: bool = False) -> Iterator[tuple[str, bool]]:
    """Each name that is read, and whether that is when a function runs."""
    inside = in_function or isinstance(tree, FUNCTIONS)
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id, inside
        yield from uses(node, inside)


def _inner(statement: ast.stmt) -> set[str]:
    """What is bound within a statement before it is over."""
    if hasattr(statement, "body"):
        return set(bound(statement))
    return {
        name
        for node in ast.walk(statement)
        if isinstance(node, (*COMPREHENSIONS, ast.Lambda, ast.NamedExpr))
        for name in bound(node)
    }
