"""Who stood where in which deal, worked by hand on the two deals of conftest.py, and what is drawn of it, read back."""

from itertools import pairwise

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.measures import negotiators
from analysis.pictures import marks, negotiators_by_deal
from analysis.pictures.negotiators import (
    describe_exceptions,
    describe_negotiators,
    format_short,
    plot_negotiators,
    set_sheet,
)
from analysis.pictures.page import MARGIN, NARROW, WIDTH, measure_word

mpl.use("agg")
ALPHA, GAMMA = "1986-09-alpha-beta", "2024-08-gamma"


@pytest.fixture
def states(record):
    return record.codes("negotiators", "country")


@pytest.fixture
def told(record):
    """The parts of the small record and more of them: a second role, a denied one, and both sides."""
    ida, _, kay = (record.negotiators.iloc[[at]] for at in range(3))
    more = [
        ida.assign(role="decision_maker"),
        kay.assign(role="host", credit="denied"),
        kay.assign(name="Lou Lima", country="russia", channel="diplomacy", role="negotiator", credit="confirmed"),
        kay.assign(name="Max Mu", country="belarus", channel="intelligence", role="decision_maker", credit="denied"),
    ]
    return pd.concat([record.negotiators, *more], ignore_index=True)


@pytest.mark.parametrize(
    ("country", "channel", "role", "stands"),
    [
        ("united_states", "diplomacy", "negotiator", "us_side"),
        ("west_germany", "diplomacy", "negotiator", "us_side"),
        ("east_germany", "head_of_state", "decision_maker", "russian_side"),
        ("united_states", "third_state", "mediator", "between"),  # as in the exchanges that it only mediated
        ("united_states", "head_of_state", "mediator", "between"),
        ("russia", "private", "negotiator", "between"),  # who planned a deal without a government stands on no side
        ("east_germany", "lawyer", "negotiator", "between"),
        ("israel", "legislator", "negotiator", "between"),  # a state on no side
        (None, "third_state", "host", "between"),
        (None, "diplomacy", "negotiator", None),
        ("russia", None, None, "russian_side"),
    ],
)
def test_country_channel_and_role_say_where_somebody_stood(record, states, country, channel, role, stands):
    part = record.negotiators.iloc[[0]].copy()
    for column, value in (("country", country), ("channel", channel), ("role", role)):
        part[column] = pd.Series([value], index=part.index, dtype=part[column].dtype)
    (found,) = negotiators.find_stand(part, states)
    assert found == stands or (stands is None and pd.isna(found))


def test_a_name_stands_once_in_a_deal_with_every_way_in_which_it_is_sure(record, states, told):
    placed = negotiators.place_names(told, record.exchanges, states)
    rows = [tuple(row) for row in placed[["exchange_id", "stands", "name", "credits", "deals"]].to_numpy()]
    assert rows == [
        (ALPHA, "us_side", "Ida Iota", "confirmed", 2),
        (GAMMA, "russian_side", "Lou Lima", "confirmed", 1),
        (GAMMA, "russian_side", "Max Mu", "denied", 1),  # who decided comes first, but not if that is denied
        (GAMMA, "between", "Kay Kappa", "claimed;denied", 1),
        (GAMMA, "us_side", "Ida Iota", "confirmed", 2),
    ]


def test_who_decided_comes_before_who_spoke(record, states):
    kay = record.negotiators.iloc[[2]].assign(credit="confirmed")
    both = pd.concat([kay.assign(name="Abe", role="escort"), kay.assign(name="Zed", role="decision_maker")])
    placed = negotiators.place_names(both.astype(record.negotiators.dtypes), record.exchanges, states)
    assert placed["name"].dropna().tolist() == ["Zed", "Abe"]


def test_a_deal_that_names_nobody_has_a_row_of_its_own(record, states):
    placed = negotiators.place_names(record.negotiators.iloc[1:], record.exchanges, states)
    assert placed["exchange_id"].tolist() == [ALPHA, GAMMA, GAMMA]
    assert placed["name"].isna().tolist() == [True, False, False]
    nobody = negotiators.place_names(record.negotiators.iloc[:0], record.exchanges, states)
    assert nobody["name"].isna().tolist() == [True, True]


