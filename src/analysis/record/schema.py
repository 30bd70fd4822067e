"""What the descriptor says of tables, columns and codes, and the test that one cell has to pass.

Promise: every wrong cell is told with file, line, column, value and what was expected; nothing is repaired.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.record import dates
from analysis.record.descriptor import FILE, find_problems, parse
from analysis.record.files import ROOT, find_root
from analysis.record.problems import InvalidRecord, Problem, find_fault
from analysis.record.relied import PRIMARY

WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")  # a number as a person types it, small enough for any count here
CODED = ("exchanges", "detainees", "negotiators", "leaders")  # the tables that cards speak of
KEYS = {table: PRIMARY[table] for table in ("negotiators", "leaders")}


def load_descriptor(root: Path | str = ROOT) -> dict:
    """The data package descriptor, data/datapackage.json, if nothing is wrong in it; else InvalidRecord."""
    root = find_root(root)
    try:
        data = (root / FILE).read_bytes()
    except OSError as error:
        problem = Problem(FILE, None, "", error.strerror or "", "the descriptor, in JSON and UTF-8")
        raise InvalidRecord([problem]) from None
    if problems := find_problems(data):
        raise InvalidRecord(list(problems))
    return parse(data)


def select_fields(descriptor: dict, table: str) -> dict[str, dict]:
    """The fields of one table by name, with the categories of a shared code list filled in."""
    resource = next(resource for resource in descriptor["resources"] if resource["name"] == table)
    shared = descriptor["codes"]
    return {
        field["name"]: field | ({"categories": shared[field["codeList"]]} if "codeList" in field else {})
        for field in resource["schema"]["fields"]
    }


def select_codes(field: dict) -> dict[str, dict]:
    """The codes of a field by value, in codebook order; empty for a field without codes."""
    return {code["value"]: code for code in field.get("categories", [])}


def format_months(months: int) -> str:
    """A length as courts give it: `12 years 6 months`, `1 year`, `9 months`."""
    parts = [(months // 12, "year"), (months % 12, "month")]
    return " ".join(f"{number} {unit}{'s' * (number != 1)}" for number, unit in parts if number) or "0 months"


def put_in_words(value: str, field: dict) -> str:
    """A value as a reader wants it: codes by their labels, numbers with their unit, months as years and months."""
    codes = select_codes(field)
    if field.get("unit") == "months" and str(value).isdigit():
        return format_months(int(value))
    words = "; ".join(codes.get(part, {}).get("label", part) for part in str(value).split(field.get("list", "\0")))
    return f"{words} {field['unit']}" if field.get("unit") else words


def join_keys(row: dict, keys: list[str]) -> str:
    """The row id of a negotiator or leader: its key cells with slashes between."""
    return "/".join(str(row.get(key, "")) for key in keys)


def name_rows(frame: pd.DataFrame, table: str) -> pd.Series:
    """The id of each row of a table of text or a typed one, as cards give it."""
    first, *others = (frame[key].astype("str") for key in KEYS.get(table, [frame.columns[0]]))
    return first.str.cat(others, sep="/", na_rep="nan") if others else first


def covers(finer: str, coarser: str, field: dict) -> bool:
    """Whether the first reading says all that the second says: a day of that month, a narrower code, a longer list."""
    if finer == coarser or field["evidence"] == "text":
        return True
    if field.get("partialDate"):
        return finer.startswith(f"{coarser}-")
    if "list" in field:
        return set(coarser.split(field["list"])) <= set(finer.split(field["list"]))
    code = select_codes(field).get(finer, {})
    return code.get("broader") == coarser


def describe_expected(field: dict) -> str:
    """What a cell of this field has to look like, in words."""
    if field.get("partialDate"):
        return "a date as YYYY, YYYY-MM or YYYY-MM-DD"
    if field["type"] == "integer":
        least = field["constraints"]["minimum"]
        return f"a whole number of {field['unit']} " + (f"above {least - 1}" if least else "from 0")
    if codes := select_codes(field):
        words = ", ".join(codes) if len(codes) <= 20 else f"the {len(codes)} codes of {field['codeList']}"
        return f"one of {words}" + (
            f"; more in alphabetical order, {field['list']!r} between" if "list" in field else ""
        )
    if allowed := field.get("constraints", {}).get("enum"):
        return "one of " + ", ".join(allowed)
    if pattern := field.get("constraints", {}).get("pattern"):
        return f"a text of the form {pattern}"
    if "list" in field:
        return f"texts in alphabetical order, {field['list']!r} between"
    return "a text without spaces at its ends or line breaks"


def compile_cell_check(field: dict) -> Callable[[str], bool]:
    """The test that one cell's text has to pass."""
    constraints = field.get("constraints", {})
    if field.get("partialDate"):
        return lambda text: dates.is_day(text) and text[:5] != "1905-"  # into which spreadsheets turn years
    if field["type"] == "integer":
        return lambda text: WHOLE.fullmatch(text) is not None and int(text) >= constraints["minimum"]
    if codes := select_codes(field) or constraints.get("enum"):
        if separator := field.get("list"):
            return lambda text: (parts := text.split(separator)) == sorted(set(parts)) and set(parts) <= codes.keys()
        return lambda text: text in codes
    if separator := field.get("list"):
        return lambda text: (parts := text.split(separator)) == sorted(set(parts)) and not any(map(find_fault, parts))
    if "pattern" in constraints:
        pattern = re.compile(constraints["pattern"], re.ASCII)
        return lambda text: pattern.fullmatch(text) is not None
    return lambda text: not find_fault(text)


