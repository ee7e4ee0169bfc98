"""Rules over spelling and place, counted by hand."""

import numpy as np
import pandas as pd

from pipeline.network.activations import Concatenation
from pipeline.neurons.certify.rules import WEIGHT, Rule, in_tweet, in_word, spellings
from pipeline.text.vocabulary import Vocabulary


def test_the_ngram_rule_is_the_smoothed_count() -> None:
    """Scores equal a dictionary count with the same backoff, at both lags."""
    random = np.random.default_rng(4)
    vocabulary = Vocabulary(tuple("abc "))
    texts = ["".join(random.choice(list("abc "), n)) for n in random.integers(1, 25, 30)]
    table = pd.DataFrame({"tweet_id": range(30), "text": texts})
    train, asked = (Concatenation.of(table[part], vocabulary) for part in (slice(0, 20), slice(20, 30)))
    labels = random.random(train.characters) < 0.3
    for lag, longest in ((0, 6), (1, 5)):
        rule = Rule.of(spellings(train), spellings(asked))
        seen = train.read(lag)
        found = rule.scores(rule.totals(seen, longest), seen, labels.astype(float), asked.read(lag))
        assert len(found) == longest
        expected = np.full(asked.characters, labels.mean())
        for length in range(1, longest + 1):
            seen: dict[str, list[bool]] = {}
            for (context, _), label in zip(contexts_of(texts[:20], length, lag), labels, strict=True):
                seen.setdefault(context, []).append(label)
            for n, (context, _) in enumerate(contexts_of(texts[20:], length, lag)):
                hits = seen.get(context, [])
                expected[n] = (sum(hits) + WEIGHT * expected[n]) / (len(hits) + WEIGHT)
            assert np.allclose(found[length - 1], expected)


def test_places_are_counted_from_the_start_of_tweet_and_word() -> None:
    """Worked by hand, BOS first: characters read in the tweet, and since the last blank."""
    vocabulary = Vocabulary(tuple("ab "))
    layout = Concatenation.of(pd.DataFrame({"tweet_id": [0, 1], "text": ["ab a", " b"]}), vocabulary)
    assert in_tweet(layout)[0].tolist() == [0, 1, 2, 3, 4, 0, 1, 2]
    blank = np.isin(np.arange(vocabulary.size), [0, *vocabulary.encode(" ")])
    word, both = in_word(layout, blank)
    assert word.tolist() == [0, 1, 2, 0, 1, 0, 0, 1]
    assert len(np.unique(both)) == 7  # only the two BOS are alike


def contexts_of(texts: list[str], length: int, lag: int) -> list[tuple[str, int]]:
    padded = [("^" * 9 + text, n) for text in texts for n in range(len(text))]
    return [(text[n + 10 - lag - length : n + 10 - lag], n) for text, n in padded]
