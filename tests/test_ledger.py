"""Who for whom: the balance of the six people and two deals of conftest.py, worked by hand."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.measures import deals, ledger
from analysis.pictures import marks
from analysis.pictures.ledger import describe_handed, describe_ledger, plot_handed, plot_ledger
from analysis.pictures.sheets import describe_balance, plot_balance

mpl.use("agg")
UNTIL = pd.Timestamp("2024-12-31")
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


def read_squares(ax, side):
    hues = [(to_hex(marks_.get_edgecolor()[0]), marks_.get_offsets()) for marks_ in ax.collections]
    return [tuple(place) for hue, places in hues if hue == marks.COLOUR[side].lower() for place in places]


def test_the_balance_holds_everyone_freed_in_order_of_deal_and_side(balance):
    assert balance["detainee_id"].tolist() == ["alpha-ann", "beta-bob", "gamma-gil", "delta-dan", "eta-eve"]
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


def test_the_receiver_is_told_apart_by_its_part_in_the_deal(balance):
    assert balance.set_index("detainee_id")["handed_to"].to_dict() == {
        "gamma-gil": "principal",
        "delta-dan": "partner",  # Germany let Eve go in the same deal
        "alpha-ann": "other",  # the United Kingdom let nobody go
        "beta-bob": "principal",
        "eta-eve": "not_public",
    }


def test_a_state_that_freed_somebody_in_another_deal_is_no_partner(record, detainees):
    moved = change(detainees, "alpha-ann", received_by="germany")
    handed = ledger.select_balance(moved, record.exchanges, UNTIL).set_index("detainee_id")["handed_to"]
    assert handed["alpha-ann"] == "other"


def test_someone_sent_back_to_their_own_side_was_not_handed_to_the_principal(record, detainees):
    moved = change(detainees, "gamma-gil", received_by="russia")
    handed = ledger.select_balance(moved, record.exchanges, UNTIL).set_index("detainee_id")["handed_to"]
    assert handed["gamma-gil"] == "other"


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


def test_people_are_counted_by_receiving_state(balance):
    counts = ledger.count_handed(balance)
    assert list(counts.itertuples(index=False, name=None)) == [
        ("principal", "united_states", 1, 0),
        ("principal", "soviet_union", 0, 1),
        ("partner", "germany", 1, 0),
        ("other", "united_kingdom", 1, 0),
        ("not_public", "not_public", 0, 1),
    ]


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


def test_one_deal_in_words_for_one_and_many():
    assert describe_balance(totals(*deal("A", (1, 0, 0.0), (0, 0, 0.0)))) == (
        "A: one person freed by the Russian side (no term to serve) and nobody freed by the US side."
    )
    assert describe_balance(totals(*deal("A", (16, 13, 101.2), (8, 4, 22.6)))) == (
        "A: 16 people freed by the Russian side (101 years left among 13) and eight freed by the US side (23 years left among "
        "four)."
    )


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


def test_receivers_in_words_for_none_one_and_many():
    columns = ["handed_to", "russian_side", "us_side"]
    assert describe_handed(pd.DataFrame([("not_public", 2, 0)], columns=columns)) == ("No receiving state is public.")
    assert describe_handed(pd.DataFrame([("principal", 1, 0)], columns=columns)) == (
        "Not handed to the United States: none of 1 freed by the Russian side."
    )
    rows = [("principal", 3, 4), ("partner", 2, 0), ("other", 1, 1), ("not_public", 9, 9)]
    assert describe_handed(pd.DataFrame(rows, columns=columns)) == (
        "Not handed to the United States: three of 6 freed by the Russian side; not handed to Moscow: one of 5 freed by the US "
        "side."
    )
    assert describe_handed(pd.DataFrame(rows[1:2], columns=columns), "Of two people: ") == (
        "Of two people: not handed to the United States: two of 2 freed by the Russian side."
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


def test_a_balance_sheet_sets_names_face_to_face_with_their_years(record, balance, ax):
    words = {column: record.label("detainees", column) for column in ["charge_type", "sentence_kind", "received_by"]}
    plot_balance(balance[balance["exchange_id"] == "2024-08-gamma"], words, ax=ax)
    placed = {text.get_text(): text.get_position()[0] for text in ax.texts}
    assert placed["Gil Gamma"] < 0 < placed["Eve Eta"]
    assert placed["espionage, 16 y, 1.3 served"] < 0
    assert {"handed to: United States", "handed to: Germany", "receiving state not public"} <= set(placed)
    assert {"14.7", "death", "life", "2 named", "1 named", "15 years + death", "– + life"} <= set(placed)
    (bar,) = ax.patches
    assert bar.get_width() < 0  # Gil's, to the left


def test_receivers_are_drawn_a_square_a_person(record, balance, ax):
    plot_handed(ledger.count_handed(balance), record.label("detainees", "received_by"), ax=ax)
    words = [text.get_text() for text in ax.texts]
    assert len(read_squares(ax, "russian_side")) == 3
    assert len(read_squares(ax, "us_side")) == 2
    assert {"United Kingdom", "state not named", "ANOTHER PARTY TO THE DEAL"} <= set(words)
