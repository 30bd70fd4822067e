"""Reports against the day on which custody ended: cards that come long after it and do not know of it, or before it and do.

Promise: a card is held against the table's day only where it gives none of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.evidence.documents import TIME_ZONES, find_place
from analysis.record import dates
from analysis.record.cards import place_card
from analysis.record.contradictions import FREED_IN_DEAL
from analysis.record.files import ROOT
from analysis.record.problems import Problem

LATE = pd.Timedelta(days=60)  # after a release: by then whoever writes knows of it
ORDERED = pd.Timedelta(days=30)  # before the door opens: an expulsion or a pardon may be reported when it is ordered
PLANNED = pd.Timedelta(days=90)  # before a deal: earlier than that nobody writes of it as this one


def check_late_reports(raw: dict[str, pd.DataFrame], cells: pd.DataFrame, root: Path = ROOT) -> Iterator[Problem]:
    """Cards that report somebody held long after the table has the release, where no ruling says why."""
    released = dates.parse_dates(raw["detainees"].set_index("detainee_id")["released"])["latest"]
    ruled = set(raw["rulings"].loc[raw["rulings"]["column"] == "outcome", "row_id"])
    held = cells[(cells["column"] == "outcome") & (cells["value"] == "still_held") & cells["published"].notna()]
    since = held["row"].map(released)
    for cell in held[(held["known_from"] > since + LATE) & ~held["row"].isin(ruled)].itertuples():
        line = find_place(root, cell.source, cell.table, cell.row, cell.column)
        expected = f"how the person got out, as data/detainees.csv has the release on {released[cell.row]:%Y-%m-%d}"
        yield Problem(place_card(cell.source), line, cell.column, cell.value, expected)


def check_early_reports(raw: dict[str, pd.DataFrame], cells: pd.DataFrame, root: Path = ROOT) -> Iterator[Problem]:
    """Cards that were known before what they tell: how custody ended, before the table has the release, or a deal long before it.

    A card that gives a day of release of its own disputes the table's, which is another matter.
    """
    days = {
        table: dates.parse_dates(raw[table].set_index(raw[table].columns[0])[column])["earliest"]
        for table, column in (("detainees", "released"), ("exchanges", "date"))
    }
    dated = set(cells.loc[cells["column"] == "released", ["source", "row"]].itertuples(index=False, name=None))
    told = cells[(cells["table"] == "exchanges") | (cells["column"] == "exchange_id")]
    ended = cells[(cells["column"] == "outcome") & ~cells["value"].isin(["still_held", "unknown"])]
    ended = ended[[pair not in dated for pair in zip(ended["source"], ended["row"], strict=True)]]
    in_deal = ended["value"].isin(FREED_IN_DEAL)
    for rows, lead in ((told, PLANNED), (ended[in_deal], TIME_ZONES), (ended[~in_deal], ORDERED)):
        rows = rows[rows["table"].isin(days)]
        events = pd.concat(days.values()).reindex(rows["row"]).set_axis(rows.index)
        for cell in rows[rows["known_from"] + lead < events].drop_duplicates(["source", "row"]).itertuples():
            line = find_place(root, cell.source, cell.table, cell.row, cell.column)
            expected = f"nothing of what came after the document, of {cell.known_from:%Y-%m-%d}: data/{cell.table}.csv has {events[cell.Index]:%Y-%m-%d}"
            yield Problem(place_card(cell.source), line, cell.column, cell.value, expected)
