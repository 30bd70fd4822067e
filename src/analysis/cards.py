"""Reads the source cards, one TOML file for each document, and refuses what is wrong in them.

Promise: a card loads whole and as the descriptor says, or its problems are named by file and line.
"""

import copy
import difflib
import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis import dates, schema, texts
from analysis.parsing import parse_card
from analysis.places import find_line, locate
from analysis.problems import InvalidRecord, Problem
from analysis.schema import ROOT

Fault = tuple[tuple, str, object, str]  # where in the card, key, value, what was expected
KINDS = ["official", "court", "news", "ngo", "archive", "reference", "aggregator"]
HEADER = {"publisher", "title", "published", "url", "kind", "origin", "retrieved", "note"}
CODED = ("exchanges", "detainees", "negotiators", "leaders")  # the tables that cards speak of
SECTIONS = {*CODED, "claims"}
KEYS = {"negotiators": ["exchange_id", "name", "role"], "leaders": ["office", "name", "from"]}
COMPARISONS = {"equals", "at_least", "at_most", "about"}
LINK = re.compile(r"https?://[^\s<>\"']+")
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
    code = schema.select_codes(field).get(finer, {})
    return code.get("broader") == coarser


def read_content(path: Path) -> bytes | str:
    """What is in a file, or in words why it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        return error.strerror or ""


def find_header_fault(key: str, value: object) -> str:
    """What was expected of one of a card's own lines; empty where it is as it should be."""
    if key not in HEADER:
        return "one of " + ", ".join(sorted(HEADER | SECTIONS))
    if not isinstance(value, str):
        return "a text in quotes"
    if key in ("published", "retrieved") and not dates.is_day(value):
        return "a date as YYYY, YYYY-MM or YYYY-MM-DD"
    if key == "kind" and value not in KINDS:
        return "one of " + ", ".join(KINDS)
    if key == "url" and not LINK.fullmatch(value):
        return "an address that begins with http:// or https://"
    return texts.find_fault(value, as_printed=key in ("title", "note")) if value else ""


def find_renamed(missing: list[str], given: list[str]) -> dict[str, str]:
    """The keys that are missing and stand there under a name that is nearly theirs: the name by key."""
    near = {key: difflib.get_close_matches(key, given, 1, 0.7) for key in missing}
    return {key: names[0] for key, names in near.items() if names}


def check_header(name: str, card: dict) -> list[Fault]:
    """What is wrong with a card's own lines, before its sections; `name` is that of its file."""
    missing = [key for key in ("publisher", "kind", "retrieved") if not card.get(key)]
    renamed = find_renamed([key for key in sorted(HEADER) if key not in card], list(card.keys() - HEADER - SECTIONS))
    faults = [((key,), key, card.get(key, ""), "a value") for key in missing if key not in renamed]
    for key in card.keys() - SECTIONS - set(missing):
        if words := find_header_fault(key, card[key]):
            faults.append(((key,), key, card[key], words))
    stem = card.get("published") or "undated"
    told = "published" in renamed or any(column == "published" for _, column, _, _ in faults)
    if not told and not name.startswith(f"{stem}-"):
        faults.append((("published",), "published", stem, "a file name that begins with the day of publication"))
    return faults


def check_sections(card: dict) -> list[Fault]:
    """What is wrong with the form of a card's sections: rows by id in [table.id], lists in [[table]]."""
    faults = []
    for table in sorted(SECTIONS & card.keys()):
        section, listed = card[table], table in KEYS or table == "claims"
        rows = section if isinstance(section, list) else list(section.values()) if isinstance(section, dict) else []
        if not isinstance(section, list if listed else dict) or not all(isinstance(row, dict) for row in rows):
            expected = f"sections headed [[{table}]]" if listed else f"sections headed [{table}.id]"
            faults.append(((table,), table, section, expected))
    return faults


def find_empty(card: dict) -> list[Fault]:
    """The sections of a card that say nothing."""
    sections = {table: card[table] for table in sorted(SECTIONS & card.keys())}
    named = {table: of.items() if isinstance(of, dict) else enumerate(of) for table, of in sections.items()}
    return [
        ((table, at), table, "", "lines below this heading") for table in named for at, row in named[table] if not row
    ]


def find_twice(card: dict) -> list[Fault]:
    """The sections of a card's lists that it has had before: the same claim, or a row with the same key."""
    faults = []
    for table in sorted({*KEYS, "claims"} & card.keys()):
        told = [join_keys(row, KEYS[table]) if table in KEYS else str(row) for row in card[table]]
        first = {row: at for at, row in reversed(list(enumerate(told)))}
        faults += [((table, at), table, row, "each row once") for at, row in enumerate(told) if first[row] != at]
    return faults


def find_claim_faults(claim: dict) -> list[tuple[str, object, str]]:
    """The keys of a claim that are wrong, each with its value and what was expected."""
    if len(COMPARISONS & claim.keys()) != 1 or not {"says", "measure"} <= claim.keys():
        expected = "says, measure and one of " + ", ".join(sorted(COMPARISONS))
        missing = [key for key in ("says", "measure", *COMPARISONS) if key not in claim]
        renamed = find_renamed(missing, [key for key in claim if key not in COMPARISONS | {"says", "measure"}])
        wrong = sorted(renamed.values())
        return [(wrong[0], claim[wrong[0]], expected) if wrong else ("claims", claim.get("says", ""), expected)]
    faults = []
    for key, value in claim.items():
        if key in COMPARISONS:
            if isinstance(value, bool | str) or not (isinstance(value, int | float) and 0 <= value < 1e9):
                faults.append((key, value, "a number from 0"))
        elif not isinstance(value, str):
            faults.append((key, value, "a text in quotes"))
        elif fault := texts.find_fault(value) if value else "a value":
            faults.append((key, value, fault))
    return faults


