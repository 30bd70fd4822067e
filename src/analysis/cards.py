"""Reads the source cards, one TOML file for each document, and refuses what is wrong in them.

Promise: a card loads whole and as the descriptor says, or its problems are named by file and line.
"""

import copy
import json
import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis import dates, schema, texts
from analysis.places import find_line, locate
from analysis.problems import InvalidRecord, Problem
from analysis.reading import CONFLICT, is_wide
from analysis.schema import ROOT

KINDS = ["official", "court", "news", "ngo", "archive", "reference", "aggregator"]
HEADER = {"publisher", "title", "published", "url", "kind", "origin", "retrieved", "note"}
SECTIONS = {"exchanges", "detainees", "negotiators", "leaders", "claims"}
KEYS = {"negotiators": ["exchange_id", "name", "role"], "leaders": ["office", "name", "from"]}
COMPARISONS = {"equals", "at_least", "at_most", "about"}
LARGEST = 1_000_000  # bytes of a card; the longest so far has 20,000
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


def read_text(file: str, data: bytes) -> tuple[str, Problem | None]:
    """The text of a card, or what keeps it from being one."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if is_wide(data):
        return "", Problem(file, None, "", "", "UTF-8, not UTF-16 or a binary file")
    if not data.strip():
        return "", Problem(file, 1, "", "", "a card: publisher, kind, retrieved and what the document says")
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.startswith(CONFLICT) or b"\0" in line:
            expected = "a text without NUL bytes" if b"\0" in line else "no marker of a merge conflict"
            return "", Problem(file, number, "", line.decode("utf-8", "replace"), expected)
        if len(line) > LARGEST:
            name = line[:100].split(b"=")[0].decode("utf-8", "replace").strip()
            return "", Problem(file, number, name, line.decode("utf-8", "replace"), f"at most {LARGEST:,} bytes")
    try:
        return data.decode().replace("\r\n", "\n"), None
    except UnicodeDecodeError as error:
        number, line = data.count(b"\n", 0, error.start) + 1, data[: error.start].rpartition(b"\n")[2]
        line += data[error.start :].split(b"\n")[0]
        name, _, value = line.decode("latin-1").partition("=")
        return "", Problem(file, number, name.strip(), value.strip(), "UTF-8")


def read_content(path: Path) -> bytes | str:
    """What is in a file, or in words why it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        return error.strerror or ""


def parse_card(file: str, content: bytes | str) -> tuple[str, dict, Problem | None]:
    """The text of a card and what it says, or what keeps it from being read."""
    if isinstance(content, str):
        return "", {}, Problem(file, None, "", content, "a card in this file")
    try:
        text, problem = read_text(file, content)
        return text, {} if problem else tomllib.loads(text), problem
    except (ValueError, RecursionError) as error:
        said = str(error).replace("(at end of document)", f"(at line {len(text.splitlines())}, its end)")
        at = re.search(r"\(at line (\d+), ", said)
        return text, {}, Problem(file, int(at.group(1)) if at else None, "", said, "a card in TOML and UTF-8")


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
    return texts.find_fault(value, as_printed=True) if value else ""


def check_header(file: str, text: str, card: dict) -> list[Problem]:
    """Problems of a card's own lines, before its sections."""
    missing = [key for key in ("publisher", "kind", "retrieved") if not card.get(key)]
    problems = [Problem(file, 1, ", ".join(missing), "", "a value")] if missing else []
    faults = {key: find_header_fault(key, value) for key, value in card.items() if key not in SECTIONS}
    if any(faults.values()):
        places = locate(text)
        problems += [
            Problem(file, find_line(places, key), key, card[key], words) for key, words in faults.items() if words
        ]
    stem = card.get("published") or "undated"
    if not (missing or faults.get("published")) and not Path(file).name.startswith(f"{stem}-"):
        problems.append(Problem(file, None, "published", stem, "a file name that begins with the day of publication"))
    return problems


