"""What one card, claim or ruling says against itself: a fault of each kind, and words that are right told by nothing."""

import json
import re

import pandas as pd
import pytest
from conftest import SOUTH, write_card

from analysis.__main__ import main
from analysis.evidence import documents, publishers, reasons, statements, titles, transposed
from analysis.evidence.check import check_left_out
from analysis.evidence.readings import check_readings
from analysis.record import cards, mentions, schema, tables

ZOE = '[detainees.zeta-zoe]\nname = "Zoe Zeta"\n'
CARDS = [  # what the card has on somebody, the key that is told
    (f'{ZOE}outcome = "still_held"\nexchange_id = "2024-08-gamma"\n', "outcome"),
    (f'{ZOE}outcome = "still_held"\nreleased = "2024-08"\n', "released"),
    (f'{ZOE}sentence_kind = "life"\nsentence_months = 150\n', "sentence_months"),
    (f"{ZOE}sentence_months = 15000\n", "sentence_months"),
    (f"{ZOE}sentence_months = 1500\n", "sentence_months"),
    ('[detainees.alpha-ann]\nsentence_months = 10\n', "sentence_months"),  # 120 in the table
    (f'{ZOE}sentence_kind = "suspended"\nsentence_months = 66\n', None),
    (f'{ZOE}sentence_kind = "none_yet"\nconvicted = "2024-06"\n', None),
    (f"{ZOE}sentence_months = 144\n", None),
    ('[detainees.alpha-ann]\ncharge = "smuggling cocaine"\ncharge_type = "espionage"\n', "charge"),
    ('[detainees.alpha-ann]\ncharge = "smuggling cocaine"\n', "charge"),  # espionage in the table
    ('[detainees.alpha-ann]\ncharge = "smuggling cocaine; spying"\n', None),
    ('[detainees.alpha-ann]\ncharge = "spying for the CIA"\n', None),
    ('[[negotiators]]\nexchange_id = "2024-08-gamma"\nname = "A B"\nrole = "escort"\n\n[[negotiators]]\nexchange_id = "2024-08-gamma"\n'
     'name = "Ida Iota"\nrole = "negotiator"\noffice = "chairman of the KGB"\ncountry = "united_states"\n', "office"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "key"), CARDS)
def test_readings_of_one_card_that_exclude_one_another_are_told_at_the_card(root, body, key):
    people = (root / "data" / "detainees.csv").read_text("utf-8")
    assert "alpha-ann" in people
    write_card(root, "2024-08-03-south", SOUTH, body)
    raw = tables.load_raw(root)
    raw["detainees"].loc[raw["detainees"]["detainee_id"] == "alpha-ann", "sentence_months"] = "120"
    told = [*check_readings(raw, cards.load_cards(root), {"united_states": "United States"}, root)]
    assert [(problem.file, problem.column) for problem in told] == (
        [("seeds/2024/2024-08-03-south.toml", key)] if key else []
    )


MAKER = '[[negotiators]]\nexchange_id = "2024-08-gamma"\nname = "A B"\nrole = "escort"\n'
ON_ANN = '[detainees.alpha-ann]\noutcome = "exchanged"\n'  # who was in the deal of 1986


@pytest.mark.parametrize(
    ("published", "body", "told"),
    [
        ("2024-07-03", ON_ANN, 1),
        ("2024-08-03", ON_ANN, 0),
        ("2024-07-03", "", 0),  # talks that are reported before anything came of them
        ("2024-07-03", f'{ON_ANN}[detainees.gamma-gil]\noutcome = "still_held"\n', 0),
    ],
)
def test_a_maker_in_a_deal_still_to_come_is_told_where_the_card_is_on_another(root, published, body, told):
    write_card(root, f"{published}-south", SOUTH | {"published": published}, body + MAKER)
    problems = [*check_readings(tables.load_raw(root), cards.load_cards(root), {}, root)]
    assert [problem.column for problem in problems] == ["exchange_id"] * told
    assert all(problem.line for problem in problems)


