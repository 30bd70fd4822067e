"""Reads the source cards, and traces every cell of the tables to the documents behind it.

Promise: a standing is computed from what the cards say, never typed.
"""

import re
import tomllib
from pathlib import Path

import pandas as pd

from analysis import dates, schema
from analysis.schema import ROOT, Problem
from analysis.tables import Tables, load_raw, load_tables, type_tables

KINDS = ["official", "court", "news", "ngo", "archive", "reference", "aggregator"]
HEADER = {"publisher", "title", "published", "url", "kind", "origin", "retrieved", "note"}
SECTIONS = {"exchanges", "detainees", "negotiators", "leaders", "claims"}
KEYS = {"negotiators": ["exchange_id", "name", "role"], "leaders": ["office", "name", "from"]}
COMPARISONS = {"equals", "at_least", "at_most", "about"}
FRAME = ["table", "row", "column", "value", "source", "publisher", "title", "published", "known_from", "url", "kind", "voice"]


def join_keys(row: dict, keys: list[str]) -> str:
    """The row id of a negotiator or leader: its key cells with slashes between."""
    return "/".join(str(row.get(key, "")) for key in keys)


def find_line(text: str, heading: str, key: str = "") -> int | None:
    """The line of a card on which a heading, or a key below it, stands; None where it does not."""
    lines = [line.strip() for line in text.splitlines()]
    if heading not in lines and heading:
        return None
    start = lines.index(heading) if heading else -1
    if not key:
        return start + 1
    for number, line in enumerate(lines[start + 1 :], start + 2):
        if re.match(rf"{re.escape(key)}\s*=", line):
            return number
    return start + 1 or None


def check_header(file: str, text: str, card: dict) -> list[Problem]:
    """Problems of a card's own lines, before its sections."""
    problems = [Problem(file, 1, key, "", "a value") for key in ("publisher", "kind", "retrieved") if not card.get(key)]
    for key, value in card.items():
        line = find_line(text, "", key)
        if key not in HEADER | SECTIONS:
            problems.append(Problem(file, line, key, value, "one of " + ", ".join(sorted(HEADER | SECTIONS))))
        elif key in HEADER and not isinstance(value, str):
            problems.append(Problem(file, line, key, value, "a text in quotes"))
        elif key in ("published", "retrieved") and not dates.is_day(value):
            problems.append(Problem(file, line, key, value, "a date as YYYY, YYYY-MM or YYYY-MM-DD"))
        elif key == "kind" and value not in KINDS:
            problems.append(Problem(file, line, key, value, "one of " + ", ".join(KINDS)))
    stem = card.get("published") or "undated"
    if not Path(file).name.startswith(f"{stem}-"):
        problems.append(Problem(file, None, "published", stem, "a file name that begins with the day of publication"))
    return problems


def select_rows(card: dict, table: str) -> list[tuple[str, str, dict]]:
    """The rows of one table that a card speaks of, each with its id and the heading it stands under."""
    if table in KEYS:
        return [(join_keys(row, KEYS[table]), f"[[{table}]]", row) for row in card.get(table, [])]
    return [(row_id, f"[{table}.{row_id}]", row) for row_id, row in card.get(table, {}).items()]


def read_card(path: Path, root: Path, columns: dict[str, dict]) -> tuple[list[dict], list[dict], list[Problem]]:
    """The cells, the claims and the problems of one card."""
    file = path.relative_to(root).as_posix()
    try:
        text = path.read_text("utf-8")
        card = tomllib.loads(text)
    except (OSError, ValueError) as error:
        return [], [], [Problem(file, None, "", str(error), "a card in TOML and UTF-8")]
    cells, claims, problems = [], [], check_header(file, text, card)
    if problems:
        return [], [], problems
    about = {key: card.get(key) for key in ("publisher", "title", "published", "url", "kind")}
    about |= {"source": path.stem, "voice": (card.get("origin") or card["publisher"]).casefold()}
    about["known_from"] = dates.parse_day_range(card.get("published") or card["retrieved"])[1]
    for table, fields in columns.items():
        checks = {name: schema.compile_cell_check(field) for name, field in fields.items()}
        for row_id, heading, row in select_rows(card, table):
            for column, value in row.items():
                if column not in fields or fields[column]["evidence"] == "label" and column not in KEYS.get(table, []):
                    line = find_line(text, heading, column)
                    problems.append(Problem(file, line, column, value, f"a column of data/{table}.csv that needs evidence"))
                elif not isinstance(value, str | int) or not checks[column](str(value)):
                    line = find_line(text, heading, column)
                    problems.append(Problem(file, line, column, value, schema.describe_expected(fields[column])))
                else:
                    cells.append({"table": table, "row": row_id, "column": column, "value": str(value)} | about)
    for claim in card.get("claims", []):
        if len(COMPARISONS & claim.keys()) != 1 or not {"says", "measure"} <= claim.keys():
            expected = "says, measure and one of " + ", ".join(sorted(COMPARISONS))
            problems.append(Problem(file, find_line(text, "[[claims]]"), "claims", claim.get("says", ""), expected))
        else:
            claims.append({"claim": claim} | about)
    return cells, claims, problems


