"""What was known by a day, worked by hand: three early cards beside the one that knows everything on 2 August 2024."""

import matplotlib as mpl
import pandas as pd
import pytest
from conftest import SOUTH, write_card

from analysis import evidence, load_tables, pictures
from analysis.measures import known
from analysis.pictures.known import describe_namings, tell_fogel_vinnik

mpl.use("agg")
GAMMA = "2024-08-gamma"


@pytest.fixture
def grown(root):
    """The small record with the arrest of 2023, a first report of Alpha for Beta, and a report of 1 August 2024."""
    write_card(
        root, "2023-04-south-gil", SOUTH | {"published": "2023-04"}, '[detainees.gamma-gil]\narrested = "2023-03"\n'
    )
    write_card(
        root, "1986-09-29-south-ann", SOUTH | {"published": "1986-09-29"},
        '[exchanges.1986-09-alpha-beta]\ndate = "1986-09-29"\nkind = "one_sided"\n'
        '[detainees.alpha-ann]\nname = "A. Alpha"\nexchange_id = "1986-09-alpha-beta"\ncustodian = "soviet_union"\n',
    )  # fmt: skip
    write_card(
        root, "2024-08-01-south-gamma", SOUTH | {"published": "2024-08-01"},
        f'[detainees.gamma-gil]\nexchange_id = "{GAMMA}"\ncustodian = "russia"\nsentence_months = 180\n'
        f'[[negotiators]]\nexchange_id = "{GAMMA}"\nname = "Kay Kappa"\nrole = "mediator"\n',
    )  # fmt: skip
    return root


def list_people(root, day):
    """The people known on a day, by their true ids: who is not yet named is shown under another."""
    record = load_tables(root).where(known_on=day)
    return [record.ids.get(person, person) for person in record.detainees["detainee_id"]]


def select_row(record, table, row):
    """The one row that has this true id."""
    frame = getattr(record, table)
    (at,) = [place for place, shown in frame.iloc[:, 0].items() if record.ids.get(shown, shown) == row]
    return frame.loc[at]


def test_a_row_is_not_there_before_the_first_document_that_speaks_of_it(grown):
    assert list_people(grown, "1986-09-28") == []
    assert list_people(grown, "1986-09-29") == ["alpha-ann"]
    assert list_people(grown, "2023-04-29") == ["alpha-ann"]
    # a document dated by its month counts from the last day of that month
    assert list_people(grown, "2023-04-30") == ["alpha-ann", "gamma-gil"]


def test_an_alias_shows_from_the_first_document_that_prints_it(grown):
    table = grown / "data" / "detainees.csv"
    table.write_text(table.read_text("utf-8").replace("Ann Alpha,,", "Ann Alpha,A. Alpha;Anna Alpha,"), "utf-8")
    write_card(
        grown, "1990-south-ann", SOUTH | {"published": "1990"}, '[detainees.alpha-ann]\nname = "Anna Alpha"\n'
    )  # fmt: skip
    aliases = [
        select_row(load_tables(grown).where(known_on=day), "detainees", "alpha-ann")["aliases"]
        for day in ("1986-09-29", "1990-12-31")
    ]
    assert aliases == ["A. Alpha", "A. Alpha;Anna Alpha"]


def test_a_coarse_reading_stands_until_a_document_gives_ours(grown):
    early, late = load_tables(grown).where(known_on="2024-08-01"), load_tables(grown).where(known_on="2024-08-02")
    assert select_row(early, "detainees", "gamma-gil")["arrested"] == "2023-03"
    assert select_row(early, "detainees", "gamma-gil")["arrested_latest"] == pd.Timestamp("2023-03-31")
    assert select_row(late, "detainees", "gamma-gil")["arrested"] == "2023-03-29"


def test_a_wrong_reading_stands_until_a_document_gives_ours_and_never_after(grown):
    write_card(
        grown,
        "2024-08-03-south-gamma",
        SOUTH | {"published": "2024-08-03"},
        "[detainees.gamma-gil]\nsentence_months = 180\n",
    )
    months = [
        select_row(load_tables(grown).where(known_on=day), "detainees", "gamma-gil")["sentence_months"]
        for day in ("2024-08-01", "2024-08-02", "2024-08-03")
    ]
    assert months == [180, 192, 192]


