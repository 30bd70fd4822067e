"""What the deals add up to: people freed, by whom, where, under which leaders, and the years without a swap."""

import re

import pandas as pd

from analysis.record.select import AMERICANS

SIDES = ["russian_side", "us_side"]
ERAS = {"until 1991": 1945, "1992–2021": 1992, "since 2022": 2022}  # by the year a detention or deal began
SWAPS = ["swap", "multi_party"]  # the kinds of deal in which both sides let somebody go
DAYS = 365.25  # of a year
ORDER = ["date_earliest", "exchange_id"]  # of deals in time


def select_headline(exchanges: pd.DataFrame) -> pd.DataFrame:
    """The deals that headline counts rest on, in time order: all but those the United States only mediated."""
    return exchanges[exchanges["kind"] != "mediated"].sort_values(ORDER, ignore_index=True)


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


def select_freed_americans(detainees: pd.DataFrame, exchanges: pd.DataFrame) -> pd.DataFrame:
    """Americans, by name, whom the Russian side freed in deals that count in headlines."""
    american = detainees["us_status"].isin(AMERICANS) & (detainees["side"] == "russian_side")
    freed = detainees[american & detainees["exchange_id"].isin(select_headline(exchanges)["exchange_id"])]
    return freed.sort_values("detainee_id", ignore_index=True)


def count_freed_by_leaders(exchanges: pd.DataFrame, detainees: pd.DataFrame) -> pd.DataFrame:
    """Deals and people freed under each pair of leaders, in time order.

    Returns
    -------
    us_leader, kremlin_leader : str
        Missing where the date of the deal spans two terms.
    deals, freed_by_russian_side, americans, freed_by_us_side : int
        Published totals; of those freed by the Russian side the Americans among the named.
    """
    named = select_freed_americans(detainees, exchanges)["exchange_id"].value_counts()
    counted = select_headline(exchanges)
    counted = counted.assign(americans=counted["exchange_id"].map(named).fillna(0).astype("int"))
    return (
        counted.groupby(["us_leader", "kremlin_leader"], sort=False, dropna=False)
        .agg(
            deals=("exchange_id", "size"),
            freed_by_russian_side=("freed_by_russian_side", "sum"),
            americans=("americans", "sum"),
            freed_by_us_side=("freed_by_us_side", "sum"),
        )
        .reset_index()
    )


def find_silences(exchanges: pd.DataFrame, least: float = 10) -> pd.DataFrame:
    """The times of at least so many years between one swap and the next, in time order.

    One-sided releases do not end a silence; neither do exchanges that the United States only mediated.

    Returns
    -------
    start, end : datetime64
        The last day that the one swap, and the first that the next, can have had.
    years : float
    """
    swaps = select_headline(exchanges[exchanges["kind"].isin(SWAPS) & exchanges["date_earliest"].notna()])
    last = swaps["end_date_latest"].fillna(swaps["date_latest"]).cummax().shift()
    between = pd.DataFrame({"start": last, "end": swaps["date_earliest"]})
    between["years"] = (between["end"] - between["start"]).dt.days / DAYS
    return between[between["years"] >= least].reset_index(drop=True)


def locate_deals(exchanges: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Where people changed hands in each deal, one row a deal in time order.

    Parameters
    ----------
    known
        The deals whose cities are known names: where the city of a deal is not coded, it is the first of these that the
        words for its place name.

    Returns
    -------
    exchange_id, name, place : str
    city : str
        Where it took several places, the first; missing where none is known.
    coded : bool
        Whether the city is coded; False where it was found in the words for the place.
    place_country, kind : category
    date_earliest : datetime64
    year : Int64
    freed_by_russian_side, freed_by_us_side : Int64
        Published totals, people.
    """
    deals = select_headline(exchanges)
    cities = "|".join(re.escape(city) for city in sorted(set(known["place_city"].dropna()), key=len, reverse=True))
    named = deals["place"].str.extract(rf"\b({cities or '(?!)'})\b")[0]
    deals = deals.assign(city=deals["place_city"].fillna(named), coded=deals["place_city"].notna())
    columns = ["exchange_id", "name", "place", "city", "coded", "place_country", "kind", "date_earliest", "year"]
    return deals[[*columns, "freed_by_russian_side", "freed_by_us_side"]]


def count_freed_by_place(located: pd.DataFrame) -> pd.DataFrame:
    """Deals and people freed by city, in the order in which the cities were first used, those of no known place last.

    Returns
    -------
    city : str
        Missing where the place is not known.
    deals, freed_by_russian_side, freed_by_us_side : Int64
    """
    grouped = located.sort_values(ORDER).groupby("city", sort=False, dropna=False)
    counts = grouped.agg(
        deals=("exchange_id", "size"),
        freed_by_russian_side=("freed_by_russian_side", "sum"),
        freed_by_us_side=("freed_by_us_side", "sum"),
    ).reset_index()
    counts = counts.astype({"deals": "Int64"})
    return counts.sort_values("city", key=pd.Series.isna, kind="stable", ignore_index=True)


def count_freed_by_place_and_year(located: pd.DataFrame) -> pd.DataFrame:
    """People freed in each city and year, in time order.

    Returns
    -------
    city : str
        Missing where the place is not known.
    year : int
    freed_by_russian_side, freed_by_us_side : int
    alone_by_russian_side, alone_by_us_side : int
        Those of them let go for nobody in return.
    """
    freed = located[[f"freed_by_{side}" for side in SIDES]]
    alone = freed.where(located["kind"] == "one_sided", 0).set_axis([f"alone_by_{side}" for side in SIDES], axis=1)
    rows = pd.concat([located[[*ORDER, "city", "year"]], freed, alone], axis=1).astype({"year": "int"})
    rows = rows.sort_values(ORDER).drop(columns=ORDER)
    return rows.groupby(["city", "year"], sort=False, dropna=False).sum().astype("int").reset_index()
