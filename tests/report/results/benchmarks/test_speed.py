"""The page of speed is made from what the benchmarks left."""

import json
from pathlib import Path

import pytest

from pipeline.report.results.benchmarks import speed

MEASURED = Path(__file__).resolve().parents[4] / "benchmarks" / "results"


def test_what_was_not_measured_has_no_section(tmp_path: Path) -> None:
    """An empty folder gives the introduction alone."""
    assert "\n## " not in speed.page(tmp_path)


@pytest.mark.parametrize("name", list(speed.SECTIONS))
def test_every_benchmark_that_is_committed_has_its_section(tmp_path: Path, name: str) -> None:
    """Each file by itself gives one section with a table."""
    (tmp_path / f"{name}.json").write_text((MEASURED / f"{name}.json").read_text())
    page = speed.page(tmp_path)
    assert page.count("\n## ") == 1
    assert "|---|" in page


def test_the_ratios_are_those_of_the_file() -> None:
    """Every ratio over a peer, as the benchmark wrote it."""
    page = speed.page(MEASURED)
    for row in json.loads((MEASURED / "train_speed.json").read_text())["rows"]:
        assert " | ".join(f"{ratio:.2f}×" for ratio in row["ratios"].values()) in page
