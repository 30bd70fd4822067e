"""Filters, pictures and cards without a browser: on the record of six people, worked by hand."""

import contextlib
import json
import re
import threading
from dataclasses import replace
from html import escape, unescape

import pandas as pd
import pytest
from conftest import SOUTH, write_card
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

from analysis import load_tables
from analysis.explore import browser, card, choice, form, panel, rows, saving, screen, sending
from analysis.measures.held import held_on
from analysis.pictures import PICTURES, EmptyPicture, publish, sheet_of_deal
from analysis.pictures.marks import locate_people
from analysis.pictures.page import render
from analysis.record import dates, scope, select
from analysis.record.files import ROOT

EVERYBODY = ["alpha-ann", "beta-bob", "gamma-gil", "delta-dan", "eta-eve", "zeta-zoe"]


@pytest.mark.parametrize(
    ("chosen", "people", "deals"),
    [
        ({}, EVERYBODY, 2),
        ({"side": "us_side"}, ["beta-bob", "eta-eve"], 2),
        ({"custodian": ["soviet_union", "belarus"]}, ["alpha-ann", "delta-dan"], 2),
        ({"charge_group": "security"}, ["alpha-ann", "beta-bob", "gamma-gil", "delta-dan"], 2),
        ({"charge_type": "drugs"}, ["zeta-zoe"], 0),
        ({"outcome": "still_held"}, ["zeta-zoe"], 0),
        ({"designation": "designated"}, ["gamma-gil"], 1),
        ({"kind": "swap"}, ["alpha-ann", "beta-bob"], 1),
        ({"negotiator": "Kay Kappa"}, ["gamma-gil", "delta-dan", "eta-eve"], 1),
        ({"negotiator": "Ida Iota", "side": "us_side"}, ["beta-bob", "eta-eve"], 2),
        ({"years": (1986, 1990)}, ["alpha-ann", "beta-bob"], 1),
        ({"years": (2019, 2019)}, ["eta-eve"], 0),
        ({"years": (2025, 2025)}, ["zeta-zoe"], 0),
        ({"kind": "swap", "charge_type": "drugs"}, [], 0),
        ({"us": True}, ["alpha-ann", "gamma-gil", "zeta-zoe"], 2),
        ({"us": False}, ["beta-bob", "delta-dan", "eta-eve"], 2),
        ({"us": True, "outcome": "exchanged", "side": "us_side"}, [], 0),
        ({"us_status": "dual_citizen"}, ["zeta-zoe"], 0),
        ({"us_status": ["dual_citizen", "none"]}, ["beta-bob", "delta-dan", "eta-eve", "zeta-zoe"], 2),
        ({"citizenship": "russia"}, ["eta-eve", "zeta-zoe"], 1),
        ({"citizenship": ["soviet_union", "germany"]}, ["beta-bob", "delta-dan"], 2),
        ({"citizenship": "united_states", "us_status": "citizen"}, ["alpha-ann", "gamma-gil"], 2),
        ({"us_leader": "Lee Lambda"}, ["alpha-ann", "beta-bob"], 1),
        ({"us_leader": "Mia Mu", "us": True}, ["gamma-gil"], 1),
        ({"place_country": "turkey"}, ["gamma-gil", "delta-dan", "eta-eve"], 1),
        ({"place_country": ["turkey", "east_germany"], "custodian": "belarus"}, ["delta-dan"], 1),
        ({"deals_made": (1986, 1990)}, ["alpha-ann", "beta-bob"], 1),
        ({"deals_made": (1986, 2024), "charge_type": "homicide"}, ["eta-eve"], 1),
        ({"deals_made": (2019, 2019)}, [], 0),
        ({"people_held": (1986, 1986)}, ["alpha-ann", "beta-bob"], 1),
        ({"people_held": (2019, 2019)}, ["eta-eve"], 1),
        ({"people_held": (2024, 2024)}, ["gamma-gil", "delta-dan", "eta-eve", "zeta-zoe"], 1),
        ({"people_held": (2025, 2025)}, ["zeta-zoe"], 0),
        ({"people_held": (2019, 2022), "deals_made": (2024, 2024)}, ["eta-eve"], 1),
        ({"people_held": (2019, 2022), "deals_made": (1986, 1986)}, [], 0),
        ({"held_on": "2023-11-15"}, ["gamma-gil", "delta-dan", "eta-eve"], 1),
        ({"held_on": "2024-08-01", "us": True}, ["gamma-gil", "zeta-zoe"], 1),
        ({"occupation": "REPORT"}, ["zeta-zoe"], 0),
        ({"occupation": ["reporter for", "spy"]}, ["beta-bob", "zeta-zoe"], 1),
        ({"kremlin_leader": "Pat Pi"}, ["gamma-gil", "delta-dan", "eta-eve"], 1),
    ],
    ids=str,
)
def test_filters_combine_and_take_only_rows_away(record, chosen, people, deals):
    occupations = {"beta-bob": "spy", "zeta-zoe": "freelance reporter for North"}
    record = replace(
        record, detainees=record.detainees.assign(occupation=record.detainees["detainee_id"].map(occupations))
    )
    left = record.where(**chosen)
    assert left.detainees["detainee_id"].tolist() == people
    assert len(left.exchanges) == deals
    assert set(left.negotiators["exchange_id"]) <= set(left.exchanges["exchange_id"])
    assert record.detainees["detainee_id"].tolist() == EVERYBODY
    assert left.whole is record


