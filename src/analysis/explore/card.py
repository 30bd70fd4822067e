"""The card of a person or a deal: every value with its standing, the documents behind it, which of them differ, and the ruling.

Promise: whatever comes from a table or a document is escaped before it becomes HTML, and only web addresses become links.
"""

from html import escape

import pandas as pd

from analysis.evidence.account import Reading, Value, trace_values
from analysis.measures.held import select_left_behind
from analysis.pictures.marks import SIDE
from analysis.record.dates import format_partial
from analysis.record.schema import name_rows, put_in_words, select_codes, select_fields
from analysis.record.select import FILTERS
from analysis.record.tables import Tables
from analysis.record.words import spell

SAYS = {"same": "", "finer": "more precise", "coarser": "less precise", "other": "differs"}
SHOWN = 6  # documents that say the same, before the rest are folded


def write_link(url: str | None, words: str) -> str:
    """The words, as a link where there is a web address."""
    if not (url or "").startswith(("https://", "http://")):
        return escape(words)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'


def write_button(table: str, row: str, words: str) -> str:
    """A button that opens another card."""
    return f'<button data-act="open" data-table="{table}" data-row="{escape(row)}">{escape(words)}</button>'


def write_document(reading: Reading) -> str:
    """One document and what it says of a value, in words, as an item of a list; marked where it does not say the same."""
    mark = f' <em class="explorer-{reading.says}">{SAYS[reading.says]}</em>' if SAYS[reading.says] else ""
    told = [escape(reading.publisher), write_link(reading.url, reading.title or "untitled")]
    day = format_partial(reading.published) if reading.published else "undated"
    told.append(f'<span class="explorer-day">{day}</span>')
    told += ["read as a headline only"] * (reading.read == "headline")
    told += [f"shares its origin ({escape(reading.voice)}) with another of these"] * reading.shared
    archived = f" ({write_link(reading.archive, 'archived')})" if reading.archive else ""
    kind = ' class="explorer-dissent"' if reading.says == "other" else ""
    return f"<li{kind}><b>{escape(reading.words)}</b>{mark} – {', '.join(told)}{archived}</li>"


def write_ruling(value: Value) -> str:
    """By which rule a dispute was settled, why, and the documents that this names."""
    cited = [
        f"{escape(reading.publisher)}, {write_link(reading.url, reading.title or 'untitled')}"
        for reading in value.readings
        if reading.cited
    ]
    told = f"<p><b>We took {escape(value.words)}</b> ({escape(value.rule)}): {escape(value.reason)}"
    return told + (f" Cited: {'; '.join(dict.fromkeys(cited))}." if cited else "") + "</p>"


def write_value(value: Value, deal: str | None = None) -> str:
    """A value to be opened for its documents: those that differ first, the ruling, then those that say the same.

    `deal` is the id to open where the value is a deal.
    """
    mark = f'<em class="explorer-{value.standing}">{value.standing_words}</em>'
    differ = [reading for reading in value.readings if reading.says == "other"]
    agree = sorted((one for one in value.readings if one.says != "other"), key=lambda one: list(SAYS).index(one.says))
    body = f"<p>{spell(len(differ), 'document differs', 'documents differ').capitalize()}:</p>" if differ else ""
    body += f"<ul>{''.join(map(write_document, differ))}</ul>" if differ else ""
    body += write_ruling(value) if value.rule else ""
    body += f"<ul>{''.join(map(write_document, agree[:SHOWN]))}</ul>" if agree else ""
    if rest := agree[SHOWN:]:
        words = f"{spell(len(rest), 'more document')} to the same effect".capitalize()
        body += f"<details><summary>{words}</summary><ul>{''.join(map(write_document, rest))}</ul></details>"
    head = f"<span>{escape(value.title)}</span> <b>{escape(value.words)}</b> {mark}"
    button = f"<p>{write_button('exchanges', deal, 'Open the card of this deal')}</p>" if deal else ""
    return f'<details data-column="{value.column}"><summary>{head}</summary>{button}{body}</details>'


def write_values(record: Tables, table: str, row: str) -> str:
    """Every value of a row that needs evidence."""
    deals = record.raw["exchanges"]["exchange_id"].tolist()
    shown = {true: mask for mask, true in record.ids.items()}
    values = trace_values(record, table, row)
    return "".join(
        write_value(value, shown.get(value.value, value.value) if is_deal(value, record, deals) else None)
        for value in values
    )


