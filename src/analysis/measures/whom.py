"""Who was freed for whom: everybody let go in a deal, those without a public name among them.

Promise: the people of a side add up to its published total, or to those named where documents name more.
"""

import pandas as pd

from analysis.measures.custody import measure_custody
from analysis.measures.deals import SIDES

TWO_SIDED = ["swap", "multi_party"]
ENDLESS = ["life", "death"]  # sentences without a length, unless a court gave them one later


def select_swaps(exchanges: pd.DataFrame) -> pd.DataFrame:
    """The deals in which both sides let somebody go, in time order; those the United States only mediated are none."""
    swaps = exchanges[exchanges["kind"].isin(TWO_SIDED)]
    return swaps.sort_values(["date_earliest", "exchange_id"], ignore_index=True)


def list_freed(detainees: pd.DataFrame, exchanges: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Everybody freed in these deals: a row a person named, and a row a side for those whose names are not public.

    Returns
    -------
    exchange_id, date, end_date, place : str
        Of the deal; the place as told, or else its city.
    kind, side, custodian : category
    detainee_id, name : str
        Missing for those whose names are not public.
    people : int
        1, or how many have no public name.
    us_status, charge_type, sentence_kind, after_term : category
    sentence_months : Int64
        After appeal or commutation; missing where that left no fixed term.
    left_years_min, left_years_max : Float64
        What was left of the term, as short and as long as the dates allow; 0 where all was served, missing where the
        arrest has no date, and where the term had run out and something else held the person.

    In order of time, side, charge, then id; those without a name last.
    """
    kept = exchanges.sort_values(["date_earliest", "exchange_id"])
    deals = kept[["exchange_id", "date", "end_date", "kind"]].assign(
        place=kept["place"].fillna(kept["place_city"]), time=range(len(kept))
    )
    named = detainees[detainees["exchange_id"].isin(deals["exchange_id"])].dropna(subset="side")
    months = named["sentence_months_final"].fillna(named["sentence_months"])
    months = months.where(named["sentence_kind"].isin(["term", *ENDLESS]))
    served = measure_custody(named, until)[["days_min", "days_max"]].astype("Float64") / 365.25
    years, over = months.astype("Float64") / 12, named["after_term"].notna()
    named = named.assign(
        people=1,
        sentence_months=months,
        left_years_min=(years - served["days_max"]).clip(lower=0).mask(over),
        left_years_max=(years - served["days_min"]).clip(lower=0).mask(over),
    )
    columns = ["exchange_id", "side", "custodian", "detainee_id", "name", "people", "us_status", "charge_type"]
    columns += ["sentence_kind", "after_term", "sentence_months", "left_years_min", "left_years_max"]
    freed = pd.concat([named[columns], fill_unnamed(named[columns], kept)], ignore_index=True)
    freed = freed.astype({"people": "int"}).merge(deals, on="exchange_id", validate="many_to_one")
    freed = freed.sort_values(["time", "side", "charge_type", "detainee_id"], ignore_index=True)
    return freed[["exchange_id", "date", "end_date", "kind", "place", *columns[1:]]]


def fill_unnamed(named: pd.DataFrame, exchanges: pd.DataFrame) -> pd.DataFrame:
    """A row a deal and side whose published total is more than the people `named`: these columns, `people` the difference."""
    wide = {f"freed_by_{side}": side for side in SIDES}
    totals = exchanges.rename(columns=wide).melt("exchange_id", SIDES, var_name="side", value_name="total")
    known = named.assign(side=named["side"].astype("str")).groupby(["exchange_id", "side"])["people"].sum()
    known = known.reindex(pd.MultiIndex.from_frame(totals[["exchange_id", "side"]]), fill_value=0).to_numpy()
    missing = totals.assign(people=totals["total"].fillna(0).astype("int") - known)
    missing = missing[missing["people"] > 0].reset_index(drop=True)
    rows = named.iloc[:0].reindex(missing.index)
    side = pd.Categorical(missing["side"], named["side"].cat.categories, ordered=True)
    return rows.assign(exchange_id=missing["exchange_id"], side=side, people=missing["people"])


def arrange_by_custodian(freed: pd.DataFrame) -> pd.DataFrame:
    """The rows of list_freed, one deal of them, by side and custodian, who held most first; then by what was left.

    Life comes first, then death, then terms from the most left to the least, then everybody else by id.
    """
    held = freed.groupby(["side", "custodian"], observed=True)["people"].sum().rename("held").reset_index()
    kinds, open_ended = freed["sentence_kind"].astype("str"), freed["sentence_months"].isna()
    rank = kinds.map({"life": 0, "death": 1}).where(open_ended).fillna(2)
    order = freed.merge(held, on=["side", "custodian"], how="left").assign(rank=rank.to_numpy())
    keys = ["side", "held", "custodian", "rank", "left_years_max", "detainee_id"]
    return order.sort_values(keys, ascending=[True, False, True, True, False, True], ignore_index=True)[freed.columns]
