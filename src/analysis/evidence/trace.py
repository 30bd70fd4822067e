"""Opens the documents behind a value, a row, or a selection of rows.

Promise: what is asked for exists, or the message lists what there is; nothing found means that no document says it.
"""

from pathlib import Path

import pandas as pd

from analysis.record import schema
from analysis.record.cards import load_cards
from analysis.record.files import ROOT
from analysis.record.schema import CODED, KEYS, name_rows
from analysis.record.select import refuse
from analysis.record.standing import trace_standing
from analysis.record.tables import load_raw


def check_row(table: str, row: str, root: Path | str) -> pd.DataFrame:
    """The row of a table as text, as a frame; ValueError where there is no such table or row."""
    if not isinstance(table, str) or table not in CODED:
        refuse("table", table, list(CODED))
    frame = load_raw(root)[table]
    rows = name_rows(frame, table)
    if not isinstance(row, str) or row not in set(rows):
        refuse(f"row of {table}", row, rows.tolist())
    return frame[rows == row]


def trace_cell(table: str, row: str, column: str, root: Path | str = ROOT) -> pd.DataFrame:
    """The documents that speak of one cell, oldest first: value, publisher, title, published, read, url, source, voice.

    Raises
    ------
    ValueError
        There is no such table, row, or column that needs evidence; the message lists what there is.
    """
    check_row(table, row, root)
    fields = schema.select_fields(schema.load_descriptor(root), table)
    traced = [name for name, field in fields.items() if field["evidence"] != "label" or name in KEYS.get(table, [])]
    if not isinstance(column, str) or column not in traced:
        refuse(f"column of {table} that needs evidence", column, traced)
    cards = load_cards(root)
    of_cell = cards[(cards["table"] == table) & (cards["row"] == row) & (cards["column"] == column)]
    columns = ["value", "publisher", "title", "published", "read", "url", "source", "voice"]
    return of_cell.sort_values(["known_from", "source"])[columns].reset_index(drop=True)


def name_first(publishers: pd.Series, most: int = 3) -> str:
    """The first few different names, and how many more."""
    names = list(dict.fromkeys(publishers))
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def trace_row(table: str, row: str, root: Path | str = ROOT) -> pd.DataFrame:
    """Every filled cell of one row: column, value, standing, voices, and the first publishers that spoke of it.

    Raises
    ------
    ValueError
        There is no such table or row; the message lists what there is.
    """
    frame, cards = check_row(table, row, root), load_cards(root)
    of_row = cards[(cards["table"] == table) & (cards["row"] == row)]
    cells = trace_standing({table: frame}, of_row, schema.load_descriptor(root))
    publishers = of_row.sort_values(["known_from", "source"]).groupby("column")["publisher"].agg(name_first)
    traced = cells[["column", "value", "standing", "voices"]].assign(publishers=cells["column"].map(publishers))
    return traced.reset_index(drop=True)
