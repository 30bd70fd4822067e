"""What of the sentences was served: worked by hand on the small record, held against the whole one, and read back."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import pictures
from analysis.measures import deals, sentences
from analysis.pictures.marks import COLOUR
from analysis.pictures.page import NARROW, WIDTH
from analysis.pictures.served import HALF, PALE, count_reasons, describe_ends, describe_served, name_rows, plot_served

mpl.use("agg")
UNTIL = pd.Timestamp("2024-12-31")
LABELS = {"exile": "exile", "unknown": "not known"}


def make(*rows):
    """People freed in deals: side, sentence (years, or life), served, and what came after the term."""
    frame = pd.DataFrame(rows, columns=["side", "sentence", "served", "after_term"])
    terms = pd.to_numeric(frame["sentence"], errors="coerce").astype("Float64")
    past = frame["after_term"].notna()
    return pd.DataFrame(
        {
            "detainee_id": [f"p-{number}" for number in range(len(frame))],
            "name": [f"Pat P{number}" for number in range(len(frame))],
            "side": pd.Categorical(frame["side"], list(COLOUR), ordered=True),
            "sentence_kind": frame["sentence"].where(terms.isna(), "term"),
            "after_term": frame["after_term"],
            "past_term": past,
            "sentence_years": terms,
            "served_years_min": frame["served"].astype("Float64"),
            "served_years_max": frame["served"].astype("Float64"),
            "left_years": (terms - frame["served"]).clip(lower=0).mask(past),
        }
    )


def select(record):
    return sentences.select_served(record.detainees, record.exchanges, UNTIL)


def draw(data):
    ax = Figure(figsize=(6.7, 7)).add_axes((0.02, 0, 0.96, 1))
    plot_served(data, LABELS, ax=ax)
    return ax, *ax.child_axes


def read_bars(scale, colour):
    """Where the bars of one colour begin and end."""
    bars = [bar for bar in scale.patches if to_hex(bar.get_facecolor()) == colour.lower() and not bar.get_hatch()]
    return [(round(bar.get_x(), 3), round(bar.get_x() + bar.get_width(), 3)) for bar in bars]


def read_dots(scale):
    """Where the dots stand on a scale."""
    dotted = [marks for marks in scale.collections if isinstance(marks, PathCollection)]
    return [float(x) for marks in dotted for x, _ in marks.get_offsets()]


def test_what_was_left_to_serve_uses_the_final_sentence_and_comes_most_first(record):
    served = select(record)
    assert served["detainee_id"].tolist() == ["delta-dan", "gamma-gil", "eta-eve", "beta-bob"]
    rows = served.set_index("detainee_id")
    assert rows.loc["gamma-gil", "left_years"] == pytest.approx(16 - 491 / 365.25)
    assert rows.loc["beta-bob", "left_years"] == pytest.approx(10 - 44 / 365.25)
    assert pd.isna(rows.loc["eta-eve", "left_years"])
    assert "zeta-zoe" not in rows.index  # still held
    assert "alpha-ann" not in rows.index  # untried
    assert not rows["past_term"].any()
    people = record.detainees
    people.loc[people["detainee_id"] == "gamma-gil", "sentence_months_final"] = 120
    assert select(record).set_index("detainee_id").loc["gamma-gil", "sentence_years"] == 10


def test_what_was_left_of_a_term_that_had_run_out_is_not_known(record):
    people = record.detainees
    people.loc[people["detainee_id"] == "beta-bob", "after_term"] = "exile"
    served = select(record)
    assert served["detainee_id"].tolist() == ["delta-dan", "gamma-gil", "eta-eve", "beta-bob"]
    assert served["left_years"].isna().tolist() == [True, False, True, True]
    assert served["past_term"].tolist() == [False, False, False, True]


def test_a_term_outlasted_by_more_than_a_month_had_run_out_even_where_nobody_says_what_held_the_person(record):
    people = record.detainees
    for months, past in ((15, True), (16, False)):  # 491 days are 16.1 months
        people.loc[people["detainee_id"] == "gamma-gil", "sentence_months"] = months
        row = select(record).set_index("detainee_id").loc["gamma-gil"]
        assert row["past_term"] == past
        assert pd.isna(row["left_years"]) == past
        assert past or row["left_years"] == 0


def test_shares_served_are_worked_by_hand(record):
    shares = sentences.summarise_share_served(select(record)).set_index("side")
    assert shares.loc["russian_side", "most_share"] == pytest.approx(491 / 365.25 / 16)
    assert shares.loc["us_side", ["people", "under_half", "past_term"]].tolist() == [1, 1, 0]
    assert shares.loc["us_side", "least_share"] == pytest.approx(44 / 365.25 / 10)
    assert shares["median_share"].isna().all()  # of one person


def test_a_term_that_had_run_out_counts_as_served_whole_in_a_median_and_as_nothing_left_in_no_total():
    rows = [("us_side", 10, served, None) for served in (1, 2, 3, 6, 1, 2, 3, 6, 1, 2, 3, 6, 4, 4)] + [
        ("us_side", 5, 9, "exile"),
        ("us_side", "life", 4, None),
    ]
    served = make(*rows)
    (row,) = sentences.summarise_share_served(served).to_dict("records")
    assert (row["people"], row["past_term"], row["under_half"]) == (15, 1, 11)
    assert (row["median_share"], row["low_share"], row["high_share"]) == pytest.approx((0.3, 0.2, 0.6))
    assert row["most_share"] == 1
    (left,) = sentences.summarise_left(served).to_dict("records")
    assert (left["people"], left["left_years"]) == (14, pytest.approx(3 * (9 + 8 + 7 + 4) + 12))


def test_everybody_left_out_is_counted_once_by_the_reason(record):
    people, exchanges = record.detainees, record.exchanges.copy()
    assert sentences.count_left_out(people, exchanges, UNTIL).to_dict() == {"none_yet": 1}
    assert sentences.count_unnamed(people, exchanges)["unnamed"].tolist() == [0, 0]
    exchanges.loc[1, "freed_by_russian_side"] = 5
    assert sentences.count_unnamed(people, exchanges)["unnamed"].tolist() == [0, 3]
    exchanges.loc[0, "kind"] = "mediated"
    assert sentences.count_left_out(people, exchanges, UNTIL).to_dict() == {"mediated": 2}
    people.loc[people["detainee_id"] == "eta-eve", ["arrested_earliest", "arrested_latest"]] = pd.NaT
    assert sentences.count_left_out(people, exchanges, UNTIL).to_dict() == {"mediated": 2, "undated": 1}


def test_those_shown_and_those_left_out_are_everybody_freed_in_deals(whole):
    shown = sentences.select_served(whole.detainees, whole.exchanges, whole.data_through)
    reasons = count_reasons(whole)
    totals = whole.exchanges[["freed_by_us_side", "freed_by_russian_side"]].to_numpy().sum()
    assert len(shown) + sum(reasons.values()) == totals
    headline = deals.select_headline(whole.exchanges)[["freed_by_us_side", "freed_by_russian_side"]].to_numpy().sum()
    assert totals - headline == reasons["mediated"]
    drugs = whole.where(charge_type="drugs")
    assert "unnamed" not in count_reasons(drugs)
    papers = pictures.time_served(drugs).papers
    assert papers["of"] == drugs.detainees["exchange_id"].notna().sum()
    deal = whole.where(kind="multi_party")
    assert count_reasons(deal)["unnamed"] == reasons["unnamed"]


def test_the_order_of_rows_changes_nothing(whole):
    mixed = whole.detainees.sample(frac=1, random_state=1), whole.exchanges.sample(frac=1, random_state=1)
    ordered = whole.detainees, whole.exchanges
    one, other = (sentences.select_served(*frames, whole.data_through) for frames in (mixed, ordered))
    pd.testing.assert_frame_equal(one, other)
    for measure in (sentences.summarise_share_served, sentences.summarise_left):
        pd.testing.assert_frame_equal(measure(other.sample(frac=1, random_state=2)), measure(other), rtol=1e-12)
    one, other = (sentences.count_left_out(*frames, whole.data_through) for frames in (mixed, ordered))
    assert one.equals(other)


@pytest.mark.parametrize("rows", [0, 1])
def test_nobody_or_one_is_measured_as_well(record, rows):
    for exchanges in (record.exchanges, record.exchanges.iloc[:0]):
        people = record.detainees.iloc[1 : 1 + rows]
        served = sentences.select_served(people, exchanges, UNTIL)
        assert len(served) == rows * bool(len(exchanges))
        assert len(sentences.summarise_share_served(served)) == len(sentences.summarise_left(served)) == len(served)
        assert len(sentences.measure_shares(served)) == len(served)
        assert sentences.count_left_out(people, exchanges, UNTIL).sum() == 0
        assert len(sentences.count_unnamed(people, exchanges)) == len(exchanges)


def test_a_bar_is_as_long_as_the_term_and_filled_as_far_as_served(record):
    ax, years, shares = draw(select(record))
    blue, orange = COLOUR["russian_side"], COLOUR["us_side"]
    assert read_bars(years, PALE["russian_side"]) == [(0, 16)]
    assert read_bars(years, PALE["us_side"]) == [(0, 10)]
    assert (0, round(491 / 365.25, 3)) in read_bars(years, blue)
    assert (0, round(29 / 365.25, 3)) in read_bars(years, orange)  # the least that the month of arrest allows
    assert [line.get_marker() for line in years.lines].count(">") == 2  # life and death have no end
    words = [text.get_text() for text in ax.texts]
    names = [word for word in words if word in ("Dan Delta", "Gil Gamma", "Eve Eta", "Bob Beta")]
    assert names == ["Dan Delta", "Gil Gamma", "Eve Eta", "Bob Beta"]
    assert {"14.7", "9.9", "death", "life", "Left to serve by one person", "15 years", "10 years"} <= set(words)
    assert sorted(read_dots(shares)) == [1, 9]  # of 1.2 and 8.4 per cent, in columns of two


def test_a_range_is_drawn_lighter_and_what_came_after_the_term_hatched():
    data = make(("us_side", 10.0, 4.0, None), ("us_side", 5.0, 9.0, "exile"), ("us_side", 3.0, 4.0, "unknown"))
    data.loc[0, "served_years_max"] = 6.0
    ax, years, shares = draw(data)
    assert read_bars(years, HALF["us_side"]) == [(4, 6)]
    hatched = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in years.patches if bar.get_hatch()]
    assert hatched == [(5, 9), (3, 4)]
    assert [text.get_text() for text in years.texts].count("exile") == 1
    words = [text.get_text() for text in ax.texts]
    assert words.count("not known") == 2
    assert "held on: two" in words
    assert read_dots(shares) == [41.0]  # of those whose term had not run out: between 40 and 42 per cent


def test_no_column_of_shares_stands_across_the_half_or_beyond_the_whole():
    _, _, shares = draw(make(*[("us_side", 100.0, share, None) for share in (49.9, 50.0, 100.0)]))
    assert sorted(read_dots(shares)) == [49, 51, 99]


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_the_name_of_a_side_covers_no_dot(whole, wide):
    """The box behind the words had cut the top dot of the tallest column; a dot is 3.2 pixels from its middle to its edge."""
    picture = pictures.time_served(whole)
    figure = picture.figure if wide == WIDTH else picture.narrow
    (ax,) = figure.axes
    renderer = figure.canvas.get_renderer()
    boxes = [text.get_window_extent(renderer) for text in ax.texts if text.get_bbox_patch()]
    dotted = [marks for marks in ax.child_axes[1].collections if isinstance(marks, PathCollection)]
    for marks in dotted:
        for x, y in ax.child_axes[1].transData.transform(marks.get_offsets()):
            assert not [box for box in boxes if box.x0 < x < box.x1 and box.y0 - 3.2 < y < box.y1 + 3.2]


def test_medians_of_shares_are_drawn_from_fifteen_on():
    told = [("us_side", 100.0, share, None) for share in (10, 20, 30, 32, 33, 34, 34, 34, 35, 36, 60, 61, 62, 63)]
    data = make(*told, ("us_side", 2.0, 4.0, "exile"), ("russian_side", 10.0, 1.0, None))
    ax, _, shares = draw(data)
    words = [text.get_text() for text in shares.texts]
    assert "median 34% (32 to 61)" in words
    assert "one: too few to tell a median" in words
    assert {"10 of 15 under half", "1 of 1 under half"} <= {text.get_text() for text in ax.texts}


def test_names_are_shortened_on_the_narrow_page_alone():
    names = pd.DataFrame({"name": ["Wolf-Georg Frohn", "Alan Van Norman", "not yet named", "Éva Ötvös", "Abel"]})
    assert name_rows(names, 3.35).tolist() == ["W. Frohn", "A. Van Norman", "not yet named", "É. Ötvös", "Abel"]
    assert name_rows(names, 6.7).tolist() == names["name"].tolist()


def test_findings_for_one_and_many():
    many = make(("russian_side", 10.0, 1.0, None), ("russian_side", 4.0, 1.5, None), ("us_side", 2.0, 1.0, None))
    assert describe_served(many) == "2 of 3 people freed in a deal had served less than half of their fixed term"
    assert (
        describe_served(many.iloc[2:]) == "0 of 1 people freed in a deal had served less than half of their fixed term"
    )
    assert describe_served(many, "Of three people (x y): ") == (
        "Of three people (x y): two of three with a fixed term had served less than half of it, 12 years left to two people "
        "freed by the Russian side, 1 year left to one person freed by the US side."
    )
    past = make(("us_side", 5.0, 9.0, "exile"), ("us_side", 50.0, 1.0, None), ("us_side", 50.0, 1.0, None))
    assert describe_ends(past) == (
        "The most left to anyone shown: 49 years, to Pat P1 and Pat P2. One person had been held on after the term had run out."
    )
    assert describe_ends(past.iloc[:1]).startswith("One person")
