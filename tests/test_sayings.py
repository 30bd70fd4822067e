"""What texts, cards and claims say against themselves: a fault of each kind in the small record, and nothing else told."""

import json
import shutil

import pandas as pd
import pytest
from conftest import SOUTH, write_card

from analysis.__main__ import main
from analysis.evidence import origins
from analysis.evidence.documents import DOCUMENT
from analysis.evidence.origins import check_origins
from analysis.record import cards, charges, fit, rules, sayings, schema, tables, wording
from analysis.record.files import ROOT

SPOKEN = {"2024-08-02-north-gamma": {"gamma-gil", "zeta-zoe"}}
ANN, BOB, GIL, DAN, EVE, ZOE = range(2, 8)
SAYINGS = {  # name: table, line, what the row has instead, the column told, words of what was expected
    "a note cut in mid-word": ("detainees", EVE, {"notes": "Pleaded guilty when he was rele"}, "notes", "full stop"),
    "a bracket left open": ("negotiators", 2, {"notes": "Told (by both."}, "notes", "brackets"),
    "a word twice": ("exchanges", 3, {"notes": "Let go by by plane. No document names who decided."}, "notes", "twice"),
    "a card that is not there": ("detainees", EVE, {"notes": "Told in 2019-11-10-haaretz-issachar."}, "notes", "no 2019-11-10-haaretz"),
    "a card on somebody else": ("detainees", EVE, {"notes": "Told in 2024-08-02-north-gamma."}, "notes", "speaks of this person"),
    "a rule that there is not": ("second_coding", 3, {"notes": "R29: the court counts."}, "notes", "not R29"),
    "a day that the calendar has not": ("detainees", EVE, {"notes": "An earlier verdict on 31 June 2010."}, "notes", "calendar"),
    "a year that is none": ("detainees", EVE, {"notes": "An earlier verdict in October 2102."}, "notes", "years from"),
    "another weekday": ("detainees", EVE, {"notes": "Told on Monday, 27 June 1978."}, "notes", "Tuesday"),
    "a year to come": ("detainees", EVE, {"notes": "An earlier verdict in October 2042."}, "notes", "data_through"),
    "a last report to come": ("detainees", ZOE, {"notes": "Last reported held: 2042-08."}, "notes", "last report"),
    "a charge against never charged": ("detainees", BOB, {"notes": "Never charged."}, "charge_type", "no_charge"),
    "a term for a fine": ("detainees", GIL, {"notes": "The sentence was a fine."}, "sentence_kind", "suspended"),
    "reduced to more": ("detainees", ZOE, {"sentence_months_final": "190", "notes": "An appeal reduced the sentence."}, "sentence_months_final", "less"),
    "six months that are not six": ("detainees", ZOE, {"sentence_months_final": "190", "notes": "The court added six months."}, "sentence_months_final", "as much more"),
    "sentenced before convicted": ("detainees", GIL, {"notes": "Sentenced on 14 July 2024."}, "convicted", "sentence in the notes"),
    "let out before the arrest": ("detainees", GIL, {"notes": "Let out on 28 October 2022."}, "notes", "before the arrest"),
    "ten days from another day": ("detainees", GIL, {"notes": "Ten days of arrest from 29 May 2023."}, "arrested", "notes count"),
    "untried for twenty years": ("detainees", ANN, {"arrested": "1970-08-30"}, "arrested", "ten years"),
    "a deal named the wrong way round": ("exchanges", 2, {"name": "Beta for Alpha"}, "name", "before 'for'"),
    "another number of the deal's people": ("exchanges", 3, {"notes": "Of the 16, one was ill. No document names who decided."}, "notes", "this deal's people"),
    "another number of prisoners of a state": ("exchanges", 2, {"notes": "Two of the two were held in the Soviet Union. No document names who decided."}, "notes", "that state held"),
    "another number of companions": ("exchanges", 3, {"notes": "Nine children came along. No document names who decided."}, "notes", "companions"),
    "a deal named by another number": ("exchanges", 3, {"name": "Three for two"}, "name", "freed_by_us_side, 1"),
    "a state for Berlin": ("exchanges", 2, {"place_country": "west_germany"}, "place_country", "divided"),
    "an agency of another state": ("negotiators", 3, {"office": "vice-president of the BND"}, "office", "Germany"),
    "a prosecutor as a diplomat": ("negotiators", 3, {"office": "federal prosecutor"}, "channel", "justice"),
    "two who hold one office": ("negotiators", 4, {"office": "minister", "country": "united_states", "channel": "diplomacy"}, "office", "nobody else"),
    "a lawyer of somebody freed later": ("negotiators", 2, {"office": "lawyer of Gil Gamma", "channel": "lawyer"}, "office", "held at another"),
    "no forename for a full name": ("negotiators", 3, {"notes": "The cable gives no forename."}, "notes", "the name has one"),
    "one unnamed source as confirmed": ("negotiators", 3, {"notes": "From one unnamed source."}, "credit", "claimed"),
    "more named than have a row": ("exchanges", 3, {"notes": "Nine are named in those read. No document names who decided."}, "notes", "who have a row"),
    "held for longer than from arrest to release": ("detainees", GIL, {"notes": "Held eighteen days by soldiers.", "arrested": "2024-07-20", "convicted": None}, "notes", "no longer time"),
    "the holder of an office who asks himself": ("negotiators", 3, {"office": "US president", "notes": "Asked the US president for it."}, "notes", "own office"),
    "in custody after the deal": ("negotiators", 2, {"notes": "Alpha was placed in his custody on 12 October."}, "notes", "after the deal"),
    "a congressman among the lawyers": ("negotiators", 3, {"office": "US congressman", "channel": "lawyer"}, "channel", "legislator"),
    "a commission that recommended as who decided": ("negotiators", 3, {"role": "decision_maker", "notes": "Advisory: it recommended the pardon."}, "role", "recommended"),
    "the coarser day as the finer": ("second_coding", 3, {"notes": "The second reading is finer than the other. The second date is finer.", "first": "1986-08-30", "second": "1986"}, "notes", "finer one"),
    "the coarser day taken as the finer": ("second_coding", 3, {"notes": "The finer reading is taken, with its document.", "first": "1986-08-30", "second": "1986", "settled": "1986"}, "settled", "the finer"),
    "let go who neither crossed nor stayed": ("exchanges", 3, {"notes": "3 were let go and 20 crossed the bridge; two stayed behind. No document names who decided."}, "notes", "crossed and stayed"),
    "a president of later years": ("exchanges", 2, {"notes": "Pardoned at the request of President Mu. No document names who decided."}, "notes", "a president who was"),
    "health": ("detainees", GIL, {"notes": "He had surgery for his back pain."}, "notes", "health"),
    "parts that make another sentence": ("detainees", ZOE, {"notes": "Three years of prison and nine of labour.", "sentence_months": "120"}, "notes", "make up"),
    "an arrest for longer than it lasted": ("detainees", GIL, {"notes": "Administrative arrest of 30 days.", "arrested": "2024-07-20", "convicted": None, "sentence_kind": "none_yet", "sentence_months": None, "outcome": "sentence_served"}, "notes", "no longer time"),
    "a plea on the day of another's verdict": ("detainees", ANN, {"notes": "Pleaded guilty on 20 September 1986."}, "notes", "somebody else"),
    "held by the other side": ("exchanges", 3, {"notes": "Of the one, he was held in Poland. No document names who decided.", "freed_by_russian_side": "1", "freed_by_us_side": "2"}, "notes", "the side that freed"),
    "the coder who was not right": ("second_coding", 3, {"notes": "The first coder was right.", "first": "1986"}, "notes", "not what was settled"),
    "a document that was not found": ("second_coding", 3, {"notes": "The second coder found no document."}, "notes", "second has a value"),
}  # fmt: skip
ALSO = {"two who hold one office": [(3, "office")]}  # what else is told
NOTES = {  # the same for notes against codes, days and the deals of their row
    "a release of somebody still held": ("detainees", ZOE, {"notes": "Released in March 2026."}, "notes", "still held"),
    "an exchange of somebody let go": ("detainees", GIL, {"notes": "Swapped for a courier.", "outcome": "let_go"}, "notes", "no word of an exchange"),
    "death of somebody freed": ("detainees", GIL, {"notes": "Died in custody in Perm."}, "notes", "no word of death"),
    "another term": ("detainees", ZOE, {"notes": "Sentenced to 99 years.", "sentence_months": "150"}, "notes", "the term that stands"),
    "an appeal before the verdict": ("detainees", ZOE, {"notes": "Appeal rejected on 3 March 2024. Last reported held: 2024-08."}, "notes", "before the verdict"),
    "a plea after the verdict": ("detainees", GIL, {"notes": "Pleaded guilty on 30 July 2024."}, "notes", "after the verdict"),
    "a term that ended years too late": ("detainees", BOB, {"notes": "The term ended on 22 April 1985.", "arrested": "1960-08-30"}, "notes", "can have ended"),
    "served without a sentence": ("detainees", GIL, {"outcome": "sentence_served", "sentence_kind": "none_yet"}, "outcome", "no sentence"),
    "released on another day": ("detainees", GIL, {"notes": "Flown out on 27 October 2024."}, "notes", "stands under released"),
    "a cover for a citizenship": ("detainees", GIL, {"notes": "Lived as a Brazilian: a cover.", "citizenship": "brazil"}, "citizenship", "a cover"),
    "a deal with somebody long free": ("exchanges", 3, {"notes": "Alpha left by air."}, "notes", "long been free"),
}  # fmt: skip
RIGHT = [  # table, line, notes
    ("exchanges", 3, "Two are named in those read, one of the US side. No document names who decided."),
    ("negotiators", 3, "By a panel that recommended the trade, on advice of a former congressman."),
    ("detainees", GIL, "Pleaded guilty on 19 July 2024."),
    ("detainees", ZOE, "Three years in a camp and five of exile."),
    ("detainees", GIL, "Held for three weeks in an earlier case, in 2018."),
    ("exchanges", 2, "Let go at the request of President Lambda. Of the one, some were held in Poland then."),
    ("exchanges", 3, "Of the four who flew to the United States one had a passport. No document names who decided."),
    ("negotiators", 3, "Signed the pardon after it was said that he recommended it."),
    ("negotiators", 3, "The telegram gives no forename; it is that of the list of persons."),
    ("negotiators", 2, "Asked that Alpha leave custody by 12 October."),
    ("detainees", ZOE, "Three years of prison and seven of labour, then nine of exile were asked for."),
    ("second_coding", 3, "The second reading is coarser than that of the court."),
    ("detainees", GIL, "Held about nine days in a cell; in all 491 days."),
    ("negotiators", 2, "Named by the US president; told of it on 12 October. Alpha was in his custody from 12 September on."),
    ("detainees", ZOE, "Her brother was released in March 2024; her sister was never charged."),
    ("detainees", ZOE, "Let go on bail on 3 March 2023, then taken again."),
    ("detainees", ZOE, "A co-defendant was sentenced to 99 years; the prosecutor asked that the court added two years."),
    ("detainees", ZOE, "Due for release on 3 May 2031; eligible for parole in June 2029, and the term ends in July 2031."),
    ("detainees", GIL, "In an earlier case sentenced on 14 July 2020. He had had two lawyers, and said that that was enough."),
    ("detainees", GIL, "A co-defendant was sentenced on 14 July 2020."),
    ("detainees", EVE, "He was fined and given a term: a) for the flight, b) for the R44 helicopter he flew."),
    ("exchanges", 2, "The plan of 14 July 1985 had been another."),
    ("detainees", GIL, "Flown out on 3 August 2024; his brother was arrested on 1 May 2020."),
    ("detainees", EVE, "Told on Tuesday, 27 June 1978, in 2,102 words."),
    ("detainees", ZOE, "Let out of a punishment cell in March 2024. Exchanged letters with the embassy."),
    ("detainees", ZOE, "His term, counted from the arrest, lasts into June 2037; he was held for 2043 days."),
    ("detainees", GIL, "Charged in June 2021 in a sealed indictment. Never charged with trafficking."),
    ("detainees", GIL, "On trial behind closed doors from 20 June 2024, and held without trial for more than a year."),
    ("detainees", GIL, "Appeal against the verdict of May 2024 rejected. Flown home from a military hospital on 12 September 2024."),
    ("exchanges", 3, "The largest since the exchange of Alpha. Two prisoners refused to sign. No document names who decided."),
    ("negotiators", 2, "Interview with a channel, 5 May 2014."),
]  # fmt: skip
OFFICES = [
    {"office": "former KGB general", "country": "united_states"},
    {"office": "go-between to the BND"},
    {"office": "former federal prosecutor, lawyer of the family", "channel": "lawyer"},
    {"office": "wife of a prosecutor", "channel": "private"},
    {"office": "author of books on the KGB", "country": "united_states", "channel": "private"},
    {"office": "chairman of the KGB of Belarus", "country": "belarus", "channel": "intelligence"},
    {"office": "retired congressman", "channel": "private"},
    {"office": "lawyer at the Russian embassy", "channel": "diplomacy", "country": "russia"},
    {"office": "Soviet specialist at the National Security Council", "country": "united_states"},
]


