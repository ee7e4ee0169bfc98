"""Words in dates: names of time zones as offsets, names of months as English has them, and what is noise."""

import re
from functools import lru_cache

import pandas as pd

# Hours from UTC. Where a name means several zones, the one that English-language archives mean.
ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3,
    "IST": 5.5, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "HST": -10, "AKST": -9,
    "AKDT": -8, "PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CST": -6, "CDT": -5, "EST": -5, "EDT": -4,
    "BRT": -3,
    "Coordinated Universal Time": 0, "Greenwich Mean Time": 0, "British Summer Time": 1,
    "Central European Time": 1, "Central European Standard Time": 1, "Central European Summer Time": 2,
    "Eastern European Time": 2, "Eastern European Summer Time": 3, "Moscow Standard Time": 3,
    "India Standard Time": 5.5, "Japan Standard Time": 9,
    "Eastern Standard Time": -5, "Eastern Daylight Time": -4, "Central Standard Time": -6,
    "Central Daylight Time": -5, "Mountain Standard Time": -7, "Mountain Daylight Time": -6,
    "Pacific Standard Time": -8, "Pacific Daylight Time": -7,
}  # fmt: skip
ZONE = re.compile(r"\s\(?(" + "|".join(sorted(ZONES, key=len, reverse=True)) + r")\)?(?=\s|$)")
OFFSET = re.compile(r"\s?\b(?:UTC|GMT)\s?([+-])(\d{1,2}):?(\d{2})?(?:\s*\([^()]*\))?")  # GMT+0200 (Central …)
PLACE = re.compile(r"^(.*\d)\s+([A-Z][A-Za-z]+(?:/[A-Z][\w+-]+){1,2})$")  # Europe/Berlin
NOISE = re.compile(r"\s+at\s+|\s*[·|]\s*|\s+-\s+", re.IGNORECASE)
MONTHS = {
    "jan": "januar jänner janvier enero gennaio janeiro januari",
    "feb": "februar février fevrier febrero febbraio fevereiro februari",
    "mar": "märz maerz mars marzo março marco maart",
    "apr": "avril abril aprile",
    "may": "mai mayo maggio maio mei",
    "jun": "juni juin junio giugno junho",
    "jul": "juli juillet julio luglio julho",
    "aug": "août aout agosto augustus",
    "sep": "septembre septiembre settembre setembro",
    "oct": "oktober octobre octubre ottobre outubro",
    "nov": "novembre noviembre novembro",
    "dec": "dezember décembre decembre diciembre dicembre dezembro",
}
MONTH_NAMES = {name: short for short, names in MONTHS.items() for name in names.split()}
FOREIGN_MONTH = re.compile(r"\b(" + "|".join(MONTH_NAMES) + r")\b", re.IGNORECASE)
OF = re.compile(r"\s+del?\s+", re.IGNORECASE)
WEEKDAY = re.compile(r"^[^\W\d_]+,?\s+(?=\d)")


@lru_cache(maxsize=4096)
def plain_date(text: str) -> str:
    """A date with its zone as an offset, and without what people write between date and time.

    >>> plain_date("Mon Jun 01 10:00:00 PDT 2009"), plain_date("5 de abril de 2018")
    ('Mon Jun 01 10:00:00 -0700 2009', '5 apr 2018')
    """
    text = text.strip()
    if place := PLACE.match(text):
        return _at(place[1], place[2]) or text
    if not text[:4].isdigit():
        text = NOISE.sub(" ", text)
    if FOREIGN_MONTH.search(text):
        text = FOREIGN_MONTH.sub(lambda found: MONTH_NAMES[found[1].lower()], OF.sub(" ", text))
        text = WEEKDAY.sub("", text)
    text = OFFSET.sub(lambda found: f" {found[1]}{int(found[2]):02d}{found[3] or '00'}", text)
    return ZONE.sub(_offset, text)


def _offset(found: re.Match[str]) -> str:
    minutes = round(ZONES[found[1]] * 60)
    return f" {'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


def _at(moment: str, place: str) -> str | None:
    """A local time at a place of the time zone database, in UTC; None where one of them is not valid."""
    try:
        local = pd.Timestamp(moment).tz_localize(place, ambiguous=True, nonexistent="shift_forward")
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    return str(local.tz_convert("UTC").strftime("%Y-%m-%d %H:%M:%S +0000"))
