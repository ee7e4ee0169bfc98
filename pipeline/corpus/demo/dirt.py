"""The dirt of real files, as operations that the documented cleaning undoes exactly."""

import random
import unicodedata
from collections.abc import Callable

_CONTROLS = "\x01\x02\x07\x08\x0e\x1a\x1b\x7f"
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


def _inner_blanks(text: str) -> list[int]:
    """Positions of blanks between two characters that are not blank."""
    return [i for i, c in enumerate(text) if c == " " and 0 < i < len(text) - 1 and not text[i + 1].isspace()]


def _replace_blank(text: str, rng: random.Random, blank: str) -> str:
    places = _inner_blanks(text)
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + blank + text[at + 1 :]


def no_break_space(text: str, rng: random.Random) -> str:
    """One blank becomes a NBSP."""
    return _replace_blank(text, rng, "\u00a0")


def blank_run(text: str, rng: random.Random) -> str:
    """One blank becomes several."""
    return _replace_blank(text, rng, " " * rng.randint(2, 4))


def control_character(text: str, rng: random.Random) -> str:
    """A control character slips in after an ASCII character, so never into a sequence of emoji."""
    places = [at + 1 for at, c in enumerate(text) if c.isascii()]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + rng.choice(_CONTROLS) + text[at:]


def outer_blanks(text: str, rng: random.Random) -> str:
    """Blanks before and after."""
    return " " * rng.randint(0, 2) + text + " " * rng.randint(1, 2)


def windows_newlines(text: str, _rng: random.Random) -> str:
    """Lines end as on Windows."""
    return text.replace("\n", "\r\n")


def decomposed(text: str, _rng: random.Random) -> str:
    """Accents apart from their letters (NFD)."""
    return unicodedata.normalize("NFD", text)


def mojibake(text: str) -> str:
    """UTF-8 read as Windows-1252 (`donâ€™t`), where every byte has a character there."""
    try:
        return text.encode("utf-8").decode("cp1252")
    except UnicodeDecodeError:
        return text


def escape(text: str, rng: random.Random) -> str:
    """HTML entities, as the archive has them; now and then escaped twice."""
    for _ in range(2 if rng.random() < 0.05 else 1):
        for character, entity in _ENTITIES:
            text = text.replace(character, entity)
    return text


_MOJIBAKE = 0.1  # of the tweets that have a curly quote or an ellipsis
_PUNCTUATION = ("’", "“", "…")
_STEPS: tuple[tuple[float, Callable[[str, random.Random], str]], ...] = (  # with shares of all other tweets
    (0.03, no_break_space),
    (0.04, blank_run),
    (0.004, control_character),
    (0.02, outer_blanks),
    (0.3, windows_newlines),
    (0.1, decomposed),
)


def soil(text: str, rng: random.Random) -> str:
    """The raw text of a tweet whose cleaned text is `text`.

    A tweet with mojibake has no other dirt: what damages it further could not be undone.
    """
    if rng.random() < _MOJIBAKE and any(c in text for c in _PUNCTUATION) and mojibake(text) != text:
        return escape(mojibake(text), rng)
    for share, step in _STEPS:
        if rng.random() < share:
            text = step(text, rng)
    return escape(text, rng)