@pytest.fixture(scope="module")
def raw(small):
    return tables.load_raw(small)


@pytest.fixture(scope="module")
def descriptor(small):
    return schema.load_descriptor(small)


@pytest.mark.parametrize("name", SAYINGS)
def test_what_a_text_says_against_its_row_is_told_there_and_nothing_else(raw, descriptor, name):
    table, line, cells, column, words = SAYINGS[name]
    frame = raw[table].copy()
    frame.loc[line, list(cells)] = list(cells.values())
    told = sayings.check_sayings(raw | {table: frame}, SPOKEN, descriptor)
    assert any(words in problem.expected for problem in told), told
    assert {(problem.file, problem.line, problem.column) for problem in told} == {
        (f"data/{table}.csv", *place) for place in [(line, column), *ALSO.get(name, [])]
    }


@pytest.mark.parametrize(("table", "line", "notes"), RIGHT)
def test_what_is_said_of_somebody_else_or_of_another_time_is_told_by_nothing(raw, descriptor, table, line, notes):
    frame = raw[table].copy()
    frame.loc[line, "notes"] = notes
    changed = raw | {table: frame}
    assert sayings.check_sayings(changed, SPOKEN, descriptor) == wording.check_wording(changed, descriptor) == []


@pytest.mark.parametrize("cells", OFFICES)
def test_an_office_that_only_names_another_is_told_by_nothing(raw, descriptor, cells):
    makers = raw["negotiators"].copy()
    makers.loc[3, list(cells)] = list(cells.values())
    assert sayings.check_sayings(raw | {"negotiators": makers}, SPOKEN, descriptor) == []


