"""Each measure of quality against a hand-worked case or another implementation."""

import numpy as np
import pytest
import sacrebleu

from pipeline.samples.quality import measures as quality


def test_distinct_by_hand() -> None:
    """Words and signs count as tokens, letters' case aside; n-grams do not cross texts."""
    texts = ["The cat, the dog", "the cat"]
    assert quality.distinct(texts, 1) == 4 / 7  # the cat , the dog | the cat
    assert quality.distinct(texts, 2) == 4 / 5  # the-cat cat-, ,-the the-dog | the-cat
    assert np.isnan(quality.distinct(["a"], 2))


def test_words_leave_entities_out() -> None:
    """Hashtags, mentions and links are not words; contractions are one."""
    assert quality.words("RT @ann: It's BIG #news https://t.co/AbCdEfGhIj") == ["rt", "it's", "big"]
    assert quality.in_vocabulary(["Big cat @ann", "zzz"], frozenset({"big", "cat"})) == 2 / 3


def test_entity_rates_by_hand() -> None:
    """Entities a text, each kind for itself."""
    rates = quality.entity_rates(["#a1 #bb @ann", "https://t.co/AbCdEfGhIj", "none", "@ann @bob"])
    assert rates == {"hashtags": 0.5, "mentions": 0.75, "urls": 0.25}


def test_self_bleu_equals_the_library_pair_by_pair(tweets: list[str]) -> None:
    """The mean of sacrebleu's sentence scores against all others; 1 for equal texts."""
    some = tweets[:6]
    scores = [
        sacrebleu.sentence_bleu(text, [o for k, o in enumerate(some) if k != n]).score
        for n, text in enumerate(some)
    ]
    assert quality.self_bleu(some) == pytest.approx(np.mean(scores) / 100)
    assert quality.self_bleu(["the same six words every time"] * 4) == pytest.approx(1)


def test_discriminator_knows_chance_and_difference(tweets: list[str]) -> None:
    """Near one half for halves of one corpus, near one for other texts; the same seed gives the same."""
    same, _ = quality.discriminator(tweets[:200], tweets[200:400], seed=1)
    other, error = quality.discriminator([text.upper() for text in tweets[:200]], tweets[200:400], seed=1)
    assert 0.35 < same < 0.65
    assert other > 0.97
    assert error < 0.03
    assert quality.discriminator(tweets[:200], tweets[200:400], seed=1)[0] == same


def test_two_sample_by_hand() -> None:
    """Four against four that do not overlap: D = 1, and p = 2 / 70 ways to part eight; equal ones: 0 and 1.
    Halves that overlap in two of four: the gap is 1/2."""
    assert quality.two_sample([1, 2, 3, 4], [5, 6, 7, 8]) == pytest.approx((1, 2 / 70))
    assert quality.two_sample([1, 2, 3, 4], [1, 2, 3, 4]) == (0, 1)
    assert quality.two_sample([1, 2, 3, 4], [3, 4, 5, 6])[0] == 0.5


def test_length_matching_by_hand() -> None:
    """Bands of five characters: of 0-4 one and two texts, of 5-9 three and one, of 20-24 one and none."""
    one, other = [1, 6, 7, 9, 22], [0, 4, 8, 31]
    mine, theirs = quality.length_matched(one, other, seed=3)
    assert len(mine) == len(theirs) == 2
    assert sorted(one[k] // 5 for k in mine) == sorted(other[k] // 5 for k in theirs) == [0, 1]
    assert len(set(mine)) == len(set(theirs)) == 2
    assert [len(rows) for rows in quality.length_matched([1], [100])] == [0, 0]


def test_matching_takes_away_what_length_alone_makes() -> None:
    """A figure that is the length itself differs between long and short texts, not between matched ones."""
    rng = np.random.default_rng(0)
    long, short = rng.integers(60, 140, 800), rng.integers(20, 120, 800)
    mine, theirs = quality.length_matched(long, short)
    assert quality.two_sample(long, short)[1] < 1e-20
    assert quality.two_sample(long[mine] // 5, short[theirs] // 5) == (0, 1)