def test_filters_of_two_steps_are_those_of_one(record):
    """Selecting from a selection keeps both; the same filter twice is refused, as it could only contradict itself."""
    twice = record.where(us=True).where(side="russian_side")
    assert twice.scope == {"people": "Americans", "held by": "the Russian side"}
    assert twice.detainees.equals(record.where(us=True, side="russian_side").detainees)
    with pytest.raises(ValueError, match=r"us: .* already selected"):
        twice.where(us=False)


def test_nothing_chosen_is_no_filter(record):
    for chosen in ({}, {"side": None, "custodian": [], "negotiator": "", "years": ()}):
        left = record.where(**chosen)
        assert (left.scope, left.filters, left.whole) == ({}, {}, left)


SCOPES = [
    ({"us": True, "years": (1986, 1986)}, {"years": "1986", "people": "Americans"}),
    ({"us": False}, {"people": "not known to be Americans"}),
    ({"us_status": "dual_citizen"}, {"US status": "dual citizen"}),
    ({"citizenship": ["soviet_union", "germany"]}, {"citizenship": "Soviet Union or Germany"}),
    ({"us_leader": "Mia Mu", "place_country": "turkey"}, {"place of the deal": "Turkey", "US president": "Mia Mu"}),
    ({"deals_made": (1980, 1990)}, {"deals made": "1980–1990"}),
    ({"kremlin_leader": "Pat Pi", "held_on": "2024-08-01"}, {"held on": "1 August 2024", "Kremlin leader": "Pat Pi"}),
    ({"people_held": (2019, 2024)}, {"people held": "2019–2024"}),
    ({"known_on": "2024-08-02"}, {"as known on": "2 August 2024"}),
]


def test_scope_says_in_words_what_was_selected(record):
    for chosen, words in SCOPES:
        assert list(record.where(**chosen).scope.items()) == list(words.items()), chosen


REFUSED = [
    ({"colour": "red"}, ["no filter colour", *select.FILTERS]),
    ({"side": "us_side", "us_citizen": True}, ["no filter us_citizen", *select.FILTERS]),
    ({"side": "american"}, ["'american'", "russian_side", "us_side"]),
    ({"us": "yes"}, ["'yes'", "True", "False"]),
    ({"us_status": "national"}, ["'national'", "citizen", "dual_citizen", "permanent_resident", "none"]),
    ({"citizenship": ["russia", "narnia"]}, ["'narnia'", "united_states", "soviet_union", "germany"]),
    ({"place_country": "Ankara"}, ["'Ankara'", "turkey", "east_germany"]),
    ({"us_leader": "Reagan"}, ["'Reagan'", "Lee Lambda", "Mia Mu"]),
    ({"kremlin_leader": "Pi"}, ["'Pi'", "Nat Nu", "Pat Pi"]),
    ({"occupation": "spy"}, ["no occupation with the word 'spy'"]),
    ({"occupation": 3}, ["no occupation with the word 3"]),
    ({"held_on": "2024-02-30"}, ["held_on '2024-02-30'", "YYYY-MM-DD"]),
    ({"held_on": "2031-01-01"}, ["held_on 2031-01-01 is after"]),
    ({"negotiator": "Nobody"}, ["'Nobody'", "Ida Iota", "Kay Kappa"]),
    ({"charge_group": "fraud"}, ["'fraud'", "security", "crime", "politics"]),
    ({"designation": "yes"}, ["'yes'", "designated", "not_designated"]),
    ({"standing": "unsure"}, ["'unsure'", "agreed", "single", "disputed"]),
    ({"years": (1990, 1980)}, ["years (1990, 1980)", "the first and the last year"]),
    ({"deals_made": (1990, 1980)}, ["deals_made (1990, 1980)", "the first and the last year"]),
    ({"years": ("1980", "1990")}, ["years ('1980', '1990')", "the first and the last year"]),
    ({"known_on": "1.8.2024"}, ["'1.8.2024'", "YYYY-MM-DD"]),
    ({"known_on": "today"}, ["'today'", "YYYY-MM-DD"]),
    ({"known_on": "2024-08"}, ["'2024-08'", "YYYY-MM-DD"]),
    ({"known_on": "2024-02-30"}, ["'2024-02-30'", "YYYY-MM-DD"]),
    ({"known_on": 2024}, ["2024", "YYYY-MM-DD"]),
]


def test_a_filter_that_cannot_be_is_refused_with_what_there_is(record):
    for chosen, said in REFUSED:
        with pytest.raises(ValueError) as refused:
            record.where(**chosen)
        assert [words for words in said if words not in str(refused.value)] == [], chosen