def test_a_newer_but_coarser_reading_does_not_take_precision_away(grown):
    write_card(
        grown, "2024-01-01-south-gil", SOUTH | {"published": "2024-01-01"}, '[detainees.gamma-gil]\narrested = "2023"\n'
    )
    assert (
        select_row(load_tables(grown).where(known_on="2024-08-01"), "detainees", "gamma-gil")["arrested"] == "2023-03"
    )


def test_a_newer_contradiction_replaces_an_older_one_as_long_as_ours_is_not_given(grown):
    write_card(
        grown,
        "2024-01-01-south-gil",
        SOUTH | {"published": "2024-01-01"},
        '[detainees.gamma-gil]\narrested = "2023-05"\n',
    )
    assert (
        select_row(load_tables(grown).where(known_on="2024-08-01"), "detainees", "gamma-gil")["arrested"] == "2023-05"
    )


def test_a_deal_is_known_from_the_first_document_that_puts_somebody_into_it(grown):
    record = load_tables(grown).where(known_on="2024-08-01")
    deal = select_row(record, "exchanges", GAMMA)
    assert pd.isna(deal["date"])
    assert deal["name"] == "Gamma and others"
    assert record.negotiators["name"].tolist() == ["Kay Kappa"]
    assert pd.isna(record.negotiators["credit"].iloc[0])


def test_a_deal_bears_its_name_only_once_everybody_in_it_is_known(grown):
    assert load_tables(grown).where(known_on="1986-09-29").exchanges["name"].tolist() == ["Deal of 1986-09-29"]
    late = load_tables(grown).where(known_on="2024-08-02").exchanges["name"].tolist()
    assert late == ["Alpha for Beta", "Gamma and others"]


def test_leaders_stand_as_of_the_day_and_the_day_is_the_last_looked_at(grown):
    record = load_tables(grown).where(known_on="1986-09-29")
    assert record.data_through == pd.Timestamp("1986-09-29")
    assert record.leaders["name"].tolist() == ["Lee Lambda", "Nat Nu"]
    assert record.leaders["to"].isna().all()
    assert record.exchanges["us_leader"].tolist() == ["Lee Lambda"]
    assert record.rulings.empty


def test_papers_from_an_archive_do_not_count_on_the_day_they_were_written(grown):
    write_card(
        grown, "1986-08-30-state-ann", SOUTH | {"published": "1986-08-30", "kind": "archive"},
        '[detainees.alpha-ann]\narrested = "1986-08-30"\n',
    )  # fmt: skip
    assert load_tables(grown).where(known_on="1986-09-28").detainees.empty


def test_on_the_last_day_the_tables_are_ours(root):
    ours = load_tables(root)
    then = ours.where(known_on=f"{ours.data_through:%Y-%m-%d}")
    for table in ("exchanges", "detainees", "negotiators", "leaders"):
        noted = getattr(ours, table)
        bare = noted.assign(notes=pd.Series(None, noted.index, "str")) if "notes" in noted else noted
        pd.testing.assert_frame_equal(getattr(then, table), bare, obj=table)


def test_a_deal_named_after_somebody_not_yet_known_in_it_has_another_name_and_another_id(grown):
    early = load_tables(grown).where(known_on="1986-09-29")
    assert early.ids == {"deal-1": "1986-09-alpha-beta"}
    assert early.exchanges["exchange_id"].tolist() == ["deal-1"]
    assert early.detainees["exchange_id"].tolist() == ["deal-1"]
    late = load_tables(grown).where(known_on="2024-08-02")
    assert late.ids == {}
    assert late.exchanges["exchange_id"].tolist() == ["1986-09-alpha-beta", GAMMA]


