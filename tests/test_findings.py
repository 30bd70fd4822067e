"""Every sentence for one, many, tie and none."""

import pandas as pd

from analysis import findings


def freed(*rows):
    return pd.DataFrame(rows, columns=["year", "freed_by_russian_side", "freed_by_us_side", "kind"])


def test_exchanges_for_none_one_and_many():
    assert findings.describe_exchanges(freed()) == "No deal is in this selection."
    assert findings.describe_exchanges(freed((2022, 1, 1, "swap"))) == (
        "In one deal in 2022 the Russian side freed one person, the US side one."
    )
    many = freed((1986, 3, 1, "swap"), (2000, 1, 0, "one_sided"), (2010, 4, 10, "swap"), (2022, 1, 1, "swap"))
    assert findings.describe_exchanges(many) == (
        "In four deals from 1986 to 2022 the Russian side freed nine people, the US side 12; no swap between "
        "1986 and 2010."
    )


def sentences(*rows):
    return pd.DataFrame(rows, columns=["side", "years"])


def test_sentences_for_none_one_and_many():
    summary = pd.DataFrame({"life": [0]})
    assert findings.describe_sentences(summary, sentences()) == "No fixed term is in this selection."
    assert findings.describe_sentences(summary, sentences(("us_side", 1.0))) == (
        "Median prison term: 1 year on the US side (one term)."
    )
    many = sentences(("russian_side", 9.0), ("russian_side", 16.0), ("us_side", 20.0))
    assert findings.describe_sentences(pd.DataFrame({"life": [1, 1]}), many) == (
        "Median prison term: 12.5 years on the Russian side (two terms), 20 years on the US side (one term); "
        "two people got life."
    )


def test_time_left_for_none_one_and_many():
    columns = ["side", "left_years"]
    assert findings.describe_served(pd.DataFrame([("us_side", None)], columns=columns)).startswith(
        "Nobody in this selection"
    )
    assert findings.describe_served(pd.DataFrame([("us_side", 1.0)], columns=columns)) == (
        "Left to serve: 1 year among one person freed by the US side."
    )
    many = pd.DataFrame([("russian_side", 10.5), ("russian_side", 4.0), ("us_side", 2.5)], columns=columns)
    assert findings.describe_served(many) == (
        "Left to serve: 14 years among two people freed by the Russian side, 2.5 years among one person "
        "freed by the US side."
    )


LABELS = {"espionage": "espionage", "drugs": "drugs"}


def counts(*rows):
    return pd.DataFrame(rows, columns=["charge_type", "russian_side", "us_side"])


def test_charges_for_none_one_many_and_tie():
    assert findings.describe_charges(counts(("drugs", 0, 0)), LABELS) == "Nobody is in this selection."
    assert findings.describe_charges(counts(("drugs", 1, 0)), LABELS) == (
        "The most frequent charge was drugs: 1 of 1 held by the Russian side."
    )
    assert findings.describe_charges(counts(("espionage", 2, 3), ("drugs", 1, 1)), LABELS) == (
        "The most frequent charge was espionage: 2 of 3 held by the Russian side and 3 of 4 held by the US side."
    )
    assert findings.describe_charges(counts(("espionage", 2, 3), ("drugs", 5, 3)), LABELS) == (
        "The most frequent charges: drugs (5 of 7 held by the Russian side) and espionage and drugs (3 of 6 held by the US "
        "side)."
    )


def groups(*rows):
    return pd.DataFrame(rows, columns=["era", "charge_group", "russian_side", "us_side"])


def test_charge_groups_for_none_and_tie():
    assert (
        findings.describe_charge_groups(groups(("A", "crime", 0, 4)))
        == "The Russian side held nobody in this selection."
    )
    assert findings.describe_charge_groups(
        groups(("A", "security", 2, 0), ("A", "crime", 2, 0), ("B", "crime", 1, 0), ("since C", "crime", 3, 0))
    ) == (
        "Leading charges on the Russian side: security and crime in A (2 of 4), crime in B (1 of 1) and since C (3 of 3)."
    )


def ranked(*rows):
    return pd.DataFrame(rows, columns=["channel", "name", "deals", "confirmed", "freed"])


def test_negotiators_for_none_one_many_and_tie():
    head = ("head_of_state", "Pat Pi", 9, 9, 90)
    assert findings.describe_negotiators(ranked(head)) == "No negotiator is confirmed in this selection."
    assert findings.describe_negotiators(
        ranked(head, ("lawyer", "Ida Iota", 3, 3, 28), ("third_state", "Kay", 1, 0, 0))
    ) == (
        "Apart from heads of state, Ida Iota took part in most deals: three; one part rests on a claim or was denied."
    )
    assert findings.describe_negotiators(ranked(("lawyer", "Ida", 2, 2, 4), ("private", "Kay", 2, 2, 9))) == (
        "Apart from heads of state, Ida and Kay took part in most deals: two each."
    )
    assert findings.describe_negotiators(ranked(("lawyer", "Ida", 1, 1, 4), ("private", "Kay", 1, 1, 9))) == (
        "No negotiator appears in more than one deal: two names in one each."
    )
