"""Both nulls against plain loops that shift and swap labels as such, and their validity by simulation."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import rankdata

from pipeline.statistics.permute import (
    Partners,
    ShiftTable,
    SwapTable,
    p_value,
    runs,
    shift_draws,
    swap_draws,
)

LENGTHS = np.random.default_rng(0).integers(3, 40, 70)
STARTS = np.concatenate([[0], np.cumsum(LENGTHS)])
TWEET = np.repeat(np.arange(70), LENGTHS)


def case(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Ranks with ties, and labels in runs, some of which touch the next tweet's."""
    random = np.random.default_rng(seed)
    labels = np.zeros(len(TWEET), dtype=bool)
    for start in random.integers(0, len(TWEET) - 6, 60):
        labels[start : start + random.integers(1, 6)] = True
    return rankdata(random.normal(size=len(TWEET)).round(1)), labels


def own(values: np.ndarray, tweet: int) -> np.ndarray:
    """The part of one tweet."""
    return values[STARTS[tweet] : STARTS[tweet + 1]]


def test_a_shift_turns_each_tweets_labels() -> None:
    """The sum under drawn shares is that of labels rolled by hand, tweet by tweet."""
    scores, labels = case(1)
    table = ShiftTable.of(scores, labels, TWEET)
    assert table.observed == pytest.approx(scores[labels].sum())
    shares = next(shift_draws(70, 5, seed=3))
    for share, total in zip(shares.T, table.totals(shares), strict=True):
        parts = [
            own(scores, t)[np.roll(own(labels, t), int(share[t] * n))].sum() for t, n in enumerate(LENGTHS)
        ]
        assert total == pytest.approx(sum(parts))


def test_a_swap_gives_each_tweet_its_partners_pattern() -> None:
    """Sums and counts are those of patterns carried over by hand and cut at the tweet's end."""
    scores, labels = case(2)
    partners = Partners.of(LENGTHS)
    columns = next(swap_draws(partners, 5, seed=3))
    sums, counts = SwapTable.of(scores, labels, STARTS, partners).totals(columns)
    for row in range(5):
        givers = [int(partners.group[partners.row[t], columns[t, row]]) for t in range(70)]
        assert sorted(givers) == list(range(70))
        total, count = 0.0, 0
        for taker, giver in enumerate(givers):
            pattern = np.flatnonzero(own(labels, giver))
            kept = pattern[pattern < LENGTHS[taker]]
            total, count = total + own(scores, taker)[kept].sum(), count + len(kept)
        assert (sums[row], counts[row]) == (pytest.approx(total), count)


def test_runs_end_with_their_tweet() -> None:
    """Worked by hand: a run over the end of a tweet is two."""
    labels = np.array([0, 1, 1, 1, 0, 1], dtype=bool)
    begin, end = runs(labels, np.array([0, 2, 5, 6]))
    assert list(zip(begin.tolist(), end.tolist(), strict=True)) == [(1, 2), (2, 4), (5, 6)]


def test_partners_are_of_like_length() -> None:
    """Groups are cut from the order of length, so no tweet could join a group nearer to its length."""
    partners = Partners.of(LENGTHS)
    groups = [LENGTHS[row[row >= 0]] for row in partners.group]
    assert [len(group) for group in groups] == [18, 18, 17, 17]
    assert all(a.max() <= b.min() for a, b in pairwise(groups))


def test_p_counts_the_observation_and_says_when_there_is_no_null() -> None:
    """Worked by hand: 1 of 4 reaches .3, none .9; where nothing varies p is missing."""
    chance = np.array([0.1, 0.2, 0.3, 0.05])
    assert [p_value(x, chance) for x in (0.3, 0.9, 0.0)] == [2 / 5, 1 / 5, 1.0]
    assert np.isnan(p_value(1.0, np.ones(4)))


def test_labels_of_whole_tweets_have_no_null_of_shifts() -> None:
    """A concept that covers each of its tweets is the same under every shift: p is not a number."""
    scores, _ = case(3)
    table = ShiftTable.of(scores, np.isin(TWEET, [3, 9, 40]), TWEET)
    assert np.isnan(p_value(table.observed, table.totals(next(shift_draws(70, 99, 0)))))


@pytest.mark.parametrize("kind", ["shift", "swap"])
def test_p_is_uniform_where_the_null_holds(kind: str) -> None:
    """400 label patterns drawn by the null itself: p ≤ .05 in .05 of them, within three standard errors."""
    random = np.random.default_rng(4)
    partners = Partners.of(LENGTHS)
    low = 0
    for seed in range(400):
        scores, labels = case(seed)
        # A slow wave along the tweet makes neighbours alike, and the place matter.
        scores = rankdata(scores + 400 * np.sin((np.arange(len(TWEET)) - STARTS[TWEET]) / 9))
        if kind == "shift":
            turned = [np.roll(own(labels, t), random.integers(n)) for t, n in enumerate(LENGTHS)]
            table = ShiftTable.of(scores, np.concatenate(turned), TWEET)
            p = p_value(table.observed, table.totals(next(shift_draws(70, 99, seed))))
        else:
            swapped = SwapTable.of(scores, labels, STARTS, partners)
            sums, counts = swapped.totals(next(swap_draws(partners, 100, seed)))
            areas = (sums - counts * (counts + 1) / 2) / counts / (len(scores) - counts)
            p = p_value(float(areas[0]), areas[1:])
        low += p <= 0.05
    assert abs(low / 400 - 0.05) <= 3 * np.sqrt(0.05 * 0.95 / 400)
