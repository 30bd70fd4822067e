"""Checks the tables against their descriptor, then against one another.

Promise: every problem is reported, each with file, line, column, value and what was expected; nothing is repaired.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import dates, rules, texts
from analysis.files import ROOT
from analysis.problems import InvalidRecord, Problem, select_roots

VERDICT_UNKNOWN = rules.VERDICT_UNKNOWN
WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")  # a number as a person types it, small enough for any count here


def load_descriptor(root: Path = ROOT) -> dict:
    """The data package descriptor, data/datapackage.json."""
    file = "data/datapackage.json"
    try:
        return json.loads((root / file).read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise InvalidRecord([Problem(file, line, "", error, "the descriptor, in JSON and UTF-8")]) from None


def select_keys(descriptor: dict) -> dict[str, list[str]]:
    """The columns of each table's primary key, by its file."""
    return {f"data/{resource['path']}": resource["schema"]["primaryKey"] for resource in descriptor["resources"]}


def select_fields(descriptor: dict, table: str) -> dict[str, dict]:
    """The fields of one table by name, with the categories of a shared code list filled in, and whether it links to a table."""
    resource = next(resource for resource in descriptor["resources"] if resource["name"] == table)
    shared, links = descriptor["codes"], [link["fields"] for link in resource["schema"].get("foreignKeys", [])]
    return {
        field["name"]: field
        | ({"categories": shared[field["codeList"]]} if "codeList" in field else {})
        | ({"links": True} if field["name"] in links else {})
        for field in resource["schema"]["fields"]
    }


def select_codes(field: dict) -> dict[str, dict]:
    """The codes of a field by value, in codebook order; empty for a field without codes."""
    return {code["value"]: code for code in field.get("categories", [])}


def recurs(field: dict) -> bool:
    """Whether a column of many rows has few texts that come back: codes, lists of codes, dates, numbers, links."""
    return field["type"] == "integer" or any(key in field for key in ("partialDate", "categories", "links"))


def compact(frame: pd.DataFrame, fields: dict[str, dict]) -> pd.DataFrame:
    """The frame with the columns whose texts come back as categories, in the order in which they first come."""
    folded = {}
    for name, field in fields.items():
        if recurs(field) and not isinstance(frame[name].dtype, pd.CategoricalDtype):
            codes, distinct = pd.factorize(frame[name])
            folded[name] = pd.Categorical.from_codes(codes, distinct)
    return frame.assign(**folded)


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
    return "a text without spaces at its ends or line breaks"


def compile_cell_check(field: dict) -> Callable[[str], bool]:
    """The test that one cell's text has to pass."""
    constraints = field.get("constraints", {})
    if field.get("partialDate"):
        return dates.is_day
    if field["type"] == "integer":
        return lambda text: WHOLE.fullmatch(text) is not None and int(text) >= constraints["minimum"]
    if codes := select_codes(field) or constraints.get("enum"):
        if separator := field.get("list"):
            return lambda text: (parts := text.split(separator)) == sorted(set(parts)) and set(parts) <= codes.keys()
        return lambda text: text in codes
    if "pattern" in constraints:
        pattern = re.compile(constraints["pattern"], re.ASCII)
        return lambda text: pattern.fullmatch(text) is not None
    return lambda text: not texts.find_fault(text)


def is_text(field: dict) -> bool:
    """Whether any sound text will do."""
    return describe_expected(field) == describe_expected({"type": "string"})


def find_expected(text: str, field: dict) -> str:
    """What was expected of a cell that has failed its test: the words for its field, or for what is wrong in a text."""
    return (texts.find_fault(text) if is_text(field) else "") or describe_expected(field)


def passes_whole(column: pd.Series, field: dict) -> bool:
    """Whether all texts of a column pass their test, none missing that must be there; each distinct one is tested once."""
    if field.get("constraints", {}).get("required") and column.hasnans:
        return False
    cells = column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else column.dropna()
    if is_text(field):
        return texts.are_sound(cells)
    pattern = field.get("constraints", {}).get("pattern")
    if pattern and not field.get("partialDate"):
        return pc.all(pc.match_substring_regex(pa.array(cells, pa.string()), pattern), min_count=0).as_py()
    return all(map(compile_cell_check(field), cells.unique()))


