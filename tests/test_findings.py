"""Every sentence for one, many, tie and none; and over a selection, where it claims nothing about what was left out."""

import re

import pandas as pd
import pytest

from analysis.pictures import PICTURES, EmptyPicture
from analysis.pictures.charges import describe_charge_groups, describe_charges
from analysis.pictures.exchanges import describe_exchanges
from analysis.pictures.negotiators import describe_negotiators
from analysis.pictures.publish import begin
from analysis.pictures.sentences import describe_sentences, describe_served

BEGINNING = "Of two people, held by the US side: "  # any beginning will do


def freed(*rows):
    return pd.DataFrame(rows, columns=["year", "freed_by_russian_side", "freed_by_us_side", "kind"])


def test_exchanges_for_one_and_many():
    assert describe_exchanges(freed((2022, 1, 1, "swap"))) == (
        "In one deal in 2022 the Russian side freed one person, the US side one."
    )
    many = freed((1986, 3, 1, "swap"), (2000, 1, 0, "one_sided"), (2010, 4, 10, "swap"), (2022, 1, 1, "swap"))
    assert describe_exchanges(many) == (
        "In four deals from 1986 to 2022 the Russian side freed nine people, the US side 12; no swap between "
        "1986 and 2010."
    )
    assert describe_exchanges(many, "In four deals (x y): ") == (
        "In four deals (x y): from 1986 to 2022, the Russian side freed nine people, the US side 12."
    )


def test_exchanges_in_which_a_side_freed_nobody_say_so():
    assert re.search("the US side (none|nobody)[.]$", describe_exchanges(freed((2000, 1, 0, "one_sided"))))


def sentences(*rows):
    return pd.DataFrame(rows, columns=["side", "years"])


def test_sentences_for_one_few_and_many():
    summary = pd.DataFrame({"life": [0]})
    assert describe_sentences(summary, sentences(("us_side", 1.0))) == (
        "Median prison term: 1 year on the US side (one term, too few for a median)."
    )
    few = sentences(*[("russian_side", years) for years in (9.0, 16.0, 2.0, 12.5)])
    assert describe_sentences(summary, few) == (
        "Median prison term: 2 to 16 years on the Russian side (four terms, too few for a median)."
    )
    many = sentences(*[("russian_side", years) for years in (9.0, 16.0, 2.0, 12.5, 13.0)], *[("us_side", 20.0)] * 5)
    assert describe_sentences(pd.DataFrame({"life": [1, 1]}), many) == (
        "Median prison term: 12.5 years on the Russian side (five terms), 20 years on the US side (five terms); "
        "two people got life."
    )
    assert describe_sentences(pd.DataFrame({"life": [1]}), few, BEGINNING) == (
        f"{BEGINNING}median prison term: 2 to 16 years on the Russian side (four terms, too few for a median); "
        "one person got life."
    )


def test_time_left_for_one_and_many():
    columns = ["side", "left_years"]
    assert describe_served(pd.DataFrame([("us_side", 1.0)], columns=columns)) == (
        "Left to serve: 1 year among one person freed by the US side."
    )
    many = pd.DataFrame([("russian_side", 10.5), ("russian_side", 4.0), ("us_side", 2.5)], columns=columns)
    assert describe_served(many) == (
        "Left to serve: 14 years among two people freed by the Russian side, 2.5 years among one person "
        "freed by the US side."
    )
    assert describe_served(many.iloc[2:], BEGINNING) == (
        f"{BEGINNING}left to serve: 2.5 years among one person freed by the US side."
    )


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


def ranked(*rows):
    return pd.DataFrame(rows, columns=["channel", "name", "deals", "confirmed", "freed"])


def test_negotiators_for_none_one_many_and_tie():
    head = ("head_of_state", "Pat Pi", 9, 9, 90)
    assert describe_negotiators(ranked(head)) == "No negotiator is confirmed in the record."
    assert describe_negotiators(ranked(head, ("lawyer", "Ida Iota", 3, 3, 28), ("third_state", "Kay", 1, 0, 0))) == (
        "Apart from heads of state, Ida Iota took part in most deals: three; one part rests on a claim or was denied."
    )
    assert describe_negotiators(ranked(("lawyer", "Ida", 2, 2, 4), ("private", "Kay", 2, 2, 9))) == (
        "Apart from heads of state, Ida and Kay took part in most deals: two each."
    )
    assert describe_negotiators(ranked(("lawyer", "Ida", 1, 1, 4), ("private", "Kay", 1, 1, 9))) == (
        "No negotiator appears in more than one deal: two names in one each."
    )


def test_negotiators_of_a_selection_are_counted_and_none_is_called_first():
    told = ranked(("head_of_state", "Pat Pi", 2, 1, 9), ("lawyer", "Ida", 2, 2, 4), ("private", "Kay", 1, 1, 9))
    assert describe_negotiators(told, "In two deals (x y): ") == (
        "In two deals (x y): three names, two of them in two or more of these deals; one part rests on a claim or was denied."
    )
    assert describe_negotiators(told.iloc[2:], "In one deal (x y): ") == "In one deal (x y): one name."


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
    ("sentences-by-charge", {"charge_type": "homicide"}, "Nobody with a fixed term of prison is in this selection."),
    (
        "sentence-and-time-served",
        {"charge_type": "homicide"},
        "Nobody freed in a deal while serving a term is in this selection.",
    ),
    ("share-served", {"outcome": "still_held"}, "Nobody freed in a deal while serving a term is in this selection."),
    ("charges-by-side", {"kind": "swap", "charge_type": "drugs"}, "Nobody whose charge is coded is in this selection."),
    (
        "charges-by-era",
        {"kind": "swap", "charge_type": "drugs"},
        "Nobody with a dated arrest and a coded charge is in this selection.",
    ),
    ("negotiators", {"charge_type": "drugs"}, "No negotiator is named in a deal of this selection."),
    ("ledger", {"charge_type": "drugs"}, "No deal with a day and totals is in this selection."),
    ("ledger-ankara", {}, "This deal is not in the selection."),
    (
        "ledger-receivers",
        {"charge_type": "drugs"},
        "Nobody freed in a deal with a day and totals is in this selection.",
    ),
    (
        "custody-survival",
        {"side": "us_side"},
        "No American whom Russia arrested since 2010 is in this selection; this picture shows nobody else.",
    ),
    (
        "held-over-time",
        {"side": "us_side"},
        "No American whom Russia arrested since 2010 is in this selection; this picture shows nobody else.",
    ),
    (
        "held-lanes",
        {"kind": "swap"},
        "No American whom Russia arrested since 2010 is in this selection; this picture shows nobody else.",
    ),
    ("standing-of-values", {"kind": "swap", "charge_type": "drugs"}, "Nobody is in this selection."),
    ("fact-check", {"side": "us_side"}, "No countable statement is on the people or deals of this selection."),
]


@pytest.mark.parametrize(("name", "chosen", "words"), NOTHING, ids=[name for name, *_ in NOTHING])
def test_where_nothing_is_left_a_picture_says_of_what(record, name, chosen, words):
    with pytest.raises(EmptyPicture, match=f"^{re.escape(words)}$"):
        PICTURES[name](record.where(**chosen))


def test_every_picture_has_its_words_for_nothing():
    assert {name for name, *_ in NOTHING} | {"ledger-vienna"} == set(PICTURES)  # Vienna's are those of Ankara