RULINGS = [  # reason, ruling, rule, the column that is told
    ("Several documents give 17 August; one gives 19 August.", "2024-08-19", "more_voices", "ruling"),
    ("One page gives 19 August; the others give 17 August.", "2024-08-19", "more_voices", "ruling"),
    ("The 17 August is the seizure, 19 August the day of the court order; 17 August counts.", "2024-08-19", "definition", "ruling"),
    ("Several documents give 19 August; one gives 17 August.", "2024-08-19", "more_voices", None),
    ("Four independent voices give 19 August, one gives 17 August.", "2024-08-19", "acting_state", "rule"),
    ("We count the day of the plea, 19 August.", "2024-08-19", "closer_source", "rule"),
    ("The verdict names 19 August; most reports name the 17 August.", "2024-08-19", "closer_source", None),
    ("His own account gives 16 January.", "2024-08-19", "closer_source", "reason"),
    ("Both have Tuesday 19 August.", "2024-08-19", "closer_source", "reason"),
    ("Two outlets have 17 August; the court itself says 19 August.", "2024-08-19", "acting_state", None),
    ("Only one document gives 19 August, but it is the court's own; others give 17 August.", "2024-08-19", "closer_source", None),
    ("His interview of 11 April 2025 prevails.", "2024-08-19", "closer_source", None),
    ("Both have Monday 19 August.", "2024-08-19", "closer_source", None),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "ruling", "rule", "column"), RULINGS)
def test_a_reason_that_speaks_against_its_ruling_or_its_rule_is_told(whole, reason, ruling, rule, column):
    row = {"table": "detainees", "row_id": "zeta-zoe", "column": "convicted"}
    readings = pd.DataFrame([row | {"row": "zeta-zoe", "value": day} for day in ("2024-08-17", "2024-08-19", "2024")])
    rulings = pd.DataFrame([row | {"ruling": ruling, "rule": rule, "reason": reason}])
    told = reasons.check_reasons(whole.raw | {"rulings": rulings}, readings, whole.descriptor)
    assert [problem.column for problem in told] == ([column] if column else [])


