"""One spelling for every table and card, so that a difference between two versions is a difference of fact.

Promise: what is spelt again reads as before; a file already spelt so keeps its bytes.
"""

import csv
import io
import json
import re
from pathlib import Path

import pandas as pd
import tomli

from analysis.record import schema, tables
from analysis.record.cards import LINES, list_cards
from analysis.record.files import ROOT, write_whole

CLAIM = ["says", "measure", "exchange_id", "detainee_id", "side", "on", "start", "end"]
BARE = re.compile(r"[A-Za-z0-9_-]+")


def spell_table(frame: pd.DataFrame) -> bytes:
    """A table of text as CSV: quotation marks only where they are needed, lines end in a line feed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([frame.columns, *frame.astype(object).where(frame.notna(), "").itertuples(index=False)])
    return text.getvalue().encode()


def spell_lines(values: dict, order: list[str]) -> str:
    """Keys and values, a line each: those of `order` first, in that order."""
    keys = [key for key in order if key in values] + [key for key in values if key not in order]
    return "".join(f"{key} = {json.dumps(values[key], ensure_ascii=False)}\n" for key in keys)


def spell_card(card: dict, descriptor: dict) -> bytes:
    """A card as TOML: its own lines, then a section a row, columns in the order of the tables, then its claims."""
    parts = [spell_lines({key: card[key] for key in card if not isinstance(card[key], dict | list)}, LINES)]
    for table in schema.CODED:
        section, columns = card.get(table, {}), list(schema.select_fields(descriptor, table))
        if table in schema.KEYS:
            parts += [f"[[{table}]]\n{spell_lines(row, columns)}" for row in section]
        else:
            names = {row: row if BARE.fullmatch(row) else json.dumps(row, ensure_ascii=False) for row in section}
            parts += [f"[{table}.{names[row]}]\n{spell_lines(section[row], columns)}" for row in section]
    parts += [f"[[claims]]\n{spell_lines(claim, CLAIM)}" for claim in card.get("claims", [])]
    return "\n".join(parts).encode()


def list_misspelt(root: Path = ROOT) -> dict[Path, bytes]:
    """The tables and cards that are spelt otherwise, with the bytes they should have. The record has to load."""
    descriptor = schema.load_descriptor(root)
    spelt = {root / "data" / f"{name}.csv": spell_table(frame) for name, frame in tables.load_raw(root).items()}
    for path in list_cards(root)[0]:
        spelt[path] = spell_card(tomli.loads(path.read_text("utf-8-sig")), descriptor)
    return {path: content for path, content in spelt.items() if path.read_bytes() != content}


def write(root: Path = ROOT) -> int:
    """Spell every table and card the one way, and say which were not."""
    for path, content in list_misspelt(root).items():
        print(write_whole(path, content).relative_to(root))
    return 0