def test_the_small_record_and_words_that_are_right_are_told_by_nothing(raw, descriptor):
    people, deals = raw["detainees"].copy(), raw["exchanges"].copy()
    people.loc[EVE, "notes"] = "The term would run to June 2031. Told in 2024-08-02-north-gamma (by “North”)."
    people.loc[GIL, "notes"] = "Sentenced on 30 July 2024. Days of arrest from 29 March 2023."
    people.loc[ZOE, ["sentence_months_final", "notes"]] = [
        "156",
        "The court added six months. Last reported held: 2024-08.",
    ]
    deals.loc[3, "name"] = "Two for one"
    changed = raw | {"detainees": people, "exchanges": deals}
    assert sayings.check_sayings(raw, SPOKEN, descriptor) == []
    assert sayings.check_sayings(changed, SPOKEN | {"2024-08-02-north-gamma": {"eta-eve"}}, descriptor) == []


def test_a_place_where_only_the_other_side_arrests_is_told(raw, descriptor):
    people = pd.concat([raw["detainees"]] * 2, ignore_index=True).assign(arrest_place=None)
    people.loc[[2, 5, 8], "arrest_place"], people.loc[1, "arrest_place"] = "Moscow, airport", "Moscow"
    people["side"] = people["custodian"].map({"russia": "russian_side", "united_states": "us_side"})
    until = pd.Timestamp(descriptor["data_through"])
    found = [broken for broken, column, _ in sayings.check_people(people, until, {}) if column == "arrest_place"]
    assert [broken.index[broken].tolist() for broken in found] == [[1]]