PHRASES = [
    ({"us": True, "deals_made": (2024, 2024)}, "Americans freed in deals made in 2024"),
    (
        {"side": "us_side", "charge_type": ["espionage", "homicide"]},
        "people held by the US side (charge: espionage or homicide)",
    ),
    ({"us": True, "outcome": "still_held", "custodian": "russia"}, "Americans last reported held, held by Russia"),
    ({"people_held": (2023, 2024), "known_on": "2024-08-02"}, "people held in 2023–2024, as known on 2 August 2024"),
    ({"us": False, "us_leader": "Mia Mu"}, "people not known to be Americans (US president: Mia Mu)"),
    ({"custodian": "united_states"}, "people held by the United States"),
    ({"held_on": "2024-01-10"}, "people held on 10 January 2024"),
    ({"held_on": "1986-08-15"}, "people held on 15 August 1986, possibly"),  # Bob was arrested some day in August
    ({"people_held": 2026}, "people held in 2026, possibly"),  # of Zoe the last report is of 2024
]


def test_a_denied_part_of_a_negotiator_is_told_with_the_name(record):
    record.negotiators.loc[record.negotiators["name"] == "Kay Kappa", "credit"] = "denied"
    told = record.where(negotiator=["Ida Iota", "Kay Kappa"]).scope["negotiator"]
    assert told == "Ida Iota or Kay Kappa (part denied)"


def test_a_selection_is_told_as_a_phrase(record):
    assert [scope.describe_people(record.where(**chosen)) for chosen, _ in PHRASES] == [said for _, said in PHRASES]


TIMES = [  # arrested, convicted, released, outcome, last report; whether custody in 1985 is vouched for
    ("1985-05-04", None, "1985-05", "let_go", None, True),
    ("1985-05", None, "1985-05", "let_go", None, True),
    (None, "1983-07", "1986-02-11", "exchanged", None, True),
    (None, None, "1985-06-11", "exchanged", None, True),
    ("1984", None, "1986", "exchanged", None, True),
    ("1985", None, "1986", "exchanged", None, True),
    (None, None, "1986-02-11", "exchanged", None, False),
    ("1984", None, None, "still_held", "1984-12", False),
    ("1984-12", None, "1985", "exchanged", None, True),
    ("1984-12-30", None, None, "unknown", "1985-03", False),
]


def test_documents_vouch_for_custody_in_a_year_whichever_of_the_days_they_leave_open_was_right():
    people = pd.DataFrame(TIMES, columns=["arrested", "convicted", "released", "outcome", "last_confirmed", "told"])
    for column in ("arrested", "convicted", "released"):
        people[[f"{column}_earliest", f"{column}_latest"]] = dates.parse_dates(people[column])
    people["last_confirmed"] = dates.parse_dates(people["last_confirmed"])["earliest"]
    told = select.is_vouched(people, pd.Timestamp("1985-01-01"), pd.Timestamp("1985-12-31"))
    assert told.tolist() == people["told"].tolist()


def test_of_those_held_then_it_is_told_how_many_were_so_for_certain(record):
    people = record.detainees
    people.loc[people["detainee_id"] == "eta-eve", ["arrested_earliest", "arrested_latest"]] = pd.Timestamp(
        "1986-08-01"
    )
    people.loc[people["detainee_id"] == "eta-eve", ["released_earliest", "released_latest"]] = pd.Timestamp(
        "1986-09-01"
    )
    chosen = scope.describe_people(record.where(held_on="1986-08-15"))
    assert chosen == "people held on 15 August 1986, one certainly and one possibly"


@pytest.mark.slow
def test_who_was_held_on_a_day_is_told_alike_by_filter_and_measure():
    record = load_tables()
    for day in pd.date_range("1960-01-05", record.data_through, freq="190D"):
        held, chosen = held_on(record.detainees, day), record.where(held_on=day).detainees
        assert chosen["detainee_id"].tolist() == held["detainee_id"].tolist(), day
        assert select.is_vouched(chosen, day, day).tolist() == (held["held"] == "certain").tolist(), day


def test_a_day_nobody_has_looked_at_is_refused(record):
    with pytest.raises(ValueError, match="after 2026"):
        record.where(known_on="2031-01-01")
    record.where(known_on=f"{record.data_through:%Y-%m-%d}")  # the last day itself has been looked at
    with pytest.raises(ValueError, match=f"after {record.data_through:%Y-%m-%d}"):
        record.where(known_on=record.data_through + pd.Timedelta(days=1))


def test_a_picture_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(ValueError, match="no picture 'nope'") as refused:
        PICTURES["nope"]
    assert [name for name in PICTURES if name not in str(refused.value)] == []


def test_as_known_on_an_early_day_less_is_left(record):
    assert len(record.where(known_on="2024-08-01").detainees) == 0
    assert len(record.where(known_on="2024-08-02").detainees) == 6


def test_standing_is_that_of_the_least_sure_key_value(root):
    """One card gives everything, so every person rests on one voice; a second paper vouches for all of Zoe's key values."""
    body = '[detainees.zeta-zoe]\nname = "Zoe Zeta"\narrested = "2024-01-05"\ncharge_type = "drugs"\nsentence_kind = "term"\n'
    write_card(root, "2024-07-05-south", SOUTH | {"published": "2024-07-05"}, body + "sentence_months = 150\n")
    record = load_tables(root)
    assert record.where(standing="agreed").detainees["detainee_id"].tolist() == ["zeta-zoe"]
    assert len(record.where(standing="single").detainees) == 5
    # whatever the day, all cards rate: on this one South alone had told of Zoe
    early = record.where(known_on="2024-08-01", standing="agreed")
    assert early.detainees["detainee_id"].tolist() == ["zeta-zoe"]
    assert len(record.where(known_on="2024-08-01", standing="single").detainees) == 0


