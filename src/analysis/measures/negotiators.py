"""Who took part in the deals, and where each of them stood."""

import pandas as pd

STANDS = ["russian_side", "between", "us_side"]
GO_BETWEENS = ["lawyer", "private", "third_state"]  # channels whose people spoke for no government at the table


def select_parts(negotiators: pd.DataFrame, exchanges: pd.DataFrame) -> pd.DataFrame:
    """Who took part in which deal, one row a part, in order of channel, name and time.

    Returns
    -------
    name, country, exchange_id, deal : str
    channel, role, credit : category
    date_earliest : datetime64
    """
    deals = exchanges.rename(columns={"name": "deal"})[["exchange_id", "deal", "date_earliest"]]
    parts = negotiators.merge(deals, on="exchange_id", validate="many_to_one")
    columns = ["channel", "name", "country", "exchange_id", "deal", "date_earliest", "role", "credit"]
    order = ["channel", "name", "date_earliest", "exchange_id", "role"]
    return parts[columns].sort_values(order, ignore_index=True)


def summarise_negotiators(parts: pd.DataFrame) -> pd.DataFrame:
    """Deals by name: channel, name, country, deals, confirmed (deals); most deals first, then most confirmed, then by name.

    A deal counts once however many parts the person or body had in it; its surest part counts. Channel and country are those
    of the first deal.
    """
    surest = parts.sort_values(["credit", "role"]).drop_duplicates(["name", "exchange_id"])
    surest = surest.assign(confirmed=surest["credit"] == "confirmed")
    counts = surest.groupby("name").agg(deals=("exchange_id", "size"), confirmed=("confirmed", "sum"))
    first = parts.sort_values(["date_earliest", "exchange_id", "role"]).drop_duplicates("name")
    ranked = first[["channel", "name", "country"]].merge(counts, on="name")
    return ranked.sort_values(["deals", "confirmed", "name"], ascending=[False, False, True], ignore_index=True)


def find_stand(negotiators: pd.DataFrame, states: dict[str, dict]) -> pd.Categorical:
    """Where each part was taken, in the order of `negotiators`: one of STANDS, missing where neither country nor channel nor role tells.

    Between the sides stand mediators, third states, lawyers and private persons, whatever their country, and states that the
    codebook puts on no side; everybody else stands on the side of their country. `states` are its codes, with their groups.
    """
    groups = {code: entry.get("group", "between") for code, entry in states.items()}
    between = negotiators["channel"].isin(GO_BETWEENS) | (negotiators["role"] == "mediator")
    side = negotiators["country"].astype(object).map(groups).mask(between, "between")
    return pd.Categorical(side, STANDS, ordered=True)


def place_names(negotiators: pd.DataFrame, exchanges: pd.DataFrame, states: dict[str, dict]) -> pd.DataFrame:
    """Every deal with everyone named in it, one row a name and deal, in time order; of a deal that names nobody one row.

    Parameters
    ----------
    states
        The codes of negotiators.country with their groups.

    Returns
    -------
    exchange_id, deal, date : str
    date_earliest : datetime64
    kind : category
    name, country : str
        Missing where nobody is named in the deal; the country that of the name's surest part in it.
    decided : bool
        Whether one of its parts was to decide, and no acting government denied it.
    stands : category
        Of the name's surest part in the deal, as find_stand gives it.
    credits : str
        How sure its parts in the deal are, surest first, each once: `confirmed;denied`. Empty where no document says.
    deals : int
        How many of these deals name it.

    Within a deal by where they stand; there who decided first, then the surest, then those who spoke, gave a place or escorted.
    """
    parts = negotiators.assign(stands=find_stand(negotiators, states))
    parts = (
        parts.sort_values(["credit", "role", "channel", "name"], ignore_index=True).rename_axis("rank").reset_index()
    )
    keys = ["exchange_id", "name"]
    told = parts.dropna(subset="credit").drop_duplicates([*keys, "credit"])
    credits = told["credit"].astype("str").groupby([told[key] for key in keys]).agg(";".join)
    decisions = (parts["role"] == "decision_maker") & (parts["credit"] != "denied")
    parts["decided"] = decisions.groupby([parts[key] for key in keys]).transform("max")
    names = parts.drop_duplicates(keys).merge(credits.rename("credits").reset_index(), on=keys, how="left")
    names["credits"] = names["credits"].fillna("")
    deals = exchanges.rename(columns={"name": "deal"})[["exchange_id", "deal", "date", "date_earliest", "kind"]]
    placed = deals.merge(
        names[[*keys, "country", "decided", "stands", "credits", "rank"]], on="exchange_id", how="left"
    )
    placed["decided"] = placed["decided"].eq(True)
    placed["deals"] = placed.groupby("name")["exchange_id"].transform("size").fillna(0).astype("int")
    order = ["date_earliest", "exchange_id", "stands", "decided", "rank"]
    ascending = [True, True, True, False, True]
    return placed.sort_values(order, ascending=ascending, ignore_index=True).drop(columns="rank")
