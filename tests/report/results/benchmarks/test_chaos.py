"""The page of faults holds the numbers of its file, and names what was not well."""

from pipeline.report.results.benchmarks.chaos import KINDS, page

ROWS = [{"kind": kind, "draws": 2, "harmed": 1, "runs": 1, "well": 2} for kind in KINDS]
FOUND = {
    "draws": 16,
    "posts": 300,
    "seed": 0,
    "preset": "smoke",
    "undisturbed_seconds": 119.4,
    "kinds": ROWS,
    "wrong": [],
}


def test_every_kind_has_its_row_and_failures_are_named() -> None:
    """Sums over the kinds; a kind that was not drawn has no row."""
    text = page(FOUND)
    assert "16 faults were drawn" in text
    assert "All was well in 16:" in text
    assert text.count("| 2 | 1 | 2 |") == len(KINDS)
    assert "not well" not in text
    one = {**ROWS[0], "well": 1}
    none = {**ROWS[1], "draws": 0, "well": 0, "harmed": 0}
    wrong = [{"kind": "kill", "stages": 3, "wrong": ["other files: bits.parquet"]}]
    text = page({**FOUND, "kinds": [one, none, *ROWS[2:]], "wrong": wrong})
    assert "- kill, after 3 stages: other files: bits.parquet" in text
    assert text.count("\n| ") == len(KINDS)  # a head and seven rows
