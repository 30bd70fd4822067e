"""Reasons of rulings against the readings that they rule on and their own rule: days, lengths and codes that do not fit.

Promise: a reason is told only where all that it names is another cell's.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from analysis.record import dates
from analysis.record.mentions import find_days, find_lengths, find_other_weekday, find_years, is_day_of
from analysis.record.problems import Problem
from analysis.record.schema import CODED, select_codes, select_fields

SHORTEST_CODE = 6  # letters of a code's name: shorter ones are words of any sentence, as other, none and term
NOT_TAKEN = (  # days that a ruling sets aside
    r"\b(?:custody|court|remand|court's) order\b|\bbecame known\b|\bday of the reports?\b|\bannounced it\b"
    r"|^(?:but |and |only |just )?(?:[Oo]ne|[Aa] single|[Oo]nly one) (?:\w+ ){0,3}(?:gives?|says?|has|names?)\b"
)
COUNTS = r"(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]everal|[Mm]ost|[Aa]ll) (?:\w+ )?"
RULE_WORDS = {  # with which a reason says by which rule it was ruled
    "more_voices": rf"\b{COUNTS}(?:voices|documents|outlets|reports) (?:give|say|have|name)\b",
    "definition": r"\b[Ww]e (?:count|code)\b|\b[Oo]ur (?:code|column|rule|definition)\b",
}
COUNTED_DAYS = re.compile(r"\b(\d{3}|\d,?\d{3}) days\b(?! on\b)")
DOCUMENT_OF = re.compile(  # when a document was made or told: no day of the cell
    rf"\b(?:[Ii]nterview|protest|[Jj]udgment|statement|letter|recorded|published|book|memoirs?|newspapers)\b[^;.]*?\b(?:of|on|in) (?:\d{{1,2}} )?(?:(?:{'|'.join(dates.MONTHS)})\b ?)?(?:(?:19|20)\d\d)?"
    r"|\b(?:by way of|via|first to) (?:the )?[A-Z]\w+"
)
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
        known = {value for value in said if "-" in value} or said  # any day is one of a year
        return "" if any(is_day_of(day, value) for day in exact or days for value in known) else "a day"
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


def is_rejected(reason: str, ruling: str) -> bool:
    """Whether a reason speaks of the day that was taken only as that of an order or announcement, or as what a single document gives."""
    clauses = [clause for clause in re.split(r"[;,:] ", reason) if find_days(clause)]
    of_ruling = [clause for clause in clauses if any(is_day_of(day, ruling) and day.day for day in find_days(clause))]
    if re.search(r"\bbut (?:it|this|that) is\b", reason):
        return False
    return len(clauses) > 1 and bool(of_ruling) and all(re.search(NOT_TAKEN, clause) for clause in of_ruling)


def find_other_rule(reason: str, ruling: tuple, *, dated: bool) -> str:
    """The rule of which a reason begins with the words on what was taken, where it is another."""
    days, rule = find_days(reason.split(";")[0]), ruling.rule
    if dated and (not days or not any(is_day_of(day, ruling.ruling) for day in days)):
        return ""
    meant = [code for code, words in RULE_WORDS.items() if re.search(words, reason.split(";")[0])]
    return meant[0] if len(meant) == 1 and meant[0] != rule else ""


def find_other_count(reason: str, person: pd.Series, ruling: tuple) -> str:
    """The days in custody that follow from a ruling on their first or last day, where a reason counts another number of them."""
    told = [int(number.replace(",", "")) for number in COUNTED_DAYS.findall(reason)]
    ends = {"arrested": person["arrested"], "released": person["released"], ruling.column: ruling.ruling}
    if not told or not all(isinstance(day, str) and len(day) == 10 for day in ends.values()):
        return ""
    days = (pd.Timestamp(ends["released"]) - pd.Timestamp(ends["arrested"])).days
    return "" if any(abs(days - number) <= 1 for number in told) else str(days)


def find_exchanged(
    rulings: pd.DataFrame, readings: dict[tuple, set[str]], fields: dict[tuple[str, str], dict]
) -> Iterator[tuple]:
    """Two rulings on one row: that on a code names no code, and a day that was read for the other, which names no day.

    `readings` by cell, `fields` by table and column.
    """
    for _, of_row in rulings.groupby(["table", "row_id"]):
        days = {ruling.Index: [day for day in find_days(ruling.reason) if day.day] for ruling in of_row.itertuples()}
        known = [ruling for ruling in of_row.itertuples() if (ruling.table, ruling.column) in fields]
        dated = [ruling for ruling in known if fields[ruling.table, ruling.column].get("partialDate")]
        for ruling in known:
            field = fields[ruling.table, ruling.column]
            if field.get("partialDate") or any(name in ruling.reason.casefold() for name in name_codes(field)):
                continue
            for other in dated:
                said = readings[other.table, other.row_id, other.column]
                if not days[other.Index] and any(is_day_of(day, value) for day in days[ruling.Index] for value in said):
                    yield from (ruling, other)


def check_reasons(raw: dict[str, pd.DataFrame], cards: pd.DataFrame, descriptor: dict) -> Iterator[Problem]:
    """Reasons that name days, lengths or codes of which none is among the readings of their cell."""
    rulings, people = raw["rulings"], raw["detainees"].set_index("detainee_id")
    of_row, of_cell = defaultdict(set), defaultdict(set)
    keys = zip(cards["table"], cards["row"], cards["column"], cards["value"], strict=True)
    rows = set(zip(rulings["table"], rulings["row_id"], strict=True))
    for table, row, column, value in keys:
        if (table, row) in rows:
            of_row[table, row].add(value)
            of_cell[table, row, column].add(value)
    fields = {(table, name): field for table in CODED for name, field in select_fields(descriptor, table).items()}
    for ruling in find_exchanged(rulings.dropna(subset=["ruling", "reason"]), of_cell, fields):
        expected = f"a reason for {ruling.column}: this one fits the other ruling on this row"
        yield Problem("data/rulings.csv", ruling.Index, "reason", ruling.reason, expected)
    for ruling in rulings.dropna(subset=["ruling", "reason"]).itertuples():
        cell = (ruling.table, ruling.row_id, ruling.column)
        reason = DOCUMENT_OF.sub("", ruling.reason)
        field, said = select_fields(descriptor, ruling.table).get(ruling.column, {}), of_cell[cell] | {ruling.ruling}
        dated = bool(field.get("partialDate"))
        if dated and not dates.is_day(ruling.ruling):
            continue
        if dated:
            wanted = find_strange_day(reason, said)
        elif field.get("unit") == "months":
            wanted = find_strange_length(reason, said)
        else:
            wanted = find_strange_code(reason, said, name_codes(field), of_row[cell[:2]])
        if dated and is_rejected(ruling.reason, ruling.ruling):
            expected = "another day, as the reason calls this one that of an order or report, or of a single document"
            yield Problem("data/rulings.csv", ruling.Index, "ruling", ruling.ruling, expected)
        year = int(ruling.ruling[:4]) if dated else None
        if weekday := find_other_weekday(ruling.reason, year):
            yield Problem("data/rulings.csv", ruling.Index, "reason", ruling.reason, f"{weekday}, which that day was")
        timed = ruling.column in ("arrested", "released") and ruling.row_id in people.index
        if days := find_other_count(ruling.reason, people.loc[ruling.row_id], ruling) if timed else "":
            expected = f"{days} days, as the row has it"
            yield Problem("data/rulings.csv", ruling.Index, "reason", ruling.reason, expected)
        if other := find_other_rule(ruling.reason, ruling, dated=dated):
            yield Problem(
                "data/rulings.csv", ruling.Index, "rule", ruling.rule, f"{other}, as the reason has its words"
            )
        if wanted:
            known = ", ".join(sorted(said)[:MOST_NAMED])
            expected = f"a reason that names {wanted} read here, as the cards give {known}, or none: this one fits another ruling"
            yield Problem("data/rulings.csv", ruling.Index, "reason", ruling.reason, expected)
