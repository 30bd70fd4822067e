"""Who was held on a day: six people with partial dates, one of them still held, worked by hand."""

import matplotlib as mpl
import pandas as pd
import pytest
from conftest import SOUTH, write_card
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import load_tables
from analysis.measures import custody, held
from analysis.pictures import marks
from analysis.pictures.held import COUNTED, describe_held, plot_held, select_published
from analysis.pictures.page import NARROW, WIDTH
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


def make_people():
    columns = ["detainee_id", "arrested", "released", "outcome", "last_confirmed", "exchange_id"]
    frame = pd.DataFrame(PEOPLE, columns=columns).assign(name=lambda rows: rows["detainee_id"].str.title())
    for column in ("arrested", "released"):
        days = dates.parse_dates(frame[column])
        frame[f"{column}_earliest"], frame[f"{column}_latest"] = days["earliest"], days["latest"]
    return frame.assign(last_confirmed=frame["last_confirmed"].astype("datetime64[s]"))


def make_deals():
    frame = pd.DataFrame(DEALS, columns=["exchange_id", "name", "date"])
    return frame.assign(date_earliest=frame["date"].astype("datetime64[s]"))


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def deals():
    return make_deals()


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


def test_a_day_that_one_would_have_to_guess_is_refused(people):
    for day in ("1.8.2024", "today", "2024-08"):
        with pytest.raises(ValueError, match="YYYY-MM-DD"):
            held.status_on(people, day)


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


@pytest.mark.slow
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


def test_somebody_known_to_be_free_is_not_told_as_perhaps_still_held(people, deals):
    """Eve's way out is not known, her release is: she was counted with those not accounted for."""
    freed = people.copy()
    freed.loc[freed["detainee_id"] == "eve", ["released", "released_earliest", "released_latest"]] = [
        "2020-03-10", *days("2020-03-10", "2020-03-10")
    ]  # fmt: skip
    left = held.select_left_behind(freed, deals, UNTIL)
    assert left.loc[left["detainee_id"] == "eve", "ended"].tolist() == [True]
    summary = held.summarise_left_behind(left, deals).set_index("exchange_id")
    assert summary.loc["deal-2", [*held.HELD, "later_deal", "free", "still_held", "unknown"]].tolist() == [
        2,
        2,
        0,
        3,
        1,
        0,
    ]


def test_who_was_held_on_no_document_says_how_is_not_known_to_be_free(people):
    untold = people.assign(outcome=people["outcome"].where(people["detainee_id"] != "eve"))
    spans = held.select_spans(untold, UNTIL).set_index("detainee_id")
    assert not spans.loc["eve", "ended"]
    assert spans.loc["eve", "possible_to"] == UNTIL


def read_status(people, day):
    """held, convicted and designated of each, as text; empty where not."""
    rows = held.status_on(people, day).set_index("detainee_id")[["held", "convicted", "designated"]]
    return {person: list(row) for person, *row in rows.astype(object).fillna("").itertuples()}


def test_how_those_held_stood_on_a_day_is_worked_by_hand(record):
    before = read_status(record.detainees, "2024-07-18")
    assert sorted(before) == ["delta-dan", "eta-eve", "gamma-gil", "zeta-zoe"]
    assert before["gamma-gil"] == ["certain", "", "certain"]
    assert before["zeta-zoe"] == ["certain", "certain", ""]
    assert read_status(record.detainees, "2024-07-19")["gamma-gil"] == ["certain", "certain", "certain"]
    americans = held.select_americans(record.detainees)
    counted = held.count_status(held.status_on(americans, "2024-07-18")).set_index("what")
    assert counted.T.to_dict("list") == {"held": [2, 2], "convicted": [1, 1], "designated": [1, 1]}
    late = held.count_status(held.status_on(americans, "2024-09-01")).set_index("what")
    assert late.T.to_dict("list") == {"held": [0, 1], "convicted": [0, 1], "designated": [0, 0]}  # Zoe, as of August
    hidden = americans.assign(designated_earliest=pd.NaT, designated_latest=pd.NaT)
    assert read_status(hidden, "2024-07-18")["gamma-gil"][2] == "possible"  # the day is not public
    assert read_status(hidden, "2024-07-18")["zeta-zoe"][2] == ""


