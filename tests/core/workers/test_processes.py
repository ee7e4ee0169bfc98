"""Worker processes: killed ones, order, bounds, errors."""

import operator
import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from partition_work import Counted, Dying, FirstIsLast, digest, ends_its_worker, fails, product

from pipeline.core.engine import Engine, InProcess, map_merge
from pipeline.core.errors import UserError
from pipeline.core.workers import processes
from pipeline.core.workers.processes import AHEAD, Processes


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    """Two workers for all tests of this file."""
    with Processes(2) as engine:
        yield engine


def total(engine: Engine, function: object = product) -> str:
    return digest(map_merge(engine, function, range(24), operator.add))  # type: ignore[arg-type]


def test_a_killed_worker_changes_no_byte(two: Processes, tmp_path: Path) -> None:
    """A worker is killed in the middle: its partition is computed again, in its place."""
    mark = tmp_path / "killed"
    assert total(two, Dying(product, mark, 11)) == total(InProcess(2))
    assert mark.exists()


def test_results_come_in_order_from_other_processes(two: Processes, tmp_path: Path) -> None:
    """The first partition is ready last and still the first result; progress is reported for each."""
    told: list[int] = []
    found = list(two.map(FirstIsLast(tmp_path / "one is done"), range(8), told.append))
    assert [partition for partition, _ in found] == list(range(8))
    assert sorted(told) == list(range(8))
    assert told[0] != 0
    assert os.getpid() not in {process for _, process in found}
    assert len({process for _, process in found}) == 2


def test_nothing_is_held_without_bound(two: Processes, tmp_path: Path) -> None:
    """While the first result waits to be used, only so many partitions are taken."""
    taken: list[int] = []

    def partitions() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = two.map(FirstIsLast(tmp_path / "one is done"), partitions())
    next(results)
    assert len(taken) <= AHEAD * two.workers + 1
    results.close()  # type: ignore[attr-defined]


def test_a_function_travels_to_a_worker_once(two: Processes, tmp_path: Path) -> None:
    """Twenty partitions, two workers: what the function holds is sent twice."""
    assert list(two.map(Counted(tmp_path), range(20))) == list(range(20))
    assert len(list(tmp_path.iterdir())) == 2


def test_an_error_is_the_line_that_the_function_raised(two: Processes) -> None:
    """It crosses the process, and the engine works on afterwards."""
    for engine in (two, InProcess(2)):
        with pytest.raises(UserError, match=r"^tweet 7 of partition 2 has no text$"):
            list(engine.map(fails, range(6)))
    assert list(two.map(np.sqrt, [1.0, 4.0])) == [1, 2]


def test_a_partition_that_ends_every_worker_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not tried for ever."""
    monkeypatch.setattr(processes, "LOSSES", 2)
    with Processes(1) as engine, pytest.raises(UserError) as caught:
        list(engine.map(ends_its_worker, range(2)))
    assert re.search(r"partition 0 ended 2 workers.*-9", str(caught.value))
