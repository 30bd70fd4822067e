"""The card of a person or a deal: every value with its standing, the documents behind it, other readings and the ruling.

Promise: whatever comes from a table or a document is escaped before it becomes HTML, and only web addresses become links.
"""

from html import escape

import pandas as pd

from analysis.evidence.account import Reading, trace_values
from analysis.pictures.marks import SIDE
from analysis.record.schema import name_rows, put_in_words, select_codes, select_fields
from analysis.record.select import FILTERS
from analysis.record.tables import Tables


def write_document(reading: Reading) -> str:
    """One document and what it says of a value, in words, as an item of a list."""
    title = escape(reading.title or "untitled")
    if (reading.url or "").startswith(("https://", "http://")):
        title = f'<a href="{escape(reading.url)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    if reading.archive:
        title += f' (<a href="{escape(reading.archive)}" target="_blank" rel="noopener noreferrer">archived</a>)'
    day = escape(reading.published or "undated") + ", read as a headline only" * (reading.read == "headline")
    publisher = escape(reading.publisher)
    return f'<li><b>{escape(reading.words)}</b> – {publisher}, {title}, <span class="explorer-day">{day}</span></li>'


def write_values(record: Tables, table: str, row: str) -> str:
    """Every value of a row that needs evidence, each to be opened for its documents, other readings and ruling."""
    parts = []
    for value in trace_values(record, table, row):
        mark = f'<em class="explorer-{value.standing}">{value.standing_words}</em>'
        body = f"<ul>{''.join(map(write_document, value.readings))}</ul>"
        if value.standing == "disputed":
            other = dict.fromkeys(reading.words for reading in value.readings if reading.says == "other")
            body += f"<p>Other readings: {escape(', '.join(other))}.</p>"
        if value.rule:
            body += f"<p>Ruling ({escape(value.rule)}): {escape(value.reason)}</p>"
        head = f"<span>{escape(value.title)}</span> <b>{escape(value.words)}</b> {mark}"
        parts.append(f"<details><summary>{head}</summary>{body}</details>")
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
