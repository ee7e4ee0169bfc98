"""Findings: verdicts over networks, and their table."""

from pipeline.lab.findings.finding import FAILS, HOLDS, IN_PART, Finding, markdown


def test_verdicts() -> None:
    """Nine of ten is enough to hold, one of ten is too few for a part; the table says how many."""

    def of(passing: int) -> Finding:
        return Finding.of("k", "t", "A claim.", "a test", "noisy", [(k, k < passing) for k in range(10)])

    assert [of(k).verdict for k in (10, 9, 8, 2, 1, 0)] == [HOLDS, HOLDS, IN_PART, IN_PART, FAILS, FAILS]
    from pipeline.lab.findings.finding import table

    line = markdown(table([of(9)])).splitlines()[-1]
    assert "9 of 10" in line
    assert "**holds**" in line
