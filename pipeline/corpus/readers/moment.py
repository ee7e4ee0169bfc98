"""When a post was written, as its record says it: one value, or a date and a time of day apart."""

import re
from typing import Any

from pipeline.corpus.readers.columns import FieldPaths, first

CLOCK = re.compile(r"\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*$")
HOUR = re.compile(r"\s*(\d|1\d|2[0-3])(\.0)?\s*$")
DAY_ALONE = re.compile(r"\s*[\w/.\-]+([ ,]+\w+[ ,]+\w+)?\s*$")
COMPACT = 8  # digits of 20180405; a longer number is an epoch, and says the time too
MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")  # what pandas writes beside a day
ZONE = re.compile(r"[+-]\d{2}:?\d{2}$|[A-Z]{2,5}$|[A-Z]\w+/\w+$")


def created(record: dict[str, Any], where: FieldPaths) -> Any:
    """The moment as written; a date and its time of day in two columns are joined, a zone beside them too.

    A column that holds times of day alone is not the date, whatever it is called.
    """
    written = first(record, where.created)
    if isinstance(written, str) and CLOCK.match(written):
        rest = (first(record, (path,)) for path in where.created)
        written = next((value for value in rest if value is not None and not CLOCK.match(str(value))), None)
    if written is None and where.day:
        written = "-".join(str(first(record, (path,)) or "?") for path in where.day)
    return _joined(written, _clock(record, where), first(record, where.zone))


def _joined(written: Any, clock: str | None, zone: Any) -> Any:
    """The day and the time of day as one; the day as it is where it has a time, or none is known."""
    day = "" if written is None else str(written)
    if clock is None or (day.isdigit() and len(day) != COMPACT):
        return written
    day = MIDNIGHT.sub("", day)
    if ":" in day or not DAY_ALONE.match(day):
        return written
    return f"{day} {clock}" + (f" {zone}" if isinstance(zone, str) and ZONE.match(zone) else "")


def _clock(record: dict[str, Any], where: FieldPaths) -> str | None:
    """The time of day in a column of its own."""
    for path in (*where.clock, *where.created):
        value = first(record, (path,))
        if value is not None and CLOCK.match(text := str(value)):
            return text.strip()
        if value is not None and path[-1].lower() == "hour" and (hour := HOUR.match(str(value))):
            return f"{int(hour[1]):02d}:00"
    return None
