"""Made-up names: no word list holds them, and other seeds have others. `rules/names.txt` puts them to use,
beside common words that are names as well (Will, Rose, Reading)."""

import random
from collections.abc import Sequence, Set

from pipeline.corpus.demo.markup import mark

_ONSETS = ("b", "d", "g", "h", "k", "l", "m", "n", "r", "s", "t", "c", "f", "j", "p", "v", "w", "z")
_CLUSTERS = ("br", "dr", "gr", "sk", "st", "th", "tr")
_VOWELS = ("a", "a", "a", "e", "e", "e", "i", "i", "o", "o", "u", "ei", "ia", "é")
_CODAS = ("", "", "", "l", "m", "n", "r", "s", "x", "rn", "ld", "nt", "ck", "sk")
_PLACE_ENDINGS = ("ton", "wick", "mere", "ford", "stead", "holm", "by", "dale", "combe", "minster")
_HANDLE_ENDINGS = ("fan", "live", "news", "daily", "home", "town", "loaf", "gig", "orbit", "plot")
_CONSONANTS = "BCDFGHKLMNPRSTVW"
_LONGEST_HANDLE = 15  # characters, as on Twitter


def _syllable(rng: random.Random) -> str:
    return rng.choice(_CLUSTERS if rng.random() < 0.25 else _ONSETS) + rng.choice(_VOWELS)


def _made_up(
    rng: random.Random, count: int, syllables: int, endings: Sequence[str], words: Set[str]
) -> list[str]:
    """`count` different names of some syllables and an ending, capitalised; none is one of `words`."""
    found: dict[str, None] = {}
    while len(found) < count:
        name = "".join(_syllable(rng) for _ in range(syllables)) + rng.choice(endings)
        if name not in words:
            found.setdefault(name.capitalize())
    return list(found)


def _handle(rng: random.Random, given: Sequence[str], surnames: Sequence[str]) -> str:
    first, last, number = rng.choice(given), rng.choice(surnames), rng.randrange(2, 100)
    ending = rng.choice(_HANDLE_ENDINGS)
    forms = (
        first + last,
        (first + last).lower(),
        f"{first}_{last}",
        f"{first}{number}",
        last.lower() + ending,
        f"The{last}{ending.title()}",
        f"{first.lower()}{last[0].lower()}{number}",
        f"{last.upper()}_{number}",
    )
    ascii_only = rng.choice(forms).encode("ascii", "ignore").decode()
    return ascii_only[:_LONGEST_HANDLE].rstrip("_")


def rules(rng: random.Random, words: Set[str]) -> dict[str, str]:
    """The made-up names of one corpus as rules for `Grammar`; bare, but stations and mentions are marked.

    Args:
        words: plain words, in lower case, which no name may be.
    """
    given = _made_up(rng, 70, 2, _CODAS, words)
    surnames = _made_up(rng, 140, 2, _CODAS, words)
    stations = ["".join(rng.choices(_CONSONANTS, k=3)) for _ in range(6)]
    handles = sorted({_handle(rng, given, surnames) for _ in range(400)})
    found = {
        "given_made": given,
        "surname_made": surnames,
        "place_made": _made_up(rng, 50, 1, _PLACE_ENDINGS, words),
        "station": [mark("proper_noun", station) for station in stations],
        "mention": [mark("mention", f"@{handle}") for handle in handles],
    }
    return {symbol: " / ".join(choices) for symbol, choices in found.items()}
