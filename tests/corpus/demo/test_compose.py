"""Parts of a tweet as they are composed: marked as what they are, and chance comes from one source."""

import random
import re

import pytest

from pipeline.corpus.demo import compose
from pipeline.corpus.demo.compose import Writer
from pipeline.corpus.demo.corpus import make
from pipeline.corpus.demo.grammar import Grammar
from pipeline.corpus.demo.markup import marks
from pipeline.corpus.demo.topic import TOPICS
from pipeline.text.entities import extract


class Words(Grammar):
    """Gives a word for each symbol."""

    def __init__(self) -> None:
        pass

    def expand(self, symbol: str, rng: random.Random) -> str:
        return {"adj": "old", "thing": "sea-wall", "mention": "@ann"}.get(symbol, f"a {symbol}")


def writer(seed: int) -> Writer:
    """An author of the first topic."""
    return Writer(TOPICS[0], Words(), random.Random(seed))


@pytest.mark.parametrize(("make_one", "kind"), [(compose.url, "url"), (compose.hashtag, "hashtag")])
def test_links_and_hashtags_are_such_to_the_entity_rules(make_one: object, kind: str) -> None:
    """What stands between the marks is one whole entity, for fifty authors."""
    opening, closing = marks(kind)
    for seed in range(50):
        made = make_one(writer(seed))  # type: ignore[operator]
        inner = made.removeprefix(opening).removesuffix(closing)
        assert made == opening + inner + closing
        assert [(found.kind, found.text) for found in extract(inner)] == [(kind, inner)]


def test_slogans_are_those_of_the_topic() -> None:
    """Hashtags and phrases, each marked as a slogan."""
    tags = {compose.slogan_tag(writer(seed)) for seed in range(40)}
    phrases = {re.sub(r"[!.]+$", "", compose.slogan_phrase(writer(seed))) for seed in range(40)}
    opening, closing = marks("slogan")
    found = {
        re.sub(f"[{''.join(marks('hashtag'))}]", "", one)[len(opening) : -len(closing)]
        for one in tags | phrases
    }
    assert found == set(TOPICS[0].slogans.split(", "))


def test_the_same_seed_writes_the_same() -> None:
    """And another seed something else."""
    one, again, other = (compose.sentences(writer(seed)) for seed in (1, 1, 2))
    assert one == again
    assert [tweet.text for tweet in make(5, 1)] != [tweet.text for tweet in make(5, 2)]
    assert other