def read_cards(root: Path = ROOT) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """Cells, claims and problems of all cards, in the order of their file names."""
    descriptor = schema.load_descriptor(root)
    tables = ("exchanges", "detainees", "negotiators", "leaders")
    columns = {table: schema.select_fields(descriptor, table) for table in tables}
    cells, claims, problems = [], [], []
    for path in sorted((root / "seeds").glob("*.toml")):
        for whole, part in zip((cells, claims, problems), read_card(path, root, columns), strict=True):
            whole.extend(part)
    frame = pd.DataFrame(cells, columns=FRAME).astype({"known_from": "datetime64[s]"})
    claim_frame = pd.DataFrame(claims, columns=["claim", *FRAME[4:]]).astype({"known_from": "datetime64[s]"})
    return frame, claim_frame, problems


def load_cards(root: Path = ROOT) -> pd.DataFrame:
    """What the cards say, one row a cell.

    Returns
    -------
    table, row, column, value : str
        The cell and the card's reading of it.
    source, publisher, title, published, url, kind : str
        The document; `source` is the card's file name without its ending.
    known_from : datetime64
        Last day it can have been published on; for an undated document the day it was read.
    voice : str
        Whose reporting it is: the origin if it carries another's, else the publisher.
    """
    cells, _, problems = read_cards(root)
    if problems:
        raise schema.InvalidRecord(problems)
    return cells


def load_claims(root: Path = ROOT) -> pd.DataFrame:
    """The countable claims, one row each: `claim` (dict) and the columns of load_cards that name the document."""
    _, claims, problems = read_cards(root)
    if problems:
        raise schema.InvalidRecord(problems)
    return claims


def covers(finer: str, coarser: str, field: dict) -> bool:
    """Whether the first reading says all that the second says: a day of that month, a narrower code, a longer list."""
    if finer == coarser or field["evidence"] == "text":
        return True
    if field.get("partialDate"):
        return finer.startswith(f"{coarser}-")
    if "list" in field:
        return set(coarser.split(field["list"])) <= set(finer.split(field["list"]))
    code = schema.select_codes(field).get(finer, {})
    return code.get("broader") == coarser


def select_contradictions(readings: pd.DataFrame, field: dict) -> pd.DataFrame:
    """Those readings of one cell that cannot be true together with another of them.

    A provisional code (still held, none yet ...) contradicts a final one only if it is dated later.
    """
    if readings["value"].nunique() == 1 or field["evidence"] == "text":
        return readings.iloc[:0]
    codes = schema.select_codes(field)
    provisional = readings["value"].map(lambda value: codes.get(value, {}).get("provisional", False))
    final_since = readings.loc[~provisional, "known_from"].min()
    live = readings[~provisional | (readings["known_from"] > final_since) & readings["published"].notna()]
    values = live["value"].unique()
    clashing = [a for a in values if any(not (covers(a, b, field) or covers(b, a, field)) for b in values)]
    return live[live["value"].isin(clashing)]


def select_cells(raw: pd.DataFrame, table: str, fields: dict[str, dict]) -> pd.DataFrame:
    """The filled cells of a table that need evidence: table, row, column, value, line."""
    keys = KEYS.get(table, [next(iter(fields))])
    rows = raw[keys[0]].str.cat([raw[key] for key in keys[1:]], sep="/") if len(keys) > 1 else raw[keys[0]]
    columns = [name for name, field in fields.items() if field["evidence"] != "label" or name in KEYS.get(table, [])]
    cells = raw[columns].assign(row=rows, line=raw.index).melt(["row", "line"], var_name="column", value_name="value")
    return cells.dropna(subset="value").assign(table=table)


