"""How long the sentences were: worked by hand on the small record, held against the whole one, and read back from the picture."""

import re
from math import comb

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from test_figures import list_texts

from analysis import pictures
from analysis.measures import medians, sentences
from analysis.pictures import dots
from analysis.pictures.listing import Listing
from analysis.pictures.marks import COLOUR
from analysis.pictures.sentences import describe_sentences, name_terms, plot_sentences
from analysis.record.words import SMALL

mpl.use("agg")


def make(*rows):
    """Sentences of a side and a charge group, in years or as life or death."""
    frame = pd.DataFrame(rows, columns=["side", "charge_group", "years"])
    years = pd.to_numeric(frame["years"], errors="coerce").astype("Float64")
    kinds = frame["years"].where(frame["years"].isin(["life", "death"]), "term").astype("str")
    return frame.assign(
        detainee_id=[f"p-{number}" for number in range(len(frame))],
        name=[f"P{number}" for number in range(len(frame))],
        side=pd.Categorical(frame["side"], list(COLOUR), ordered=True),
        charge_group=pd.Categorical(frame["charge_group"], ["security", "politics", "crime", "none"], ordered=True),
        charge_type=pd.Categorical(["drugs"] * len(frame), ["espionage", "drugs"]),
        sentence_kind=kinds,
        years=years,
    )


def give(side, group, *years):
    return [(side, group, term) for term in years]


def read_dots(scale):
    """The places of the dots of each side on a scale."""
    places = {side: [] for side in COLOUR}
    for dotted in [marks for marks in scale.collections if isinstance(marks, PathCollection)]:
        for side, colour in COLOUR.items():
            if to_hex(dotted.get_facecolor()[0]) == colour.lower():
                places[side] += [tuple(map(float, place)) for place in dotted.get_offsets()]
    return places


def draw(data, listed=None, wide=6.7):
    ax = Figure(figsize=(wide, 7)).add_axes((0.02, 0, 0.96, 1))
    if listed is None:
        listed = data.groupby(["charge_group", "side"], observed=True).size()
    plot_sentences(data, listed, {"espionage": "espionage", "drugs": "drugs"}, ax=ax)
    (scale,) = ax.child_axes
    return ax, scale


def test_sentences_keep_life_and_death_without_a_number(record):
    rows = sentences.select_sentences(record.detainees).set_index("detainee_id")
    assert sorted(rows.index) == ["beta-bob", "delta-dan", "eta-eve", "gamma-gil", "zeta-zoe"]
    assert rows["years"].dropna().to_dict() == {"gamma-gil": 16.0, "beta-bob": 10.0, "zeta-zoe": 12.5}
    assert rows.loc["eta-eve", "sentence_kind"] == "life"


def test_sentences_are_summarised_by_group_and_side(record):
    summary = sentences.summarise_sentences(sentences.select_sentences(record.detainees))
    rows = summary.set_index(["charge_group", "side"])
    counts = rows[["people", "terms", "life", "death"]].apply(list, axis=1).to_dict()
    assert counts == {
        ("security", "russian_side"): [2, 1, 0, 1],
        ("security", "us_side"): [1, 1, 0, 0],
        ("crime", "russian_side"): [1, 1, 0, 0],
        ("crime", "us_side"): [1, 0, 1, 0],
    }
    assert rows["most_years"].tolist()[:3] == [16.0, 10.0, 12.5]
    assert pd.isna(rows["most_years"].iloc[3])
    assert rows[["median_years", "low_years", "high_years"]].isna().all(axis=None)  # fewer than fifteen


def test_life_and_death_rank_as_longer_than_any_term():
    rows = make(*give("us_side", "crime", *range(1, 13), "life", "death", "life"))
    (row,) = sentences.summarise_sentences(rows).to_dict("records")
    assert (row["median_years"], row["low_years"], row["high_years"]) == (8, 4, 12)
    assert (row["least_years"], row["most_years"]) == (1, 12)  # of those with a length
    rows = make(*give("us_side", "crime", *range(1, 8), *["life"] * 8))
    (row,) = sentences.summarise_sentences(rows).to_dict("records")
    assert (row["median_years"], row["low_years"], row["high_years"]) == (np.inf, 4, np.inf)
    _, scale = draw(rows)
    assert "median more than any term (4 to more than any term)" in [text.get_text() for text in scale.texts]
    assert repr(Listing(sentences.summarise_sentences(rows))).count("more than any term") == 2


