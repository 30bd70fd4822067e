"""Who for whom, name by name: the six people and two deals of conftest.py, worked by hand; and the sheets of every deal."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.measures import whom
from analysis.pictures import marks, sheet_of_deal, who_for_whom
from analysis.pictures.marks import CHARGE
from analysis.pictures.page import LABEL, NARROW, NOTE, WIDTH, measure_word
from analysis.pictures.sheets import (
    describe_deal,
    describe_sentences,
    measure_sheet,
    plot_sheet,
    say_companions,
    say_left,
)
from analysis.pictures.whom import describe_largest, describe_swaps, fill_columns, fill_half, plot_swaps, say_when

mpl.use("agg")
UNTIL = pd.Timestamp("2024-12-31")
GIL = 16 - 491 / 365.25  # years left
BOB = [10 - 59 / 365.25, 10 - 29 / 365.25]  # arrested on some day of August 1986, freed on 29 September


@pytest.fixture
def freed(record):
    return whom.list_freed(record.detainees, record.exchanges, UNTIL)


@pytest.fixture
def labels(record):
    return {column: record.label("detainees", column) for column in ("charge_type", "custodian")}


def open_ax(width=WIDTH):
    return Figure(figsize=(width, 8)).add_axes((0.02, 0, 0.96, 1))


def add_unnamed(record, **totals):
    """The exchanges of the record, the second deal with other totals."""
    exchanges = record.exchanges.copy()
    exchanges.loc[1, list(totals)] = list(totals.values())
    return exchanges


def change(frame, person, **values):
    changed = frame.copy()
    changed.loc[changed["detainee_id"] == person, list(values)] = list(values.values())
    return changed


def read_squares(ax, side, *, hollow=False):
    """Places of the squares of one side, filled or hollow."""
    found = [drawn for drawn in ax.collections if to_hex(drawn.get_edgecolor()[0]) == marks.COLOUR[side].lower()]
    kept = [drawn for drawn in found if (to_hex(drawn.get_facecolor()[0]) == "#ffffff") == hollow]
    return [tuple(place) for drawn in kept for place in drawn.get_offsets()]


def read_places(ax):
    return {text.get_text(): text.get_position() for text in ax.texts}


def test_everybody_freed_stands_in_order_of_deal_side_and_charge(freed):
    assert freed["detainee_id"].tolist() == ["alpha-ann", "beta-bob", "gamma-gil", "delta-dan", "eta-eve"]
    assert freed["side"].tolist() == ["russian_side", "us_side", "russian_side", "russian_side", "us_side"]
    assert freed["custodian"].tolist() == ["soviet_union", "united_states", "russia", "belarus", "germany"]
    assert freed["place"].tolist() == ["Glienicke Bridge"] * 2 + ["Ankara airport"] * 3
    assert (freed["people"] == 1).all()


def test_what_was_left_is_a_range_where_the_arrest_has_no_day(freed):
    rows = freed.set_index("detainee_id")
    assert rows.loc["gamma-gil", ["left_years_min", "left_years_max"]].tolist() == pytest.approx([GIL, GIL])
    assert rows.loc["beta-bob", ["left_years_min", "left_years_max"]].tolist() == pytest.approx(BOB)
    assert rows.loc[["alpha-ann", "delta-dan", "eta-eve"], "left_years_max"].isna().all()  # untried, death, life


def test_a_term_that_had_run_out_leaves_the_rest_unknown_and_one_that_was_served_leaves_none(record):
    people = change(record.detainees, "gamma-gil", sentence_months=12)
    served = whom.list_freed(people, record.exchanges, UNTIL).set_index("detainee_id").loc["gamma-gil"]
    assert (served["left_years_min"], served["left_years_max"]) == (0, 0)
    assert say_left(served) == "12 months, all served"
    over = change(people, "gamma-gil", after_term="unknown")
    over = whom.list_freed(over, record.exchanges, UNTIL).set_index("detainee_id").loc["gamma-gil"]
    assert pd.isna(over["left_years_max"])
    assert say_left(over) == "12 months served, why still held is not known"


def test_people_without_a_public_name_make_up_the_total_of_their_side(record):
    freed = whom.list_freed(record.detainees, add_unnamed(record, freed_by_russian_side=5), UNTIL)
    hidden = freed[freed["name"].isna()]
    assert hidden[["exchange_id", "side", "people"]].to_numpy().tolist() == [["2024-08-gamma", "russian_side", 3]]
    assert freed.groupby("side", observed=True)["people"].sum().to_dict() == {"russian_side": 6, "us_side": 2}


def test_where_more_are_named_than_were_counted_nobody_is_taken_away(record):
    freed = whom.list_freed(record.detainees, add_unnamed(record, freed_by_russian_side=1), UNTIL)
    assert (freed["people"] == 1).all()
    freed = whom.list_freed(record.detainees, add_unnamed(record, freed_by_russian_side=pd.NA), UNTIL)
    assert len(freed) == 5


def test_the_people_of_the_whole_record_add_up_to_the_published_totals(whole):
    freed = whom.list_freed(whole.detainees, whole.exchanges, whole.data_through)
    sums = freed.groupby(["exchange_id", "side"], observed=True)["people"].sum()
    for deal in whole.exchanges.itertuples():
        for side in ("russian_side", "us_side"):
            assert sums.get((deal.exchange_id, side), 0) == getattr(deal, f"freed_by_{side}")


def test_a_place_that_is_not_told_is_its_city(record):
    exchanges = record.exchanges.assign(place=pd.Series([None, "Ankara airport"], dtype="str"))
    assert whom.list_freed(record.detainees, exchanges, UNTIL)["place"].iloc[0] == "Berlin"


def test_only_deals_in_which_both_sides_freed_somebody_are_swaps(record):
    exchanges = pd.concat([record.exchanges] * 2, ignore_index=True)
    exchanges["kind"] = exchanges["kind"].cat.codes.map(lambda _: None).astype(exchanges["kind"].dtype)
    for kind, number in (("swap", 1), ("multi_party", 1), ("one_sided", 0), ("mediated", 0)):
        one = exchanges.head(1).assign(kind=pd.Categorical([kind], exchanges["kind"].cat.categories, ordered=True))
        assert len(whom.select_swaps(one)) == number


def test_on_a_sheet_people_stand_by_custodian_then_life_death_and_the_most_left(record):
    people = record.detainees.assign(exchange_id="2024-08-gamma", custodian="russia", side="russian_side")
    people = people.astype({"custodian": record.detainees["custodian"].dtype, "side": record.detainees["side"].dtype})
    people = change(people, "alpha-ann", custodian="belarus", sentence_kind="life")
    arranged = whom.arrange_by_custodian(whom.list_freed(people, record.exchanges.tail(1), UNTIL))
    named = arranged.dropna(subset="name")
    order = ["eta-eve", "delta-dan", "gamma-gil", "beta-bob", "zeta-zoe", "alpha-ann"]
    assert named["detainee_id"].tolist() == order


def test_nothing_depends_on_the_order_of_rows(record, freed):
    shuffled = whom.list_freed(record.detainees.iloc[::-1], record.exchanges.iloc[::-1], UNTIL)
    assert shuffled.equals(freed)
    gamma = freed[freed["exchange_id"] == "2024-08-gamma"]
    assert whom.arrange_by_custodian(gamma.iloc[::-1]).equals(whom.arrange_by_custodian(gamma))
    assert whom.select_swaps(record.exchanges.iloc[::-1]).equals(whom.select_swaps(record.exchanges))


def test_empty_frames_and_single_rows_give_small_frames_and_stay_as_they_were(record):
    before = record.detainees.copy()
    nobody, no_deal = record.detainees.iloc[:0], record.exchanges.iloc[:0]
    assert whom.list_freed(nobody, no_deal, UNTIL).empty
    assert whom.list_freed(record.detainees, no_deal, UNTIL).empty
    assert whom.arrange_by_custodian(whom.list_freed(nobody, no_deal, UNTIL)).empty
    assert whom.select_swaps(no_deal).empty
    unnamed = whom.list_freed(nobody, record.exchanges, UNTIL)
    assert unnamed["people"].tolist() == [1, 1, 2, 1]
    assert unnamed["name"].isna().all()
    assert len(whom.list_freed(record.detainees.tail(2), record.exchanges.tail(1), UNTIL)) == 2
    assert record.detainees.equals(before)


def test_days_in_words_for_one_day_several_a_month_and_a_year():
    assert say_when("2024-08-01", float("nan")) == "1 August 2024"
    assert say_when("2025-02-11", "2025-02-13") == "11–13 February 2025"
    assert say_when("1978-04-23", "1978-05-01") == "23 April – 1 May 1978"
    assert say_when("2024-12-31", "2025-01-02") == "31 December 2024 – 2 January 2025"
    assert say_when("2024-08-01", "2024-08-01") == "1 August 2024"
    assert say_when("1974-08", None) == "August 1974"
    assert say_when("1974", None) == "1974"


def sentence(kind="term", months=None, least=None, most=None, after=None):
    values = [kind, months, least, most, after]
    return pd.Series(values, ["sentence_kind", "sentence_months", "left_years_min", "left_years_max", "after_term"])


def test_what_was_left_in_words_for_every_kind_of_sentence():
    assert say_left(sentence(months=192, least=10.6, most=10.6)) == "10.5 of 16 years left"
    assert say_left(sentence(months=180, least=11.6, most=12.6)) == "11.5–12.5 of 15 years left"
    assert say_left(sentence(months=180, least=11.6, most=11.7)) == "11.5 of 15 years left"
    assert say_left(sentence(months=180, least=11.5, most=11.7)) == "11.5 of 15 years left"
    assert say_left(sentence(months=158, least=9.8, most=9.8)) == "10 of 13 years left"
    assert say_left(sentence(months=108, least=0.1, most=0.1)) == "under 0.5 of 9 years left"
    assert say_left(sentence(months=18, least=0.5, most=0.5)) == "6 of 18 months left"
    assert say_left(sentence(months=19, least=0.0, most=0.0)) == "19 months, all served"
    assert say_left(sentence(months=108)) == "9 years, how much served is not known"
    assert say_left(sentence("death", 180, 6.1, 6.1)) == "6 of 15 years left, after a death sentence"
    assert say_left(sentence(months=60, after="exile")) == "5 years served, then in exile"
    assert [say_left(sentence(kind)) for kind in ("life", "death", "none_yet", "time_served", "suspended")] == [
        "life sentence", "death sentence", "not sentenced", "sentenced to the time served", "sentence suspended",
    ]  # fmt: skip
    assert [say_left(sentence(kind)) for kind in ("not_public", None)] == ["sentence not public", "sentence not known"]


def test_every_kind_of_sentence_and_of_what_came_after_has_its_words(whole):
    freed = whom.list_freed(whole.detainees, whole.exchanges, whole.data_through)
    assert not [row.name for row in freed.dropna(subset="name").itertuples() if say_left(row) == "sentence not known"]
    for after in whole.codes("detainees", "after_term"):
        assert " served, " in say_left(sentence(months=36, after=after))


def people(*rows):
    columns = ["exchange_id", "date", "end_date", "side", "name", "people"]
    return pd.DataFrame(rows, columns=columns)


def test_swaps_in_words_for_the_whole_and_for_a_selection():
    two = people(
        ("a", "1962-02-10", None, "russian_side", "A", 1),
        ("a", "1962-02-10", None, "russian_side", None, 25),
        ("b", "2010-07-09", None, "us_side", "B", 1),
    )
    assert describe_swaps(two) == "Who was freed for whom since 1962: 26 people by the Russian side, 1 by the US side"
    assert describe_swaps(two, "In two deals (x y): ") == (
        "In two deals (x y): the Russian side freed 26 people, the US side one."
    )
    assert describe_swaps(two[2:], "In x: ") == "In x: the Russian side freed none, the US side one person."
    assert describe_largest(two) == "The most in one deal were 26, on 10 February 1962; 25 of them have no public name."
    assert describe_largest(two[2:]) == "The most in one deal were 1, on 9 July 2010."


def test_one_deal_in_words_for_many_one_and_nobody_in_return():
    both = people(("a", "2024", None, "russian_side", "A", 16), ("a", "2024", None, "us_side", "B", 8))
    assert describe_deal("Ankara", both) == "Ankara, 2024: the Russian side freed 16 people for eight"
    assert describe_deal("Deal of 2024-08-01", both).startswith("Deal of 2024-08-01: the Russian")
    name = "Somebody and three for the Others and three whose names are long"
    assert describe_deal(name, both) == f"{name}, 2024: 16 people for eight"
    assert describe_deal("X", both[1:]) == "X, 2024: the US side freed eight people, for nobody known in return"


def test_the_description_of_a_sheet_names_life_death_and_the_longest_left(record, freed):
    gamma = freed[freed["exchange_id"] == "2024-08-gamma"]
    assert describe_sentences(gamma) == (
        "Held by three states; under a life sentence: Eve Eta; under a death sentence: Dan Delta; longest term left: "
        "Gil Gamma, 14.5 of 16 years left."
    )
    assert describe_sentences(gamma[:0].reindex([0])) == "Held by no states."


@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_a_swap_is_drawn_with_a_square_a_person_and_the_names_facing_each_other(record, labels, width):
    freed = whom.list_freed(record.detainees, add_unnamed(record, freed_by_russian_side=16), UNTIL)
    ax = plot_swaps(freed, labels["charge_type"], ax=open_ax(width))
    assert len(read_squares(ax, "russian_side")) == 3
    assert len(read_squares(ax, "us_side")) == 2
    assert len(read_squares(ax, "russian_side", hollow=True)) == 14
    assert read_squares(ax, "us_side", hollow=True) == []
    words = [text.get_text() for text in ax.texts]
    at = read_places(ax)
    spines = [line.get_xdata()[0] for line in ax.lines if line.get_xdata()[0] == line.get_xdata()[1]]
    assert len(spines) == 2
    assert at["Ann Alpha"][0] < spines[0] < at["Bob Beta"][0]
    assert at["Gil Gamma"][0] < spines[1] < at["Eve Eta"][0]
    assert at["Ann Alpha"][1] == at["Bob Beta"][1]
    assert {"29 September 1986", "Glienicke Bridge", "1–2 August 2024", "Ankara airport"} <= set(words)
    assert [words.count(count) for count in ("16", "1", ":")] == [1, 3, 2]
    assert (
        " ".join(words[words.index("and 14 whose names") :][:2] if width == NARROW else words).count("not public") == 1
    )


def test_a_charge_stands_above_the_people_held_on_it_and_once_for_all_of_them(record, labels):
    ax = plot_swaps(whom.list_freed(record.detainees, record.exchanges, UNTIL), labels["charge_type"], ax=open_ax())
    at = read_places(ax)
    assert at["hijacking or terrorism"][1] < at["Dan Delta"][1]
    assert at["espionage"][1] < at["Gil Gamma"][1] < at["hijacking or terrorism"][1]
    same = change(record.detainees, "delta-dan", charge_type="espionage")
    ax = plot_swaps(whom.list_freed(same, record.exchanges.tail(1), UNTIL), labels["charge_type"], ax=open_ax())
    assert [text.get_text() for text in ax.texts].count("espionage") == 1


def test_columns_break_at_the_longest_silence_and_one_deal_has_one_column(whole):
    picture = who_for_whom(whole)
    labels = whole.label("detainees", "charge_type")
    columns, *_ = fill_columns(picture.data, labels, 465)
    assert sum(len(column) for column in columns) == 16
    years = [int(deal.when[-4:]) for column in columns for deal in column[:-1]]
    assert int(columns[1][0].when[-4:]) - int(columns[0][-1].when[-4:]) > 10, years
    assert [len(column) for column in fill_columns(picture.data, labels, 223)[0]] == [16]
    one = picture.data[picture.data["exchange_id"] == "2024-08-ankara"]
    assert [len(column) for column in fill_columns(one, labels, 465)[0]] == [1]


@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_a_sheet_sets_names_under_their_custodian_with_charge_and_years_left(record, freed, labels, width):
    gamma = whom.arrange_by_custodian(freed[freed["exchange_id"] == "2024-08-gamma"])
    ax = plot_sheet(gamma, labels, ax=open_ax(width))
    at = read_places(ax)
    assert {"1–2 August 2024", "Ankara airport", "2 freed by the Russian side", "1 freed by the US side"} <= set(at)
    assert {"14.5 of 16 years left", "death sentence", "life sentence", "espionage", "homicide"} <= set(at)
    assert at["held by Belarus"][1] < at["Dan Delta"][1] < at["death sentence"][1]
    assert at["held by Russia"][1] < at["Gil Gamma"][1] < at["14.5 of 16 years left"][1]
    assert at["held by Germany"][1] < at["Eve Eta"][1]
    (bar,) = ax.patches[:1]
    drawn = [patch for patch in ax.patches if type(patch).__name__ == "Rectangle"]
    assert len(drawn) == 1  # Gil's
    assert (bar.get_width() < 0) == (width == WIDTH)
    if width == WIDTH:
        assert at["Gil Gamma"][0] < at["Eve Eta"][0]
    else:
        assert at["Gil Gamma"][0] == at["Eve Eta"][0]
        assert at["Dan Delta"][1] < at["Eve Eta"][1]


def test_bars_are_as_long_as_the_years_and_their_thin_end_as_the_dates_leave_open(record, labels):
    people = change(record.detainees, "eta-eve", sentence_kind="term", sentence_months=240)
    people = change(people, "delta-dan", sentence_kind="term", sentence_months=120)
    freed = whom.list_freed(people, record.exchanges.tail(1), UNTIL)
    ax = plot_sheet(whom.arrange_by_custodian(freed), labels, ax=open_ax())
    bars = sorted(abs(patch.get_width()) for patch in ax.patches)
    years = sorted(freed["left_years_min"].astype("float"))
    assert [bar / bars[0] for bar in bars] == pytest.approx([year / years[0] for year in years])
    thin = [line for line in ax.lines if line.get_ydata()[0] == line.get_ydata()[1]]
    dan = freed.set_index("detainee_id").loc["delta-dan"]
    (end,) = [abs(line.get_xdata()[1] - line.get_xdata()[0]) for line in thin]
    assert end / bars[0] == pytest.approx((dan["left_years_max"] - dan["left_years_min"]) / years[0])


def test_a_life_and_a_death_sentence_are_arrows_and_a_term_is_none(record, freed, labels):
    gamma = whom.arrange_by_custodian(freed[freed["exchange_id"] == "2024-08-gamma"])
    both = plot_sheet(gamma, labels, ax=open_ax())
    assert len([text for text in both.texts if getattr(text, "arrow_patch", None)]) == 2
    term = plot_sheet(gamma[gamma["sentence_kind"] == "term"], labels, ax=open_ax())
    assert not [text for text in term.texts if getattr(text, "arrow_patch", None)]


def test_people_without_a_name_stand_last_on_their_side_of_a_sheet(record, labels):
    freed = whom.list_freed(record.detainees, add_unnamed(record, freed_by_us_side=5).tail(1), UNTIL)
    at = read_places(plot_sheet(whom.arrange_by_custodian(freed), labels, ax=open_ax()))
    assert at["and four whose names are not public"][1] > at["Eve Eta"][1]
    assert "5 freed by the US side" in at
    nobody = whom.list_freed(record.detainees.iloc[:0], record.exchanges.head(1), UNTIL)
    words = [text.get_text() for text in plot_sheet(whom.arrange_by_custodian(nobody), labels, ax=open_ax()).texts]
    assert words.count("one whose name is not public") == 2


@pytest.mark.slow
def test_there_is_a_sheet_of_every_deal_that_stays_on_its_paper_and_says_one_thing(whole):
    for deal in whole.exchanges["exchange_id"]:
        picture = sheet_of_deal(whole, deal)
        assert len(picture.finding) <= 90
        assert picture.papers["deals"] == [deal]
        for figure in (picture.figure, picture.narrow):
            texts = figure.axes[0].texts
            boxes = [text.get_window_extent() for text in texts if text.get_text()]
            assert min(box.x0 for box in boxes) > 5, deal
            assert max(box.x1 for box in boxes) < figure.bbox.width - 5, deal
            height = measure_sheet(picture.data, narrow=figure is picture.narrow)
            assert height - 30 < max(text.get_position()[1] for text in texts) < height


def test_no_name_runs_into_the_years_or_the_edge_on_a_sheet(whole):
    """Names and charges are not wrapped there: the longest of each has room beside one another."""
    freed = whom.list_freed(whole.detainees, whole.exchanges, whole.data_through).dropna(subset="name")
    labels = CHARGE
    wide = [
        measure_word(row.name, LABEL, "normal" if row.us_status == "none" else "bold")
        + measure_word(labels[row.charge_type], NOTE, "normal")
        for row in freed.itertuples()
    ]
    assert max(wide) < (WIDTH / 2 - 0.12) - 3 * 5 / 72


def test_a_mediated_deal_is_said_to_be_one_and_an_early_day_shows_only_what_was_known(whole):
    assert "brokered" in sheet_of_deal(whole, "1976-12-corvalan-bukovsky").papers["unit"]
    assert "brokered" not in sheet_of_deal(whole, "2024-08-ankara").papers["unit"]
    early = whole.where(known_on="1986-03-01")
    assert who_for_whom(early).data.query("name.isna()")["people"].sum() == 25  # those of June 1985


def test_the_poster_says_which_deals_are_left_out_and_nothing_where_none_is(whole):
    assert who_for_whom(whole).papers["left_out"] == ""
    brokered = who_for_whom(whole.where(deals_made=(1961, 1978))).papers["left_out"]
    assert brokered == "releases with nobody known to be freed in return and exchanges the United States only brokered"
    assert who_for_whom(whole.where(deals_made=2010)).papers["left_out"] == ""
    one_sided = who_for_whom(whole.where(charge_type="drugs"))
    assert one_sided.papers["left_out"] == "releases with nobody known to be freed in return"
    early = who_for_whom(whole.where(known_on="2025-02-11")).papers["left_out"]
    assert early.endswith("and deals whose day, kind or totals no document had given")


@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_no_name_is_broken_over_two_lines_and_a_long_one_is_set_smaller(whole, width):
    ax = who_for_whom(whole).draw(width).axes[0]
    words = [text.get_text() for text in ax.texts]
    assert set(who_for_whom(whole).data["name"].dropna()) <= set(words)
    sizes = {text.get_text(): text.get_fontsize() for text in ax.texts}
    assert sizes["Rudolf Abel"] == LABEL > sizes["Konstantin Yaroshenko"]


def test_a_name_too_long_for_the_smallest_size_is_broken_after_all(freed):
    half = fill_half(freed.head(1).assign(name="An Extraordinarily Long Name of Somebody"), CHARGE, 100)
    assert len(half.names) > 1
    assert len(half.squares) == 1


def test_americans_are_bold_and_the_key_says_so_where_there_are_any(record, freed, labels):
    gamma = whom.arrange_by_custodian(freed[freed["exchange_id"] == "2024-08-gamma"])
    for ax in (plot_sheet(gamma, labels, ax=open_ax()), plot_swaps(freed, labels["charge_type"], ax=open_ax())):
        weights = {text.get_text(): text.get_weight() for text in ax.texts}
        assert (weights["Gil Gamma"], weights["Dan Delta"], weights["Eve Eta"]) == ("bold", "normal", "normal")
    assert "Bold: Americans" in sheet_of_deal(record, "2024-08-gamma").papers["unit"]
    foreign = record.detainees.assign(
        us_status=record.detainees["us_status"].where(record.detainees["us_status"] == "none", "none")
    )
    record.detainees["us_status"] = foreign["us_status"]
    assert "Bold" not in who_for_whom(record).papers["unit"]
    assert "Bold" not in sheet_of_deal(record, "2024-08-gamma").papers["unit"]


def test_who_travelled_along_is_counted_apart():
    assert say_companions(pd.NA, 24) == say_companions(0, 24) == ""
    assert say_companions(2, 24) == (
        " Two more, children or others who were no prisoners, travelled along: 26 people in all."
    )


def test_the_poster_ends_with_those_let_go_for_nobody_and_counts_them_apart(whole):
    picture = who_for_whom(whole)
    words = [text.get_text() for text in picture.figure.axes[0].texts]
    assert words.index("Let go for nobody in return") > words.index("Ksenia Karelina")
    assert words.index("Robert Gilman") > words.index("Let go for nobody in return")
    assert len(picture.papers["deals"]) == len(whole.exchanges)
    swaps = whole.exchanges[whole.exchanges["kind"].isin(whom.TWO_SIDED)]
    assert f"{swaps['freed_by_russian_side'].sum()} people by the Russian side" in picture.finding
    part = who_for_whom(whole.where(deals_made=(1961, 1963)))
    assert "Let go for nobody in return" not in [text.get_text() for text in part.figure.axes[0].texts]
