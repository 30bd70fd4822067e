"""How each detention of the record ended: in a deal, outside these deals, or not known to have ended.

Promise: every detention has one fate, and whoever a deal freed without a name is counted apart.
"""

import pandas as pd

from analysis.measures.custody import has_ended
from analysis.measures.deals import SIDES

FATES = ["deal", "otherwise", "held", "brokered"]


def select_fates(detainees: pd.DataFrame, exchanges: pd.DataFrame) -> pd.DataFrame:
    """One row a detention, in the order of arrest.

    Parameters
    ----------
    exchanges
        All deals in which these people may have been freed.

    Returns
    -------
    detainee_id, name, exchange_id : str
    side : category
    outcome : category
        unknown where no document told how it stood.
    year : Int64
        Of the arrest.
    fate : category
        deal; brokered, where the United States only mediated; held, which is when last reported, where the person is not
        known to be free; otherwise, which is ended outside these deals.
    """
    people = detainees.sort_values(["arrested_earliest", "detainee_id"], ignore_index=True)
    people["outcome"] = people["outcome"].fillna("unknown")  # on an early day no document had said how it stood
    brokered = exchanges.loc[exchanges["kind"] == "mediated", "exchange_id"]
    fate = has_ended(people).map({True: "otherwise", False: "held"}).astype("str")
    fate = fate.mask(people["exchange_id"].notna(), "deal").mask(people["exchange_id"].isin(brokered), "brokered")
    people["fate"] = pd.Categorical(fate, FATES, ordered=True)
    people["year"] = people["arrested_earliest"].dt.year.astype("Int64")
    return people[["detainee_id", "name", "exchange_id", "side", "outcome", "year", "fate"]]


def count_unnamed(detainees: pd.DataFrame, exchanges: pd.DataFrame) -> pd.DataFrame:
    """People whom a deal freed by its published total and no row names: exchange_id, side, unnamed (int, people, above 0)."""
    named = detainees.groupby(["exchange_id", "side"], observed=True).size()
    totals = exchanges.set_index("exchange_id")[[f"freed_by_{side}" for side in SIDES]].astype("Int64")
    totals = totals.set_axis(SIDES, axis=1).rename_axis("side", axis=1).stack()
    unnamed = totals.sub(named.reindex(totals.index, fill_value=0)).rename("unnamed").reset_index()
    return unnamed[unnamed["unnamed"].fillna(0) > 0].astype({"unnamed": "int"}).reset_index(drop=True)
