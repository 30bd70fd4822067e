"""Every sentence for one, many, tie and none; and over a selection, where it claims nothing about what was left out."""

import re

import pandas as pd
import pytest

from analysis.pictures import PICTURES, EmptyPicture
from analysis.pictures.publish import begin

BEGINNING = "Of two people, held by the US side: "  # any beginning will do




LABELS = {"espionage": "espionage", "drugs": "drugs"}


def counts(*rows):
    return pd.DataFrame(rows, columns=["charge_type", "russian_side", "us_side"])


def test_charges_for_one_many_and_tie():
    assert describe_charges(counts(("drugs", 1, 0)), LABELS) == (
        "The most frequent charge was drugs: 1 of 1 held by the Russian side."
    )
    assert describe_charges(counts(("espionage", 2, 3), ("drugs", 1, 1)), LABELS) == (
        "The most frequent charge was espionage: 2 of 3 held by the Russian side and 3 of 4 held by the US side."
    )
    assert describe_charges(counts(("espionage", 2, 3), ("drugs", 5, 3)), LABELS) == (
        "The most frequent charges: drugs (5 of 7 held by the Russian side) and espionage and drugs (3 each of 6 held by the "
        "US side)."
    )


def test_charges_of_a_selection_are_counted_and_none_is_called_the_most_frequent():
    five = {"espionage": "espionage", "drugs": "drugs", "cyber": "cyber", "fraud": "fraud", "treason": "treason"}
    told = counts(("espionage", 2, 3), ("drugs", 5, 0), ("cyber", 1, 0), ("fraud", 1, 0), ("treason", 1, 0))
    assert describe_charges(told, five, BEGINNING) == (
        f"{BEGINNING}held by the Russian side drugs 5, espionage 2, cyber 1 and 2 others; "
        "held by the US side espionage 3."
    )


def groups(*rows):
    return pd.DataFrame(rows, columns=["era", "charge_group", "russian_side", "us_side"])


def test_charge_groups_for_a_tie_and_a_selection():
    told = groups(("A", "security", 2, 0), ("A", "crime", 2, 0), ("B", "crime", 1, 0), ("since C", "crime", 3, 0))
    assert describe_charge_groups(told) == (
        "Leading charges on the Russian side: security and crime in A (2 of 4), crime in B (1 of 1) and since C (3 of 3)."
    )
    assert describe_charge_groups(told, BEGINNING) == (
        f"{BEGINNING}arrested in A security 2, crime 2; arrested in B crime 1; arrested since C crime 3."
    )
    assert describe_charge_groups(groups(("A", "crime", 0, 4), ("B", "crime", 0, 0)), BEGINNING) == (
        f"{BEGINNING}arrested in A crime 4."
    )


def test_a_sentence_over_a_selection_begins_with_how_many_of_whom(record):
    assert begin(record, 6) == ""
    assert begin(record, 2, "deals") == ""
    selected = record.where(us=True, side="russian_side", outcome="exchanged")
    assert begin(selected, 2) == "Of two Americans, held by the Russian side, outcome exchanged: "
    held = record.where(us=True, outcome="still_held")
    assert begin(held, 12) == "Of 12 Americans last reported held: "
    assert begin(held, 1) == "In one case (people Americans; outcome still held): "
    swaps = record.where(kind="swap", years=(1986, 1990))
    assert begin(swaps, 1, "deals") == "In one deal (years 1986–1990; kind of deal swap): "
    assert begin(swaps, 2, "deals") == "In two deals (years 1986–1990; kind of deal swap): "
    assert begin(swaps, 2) == "Of two people, held in 1986–1990, kind of deal swap: "
    assert begin(record.where(us=False), 3) == "Of three people not known to be Americans: "


NOTHING = [  # picture, what was chosen, what is said
    ("exchanges-by-year", {"charge_type": "drugs"}, "No deal with a day and totals is in this selection."),
    ("places", {"charge_type": "drugs"}, "No deal with a day and totals is in this selection."),
    ("sentences", {"charge_type": "homicide"}, "Nobody with a fixed term of prison is in this selection."),
    (
        "time-served",
        {"charge_type": "homicide"},
        "Nobody freed in a deal with a fixed term is in this selection.",
    ),
    ("charges", {"kind": "swap", "charge_type": "drugs"}, "Nobody whose charge is coded is in this selection."),
    (
        "charges-then-and-now",
        {"outcome": "still_held"},
        "Nobody freed in a deal with a day and totals is in this selection.",
    ),
    ("negotiators", {"charge_type": "drugs"}, "No negotiator is named in a deal of this selection."),
    ("years-left", {"charge_type": "drugs"}, "No deal with a day and totals is in this selection."),
    (
        "who-for-whom",
        {"charge_type": "drugs"},
        "No deal in which both sides freed somebody, with a day and totals, is in this selection.",
    ),
    ("ankara", {}, "This deal is not in the selection."),
    (
        "ways-out",
        {"side": "us_side"},
        "No American whom Russia arrested since 2010 is in this selection; this picture shows nobody else.",
    ),
    (
        "held-over-time",
        {"side": "us_side"},
        "No American whom Russia arrested since 2010 is in this selection; this picture shows nobody else.",
    ),
    (
        "left-behind",
        {"kind": "swap"},
        "No American whom Russia arrested since 2010 is in this selection; this picture shows nobody else.",
    ),
    ("as-known-fogel-vinnik", {}, "The deal of Fogel and Vinnik is not in the selection."),
    ("standing-of-values", {"kind": "swap", "charge_type": "drugs"}, "Nobody is in this selection."),
    (
        "standing-by-column",
        {"kind": "swap", "charge_type": "drugs"},
        "No value that needs evidence is in this selection.",
    ),
    ("fact-check", {"side": "us_side"}, "No countable statement is on the people or deals of this selection."),
    ("fact-check-differences", {}, "No statement on the people or deals of this selection differs from the record."),
]


@pytest.mark.parametrize(("name", "chosen", "words"), NOTHING, ids=[name for name, *_ in NOTHING])
def test_where_nothing_is_left_a_picture_says_of_what(record, name, chosen, words):
    with pytest.raises(EmptyPicture, match=f"^{re.escape(words)}$"):
        PICTURES[name](record.where(**chosen))


def test_every_picture_has_its_words_for_nothing():
    assert {name for name, *_ in NOTHING} == set(PICTURES)
