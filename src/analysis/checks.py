"""Runs every check of the record in one go: form, cells, rules, evidence, claims.

Promise: all problems are found in one run, and what only follows from another problem is not told again.
"""

import difflib
import re
import tomllib
from pathlib import Path

import pandas as pd

from analysis import cards, evidence, facts, places, schema, swaps, tables
from analysis.cards import CODED, name_rows
from analysis.problems import Problem, select_broken, select_roots
from analysis.schema import ROOT

RULINGS = "data/rulings.csv"
SPEAKS = "a card that speaks of this row"
SECTION = re.compile(r"\[(exchanges|detainees|negotiators|leaders)\b")


def split_keys(row: str) -> list[str]:
    """The key cells of a negotiator's or leader's row id; the name in the middle may have slashes of its own."""
    first, _, rest = row.partition("/")
    name, _, last = rest.rpartition("/")
    return [first, name, last]


def find_near(row: str, keys: list[str], unknown: list[str]) -> tuple[str, str]:
    """The row that cards speak of and that is this one but for a part of its key, and the column of that part."""
    parts = split_keys(row)
    for other in unknown:
        differ = [key for key, ours, theirs in zip(keys, parts, split_keys(other), strict=False) if ours != theirs]
        if len(keys) > 1 and len(differ) == 1:
            return other, differ[0]
    near = difflib.get_close_matches(row, unknown, 1, 0.8)
    return (near[0], keys[0]) if near else ("", keys[0])


def find_card_line(root: Path, source: str, table: str, row: str) -> int | None:
    """The line of a card on which it begins to speak of a row."""
    text = (root / "seeds" / f"{source}.toml").read_text("utf-8-sig")
    card, number = tomllib.loads(text), row
    if table in cards.KEYS:
        number = [cards.join_keys(entry, cards.KEYS[table]) for entry in card[table]].index(row)
    return places.find_line(places.locate(text), table, number)


def check_rows(
    raw: dict[str, pd.DataFrame], cells: pd.DataFrame, root: Path
) -> tuple[list[Problem], dict[str, pd.Index]]:
    """Rows that no card speaks of, and rows that only cards speak of: one problem each, however many cells or cards.

    The second value is the lines of the rows, by table, of which both speak.
    """
    problems, lines = [], {}
    for table in CODED:
        rows = name_rows(raw[table], table)
        keys = cards.KEYS.get(table, [raw[table].columns[0]])
        spoken = cells[cells["table"] == table].drop_duplicates(["row", "source"])
        unknown = spoken[~spoken["row"].isin(rows)]
        lines[table] = rows.index[rows.isin(spoken["row"])]
        for line, row in rows[~rows.isin(spoken["row"])].items():
            near, column = find_near(row, keys, unknown["row"].unique().tolist())
            expected = SPEAKS
            if near:
                source = unknown.loc[unknown["row"] == near, "source"].iloc[0]
                expected += f"; seeds/{source}.toml:{find_card_line(root, source, table, near)} speaks of {near}"
            problems.append(Problem(f"data/{table}.csv", line, column, raw[table].loc[line, column], expected))
            unknown = unknown[unknown["row"] != near]
        for row, told in unknown.groupby("row"):
            source, more = told["source"].iloc[0], len(told) - 1
            line = find_card_line(root, source, table, row)
            also = f" ({more} more cards speak of it)" if more else ""
            problems.append(Problem(f"seeds/{source}.toml", line, table, row, f"a row of data/{table}.csv{also}"))
    return problems, lines


def read_faulty(problems: list[Problem], root: Path) -> tuple[str, bool]:
    """The texts of the cards that have problems, and whether one of them, or its end, cannot be read for the rows it speaks of."""
    texts = []
    for file in sorted({problem.file for problem in problems if problem.file.startswith("seeds/")}):
        try:
            texts.append((root / file).read_bytes().decode("utf-8", "replace"))
        except OSError:
            texts.append("")
    headings = any(p.file.startswith("seeds/") and p.line and not p.column for p in problems)
    return "\n".join(texts), headings or any(
        not SECTION.search(text) or "\0" in text or not text.endswith("\n") for text in texts
    )


