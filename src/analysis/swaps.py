"""Finds two columns of a table that stand under each other's names.

Promise: a pair is named only where its cells, told by cards, ids and codes, fit clearly better the other way round.
"""

import itertools

import pandas as pd

from analysis import schema
from analysis.cards import CODED, KEYS, name_rows
from analysis.problems import Problem

SWAPPED = "these two columns the other way round"
CLEARLY = 0.3  # of the cells of both columns; the closest pair of the record (charge and notes) gains 0.4


def select_known(table: str, raw: dict[str, pd.DataFrame], cells: pd.DataFrame, descriptor: dict) -> dict[str, set]:
    """What belongs under each name of a table: pairs of row and text, and of nothing and text for any row."""
    if table in CODED:
        said = cells[cells["table"] == table]
        known = {name: set(zip(of["row"], of["value"], strict=True)) for name, of in said.groupby("column")}
        if table not in KEYS:
            known[raw[table].columns[0]] = {("", row) for row in said["row"]}
    else:
        sources = [name for name in CODED if table == "rulings" or name == "detainees"]
        ids = {row for name in sources for row in name_rows(raw[name], name)}
        values = set().union(*(raw[name][column] for name in sources for column in raw[name])) - ids
        columns = {column for name in sources for column in raw[name]}
        known = {"row_id": ids, "detainee_id": ids, "column": columns}
        known |= dict.fromkeys(["ruling", "first", "second", "settled"], values)
        known = {name: {("", text) for text in texts} for name, texts in known.items()}
    codes = {name: schema.select_codes(field) for name, field in schema.select_fields(descriptor, table).items()}
    known = {name: known.get(name, set()) | {("", code) for code in codes[name]} for name in codes}
    return {name: pairs | {("", text) for _, text in pairs} for name, pairs in known.items()}


def find_swapped(table: str, raw: dict[str, pd.DataFrame], cells: pd.DataFrame, descriptor: dict) -> list[Problem]:
    """The pairs of columns of one table that stand under each other's names, the clearest first."""
    frame, known = raw[table], select_known(table, raw, cells, descriptor)
    keys, rows = KEYS.get(table, [frame.columns[0]]), name_rows(frame, table).tolist()
    filled = {
        name: [(row, text) for row, text in zip(rows, frame[name], strict=True) if isinstance(text, str)]
        for name in frame
    }

    def fit(column: str, name: str, other: str) -> float:
        told = known[name]
        if table in CODED and not {name, other} & set(keys):
            hits = sum(pair in told for pair in filled[column])
        else:
            hits = sum(("", text) in told for _, text in filled[column])
        return hits / max(len(filled[column]), 1)

    suspects = {name for name in frame if fit(name, name, name) < 1 - CLEARLY / 2}
    gains = {
        (a, b): fit(a, b, a) + fit(b, a, b) - fit(a, a, b) - fit(b, b, a)
        for a, b in itertools.combinations(frame, 2)
        if suspects & {a, b} and fit(a, a, b) + fit(b, b, a) < 1  # most cells fit: then a row is wrong, not the header
    }
    swapped, taken = [], set()
    for pair in sorted(gains, key=gains.get, reverse=True):
        if gains[pair] >= CLEARLY and not taken & set(pair):
            swapped.append(Problem(f"data/{table}.csv", 1, *pair, SWAPPED))
            taken |= set(pair)
    return swapped


def straighten(
    raw: dict[str, pd.DataFrame], cells: pd.DataFrame, descriptor: dict
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The tables with such columns under their right names, so that what else is wrong can be told, and the problems."""
    frames, problems = dict(raw), []
    for table, frame in raw.items():
        for problem in find_swapped(table, frames, cells, descriptor) if len(frame) else []:
            names = {problem.column: problem.value, problem.value: problem.column}
            frames[table] = frames[table].rename(columns=names)[frame.columns]
            problems.append(problem)
    return frames, problems
