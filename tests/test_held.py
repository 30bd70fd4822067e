"""Who was held on a day: six people with partial dates, one of them still held, worked by hand."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.measures import held
from analysis.pictures import marks
from analysis.pictures.held import describe_held, describe_left_behind, plot_held, plot_spans
from analysis.record import dates

mpl.use("agg")
UNTIL = pd.Timestamp("2020-06-30")
PEOPLE = [
    # detainee_id, arrested, released, outcome, last_confirmed, exchange_id
    ("ann", "2020-01-10", "2020-03-05", "exchanged", "2020-03-06", "deal-2"),
    ("bob", "2020-01", "2020-03", "deported", "2020-04-01", None),
    ("cat", "2020-02-01", None, "still_held", "2020-04-10", None),
    ("dan", "2020-02-20", None, "deported", "2020-03-31", None),  # let go on an unknown day
    ("eve", "2020-03-01", None, "unknown", None, None),
    ("fay", None, "2020-03-01", "deported", "2020-03-01", None),  # no day of arrest: left out
]
DEALS = [("deal-0", "Zero", "2019-05-01"), ("deal-1", "One", "2020-02-10"), ("deal-2", "Two", "2020-03-05")]


@pytest.fixture
def people():
    columns = ["detainee_id", "arrested", "released", "outcome", "last_confirmed", "exchange_id"]
    frame = pd.DataFrame(PEOPLE, columns=columns).assign(name=lambda rows: rows["detainee_id"].str.title())
    for column in ("arrested", "released"):
        days = dates.parse_dates(frame[column])
        frame[f"{column}_earliest"], frame[f"{column}_latest"] = days["earliest"], days["latest"]
    return frame.assign(last_confirmed=frame["last_confirmed"].astype("datetime64[s]"))


@pytest.fixture
def deals():
    frame = pd.DataFrame(DEALS, columns=["exchange_id", "name", "date"])
    return frame.assign(date_earliest=frame["date"].astype("datetime64[s]"))


@pytest.fixture
def ax():
    return Figure(figsize=(6.5, 5)).add_axes((0, 0, 1, 1))


def read_held(people, day):
    rows = held.held_on(people, day)
    return dict(zip(rows["detainee_id"], rows["held"], strict=True))


def days(*texts):
    return [pd.Timestamp(text) for text in texts]


def test_spans_run_from_the_first_possible_to_the_last_possible_day(people):
    spans = held.select_spans(people, UNTIL).set_index("detainee_id")
    ends = ["possible_from", "certain_from", "certain_to", "possible_to"]
    assert spans.loc["ann", ends].tolist() == days("2020-01-10", "2020-01-10", "2020-03-05", "2020-03-05")
    assert spans.loc["bob", ends].tolist() == days("2020-01-01", "2020-01-31", "2020-03-01", "2020-03-31")
    assert spans.loc["cat", ends].tolist() == days("2020-02-01", "2020-02-01", "2020-04-10", "2020-06-30")
    assert spans.loc["dan", ends].tolist() == days("2020-02-20", "2020-02-20", "2020-02-20", "2020-03-31")
    assert spans.loc["eve", ends].tolist() == days("2020-03-01", "2020-03-01", "2020-03-01", "2020-06-30")
    assert "fay" not in spans.index


def test_days_that_no_date_vouches_for_are_possible_only(people):
    short = people[people["detainee_id"] == "bob"].assign(released_earliest=pd.Timestamp("2020-01-20"))
    span = held.select_spans(short, UNTIL).iloc[0]
    assert span[["certain_from", "certain_to"]].isna().all()
    assert held.count_held(short, UNTIL)["certain"].max() == 0


def test_a_span_ends_where_the_record_does(people):
    spans = held.select_spans(people, pd.Timestamp("2020-02-10")).set_index("detainee_id")
    assert sorted(spans.index) == ["ann", "bob", "cat"]  # the others were arrested later
    assert spans["possible_to"].max() == pd.Timestamp("2020-02-10")


def test_who_was_held_on_a_day_is_certain_or_possible(people):
    assert read_held(people, "2020-01-05") == {"bob": "possible"}
    assert read_held(people, "2020-03-01") == {
        "ann": "certain",
        "bob": "certain",
        "cat": "certain",
        "dan": "possible",
        "eve": "certain",  # the day of arrest
    }
    assert read_held(people, "2020-03-05")["ann"] == "certain"  # the day of release counts
    assert "ann" not in read_held(people, "2020-03-06")
    assert read_held(people, "2020-05-01") == {"cat": "possible", "eve": "possible"}
    assert read_held(people, "2019-12-31") == {}


def test_counts_agree_with_who_was_held_on_every_day(people):
    counts = held.count_held(people, UNTIL).set_index("day")
    for day in pd.date_range("2020-01-01", UNTIL):
        there = list(read_held(people, day).values())
        count = counts.loc[:day].iloc[-1]
        assert (count["certain"], count["possible"]) == (there.count("certain"), len(there)), day


def test_counts_change_on_the_day_after_the_last_day(people):
    counts = held.count_held(people, UNTIL).set_index("day")
    assert counts.loc["2020-03-01"].tolist() == [4, 5]
    assert counts.loc["2020-03-02"].tolist() == [2, 5]  # Bob and Eve are certain no more
    assert counts.loc["2020-03-06"].tolist() == [1, 4]
    assert counts.index[-1] == UNTIL
    assert counts.iloc[-1].tolist() == [0, 2]


def test_nobody_held_gives_no_counts(people):
    assert held.count_held(people.iloc[:0], UNTIL).empty


def test_americans_are_those_with_a_tie_to_the_united_states_held_by_russia(record):
    assert held.select_americans(record.detainees)["detainee_id"].tolist() == ["gamma-gil", "zeta-zoe"]
    assert held.select_americans(record.detainees, since=2024)["detainee_id"].tolist() == ["zeta-zoe"]


def test_those_left_behind_were_held_on_the_day_and_not_in_the_deal(people, deals):
    left = held.select_left_behind(people, deals, UNTIL)
    columns = ["exchange_id", "detainee_id", "held", "days_min", "days_max"]
    assert list(left[columns].itertuples(index=False, name=None)) == [
        ("deal-1", "ann", "certain", 24, 24),  # 10 February to 5 March of a leap year
        ("deal-1", "bob", "certain", 20, 50),
        ("deal-1", "cat", "certain", 60, 141),
        ("deal-2", "bob", "possible", 0, 26),
        ("deal-2", "cat", "certain", 36, 117),
        ("deal-2", "dan", "possible", 0, 26),
        ("deal-2", "eve", "possible", 0, 117),
    ]
    assert left.loc[0, "later_deal"] == "deal-2"


def test_a_deal_is_summed_up_by_what_followed_even_where_nobody_was_left(people, deals):
    summary = held.summarise_left_behind(held.select_left_behind(people, deals, UNTIL), deals)
    columns = ["certain", "possible", "later_deal", "free", "still_held", "unknown"]
    assert summary.set_index("exchange_id")[columns].T.to_dict("list") == {
        "deal-0": [0, 0, 0, 0, 0, 0],
        "deal-1": [3, 0, 1, 1, 1, 0],
        "deal-2": [1, 3, 0, 2, 1, 1],
    }


def test_a_deal_after_the_last_day_leaves_nobody_behind(people, deals):
    assert held.select_left_behind(people, deals, pd.Timestamp("2020-02-09")).empty


def test_held_measures_leave_the_frames_as_they_were(people, deals):
    before = people.copy()
    held.select_left_behind(people, deals, UNTIL)
    held.count_held(people, UNTIL)
    assert people.equals(before)


def counts(*rows):
    return pd.DataFrame([(pd.Timestamp(day), *rest) for day, *rest in rows], columns=["day", "certain", "possible"])


def test_held_in_words_for_one_many_and_tie():
    assert describe_held(counts(("2020-01-01", 1, 1), ("2020-02-01", 0, 0))) == (
        "At least one person was held at once on 1 January 2020, the peak; on 1 February 2020 nobody."
    )
    assert describe_held(counts(("2020-01-01", 5, 6), ("2020-02-01", 5, 8), ("2020-03-01", 0, 7))) == (
        "At least five people were held at once on 1 January 2020, the peak; on 1 March 2020 up to seven, none of them "
        "confirmed."
    )
    assert describe_held(counts(("2020-01-01", 12, 14), ("2020-03-01", 3, 7))).endswith("three to seven.")
    assert describe_held(counts(("2020-01-01", 12, 14), ("2020-03-01", 3, 3))).endswith("2020 three.")


def test_held_of_a_selection_in_words_names_no_peak():
    who = "Of 14 Americans: "
    assert describe_held(counts(("2020-01-01", 12, 14), ("2020-03-01", 3, 7)), who) == (
        f"{who}on 1 March 2020 held: three to seven."
    )
    assert describe_held(counts(("2020-01-01", 12, 14), ("2020-03-01", 0, 7)), who) == (
        f"{who}on 1 March 2020 held: up to seven, none of them confirmed."
    )
    assert describe_held(counts(("2020-01-01", 12, 14), ("2020-03-01", 0, 0)), who) == (
        f"{who}on 1 March 2020 held: none."
    )


def fates(*rows):
    columns = ["deal", "certain", "possible", "later_deal", "free", "still_held", "unknown"]
    return pd.DataFrame(rows, columns=columns)


def behind(*people):
    return pd.DataFrame({"detainee_id": people, "held": ["possible", *["certain"] * len(people)][: len(people)]})


def test_left_behind_in_words_for_one_many_and_tie():
    assert describe_left_behind(fates(("A", 1, 0, 1, 0, 0, 0)), behind("a")) == (
        "A passed by one person: one freed in later deals."
    )
    many = fates(("A", 1, 0, 1, 0, 0, 0), ("B", 15, 2, 3, 1, 12, 1))
    assert describe_left_behind(many, behind()) == (
        "B passed by 17 people (two uncertain): three freed in later deals, one freed otherwise and 13 perhaps still held."
    )
    tie = fates(("A", 2, 0, 1, 1, 0, 0), ("B", 1, 1, 0, 1, 1, 0))
    assert describe_left_behind(tie, behind()) == "A and B each passed by two people, the most of any deal."


def test_left_behind_of_a_selection_in_words_counts_people_and_times():
    tie = fates(("A", 2, 0, 1, 1, 0, 0), ("B", 1, 1, 0, 1, 1, 0))
    assert describe_left_behind(tie, behind("a", "b", "b", "a"), "Of three people: ") == (
        "Of three people: deals passed by two of them, four times in all (one uncertain)."
    )
    assert describe_left_behind(tie, behind("a"), "Of three people: ") == (
        "Of three people: deals passed by one of them, one time in all (one uncertain)."
    )


def test_the_band_steps_at_the_counts_and_marks_the_deals(people, deals, ax):
    counted = held.count_held(people, UNTIL)
    plot_held(counted, deals, ax=ax)
    light, dark = ax.collections
    assert to_hex(dark.get_facecolor()[0]) == marks.COLOUR["russian_side"].lower()
    assert max(y for _, y in dark.get_paths()[0].vertices) == counted["certain"].max() == 4
    assert max(y for _, y in light.get_paths()[0].vertices) == counted["possible"].max() == 5
    marked = [line for line in ax.lines if len(line.get_xdata()) == 2]
    assert sorted(line.get_xdata()[0] for line in marked) == deals["date_earliest"].tolist()
    assert {"Zero 2019", "One 2020", "Two 2020", "2"} <= {text.get_text() for text in ax.texts}


def test_lanes_run_from_arrest_to_outcome_in_order(people, deals, record, ax):
    spans = held.select_spans(people, UNTIL)
    left = held.select_left_behind(people, deals, UNTIL)
    plot_spans(spans, left, deals, record.label("detainees", "outcome"), ax=ax)
    dark = [line for line in ax.lines if line.get_linewidth() == 4 and to_hex(line.get_color()) == "#12436d"]
    assert [line.get_ydata()[0] for line in dark] == [0, 1, 2, 3, 4]
    assert dark[0].get_xdata()[1] - dark[0].get_xdata()[0] == pd.Timedelta(days=56)  # 55 days and the day of release
    (dots,) = [line for line in ax.lines if line.get_marker() == "o"]
    assert list(dots.get_ydata()) == [0, 1, 2, 1, 2, 3, 4]
    markers = [line.get_marker() for line in ax.lines]
    assert (markers.count(">"), markers.count("s")) == (1, 1)  # one still held, one freed in a deal
    assert [text.get_text() for text in ax.texts].count("deported") == 2
