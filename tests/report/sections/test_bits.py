"""Bits by concept in the report."""

from dataclasses import replace

from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.bits import bits as bits_section


def test_bits_are_told_of_all_and_of_each_part(found: Artefacts) -> None:
    """One row for all and one a part, none for a position; the interval stands beside what is saved."""
    rows = bits_section(found).values["table"].rows
    assert [row[0] for row in rows] == ["all", "hashtag", "URL", "rest", "end of tweet"]
    assert rows[2] == ("URL", "999", "20.0 %", "2.000", "2.400", "2.200", "0.200 [0.150, 0.250]", "1.900")


def test_what_learning_saves_stands_there_where_it_was_tried(found: Artefacts) -> None:
    """A column more, with its interval; parts that were not read have a dash."""
    assert found.bits is not None
    learnt = found.bits.assign(dynamic=1.7, dynamic_saved=0.1, dynamic_low=0.05, dynamic_high=0.15)
    learnt.loc[1, ["dynamic", "dynamic_saved", "dynamic_low", "dynamic_high"]] = None
    table = bits_section(replace(found, bits=learnt)).values["table"]
    assert table.columns[-2:] == ("mix", "learning saves")
    assert [row[-1] for row in table.rows[:2]] == ["0.100 [0.050, 0.150]", "– –"]
