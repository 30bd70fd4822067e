"""Filters, views and cards without a browser: on the record of six people, worked by hand."""

from pathlib import Path

import pandas as pd
import pytest
from conftest import write_card

from analysis import explore, load_tables, publish
from analysis.explore import browser, card, choice, filters, panel

EVERYBODY = ["alpha-ann", "beta-bob", "gamma-gil", "delta-dan", "eta-eve", "zeta-zoe"]


@pytest.fixture
def record(root):
    """The small record as it loads, with the days computed from its card."""
    return load_tables(root)


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
    ],
    ids=str,
)
def test_filters_combine_and_take_only_rows_away(record, chosen, people, deals):
    left = explore.filter_record(record, **chosen)
    assert left.detainees["detainee_id"].tolist() == people
    assert len(left.exchanges) == deals
    assert set(left.negotiators["exchange_id"]) <= set(left.exchanges["exchange_id"])
    assert record.detainees["detainee_id"].tolist() == EVERYBODY


def test_a_filter_that_does_not_exist_is_refused(record):
    with pytest.raises(ValueError, match="no filter colour"):
        explore.filter_record(record, colour="red")


def test_a_day_nobody_has_looked_at_is_refused(record, root):
    with pytest.raises(ValueError, match="after 2026"):
        explore.filter_record(record, known_on="2031-01-01", root=root)


def test_as_known_on_an_early_day_less_is_left(record, root):
    assert len(explore.filter_record(record, known_on="2024-08-01", root=root).detainees) == 0
    assert len(explore.filter_record(record, known_on="2024-08-02", root=root).detainees) == 6


def test_standing_is_that_of_the_least_sure_key_value(record, root):
    """One card gives everything, so every person rests on one voice; a second paper vouches for all of Zoe's key values."""
    body = '[detainees.zeta-zoe]\nname = "Zoe Zeta"\narrested = "2024-01-05"\ncharge_type = "drugs"\nsentence_kind = "term"\n'
    write_card(
        root, "2024-07-05-south", {"publisher": "South", "published": "2024-07-05", "kind": "news", "retrieved": "2026-11-22"},
        body + "sentence_months = 150\n",
    )  # fmt: skip
    agreed = explore.filter_record(record, standing="agreed", root=root)
    assert agreed.detainees["detainee_id"].tolist() == ["zeta-zoe"]
    assert len(explore.filter_record(record, standing="single", root=root).detainees) == 5


def test_every_view_draws_or_says_kindly_that_nothing_is_left(record, root):
    for chosen in ({}, {"side": "us_side"}, {"charge_type": "drugs"}, {"kind": "swap", "charge_type": "drugs"}):
        for name in explore.VIEWS:
            try:
                picture = explore.draw_view(name, record, root=root, **chosen)
            except explore.EmptyView as nothing:
                assert str(nothing).endswith(".")
                continue
            assert picture.papers["filters"] == filters.describe_filters(record, **chosen)


def test_nothing_left_is_told_for_every_view(record, root):
    for name in explore.VIEWS:
        with pytest.raises(explore.EmptyView):
            explore.draw_view(name, record, root=root, kind="swap", charge_type="drugs")


def test_a_view_without_filters_has_the_finding_of_the_notebook():
    """Two ways to the same picture must not drift apart."""
    import json

    from analysis.schema import ROOT

    record = load_tables()
    for name in explore.VIEWS:
        kept = json.loads((ROOT / "figures" / f"{name}.json").read_text("utf-8"))
        assert explore.draw_view(name, record).papers["finding"] == kept["finding"], name


def test_deals_are_drawn_whole_when_people_are_filtered(record, root):
    picture = explore.draw_view("ledger", record, root=root, charge_type="homicide")
    assert picture.data.loc[picture.data["side"] == "russian_side", "named"].tolist() == [2]
    assert "shown whole" in picture.papers["unit"]


