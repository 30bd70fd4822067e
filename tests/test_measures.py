"""Every expectation is worked by hand from the six people and two deals of conftest.py."""

import pandas as pd

from analysis.measures import charges, custody, deals

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
    counts = deals.count_freed_by_leaders(record.exchanges, record.detainees)
    assert counts.to_dict("list") == {
        "us_leader": ["Lee Lambda", "Mia Mu"],
        "kremlin_leader": ["Nat Nu", "Pat Pi"],
        "deals": [1, 1],
        "freed_by_russian_side": [1, 2],
        "americans": [1, 1],
        "freed_by_us_side": [1, 1],
    }


def test_time_in_custody_is_a_range_and_runs_to_the_last_report_of_those_not_known_to_be_free(record):
    times = custody.measure_custody(record.detainees, UNTIL).set_index("detainee_id")
    assert times.loc["gamma-gil"].tolist() == [491, 491, True]
    assert times.loc["beta-bob"].tolist() == [29, 59, True]  # arrested on some day of August 1986
    assert times.loc["zeta-zoe"].tolist() == [210, 210, False]


def test_charges_are_counted_by_type_and_side_in_codebook_order(record):
    counts = charges.count_charges(record.detainees)
    assert counts["charge_type"].tolist() == ["espionage", "hijacking_terrorism", "homicide", "drugs"]
    assert counts["russian_side"].tolist() == [2, 1, 0, 1]
    assert counts["us_side"].tolist() == [1, 0, 1, 0]
