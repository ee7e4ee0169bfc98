"""What stands at each character of Python source, by `tokenize` and `ast`."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int

Array = np.ndarray

OPENING, CLOSING = set("([{"), set(")]}")
SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
F_STARTS = {getattr(tokenize, name) for name in ("FSTRING_START", "TSTRING_START") if hasattr(tokenize, name)}
F_ENDS = {getattr(tokenize, name) for name in ("FSTRING_END", "TSTRING_END") if hasattr(tokenize, name)}
HEADED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
DOCUMENTED = (ast.Module, *HEADED)


@dataclass(frozen=True)
class Labels:
    """One value for each character of a text.

    Attributes:
        level: how many blocks its logical line lies in.
        blanks: how many blanks its line starts with, as far as it is read.
        depth: how many brackets are open after it.
        string, comment, docstring: inside one, quotes and # included.
        header: from `def` or `class` to the colon.
        code: part of a logical line, and in no string or comment.
    """

    level: Int[Array, " characters"]
    blanks: Int[Array, " characters"]
    depth: Int[Array, " characters"]
    string: Bool[Array, " characters"]
    comment: Bool[Array, " characters"]
    docstring: Bool[Array, " characters"]
    header: Bool[Array, " characters"]
    code: Bool[Array, " characters"]


class Places:
    """Where lines of a text start, for (row, column) pairs of the standard library."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts = np.concatenate([[0], np.cumsum([len(line) + 1 for line in self.lines])])

    def at(self, place: tuple[int, int]) -> int:
        """The offset of a token's (row from 1, column in characters)."""
        return int(self.starts[place[0] - 1]) + place[1]

    def at_bytes(self, row: int, column: int) -> int:
        """The offset of a syntax node's (row from 1, column in bytes of UTF-8)."""
        return self.at((row, len(self.lines[row - 1].encode()[:column].decode())))


def label(text: str) -> Labels:
    """The labels of a whole file.

    Raises:
        SyntaxError, tokenize.TokenError: the text is not Python.
    """
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    places, size = Places(text), len(text)
    level, logical = _levels(tokens, places, size)
    string, comment = _quoted(tokens, places, size)
    docstring, header = _nodes(ast.parse(text), tokens, places, size)
    code = logical & ~string & ~comment
    return Labels(
        level, _blanks(text), _depth(tokens, places, size), string, comment, docstring, header, code
    )


def _levels(tokens: list[tokenize.TokenInfo], places: Places, size: int) -> tuple[Array, Array]:
    """The level of each logical line, from its first token to its end; and where logical lines are."""
    level, logical = np.zeros(size, np.int32), np.zeros(size, bool)
    depth, start = 0, -1
    for token in tokens:
        if token.type == tokenize.INDENT:
            depth += 1
        elif token.type == tokenize.DEDENT:
            depth -= 1
        elif token.type == tokenize.NEWLINE:
            part = slice(start, places.at(token.end))
            level[part], logical[part], start = depth, True, -1
        elif token.type not in SILENT and start < 0:
            start = places.at((token.start[0], 0))
    return level, logical


def _quoted(tokens: list[tokenize.TokenInfo], places: Places, size: int) -> tuple[Array, Array]:
    """Strings and comments; an f-string is one from its first quote to its last, whatever stands in it."""
    string, comment = np.zeros(size, bool), np.zeros(size, bool)
    begun: list[int] = []
    for token in tokens:
        start, end = places.at(token.start), places.at(token.end)
        if token.type == tokenize.COMMENT:
            comment[start:end] = True
        elif token.type == tokenize.STRING:
            string[start:end] = True
        elif token.type in F_STARTS:
            begun.append(start)
        elif token.type in F_ENDS:
            string[begun.pop() : end] = True
    return string, comment


def _depth(tokens: list[tokenize.TokenInfo], places: Places, size: int) -> Array:
    change = np.zeros(size + 1, np.int32)
    for token in tokens:
        if token.type == tokenize.OP and token.string in OPENING | CLOSING:
            change[places.at(token.start)] += 1 if token.string in OPENING else -1
    return np.cumsum(change[:size], dtype=np.int32)


def _blanks(text: str) -> Array:
    """Blanks at the start of each line: their number so far, and over the rest of the line all of them."""
    found = []
    for line in text.split("\n"):
        own = len(line) - len(line.lstrip(" "))
        found.append(np.minimum(np.arange(1, len(line) + 2), own))
    return np.concatenate(found)[: len(text)].astype(np.int32)


def _nodes(
    tree: ast.Module, tokens: list[tokenize.TokenInfo], places: Places, size: int
) -> tuple[Array, Array]:
    """Docstrings, and headers of functions and classes."""
    docstring, header = np.zeros(size, bool), np.zeros(size, bool)
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and (quoted := _docstring(node)) is not None:
            docstring[places.at_bytes(quoted.lineno, quoted.col_offset) : _end(quoted, places)] = True
        if isinstance(node, HEADED):
            start = places.at_bytes(node.lineno, node.col_offset)
            header[start : _colon(tokens, places, start)] = True
    return docstring, header


def _docstring(node: ast.AST) -> ast.expr | None:
    body = getattr(node, "body", [])
    first = body[0] if body else None
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        return first.value
    return None


def _end(node: ast.expr, places: Places) -> int:
    return places.at_bytes(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)


def _colon(tokens: list[tokenize.TokenInfo], places: Places, start: int) -> int:
    """The end of the first colon outside brackets at or after an offset."""
    depth = 0
    for token in _after(tokens, places, start):
        if token.string in OPENING:
            depth += 1
        elif token.string in CLOSING:
            depth -= 1
        elif token.string == ":" and not depth:
            return places.at(token.end)
    return start


def _after(tokens: list[tokenize.TokenInfo], places: Places, start: int) -> Iterator[tokenize.TokenInfo]:
    """Operators from an offset on, found by bisection."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if places.at(tokens[middle].start) < start else (low, middle)
    return (token for token in tokens[low:] if token.type == tokenize.OP)