def test_deals_are_counted_by_name_whatever_the_roles(record, told):
    ranked = negotiators.summarise_negotiators(negotiators.select_parts(told, record.exchanges)).set_index("name")
    assert ranked["deals"].to_dict() == {"Ida Iota": 2, "Lou Lima": 1, "Kay Kappa": 1, "Max Mu": 1}
    assert ranked["confirmed"].to_dict() == {"Ida Iota": 2, "Lou Lima": 1, "Kay Kappa": 0, "Max Mu": 0}


@pytest.fixture
def draw(record, states):
    """Draws parts on a page of a width; gives the axes."""

    def draw(parts, wide=WIDTH, exchanges=record.exchanges):
        placed = negotiators.place_names(parts, exchanges, states)
        height = set_sheet(placed, wide)[1]
        ax = Figure(figsize=(wide, height)).add_axes((MARGIN / wide, 0, 1 - 2 * MARGIN / wide, 1))
        return plot_negotiators(placed, ax=ax)

    return draw


def read_marks(ax):
    """Every mark below the key: (from the left, from the top, shape, filled, colour), inches, row by row."""
    found = []
    for line in ax.lines:
        if line.get_marker() in "xDo" and to_hex(line.get_markeredgecolor()) != marks.TEXT.lower():
            face, colour = line.get_markerfacecolor(), to_hex(line.get_markeredgecolor()).upper()
            look = line.get_marker(), face != "none", colour
            found += [(round(x, 2), round(y, 2), *look) for x, y in line.get_xydata()]
    return sorted(found, key=lambda mark: (mark[1], mark[0]))


def find_text(ax, words):
    """Where a text stands in the rows of deals: its last place on the page, (from the left, from the top), inches."""
    return max((text.xy for text in ax.texts if text.get_text() == words), key=lambda place: place[1])


def test_each_name_stands_in_the_run_of_its_side_behind_its_marks(draw, told):
    ax = draw(told)
    blue, orange, grey = (marks.COLOUR["russian_side"], marks.COLOUR["us_side"], marks.GREY)
    first, *gamma = read_marks(ax)
    assert first[2:] == ("o", True, orange)
    assert [mark[2:] for mark in gamma] == [
        ("o", True, blue),
        ("x", False, blue),
        ("D", False, grey),
        ("x", False, grey),
        ("o", True, orange),
    ]
    sides = [find_text(ax, words) for words in ("Russian side", "Russian side", "Between", "US side")]
    names = [find_text(ax, words) for words in ("Lou Lima", "Max Mu", "Kay Kappa", "Ida Iota")]
    assert [name[1] for name in names] == [side[1] for side in sides]
    assert {side[0] for side in sides} == {0}


def test_names_in_more_than_two_deals_stand_on_top_with_a_mark_a_deal(draw, record, told):
    third = record.exchanges.iloc[[1]].assign(exchange_id="2025-01-third", name="Third")
    more = told[told["name"] == "Ida Iota"].iloc[[0]].assign(exchange_id="2025-01-third", credit="claimed")
    ax = draw(
        pd.concat([told, more], ignore_index=True), exchanges=pd.concat([record.exchanges, third], ignore_index=True)
    )
    orange = marks.COLOUR["us_side"]
    assert [mark[2:] for mark in read_marks(ax)[:3]] == [("o", True, orange)] * 2 + [("o", False, orange)]
    assert [text.get_weight() for text in ax.texts if text.get_text() == "Ida Iota"] == ["normal"] + ["bold"] * 3


def test_the_key_has_the_marks_that_are_drawn_and_no_others(record, draw, told):
    words = {"confirmed", "claimed only", "denied by an acting government", "not said how sure"}
    assert words & {text.get_text() for text in draw(told).texts} == words - {"not said how sure"}
    unsaid = record.negotiators.assign(credit=pd.Series(None, index=range(3), dtype=told["credit"].dtype))
    assert words & {text.get_text() for text in draw(unsaid).texts} == {"not said how sure"}
    assert not any(filled for *_, filled, _ in read_marks(draw(unsaid)))


