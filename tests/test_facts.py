"""Claims recomputed on the six-people record, worked by hand; then against durations that papers published."""

from dataclasses import replace

import matplotlib as mpl
import pandas as pd
import pytest
from conftest import SOUTH, write_card
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import check, load_tables
from analysis.claims import counts, facts, verdicts
from analysis.claims import distinct as alike
from analysis.claims.check import check_claims
from analysis.pictures.facts import HEAD, PALE, describe_facts, head_facts, measure_agreement, plot_facts, tell_reasons
from analysis.pictures.marks import TEXT
from analysis.pictures.page import NARROW, WIDTH
from analysis.record import cards, schema, tables
from analysis.record.cards import place_card

mpl.use("agg")


def add_claim(root, body, name="2024-08-03-south-claim", before="", **header):
    write_card(root, name, SOUTH | header, f'{before}[[claims]]\nsays = "A count."\n{body}\n')


def verify(root):
    """The verdict on the claims of the added cards."""
    verified = facts.verify_claims(load_tables(root))
    return verified.iloc[0] if len(verified) == 1 else verified


def list_problems(root):
    return [
        str(problem)
        for problem in check_claims(cards.load_claims(root), tables.load_raw(root), schema.load_descriptor(root), root)
    ]


def test_swaps_are_counted_by_their_first_day_and_mediated_deals_left_out(record):
    assert counts.swaps_between(record, start="1986", end="2024-08-01") == (2, 2)
    assert counts.swaps_between(record, start="1986-09-30", end="2024-07-31") == (0, 0)
    record.exchanges.loc[1, "kind"] = "mediated"
    assert counts.swaps_between(record, start="1986", end="2024-08-01") == (1, 1)


def test_a_deal_known_to_the_month_may_or_may_not_lie_in_the_period(record):
    record.exchanges.loc[0, "date_earliest"] = pd.Timestamp("1986-09-01")
    record.exchanges.loc[0, "date_latest"] = pd.Timestamp("1986-09-30")
    assert counts.swaps_between(record, start="1986-09-15", end="1986-12-31") == (0, 1)


def test_days_in_custody_are_exact_a_range_or_nothing(record):
    assert counts.days_in_custody(record, detainee_id="gamma-gil") == (491, 491)
    assert counts.days_in_custody(record, detainee_id="beta-bob") == (29, 59)  # arrested in August 1986
    assert counts.days_in_custody(record, detainee_id="zeta-zoe") is None  # still held
    assert counts.years_in_custody(record, detainee_id="zeta-zoe") is None
    assert counts.years_in_custody(record, detainee_id="gamma-gil")[0] == pytest.approx(491 / 365.25)


def test_what_was_left_is_the_term_less_the_time_since_arrest(record):
    low, high = counts.left_to_serve_months(record, detainee_id="gamma-gil")
    assert low == high == pytest.approx(192 - 491 / 365.25 * 12)
    assert counts.left_to_serve_months(record, detainee_id="eta-eve") is None  # life


def test_a_term_that_had_run_out_before_the_release_says_nothing_of_what_was_left(record):
    record.detainees.loc[2, "sentence_months_final"] = 12
    assert counts.left_to_serve_months(record, detainee_id="gamma-gil") is None
    record.detainees.loc[2, "sentence_months_final"] = 24
    assert counts.left_to_serve_months(record, detainee_id="gamma-gil")[0] == pytest.approx(24 - 491 / 365.25 * 12)


def test_people_freed_are_the_published_totals_without_companions(record):
    assert counts.people_freed(record, exchange_id="2024-08-gamma", side="both") == (3, 3)
    assert counts.people_freed(record, exchange_id="2024-08-gamma", side="us_side") == (1, 1)
    record.exchanges.loc[1, "freed_by_us_side"] = pd.NA
    assert counts.people_freed(record, exchange_id="2024-08-gamma", side="both") is None


