"""Units are found again in a network whose units were shuffled, turned round, and made noisy."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.neurons.elsewhere.matching import Memories, match, matched, memories


def of(values: np.ndarray, tweets: tuple[str, ...] = ("a",)) -> Memories:
    """Units of one layer."""
    centred = values - values.mean(axis=1, keepdims=True)
    units = tuple((1, unit) for unit in range(len(values)))
    return Memories(tweets, units, centred / np.linalg.norm(centred, axis=1, keepdims=True))


def test_shuffled_units_find_their_partners() -> None:
    """A permutation with other signs, scales and some noise; the correlations are numpy's."""
    random = np.random.default_rng(0)
    values = random.normal(size=(20, 500))
    order = random.permutation(20)
    other = (-3 * values + 0.3 * random.normal(size=values.shape))[order]
    found = match(of(values), of(other))
    assert (order[found.partner] == np.arange(20)).all()
    expected = np.abs(np.corrcoef(values, other)[:20, 20:])
    assert found.correlation == pytest.approx(expected)


def test_a_network_with_fewer_units_leaves_some_without_a_partner() -> None:
    """Five of twenty are found; the rest have none."""
    values = np.random.default_rng(1).normal(size=(20, 500))
    found = match(of(values), of(values[:5]))
    assert found.partner[:5].tolist() == [0, 1, 2, 3, 4]
    assert (found.partner[5:] == -1).all()


def test_a_detector_that_is_another_unit_is_not_the_same_again() -> None:
    """Unit 3 in the first network; 3 again in the second, 4 in the third, no such concept in the fourth."""
    values = np.random.default_rng(2).normal(size=(6, 300))
    networks = [of(values) for _ in range(4)]
    tables = [
        pd.DataFrame({"concept": ["url"], "address": [f"L1.{signal}.{unit}"]})
        for signal, unit in (("c", 3), ("o", 3), ("c", 4))
    ]
    tables.append(pd.DataFrame({"concept": ["slogan"], "address": ["L1.c.0"]}))
    same, both, partners = matched(networks, tables)["url"]
    correlation = abs(np.corrcoef(values[3], values[4])[0, 1])
    assert (same, both, partners) == (1, pytest.approx((1 + correlation) / 2), pytest.approx(1))


def test_other_tweets_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    """A workspace's memories are those of its test tweets."""
    found = memories(workspace)
    assert found.values.shape[0] == len(found.units) == 10
    assert np.linalg.norm(found.values, axis=1) == pytest.approx(np.ones(10), abs=1e-5)
    with pytest.raises(UserError, match="same test tweets"):
        match(found, of(np.eye(2, 3)))
