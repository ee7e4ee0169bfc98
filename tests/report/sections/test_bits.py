"""Bits by concept in the report."""

from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.bits import bits as bits_section


def test_bits_are_told_of_all_and_of_each_part(found: Artefacts) -> None:
    """One row for all and one a part, none for a position; the interval stands beside what is saved."""
    rows = bits_section(found).values["table"].rows
    assert [row[0] for row in rows] == ["all", "hashtag", "URL", "rest", "end of tweet"]
    assert rows[2] == ("URL", "999", "20.0 %", "2.000", "2.400", "2.200", "0.200 [0.150, 0.250]")