def test_somebody_without_a_name_may_have_come_from_one_more_state(record):
    record.detainees["received_by"] = None
    assert counts.custodians_in(record, exchange_id="2024-08-gamma") == (3, 3)  # russia, belarus, germany
    assert counts.countries_in(record, exchange_id="2024-08-gamma") == (3, 6)  # of three it is unknown where they went
    record.exchanges.loc[1, "freed_by_russian_side"] = 3
    assert counts.custodians_in(record, exchange_id="2024-08-gamma") == (3, 4)


def test_americans_held_go_from_the_certain_to_the_possible(record):
    assert counts.americans_held(record, on="2024-01-04") == (1, 1)  # Gil
    assert counts.americans_held(record, on="2024-07-15") == (2, 2)  # Gil and Zoe
    assert counts.americans_held(record, on="2024-08-01") == (1, 2)  # the day on which Gil left
    assert counts.americans_held(record, on="2024-08") == (0, 2)  # Zoe was last reported held on 2 August
    assert counts.americans_held(record, on="2009-12-31") is None


def test_only_americans_that_the_russian_side_let_go_are_counted(record):
    assert counts.americans_freed_between(record, start="2024-01-01", end="2024-12-31") == (1, 1)
    assert counts.americans_freed_between(record, start="1986", end="2024") == (2, 2)  # Ann and Gil


def test_whoever_has_no_name_or_no_status_may_have_been_an_american(record):
    def freed(start, end):
        return counts.americans_freed_between(record, start=start, end=end)

    record.exchanges.loc[1, "freed_by_russian_side"] = 4  # two of them named: Gil, an American, and Dan, who is none
    assert freed("2024-01-01", "2024-12-31") == (1, 3)
    assert freed("2024-08-02", "2024-12-31") == (0, 2)  # the deal ended on 2 August, Gil was freed on the first
    assert freed("1986", "1986") == (1, 1)
    record.detainees.loc[3, "us_status"] = None
    assert freed("2024-01-01", "2024-12-31") == (1, 4)
    record.detainees.loc[2, ["released_earliest", "released_latest"]] = pd.NaT  # then as the deal is dated
    assert freed("2024-01-01", "2024-12-31") == (1, 4)
    assert freed("2024-08-02", "2024-12-31") == (0, 3)
    record.exchanges.loc[1, "freed_by_russian_side"] = pd.NA
    assert freed("2024-01-01", "2024-12-31") is None
    assert freed("1986", "1986") == (1, 1)
    record.exchanges.loc[1, "kind"] = "mediated"
    assert freed("2024-01-01", "2024-12-31") == (0, 0)


def test_of_the_bridge_in_1985_sixteen_have_no_name_and_four_no_status(whole):
    assert counts.americans_freed_between(whole, start="1985-06", end="1985-06") == (0, 20)


def test_rows_in_another_order_count_the_same(record):
    turned = replace(record, detainees=record.detainees[::-1], exchanges=record.exchanges[::-1])
    for of in (record, turned):
        assert counts.americans_freed_between(of, start="1986", end="2024") == (2, 2)
        assert counts.larger_swaps_between(of, start="1980", end="2024", exchange_id="1986-09-alpha-beta") == (1, 1)
        assert counts.swaps_between(of, start="1986", end="2024") == (2, 2)


@pytest.mark.parametrize("measure", [counts.people_named, counts.people_freed])
def test_a_side_that_is_none_is_refused_with_those_that_there_are(record, measure):
    with pytest.raises(ValueError, match="no side 'us': there are russian_side, us_side, both"):
        measure(record, exchange_id="2024-08-gamma", side="us")
    with pytest.raises(KeyError):
        measure(record, exchange_id="2024-08-nobody", side="us_side")