def test_every_picture_draws_or_says_kindly_that_nothing_is_left(record):
    for chosen in ({}, {"side": "us_side"}, {"charge_type": "drugs"}, {"kind": "swap", "charge_type": "drugs"}):
        selected = record.where(**chosen)
        for name, draw in PICTURES.items():
            try:
                picture = draw(selected)
            except EmptyPicture as nothing:
                assert str(nothing).endswith("."), name
                continue
            assert picture.papers["scope"] == selected.scope == scope.describe_filters(record, chosen), name


def test_nothing_left_is_told_for_every_picture(record):
    nobody = record.where(kind="swap", charge_type="drugs")
    for draw in PICTURES.values():
        with pytest.raises(EmptyPicture):
            draw(nobody)


@pytest.mark.slow
def test_a_view_without_filters_has_the_finding_of_the_notebook():
    """Two ways to the same picture must not drift apart."""
    record = load_tables()
    assert {path.stem for path in (ROOT / "figures").glob("*.json")} == set(PICTURES)
    for name, draw in PICTURES.items():
        kept = json.loads((ROOT / "figures" / f"{name}.json").read_text("utf-8"))
        assert draw(record).papers["finding"] == kept["finding"], name


@pytest.mark.slow
def test_every_picture_draws_as_known_on_any_day(whole):
    """Months in which half of a deal was known once ended in a TypeError: there all are drawn, beside later deals in turn."""
    names, days = list(PICTURES), whole.exchanges["date_earliest"].sort_values().iloc[5::6]
    turns = dict.fromkeys(map(pd.Timestamp, ("1945-01-31", "1962-02-28", "1963-10-10")), names)
    turns |= {day + pd.Timedelta(days=(-1) ** at): names[at :: len(days)] for at, day in enumerate(days)}
    for day, drawn in turns.items():
        known = whole.where(known_on=day)
        for name in drawn:
            with contextlib.suppress(EmptyPicture):
                assert PICTURES[name](known).papers["alt"], (name, day)
    whole.states.clear()


def test_deals_are_drawn_whole_when_people_are_filtered(record):
    picture = PICTURES["years-left"](record.where(charge_type="homicide"))
    assert picture.data.loc[picture.data["side"] == "russian_side", "named"].tolist() == [2]
    assert "shown whole" in picture.papers["unit"]


def test_filters_stand_in_finding_foot_papers_and_file_name(record, tmp_path):
    picture = PICTURES["charges"](record.where(side="us_side", years=(1980, 2024)))
    assert re.match("Of two people held in 1980–2024, held by the US side: ", picture.papers["finding"])
    assert picture.papers["scope"] == {"years": "1980–2024", "held by": "the US side"}
    foot = picture.figure.texts[2].get_text().replace("\n", " ")
    assert "Filters: years 1980–2024; held by the US side." in foot
    written = publish.export({"charges": picture}, tmp_path / "out")
    assert written["figure"].tolist() == [f"{tmp_path}/out/charges-years-1980-2024-held-by-the-us-side"]
    stem = "charges-years-1980-2024-held-by-the-us-side"
    assert {path.stem for path in (tmp_path / "out").iterdir()} == {stem, f"{stem}-narrow"}


def test_names_with_hostile_filters_stay_inside_the_folder_and_short():
    name = publish.extend_name("charges", {"negotiator": "../../" + "Ünal " * 60})
    assert name.startswith("charges-negotiator-unal")
    assert len(name) <= publish.LONGEST_NAME
    assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_the_code_draws_the_same_view(record, monkeypatch):
    chosen = {"side": "us_side", "years": (1980, 2024)}
    code = panel.write_code("charges", chosen)
    assert len(code.split("\n\n")) == 2
    assert code == (
        "from analysis import load_tables, pictures\n\n"
        "pictures.charges_by_side(load_tables().where(side='us_side', years=(1980, 2024)))"
    )
    drawn = []
    monkeypatch.setattr("analysis.record.tables.load_tables", lambda: record)
    monkeypatch.setattr("analysis.pictures.charges_by_side", lambda selected: drawn.append(selected.filters))
    exec(code, {})
    assert drawn == [chosen]


def test_the_code_of_every_picture_draws_that_picture(monkeypatch):
    """Without a filter nothing is selected, and every function is there under the name that the code gives it."""
    monkeypatch.setattr("analysis.record.tables.load_tables", lambda: "the whole record")
    drawn = []
    for name, draw in PICTURES.items():
        monkeypatch.setattr(
            f"analysis.pictures.{draw.__name__}", lambda record, name=name: drawn.append((name, record))
        )
        exec(panel.write_code(name, {}), {})
    assert drawn == [(name, "the whole record") for name in PICTURES]


def test_what_stands_in_a_document_never_becomes_markup(record):
    """Cards with markup are refused when they are read; should one slip through, the card still shows it as text."""
    cards = record.cards.copy()
    bad = {"value": "<img src=x>", "publisher": "<b>Bad</b>", "title": "<script>alert(1)</script>"}
    bad |= {"url": "javascript:alert(1)"}
    cards.loc[(cards["row"] == "zeta-zoe") & (cards["column"] == "charge"), list(bad)] = list(bad.values())
    html = card.write_card(replace(record, cards=cards), "detainees", "zeta-zoe")
    assert "&lt;img src=x&gt;" in html
    assert "&lt;script&gt;alert(1)" in html
    assert not [part for part in ("<script", "<img", "<b>Bad", "javascript:") if part in html]


