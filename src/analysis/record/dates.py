"""Partial ISO dates to the earliest and latest day they can mean, and the days between two of them.

Promise: a day that is not known is never invented; every duration is a range, equal ends only where it is exact.
"""

import calendar
import datetime as dt
import re
from functools import lru_cache

import numpy as np
import pandas as pd

FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@lru_cache(maxsize=1 << 17)
def parse_day_range(text: str) -> tuple[dt.date, dt.date]:
    """Earliest and latest day of `1978`, `1978-05` or `1978-05-20`; ValueError for anything else."""
    found = FORM.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a date as YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in found.groups())
    first = dt.date(year, 1 if month is None else month, 1 if day is None else day)
    if day is not None:
        return first, first
    last_month = 12 if month is None else month
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def parse_dates(texts: pd.Series) -> pd.DataFrame:
    """Columns `earliest` and `latest` (datetime64, one row per text, NaT where empty); each distinct text is parsed once."""
    codes, distinct = pd.factorize(texts)
    days = [*map(parse_day_range, distinct), (None, None)]  # the last for texts that are empty, whose code is -1
    return pd.DataFrame(np.array(days, "datetime64[s]")[codes], texts.index, ["earliest", "latest"])


def format_day(day: pd.Timestamp | str) -> str:
    """A day in words, `11 February 2025`: in English whatever the locale, as strftime is not."""
    day = pd.Timestamp(day)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_partial(text: str) -> str:
    """A date in words as precisely as it is known: `30 August 1986`, `August 1986`, `1986`."""
    year, *rest = text.split("-")
    return " ".join([*(str(int(day)) for day in rest[1:]), *(MONTHS[int(month) - 1] for month in rest[:1]), year])


def is_day(text: object) -> bool:
    """Whether a value is a partial date that the calendar has."""
    try:
        parse_day_range(text)
    except (TypeError, ValueError):
        return False
    return True


def read_day(day: object) -> pd.Timestamp:
    """A day given as YYYY-MM-DD or as a datetime.date; ValueError for anything else, of which one would guess the day."""
    sound = len(day) == 10 and is_day(day) if isinstance(day, str) else isinstance(day, dt.date) and day is not pd.NaT
    if not sound or (read := pd.Timestamp(day)).tz or read != read.normalize():
        raise ValueError(f"{day!r}: expected a day as YYYY-MM-DD or a datetime.date, without an hour")
    return read


def parse_days_between(start: pd.DataFrame, end: pd.DataFrame) -> pd.DataFrame:
    """Columns `days_min` and `days_max` (Int64, days) from `start` to `end`, both frames of parse_dates, never below 0."""
    shortest = (end["earliest"] - start["latest"]).dt.days.clip(lower=0)
    longest = (end["latest"] - start["earliest"]).dt.days.clip(lower=0)
    return pd.DataFrame({"days_min": shortest.astype("Int64"), "days_max": longest.astype("Int64")})
