"""What follows from the tables: frames in, small frames out.

Promise: every measure takes the frames (and a day, where one is needed) and leaves them as they were; none reads the clock.
"""

import pandas as pd

from analysis import dates

SIDES = ["russian_side", "us_side"]
ERAS = {"1945–1991": 1945, "1992–2021": 1992, "since 2022": 2022}  # by the year a detention or deal began


def select_headline(exchanges: pd.DataFrame) -> pd.DataFrame:
    """The deals that headline counts rest on, in time order: all but those the United States only mediated."""
    return exchanges[exchanges["kind"] != "mediated"].sort_values(["date_earliest", "exchange_id"], ignore_index=True)


def count_freed(exchanges: pd.DataFrame) -> pd.DataFrame:
    """People freed in each deal, one row a deal in time order.

    Returns
    -------
    exchange_id, name, date : str
    date_earliest : datetime64
    year : Int64
    kind : category
    freed_by_russian_side, freed_by_us_side, companions : Int64
        Published totals, people.
    """
    columns = ["exchange_id", "name", "date", "date_earliest", "year", "kind"]
    return select_headline(exchanges)[[*columns, "freed_by_russian_side", "freed_by_us_side", "companions"]]


def count_freed_by_leaders(exchanges: pd.DataFrame) -> pd.DataFrame:
    """Deals and people freed under each pair of leaders, in time order: us_leader, kremlin_leader, deals, and people each way."""
    grouped = select_headline(exchanges).groupby(["us_leader", "kremlin_leader"], sort=False)
    return grouped.agg(
        deals=("exchange_id", "size"),
        freed_by_russian_side=("freed_by_russian_side", "sum"),
        freed_by_us_side=("freed_by_us_side", "sum"),
    ).reset_index()


def select_sentences(detainees: pd.DataFrame) -> pd.DataFrame:
    """The sentenced, one row a detention: detainee_id, name, side, charge_type, charge_group, sentence_kind, years.

    `years` (float, years) is the term in the first instance, missing for any other kind of sentence.
    """
    sentenced = detainees[detainees["sentence_kind"].isin(["term", "life", "death"])]
    columns = ["detainee_id", "name", "side", "charge_type", "charge_group", "sentence_kind"]
    years = sentenced["sentence_months"].astype("Float64") / 12
    return sentenced[columns].assign(years=years).sort_values(["charge_type", "side", "years"], ignore_index=True)


def summarise_sentences(sentences: pd.DataFrame) -> pd.DataFrame:
    """Sentences by charge type and side, in codebook order: people, terms, median_years, longest_years, life, death."""
    grouped = sentences.groupby(["charge_type", "side"], observed=True)
    return grouped.agg(
        people=("detainee_id", "size"),
        terms=("years", "count"),
        median_years=("years", "median"),
        longest_years=("years", "max"),
        life=("sentence_kind", lambda kinds: (kinds == "life").sum()),
        death=("sentence_kind", lambda kinds: (kinds == "death").sum()),
    ).reset_index()


def measure_custody(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Time in custody of each detention, from arrest to release or, for those still held, to `until`.

    Returns
    -------
    detainee_id : str
    days_min, days_max : Int64
        Shortest and longest time that the dates allow, days; missing where an end is not known.
    ended : bool
        False where the person is still held, so that the time is only a lower bound.
    """
    ended = detainees["outcome"] != "still_held"
    release = pd.DataFrame({end: detainees[f"released_{end}"].where(ended, until) for end in ("earliest", "latest")})
    arrest = pd.DataFrame({end: detainees[f"arrested_{end}"] for end in ("earliest", "latest")})
    days = dates.parse_days_between(arrest, release)
    return pd.concat([detainees["detainee_id"], days], axis=1).assign(ended=ended)


def select_served(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Sentence against time served of those freed in a deal while serving a term or life.

    Returns
    -------
    detainee_id, name : str
    side : category
    exchange_id : str
    sentence_kind : category
    sentence_years : float
        After appeal where it changed; missing for life.
    served_years_min, served_years_max : float
    left_years : float
        What was left to serve, from the middle of the range served; never below 0, missing for life.

    In order of side, then of what was left, life first.
    """
    freed = detainees[detainees["exchange_id"].notna() & detainees["sentence_kind"].isin(["term", "life", "death"])]
    months = freed["sentence_months_final"].fillna(freed["sentence_months"]).astype("Float64")
    custody = measure_custody(freed, until)[["days_min", "days_max"]].astype("Float64") / 365.25
    served = freed[["detainee_id", "name", "side", "exchange_id", "sentence_kind"]].assign(
        sentence_years=months / 12, served_years_min=custody["days_min"], served_years_max=custody["days_max"]
    )
    served["left_years"] = (served["sentence_years"] - custody.mean(axis=1)).clip(lower=0)
    served = served.dropna(subset="served_years_min")
    order = served["left_years"].fillna(1e9)
    return (
        served.assign(order=-order)
        .sort_values(["side", "order", "detainee_id"], ignore_index=True)
        .drop(columns="order")
    )


def count_charges(detainees: pd.DataFrame) -> pd.DataFrame:
    """Detentions by charge type and side, in codebook order: charge_group, charge_type, russian_side, us_side (people)."""
    counts = (
        detainees.groupby(["charge_group", "charge_type", "side"], observed=True).size().unstack("side", fill_value=0)
    )
    return counts.reindex(columns=SIDES, fill_value=0).rename_axis(columns=None).reset_index()


def count_charge_groups_by_era(detainees: pd.DataFrame) -> pd.DataFrame:
    """Detentions by era of the arrest, charge group and side: era, charge_group, russian_side, us_side (people)."""
    years = detainees["arrested_earliest"].dt.year
    era = pd.cut(years, [*ERAS.values(), 9999], right=False, labels=list(ERAS))
    counts = detainees.assign(era=era).groupby(["era", "charge_group", "side"], observed=True).size()
    counts = counts.unstack("side", fill_value=0).reindex(columns=SIDES, fill_value=0)
    full = pd.MultiIndex.from_product(
        [list(ERAS), list(detainees["charge_group"].cat.categories)], names=["era", "charge_group"]
    )
    return counts.reindex(full, fill_value=0).rename_axis(columns=None).reset_index()


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
    columns = [
        "channel",
        "name",
        "country",
        "exchange_id",
        "deal",
        "date_earliest",
        "role",
        "credit",
        "freed",
    ]
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