def test_a_card_shows_standing_documents_and_ruling(root):
    write_card(root, "2024-08-03-south", SOUTH, "[detainees.zeta-zoe]\nsentence_months = 144\n")
    (root / "data" / "rulings.csv").write_text(
        "table,row_id,column,ruling,rule,reason\ndetainees,zeta-zoe,sentence_months,150,closer_source,North sat in court.\n"
    )
    record = load_tables(root)
    html = card.write_card(record, "detainees", "zeta-zoe")
    assert '<em class="explorer-disputed">disputed</em>' in html
    assert 'One document differs:</p><ul><li class="explorer-dissent"><b>12 years</b>' in html
    assert "<b>We took 12 years 6 months</b> (closer source): North sat in court. Cited: North, <a href" in html
    assert '<a href="https://example.org/a" target="_blank" rel="noopener noreferrer">' in html
    assert html == card.write_card(record.where(side="us_side"), "detainees", "zeta-zoe")  # whoever was selected
    before = card.write_card(record.where(known_on="2024-08-02"), "detainees", "zeta-zoe")
    assert "As documents published by 2 August 2024 gave it." in before
    assert "South" not in before
    assert "We took" not in before


def test_a_document_says_how_it_reads_and_whose_reporting_it_is(root):
    body = '[detainees.zeta-zoe]\narrested = "2024"\nsentence_months = 150\n'
    write_card(root, "2024-08-03-south", SOUTH | {"origin": "North"}, body)
    html = card.write_card(load_tables(root), "detainees", "zeta-zoe")
    assert '<b>2024</b> <em class="explorer-coarser">less precise</em> – South' in html
    assert "shares its origin (north) with another of these" in html
    assert "differs" not in html


def test_there_is_no_card_of_somebody_not_yet_known(record):
    assert card.write_card(record.where(known_on="2024-08-01"), "detainees", "zeta-zoe") == ""


def test_the_card_of_a_deal_under_another_name_shows_its_documents_and_their_standing(root):
    """Gil Gamma was not yet known to be in his deal, so its name and id tell too much; what documents gave stays as sure."""
    (root / "data" / "exchanges.csv").write_text(
        (root / "data" / "exchanges.csv").read_text("utf-8").replace("Gamma and others", "Gil Gamma and others"),
        "utf-8",
    )
    body = '[exchanges.2024-08-gamma]\ndate = "2024-08-01"\nplace = "Ankara"\n'
    body += (
        '[[negotiators]]\nexchange_id = "2024-08-gamma"\nname = "Kay Kappa"\nrole = "mediator"\ncountry = "turkey"\n'
    )
    write_card(root, "2024-08-01-south", SOUTH | {"published": "2024-08-01"}, body)
    record = load_tables(root).where(known_on="2024-08-01")
    assert record.ids == {"deal-1": "2024-08-gamma"}
    html = card.write_card(record, "exchanges", "deal-1")
    assert "Deal of 2024-08-01</h2>" in html
    assert "gamma" not in html.casefold()
    assert "<b>1 August 2024</b> – South" in html
    assert "<b>Kay Kappa</b> mediator" in html
    assert html.count("no document gives this") == 0
    assert "one voice" in html


def make_table(cells, hidden=(), order=(), right=()):
    """A browser that shows rows with ids 0 … and notes what it opens."""
    opened = []
    table = browser.Browser(lambda table, row: opened.append((table, row)))
    cells = pd.DataFrame(cells)
    ids = pd.Series([f"id-{row}" for row in cells.index], cells.index)
    words = pd.Series(list(hidden) or "", cells.index)
    order = pd.DataFrame(dict(order), cells.index)
    table.show(rows.Rows(cells, order, {"person": ("detainees", ids)}, words, list(right)))
    return table, opened


def read_names(table):
    return re.findall(r'data-row="id-(\d)"', table.body.html)


def test_a_table_searches_sorts_and_opens_rows():
    cells = {"person": ["B", "A", "<i>C"], "sentence": ["9 years", "", "10 years"]}
    table, opened = make_table(cells, order={"sentence": [108, None, 120]}, right=["sentence"])
    assert read_names(table) == ["0", "1", "2"]
    table.press({"act": "sort", "column": "sentence"})
    assert read_names(table) == ["2", "0", "1"]  # numbers as numbers, the longest first, none last
    assert 'aria-sort="descending" class="explorer-right"' in table.body.html
    table.press({"act": "sort", "column": "sentence"})
    assert read_names(table) == ["0", "2", "1"]
    table.press({"act": "sort", "column": "person"})
    assert read_names(table) == ["2", "1", "0"]
    assert "&lt;i&gt;C" in table.body.html
    assert "<i>" not in table.body.html
    table.search.value = "9 b"
    assert read_names(table) == ["0"]
    assert "1 of 3 rows" in table.said.value
    table.press({"act": "open", "table": "detainees", "row": "id-0"})
    assert opened == [("detainees", "id-0")]


