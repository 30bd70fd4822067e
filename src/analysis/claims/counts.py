"""The countable statements that documents make, each as one function: `f(record, **arguments) -> (lowest, highest)`.

Promise: dates known to the month, and people whose name or status is not known, give a range and never a guess; None where
the tables cannot say.
"""

import pandas as pd

from analysis.measures.custody import measure_custody
from analysis.measures.deals import SIDES
from analysis.measures.held import select_americans, select_spans
from analysis.record import dates
from analysis.record.select import AMERICANS
from analysis.record.tables import Tables

DAYS_A_YEAR = 365.25
BOTH_FREED = ["swap", "multi_party"]  # kinds in which both sides let somebody go
SCOPE_BEGINS = pd.Timestamp("2010-01-01")  # from here on the record lists every American publicly known as held

MEASURES = {
    "swaps_between": "swaps in a period",
    "larger_swaps_between": "swaps larger than this one",
    "people_freed": "people freed in a deal",
    "people_named": "people named by a day",
    "custodians_in": "states that let people go",
    "countries_in": "states that took part",
    "americans_held": "Americans held on a day",
    "americans_freed_between": "Americans freed in a period",
    "days_in_custody": "days in custody",
    "years_in_custody": "years in custody",
    "left_to_serve_months": "months left to serve",
}  # each is a function below: f(record, **arguments) -> (lowest, highest); the words for it

Range = tuple[float, float] | None