def select_first(
    later: list[Problem], first: list[Problem], lost: set, raw: dict, keys: dict, adrift: set, root: Path
) -> list[Problem]:
    """Those problems of the evidence that do not follow from one found before.

    `lost`: files of which rows could not be read; `adrift`: table and column of what cards say of rows that are not there.
    """
    told, broken = {problem.place for problem in first}, select_broken(first, keys) | lost
    rows = {(p.file, p.line) for p in first if p.column in keys.get(p.file, [])}
    mentioned, unreadable = read_faulty(first, root)
    nameless = {(p.file, table) for p in first for table, columns in cards.KEYS.items() if p.column in columns}
    ids = {f"data/{table}.csv": raw[table].iloc[:, 0].astype(str).to_dict() for table in CODED}
    ids |= {RULINGS: raw["rulings"]["row_id"].astype(str).to_dict()}
    missing = {(problem.expected.split(" (")[0].removeprefix("a row of "), problem.value) for problem in later}
    lines = {(f"data/{table}.csv", row): line for table in CODED for line, row in raw[table].iloc[:, 0].items()}

    def follows(problem: Problem) -> bool:
        if problem.place in told or (problem.file, problem.line) in rows:
            return True
        if any(problem.expected.split(" (")[0].endswith(f" of {file}") for file in broken):
            return True
        if problem.file == RULINGS and problem.line in raw["rulings"].index:
            table, row, column = raw["rulings"].loc[problem.line, ["table", "row_id", "column"]]
            file = f"data/{table}.csv"
            if (
                file in broken
                or (file, row) in missing
                or (table, column) in adrift
                or (file, lines.get((file, row)), column) in told
            ):
                return True
        if problem.expected.startswith(SPEAKS) and any(problem.file == f"data/{table}.csv" for _, table in nameless):
            return True
        if (problem.file, problem.column) in nameless or (
            RULINGS in broken and problem.expected.startswith("a ruling, ")
        ):
            return True
        about = ids.get(problem.file, {}).get(problem.line)
        return problem.file in keys and (unreadable or (about is not None and about in mentioned))

    return [problem for problem in later if not follows(problem)]


def check_record(root: Path = ROOT) -> tuple[list[Problem], str]:
    """Every problem of the record by file and line, and a line that counts what was looked at."""
    descriptor = schema.load_descriptor(root)
    keys = schema.select_keys(descriptor)
    cells, claims, faulty = cards.read_cards(root)
    raw, problems = tables.read_tables(root)
    lost = {problem.file for problem in problems}
    raw, swapped = swaps.straighten(raw, cells, descriptor)
    told = {(f"data/{table}.csv", row) for table, row in zip(cells["table"], cells["row"], strict=True)}
    first = select_roots(problems + schema.check_tables(raw, descriptor), keys, lost, told) + faulty
    wrong = {(p.file, p.line) for p in first if p.column in keys.get(p.file, [])}
    sound = {
        table: frame.loc[[(f"data/{table}.csv", line) not in wrong for line in frame.index]]
        for table, frame in raw.items()
    }
    counts = ", ".join(f"{len(frame)} {name}" for name, frame in raw.items())
    looked = f"{counts}; {cells['source'].nunique()} source cards, {len(cells)} readings, {len(claims)} claims"
    if cells.empty and not faulty:
        return swapped + first + [Problem("seeds", None, "", "", "source cards that speak of the tables' rows")], looked
    later, both = check_rows(sound, cells, root)
    sound |= {table: sound[table].loc[lines] for table, lines in both.items()}
    rows = {table: set(name_rows(sound[table], table)) for table in CODED}
    spoken = [row in rows[table] for table, row in zip(cells["table"], cells["row"], strict=True)]
    if any(spoken):
        later += evidence.check_evidence(sound, cells[spoken], root)
    told_missing = {(problem.expected.split(" (")[0], problem.value) for problem in later}
    later += [p for p in facts.check_claims(claims, raw, root) if (p.expected, p.value) not in told_missing]
    adrift = {
        pair for pair, known in zip(zip(cells["table"], cells["column"], strict=True), spoken, strict=True) if not known
    }
    found = swapped + first + select_first(later, first, lost, raw, keys, adrift, root)
    return sorted({str(p): p for p in found}.values(), key=lambda p: (p.file, p.line or 0, p.column)), looked
