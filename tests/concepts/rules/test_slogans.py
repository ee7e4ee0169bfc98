"""Slogans found in a corpus."""

from pipeline.concepts.rules.slogans import Repeated, SloganFinder, count_repeated, find_slogans
from pipeline.concepts.rules.words import read_tweet

TEXTS = (
    ["SAVE THE BEES! #Bees"] * 9
    + ["we must Save The Bees now. ANN LEE came TO BE seen"] * 3
    + ["to save the bees #other"] * 2
    + ["ANN LEE AGAIN"] * 6
)


def test_the_most_frequent_phrases_and_hashtags() -> None:
    """Counted in two parts: the repeated phrase is found whole; names, function words, parts are not."""
    tweets = [read_tweet(text) for text in TEXTS]
    named = [[word.key in ("ann", "lee") for word in tweet.words] for tweet in tweets]
    counts = Repeated()
    for part in (slice(7), slice(7, None)):
        counts += count_repeated(tweets[part], named[part])
    assert counts == count_repeated(tweets, named)
    found = find_slogans(counts, 4, ["Grow Your Own"])
    assert [slogan.text for slogan in found] == ["grow your own", "#bees", "save the bees"]
    assert {slogan.text: slogan.count for slogan in found}["save the bees"] == 12


def test_where_slogans_stand() -> None:
    """A found phrase counts only with capitals, a given one in any case, a hashtag in any case."""
    tweets = [read_tweet(text) for text in TEXTS]
    counts = count_repeated(tweets, [[False] * len(t.words) for t in tweets])
    finder = SloganFinder(find_slogans(counts, 2, ["grow your own"]))
    text = "save the bees, Save The  Bees, grow your own #BEES"
    spans = [text[start:end] for _, start, end in finder.spans(read_tweet(text))]
    assert sorted(spans) == sorted(["Save The  Bees", "grow your own", "#BEES"])


def test_no_slogans() -> None:
    """A corpus without repetition has none, and none are found in it."""
    tweet = read_tweet("Nothing HERE repeats #once")
    assert find_slogans(count_repeated([tweet], [[False] * 3]), 10) == []
    assert list(SloganFinder([]).spans(tweet)) == []
