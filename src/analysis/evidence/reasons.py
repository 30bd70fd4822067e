"""Reasons of rulings against the readings that they rule on: days, lengths and codes that stand in none of them.

Promise: a reason is told only where all that it names is another cell's.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from analysis.record.mentions import find_days, find_lengths, find_years, is_day_of
from analysis.record.problems import Problem
from analysis.record.schema import select_codes, select_fields

SHORTEST_CODE = 6  # letters of a code's name: shorter ones are words of any sentence, as other, none and term
MOST_NAMED = 3  # readings in a line


def name_codes(field: dict) -> dict[str, str]:
    """The names by which a text can speak of the codes of a column, each with its code."""
    codes = select_codes(field)
    names = {name.casefold(): code for code in codes for name in (codes[code]["label"], code.replace("_", " "))}
    return {name: code for name, code in names.items() if len(name) >= SHORTEST_CODE}


def find_strange_day(reason: str, said: set[str]) -> str:
    """What was expected of a reason for a day: one of the days, months or years that were read."""
    if days := find_days(reason):
        exact = [day for day in days if day.day]
        return "" if any(is_day_of(day, value) for day in exact or days for value in said) else "a day"
    if years := find_years(reason):
        return "" if any(value.startswith(str(year)) for value in said for year in years) else "a year"
    return "a day" if find_lengths(reason) else ""


def find_strange_length(reason: str, said: set[str]) -> str:
    """What was expected of a reason for a number of months: one of the lengths that were read."""
    if lengths := find_lengths(reason):
        return "" if said & set(map(str, lengths)) else "a length"
    return "a length" if any(day.day for day in find_days(reason)) else ""


def find_strange_code(reason: str, said: set[str], names: dict[str, str], row: set[str]) -> str:
    """What was expected of a reason for a code: one that was read, or else a day or length of its row."""
    told = reason.casefold()
    named = {code for name, code in names.items() if re.search(rf"\b{re.escape(name)}\b", told)}
    if named:
        return "" if named & {part for value in said for part in value.split(";")} else "a code"
    days, lengths = [day for day in find_days(reason) if day.day], find_lengths(reason)
    dates = [value for value in row if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value)]
    fits = any(is_day_of(day, value) for day in days for value in dates) or row & set(map(str, lengths))
    return "" if fits or not (days or lengths) else "a day or length of this row"


def check_reasons(rulings: pd.DataFrame, cards: pd.DataFrame, descriptor: dict) -> Iterator[Problem]:
    """Reasons that name days, lengths or codes of which none is among the readings of their cell."""
    of_row, of_cell = defaultdict(set), defaultdict(set)
    keys = zip(cards["table"], cards["row"], cards["column"], cards["value"], strict=True)
    rows = set(zip(rulings["table"], rulings["row_id"], strict=True))
    for table, row, column, value in keys:
        if (table, row) in rows:
            of_row[table, row].add(value)
            of_cell[table, row, column].add(value)
    for ruling in rulings.itertuples():
        cell = (ruling.table, ruling.row_id, ruling.column)
        field, said = select_fields(descriptor, ruling.table).get(ruling.column, {}), of_cell[cell] | {ruling.ruling}
        if field.get("partialDate"):
            wanted = find_strange_day(ruling.reason, said)
        elif field.get("unit") == "months":
            wanted = find_strange_length(ruling.reason, said)
        else:
            wanted = find_strange_code(ruling.reason, said, name_codes(field), of_row[cell[:2]])
        if wanted:
            known = ", ".join(sorted(said)[:MOST_NAMED])
            expected = f"a reason that names {wanted} read here, as the cards give {known}, or none: this one fits another ruling"
            yield Problem("data/rulings.csv", ruling.Index, "reason", ruling.reason, expected)
