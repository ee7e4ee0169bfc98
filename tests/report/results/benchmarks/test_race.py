"""The page of the race is the file: a table for each corpus, a column for each time."""

from pipeline.report.results.benchmarks import race

ROW = {"corpus": "demo", "cores": 2, "load": 0.5, "version": "1.0", "valid": 9.0}
FOUND = {
    "rows": [
        {**ROW, "contestant": "PPMd, order 5", "seconds": 0, "test": 1.4, "load": 7.0},
        {**ROW, "contestant": "ours", "seconds": 60.0, "test": 1.3, "parameters": 1234},
        {**ROW, "contestant": "ours", "seconds": 300.0, "test": 1.2, "parameters": 1234, "load": 0.7},
        {**ROW, "contestant": "theirs", "seconds": 60.0, "test": 1.5, "parameters": 99, "version": "torch 2"},
        {**ROW, "contestant": "ours", "seconds": 60.0, "test": 2.5, "corpus": "other"},
    ]
}


def test_a_row_for_each_contestant_and_a_column_for_each_time() -> None:
    """The best stands last; what was not run has a dash; the load is that of the timed rows."""
    page = race.page(FOUND)
    assert "| contestant | version | parameters | no clock | 1 min | 5 min |" in page
    lines = [line for line in page.split("## other")[0].splitlines() if line.startswith("| ")][1:]
    assert lines == [
        "| theirs | torch 2 | 99 | – | 1.500 | – |",
        "| PPMd, order 5 | 1.0 | – | 1.400 | – | – |",
        "| ours | 1.0 | 1,234 | – | 1.300 | 1.200 |",
    ]
    assert "2 cores; the machine's load before a start was 0.7 at most." in page
    assert "| ours | 1.0 | – | – | 2.500 |" in page.split("## other")[1]
