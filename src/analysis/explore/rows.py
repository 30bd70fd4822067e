"""The rows of the table: what of a person or a deal stands in it, how it sorts, and what a search looks through.

Promise: words for codes, months as years and months, numbers that sort as numbers.
"""

from dataclasses import dataclass, field

import pandas as pd

from analysis.measures.custody import measure_custody
from analysis.measures.held import held_on
from analysis.record.schema import format_months
from analysis.record.tables import Tables

MONTH = 365.25 / 12  # days
ENDLESS = {"life": 1e5, "death": 1e6}  # months, for sorting only


@dataclass
class Rows:
    """What the table shows: one row a person or deal, in words.

    `cells` is indexed by row id; `order` has a number for each cell of the columns that do not sort as text; `opens` gives, by
    column, the table and the id of the row that a cell opens; `hidden` is searched and not shown.
    """

    cells: pd.DataFrame
    order: pd.DataFrame
    opens: dict[str, tuple[str, pd.Series]]
    hidden: pd.Series
    right: list[str] = field(default_factory=list)  # the columns of numbers


def tell_sentences(people: pd.DataFrame, kinds: dict[str, str]) -> tuple[pd.Series, pd.Series]:
    """The sentence in force in words, with the first one where an appeal changed it; and its months, to sort by."""
    first, final = (people[name].astype("float") for name in ("sentence_months", "sentence_months_final"))
    months, kind = final.fillna(first), people["sentence_kind"].astype("str")
    words = [
        format_months(int(term)) + (f", at first {format_months(int(old))}" if old == old and old != term else "")
        if term == term
        else kinds.get(code, "")
        for term, old, code in zip(months, first, kind, strict=True)
    ]
    return pd.Series(words, people.index), months.fillna(kind.map(ENDLESS))


def tell_custody(people: pd.DataFrame, until: pd.Timestamp) -> tuple[pd.Series, pd.Series]:
    """Time in custody in words, with a plus where it ends with the last report; and its days, to sort by."""
    times = measure_custody(people, until)
    least, most = (times[end].astype("float").set_axis(people.index) for end in ("days_min", "days_max"))
    words = [
        tell_length(low, high) + " +" * (not ended) if low == low else ""
        for low, high, ended in zip(least, most, times["ended"], strict=True)
    ]
    return pd.Series(words, people.index), (least + most) / 2


def tell_length(least: float, most: float) -> str:
    """A time in years and months, one below two months in days; a range where the dates leave one."""
    if most < 2 * MONTH:
        return f"{least:.0f} day{'s' * (most != 1)}" if least == most else f"{least:.0f} to {most:.0f} days"
    low, high = (int(days / MONTH) for days in (least, most))
    return format_months(high) if low == high else f"{format_months(low)} to {format_months(high)}"


def list_people(selected: Tables, day: str | None = None) -> Rows:
    """The people of a selection, and for a day on which they were held whether that is certain."""
    people = selected.detainees.set_index("detainee_id", drop=False)
    labels = {
        column: people[column].astype("str").map(selected.label("detainees", column)).fillna("")
        for column in ("custodian", "charge_type", "outcome")
    }
    deals = people["exchange_id"].map(selected.whole.exchanges.set_index("exchange_id")["name"].to_dict())
    sentences, months = tell_sentences(people, selected.label("detainees", "sentence_kind"))
    custody, days = tell_custody(people, selected.data_through)
    reported = people["last_confirmed"].where(people["outcome"] == "still_held")
    cells = {
        "person": people["name"].fillna("not yet named"),
        "held by": labels["custodian"],
        "charge": labels["charge_type"],
        "occupation": people["occupation"],
        "arrested": people["arrested"],
        "sentence": sentences,
        "in custody": custody,
        "outcome": labels["outcome"],
        "released": people["released"],
        "last report": reported.dt.strftime("%Y-%m-%d"),
        "deal": deals,
    }
    order = {
        "arrested": people["arrested_earliest"],
        "sentence": months,
        "in custody": days,
        "released": people["released_earliest"],
        "last report": reported,
    }
    if day:
        held = held_on(people.reset_index(drop=True), day).set_index("detainee_id")["held"].astype("str")
        cells = {"person": cells.pop("person"), "held that day": held.reindex(people.index)} | cells
    kept = ["name", "aliases", "charge", "arrest_place", "notes", "arrested", "released"]
    hidden = people[kept].fillna("").astype("str").agg(" ".join, axis=1)
    opens = {"person": ("detainees", people["detainee_id"]), "deal": ("exchanges", people["exchange_id"])}
    return Rows(pd.DataFrame(cells).fillna(""), pd.DataFrame(order), opens, hidden, ["sentence", "in custody"])


def list_deals(selected: Tables) -> Rows:
    """The deals of a selection."""
    deals = selected.exchanges.set_index("exchange_id", drop=False)
    cells = {
        "deal": deals["name"],
        "date": deals["date"],
        "kind": deals["kind"].astype("str").map(selected.label("exchanges", "kind")),
        "place": deals["place"],
        "freed by the Russian side": deals["freed_by_russian_side"].astype("str"),
        "freed by the US side": deals["freed_by_us_side"].astype("str"),
        "US president": deals["us_leader"],
        "Kremlin leader": deals["kremlin_leader"],
    }
    numbers = {f"freed by the {side}": deals[f"freed_by_{name}"].astype("float") for side, name in SIDES.items()}
    freed = selected.whole.detainees.fillna({"name": "", "aliases": ""}).groupby("exchange_id")[["name", "aliases"]]
    names = freed.agg(" ".join).agg(" ".join, axis=1).reindex(deals.index).fillna("")
    hidden = deals[["date", "notes"]].fillna("").agg(" ".join, axis=1) + " " + names
    order = pd.DataFrame({"date": deals["date_earliest"], **numbers})
    opens = {"deal": ("exchanges", deals["exchange_id"])}
    return Rows(pd.DataFrame(cells).fillna("").replace("<NA>", ""), order, opens, hidden, list(numbers))


SIDES = {"Russian side": "russian_side", "US side": "us_side"}