def test_filters_stand_in_foot_papers_and_file_name(record, root, tmp_path):
    picture = explore.draw_view("charges-by-side", record, root=root, side="us_side", years=(1980, 2024))
    foot = picture.figure.texts[2].get_text().replace("\n", " ")
    assert "Filters: years 1980–2024; held by the US side." in foot
    written = publish.export({"explore-charges": picture}, filters.read_documents(root)[1], tmp_path / "out")
    assert written["figure"].tolist() == ["figures/explore-charges-years-1980-2024-held-by-the-us-side"]
    assert {path.stem for path in (tmp_path / "out").iterdir()} == {
        "explore-charges-years-1980-2024-held-by-the-us-side"
    }


def test_names_with_hostile_filters_stay_inside_the_folder_and_short():
    name = publish.extend_name("explore-x", {"negotiator": "../../" + "Ünal " * 60})
    assert name.startswith("explore-x-negotiator-unal")
    assert len(name) <= publish.LONGEST_NAME
    assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_the_code_draws_the_same_view(record, root, monkeypatch):
    chosen = {"side": "us_side", "years": (1980, 2024)}
    code = explore.write_code("charges-by-side", **chosen)
    assert len(code.splitlines()) == 3
    drawn = []
    monkeypatch.setattr("analysis.load_tables", lambda: record)
    monkeypatch.setattr("analysis.explore.draw_view", lambda *a, **k: drawn.append((a[0], k)))
    exec(code, {})
    assert drawn == [("charges-by-side", chosen)]


def test_what_stands_in_a_document_never_becomes_markup(root, monkeypatch):
    """Cards with markup are refused when they are read; should one slip through, the card still shows it as text."""
    raw, cards = filters.read_documents(root)
    bad = {"value": "<img src=x>", "publisher": "<b>Bad</b>", "title": "<script>alert(1)</script>"}
    bad |= {"url": "javascript:alert(1)"}
    cards.loc[(cards["row"] == "zeta-zoe") & (cards["column"] == "charge"), list(bad)] = list(bad.values())
    monkeypatch.setattr(card, "read_documents", lambda root: (raw, cards))
    html = card.write_card("detainees", "zeta-zoe", root=root)
    assert "&lt;img src=x&gt;" in html
    assert "&lt;script&gt;alert(1)" in html
    assert not [part for part in ("<script", "<img", "<b>Bad", "javascript:") if part in html]


def test_a_card_shows_standing_documents_and_ruling(record, root):
    header = {"publisher": "South", "published": "2024-08-03", "kind": "news", "retrieved": "2026-11-22"}
    write_card(root, "2024-08-03-south", header, "[detainees.zeta-zoe]\nsentence_months = 144\n")
    (root / "data" / "rulings.csv").write_text(
        "table,row_id,column,ruling,rule,reason\ndetainees,zeta-zoe,sentence_months,150,closer_source,North sat in court.\n"
    )
    html = card.write_card("detainees", "zeta-zoe", root=root)
    assert '<em class="explorer-disputed">disputed</em>' in html
    assert "Other readings: 144." in html
    assert "Ruling (closer source): North sat in court." in html
    assert '<a href="https://example.org/a" target="_blank" rel="noopener noreferrer">' in html
    before = card.write_card("detainees", "zeta-zoe", "2024-08-02", root)
    assert "South" not in before
    assert "Ruling" not in before


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
    assert len(list(Path(root / "figures").iterdir())) == 5


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


def test_the_card_of_a_deal_names_its_people_and_who_took_part(record, root):
    html = card.write_card("exchanges", "2024-08-gamma", root=root)
    russian, american = html.split("Freed, held by the Russian side")[1].split("Freed, held by the US side")
    assert [name in russian for name in ("Gil Gamma", "Dan Delta", "Eve Eta")] == [True, True, False]
    assert "<b>Eve Eta</b> homicide, Germany" in american
    parts = american.split("Took part")[1]
    assert "<b>Kay Kappa</b> mediator, claimed" in parts
    assert parts.count("<details><summary><b>") == 2
    assert 'href="https://example.org/a"' in parts
    assert "Took part" not in card.write_card("exchanges", "2024-08-gamma", "2024-08-01", root)
    assert "Took part" not in card.write_card("detainees", "eta-eve", root=root)