def check_sections(file: str, text: str, card: dict) -> list[Problem]:
    """Problems of the form of a card's sections: rows by id in [table.id], lists in [[table]]."""
    problems = []
    for table in sorted(SECTIONS & card.keys()):
        section, listed = card[table], table in KEYS or table == "claims"
        rows = section if isinstance(section, list) else list(section.values()) if isinstance(section, dict) else []
        if not isinstance(section, list if listed else dict) or not all(isinstance(row, dict) for row in rows):
            expected = f"sections headed [[{table}]]" if listed else f"sections headed [{table}.id]"
            problems.append(Problem(file, find_line(locate(text), table), table, section, expected))
    return problems


def find_claim_faults(claim: dict) -> list[tuple[str, object, str]]:
    """The keys of a claim that are wrong, each with its value and what was expected."""
    if len(COMPARISONS & claim.keys()) != 1 or not {"says", "measure"} <= claim.keys():
        return [("claims", claim.get("says", ""), "says, measure and one of " + ", ".join(sorted(COMPARISONS)))]
    faults = []
    for key, value in claim.items():
        if key in COMPARISONS:
            if not isinstance(value, str) and not (isinstance(value, int | float) and abs(value) < 1e9):
                faults.append((key, value, "a number"))
        elif not isinstance(value, str):
            faults.append((key, value, "a text in quotes"))
        elif fault := texts.find_fault(value, as_printed=key == "says"):
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
    return "" if passes(str(value)) else schema.find_expected(str(value), field)


def read_card(
    file: str, content: bytes | str, columns: dict[str, dict], checks: dict[str, dict]
) -> tuple[list[dict], list[dict], list[Problem]]:
    """The cells, the claims and the problems of one card; `columns` and their `checks` by table."""
    text, card, problem = parse_card(file, content)
    if problems := [problem] if problem else check_header(file, text, card) + check_sections(file, text, card):
        return [], [], problems
    cells, claims, places = [], [], {}
    about = {key: card.get(key) for key in ("publisher", "title", "published", "url", "kind")}
    about |= {"source": Path(file).stem, "voice": name_voice(card.get("origin") or card["publisher"])}
    about["known_from"] = dates.parse_day_range(card.get("published") or card["retrieved"])[1]
    for table, fields in columns.items():
        for row_id, number, row in select_rows(card, table):
            for column, value in row.items():
                if fault := check_reading(table, column, value, fields.get(column), checks[table].get(column)):
                    places = places or locate(text)
                    problems.append(Problem(file, find_line(places, table, number, column), column, value, fault))
                else:
                    cells.append({"table": table, "row": row_id, "column": column, "value": str(value)} | about)
    for number, claim in enumerate(card.get("claims", [])):
        if faults := find_claim_faults(claim):
            places = places or locate(text)
            problems += [Problem(file, find_line(places, "claims", number, fault[0]), *fault) for fault in faults]
        else:
            claims.append({"claim": claim} | about)
    return cells, claims, problems


@lru_cache(maxsize=1)
def read_contents(
    contents: tuple[tuple[str, bytes | str], ...], descriptor: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """read_cards of these files under this descriptor; the same bytes are gone through once."""
    tables = ("exchanges", "detainees", "negotiators", "leaders")
    columns = {table: schema.select_fields(json.loads(descriptor), table) for table in tables}
    checks = {
        table: {name: schema.compile_cell_check(field) for name, field in fields.items()}
        for table, fields in columns.items()
    }
    cells, claims, problems = [], [], []
    for file, content in contents:
        for whole, part in zip((cells, claims, problems), read_card(file, content, columns, checks), strict=True):
            whole.extend(part)
    frame = pd.DataFrame(cells, columns=FRAME).astype({"known_from": "datetime64[s]"})
    claim_frame = pd.DataFrame(claims, columns=["claim", *FRAME[4:]]).astype({"known_from": "datetime64[s]"})
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
    """The countable claims, one row each: `claim` (dict) and the columns of load_cards that name the document."""
    _, claims, problems = read_cards(root)
    if problems:
        raise InvalidRecord(problems)
    return claims


def find_last_confirmed(cells: pd.DataFrame) -> pd.Series:
    """The day of the newest dated document that says how a detention stands: datetime64 by detainee_id."""
    told = cells[(cells["table"] == "detainees") & (cells["column"] == "outcome") & cells["published"].notna()]
    return told.groupby("row")["known_from"].max()
