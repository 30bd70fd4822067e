"""Filters, pictures and cards without a browser: on the record of six people, worked by hand."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from conftest import SOUTH, write_card

from analysis import load_tables
from analysis.explore import browser, card, choice, panel
from analysis.pictures import PICTURES, EmptyPicture, publish
from analysis.record import select
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
    ],
    ids=str,
)
def test_filters_combine_and_take_only_rows_away(record, chosen, people, deals):
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
            assert picture.papers["scope"] == selected.scope == select.describe_filters(record, chosen), name


def test_nothing_left_is_told_for_every_picture(record):
    nobody = record.where(kind="swap", charge_type="drugs")
    for draw in PICTURES.values():
        with pytest.raises(EmptyPicture):
            draw(nobody)


def test_a_view_without_filters_has_the_finding_of_the_notebook():
    """Two ways to the same picture must not drift apart."""
    record = load_tables()
    assert {path.stem for path in (ROOT / "figures").glob("*.json")} == set(PICTURES)
    for name, draw in PICTURES.items():
        kept = json.loads((ROOT / "figures" / f"{name}.json").read_text("utf-8"))
        assert draw(record).papers["finding"] == kept["finding"], name


def test_deals_are_drawn_whole_when_people_are_filtered(record):
    picture = PICTURES["years-left"](record.where(charge_type="homicide"))
    assert picture.data.loc[picture.data["side"] == "russian_side", "named"].tolist() == [2]
    assert "shown whole" in picture.papers["unit"]


def test_filters_stand_in_finding_foot_papers_and_file_name(record, tmp_path):
    picture = PICTURES["charges"](record.where(side="us_side", years=(1980, 2024)))
    assert re.match("Of two people, .*1980–2024, held by the US side: ", picture.papers["finding"])
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
    assert "Other readings: 12 years." in html
    assert "Ruling (closer source): North sat in court." in html
    assert '<a href="https://example.org/a" target="_blank" rel="noopener noreferrer">' in html
    assert html == card.write_card(record.where(side="us_side"), "detainees", "zeta-zoe")  # whoever was selected
    before = card.write_card(record.where(known_on="2024-08-02"), "detainees", "zeta-zoe")
    assert "As documents published by 2 August 2024 gave it." in before
    assert "South" not in before
    assert "Ruling" not in before


def test_the_card_of_somebody_not_yet_known_says_so(record):
    html = card.write_card(record.where(known_on="2024-08-01"), "detainees", "zeta-zoe")
    assert "zeta-zoe is not in the record of that day." in html


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
    assert "<h3>Deal of 2024-08-01</h3>" in html
    assert "gamma" not in html.casefold()
    assert "<b>1 August 2024</b> – South" in html
    assert "<b>Kay Kappa</b> mediator" in html
    assert html.count("no document gives this") == 0
    assert "one voice" in html


def test_a_table_searches_sorts_and_opens_rows():
    opened = []
    table = browser.Browser(opened.append)
    table.show(pd.DataFrame({"person": ["B", "A", "<i>C"], "year": ["2", "1", "3"]}, index=["b", "a", "c"]))
    table.sort("person")
    assert [name.description for name in table.names[:3]] == ["<i>C", "A", "B"]
    assert "&lt;" not in table.names[0].description  # a button shows text, not HTML
    table.search.value = "2"
    assert table.said.value == "1–1 of 1 rows"
    assert [name.description for name in table.names[:3]] == ["B", " ", " "]
    table.open(0)
    assert opened == ["b"]


def test_a_search_finds_aliases_and_letters_without_their_marks():
    table = browser.Browser(print)
    people = pd.DataFrame({"person": ["Zoë Gaweł", "Ann Alpha"]}, index=["zoe", "ann"])
    table.show(people, pd.Series(["Зоя Гавел;Zoya", None], people.index))
    for words in ("gawel zoe", "ZOYA", "гавел"):
        table.search.value = words
        assert table.said.value == "1–1 of 1 rows", words
        assert [name.description for name in table.names[:2]] == ["Zoë Gaweł", " "]


def test_the_explorer_filters_draws_and_resets(root, monkeypatch):
    explorer = panel.Explorer(root)
    done = explorer.worker.submit
    explorer.controls["charge_type"].value = ("homicide",)
    done(str).result()
    assert "<b>1 person, 1 deal</b>" in explorer.status.value
    assert "1 person, 1 deal" in explorer.left["charge_type"].value
    explorer.controls["kind"].value = ("swap",)
    done(str).result()
    assert "explorer-empty" in explorer.chart.value
    assert explorer.export.disabled
    explorer.reset.click()
    done(str).result()
    assert explorer.filters == {}
    assert "explorer-chart" in explorer.chart.value
    explorer.export.click()
    done(str).result()
    assert len(list(Path(root / "exports").iterdir())) == 7
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
    options = select.list_used(record)
    assert {*options, "from", "to", "known_on"} == set(explorer.controls)
    for name, words in options.items():
        control = explorer.controls[name]
        assert [code for _, code in control.list.options[1:]] == list(words), name
        for code in words:
            control.list.value = code
            assert explorer.filters == {name: code}, (name, code)
            control.value = ()
    explorer.worker.submit(str).result()


def test_the_lists_offer_only_what_some_row_has(record):
    used = select.list_used(record)
    assert set(used["place_country"]) == {"east_germany", "turkey"}
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
    explorer.controls["charge_type"].value = ("drugs", "homicide")
    explorer.worker.submit(str).result()
    assert explorer.filters == {"charge_type": ["drugs", "homicide"]}
    assert "<b>2 people, 1 deal</b>" in explorer.status.value
    explorer.code.click()
    assert "charge_type=['drugs', 'homicide']" in explorer.lines.value


def test_the_card_of_a_deal_names_its_people_and_who_took_part(record):
    html = card.write_card(record, "exchanges", "2024-08-gamma")
    russian, american = html.split("Freed, held by the Russian side")[1].split("Freed, held by the US side")
    assert [name in russian for name in ("Gil Gamma", "Dan Delta", "Eve Eta")] == [True, True, False]
    assert "<b>Eve Eta</b> homicide, Germany" in american
    parts = american.split("Took part")[1]
    assert "<b>Kay Kappa</b> mediator, claimed" in parts
    assert parts.count("<details><summary><b>") == 2
    assert 'href="https://example.org/a"' in parts
    assert "Took part" not in card.write_card(record.where(known_on="2024-08-01"), "exchanges", "2024-08-gamma")
    assert "Took part" not in card.write_card(record, "detainees", "eta-eve")
