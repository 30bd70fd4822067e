"""What was known by a day, worked by hand: three early cards beside the one that knows everything on 2 August 2024."""

import matplotlib as mpl
import pandas as pd
import pytest
from conftest import write_card
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import charts, evidence, findings, measures, tables
from analysis.charts.known import NEW, format_publisher
from analysis.record.files import ROOT

mpl.use("agg")
HEAD = {"publisher": "South", "kind": "news", "retrieved": "2026-11-22"}
GAMMA = "2024-08-gamma"


@pytest.fixture
def grown(root):
    """The small record with the arrest of 2023, a first report of Alpha for Beta, and a report of 1 August 2024."""
    write_card(
        root, "2023-04-south-gil", HEAD | {"published": "2023-04"}, '[detainees.gamma-gil]\narrested = "2023-03"\n'
    )
    write_card(
        root, "1986-09-29-south-ann", HEAD | {"published": "1986-09-29"},
        '[exchanges.1986-09-alpha-beta]\ndate = "1986-09-29"\nkind = "one_sided"\n'
        '[detainees.alpha-ann]\nname = "A. Alpha"\nexchange_id = "1986-09-alpha-beta"\ncustodian = "soviet_union"\n',
    )  # fmt: skip
    write_card(
        root, "2024-08-01-south-gamma", HEAD | {"published": "2024-08-01"},
        f'[detainees.gamma-gil]\nexchange_id = "{GAMMA}"\ncustodian = "russia"\nsentence_months = 180\n'
        f'[[negotiators]]\nexchange_id = "{GAMMA}"\nname = "Kay Kappa"\nrole = "mediator"\n',
    )  # fmt: skip
    return root


def select_row(record, table, row):
    frame = getattr(record, table)
    return frame[frame.iloc[:, 0] == row].iloc[0]


def test_a_row_is_not_there_before_the_first_document_that_speaks_of_it(grown):
    assert load_tables(grown).where(known_on="1986-09-28").detainees.empty
    assert load_tables(grown).where(known_on="1986-09-29").detainees["detainee_id"].tolist() == ["alpha-ann"]
    assert load_tables(grown).where(known_on="2023-04-29").detainees["detainee_id"].tolist() == ["alpha-ann"]
    # a document dated by its month counts from the last day of that month
    assert load_tables(grown).where(known_on="2023-04-30").detainees["detainee_id"].tolist() == [
        "alpha-ann",
        "gamma-gil",
    ]


def test_a_coarse_reading_stands_until_a_document_gives_ours(grown):
    early, late = load_tables(grown).where(known_on="2024-08-01"), load_tables(grown).where(known_on="2024-08-02")
    assert select_row(early, "detainees", "gamma-gil")["arrested"] == "2023-03"
    assert select_row(early, "detainees", "gamma-gil")["arrested_latest"] == pd.Timestamp("2023-03-31")
    assert select_row(late, "detainees", "gamma-gil")["arrested"] == "2023-03-29"


def test_a_wrong_reading_stands_until_a_document_gives_ours_and_never_after(grown):
    write_card(
        grown,
        "2024-08-03-south-gamma",
        HEAD | {"published": "2024-08-03"},
        "[detainees.gamma-gil]\nsentence_months = 180\n",
    )
    months = [
        select_row(load_tables(grown).where(known_on=day), "detainees", "gamma-gil")["sentence_months"]
        for day in ("2024-08-01", "2024-08-02", "2024-08-03")
    ]
    assert months == [180, 192, 192]


def test_a_newer_but_coarser_reading_does_not_take_precision_away(grown):
    write_card(
        grown, "2024-01-01-south-gil", HEAD | {"published": "2024-01-01"}, '[detainees.gamma-gil]\narrested = "2023"\n'
    )
    assert select_row(load_tables(grown).where(known_on="2024-08-01"), "detainees", "gamma-gil")["arrested"] == "2023-03"


