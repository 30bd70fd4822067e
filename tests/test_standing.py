"""How sure the record is, worked by hand: one card for everything, a second for Gil Gamma, a dispute about his arrest."""

import matplotlib as mpl
import pandas as pd
import pytest
from conftest import write_card
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import load_tables
from analysis.measures import evidence
from analysis.pictures.evidence import (
    FILL,
    describe_disputes,
    describe_standing,
    describe_weave,
    plot_standing,
    plot_weave,
)
from analysis.record.schema import load_descriptor
from analysis.record.standing import trace_standing

mpl.use("agg")
RULING = "detainees,gamma-gil,arrested,2023-03-29,acting_state,The court said so.\n"


@pytest.fixture
def doubted(root):
    """The small record with a second voice, SOUTH, that gives Gil Gamma's sentence and another day of arrest."""
    write_card(
        root, "2024-08-03-south-gamma",
        {"publisher": "SOUTH", "published": "2024-08-03", "kind": "news", "read": "opening", "retrieved": "2026-11-22"},
        '[detainees.gamma-gil]\narrested = "2023-03-30"\nsentence_months = 192\n',
    )  # fmt: skip
    with (root / "data" / "rulings.csv").open("a", encoding="utf-8") as rulings:
        rulings.write(RULING)
    return root


@pytest.fixture
def cells(doubted):
    return load_tables(doubted).standing


def weave(root, cells):
    record = load_tables(root)
    return evidence.weave_standing(cells, record.detainees, record.exchanges, record.cards)


def test_the_standing_of_a_record_is_traced_from_its_text_and_its_cards(cells, doubted):
    record = load_tables(doubted)
    pd.testing.assert_frame_equal(trace_standing(record.raw, record.cards, record.descriptor), cells)
    assert record.where(side="us_side").standing.equals(cells)  # of the whole record, whatever was selected
    alone = trace_standing({"exchanges": record.raw["exchanges"]}, record.cards, record.descriptor)
    assert alone.equals(cells[cells["table"] == "exchanges"].reset_index(drop=True))


def test_values_are_counted_by_column_and_standing(cells, doubted):
    summary = evidence.summarise_standing(cells, load_descriptor(doubted)).set_index(["table", "column"])
    standings = ["values", "agreed", "single", "disputed", "unsupported"]
    assert summary.loc[("detainees", "arrested"), standings].tolist() == [6, 0, 5, 1, 0]
    assert summary.loc[("detainees", "sentence_months"), standings].tolist() == [3, 1, 2, 0, 0]
    assert summary.loc[("detainees", "sentence_months"), "median_voices"] == 1
    assert "leaders" not in summary.index.get_level_values("table")
    assert summary.index[0] == ("exchanges", "date")


def test_voices_behind_values_fall_into_bands(cells):
    counts = evidence.count_voices(cells).set_index("voices")
    judged = (cells["table"] != "leaders").sum()
    assert counts["values"].to_dict() == {"1": judged - 1, "2": 1, "3–4": 0, "5–9": 0, "10 or more": 0}
    assert counts.loc["1", "disputed"] == 1  # the other voice gives another day


def test_the_weave_has_a_cell_for_every_field_and_leaves_gaps_empty(cells, doubted):
    woven = weave(doubted, cells).set_index(["detainee_id", "column"])
    assert woven.loc[("gamma-gil", "arrested"), "standing"] == "disputed"
    assert woven.loc[("gamma-gil", "sentence_months"), ["standing", "voices"]].tolist() == ["agreed", 2]
    assert woven.loc[("zeta-zoe", "released"), ["standing", "voices"]].tolist() == ["", 0]
    assert woven.loc["gamma-gil", "row_voices"].unique().tolist() == [2]
    assert woven.loc["zeta-zoe", "deal"].unique().tolist() == ["in no deal"]


def test_the_weave_goes_by_deal_in_time_and_the_russian_side_first(cells, doubted):
    people = weave(doubted, cells).drop_duplicates("detainee_id")["detainee_id"].tolist()
    assert people == ["alpha-ann", "beta-bob", "delta-dan", "gamma-gil", "eta-eve", "zeta-zoe"]


def test_a_dispute_stands_with_both_readings_the_rule_and_the_reason(cells, doubted):
    disputes = evidence.select_disputes(cells, load_tables(doubted).raw["rulings"])
    assert disputes[["row", "column", "ours", "others", "rule", "reason"]].to_numpy().tolist() == [
        ["gamma-gil", "arrested", "2023-03-29", "2023-03-30", "acting_state", "The court said so."]
    ]
    assert evidence.count_rules(disputes).to_numpy().tolist() == [["acting_state", 1]]


