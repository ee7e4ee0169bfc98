"""Quotations: straight and curly, nested, apostrophes set off from quotes, and marks never closed.

Marks are read left to right on a stack. A straight mark opens when none is open, or when it stands after a
space and before a word (a quotation inside a quotation); else it closes the innermost. A quotation that is
never closed runs to the end of the tweet only if it opens with a mention, as a quote-retweet that was cut
does, or if the tweet itself ends in an ellipsis; any other lone mark marks nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.concepts.rules.words import MASK, Labelled
from pipeline.text.entities import Entity

_OPENING, _CLOSING = "“„«", "”»"
_MARK = regex.compile(r"[\"“”„«»＂]")
_SINGLE_OPEN = regex.compile(r"(?<![\p{L}\p{N}\ufffc'’.!?,])['‘](?=[\p{L}\ufffc@#“\"])")
_SINGLE_CLOSE = regex.compile(r"(?<=[^\s'‘])['’](?![\p{L}\p{N}'’])")
_CLIPPED = regex.compile(
    r"['‘’](?i:em|til|till|tis|twas|cause|cuz|bout|round|n|cos|nuff|ere|s|t|re|ve|ll|d|m)\b"
)
_HEADER = regex.compile(r"\s*(?:RT\s*)?[.,]?\s*(?=\ufffc)")
_LONGEST_SINGLE = 160  # characters; farther apart, two apostrophes are not a pair


@dataclass(frozen=True)
class Quote:
    """A quotation: its opening mark, its closing mark (or the end of the text), and its depth from 0."""

    start: int  # of the opening mark
    end: int  # of the closing mark; the text's length when it was never closed
    closed: bool
    depth: int


def _opens(text: str, at: int, is_open: bool) -> bool:
    """True when the straight mark at `at` opens a quotation rather than closes one."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    spaced_before = not before or before.isspace() or before in "([{“‘—–/:"
    spaced_after = not after or after.isspace()
    if not is_open:
        return not spaced_after or spaced_before
    return spaced_before and not spaced_after and not (before == ":" or after in ".,!?;:)")


def _double(text: str) -> list[Quote]:
    """Quotations between double marks, never-closed ones included."""
    stack: list[int] = []
    found: list[Quote] = []
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        if mark in _OPENING or (mark not in _CLOSING and _opens(text, at, bool(stack))):
            stack.append(at)
        elif stack:
            found.append(Quote(stack.pop(), at, True, len(stack)))
    found += [Quote(at, len(text), False, depth) for depth, at in enumerate(stack)]
    return found


def _single(text: str) -> list[Quote]:
    """Quotations between single marks; apostrophes and clipped words ('em, 'til) open none."""
    found: list[Quote] = []
    end = -1
    for match in _SINGLE_OPEN.finditer(text):
        start = match.start()
        if start <= end or _CLIPPED.match(text, start):
            continue
        stop = _single_close(text, start)
        if stop > start + 1:
            found.append(Quote(start, stop, True, 0))
            end = stop
    return found


def _single_close(text: str, start: int) -> int:
    """Where the single quotation opened at `start` closes, or -1.

    After an s the mark may be a possessive (the dogs'), so a later one is preferred to it.
    """
    limit = start + _LONGEST_SINGLE
    newline = text.find("\n", start)
    limit = min(limit, newline) if newline >= 0 else limit
    candidates = [m.start() for m in _SINGLE_CLOSE.finditer(text, start + 1, min(limit, len(text)))]
    following = _SINGLE_OPEN.search(text, start + 1)
    if following is not None:
        candidates = [at for at in candidates if at < following.start()] or candidates[:1]
    sure = [at for at in candidates if text[at - 1] not in "sS"]
    return (sure or candidates or [-1])[0]


def quotes(text: str, masked: str) -> list[Quote]:
    """All quotations of a text that count, outermost first.

    Args:
        text: the tweet.
        masked: the tweet with its entities masked, of the same length.
    """
    cut = text.rstrip().endswith(("…", "..."))
    double = [q for q in _double(masked) if q.closed or cut or _HEADER.match(masked, q.start + 1) is not None]
    single = [q for q in _single(masked) if all(_apart(q, other) for other in double)]
    kept = [q for q in double + single if q.end > q.start + 1]
    return sorted(kept, key=lambda q: (q.start, -q.end))


def _apart(quote: Quote, other: Quote) -> bool:
    """True when two quotations do not cross (one may hold the other)."""
    return (
        quote.end < other.start
        or quote.start > other.end
        or (quote.start > other.start and quote.end < other.end)
        or (quote.start < other.start and quote.end > other.end)
    )


def _attribution(masked: str, start: int, entities: Sequence[Entity]) -> tuple[int, int] | None:
    """The mention and its colon at the head of the quotation whose inside starts at `start`.

    Old clients left the colon out: without it, the quotation must open the tweet, after mentions at most.
    """
    header = _HEADER.match(masked, start)
    if header is None:
        return None
    for entity in entities:
        if entity.start == header.end() and entity.kind in ("mention", "list"):
            if masked[entity.end : entity.end + 1] == ":":
                return entity.start, entity.end + 1
            if not masked[: start - 1].strip(" ." + MASK):
                return entity.start, entity.end
    return None


def quotation_spans(text: str, masked: str, entities: Sequence[Entity]) -> Iterator[Labelled]:
    """Spans of quotation, its two strata, attribution, and the opening and closing marks.

    The inside of each quotation is one span, also of one inside another, which belongs to the stratum of the
    outermost: so a character is never in both strata.
    """
    end, stratum = -1, ""
    for quote in quotes(text, masked):
        inside = (quote.start + 1, quote.end)
        head = _attribution(masked, inside[0], entities)
        yield "quote_open", quote.start, quote.start + 1
        if quote.closed:
            yield "quote_close", quote.end, quote.end + 1
        if head is not None:
            yield ("attribution", *head)
        if quote.start > end:
            end, stratum = quote.end, "quote_retweet" if head is not None else "quoted_speech"
        yield ("quotation", *inside)
        yield (stratum, *inside)
