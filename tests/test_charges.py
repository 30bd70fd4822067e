"""What people were held for, and what those freed in deals had been held for then and now: six people worked by hand."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.measures import charges, deals
from analysis.pictures import marks
from analysis.pictures.charges import charges_by_side, describe_charges, fit_columns, plot_charges
from analysis.pictures.eras import charges_then_and_now, describe_eras, join_counts, plot_eras
from analysis.pictures.page import NARROW, WIDTH

mpl.use("agg")
BEGINNING = "Of two people, held in 1986: "
ERAS = list(deals.ERAS)
PAGES = pytest.mark.parametrize("wide", [WIDTH, NARROW])


@pytest.fixture
def older(record):
    """The small record with the first deal in 1963, and four more people freed in it whom nobody names."""
    exchanges = record.exchanges.copy()
    exchanges.loc[0, "year"], exchanges.loc[0, "freed_by_russian_side"] = 1963, 5
    return exchanges


def make_axes(wide):
    return Figure(figsize=(wide, 9)).add_axes((0.02, 0.02, 0.96, 0.96))


def read_squares(ax, side, face):
    """Places of the squares of one side whose face has that colour."""
    return [
        tuple(map(float, place))
        for squares in ax.collections
        if to_hex(squares.get_edgecolor()[0]) == marks.COLOUR[side].lower()
        and to_hex(squares.get_facecolor()[0]) == face[side].lower()
        for place in squares.get_offsets()
    ]


def read_texts(ax):
    return [text.get_text() for text in ax.texts]


def shuffle(frame):
    return frame.sample(frac=1, random_state=4).reset_index(drop=True)


def test_charges_are_counted_by_side_and_by_whether_a_deal_freed_the_person(record):
    counts = charges.count_charges(record.detainees)
    assert list(counts.astype({"charge_type": "str"}).itertuples(index=False, name=None)) == [
        ("security", "espionage", 2, 1, 2, 1),
        ("security", "hijacking_terrorism", 1, 0, 1, 0),
        ("crime", "homicide", 0, 1, 0, 1),
        ("crime", "drugs", 1, 0, 0, 0),  # Zoe is still held
    ]


def test_rows_go_by_number_within_a_group_and_other_comes_last(record):
    people = pd.concat([record.detainees, record.detainees.tail(1), *[record.detainees.tail(1)] * 3], ignore_index=True)
    people.loc[7:, "charge_type"] = "other"
    people["charge_group"] = people["charge_group"].mask(people["charge_type"] == "other", "crime")
    counts = charges.count_charges(people)
    assert counts["charge_type"].tolist() == ["espionage", "hijacking_terrorism", "drugs", "homicide", "other"]
    assert counts["russian_side"].tolist()[-1] == 3


def test_an_era_is_that_of_the_deal_whenever_the_arrest_was(record, older):
    people = record.detainees.copy()
    people.loc[people["detainee_id"] == "alpha-ann", ["arrested_earliest", "arrested_latest"]] = pd.Timestamp(
        "1941-06-01"
    )
    counts = charges.count_freed_by_era(people, older).set_index(["era", "charge_group"])
    assert counts.loc[("until 1991", "security")].tolist() == [1, 1]
    assert counts.loc[("since 2022", "security")].tolist() == [2, 0]
    assert counts.loc[("since 2022", "crime")].tolist() == [0, 1]
    assert counts[deals.SIDES].to_numpy().sum() == 5  # Zoe is in no deal


def test_the_prisoner_arrested_in_1941_is_among_those_of_the_first_era(whole):
    papers = charges_then_and_now(whole).papers
    assert "ciszek-walter" in papers["people"]


def test_people_whom_nobody_names_are_counted_in_the_era_of_their_deal(record, older):
    unnamed = charges.count_unnamed_by_era(record.detainees, older)
    assert list(unnamed.itertuples(index=False, name=None)) == [
        ("until 1991", "not_named", 4, 0),
        ("1992–2021", "not_named", 0, 0),
        ("since 2022", "not_named", 0, 0),
    ]


def test_named_and_unnamed_are_together_the_published_totals_without_brokered_deals(whole):
    told = deals.count_freed(whole.exchanges)
    data = charges_then_and_now(whole).data
    assert data[deals.SIDES].sum().tolist() == told[["freed_by_russian_side", "freed_by_us_side"]].sum().tolist()
    assert data.groupby("era")["deals"].first().sum() == len(told)


def test_a_deal_that_was_only_brokered_frees_nobody_here(record):
    exchanges = record.exchanges.copy()
    exchanges.loc[0, "kind"] = "mediated"
    assert charges.count_freed_by_era(record.detainees, exchanges)[deals.SIDES].to_numpy().sum() == 3
    assert charges.count_unnamed_by_era(record.detainees, exchanges)[deals.SIDES].to_numpy().sum() == 0


def test_a_share_comes_with_the_exact_interval(record, older):
    shares = charges.measure_shares(charges.count_freed_by_era(record.detainees, older), "security").set_index("era")
    assert shares.index.tolist() == ["until 1991", "since 2022"]  # nobody was freed between
    assert shares[["of_group", "people"]].to_numpy().tolist() == [[2, 2], [2, 3]]
    assert shares.loc["since 2022", "share"] == pytest.approx(2 / 3)
    assert shares.loc["until 1991", ["low", "high"]].tolist() == pytest.approx([0.025**0.5, 1])  # as many as there are
    # low: the p for which two or three of three come with 2.5%, 3p² - 2p³ = 0.025; high: none or one or two with 2.5%
    low, high = shares.loc["since 2022", ["low", "high"]]
    assert 3 * low**2 - 2 * low**3 == pytest.approx(0.025)
    assert 1 - high**3 == pytest.approx(0.025)


def test_the_order_of_rows_changes_no_count(whole):
    people, exchanges = whole.detainees, whole.exchanges
    mixed = shuffle(people), shuffle(exchanges)
    assert charges.count_charges(mixed[0]).equals(charges.count_charges(people))
    assert charges.count_freed_by_era(*mixed).equals(charges.count_freed_by_era(people, exchanges))
    assert charges.count_unnamed_by_era(*mixed).equals(charges.count_unnamed_by_era(people, exchanges))
    assert charges.count_charges(people)[deals.SIDES].to_numpy().sum() == len(people)


@pytest.mark.parametrize(("people", "number"), [(0, 2), (6, 0), (0, 0), (1, 1)])
def test_frames_with_nothing_or_one_row_in_them_are_counted_too(record, people, number):
    detainees, exchanges = record.detainees.head(people), record.exchanges.head(number)
    assert charges.count_charges(detainees)[deals.SIDES].to_numpy().sum() == people
    counts = charges.count_freed_by_era(detainees, exchanges)
    assert counts[deals.SIDES].to_numpy().sum() == min(people, number)
    assert len(charges.measure_shares(counts, "security")) == min(people, number)
    assert len(charges.count_unnamed_by_era(detainees, exchanges)) == 3


@PAGES
def test_dark_squares_were_freed_in_a_deal_and_pale_ones_not(record, wide):
    ax = plot_charges(charges.count_charges(record.detainees), marks.CHARGE, ax=make_axes(wide))
    dark = {side: read_squares(ax, side, marks.COLOUR) for side in deals.SIDES}
    pale = {side: read_squares(ax, side, marks.PALE) for side in deals.SIDES}
    assert {side: len(places) for side, places in dark.items()} == {"russian_side": 4, "us_side": 3}  # one is the key's
    assert {side: len(places) for side, places in pale.items()} == {"russian_side": 2, "us_side": 0}
    assert max(x for x, _ in dark["russian_side"] + pale["russian_side"]) < min(x for x, _ in dark["us_side"])
    assert {"spying", "SECURITY", "drugs", "3 freed in a deal", "2 freed in a deal", "0 + 1"} <= {*read_texts(ax)}
    assert "POLITICS" not in read_texts(ax)
    assert "+ 1 Americans since 2010" in " ".join(read_texts(ax))


def test_a_line_of_the_narrow_page_is_ten_and_the_wide_page_has_one_line(whole):
    counts = charges.count_charges(whole.detainees).head(1)
    for wide, lines in ((WIDTH, [26]), (NARROW, [10, 10, 6])):
        ax = plot_charges(counts, marks.CHARGE, ax=make_axes(wide))
        places = [*read_squares(ax, "russian_side", marks.COLOUR), *read_squares(ax, "russian_side", marks.PALE)]
        rows = pd.Series([round(y) for _, y in places]).value_counts().sort_index()
        assert rows.tolist()[-len(lines) :] == lines  # above them stands the key


def test_columns_are_as_wide_as_both_sides_leave_room():
    pitch, middle = fit_columns(
        {"russian_side": [(4, 18)], "us_side": [(2, 18)]}, dict.fromkeys(deals.SIDES, 0), 50, 465, False
    )
    assert (pitch, middle) == (8.6, 232.5)
    rows = {"russian_side": [(30, 18), (1, 40)], "us_side": [(10, 18)]}
    pitch, middle = fit_columns(rows, dict.fromkeys(deals.SIDES, 0), 50, 465, False)
    assert middle - 50 - 18 - 30 * pitch > -0.01
    assert middle + 50 + 18 + 10 * pitch < 465.01
    assert pitch == pytest.approx(8.2)  # 465 points without two labels of 50 and two numbers of 18, among 40


@PAGES
def test_an_era_has_a_panel_with_a_square_a_person(record, older, wide):
    unnamed = charges.count_unnamed_by_era(record.detainees, older)
    ax = plot_eras(join_counts(record.detainees.dropna(subset="exchange_id"), older, unnamed), ax=make_axes(wide))
    hollow = {side: read_squares(ax, side, dict.fromkeys(deals.SIDES, "#ffffff")) for side in deals.SIDES}
    full = {side: read_squares(ax, side, marks.COLOUR) for side in deals.SIDES}
    assert {side: len(places) for side, places in full.items()} == {"russian_side": 3, "us_side": 2}
    assert {side: len(places) for side, places in hollow.items()} == {"russian_side": 4, "us_side": 0}
    assert {"until 1991", "since 2022", "one deal", "security", "not named", "100%", "67%"} <= {*read_texts(ax)}
    assert not {"politics", "1992–2021"} & {*read_texts(ax)}  # nobody is in them
    assert read_texts(ax).count("spying, treason,") == (
        1 if wide == WIDTH else 2
    )  # said in every panel of the narrow page
    old, new = sorted({round(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "o"})
    assert old != new


def counts(*rows):
    columns = ["charge_type", "russian_side", "us_side", "russian_side_freed", "us_side_freed"]
    return pd.DataFrame(rows, columns=columns)


LABELS = {"espionage": "spying", "drugs": "drugs", "cyber": "hacking", "treason": "treason", "dissent": "dissent"}


def test_charges_in_words_for_one_many_and_none():
    spying, treason, dissent = ("espionage", 9, 8, 7, 7), ("treason", 6, 0, 5, 0), ("dissent", 6, 0, 6, 0)
    start, end = "Spying charges ended in deals on both sides,", "only on the Russian side"
    assert describe_charges(counts(spying, treason), LABELS) == f"{start} treason {end}"
    assert describe_charges(counts(spying, treason, dissent), LABELS) == f"{start} treason and dissent {end}"
    numbers = "detentions by the Russian side and"
    assert describe_charges(counts(spying), LABELS) == f"9 {numbers} 8 detentions by the US side"
    few, held = ("treason", 6, 0, 4, 0), ("treason", 6, 1, 5, 0)  # too few freed, and one held by the other side
    for row in (few, held):
        assert "only" not in describe_charges(counts(spying, row), LABELS)


def test_charges_of_a_selection_are_counted_and_none_is_called_the_only_one():
    told = counts(
        ("espionage", 2, 3, 0, 0), ("drugs", 5, 0, 5, 0), ("cyber", 1, 0, 0, 0), ("treason", 1, 0, 0, 0), ("dissent", 1, 0, 0, 0)
    )  # fmt: skip
    assert describe_charges(told, LABELS, BEGINNING) == (
        f"{BEGINNING}by the Russian side: drugs 5, spying 2 and 3 others; by the US side: spying 3."
    )


def eras(*rows):
    return pd.DataFrame(rows, columns=["era", "charge_group", "russian_side", "us_side"])


def test_eras_in_words_say_only_what_the_intervals_tell_apart():
    old, middle = ("until 1991", "security", 20, 20), ("1992–2021", "security", 4, 10)
    rest, many = ("until 1991", "crime", 4, 3), ("since 2022", "security", 8, 4)
    now = eras(old, rest, middle, many, ("since 2022", "crime", 14, 8), ("until 1991", "not_named", 99, 0))
    assert describe_eras(now) == (
        "Before 2022 most people freed in deals faced security charges, since then only a third did"  # 12 of 34
    )
    near = eras(old, rest, middle, many, ("since 2022", "crime", 3, 1))  # 12 of 16
    assert describe_eras(near) == "66 of 77 people freed in deals faced security charges"
    assert describe_eras(eras(many)) == "12 of 12 people freed in deals faced security charges"


def test_eras_of_a_selection_are_counted():
    told = eras(("until 1991", "security", 2, 1), ("until 1991", "none", 0, 1), ("since 2022", "crime", 3, 0))
    assert (
        describe_eras(told, BEGINNING)
        == f"{BEGINNING}freed until 1991 security 3, no charge 1; freed since 2022 crime 3."
    )


def test_people_without_a_name_belong_to_a_selection_of_deals_and_to_none_of_people(whole):
    selected = whole.where(us_leader="Ronald Reagan")
    totals = selected.exchanges[["freed_by_us_side", "freed_by_russian_side"]].to_numpy().sum()
    assert charges_then_and_now(selected).papers["shown"] == totals
    assert "Hollow" in charges_then_and_now(selected).papers["unit"]
    people = charges_then_and_now(whole.where(us_leader="Ronald Reagan", side="us_side"))
    assert people.papers["shown"] == len(people.papers["people"]) == 10
    assert "Hollow" not in people.papers["unit"]


def test_brokered_deals_are_told_where_they_are_counted(whole):
    assert "five in deals that the US only brokered" in charges_by_side(whole).papers["unit"]
    assert "brokered" not in charges_by_side(whole.where(charge_type="drugs")).papers["unit"]


def test_who_has_no_charge_yet_on_an_early_day_is_counted_as_left_out(whole):
    early = whole.where(known_on="2025-02-11")
    uncoded = early.detainees["charge_type"].isna() & early.detainees["exchange_id"].notna()
    brokered = early.detainees["exchange_id"].isin(early.exchanges.query("kind == 'mediated'")["exchange_id"])
    papers = charges_then_and_now(early).papers
    assert papers["of"] - papers["shown"] == (uncoded & ~brokered).sum()