def test_names_in_more_than_one_deal_are_bold_and_others_are_not(draw, told):
    weights = {text.get_text(): text.get_weight() for text in draw(told).texts}
    assert weights["Lou Lima"] == "normal"
    ida = [text.get_weight() for text in draw(told).texts if text.get_text() == "Ida Iota"]
    assert ida == ["bold", "bold"]
    assert not [text for text in draw(told).texts if "more than two deals" in text.get_text()]


def test_a_deal_without_a_name_and_a_mediated_one_say_so(record, draw):
    exchanges = record.exchanges.copy()
    exchanges.loc[1, "kind"] = "mediated"
    words = [text.get_text() for text in draw(record.negotiators.iloc[1:], exchanges=exchanges).texts]
    assert "Alpha for Beta: nobody is named in the documents read" in words
    assert "Gamma and others, brokered by the United States" in words


def test_a_name_without_a_side_says_so(record, draw):
    unknown = record.negotiators.iloc[[0]].copy()
    unknown["country"] = pd.Series([None], dtype=unknown["country"].dtype)
    assert "Ida Iota (side not known)" in [text.get_text() for text in draw(unknown).texts]


def test_on_the_narrow_page_a_run_begins_beside_its_side(draw, told):
    ax = draw(told, NARROW)
    names = [find_text(ax, words) for words in ("Lou Lima", "Kay Kappa", "Ida Iota")]
    sides = [find_text(ax, words) for words in ("Russian side", "Between", "US side")]
    assert [place[1] for place in names] == [place[1] for place in sides]
    assert {place[0] for place in sides} == {0}
    assert names[0][1] < names[1][1] < names[2][1]


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_a_table_ten_times_as_long_keeps_every_name_apart_and_within_the_page(record, states, told, wide):
    """The rows of a deal grow with its names; none runs into the next, into another column or off the page."""
    many = [told.assign(name=told["name"] + f" {chr(65 + at)}" * (1 + at % 4)) for at in range(10)]
    placed = negotiators.place_names(pd.concat(many, ignore_index=True), record.exchanges, states)
    sheet, height = set_sheet(placed, wide)
    boxes = [
        (x, x + measure_word(text, style["size"], style.get("weight", "normal")), y)
        for x, y, text, style in sheet.words
    ]
    assert sum(text.count(" A") > 0 for *_, text, _ in sheet.words) >= 5
    assert max(right for _, right, _ in boxes) <= wide - 2 * MARGIN + 0.01
    assert max(y for *_, y in boxes) < height
    ends = {(right, y) for _, right, y in boxes}
    for x, y, *_ in sheet.marks:
        assert all(not 0 < x - right < 0.15 for right, at in ends if at == y)
    for y in {box[2] for box in boxes}:
        line = sorted(box for box in boxes if box[2] == y)
        assert all(right + 0.05 <= left for (_, right, _), (left, *_) in pairwise(line)), line


def test_every_name_of_the_table_is_drawn_with_the_deal_it_is_named_in(record):
    picture = negotiators_by_deal(record)
    drawn = picture.data.dropna(subset="name")
    coded = record.negotiators[["exchange_id", "name"]].drop_duplicates()
    assert sorted(map(tuple, drawn[["exchange_id", "name"]].to_numpy())) == sorted(map(tuple, coded.to_numpy()))
    for figure in (picture.figure, picture.narrow):
        words = " ".join(text.get_text() for text in figure.axes[0].texts)
        assert all(name in words for name in coded["name"])


@pytest.mark.parametrize(
    ("text", "words"),
    [("1962-02-10", "10 Feb 1962"), ("1974-08", "Aug 1974"), ("1974", "1974"), (None, "no day given")],
)
def test_a_day_is_as_short_as_it_is_known(text, words):
    assert format_short(text) == words


def ranked(*deals):
    return pd.DataFrame({"name": [f"N{at}" for at in range(len(deals))], "deals": deals})