def test_reliance_counts_values_that_one_voice_alone_gives(cells, doubted):
    record = load_tables(doubted)
    reliance = evidence.count_reliance(cells, record.cards, record.descriptor)
    single = ((cells["standing"] == "single") & (cells["table"] != "leaders")).sum()
    # 2 deals, 6 people, 3 parts, all in one document
    assert reliance.to_numpy().tolist() == [["North", single, 11, 1]]


def test_a_voice_is_spelt_as_its_publisher_spells_it(root):
    voices = pd.Series(["ap", "the post (with ap)", "unheard of"])
    spelt = evidence.spell_voices(voices, ["AP", "The Post", "Unseen"])
    assert spelt == ["AP", "The Post (with AP)", "unheard of"]


def make_summary(*rows):
    return pd.DataFrame(rows, columns=["values", "agreed", "single", "disputed", "unsupported"])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, 1, 0, 0, 0)], "Of one value, one is given by two or more voices, none by one, none are disputed."),
        (
            [(20, 12, 7, 1, 0), (5, 3, 0, 0, 2)],
            "Of 25 values, 15 are given by two or more voices, seven by one, one is disputed, two have no document.",
        ),
    ],
)
def test_the_finding_on_standing_for_one_and_many(rows, expected):
    assert describe_standing(make_summary(*rows)) == expected


def test_the_finding_on_standing_of_a_selection_begins_with_whose():
    assert describe_standing(make_summary((20, 12, 7, 1, 0)), "Of two Americans: ") == (
        "Of two Americans: of 20 values, 12 are given by two or more voices, seven by one, one is disputed."
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], "No value is disputed."),
        ([("more_voices", 1)], "One value is disputed; most settled by more voices (1)."),
        (
            [("definition", 2), ("more_voices", 2)],
            "Four values are disputed; most settled by definition and more voices (2).",
        ),
    ],
)
def test_the_finding_on_disputes_for_none_one_and_a_tie(rows, expected):
    assert describe_disputes(pd.DataFrame(rows, columns=["rule", "values"])) == expected


def test_the_finding_on_the_weave_counts_the_sure_and_the_thin(cells, doubted):
    woven = weave(doubted, cells)
    assert describe_weave(woven) == (
        "In none of six detentions two or more voices agree on every value; five are known from one voice each."
    )
    sure = woven[(woven["detainee_id"] == "gamma-gil") & (woven["column"] == "sentence_months")]
    assert describe_weave(sure) == (
        "In one of one detention two or more voices agree on every value; one is known from two voices."
    )
    assert describe_weave(sure, "Of six people: ") == (
        "Of six people: in one of them two or more voices agree on every value; one is known from two voices."
    )


def read_marks(ax, colour):
    return [
        tuple(map(float, place))
        for marks in ax.collections
        if len(marks.get_facecolor()) and to_hex(marks.get_facecolor()[0]) == colour.lower()
        for place in marks.get_offsets()
    ]


def test_the_weave_draws_one_mark_a_value_and_none_for_a_gap(cells, doubted):
    ax = Figure(figsize=(6.5, 5)).add_axes((0, 0, 1, 1))
    woven = weave(doubted, cells)
    plot_weave(woven, ax=ax)
    for standing in ("agreed", "single", "disputed"):
        in_key = 1
        assert len(read_marks(ax, FILL[standing])) == (woven["standing"] == standing).sum() + in_key
    texts = [text.get_text() for text in ax.texts]
    assert {"1986 Alpha for Beta", "2024 Gamma and others", "in no deal", "Gil Gamma", "voices"} <= set(texts)


def test_bars_of_standing_are_all_as_long_and_split_by_share(cells, doubted):
    ax = Figure(figsize=(6.5, 5)).add_axes((0, 0, 1, 1))
    summary = evidence.summarise_standing(cells, load_descriptor(doubted))
    plot_standing(summary, ax=ax)
    bars = [bar for bar in ax.patches if bar.get_y() > -0.4]  # below: those of the key
    assert sum(bar.get_width() for bar in bars) == pytest.approx(100 * len(summary))
    assert 100 / 6 in [
        pytest.approx(bar.get_width()) for bar in bars if to_hex(bar.get_facecolor()) == FILL["disputed"].lower()
    ]