CLAIMS = [  # measure, arguments, words, the key that is told
    ("americans_held", {"on": "2024-08", "about": 240}, "About two dozen Americans are held.", "about"),
    ("americans_held", {"on": "2024-08", "about": 24}, "About two dozen Americans are held.", None),
    ("americans_held", {"on": "2024-08", "equals": 10}, "Nine are held, and one more.", None),
    ("americans_held", {"on": "2014-08", "equals": 9}, "Nine are held.", "on"),
    ("americans_held", {"on": "2014-08", "equals": 9}, "In 2014 nine were held.", None),
    ("americans_held", {"on": "2024-08", "equals": 20}, "One in three of the sixty is American.", None),
    ("americans_held", {"on": "2024-08", "about": 50}, "About fifty are held.", None),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "equals": 0.8}, "She was held for 294 days of a nine-year sentence.", None),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "at_least": 15}, "She was held for 19 months.", "at_least"),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "at_least": 1.5}, "Zeta was held for 19 months.", None),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "equals": 958}, "She was held for 985 days.", "equals"),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "equals": 985}, "Gamma was held for 985 days.", "detainee_id"),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "equals": 985}, "Zeta and Gamma were held for 985 days.", None),
    ("people_freed", {"exchange_id": "2024-08-gamma", "side": "us_side", "equals": 2}, "Two were let go.", "side"),
    ("people_freed", {"exchange_id": "2024-08-gamma", "side": "us_side", "equals": 3}, "Three were let go.", None),
    ("people_freed", {"exchange_id": "2024-08-gamma", "side": "us_side", "equals": 3}, "Ten were let go in 2024.", "equals"),
    ("people_freed", {"exchange_id": "2024-08-gamma", "side": "us_side", "equals": 3}, "Gamma and two others.", None),
    ("people_freed", {"exchange_id": "1986-09-alpha-beta", "side": "us_side", "equals": 1}, "Gamma was let go.", "exchange_id"),
    ("days_in_custody", {"detainee_id": "gamma-gil", "equals": 985}, "He was held for 985 days, as to Zoe.", "detainee_id"),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "equals": 985}, "She was held for 985 days, as to Zoe.", None),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "equals": 608}, "She was held for 608 days.", "measure"),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "about": 1.7}, "She was held for 608 days.", None),
    ("americans_held", {"on": "2024-08", "at_least": 7}, "As many as seven are held.", "at_least"),
    ("americans_held", {"on": "2024-08", "at_most": 7}, "At least seven are held.", "at_most"),
    ("americans_held", {"on": "2024-08", "at_most": 7}, "No more than seven are held.", None),
    ("people_freed", {"exchange_id": "2024-08-gamma", "side": "us_side", "equals": 16}, "The two presidents agreed on it.", None),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "equals": 985}, "She was held for 985 days, longer than Gamma.", None),
    ("people_freed", {"exchange_id": "1986-09-alpha-beta", "side": "us_side", "equals": 1}, "More than since Gamma was let go.", None),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "equals": 1277}, "The 63-year-old was held for 1,277 days.", None),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "equals": 2043}, "Of her 2,043 days she spent eighteen months there.", None),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "equals": 294}, "She was held for nearly ten months, the last 30 days in a colony.", None),
    ("people_freed", {"exchange_id": "2024-08-gamma", "side": "us_side", "equals": 16}, "Three Americans, a resident, five Germans and seven Russians were freed.", None),
    ("people_freed", {"exchange_id": "2024-08-gamma", "side": "us_side", "equals": 8}, "The spies landed on 1 August.", None),
    ("people_freed", {"exchange_id": "1986-09-alpha-beta", "side": "us_side", "equals": 1}, "The gamma rays were let go.", None),
    ("americans_held", {"on": "2024-08", "at_most": 20}, "No more than 20 are held, more than half of them for drugs.", None),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "at_least": 3}, "She spent over 1,200 days in custody.", None),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "at_least": 3}, "She came home 4 days after the envoy had set out.", None),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "at_least": 4}, "She spent over 1,200 days in custody.", "at_least"),
    ("people_freed", {"exchange_id": "2024-08-gamma", "side": "russian_side", "equals": 2}, "In September 1986 two were let go.", "exchange_id"),
    ("people_freed", {"exchange_id": "2024-08-gamma", "side": "us_side", "equals": 3}, "In August 2024, as in September 1986, three were let go.", None),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "about": 42}, "She was detained for three and a half years.", "about"),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "about": 1.6}, "Zeta was held for 19 months, as the note on 29 has it.", "says"),
    ("years_in_custody", {"detainee_id": "zeta-zoe", "about": 1.6}, "Zeta was held for 19 months, as the note on 19 has it.", None),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "equals": 419}, "It was the 491st day of her detention.", "equals"),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "equals": 491}, "It was the 491st day of her detention.", None),
    ("days_in_custody", {"detainee_id": "zeta-zoe", "about": 13}, "She had been held for 13 years.", "measure"),
    ("swaps_between", {"start": "2021", "end": "2024", "equals": 3}, "The second since January 2021.", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def known(small):
    """The tables of the small record, with a deal in which the two sides freed different numbers."""
    raw = tables.load_raw(small)
    raw["exchanges"].loc[raw["exchanges"]["exchange_id"] == "2024-08-gamma", "freed_by_russian_side"] = "2"
    return raw


@pytest.mark.parametrize(("measure", "arguments", "says", "key"), CLAIMS)
def test_a_claim_has_the_numbers_people_and_sides_of_its_own_words(root, known, measure, arguments, says, key):
    spoken = {"zeta-zoe"} if "as to Zoe" in says else set()
    body = [f"{name} = {json.dumps(of)}" for name, of in ({"measure": measure, "says": says} | arguments).items()]
    note = re.search(r"note on (\d+)", says)
    header = SOUTH | (
        {"note": f"Zeta had been in a cell for {note[1]} months. A term of 90 months awaited her."} if note else {}
    )
    write_card(root, "2024-08-03-south", header, "\n".join(["[[claims]]", *body, ""]))
    told = statements.check_statements(cards.load_claims(root), known, {"2024-08-03-south": spoken}, root)
    assert [problem.column for problem in told] == ([key] if key else [])


def test_a_dozen_is_a_number_and_a_year_is_none():
    assert statements.read_numbers("a dozen since 2010") == {12}
    assert statements.read_numbers("nine and one more") >= {9, 10, 11}


DOCUMENTS = [  # what a card has, the keys that are told
    ({"publisher": "Today in Asia (mirror of CNN)"}, ["publisher"]),
    ({"publisher": "Today in Asia (New York Times copy)"}, ["publisher"]),
    ({"publisher": "Today in Asia (mirror of CNN)", "origin": "CNN"}, []),
    ({"publisher": "Today in Asia (copy of a wire report)"}, []),
    ({"note": "Headline only, in a feed."}, ["read"]),
    ({"note": "Headline only, in a feed.", "read": "headline"}, []),
    ({"note": "The part read shows no headline.", "read": "opening"}, []),
    ({"note": "Headline on page 1. The text read is a translation; this part ends before the exchange."}, []),
    ({"publisher": "Stasi Records Archive (digital copy)"}, []),
    ({"title": "Access denied: US consuls still barred"}, []),
    ({"title": "Access denied"}, ["title"]),
    ({"note": "Read as an opening in a stored copy."}, ["read"]),
    ({"note": "The part read ends before the verdict."}, ["read"]),
    ({"note": "The part read ends before the verdict.", "read": "opening"}, []),
    ({"note": "The text that could be read ends before the releases."}, ["read"]),
    ({"note": "Arrested on Monday, 27 June 1978."}, ["note"]),
    ({"note": "Arrested on Tuesday, 27 June 1978."}, []),
    ({"note": "Arrested on 31 June 1978."}, ["note"]),
    ({"publisher": "Newsmax (carrying Reuters)"}, ["publisher"]),
    ({"publisher": "Newsmax (carrying a wire report)"}, []),
    ({"note": "Only the second page was read."}, ["read"]),
    ({"note": "Title not seen.", "title": "Spy freed"}, ["title"]),
    ({"note": "Title not seen.", "title": "[Spy freed]"}, []),
]


@pytest.mark.parametrize(("keys", "told"), DOCUMENTS)
def test_a_copy_has_an_origin_and_a_note_says_how_much_was_read(keys, told):
    card = dict.fromkeys(cards.DOCUMENT) | {"publisher": "North", "kind": "news", "read": "whole"} | keys
    (row,) = pd.DataFrame([card]).itertuples()
    assert [key for key, *_ in documents.find_wrong_words(row)] == told


def test_two_pages_of_one_publisher_do_not_share_a_long_title(root):
    title = "Clinton urges Putin to free the American"
    for day in ("2024-08-03", "2024-08-09"):
        write_card(root, f"{day}-south", SOUTH | {"published": day, "title": title, "url": f"http://a.org/{day}"}, ZOE)
    told = documents.gather_documents(*cards.read_cards(root)[:2], root)
    until = pd.Timestamp("2026-10-05")
    assert [problem.column for problem in documents.check_documents(told, until, root)] == ["title"]


TITLES = [  # two cards, each with its title, the end of its address and whom it is on; how many are told
    ("2024-08-03-south-zeta", "Zeta freed at last in the north", "zeta-freed", "zeta-zoe",
     "2024-08-04-west-gamma", "Gamma freed at last in the north", "gamma-freed", "gamma-gil", 0),
    ("2024-08-03-south-zeta", "Gamma freed at last in the north", "1", "zeta-zoe",
     "2024-08-04-west-gamma", "Zeta freed at last in the south", "2", "gamma-gil", 2),
    ("2024-08-03-south-alpha", "Gamma freed at last in the north", "1", "alpha-ann",
     "2024-08-04-west-gamma", "Alpha freed at last in the south", "2", "gamma-gil", 2),
    ("2024-08-03-south-alpha", "Freed at last in the cold north", "1", "alpha-ann",
     "2024-08-04-west-gamma", "Freed at last in the cold north", "2", "gamma-gil", 2),
    ("2024-08-03-south-zeta", "Freed at last in the cold north", "1", "zeta-zoe",
     "2024-08-04-west-gamma", "Freed at last in the cold north", "2", "gamma-gil", 0),  # of one deal
    ("2024-08-03-south", "Journalist walks across the bridge", "pilot-flown-home-after-talks", "alpha-ann",
     "2024-08-04-west", "A bridge", "journalist-walks-across-bridge-in-berlin", "gamma-gil", 1),
    ("2024-08-03-south-zeta-price", "Prices on the tags of the shop", "1", "zeta-zoe",
     "2024-08-04-west-gamma-tags", "Prices on the tags of the shop", "2", "zeta-zoe", 0),
    ("2024-08-03-south-zeta-verdict", "Prices on the tags of the shop", "1", "zeta-zoe",
     "2024-08-04-west-gamma-tags", "Prices on the tags of the shop", "2", "zeta-zoe", 1),
    ("2024-08-03-south", "Spy swap in Vienna", "agentenaustausch-am-flughafen-wien-beendet", "alpha-ann",
     "2024-08-04-west", "Agentenaustausch am Flughafen Wien beendet", "id-38162139", "gamma-gil", 1),
]  # fmt: skip


@pytest.mark.parametrize("case", TITLES)
def test_a_title_that_fits_another_card_is_told(root, case):
    for card, title, address, row in (case[:4], case[4:8]):
        published, publisher = card[:10], card.split("-")[3].title()
        url = f"https://{publisher}.org/{address}"
        header = SOUTH | {"published": published, "publisher": publisher, "title": title, "url": url}
        write_card(root, card, header, f'[detainees.{row}]\ncustodian = "russia"\n')
    raw = tables.load_raw(root)
    raw["detainees"].loc[raw["detainees"]["detainee_id"] == "zeta-zoe", "exchange_id"] = "2024-08-gamma"
    cells, claims, _ = cards.read_cards(root)
    told = [*titles.check_titles(raw, documents.gather_documents(cells, claims, root), cells, root)]
    assert len(told) == case[8]
    assert {problem.column for problem in told} <= {"title"}


def test_titles_of_two_cards_that_were_exchanged_are_told_at_both():
    cards_of = {
        "2024-08-03-south-price-tags": "Artist held over stickers",
        "2024-08-04-west-tourist-verdict": "Pilot lands in Ankara",
    }
    right = pd.DataFrame({"source": list(cards_of), "title": list(cards_of.values()), "url": None})
    assert [*transposed.find_titles(right)] == []
    titles_of = ["Court speaks: verdict on a tourist", "Price on tags in a shop"]
    assert [*transposed.find_titles(right.assign(title=titles_of))] == [tuple(cards_of)]
    assert [*transposed.find_titles(right.assign(title=titles_of[::-1]))] == []


def test_notes_that_fit_one_another_s_rows_are_told_at_both(whole):
    deals = whole.raw["exchanges"].copy()
    lines = deals.index[deals["exchange_id"].isin(["2022-04-reed-yaroshenko", "2022-12-griner-bout"])]
    labels = {state["value"]: state["label"] for state in whole.descriptor["codes"]["states"]}
    words = transposed.gather_words(whole.raw, "exchanges", cards.load_cards(), labels)
    assert [*transposed.find_notes(deals["notes"], words, transposed.TABLES["exchanges"])] == []
    deals.loc[lines, "notes"] = deals.loc[lines[::-1], "notes"].tolist()
    assert [*transposed.find_notes(deals["notes"], words, transposed.TABLES["exchanges"])] == [tuple(lines)]


@pytest.mark.parametrize(
    ("title", "address", "told"),
    [
        ("American Gil Gamma goes to prison", "american-zeta-goes-to-prison", 1),
        ("American Gil Gamma goes to prison", "id-1234", 0),
        ("Gamma waits for word", "american-zeta-goes-to-prison", 0),
        ("American Zeta goes to prison as Gamma did", "american-zeta-goes-to-prison", 0),
        ("What gamma rays do", "american-zeta-goes-to-prison", 0),
        ("Gamma on a friend", "gamma-on-zeta", 0),
    ],
)
def test_a_title_on_somebody_else_than_the_address_is_told(title, address, told):
    card = dict.fromkeys(cards.DOCUMENT) | {"source": "a", "title": title, "url": f"https://a.org/{address}"}
    names = pd.Series({"zeta-zoe": "Zoe Zeta", "gamma-gil": "Gil Gamma"})
    assert len([*titles.find_strangers(pd.DataFrame([card]), {"a": {"zeta-zoe"}}, names)]) == told


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("London was the first stop.", "His account gives 31 October.", 2),
        ("His account gives 31 October.", "London was the first stop.", 0),
        ("His account gives 31 October.", "Left on 31 October for London, the first stop.", 0),
        ("London was the first stop.", "The record of 31 October says that he went to Germany.", 0),
    ],
)
def test_reasons_of_two_rulings_on_one_row_that_were_exchanged_are_told(first, second, told):
    row = {"table": "detainees", "row_id": "zeta-zoe"}
    rulings = pd.DataFrame(
        [row | {"column": "arrested", "reason": first}, row | {"column": "received_by", "reason": second}]
    )
    said = {("detainees", "zeta-zoe", "arrested"): {"1963-10-31", "1963-11-01"}}
    states = [{"value": "germany", "label": "Germany"}]
    fields = {("detainees", "arrested"): {"partialDate": True}, ("detainees", "received_by"): {"categories": states}}
    assert len([*reasons.find_exchanged(rulings, said, fields)]) == told


