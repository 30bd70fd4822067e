"""Who for whom: the balance of the six people and two deals of conftest.py, worked by hand."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.measures import deals, ledger
from analysis.pictures import marks
from analysis.pictures.ledger import describe_ledger, plot_ledger

mpl.use("agg")
UNTIL = pd.Timestamp("2024-12-31")
GIL, BOB = 16 - 491 / 365.25, 10 - 44 / 365.25  # years left; Bob was arrested on some day of August 1986: 29 to 59 days


@pytest.fixture
def detainees(record):
    return record.detainees.copy()


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


def read_squares(ax, side):
    hues = [(to_hex(marks_.get_edgecolor()[0]), marks_.get_offsets()) for marks_ in ax.collections]
    return [tuple(place) for hue, places in hues if hue == marks.COLOUR[side].lower() for place in places]


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
    assert summary["life_or_death"].tolist() == [0, 0, 1, 1]
    assert summary["sentence_years"].tolist() == [0, 10, 16, 0]
    assert summary["left_years"].tolist() == pytest.approx([0, BOB, GIL, 0])


def test_a_death_sentence_that_became_a_term_counts_with_its_years(record, detainees):
    commuted = change(detainees, "delta-dan", sentence_months_final=180)
    summary = ledger.summarise_balance(ledger.select_balance(commuted, record.exchanges, UNTIL), record.exchanges)
    gamma = summary.iloc[2]
    assert (gamma["terms"], gamma["life_or_death"], gamma["sentence_years"]) == (2, 0, 31)


def test_people_are_compared_always_and_years_only_where_everyone_had_a_term(record, detainees, balance):
    ratios = ledger.compare_sides(ledger.summarise_balance(balance, record.exchanges))
    assert ratios["people_ratio"].tolist() == [1.0, 2.0]
    assert ratios[["sentence_ratio", "left_ratio"]].isna().all(axis=None)
    tried = change(detainees, "alpha-ann", sentence_kind="term", sentence_months=60)
    whole = ledger.summarise_balance(ledger.select_balance(tried, record.exchanges, UNTIL), record.exchanges)
    alpha = ledger.compare_sides(whole).iloc[0]
    assert alpha["sentence_ratio"] == 0.5
    assert alpha["left_ratio"] == pytest.approx((5 - 30 / 365.25) / BOB)


def test_a_deal_with_nobody_in_return_has_no_ratio(record, balance):
    exchanges = record.exchanges.copy()
    exchanges.loc[0, "freed_by_us_side"] = 0
    ratios = ledger.compare_sides(ledger.summarise_balance(balance, exchanges))
    assert ratios["exchange_id"].tolist() == ["2024-08-gamma"]


def test_the_ledger_leaves_the_frames_as_they_were(record, detainees):
    before = detainees.copy()
    balance = ledger.select_balance(detainees, record.exchanges, UNTIL)
    ledger.compare_sides(ledger.summarise_balance(balance, record.exchanges))
    assert detainees.equals(before)


def totals(*rows):
    columns = ["exchange_id", "deal", "side", "freed", "terms", "left_years"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(side=pd.Categorical(frame["side"], deals.SIDES, ordered=True))


def deal(name, east, west):
    return [(name, name, "russian_side", *east), (name, name, "us_side", *west)]


def test_all_deals_in_words_for_none_with_two_sides_one_many_and_tie():
    assert describe_ledger(totals(*deal("A", (1, 1, 5.0), (0, 0, 0.0)))) == "Each one-sided, one person freed."
    assert describe_ledger(totals(*deal("A", (1, 0, 0.0), (1, 0, 0.0)))) == (
        "In one two-sided deal the Russian side freed as many in one."
    )
    many = totals(
        *deal("A", (3, 1, 5.0), (1, 1, 7.4)),
        *deal("B", (1, 1, 2.0), (2, 0, 0.0)),
        *deal("C", (9, 9, 90.0), (0, 0, 0.0)),
    )
    assert describe_ledger(many) == (
        "In two two-sided deals the Russian side freed more in one and fewer in one; left to serve: 7 years against 7."
    )


def test_deals_of_a_selection_in_words_begin_with_which():
    which, one_sided = "In two deals (x y): ", totals(*deal("A", (1, 1, 5.0), (0, 0, 0.0)))
    two = totals(*deal("A", (3, 1, 5.0), (1, 1, 7.4)), *deal("B", (1, 1, 2.0), (2, 0, 0.0)))
    assert describe_ledger(one_sided, which) == f"{which}each one-sided, one person freed."
    assert describe_ledger(two, which) == (
        f"{which}in two two-sided deals the Russian side freed more in one and fewer in one; left to serve: 7 years against 7."
    )


def test_the_summary_draws_a_square_a_person_and_a_bar_of_years_each_way(record, balance, ax):
    plot_ledger(ledger.summarise_balance(balance, record.exchanges), ax=ax)
    people, years, names = ax.child_axes
    assert len(read_squares(people, "russian_side")) == 3
    assert len(read_squares(people, "us_side")) == 2
    assert all(x < 0 for x, _ in read_squares(people, "russian_side"))
    assert [round(bar.get_width(), 3) for bar in years.patches] == [0, round(BOB, 3), round(-GIL, 3), 0]
    assert {"15 (1 of 2)", "10 (1 of 1)", "– (0 of 1)"} <= {text.get_text() for text in years.texts}
    assert len([line for line in years.lines if line.get_marker() in "<>"]) == 2  # one death, one life
    assert [text.get_text() for text in names.texts] == ["1986", "Alpha for Beta", "2024", "Gamma and others"]


def test_people_let_go_for_nobody_are_hollow(record, balance, ax):
    exchanges = record.exchanges.copy()
    exchanges.loc[0, "freed_by_us_side"] = 0
    plot_ledger(ledger.summarise_balance(balance, exchanges), ax=ax)
    faces = [to_hex(square.get_facecolor()[0]) for square in ax.child_axes[0].collections]
    assert faces.count("#ffffff") == 1
