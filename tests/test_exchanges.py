"""Exchanges year by year: times without a swap, sentences and squares, worked by hand on the two deals of conftest.py."""

from itertools import pairwise

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import pictures
from analysis.measures import deals
from analysis.pictures import marks
from analysis.pictures.exchanges import arrange_deals, describe_exchanges, find_largest, plot_exchanges, say_length
from analysis.pictures.page import MARGIN, NARROW, NOTE, WIDTH, measure_word

mpl.use("agg")


def add_deal(exchanges, name, day, kind, east, west, end=None, place=None, city=None):
    """The deals with one more, which took from `day` to `end`."""
    first, last = pd.Timestamp(day), pd.Timestamp(end or day)
    new = exchanges.iloc[[0]].assign(
        exchange_id=f"{day[:7]}-{name.lower()}", name=name, date=day, date_earliest=first, date_latest=first,
        end_date=end, end_date_earliest=last if end else pd.NaT, end_date_latest=last if end else pd.NaT, kind=kind,
        year=first.year, freed_by_russian_side=east, freed_by_us_side=west, place=place, place_city=city,
        place_country=None,
    )  # fmt: skip
    return pd.concat([exchanges, new.astype(exchanges.dtypes.to_dict())], ignore_index=True)


@pytest.fixture
def four(record):
    """Alpha for Beta of 1986, a release in 1996, a swap of ten days in 2010, Gamma of 2024."""
    more = add_deal(record.exchanges, "Eta", "1996-05-01", "one_sided", 0, 1)
    return add_deal(more, "Vienna", "2010-07-09", "swap", 4, 10, end="2010-07-19")


def draw(data, wide, **options):
    height = 9
    ax = Figure(figsize=(wide, height)).add_axes((MARGIN / wide, 0, 1 - 2 * MARGIN / wide, 1))
    return plot_exchanges(data, ax=ax, **options)


def read_squares(ax, side):
    """Places of the squares of a side, and whether each is pale."""
    found = []
    for collection in ax.collections:
        if to_hex(collection.get_edgecolor()[0]) == marks.COLOUR[side].lower():
            pale = to_hex(collection.get_facecolor()[0]) == marks.PALE[side].lower()
            found += [(float(x), float(y), pale) for x, y in collection.get_offsets()]
    return found


def read_texts(ax):
    return [text.get_text() for text in ax.texts]


def test_a_time_without_a_swap_runs_from_the_last_day_of_one_to_the_first_of_the_next(four):
    silences = deals.find_silences(four)
    assert silences["start"].tolist() == [pd.Timestamp("1986-09-29"), pd.Timestamp("2010-07-19")]
    assert silences["end"].tolist() == [pd.Timestamp("2010-07-09"), pd.Timestamp("2024-08-01")]
    assert silences["years"].round(2).tolist() == [23.78, 14.04]
    assert deals.find_silences(four, least=20)["years"].round(2).tolist() == [23.78]


def test_a_release_for_nobody_ends_no_time_without_a_swap_nor_does_a_brokered_exchange(four):
    brokered = add_deal(four, "Zurich", "1999-01-01", "mediated", 1, 1)
    pd.testing.assert_frame_equal(deals.find_silences(brokered), deals.find_silences(four))
    swap = add_deal(four, "Zurich", "1999-01-01", "swap", 1, 1)
    assert deals.find_silences(swap)["years"].round(1).tolist() == [12.3, 11.5, 14.0]


def test_a_swap_of_many_days_lasts_beyond_one_that_began_and_ended_in_it(record):
    long = add_deal(record.exchanges.iloc[:1], "Long", "1987-01-01", "swap", 1, 1, end="1990-01-01")
    within = add_deal(long, "Within", "1988-01-01", "swap", 1, 1)
    after = add_deal(within, "After", "2002-01-01", "swap", 1, 1)
    assert deals.find_silences(after)["start"].tolist() == [pd.Timestamp("1990-01-01")]


def test_times_without_a_swap_do_not_depend_on_the_order_of_rows_and_need_two(four):
    pd.testing.assert_frame_equal(deals.find_silences(four.iloc[::-1]), deals.find_silences(four))
    for few in (four.iloc[:0], four.iloc[:1]):
        assert deals.find_silences(few).empty


