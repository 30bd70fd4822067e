"""The wall: every detention once, whoever a deal freed without a name besides; worked by hand on the small record."""

from dataclasses import replace

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import pictures
from analysis.measures import fates
from analysis.pictures import marks
from analysis.pictures.page import NARROW, WIDTH
from analysis.pictures.wall import describe_wall, lay_out, list_squares, plot_wall, wall

mpl.use("agg")


def with_unnamed(record):
    """The small record with four people freed by the Russian side in 2024, of whom two have a name."""
    deals = record.exchanges.copy()
    deals.loc[deals["exchange_id"] == "2024-08-gamma", "freed_by_russian_side"] = 4
    return replace(record, exchanges=deals)


def draw(record, wide=WIDTH):
    data = list_squares(record)
    ax = Figure(figsize=(wide, 5)).add_axes((0, 0, 1, 1))
    return plot_wall(data, ax=ax)


def read_squares(ax):
    """Places of the squares by colour of the edge, or of the face where it has none, and whether they are hollow."""
    return [
        (to_hex(drawn.get_edgecolor()[0] if len(drawn.get_edgecolor()) else drawn.get_facecolor()[0]),
         to_hex(drawn.get_facecolor()[0]) == "#ffffff", *map(float, spot))
        for drawn in ax.collections for spot in drawn.get_offsets()
    ]  # fmt: skip


def test_a_detention_has_one_fate_and_a_brokered_deal_its_own(record):
    people, deals = record.detainees, record.exchanges
    found = fates.select_fates(people, deals).set_index("detainee_id")
    assert found["fate"].to_dict() == {
        "beta-bob": "deal", "alpha-ann": "deal", "eta-eve": "deal", "gamma-gil": "deal", "delta-dan": "deal",
        "zeta-zoe": "held",
    }  # fmt: skip
    assert list(found.index) == ["beta-bob", "alpha-ann", "eta-eve", "gamma-gil", "delta-dan", "zeta-zoe"]
    brokered = deals.assign(kind=deals["kind"].where(deals["exchange_id"] != "1986-09-alpha-beta", "mediated"))
    found = fates.select_fates(people, brokered).set_index("detainee_id")["fate"]
    assert found.eq("brokered").sum() == 2
    free = people.assign(outcome=people["outcome"].where(people["detainee_id"] != "zeta-zoe", "deported"))
    assert fates.select_fates(free, deals).set_index("detainee_id").loc["zeta-zoe", "fate"] == "otherwise"
    silent = people.assign(outcome=people["outcome"].where(people["detainee_id"] != "zeta-zoe"))
    assert fates.select_fates(silent, deals).set_index("detainee_id").loc["zeta-zoe", "fate"] == "held"


def test_whoever_is_freed_without_a_name_is_the_total_less_the_rows(record):
    assert fates.count_unnamed(record.detainees, record.exchanges).empty
    missing = fates.count_unnamed(record.detainees, with_unnamed(record).exchanges)
    assert missing.to_dict("records") == [{"exchange_id": "2024-08-gamma", "side": "russian_side", "unnamed": 2}]
    unknown = record.exchanges.assign(freed_by_us_side=pd.array([pd.NA, 1], "Int64"))
    assert fates.count_unnamed(record.detainees, unknown).empty


def test_fates_do_not_depend_on_the_order_of_rows_and_nothing_gives_nothing(record):
    people, deals = record.detainees, with_unnamed(record).exchanges
    turned = people.iloc[::-1].reset_index(drop=True), deals.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(fates.select_fates(people, deals), fates.select_fates(*turned))
    pd.testing.assert_frame_equal(fates.count_unnamed(people, deals), fates.count_unnamed(*turned))
    assert fates.select_fates(people[:0], deals[:0]).empty
    assert len(fates.select_fates(people[5:], deals[:0])) == 1
    assert fates.count_unnamed(people[:0], deals[:0]).empty


def test_the_wall_sums_to_the_record_and_to_the_totals_of_its_deals(whole):
    data = list_squares(whole)
    assert sorted(data["detainee_id"].dropna()) == sorted(whole.detainees["detainee_id"])
    freed = data[data["fate"].isin(["deal", "brokered"])].groupby(["group", "side"]).size()
    for deal in whole.exchanges.itertuples():
        for side in ("russian_side", "us_side"):
            assert freed.get((deal.exchange_id, side), 0) == getattr(deal, f"freed_by_{side}"), deal.exchange_id