def test_the_headline_says_who_is_named_most_and_counts_names_where_many_are_or_none():
    told = "people and bodies named in US–Russia prisoner deals"
    assert (
        describe_negotiators(ranked(1))
        == "Of one person or body named in US–Russia prisoner deals, none is named in more than one"
    )
    assert describe_negotiators(ranked(1, 1)) == f"Of two {told}, none is named in more than one"
    assert describe_negotiators(ranked(2, 1)) == "N0 is named in two deals, more than anybody else"
    assert describe_negotiators(ranked(3, 3, 1)) == "N0 and N1 are each named in three deals, more than anybody else"
    assert describe_negotiators(ranked(2, 2, 2, 1)) == f"Of four {told}, three are named in more than one"
    assert describe_negotiators(ranked(*[2] * 40, *[1] * 200)).startswith("Of 240 ")
    assert len(describe_negotiators(ranked(*[2] * 40, *[1] * 200))) <= 90


def test_over_a_selection_names_are_counted_and_none_is_called_first():
    beginning = "In two deals (x y): "
    assert describe_negotiators(ranked(2, 2, 1), beginning) == (
        f"{beginning}three names, two of them in two or more of these deals."
    )
    assert describe_negotiators(ranked(1), "In one deal (x y): ") == "In one deal (x y): one name."
    assert describe_exceptions(ranked(5, 4), 0, f"{beginning}two names.") == ""
    assert describe_exceptions(ranked(5, 1), 2, describe_negotiators(ranked(5, 1))) == (
        "Of two people and bodies named in US–Russia prisoner deals, one is named in more than one. "
        "In two deals nobody is named in the documents read."
    )


def test_who_decided_stands_first_and_is_underlined_unless_it_is_denied(record, states, draw):
    kay = record.negotiators.iloc[[2]].assign(country="turkey")
    rows = [
        kay.assign(name="Abe", role="negotiator", credit="confirmed"),
        kay.assign(name="Max", role="decision_maker", credit="denied"),
        kay.assign(name="Zed", role="decision_maker", credit="claimed"),
    ]
    told = pd.concat(rows).astype(record.negotiators.dtypes)
    placed = negotiators.place_names(told, record.exchanges, states).dropna(subset="name")
    assert placed["name"].tolist() == ["Zed", "Abe", "Max"]
    assert placed["decided"].tolist() == [True, False, False]
    ax = draw(told)
    lines = [line for line in ax.lines if line.get_color() == marks.TEXT]
    assert len(lines) == 2  # Zed and the key
    assert "underlined: decision maker" in [text.get_text() for text in ax.texts]
    assert lines[-1].get_xdata()[0] == pytest.approx(find_text(ax, "Zed")[0])
    assert "underlined: decision maker" not in [text.get_text() for text in draw(told.head(2)).texts]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("MIT", "MIT (Turkey)"), ("StB", "StB (Turkey)"), ("SOVA", "SOVA (Turkey)"), ("Stasi", "Stasi"),
     ("US State Department", "US State Department"), ("KGB of Belarus", "KGB of Belarus"), ("Poland", "Poland")],
)  # fmt: skip
def test_a_body_known_by_its_letters_has_its_country(record, name, shown):
    record.negotiators.loc[2, "name"] = name
    words = [text.get_text() for text in negotiators_by_deal(record).figure.axes[0].texts]
    assert shown in words


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_a_side_with_nobody_in_a_deal_says_so_and_between_does_not(draw, record, wide):
    words = [text.get_text() for text in draw(record.negotiators, wide).texts]
    assert words.count("nobody named") == words.count("Russian side") == 2
    assert words.count("Between") == 1


def test_on_the_narrow_page_a_run_goes_on_indented(draw, record):
    ida = record.negotiators.iloc[[0]]
    many = pd.concat([ida.assign(name=f"Ida Iota the {number}") for number in range(9)], ignore_index=True)
    ax = draw(many, NARROW)
    lines = {round(text.xy[1], 2): text.xy[0] for text in reversed(ax.texts) if "Iota" in text.get_text()}
    first, *others = [x for _, x in sorted(lines.items())]
    assert others and min(others) > 0.25 and first > min(others)
