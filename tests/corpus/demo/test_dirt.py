"""Dirt is undone by the standard library's own means."""

import html
import random
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.demo import dirt

CLEAN = st.from_regex(r"[a-zé&<]{1,6}( [a-zé&<…’]{1,6}){0,8}", fullmatch=True)


@given(CLEAN, st.integers(0, 10**6))
def test_escape_is_undone_by_unescape(text: str, seed: int) -> None:
    """Entities, once or twice, come back by as many calls of the standard library."""
    escaped = dirt.escape(text, random.Random(seed))
    assert text in (html.unescape(escaped), html.unescape(html.unescape(escaped)))


@given(CLEAN, st.integers(0, 10**6))
def test_blanks_and_controls_are_undone(text: str, seed: int) -> None:
    """Runs, NBSP, control characters, outer blanks and NFD come back by split, translate and NFC."""
    rng = random.Random(seed)
    steps = (dirt.no_break_space, dirt.blank_run, dirt.control_character, dirt.outer_blanks, dirt.decomposed)
    soiled = text
    for step in steps:
        soiled = step(soiled, rng)
    without = re.sub(r"[\x00-\x08\x0e-\x1b\x7f]", "", soiled)
    assert unicodedata.normalize("NFC", " ".join(without.split())) == unicodedata.normalize("NFC", text)


def test_mojibake_is_undone_by_recoding() -> None:
    """A curly apostrophe becomes three characters of Windows-1252 and comes back."""
    damaged = dirt.mojibake("don’t")
    assert damaged == "donâ€™t"
    assert damaged.encode("cp1252").decode("utf-8") == "don’t"


def test_what_cp1252_cannot_show_stays() -> None:
    """Text whose bytes have no character there is left alone."""
    assert dirt.mojibake("“so”") == "“so”"


def test_windows_newlines() -> None:
    """Lines end in two characters."""
    assert dirt.windows_newlines("a\nb", random.Random(0)) == "a\r\nb"
