"""Who was left behind, by the people and deals of test_held, and the flags that name the deals."""

from itertools import combinations

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from test_held import DEALS, UNTIL, make_deals, make_people

from analysis import pictures
from analysis.measures import held
from analysis.pictures import days, marks
from analysis.pictures.lanes import describe_lanes, plot_lanes
from analysis.pictures.page import NARROW, WIDTH
from analysis.record.words import spell


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def deals():
    return make_deals()


@pytest.fixture
def lanes(people, deals):
    return held.select_lanes(people, deals, UNTIL)


def test_lanes_are_those_in_custody_on_the_day_of_a_deal_in_blocks(lanes):
    columns = ["detainee_id", "block", "passed_min", "passed_max"]
    assert list(lanes[columns].itertuples(index=False, name=None)) == [
        ("ann", "deal", 1, 1),
        ("bob", "out", 1, 2),
        ("dan", "out", 0, 1),
        ("cat", "held", 2, 2),
        ("eve", "held", 0, 1),
    ]


def test_lanes_of_a_block_stand_in_the_order_of_arrest(people, deals):
    renamed = people.assign(detainee_id=people["detainee_id"].replace({"cat": "zed"}))
    assert held.select_lanes(renamed, deals, UNTIL)["detainee_id"].tolist() == ["ann", "bob", "dan", "zed", "eve"]


def test_somebody_known_to_be_free_nobody_knows_how_is_out(people, deals):
    freed = people.copy()
    freed.loc[freed["detainee_id"] == "eve", ["released", "released_earliest", "released_latest"]] = [
        "2020-03-10", *[pd.Timestamp("2020-03-10")] * 2
    ]  # fmt: skip
    rows = held.select_lanes(freed, deals, UNTIL).set_index("detainee_id")
    assert rows.loc["eve", ["block", "passed_min", "passed_max"]].tolist() == ["out", 1, 1]


def test_lanes_do_not_depend_on_the_order_of_rows_and_nobody_raises_nothing(people, deals, lanes):
    again = held.select_lanes(people.sample(frac=1, random_state=2), deals.iloc[::-1], UNTIL)
    pd.testing.assert_frame_equal(again, lanes)
    assert held.select_lanes(people.iloc[:0], deals, UNTIL).empty
    assert held.select_lanes(people, deals.iloc[:0], UNTIL).empty
    assert len(held.select_lanes(people.iloc[[0]], deals, UNTIL)) == 1


def test_times_passed_by_are_those_of_the_rows_left_behind(people, deals, lanes):
    left = held.select_left_behind(people, deals, UNTIL)
    assert lanes["passed_max"].sum() == len(left)
    assert lanes["passed_min"].sum() == (left["held"] == "certain").sum()


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_lanes_run_from_arrest_to_outcome_under_the_deals(lanes, deals, record, wide):
    ax = Figure(figsize=(wide, 5)).add_axes((0, 0, 1, 1))
    shown = deals[deals["date_earliest"] > "2020"]
    plot_lanes(lanes, shown, record.label("detainees", "outcome"), ax=ax)
    dark = [bar for bar in ax.collections if to_hex(bar.get_facecolor()[0]) == marks.COLOUR["russian_side"].lower()]
    assert len(dark) == 5
    ends = [bar.get_paths()[0].get_extents() for bar in dark]
    assert ends[0].x1 - ends[0].x0 == 56  # Ann: 55 days and the day of release
    heights = [bar.get_paths()[0].get_extents().y0 for bar in dark]
    assert heights == sorted(heights)  # from the top down
    squares = [line for line in ax.lines if line.get_marker() == "o"]
    assert [mdates.date2num(line.get_xdata()[0]) for line in squares] == [mdates.date2num(pd.Timestamp("2020-03-05"))]
    ticks = [line for line in ax.lines if line.get_color() == "white"]
    assert len(ticks) == lanes["passed_max"].sum()
    texts = [text.get_text() for text in ax.texts]
    assert [text for text in texts if text[1:2] == " "] == [
        "1 freed in a deal",
        "2 out otherwise",
        "2 not known to be free",
    ]
    assert [text for text in texts if text in lanes["name"].tolist()] == lanes["name"].tolist()
    assert {"1–2", "0–1", "2", "deported"} <= set(texts)
    bold = [text.get_text() for text in ax.texts if text.get_weight() == "bold" and text.get_text()[-1].isdigit()]
    assert bold == ["2"]  # Cat alone is not known to be free and was passed by each time


