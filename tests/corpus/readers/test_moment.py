"""When a post was written: one value, or a date and a time of day in columns of their own."""

from pathlib import Path

import pytest

from pipeline.corpus.readers.columns import field_paths
from pipeline.corpus.readers.moment import created
from tests.corpus.readers.reading import put, read

CASES = {
    "date and time": ("date,time", "2018-04-05,14:09:05", "2018-04-05 14:09:05"),
    "with a zone": ("date,time,timezone", "2018-04-05,14:09:05,CET", "2018-04-05 14:09:05 CET"),
    "half past, by noon": ("date,time", "5 Apr 2018,2:09 PM", "5 Apr 2018 2:09 PM"),
    "an hour": ("date,hour", "2018-04-05,9", "2018-04-05 09:00"),
    "what pandas adds to a day": ("date,time", "2018-04-05 00:00:00,14:09", "2018-04-05 14:09"),
    "an epoch says all": ("created_at,time", "1522937345000,14:09", "1522937345000"),
    "a whole moment says all": ("created_at,time", "2018-04-05 01:02:03,14:09", "2018-04-05 01:02:03"),
    "a time under a date's name": ("Posted On,Posted At", "2018-04-05,14:09:05", "2018-04-05 14:09:05"),
    "three columns": ("year,month,day", "2018,4,5", "2018-4-5"),
    "three columns and a time": ("year,month,day,time", "2018,4,5,14:09", "2018-4-5 14:09"),
    "a name nobody knows": ("date of the post", "2018-04-05", "2018-04-05"),
    "not the user's": ("user_created_at,retrieved_date", "2010-01-01,2020-01-01", None),
}


@pytest.mark.parametrize("case", CASES)
def test_date_and_time(tmp_path: Path, case: str) -> None:
    """Joined where they are apart; left alone where one value says it all."""
    header, row, right = CASES[case]
    assert read(put(tmp_path, f"text,{header}\nhi there,{row}\nmore,{row}\n")).of("created") == [right] * 2


def test_a_number_of_seconds_stays_a_number() -> None:
    """An epoch is handed on as it is; a record without any date has none."""
    record = {"text": "hi", "created_at": 1522937345, "time": "14:09"}
    assert created(record, field_paths(tuple(record), None, None, None, None)) == 1522937345
    assert created({"text": "hi"}, field_paths(("text",), None, None, None, None)) is None
