"""What a corpus says about case."""

from pipeline.concepts.rules.cases import count_cases, manner, sentences
from pipeline.concepts.rules.words import read_tweet


def test_only_free_choices_count() -> None:
    """Sentence starts, headlines and shouts say nothing; the rest is counted by case, pairs too."""
    texts = [
        "Ann met Mara Kell today",
        "SHE IS LOUD",
        "The Mayor Opens Another Road Today",
        "Look at USA, mara",
    ]
    counts = count_cases(map(read_tweet, texts))
    assert dict(counts.title) == {"mara": 1, "kell": 1}
    assert dict(counts.upper) == {"usa": 1}
    assert dict(counts.lower) == {"met": 1, "today": 1, "at": 1, "mara": 1}
    assert dict(counts.pairs) == {("mara", "kell"): 1}


def test_manner_of_a_sentence() -> None:
    """Shouts, headlines and plain sentences are distinguished, each sentence for itself."""
    tweet = read_tweet("I AM LOUD! Mayor Opens Another Long Road. We saw Ann there. Ok")
    assert [manner(sentence) for sentence in sentences(tweet.words)] == ["shout", "title", "plain", "short"]
