"""How far the headline numbers move: under the readings we did not take, partial dates, and other rules of inclusion.

Promise: one thing is changed at a time, and everything else stays as it is in the record.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from analysis.evidence.account import tell_value
from analysis.measures import deals, held, sentences, ways
from analysis.record import schema
from analysis.record.dates import format_day
from analysis.record.tables import Tables, type_tables

Number = Callable[[Tables], float]
Reading = tuple[str, str, str, str]  # table, row, column, value
SENTENCE = {"sentence_kind", "sentence_months", "sentence_months_final", "after_term"}
COLUMNS = {  # the columns that the numbers rest on
    "exchanges": ["date", "kind", "freed_by_us_side", "freed_by_russian_side"],
    "detainees": [
        "exchange_id", "us_status", "custodian", "arrested", "released", "outcome", "sentence_kind", "sentence_months",
        "sentence_months_final", "after_term",
    ],
}  # fmt: skip


READ = {  # of the typed frames, what the numbers read: frames of a few columns are selected from much faster
    "exchanges": ["exchange_id", "date_earliest", "kind", "freed_by_us_side", "freed_by_russian_side"],
    "detainees": [
        "detainee_id", "name", "exchange_id", "side", "custodian", "us_status", "charge_group", "designation", "arrested_earliest",
        "arrested_latest", "released", "released_earliest", "released_latest", "outcome", "last_confirmed", "sentence_kind",
        "sentence_months", "sentence_months_final", "after_term",
    ],
}  # fmt: skip


def count_freed_by(record: Tables, side: str) -> float:
    """Prisoners freed by a side in deals that count in headlines, by the published totals."""
    return float(deals.select_headline(record.exchanges)[f"freed_by_{side}"].sum())


def count_swaps(record: Tables) -> float:
    """Deals in which both sides freed somebody."""
    return float(record.exchanges["kind"].isin(["swap", "multi_party"]).sum())


def count_not_free(record: Tables) -> float:
    """Americans arrested by Russia since 2010 who may be in custody on the last day looked at."""
    return float(len(held.held_on(held.select_americans(record.detainees), record.data_through)))


def find_median_days(record: Tables, days: str = "days") -> float:
    """Median days in custody of Americans arrested by Russia since 2010, those not known to be free censored."""
    times = ways.select_ways(record.detainees, record.data_through)
    steps = ways.estimate_ways(times.assign(days=times[days]))
    return float(steps.loc[steps["still_in"] <= 0.5, "days"].min())


@lru_cache(maxsize=1)
def select_served(record: Tables) -> pd.DataFrame:
    """sentences.select_served, once for both sides."""
    return sentences.select_served(record.detainees, record.exchanges, record.data_through)


def sum_years_left(record: Tables, side: str) -> float:
    """Years left to serve of those freed by a side in deals while serving a term."""
    served = select_served(record)
    return float(served.loc[served["side"] == side, "left_years"].sum())


OF_DEALS: dict[str, Number] = {  # numbers that only deals move
    "prisoners freed by the Russian side in deals": lambda record: count_freed_by(record, "russian_side"),
    "prisoners freed by the US side in deals": lambda record: count_freed_by(record, "us_side"),
    "deals in which both sides freed somebody": count_swaps,
}
OF_PEOPLE: dict[str, Number] = {  # numbers that only people move
    "Americans not known to be free": count_not_free,
    "median days in custody, Americans held since 2010": find_median_days,
}
OF_SENTENCES: dict[str, Number] = {  # those that a sentence moves
    "years left to serve, freed by the Russian side": lambda record: sum_years_left(record, "russian_side"),
    "years left to serve, freed by the US side": lambda record: sum_years_left(record, "us_side"),
}
OF_BOTH: dict[str, Number] = {
    "Americans freed by the Russian side in deals": lambda record: float(
        len(deals.select_freed_americans(record.detainees, record.exchanges))
    ),
    **OF_SENTENCES,
}
MOVED = {"exchanges": OF_DEALS | OF_BOTH, "detainees": OF_PEOPLE | OF_BOTH}  # by the table in which a reading stands
NUMBERS = OF_DEALS | OF_PEOPLE | OF_BOTH


def list_readings(record: Tables) -> list[Reading]:
    """Every reading that we did not take of a disputed value that numbers rest on."""
    cells = record.standing
    return [
        (cell.table, cell.row, cell.column, value)
        for cell in cells[cells["standing"] == "disputed"].itertuples()
        if cell.column in COLUMNS.get(cell.table, [])
        for value in cell.readings.split(", ")
    ]


def take_readings(record: Tables, readings: list[Reading]) -> Iterator[tuple[Reading, Tables]]:
    """Each reading with deals and people as they are with it in its cell; those that could not stand there are left out.

    `readings` as list_readings gives them: all rows that they change are typed at once.
    """
    for table in COLUMNS:
        fields = schema.select_fields(record.descriptor, table)
        sound = [one for one in readings if one[0] == table and schema.compile_cell_check(fields[one[2]])(one[3])]
        raw, frame = record.raw[table], getattr(record, table)
        places = [raw.iloc[:, 0].tolist().index(row) for _, row, _, _ in sound]
        lines = raw.iloc[places].reset_index(drop=True)
        for number, (_, _, column, value) in enumerate(sound):
            lines.loc[number, column] = value
        only = {name: rows.iloc[:0] for name, rows in record.raw.items()} | {table: lines}
        typed = getattr(type_tables(only, record.descriptor, record.cards, record.claims), table)[frame.columns]
        for number, (reading, place) in enumerate(zip(sound, places, strict=True)):
            rows = [frame.iloc[:place], typed.iloc[[number]], frame.iloc[place + 1 :]]
            yield reading, replace(record, **{table: pd.concat(rows, ignore_index=True)})


def tell_reading(record: Tables, table: str, column: str, reading: str) -> str:
    """A reading in words: `first day 12 June 1985`, `outcome deported`."""
    field = schema.select_fields(record.descriptor, table)[column]
    deals_named = record.raw["exchanges"].set_index("exchange_id")["name"].to_dict()
    return f"{field['title']} {tell_value(reading, column, field, deals_named)}"


def vary_inclusion(record: Tables) -> dict[str, list[tuple[str, float]]]:
    """What other rules of inclusion, and the earliest or latest days, would make of those numbers that have any."""
    both = {side: float(record.exchanges[f"freed_by_{side}"].sum()) for side in ("russian_side", "us_side")}
    citizens = (
        deals.select_freed_americans(record.detainees, record.exchanges)["us_status"].ne("permanent_resident").sum()
    )
    americans = held.select_americans(record.detainees)
    certain = held.held_on(americans, record.data_through)["held"].eq("certain").sum()
    return {
        "prisoners freed by the Russian side in deals": [("with mediated exchanges", both["russian_side"])],
        "prisoners freed by the US side in deals": [("with mediated exchanges", both["us_side"])],
        "Americans freed by the Russian side in deals": [("without permanent residents", float(citizens))],
        "Americans not known to be free": [
            (f"only those reported held on {format_day(record.data_through)}", float(certain))
        ],
        "median days in custody, Americans held since 2010": [
            (f"at the {words} days that the dates allow", find_median_days(record, column))
            for words, column in (("fewest", "days_min"), ("most", "days_max"))
        ],
    }


def measure_sensitivity(record: Tables) -> pd.DataFrame:
    """Every headline number with its range, one row a number.

    Returns
    -------
    number : str
    value, least, most : float
        As the record has it, and the extremes when one thing is changed at a time.
    least_if, most_if : str
        What leads to the extremes; empty where nothing moves the number that way.
    """
    readings, frames = list_readings(record), {table: getattr(record, table)[of] for table, of in READ.items()}
    record = replace(record, **frames)
    values = {name: compute(record) for name, compute in NUMBERS.items()}
    names = {row: name for table in COLUMNS for row, name in record.raw[table].iloc[:, :2].itertuples(index=False)}
    inclusion = vary_inclusion(record)
    moved = {name: inclusion.get(name, []) for name in NUMBERS}
    for (table, row, column, reading), other in take_readings(record, readings):
        words = f"{names[row]}: {tell_reading(record, table, column, reading)}"
        for name, compute in (OF_SENTENCES if column in SENTENCE else MOVED[table]).items():
            if (value := compute(other)) != values[name]:
                moved[name].append((words, value))
    rows = []
    for name, value in values.items():
        (low_words, low), (high_words, high) = (
            end(moved[name], key=lambda pair: pair[1], default=("", value)) for end in (min, max)
        )
        row = {"number": name, "value": value, "least": min(value, low), "most": max(value, high)}
        rows.append(row | {"least_if": low_words * (low < value), "most_if": high_words * (high > value)})
    return pd.DataFrame(rows)
