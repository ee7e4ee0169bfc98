"""The page of costs: figures for a million posts, how they grow, and where memory ends, by hand."""

import pytest

from pipeline.report.results.benchmarks.costs import exponent, page, wall


def _size(posts: int, cpu: float, peak: float, **more: dict[str, float]) -> dict:
    stage = {"cpu_s": cpu, "wall_s": cpu, "peak_bytes": peak, "bytes": 50 * posts}
    return {"posts": posts, "characters": 100 * posts, "stages": {"corpus": stage, **more}}


FLAT = {"cpu_s": 9.0, "wall_s": 9.0, "peak_bytes": 1e9, "bytes": 1000}
SIZES = [_size(10_000, 2.0, 1e9, scan=FLAT), _size(100_000, 20.0, 1.9e9, scan=FLAT)]
COSTS = {"command": "python benchmarks/scale/costs.py", "stages": SIZES,
         "machine": {"cores": 2, "load_before": 0.5, "load_after": 1.0}}  # fmt: skip
PART = {"wall_s": 5400.0, "worker_cpu_s": 360_000.0, "between_s": 75.0}
CHECK = {"part": "reading", "posts": 100_000, "workers": 2, "measured_s": 1.25, "simulated_s": 1.5}
ASKED = {"posts": 10**9, "workers": 100, "partition": 500_000, "dispatch_s": 0.001}
SCHEDULE = {**ASKED, "parts": {"reading": PART}, "check": [CHECK]}


def test_growth_is_the_exponent_between_the_two_largest() -> None:
    """Ten times as much for ten times as many posts is 1; as much is 0; one size says nothing."""
    assert exponent(SIZES, "corpus", "cpu_s") == pytest.approx(1)
    assert exponent(SIZES, "scan", "cpu_s") == pytest.approx(0)
    assert exponent(SIZES[:1], "corpus", "cpu_s") is None


def test_the_wall_is_on_a_straight_line_and_what_is_flat_has_none() -> None:
    """0.9 GB for 90,000 posts are 10 KB a post: 64 GB are reached after 62.1 GB more."""
    assert wall(SIZES, "corpus") == pytest.approx(100_000 + 62.1e9 / 1e4)
    assert wall(SIZES, "scan") is None


def test_the_page_has_the_figures() -> None:
    """CPU seconds and megabytes of a million posts, peaks, the simulation and its check."""
    text = page(COSTS, SCHEDULE)
    assert "| `corpus` | 200 | 50 | 1.00 |" in text
    assert "| `corpus` | 1.00 | 1.90 | 6,310,000 |" in text
    assert "| `scan` * | 1.00 | 1.00 | flat so far |" in text
    assert "| `scan` * | 9 | 0 | 0.00 |" in text
    assert "| reading | 1 h 30 min | 100 | 1 min 15 s |" in text
    assert "| reading | 100,000 | 2 | 1.2 | 1.5 |" in text


def test_a_stage_that_rests_on_a_sample_stops_growing_there() -> None:
    """On 100,000 tweets it costs what it costs on a million, and memory for more is never needed."""
    grows = {**FLAT, "cpu_s": 90.0, "peak_bytes": 8e9}
    text = page({**COSTS, "stages": [SIZES[0], _size(100_000, 20.0, 1.9e9, scan=grows)]}, SCHEDULE)
    assert "| `scan` * | 90 | 0 | 1.00 |" in text
    assert "| `scan` * | 1.00 | 8.00 | bounded at 100,000 |" in text
