"""The Dask engine on a cluster of this machine: the bytes of a plain loop, also when a worker is killed."""

import operator
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from urllib.request import urlopen

import pytest
from partition_work import Counted, Dying, FirstIsLast, digest, ends_its_worker, fails, product

from pipeline.core.engine import Engine, map_merge, opened
from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import EngineSettings
from pipeline.core.workers import cluster
from pipeline.core.workers.cluster import check_versions


class Said(QuietScreen):
    """Keeps the lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[Engine, Said]]:
    """Two workers, and what was said; a partition may end one worker, not two."""
    dask = pytest.importorskip("dask", reason="needs the extra `cluster`")
    said = Said()
    settings = EngineSettings(engine="dask", workers=2)
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}), opened(settings, said) as engine:
        yield engine, said


def test_sums_have_the_bytes_of_a_plain_loop_with_a_worker_killed(
    made: tuple[Engine, Said], tmp_path: Path
) -> None:
    """A worker is killed in the middle; what it had is computed again, and added in its place."""
    expected = digest(reduce(operator.add, map(product, range(24))))
    mark = tmp_path / "killed"
    assert digest(map_merge(made[0], product, range(24), operator.add)) == expected
    dying = Dying(product, mark, 11)
    assert digest(map_merge(made[0], dying, range(24), operator.add)) == expected
    assert mark.exists()


def test_results_come_in_order_and_functions_once(made: tuple[Engine, Said], tmp_path: Path) -> None:
    """The slow first partition comes first; twenty partitions send the function at most once a process."""
    told: list[int] = []
    found = list(
        made[0].map(FirstIsLast(tmp_path.with_name(f"{tmp_path.name} is done")), range(8), told.append)
    )
    assert [partition for partition, _ in found] == list(range(8))
    assert sorted(told) == list(range(8))
    assert list(made[0].map(Counted(tmp_path), range(20))) == list(range(20))
    assert len(list(tmp_path.iterdir())) <= 3  # both workers, and the scheduler where it keeps the task


def test_an_error_and_a_deadly_partition_are_one_line(made: tuple[Engine, Said]) -> None:
    """What the function raised comes as it is; a partition that ends its workers is given up."""
    with pytest.raises(UserError, match=r"^tweet 7 of partition 2 has no text$"):
        list(made[0].map(fails, range(6)))
    with pytest.raises(UserError, match=r"ended every worker"):
        list(made[0].map(ends_its_worker, range(1)))


def test_the_dashboard_answers_at_the_address_that_is_said(made: tuple[Engine, Said]) -> None:
    """One line names workers, scheduler and a page that can be opened."""
    (line,) = made[1].lines
    assert line.startswith("Dask: 2 workers at tcp://127.0.0.1:")
    with urlopen(line.split("dashboard ")[1]) as page:
        assert b"127.0.0.1" in page.read()


def test_without_the_extra_a_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback of an import."""
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    with (
        pytest.raises(UserError, match=r"pip install tweetscope\[cluster\]"),
        opened(EngineSettings(engine="dask"), QuietScreen()),
    ):
        pass


def test_no_scheduler_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line names the address."""
    pytest.importorskip("dask", reason="needs the extra `cluster`")
    monkeypatch.setattr(cluster, "ANSWER", 1)
    settings = EngineSettings(engine="dask", scheduler="tcp://127.0.0.1:1")
    with pytest.raises(UserError, match=r"at tcp://127.0.0.1:1"), opened(settings, QuietScreen()):
        pass


def test_a_worker_with_another_library_is_refused() -> None:
    """Other versions may give other bytes; a library that is missing is named too."""
    ours = {"numpy": "2.3", "pandas": "3.1"}
    check_versions("tcp://a:1", {**ours, "more": "1"}, ours)
    with pytest.raises(UserError, match=r"tcp://a:1 has numpy 2.2, this machine 2.3"):
        check_versions("tcp://a:1", {**ours, "numpy": "2.2"}, ours)
    with pytest.raises(UserError, match=r"has pandas not at all"):
        check_versions("tcp://a:1", {"numpy": "2.3"}, ours)
