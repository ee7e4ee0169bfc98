"""Processes beside the first, on this machine and on a worker: ready, lost, ended."""

import sys
import time
from collections.abc import Callable, Iterator

import pytest

from pipeline.core.errors import UserError
from pipeline.core.workers.cluster import Dask
from pipeline.training.jax import launch

distributed = pytest.importorskip("distributed")

SLEEPER = "import sys, time; print('ready', flush=True); time.sleep(600)"
FAILING = "raise SystemExit(3)"
SAID = {"address": "127.0.0.1:9", "number": 1}


@pytest.fixture(scope="module")
def dask() -> Iterator[Dask]:
    """Two workers, as threads of this process."""
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=False,
            protocol="tcp://",
            host="127.0.0.1",
            dashboard_address=None,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield Dask(client, 2)


@pytest.fixture(params=["here", "there"])
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], launch.Other]:
    """Starts a process that runs this program, in each of the two ways."""

    def started(program: str) -> launch.Other:
        monkeypatch.setattr(launch, "FOLLOWER", (sys.executable, "-c", program))
        if request.param == "here":
            return launch.Here(SAID)
        dask = request.getfixturevalue("dask")
        address, on_worker = launch.on_workers(dask, 2)
        assert address == "127.0.0.1"
        return on_worker(SAID)

    return started


def test_a_process_is_ready_runs_and_is_ended(start: Callable[[str], launch.Other]) -> None:
    """Its code is that of a process that was killed; on a worker it is said where."""
    other = start(SLEEPER)
    assert other.ready()
    assert other.code() is None
    other.end()
    until = time.monotonic() + 60
    while other.code() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert other.code() == -9
    assert other.where == "" or other.where.startswith(" on ")


def test_one_that_ends_before_is_not_ready(start: Callable[[str], launch.Other]) -> None:
    """And its code is known."""
    other = start(FAILING)
    assert not other.ready()
    until = time.monotonic() + 60
    while other.code() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert other.code() == 3
    other.end()


def test_too_few_workers_are_a_line(dask: Dask) -> None:
    """With both numbers."""
    with pytest.raises(UserError, match="4 processes need 3 workers beside this one, and the cluster has 2"):
        launch.on_workers(dask, 4)