def test_one_square_a_person_blue_above_the_words_orange_below_and_hollow_without_a_name(record):
    for wide in (WIDTH, NARROW):
        ax = draw(with_unnamed(record), wide)
        squares = read_squares(ax)
        blue, orange = (marks.COLOUR[side].lower() for side in ("russian_side", "us_side"))
        counted = [(colour, hollow) for colour, hollow, *_ in squares]
        assert sorted(map(str, counted)) == sorted(
            map(str, [(blue, False)] * 4 + [(blue, True)] * 2 + [(orange, False)] * 2)
        )
        assert len({(x, y) for *_, x, y in squares}) == len(squares)
        words = {text.get_text(): text.get_position() for text in ax.texts}
        (left, year), (_, name) = words["1986"], words["Alpha"]
        group = {colour: y for colour, _, x, y in squares if 0 <= x - left < 1 and abs(y - year) < 4}
        assert year - group[blue] >= 1  # the axis runs downwards
        assert group[orange] - name >= 1
    assert {"Freed in deals", "Not known to be free, by year of arrest", "Alpha", "Gamma", "2024"} <= set(words)
    assert {"5 by the Russian side", "2 by the US side", "1 held by the Russian side"} <= set(words)


def test_blocks_keep_to_the_page_and_never_stand_on_one_another(whole):
    for wide in (WIDTH, NARROW):
        placed, height = lay_out(list_squares(whole), wide)
        boxes = [(left, top, left + block.width, top + block.height) for block, left, top in placed]
        assert max(right for _, _, right, _ in boxes) <= wide - 0.24
        assert max(bottom for *_, bottom in boxes) == height
        for number, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[number + 1 :]:
                assert right < other[0] or other[2] < left or bottom < other[1] or other[3] < top
    assert [block.fate for block, *_ in placed] == ["deal", "otherwise", "held", "brokered"]


def test_a_selection_of_people_leaves_the_nameless_out_and_one_of_deals_does_not(whole):
    assert list_squares(whole.where(side="russian_side"))["detainee_id"].notna().all()
    reagan = list_squares(whole.where(us_leader="Ronald Reagan"))
    totals = whole.where(us_leader="Ronald Reagan").exchanges[["freed_by_us_side", "freed_by_russian_side"]]
    assert len(reagan) == totals.to_numpy().sum() > reagan["detainee_id"].notna().sum()


def test_the_sentence_counts_the_squares(whole, record):
    said = wall(whole).finding
    deals = whole.exchanges[whole.exchanges["kind"] != "mediated"]
    freed = deals[["freed_by_us_side", "freed_by_russian_side"]].to_numpy().sum()
    held = whole.detainees["outcome"].isin(["still_held", "unknown"]) & whole.detainees["released"].isna()
    assert (
        said == f"US–Russia deals have freed {freed} people since 1961, and {held.sum()} more are not known to be free"
    )
    data = list_squares(record)
    assert describe_wall(data, 1986) == (
        "US–Russia deals have freed 5 people since 1986, and 1 more is not known to be free"
    )
    assert describe_wall(data[data["fate"] == "deal"], 1986) == "US–Russia deals have freed 5 people since 1986"
    assert describe_wall(list_squares(with_unnamed(record)), 1986, "Of six people: ") == (
        "Of six people: five freed in two deals and one not known to be free; besides, two freed without a public name."
    )


def test_an_early_day_shows_no_name_that_came_later(whole):
    data = list_squares(whole.where(known_on="2025-02-11"))
    assert "2025\nnot named" in set(data["words"])
    assert not data["words"].str.contains("Fogel|Deal of").any()
    with pytest.raises(pictures.EmptyPicture):
        wall(whole.where(custodian="belarus", charge_type="drugs"))


def test_the_foot_counts_every_square(whole):
    picture = wall(whole)
    named, nameless = picture.data["detainee_id"].notna().sum(), picture.data["detainee_id"].isna().sum()
    foot = picture.figure.texts[2].get_text().replace("\n", " ")
    assert foot.startswith(f"All {named} named detentions and {nameless} people without a public name. ")
    assert "without" not in wall(whole.where(side="russian_side")).papers["noun"]  # the nameless are left out there


def test_a_side_that_did_not_free_people_held_them(whole):
    words = {text.get_text() for text in wall(whole).figure.axes[0].texts}
    held = whole.detainees[whole.detainees["outcome"] == "still_held"]["side"].value_counts()
    assert f"{held['russian_side']} held by the Russian side" in words
    assert not any("elsewhere" in word for word in words)
