"""Says in words what changed in the data since a revision: rows that came or went, values with old and new.

Promise: only facts are told; how a file is spelt or where a card lies is no change.
"""

import io
import json
import subprocess
from collections import Counter
from pathlib import Path

import pandas as pd

from analysis.record import cards, schema, tables
from analysis.record.files import ROOT
from analysis.record.problems import InvalidRecord, Problem

CHANGED = ["table", "row", "name", "column", "old", "new"]


def read_git(root: Path, *arguments: str) -> str:
    """What git answers; OSError with its own words where it cannot."""
    done = subprocess.run(
        ["git", "-C", root, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        said = [*done.stderr.strip().splitlines(), "it said nothing"]
        raise OSError(done.returncode, said[0], f"git {' '.join(arguments)}")
    return done.stdout


def read_then(revision: str, root: Path) -> tuple[dict[str, pd.DataFrame], set[str]]:
    """The tables as text, and the ids of the cards, as they were in a revision."""
    revision = read_git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").strip()
    said = read_git(root, "show", f"{revision}:data/datapackage.json").removeprefix("\ufeff")
    try:
        paths = {resource["name"]: f"data/{resource['path']}" for resource in json.loads(said)["resources"]}
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        problem = Problem(
            "data/datapackage.json", getattr(error, "lineno", None), "", revision, "a descriptor in this revision"
        )
        raise InvalidRecord([problem]) from None
    texts = {name: read_git(root, "show", f"{revision}:{path}") for name, path in paths.items()}
    frames = {name: pd.read_csv(io.StringIO(text), dtype=object, keep_default_na=False) for name, text in texts.items()}
    files = read_git(root, "ls-tree", "-r", "--name-only", revision, "seeds").split("\n")
    return frames, {Path(file).stem for file in files if file.endswith(".toml")}


def list_changes(before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame], descriptor: dict) -> pd.DataFrame:
    """Rows that came or went (no column), and cells that changed: table, row, name, column, old, new (empty: nothing).

    Both are tables of text; columns and tables that only one of them has count as empty in the other.
    """
    keys = {resource["name"]: resource["schema"]["primaryKey"] for resource in descriptor["resources"]}
    found = []
    for table in dict.fromkeys([*before, *after]):
        old, new = (
            {"/".join(row[key] for key in keys[table]): row for row in frames[table].fillna("").to_dict("records")}
            if table in frames
            else {}
            for frames in (before, after)
        )
        for row in dict.fromkeys([*old, *new]):
            cells = old.get(row, {}), new.get(row, {})
            name = cells[1].get("name") or cells[0].get("name") or row
            if not all(cells):
                found.append((table, row, name, "", row if cells[0] else "", row if cells[1] else ""))
                continue
            for column in dict.fromkeys([*cells[0], *cells[1]]):
                was, now = (cell.get(column, "") for cell in cells)
                found += [(table, row, name, column, was, now)] if was != now else []
    return pd.DataFrame(found, columns=CHANGED)


def describe_changes(changes: pd.DataFrame, descriptor: dict) -> list[str]:
    """A line for each change: `detainees: Ksenia Karelina (karelina-ksenia): sentence months: 144 months, before nothing`."""
    lines, fields = [], {r["name"]: schema.select_fields(descriptor, r["name"]) for r in descriptor["resources"]}
    for change in changes.itertuples():
        who = change.name if change.name == change.row else f"{change.name} ({change.row})"
        if not change.column:
            lines.append(f"{change.table}: {who}: {'added' if change.new else 'taken out'}")
            continue
        field = fields.get(change.table, {}).get(change.column, {})
        new, old = (schema.put_in_words(value, field) if value else "nothing" for value in (change.new, change.old))
        lines.append(f"{change.table}: {who}: {change.column.replace('_', ' ')}: {new}, before {old}")
    return lines


def write(revision: str, root: Path = ROOT) -> int:
    """Print what changed in the data since a revision that git knows."""
    descriptor, after = schema.load_descriptor(root), tables.load_raw(root)
    before, then = read_then(revision, root)
    changes = list_changes(before, after, descriptor)
    now = {path.stem for path in cards.list_cards(root)[0]}
    for line in describe_changes(changes, descriptor):
        print(line)
    counts = Counter("value" if column else "row" for column in changes["column"])
    print(f"{counts['row']} rows added or taken out, {counts['value']} values changed since {revision};", end=" ")
    print(f"{len(now - then)} cards added, {len(then - now)} taken out.")
    return 0
