"""Time in custody, to a designation and of the sentence, worked by hand."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.measures import custody, sentences, survival
from analysis.pictures.sentences import describe_shares_served, plot_shares_served

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


def test_shares_served_are_worked_by_hand(record):
    shares = survival.summarise_share_served(sentences.select_served(record.detainees, record.exchanges, UNTIL))
    shares = shares.set_index("side")
    assert shares.loc["russian_side", "median_share"] == pytest.approx(491 / 365.25 / 16)
    assert shares.loc["us_side", ["people", "median_share"]].tolist() == [1, pytest.approx(44 / 365.25 / 10)]


def make_served(*rows):
    frame = pd.DataFrame(rows, columns=["side", "sentence_years", "left_years"])
    return frame.assign(side=pd.Categorical(frame["side"], ["russian_side", "us_side"], ordered=True))


def test_findings_on_shares_for_one_few_and_many():
    many = make_served(*[("russian_side", 100.0, 100.0 - share) for share in (10, 20, 34, 60, 100)])
    assert describe_shares_served(many) == "Median share of the sentence served: 34% on the Russian side (five people)."
    few = make_served(("us_side", 10.0, 9.0), ("us_side", 10.0, 2.5), ("us_side", 10.0, 5.0))
    assert describe_shares_served(pd.concat([many, few])) == (
        "Median share of the sentence served, a range below five people: 34% on the Russian side (five people), 10% to 75% on "
        "the US side (three people)."
    )
    who = "In one case (charge drugs): "
    assert describe_shares_served(few.iloc[:1], who) == (
        f"{who}median share of the sentence served, a range below five people: 10% on the US side (one person)."
    )


def test_shares_are_drawn_one_dot_a_person_and_a_median_from_five_on(record):
    ax = Figure(figsize=(6.5, 4)).add_axes((0, 0, 1, 1))
    served = sentences.select_served(record.detainees, record.exchanges, UNTIL)
    plot_shares_served(served, ax=ax)
    dots = [tuple(place) for dots in ax.collections for place in dots.get_offsets()]
    assert sorted(round(x, 1) for x, _ in dots) == [1.2, 8.4]
    assert not [text for text in ax.texts if "median" in text.get_text()]
    ax = Figure(figsize=(6.5, 4)).add_axes((0, 0, 1, 1))
    plot_shares_served(make_served(*[("us_side", 100.0, 100.0 - share) for share in (10, 20, 34, 60, 100)]), ax=ax)
    assert [text.get_text() for text in ax.texts if "median" in text.get_text()] == ["median 34%"]