def find_expected(text: str, field: dict) -> str:
    """What was expected of a cell that has failed its test: the words for its field, or for what is wrong in a text."""
    plain = describe_expected(field) in (
        describe_expected({"type": "string"}),
        describe_expected({"type": "string", "list": ";"}),
    )
    if len(text) < 30 and (field.get("partialDate") or field["type"] == "integer"):
        from analysis.record import spreadsheet  # only what is wrong is worth its loading

        was = spreadsheet.guess_date(text) if field.get("partialDate") else spreadsheet.guess_number(text)
        if was:
            return f"{describe_expected(field)}; a spreadsheet may have turned {was} into {text}"
    once = ""
    if "list" in field and len(parts := text.split(field["list"])) > len(set(parts)):
        once = f"each {'code' if select_codes(field) else 'text'} once; "
    return (find_fault(text) if plain else "") or once + describe_expected(field)


def check_cells(table: str, frame: pd.DataFrame, fields: dict[str, dict]) -> list[Problem]:
    """Problems of single cells of a table of text: missing, of the wrong form, or no code."""
    file, problems = f"data/{table}.csv", []
    for name, field in fields.items():
        if field.get("constraints", {}).get("required"):
            problems += [Problem(file, line, name, "", "a value") for line in frame.index[frame[name].isna()]]
        passes = compile_cell_check(field)
        wrong = {text for text in frame[name].dropna().unique() if not passes(text)}
        problems += [
            Problem(file, line, name, text, find_expected(text, field))
            for line, text in (frame[name].items() if wrong else ())
            if text in wrong
        ]
    return problems


def join_parts(field: dict, table: str, column: str) -> dict:
    """The field of a column as the second coding has it: the parts of a maker are one cell, in alphabetical order."""
    return field | {"list": ";"} if table == "negotiators" and column in ("role", "credit") else field


def check_readings(second: pd.DataFrame, descriptor: dict) -> list[Problem]:
    """Problems of the second coding: columns that its tables have not, and values that the column named cannot have."""
    file, problems = "data/second_coding.csv", []
    for (table, column), rows in second.groupby(["table", "column"]):
        field = select_fields(descriptor, table).get(column, {"evidence": "label"})
        if field["evidence"] == "label":
            expected = f"a column of data/{table}.csv that needs evidence"
            problems += [Problem(file, line, "column", column, expected) for line in rows.index]
            continue
        field = join_parts(field, table, column)
        passes = compile_cell_check(field)
        problems += [
            Problem(file, line, name, text, find_expected(text, field))
            for name in ("first", "second", "settled")
            for line, text in rows[name].dropna().items()
            if not passes(text)
        ]
    return problems
