"""Units are found again in a network whose units were shuffled, turned round, and made noisy."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.neurons.elsewhere.matching import Memories, compared, match, memories


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
    assert found.back.tolist() == [0, 1, 2, 3, 4]


def scores(concepts: tuple[str, ...], by_unit: list[float]) -> Any:
    """A scan of six units with one signal; a unit scores every concept alike, at lag 1."""
    score = np.zeros((len(concepts), 2, 6))
    score[:, 1] = by_unit
    return SimpleNamespace(concepts=np.array(concepts), score=score, shape=((("h",), 6),))


def test_a_detector_that_is_another_unit_is_not_the_same_again() -> None:
    """Unit 3 in two networks, 4 in the third, no such concept in the fourth: one pair of three agrees."""
    values = np.random.default_rng(2).normal(size=(6, 300))
    networks = [of(values) for _ in range(4)]
    tables = [pd.DataFrame({"concept": ["url"], "address": [f"L1.h.{unit}"]}) for unit in (3, 3, 4)]
    tables.append(pd.DataFrame({"concept": ["slogan"], "address": ["L1.h.0"]}))
    first = scores(("url",), [0, 0, 0, -0.4, 0.1, 0])
    third = scores(("url",), [0, 0, 0, 0.2, 0.25, 0])
    found = compared(networks, tables, [first, first, third, scores(("slogan",), [0.1] * 6)])["url"]
    correlation = abs(np.corrcoef(values[3], values[4])[0, 1])
    assert (found.pairs, found.same_unit) == (3, 1)
    assert found.detector_correlation == pytest.approx((1 + 2 * correlation) / 3)
    assert found.partner_correlation == pytest.approx(1)
    # The third network's 3 scores .2 where its 4 has .25; the first's 4 scores .1 where its 3 has .4.
    assert found.carried == pytest.approx((1 + 2 * (0.8 + 0.25) / 2) / 3)


def test_other_tweets_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    """A workspace's memories are those of its test tweets."""
    found = memories(workspace)
    assert found.values.shape[0] == len(found.units) == 10
    assert np.linalg.norm(found.values, axis=1) == pytest.approx(np.ones(10), abs=1e-5)
    with pytest.raises(UserError, match="same test tweets"):
        match(found, of(np.eye(2, 3)))