def test_an_address_is_one_with_or_without_the_first_page_of_its_folder():
    pages = ["https://a.org/b/13587/index.php/", "http://www.a.org/b/13587/index.php", "https://a.org/b/13587"]
    assert len({*map(documents.spell_address, pages)}) == 1


def test_a_reason_that_counts_other_days_than_the_row_is_told(whole):
    people = whole.raw["detainees"].set_index("detainee_id")
    row = people.loc["fogel-marc"]
    days = (pd.Timestamp(row["released"]) - pd.Timestamp(row["arrested"])).days
    reason = "The {} days to his release fit only 14 August; 15 August was given by the court."
    for told, expected in ((f"{days:,}", ""), (f"{days + 450:,}", str(days))):
        ruling = pd.DataFrame([{"column": "arrested", "ruling": row["arrested"]}]).iloc[0]
        assert reasons.find_other_count(reason.format(told), row, ruling) == expected


def test_a_paper_with_a_site_of_its_own_name_is_no_slip_of_another():
    rows = [
        ("a", "Deník N", "https://denikn.cz/1"), ("b", "Deník N", "https://denikn.cz/2"),
        ("c", "Denník N", "https://dennikn.sk/1"),
        ("g", "Al Jazeera", "https://aljazeera.com/1"), ("h", "Al Jazeera", "https://aljazeera.com/2"),
        ("i", "Al-Jazeera", "https://aljazeera.com/3"), ("e", "People", "https://people.com/1"), ("f", "People Magazine", "https://people.com/2"),
    ]  # fmt: skip
    told = publishers.find_publishers(pd.DataFrame(rows, columns=["source", "publisher", "url"]).assign(origin=None))
    assert {source for source, _ in told} == {"f", "i"}


