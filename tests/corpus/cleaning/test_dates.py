"""Dates of every archive, against the standard library."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from pipeline.corpus.cleaning.dates import plain_dates, read_dates

WHEN = datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "Wed Oct 10 20:19:24 +0000 2018",
        "2018-10-10T20:19:24.000Z",
        "2018-10-10T22:19:24+02:00",
        "2018-10-10 20:19:24",
        "2018-10-10 20:19:24 +0000",
        "10-10-2018 20:19:24",
        "10/10/2018 20:19:24",
        str(int(WHEN.timestamp())),
        str(int(WHEN.timestamp() * 1000)),
    ],
)
def test_a_date_is_the_same_however_written(written: str) -> None:
    """Twitter's form, ISO with and without zone, the archive's CSV, epoch seconds and milliseconds."""
    dates = read_dates(pd.Series([written, None, "no date"], dtype=object)).parsed
    assert dates[0] == WHEN
    assert dates[1:].isna().all()
    assert str(dates.dtype) == "datetime64[us, UTC]"


def test_forms_may_be_mixed() -> None:
    """One column may hold several forms."""
    dates = read_dates(
        pd.Series(["2018-10-10T20:19:24Z", "Wed Oct 10 20:19:24 +0000 2018", str(WHEN.timestamp())])
    ).parsed
    assert (dates == WHEN).all()


def test_no_dates_at_all() -> None:
    """A corpus without dates gets a column of nulls of the right type."""
    dates = read_dates(pd.Series([None, None], dtype=object)).parsed
    assert dates.isna().all()
    assert str(dates.dtype) == "datetime64[us, UTC]"


def test_what_is_plain_is_read_apart_as_in_the_whole_column() -> None:
    """In any part of it; numbers, words and dates with slashes are left to the column."""
    written = pd.Series(
        ["2018-10-10T20:19:24Z", "Wed Oct 10 20:19:24 +0000 2018", "23/04/2018", None, "now", "2018",
         "1539202764", "10 October 2018", "05/04/2018", "20181010", "43383,5", "x"], dtype="str",
    )  # fmt: skip
    plain = pd.concat([plain_dates(written[:5]), plain_dates(written[5:])])
    assert plain.notna().tolist() == [True, True] + 10 * [False]
    whole, apart = read_dates(written), read_dates(written, plain=plain)
    pd.testing.assert_series_equal(apart.parsed, whole.parsed)
    assert (apart.order, apart.sure) == (whole.order, whole.sure) == ("day first", True)
    assert whole.parsed.notna().sum() >= 7