def test_a_newer_contradiction_replaces_an_older_one_as_long_as_ours_is_not_given(grown):
    write_card(
        grown,
        "2024-01-01-south-gil",
        HEAD | {"published": "2024-01-01"},
        '[detainees.gamma-gil]\narrested = "2023-05"\n',
    )
    assert select_row(load_tables(grown).where(known_on="2024-08-01"), "detainees", "gamma-gil")["arrested"] == "2023-05"


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
        grown, "1986-08-30-state-ann", HEAD | {"published": "1986-08-30", "kind": "archive"},
        '[detainees.alpha-ann]\narrested = "1986-08-30"\n',
    )  # fmt: skip
    assert load_tables(grown).where(known_on="1986-09-28").detainees.empty


def test_on_the_last_day_the_tables_are_ours(root):
    known, ours = load_tables(root).where(known_on="2026-11-22"), tables.load_tables(root)
    for table in ("exchanges", "detainees", "negotiators", "leaders"):
        pd.testing.assert_frame_equal(getattr(known, table), getattr(ours, table), obj=table)


def test_nobody_knew_vinnik_in_the_deal_on_the_day_fogel_flew_home():
    cards, claims = evidence.load_cards(), evidence.load_claims()
    deal = "2025-02-fogel-vinnik"
    first, third = evidence.as_known_on("2025-02-11", cards=cards), evidence.as_known_on("2025-02-13", cards=cards)
    assert first.detainees.loc[first.detainees["exchange_id"] == deal, "name"].tolist() == ["Marc Fogel"]
    assert select_row(first, "exchanges", deal)["name"] == "Deal of 2025-02-11"
    assert "Alexander Vinnik" in third.detainees.loc[third.detainees["exchange_id"] == deal, "name"].tolist()
    assert select_row(third, "exchanges", deal)["name"] == "Fogel for Vinnik"
    second = known.select_namings(claims, deal, "us_side").query("published == '2025-02-12'")
    assert set(second["named"]) == {0, 1}


def test_at_the_end_of_the_real_record_every_value_is_known():
    cards = evidence.load_cards()
    known, ours = evidence.as_known_on(cards["known_from"].max(), cards=cards), tables.load_raw(ROOT)
    for table in ("exchanges", "detainees", "negotiators"):
        pd.testing.assert_series_equal(
            getattr(known, table).drop(columns="notes").notna()[ours[table].columns.drop("notes")].sum(),
            ours[table].drop(columns="notes").notna().sum(),
        )


def test_what_changed_between_two_days_is_listed_with_before_and_after(grown):
    early, late = load_tables(grown).where(known_on="2024-08-01"), load_tables(grown).where(known_on="2024-08-02")
    changes = known.compare_known(early, late).set_index(["table", "row", "column"])
    assert changes.loc[("detainees", "gamma-gil", "arrested")].tolist() == ["2023-03", "2023-03-29"]
    assert pd.isna(changes.loc[("exchanges", GAMMA, "date"), "before"])
    assert ("detainees", "gamma-gil", "exchange_id") not in changes.index
    assert known.compare_known(late, late).empty


def trace(grown, *days):
    records = [load_tables(grown).where(known_on=day) for day in days]
    return known.trace_account(records, GAMMA, ["date", "exchange_id", "arrested", "sentence_months", "credit"])


def test_an_account_says_of_each_value_whether_it_is_new_changed_or_the_same(grown):
    account = trace(grown, "2024-08-01", "2024-08-02").set_index(["day", "who", "column"])["change"]
    late = account.loc[pd.Timestamp("2024-08-02")]
    assert late[("", "date")] == "new"
    assert late[("Gil Gamma", "arrested")] == "changed"
    assert late[("Gil Gamma", "exchange_id")] == "same"
    assert late[("Kay Kappa/mediator", "credit")] == "new"
    assert set(account.loc[pd.Timestamp("2024-08-01")]) == {""}