def select_rows(card: dict, table: str) -> list[tuple[str, object, dict]]:
    """The rows of one table that a card speaks of, each with its id and what its heading is told by in the card."""
    if table in KEYS:
        return [(join_keys(row, KEYS[table]), number, row) for number, row in enumerate(card.get(table, []))]
    return [(row_id, row_id, row) for row_id, row in card.get(table, {}).items()]


def name_voice(name: str) -> str:
    """One spelling of whose reporting it is: the first of several names, without what stands in brackets."""
    return re.split(r"\s*[;,(]| / ", name)[0].casefold().removeprefix("the ")


def check_reading(table: str, column: str, value: object, field: dict | None, passes: Callable) -> str:
    """What was expected of one reading; empty where it is as it should be."""
    if field is None or (field["evidence"] == "label" and column not in KEYS.get(table, [])):
        return f"a column of data/{table}.csv that needs evidence"
    if isinstance(value, bool) or not isinstance(value, str | int) or (isinstance(value, int) and abs(value) >= 1e9):
        return schema.describe_expected(field) + ("" if field["type"] == "integer" else ", in quotes")
    if isinstance(value, str) and field["type"] == "integer":
        return schema.describe_expected(field) + ", without quotes"
    if value == "":
        return "a value"
    return "" if passes(str(value)) else schema.find_expected(str(value), field)


def read_card(
    file: str, content: bytes | str, columns: dict[str, dict], checks: dict[str, dict]
) -> tuple[list[dict], list[dict], list[Problem]]:
    """The cells, the claims and the problems of one card; `columns` and their `checks` by table."""
    text, card, problems = parse_card(file, content)
    lost = {problem.column for problem in problems}  # what stood on lines that are no TOML is not missing
    faults = [fault for fault in check_header(Path(file).name, card) if fault[1] not in lost] if card else []
    wrong = check_sections(card)
    card = {key: value for key, value in card.items() if (key,) not in [fault[0] for fault in wrong]}
    faults += wrong + ([] if problems else find_empty(card) + find_twice(card))
    cells, claims, sound = [], [], not (problems or faults)
    about = {key: card.get(key) for key in ("publisher", "title", "published", "url", "kind")}
    if sound:
        about |= {"source": Path(file).stem, "voice": name_voice(card.get("origin") or card["publisher"])}
        about["known_from"] = dates.parse_day_range(card.get("published") or card["retrieved"])[1]
    for table, fields in columns.items():
        for row_id, number, row in select_rows(card, table):
            for column, value in row.items():
                if words := check_reading(table, column, value, fields.get(column), checks[table].get(column)):
                    faults.append(((table, number, column), column, value, words))
                elif sound:
                    cells.append({"table": table, "row": row_id, "column": column, "value": str(value)} | about)
    for number, claim in enumerate(card.get("claims", [])):
        wrong = find_claim_faults(claim)
        faults += [(("claims", number, fault[0]), *fault) for fault in wrong if not (problems and fault[0] == "claims")]
        if sound and not wrong:
            claims.append({"claim": claim, "number": number} | about)
    places = locate(text) if faults else {}
    problems += [Problem(file, find_line(places, *path) or 1, *fault) for path, *fault in faults]
    return cells, claims, problems


@lru_cache(maxsize=1)
def read_contents(
    contents: tuple[tuple[str, bytes | str], ...], descriptor: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """read_cards of these files under this descriptor; the same bytes are gone through once."""
    columns = {table: schema.select_fields(json.loads(descriptor), table) for table in CODED}
    checks = {
        table: {name: schema.compile_cell_check(field) for name, field in fields.items()}
        for table, fields in columns.items()
    }
    cells, claims, problems = [], [], []
    for file, content in contents:
        for whole, part in zip((cells, claims, problems), read_card(file, content, columns, checks), strict=True):
            whole.extend(part)
    frame = pd.DataFrame(cells, columns=FRAME).astype({"known_from": "datetime64[s]"})
    claim_frame = pd.DataFrame(claims, columns=["claim", "number", *FRAME[4:]]).astype({"known_from": "datetime64[s]"})
    return frame, claim_frame, problems


def read_cards(root: Path = ROOT) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """Cells, claims and problems of all cards, in the order of their file names."""
    paths = sorted((root / "seeds").glob("*.toml"))
    contents = tuple((path.relative_to(root).as_posix(), read_content(path)) for path in paths)
    cells, claims, problems = read_contents(contents, json.dumps(schema.load_descriptor(root)))
    return cells.copy(), claims.assign(claim=copy.deepcopy(claims["claim"].tolist())), list(problems)


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
        raise InvalidRecord(problems)
    return cells


def load_claims(root: Path = ROOT) -> pd.DataFrame:
    """The countable claims, one row each: `claim` (dict), its `number` in the card, the columns of load_cards that name it."""
    _, claims, problems = read_cards(root)
    if problems:
        raise InvalidRecord(problems)
    return claims


def find_last_confirmed(cells: pd.DataFrame) -> pd.Series:
    """The day of the newest dated document that says how a detention stands: datetime64 by detainee_id."""
    told = cells[(cells["table"] == "detainees") & (cells["column"] == "outcome") & cells["published"].notna()]
    return told.groupby("row")["known_from"].max()
