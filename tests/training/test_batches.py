"""Batches hold every tweet once, pad little, and depend on the seed alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.vocabulary import BOS, EOS
from pipeline.training import batches

LENGTHS = st.lists(st.integers(0, 280), min_size=2, max_size=300).map(np.array)


@given(LENGTHS, st.integers(16, 8192), st.integers(0, 5))
def test_a_plan_holds_every_tweet_exactly_once(lengths: np.ndarray, characters: int, seed: int) -> None:
    """No tweet is lost or doubled, whatever the lengths."""
    rows = np.concatenate(batches.plan(lengths, characters, (seed, 0)))
    assert sorted(rows.tolist()) == list(range(len(lengths)))


def test_padding_is_under_five_percent_for_lengths_like_a_corpus() -> None:
    """20,000 tweets with lengths spread as in an archive, 8,192 characters a batch."""
    rng = np.random.default_rng(0)
    lengths = np.clip(rng.gamma(6, 19, 20_000), 3, 280).astype(int)
    plan = batches.plan(lengths, 8192, (0, 0))
    read = sum(-(-len(rows) // 32) * 32 * (lengths[rows].max() + 1) for rows in plan)
    assert 1 - (lengths + 1).sum() / read < 0.05


def test_same_seed_same_plan_and_another_epoch_another() -> None:
    """The order is a function of seed and epoch."""
    lengths = np.arange(5, 200)
    first, again, other = (batches.plan(lengths, 900, seed) for seed in [(1, 0), (1, 0), (1, 1)])
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(first, other, strict=False))


def test_a_batch_by_hand() -> None:
    """BOS in front, EOS behind, padding ignored."""
    batch = batches.pad([np.array([5, 6]), np.array([7])])
    assert batch.inputs[:2].tolist() == [[BOS, 5, 6], [BOS, 7, EOS]]
    assert batch.targets[:2].tolist() == [[5, 6, EOS], [7, EOS, batches.IGNORE]]
    assert (batch.targets[2:] == batches.IGNORE).all()
    assert batch.characters == 5


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_evaluation_sees_every_tweet_once(lengths: list[int]) -> None:
    """The number of counted targets is that of characters and EOS."""
    tweets = [np.full(n, 3, np.int32) for n in lengths]
    counted = sum(batch.characters for batch in batches.in_order(tweets, 64))
    assert counted == sum(lengths) + len(lengths)


def test_windows_of_a_stream_join_to_its_lanes() -> None:
    """Windows laid end to end are each lane's own part, targets one character on."""
    ids = np.arange(100, dtype=np.int32)
    parts = list(batches.windows(ids, lanes=3, window=10))
    inputs = np.concatenate([part.inputs for part in parts], 1)
    targets = np.concatenate([part.targets for part in parts], 1)
    assert inputs.tolist() == [list(range(33 * k, 33 * k + 33)) for k in range(3)]
    assert np.array_equal(targets, inputs + 1)
