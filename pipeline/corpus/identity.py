"""Which tweet is which: ids that a spreadsheet has rounded name nobody; the rest is unique in the table."""

import re
from collections import Counter

import pandas as pd

EXPONENT = re.compile(r"-?\d(?:[.,]\d+)?[eE]\+\d+$")
# A table that has lost some ids keeps the others as floats; a quote, or a formula, keeps Excel from rounding.
WRAPPED = re.compile(r"^(?:(\d+)\.0|'(\d+)|=\"(\d+)\")$")
LONG = 16  # digits from which a spreadsheet or JavaScript cannot hold an id
FEW = 2  # long ids: that both of two end in zeros comes by chance once in 10,000 times
ROUNDED = 0.9  # share of long ids that end in zeros; of true ones 1 in 100 does


def trusted(ids: pd.Series) -> tuple[pd.Series, int]:
    """The ids, null where a spreadsheet or JavaScript has rounded them, and how many were.

    A column is rounded where ids are written with an exponent, or nearly all long ones end in two zeros.

    >>> trusted(pd.Series(["1.08E+18", "7"]))[0].tolist()
    [None, '7']
    """
    ids = ids.str.replace(WRAPPED, _inner, regex=True) if ids.notna().any() else ids
    known = ids.dropna().astype(str)
    bad = known.str.fullmatch(EXPONENT.pattern)
    long = known[known.str.len().ge(LONG) & known.str.isdecimal()]
    zeros = long.str.endswith("00")
    if len(long) >= FEW and zeros.mean() >= ROUNDED:
        bad = bad | known.index.isin(long.index)
    if not bad.any():
        return ids, 0
    return ids.mask(bad.reindex(ids.index, fill_value=False), None), int(bad.sum())


def _inner(found: re.Match[str]) -> str:
    return next(digits for digits in found.groups() if digits)


def unique_ids(frame: pd.DataFrame, dropped: Counter[str]) -> pd.DataFrame:
    """Give every tweet an id of its own: spans and passages refer to it.

    The same id with the same cleaned text is one tweet read twice, and dropped. The same id with another
    text keeps its id for the first and adds the row for the others. No id: the row.
    """
    again = frame["tweet_id"].duplicated(keep=False) & frame["tweet_id"].notna()
    if again.any():
        again &= frame[again].duplicated(["tweet_id", "text"]).reindex(frame.index, fill_value=False)
    if again.any():
        dropped["the same tweet again"] += int(again.sum())
        frame = frame[~again].reset_index(drop=True)
    row = frame["source_row"].astype(str)
    named = frame["tweet_id"].where(frame["tweet_id"].notna(), "row-" + row)
    return frame.assign(tweet_id=named.where(~named.duplicated(), named + "-" + row))
