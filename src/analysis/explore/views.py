"""The explorer's views: each is one picture of the notebooks, drawn of a filtered record.

Promise: without a filter a view shows the same finding as the notebook that it comes from.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis import charts, findings, measures, publish
from analysis.charts import marks
from analysis.explore.filters import PEOPLE, describe_filters, filter_record, load_known
from analysis.schema import ROOT
from analysis.tables import Tables

WHOLE = " Filters on people choose deals with at least one such person; the deals are then shown whole."
UNTOLD = "exchanges the United States only brokered, or whose day and totals no document gave"


class EmptyView(ValueError):
    """Nothing is left to draw; the message says of what, for a reader."""


def fit_height(rows: int, of: float, tallest: float, least: float = 1.6) -> float:
    """Inches for so many rows, where `of` rows take `tallest`."""
    return round(min(tallest, max(least, 0.7 + (tallest - 0.7) * rows / of)), 2)


def select_told(exchanges: pd.DataFrame) -> pd.DataFrame:
    """The deals with a day and both totals: on an early day documents had not given them all."""
    return exchanges[exchanges[["year", "freed_by_us_side", "freed_by_russian_side"]].notna().all(axis=1)]


def require(rows: object, what: str) -> None:
    """EmptyView where nothing is left."""
    if not len(rows):
        raise EmptyView(what)


def view_exchanges(record: Tables) -> dict:
    """Notebook 01."""
    freed = measures.count_freed(select_told(record.exchanges))
    require(freed, "No deal passes these filters.")
    return {
        "plot": charts.plot_exchanges,
        "data": freed,
        "finding": findings.describe_exchanges(freed),
        "unit": "One square is one prisoner freed. Hollow: let go as a gesture tied to talks, for nobody in return.",
        "kind": "Mirrored unit chart of the prisoners each side freed, a row a deal, in time order",
        "shown": len(freed),
        "of": len(record.exchanges),
        "noun": "deals",
        "left_out": UNTOLD,
        "height": fit_height(len(freed), 22, 6.2),
    }


def view_sentences(record: Tables) -> dict:
    """Notebook 02, first picture."""
    labels = record.label("detainees", "charge_type")
    sentences = measures.select_sentences(record.detainees)
    require(sentences.dropna(subset="years"), "Nobody with a fixed term of prison passes these filters.")
    summary = measures.summarise_sentences(sentences)
    return {
        "plot": lambda data, ax: charts.plot_sentences(data, labels, ax=ax),
        "data": sentences,
        "finding": findings.describe_sentences(summary, sentences),
        "unit": "One dot is one sentence of the first court. Upright ticks are medians of three terms or more.",
        "kind": "Dots on an axis of years, a row a charge type, the two sides one above the other",
        "shown": len(sentences),
        "of": len(record.detainees),
        "noun": "detentions",
        "left_out": "those without a term, a life or a death sentence",
        "height": fit_height(sentences["charge_type"].nunique(), 15, 6.4, 2.0),
    }


def view_served(record: Tables) -> dict:
    """Notebook 02, second picture."""
    served = measures.select_served(record.detainees, record.exchanges, record.data_through)
    require(served.dropna(subset="sentence_years"), "Nobody freed in a deal while serving a term passes these filters.")
    deals = measures.select_headline(record.exchanges)["exchange_id"]
    return {
        "plot": charts.plot_served,
        "data": served,
        "finding": findings.describe_served(served),
        "unit": "One track is one sentence; the filled part was served when the deal came. Arrows: life or death.",
        "kind": "Tracks of sentence and time served, a row a person, a panel a side",
        "shown": len(served),
        "of": int(record.detainees["exchange_id"].isin(deals).sum()),
        "noun": "people named as freed in deals",
        "left_out": "those freed untried, or with no dated arrest",
        "height": fit_height(served["side"].value_counts().max(), 33, 6.6, 1.8),
    }


def view_charges(record: Tables) -> dict:
    """Notebook 03, first picture."""
    labels = record.label("detainees", "charge_type")
    counts = measures.count_charges(record.detainees)
    require(counts, "Nobody whose charge is coded passes these filters.")
    return {
        "plot": lambda data, ax: charts.plot_charges(data, labels, ax=ax),
        "data": counts,
        "finding": findings.describe_charges(counts, labels),
        "unit": "One square is one detention, by the most serious charge.",
        "kind": "Back to back unit rows by charge type",
        "shown": int(counts[measures.SIDES].to_numpy().sum()),
        "of": len(record.detainees),
        "noun": "detentions",
        "left_out": "those whose charge or custodian no document gave",
        "height": fit_height(len(counts), 18, 5.6),
    }


def view_eras(record: Tables) -> dict:
    """Notebook 03, second picture."""
    counts = measures.count_charge_groups_by_era(record.detainees)
    people = int(counts[measures.SIDES].to_numpy().sum())
    require(range(people), "Nobody with a dated arrest and a coded charge passes these filters.")
    return {
        "plot": charts.plot_charge_groups,
        "data": counts,
        "finding": findings.describe_charge_groups(counts),
        "unit": "One square is one detention, by the era of the arrest; left held by the Russian side, right by the US side.",
        "kind": "Small multiples by era, back to back unit rows by charge group",
        "shown": people,
        "of": len(record.detainees),
        "noun": "detentions",
        "left_out": "those with no dated arrest or no coded charge",
        "height": 3.4,
    }


def view_negotiators(record: Tables) -> dict:
    """Notebook 04; where nobody recurs, everybody is drawn."""
    parts = measures.select_parts(record.negotiators, record.exchanges)
    ranked = measures.summarise_negotiators(parts)
    require(ranked, "No negotiator is named in a deal that passes these filters.")
    drawn = ranked[(ranked["deals"] > 1) | (ranked["confirmed"] < ranked["deals"])]
    drawn = ranked if len(ranked) <= 30 else drawn
    require(drawn, "No negotiator in these deals took part in more than one.")
    deals = record.exchanges[record.exchanges["exchange_id"].isin(parts["exchange_id"])]
    return {
        "plot": lambda data, ax: charts.plot_negotiators(data, deals, ax=ax),
        "data": parts[parts["name"].isin(drawn["name"])],
        "finding": findings.describe_negotiators(ranked),
        "unit": "Filled: confirmed. Ring: claimed. Crossed: an acting government denied it. "
        "Right: confirmed deals, and people freed in them.",
        "kind": "Matrix of people and bodies against deals in time order, grouped by channel",
        "shown": len(drawn),
        "of": len(ranked),
        "noun": "people and bodies",
        "left_out": "those confirmed in one deal only",
        "height": fit_height(len(drawn) + 1.3 * drawn["channel"].nunique(), 34, 7.0, 2.6),
    }


def view_ledger(record: Tables) -> dict:
    """Notebook 05."""
    deals = select_told(record.exchanges)
    require(measures.select_headline(deals), "No deal passes these filters.")
    balance = measures.select_balance(record.detainees, deals, record.data_through)
    ledger = measures.summarise_balance(balance, deals)
    return {
        "plot": charts.plot_ledger,
        "data": ledger,
        "finding": findings.describe_ledger(ledger),
        "unit": "One square is one person freed, hollow where nobody was freed in return. Bars: years left to serve; in "
        "brackets, of how many of the freed. Arrowhead: life or death besides.",
        "kind": "Mirrored rows a deal, in time order: squares of people freed each way, bars of years left to serve each way",
        "shown": ledger["exchange_id"].nunique(),
        "of": len(record.exchanges),
        "noun": "deals",
        "left_out": UNTOLD,
        "height": fit_height(ledger["exchange_id"].nunique() + 2, 24, 6.4, 1.8),
    }


def view_custody(record: Tables) -> dict:
    """Notebook 06, by side."""
    times = measures.select_times(record.detainees, record.data_through).dropna(subset="side")
    require(times, "Nobody with a dated arrest and a dated end passes these filters.")
    summary = measures.summarise_custody(times, by="side")
    return {
        "plot": lambda data, ax: charts.plot_survival(data, summary, marks.COLOUR, marks.SIDE, ax=ax),
        "data": measures.estimate_survival(times, by="side"),
        "finding": findings.describe_custody_by(summary, marks.SIDE),
        "unit": "Share still in custody, by the side that held them; ticks are those still held.",
        "kind": "Survival steps of time in custody, one line a side",
        "shown": len(times),
        "of": len(record.detainees),
        "noun": "detentions",
        "left_out": "those without a dated arrest or release",
        "height": 3.9,
    }


def view_held(record: Tables) -> dict:
    """Notebook 07, first picture."""
    americans, deals = select_americans_and_deals(record)
    counts = measures.count_held(americans, record.data_through)
    return {
        "plot": lambda data, ax: charts.plot_held(data, deals, ax=ax),
        "data": counts,
        "finding": findings.describe_held(counts),
        "unit": "Americans arrested by Russia since 2010, held on each day. Dark: certain. Light: possible. Certainty ends with "
        "the last report, not with a release.",
        "kind": "Step band of people held over time, with the days of the deals marked",
        "shown": len(americans),
        "of": len(record.detainees),
        "left_out": "whoever is no American arrested by Russia since 2010",
        "height": 3.4,
    }


def view_lanes(record: Tables) -> dict:
    """Notebook 07, second picture."""
    americans, deals = select_americans_and_deals(record)
    left = measures.select_left_behind(americans, deals, record.data_through)
    spans = measures.select_spans(americans, record.data_through)
    labels = record.label("detainees", "outcome")
    return {
        "plot": lambda data, ax: charts.plot_spans(data, left, deals, labels, ax=ax),
        "data": spans,
        "finding": findings.describe_left_behind(measures.summarise_left_behind(left, deals)),
        "unit": "One lane is one American arrested by Russia since 2010. Dark: certainly held. Light: possibly. Dot: a deal "
        "passed them by. Square: freed in a deal. Arrow: last reported held.",
        "kind": "Swim lanes from arrest to outcome, a lane a person in order of arrest, with the days of the deals marked",
        "shown": len(spans),
        "of": len(record.detainees),
        "left_out": "whoever is no American arrested by Russia since 2010",
        "height": fit_height(len(spans), 41, 7.0, 2.2),
    }


def select_americans_and_deals(record: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The Americans of the record whom Russia arrested since 2010, and its deals since then."""
    americans = measures.select_americans(record.detainees)
    americans["outcome"] = americans["outcome"].fillna("unknown")  # on an early day no document had said how it stood
    require(americans, "No American whom Russia arrested since 2010 passes these filters; this view shows nobody else.")
    deals = measures.select_headline(record.exchanges)
    return americans, deals[deals["year"].fillna(0) >= 2010]


