"""Dates as archives write them, read as UTC."""

import pandas as pd

FORMATS = (
    "%a %b %d %H:%M:%S %z %Y",  # Twitter: Wed Oct 10 20:19:24 +0000 2018
    "ISO8601",
    "%Y-%m-%d %H:%M:%S %z",
    "%m-%d-%Y %H:%M:%S",  # Trump Twitter Archive's CSV
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
)
MILLISECONDS = 1e11  # an epoch this large counts milliseconds (as seconds it would be the year 5138)


def parse_dates(written: pd.Series) -> pd.Series:
    """Dates of any of the usual formats, or of epoch seconds or milliseconds; what is none becomes null.

    Args:
        written: str or null.

    Returns:
        timestamp[us, UTC], same index. Dates without a zone are taken for UTC.
    """
    dates = pd.Series(pd.NaT, index=written.index, dtype="datetime64[us, UTC]")
    epoch = pd.to_numeric(written, errors="coerce").where(lambda value: value.abs() > 1e8)  # not a year
    if epoch.notna().any():
        seconds = epoch.where(epoch.abs() < MILLISECONDS, epoch / 1000)
        dates = dates.fillna(pd.to_datetime(seconds, unit="s", utc=True, errors="coerce").dt.as_unit("us"))
    for pattern in FORMATS:
        missing = dates.isna() & written.notna()
        if not missing.any():
            break
        found = pd.to_datetime(written[missing], format=pattern, utc=True, errors="coerce")
        dates = dates.fillna(found.dt.as_unit("us"))
    return dates