def test_status_and_verdicts_of_nobody_and_in_another_order(record):
    people = record.detainees
    assert held.count_status(held.status_on(people.iloc[:0], "2024-07-18"))["possible"].tolist() == [0, 0, 0]
    assert custody.measure_to_verdict(people.iloc[:0]).empty
    assert custody.measure_from_extradition(people.iloc[:0], UNTIL).empty
    shuffled = people.sample(frac=1, random_state=5)
    pd.testing.assert_frame_equal(custody.measure_to_verdict(shuffled), custody.measure_to_verdict(people))
    counted = [held.count_status(held.status_on(rows, "2024-07-18")) for rows in (people, shuffled)]
    pd.testing.assert_frame_equal(*counted)


def test_days_from_arrest_to_verdict_are_a_range_shortest_first(record):
    rows = custody.measure_to_verdict(record.detainees).set_index("detainee_id")
    assert rows[["days_min", "days_max"]].T.to_dict("list") == {
        "beta-bob": [20, 50],  # arrested on some day of August 1986
        "zeta-zoe": [181, 181],
        "delta-dan": [237, 267],
        "gamma-gil": [478, 478],
        "eta-eve": [845, 845],
    }


def counts(*rows):
    return pd.DataFrame([(pd.Timestamp(day), *rest) for day, *rest in rows], columns=["day", "certain", "possible"])


RISING = counts(
    ("2020-01-01", 4, 4), ("2020-03-01", 2, 2), ("2020-05-01", 9, 9), ("2020-05-04", 5, 5), ("2020-09-01", 0, 7)
)  # fmt: skip


def test_a_number_that_lasted_three_days_is_not_the_level_of_a_time():
    assert held.find_rise(RISING) == (2, *days("2020-03-01"), 5, *days("2020-05-01"))
    assert held.find_rise(RISING.iloc[::-1].sort_values("day")) == held.find_rise(RISING)
    assert held.find_rise(counts(("2020-01-01", 5, 5), ("2020-06-01", 2, 2), ("2020-09-01", 1, 1))) is None  # it fell
    assert held.find_rise(counts(("2020-01-01", 5, 5), ("2020-01-09", 2, 2))) is None  # nothing lasted
    assert held.find_rise(RISING.iloc[:0]) is None


def test_held_in_words_for_a_rise_and_none():
    assert (
        describe_held(RISING, 7)
        == "Americans reported held by Russia rose to five in 2020, and seven are now not known to be free"
    )
    fell = counts(("2020-01-01", 5, 5), ("2020-06-01", 0, 12))
    assert describe_held(fell, 12) == "12 people held by Russia are not known to be free"
    assert describe_held(fell, 1) == "One person held by Russia is not known to be free"


def test_held_of_a_selection_in_words_names_no_rise():
    who = "Of 14 Americans: "
    assert describe_held(RISING, 7, who) == (
        f"{who}seven not known to be free on 1 September 2020; up to nine reported held at once."
    )
    assert describe_held(counts(("2020-03-01", 0, 0)), 0, who) == f"{who}none is reported held on 1 March 2020."


def published(*rows):
    frame = pd.DataFrame(rows, columns=["day", "number", "who", "side"])
    return frame.assign(day=frame["day"].astype("datetime64[s]"), about=True, source="a", voice="a")


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_the_band_steps_at_the_counts_and_marks_the_deals(people, deals, wide):
    ax = Figure(figsize=(wide, 5)).add_axes((0.02, 0, 0.96, 1))
    counted = held.count_held(people, UNTIL)
    told = published(("2020-02-15", 12, "a ministry", "left"), ("2020-03-01", 2, "a paper", "right"))
    plot_held(counted, deals, told, 2, ax=ax)
    light, dark = ax.collections
    assert to_hex(dark.get_facecolor()[0]) == marks.COLOUR["russian_side"].lower()
    assert light.get_hatch()
    assert max(y for _, y in dark.get_paths()[0].vertices) == counted["certain"].max() == 4
    assert max(y for _, y in light.get_paths()[0].vertices) == counted["possible"].max() == 5
    rings = [line for line in ax.lines if line.get_marker() == "o"]
    assert [line.get_ydata()[0] for line in rings] == [12, 2]
    marked = [line.get_xdata()[0] for line in ax.lines if line.get_color() == "white"]
    assert marked == days("2020-02-10", "2020-03-05")  # nobody was held on the day of the first
    texts = [text.get_text().replace("\n", " ") for text in ax.texts]
    assert {"One, Two", "about 12, a ministry", "about 2, a paper", "2 not known to be free"} <= set(texts)