def test_an_office_that_stood_empty_for_a_year_is_told():
    leaders = pd.DataFrame(
        {"office": "Leader", "name": ["A", "B"], "from": ["1980-01-01", "1985-03-11"], "to": ["1984-03-10", None]}
    )
    found = [(column, broken.tolist()) for broken, column, _ in rules.check_leaders(leaders) if broken.any()]
    assert found == [("to", [True, False])]


@pytest.mark.parametrize(
    ("charge", "kind", "told"),
    [("smuggling of psychotropic substances", "cyber", True), ("digging at a heritage site", "espionage", True), ("spying", "espionage", False)],
)  # fmt: skip
def test_a_charge_speaks_against_its_type(charge, kind, told):
    row = pd.DataFrame(
        {"charge": [charge], "charge_type": [kind], "citizenship": ["united_states"], "custodian": ["russia"]}
    )
    assert any(broken.any() for broken, *_ in charges.check_charges(row)) is told


def make_document(**keys):
    return pd.DataFrame(
        [dict.fromkeys(DOCUMENT) | {"source": "2023-04-24-cbs-news-a", "publisher": "CBS News", "kind": "news"} | keys]
    )


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ({"published": "2023-04-04"}, "published"),
        ({"published": "2023-04"}, None),
        ({"source": "undated-a", "published": "2023-04-04", "url": "https://a.org/2023/04/24/x"}, "published"),
        ({"source": "undated-a", "published": "2023-04-23", "url": "https://a.org/20230424/x"}, None),
        ({"source": "undated-a", "published": "1971-04-30", "url": "https://a.org/2015/12/08/x"}, None),
        ({"source": "undated-a", "published": "2023-05-08", "url": "https://a.org/2023/04/24/x"}, None),
        ({"source": "undated-a", "published": "1991-04-30", "url": "https://a.org/19871203/x"}, None),
        ({"publisher": "Supreme Court Historical Society"}, None),
        ({"publisher": "US District Court (New York)"}, "kind"),
        ({"kind": "court"}, "kind"),
        ({"kind": "court", "publisher": "US Attorney, District of Massachusetts"}, None),
        ({"source": "undated-latimes-orlov"}, None),  # of a paper with too few cards here
        ({"title": "A former marine is pardoned – Reuters", "origin": "AP"}, "origin"),
        ({"title": "A former marine is pardoned – Reuters", "origin": "Reuters"}, None),
        ({"title": "A former marine is pardoned -TASS", "origin": "Reuters"}, None),  # whom an agency cites
    ],
)
def test_a_card_that_its_name_or_address_speaks_against_is_told(root, keys, key):
    card = make_document(**keys)
    write_card(
        root,
        card["source"][0],
        {name: value for name, value in card.iloc[0].items() if isinstance(value, str) and name != "source"},
        "",
    )
    assert [problem.column for problem in check_origins(card, root)] == ([key] if key else [])


