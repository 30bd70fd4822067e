"""Takes the deals of a selection whole, and says so.

Promise: a deal is drawn with everybody freed in it, whatever people it was selected by.
"""

from dataclasses import replace

import pandas as pd

from analysis.record.select import OF_PEOPLE
from analysis.record.tables import Tables

WHOLE = " Filters on people choose deals with at least one such person; the deals are then shown whole."


def take_whole(record: Tables) -> Tables:
    """The deals of a selection with everybody freed in them, whatever people it was selected by."""
    people = record.whole.detainees
    freed = people[people["exchange_id"].isin(record.exchanges["exchange_id"])]
    return replace(record, detainees=freed.reset_index(drop=True))


def say_whole(record: Tables) -> str:
    """That deals are shown whole, where people were selected."""
    return WHOLE if record.filters.keys() & OF_PEOPLE else ""


def select_told(exchanges: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The deals with a day and both totals, which on an early day documents had not all given; and who is left out."""
    told = exchanges[exchanges[["year", "freed_by_us_side", "freed_by_russian_side"]].notna().all(axis=1)]
    brokered = (exchanges["kind"] == "mediated").any()
    words = ["exchanges the United States only brokered"] * bool(brokered)
    words += ["deals whose day and totals no document that counts had given"] * (len(told) < len(exchanges))
    return told, " and ".join(words)
