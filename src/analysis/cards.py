"""Reads the source cards, one TOML file for each document, and refuses what is wrong in them.

Promise: a card loads whole and as the descriptor says, or its problems are named by file and line.
"""

import re
import tomllib
from pathlib import Path

import pandas as pd

from analysis import dates, schema
from analysis.schema import ROOT, Problem

KINDS = ["official", "court", "news", "ngo", "archive", "reference", "aggregator"]
HEADER = {"publisher", "title", "published", "url", "kind", "origin", "retrieved", "note"}
SECTIONS = {"exchanges", "detainees", "negotiators", "leaders", "claims"}
KEYS = {"negotiators": ["exchange_id", "name", "role"], "leaders": ["office", "name", "from"]}
COMPARISONS = {"equals", "at_least", "at_most", "about"}
FRAME = [
    "table",
    "row",
    "column",
    "value",
    "source",
    "publisher",
    "title",
    "published",
    "known_from",
    "url",
    "kind",
    "voice",
]


def join_keys(row: dict, keys: list[str]) -> str:
    """The row id of a negotiator or leader: its key cells with slashes between."""
    return "/".join(str(row.get(key, "")) for key in keys)


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


def name_voice(name: str) -> str:
    """One spelling of whose reporting it is: the first of several names, without what stands in brackets."""
    return re.split(r"\s*[;,(]| / ", name)[0].casefold().removeprefix("the ")


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
    about |= {"source": path.stem, "voice": name_voice(card.get("origin") or card["publisher"])}
    about["known_from"] = dates.parse_day_range(card.get("published") or card["retrieved"])[1]
    for table, fields in columns.items():
        checks = {name: schema.compile_cell_check(field) for name, field in fields.items()}
        for row_id, heading, row in select_rows(card, table):
            for column, value in row.items():
                if column not in fields or (
                    fields[column]["evidence"] == "label" and column not in KEYS.get(table, [])
                ):
                    line = find_line(text, heading, column)
                    problems.append(
                        Problem(file, line, column, value, f"a column of data/{table}.csv that needs evidence")
                    )
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


def find_last_confirmed(cells: pd.DataFrame) -> pd.Series:
    """The day of the newest dated document that says how a detention stands: datetime64 by detainee_id."""
    told = cells[(cells["table"] == "detainees") & (cells["column"] == "outcome") & cells["published"].notna()]
    return told.groupby("row")["known_from"].max()
