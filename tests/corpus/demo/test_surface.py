"""Spans that the characters show, against brute force over the characters of a corpus."""

import numpy as np
import pytest
import regex

from pipeline.corpus.demo import Tweet, make
from tests.corpus.demo.masks import blanked, mask


@pytest.fixture(scope="module")
def tweets() -> list[Tweet]:
    """The head of a corpus, of another seed than its neighbours test."""
    return list(make(2000, seed=8))


def test_words_in_capitals_and_capitalised_words_by_brute_force(tweets: list[Tweet]) -> None:
    """`all_caps` and `capitalised_non_name`, character by character, from a word list made another way."""
    for tweet in tweets:
        bare = blanked(tweet, "hashtag", "mention", "url", "retweet_header")
        named = mask(tweet, "proper_noun")
        caps, capitalised = np.zeros(len(bare), bool), np.zeros(len(bare), bool)
        for word in regex.finditer(r"[^\W\d_]+(?:['’][^\W\d_]+)*", bare):
            letters = [c for c in word[0] if c not in "'’"]
            place = slice(word.start(), word.end())
            caps[place] = len(letters) > 1 and all(c == c.upper() for c in letters)
            is_i = letters[0] == "I" and (len(word[0]) == 1 or word[0][1] in "'’")
            capitalised[place] = letters[0] != letters[0].lower() and not is_i and not named[place].any()
        assert (caps == mask(tweet, "all_caps")).all(), tweet.text
        assert (capitalised == mask(tweet, "capitalised_non_name")).all(), tweet.text


def test_numbers_and_punctuation_runs_by_brute_force(tweets: list[Tweet]) -> None:
    """Every digit outside entities is in a number; runs are the places where two stops touch."""
    stops = "!?.,;:…-–—*~"
    for tweet in tweets:
        bare = blanked(tweet, "hashtag", "mention", "url", "retweet_header")
        digits = np.array([c.isdigit() for c in bare])
        assert not (digits & ~mask(tweet, "number")).any(), tweet.text
        is_stop = np.array([False, *(c in stops for c in bare), False])
        touching = is_stop[1:-1] & (is_stop[:-2] | is_stop[2:])
        assert (touching == mask(tweet, "punctuation_run")).all(), tweet.text


def test_straight_quotes_alternate(tweets: list[Tweet]) -> None:
    """Where all double quotes are straight and even in number, the insides are found by turns."""
    checked = 0
    for tweet in tweets:
        places = [i for i, c in enumerate(tweet.text) if c == '"']
        quotes = mask(tweet, "quote_open", "quote_close")
        if not places or len(places) % 2 or quotes.sum() != len(places) or not quotes[places].all():
            continue
        inside = np.zeros(len(tweet.text), bool)
        for start, end in zip(places[::2], places[1::2], strict=True):
            inside[start + 1 : end] = True
        assert (inside == mask(tweet, "quotation")).all(), tweet.text
        checked += 1
    assert checked > 150
