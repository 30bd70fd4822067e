"""The card of a person or a deal: every value with its standing, the documents behind it, other readings and the ruling.

Promise: whatever comes from a table or a document is escaped before it becomes HTML, and only web addresses become links.
"""

from html import escape
from pathlib import Path

import pandas as pd

from analysis import evidence
from analysis.cards import KEYS
from analysis.charts.marks import SIDE
from analysis.explore.filters import load_known, read_documents
from analysis.known import date_documents, name_rows
from analysis.schema import ROOT, load_descriptor, select_codes, select_fields

STANDING = {
    "agreed": "two or more voices",
    "single": "one voice",
    "disputed": "disputed",
    "unsupported": "no document gives this",
}


def read_texts(known_on: str | None, root: Path) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """The tables as text and the cards: all of them, or those published by `known_on` and what they gave."""
    raw, cards = read_documents(root)
    if not known_on:
        return raw, cards
    record, cards = load_known(known_on, root), date_documents(cards)
    known = {"rulings": raw["rulings"].iloc[:0]}  # rulings came later
    for table in ("exchanges", "detainees", "negotiators"):
        frame = getattr(record, table)[raw[table].columns].astype(object)
        known[table] = frame.where(frame.notna(), None).map(lambda value: value if value is None else str(value))
    return known, cards[cards["known_from"] <= pd.Timestamp(known_on)]


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


def write_values(table: str, row: str, texts: dict[str, pd.DataFrame], cards: pd.DataFrame, root: Path) -> str:
    """Every value of a row that needs evidence, each to be opened for its documents, other readings and ruling."""
    frame = texts[table][name_rows(texts[table], table) == row]
    said = cards[(cards["table"] == table) & (cards["row"] == row)].sort_values(["known_from", "source"])
    cells = evidence.trace_standing({table: frame}, said, root).set_index("column")
    rulings = texts["rulings"]
    rulings = rulings[(rulings["table"] == table) & (rulings["row_id"] == row)].set_index("column")
    parts = []
    for column, field in select_fields(load_descriptor(root), table).items():
        if column not in cells.index or column in KEYS.get(table, []):
            continue
        cell, readings = cells.loc[column], said[said["column"] == column]
        name, words = column.replace("_", " "), put_in_words(cell["value"], field)
        if column == "exchange_id":
            name, words = "deal", texts["exchanges"].set_index("exchange_id")["name"].get(words, words)
        head = f"<span>{escape(name)}</span> <b>{escape(words)}</b>"
        mark = f'<em class="explorer-{cell["standing"]}">{STANDING[cell["standing"]]}</em>'
        body = "".join(write_document(reading, field) for reading in readings.itertuples())
        body = f"<ul>{body}</ul>"
        if cell["readings"] and cell["standing"] == "disputed":
            body += f"<p>Other readings: {escape(cell['readings'])}.</p>"
        if column in rulings.index:
            ruling = rulings.loc[column]
            rule = escape(str(ruling["rule"]).replace("_", " "))
            body += f"<p>Ruling ({rule}): {escape(str(ruling['reason']))}</p>"
        parts.append(f"<details><summary>{head} {mark}</summary>{body}</details>")
    return "".join(parts)


def tell_values(row: dict, columns: tuple[str, ...], fields: dict[str, dict]) -> str:
    """Those of the values that are there, in words, with commas between."""
    return escape(", ".join(put_in_words(row[column], fields[column]) for column in columns if pd.notna(row[column])))


def write_people(deal: str, texts: dict[str, pd.DataFrame], root: Path) -> str:
    """Who was freed in a deal, a list a side: name, charge, custodian."""
    fields = select_fields(load_descriptor(root), "detainees")
    people = texts["detainees"][texts["detainees"]["exchange_id"] == deal]
    sides = people["custodian"].map(lambda code: select_codes(fields["custodian"]).get(code, {}).get("group"))
    parts = []
    for side, words in SIDE.items():
        rows = people[sides == side].to_dict("records")
        names = [escape(row["name"] if pd.notna(row["name"]) else row["detainee_id"]) for row in rows]
        told = [tell_values(row, ("charge_type", "custodian"), fields) for row in rows]
        lines = [f"<li><b>{name}</b> {words}</li>" for name, words in zip(names, told, strict=True)]
        parts.append(f"<h4>Freed, {words}</h4><ul>{''.join(lines)}</ul>" if lines else "")
    return "".join(parts)


def write_parts(deal: str, texts: dict[str, pd.DataFrame], cards: pd.DataFrame, root: Path) -> str:
    """Who took part in a deal, each to be opened for every value and its documents."""
    fields = select_fields(load_descriptor(root), "negotiators")
    negotiators = texts["negotiators"][texts["negotiators"]["exchange_id"] == deal]
    parts = []
    for row_id, row in zip(name_rows(negotiators, "negotiators"), negotiators.to_dict("records"), strict=True):
        head = f"<b>{escape(row['name'])}</b> {tell_values(row, ('role', 'credit'), fields)}"
        values = write_values("negotiators", row_id, texts, cards, root)
        parts.append(f"<details><summary>{head}</summary><div>{values}</div></details>")
    return f"<h4>Took part</h4>{''.join(parts)}" if parts else ""


def write_card(table: str, row: str, known_on: str | None = None, root: Path = ROOT) -> str:
    """The card as HTML.

    Parameters
    ----------
    table, row
        detainees or exchanges, and the id of one of their rows. A deal comes with its people and who took part in it.
    known_on
        A day: only what documents published by then gave.
    """
    texts, cards = read_texts(known_on, root)
    frame = texts[table][name_rows(texts[table], table) == row]
    if frame.empty:
        return f'<p class="explorer-quiet">{escape(row)} is not in the record of that day.</p>'
    parts = [f"<h3>{escape(str(frame.iloc[0]['name']))}</h3>"]
    if known_on:
        parts.append(f'<p class="explorer-quiet">As documents published by {escape(known_on)} gave it.</p>')
    parts.append(write_values(table, row, texts, cards, root))
    note = frame.iloc[0].get("notes")
    if isinstance(note, str):
        parts.append(f'<p class="explorer-quiet">{escape(note)}</p>')
    if table == "exchanges":
        parts += [write_people(row, texts, root), write_parts(row, texts, cards, root)]
    return f'<div class="explorer-card">{"".join(parts)}</div>'