def test_a_median_has_the_exact_interval_of_order_statistics():
    assert np.isnan(medians.bound_median(pd.Series(range(14)))).all()
    assert medians.bound_median(pd.Series(range(15, 0, -1))) == (
        8,
        4,
        12,
    )  # 2 (1 + 15 + 105 + 455) / 32768 lies outside
    assert medians.bound_median(pd.Series([*range(1, 15), None, 15], dtype="Float64")) == (8, 4, 12)
    for count in range(15, 40):
        _, low, high = medians.bound_median(pd.Series(range(1, count + 1)))
        step = int(low) - 1
        assert low + high == count + 1
        outside = [2 * sum(comb(count, number) for number in range(steps + 1)) / 2**count for steps in (step, step + 1)]
        assert outside[0] <= 0.05 < outside[1]
        assert high - low + 1 < count * 2 / 3  # else it would say little more than where all values lie


def test_the_longest_term_of_a_group_names_everybody_who_got_it():
    rows = make(*give("us_side", "crime", 3.0, 9.0, 9.0, "life"), *give("russian_side", "crime", 2.0))
    longest = sentences.select_longest(rows)
    assert longest[["side", "years", "name"]].to_numpy().tolist() == [
        ["russian_side", 2.0, "P4"],
        ["us_side", 9.0, "P1"],
        ["us_side", 9.0, "P2"],
    ]