def test_a_rise_is_marked_with_its_numbers(deals):
    ax = Figure(figsize=(WIDTH, 5)).add_axes((0.02, 0, 0.96, 1))
    plot_held(RISING, deals, published(), 7, held.find_rise(RISING), ax=ax)
    assert {"2", "5 reported held"} <= {text.get_text() for text in ax.texts if text.get_weight() == "bold"}


def test_counts_of_others_are_taken_by_rule_once_each(whole):
    """A number, exactly or about; at least and at most are none, and two papers that give one number in a month are one."""
    record = whole
    told = select_published(record)
    said = [row.claim for row in record.claims.itertuples() if row.claim["measure"] == "americans_held"]
    numbers = {
        (claim["on"][:7], claim.get("equals", claim.get("about")))
        for claim in said
        if {"equals", "about"} & claim.keys()
    }
    assert len(told) == len(numbers)
    assert sorted(told["number"]) == sorted(number for _, number in numbers)
    assert told["day"].is_monotonic_increasing
    assert set(COUNTED) <= set(record.claims["source"])
    assert set(told["source"]) == set(COUNTED)  # a new one needs its words


def test_counts_of_others_stand_beside_the_whole_record_only(whole):
    from analysis import pictures

    record = whole
    few = pictures.held_over_time(record.where(charge_type="drugs"))
    assert "Ring" not in few.papers["unit"]
    early = pictures.held_over_time(record.where(known_on="2021-07-01"))
    assert "Ring" in early.papers["unit"]
    assert "24" not in early.papers["also"]


def test_whom_another_state_had_seized_is_timed_from_arrival_and_pardons_are_counted_by_side(root):
    path = root / "data" / "detainees.csv"
    text = path.read_text("utf-8").replace("2019-08-23,,,murder", "2019-08-23,,2020-01-01,murder")
    path.write_text(text.replace("term,192,,,,designated", "term,192,,,2024-07-31,designated"), "utf-8")
    body = '[detainees.eta-eve]\nextradited = "2020-01-01"\n[detainees.gamma-gil]\npardoned = "2024-07-31"\n'
    write_card(root, "2024-08-03-south", SOUTH, body)
    record = load_tables(root)
    times = custody.measure_from_extradition(record.detainees, record.data_through)
    assert times[["detainee_id", "days_min", "days_max"]].to_numpy().tolist() == [["eta-eve", 1674, 1674]]
    pardons = custody.count_pardons(record.detainees).set_index("side")
    assert pardons.loc["russian_side"].tolist() == [1, 0, "2024", "2024"]
    assert pardons.loc["us_side", ["in_deals", "otherwise"]].tolist() == [0, 0]


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_every_count_of_others_says_whose_it_is(wide, whole):
    from analysis import pictures

    record = whole
    picture = pictures.held_over_time(record)
    figure = picture.figure if wide == WIDTH else picture.narrow
    texts = [text.get_text().replace("\n", " ") for text in figure.axes[0].texts]
    for mark in select_published(record).itertuples():
        assert f"{'about ' * mark.about}{mark.number}, {mark.who}" in texts
    assert not any(f", {word}" in text for text in texts for word in ("a prisoner", "a paper"))


@pytest.mark.parametrize("name", ["held-over-time", "still-held", "left-behind", "ways-out"])
def test_who_is_an_american_stands_under_the_title(name, whole):
    from analysis import pictures

    assert marks.AMERICANS in pictures.PICTURES[name](whole).papers["unit"]
