"""The card of a person or a deal: every value with its standing, the documents behind it, other readings and the ruling.

Promise: whatever comes from a table or a document is escaped before it becomes HTML, and only web addresses become links.
"""

from html import escape

import pandas as pd

from analysis.pictures.marks import SIDE
from analysis.record.schema import KEYS, name_rows, select_codes, select_fields
from analysis.record.select import FILTERS
from analysis.record.tables import Tables

STANDING = {
    "agreed": "two or more voices",
    "single": "one voice",
    "disputed": "disputed",
    "unsupported": "no document gives this",
}


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


def write_values(record: Tables, table: str, row: str) -> str:
    """Every value of a row that needs evidence, each to be opened for its documents, other readings and ruling."""
    true_row = "/".join([record.ids.get(first := row.split("/")[0], first), *row.split("/")[1:]])
    cards, cells, rulings = record.cards, record.standing, record.raw["rulings"]
    said = cards[(cards["table"] == table) & (cards["row"] == true_row)].sort_values(["known_from", "source"])
    cells = cells[(cells["table"] == table) & (cells["row"] == row)].set_index("column")
    rulings = rulings[(rulings["table"] == table) & (rulings["row_id"] == row)].set_index("column")
    parts = []
    for column, field in select_fields(record.descriptor, table).items():
        if column not in cells.index or column in KEYS.get(table, []):
            continue
        cell, readings = cells.loc[column], said[said["column"] == column]
        name, words = column.replace("_", " "), put_in_words(cell["value"], field)
        if column == "exchange_id":
            name, words = "deal", record.raw["exchanges"].set_index("exchange_id")["name"].get(words, words)
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


def write_people(record: Tables, deal: str) -> str:
    """Who was freed in a deal, a list a side: name, charge, custodian."""
    fields, people = select_fields(record.descriptor, "detainees"), record.raw["detainees"]
    people = people[people["exchange_id"] == deal]
    sides = people["custodian"].map(lambda code: select_codes(fields["custodian"]).get(code, {}).get("group"))
    parts = []
    for side, words in SIDE.items():
        rows = people[sides == side].to_dict("records")
        names = [escape(row["name"] if pd.notna(row["name"]) else row["detainee_id"]) for row in rows]
        told = [tell_values(row, ("charge_type", "custodian"), fields) for row in rows]
        lines = [f"<li><b>{name}</b> {words}</li>" for name, words in zip(names, told, strict=True)]
        parts.append(f"<h4>Freed, {words}</h4><ul>{''.join(lines)}</ul>" if lines else "")
    return "".join(parts)


def write_parts(record: Tables, deal: str) -> str:
    """Who took part in a deal, each to be opened for every value and its documents."""
    fields, negotiators = select_fields(record.descriptor, "negotiators"), record.raw["negotiators"]
    negotiators = negotiators[negotiators["exchange_id"] == deal]
    parts = []
    for row_id, row in zip(name_rows(negotiators, "negotiators"), negotiators.to_dict("records"), strict=True):
        head = f"<b>{escape(row['name'])}</b> {tell_values(row, ('role', 'credit'), fields)}"
        values = write_values(record, "negotiators", row_id)
        parts.append(f"<details><summary>{head}</summary><div>{values}</div></details>")
    return f"<h4>Took part</h4>{''.join(parts)}" if parts else ""


def write_card(record: Tables, table: str, row: str) -> str:
    """The card of a row as HTML; a deal comes with its people and who took part in it.

    Parameters
    ----------
    record
        Whole, or as known on a day: then only what documents published by then gave.
    table, row
        detainees or exchanges, and the id of one of their rows.
    """
    record, day = record.whole, record.scope.get(FILTERS["known_on"])
    frame = record.raw[table][name_rows(record.raw[table], table) == row]
    if frame.empty:
        return f'<p class="explorer-quiet">{escape(row)} is not in the record of that day.</p>'
    parts = [f"<h3>{escape(str(frame.iloc[0]['name']))}</h3>"]
    if day:
        parts.append(f'<p class="explorer-quiet">As documents published by {escape(day)} gave it.</p>')
    parts.append(write_values(record, table, row))
    note = frame.iloc[0].get("notes")
    if isinstance(note, str):
        parts.append(f'<p class="explorer-quiet">{escape(note)}</p>')
    if table == "exchanges":
        parts += [write_people(record, row), write_parts(record, row)]
    return f'<div class="explorer-card">{"".join(parts)}</div>'
