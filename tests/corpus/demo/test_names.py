"""Made-up names: new for each seed, never one of the plain words."""

import random

from pipeline.corpus.demo import names


def test_no_name_is_a_plain_word() -> None:
    """A name that one draw makes up is not made up again once it counts as a word."""
    first = names.rules(random.Random(0), set())
    words = {name.lower() for name in first["given_made"].split(" / ")[::2]}
    second = names.rules(random.Random(0), words)
    made = {
        symbol: second[symbol].lower().split(" / ") for symbol in ("given_made", "surname_made", "place_made")
    }
    assert len(words) == 35
    assert not words & {name for found in made.values() for name in found}


def test_seeds_differ() -> None:
    """Two seeds share few names, one seed gives the same ones twice."""
    a, b = (names.rules(random.Random(seed), set())["surname_made"] for seed in (0, 1))
    assert a == names.rules(random.Random(0), set())["surname_made"]
    assert len(set(a.split(" / ")) & set(b.split(" / "))) < 10
