"""Names: made up from syllables, or common words that are names as well, so that no word list settles it."""

import random
from dataclasses import dataclass

from pipeline.corpus.demo.markup import mark

_ONSETS = ("b", "br", "c", "d", "dr", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "qu", "r", "s", "sk",
           "st", "t", "th", "tr", "v", "w", "z")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ae", "ei", "oa", "ia", "é")
_CODAS = ("", "", "", "l", "m", "n", "r", "s", "x", "rn", "ld", "nt", "ck", "sk")
_PLACE_ENDINGS = ("ton", "wick", "mere", "ford", "stead", "holm", "by", "dale", "combe", "minster")
_WORDS_AS_GIVEN = ("Will", "Mark", "Rose", "Bill", "May", "Hope", "Grace", "Faith", "Frank", "Art", "Jack",
                   "Penny", "Amber", "Ivy", "Grant", "Miles", "Iris", "Lily", "Daisy", "Dawn", "Joy", "Chase",
                   "Dean", "Ruby")  # fmt: skip
_WORDS_AS_SURNAME = ("Baker", "Cook", "Fisher", "Hunter", "Mason", "Young", "Long", "Short", "Brown", "Green",
                     "White", "Black", "Wells", "Banks", "Stone", "Woods", "Rivers", "Fields", "Marsh",
                     "Winter")  # fmt: skip
_WORDS_AS_PLACE = (
    "Bath",
    "Reading",
    "Turkey",
    "Rugby",
    "Sandwich",
    "Battle",
    "Ware",
    "March",
    "Deal",
    "Barking",
)
_PLAIN_GIVEN = ("Anna", "Tom", "Priya", "Omar", "Lena", "Sofia", "Hugo", "Nadia", "Felix", "Clara", "José",
                "Zoë")  # fmt: skip
_CLUB_WORDS = ("Rovers", "United", "Athletic", "Wanderers", "Town", "Rangers")
_STREETS = ("Street", "Road", "Lane", "Bridge", "Park", "Hall", "Square")
_BAND_FIRST = (
    "Tin",
    "Velvet",
    "Paper",
    "Midnight",
    "Hollow",
    "Copper",
    "Silent",
    "Apple",
    "Electric",
    "Lazy",
)
_BAND_LAST = ("Foxes", "Lanterns", "Harbours", "Ladders", "Sparrows", "Machines", "Orchards", "Kites")
_PROBES = ("Petrel", "Halcyon", "Larkspur", "Wayfarer", "Kestrel", "Pathway", "Lantern", "Swift")
_MOONS = ("Saturn", "Mars", "Venus", "Jupiter", "Neptune", "Europa", "Titan", "Ceres")
_SHOPS = ("Crumb", "Apple", "Oak", "Copper", "Rose", "Mill", "Barley", "Robin")
_SHOP_LAST = ("Corner", "Kitchen", "Ovens", "Yard", "House")
_HANDLE_WORDS = ("fan", "live", "news", "daily", "home", "town", "loaf", "gig", "orbit", "plot")


@dataclass(frozen=True)
class Names:
    """What one corpus calls its people, places and things: rules for `Grammar`, and handles."""

    rules: dict[str, str]
    handles: tuple[str, ...]


def _syllables(rng: random.Random, count: int) -> str:
    body = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(count))
    return body + rng.choice(_CODAS)


def _made_up(rng: random.Random, count: int, syllables: int, ending: tuple[str, ...] = ("",)) -> list[str]:
    """`count` different words of `syllables` syllables, capitalised."""
    found: dict[str, None] = {}
    while len(found) < count:
        found.setdefault((_syllables(rng, syllables) + rng.choice(ending)).capitalize())
    return list(found)


def _handle(rng: random.Random, given: list[str], surnames: list[str]) -> str:
    first, last = rng.choice(given), rng.choice(surnames)
    number = str(rng.randrange(2, 100))
    forms = (
        first + last,
        (first + last).lower(),
        f"{first}_{last}",
        first + number,
        last.lower() + rng.choice(_HANDLE_WORDS),
        f"The{last}{rng.choice(_HANDLE_WORDS).title()}",
        f"{first.lower()}{last[0].lower()}{number}",
        last.upper() + "_" + number,
    )
    plain = rng.choice(forms).encode("ascii", "ignore").decode()
    return plain[:15].rstrip("_")


def _choices(words: list[str] | tuple[str, ...]) -> str:
    return " / ".join(words)


def make(rng: random.Random) -> Names:
    """The names of one corpus. The plain lists stand in rules without brackets: `[{given} {surname}]` marks them."""
    given = [*_made_up(rng, 70, 2), *_PLAIN_GIVEN]
    surnames = _made_up(rng, 140, 2)
    places = _made_up(rng, 50, 1, _PLACE_ENDINGS)
    clubs = [f"{place} {rng.choice(_CLUB_WORDS)}" for place in places[:24]]
    bands = [f"{first} {rng.choice(_BAND_LAST)}" for first in _BAND_FIRST for _ in range(3)]
    shops = [f"{first} {rng.choice(_SHOP_LAST)}" for first in _SHOPS]
    stations = ["".join(rng.choice("BCDFGHKLMNPRSTVW") for _ in range(3)) for _ in range(6)]
    rules = {
        "given": "{given_made} / {given_made} / {given_made} / {given_word}",
        "given_made": _choices(given),
        "given_word": _choices(_WORDS_AS_GIVEN),
        "surname": "{surname_made} / {surname_made} / {surname_made} / {surname_word}",
        "surname_made": _choices(surnames),
        "surname_word": _choices(_WORDS_AS_SURNAME),
        "place_made": _choices(places),
        "place_word": _choices(_WORDS_AS_PLACE),
        "place": "[{place_made}] / [{place_made}] / [{place_made}] / [{place_made}] / [{place_word}]",
        "street": "[{surname} {street_kind}] / [{place_made} {street_kind}] / [Castle {street_kind}]",
        "street_kind": _choices(_STREETS),
        "title": "Dr. / Mayor / Coach / Captain / Professor / Judge",
        "person": "[{given} {surname}] / [{given} {surname}] / [{given} {surname}] / [{surname_made}] / "
        "[{given_made}] / [{title} {surname}] / [{title} {given} {surname}] / [{initial}. {surname}]",
        "initial": _choices(list("ABCDEGHJKLMNPRST")),
        "first_name": "[{given}]",
        "club": "[" + "] / [".join(clubs) + "]",
        "band": "[" + "] / [".join(bands) + "]",
        "shop": "[" + "] / [".join(shops) + "]",
        "station": "[" + "] / [".join(stations) + "]",
        "probe": "[" + "] / [".join(_PROBES) + "]",
        "moon": "[" + "] / [".join(_MOONS) + "]",
    }
    handles = sorted({_handle(rng, given, surnames) for _ in range(400)})
    rules["mention"] = _choices([mark("mention", f"@{handle}") for handle in handles])
    return Names(rules, tuple(handles))