def test_a_length_in_whole_years_is_true():
    assert say_length(23.77) == "nearly 24 years"
    assert say_length(14.53) == "over 14 years"
    assert say_length(11.04) == "over 11 years"


def freed(*rows):
    table = pd.DataFrame(rows, columns=["year", "freed_by_russian_side", "freed_by_us_side"])
    return table.assign(name=[f"deal {number}" for number in range(len(rows))])


def test_the_headline_names_the_two_largest_deals_where_they_stand_out():
    told = freed((1961, 2, 0), (1985, 25, 4), (2010, 4, 10), (2024, 16, 8))
    assert find_largest(told)["name"].tolist() == ["deal 1", "deal 3"]
    assert (
        describe_exchanges(told) == "Two deals, in 1985 and 2024, freed 53 of the 69 people let go in deals since 1961"
    )
    assert find_largest(freed((1985, 9, 4), (2010, 1, 1), (2024, 16, 8)))["year"].tolist() == [1985, 2024]
    same = freed((1961, 1, 1), (1986, 5, 4), (1986, 3, 3))
    assert describe_exchanges(same) == "Two deals, both in 1986, freed 15 of the 17 people let go in deals since 1961"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(2022, 1, 1)], "In one deal in 2022 the Russian side freed one person, the US side one"),
        (
            [(1986, 2, 1), (2022, 1, 1)],
            "In two deals from 1986 to 2022 the Russian side freed three people, the US side two",
        ),
        (
            [(1986, 9, 1), (2010, 1, 2), (2022, 2, 1)],
            "In three deals from 1986 to 2022 the Russian side freed 12 people, the US side four",
        ),  # a tie for second
        (
            [(year, 1 + (year < 1963), 0) for year in range(1961, 1971)],
            "In 10 deals from 1961 to 1970 the Russian side freed 12 people, the US side none",
        ),  # no two stand out
    ],
    ids=["one", "two", "tie", "even"],
)
def test_the_headline_counts_both_sides_where_no_two_deals_stand_out(rows, words):
    assert find_largest(freed(*rows)).empty
    assert describe_exchanges(freed(*rows)) == words


def test_a_sentence_over_a_selection_counts_and_names_no_largest():
    told = freed((1961, 2, 0), (1985, 25, 4), (2010, 4, 10), (2024, 16, 8))
    assert describe_exchanges(told, "In four deals (x y): ") == (
        "In four deals (x y): from 1961 to 2024, the Russian side freed 47 people, the US side 22."
    )
    assert describe_exchanges(freed((2000, 0, 1)), "In one deal (x y): ") == (
        "In one deal (x y): in 2000, the Russian side freed none, the US side one."
    )


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_a_deal_has_one_square_a_person_on_its_line_and_on_the_side_that_freed(four, wide):
    data = deals.count_freed(four)
    ax, line = draw(data, wide), arrange_deals(data, wide).set_index("year")["squares"]
    east, west = read_squares(ax, "russian_side"), read_squares(ax, "us_side")
    assert sorted(y for _, y, _ in east) == [line[1986], *[line[2010]] * 4, *[line[2024]] * 2]
    assert sorted(y for _, y, _ in west) == [line[1986], line[1996], *[line[2010]] * 10, line[2024]]
    assert all(x < 0 for x, _, _ in east) and all(x > 0 for x, _, _ in west)
    assert len({(x, y) for x, y, _ in east + west}) == len(east + west)
    assert [y for _, y, pale in east + west if pale] == [line[1996]]
    assert {"1986", "1996", "2010", "2024", "Alpha for Beta", "Eta", "Vienna", "10"} <= set(read_texts(ax))