def is_deal(value: Value, record: Tables, deals: list[str]) -> bool:
    """Whether a value is a deal of the record given."""
    return value.column == "exchange_id" and record.ids.get(value.value, value.value) in deals


def tell_values(row: dict, columns: tuple[str, ...], fields: dict[str, dict]) -> str:
    """Those of the values that are there, in words, with commas between."""
    return escape(", ".join(put_in_words(row[column], fields[column]) for column in columns if pd.notna(row[column])))


def write_people(record: Tables, deal: str) -> str:
    """Who was freed in a deal, a list a side: name, charge, custodian."""
    fields, people = select_fields(record.descriptor, "detainees"), record.raw["detainees"]
    people = people[people["exchange_id"] == deal]
    sides = people["custodian"].map(lambda code: select_codes(fields["custodian"]).get(code, {}).get("group"))
    shown, parts = {true: mask for mask, true in record.ids.items()}, []
    for side, words in SIDE.items():
        lines = [
            f"<li>{write_button('detainees', shown.get(row['detainee_id'], row['detainee_id']), tell_name(row))} "
            f"{tell_values(row, ('charge_type', 'custodian'), fields)}</li>"
            for row in people[sides == side].to_dict("records")
        ]
        parts.append(f"<h3>Freed, {words}: {len(lines)} named</h3><ul>{''.join(lines)}</ul>" if lines else "")
    return "".join(parts)


def tell_name(row: dict) -> str:
    """A person's name, where it is known."""
    return row["name"] if isinstance(row["name"], str) else "not yet named"


def write_parts(record: Tables, deal: str) -> str:
    """Who took part in a deal, each to be opened for every value and its documents."""
    fields, negotiators = select_fields(record.descriptor, "negotiators"), record.raw["negotiators"]
    negotiators = negotiators[negotiators["exchange_id"] == deal]
    parts = []
    for row_id, row in zip(name_rows(negotiators, "negotiators"), negotiators.to_dict("records"), strict=True):
        head = f"<b>{escape(row['name'])}</b> {tell_values(row, ('role', 'credit', 'country'), fields)}"
        values = write_values(record, "negotiators", row_id)
        parts.append(f"<details><summary>{head}</summary><div>{values}</div></details>")
    return f"<h3>Took part: {len(parts)}</h3>{''.join(parts)}" if parts else ""


def write_left(record: Tables, deal: str) -> str:
    """Who was in custody on the day of a deal and not freed in it: name, charge, custodian, and whether that is certain."""
    deals, shown = record.exchanges, {true: mask for mask, true in record.ids.items()}
    deals = deals[deals["exchange_id"] == shown.get(deal, deal)]
    left = select_left_behind(record.detainees, deals, record.data_through)
    fields = select_fields(record.descriptor, "detainees")
    people, lines = record.detainees.set_index("detainee_id"), []
    for row in left.itertuples():
        told = tell_values(people.loc[row.detainee_id].to_dict(), ("charge_type", "custodian"), fields)
        sure = " (possibly: the dates known leave it open)" if row.held == "possible" else ""
        lines.append(f"<li>{write_button('detainees', row.detainee_id, row.name)} {told}{sure}</li>")
    head = f"<h3>In custody that day and not freed in this deal: {len(lines)} of those in the record</h3>"
    return f"{head}<ul>{''.join(lines)}</ul>" if lines else ""


def write_card(record: Tables, table: str, row: str) -> str:
    """The card of a row as HTML, empty where the record does not have the row.

    A deal comes with its people, who took part in it and who was left behind.

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
        return ""
    close = '<button data-act="close" class="explorer-close" title="Close the card">× close</button>'
    parts = [f'{close}<h2 tabindex="-1">{escape(tell_name(frame.iloc[0].to_dict()))}</h2>']
    if day:
        parts.append(f'<p class="explorer-quiet">As documents published by {escape(day)} gave it.</p>')
    note = frame.iloc[0].get("notes")
    if isinstance(note, str):
        parts.append(f'<p class="explorer-quiet">{escape(note)}</p>')
    if table == "exchanges":
        parts += [write_people(record, row), write_parts(record, row), write_left(record, row)]
        parts.append("<h3>Documents</h3>")
    parts.append(write_values(record, table, row))
    return f'<div class="explorer-card">{"".join(parts)}</div>'