def test_a_publisher_is_whose_page_it_is_by_name_and_address(root):
    url = "https://www.cbsnews.com/"
    cards = [make_document(source=f"2023-04-24-cbs-news-{n}", url=f"{url}{n}") for n in range(5)]
    cards[0]["publisher"] = "ABC News"
    for card in cards:
        write_card(root, card["source"][0], {"publisher": card["publisher"][0]}, "")
    wiki = [{"publisher": "Wikipedia", "kind": "news" if n == 4 else "reference"} for n in range(5)]
    cards += [make_document(source=f"2023-04-24-wiki-{n}", **keys) for n, keys in enumerate(wiki)]
    write_card(root, "2023-04-24-wiki-4", wiki[4], "")
    cards.append(make_document(source="2023-04-24-cbs-news-5", url=f"{url}5", publisher="(Reuters)"))
    write_card(root, "2023-04-24-cbs-news-5", {"publisher": "(Reuters)"}, "")
    problem, other, _ = check_origins(pd.concat(cards, ignore_index=True), root)
    assert (other.column, other.expected) == ("kind", "reference, as the other cards of this publisher")
    assert (problem.column, problem.value) == ("publisher", "ABC News")


def test_a_card_that_is_named_after_a_paper_is_of_that_paper():
    voices = pd.Series(["los angeles times"] * 4 + ["time"] * 4 + ["moscow times"])
    names = origins.name_letters(voices)
    found = {
        name: origins.find_named(f"1986-10-05-{name}-orlov", names)
        for name in ("latimes", "los-angeles-times", "time", "moscow-cable")
    }
    assert found == {
        "latimes": "los angeles times",
        "los-angeles-times": "los angeles times",
        "time": None,
        "moscow-cable": None,
    }


