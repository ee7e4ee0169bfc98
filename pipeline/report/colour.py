"""Text coloured by the values of a signal, character by character, as safe HTML.

The scale runs from deep red (−1) over white to deep blue (+1). Red and blue stay apart for the
colour-blind; in grey both are dark, so a negative value also has a dotted line below it. Gates, which have
one side only, run from white to violet.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import regex
from markupsafe import Markup

from pipeline.core.errors import UserError

Rgb = tuple[int, int, int]

RED = ("#ffffff", "#fddbc7", "#f4a582", "#d6604d", "#b2182b", "#67001f")
BLUE = ("#ffffff", "#d1e5f0", "#92c5de", "#4393c3", "#2166ac", "#053061")
VIOLET = ("#ffffff", "#e4e0ef", "#c1b9dc", "#9a8cc3", "#7255a5", "#4a1486")
LEVELS = 20  # shades of each hue: more than an eye distinguishes
UNDERLINED = LEVELS // 5  # from this shade of red on, a dotted line says "negative"
CEILINGS = (1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100)

TEXT_CSS = """
.t { font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; line-height: 1.75; white-space: pre-wrap;
  overflow-wrap: anywhere; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.t i { font-style: normal; padding: .12em 0; }
.t .in { border-top: 2px solid #000; }
.t .at { outline: 2px solid #000; outline-offset: -1px; }
.t .control::before { content: attr(data-mark); font-weight: normal; font-size: .7em; opacity: .75; }
.legend i { padding: .1em .45em; border: 1px solid #d4d4d4; }
"""

GRAPHEME = regex.compile(r"\X")
CONTROL = regex.compile(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]")
NAMES = {"\n": "⏎", "\t": "⇥"}


@dataclass(frozen=True)
class Scale:
    """How values become colours: `two_sided` from −top to top, else from 0 to top."""

    two_sided: bool
    top: float = 1.0

    def level(self, value: float) -> int | None:
        """The shade of a value, −LEVELS … LEVELS; None for NaN.

        >>> Scale(True).level(-0.5), Scale(False).level(2.0), Scale(True).level(float("nan"))
        (-10, 20, None)
        """
        if not math.isfinite(value):
            return None
        share = min(max(value / self.top, -1.0 if self.two_sided else 0.0), 1.0)
        return round(share * LEVELS)


def scale_of(signal: str, values: Sequence[float] = ()) -> Scale:
    """The scale of a signal (i f g o c h, of a GRU z r g h); the cell by the greatest of its own values.

    >>> scale_of("c", [0.2, -1.2])
    Scale(two_sided=True, top=1.5)
    """
    if signal in "ifozr":
        return Scale(two_sided=False)
    if signal != "c":
        return Scale(two_sided=True)
    largest = max((abs(v) for v in values if math.isfinite(v)), default=1.0)
    return Scale(True, float(next((c for c in CEILINGS if c >= largest), math.ceil(largest))))


def blend(stops: Sequence[str], share: float) -> Rgb:
    """The colour `share` (0 to 1) of the way through the stops.

    >>> blend(("#000000", "#ffffff"), 0.5)
    (128, 128, 128)
    """
    place = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    low = min(int(place), len(stops) - 2)
    pairs = zip(_channels(stops[low]), _channels(stops[low + 1]), strict=True)
    red, green, blue = (round(a + (b - a) * (place - low)) for a, b in pairs)
    return red, green, blue


def _channels(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 (black) to 1 (white); WCAG 2.2, definition of "relative luminance"."""
    shares = [v / 255 for v in colour]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """The contrast ratio of two luminances, 1 to 21 (WCAG 2.2)."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def colour(value: float, scale: Scale) -> tuple[Rgb, Rgb]:
    """Paper and ink of a value; the ink is black or white, whichever stands out more."""
    level = scale.level(value) or 0
    stops = VIOLET if not scale.two_sided else RED if level < 0 else BLUE
    return _paper_and_ink(stops, level)


def _paper_and_ink(stops: Sequence[str], level: int) -> tuple[Rgb, Rgb]:
    paper = blend(stops, abs(level) / LEVELS)
    light = luminance(paper)
    return paper, ((0, 0, 0) if contrast(light, 0) >= contrast(light, 1) else (255, 255, 255))


def stylesheet() -> Markup:
    """The CSS of coloured text; its shades are the classes n1 … (negative), p1 … (positive), g1 … (gates)."""
    rules = [TEXT_CSS]
    for letter, stops in (("n", RED), ("p", BLUE), ("g", VIOLET)):
        for level in range(1, LEVELS + 1):
            paper, ink = _paper_and_ink(stops, level)
            rules.append(f".t .{letter}{level}{{background:{_css(paper)};color:{_css(ink)}}}")
    lines = ",".join(f".t .n{level}" for level in range(UNDERLINED, LEVELS + 1))
    rules.append(f"{lines}{{text-decoration:underline dotted}}")
    return Markup("\n".join(rules))  # nothing in it comes from a corpus


def _css(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _shade(level: int | None, scale: Scale) -> str:
    if not level:
        return ""
    return f"{'g' if not scale.two_sided else 'n' if level < 0 else 'p'}{abs(level)}"


def coloured(
    text: str,
    values: Sequence[float],
    scale: Scale | None = None,
    mask: Sequence[Sequence[int]] = (),
    position: int | None = None,
) -> Markup:
    """The text as HTML, each character on the colour of its value.

    What a reader sees as one character (an emoji of several code points) has the colour of its last code
    point. Newlines and invisible controls become visible marks, so that none turns the direction of what
    follows.

    Args:
        text: any text; it is escaped.
        values: one for each code point; NaN stays uncoloured.
        scale: from −1 to 1 when it is not given.
        mask: spans [start, end) of the concept, overlined.
        position: the code point that a passage is about, framed.

    Raises:
        UserError: the values are not as many as the characters.
    """
    if len(values) != len(text):
        raise UserError(
            f"a passage has {len(values)} values for {len(text)} characters: run `make analyze` again"
        )
    shown = _characters(text, values, scale or Scale(True), mask, position)
    runs = groupby(shown, key=lambda part: part[0])
    html = Markup("").join(_run(names, (part for _, part in parts)) for names, parts in runs)
    return Markup('<bdi class="t">{}</bdi>').format(html)


def _characters(
    text: str, values: Sequence[float], scale: Scale, mask: Sequence[Sequence[int]], position: int | None
) -> Iterator[tuple[str, str]]:
    """The classes and the text of each character that a reader sees."""
    for found in GRAPHEME.finditer(text):
        first, last = found.start(), found.end() - 1
        inside = any(start <= first < end for start, end in mask)
        at = position is not None and first <= position <= last
        names = (_shade(scale.level(float(values[last])), scale), "in" * inside, "at" * at)
        yield " ".join(name for name in names if name), found.group()


def _run(names: str, characters: Iterable[str]) -> Markup:
    marked = Markup("").join(map(_marked, characters))
    return Markup('<i class="{}">{}</i>').format(names, marked) if names else marked


def _marked(character: str) -> Markup:
    """A control as a visible mark in its place (a newline breaks the line too); the rest escaped."""
    if not CONTROL.fullmatch(character):
        return Markup("{}").format(character)
    mark = NAMES.get(character, f"{ord(character):04X}")
    return Markup('<b class="control" data-mark="{}"></b>{}').format(mark, "\n" * (character == "\n"))


def signed(value: float) -> str:
    """A value of a legend.

    >>> signed(-0.75), signed(0.0), signed(1.125)
    ('−0.75', '0', '+1.1')
    """
    return f"{value:+.2g}".replace("-", "−") if value else "0"


def legend(scale: Scale) -> Markup:
    """A row of shades with their values, for the scale of one text."""
    shares = (-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1) if scale.two_sided else (0, 0.25, 0.5, 0.75, 1)
    cells = [
        Markup('<i class="{}">{}</i>').format(
            _shade(scale.level(s * scale.top), scale), signed(s * scale.top)
        )
        for s in shares
    ]
    note = " (dotted: negative)" if scale.two_sided else ""
    return Markup('<span class="t legend">{}</span>{}').format(Markup(" ").join(cells), note)
