"""Every sentence for one, many, tie and none; and over a selection, where it claims nothing about what was left out."""

import re

import pytest

from analysis.pictures import PICTURES, EmptyPicture
from analysis.pictures.publish import begin


def test_a_sentence_over_a_selection_begins_with_how_many_of_whom(record):
    assert begin(record, 6) == ""
    assert begin(record, 2, "deals") == ""
    selected = record.where(us=True, side="russian_side", outcome="exchanged")
    assert begin(selected, 2) == "Of two Americans held by the Russian side (outcome: exchanged): "
    assert begin(selected, 1) == "Of one of the two Americans held by the Russian side (outcome: exchanged): "
    held = record.where(us=True, outcome="still_held")
    assert begin(held, 1) == "In one case (people: Americans; outcome: still held): "
    swaps = record.where(kind="swap", years=(1986, 1990))
    assert begin(swaps, 1, "deals") == "In one deal (years: 1986–1990; kind of deal: swap): "
    assert begin(swaps, 2, "deals") == "In two deals (years: 1986–1990; kind of deal: swap): "
    assert begin(swaps, 2) == "Of two people held in 1986–1990 (kind of deal: swap): "
    assert (
        begin(record.where(us=False), len(record.where(us=False).detainees))
        == "Of three people not known to be Americans: "
    )


NOTHING = [  # picture, what was chosen, what is said
    ("exchanges-by-year", {"charge_type": "drugs"}, "No deal with a day and totals is in this selection."),
    ("places", {"charge_type": "drugs"}, "No deal with a day and totals is in this selection."),
    ("sentences", {"charge_type": "homicide"}, "Nobody with a fixed term of prison is in this selection."),
    ("time-served", {"charge_type": "homicide"}, "Nobody freed in a deal with a fixed term is in this selection."),
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
    ("standing-of-values", {"kind": "swap", "charge_type": "drugs"}, "Nobody is in this selection."),
    (
        "wall",
        {"kind": "swap", "charge_type": "drugs"},
        "Nobody in this selection was held by a side that documents name.",
    ),
    (
        "still-held",
        {"side": "us_side"},
        "No American held by Russia and not known to be free is in this selection; this picture shows nobody else.",
    ),
    ("fact-check", {"side": "us_side"}, "No countable statement is on the people or deals of this selection."),
]


@pytest.mark.parametrize(("name", "chosen", "words"), NOTHING, ids=[name for name, *_ in NOTHING])
def test_where_nothing_is_left_a_picture_says_of_what(record, name, chosen, words):
    with pytest.raises(EmptyPicture, match=f"^{re.escape(words)}$"):
        PICTURES[name](record.where(**chosen))


def test_every_picture_has_its_words_for_nothing():
    assert {name for name, *_ in NOTHING} == set(PICTURES)