def test_somebody_whom_no_document_has_named_has_no_name_and_another_id(grown):
    early = load_tables(grown).where(known_on="2024-08-01")
    assert early.ids == {"deal-1": "1986-09-alpha-beta", "person-1": "gamma-gil"}
    assert early.detainees[["detainee_id", "name"]].to_numpy().tolist() == [
        ["alpha-ann", "Ann Alpha"],
        ["person-1", "not yet named"],
    ]
    assert early.detainees.loc[1, "last_confirmed"] is pd.NaT
    assert load_tables(grown).where(known_on="2024-08-02").ids == {}


@pytest.mark.parametrize("day", ["1986-09-28", "1986-09-29", "2023-04-30", "2024-08-01"])
def test_no_cell_that_is_shown_speaks_of_who_is_not_yet_known(grown, day):
    record = load_tables(grown).where(known_on=day)
    shown = [record.exchanges, record.detainees, record.negotiators, record.standing]
    words = " ".join(str(cell) for frame in shown for cell in frame.to_numpy().ravel()).casefold()
    late = {"beta": "2024-08-02", "bob": "2024-08-02", "gil": "2024-08-02", "zeta": "2024-08-02"}
    assert not [name for name, since in late.items() if day < since and name in words]


@pytest.mark.slow
def test_filters_by_standing_share_out_everybody_those_not_yet_named_too(grown):
    early = load_tables(grown).where(known_on="2024-08-01")
    parts = [
        load_tables(grown).where(known_on="2024-08-01", standing=code) for code in ("agreed", "single", "disputed")
    ]
    assert sorted(who for part in parts for who in part.detainees["detainee_id"]) == sorted(
        early.detainees["detainee_id"]
    )


def test_a_part_in_a_deal_has_the_deals_other_id_too(grown):
    body = '[[negotiators]]\nexchange_id = "1986-09-alpha-beta"\nname = "Ida Iota"\nrole = "negotiator"\n'
    write_card(grown, "1986-09-30-south-ida", SOUTH | {"published": "1986-09-30"}, body)
    early = load_tables(grown).where(known_on="1986-09-30")
    assert early.negotiators[["exchange_id", "name"]].to_numpy().tolist() == [["deal-1", "Ida Iota"]]
    assert len(early.where(negotiator="Ida Iota").detainees) == 1


def test_the_standing_of_a_day_is_that_of_the_documents_published_by_then(grown):
    record = load_tables(grown)
    key = ["table", "row", "column"]
    early, now = (at.standing.set_index(key)["voices"] for at in (record.where(known_on="2024-08-01"), record))
    assert early[("detainees", "person-1", "custodian")] == 1
    assert now[("detainees", "gamma-gil", "custodian")] == 2
    assert ("detainees", "person-1", "convicted") not in early.index


def test_the_voices_that_speak_of_somebody_not_yet_named_are_counted(grown):
    early = load_tables(grown).where(known_on="2024-08-01")
    people = pictures.standing_of_values(early).data.drop_duplicates("detainee_id")
    assert people.set_index("detainee_id")["row_voices"].to_dict() == {"alpha-ann": 1, "person-1": 1}


@pytest.fixture(scope="module")
def live(whole):
    return whole


def test_nobody_knew_vinnik_in_the_deal_on_the_day_fogel_flew_home(live):
    deal = "2025-02-fogel-vinnik"
    first, third = live.where(known_on="2025-02-11"), live.where(known_on="2025-02-13")
    (shown,) = [other for other, true in first.ids.items() if true == deal]
    assert first.detainees.loc[first.detainees["exchange_id"] == shown, "name"].tolist() == ["Marc Fogel"]
    assert select_row(first, "exchanges", deal)["name"] == "Deal of 2025-02-11"
    assert deal not in set(first.exchanges["exchange_id"]) | set(first.detainees["exchange_id"])
    assert "Alexander Vinnik" in third.detainees.loc[third.detainees["exchange_id"] == deal, "name"].tolist()
    assert select_row(third, "exchanges", deal)["name"] == "Fogel for Vinnik"
    second = known.select_namings(live.claims, deal, "us_side").query("published == '2025-02-12'")
    assert set(second["named"]) == {0, 1}


