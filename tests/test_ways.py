"""Ways out of custody, worked by hand: six people, two of them not known to be free, and held against statsmodels."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.measures import ways
from analysis.pictures import marks
from analysis.pictures.page import NARROW, WIDTH
from analysis.pictures.ways import count_bands, describe_ways, plot_ways, ways_out
from analysis.record.words import spell

UNTIL = pd.Timestamp("2024-12-31")


def times(*rows):
    frame = pd.DataFrame(rows, columns=["days", "way"])
    frame["way"] = pd.Categorical(frame["way"], list(ways.WAYS), ordered=True)
    return frame.assign(days=frame["days"].astype(float), ended=frame["way"].notna(), days_min=frame["days"], days_max=frame["days"])  # fmt: skip


SIX = times((10, "deal"), (20, None), (30, "court"), (30, "deal"), (40, None), (50, "deported"))


@pytest.fixture(scope="module")
def live(whole):
    record = whole
    return ways.select_ways(record.detainees, record.data_through)


def test_steps_equal_those_worked_by_hand():
    """Of the 5/6 still in at day 30 two of four go; the 5/12 left go at day 50."""
    steps = ways.estimate_ways(SIX).set_index("days")
    assert steps["at_risk"].tolist() == [6, 6, 5, 4, 2, 1]
    assert steps["still_in"].tolist() == pytest.approx([1, 5 / 6, 5 / 6, 5 / 12, 5 / 12, 0])
    assert steps["deal"].tolist() == pytest.approx([0, 1 / 6, 1 / 6, 3 / 8, 3 / 8, 3 / 8])
    assert steps.loc[50, ["term", "other", "court", "deported"]].tolist() == pytest.approx([0, 0, 5 / 24, 5 / 12])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of theirs, where nobody is left
def test_steps_and_their_interval_are_those_of_statsmodels(live):
    from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

    for known in (SIX, live):
        steps = ways.estimate_ways(known)
        theirs = CumIncidenceRight(known["days"].to_numpy(), known["way"].cat.codes.to_numpy() + 1)
        assert steps["days"].tolist()[1:] == theirs.times.tolist()
        for way, shares in zip(ways.WAYS, theirs.cinc, strict=False):
            assert steps[way].to_numpy()[1:] == pytest.approx(shares), way
        share = SurvfuncRight(known["days"], known["ended"].astype(int))
        inside = share.surv_prob > 0
        on = steps.set_index("days").loc[share.surv_times[inside]]
        at, error = share.surv_prob[inside], share.surv_prob_se[inside]
        assert on["still_in"].to_numpy() == pytest.approx(at)
        reach = np.exp(1.959964 * error / (at * np.abs(np.log(at))))  # the delta method on log(-log)
        assert on["still_in_low"].to_numpy() == pytest.approx(at**reach)
        assert on["still_in_high"].to_numpy() == pytest.approx(at ** (1 / reach))


def test_at_any_time_all_ways_and_those_still_in_make_up_the_whole(live):
    steps = ways.estimate_ways(live)
    assert steps[[*ways.WAYS, "still_in"]].sum(axis=1).to_numpy() == pytest.approx(1)
    inside = steps.dropna(subset="still_in_low")
    assert (inside["still_in_low"] < inside["still_in"]).all()
    assert (inside["still_in"] < inside["still_in_high"]).all()
    assert sum(count_bands(live).values()) == len(live)


def test_the_order_of_rows_changes_nothing(live):
    shuffled = live.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(ways.estimate_ways(shuffled), ways.estimate_ways(live))
    assert ways.find_only_way(shuffled, "deal", 5) == ways.find_only_way(live, "deal", 5)


def test_nobody_and_one_person_raise_nothing():
    nobody = ways.estimate_ways(SIX.iloc[:0])
    assert nobody["still_in"].tolist() == [1]
    assert ways.find_only_way(SIX.iloc[:0], "deal", 1) is None
    for one in (SIX.iloc[[0]], SIX.iloc[[1]]):
        assert ways.estimate_ways(one)["still_in_low"].isna().all()  # all in, then all or nobody out: no interval


def test_how_people_got_out_is_told_of_those_known_to_be_free(record):
    people = record.detainees
    rows = ways.select_ways(people, UNTIL).set_index("detainee_id")["way"]
    assert rows.astype(object).fillna("").to_dict() == {"gamma-gil": "deal", "zeta-zoe": ""}
    zoe = people["detainee_id"] == "zeta-zoe"
    freed = people.assign(outcome=people["outcome"].mask(zoe, "unknown"))
    freed.loc[zoe, ["released", "released_earliest", "released_latest"]] = [
        "2024-09-01",
        *[pd.Timestamp("2024-09-01")] * 2,
    ]
    rows = ways.select_ways(freed, UNTIL).set_index("detainee_id")
    assert rows.loc["zeta-zoe", ["way", "ended"]].tolist() == ["other", True]  # free, and nobody says how
    untold = freed.assign(outcome=freed["outcome"].mask(zoe))  # on an early day no document had said how it stood
    assert ways.select_ways(untold, UNTIL).set_index("detainee_id").loc["zeta-zoe", "way"] == "other"


def test_every_outcome_of_the_codebook_but_those_of_the_held_is_a_way_out(whole):
    coded = set(whole.codes("detainees", "outcome"))
    assert {code for codes in ways.WAYS.values() for code in codes} == coded - {"still_held"}


def test_the_only_way_out_after_some_years_is_found_and_needs_enough_people():
    years = times((100, "court"), (400, "court"), (700, "deal"), (800, "deal"), (900, None), (1000, "deal"))
    assert ways.find_only_way(years, "deal", 2) == (2, 2)  # after a year and 35 days a court let somebody go
    assert ways.find_only_way(years, "deal", 3) is None
    early = years.assign(days_max=years["days_max"].mask(years["days"] == 400, 740))
    assert ways.find_only_way(early, "deal", 1) is None  # a court may have let somebody go after two years
    assert ways.find_only_way(years, "term", 1) is None


def test_years_are_read_off_the_steps_with_the_people_still_followed():
    read = ways.read_ways(ways.estimate_ways(SIX), SIX, [0, 30, 35, 60])
    assert read["at_risk"].tolist() == [6, 4, 2, 0]
    assert read["still_in"].tolist() == pytest.approx([1, 5 / 12, 5 / 12, 0])


def test_ways_out_in_words_for_one_many_and_none():
    who = "Of six people, charge drugs: "
    assert describe_ways(SIX, (2, 5)) == (
        "After two years in Russian custody, Americans are known to have got out only in deals"
    )
    assert describe_ways(SIX, None) == "Four of six people left Russian custody, two of them in a deal"
    assert (
        describe_ways(SIX, (2, 5), who) == f"{who}four left custody, two of them in a deal; two not known to be free."
    )
    assert describe_ways(SIX.iloc[[2, 5]], None, who) == f"{who}two left custody, none of them in a deal."
    assert describe_ways(SIX.iloc[[1]], None, who) == f"{who}none is known to have left custody, after up to 0.1 years."


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_bands_are_stacked_from_those_still_in_to_the_deported(wide):
    ax = Figure(figsize=(wide, 5)).add_axes((0.02, 0, 0.96, 1))
    plot_ways(ways.estimate_ways(SIX), SIX, ax=ax)
    (panel,) = ax.child_axes
    bands = {band.get_label(): band for band in panel.collections}
    assert list(bands) == ["still_in", "deal", "court", "deported"]
    assert bands["still_in"].get_facecolor()[0] == pytest.approx((*[int(marks.COLOUR["russian_side"][at : at + 2], 16) / 255 for at in (1, 3, 5)], 1))  # fmt: skip
    tops = {name: band.get_paths()[0].vertices for name, band in bands.items()}
    late = {name: sorted({round(y, 2) for x, y in top if x > 55 / 365.25}) for name, top in tops.items()}
    assert late == {"still_in": [0], "deal": [0, 37.5], "court": [37.5, 58.33], "deported": [58.33, 100]}
    texts = [text.get_text() for text in (ax if wide == NARROW else panel).texts]
    assert {"2", "1", "freed in a deal", "deported", "not known to be free", "people, of 6"} <= set(texts)
    beneath = [text.get_text() for text in panel.texts]
    assert "100%" in beneath  # at the arrest six are followed
    assert beneath.count("0") >= 2  # year 0, and nobody followed after a year


def test_where_fewer_than_five_are_followed_no_share_is_written():
    ax = Figure(figsize=(WIDTH, 5)).add_axes((0.02, 0, 0.96, 1))
    few = SIX.iloc[:4]
    plot_ways(ways.estimate_ways(few), few, ax=ax)
    assert not [text for text in ax.child_axes[0].texts if text.get_text().endswith("%") and len(text.get_text()) < 5]


def test_the_time_after_which_only_deals_freed_anybody_is_pointed_out(live):
    ax = Figure(figsize=(WIDTH, 5)).add_axes((0.02, 0, 0.96, 1))
    plot_ways(ways.estimate_ways(live), live, only=ways.find_only_way(live, "deal", 5), ax=ax)
    said = " ".join(text.get_text().replace("\n", " ") for text in ax.child_axes[0].texts)
    assert "after two years five got out, all in deals" in said
    late = live[live["ended"] & (live["days_max"] > 2 * 365.25)]
    assert (len(late), set(late["way"])) == (5, {"deal"})


def test_shares_stand_in_the_bands_where_five_are_followed_and_counts_have_their_head(live):
    ax = Figure(figsize=(WIDTH, 5)).add_axes((0.02, 0, 0.96, 1))
    steps = ways.estimate_ways(live)
    plot_ways(steps, live, ax=ax)
    texts = [text.get_text() for text in ax.child_axes[0].texts]
    assert f"people, of {len(live)}" in texts
    row = ways.read_ways(steps, live, [live["days"].nlargest(5).min() - 1]).iloc[0]
    for band in ("deal", "court", "deported", "still_in"):
        assert f"{100 * row[band]:.0f}%" in texts
    (few,) = [patch for patch in ax.child_axes[0].patches if patch.get_hatch()]
    assert few.get_facecolor()[3] == 0  # bands keep their colour


def test_those_freed_in_deals_without_the_united_states_are_told_apart(whole):
    record = whole
    picture = ways_out(record)
    people = record.detainees.set_index("detainee_id").loc[picture.papers["people"]]
    apart = people["outcome"].eq("exchanged_elsewhere").sum()
    assert f"Of those freed in a deal {spell(apart)} were in one without the US" in picture.papers["unit"]
    in_deals = people["exchange_id"].notna().sum()
    assert f"{in_deals + apart} in a deal" in picture.papers["also"]
    assert "without the US" not in ways_out(record.where(charge_type="drugs")).papers["unit"]