def test_a_deal_without_a_day_a_kind_or_a_total_may_count(record):
    record.exchanges.loc[1, "kind"] = None
    assert counts.swaps_between(record, start="2024", end="2024") == (0, 1)
    record.exchanges.loc[1, "kind"] = "swap"
    record.exchanges.loc[1, ["date_earliest", "date_latest"]] = pd.NaT
    assert counts.swaps_between(record, start="1990", end="1999") == (0, 1)
    record.exchanges.loc[1, "freed_by_us_side"] = pd.NA
    assert counts.larger_swaps_between(record, start="1990", end="1999", exchange_id="1986-09-alpha-beta") == (0, 1)


def test_a_person_whose_custodian_is_not_known_may_have_come_from_one_more_state(record):
    record.detainees.loc[4, "custodian"] = None
    assert counts.custodians_in(record, exchange_id="2024-08-gamma") == (2, 3)
    assert counts.countries_in(record, exchange_id="2024-08-gamma") == (4, 5)  # russia, belarus, united_states, germany


def test_larger_swaps_are_those_of_more_people(record):
    assert counts.larger_swaps_between(record, start="1980", end="2024", exchange_id="1986-09-alpha-beta") == (1, 1)
    assert counts.larger_swaps_between(record, start="1980", end="2024-07", exchange_id="1986-09-alpha-beta") == (0, 0)
    assert counts.larger_swaps_between(record, start="1980", end="2024", exchange_id="2024-08-gamma") == (0, 0)


def test_a_name_is_known_once_another_document_has_given_it(root):
    body = 'measure = "people_named"\nexchange_id = "2024-08-gamma"\nside = "us_side"\nequals = 0'
    own = '[detainees.eta-eve]\nexchange_id = "2024-08-gamma"\n'
    add_claim(root, body, name="2024-08-01-south-claim", before=own, published="2024-08-01")
    add_claim(root, body, name="2024-08-02-south-claim", published="2024-08-02")
    add_claim(root, body, name="2024-08-03-south-claim")
    verified = verify(root)
    assert list(verified["verdict"]) == ["agrees", "differs", "differs"]
    card = root / place_card("2024-08-01-south-claim")
    card.write_text(card.read_text("utf-8").replace(own, ""), "utf-8")
    verified = verify(root)
    assert list(verified["verdict"]) == ["agrees", "cannot tell", "differs"]
    assert verified["reason"][1] == "others first gave the name that same day"
    known = load_tables(root).where(known_on="2024-08-02").detainees
    assert (known["detainee_id"] == "eta-eve").any()


@pytest.mark.parametrize(
    ("comparison", "claimed", "found", "verdict"),
    [
        ("equals", 5, (5, 5), "agrees"),
        ("equals", 5, (4, 6), "cannot tell"),
        ("equals", 5, (6, 6), "differs"),
        ("at_least", 5, (5, 9), "agrees"),
        ("at_least", 5, (4, 9), "cannot tell"),
        ("at_least", 5, (3, 4), "differs"),
        ("at_least", 5, (4, 5), "cannot tell"),
        ("at_most", 5, (0, 5), "agrees"),
        ("at_most", 5, (5, 6), "cannot tell"),
        ("at_most", 5, (6, 6), "differs"),
        ("about", 100, (95, 105), "agrees"),
        ("about", 100, (94, 100), "cannot tell"),
        ("about", 100, (106, 110), "differs"),
        ("equals", 5, None, "cannot tell"),
    ],
)
def test_a_claim_agrees_only_where_the_whole_range_does(comparison, claimed, found, verdict):
    assert verdicts.judge(comparison, claimed, found) == verdict


def test_about_leaves_half_a_unit_to_rounding_only_for_what_is_measured():
    assert verdicts.judge("about", 3, (3.4, 3.4), measured=True) == "agrees"
    assert verdicts.judge("about", 3, (4, 4)) == "differs"