def test_a_search_finds_other_spellings_and_letters_without_their_marks_and_names_the_word_without_a_match():
    table, _ = make_table({"person": ["Zoë Gaweł", "Ann Alpha"]}, ["Зоя Гавел;Zoya", ""])
    for words in ("gawel zoe", "ZOYA", "гавел"):
        table.search.value = words
        assert read_names(table) == ["0"], words
    for words, said in [
        ("ann <b>", "No row has “&lt;b&gt;”."),
        ("ann zoya", "No row has all of ann and zoya."),
        ("ann gawell", "No row has “gawell”. Did you mean gawel?"),
    ]:
        table.search.value = words
        assert said in table.said.value
        assert table.body.html == ""


def test_the_table_tells_sentences_custody_and_last_report_in_words(record):
    people = rows.list_people(record, "2024-08-01")
    cells = people.cells.set_index("person")
    told = ["9 years 6 months, at first 12 years 6 months", "6 months +", "2024-08-02"]
    assert cells.loc["Zoe Zeta", ["sentence", "in custody", "last report"]].tolist() == told
    assert cells.loc["Gil Gamma", "in custody"] == "1 year 4 months"
    assert cells.loc["Dan Delta", ["sentence", "held that day"]].tolist() == ["death", "certain"]
    assert cells.loc["Ann Alpha", "held that day"] == ""
    longest = people.order["sentence"].sort_values(ascending=False).index
    assert longest[:3].tolist() == ["delta-dan", "eta-eve", "gamma-gil"]
    deals = rows.list_deals(record)
    assert deals.cells.columns.tolist()[-2:] == ["US president", "Kremlin leader"]
    assert "Dan Delta" in deals.hidden["2024-08-gamma"]


def test_the_explorer_filters_draws_and_resets(root, monkeypatch):
    explorer = panel.Explorer(root)
    done = explorer.worker.submit
    explorer.form.controls["charge_type"].value = ("homicide",)
    done(str).result()
    assert "<b>1 person, 1 deal</b>" in explorer.status.html
    assert "1 person, 1 deal" in explorer.form.notes["charge_type"].value
    explorer.form.controls["kind"].value = ("swap",)
    done(str).result()
    assert "explorer-empty" in explorer.chart.html
    assert explorer.export.disabled
    explorer.form.reset.click()
    done(str).result()
    assert explorer.filters == {}
    assert "explorer-chart" in explorer.chart.html
    explorer.export.click()
    done(str).result()
    written = sorted(path.name for path in (root / "exports").iterdir())
    assert len(written) == 7
    assert re.findall(r'<a download="([^"]+)" href="data:', explorer.said.value) == written
    assert not (root / "figures").exists()  # where the record's own pictures stand


def test_the_explorer_has_a_button_for_every_picture(root):
    explorer = panel.Explorer(root)
    assert [name for _, name in explorer.views.options] == list(PICTURES)
    words = [words for words, _ in explorer.views.options]
    assert {"Charges then and now", "Exchanges by year", "Left behind", "Ways out"} <= set(words)
    assert panel.VIEWS.keys() <= PICTURES.keys()
    assert len(set(words)) == len(PICTURES)


def test_the_explorer_has_a_control_for_every_filter_with_a_choice(root, record):
    """Each choice that some row has can be chosen, and then is what record.where is given."""
    explorer = panel.Explorer(root)
    options, controls = select.list_used(record), explorer.form.controls
    assert {*options, *form.HINTS, "span", "from", "to"} == set(controls)
    assert set(select.FILTERS) - set(controls) == {"years", *form.SPANS.values()}
    assert sorted(name for names in form.GROUPS.values() for name in names) == sorted(controls)
    for name, words in options.items():
        assert [code for _, code in controls[name].list.options[1:]] == list(words), name
        for code in words:
            controls[name].list.value = code
            assert explorer.filters == {name: code}, (name, code)
            controls[name].value = ()
    controls["span"].value, controls["from"].value = "people_held", 2019
    assert explorer.filters == {"people_held": (2019, record.data_through.year)}
    explorer.worker.submit(str).result()


def test_what_cannot_be_is_refused_kindly_and_filters_nothing(root):
    explorer = panel.Explorer(root)
    for name, value, said in [
        ("from", 2030, "The first year has to come first."),
        ("to", 19, "Write years with four digits"),
        ("held_on", "2024-02-30", "Not a day that the record knows"),
        ("known_on", "2031-01-01", "none after"),
        ("occupation", "astronaut", "No occupation in the record has “astronaut”."),
    ]:
        explorer.form.controls[name].value = value
        explorer.worker.submit(str).result()
        assert said in explorer.form.notes["to" if name == "from" else name].value, name
        assert explorer.filters == {}, name
        explorer.clear()
        explorer.worker.submit(str).result()


def test_the_card_follows_the_filters_or_closes(root):
    explorer = panel.Explorer(root)
    wait = explorer.worker.submit
    explorer.browser.press({"act": "open", "table": "detainees", "row": "zeta-zoe"})
    wait(str).result()
    assert ">Zoe Zeta</h2>" in explorer.card.html
    explorer.form.controls["known_on"].value = "2024-08-02"
    wait(str).result()
    assert "As documents published by 2 August 2024 gave it." in explorer.card.html
    explorer.form.controls["known_on"].value = "2024-08-01"
    wait(str).result()
    assert explorer.card.html == panel.NO_CARD
    explorer.clear()
    explorer.press({"act": "open", "table": "exchanges", "row": "2024-08-gamma"})
    wait(str).result()
    assert "Gamma and others" in explorer.card.html
    explorer.browser.search.value = "alpha"
    explorer.clear()
    assert (explorer.card.html, explorer.browser.search.value) == (panel.NO_CARD, "")
    wait(str).result()