def test_left_behind_in_words_for_many_and_none():
    made = make_deals().iloc[1:]
    rows = pd.DataFrame({"block": ["held", "held", "out"], "passed_min": [1, 1, 1], "passed_max": [2, 2, 2]})
    rows["certain_from"] = pd.Timestamp("2020-02-01")
    assert (
        describe_lanes(rows, made)
        == "Two Americans held before the first of two deals since 2020 are not known to be free"
    )
    assert describe_lanes(rows.iloc[[2]], made) == "Deals missed by one person held by Russia"
    who = "Of three people: "
    assert describe_lanes(rows, made, who) == f"{who}three missed deals, six times in all (three uncertain)."
    assert describe_lanes(rows.assign(passed_max=0, passed_min=0), made, who) == f"{who}none missed a deal."


def test_deals_within_a_month_share_a_flag(deals):
    near = pd.concat([deals, deals.iloc[[2]].assign(exchange_id="deal-3", name="The Three for Four and others")])
    groups = days.group_deals(near.sample(frac=1, random_state=3))
    assert [words for _, words in groups] == ["Zero", "One, Two, Three"]
    assert len(DEALS) == 3


def collide(one, other):
    return one[0] < other[1] and other[0] < one[1]


def test_no_name_of_a_deal_runs_into_another_or_is_crossed_by_its_line():
    random = np.random.default_rng(4)
    assert days.place_flags([(1.0, 1.0, 0.5), (3.0, 3.0, 0.5)], 5) == [(0, "right"), (0, "right")]
    assert days.place_flags([(1.0, 1.0, 0.5), (1.2, 1.2, 0.5)], 5) == [(0, "left"), (0, "right")]
    assert days.place_flags([(4.8, 4.8, 0.5)], 5) == [(0, "left")]  # inside the page
    for _ in range(200):
        lines = np.sort(random.uniform(1.5, 5, size=random.integers(1, 7)))
        spots = [(line, line, wide) for line, wide in zip(lines, random.uniform(0.2, 1.2, len(lines)), strict=True)]
        placed = days.place_flags(spots, 6)
        for (one, (row, side)), (other, (next_row, next_side)) in combinations(zip(spots, placed, strict=True), 2):
            reach, next_reach = days.reach(one, side), days.reach(other, next_side)
            assert not (row == next_row and collide(reach, next_reach))
            assert not (next_row >= row and collide(reach, other[:2]))
            assert not (row >= next_row and collide(next_reach, one[:2]))


def test_the_headline_counts_whom_the_table_says_was_held_before_the_first_deal_and_is_not_free(whole):
    """It said that six were freed in none; two more, let go otherwise, were freed in none either."""
    record = whole
    picture = pictures.left_behind(record)
    people, deals = record.detainees, record.exchanges.set_index("exchange_id").loc[picture.papers["deals"]]
    people = people[people["us_status"].isin(["citizen", "dual_citizen", "permanent_resident"])]
    people = people[(people["custodian"] == "russia") & people["released"].isna() & (people["arrested"] >= "2010")]
    there = people[people["outcome"].eq("still_held") & (people["arrested_latest"] <= deals["date_earliest"].min())]
    assert picture.finding == (
        f"{spell(len(there)).capitalize()} Americans held before the first of {spell(len(deals))} deals since "
        f"{deals['year'].min()} are not known to be free"
    )
    bold = [text for text in picture.figure.axes[0].texts if text.get_weight() == "bold" and "–" in text.get_text()]
    assert len(bold) == len(there)


def test_a_deal_whose_line_is_too_near_on_paper_shares_a_flag(deals):
    far = deals.assign(date_earliest=pd.to_datetime(["2020-01-01", "2020-03-01", "2024-01-01"]))
    ends = mdates.date2num(pd.Timestamp("2016-01-01")), mdates.date2num(pd.Timestamp("2026-01-01"))
    assert [words for _, words, *_ in days.find_flags(far, ends, 6, 7)] == ["Zero", "One", "Two"]
    assert [words for _, words, *_ in days.find_flags(far, ends, 1.5, 3)] == ["Zero, One", "Two"]
