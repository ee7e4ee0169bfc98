"""Colours of values, and text coloured by them."""

import doctest
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.report import colour
from pipeline.report.colour import BLUE, LEVELS, RED, VIOLET, Scale, coloured, legend, scale_of

# Machado, Oliveira & Fernandes 2009, severity 1.0, in linear RGB.
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
INVISIBLE = regex.compile(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]")


class Text(HTMLParser):
    """What a browser would show, and the classes that each piece of it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self._classes: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._classes.append(dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        self._classes.pop()

    def handle_data(self, data: str) -> None:
        self.pieces.append((data, self._classes[-1] if self._classes else ""))

    @property
    def shown(self) -> str:
        return "".join(text for text, _ in self.pieces)


def linear(rgb: tuple[int, int, int]) -> np.ndarray:
    share = np.array(rgb) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def test_examples_in_the_docstrings() -> None:
    """The examples in the module's docstrings are true."""
    result = doctest.testmod(colour)
    assert result.attempted == 4
    assert result.failed == 0


@pytest.mark.parametrize("stops", [RED, BLUE, VIOLET])
def test_shades_darken_evenly_and_stay_legible(stops: tuple[str, ...]) -> None:
    """Along a scale each shade is darker than the one before (so grey keeps the order), and the ink on it
    has the contrast of 4.5 that WCAG asks for."""
    light = []
    for level in range(LEVELS + 1):
        paper, ink = colour._paper_and_ink(stops, level)
        light.append(colour.luminance(paper))
        assert colour.contrast(light[-1], colour.luminance(ink)) >= 4.5
    assert light[0] == 1.0
    assert all(a > b for a, b in pairwise(light))


def test_luminance_against_hand_worked_values() -> None:
    """Luminance is that of WCAG: white 1, black 0, pure green .7152, mid-grey .2159."""
    values = [colour.luminance(rgb) for rgb in ((255, 255, 255), (0, 0, 0), (0, 255, 0), (128, 128, 128))]
    assert values == pytest.approx([1, 0, 0.7152, 0.2159], abs=1e-4)
    assert colour.contrast(0, 1) == pytest.approx(21)


def test_red_and_blue_stay_apart_without_green_cones() -> None:
    """From a quarter of the scale on, the two signs differ clearly in the sight of a deuteranope."""
    for level in range(LEVELS // 4, LEVELS + 1):
        seen = [DEUTERANOPIA @ linear(colour._paper_and_ink(stops, level)[0]) for stops in (RED, BLUE)]
        brighter = max(float(seen[0].sum()), float(seen[1].sum()))
        assert np.abs(seen[0] - seen[1]).max() > 0.15 * brighter


def test_the_ends_and_the_middle_of_the_scale() -> None:
    """−1 is deep red, 0 white, +1 deep blue; beyond the scale nothing changes; no value is white."""
    scale = Scale(two_sided=True)
    assert colour.colour(-1, scale)[0] == (0x67, 0x00, 0x1F)
    assert colour.colour(0, scale)[0] == colour.colour(float("nan"), scale)[0] == (255, 255, 255)
    assert colour.colour(1, scale)[0] == colour.colour(7, scale)[0] == (0x05, 0x30, 0x61)
    assert colour.colour(-3, Scale(two_sided=False))[0] == (255, 255, 255)


def test_the_scale_of_each_signal() -> None:
    """Gates go from 0 to 1, g and h from −1 to 1, the cell to the next round number above its values."""
    assert [scale_of(gate) for gate in "ifo"] == [Scale(False)] * 3
    assert [scale_of(signal) for signal in "gh"] == [Scale(True)] * 2
    assert scale_of("c", [0.4, -5.5, float("nan")]) == Scale(True, 7.0)
    assert scale_of("c", [123.2]).top == 124.0


def test_markup_in_a_tweet_stays_text() -> None:
    """Tags, entities and quotes of a tweet are shown, not obeyed."""
    text = "<script>alert(1)</script> & \"x\" 'y' </i></bdi>&amp;"
    parsed = Text(coloured(text, [0.5] * len(text)))
    assert parsed.shown == text
    assert parsed.tags == {"bdi", "i"}


@given(st.text(max_size=60), st.integers(0, 2**32 - 1))
def test_every_character_is_shown_once(text: str, seed: int) -> None:
    """Whatever the text, its characters appear in order, once; only invisible ones become marks."""
    values = np.random.default_rng(seed).uniform(-1, 1, len(text)).tolist()
    html = coloured(text, values)
    joined = "".join(
        part for part in regex.findall(r"\X", text) if part == "\n" or not INVISIBLE.fullmatch(part)
    )
    assert Text(html).shown == joined
    assert html.count("data-mark=") == sum(bool(INVISIBLE.fullmatch(p)) for p in regex.findall(r"\X", text))


def test_each_character_has_its_own_shade() -> None:
    """The class of a character is the level of its value, worked out by hand."""
    parsed = Text(coloured("abcd", [1.0, -0.5, 0.0, 0.1]))
    assert [piece for piece in parsed.pieces if piece[0] != "\n"] == [
        ("a", "p20"),
        ("b", "n10"),
        ("c", "t"),
        ("d", "p2"),
    ]


def test_an_emoji_of_several_code_points_stays_whole() -> None:
    """A family of seven code points is one piece, in the colour of its last code point."""
    family = "👨‍👩‍👧"
    values = [-1.0] * (len(family) - 1) + [1.0]
    assert Text(coloured(family, values)).pieces == [(family, "p20")]


def test_controls_of_direction_turn_nothing() -> None:
    """A right-to-left override is shown by its number and is itself not in the page."""
    html = coloured("a\u202eb\u2069", [0, 0, 0, 0])
    assert "\u202e" not in html
    assert "\u2069" not in html
    assert 'data-mark="202E"' in html


def test_the_mask_and_the_place_are_marked() -> None:
    """Half-open spans are overlined, and one character is framed."""
    parsed = Text(coloured("abcde", [0.0] * 5, mask=[[1, 3], [4, 5]], position=2))
    assert parsed.pieces == [("a", "t"), ("b", "in"), ("c", "in at"), ("d", "t"), ("e", "in")]


def test_values_that_do_not_fit_are_refused() -> None:
    """A passage whose values are not as many as its characters is a UserError that says what to do."""
    with pytest.raises(UserError, match="3 values for 2 characters: run `make analyze`"):
        coloured("ab", [1, 2, 3])


def test_the_style_sheet_has_every_shade_and_underlines_the_negative() -> None:
    """Every class that a value can have is in the style sheet; in grey, a line says negative."""
    css = str(colour.stylesheet())
    assert all(f".t .{letter}{k}{{" in css for letter in "npg" for k in range(1, LEVELS + 1))
    underlined = next(line for line in css.splitlines() if "underline" in line)
    assert ".n20" in underlined
    assert ".p" not in underlined


def test_the_legend_reads_as_the_scale() -> None:
    """A legend tells the values of its shades, in the colours that the text has."""
    parsed = Text(legend(Scale(True, 2.0)))
    assert [(text, name) for text, name in parsed.pieces if text.strip() and name != "t legend"][:5] == [
        ("−2", "n20"),
        ("−1.5", "n15"),
        ("−1", "n10"),
        ("−0.5", "n5"),
        ("0", ""),
    ]
    assert "negative" not in Text(legend(Scale(False))).shown
