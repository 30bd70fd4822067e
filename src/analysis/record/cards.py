"""Reads the source cards, one TOML file for each document read, and refuses what is wrong in them.

Promise: a card loads whole and as the descriptor says, or its problems are named by file and line.
"""

import copy
import difflib
import json
import os
import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
import tomli

from analysis.record import dates, parsing, schema
from analysis.record.files import ROOT, find_root
from analysis.record.problems import InvalidRecord, Problem, find_fault, is_link
from analysis.record.schema import CODED, KEYS, join_keys
from analysis.record.strays import is_leftover
from analysis.record.words import UNNAMED, name_voice

Fault = tuple[tuple, str, object, str]  # where in the card, key, value, what was expected
READ = ["whole", "opening", "headline"]
KINDS = ["official", "court", "news", "ngo", "archive", "reference", "aggregator"]
LINES = [
    "publisher",
    "title",
    "published",
    "url",
    "archive",
    "kind",
    "origin",
    "read",
    "retrieved",
    "note",
]  # of a card, in this order
HEADER = set(LINES)
SECTIONS = {*CODED, "claims"}
COMPARISONS = {"equals", "at_least", "at_most", "about"}
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.toml", re.ASCII)
DOCUMENT = ["source", "publisher", "title", "published", "known_from", "url", "archive"]
DOCUMENT += ["kind", "voice", "read", "note", "origin", "retrieved"]


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
    if key == "read" and value not in READ:
        return "one of " + ", ".join(READ)
    if key in ("url", "archive") and not is_link(value):
        return "an address that begins with http:// or https://"
    return find_fault(value, as_printed=key in ("title", "note")) if value else ""


def find_renamed(missing: list[str], given: list[str]) -> dict[str, str]:
    """The keys that are missing and stand there under a name that is nearly theirs: the name by key."""
    near = {key: difflib.get_close_matches(key, given, 1, 0.7) for key in missing if given}
    return {key: names[0] for key, names in near.items() if names}


def check_header(name: str, card: dict) -> list[Fault]:
    """What is wrong with a card's own lines, before its sections; `name` is that of its file."""
    missing = [key for key in ("publisher", "kind", "read", "retrieved") if not card.get(key)]
    renamed = find_renamed([key for key in sorted(HEADER) if key not in card], list(card.keys() - HEADER - SECTIONS))
    faults = [((key,), key, card.get(key, ""), "a value") for key in missing if key not in renamed]
    for key in card.keys() - SECTIONS - set(missing):
        if words := find_header_fault(key, card[key]):
            faults.append(((key,), key, card[key], words))
    stem = card.get("published") or "undated"
    if not NAME.fullmatch(name):
        faults.append(
            ((), "", name, "a file name of small letters, digits and hyphens: <published>-<publisher>-<topic>.toml")
        )
    told = "published" in renamed or any(column == "published" for _, column, _, _ in faults)
    if not told and not name.startswith(f"{stem}-"):
        faults.append(
            (("published",), "published", stem, "a file name that begins with the day of publication, or undated")
        )
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
        elif fault := find_fault(value) if value else "a value":
            faults.append((key, value, fault))
    return faults


def select_rows(card: dict, table: str) -> list[tuple[str, object, dict]]:
    """The rows of one table that a card speaks of, each with its id and what its heading is told by in the card."""
    if table in KEYS:
        return [(join_keys(row, KEYS[table]), number, row) for number, row in enumerate(card.get(table, []))]
    return [(row_id, row_id, row) for row_id, row in card.get(table, {}).items()]


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


def check_card(name: str, card: dict, columns: dict[str, dict], checks: dict[str, dict]) -> list[Fault]:
    """What is wrong in a card that is TOML; `columns` of each table, and the `checks` of their values."""
    faults, misshapen = check_header(name, card), check_sections(card)
    if misshapen:
        return faults + misshapen
    faults += find_empty(card) + find_twice(card)
    if not any(isinstance(value, dict | list) for value in card.values()) and not card.get("note"):
        faults.append(((), "", "", "what the document says: a section, or a note"))
    for table, fields in columns.items():
        for _, number, row in select_rows(card, table):
            for column, value in row.items():
                if words := check_reading(table, column, value, fields.get(column), checks[table].get(column)):
                    faults.append(((table, number, column), column, value, words))
    for number, claim in enumerate(card.get("claims", [])):
        faults += [(("claims", number, fault[0]), *fault) for fault in find_claim_faults(claim)]
    return faults


def parse_card(data: bytes | str) -> dict | None:
    """What a card's file holds; None if it is no TOML, or none that a card can be."""
    try:
        return tomli.loads(data.decode("utf-8-sig")) if len(data) <= parsing.LARGEST else None
    except (AttributeError, ValueError, RecursionError):
        return None


