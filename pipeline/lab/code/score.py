"""How well code is written, by its tokens and names: a network's and real code by the same measures."""

import tokenize
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.lab.code.names import CUT, names

PAIRS = {")": "(", "]": "[", "}": "{"}
SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
NOTHING = float("nan")
Line = list[tokenize.TokenInfo]


@dataclass(frozen=True)
class Score:
    """Shares between 0 and 1; NaN where there was nothing to judge, as in a text that is one open string.

    Attributes:
        lines: logical lines that were judged.
        tokenized: logical lines that tokenize.
        indented: logical lines that stand where they may: deeper after a colon, else not; at a known level.
        closed: brackets that are closed by their own kind.
        defined: uses of a name that is bound before, built in, or bound in the module if used in a function.
    """

    lines: int
    tokenized: float
    indented: float
    closed: float
    defined: float

    @property
    def mean(self) -> float:
        """Of those of the four that could be judged."""
        known = [one for one in (self.tokenized, self.indented, self.closed, self.defined) if one == one]
        return sum(known) / len(known) if known else NOTHING


def score(text: str) -> Score:
    """Score a text whose end may be cut off: its last line, and a statement that it ends in, are left out."""
    lines = text[: text.rfind("\n") + 1].splitlines(keepends=True)
    good, bad, end = logical_lines(lines)
    used, known = names("".join(lines[:end]))
    return Score(
        lines=len(good) + bad,
        tokenized=_share(len(good), len(good) + bad),
        indented=_share(*_indented(good)),
        closed=_share(*_closed(good)),
        defined=_share(known, used),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else NOTHING


def logical_lines(lines: Sequence[str]) -> tuple[list[Line], int, int]:
    """The logical lines that tokenize, how many do not, and the line from which on the end is cut off.

    After a fault it goes on with the next line.
    """
    good: list[Line] = []
    bad = start = 0
    while start < len(lines):
        found, rows, fault = _until_fault(lines[start:])
        good += found
        start += rows
        if not fault:
            break
        bad += 1
    return good, bad, start


def _until_fault(lines: Sequence[str]) -> tuple[list[Line], int, bool]:
    """Logical lines up to a fault or to the end, the number of lines read, and whether it was a fault."""
    found: list[Line] = []
    line: Line = []
    rows = 0
    try:
        for token in tokenize.generate_tokens(_reader(lines)):
            if token.type == tokenize.ERRORTOKEN and token.string.strip():
                return found, token.start[0], True
            if token.type == tokenize.NEWLINE and line:
                found.append(line)
                line, rows = [], token.start[0]
            elif token.type not in SILENT:
                line.append(token)
    except tokenize.TokenError as fault:
        # The text ended within a string or a statement. That is a cut, unless a bracket took in too much.
        cut = "string" in str(fault) or len(lines) - rows <= CUT
        return found, rows + (not cut), not cut
    except SyntaxError as fault:
        return found, max(rows + 1, fault.lineno or 0), True
    return found, len(lines), False


def _reader(lines: Sequence[str]) -> Callable[[], str]:
    """Lines one by one, and then nothing."""
    each = iter(lines)
    return lambda: next(each, "")


def _indented(lines: Sequence[Line]) -> tuple[int, int]:
    """How many lines stand where they may, and of how many."""
    levels, opened, right = [0], False, 0
    for line in lines:
        column = _column(line)
        if opened:
            fits = column > levels[-1]
            if fits:
                levels.append(column)
        else:
            fits = column in levels
        right += fits
        levels = [level for level in levels if level <= column] or [0]
        if not fits and column not in levels:
            levels.append(column)  # one mistake counts once
        opened = line[-1].string == ":"
    return right, len(lines)


def _column(line: Line) -> int:
    start = line[0].line[: line[0].start[1]]
    return len(start.expandtabs())


def _closed(lines: Sequence[Line]) -> tuple[int, int]:
    """Brackets that belong to a pair, and all brackets."""
    paired = every = 0
    for line in lines:
        open_: list[str] = []
        for token in line:
            if token.type != tokenize.OP or token.string not in "()[]{}":
                continue
            every += 1
            if token.string not in PAIRS:
                open_.append(token.string)
            elif open_ and open_[-1] == PAIRS[token.string]:
                open_.pop()
                paired += 2
    return paired, every