VIEWS: dict[str, tuple[str, Callable[[Tables], dict]]] = {  # file name, words on the button, what to draw
    "exchanges-by-year": ("Exchanges by year", view_exchanges),
    "sentences-by-charge": ("Sentences", view_sentences),
    "sentence-and-time-served": ("Time served", view_served),
    "charges-by-side": ("Charges", view_charges),
    "charges-by-era": ("Charges by era", view_eras),
    "negotiators": ("Negotiators", view_negotiators),
    "ledger": ("Ledger", view_ledger),
    "custody-by-side": ("Time in custody", view_custody),
    "held-over-time": ("Held on a day", view_held),
    "held-lanes": ("Left behind", view_lanes),
}
BY_DEAL = ["exchanges-by-year", "ledger", "negotiators"]


def draw_view(name: str, record: Tables, *, root: Path = ROOT, **filters: object) -> publish.Picture:
    """One view of the record as filter_record leaves it, with the filters in its foot and papers.

    Views of deals show the deals that are left whole, with everybody freed in them.

    Raises
    ------
    EmptyView
        Nothing is left to draw.
    """
    selected = filter_record(record, root=root, **filters)
    if whole := name in BY_DEAL and bool(set(PEOPLE) & {key for key, chosen in filters.items() if chosen}):
        people = (load_known(str(filters["known_on"]), root) if filters.get("known_on") else record).detainees
        in_deals = people["exchange_id"].isin(selected.exchanges["exchange_id"])
        selected = replace(selected, detainees=people[in_deals].reset_index(drop=True))
    told = VIEWS[name][1](selected)
    unit = told.pop("unit") + WHOLE * whole
    words = describe_filters(record, **filters)
    return publish.show(record=selected, unit=unit, filters=words, **told)


def write_code(name: str, **filters: object) -> str:
    """The three lines of Python that draw the same view in a notebook cell."""
    arguments = "".join(f", {key}={chosen!r}" for key, chosen in filters.items() if chosen not in (None, "", []))
    return (
        "from analysis import load_tables\n"
        "from analysis.explore import draw_view\n"
        f'draw_view("{name}", load_tables(){arguments})'
    )
