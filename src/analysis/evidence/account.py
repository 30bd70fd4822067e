"""What is known of one row: every value, how sure it is, the documents that speak of it, other readings and the ruling.

Promise: explorer and site show what this gives, and nothing beside it.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from analysis.record import dates
from analysis.record.schema import KEYS, covers, put_in_words, select_codes, select_fields
from analysis.record.tables import Tables

PRINTED = ("title", "url", "archive", "published")
STANDING_WORDS = {
    "agreed": "two or more voices",
    "single": "one voice",
    "disputed": "disputed",
    "unsupported": "no document gives this",
}


@dataclass(frozen=True)
class Reading:
    """What one document says of a value."""

    source: str
    publisher: str
    title: str | None
    url: str | None
    archive: str | None
    published: str | None  # as precisely as the document is dated
    read: str  # whole, opening or headline
    voice: str  # whose reporting it is: the publisher, or the origin
    words: str  # the value it gives
    says: str  # same, coarser, finer or other than our value
    shared: bool  # whether another of these documents has the same voice
    cited: bool  # whether the ruling names its publisher


@dataclass(frozen=True)
class Value:
    """One filled cell that needs evidence."""

    column: str
    title: str  # the column's name for readers
    value: str
    words: str
    standing: str
    standing_words: str
    voices: int
    readings: list[Reading]  # in the order in which they were published
    rule: str | None  # by which a dispute was settled, and why
    reason: str | None


def tell_value(value: str, column: str, field: dict, deals: dict[str, str]) -> str:
    """A value in words: deals by their names, codes by their labels, dates and terms as readers write them."""
    if column == "exchange_id":
        return deals.get(value, "another deal")
    if field.get("partialDate"):
        return dates.format_partial(value)
    return put_in_words(value, field)


def compare_reading(reading: str, value: str, field: dict) -> str:
    """Whether a document says the same as our value, less or more precisely, or something other."""
    if reading == value or field["evidence"] == "text":
        return "same"
    return "coarser" if covers(value, reading, field) else "finer" if covers(reading, value, field) else "other"


@lru_cache(maxsize=2)
def gather_rows(record: Tables) -> tuple[dict[tuple[str, str], list[dict]], dict[tuple[str, str], list[dict]]]:
    """What the cards say, as they were published, and the standing of the values, each by table and row."""
    cards = record.cards.sort_values(["known_from", "source"])
    gathered = []
    for frame in (cards, record.standing):
        rows: dict[tuple[str, str], list[dict]] = {}
        for line in frame.to_dict("records"):
            rows.setdefault((line["table"], line["row"]), []).append(line)
        gathered.append(rows)
    return tuple(gathered)


def trace_values(record: Tables, table: str, row: str) -> list[Value]:
    """Every filled value of a row that needs evidence, in codebook order, as the record given knows it.

    `row` is the id that the record shows; a record set back to a day has only what documents published by then gave.
    """
    true = record.ids.get(row, row)
    shown = {hidden: mask for mask, hidden in record.ids.items()}
    said, cells = gather_rows(record)
    readings: dict[str, list[dict]] = {}
    for reading in said.get((table, true), []):
        readings.setdefault(reading["column"], []).append(reading)
    rulings = record.raw["rulings"]
    rulings = rulings[(rulings["table"] == table) & (rulings["row_id"] == true)].set_index("column")
    rulings = rulings[["rule", "reason"]].to_dict("index")
    deals = record.raw["exchanges"].set_index("exchange_id")["name"].to_dict()
    rules = select_codes(select_fields(record.descriptor, "rulings")["rule"])
    fields, values = select_fields(record.descriptor, table), []
    for cell in cells.get((table, shown.get(true, true)), []):
        column = cell["column"]
        if column in KEYS.get(table, []):
            continue
        field, found, ruling = fields[column], readings.get(column, []), rulings.get(column)
        voices = Counter(reading["voice"] for reading in found)
        values.append(
            Value(
                column,
                field["title"],
                cell["value"],
                tell_value(cell["value"], column, field, deals),
                cell["standing"],
                STANDING_WORDS[cell["standing"]],
                int(cell["voices"]),
                [
                    Reading(
                        reading["source"],
                        reading["publisher"],
                        *(text if isinstance(text, str) else None for text in map(reading.get, PRINTED)),
                        reading["read"],
                        reading["voice"],
                        tell_value(reading["value"], column, field, deals),
                        compare_reading(reading["value"], cell["value"], field),
                        voices[reading["voice"]] > 1,
                        ruling is not None and reading["publisher"].removeprefix("The ") in ruling["reason"],
                    )
                    for reading in found
                ],
                rules[ruling["rule"]]["label"] if ruling else None,
                ruling["reason"] if ruling else None,
            )
        )
    return [value for name in fields for value in values if value.column == name]