def trace_standing(raw: dict[str, pd.DataFrame] | None = None, cards: pd.DataFrame | None = None, root: Path = ROOT) -> pd.DataFrame:
    """The standing of every filled cell that needs evidence.

    Returns
    -------
    table, row, column, value : str
    line : int
        Line in the table's file.
    standing : category
        agreed (two or more independent voices), single, disputed (cards contradict each other) or unsupported.
    voices : int
        Independent voices that give our value, as precisely or more coarsely.
    readings : str
        What else is said, where it is disputed.
    """
    raw = load_raw(root) if raw is None else raw
    cards = load_cards(root) if cards is None else cards
    descriptor = schema.load_descriptor(root)
    fields = {table: schema.select_fields(descriptor, table) for table in raw if table != "rulings"}
    cells = pd.concat([select_cells(raw[table], table, fields[table]) for table in fields], ignore_index=True)
    said = {key: group for key, group in cards.groupby(["table", "row", "column"])}
    standings = []
    for cell in cells.itertuples():
        field, readings = fields[cell.table][cell.column], said.get((cell.table, cell.row, cell.column))
        if readings is None:
            standings.append(("unsupported", 0, ""))
            continue
        supporting = readings[[covers(cell.value, value, field) or covers(value, cell.value, field) for value in readings["value"]]]
        exact = any(covers(value, cell.value, field) for value in supporting["value"])
        against = select_contradictions(readings, field)
        voices = supporting["voice"].nunique()
        standing = "disputed" if len(against) else "agreed" if voices > 1 else "single"
        others = ", ".join(sorted(set(against["value"]) - {cell.value}))
        standings.append((standing if exact else "unsupported", voices, others))
    cells[["standing", "voices", "readings"]] = pd.DataFrame(standings, columns=["standing", "voices", "readings"], index=cells.index)
    order = ["agreed", "single", "disputed", "unsupported"]
    return cells.assign(standing=pd.Categorical(cells["standing"], order, ordered=True))[
        ["table", "row", "column", "value", "line", "standing", "voices", "readings"]
    ]


def trace_cell(table: str, row: str, column: str, root: Path = ROOT) -> pd.DataFrame:
    """The documents that speak of one cell, oldest first: value, publisher, title, published, url, source, voice."""
    cards = load_cards(root)
    of_cell = cards[(cards["table"] == table) & (cards["row"] == row) & (cards["column"] == column)]
    columns = ["value", "publisher", "title", "published", "url", "source", "voice"]
    return of_cell.sort_values(["known_from", "source"])[columns].reset_index(drop=True)


def trace_row(table: str, row: str, root: Path = ROOT) -> pd.DataFrame:
    """Every filled cell of one row: column, value, standing, voices, and the publishers that speak of it."""
    cards = load_cards(root)
    of_row = cards[(cards["table"] == table) & (cards["row"] == row)]
    cells = trace_standing(cards=of_row, root=root)
    cells = cells[(cells["table"] == table) & (cells["row"] == row)]
    publishers = of_row.groupby("column")["publisher"].agg(lambda names: ", ".join(sorted(set(names))))
    traced = cells[["column", "value", "standing", "voices"]].assign(publishers=cells["column"].map(publishers))
    return traced.reset_index(drop=True)


def check_evidence(raw: dict[str, pd.DataFrame], cards: pd.DataFrame, root: Path = ROOT) -> list[Problem]:
    """Cells no card gives, disputes without a ruling, rulings without a dispute, cards that speak of unknown rows."""
    cells = trace_standing(raw, cards, root)
    problems = [
        Problem(f"data/{cell.table}.csv", cell.line, cell.column, cell.value, "a card that gives this value")
        for cell in cells[cells["standing"] == "unsupported"].itertuples()
    ]
    rulings = raw["rulings"]
    ruled = set(zip(rulings["table"], rulings["row_id"], rulings["column"], strict=True))
    disputed = cells[cells["standing"] == "disputed"].set_index(["table", "row", "column"])
    problems += [
        Problem(f"data/{key[0]}.csv", cell.line, key[2], cell.value, f"a ruling, as cards also say {cell.readings}")
        for key, cell in zip(disputed.index, disputed.itertuples(), strict=True)
        if key not in ruled
    ]
    for ruling in rulings.itertuples():
        key = (ruling.table, ruling.row_id, ruling.column)
        if key not in disputed.index:
            problems.append(Problem("data/rulings.csv", ruling.Index, "column", "/".join(key), "a cell that cards dispute"))
        elif disputed.loc[key, "value"] != ruling.ruling:
            expected = f"the value in the table, {disputed.loc[key, 'value']}"
            problems.append(Problem("data/rulings.csv", ruling.Index, "ruling", ruling.ruling, expected))
    rows = set(zip(cells["table"], cells["row"], strict=True))
    unknown = cards[[key not in rows for key in zip(cards["table"], cards["row"], strict=True)]]
    for card in unknown.drop_duplicates(["source", "table", "row"]).itertuples():
        problems.append(Problem(f"seeds/{card.source}.toml", None, card.table, card.row, f"a row of data/{card.table}.csv"))
    missing = ~raw["leaders"]["source"].isin(cards["source"])
    for leader in raw["leaders"][missing].itertuples():
        problems.append(Problem("data/leaders.csv", leader.Index, "source", leader.source, "the id of a card in seeds/"))
    return problems
