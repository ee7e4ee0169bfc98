"""Dates as archives write them, read as UTC; what a column leaves open is decided by all of it.

A date such as 05/04/2018 says nothing of its order; 23/04/2018 further on does. Where no date of a column
decides, its sequence does (archives are in order of time), and otherwise the month comes first.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from dateutil import parser as dateutil

from pipeline.corpus.cleaning.date_words import plain_date

FORMATS = (
    "%a %b %d %H:%M:%S %z %Y",  # Twitter: Wed Oct 10 20:19:24 +0000 2018
    "ISO8601",
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M %z",
    "%Y%m%d%H%M%S",
)
EPOCHS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (0.0, 1.0))  # from so much on, so many units are a second
EXCEL_START, EXCEL_RANGE = pd.Timestamp("1899-12-30", tz="UTC"), (36526.0, 55000.0)  # days; 2000 to 2050
NUMERIC = re.compile(r"\s*(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{2,4})(?:[ ,T]+(\d{1,2}:\d{2}.*))?\s*$")
COMPACT = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
WORDED = re.compile(r"(?=.*\d)(?=.*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", re.IGNORECASE)
DOTTED = re.compile(r"\s*\d{1,2}\.\d{1,2}\.\d{2}")  # as in German or Russian, where the day comes first
TODAY = frozenset({"now", "today"})  # which pandas takes for a date
COMMA = re.compile(r"^(\d+),(\d+)$")  # a decimal comma


@dataclass
class Dates:
    """The dates of a column, and how it was read."""

    parsed: pd.Series
    order: str = ""  # "day first" or "month first", where dates are numbers
    sure: bool = True  # False where nothing in the column decides the order


def plain_dates(written: pd.Series) -> pd.Series:
    """The dates in the two forms that most files hold, each read for itself; null for the rest.

    Args:
        written: str or null, any part of a column.

    Returns:
        timestamp[us, UTC], same index.
    """
    found = Dates(pd.Series(pd.NaT, index=written.index, dtype="datetime64[us, UTC]"))
    number = pd.to_numeric(written, errors="coerce").notna()
    text = written.mask(number | written.str.strip().str.lower().isin(TODAY))
    for pattern in FORMATS[:2]:
        text = _parse(found, text, pattern)
    return found.parsed


def read_dates(written: pd.Series, day_first: bool | None = None, plain: pd.Series | None = None) -> Dates:
    """Dates of any of the usual forms, epochs or a spreadsheet's day numbers; anything else becomes null.

    Args:
        written: str or null, a whole column.
        day_first: whether 05/04 is in April; None: decided by the column.
        plain: `plain_dates` of the column, where they are known already.

    Returns:
        timestamp[us, UTC], same index. Dates without a zone are taken for UTC.
    """
    found = Dates(plain_dates(written) if plain is None else plain)
    written = written.where(found.parsed.isna())
    if not written.notna().any():
        return found
    _fill(found, _numbers(written))
    today = written.str.strip().str.lower().isin(TODAY)
    if today.any():
        written = written.mask(today)
    text = written.where(found.parsed.isna())
    for pattern in FORMATS[:2]:  # what most files hold, before anything slower is tried
        text = _parse(found, text, pattern)
    if not text.notna().any():
        return found
    _fill(found, _slashed(text, found, day_first))
    text = written.where(found.parsed.isna()).map(plain_date, na_action="ignore")
    for pattern in FORMATS:
        text = _parse(found, text, pattern)
    _fill(found, _worded(text, found, day_first))
    return found


def _fill(found: Dates, dates: pd.Series | None) -> None:
    if dates is not None and len(dates):
        found.parsed = found.parsed.fillna(dates.dt.as_unit("us"))


def _parse(found: Dates, text: pd.Series, pattern: str) -> pd.Series:
    """Fill in what a format reads; what is left."""
    open_ = text.notna()
    if open_.any():
        _fill(found, pd.to_datetime(text[open_], format=pattern, utc=True, errors="coerce"))
        text = text.where(found.parsed.isna())
    return text


def _numbers(written: pd.Series) -> pd.Series | None:
    """Epochs in seconds, milli-, micro- or nanoseconds; a spreadsheet's days; 20180405."""
    number = pd.to_numeric(written, errors="coerce")
    left = written[number.isna()].dropna()
    if len(left) and COMMA.match(str(left.iloc[0])):
        number = pd.to_numeric(written.str.replace(COMMA, r"\1.\2", regex=True), errors="coerce")
    if not number.notna().any():
        return None
    compact = written[number.notna()].astype(str).str.fullmatch(COMPACT.pattern.rstrip("$"))
    dates = pd.Series(pd.NaT, index=written.index, dtype="datetime64[us, UTC]")
    days = number.where(number.between(*EXCEL_RANGE))
    if days.notna().sum() > 0.5 * number.notna().sum():
        excel = EXCEL_START + pd.to_timedelta((days * 86_400).round(), unit="s")
        dates = dates.fillna(excel.dt.as_unit("us"))
    if compact.any():
        whole = written[compact.index[compact]].astype(str)
        dates = dates.fillna(
            pd.to_datetime(whole, format="%Y%m%d", utc=True, errors="coerce").dt.as_unit("us")
        )
    stamps = number.where((number.abs() > 1e8) & ~number.between(1.9e13, 2.1e13))  # no 20180405155000
    if stamps.notna().any():
        units = np.select([stamps.abs() >= least for least, _ in EPOCHS], [unit for _, unit in EPOCHS], 1.0)
        seconds = pd.to_datetime(stamps / units, unit="s", utc=True, errors="coerce")
        dates = dates.fillna(seconds.dt.as_unit("us"))
    return dates