def test_initials_of_two_letters_are_whose_host_they_are():
    names = pd.Series(["deutsche welle", "deutsche welle", "dw", "al jazeera", "al jazeera", "aj"])
    urls = pd.Series(["https://www.dw.com/1", None, None, "https://aljazeera.com/1", None, None]).groupby(names)
    assert publishers.find_hosts(names, urls) == {"dw": "deutsche welle"}


def test_a_newspaper_by_initials_at_the_address_of_the_other_is_it():
    rows = [("a", "Los Angeles Times", "https://latimes.com/1"), ("b", "Los Angeles Times", "https://latimes.com/2"),
            ("c", "LA Times", "https://latimes.com/3")]  # fmt: skip
    told = publishers.find_publishers(pd.DataFrame(rows, columns=["source", "publisher", "url"]).assign(origin=None))
    assert {source for source, _ in told} == {"c"}


def test_addresses_of_two_cards_that_have_one_another_s_day_are_told():
    days = ["1985-06-11", "1986-09-12"]
    cards_of = pd.DataFrame(
        {"source": ["a", "b"], "published": days, "url": [f"https://a.org/la-xpm-{day}-x" for day in days]}
    )
    assert [*transposed.find_addresses(cards_of)] == []
    assert [*transposed.find_addresses(cards_of.assign(url=cards_of["url"][::-1].tolist()))] == [("a", "b")]


