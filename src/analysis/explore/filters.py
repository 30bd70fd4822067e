"""Cuts the record down to what a reader asks for, and says in words how.

Promise: a filter only takes rows away; the frames that come in stay as they were, and no filter means no change.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis import evidence
from analysis.codebook import KEY_CELLS
from analysis.dates import format_day
from analysis.schema import ROOT
from analysis.tables import Tables, load_raw

FILTERS = {  # name and words, in the order of the controls
    "years": "years",
    "side": "held by",
    "custodian": "custodian",
    "charge_group": "charge group",
    "charge_type": "charge",
    "outcome": "outcome",
    "designation": "designation",
    "kind": "kind of deal",
    "negotiator": "negotiator",
    "standing": "evidence",
    "known_on": "as known on",
}
PEOPLE = ["side", "custodian", "charge_group", "charge_type", "outcome", "designation", "standing"]
DESIGNATION = {"designated": "designated as wrongful", "not_designated": "no public designation"}
STANDING = {
    "agreed": "all key values agreed",
    "single": "a key value rests on one voice",
    "disputed": "a key value is disputed",
}


@lru_cache(maxsize=4)
def read_documents(root: Path = ROOT) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """The tables as text and the cards, read once."""
    return load_raw(root), evidence.load_cards(root)


@lru_cache(maxsize=4)
def rate_people(root: Path = ROOT) -> pd.Series:
    """The standing of each detention by detainee_id: that of its least sure key value, as of all cards read."""
    cells = evidence.trace_standing(*read_documents(root), root)
    key = cells[(cells["table"] == "detainees") & cells["column"].isin(KEY_CELLS)]
    return (
        key.groupby("row")["standing"]
        .agg(lambda standings: max(standings.cat.codes))
        .map(dict(enumerate(cells["standing"].cat.categories)))
    )


@lru_cache(maxsize=32)
def load_known(day: str, root: Path = ROOT) -> Tables:
    """The record as known on a day, kept for the next time it is asked for."""
    return evidence.as_known_on(day, *read_documents(root), root)


def list_options(record: Tables) -> dict[str, dict[str, str]]:
    """What each filter with a choice can be set to and the words for it, codes in codebook order."""
    groups = {
        column: [code for code in record.detainees[column].cat.categories if (record.detainees[column] == code).any()]
        for column in ("side", "charge_group")
    }
    names = sorted(set(record.negotiators["name"].dropna()), key=str.casefold)
    return {
        "side": {side: {"russian_side": "the Russian side", "us_side": "the US side"}[side] for side in groups["side"]},
        "custodian": select_used(record.label("detainees", "custodian"), record.detainees["custodian"]),
        "charge_group": {
            group: str(group).replace("none", "no charge, or not public") for group in groups["charge_group"]
        },
        "charge_type": select_used(record.label("detainees", "charge_type"), record.detainees["charge_type"]),
        "outcome": select_used(record.label("detainees", "outcome"), record.detainees["outcome"]),
        "designation": DESIGNATION,
        "kind": select_used(record.label("exchanges", "kind"), record.exchanges["kind"]),
        "negotiator": {name: name for name in names},
        "standing": STANDING,
    }


def select_used(labels: dict[str, str], codes: pd.Series) -> dict[str, str]:
    """The labels of those codes that stand in a column."""
    return {code: label for code, label in labels.items() if (codes == code).any()}


def as_list(chosen: object) -> list:
    """One choice or several, as a list."""
    return list(chosen) if isinstance(chosen, list | tuple | set) else [chosen]


def select_held(people: pd.DataFrame, first: int, last: int, until: pd.Timestamp) -> pd.Series:
    """Whether each person may have been held at some time in these years; never where neither end has a date."""
    released = people["released_latest"].mask(people["outcome"] == "still_held", until)
    start = people["arrested_earliest"].fillna(people["released_earliest"]).dt.year
    end = released.fillna(people["arrested_latest"]).dt.year
    return (start <= last) & (end >= first)


def select_people(record: Tables, filters: dict, root: Path) -> pd.Series:
    """Which detentions pass the filters that speak of people."""
    people = record.detainees
    kept = pd.Series(True, index=people.index)
    traits = {name: people[name] for name in PEOPLE if name in people}
    traits["designation"] = people["designated"].notna().map({True: "designated", False: "not_designated"})
    if "standing" in filters:
        traits["standing"] = people["detainee_id"].map(rate_people(root))
    for name in PEOPLE:
        if name in filters:
            kept &= traits[name].isin(as_list(filters[name]))
    return kept


def filter_record(record: Tables, *, known_on: str | None = None, root: Path = ROOT, **filters: object) -> Tables:
    """The record with only the rows that pass every filter; each takes one code or a list of codes.

    Parameters
    ----------
    known_on
        A day: start from evidence.as_known_on of that day instead of `record`.
    root
        Where documents are read for `known_on` and `standing`.
    filters
        years : (first, last), deals made and people held at some time in these years.
        side, custodian, charge_group, charge_type, outcome : codes of detainees.
        designation : designated or not_designated.
        standing : agreed, single or disputed, of the least sure of a person's key values (all cards read, whatever `known_on`).
        kind : codes of exchanges. negotiator : names of those who took part in a deal.

    A filter on people keeps the deals in which at least one of them was freed; a filter on deals keeps the people freed in them.

    Raises
    ------
    ValueError
        There is no such filter, or `known_on` is after the last day looked at.
    """
    if unknown := set(filters) - set(FILTERS):
        raise ValueError(f"no filter {', '.join(sorted(unknown))}: there are {', '.join(FILTERS)}")
    filters = {name: chosen for name, chosen in filters.items() if chosen not in (None, "", [], ())}
    if known_on:
        if pd.Timestamp(known_on) > record.data_through:
            raise ValueError(f"{known_on} is after {record.data_through:%Y-%m-%d}, the last day looked at")
        record = load_known(str(known_on), root)
    deals, people, parts = record.exchanges, record.detainees, record.negotiators
    kept_people, kept_deals = select_people(record, filters, root), pd.Series(True, index=deals.index)
    if "kind" in filters:
        kept_deals &= deals["kind"].isin(as_list(filters["kind"]))
    if "negotiator" in filters:
        theirs = parts.loc[parts["name"].isin(as_list(filters["negotiator"])), "exchange_id"]
        kept_deals &= deals["exchange_id"].isin(theirs)
    if "years" in filters:
        first, last = filters["years"]
        kept_deals &= deals["year"].between(first, last).fillna(False).astype(bool)
        kept_people &= select_held(people, first, last, record.data_through)
    if {"kind", "negotiator"} & set(filters):
        kept_people &= people["exchange_id"].isin(deals.loc[kept_deals, "exchange_id"])
    if set(PEOPLE) & set(filters):
        kept_deals &= deals["exchange_id"].isin(people.loc[kept_people, "exchange_id"])
    deals = deals[kept_deals].reset_index(drop=True)
    return replace(
        record,
        exchanges=deals,
        detainees=people[kept_people].reset_index(drop=True),
        negotiators=parts[parts["exchange_id"].isin(deals["exchange_id"])].reset_index(drop=True),
    )


def describe_filters(record: Tables, **filters: object) -> dict[str, str]:
    """The filters that are set, in words, as publish.show takes them: `{"held by": "the US side"}`."""
    options, words = list_options(record), {}
    for name, title in FILTERS.items():
        chosen = filters.get(name)
        if chosen in (None, "", [], ()):
            continue
        if name == "years":
            first, last = chosen
            words[title] = f"{first}–{last}" if first != last else str(first)
        elif name == "known_on":
            words[title] = format_day(chosen)
        else:
            words[title] = " or ".join(options[name].get(code, str(code)) for code in as_list(chosen))
    return words
