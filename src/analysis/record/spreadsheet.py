"""What a date or a number was before a spreadsheet turned it into something else. Loaded only where something is wrong."""

import datetime as dt
import re

from analysis.record import dates

START = dt.date(1899, 12, 30)  # day 0 of spreadsheets
MONTHS = {month[:3].casefold(): number for number, month in enumerate(dates.MONTHS, 1)}
NAMED = re.compile(r"([A-Za-z]{3})[a-z]*\.?[- /]?(\d{4}|\d{2})|(\d{1,2})[- /.]([A-Za-z]{3})[a-z]*")
PARTS = re.compile(r"(\d{1,4})[/.-](\d{1,4})(?:[/.-](\d{1,4}))?(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?")
NUMBER = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.0+)?|\d+\.0+|\d(\.\d+)?[eE]\+?\d{1,2}|0\d+")


def read_serial(number: int) -> str:
    """The day of a spreadsheet's number; its month, where it is the first, as that is what a month becomes."""
    day = START + dt.timedelta(number)
    return f"{day:%Y-%m}" if day.day == 1 else f"{day}"


def read_year(text: str) -> int:
    """A year of two digits as spreadsheets read it."""
    return int(text) + (0 if len(text) > 2 else 2000 if int(text) < 30 else 1900)


def guess_date(text: str) -> str:
    """The date that a cell most likely held; empty where nothing says so."""
    if text.startswith("1905-") and dates.is_day(text):
        return f"{(dates.parse_day_range(text)[0] - START).days}"
    if re.fullmatch(r"[1-7]\d{4}", text) and int(text) > 16_000:
        return read_serial(int(text))
    if re.fullmatch(r"(19|20)\d\d\.0+", text):
        return text[:4]
    if found := NAMED.fullmatch(text):
        name, year, day, other = found.groups()
        month = MONTHS.get((name or other).casefold())
        return f"{read_year(year or day.zfill(2))}-{month:02}" if month else ""
    if found := PARTS.fullmatch(text):
        year, *rest = [part.zfill(2) for part in found.groups() if part][:: 1 if text[:4].isdigit() else -1]
        likely = [f"{year}-{'-'.join(rest)}"] + ([] if text[:4].isdigit() else [f"{year}-{'-'.join(reversed(rest))}"])
        months = [day.removesuffix("-01") if len(rest) == 2 else day for day in likely if dates.is_day(day)]
        return " or ".join(dict.fromkeys(months))
    return ""


def guess_number(text: str) -> str:
    """The whole number that a cell most likely held; empty where nothing says so."""
    if not NUMBER.fullmatch(text):
        return ""
    number = float(text.replace(",", ""))
    return f"{number:.0f}" if number == int(number) and number < 1e9 else ""


def explain_turned(text: str, given: list[str]) -> str:
    """That a day no card gives is the first of a month that one gives, in words; empty where it is not."""
    month = text.removesuffix("-01")
    return f"; a spreadsheet turns the month {month} into {text}" if month != text and month in given else ""