def test_an_entry_of_a_list_that_several_voices_give_is_not_left_out(root):
    raw, said = tables.load_raw(root), []
    for n, voice in enumerate(["North", "South"]):
        said.append(
            {
                "table": "detainees",
                "row": "gamma-gil",
                "column": "citizenship",
                "value": "germany;united_states",
                "source": f"{n}",
                "voice": voice,
            }
        )
    descriptor = schema.load_descriptor(root)
    assert [(problem.column, problem.value) for problem in check_left_out(raw, pd.DataFrame(said), descriptor)] == [
        ("citizenship", "united_states")
    ]
    assert check_left_out(raw, pd.DataFrame(said[:1]), descriptor) == []  # one voice alone


def test_the_page_of_cases_that_were_left_out_names_cards_that_exist(root):
    page = "# Left out\n\n| a | b | `2024-08-02-north-gamma` |\n| c | d `R5` | `2024-08-02-north-delta` |\n"
    (root / "data" / "borderline.md").write_text(page, "utf-8")
    (problem,) = documents.check_borderline(root)
    assert (problem.file, problem.line, problem.value) == ("data/borderline.md", 4, "2024-08-02-north-delta")


def test_an_agency_in_full_is_the_one_of_its_initials():
    names = pd.Series(["rfe/rl", "rfe/rl", "radio free europe/radio liberty", "american prospect", "ap"])
    names = pd.concat([names, pd.Series(["los angeles times", "los angeles times", "la times", "new york post"])])
    names = pd.concat([names, pd.Series(["ap", "ap", "associated press"])])
    short = {"associated press": "ap", "radio free europe/radio liberty": "rfe/rl", "la times": "los angeles times"}
    assert publishers.find_initials(names) == short


