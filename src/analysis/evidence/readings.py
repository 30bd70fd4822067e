"""Readings of one card that exclude one another, or that no court and no other card could give.

Promise: a card is told for what stands in it, whatever the table has and however it was ruled.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.evidence.documents import find_place
from analysis.record import dates
from analysis.record.cards import place_card
from analysis.record.contradictions import DETAINEES, LONGEST_TERM, has
from analysis.record.files import ROOT
from analysis.record.problems import Problem

APART = [  # what only the table keeps apart: a card may tell of a plea before the sentence, or how long a suspended one is
    ("none_yet", "convicted"),
    ("suspended", "sentence_months"),
]
TERMS = ("sentence_months", "sentence_months_final")
YEAR, SLIP = 12, 10  # months of a year; a nought too many or too few

Finding = tuple[pd.Series, str, str | pd.Series]


def find_codes(said: pd.DataFrame, made: pd.Series) -> Iterator[Finding]:
    """Codes of one card on one person that exclude one another; who is still held although the deal was made when it was written."""
    late = said["known_from"] > said["exchange_id"].map(made)
    yield late & said["outcome"].eq("still_held"), "outcome", "how the person got out, as this card puts it into a deal"
    for first, codes, second, excluded, expected in DETAINEES:
        if (codes[0], second) not in APART:
            yield has(said[first], codes) & has(said[second], excluded), second, expected


def find_terms(said: pd.DataFrame, people: pd.DataFrame) -> Iterator[Finding]:
    """Terms beyond what courts give, and those that are the table's in years, or with another number of noughts."""
    for column in TERMS:
        months = pd.to_numeric(said[column])
        yield months > max(LONGEST_TERM.values()), column, f"months, at most {max(LONGEST_TERM.values())}"
        for other in TERMS:
            ours = pd.to_numeric(people[other]).reindex(said["row"]).set_axis(said.index)
            yield ours == YEAR * months, column, "months, not years: the table has " + ours.map("{:.0f}".format)
            wrong = (ours == SLIP * months) | (months == SLIP * ours) | (months == YEAR * ours)
            yield wrong, column, "the months that the table has, " + ours.map("{:.0f}".format)


def check_readings(raw: dict[str, pd.DataFrame], cells: pd.DataFrame, root: Path = ROOT) -> Iterator[Problem]:
    """What one card says of a person that its other readings, or any court, exclude.

    `raw` as record.tables.load_raw gives it, `cells` as record.cards.load_cards.
    """
    people = raw["detainees"].set_index("detainee_id")
    said = cells[cells["table"] == "detainees"].set_index(["source", "row", "column"])["value"].unstack()
    said = said.reindex(columns=people.columns).reset_index()
    said["known_from"] = said["source"].map(cells.drop_duplicates("source").set_index("source")["known_from"])
    made = dates.parse_dates(raw["exchanges"].set_index("exchange_id")["date"])["latest"]
    told = set()
    for broken, column, expected in [*find_codes(said, made), *find_terms(said, people)]:
        for at, card in said[broken].iterrows():
            if (at, column) not in told:
                told.add((at, column))
                line = find_place(root, card["source"], "detainees", card["row"], column)
                words = expected if isinstance(expected, str) else expected[at]
                yield Problem(place_card(card["source"]), line, column, card[column], words)
