"""URLs: what the suite does not say: cut ones, sentences without a blank, hosts, time."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import urls as url_entities
from pipeline.text.entities import EntityTimeout, extract
from pipeline.text.urls import cut_urls, is_valid_url, urls

WHOLE = "https://t.co/Ab12Cd34Ef"
PIECES = [
    "http://",
    "https://",
    "t.co",
    "a.com",
    "B.COM",
    "だ.jp",
    "Ab1",
    ".You",
    ":80",
    "www.",
    *"/.-_@xé()?#… ",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def found(text: str) -> list[str]:
    return [entity.text for entity in urls(text)]


@pytest.mark.parametrize("length", range(2, len(WHOLE)))
def test_a_link_cut_anywhere_is_recognised(length: int) -> None:
    """From `ht…` to the last character but one, each way to cut a t.co link, with its place."""
    text = f"New 🎥 {WHOLE[:length]}…"
    assert [(entity.kind, entity.start, entity.text) for entity in cut_urls(text)] == [
        ("url", 6, WHOLE[:length])
    ]
    assert extract(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{WHOLE}…",
        f"see {WHOLE[:9]}… and more",
        "high…",
        "@http…",
        "happen h…",
        "https://t.co/Ab1",
        "…",
        "it was so...",
    ],
)
def test_what_is_no_cut_url(text: str) -> None:
    """A whole link, a cut amid the text, a word and a mention are not cut URLs."""
    assert cut_urls(text) == []


@pytest.mark.parametrize("end", ["…", "...", '…"', "…”\n", "…’ )"])
def test_quotation_marks_may_follow_the_cut(end: str) -> None:
    """Manual retweets close a quotation behind the ellipsis; the URL holds neither."""
    assert [entity.text for entity in cut_urls(f"“@ann: go http://example.com/pa{end}")] == [
        "http://example.com/pa"
    ]


@pytest.mark.parametrize(
    "text", ["the truth.You know", "crowd.So big", "increase.PAY up", "U.S. a.m. 3.5", "end.It"]
)
def test_a_missing_blank_makes_no_url(text: str) -> None:
    """A sentence that starts right behind a full stop is not a host, though .you and .it are domains."""
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["MLB.tv", "BarnesandNoble.com", "EXAMPLE.COM", "NBC.com/casting", "a-b.co.uk"]
)
def test_a_bare_host_is_a_url(text: str) -> None:
    """Small letters, a capitalised name, or all in capitals."""
    assert found(f"go to {text}, now") == [text]


def test_a_retired_domain_needs_a_protocol() -> None:
    """`.off` is not a domain any more: a URL of its time has a protocol, `hands.off` is a typing error."""
    assert found("http://www.hands.off/x and hands.off") == ["http://www.hands.off/x"]


@given(TEXTS)
def test_the_short_way_finds_what_the_whole_pattern_finds(text: str) -> None:
    """Skipping the search for bare hosts never changes the result."""
    assert urls(text) == url_entities._matches(url_entities._any_pattern(), text)


def test_the_short_way_on_the_main_corpus(shared: Path) -> None:
    """The same on every 40th real tweet."""
    packed = (shared / "corpora" / "trump_2009_2018.json.gz").read_bytes()
    tweets = [row["text"] for row in json.loads(gzip.decompress(packed).decode("utf-8-sig"))[::40]]
    assert [urls(text) for text in tweets] == [
        url_entities._matches(url_entities._any_pattern(), text) for text in tweets
    ]


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("http://[::1]/x", True),
        ("http://[::1::2]/", False),
        ("http://10.0.0.256/", False),
        ("http://example.nosuchdomain", False),
        ("http://" + "a" * 63 + ".com", True),
        ("http://" + "a" * 64 + ".com", False),
        ("http://" + "a." * 130 + "com", False),
        ("http://xn--あ.com", False),
        ("http://bücher.de/%C3%BC", True),
        ("http://example.com/%zz", False),
        ("example.com", False),
        ("", False),
    ],
)
def test_validity_at_the_edges(text: str, valid: bool) -> None:
    """Addresses, label and host lengths (RFC 1035), encoded names, percent signs: worked by hand."""
    assert is_valid_url(text) is valid


HOSTILE = {
    "dots": "a." * 3000,
    "brackets": "http://a.com/" + "(a" * 3000,
    "nested": "http://a.com/" + "((a)" * 3000,
    "bangs": "http://a.com/" + "!" * 6000,
    "dashes": "http://" + "a-" * 3000,
    "hosts": "a.com" * 2000,
    "underscores": "#" + "_" * 6000,
    "signs": "@a" * 3000,
    "ellipses": "http…" * 2000 + "x",
    "blanks": "ht… " + " " * 6000 + "x",
    "wide": "http://" + "あ" * 3000 + ".com",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name: str) -> None:
    """Texts made to set a pattern backtracking stay within the time limit: no EntityTimeout."""
    text = HOSTILE[name]
    try:
        everything = extract(text) + cut_urls(text)
    except EntityTimeout as error:
        pytest.fail(str(error))
    assert all(text[entity.start : entity.end] == entity.text for entity in everything)