def test_a_card_may_call_a_publisher_by_its_initials(root):
    cards = [make_document(source=f"1986-10-0{n}-latimes-a", publisher="Los Angeles Times") for n in range(1, 6)]
    cards.append(make_document(source="1986-10-07-latimes-b", publisher="Chicago Tribune"))
    cards.append(make_document(source="1986-10-08-chicago-tribune-b", publisher="Chicago Tribune"))
    told = pd.concat(cards, ignore_index=True)
    told["url"] = [f"https://latimes.com/{n}" for n in range(len(told))]
    for card in told.itertuples():
        write_card(root, card.source, {"publisher": card.publisher}, "")
    assert [problem.value for problem in check_origins(told, root)] == ["Chicago Tribune"]


@pytest.mark.parametrize(
    ("state", "told"), [("germany", True), ("belarus", False)]
)  # two rows, and one that may be wrong itself
def test_a_state_in_the_group_of_those_who_held_against_it_is_told_in_the_descriptor(
    small, raw, descriptor, state, told
):
    changed, said = json.loads(json.dumps(descriptor)), cards.load_cards(small)
    assert fit.find_wrong_groups(changed, raw, said) == []
    at = next(at for at, of in enumerate(changed["codes"]["states"]) if of["value"] == state)
    other = {"us_side": "russian_side", "russian_side": "us_side"}
    changed["codes"]["states"][at]["group"] = other[changed["codes"]["states"][at]["group"]]
    path = ("codes", "states", at, "group")
    assert [fault.path for fault in fit.find_wrong_groups(changed, raw, said)] == [path] * told


@pytest.mark.parametrize("url", ["http://[", "https:///a", "https://a\u2100b.org/x"])
def test_an_address_that_is_none_is_one_line(root, capsys, url):
    write_card(root, "2024-08-03-south", SOUTH | {"url": url}, "")
    main(["check"], root)
    told = [line for line in capsys.readouterr().out.splitlines() if ": url: " in line]
    assert len(told) == 1
    assert told[0].startswith("seeds/2024/2024-08-03-south.toml:6: url: ")


@pytest.mark.parametrize("name", NOTES)
def test_notes_against_the_codes_and_days_of_their_row(raw, descriptor, name):
    table, line, cells, column, words = NOTES[name]
    frame = raw[table].copy()
    frame.loc[line, list(cells)] = list(cells.values())
    told = wording.check_wording(raw | {table: frame}, descriptor)
    assert [(problem.file, problem.line, problem.column) for problem in told] == [(f"data/{table}.csv", line, column)]
    assert words in told[0].expected


