"""The simulation of a cluster does what the scheduler does, by hand on few tasks."""

import pytest
from schedule import DISPATCH, checked, makespan, simulated

KNOWN = {"posts": 100, "posts_a_task": 25, "file_s": 0.5}
PART = {"between_s": 0.5, "maps": [{"name": "Sketched", "seconds": [1.0, 1.0, 1.0, 1.0]}]}


def test_the_worker_that_is_free_first_takes_the_next_task() -> None:
    """Two workers: 2 beside 1 and 1; one worker has the sum; each task waits for its turn."""
    assert makespan([2.0, 1.0, 1.0], 2, dispatch=0.0) == 2.0
    assert makespan([2.0, 1.0, 1.0], 1, dispatch=0.0) == 4.0
    assert makespan([0.0] * 50, 50, dispatch=0.1) == pytest.approx(5.0)
    assert makespan([], 3) == 0.0


def test_nobody_runs_far_ahead_of_the_first_unfinished_task() -> None:
    """Seven short tasks end beside a long one of 10 s; the other 13 begin after it, on both workers."""
    assert makespan([10.0] + [1.0] * 20, 2, dispatch=0.0) == 17.0


def test_more_posts_are_more_tasks_and_what_is_left_of_all_stays_one() -> None:
    """Ten times the posts, two measured tasks in each: 20 tasks of 2 s; a single task grows instead."""
    found = simulated(PART, KNOWN, 1000, 10, 50, seed=0)
    assert found["worker_cpu_s"] == pytest.approx(40)
    assert found["between_s"] == pytest.approx(5)
    assert found["wall_s"] == pytest.approx(9, abs=25 * DISPATCH)
    one = {"between_s": 0.0, "maps": [{"name": "Members", "seconds": [3.0]}]}
    assert simulated(one, KNOWN, 1000, 10, 50, seed=0)["wall_s"] == pytest.approx(30, abs=2 * DISPATCH)


def test_a_map_that_opens_a_file_of_every_partition_grows_with_their_square() -> None:
    """20 tasks, each of which opens 20 files."""
    part = {"between_s": 0.0, "maps": [{"name": "Paired", "seconds": [1.0] * 4}]}
    assert simulated(part, KNOWN, 1000, 10, 50, seed=0)["worker_cpu_s"] == pytest.approx(40 + 20 * 20 * 0.5)


def test_the_check_has_a_row_for_each_measured_time() -> None:
    """Reading and clustering, one worker and two; the measured time stands beside the simulated one."""
    known = {**KNOWN, "reading": PART, "clustering": PART}
    line = {"posts": 100, "seconds_1": 4.5, "seconds_2": 2.6}
    rows = checked(known, {"reading": [line], "near_duplicates": [line]})
    assert [(row["part"], row["workers"], row["measured_s"]) for row in rows] == [
        ("reading", 1, 4.5), ("reading", 2, 2.6), ("clustering", 1, 4.5), ("clustering", 2, 2.6),
    ]  # fmt: skip
    assert rows[0]["simulated_s"] == pytest.approx(4.5, abs=0.1)
    assert rows[1]["simulated_s"] == pytest.approx(2.5, abs=0.1)