def test_groups_add_up_to_the_whole_and_the_order_of_rows_changes_nothing(whole):
    rows = sentences.select_sentences(whole.detainees)
    summary = sentences.summarise_sentences(rows)
    assert summary["people"].sum() == len(rows) == summary[["terms", "life", "death"]].to_numpy().sum()
    mixed = sentences.select_sentences(whole.detainees.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(mixed, rows)
    mixed = rows.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(sentences.summarise_sentences(mixed), summary)
    pd.testing.assert_frame_equal(sentences.select_longest(mixed), sentences.select_longest(rows))


@pytest.mark.parametrize("rows", [0, 1])
def test_no_sentence_or_one_is_summarised_as_well(record, rows):
    for first in (record.detainees.iloc[:rows], record.detainees.iloc[1 : 1 + rows]):
        few = sentences.select_sentences(first)
        summary = sentences.summarise_sentences(few)
        assert len(summary) == len(few)
        assert {"median_years", "low_years", "high_years", "least_years", "most_years"} <= set(summary)
        assert len(sentences.select_longest(few)) == len(few)


def test_dots_stand_in_upright_columns_within_half_a_step_of_their_values():
    values = [3.0, 1.0, 1.2, 1.0, 2.0, 7.0, 7.9]
    placed = dots.stack_dots(values, 1.0)
    assert placed == [(1, 0), (1, 1), (1, 2), (2, 0), (3, 0), (7, 0), (8, 0)]
    assert dots.stack_dots([49.9, 50], 2, 1) == [(49, 0), (51, 0)]
    for step in dots.STEPS:
        for (column, _), value in zip(dots.stack_dots(values, step), sorted(values), strict=True):
            assert abs(column - value) <= step / 2
    assert dots.stack_dots([], 1.0) == []
    assert [dots.choose_step(apart) for apart in (0.05, 0.9, 1.2, 11)] == [1 / 12, 1, 1.25, 11]
    ax = Figure().add_axes((0, 0, 1, 1))
    dots.draw_dots(ax, placed, 100.0, "us_side", 6.0)
    assert read_dots(ax)["us_side"] == [(column, 97.0 - 6 * level) for column, level in placed]


def test_every_term_is_a_dot_near_its_years_and_the_russian_side_stands_above():
    terms = [7.0, 7, 8, 2.5, 9]
    data = make(*give("russian_side", "politics", *terms), *give("us_side", "politics", 4.0, "life"))
    ax, scale = draw(data)
    placed = read_dots(scale)
    assert sorted(x for x, _ in placed["russian_side"]) == sorted(terms)
    assert [x for x, _ in placed["us_side"]] == [4.0]
    assert max(y for _, y in placed["russian_side"]) < min(y for _, y in placed["us_side"])  # downwards
    assert len(read_dots(ax)["us_side"]) == 1  # life: behind the rule, not on the scale
    words = [text.get_text() for text in [*ax.texts, *scale.texts]]
    assert {"Politics", "Russian side", "US side", "five sentences", "two sentences", "life: one"} <= set(words)
    assert {"five: too few to tell a median", "two: too few to tell a median"} <= set(words)


def test_a_side_without_anybody_and_a_group_without_a_sentence_are_told_in_words():
    data = make(*give("russian_side", "security", 3.0), *give("us_side", "crime", 4.0))
    listed = pd.Series(
        {("security", "russian_side"): 2, ("crime", "us_side"): 1, ("crime", "russian_side"): 6, ("none", "us_side"): 5}
    )
    ax, _ = draw(data, listed)
    words = [text.get_text() for text in ax.texts]
    assert words.count("nobody listed") == 1  # security on the US side
    assert "six listed, none sentenced" in words
    assert "five listed, nobody sentenced" in words


def test_terms_from_twenty_years_on_are_named_with_their_charge():
    rows = make(*give("us_side", "crime", 20.0, 19.9, 30.0, 20.0))
    assert name_terms(rows, {"drugs": "drugs"}) == ["30 years: P2, drugs", "20 years: P0 and P3, drugs"]


def test_a_finding_ranks_only_groups_whose_intervals_lie_apart():
    near = give("us_side", "crime", *[15.0] * 30)  # more of them, but nearer
    apart = make(*give("us_side", "security", *[20.4] * 15), *give("us_side", "politics", *[5.0, 6, 7] * 5), *near)
    assert describe_sentences(sentences.summarise_sentences(apart), apart) == (
        "On the US side the median sentence is 20 years for security charges, 6 for dissent"
    )
    across = make(*give("us_side", "security", *[20.0] * 15), *give("russian_side", "politics", *[5.0] * 15))
    assert describe_sentences(sentences.summarise_sentences(across), across) == "Prison terms run from 5 to 20 years"
    overlap = make(*give("us_side", "security", *range(1, 16)), *give("us_side", "crime", *range(8, 23)))
    assert describe_sentences(sentences.summarise_sentences(overlap), overlap) == "Prison terms run from 1 to 22 years"


def test_a_finding_over_a_selection_gives_medians_with_intervals_and_of_few_the_range():
    rows = make(*give("russian_side", "crime", 3.0, 9, "death"), *give("us_side", "crime", *range(1, 15), "life"))
    assert describe_sentences(sentences.summarise_sentences(rows), rows, "Of 18 people: ") == (
        "Of 18 people: two terms of 3 to 9 years on the Russian side, median sentence 8 years on the US side "
        "(4 to 12, 15 sentences), one sentenced to death, one sentenced to life."
    )


def test_the_whole_record_is_drawn_one_dot_a_person_on_both_pages(whole):
    picture = pictures.sentences_by_group(whole)
    rows = sentences.select_sentences(whole.detainees)
    for figure in (picture.figure, picture.narrow):
        (ax,) = figure.axes
        (scale,) = ax.child_axes
        on_scale, apart = read_dots(scale), read_dots(ax)
        for side in COLOUR:
            years = rows.loc[rows["side"] == side, "years"]
            assert sorted(x for x, _ in on_scale[side]) == pytest.approx(sorted(years.dropna()), abs=0.63)
            assert len(apart[side]) == years.isna().sum()
        said = " ".join(words for words, _, _ in list_texts(figure))
        summary = sentences.summarise_sentences(rows).dropna(subset="median_years")
        assert len(summary) >= 3
        for row in summary.itertuples():
            median, low, high = (f"{round(value, 1):g}" for value in (row.median_years, row.low_years, row.high_years))
            assert f"median {median} years ({low} to {high}" in said
    counts = [word for word in re.findall(r"\w+", picture.papers["left_out"]) if word.isdigit() or word in SMALL]
    told = sum(SMALL.index(word) if word in SMALL else int(word) for word in counts)
    assert told == picture.papers["of"] - picture.papers["shown"]
