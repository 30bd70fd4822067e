"""Time in custody, to a designation and of the sentence, worked by hand."""

import pandas as pd

from analysis.measures import custody, survival

UNTIL = pd.Timestamp("2024-12-31")


def test_times_take_the_middle_of_partial_dates_and_leave_out_undated_ends(record):
    detainees = record.detainees.copy()
    detainees.loc[0, ["released_earliest", "released_latest"]] = pd.NaT
    rows = survival.select_times(detainees, UNTIL).set_index("detainee_id")
    assert "alpha-ann" not in rows.index
    assert rows.loc["beta-bob", ["days_min", "days_max", "days"]].tolist() == [29, 59, 44]
    assert rows.loc["gamma-gil", "days"] == 491
    assert rows.loc["zeta-zoe", ["days", "ended"]].tolist() == [210, False]
    assert rows["designated"].sum() == 1


def test_americans_are_those_the_russian_side_arrested_since_2010(record):
    rows = survival.select_american_times(record.detainees, UNTIL)
    assert set(rows["detainee_id"]) == {"gamma-gil", "zeta-zoe"}  # not Ann, arrested in 1986


def test_published_durations_are_reproduced(whole):

    live = whole
    days_held = custody.measure_custody(live.detainees, live.data_through).set_index("detainee_id")
    for person, days in {"gershkovich-evan": 491, "griner-brittney": 294, "kurmasheva-alsu": 288}.items():
        assert days_held.loc[person, ["days_min", "days_max"]].tolist() == [days, days], person


def test_days_to_and_after_a_designation_are_worked_by_hand(record):
    (row,) = survival.select_designations(record.detainees, UNTIL).to_dict("records")
    assert (row["to_days_min"], row["to_days_max"]) == (12, 12)
    assert (row["after_days_min"], row["after_days_max"]) == (479, 479)
