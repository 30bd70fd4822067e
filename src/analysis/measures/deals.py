"""What the deals add up to: people freed, by whom, under which leaders."""

import pandas as pd

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
