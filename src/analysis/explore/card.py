"""The card of a person or a deal: every value with its standing, the documents behind it, other readings and the ruling.

Promise: whatever comes from a table or a document is escaped before it becomes HTML, and only web addresses become links.
"""

from html import escape
from pathlib import Path

import pandas as pd

from analysis import evidence
from analysis.explore.filters import load_known, read_documents
from analysis.known import date_documents
from analysis.schema import ROOT, load_descriptor, select_codes, select_fields

KEYS = {"detainees": "detainee_id", "exchanges": "exchange_id"}
STANDING = {
    "agreed": "two or more voices",
    "single": "one voice",
    "disputed": "disputed",
    "unsupported": "no document gives this",
}


def select_row(table: str, row: str, known_on: str | None, root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row of a table as text, and what cards say of it: all of them, or those published by `known_on`."""
    raw, cards = read_documents(root)
    frame = raw[table]
    if known_on:
        cards = date_documents(cards)
        cards = cards[cards["known_from"] <= pd.Timestamp(known_on)]
        frame = getattr(load_known(known_on, root), table)[raw[table].columns].astype(object)
        frame = frame.where(frame.notna(), None).map(lambda value: value if value is None else str(value))
    said = cards[(cards["table"] == table) & (cards["row"] == row)]
    return frame[frame[KEYS[table]] == row], said.sort_values(["known_from", "source"])


def put_in_words(value: str, field: dict) -> str:
    """A value as a reader wants it: codes by their labels, numbers with their unit."""
    codes = select_codes(field)
    words = "; ".join(codes.get(part, {}).get("label", part) for part in str(value).split(field.get("list", "\0")))
    return f"{words} {field['unit']}" if field.get("unit") else words


def write_document(reading: object, field: dict) -> str:
    """One document and what it says of a value, as an item of a list."""
    title = escape(str(reading.title)) if isinstance(reading.title, str) else "untitled"
    if isinstance(reading.url, str) and reading.url.startswith(("https://", "http://")):
        title = f'<a href="{escape(reading.url)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    day = escape(reading.published) if isinstance(reading.published, str) else "undated"
    says, publisher = escape(put_in_words(reading.value, field)), escape(str(reading.publisher))
    return f'<li><b>{says}</b> – {publisher}, {title}, <span class="explorer-day">{day}</span></li>'


def write_card(table: str, row: str, known_on: str | None = None, root: Path = ROOT) -> str:
    """The card as HTML.

    Parameters
    ----------
    table, row
        detainees or exchanges, and the id of one of their rows.
    known_on
        A day: only what documents published by then gave.
    """
    frame, said = select_row(table, row, known_on, root)
    if frame.empty:
        return f'<p class="explorer-quiet">{escape(row)} is not in the record of that day.</p>'
    fields = select_fields(load_descriptor(root), table)
    cells = evidence.trace_standing({table: frame}, said, root).set_index("column")
    rulings = read_documents(root)[0]["rulings"]
    rulings = rulings[(rulings["table"] == table) & (rulings["row_id"] == row)].set_index("column")
    parts = [f"<h3>{escape(str(frame.iloc[0]['name']))}</h3>"]
    if known_on:
        parts.append(f'<p class="explorer-quiet">As documents published by {escape(known_on)} gave it.</p>')
    for column, field in fields.items():
        if column not in cells.index:
            continue
        cell, readings = cells.loc[column], said[said["column"] == column]
        head = f"<span>{escape(column.replace('_', ' '))}</span> <b>{escape(put_in_words(cell['value'], field))}</b>"
        mark = f'<em class="explorer-{cell["standing"]}">{STANDING[cell["standing"]]}</em>'
        body = "".join(write_document(reading, field) for reading in readings.itertuples())
        body = f"<ul>{body}</ul>"
        if cell["readings"] and cell["standing"] == "disputed":
            body += f"<p>Other readings: {escape(cell['readings'])}.</p>"
        if column in rulings.index and not known_on:
            ruling = rulings.loc[column]
            rule = escape(str(ruling["rule"]).replace("_", " "))
            body += f"<p>Ruling ({rule}): {escape(str(ruling['reason']))}</p>"
        parts.append(f"<details><summary>{head} {mark}</summary>{body}</details>")
    note = frame.iloc[0].get("notes")
    if isinstance(note, str):
        parts.append(f'<p class="explorer-quiet">{escape(note)}</p>')
    return f'<div class="explorer-card">{"".join(parts)}</div>'
