"""Where people changed hands: worked by hand on the two deals of conftest.py and a few more."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from test_exchanges import add_deal, read_squares, read_texts

from analysis import pictures
from analysis.measures import deals
from analysis.pictures.page import MARGIN, NARROW, WIDTH
from analysis.pictures.places import arrange_places, describe_places, find_move, plot_places, say_others

mpl.use("agg")


@pytest.fixture
def five(record):
    """Berlin 1986 (1 for 1), Ankara 2024 (2 for 1), one under Berlin by its words, one of no place, one brokered."""
    more = add_deal(
        record.exchanges, "Bridge", "1985-06-11", "swap", 6, 4, place="A bridge between Potsdam and West Berlin"
    )
    more = add_deal(more, "Kudirka", "1974-08-01", "one_sided", 1, 0)
    return add_deal(more, "Zurich", "1976-12-18", "mediated", 1, 1, place="Zurich airport", city="Zurich")


@pytest.fixture
def located(five):
    return deals.locate_deals(five, five)


def draw(data, wide, **options):
    ax = Figure(figsize=(wide, 7)).add_axes((MARGIN / wide, 0, 1 - 2 * MARGIN / wide, 1))
    return plot_places(data, ax=ax, **options)


def test_a_deal_stands_at_its_coded_city_else_at_the_known_city_that_its_place_names(located):
    rows = located.set_index("name")
    assert located["name"].tolist() == ["Kudirka", "Bridge", "Alpha for Beta", "Gamma and others"]  # nothing brokered
    assert rows["city"].dropna().to_dict() == {
        "Bridge": "Berlin",
        "Alpha for Beta": "Berlin",
        "Gamma and others": "Ankara",
    }
    assert rows["coded"].to_dict() == {
        "Kudirka": False,
        "Bridge": False,
        "Alpha for Beta": True,
        "Gamma and others": True,
    }


def test_of_two_cities_in_the_words_for_a_place_the_first_counts_and_no_part_of_a_word_does(five):
    both = add_deal(five, "Two", "1990-01-01", "swap", 1, 1, place="Ankara; an airport near Berlin")
    other = add_deal(both, "Part", "1991-01-01", "swap", 1, 1, place="Berlinka")
    other = add_deal(other, "Rest", "1992-01-01", "swap", 1, 1, place="NeuBerlin")
    cities = deals.locate_deals(other, other).set_index("name")["city"]
    assert cities["Two"] == "Ankara"
    assert cities[["Part", "Rest"]].isna().all()


def test_a_city_does_not_change_with_what_is_selected(five):
    alone = five[five["name"] == "Bridge"]
    assert deals.locate_deals(alone, five)["city"].tolist() == ["Berlin"]
    assert deals.locate_deals(alone, alone)["city"].isna().all()


def test_people_are_counted_by_place_in_the_order_of_first_use_those_of_no_place_last(located):
    counts = deals.count_freed_by_place(located)
    assert counts["city"].fillna("?").tolist() == ["Berlin", "Ankara", "?"]
    assert counts["deals"].tolist() == [2, 1, 1]
    assert counts["freed_by_russian_side"].tolist() == [7, 2, 1]
    assert counts["freed_by_us_side"].tolist() == [5, 1, 0]


def test_people_are_counted_by_place_and_year_and_those_let_go_for_nobody_among_them(located):
    cells = deals.count_freed_by_place_and_year(located)
    assert cells["year"].tolist() == [1974, 1985, 1986, 2024]
    assert cells["freed_by_russian_side"].tolist() == [1, 6, 1, 2]
    assert cells["alone_by_russian_side"].tolist() == [1, 0, 0, 0]
    assert cells["alone_by_us_side"].tolist() == [0, 0, 0, 0]


def test_places_sum_to_the_whole_whatever_the_order_of_rows(five, located):
    freed = deals.count_freed(five)
    for count in (deals.count_freed_by_place, deals.count_freed_by_place_and_year):
        counts = count(located)
        for side in deals.SIDES:
            assert counts[f"freed_by_{side}"].sum() == freed[f"freed_by_{side}"].sum()
        pd.testing.assert_frame_equal(count(located.iloc[::-1]), counts)
    pd.testing.assert_frame_equal(deals.locate_deals(five.iloc[::-1], five.iloc[::-1]), located)


def test_no_deal_and_one_deal_have_places_too(five):
    for few in (five.iloc[:0], five.iloc[:1]):
        located = deals.locate_deals(few, few)
        assert len(deals.count_freed_by_place(located)) == len(deals.count_freed_by_place_and_year(located)) == len(few)


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_squares_stand_on_the_line_of_their_place_and_year_above_or_below(located, wide):
    ax = draw(located, wide)
    across, down, _ = arrange_places(located, wide)
    east, west = read_squares(ax, "russian_side"), read_squares(ax, "us_side")
    assert (len(east), len(west)) == (10, 6)
    at = (across[1985], down["Berlin"]) if wide == WIDTH else (across["Berlin"], down[1985])
    for squares, step, people in ((east, -1, 6), (west, 1, 4)):
        block = [(x, y) for x, y, _ in squares if abs(x - at[0]) < 2.1 and abs(y - at[1]) < 3]
        assert len(set(block)) == people
        assert all(step * (y - at[1]) > 0 for _, y in block)
    alone = [(x, y) for x, y, pale in east + west if pale]
    unknown = (across[1974], down["not known"]) if wide == WIDTH else (across["not known"], down[1974])
    assert [x for x, _ in alone] == [unknown[0]]
    assert 0 < unknown[1] - alone[0][1] < 1
    told = set(read_texts(ax))
    assert {"Berlin", "Ankara", "not known", "1974", "1985", "1986", "2024", "6"} <= told
    assert {"2 swaps", "1 swap", "1 release"} <= told if wide == WIDTH else {"deals", "2", "1"} <= told


def test_a_place_of_swaps_and_releases_counts_both(five):
    more = add_deal(five, "Eta", "1987-01-01", "one_sided", 1, 0, place="Berlin", city="Berlin")
    more = add_deal(more, "Theta", "1988-01-01", "one_sided", 1, 0, place="Berlin", city="Berlin")
    assert "2 swaps,\n2 releases" in read_texts(draw(deals.locate_deals(more, more), WIDTH))


def test_the_other_places_of_a_deal_are_named_as_left_out(five):
    assert say_others(deals.locate_deals(five, five)) == ""
    more = add_deal(five, "Two", "1990-01-01", "swap", 1, 1, place="A border; US mission, West Berlin", city="Berlin")
    more = add_deal(more, "Three", "1991-01-01", "swap", 1, 1, place="Ankara, and an airport near Rome", city="Ankara")
    told = say_others(deals.locate_deals(more, more))
    assert told.endswith("so left out are: A border (1990), an airport near Rome (1991).")


def test_blocks_of_one_row_do_not_run_into_those_of_the_next(five):
    more = add_deal(five, "Many", "1987-01-01", "swap", 25, 10, place="Berlin", city="Berlin")
    more = add_deal(more, "Moscow", "1973-01-01", "swap", 5, 25, place="Moscow", city="Moscow")
    located = deals.locate_deals(more, more)
    for wide in (WIDTH, NARROW):
        ax = draw(located, wide)
        squares = [(x, y) for side in deals.SIDES for x, y, _ in read_squares(ax, side)]
        close = [
            (one, other)
            for number, one in enumerate(squares)
            for other in squares[number + 1 :]
            if abs(one[0] - other[0]) < 0.99 and abs(one[1] - other[1]) < 0.99
        ]
        assert close == []
        rows = sorted(arrange_places(located, wide)[1])
        assert all(any(row - 8 < y < row + 8 for row in rows) for _, y in squares)
        assert rows[1] - rows[0] > 7 + 2  # the 25 of the first row stand seven deep below its line


def test_words_beside_a_row_stand_clear_of_its_blocks(located):
    ax = draw(located, WIDTH, notes={"Berlin": "words for Berlin", "Ankara": "words for Ankara"})
    across, down, _ = arrange_places(located, WIDTH)
    notes = {text.get_text().replace("\n", " "): text for text in ax.texts}
    berlin, ankara = notes["words for Berlin"], notes["words for Ankara"]
    assert berlin.xy[0] > across[1986] + 2 and berlin.get_ha() == "left"
    assert ankara.xy[0] < across[2024] - 2 and ankara.get_ha() == "right"
    assert (berlin.xy[1], ankara.xy[1]) == (down["Berlin"], down["Ankara"])


def test_on_the_narrow_page_the_words_of_a_move_stand_under_all_rows(located):
    ax = draw(located, NARROW, notes={"Berlin": "words for Berlin", "Ankara": "words for Ankara"})
    at = {text.get_text(): text.get_position()[1] for text in ax.texts if text.get_text().startswith("words")}
    assert max(arrange_places(located, NARROW)[1]) < at["words for Berlin"] < at["words for Ankara"] <= ax.get_ylim()[0]


def test_a_move_needs_most_swaps_in_one_city_first_and_most_in_third_states_later(located):
    finding, notes = find_move(located, {"turkey"})
    assert finding == "Swaps up to 1986 were mostly in Berlin, since 2024 mostly in Ankara"
    assert notes == {
        "Berlin": "2 of the 2 swaps up to 1986 were in Berlin",
        "Ankara": "1 of the 1 swaps since 2024 were in Ankara, in states that freed nobody",
    }
    assert find_move(located, set()) is None
    assert find_move(located.assign(city=located["city"].where(located["year"] != 1985)), {"turkey"}) is None
    assert find_move(located[located["year"] > 1990], {"turkey"}) is None
    assert find_move(located[located["year"] < 1990], {"turkey"}) is None


def test_words_of_a_move_say_where_the_others_were(five):
    more = add_deal(five, "Third", "2024-09-01", "swap", 1, 1, place="Ankara airport", city="Ankara")
    more["place_country"] = more["place_country"].mask(more["place_city"] == "Ankara", "turkey")
    more = add_deal(more, "Rest", "2025-01-01", "swap", 1, 1, place="Moscow", city="Moscow")
    notes = find_move(deals.locate_deals(more, more), {"turkey"})[1]
    assert notes["Ankara"] == (
        "2 of the 3 swaps since 2024 were in Ankara, in states that freed nobody; the other in Moscow"
    )


def test_the_sentence_tells_a_move_or_counts_cities_and_of_a_selection_deals(located):
    moved = find_move(located, {"turkey"})
    assert describe_places(located, moved) == "Swaps up to 1986 were mostly in Berlin, since 2024 mostly in Ankara"
    assert describe_places(located, None) == "In four deals people changed hands in two cities"
    assert describe_places(located.iloc[[0]], None) == "In one deal people changed hands at places not known"
    assert describe_places(located, moved, "In four deals (x y): ") == (
        "In four deals (x y): two in Berlin, one in Ankara and one at a place not known."
    )


def test_a_selection_tells_no_move_and_a_bridge_is_said_to_count_as_its_city(record):
    record.exchanges.loc[0, ["place", "place_city"]] = ["Glienicke Bridge between Potsdam and East Ankara", None]
    whole, part = pictures.places(record), pictures.places(record.where(side="russian_side"))
    assert "Ankara includes Glienicke Bridge between Potsdam and East Ankara." in whole.papers["unit"]
    assert "mostly" not in part.finding
    assert part.finding.endswith("two in Ankara.")


def test_words_of_a_move_stand_over_the_whole_record_alone(record):
    whole, part = pictures.places(record), pictures.places(record.where(side="russian_side"))
    assert whole.finding == "Swaps up to 1986 were mostly in Berlin, since 2024 mostly in Ankara"
    assert "1 of the 1 swaps" in whole.papers["alt"]
    assert "swaps" not in part.papers["alt"]
    assert not any("swaps" in text for text in read_texts(part.figure.axes[0]))


def test_a_selection_knows_the_cities_of_the_whole_record(record):
    record.exchanges.loc[0, ["place", "place_city"]] = ["A bridge near Ankara", None]
    assert pictures.places(record.where(deals_made=1986)).finding.endswith("one in Ankara.")


def test_deals_of_no_place_are_drawn_not_left_out(located, record):
    picture = pictures.places(record)
    assert picture.papers["shown"] == picture.papers["of"] == 2
    assert "not known" in arrange_places(located, WIDTH)[1].index
