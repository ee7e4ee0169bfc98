"""Quotations: pairs, nesting, apostrophes, unclosed marks, strata."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.concepts.rules.quotation import quotation_spans
from pipeline.concepts.rules.words import read_tweet


def found(text: str, concept: str) -> list[str]:
    tweet = read_tweet(text)
    spans = quotation_spans(text, tweet.masked, tweet.entities)
    return [text[start:end] for name, start, end in spans if name == concept]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "no way" twice', ["no way"]),
        ("He said “no way” twice", ["no way"]),
        ("‘Monkey business’ on jobs, 'my dear'", ["Monkey business", "my dear"]),
        ("the dogs' bowl, rock 'n' roll, 'til the '90s, don't", []),
        ('"One" and "two"', ["One", "two"]),
        ("He is 5'10\" tall", []),
        ("“a ‘b’ c”", ["a ‘b’ c", "b"]),
        ('“@bob: "hi" there” Thanks', ['@bob: "hi" there', "hi"]),
        (
            '"@ann: "sigh" off the page: https://t.co/abc',
            ['@ann: "sigh" off the page: https://t.co/abc', "sigh"],
        ),
        ('"@ann: read this', ["@ann: read this"]),
        ('stray" mark', []),
        ('a lone "mark here', []),
        ('He said "and then…', ["and then…"]),
        ('“mixed marks" here', ["mixed marks"]),
    ],
)
def test_the_inside_of_a_quotation(text: str, inside: list[str]) -> None:
    """What lies inside, by hand: nested, single, unclosed and stray marks."""
    assert found(text, "quotation") == inside


def test_strata_and_attribution() -> None:
    """A quotation that opens with its author is a quote-retweet; any other is speech."""
    text = '"@ann: good morning" said "hello" to me'
    assert found(text, "quote_retweet") == ["@ann: good morning"]
    assert found(text, "quoted_speech") == ["hello"]
    assert found(text, "attribution") == ["@ann:"]
    assert found('"@ann I love it" Thanks!', "attribution") == ["@ann"]
    assert found('He told "@ann is out" to all', "attribution") == []


def test_a_quotation_inside_belongs_to_the_outermost_stratum() -> None:
    """What an author of a quote-retweet quotes is part of the retweet; what a speaker quotes is speech."""
    assert found('“@bob: "hi" there” Thanks', "quote_retweet") == ['@bob: "hi" there', "hi"]
    assert found('“@bob: "hi" there” Thanks', "quoted_speech") == []
    assert found("“a ‘b’ c” and 'day'", "quoted_speech") == ["a ‘b’ c", "b", "day"]


def test_marks_are_apart_from_the_inside() -> None:
    """Opening and closing marks of both levels are labelled; an unclosed quotation has no closing mark."""
    assert found("“a ‘b’ c”", "quote_open") == ["“", "‘"]
    assert found("“a ‘b’ c”", "quote_close") == ["”", "’"]
    assert found('"@ann: cut', "quote_close") == []


@settings(deadline=None)
@given(st.text(alphabet="ab '\"“”‘’\n.@:…", max_size=60))
def test_quotations_stay_inside_the_text(text: str) -> None:
    """For any text: spans lie in it, two quotations are apart or one holds the other, the strata add up to
    the whole, and no character is in both."""
    tweet = read_tweet(text)
    spans = list(quotation_spans(text, tweet.masked, tweet.entities))
    whole = [(start, end) for name, start, end in spans if name == "quotation"]
    strata = [(start, end) for name, start, end in spans if name in ("quoted_speech", "quote_retweet")]
    assert all(0 <= start < end <= len(text) for _, start, end in spans)
    assert sorted(whole) == sorted(strata)
    assert all(a[1] <= b[0] or b[1] <= a[1] for a, b in combinations(sorted(whole), 2))
    speech, retweet = (
        {at for name, start, end in spans if name == stratum for at in range(start, end)}
        for stratum in ("quoted_speech", "quote_retweet")
    )
    assert not speech & retweet
