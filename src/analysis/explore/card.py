"""The card of a person or a deal: every value with its standing, the documents behind it, other readings and the ruling.

Promise: whatever comes from a table or a document is escaped before it becomes HTML, and only web addresses become links.
"""

from html import escape

import pandas as pd

from analysis.pictures.marks import SIDE
from analysis.record.schema import KEYS, name_rows, put_in_words, select_codes, select_fields
from analysis.record.select import FILTERS
from analysis.record.tables import Tables

STANDING = {
    "agreed": "two or more voices",
    "single": "one voice",
    "disputed": "disputed",
    "unsupported": "no document gives this",
}


def write_document(reading: object, says: str) -> str:
    """One document and what it says of a value, in words, as an item of a list."""
    title = escape(str(reading.title)) if isinstance(reading.title, str) else "untitled"
    if isinstance(reading.url, str) and reading.url.startswith(("https://", "http://")):
        title = f'<a href="{escape(reading.url)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    if isinstance(reading.archive, str):
        title += f' (<a href="{escape(reading.archive)}" target="_blank" rel="noopener noreferrer">archived</a>)'
    day = escape(reading.published) if isinstance(reading.published, str) else "undated"
    day += ", read as a headline only" * (reading.read == "headline")
    publisher = escape(str(reading.publisher))
    return f'<li><b>{escape(says)}</b> – {publisher}, {title}, <span class="explorer-day">{day}</span></li>'


def write_values(record: Tables, table: str, row: str) -> str:
    """Every value of a row that needs evidence, each to be opened for its documents, other readings and ruling."""
    cards, cells, rulings = record.cards, record.standing, record.raw["rulings"]
    said = cards[(cards["table"] == table) & (cards["row"] == row)].sort_values(["known_from", "source"])
    shown = {true: mask for mask, true in record.ids.items()}
    cells = cells[(cells["table"] == table) & (cells["row"] == shown.get(row, row))].set_index("column")
    rulings = rulings[(rulings["table"] == table) & (rulings["row_id"] == row)].set_index("column")
    deals, parts = record.raw["exchanges"].set_index("exchange_id")["name"].to_dict(), []

    def say(value: str, column: str, field: dict) -> str:
        return deals.get(value, "another deal") if column == "exchange_id" else put_in_words(value, field)

    for column, field in select_fields(record.descriptor, table).items():
        if column not in cells.index or column in KEYS.get(table, []):
            continue
        cell, readings = cells.loc[column], said[said["column"] == column]
        name = "deal" if column == "exchange_id" else column.replace("_", " ")
        head = f"<span>{escape(name)}</span> <b>{escape(say(cell['value'], column, field))}</b>"
        mark = f'<em class="explorer-{cell["standing"]}">{STANDING[cell["standing"]]}</em>'
        documents = [write_document(reading, say(reading.value, column, field)) for reading in readings.itertuples()]
        body = f"<ul>{''.join(documents)}</ul>"
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
        names = [escape(row["name"] if pd.notna(row["name"]) else "not yet named") for row in rows]
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
    record, day, row = record.whole, record.scope.get(FILTERS["known_on"]), record.ids.get(row, row)
    frame = record.raw[table][name_rows(record.raw[table], table) == row]
    if frame.empty:
        return f'<p class="explorer-quiet">{escape(row)} is not in the record of that day.</p>'
    name = frame.iloc[0]["name"]
    parts = [f"<h3>{escape(name if isinstance(name, str) else 'not yet named')}</h3>"]
    if day:
        parts.append(f'<p class="explorer-quiet">As documents published by {escape(day)} gave it.</p>')
    parts.append(write_values(record, table, row))
    note = frame.iloc[0].get("notes")
    if isinstance(note, str):
        parts.append(f'<p class="explorer-quiet">{escape(note)}</p>')
    if table == "exchanges":
        parts += [write_people(record, row), write_parts(record, row)]
    return f'<div class="explorer-card">{"".join(parts)}</div>'