FREED = ["alpha-ann", "beta-bob", "gamma-gil", "delta-dan", "eta-eve"]
MARKED = {  # who is drawn as a mark of their own, by picture; everybody in its papers where none is said
    "exchanges-by-year": FREED,
    "places": FREED,
    "years-left": ["alpha-ann", "beta-bob", "gamma-gil"],  # life and death stand there in words
    "negotiators": [],
    "ways-out": [],
    "held-over-time": [],
}


@pytest.mark.parametrize("name", [name for name in PICTURES if name != "fact-check"])
def test_every_mark_that_is_a_person_says_who_it_is_and_lies_in_the_picture(record, name):
    picture = sheet_of_deal(record, "2024-08-gamma") if name == "ankara" else PICTURES[name](record)
    marks = locate_people(picture.figure)
    drawn = MARKED.get(name, picture.papers["people"])
    assert {person for person, *_ in marks} == set(drawn)
    for person, left, top, width, height in marks:
        assert 0 <= left < left + width <= 1, person
        assert 0 <= top < top + height <= 1, person
    html = screen.write_marks(picture, record.where(charge_type="drugs"))  # a deal is drawn whole, whoever was selected
    assert html.count('tabindex="0"') == bool(marks)
    assert ('aria-label="Gil Gamma: espionage"' in html) == ("gamma-gil" in drawn)


def test_the_marks_of_the_russian_side_stand_above(record):
    tops = {person: top for person, _, top, *_ in locate_people(PICTURES["wall"](record).figure)}
    assert tops["gamma-gil"] < tops["eta-eve"]


def test_the_picture_on_the_screen_is_text_and_shapes_whose_style_stays_inside(record):
    picture = PICTURES["charges"](record)
    svg = screen.write_picture(picture)
    assert svg.startswith(f'<svg class="explorer-chart" role="img" aria-label="{escape(picture.papers["alt"])}"')
    assert ">*{" not in svg.replace("\n", "")
    assert "hijacking or terrorism</text>" in svg
    fonts = screen.write_fonts()
    assert [weight in fonts for weight in ("font-weight:normal", "font-weight:bold")] == [True, True]


def test_the_picture_on_the_screen_has_every_line_of_the_one_that_is_exported(record):
    for name in ("wall", "charges"):  # the second after words of the first are remembered
        pages = screen.write_picture(PICTURES[name](record)), render(PICTURES[name](record).figure, "svg").decode()
        shown, exported = (page.partition('<g id="figure_1">')[2] for page in pages)
        assert shown.count("<text") > 10
        assert shown == exported.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")


def test_the_table_comes_after_a_new_picture_and_at_once_where_it_stays(root, monkeypatch):
    explorer, found = panel.Explorer(root), []
    monkeypatch.setattr(
        panel, "sleep", lambda seconds: found.append((explorer.picture.papers["shown"], explorer.browser.said.value))
    )
    explorer.form.controls["side"].value = ("us_side",)
    explorer.worker.submit(str).result()
    assert [(shown, "6 rows" in said) for shown, said in found] == [(2, True)]  # the rows of before
    explorer.rows.value = "deals"
    explorer.worker.submit(str).result()
    assert len(found) == 1


def test_a_failed_job_takes_the_old_picture_away(root, monkeypatch):
    explorer = panel.Explorer(root)
    assert "explorer-chart" in explorer.chart.html

    def fail(selected):
        raise TypeError("<no> colour")

    monkeypatch.setitem(PICTURES, "wall", fail)
    explorer.form.controls["side"].value = ("us_side",)
    explorer.worker.submit(str).result()
    assert "This went wrong: TypeError: &lt;no&gt; colour" in explorer.status.html
    assert "explorer-chart" not in explorer.chart.html
    assert (explorer.picture, explorer.export.disabled, explorer.browser.body.html) == (None, True, "")
    monkeypatch.undo()
    explorer.form.reset.click()
    explorer.worker.submit(str).result()
    assert "explorer-chart" in explorer.chart.html
    assert 'data-row="zeta-zoe"' in explorer.browser.body.html
    monkeypatch.setattr(publish, "export", fail)  # what a failed export was asked of still is what is shown
    explorer.export.click()
    explorer.worker.submit(str).result()
    assert "This went wrong" in explorer.status.html
    assert "explorer-chart" in explorer.chart.html


def test_the_kernel_answers_while_a_picture_is_drawn(root, monkeypatch):
    """The drawing waits for what the main thread does after the control has been set: on the main thread it would wait in vain."""
    explorer, answered, waited = panel.Explorer(root), threading.Event(), []

    def draw(selected):
        waited.append(answered.wait(5))
        raise EmptyPicture("Nothing.")

    monkeypatch.setitem(PICTURES, "wall", draw)
    explorer.form.controls["side"].value = ("us_side",)
    answered.set()
    explorer.worker.submit(str).result()
    assert waited == [True]


