"""Who for whom: each deal as a balance of two sides.

Promise: a total names how many people it rests on, and no ratio is drawn from a part of a side.
"""

import pandas as pd

from analysis.measures.custody import measure_custody
from analysis.measures.deals import SIDES, select_headline
from analysis.measures.sentences import measure_served


def select_balance(detainees: pd.DataFrame, exchanges: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Everyone named as freed in a headline deal, one row a person, as the two sides of a balance.

    Returns
    -------
    exchange_id, deal : str
    side, custodian : category
        Who held the person.
    detainee_id, name : str
    charge_type, sentence_kind : category
    sentence_years : Float64
        After appeal or commutation where it changed; missing where that left no fixed term.
    served_years_min, served_years_max : Float64
        From arrest to release; missing where the arrest has no date.
    left_years : Float64
        What was left of a fixed term, as measures.sentences.select_served gives it.

    In order of time, side, then of what was left, life and death first.
    """
    deals = (
        select_headline(exchanges)[["exchange_id", "name"]].rename(columns={"name": "deal"}).reset_index(names="time")
    )
    freed = detainees.merge(deals, on="exchange_id", validate="many_to_one")
    months = freed["sentence_months_final"].fillna(freed["sentence_months"]).astype("Float64")
    custody = measure_custody(freed, until)[["days_min", "days_max"]].astype("Float64") / 365.25
    left = measure_served(detainees, exchanges, until).set_index("detainee_id")["left_years"]
    freed = freed.assign(
        sentence_years=(months / 12).where(freed["sentence_kind"].isin(["term", "life", "death"])),
        served_years_min=custody["days_min"],
        served_years_max=custody["days_max"],
        left_years=freed["detainee_id"].map(left).astype("Float64"),
        rank=freed["sentence_kind"].isin(["life", "death"]) & months.isna(),
    )
    freed = freed.sort_values(
        ["time", "side", "rank", "left_years", "detainee_id"],
        ascending=[True, True, False, False, True],
        ignore_index=True,
    )
    columns = ["exchange_id", "deal", "side", "custodian", "detainee_id", "name", "charge_type", "sentence_kind"]
    years = ["sentence_years", "served_years_min", "served_years_max", "left_years"]
    return freed[[*columns, *years]]


def summarise_balance(balance: pd.DataFrame, exchanges: pd.DataFrame) -> pd.DataFrame:
    """The totals of each headline deal, one row a deal and side, in time order.

    Returns
    -------
    exchange_id, deal : str
    year : Int64
    side : category
    freed, named : int
        The published total, and those of them whom the record names.
    terms, settled : int
        Those with a fixed term and a dated arrest, on whom the years rest; those whose sentence left nothing to serve
        (time served, suspended).
    life, death : int
        Those with a sentence that has no length.
    unknown : int
        All others freed: not sentenced, sentence or dates not public, held beyond the term, not named.
    sentence_years, left_years : float
    """
    wide = {f"freed_by_{side}": side for side in SIDES}
    deals = select_headline(exchanges).rename(columns={"name": "deal"} | wide)
    totals = deals.reset_index(names="order").melt(
        ["order", "exchange_id", "deal", "year"], SIDES, var_name="side", value_name="freed"
    )
    timed, kind = balance["left_years"].notna(), balance["sentence_kind"]
    sums = balance.assign(
        named=1,
        terms=timed,
        settled=kind.isin(["time_served", "suspended"]) & ~timed,
        life=(kind == "life") & balance["sentence_years"].isna(),
        death=(kind == "death") & balance["sentence_years"].isna(),
        sentence_years=balance["sentence_years"].where(timed),
        side=balance["side"].astype("str"),
    )
    counted = ["named", "terms", "settled", "life", "death"]
    columns = [*counted, "sentence_years", "left_years"]
    sums = sums.groupby(["exchange_id", "side"])[columns].sum()
    summary = totals.merge(sums, left_on=["exchange_id", "side"], right_index=True, how="left", validate="one_to_one")
    summary[columns] = summary[columns].fillna(0).astype("float")
    summary = summary.astype({column: "int" for column in ["freed", *counted]})
    unknown = (summary["freed"] - summary[counted[1:]].sum(axis=1)).clip(lower=0)
    summary.insert(summary.columns.get_loc("death") + 1, "unknown", unknown)
    summary["side"] = pd.Categorical(summary["side"], SIDES, ordered=True)
    return summary.sort_values(["order", "side"], ignore_index=True).drop(columns="order")