def test_on_the_wide_page_a_year_is_a_line_with_or_without_a_deal(four):
    rows = arrange_deals(deals.count_freed(four), WIDTH)
    assert rows["year"].tolist() == [1986, 1996, 2010, 2024]
    assert rows["y"].diff().dropna().round(6).tolist() == [10, 14, 14]


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_each_deal_of_a_year_has_a_line_of_its_own_under_one_year(four, wide):
    data = deals.count_freed(add_deal(four, "Theta", "2010-12-01", "one_sided", 2, 0))
    ax, rows = draw(data, wide), arrange_deals(data, wide).set_axis(data["name"])
    squares = read_squares(ax, "russian_side")
    assert [pale for _, y, pale in squares if y == rows["squares"]["Vienna"]] == [False] * 4
    assert [pale for _, y, pale in squares if y == rows["squares"]["Theta"]] == [True] * 2
    assert rows["squares"].tolist() == rows["y"].tolist()  # beside short names
    assert rows["y"]["Theta"] - rows["y"]["Vienna"] >= 1
    assert [text for text in read_texts(ax) if text in ("2010", "Vienna", "Theta")] == ["2010", "Vienna", "Theta"]


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_no_name_crosses_the_middle_or_its_squares(four, wide):
    long = add_deal(four, "Some Body and three for the Other Bodies and three", "2011-02-01", "swap", 4, 5)
    data = deals.count_freed(add_deal(long, "Twenty-five for four", "2012-02-01", "swap", 25, 4))
    ax = draw(data, wide)
    for text in ax.texts:
        if text.get_text() in arrange_deals(data, wide)["lines"].sum():
            right, y = text.get_window_extent().x1, text.xy[1]
            beside = [x - 0.5 for x, at, _ in read_squares(ax, "russian_side") if at == y]
            assert right <= ax.transData.transform((min([0, *beside]), 0))[0], text.get_text()


def test_names_that_do_not_fit_beside_the_squares_stand_whole_in_lines_of_their_own(four):
    names = [
        "The Very Long Name for Another Very Long Name and Others",
        "The Second Very Long Name for the Third of Them",
    ]
    for number, name in enumerate(names):
        four = add_deal(four, name, f"2010-1{number}-01", "swap", 9, 1)
    four = add_deal(add_deal(four, "Soon", "2011-01-01", "swap", 1, 1), names[0] * 2, "2011-02-01", "swap", 1, 1)
    data = deals.count_freed(four)
    for wide in (WIDTH, NARROW):
        ax = draw(data, wide)
        words = " ".join(text for text in read_texts(ax))
        assert all(name in words for name in names)
        years = arrange_deals(data, wide)
        room = (wide - 2 * MARGIN) - 30 / 72
        assert all(measure_word(line, NOTE - 0.5, "normal") <= room for lines in years["lines"] for line in lines)
        taken = sorted(y + number for _, y, _, lines in years.itertuples(index=False) for number in range(len(lines)))
        assert all(later - earlier >= 0.99 for earlier, later in pairwise(taken))


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_a_bracket_spans_the_years_between_two_swaps_and_says_how_long(four, wide):
    data = deals.count_freed(add_deal(four, "Three", "1999-01-01", "one_sided", 0, 3))
    ax = draw(data, wide, silences=deals.find_silences(four))
    years = arrange_deals(data, wide).set_index("year")
    brackets = [line for line in ax.lines if line.get_marker() == "_"]
    spans = [tuple(bracket.get_ydata()) for bracket in brackets]
    for (top, bottom), (start, end) in zip(spans, [(1986, 2010), (2010, 2024)], strict=True):
        assert years["squares"][start] < top < bottom < years["y"][end]
    assert [text for text in read_texts(ax) if "swap" in text] == [
        "nearly 24 years\nwithout a swap",
        "over 14 years\nwithout a swap",
    ]
    beyond = [x for x, y, _ in read_squares(ax, "us_side") if spans[0][0] < y < spans[0][1]]
    assert max(beyond) < min(brackets[0].get_xdata())  # it stands clear of whom the US side let go in it


def test_a_selection_has_no_brackets_and_no_largest_as_it_cannot_tell(record):
    whole, part = pictures.exchanges_by_year(record), pictures.exchanges_by_year(record.where(side="russian_side"))
    assert any("without a swap" in text for text in read_texts(whole.figure.axes[0]))
    assert not any("without a swap" in text for text in read_texts(part.figure.axes[0]))
    assert "years without one of these." in part.papers["unit"]
    assert "longest" in whole.papers["alt"] and "longest" not in part.papers["alt"]


def test_the_names_of_the_deals_in_the_headline_are_bold(four):
    ax = draw(deals.count_freed(four), WIDTH, largest=("Vienna",))
    bold = {text.get_text() for text in ax.texts if text.get_weight() == "bold"}
    assert "Vienna" in bold and "Eta" not in bold