def test_the_finding_of_a_new_picture_is_read_out_to_who_cannot_see_it(root):
    explorer = panel.Explorer(root)
    assert explorer.status.live == "polite"
    explorer.form.controls["side"].value = ("us_side",)
    explorer.worker.submit(str).result()
    assert f"Picture: {escape(explorer.picture.finding)}" in explorer.status.html


def make_notebook(source, *kinds):
    output = {"output_type": "display_data", "metadata": {}, "data": dict.fromkeys(kinds, "x")}
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": source, "execution_count": 1, "outputs": [output]}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def test_saving_the_explorer_keeps_what_is_stored_and_elsewhere_the_picture_without_its_widget(tmp_path):
    manager = type("Manager", (), {"_get_os_path": lambda self, path: str(tmp_path / path)})()
    (tmp_path / "explore.ipynb").write_text(json.dumps(make_notebook("explore()", "image/png")), "utf-8")

    def save(name, *notebook):
        model = {"type": "notebook", "content": make_notebook(*notebook)}
        saving.keep_stored(model, name, manager)
        (cell,) = model["content"]["cells"]
        return cell["source"], list(cell["outputs"][0]["data"])

    assert save("explore.ipynb", "explore()", "image/png", "text/plain") == ("explore()", ["image/png"])
    assert save("explore.ipynb", "mine()", "image/png", saving.WIDGET) == ("mine()", ["image/png"])
    assert save("other.ipynb", "explore()", "image/png", saving.WIDGET) == ("explore()", ["image/png"])
    assert save("other.ipynb", "slider", saving.WIDGET) == ("slider", [saving.WIDGET])


def test_the_lists_offer_only_what_some_row_has(record):
    used = select.list_used(record)
    assert set(used["place_country"]) == {"turkey"}
    assert set(used["citizenship"]) == {"united_states", "soviet_union", "germany", "russia"}
    assert set(used["us_leader"]) == {"Lee Lambda", "Mia Mu"}
    assert set(used["us_status"]) == {"citizen", "none", "dual_citizen"}
    assert all(
        list(of) == [code for code in select.list_choices(record)[name] if code in of] for name, of in used.items()
    )


def test_a_filter_takes_several_choices_and_gives_each_back():
    told = []
    charge = choice.Choice({"espionage": "espionage", "drugs": "drugs", "cyber": "cyber"}, "charge")
    charge.observe(lambda change: told.append(change["new"]), "value")
    charge.list.value = "cyber"
    charge.list.value = "espionage"
    assert told == [("cyber",), ("espionage", "cyber")]
    assert charge.list.value == ""
    assert [button.description for button in charge.chosen.children] == ["espionage ×", "cyber ×"]
    charge.chosen.children[0].click()
    assert charge.value == ("cyber",)
    assert [words for words, _ in charge.list.options] == ["choose …", "espionage", "drugs", "cyber"]


def test_several_choices_are_either_of_them_in_picture_and_code(root):
    explorer = panel.Explorer(root)
    explorer.form.controls["charge_type"].value = ("drugs", "homicide")
    explorer.worker.submit(str).result()
    assert explorer.filters == {"charge_type": ["drugs", "homicide"]}
    assert "<b>2 people, 1 deal</b>" in explorer.status.html
    code = re.search(r'data-act="copy"[^>]* value="([^"]*)"', explorer.code.html)[1]
    assert "charge_type=['drugs', 'homicide']" in unescape(code)
    explorer.press({"act": "copy", "copied": "no"})
    assert "select and copy" in explorer.said.value
    assert code in explorer.said.value


def test_the_card_of_a_deal_names_its_people_and_who_took_part(record):
    html = card.write_card(record, "exchanges", "2024-08-gamma")
    russian, american = html.split("held by the Russian side: 2 named")[1].split("held by the US side: 1 named")
    assert [name in russian for name in ("Gil Gamma", "Dan Delta", "Eve Eta")] == [True, True, False]
    assert 'data-row="eta-eve">Eve Eta</button> homicide, Germany' in american
    parts = american.split("Took part: 2")[1]
    assert "<b>Kay Kappa</b> mediator, claimed, Turkey" in parts
    assert "In custody that day and not freed in this deal: 1 of those in the record" in parts
    assert 'data-row="zeta-zoe">Zoe Zeta</button> drugs, Russia</li>' in parts
    assert 'href="https://example.org/a"' in parts
    assert card.write_card(record.where(known_on="2024-08-01"), "exchanges", "2024-08-gamma") == ""
    assert "Took part" not in card.write_card(record, "detainees", "eta-eve")


def test_the_server_of_make_lab_holds_no_message_of_a_kernel_back(monkeypatch):
    """Until the browser has confirmed the message before, that took 40 ms at every change."""
    monkeypatch.setattr(sending.ZMQChannelsWebsocketConnection, "connect", lambda connection: "connected")
    told, handler = [], object.__new__(KernelWebsocketHandler)
    handler.set_nodelay = told.append
    assert sending.PromptConnection(websocket_handler=handler).connect() == "connected"
    assert told == [True]
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nlab:")[2].partition("\n\n")[0]
    assert f"{sending.__name__}.{sending.PromptConnection.__name__}" in recipe
