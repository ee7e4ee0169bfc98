"""JSON as it is found: values one after the other, with NaN, comments, assignments and damage, streamed.

The standard library's decoder reads one value at a time from a buffer, so memory is bounded by the longest
value allowed and a damaged value costs itself alone.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

BLOCK = 1 << 16
LONGEST = 1 << 24  # characters of one record; a longer one is not a post
RAW_KEPT = 2000  # characters of a damaged record that are kept
# Blanks, comments, and the record separators of RFC 7464.
_BLANK = r"(?:[\s\ufeff\x1e]++|//[^\n]*+(?:\n|$)|/\*(?:[^*]|\*(?!/))*+\*/|#[^\n]*+(?:\n|$))"
BLANK = re.compile(f"{_BLANK}++")
BETWEEN = re.compile(r"[\s,;]*+")
# window.YTD.tweets.part0 = [ …   Grailbird.data.tweets_2012_03 = [ …   module.exports = [ …   callback([ …
ASSIGNMENT = re.compile(
    rf"{_BLANK}*+(?:[\"']use strict[\"'];?{_BLANK}*+)?(?:\(function\s*\(\)\s*\{{{_BLANK}*+)?"
    r"(?:(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$.\[\]\"']*\s*=|export\s+default|[A-Za-z_$][\w$.]*\s*\()"
    r"\s*(?=[\[{])"
)
# What may follow such an array: `;`, `);`, `})();`, `export default x;`
TAIL = re.compile(r"(?:export\s+default\s+[\w$.]+|module\.exports\s*=\s*[\w$.]+|[)};(\s])+")
KEY = re.compile(r"([A-Za-z_$][\w$]*)\s*(?=:)")  # of a JavaScript object, without quotes
LOOKED_AHEAD = 400  # characters; an assignment is shorter
NO_BLANK = frozenset('{}[]",:')
NEXT = re.compile(r"\}\s*,\s*(?=\{)")
DECODER = json.JSONDecoder(strict=False)  # a line end may stand in a string as it is
Item = tuple[Any, str | None]  # a raw record and, where it cannot be read, the reason
NOT_JSON, CUT, TOO_LONG = "not JSON", "cut short", f"longer than {LONGEST:,} characters"


class Damaged(Exception):
    """A value cannot be read; `args` hold the reason."""


class Scanner:
    """A place in a text stream, and the values that follow it."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self._read, self.buffer, self.place, self.done = read, "", 0, False
        self.more()
        self.program = self._pass_assignment()

    def _pass_assignment(self) -> bool:
        """Past an assignment, where one begins here."""
        while len(self.buffer) - self.place < LOOKED_AHEAD and self.more():
            pass
        found = ASSIGNMENT.match(self.buffer, self.place)
        self.place = found.end() if found else self.place
        return found is not None

    def more(self) -> bool:
        """Read on: a block, or as much again as waits; False at the end of the stream."""
        left = self.buffer[self.place :]
        new = "" if self.done else self._read(max(BLOCK, len(left)))
        self.done = self.done or not new
        self.buffer, self.place = left + new, 0
        return bool(new)

    def peek(self) -> str:
        """The next character that is neither a blank nor in a comment; "" at the end."""
        while True:
            if self.buffer[self.place : self.place + 1] in NO_BLANK:
                return self.buffer[self.place]
            if found := BLANK.match(self.buffer, self.place):
                self.place = found.end()
            unfinished = self.buffer.startswith("/", self.place)  # a comment may go on
            if self.place < len(self.buffer) and not unfinished:
                return self.buffer[self.place]
            if not self.more():
                return self.buffer[self.place : self.place + 1]

    def skip(self) -> None:
        """Past one character."""
        self.place += 1

    def value(self) -> Any:
        """The value that begins here.

        Raises:
            Damaged: it is cut short, too long, or not JSON; the place stays.
        """
        while True:
            try:
                value, end = DECODER.raw_decode(self.buffer, self.place)
            except RecursionError as error:
                raise Damaged("nested too deeply") from error
            except ValueError as error:
                self._may_go_on(error)
                continue
            if end < len(self.buffer) or isinstance(value, dict | list | str) or not self.more():
                self.place = min(end, len(self.buffer))
                return value

    def _may_go_on(self, error: ValueError) -> None:
        """Read on where a value is merely unfinished in the buffer; otherwise say what it is."""
        if not isinstance(error, json.JSONDecodeError):  # Python refuses numbers of thousands of digits
            raise Damaged("a number too long") from error
        unfinished = error.msg.startswith("Unterminated") or error.pos >= len(self.buffer) - 16
        if not unfinished:
            raise Damaged(NOT_JSON) from error
        if len(self.buffer) - self.place > LONGEST:
            raise Damaged(TOO_LONG) from error
        if not self.more():
            raise Damaged(CUT) from error

    def resume(self) -> str:
        """Past a damaged value, to the next object of a list or to the end; what was passed, shortened."""
        passed = ""
        while True:
            if found := NEXT.search(self.buffer, self.place):
                passed = (passed + self.buffer[self.place : found.end()])[:RAW_KEPT]
                self.place = found.end()
                return passed
            keep = max(self.place, len(self.buffer) - 64)  # where a boundary may lie across the block's end
            passed = (passed + self.buffer[self.place : keep])[:RAW_KEPT]
            self.place = keep
            if not self.more():
                passed = (passed + self.buffer[self.place :])[:RAW_KEPT]
                self.place = len(self.buffer)
                return passed

    def items(self) -> Iterator[Item]:
        """The items of the array whose bracket is next."""
        self.skip()
        while True:
            self.place = BETWEEN.match(self.buffer, self.place).end()  # type: ignore[union-attr] # it may be ""
            if not (sign := self.peek()):
                return
            if sign in ",;":
                self.skip()
            elif sign == "]":
                self.skip()
                return
            else:
                yield self.item()

    def item(self) -> Item:
        """One value, or the damaged text in its place with the reason."""
        try:
            return self.value(), None
        except Damaged as error:
            reason = str(error)
            return self.resume().rstrip(", \n\r\t"), reason

    def records(self) -> Iterator[Item]:
        """The items of all arrays at the top, and all other values there; behind assignments, only those."""
        while sign := self.peek():
            if sign in ",;]":
                self.skip()
            elif sign == "[":
                yield from self.items()
            elif sign in '{"' or not self.program:
                yield self.item()
            elif not self._pass_assignment():
                if found := TAIL.match(self.buffer, self.place):
                    self.place = found.end()
                else:
                    yield self.item()

    def _key(self) -> str:
        if found := KEY.match(self.buffer, self.place):
            self.place = found.end()
            return found[1]
        return str(self.value())

    def members(self, streamed: Callable[[str], bool]) -> Iterator[tuple[str, Any, str | None]]:
        """Of all objects at the top: each member, or, where `streamed` says so of its key, each item of it.

        The end of an object is the key "" with None.
        """
        while sign := self.peek():
            if sign != "{":
                self.skip()
                continue
            self.skip()
            while (sign := self.peek()) and sign != "}":
                if sign == ",":
                    self.skip()
                    continue
                try:
                    key = self._key()
                    if self.peek() != ":":
                        raise Damaged(NOT_JSON)
                    self.skip()
                    if self.peek() == "[" and streamed(key):
                        for item, problem in self.items():
                            yield key, item, problem
                    else:
                        yield key, self.value(), None
                except Damaged as error:
                    yield "", self.resume(), str(error)
            self.skip()
            yield "", None, None
