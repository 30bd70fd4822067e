"""How sure the record is, worked by hand: one card for everything, a second for Gil Gamma, a dispute about his arrest."""

import matplotlib as mpl
import pandas as pd
import pytest
from conftest import write_card
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import load_tables
from analysis.measures import evidence
from analysis.pictures.evidence import describe_standing, head_standing, plot_columns, tell_apart, tell_disputes
from analysis.pictures.page import NARROW, WIDTH
from analysis.pictures.weave import FILL, LINE, draw_disputes, draw_key, list_lines, plot_weave, split_blocks
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


def read_marks(ax, colour):
    return [
        tuple(map(float, place))
        for marks in ax.collections
        if len(marks.get_facecolor()) and to_hex(marks.get_facecolor()[0]) == colour.lower()
        for place in marks.get_offsets()
    ]


def set_axes(wide=WIDTH, high=9):
    return Figure(figsize=(wide, high)).add_axes((0.02, 0.01, 0.96, 0.98))


def test_the_weave_draws_one_mark_a_value_and_none_for_a_gap(cells, doubted):
    ax, woven = set_axes(), weave(doubted, cells)
    plot_weave(woven, evidence.count_disputes(cells, load_descriptor(doubted)), ax=ax)
    for standing in ("agreed", "single", "disputed"):
        in_key, counted = 1, standing == "disputed"  # a square in the block of disputed columns
        assert len(read_marks(ax, FILL[standing])) == (woven["standing"] == standing).sum() + in_key + counted
    texts = [text.get_text() for text in ax.texts]
    assert {"1986 Alpha for Beta", "2024 Gamma and others", "in no deal", "Gil Gamma", "day of arrest"} <= set(texts)


def test_a_value_stands_in_the_row_of_its_person_and_under_the_head_of_its_group(cells, doubted):
    ax, woven = set_axes(), weave(doubted, cells)
    plot_weave(woven, evidence.count_disputes(cells, load_descriptor(doubted)), ax=ax)
    gil = next(text for text in ax.texts if text.get_text() == "Gil Gamma").get_position()
    (cross,) = [mark for mark in read_marks(ax, FILL["disputed"]) if mark[1] == pytest.approx(gil[1])]
    heads = [text.get_position()[0] for text in ax.texts if text.get_text() == "arrest"]
    assert min(abs(head - cross[0]) for head in heads) < 5.5  # half of what a group takes


def test_a_panel_never_breaks_a_deal_and_no_name_is_cut(cells, doubted):
    woven = weave(doubted, cells)
    woven["name"] = woven["name"].replace("Gil Gamma", "Gilberto Maximilian Gamma of the Very Long Name")
    blocks = list_lines(woven, 200)
    assert [len(block) for block in blocks] == [3, 4, 2]  # a head and its people
    assert [block for part in split_blocks(blocks) for block in part] == blocks
    assert [len(part) for part in split_blocks(blocks)] == [1, 2]
    (lines,) = [lines for block in blocks for _, who, lines in block if who == "gamma-gil"]
    assert len(lines) > 1
    assert " ".join(lines) == "Gilberto Maximilian Gamma of the Very Long Name"


def test_disputed_columns_are_counted_people_first_and_most_often_first(cells, doubted):
    descriptor = load_descriptor(doubted)
    disputes = evidence.count_disputes(cells, descriptor)
    assert disputes.to_numpy().tolist() == [["detainees", "arrested", 6, 1]]
    assert tell_disputes(disputes) == "Most disputes are about the day of arrest (1 of 6 values)."
    changed = cells.assign(standing=cells["standing"].mask(cells["column"].isin(["kind", "released"]), "disputed"))
    disputes = evidence.count_disputes(changed, descriptor)
    assert disputes[["column", "disputed"]].to_numpy().tolist() == [["released", 5], ["arrested", 1], ["kind", 2]]
    assert disputes.equals(evidence.count_disputes(changed[::-1], descriptor))
    assert evidence.count_disputes(cells[:0], descriptor).empty
    ax = set_axes()
    plot_weave(weave(doubted, cells), disputes, ax=ax)
    counted = [
        len(marks.get_offsets())
        for marks in ax.collections
        if to_hex(marks.get_facecolor()[0]) == FILL["disputed"].lower()
    ]
    assert counted[1:4] == [5, 1, 2]  # after the key


def test_disputed_values_are_counted_in_the_mark_of_the_key_and_the_number_stands_behind_the_first_line():
    disputes = pd.DataFrame({"table": ["detainees"], "column": ["arrested"], "values": [40], "disputed": [LINE + 1]})
    ax = set_axes()
    ax.set(xlim=(0, 460), ylim=(600, 0))
    draw_disputes(ax, disputes, 0, 460)
    draw_key(ax, ["disputed"], 300)
    shapes = [marks.get_paths()[0].vertices.tolist() for marks in ax.collections]
    assert shapes[0] == shapes[1]
    places = read_marks(ax, FILL["disputed"])[:-1]
    number = next(text for text in ax.texts if text.get_text() == str(LINE + 1)).get_position()
    assert len(places) == LINE + 1
    assert number[0] > max(x for x, _ in places)
    assert number[1] == min(y for _, y in places)


def test_two_rows_of_one_name_are_told_apart_by_the_month_of_arrest(record):
    people = record.detainees.assign(name="Ann Alpha")
    people.loc[0, "name"] = "Zoe Zeta"
    names = tell_apart(people)["name"].tolist()
    assert names[0] == "Zoe Zeta"
    assert "Ann Alpha, March 2023" in names
    assert tell_apart(record.detainees)["name"].equals(record.detainees["name"])


def test_bars_of_standing_are_all_as_long_and_split_by_share(cells, doubted):
    ax = set_axes(NARROW, 8)
    summary = evidence.summarise_standing(cells, load_descriptor(doubted))
    plot_columns(summary, ax=ax)
    rows = {}
    for bar in ax.patches[3:]:  # before: those of the key
        rows.setdefault(round(bar.get_y(), 3), []).append(bar)
    lengths = [sum(bar.get_width() for bar in bars) for bars in rows.values()]
    assert len(rows) == len(summary)
    assert lengths == pytest.approx([lengths[0]] * len(summary))
    (disputed,) = [bar for bar in ax.patches[3:] if to_hex(bar.get_facecolor()) == FILL["disputed"].lower()]
    assert disputed.get_width() == pytest.approx(lengths[0] / 6)


def test_the_headline_on_standing_gives_shares_of_all_values():
    summary = make_summary((20, 12, 7, 1, 0), (5, 3, 0, 0, 2))
    assert head_standing(summary) == (
        "Two or more independent voices agree on 60% of all values, and 4% are in dispute"
    )
