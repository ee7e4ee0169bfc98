"""The embedded engines: equal bytes whoever computes, results in order, a lost worker replaced."""

import operator
import os
from collections.abc import Iterator
from functools import reduce

import pytest
from partition_work import digest, product

from pipeline.core.engine import Engine, InProcess, map_merge, opened
from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import EngineSettings
from pipeline.core.workers.processes import Processes


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    """Two workers for all tests of this file."""
    with Processes(2) as engine:
        yield engine


def total(engine: Engine, function: object = product) -> str:
    return digest(map_merge(engine, function, range(24), operator.add))  # type: ignore[arg-type]


def test_sums_have_the_same_bytes_for_1_2_and_8_workers(two: Processes) -> None:
    """And they are those of a plain loop, while another order of additions gives other bytes."""
    expected = digest(reduce(operator.add, map(product, range(24))))
    backwards = digest(reduce(operator.add, map(product, reversed(range(24)))))
    with Processes(8) as eight:
        assert [total(engine) for engine in (InProcess(1), InProcess(2), two, eight)] == [expected] * 4
    assert backwards != expected


def test_settings_choose_the_engine() -> None:
    """No worker or one needs no process; an address is for Dask alone."""
    for workers, threads in ((0, os.cpu_count()), (1, 1)):
        with opened(EngineSettings(workers=workers), QuietScreen()) as engine:
            assert isinstance(engine, InProcess)
            assert engine.workers == threads
    with opened(EngineSettings(workers=3), QuietScreen()) as engine:
        assert isinstance(engine, Processes)
        assert engine.workers == 3
    with (
        pytest.raises(UserError, match=r"scheduler is for engine dask"),
        opened(EngineSettings(scheduler="tcp://a:1"), QuietScreen()),
    ):
        pass
