"""Who is not known to be free: six people, worked by hand, and what the table draws of them."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import pictures
from analysis.measures import still
from analysis.pictures import marks
from analysis.pictures.page import NARROW, NOTE, WIDTH, measure_word
from analysis.pictures.still import PAGES, describe_still, format_month, plot_still, still_held, tell_time
from analysis.record import dates

mpl.use("agg")
UNTIL = pd.Timestamp("2024-06-30")
PEOPLE = [
    # detainee_id, arrested, released, outcome, last_confirmed, sentence_kind, months, final, exchange_id, charge
    ("ann", "2020-01-01", None, "still_held", "2023-01-01", "term", 120, 96, None, "theft"),
    ("bob", "2021-03", None, "still_held", "2024-01-31", "life", None, None, None, "spying for " + "somebody " * 9),
    ("cat", "2023-06-01", None, "still_held", "2023-12-01", "none_yet", None, None, None, None),
    ("dan", "2022-01-01", "2023-01-01", "exchanged", "2023-01-02", "term", 60, None, "deal-2", "theft"),
    ("eve", "2022-01-01", "2022-05", "unknown", "2022-05-01", "none_yet", None, None, None, "theft"),
    ("fay", "2024-01-01", None, None, None, None, None, None, None, "theft"),  # of an early day
]
DEALS = [("deal-1", "One", "2021-03-15"), ("deal-2", "Two", "2023-01-01"), ("deal-3", "Three", "2024-02-01")]


@pytest.fixture
def people():
    columns = [
        "detainee_id", "arrested", "released", "outcome", "last_confirmed", "sentence_kind", "sentence_months",
        "sentence_months_final", "exchange_id", "charge",
    ]  # fmt: skip
    frame = pd.DataFrame(PEOPLE, columns=columns).assign(name=lambda rows: rows["detainee_id"].str.title())
    for column in ("arrested", "released"):
        days = dates.parse_dates(frame[column])
        frame[f"{column}_earliest"], frame[f"{column}_latest"] = days["earliest"], days["latest"]
    months = {name: frame[name].astype("Int64") for name in ("sentence_months", "sentence_months_final")}
    found = pd.Categorical(["designated", None, None, None, None, None], ["designated"])
    return frame.assign(designation=found, last_confirmed=frame["last_confirmed"].astype("datetime64[s]"), **months)


@pytest.fixture
def deals():
    frame = pd.DataFrame(DEALS, columns=["exchange_id", "name", "date"])
    return frame.assign(date_earliest=frame["date"].astype("datetime64[s]"))


@pytest.fixture
def data(people, deals):
    return still.select_not_free(people, deals, UNTIL)


def draw(data, labels, wide=WIDTH):
    return plot_still(data, labels, ax=Figure(figsize=(wide, 4)).add_axes((0, 0, 1, 1)))


def test_those_not_known_to_be_free_are_measured_up_to_the_last_report(data):
    rows = data.set_index("detainee_id")
    assert list(rows.index) == ["ann", "bob", "cat", "fay"]  # Eve was let go on a known month, Dan in a deal
    assert rows.loc["ann", ["years_min", "years_max", "sentence_years"]].tolist() == [1096 / 365.25, 1096 / 365.25, 8]
    assert rows.loc["bob", ["years_min", "years_max"]].tolist() == [1036 / 365.25, 1066 / 365.25]
    assert rows["sentence_years"].isna().tolist() == [False, True, True, True]
    assert pd.isna(rows.loc["fay", "years_min"])
    assert rows.loc["cat", "last_report"] == pd.Timestamp("2023-12-01")


def test_a_deal_after_the_last_report_passed_by_only_possibly(data):
    passed = data.set_index("detainee_id")[["certain", "possible"]]
    assert passed.loc["ann"].tolist() == [2, 1]  # on the very day of the last report still certain
    assert passed.loc["bob"].tolist() == [1, 2]  # the first fell into the month of arrest, the last after the report
    assert passed.loc["cat"].tolist() == [0, 1]
    assert passed.loc["fay"].tolist() == [0, 1]


def test_nothing_counts_after_the_last_day_looked_at(people, deals):
    early = still.select_not_free(people, deals, pd.Timestamp("2022-06-30")).set_index("detainee_id")
    assert early.loc["ann", "years_max"] == pytest.approx(911 / 365.25)
    assert early.loc["ann", ["certain", "possible"]].tolist() == [1, 0]


def test_the_order_of_rows_changes_nothing_and_nobody_gives_nobody(people, deals, data):
    turned = still.select_not_free(people.iloc[::-1].reset_index(drop=True), deals.iloc[::-1], UNTIL)
    pd.testing.assert_frame_equal(turned, data)
    assert still.select_not_free(people[:0], deals, UNTIL).empty
    assert still.select_not_free(people[3:4], deals, UNTIL).empty
    one = still.select_not_free(people[:1], deals[:0], UNTIL)
    assert one[["certain", "possible"]].to_numpy().tolist() == [[0, 0]]


def test_time_is_told_against_the_sentence_or_in_words(data, record):
    labels = record.label("detainees", "sentence_kind")
    assert [tell_time(person, labels) for person in data.itertuples()] == [
        "3.0 of 8 years", "2.8–2.9 years, for life", "0.5 years, no verdict", "? of ? years",
    ]  # fmt: skip
    few = data[2:3].assign(years_min=0.01, years_max=0.02)
    assert [tell_time(person, labels) for person in few.itertuples()] == ["a few days, no verdict"]
    assert [format_month(day) for day in ("2018-07-02", "2018-07", "2018")] == ["Jul 2018", "Jul 2018", "2018"]


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_bars_are_as_long_as_the_time_and_tracks_as_the_sentence(data, record, wide):
    ax = draw(data, record.label("detainees", "sentence_kind"), wide)
    low, high = PAGES[wide].bars
    scale = (high - low) / 8  # the longest sentence fills the column
    solid = [bar for bar in ax.patches if to_hex(bar.get_facecolor()) == marks.COLOUR["russian_side"].lower()]
    lengths = [round(bar.get_width() / scale, 3) for bar in solid]
    assert lengths == [round(days / 365.25, 3) for days in (1096, 1036, 183)]
    hatched = [bar for bar in ax.patches if bar.get_hatch()]
    assert [round((bar.get_x() + bar.get_width() - low) / scale, 3) for bar in hatched] == [
        round(days / 365.25, 3) for days in (1642, 1217, 395)
    ]  # from the arrest, or its month's first day, to the last day looked at
    tracks = [bar for bar in ax.patches if bar.get_linewidth() > 0]
    assert [round(bar.get_width() / scale, 3) for bar in tracks] == [8]
    assert tracks[0].get_y() == solid[0].get_y() < solid[1].get_y() < solid[2].get_y()
    assert [line.get_marker() for line in ax.lines].count(">") == 1  # life has no end


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_a_dot_is_a_deal_hollow_where_only_possible(data, record, wide):
    ax = draw(data, record.label("detainees", "sentence_kind"), wide)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    faces = [to_hex(line.get_markerfacecolor()) for line in dots for _ in line.get_xdata()]
    assert (faces.count(marks.TEXT.lower()), faces.count("#ffffff")) == (3, 5)
    rows = pd.Series([round(y, 4) for line in dots for y in line.get_ydata()]).value_counts(sort=False).sort_index()
    assert rows.tolist() == [3, 3, 1, 1]


def test_words_on_the_narrow_page_keep_off_the_dots_however_long(data, record):
    long = data[1:2].assign(years_min=10.3, years_max=10.4, sentence_kind="none_yet", possible=7)
    ax = draw(long, record.label("detainees", "sentence_kind"), NARROW)
    (words,) = [text for text in ax.texts if "no verdict" in text.get_text()]
    end = words.xy[0] + 5 / 72 + measure_word(words.get_text(), NOTE, "normal")
    dots = min(x for line in ax.lines if line.get_marker() == "o" for x in line.get_xdata())
    assert end < dots
    assert max(bar.get_x() + bar.get_width() for bar in ax.patches) <= words.xy[0]


def test_every_name_month_and_word_of_a_charge_is_written_under_heads_and_a_scale(data, record):
    long = data.assign(sentence_years=data["sentence_years"] * 2)
    for wide in (WIDTH, NARROW):
        there = [text.get_text() for text in draw(long, record.label("detainees", "sentence_kind"), wide).texts]
        texts = " ".join(there)
        assert all(word in texts for word in ("Ann", "Bob", "Cat", "Fay", "not dated", "charge not known"))
        assert "spying for " + "somebody " * 9 in f"{texts} "
        assert {
            "Jan 2020",
            "Jan 2023",
            "10" if wide == NARROW else "5",
            "last report" if wide == NARROW else "last\nreport",
        } <= set(there)
        assert texts.count("wrongfully detained") == 1  # Ann
        assert any(text.replace("\n", " ") == "deals missed" for text in there)


def test_the_sentence_counts_those_not_known_to_be_free(data):
    assert describe_still(data) == (
        "Four Americans held by Russia are not known to be free, one of them arrested in 2020"
    )
    assert describe_still(data[:1]) == "One American held by Russia is not known to be free, arrested in 2020"
    tie = data[:3].assign(arrested=["2020", "2020-01-01", "2023-06-01"])
    assert describe_still(tie).endswith("free, two of them arrested in 2020")
    assert describe_still(data, "In four cases (charge theft): ") == (
        "In four cases (charge theft): Americans held by Russia, not known to be free, arrested from 2020 to 2024."
    )
    assert describe_still(data[:1], "In one case (charge theft): ") == (
        "In one case (charge theft): an American held by Russia, not known to be free, arrested in 2020."
    )


def test_the_picture_shows_whoever_the_record_reports_held_and_nobody_let_go(whole):
    record = whole
    picture = still_held(record)
    people = record.detainees.set_index("detainee_id")
    people = people[people["us_status"].isin(["citizen", "dual_citizen", "permanent_resident"])]
    open_ended = people["outcome"].isin(["still_held", "unknown"]) & people["released"].isna()
    expected = people[open_ended & (people["custodian"] == "russia") & (people["arrested"] >= "2010")]
    assert picture.papers["people"] == sorted(expected.index)
    reported = expected["notes"].str.extract(r"Last reported held: (\d{4}-\d{2})\.")[0]
    drawn = picture.data.set_index("detainee_id")["last_report"].dt.strftime("%Y-%m")
    assert drawn.to_dict() == reported.to_dict()  # what the notes say by hand
    with pytest.raises(pictures.EmptyPicture, match="nobody else"):
        still_held(record.where(side="us_side"))