def test_growth_counts_a_persons_values_from_the_day_he_is_in_the_deal(grown):
    raw = tables.load_raw(grown)
    dated = evidence.date_cells(raw, evidence.load_cards(grown), grown)
    record = tables.load_tables(grown)
    growth = measures.count_growth(dated, record.exchanges, ["1986-09-alpha-beta"], pd.Timestamp("2024-12-31"))
    # 29 September 1986: the deal's date, Ann Alpha's name, deal and custodian; her other values only in 2024
    assert growth["known"].tolist()[0] == 4
    assert growth["days_after"].tolist()[0] == 0
    assert growth["day"].tolist()[-1] == pd.Timestamp("2024-12-31")
    assert (
        growth["known"].tolist()[-1]
        == growth["of"].tolist()[-1]
        == (dated["exchange_id"] == "1986-09-alpha-beta").sum()
    )
    gamma = measures.count_growth(dated, record.exchanges, [GAMMA], pd.Timestamp("2024-12-31"))
    assert gamma["day"].min() == pd.Timestamp("2024-08-01")  # his arrest of 2023 joins the account with the deal


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
    assert findings.describe_namings(make_namings(*reports)) == expected


def make_growth(*shares):
    rows = [(name, days, known, 10) for name, days, known in shares]
    return pd.DataFrame(rows, columns=["name", "days_after", "known", "of"])


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([], "No deal is in this selection."),
        ([("A", 7, 5), ("A", 8, 9)], "Within seven days of the deal documents had given 50% of what we hold of A."),
        (
            [("A", 0, 5), ("B", 1, 5)],
            "Within seven days of the deal documents had given 50% of what we hold of each of two deals.",
        ),
        (
            [("A", 0, 5), ("B", 9, 5), ("C", 1, 3)],
            "Within seven days of the deal documents had given 50% of what we hold of A, 0% of B.",
        ),
    ],
)
def test_the_finding_on_growth_for_none_one_tie_and_many(shares, expected):
    assert findings.describe_growth(make_growth(*shares)) == expected


def test_the_finding_on_an_account_names_who_came_when(grown):
    account = trace(grown, "2024-07-31", "2024-08-01", "2024-08-02")
    assert findings.describe_account(account) == (
        "Known to be freed in this deal on 31 July 2024: nobody; by 1 August Gil Gamma; "
        "by 2 August also Dan Delta and Eve Eta."
    )
    assert findings.describe_account(account[account["day"] == "2024-07-31"]).endswith("31 July 2024: nobody.")
    assert findings.describe_account(account.iloc[:0]) == "No day is in this selection."


def test_only_what_changed_is_in_colour(grown):
    ax = Figure(figsize=(6, 5)).add_axes((0, 0, 1, 1))
    account = trace(grown, "2024-08-01", "2024-08-02")
    charts.plot_account(account, ax=ax)
    coloured = [text for text in ax.texts if to_hex(text.get_color()) == NEW.lower()]
    assert len(coloured) == account["change"].isin(["new", "changed", "gone"]).sum()
    assert {"2023-03-29", "192"} <= {text.get_text() for text in coloured}


def test_growth_is_drawn_as_a_step_line_a_deal_that_ends_at_its_share():
    ax = Figure(figsize=(6, 4)).add_axes((0, 0, 1, 1))
    growth = make_growth(("A", 0, 5), ("A", 30, 9), ("B", 3, 2)).assign(year=2024)
    charts.plot_growth(growth.assign(share=growth["known"] / growth["of"]), ax=ax)
    steps = [line for line in ax.lines if line.get_drawstyle() == "steps-post"]
    assert [line.get_ydata()[-1] for line in steps] == [90, 20]
    assert "A\n2024: 9 of 10 values" in [text.get_text() for text in ax.texts]


def test_reports_that_name_somebody_stand_filled_above_the_others_hollow_below():
    ax = Figure(figsize=(6, 3)).add_axes((0, 0, 1, 1))
    charts.plot_namings(make_namings(("2024-08-02", 1), ("2024-08-02", 0), ("2024-08-03", 1)), ax=ax)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert sorted(line.get_ydata()[0] > 0 for line in dots) == [False, True, True]
    assert [line.get_markerfacecolor() for line in dots if line.get_ydata()[0] < 0] == ["white"]


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [
        ("severuss.online (mirror of AP)", "AP"),
        ("usaemall.com (mirror of The New York Times)", "New York Times"),
        ("Breaking On (rewrite of an ABC News report)", "ABC News"),
        ("Channel One (Russia)", "Channel One"),
        ("Gazeta.Ru", "Gazeta.Ru"),
    ],
)
def test_a_mirror_is_labelled_with_what_it_mirrors(publisher, expected):
    assert format_publisher(publisher) == expected