def test_a_card_of_before_the_arrest_that_knows_the_sentence_is_told(root, capsys):
    write_card(
        root,
        "2023-08-03-south",
        SOUTH | {"published": "2023-08-03", "url": "https://example.org/z"},
        '[detainees.zeta-zoe]\nname = "Zoe Zeta"\nsentence_months = 150\n',
    )
    main(["check"], root)
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("seeds/2023/2023-08-03-south.toml:10: sentence_months: 150: ")
    assert "2024-01-05" in line


def test_the_one_card_that_says_otherwise_is_named(root, capsys):
    for number, months in enumerate([150, 150, 12]):
        body = f'[detainees.zeta-zoe]\nname = "Zoe Zeta"\nsentence_months = {months}\n'
        write_card(
            root,
            f"2024-08-0{number + 3}-south",
            SOUTH | {"published": f"2024-08-0{number + 3}", "url": f"https://example.org/z{number}"},
            body,
        )
    main(["check"], root)
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith(
        "sentence_months: 150: expected a ruling, as seeds/2024/2024-08-05-south.toml:10 alone says 12"
    )


def test_a_version_that_is_not_that_of_the_changes_and_a_state_of_another_day_are_told(root):
    shutil.copy(ROOT / "data" / "CHANGELOG.md", root / "data")
    descriptor = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    assert fit.find_wrong_version(descriptor, root) == fit.find_wrong_eras(descriptor) == []
    (fault,) = fit.find_wrong_version(descriptor | {"version": "1.9.0"}, root)
    assert fault.path == ("version",)
    (root / "data" / "CHANGELOG.md").write_text("", "utf-8")
    assert [fault.path for fault in fit.find_wrong_version(descriptor, root)] == [("version",)]
    germany = next(at for at, state in enumerate(descriptor["codes"]["states"]) if state["value"] == "germany")
    descriptor["codes"]["states"][germany]["from"] = "1909-10-03"
    (fault,) = fit.find_wrong_eras(descriptor)
    assert fault.path == ("codes", "states", germany, "from")


@pytest.mark.parametrize(
    ("words", "to", "told"),
    [
        ("It was there before 3 October 1990.", "1990-10-02", 0),
        ("It was there before 3 October 1990.", "1980-10-02", 1),
        ("It was there before 1990.", "1989", 0),
        ("It was there to 1992.", "1990", 1),
        ("It was there to 1992.", "1992", 0),
        ("It was there to 1992.", "1992-12-31", 0),
        ("It was there prior to 3 October 1990.", "1990-10-02", 0),
        ("Home to 1500 exiles.", "1992", 0),
        ("It was there to 0992.", "1992", 0),
    ],
)
def test_a_state_ends_when_its_definition_says(words, to, told):
    states = [{"value": "east", "label": "East", "definition": words, "from": "1949", "to": to}]
    assert len(fit.find_wrong_eras({"codes": {"states": states}})) == told


@pytest.mark.parametrize(
    ("column", "because", "told"),
    [
        ("arrested", "Detained on 19 November 2021; the court ordered custody on the 10th.", 1),
        ("arrested", "Detained on 9 November 2021; the court ordered custody on the 10th.", 0),
        ("arrested", "Seized at the border at dawn.", 0),
        ("arrested", "The court ordered custody on 10 November 2021; they had come the day before.", 0),
        ("sentence_months", "One verdict of eleven years.", 1),
        ("sentence_months", "Terms of thirty, ten and five years at the same time.", 0),
        ("outcome", "Moved on 3 May 2020 to house arrest.", 0),
    ],
)
def test_a_worked_case_tells_of_the_day_and_the_length_of_its_row(raw, descriptor, column, because, told):
    people = raw["detainees"].copy()
    people.loc[GIL, ["arrested", "sentence_months"]] = ["2021-11-09", "360"]
    field = {"name": column, "cases": [{"row": "gamma-gil", "because": because}]}
    field |= (
        {"partialDate": True} if column == "arrested" else {"unit": "months"} if column == "sentence_months" else {}
    )
    package = {"resources": [{"name": "detainees", "schema": {"fields": [field]}}]}
    assert len(fit.find_wrong_cases(package, {"detainees": people})) == told