@pytest.mark.parametrize(
    ("body", "verdict", "difference", "reason"),
    [
        ('measure = "days_in_custody"\ndetainee_id = "gamma-gil"\nequals = 491', "agrees", 0, ""),
        (
            'measure = "days_in_custody"\ndetainee_id = "gamma-gil"\nequals = 492',
            "differs",
            1,
            "inclusive counting: one day more",
        ),
        ('measure = "days_in_custody"\ndetainee_id = "gamma-gil"\nequals = 500', "differs", 9, "9 more than we count"),
        (
            'measure = "days_in_custody"\ndetainee_id = "beta-bob"\nequals = 40',
            "cannot tell",
            0,
            "arrest known only to the month",
        ),
        (
            'measure = "people_freed"\nexchange_id = "2024-08-gamma"\nside = "both"\nequals = 5',
            "differs",
            2,
            "counts the two companions who travelled",
        ),
        (
            'measure = "people_freed"\nexchange_id = "2024-08-gamma"\nside = "russian_side"\nequals = 4',
            "differs",
            2,
            "2 more than we count",
        ),
        (
            'measure = "custodians_in"\nexchange_id = "2024-08-gamma"\nequals = 4',
            "differs",
            1,
            "counts people whom our rules leave out",
        ),
        (
            'measure = "larger_swaps_between"\nstart = "1980"\nend = "2024"\nexchange_id = "1986-09-alpha-beta"\nequals = 0',
            "differs",
            -1,
            "Gamma and others freed 3",
        ),
        (
            'measure = "years_in_custody"\ndetainee_id = "eta-eve"\nat_most = 3',
            "differs",
            None,
            "fits if counted from the verdict",
        ),
        (
            'measure = "americans_held"\non = "2024-07-15"\nat_least = 9',
            "differs",
            7,
            "more than are publicly known by name",
        ),
    ],
)
def test_a_verdict_comes_with_its_distance_and_its_reason(root, body, verdict, difference, reason):
    add_claim(root, body)
    verified = verify(root)
    assert (verified["verdict"], verified["reason"]) == (verdict, reason)
    assert difference is None or verified["difference"] == difference


def test_a_document_with_another_day_of_arrest_is_explained_by_it(root):
    own = '[detainees.gamma-gil]\narrested = "2023-03-20"\n'
    add_claim(root, 'measure = "days_in_custody"\ndetainee_id = "gamma-gil"\nequals = 500', before=own)
    assert verify(root)["reason"] == "its arrest day differs from ours: 20 Mar 2023, not 29 Mar 2023"


def test_a_statement_older_than_the_deal_is_told_apart(root):
    body = 'measure = "people_freed"\nexchange_id = "2024-08-gamma"\nside = "both"\nequals = 9'
    add_claim(root, body, name="2024-07-30-south-claim", published="2024-07-30")
    assert verify(root)["reason"] == "said before the deal was complete"
    add_claim(root, body, name="2024-08-02-south-claim", published="2024-08-02")
    add_claim(root, body, name="2024-south-claim", published="2024")
    assert list(verify(root)["reason"]) == [
        "said before the deal was complete",
        "6 more than we count",
        "perhaps said before the deal was complete",
    ]


