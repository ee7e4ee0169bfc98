"""Holm's correction by its procedure, the step-down maximum by the algorithm as it is written."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statistics.families import holm, step_down


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_holm_rejects_as_the_procedure_does(counts: list[int]) -> None:
    """At any level α the claims with adjusted p ≤ α are those that Holm's steps reject one by one."""
    p = np.array(counts) / 1000
    adjusted = holm(p)
    for alpha in (0.0105, 0.0505, 0.2005, 0.9005):
        rejected = set()
        for step, number in enumerate(np.argsort(p, kind="stable")):
            if p[number] * (len(p) - step) > alpha:
                break
            rejected.add(int(number))
        assert set(np.flatnonzero(adjusted <= alpha).tolist()) == rejected


def test_a_claim_without_a_p_stays_without_one() -> None:
    """NaN stays NaN and does not count in the family."""
    found = holm(np.array([0.02, np.nan, 0.01]))
    assert found[[0, 2]].tolist() == [0.02, 0.02]
    assert np.isnan(found[1])


def test_step_down_is_algorithm_2_8() -> None:
    """Written out with loops: successive maxima over the claims that are not stronger."""
    random = np.random.default_rng(0)
    chance = random.normal(size=(5, 200)) * np.linspace(1, 2, 200)
    observed = np.array([0.5, 6.0, 2.0, 4.0, 2.1])
    mean, std = chance.mean(axis=1), chance.std(axis=1)
    t, null = (observed - mean) / std, (chance - mean[:, None]) / std[:, None]
    order = np.argsort(-t)
    expected, worst = np.zeros(5), 0.0
    for step, number in enumerate(order):
        greatest = null[order[step:]].max(axis=0)
        worst = max(worst, (1 + (greatest >= t[number]).sum()) / 201)
        expected[number] = worst
    assert np.allclose(step_down(observed, chance), expected)


def test_step_down_leaves_out_what_has_no_null() -> None:
    """A constant or missing row gets NaN and takes no part."""
    random = np.random.default_rng(1)
    chance = np.stack([random.normal(size=99), np.ones(99), np.full(99, np.nan)])
    found = step_down(np.array([3.0, 1.0, np.nan]), chance)
    assert found[0] == step_down(np.array([3.0]), chance[:1])[0]
    assert np.isnan(found[1:]).all()


def test_family_wise_errors_stay_below_alpha() -> None:
    """Of 300 runs over 20 claims that hold by chance, at most α + 3 standard errors reject any."""
    random = np.random.default_rng(2)
    wrong = {"holm": 0, "step": 0}
    for _ in range(300):
        draws = random.normal(size=(20, 400)) + random.normal(size=400)  # claims go together
        p = (1 + (draws[:, 1:] >= draws[:, :1]).sum(axis=1)) / 400
        wrong["holm"] += (holm(p) <= 0.05).any()
        wrong["step"] += (step_down(draws[:, 0], draws[:, 1:]) <= 0.05).any()
    assert max(wrong.values()) / 300 <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)
