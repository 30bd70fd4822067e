"""Time in custody, worked by hand: six people, two of them still held, one arrest known to the month only."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import charts, findings, measures
from analysis.charts import marks

UNTIL = pd.Timestamp("2024-12-31")


def times(*rows):
    return pd.DataFrame(rows, columns=["days", "ended", "group"]).assign(detainee_id=range(len(rows)))


SIX = times((10, True, "a"), (20, False, "a"), (30, True, "a"), (30, True, "b"), (40, False, "b"), (50, True, "b"))


def test_kaplan_meier_steps_equal_those_worked_by_hand():
    """1; 5/6 at day 10; unchanged by the censored day 20; x 2/4 at day 30; x 0/1 at day 50."""
    steps = measures.estimate_survival(SIX).set_index("days")
    assert steps["share"].to_dict() == pytest.approx({0: 1, 10: 5 / 6, 20: 5 / 6, 30: 5 / 12, 40: 5 / 12, 50: 0})
    assert steps["at_risk"].tolist() == [6, 6, 5, 4, 2, 1]
    assert steps["released"].tolist() == [0, 1, 0, 2, 0, 1]
    assert steps["censored"].tolist() == [0, 0, 1, 0, 1, 0]


def test_groups_are_estimated_apart_and_a_group_that_nobody_left_stays_whole():
    steps = measures.estimate_survival(SIX, by="group")
    assert steps.loc[steps["group"] == "a", "share"].tolist() == pytest.approx([1, 2 / 3, 2 / 3, 0])
    held = measures.estimate_survival(times((10, False, "a"), (20, False, "a")))
    assert held["share"].tolist() == [1, 1, 1]
    assert held["censored"].tolist() == [0, 1, 1]


def test_the_median_counts_those_still_held_and_the_averages_do_not():
    (row,) = measures.summarise_custody(SIX).to_dict("records")
    assert (row["people"], row["held"], row["median_days"]) == (6, 2, 30)
    assert row["mean_of_released"] == pytest.approx((10 + 30 + 30 + 50) / 4)
    assert row["mean_of_all"] == pytest.approx(180 / 6)


def test_there_is_no_median_while_more_than_half_are_held():
    (row,) = measures.summarise_custody(times((10, True, "a"), (20, False, "a"), (30, False, "a"))).to_dict("records")
    assert pd.isna(row["median_days"])


def test_times_take_the_middle_of_partial_dates_and_leave_out_undated_ends(record):
    detainees = record.detainees.copy()
    detainees.loc[0, ["released_earliest", "released_latest"]] = pd.NaT
    rows = measures.select_times(detainees, UNTIL).set_index("detainee_id")
    assert "alpha-ann" not in rows.index
    assert rows.loc["beta-bob", ["days_min", "days_max", "days"]].tolist() == [29, 59, 44]
    assert rows.loc["gamma-gil", "days"] == 491
    assert rows.loc["zeta-zoe", ["days", "ended"]].tolist() == [361, False]
    assert rows["designated"].sum() == 1


def test_americans_are_those_the_russian_side_arrested_since_2010(record):
    rows = measures.select_american_times(record.detainees, UNTIL)
    assert set(rows["detainee_id"]) == {"gamma-gil", "zeta-zoe"}  # not Ann, arrested in 1986


def test_published_durations_are_reproduced():
    from analysis import load_tables

    live = load_tables()
    custody = measures.measure_custody(live.detainees, live.data_through).set_index("detainee_id")
    for person, days in {"gershkovich-evan": 491, "griner-brittney": 294, "kurmasheva-alsu": 288}.items():
        assert custody.loc[person, ["days_min", "days_max"]].tolist() == [days, days], person


def test_days_to_and_after_a_designation_are_worked_by_hand(record):
    (row,) = measures.select_designations(record.detainees, UNTIL).to_dict("records")
    assert (row["to_days_min"], row["to_days_max"]) == (12, 12)
    assert (row["after_days_min"], row["after_days_max"]) == (479, 479)


def test_shares_served_are_worked_by_hand(record):
    shares = measures.summarise_share_served(measures.select_served(record.detainees, record.exchanges, UNTIL))
    shares = shares.set_index("side")
    assert shares.loc["russian_side", "median_share"] == pytest.approx(491 / 365.25 / 16)
    assert shares.loc["us_side", ["people", "median_share"]].tolist() == [1, pytest.approx(44 / 365.25 / 10)]


def summary(people, held, median):
    return pd.DataFrame({"group": ["all"], "people": [people], "held": [held], "median_days": [median]})


def test_findings_on_custody_for_none_one_and_many():
    assert findings.describe_custody(summary(0, 0, None)) == "Nobody is in this selection."
    assert findings.describe_custody(summary(3, 2, None)).startswith("Fewer than half of three people have come out")
    assert findings.describe_custody(summary(38, 13, 1491.0)) == (
        "Half of 38 people came out within 1,491 days; counting only those who came out hides 13 still held."
    )
    assert findings.describe_custody(summary(2, 0, 30.0)) == "Half of two people came out within 30 days."
    words = {"a": "one side", "b": "the other"}
    two = pd.DataFrame({"group": ["a", "b"], "people": [3, 1], "median_days": [30.0, None]})
    assert findings.describe_custody_by(two, words) == (
        "Half had come out after: one side 30 days (three people) and the other no median yet (one person)."
    )
    assert findings.describe_custody_by(two.iloc[:0], words) == "Nobody is in this selection."


def test_findings_on_designations_and_shares_for_none_one_and_many():
    waits = pd.DataFrame({"to_days_min": [12, 1158], "to_days_max": [12, 1173]})
    assert findings.describe_designations(waits.iloc[:0]).startswith("No determination")
    assert findings.describe_designations(waits.iloc[:1]).endswith("came 12 days after the arrest.")
    assert findings.describe_designations(waits.iloc[1:]).endswith("came 1158 to 1173 days after the arrest.")
    assert findings.describe_designations(waits) == (
        "Two determinations of a wrongful detention have a public day: they came 12 to 1,173 days after arrest."
    )
    shares = pd.DataFrame({"side": ["russian_side"], "people": [2], "median_share": [0.345]})
    assert findings.describe_shares_served(shares) == (
        "Median share of the sentence served: 34% on the Russian side (two people)."
    )
    assert findings.describe_shares_served(shares.iloc[:0]).startswith("Nobody in this selection")


def test_survival_is_drawn_as_steps_with_ticks_and_numbers_at_risk():
    ax = Figure(figsize=(6.5, 4)).add_axes((0, 0, 1, 1))
    steps, overall = measures.estimate_survival(SIX), measures.summarise_custody(SIX)
    charts.plot_survival(steps, overall, {"all": "#12436D"}, {"all": ""}, ax=ax)
    (panel,) = ax.child_axes
    line, ticks = panel.lines[:2]
    assert list(line.get_ydata()) == pytest.approx([100, 500 / 6, 500 / 6, 500 / 12, 500 / 12, 0])
    assert list(ticks.get_xdata() * 365.25) == pytest.approx([20, 40])
    texts = [text.get_text() for text in panel.texts]
    assert "half have come out: 30 days" in texts
    assert "average of those who came out: 30 days" in texts
    assert "6" in texts


def test_shares_and_designations_are_drawn_one_mark_a_person(record):
    ax = Figure(figsize=(6.5, 4)).add_axes((0, 0, 1, 1))
    served = measures.select_served(record.detainees, record.exchanges, UNTIL)
    charts.plot_shares_served(served, ax=ax)
    dots = [tuple(place) for dots in ax.collections for place in dots.get_offsets()]
    assert sorted(round(x, 1) for x, _ in dots) == [1.2, 8.4]
    ax = Figure(figsize=(6.5, 4)).add_axes((0, 0, 1, 1))
    charts.plot_designations(measures.select_designations(record.detainees, UNTIL), ax=ax)
    assert [bar.get_width() for bar in ax.patches] == [12, 479]
    assert marks.COLOUR["russian_side"] == "#12436D"