@pytest.mark.parametrize(("name", "told"), [("Bob Zeeta", 1), ("Zoe Zeta", 0), ("Zo Zeta", 0), ("Bob Alpha", 1)])
def test_a_name_that_is_that_of_a_namesake_is_told(root, name, told):
    raw = tables.load_raw(root)
    raw["detainees"].loc[raw["detainees"]["detainee_id"] == "beta-bob", "name"] = "Bob Zeta"
    write_card(root, "2024-08-03-south", SOUTH, f'[detainees.zeta-zoe]\nname = "{name}"\n')
    said = cards.load_cards(root).query("source == '2024-08-03-south'")
    assert len([*documents.check_names(raw, said, root)]) == told


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/rulings.csv", "reason\n", "reason\ndetainees,zeta-zoe,convicted,October 2024,closer_source,Why.\n"),
        ("data/rulings.csv", "reason\n", "reason\ndetainees,zeta-zoe,convicted,,closer_source,Why.\n"),
        ("data/detainees.csv", "Last reported held: 2024-08.", "Last reported held: 2024-13."),
        ("data/detainees.csv", "exchanged,2024-08-01", "exchanged,3025-08-01"),
    ],
)
def test_no_slip_ends_in_a_traceback(root, capsys, file, old, new):
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    main(["check"], root)
    assert re.match(r"[\w./-]+:\d+: ", capsys.readouterr().out)


def test_odd_titles_addresses_and_letters_end_in_no_traceback():
    card = dict.fromkeys(cards.DOCUMENT) | {"source": "a", "title": "", "url": "https://a.org/one-two-three-four"}
    assert [*titles.find_by_address(pd.DataFrame([card]))] == []
    assert documents.spell_address("https://web.archive.org/web/20240804/http://[host/a").startswith("web.archive.org")
    assert mentions.find_lengths("f\u0131ve years") in ([], [0])
