"""Days, years and lengths of time that a text of free wording names, in figures or in words.

Promise: what is read here is compared, and never becomes a value.
"""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

import pandas as pd

from analysis.record.dates import MONTHS, is_day, parse_day_range
from analysis.record.words import SMALL

UNITS = ["", *SMALL[1:]]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBERS = {word: number for number, word in enumerate([*UNITS, *TEENS]) if word} | {
    f"{ten}-{unit}".rstrip("-"): number + more for ten, number in TENS.items() for more, unit in enumerate(UNITS)
}
COUNT = rf"(\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
NUMBER = rf"(\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
MORE = rf"([1-9]|1[01]|{'|'.join([*UNITS[:0:-1], 'ten', 'eleven'])})"  # months beside years
HALF = r"((?: and a half|\.5)?)"
LENGTH = re.compile(
    rf"(?<![\w.])(?:{NUMBER}{HALF}[ -]years?(?:(?:,| and|, and)? {MORE} months?)?|{NUMBER}[ -]months?)\b"
    r"(?![ -](?:later|before|earlier|after|ago|old|since|on)\b)",  # what has passed between two days is no term
    re.IGNORECASE,
)
ORDER = r"(?:st|nd|rd|th)?"
DAY = re.compile(
    rf"\b(?:(\d{{1,2}}){ORDER} )?({'|'.join(MONTHS)})\b(?: (\d{{1,2}}){ORDER}\b(?!\d))?(?:,? ((?:19|20)\d\d)\b)?"
)
YEAR = re.compile(r"(?<![\w-])((?:19|20)\d\d)(?![\w-]| (?:days|roubles|dollars|people)\b)")


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ON_WEEKDAY = re.compile(
    rf"\b({'|'.join(WEEKDAYS)}),? (?:the )?(\d{{1,2}}){ORDER} ({'|'.join(MONTHS)})\b(?:,? ((?:19|20)\d\d)\b)?"
)


class Day(NamedTuple):
    """A day as a text names it; what it leaves out is None."""

    year: int | None
    month: int
    day: int | None


def split_clauses(text: str) -> list[str]:
    """The clauses of a note."""
    return re.split(r"[.;:] ", text)


def read_number(word: str) -> int:
    """A number in figures or words."""
    return int(word) if word.isdigit() else NUMBERS.get(word.lower(), 0)


def find_days(text: str) -> list[Day]:
    """The days and months of a text: 28 December, May 2022, 12 May 2022."""
    return [
        Day(int(year) if year else None, MONTHS.index(month) + 1, int(before or after) if before or after else None)
        for before, month, after, year in DAY.findall(text)
    ]


def find_other_weekday(text: str, year: int | None = None) -> str:
    """The weekday that a day of a text has, where it names another; `year` for days without one. Empty where all fit."""
    for weekday, day, month, of_year in ON_WEEKDAY.findall(text):
        told = Day(int(of_year) if of_year else year, MONTHS.index(month) + 1, int(day))
        if told.year and is_possible(told):
            fits = WEEKDAYS[date(told.year, told.month, told.day).weekday()]
            if fits != weekday:
                return fits
    return ""


def find_years(text: str) -> list[int]:
    """The years of a text."""
    return [int(year) for year in YEAR.findall(text)]


def find_lengths(text: str) -> list[int]:
    """The months of the lengths of time that a text names: seven years, one year and three months, 168 months."""
    return [
        12 * read_number(years) + (6 if half else 0) + (read_number(more) if more else 0)
        if years
        else read_number(months)
        for years, half, more, months in LENGTH.findall(text)
    ]


def make_days(day: Day) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day that a day with a year can mean."""
    text = "-".join([str(day.year), *(f"{part:02}" for part in (day.month, day.day) if part)])
    first, last = parse_day_range(text if is_day(text) else text[:7])
    return pd.Timestamp(first), pd.Timestamp(last)


def is_possible(day: Day) -> bool:
    """Whether the calendar has such a day, in some year where none is named."""
    return 0 < (day.day or 1) <= monthrange(day.year or 2024, day.month)[1]


def is_day_of(day: Day, value: str) -> bool:
    """Whether a partial date can be the day that a text names, as far as both are known."""
    year, *rest = map(int, value.split("-"))
    pairs = zip((day.year, day.month, day.day), (year, *rest), strict=False)
    return all(named is None or named == known for named, known in pairs)