def parse_window(start: str, end: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day that two partial dates can span."""
    return pd.Timestamp(dates.parse_day_range(start)[0]), pd.Timestamp(dates.parse_day_range(end)[1])


def count_between(spans: pd.DataFrame, start: str, end: str) -> tuple[int, int]:
    """How many certainly, and how many possibly, lie within a window.

    `spans`: earliest, latest (days; a missing one may be any), sure (whether it is of the kind that is counted at all),
    least, most (how many it stands for).
    """
    first, last = parse_window(start, end)
    inside = spans["sure"] & (spans["earliest"] >= first) & (spans["latest"] <= last)
    apart = (spans["earliest"] > last) | (spans["latest"] < first)
    return int(spans.loc[inside, "least"].sum()), int(spans.loc[~apart, "most"].sum())


def span_deals(deals: pd.DataFrame) -> pd.DataFrame:
    """Deals by their first day, each one that may lie in a window, for count_between."""
    kind, day = deals["kind"], {"earliest": deals["date_earliest"], "latest": deals["date_latest"]}
    spans = deals[[]].assign(**day, sure=kind.isin(BOTH_FREED), least=1, most=1)
    return spans[spans["sure"] | kind.isna()]


def check_side(side: str) -> str:
    """The side as it is; ValueError for one that is none, with those that there are."""
    if side not in [*SIDES, "both"]:
        raise ValueError(f"no side {side!r}: there are {', '.join([*SIDES, 'both'])}")
    return side


def select_deal(record: Tables, exchange_id: str) -> pd.Series:
    """The row of one deal; KeyError for an unknown id."""
    return record.exchanges.set_index("exchange_id").loc[exchange_id]


def select_detention(record: Tables, detainee_id: str) -> pd.DataFrame:
    """The row of one detention, as a frame; KeyError for an unknown id."""
    found = record.detainees[record.detainees["detainee_id"] == detainee_id]
    if found.empty:
        raise KeyError(detainee_id)
    return found


def swaps_between(record: Tables, start: str, end: str) -> Range:
    """Deals in which both sides let somebody go (kinds swap and multi_party), by their first day."""
    return count_between(span_deals(record.exchanges), start, end)


def days_in_custody(record: Tables, detainee_id: str) -> Range:
    """Days from arrest to release; None for someone still held or with a day missing."""
    custody = measure_custody(select_detention(record, detainee_id), record.data_through).iloc[0]
    if not custody["ended"] or pd.isna(custody["days_min"]) or pd.isna(custody["days_max"]):
        return None
    return int(custody["days_min"]), int(custody["days_max"])


def years_in_custody(record: Tables, detainee_id: str) -> Range:
    """Years from arrest to release, of 365.25 days."""
    days = days_in_custody(record, detainee_id)
    return days and (days[0] / DAYS_A_YEAR, days[1] / DAYS_A_YEAR)


def left_to_serve_months(record: Tables, detainee_id: str) -> Range:
    """Months of the term, after appeal where it changed, that were left at release, counting custody a day for a day.

    None where there is no term, or where the coded term had run out before the release: then it is not the whole sentence.
    """
    row, years = select_detention(record, detainee_id).iloc[0], years_in_custody(record, detainee_id)
    term = row["sentence_months"] if pd.isna(row["sentence_months_final"]) else row["sentence_months_final"]
    if years is None or pd.isna(term) or years[0] * 12 > term:
        return None
    return max(0.0, float(term) - years[1] * 12), float(term) - years[0] * 12


def people_freed(record: Tables, exchange_id: str, side: str) -> Range:
    """Prisoners freed by one side of a deal, or by both; companions are not counted. ValueError for an unknown side."""
    deal = select_deal(record, exchange_id)
    totals = [deal[f"freed_by_{name}"] for name in (SIDES if check_side(side) == "both" else [side])]
    if any(pd.isna(total) for total in totals):
        return None
    return int(sum(totals)), int(sum(totals))


def select_freed(record: Tables, exchange_id: str, side: str = "both") -> pd.DataFrame:
    """The detentions that ended in a deal, of one side or of both; an unknown deal or side is refused."""
    deal = select_deal(record, exchange_id).name
    freed = record.detainees[record.detainees["exchange_id"] == deal]
    return freed if check_side(side) == "both" else freed[freed["side"] == side]


def people_named(
    record: Tables,
    exchange_id: str,
    side: str,
    *,
    before: pd.DataFrame | None = None,
    until: pd.DataFrame | None = None,
) -> Range:
    """People freed in a deal who are known by name. KeyError for an unknown deal, ValueError for an unknown side.

    Parameters
    ----------
    before, until
        Cards (record.cards.load_cards) published before the day in question and by its end: known are those whom one of them
        puts into the deal. Without them: the named rows of the tables.
    """
    rows = set(select_freed(record, exchange_id, side)["detainee_id"])
    if before is None or until is None:
        return len(rows), len(rows)
    counts = []
    for known in (before, until):
        said = known[(known["column"] == "exchange_id") & (known["value"] == exchange_id) & known["row"].isin(rows)]
        counts.append(said["row"].nunique())
    return counts[0], counts[1]


def count_unnamed(record: Tables, exchange_id: str) -> int | None:
    """People freed in a deal who have no row; None where a total is not known."""
    total = people_freed(record, exchange_id, "both")
    return total and total[0] - len(select_freed(record, exchange_id))


def custodians_in(record: Tables, exchange_id: str) -> Range:
    """States that let prisoners go in a deal; anyone not named may add one."""
    freed, unnamed = select_freed(record, exchange_id), count_unnamed(record, exchange_id)
    custodians = freed["custodian"].nunique()
    return None if unnamed is None else (custodians, custodians + int(freed["custodian"].isna().sum()) + unnamed)


def countries_in(record: Tables, exchange_id: str) -> Range:
    """States that let prisoners go in a deal or received them; anyone not named may add two, an unknown custodian or goal one."""
    freed, unnamed = select_freed(record, exchange_id), count_unnamed(record, exchange_id)
    states = len(set(freed["custodian"].dropna()) | set(freed["received_by"].dropna()))
    blanks = int(freed[["custodian", "received_by"]].isna().sum().sum())
    return None if unnamed is None else (states, states + blanks + 2 * unnamed)


def count_on_days(people: pd.DataFrame, days: pd.DatetimeIndex) -> list[tuple[int, int]]:
    """For each day, the people certainly in custody at the end of it, and possibly at some hour of it."""
    spans = select_spans(people, days[-1]).set_index("detainee_id")
    released = people.set_index("detainee_id")["released_earliest"].reindex(spans.index)
    day, ends = (
        days.to_numpy()[:, None],
        {name: spans[name].to_numpy() for name in spans if name.endswith(("_from", "_to"))},
    )
    certain = (ends["certain_from"] <= day) & (day <= ends["certain_to"]) & (released.to_numpy() != day)
    possible = (ends["possible_from"] <= day) & (day <= ends["possible_to"])
    return list(zip(certain.sum(axis=1).tolist(), possible.sum(axis=1).tolist(), strict=True))


def americans_held(record: Tables, on: str) -> Range:
    """Publicly known Americans (citizens, dual citizens, permanent residents) in Russian custody on a day, or any day of a month.

    From those certain at the least to those possible at the most; None before 2010, which the record does not list in
    full, and after its last day.
    """
    first, last = parse_window(on, on)
    if first < SCOPE_BEGINS or last > record.data_through:
        return None
    counts = count_on_days(select_americans(record.detainees), pd.date_range(first, last))
    return min(certain for certain, _ in counts), max(possible for _, possible in counts)


def americans_freed_between(record: Tables, start: str, end: str) -> Range:
    """Americans let go by the Russian side in deals (mediated ones left out), by the day of their release.

    Anybody freed then whose name or status is not known may be one more; None where a deal of that time has no total.
    """
    deals = record.exchanges[record.exchanges["kind"].ne("mediated").fillna(True).astype("bool")]
    ends = {"earliest": deals["date_earliest"], "latest": deals["end_date_latest"].fillna(deals["date_latest"])}
    deals = deals[["exchange_id", "freed_by_russian_side"]].assign(**ends, sure=True).set_index("exchange_id")
    people = record.detainees[record.detainees["exchange_id"].isin(deals.index)]
    people = people[people["side"].eq("russian_side").fillna(False).astype("bool")]
    unnamed = deals["freed_by_russian_side"] - people["exchange_id"].value_counts().reindex(deals.index, fill_value=0)
    if count_between(deals.assign(least=0, most=unnamed.isna().astype("int64")), start, end)[1]:
        return None
    american, told = people["us_status"].isin(AMERICANS), deals.loc[people["exchange_id"]].set_axis(people.index)
    freed = told.assign(
        earliest=people["released_earliest"].fillna(told["earliest"]),
        latest=people["released_latest"].fillna(told["latest"]),
        least=american.astype("int64"),
        most=(american | people["us_status"].isna()).astype("int64"),
    )
    others = deals.assign(least=0, most=unnamed.fillna(0).clip(lower=0).astype("int64"))
    return count_between(pd.concat([freed, others]), start, end)


def select_larger(record: Tables, exchange_id: str) -> pd.DataFrame:
    """Deals in which both sides freed somebody, and more people in all than in this one: the exchanges table, with `freed`."""
    deals = record.exchanges.assign(
        freed=record.exchanges["freed_by_us_side"] + record.exchanges["freed_by_russian_side"]
    )
    own = deals.set_index("exchange_id").loc[exchange_id, "freed"]
    return deals[deals["kind"].isin(BOTH_FREED) & (deals["freed"] > own).fillna(False)]


def larger_swaps_between(record: Tables, start: str, end: str, exchange_id: str) -> Range:
    """Swaps in a period with more people freed than in this deal; None where the deal's own total is not known.

    A swap whose total is not known may be one more.
    """
    if people_freed(record, exchange_id, "both") is None:
        return None
    larger = set(select_larger(record, exchange_id)["exchange_id"])
    totals = record.exchanges[["freed_by_us_side", "freed_by_russian_side"]]
    sure, untold = record.exchanges["exchange_id"].isin(larger), totals.isna().any(axis=1)
    spans = span_deals(record.exchanges[sure | untold])
    return count_between(spans.assign(sure=spans["sure"] & sure.loc[spans.index]), start, end)