def place_card(path: str) -> str:
    """Where the card of this name belongs: in the folder of its year, or in seeds/undated."""
    stem = Path(path).stem
    year = re.match(r"([0-9]{4}|undated)-", stem)
    return f"seeds/{year[1]}/{stem}.toml" if year else "seeds/<year>/<published>-<publisher>-<topic>.toml"


@lru_cache(maxsize=1)
def read_contents(
    contents: tuple[tuple[str, bytes | str], ...], descriptor: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """read_cards of these files under this descriptor; the same bytes are gone through once."""
    columns = {table: schema.select_fields(json.loads(descriptor), table) for table in CODED}
    checks = {
        table: {name: cache(schema.compile_cell_check(field)) for name, field in fields.items()}
        for table, fields in columns.items()
    }
    cells, claims, problems = [], [], []
    for file, data in contents:
        if file != place_card(file):
            problems.append(Problem(file, None, "", "", f"a card at {place_card(file)}"))
            continue
        if not (card := parse_card(data)):
            problems += parsing.explain_card(file, data)
            continue
        if faults := check_card(Path(file).name, card, columns, checks):
            problems += parsing.locate_faults(file, data.decode("utf-8-sig"), faults)
            continue
        known = dates.parse_day_range(card.get("published") or card["retrieved"])[1]
        told = [card.get(key) for key in ("publisher", "title", "published")]
        unnamed = card["kind"] == "aggregator" and not card.get("origin")
        voice = UNNAMED if unnamed else name_voice(card.get("origin") or card["publisher"])
        about = (Path(file).stem, *told, known, *(card.get(key) for key in ("url", "archive")), card["kind"], voice)
        about += tuple(card.get(key) for key in ("read", "note", "origin", "retrieved"))
        for table in CODED:
            for row_id, _, row in select_rows(card, table):
                cells += [(table, row_id, column, str(value), *about) for column, value in row.items()]
        claims += [(claim, number, *about) for number, claim in enumerate(card.get("claims", []))]
    typed = {"known_from": "datetime64[s]"}
    frame = pd.DataFrame(cells, columns=["table", "row", "column", "value", *DOCUMENT])
    claim_frame = pd.DataFrame(claims, columns=["claim", "number", *DOCUMENT])
    return frame.astype(typed), claim_frame.astype({"number": "int64"} | typed), problems


def list_cards(root: Path) -> tuple[list[Path], list[Problem]]:
    """Whatever lies in seeds/ as if it were a card, by name; what is hidden is none. Folders that are not gone into are problems."""
    problems, found = [], []

    def tell(error: OSError) -> None:
        if Path(error.filename) != root / "seeds":
            folder = Path(error.filename).relative_to(root).as_posix()
            problems.append(Problem(folder, None, "", error.strerror or "", "a folder that can be read"))

    for folder, folders, files in os.walk(root / "seeds", onerror=tell):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [Path(folder, name).relative_to(root).as_posix() for name in folders if Path(folder, name).is_symlink()]
        problems += [Problem(link, None, "", "", "a folder, not a link to one") for link in links]
        named = [name for name in folders if Path(name).suffix.casefold() == ".toml"]
        found += [path for name in [*files, *named] if not is_leftover(path := Path(folder, name))]
    return sorted(found, key=lambda path: (path.stem, path)), problems


def read_cards(root: Path = ROOT) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """Cells, claims and problems of all cards, in the order of their names."""
    root = find_root(root)
    paths, closed = list_cards(root)
    contents = tuple((path.relative_to(root).as_posix(), read_content(path)) for path in paths)
    cells, claims, problems = read_contents(contents, json.dumps(schema.load_descriptor(root)))
    return cells.copy(), claims.assign(claim=copy.deepcopy(claims["claim"].tolist())), closed + problems


def load_cards(root: Path | str = ROOT) -> pd.DataFrame:
    """What the cards say, one row a cell.

    Returns
    -------
    table, row, column, value : str
        The cell and the card's reading of it.
    source, publisher, title, published, url, archive, kind, note, origin, retrieved : str
        The document; `source` is the card's file name without its ending, `archive` where it is kept for good, `origin`
        whose text it carries, `retrieved` the day it was read.
    read : str
        How much of it was read: whole, opening or headline.
    known_from : datetime64
        Last day it can have been published on; for an undated document the day it was read.
    voice : str
        Whose reporting it is: the origin if it carries another's, else the publisher; UNNAMED if that is not said.
    """
    cells, _, problems = read_cards(root)
    if problems:
        raise InvalidRecord(problems)
    return cells


def load_claims(root: Path | str = ROOT) -> pd.DataFrame:
    """The countable claims, one row each: `claim` (dict), its `number` in the card, the columns of load_cards that name it."""
    _, claims, problems = read_cards(root)
    if problems:
        raise InvalidRecord(problems)
    return claims