def test_our_own_note_explains_a_number_that_it_names(root):
    file = root / "data" / "exchanges.csv"
    file.write_text(file.read_text("utf-8").replace("1,2,2,No ", "1,2,2,Some. Of 9 asked for: two came. No "), "utf-8")
    add_claim(root, 'measure = "people_freed"\nexchange_id = "2024-08-gamma"\nside = "both"\nequals = 9')
    assert verify(root)["reason"] == "our note: Of 9 asked for: two came"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('measure = "swops"\nequals = 1', "9: measure: swops: expected one of swaps_between, "),
        ('measure = "swaps_between"\nstart = "2024"\nequals = 1', "7: end: expected this argument"),
        (
            'measure = "days_in_custody"\ndetainee_id = "eta-eve"\nside = "both"\nequals = 1',
            "11: side: both: expected one of the arguments detainee_id",
        ),
        (
            'measure = "days_in_custody"\ndetainee_id = "theta"\nequals = 1',
            "10: detainee_id: theta: expected a row of data/d",
        ),
        (
            'measure = "custodians_in"\nexchange_id = "2024"\nequals = 1',
            "10: exchange_id: 2024: expected a row of data/e",
        ),
        ('measure = "americans_held"\non = "2024-02-30"\nequals = 1', "10: on: 2024-02-30: expected a date as YYYY"),
        (
            'measure = "people_freed"\nexchange_id = "2024-08-gamma"\nside = "east"\nequals = 1',
            "11: side: east: expected one of russian_side, us_side, both",
        ),
        ('measure = "americans_held"\non = "2024"\nequals = "9"', "11: equals: 9: expected a number"),
        ('measure = "americans_held"\non = "2024"\nequals = true', "11: equals: True: expected a number"),
    ],
)
def test_a_claim_that_cannot_be_recomputed_is_refused_by_line(root, body, problem):
    add_claim(root, body)
    (found,) = check.check_record(root)[0]
    assert str(found).startswith(f"seeds/2024/2024-08-03-south-claim.toml:{problem}")


def test_every_measure_is_a_function_that_the_check_accepts(root):
    add_claim(root, 'measure = "swaps_between"\nstart = "1986"\nend = "2024"\nequals = 2')
    assert list_problems(root) == []
    assert all(callable(getattr(counts, measure)) for measure in counts.MEASURES)


def claims(*rows):
    frame = pd.DataFrame(rows, columns=["measure", "subject", "verdict", "reason"])
    frame = frame.assign(comparison="equals", claimed=1.0, lowest=2.0, highest=2.0, says=frame["subject"] + ".")
    return frame.assign(verdict=pd.Categorical(frame["verdict"], facts.VERDICTS, ordered=True))


AGREES = ("swaps_between", "2024", "agrees", "")
FEWER = ("people_freed", "Gamma", "differs", "2 fewer than we count")
MORE = ("people_freed", "Gamma", "differs", "counts a companion")
OPEN = ("people_named", "Gamma", "cannot tell", "")


def test_the_sentence_on_all_claims_for_none_one_and_many():
    assert describe_facts(claims()) == "There is no countable statement in the documents read."
    assert describe_facts(claims(AGREES)) == (
        "The one countable statement in the documents read agrees with the record."
    )
    assert describe_facts(claims(OPEN), "one paper") == (
        "The one countable statement in one paper cannot be told from the record."
    )
    assert describe_facts(claims(AGREES, AGREES, FEWER, OPEN)) == (
        "Of four countable statements in the documents read, two agree, one differs and one cannot be told."
    )


def test_the_sentence_on_claims_of_a_selection_begins_with_whose():
    assert describe_facts(claims(AGREES), beginning="Of two people: ") == (
        "Of two people: one countable statement; one agrees."
    )
    assert describe_facts(claims(AGREES, AGREES, FEWER, OPEN), beginning="Of two people: ") == (
        "Of two people: four countable statements, three of them distinct; two agree, one differs and one cannot be told."
    )


def test_what_several_documents_say_alike_is_one_distinct_statement():
    verified = claims(AGREES, AGREES, MORE, FEWER, OPEN)
    distinct = alike.judge_distinct(verified).set_index("measure")
    assert distinct["statements"].to_dict() == {"swaps_between": 2, "people_freed": 2, "people_named": 1}
    assert distinct.loc["people_freed", ["verdict", "reason"]].tolist() == [
        "differs", "counts the companions who travelled along"
    ]  # the reason that comes first in the list  # fmt: skip
    counts = alike.count_statements(verified).set_index("verdict")
    assert counts["statements"].to_dict() == {"agrees": 2, "differs": 2, "cannot tell": 1}
    assert counts["distinct"].to_dict() == {"agrees": 1, "differs": 1, "cannot tell": 1}
    mixed = claims(("people_named", "Gamma", "agrees", ""), OPEN)
    assert alike.judge_distinct(mixed)["verdict"].tolist() == ["cannot tell"]
    other = verified.assign(claimed=[1.0, 2.0, 1.0, 2.0, 1.0])
    assert alike.count_statements(other)["distinct"].tolist() == [2, 2, 1]


