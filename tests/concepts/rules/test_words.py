"""Words, shapes and sentence starts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.concepts.rules.words import MASK, read_tweet


def test_words_are_slices_of_the_text() -> None:
    """Each word is the slice at its offsets, entities give none, and an abbreviation is one word."""
    text = "RT @ann: Mr. O'Neal of the U.S. met @bob's #Team at https://t.co/abc"
    tweet = read_tweet(text)
    assert [w.text for w in tweet.words] == ["Mr", "O'Neal", "of", "the", "U.S.", "met", "s", "at"]
    assert all(text[w.start : w.end] == w.text for w in tweet.words)
    assert tweet.header == len("RT @ann:")


def test_sentence_starts() -> None:
    """A word opens a sentence after a stop, a quote, a line or an entity, not after Mr. or an initial."""
    tweet = read_tweet('Yes. Mr. Fox and J. Kell left\nNow @ann "Stop" he said')
    assert [w.text for w in tweet.words if w.opens] == ["Yes", "Mr", "Now", "Stop", "he"]


@settings(deadline=None)
@given(st.text(max_size=80))
def test_masking_keeps_offsets(text: str) -> None:
    """For any text the masked one is as long and differs from it only by the mask."""
    tweet = read_tweet(text)
    assert len(tweet.masked) == len(text)
    assert all(a in (b, MASK) for a, b in zip(tweet.masked, text, strict=True))
    assert all(text[w.start : w.end] == w.text for w in tweet.words)
