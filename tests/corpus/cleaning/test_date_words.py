"""Words in dates: zones by name, offset and place, months in other languages, and no words for today."""

import pandas as pd
import pytest

from pipeline.corpus.cleaning.dates import read_dates

MOMENTS = {
    "2018-04-05 14:09:05 Eastern Daylight Time": "2018-04-05 18:09:05",
    "2018-04-05 14:09:05 Europe/Berlin": "2018-04-05 12:09:05",
    "2018-12-05 14:09:05 Europe/Berlin": "2018-12-05 13:09:05",
    "2018-04-05 14:09:05 UTC+2": "2018-04-05 12:09:05",
    "2018-04-05 14:09:05 UTC-03:30": "2018-04-05 17:39:05",
    "2018-04-05 14:09:05 CEST": "2018-04-05 12:09:05",
    "Thu Apr 05 2018 14:09:05 GMT+0200 (Central European Summer Time)": "2018-04-05 12:09:05",
    "Thu, 05 Apr 2018 14:09:05 GMT": "2018-04-05 14:09:05",
    "5. April 2018": "2018-04-05 00:00:00",
    "Freitag, 23. März 2018, 14:09": "2018-03-23 14:09:00",
    "23 août 2018": "2018-08-23 00:00:00",
    "5 de abril de 2018": "2018-04-05 00:00:00",
    "1 dicembre 2018": "2018-12-01 00:00:00",
    "9:05 AM · Apr 23, 2018": "2018-04-23 09:05:00",
}


@pytest.mark.parametrize("written", MOMENTS)
def test_one_moment(written: str) -> None:
    """In UTC."""
    assert read_dates(pd.Series([written], dtype=object)).parsed[0] == pd.Timestamp(
        MOMENTS[written], tz="UTC"
    )


def test_a_decimal_comma() -> None:
    """A spreadsheet's days as continental Europe writes them."""
    found = read_dates(pd.Series(["43195,5", "43196,25"], dtype=object)).parsed
    assert found.dt.hour.tolist() == [12, 6]


def test_no_date_depends_on_today() -> None:
    """pandas reads `today` and `now` as the moment of reading."""
    assert read_dates(pd.Series(["today", "now", "Today"], dtype=object)).parsed.isna().all()


def test_dots_mean_the_day_comes_first() -> None:
    """05.04.2018 is written where the day comes first, unless another row says that it does not."""
    both = read_dates(pd.Series(["05.04.2018", "06.04.2018"], dtype=object))
    assert (both.parsed.dt.month.tolist(), both.order, both.sure) == ([4, 4], "day first", True)
    other = read_dates(pd.Series(["05.04.2018", "06.24.2018"], dtype=object))
    assert other.parsed.dt.month.tolist() == [5, 6]