def test_reasons_are_counted_with_one_example_and_sum_to_all_that_differ():
    verified = claims(AGREES, MORE, FEWER, FEWER, ("people_freed", "Alpha", "differs", "3 more than we count"))
    reasons = alike.count_reasons(verified)
    assert reasons[["reason", "statements", "distinct", "subject"]].to_numpy().tolist() == [
        ["counts the companions who travelled along", 1, 1, "Gamma"],
        [alike.OTHERWISE, 3, 1, "Gamma"],  # what has no reason stands last; Gamma's was said by more documents
    ]
    counts = alike.count_statements(verified).set_index("verdict").loc["differs"]
    assert reasons[["statements", "distinct"]].sum().tolist() == counts[["statements", "distinct"]].tolist() == [4, 2]


def test_rows_in_another_order_and_no_rows_are_counted_all_the_same():
    verified = claims(AGREES, MORE, FEWER, FEWER, OPEN)
    for count in (alike.judge_distinct, alike.count_statements, alike.count_reasons):
        pd.testing.assert_frame_equal(count(verified), count(verified[::-1]))
        count(claims(OPEN))
        count(claims())
    assert alike.count_reasons(claims()).empty
    assert alike.count_statements(claims())["statements"].tolist() == [0, 0, 0]


def test_the_headline_gives_the_share_of_all_and_the_description_the_leading_reason():
    verified = claims(AGREES, AGREES, AGREES, MORE)
    assert head_facts(alike.count_statements(verified)) == (
        "Three quarters of published numbers on prisoners freed or held agree with this record"
    )
    assert measure_agreement(alike.count_statements(verified)).to_dict() == {"statements": 0.75, "distinct": 0.5}
    unclear = alike.count_statements(claims(AGREES, AGREES, AGREES, OPEN))
    assert measure_agreement(unclear)["statements"] == 0.75  # what cannot be told is among all
    assert tell_reasons(alike.count_reasons(verified)) == (
        "The reason found most often: counts the companions who travelled along (1 of 1 that differ)."
    )
    assert tell_reasons(alike.count_reasons(claims(AGREES))) == ""
    tied = claims(MORE, ("people_freed", "Alpha", "differs", "fits if counted from the verdict"))
    assert tell_reasons(alike.count_reasons(tied)) == ""


@pytest.mark.parametrize("wide", [WIDTH, NARROW])
def test_every_statement_has_its_square_dark_once_for_all_that_say_the_same(wide):
    verified = claims(AGREES, AGREES, MORE, FEWER, FEWER, OPEN, OPEN)
    ax = Figure(figsize=(wide, 5)).add_axes((0.02, 0, 0.96, 1))
    plot_facts(alike.count_statements(verified), alike.count_reasons(verified), ax=ax)
    squares = [
        (len(marks.get_offsets()), to_hex(marks.get_edgecolor()[0]), to_hex(marks.get_facecolor()[0]))
        for marks in ax.collections
    ]
    dark, pale, white = TEXT.lower(), PALE.lower(), "#ffffff"
    assert squares == [
        (1, dark, dark), (1, pale, pale),  # agree
        (1, dark, dark), (2, pale, pale),  # differ
        (1, dark, white), (1, pale, white),  # cannot be told
        (1, dark, dark), (2, pale, pale),  # counts companions; otherwise
    ]  # fmt: skip
    texts = [text.get_text() for text in ax.texts]
    assert "Differ: 3 statements, 1 distinct" in texts
    assert {"1", "2 (0)", HEAD} <= set(texts)
    assert any("The record gives 2." in text for text in texts)