def compile_table(fields: dict[str, dict]):
    """The fields of one table as a pandera schema over columns of text; each distinct text is tested once."""
    import pandera.pandas as pandera

    def compile_column(field: dict):
        passes = compile_cell_check(field)

        def check_column(column: pd.Series) -> pd.Series:
            return column.map({text: passes(text) for text in column.unique()})

        check = pandera.Check(check_column, ignore_na=True, error=describe_expected(field))
        return pandera.Column(None, check, nullable=not field.get("constraints", {}).get("required"))

    return pandera.DataFrameSchema({name: compile_column(field) for name, field in fields.items()})


def check_cells(table: str, frame: pd.DataFrame, fields: dict[str, dict]) -> list[Problem]:
    """Problems of single cells: missing, of the wrong form, or no code."""
    if all(passes_whole(frame[name], field) for name, field in fields.items()):
        return []
    from pandera.errors import SchemaErrors  # only what is wrong is worth its loading

    try:
        compile_table(fields).validate(frame.astype(object), lazy=True)
    except SchemaErrors as errors:
        return [
            Problem(
                f"data/{table}.csv",
                int(case.index),
                case.column,
                "" if pd.isna(case.failure_case) else case.failure_case,
                "a value" if pd.isna(case.failure_case) else find_expected(case.failure_case, fields[case.column]),
            )
            for case in errors.failure_cases.itertuples(index=False)
        ]
    return []


def check_readings(second: pd.DataFrame, fields: dict[str, dict]) -> list[Problem]:
    """Problems of the second coding: columns that `fields` has not, and values that the column named cannot have."""
    problems = []
    for column, rows in second.groupby("column"):
        field = fields.get(column, {"evidence": "label"})
        if field["evidence"] == "label":
            expected = "a column of data/detainees.csv that needs evidence"
            problems += [
                Problem("data/second_coding.csv", int(line), "column", column, expected) for line in rows.index
            ]
            continue
        passes = compile_cell_check(field)
        problems += [
            Problem("data/second_coding.csv", int(line), name, text, find_expected(text, field))
            for name in ("first", "second", "settled")
            if not passes_whole(rows[name], field)
            for line, text in rows[name].dropna().items()
            if not passes(text)
        ]
    return problems


def check_tables(raw: dict[str, pd.DataFrame], descriptor: dict) -> list[Problem]:
    """Every problem in the tables, in the order of files and lines.

    Parameters
    ----------
    raw
        Frames of text by table, as tables.load_raw or read_tables gives them, indexed by the line in their file.
    """
    problems, frames = [], {}
    for table, frame in raw.items():
        fields = select_fields(descriptor, table)
        found = check_cells(table, frame, fields)
        if table == "second_coding":
            wrong = {problem.place for problem in found}
            readings = check_readings(frame, select_fields(descriptor, "detainees"))
            found += [problem for problem in readings if problem.place not in wrong]
        problems += found
        frames[table] = frame.astype(object) if found else frame
        for problem in found:  # a cell that is wrong by itself is left out of the rules across cells
            frames[table].loc[problem.line, problem.column] = None
        frames[table] = compact(frames[table], fields)
    told = {problem.place for problem in problems}
    told |= {(file, line, "reason") for file, line, _ in told}  # whether coders agree, a wrong reading cannot tell
    for table, (broken, column, expected) in rules.check_all(frames, descriptor):
        for line, value in frames[table].loc[broken[broken.fillna(False).astype(bool)].index, column].items():
            problem = Problem(f"data/{table}.csv", int(line), column, "" if pd.isna(value) else value, expected)
            problems += [problem] if problem.place not in told else []
    roots = select_roots(problems, select_keys(descriptor))
    return sorted(roots, key=lambda problem: (problem.file, problem.line, problem.column))