def _slashed(text: pd.Series, found: Dates, day_first: bool | None) -> pd.Series | None:
    """Dates written as numbers with slashes, dots or dashes, in the order that the whole column has."""
    some = text.dropna()
    parts = some.astype(str).str.extract(NUMERIC)
    parts = parts[parts[0].notna()]
    if parts.empty:
        return None
    a, b, c = (pd.to_numeric(parts[n]) for n in (0, 1, 2))
    year_first = parts[0].str.len() == 4
    year = a.where(year_first, c)
    year = year.where(year >= 100, np.where(year < 70, 2000 + year, 1900 + year))
    first, second = b.where(year_first, a), c.where(year_first, b)
    time = parts[3].fillna("00:00:00").map(plain_date)
    slashed = ~year_first
    if day_first is None and len(slashed) and some[parts.index].str.match(DOTTED).mean() > 0.9:
        day_first = not (second[slashed] > 12).any()
    order = _order(first[slashed], second[slashed], year[slashed], day_first, found)
    day_comes = slashed & order
    day, month = first.where(day_comes, second), second.where(day_comes, first)
    fits = month.between(1, 12) & day.between(1, 31)
    day, month = day.where(fits, month), month.where(fits, day)  # one that fits the other way alone
    whole = (
        year.astype(int).astype(str).str.zfill(4) + "-" + month.astype(int).astype(str).str.zfill(2) + "-"
        + day.astype(int).astype(str).str.zfill(2) + " " + time
    )  # fmt: skip
    return _mixed(whole)


def _order(
    first: pd.Series, second: pd.Series, year: pd.Series, day_first: bool | None, found: Dates
) -> bool:
    """Whether the day comes first in a column of dates."""
    if first.empty:
        return False
    if day_first is not None:
        found.order = "day first" if day_first else "month first"
        return day_first
    days, months = int((first > 12).sum()), int((second > 12).sum())
    if days == months == 0:
        disorder = [_disorder(year * 10_000 + m * 100 + d) for d, m in ((first, second), (second, first))]
        found.sure = disorder[0] != disorder[1]
        by_day = disorder[0] < disorder[1]
    else:
        by_day = days > months
        found.sure = not (days and months)
    found.order = "day first" if by_day else "month first"
    return by_day


def _disorder(dates: pd.Series) -> int:
    """Steps against the direction that most steps take."""
    steps = np.sign(np.diff(dates.to_numpy(dtype=float)))
    return int(min((steps > 0).sum(), (steps < 0).sum()))


def _mixed(text: pd.Series) -> pd.Series:
    """ISO dates whose times are written in several ways, also with AM and PM."""
    dates = pd.to_datetime(text, format="ISO8601", utc=True, errors="coerce")
    for pattern in (
        "%Y-%m-%d %I:%M:%S %p",
        "%Y-%m-%d %I:%M %p",
        "%Y-%m-%d %I:%M%p",
        "%Y-%m-%d %H:%M:%S %z",
        "%Y-%m-%d %H:%M %z",
    ):
        left = dates.isna()
        if not left.any():
            break
        dates = dates.fillna(pd.to_datetime(text[left], format=pattern, utc=True, errors="coerce"))
    return dates


def _worded(text: pd.Series, found: Dates, day_first: bool | None) -> pd.Series | None:
    """Dates with the name of a month, by dateutil: it reads them in any order."""
    some = text.dropna()
    some = some[
        [
            len(t) < 60 and WORDED.match(t) is not None and re.search(r"\d{4}|\d\d", t) is not None
            for t in some
        ]
    ]
    if some.empty:
        return None
    known = {t: _one(t, bool(day_first)) for t in some.unique()}
    return pd.to_datetime(some.map(known), utc=True, errors="coerce")


def _one(text: str, day_first: bool) -> pd.Timestamp | None:
    """One date in words; None where it is not a date or names no day."""
    try:
        a = dateutil.parse(text, dayfirst=day_first, default=pd.Timestamp(2001, 1, 1).to_pydatetime())
        b = dateutil.parse(text, dayfirst=day_first, default=pd.Timestamp(2004, 2, 2).to_pydatetime())
    except (ValueError, OverflowError, TypeError):
        return None
    if a.date() != b.date():  # a part came from the default
        return None
    moment = pd.Timestamp(a)
    return moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")
