"""Who took part in the deals."""

import pandas as pd


def select_parts(negotiators: pd.DataFrame, exchanges: pd.DataFrame) -> pd.DataFrame:
    """Who took part in which deal, one row a part, in order of channel, name and time.

    Returns
    -------
    name, country, exchange_id, deal : str
    channel, role, credit : category
    date_earliest : datetime64
    freed : Int64
        People freed in the deal, both sides.
    """
    deals = exchanges.assign(freed=exchanges["freed_by_us_side"] + exchanges["freed_by_russian_side"])
    deals = deals.rename(columns={"name": "deal"})[["exchange_id", "deal", "date_earliest", "freed", "kind"]]
    parts = negotiators.merge(deals, on="exchange_id", validate="many_to_one")
    columns = ["channel", "name", "country", "exchange_id", "deal", "date_earliest", "role", "credit", "freed"]
    return parts[columns].sort_values(["channel", "name", "date_earliest", "role"], ignore_index=True)


def summarise_negotiators(parts: pd.DataFrame) -> pd.DataFrame:
    """Deals and people by negotiator: channel, name, country, deals, confirmed (deals), freed (people in confirmed deals).

    A deal counts once however many roles the person or body had in it; the surest credit counts. In order of channel,
    then of deals confirmed.
    """
    surest = parts.sort_values("credit").drop_duplicates(["name", "exchange_id"])
    sure = surest["credit"] == "confirmed"
    surest = surest.assign(confirmed=sure, freed=surest["freed"].where(sure, 0))
    grouped = surest.groupby("name", sort=False).agg(
        channel=("channel", "first"),
        country=("country", "first"),
        deals=("exchange_id", "size"),
        confirmed=("confirmed", "sum"),
        freed=("freed", "sum"),
    )
    ranked = grouped.reset_index().sort_values(
        ["channel", "confirmed", "freed", "name"], ascending=[True, False, False, True]
    )
    return ranked[["channel", "name", "country", "deals", "confirmed", "freed"]].reset_index(drop=True)
