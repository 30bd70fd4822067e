"""Every expectation is worked by hand from the six people and two deals of conftest.py."""

import pandas as pd
import pytest

from analysis.measures import charges, custody, deals, sentences

UNTIL = pd.Timestamp("2024-12-31")


def test_people_freed_are_counted_by_deal_in_time_order(record):
    freed = deals.count_freed(record.exchanges.iloc[::-1])
    assert freed["exchange_id"].tolist() == ["1986-09-alpha-beta", "2024-08-gamma"]
    assert freed["freed_by_russian_side"].tolist() == [1, 2]
    assert freed["freed_by_us_side"].tolist() == [1, 1]


def test_a_mediated_exchange_is_left_out_of_headline_counts(record):
    exchanges = record.exchanges.copy()
    exchanges.loc[0, "kind"] = "mediated"
    assert deals.count_freed(exchanges)["exchange_id"].tolist() == ["2024-08-gamma"]


def test_people_are_counted_under_the_leaders_of_the_day(record):
    counts = deals.count_freed_by_leaders(record.exchanges)
    assert counts.to_dict("list") == {
        "us_leader": ["Lee Lambda", "Mia Mu"],
        "kremlin_leader": ["Nat Nu", "Pat Pi"],
        "deals": [1, 1],
        "freed_by_russian_side": [1, 2],
        "freed_by_us_side": [1, 1],
    }


def test_sentences_keep_life_and_death_without_a_number(record):
    rows = sentences.select_sentences(record.detainees).set_index("detainee_id")
    assert sorted(rows.index) == ["beta-bob", "delta-dan", "eta-eve", "gamma-gil", "zeta-zoe"]
    assert rows["years"].dropna().to_dict() == {"gamma-gil": 16.0, "beta-bob": 10.0, "zeta-zoe": 12.5}
    assert rows.loc["eta-eve", "sentence_kind"] == "life"


def test_sentences_are_summarised_by_charge_and_side(record):
    summary = sentences.summarise_sentences(sentences.select_sentences(record.detainees))
    espionage = summary[summary["charge_type"] == "espionage"].set_index("side")
    assert espionage["median_years"].to_dict() == {"us_side": 10.0, "russian_side": 16.0}
    assert summary["life"].sum() == 1
    assert summary["death"].sum() == 1
    assert summary["terms"].sum() == 3


def test_time_in_custody_is_a_range_and_runs_to_the_last_report_of_those_not_known_to_be_free(record):
    times = custody.measure_custody(record.detainees, UNTIL).set_index("detainee_id")
    assert times.loc["gamma-gil"].tolist() == [491, 491, True]
    assert times.loc["beta-bob"].tolist() == [29, 59, True]  # arrested on some day of August 1986
    assert times.loc["zeta-zoe"].tolist() == [210, 210, False]


def test_what_was_left_to_serve_uses_the_final_sentence_and_comes_most_first(record):
    served = sentences.select_served(record.detainees, record.exchanges, UNTIL)
    assert served["detainee_id"].tolist() == ["delta-dan", "gamma-gil", "eta-eve", "beta-bob"]
    rows = served.set_index("detainee_id")
    assert rows.loc["gamma-gil", "left_years"] == pytest.approx(16 - 491 / 365.25)
    assert rows.loc["beta-bob", "left_years"] == pytest.approx(10 - 44 / 365.25)
    assert pd.isna(rows.loc["eta-eve", "left_years"])
    assert "zeta-zoe" not in rows.index  # still held
    assert "alpha-ann" not in rows.index  # untried


def test_what_was_left_of_a_term_that_had_run_out_is_not_known(record):
    people = record.detainees
    people.loc[people["detainee_id"] == "beta-bob", "after_term"] = "exile"
    served = sentences.select_served(people, record.exchanges, UNTIL)
    assert served["detainee_id"].tolist() == ["delta-dan", "gamma-gil", "eta-eve", "beta-bob"]
    assert served["left_years"].isna().tolist() == [True, False, True, True]


def test_charges_are_counted_by_type_and_side_in_codebook_order(record):
    counts = charges.count_charges(record.detainees)
    assert counts["charge_type"].tolist() == ["espionage", "hijacking_terrorism", "homicide", "drugs"]
    assert counts["russian_side"].tolist() == [2, 1, 0, 1]
    assert counts["us_side"].tolist() == [1, 0, 1, 0]


def test_charge_groups_are_counted_by_the_era_of_the_arrest(record):
    counts = charges.count_charge_groups_by_era(record.detainees).set_index(["era", "charge_group"])
    assert counts.loc[("1945–1991", "security")].tolist() == [1, 1]
    assert counts.loc[("1992–2021", "crime")].tolist() == [0, 1]
    assert counts.loc[("since 2022", "security")].tolist() == [2, 0]
    assert counts.to_numpy().sum() == 6
