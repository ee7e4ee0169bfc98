"""Entities beyond the conformance suite: offsets, overlaps, kinds, any text, the real corpus."""

import gzip
import html
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import entities
from pipeline.text.entities import Entity

SIGNS = '#＃@＠$/_-….()?&: \n"’\ufe0f\u200d\u2066'
WORDS = [
    "://",
    "http://",
    "https://t.co/",
    "t.co/",
    ".com",
    "example",
    "a",
    "Z",
    "é",
    "7",
    "...",
    "RT",
    "だ",
    "🎉",
]
PIECES = st.sampled_from([*SIGNS, *WORDS, ".みんな", "xn--"])
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join))


def spans(text: str) -> list[tuple[str, int, int]]:
    return [(entity.kind, entity.start, entity.end) for entity in entities.extract(text)]


def test_offsets_are_code_points() -> None:
    """A flag and a party popper count two and one, not as UTF-16 units or bytes."""
    assert spans("🇺🇸🎉 #win @a b.co/é $X") == [
        ("hashtag", 4, 8),
        ("mention", 9, 11),
        ("url", 12, 18),
        ("cashtag", 19, 21),
    ]


def test_one_of_each_kind_in_order() -> None:
    """A tweet with all five kinds gives them by place, signs included."""
    text = 'RT @ann: "$TSLA at https://t.co/Ab12Cd34Ef" #Big_Day via @bob/the-list, www.b.org.'
    assert [(entity.kind, entity.text) for entity in entities.extract(text)] == [
        ("mention", "@ann"),
        ("url", "https://t.co/Ab12Cd34Ef"),
        ("hashtag", "#Big_Day"),
        ("list", "@bob/the-list"),
        ("url", "www.b.org"),
    ]


@pytest.mark.parametrize("inner", ["#part", "@part", "?a=$B"])
def test_nothing_is_found_inside_a_url(inner: str) -> None:
    """A sign in a URL's path is of the URL."""
    text = f"see http://example.com/{inner} now"
    assert [entity.kind for entity in entities.extract(text)] == ["url"]


@pytest.mark.parametrize("text", ["&#39;s", "#️⃣ 1", "# x", "a#b", "#2016", "#a#b", "#http://x.com"])
def test_what_is_no_hashtag(text: str) -> None:
    """HTML entities, keycaps, numbers and hashes within words are not hashtags."""
    assert entities.hashtags(text) == []


@pytest.mark.parametrize("text", ["a@b.com", "@" + "x" * 21, "@@a", "@a@b", "@éa", "@aé", "!@a", "@"])
def test_what_is_no_mention(text: str) -> None:
    """E-mail addresses, names too long, doubled signs and accented names are not mentions."""
    assert entities.mentions_or_lists(text) == []


def test_a_list_is_no_mention() -> None:
    """`mentions` leaves lists out, and a slug too long ends a list."""
    assert entities.mentions("@ann/list") == []
    assert entities.mentions_or_lists("@ann/list") == [Entity("list", 0, 9, "@ann/list")]
    assert entities.mentions_or_lists("@ann/" + "x" * 26) == []


def test_a_reply_to_a_list_names_its_owner() -> None:
    """`reply` gives the name alone, and where it stands."""
    assert entities.reply(" \u200f@ann/list hi") == Entity("mention", 2, 6, "@ann")
    assert entities.reply("no @ann") is None


def test_a_cut_url_is_no_entity() -> None:
    """`extract` leaves a URL cut at the end to `cut_urls`; a whole one before it stays."""
    text = "#a https://t.co/Ab12Cd34Ef https://t.co/Ab1…"
    assert [entity.text for entity in entities.extract(text)] == ["#a", "https://t.co/Ab12Cd34Ef"]
    assert [entity.text for entity in entities.cut_urls(text)] == ["https://t.co/Ab1"]


@given(TEXTS)
def test_invariants_on_any_text(text: str) -> None:
    """Slices equal texts; sorted; nothing overlaps, cut URLs included; each is what its kind says."""
    found = entities.extract(text)
    everything = found + entities.cut_urls(text)
    assert all(text[entity.start : entity.end] == entity.text for entity in everything)
    assert all(before.end <= after.start for before, after in pairwise(everything))
    checks = {
        "hashtag": entities.is_valid_hashtag,
        "mention": entities.is_valid_username,
        "list": entities.is_valid_list,
    }
    for entity in found:
        assert entity.text
        assert checks.get(entity.kind, bool)(entity.text)


@given(TEXTS)
def test_each_kind_alone_agrees_with_extract(text: str) -> None:
    """What `extract` gives of a kind is among what that kind's function gives."""
    alone = [*entities.urls(text), *entities.hashtags(text), *entities.mentions_or_lists(text)]
    alone += entities.cashtags(text)
    assert set(entities.extract(text)) <= set(alone)


@given(st.text(alphabet=st.characters(exclude_characters="#＃@＠$.…"), max_size=60))
def test_no_sign_no_entity(text: str) -> None:
    """A text without any sign or dot has no entity."""
    assert entities.extract(text) == []
    assert entities.cut_urls(text) == []


def test_counts_on_the_main_corpus(shared: Path) -> None:
    """On every 10th real tweet nearly each #, @ and t.co link is an entity, and no more than there are."""
    packed = (shared / "corpora" / "trump_2009_2018.json.gz").read_bytes()
    rows = json.loads(gzip.decompress(packed).decode("utf-8-sig"))[::10]
    tweets = [html.unescape(row["text"]) for row in rows]
    found = [entity for text in tweets for entity in entities.extract(text)]
    links = sum(text.count("://t.co/") for text in tweets)
    linked = sum("://t.co/" in entity.text for entity in found)
    at_signs = sum(text.count("@") for text in tweets)
    mentions = sum(entity.kind in ("mention", "list") for entity in found)
    assert 0.98 * links <= linked <= links
    assert 0.98 * at_signs <= mentions <= at_signs
    hashes = sum(text.count("#") for text in tweets)
    assert 0.93 * hashes <= sum(entity.kind == "hashtag" for entity in found) <= hashes