def test_at_the_end_of_the_real_record_every_value_is_known(live):
    cards = evidence.load_cards()
    last = cards["known_from"].max()
    then = live.set_back(last)  # the last cards were read after the last day looked at, which where() would refuse
    for table in ("exchanges", "detainees", "negotiators"):
        pd.testing.assert_series_equal(
            getattr(then, table).drop(columns="notes").notna()[live.raw[table].columns.drop("notes")].sum(),
            live.raw[table].drop(columns="notes").notna().sum(),
        )


def trace(grown, *days):
    record = load_tables(grown)
    records = [record.where(known_on=day) for day in days]
    return known.trace_account(records, GAMMA, ["date", "exchange_id", "arrested", "sentence_months", "credit"])


def test_an_account_says_of_each_value_whether_it_is_new_changed_or_the_same(grown):
    account = trace(grown, "2024-08-01", "2024-08-02").set_index(["day", "who", "column"])["change"]
    late = account.loc[pd.Timestamp("2024-08-02")]
    assert late[("", "date")] == "new"
    assert late[("Gil Gamma", "arrested")] == "changed"
    assert late[("Gil Gamma", "exchange_id")] == "same"
    assert late[("Kay Kappa/mediator", "credit")] == "new"
    assert set(account.loc[pd.Timestamp("2024-08-01")]) == {""}


def make_namings(*reports):
    frame = pd.DataFrame(reports, columns=["published", "named"])
    return frame.assign(exchange_id=GAMMA, publisher="South (mirror of the North)", says="", source="x")


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], "No dated report says whether anybody had been named."),
        ([("2024-08", 1)], "No dated report says whether anybody had been named."),
        ([("2024-08-01", 0)], "None of one dated report names the person freed in return."),
        (
            [("2024-08-01", 0), ("2024-08-02", 1)],
            "Reports agree: the person freed in return was named from 2 August 2024 on.",
        ),
        (
            [("2024-08-02", 1), ("2024-08-02", 0), ("2024-08-02", 0)],
            "Of three reports of 2 August 2024, one names the person freed in return, two do not.",
        ),
    ],
)
def test_the_finding_on_namings_for_none_one_agreement_and_dispute(reports, expected):
    assert describe_namings(make_namings(*reports)) == expected


def test_the_table_of_fogel_and_vinnik_calls_the_deal_as_each_day_did(live):
    told = tell_fogel_vinnik(live)
    assert list(told) == ["who", "what", "11 February 2025", "12 February 2025", "14 February 2025"]
    deal = told[told["who"] == "the deal"].set_index("what")
    assert deal.loc["name"].tolist()[1:] == ["Deal of 2025-02-11", "Fogel for Vinnik", "Fogel for Vinnik"]
    assert deal.loc["freed by the US side"].tolist()[1:] == ["–", "1", "1"]
    vinnik = told[told["who"] == "Alexander Vinnik, freed by the US side"].set_index("what")
    assert set(vinnik["11 February 2025"]) == {"–"}
    assert vinnik.loc["arrested"].tolist()[1:] == ["–", "2017-07", "2017-07-25"]
    fogel = told[told["who"] == "Marc Fogel, freed by the Russian side"].set_index("what")
    assert fogel.loc["in the deal"].tolist()[1:] == ["Deal of 2025-02-11", "Fogel for Vinnik", "Fogel for Vinnik"]
    assert "Kirill Dmitriev, negotiator" in set(told["who"])


def test_the_table_knows_no_later_day_than_its_record_and_is_empty_without_the_deal(live):
    assert list(tell_fogel_vinnik(live.where(known_on="2025-02-12")))[2:] == ["11 February 2025", "12 February 2025"]
    assert tell_fogel_vinnik(live.where(known_on="2024-12-31")).empty
    assert tell_fogel_vinnik(live.where(place_country="turkey")).empty
    assert tell_fogel_vinnik(live.where(side="us_side")).equals(tell_fogel_vinnik(live))
