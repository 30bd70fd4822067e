"""Time in custody, worked by hand: six people, two of them still held, one arrest known to the month only."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.measures import custody, survival
from analysis.pictures import marks
from analysis.pictures.survival import describe_custody, plot_survival

UNTIL = pd.Timestamp("2024-12-31")


def times(*rows):
    return pd.DataFrame(rows, columns=["days", "ended", "group"]).assign(detainee_id=range(len(rows)))


SIX = times((10, True, "a"), (20, False, "a"), (30, True, "a"), (30, True, "b"), (40, False, "b"), (50, True, "b"))


def test_kaplan_meier_steps_equal_those_worked_by_hand():
    """1; 5/6 at day 10; unchanged by the censored day 20; x 2/4 at day 30; x 0/1 at day 50."""
    steps = survival.estimate_survival(SIX).set_index("days")
    assert steps["share"].to_dict() == pytest.approx({0: 1, 10: 5 / 6, 20: 5 / 6, 30: 5 / 12, 40: 5 / 12, 50: 0})
    assert steps["at_risk"].tolist() == [6, 6, 5, 4, 2, 1]
    assert steps["released"].tolist() == [0, 1, 0, 2, 0, 1]
    assert steps["censored"].tolist() == [0, 0, 1, 0, 1, 0]


def test_groups_are_estimated_apart_and_a_group_that_nobody_left_stays_whole():
    steps = survival.estimate_survival(SIX, by="group")
    assert steps.loc[steps["group"] == "a", "share"].tolist() == pytest.approx([1, 2 / 3, 2 / 3, 0])
    held = survival.estimate_survival(times((10, False, "a"), (20, False, "a")))
    assert held["share"].tolist() == [1, 1, 1]
    assert held["censored"].tolist() == [0, 1, 1]


def test_the_median_counts_those_still_held_and_the_averages_do_not():
    (row,) = survival.summarise_custody(SIX).to_dict("records")
    assert (row["people"], row["held"], row["median_days"]) == (6, 2, 30)
    assert row["mean_of_released"] == pytest.approx((10 + 30 + 30 + 50) / 4)
    assert row["mean_of_all"] == pytest.approx(180 / 6)


def test_there_is_no_median_while_more_than_half_are_held():
    (row,) = survival.summarise_custody(times((10, True, "a"), (20, False, "a"), (30, False, "a"))).to_dict("records")
    assert pd.isna(row["median_days"])


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


def test_published_durations_are_reproduced():
    from analysis import load_tables

    live = load_tables()
    days_held = custody.measure_custody(live.detainees, live.data_through).set_index("detainee_id")
    for person, days in {"gershkovich-evan": 491, "griner-brittney": 294, "kurmasheva-alsu": 288}.items():
        assert days_held.loc[person, ["days_min", "days_max"]].tolist() == [days, days], person


def test_days_to_and_after_a_designation_are_worked_by_hand(record):
    (row,) = survival.select_designations(record.detainees, UNTIL).to_dict("records")
    assert (row["to_days_min"], row["to_days_max"]) == (12, 12)
    assert (row["after_days_min"], row["after_days_max"]) == (479, 479)


def summary(people, held, median):
    return pd.DataFrame({"group": ["all"], "people": [people], "held": [held], "median_days": [median]})


def test_findings_on_custody_for_few_and_many():
    assert describe_custody(summary(38, 13, 1491.0)) == (
        "Half of 38 people came out within 1,491 days; counting only those who came out hides 13 still held."
    )
    assert describe_custody(summary(5, 0, 30.0)) == "Half of five people came out within 30 days."
    assert describe_custody(summary(7, 4, None)) == (
        "Three of seven people came out, fewer than half: there is no median yet."
    )
    assert describe_custody(summary(5, 5, None)).startswith("None of five people came out")


def test_custody_of_fewer_than_five_has_no_median():
    assert describe_custody(summary(4, 1, 30.0)) == "Three came out, one last reported held: too few for a median."
    assert describe_custody(summary(2, 0, 30.0)) == "Two came out: too few for a median."
    assert describe_custody(summary(1, 1, None)) == "One last reported held: too few for a median."


def test_findings_on_custody_over_a_selection_begin_with_whom():
    who = "Of five Americans, charge drugs: "
    assert describe_custody(summary(5, 2, 610.0), who) == (
        f"{who}three came out, two last reported held; estimated median 610 days."
    )
    assert describe_custody(summary(5, 4, None), who) == (
        f"{who}one came out, fewer than half: there is no median yet."
    )
    assert describe_custody(summary(3, 3, None), who) == f"{who}three last reported held: too few for a median."


def test_survival_is_drawn_as_steps_with_ticks_and_numbers_at_risk():
    ax = Figure(figsize=(6.5, 4)).add_axes((0, 0, 1, 1))
    steps, overall = survival.estimate_survival(SIX), survival.summarise_custody(SIX)
    plot_survival(steps, overall, ax=ax)
    (panel,) = ax.child_axes
    line, ticks = panel.lines[:2]
    assert list(line.get_ydata()) == pytest.approx([100, 500 / 6, 500 / 6, 500 / 12, 500 / 12, 0])
    assert list(ticks.get_xdata() * 365.25) == pytest.approx([20, 40])
    texts = [text.get_text() for text in panel.texts]
    assert "half have come out: 30 days" in texts
    assert "average of those who came out: 30 days" in texts
    assert "average to date of everybody: 30 days" in texts
    assert "6" in texts
    assert marks.COLOUR["russian_side"] == line.get_color() == "#12436D"


