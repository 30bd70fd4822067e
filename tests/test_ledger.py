"""Who for whom: the balance of the six people and two deals of conftest.py, worked by hand."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.measures import deals, ledger
from analysis.pictures import marks
from analysis.pictures.ledger import (
    describe_years_left,
    find_spying,
    place_rows,
    plot_years_left,
    say_settled,
    wrap_name,
    years_left,
)
from analysis.pictures.page import MARGIN, NARROW, WIDTH

mpl.use("agg")
UNTIL = pd.Timestamp("2024-12-31")
PAGES = pytest.mark.parametrize("wide", [WIDTH, NARROW])
GIL, BOB = 16 - 491 / 365.25, 10 - 44 / 365.25  # years left; Bob was arrested on some day of August 1986: 29 to 59 days
RECEIVED = {
    "alpha-ann": "united_kingdom",
    "beta-bob": "soviet_union",
    "gamma-gil": "united_states",
    "delta-dan": "germany",
}


@pytest.fixture
def detainees(record):
    people = record.detainees.copy()
    known = people["detainee_id"].map(RECEIVED)
    people["received_by"] = known.astype(people["received_by"].dtype)
    return people


@pytest.fixture
def balance(record, detainees):
    return ledger.select_balance(detainees, record.exchanges, UNTIL)


@pytest.fixture
def ax():
    return Figure(figsize=(6.5, 5)).add_axes((0, 0, 1, 1))


def change(detainees, person, **values):
    changed = detainees.copy()
    changed.loc[changed["detainee_id"] == person, list(values)] = list(values.values())
    return changed


def make_axes(wide):
    return Figure(figsize=(wide, 9)).add_axes((MARGIN / wide, 0.02, 1 - 2 * MARGIN / wide, 0.96))


def read_hollow(ax, side):
    """Places of the hollow squares of one side."""
    return [
        tuple(map(float, place))
        for squares in ax.collections
        if to_hex(squares.get_edgecolor()[0]) == marks.COLOUR[side].lower()
        and to_hex(squares.get_facecolor()[0]) == "#ffffff"
        for place in squares.get_offsets()
    ]


def read_blocks(ax, side):
    """The blocks of one side: where each begins and how long it is, points."""
    return [
        (bar.get_x(), bar.get_width())
        for bar in ax.patches
        if to_hex(bar.get_facecolor()) == marks.COLOUR[side].lower()
    ]


def test_the_balance_holds_everyone_freed_in_order_of_deal_and_side(balance):
    assert balance["detainee_id"].tolist() == ["alpha-ann", "beta-bob", "delta-dan", "gamma-gil", "eta-eve"]
    assert balance["exchange_id"].tolist() == ["1986-09-alpha-beta"] * 2 + ["2024-08-gamma"] * 3
    assert balance["side"].tolist() == ["russian_side", "us_side", "russian_side", "russian_side", "us_side"]


def test_sentence_time_served_and_what_was_left_stand_side_by_side(balance):
    rows = balance.set_index("detainee_id")
    assert rows.loc["gamma-gil", "sentence_years"] == 16
    assert rows.loc["gamma-gil", "served_years_min"] == pytest.approx(491 / 365.25)
    assert rows.loc["gamma-gil", "left_years"] == pytest.approx(GIL)
    assert rows.loc["beta-bob", ["served_years_min", "served_years_max"]].tolist() == pytest.approx(
        [29 / 365.25, 59 / 365.25]
    )
    assert pd.isna(rows.loc["alpha-ann", "sentence_years"])  # untried
    assert rows.loc[["delta-dan", "eta-eve"], "left_years"].isna().all()  # death and life have no length


def test_totals_say_how_many_people_they_rest_on(record, balance):
    summary = ledger.summarise_balance(balance, record.exchanges)
    assert summary["side"].tolist() == ["russian_side", "us_side"] * 2
    assert summary["freed"].tolist() == [1, 1, 2, 1]
    assert summary["named"].tolist() == [1, 1, 2, 1]
    assert summary["terms"].tolist() == [0, 1, 1, 0]
    assert summary["death"].tolist() == [0, 0, 1, 0]
    assert summary["life"].tolist() == [0, 0, 0, 1]
    assert summary["unknown"].tolist() == [1, 0, 0, 0]  # Ann had not been tried
    assert summary["settled"].tolist() == [0, 0, 0, 0]
    assert summary["sentence_years"].tolist() == [0, 10, 16, 0]
    assert summary["left_years"].tolist() == pytest.approx([0, BOB, GIL, 0])


def test_a_death_sentence_that_became_a_term_counts_with_its_years(record, detainees):
    commuted = change(detainees, "delta-dan", sentence_months_final=180)
    summary = ledger.summarise_balance(ledger.select_balance(commuted, record.exchanges, UNTIL), record.exchanges)
    gamma = summary.iloc[2]
    assert (gamma["terms"], gamma["death"], gamma["sentence_years"]) == (2, 0, 31)


@pytest.mark.parametrize("kind", ["time_served", "suspended"])
def test_who_had_nothing_left_to_serve_is_known_and_told_apart_from_the_unknown(record, detainees, kind):
    let_off = change(detainees, "alpha-ann", sentence_kind=kind)
    first = ledger.summarise_balance(ledger.select_balance(let_off, record.exchanges, UNTIL), record.exchanges).iloc[0]
    assert (first["settled"], first["unknown"], first["terms"], first["left_years"]) == (1, 0, 0, 0)


def test_a_term_that_had_run_out_and_people_without_a_name_are_unknown(record, detainees):
    exchanges = record.exchanges.copy()
    exchanges.loc[1, "freed_by_russian_side"] = 7
    exiled = change(detainees, "beta-bob", after_term="exile")
    summary = ledger.summarise_balance(ledger.select_balance(exiled, exchanges, UNTIL), exchanges)
    assert summary["unknown"].tolist() == [1, 1, 5, 0]
    assert summary["left_years"].tolist() == pytest.approx([0, 0, GIL, 0])


def test_everybody_freed_is_in_one_of_the_five_kinds(whole):
    told = deals.count_freed(whole.exchanges)
    summary = ledger.summarise_balance(ledger.select_balance(whole.detainees, whole.exchanges, UNTIL), whole.exchanges)
    kinds = summary[["terms", "settled", "life", "death", "unknown"]].sum(axis=1)
    assert (kinds == summary["freed"]).all()
    assert summary["freed"].sum() == told[["freed_by_russian_side", "freed_by_us_side"]].to_numpy().sum()


def test_the_order_of_rows_changes_no_balance_and_no_total(whole):
    frames = whole.detainees, whole.exchanges
    mixed = [frame.sample(frac=1, random_state=4).reset_index(drop=True) for frame in frames]
    sorted_, shuffled = (ledger.select_balance(*of, UNTIL) for of in (frames, mixed))
    pd.testing.assert_frame_equal(shuffled, sorted_)
    totals = [ledger.summarise_balance(*of) for of in ((sorted_, frames[1]), (shuffled, mixed[1]))]
    pd.testing.assert_frame_equal(*totals)


@pytest.mark.parametrize(("people", "number"), [(0, 2), (6, 0), (0, 0), (1, 1)])
def test_frames_with_nothing_or_one_row_in_them_are_summarised_too(record, detainees, people, number):
    exchanges = record.exchanges.head(number)
    balance = ledger.select_balance(detainees.head(people), exchanges, UNTIL)
    summary = ledger.summarise_balance(balance, exchanges)
    assert len(summary) == 2 * number
    assert summary["named"].sum() == min(people, number)


def test_the_ledger_leaves_the_frames_as_they_were(record, detainees):
    before = detainees.copy()
    balance = ledger.select_balance(detainees, record.exchanges, UNTIL)
    ledger.summarise_balance(balance, record.exchanges)
    assert detainees.equals(before)


def totals(*rows):
    columns = ["exchange_id", "deal", "side", "freed", "terms", "left_years"]
    frame = pd.DataFrame(rows, columns=columns).assign(settled=0, life=0, death=0, year=1979)
    return frame.assign(side=pd.Categorical(frame["side"], deals.SIDES, ordered=True))


def deal(name, east, west):
    return [(name, name, "russian_side", *east), (name, name, "us_side", *west)]


def test_years_in_words_name_the_deal_that_makes_up_most_of_one_side():
    none = totals(*deal("A", (1, 0, 0.0), (0, 0, 0.0)))
    assert describe_years_left(none) == "No years left to serve are known"
    years = "the known years the US side gave up"
    many = totals(*deal("A", (3, 3, 30.0), (2, 2, 98.0)), *deal("B", (3, 3, 30.0), (9, 8, 97.0)))
    assert describe_years_left(many) == f"Two people freed in 1979 account for half {years}"
    spies = {("A", "us_side")}
    assert describe_years_left(many, spying=spies) == f"Two convicted spies freed in 1979 account for half {years}"
    most = totals(*deal("A", (3, 3, 30.0), (1, 1, 40.0)), *deal("B", (3, 3, 40.0), (9, 8, 10.0)))
    assert describe_years_left(most) == f"One person freed in 1979 accounts for 80% of {years}"
    assert describe_years_left(most, spying=spies).startswith("One convicted spy freed in 1979 accounts")


def test_years_of_a_selection_in_words_say_of_how_many_they_are_known():
    two = totals(*deal("A", (3, 1, 5.0), (1, 1, 7.4)), *deal("B", (12, 1, 2.0), (2, 0, 0.0)))
    which, told = "In two deals (x y): ", "In two deals (x y), left to serve: "
    assert describe_years_left(two, which) == (
        f"{told}7 years, known of two of 15 people freed by the Russian side and 7 years, known of one of three "
        "people freed by the US side."
    )
    one_sided = totals(*deal("A", (1, 0, 0.0), (0, 0, 0.0)))
    assert describe_years_left(one_sided, which) == (f"{told}nothing known of one person freed by the Russian side.")


@PAGES
def test_a_block_is_as_long_as_the_years_left_and_hollow_squares_are_the_unknown(record, balance, wide):
    exchanges = record.exchanges.copy()
    exchanges.loc[1, "freed_by_russian_side"] = 7
    ax = plot_years_left(ledger.summarise_balance(balance, exchanges), balance, ax=make_axes(wide))
    (east,), (west,) = read_blocks(ax, "russian_side"), read_blocks(ax, "us_side")
    assert abs(east[1]) / GIL == pytest.approx(abs(west[1]) / BOB)  # one scale
    assert east[0] == west[0]  # where the bars begin
    assert (east[1] < 0 < west[1]) == (wide == WIDTH)  # on the narrow page both go to the right
    assert len(read_hollow(ax, "russian_side")) == 6  # Ann, who was not tried, and five whom nobody names
    assert len(read_hollow(ax, "us_side")) == 0
    words = {text.get_text() for text in ax.texts}
    assert {"15 + death", "1 of 7", "10", "1 of 1", "life", "0 of 1", "1986", "Alpha for Beta"} <= words
    assert {"Together", "1 of 8 people", "1 of 2 people"} <= words


def test_blocks_of_one_side_stand_end_to_end_the_longest_first(record, detainees):
    people = change(detainees, "delta-dan", sentence_kind="term", sentence_months=120)
    balance = ledger.select_balance(people, record.exchanges, UNTIL)
    ax = plot_years_left(ledger.summarise_balance(balance, record.exchanges), balance, ax=make_axes(WIDTH))
    (first, long), (second, short) = read_blocks(ax, "russian_side")
    assert second == pytest.approx(first + long)
    assert long < short < 0
    assert "24" in {text.get_text() for text in ax.texts}  # 14.7 and 9.2


@PAGES
def test_nothing_left_to_serve_is_a_0_that_is_known(record, detainees, wide):
    balance = ledger.select_balance(
        change(detainees, "alpha-ann", sentence_kind="time_served"), record.exchanges, UNTIL
    )
    ax = plot_years_left(ledger.summarise_balance(balance, record.exchanges), balance, ax=make_axes(wide))
    words = [text.get_text() for text in ax.texts]
    assert "0" in words
    assert words.count("1 of 1") == 2  # Ann and Bob
    assert read_hollow(ax, "russian_side") == []


def test_spies_are_only_those_all_convicted_of_spying(record, detainees):
    both = change(detainees, "delta-dan", sentence_kind="term", sentence_months=120)
    assert find_spying(ledger.select_balance(both, record.exchanges, UNTIL)) == {("1986-09-alpha-beta", "us_side")}
    both = change(both, "delta-dan", charge_type="espionage")
    assert ("2024-08-gamma", "russian_side") in find_spying(ledger.select_balance(both, record.exchanges, UNTIL))


@PAGES
def test_squares_of_the_unknown_stand_outside_the_number_of_the_known(record, balance, wide):
    exchanges = record.exchanges.copy()
    exchanges.loc[1, "freed_by_russian_side"] = 7
    ax = plot_years_left(ledger.summarise_balance(balance, exchanges), balance, ax=make_axes(wide))
    assert {"years left", "known for"} <= {text.get_text() for text in ax.texts}
    if wide == WIDTH:
        squares = read_hollow(ax, "russian_side")
        for text in ax.texts:
            if text.get_text() in ("0 of 1", "1 of 7"):
                left = ax.transData.inverted().transform(text.get_window_extent().p0)[0]
                beside = [at for at, row in squares if abs(row - text.get_position()[1]) < 14]
                assert beside and max(beside) < left


def test_a_long_name_takes_the_lines_it_needs_and_pushes_what_is_under_it(record, balance):
    exchanges = record.exchanges.copy()
    exchanges.loc[0, "name"] = "Some Body and three for the Other Bodies and three and more"
    summary = ledger.summarise_balance(balance, exchanges)
    short, long = (place_rows(of)[0] for of in (ledger.summarise_balance(balance, record.exchanges), summary))
    assert long["2024-08-gamma"] - short["2024-08-gamma"] == pytest.approx(11.4)
    ax = plot_years_left(summary, balance, ax=make_axes(NARROW))
    words = {text.get_text(): text.get_position()[1] for text in ax.texts}
    first, last = (words[line] for line in wrap_name(exchanges.loc[0, "name"], (NARROW - 2 * MARGIN) * 72))
    assert last - first == pytest.approx(11.4)
    assert last < words["10"] - 4


def test_how_many_count_as_0_is_said_by_side():
    assert say_settled(totals(*deal("A", (1, 1, 1.0), (1, 1, 1.0)))) == ""
    some = totals(*deal("A", (3, 1, 1.0), (9, 1, 1.0))).assign(settled=[0, 2])
    assert say_settled(some) == "; time served or suspended counts as 0 (two freed by the US side)"


def test_where_one_side_freed_nobody_it_is_said(record, balance):
    exchanges = record.exchanges.copy()
    exchanges.loc[0, "freed_by_us_side"] = 0
    ax = plot_years_left(ledger.summarise_balance(balance, exchanges), balance, ax=make_axes(WIDTH))
    assert [text.get_text() for text in ax.texts].count("nobody") == 1


def test_a_selection_shows_its_deals_whole(whole):
    papers = years_left(whole.where(charge_type="homicide")).papers
    assert papers["deals"] == ["2024-08-ankara"]
    assert len(papers["people"]) == 24
