"""Readings of one card that exclude one another, or that no court and no other card could give.

Promise: a card is told for what stands in it, whatever the table has and however it was ruled.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.evidence.documents import find_card_line, select_stems
from analysis.record import dates
from analysis.record.cards import place_card
from analysis.record.charges import SEVERAL, find_other_types
from analysis.record.contradictions import DETAINEES, LONGEST_TERM, has
from analysis.record.files import ROOT
from analysis.record.makers import find_other_agencies
from analysis.record.problems import Problem

APART = [  # what only the table keeps apart: a card may tell of a plea before the sentence, how long a suspended one is, or of an amnesty
    ("none_yet", "convicted"),
    ("suspended", "sentence_months"),
    ("still_held", "pardoned"),
]
TERMS = ("sentence_months", "sentence_months_final")
YEAR, SLIP = 12, 10  # months of a year; a nought too many

Finding = tuple[pd.Series, str, str | pd.Series]


def find_codes(said: pd.DataFrame, made: pd.Series) -> Iterator[Finding]:
    """Codes of one card on one person that exclude one another; who is still held although the deal was made when it was written."""
    late = said["known_from"] > said["exchange_id"].map(made)
    yield late & said["outcome"].eq("still_held"), "outcome", "how the person got out, as this card puts it into a deal"
    for first, codes, second, excluded, expected in DETAINEES:
        if (codes[0], second) not in APART:
            yield has(said[first], codes) & has(said[second], excluded), second, expected


def find_terms(said: pd.DataFrame, people: pd.DataFrame) -> Iterator[Finding]:
    """Terms beyond what courts give, and those that are the table's in years, or with a nought too many."""
    for column in TERMS:
        months = pd.to_numeric(said[column])
        yield months > max(LONGEST_TERM.values()), column, f"months, at most {max(LONGEST_TERM.values())}"
        for other in TERMS:
            ours = pd.to_numeric(people[other]).reindex(said["row"]).set_axis(said.index)
            yield ours == YEAR * months, column, "months, not years: the table has " + ours.map("{:.0f}".format)
            wrong = (months == SLIP * ours) | (months == YEAR * ours)
            yield wrong, column, "the months that the table has, " + ours.map("{:.0f}".format)


def find_charges(said: pd.DataFrame, people: pd.DataFrame) -> Iterator[Finding]:
    """Texts of one charge on somebody whose type of charge, here or else in the table, they speak against."""
    kinds = said["charge_type"].fillna(said["row"].map(people["charge_type"]))
    text = said["charge"].fillna("")
    ours = said["row"].map(people["charge"]).fillna("")
    apart = [not select_stems(one) & select_stems(other) for one, other in zip(text, ours, strict=True)]
    one = ~text.str.contains(SEVERAL) & pd.Series(apart, said.index) & kinds.notna() & kinds.ne("no_charge")
    for other, types in find_other_types(text, kinds):
        yield (
            other & one,
            "charge",
            "a charge of this person, who has " + kinds.fillna("") + f": this one is {types.partition(',')[0]}",
        )


def select_card_rows(cells: pd.DataFrame, table: str, columns: pd.Index) -> pd.DataFrame:
    """What each card says of each row of a table, a row each: source, row, known_from, the columns."""
    said = cells[cells["table"] == table].drop_duplicates(["source", "row", "column"])
    wide = said.set_index(["source", "row", "column"])["value"].unstack().reindex(columns=columns).reset_index()
    return wide.assign(known_from=wide["source"].map(said.drop_duplicates("source").set_index("source")["known_from"]))


def find_later_parts(cells: pd.DataFrame, people: pd.DataFrame, made: pd.Series) -> Iterator[tuple[str, str]]:
    """Cards that put a maker into a deal which came after them, tell of another deal and of nobody in that one: card and row."""
    deals = cells["row"].map(people["exchange_id"]).fillna(cells["row"].str.partition("/")[0])
    told = cells.assign(
        deal=deals.where(cells["table"].isin(["detainees", "exchanges", "negotiators"]) & deals.isin(made.index))
    )
    told = told.dropna(subset="deal")
    of_makers = told["table"] == "negotiators"
    others = told[~of_makers].groupby("source")["deal"].agg(set)
    later = told[of_makers & (told["known_from"] < told["deal"].map(made)) & told["source"].isin(others.index)]
    for cell in later.drop_duplicates(["source", "row"]).itertuples():
        if cell.deal not in others[cell.source]:
            yield cell.source, cell.row


def check_readings(
    raw: dict[str, pd.DataFrame], cells: pd.DataFrame, labels: dict[str, str], root: Path = ROOT
) -> Iterator[Problem]:
    """What one card says of a person that its other readings, or any court, exclude.

    `raw` as record.tables.load_raw gives it, `cells` as record.cards.load_cards; `labels` of the codes of states.
    """
    people = raw["detainees"].set_index("detainee_id")
    said = select_card_rows(cells, "detainees", people.columns)
    made = dates.parse_dates(raw["exchanges"].set_index("exchange_id")["date"])["latest"]
    for source, row in find_later_parts(cells, people, made):
        line = find_card_line(root, source, "negotiators", row, "exchange_id")
        expected = "a deal made when this card was written, or of whose people it tells"
        yield Problem(place_card(source), line, "exchange_id", row.partition("/")[0], expected)
    told = set()
    makers = select_card_rows(cells, "negotiators", pd.Index(["office", "country"]))
    of_makers = find_other_agencies(makers["office"].fillna(""), makers["country"].map(labels))
    found = [
        ("detainees", said, finding)
        for finding in [*find_codes(said, made), *find_terms(said, people), *find_charges(said, people)]
    ]
    for table, rows, (broken, column, expected) in [
        *found,
        *(("negotiators", makers, finding) for finding in of_makers),
    ]:
        for at, card in rows[broken].iterrows() if broken.any() else ():
            if (table, at, column) not in told:
                told.add((table, at, column))
                line = find_card_line(root, card["source"], table, card["row"], column)
                words = expected if isinstance(expected, str) else expected[at]
                yield Problem(place_card(card["source"]), line, column, card[column], words)