@pytest.fixture
def lines(root):
    """Two documents with the same wrong sum, one right count, one that a partial date leaves open."""
    people = 'measure = "people_freed"\nexchange_id = "2024-08-gamma"\nside = "both"\nequals = '
    add_claim(root, people + "5", name="2024-08-03-south-a")
    add_claim(root, people + "5", name="2024-08-03-west-a", publisher="West")
    add_claim(root, people + "3", name="2024-08-03-south-b")
    add_claim(root, 'measure = "days_in_custody"\ndetainee_id = "beta-bob"\nequals = 40', name="2024-08-03-south-c")
    return facts.verify_claims(load_tables(root))


def test_of_a_selection_the_claims_on_its_rows_are_verified_against_the_whole(lines, root):
    record = load_tables(root)
    assert facts.verify_claims(record.where(kind="swap"))["measure"].tolist() == ["days_in_custody"]
    assert facts.verify_claims(record.where(side="us_side"))["claimed"].tolist() == [5, 3, 40, 5]
    of_one = facts.verify_claims(record.where(charge_type="homicide"))
    pd.testing.assert_frame_equal(of_one, lines[lines["measure"] == "people_freed"].reset_index(drop=True))
    assert facts.verify_claims(record.where(charge_type="drugs")).empty
    assert facts.verify_claims(record).equals(lines)


def test_what_a_selection_leaves_out_still_counts_in_what_was_claimed(root):
    add_claim(root, 'measure = "custodians_in"\nexchange_id = "2024-08-gamma"\nequals = 3')
    record = load_tables(root)
    (left,) = facts.verify_claims(record.where(side="us_side")).to_dict("records")
    assert (left["lowest"], left["highest"], left["verdict"]) == (3, 3, "agrees")


def test_claims_on_no_row_belong_to_no_selection(root):
    add_claim(root, 'measure = "swaps_between"\nstart = "1986"\nend = "2024"\nequals = 2')
    record = load_tables(root)
    assert len(facts.verify_claims(record)) == 1
    assert facts.verify_claims(record.where(side="us_side")).empty


def test_of_a_day_the_claims_made_by_then_are_verified_from_what_was_known(lines, root):
    record = load_tables(root)
    assert facts.verify_claims(record.where(known_on="2024-08-02")).empty
    pd.testing.assert_frame_equal(facts.verify_claims(record.where(known_on="2024-08-03")), lines)


def test_claims_that_say_the_same_are_one_line_the_furthest_first(lines):
    summary = facts.summarise_claims(lines)
    assert list(summary["claimed"]) == [5, 3, 40]
    assert list(summary["documents"]) == [2, 1, 1]
    assert list(summary["publishers"]) == ["South and West", "South", "South"]
    counts = facts.count_verdicts(lines)
    assert counts[["measure", *facts.VERDICTS, "claims"]].to_numpy().tolist() == [
        ["people_freed", 1, 2, 0, 3],
        ["days_in_custody", 0, 0, 1, 1],
    ]


@pytest.mark.parametrize(
    ("person", "days"),
    [
        ("gershkovich-evan", 491),
        ("griner-brittney", 294),
        ("kurmasheva-alsu", 288),
        ("whelan-paul", 2043),
        ("reed-trevor", 985),
        ("poczobut-andrzej", 1860),
        ("zacharski-marian", 1444),
    ],
)
def test_durations_that_papers_published_come_out_of_our_dates(person, days, whole):
    assert counts.days_in_custody(whole, detainee_id=person) == (days, days)


def test_the_articles_that_the_project_began_with_are_found_by_their_note(whole):
    notes = pd.DataFrame(
        {"note": ["Founding article 2.", "Found in a founding article.", None], "source": ["b", "c", "a"]}
    )
    assert facts.list_founding(notes) == ["b"]
    assert len(facts.list_founding(whole.claims)) == 5
