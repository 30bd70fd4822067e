"""What is well formed and wrong by meaning, planted in the small record: in the tables and, as somebody who copies would, in the card.

Each is told at its own line; what is merely unusual is told by nothing.
"""

import pytest
from conftest import SOUTH, write_card, write_cells

from analysis.__main__ import main
from analysis.evidence import reasons
from analysis.evidence.usual import check_usual, find_usual
from analysis.record import cards, names, schema, tables, wording
from analysis.record.mentions import find_days, find_lengths
from analysis.record.problems import find_fault

CARD = "2024-08-02-north-gamma"
HEAD = {"publisher": "North", "published": "2024-08-02", "url": "https://example.org/a", "kind": "news"}
HEAD |= {"read": "whole", "retrieved": "2026-11-22"}


def plant(root, table, old, new):
    """Replace text in a table, once."""
    path = root / "data" / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def copy_to_card(root, **head):
    """Let the one card of the record give what the tables say now."""
    raw, problems = tables.read_tables(schema.load_descriptor(root), root)
    assert not problems
    write_card(root, CARD, HEAD | head, write_cells(raw))


def check(root, capsys):
    """The lines of make check."""
    main(["check"], root)
    lines = capsys.readouterr().out.splitlines()
    return [] if lines[0].startswith("Nothing to mend") else lines


ANN, BOB, GIL, DAN, EVE, ZOE = range(2, 8)
BOTH = {  # in table and card; name: table, what stands there, what comes in its place, line and column told, words of what was expected
    "exchanged in a one-sided deal": ("exchanges", "multi_party,Ankara", "one_sided,Ankara", "exchanges.csv:3: kind", "swap"),
    "released one-sided in a swap": ("detainees", "exchanged,1986-09-29,united", "released_one_sided,1986-09-29,united", f"{ANN}: outcome", "exchanged"),
    "held although released": ("detainees", "still_held,,", "still_held,2024-08-01,", f"{ZOE}: released", "nothing"),
    "received by the custodian": ("detainees", "2024-08-01,germany", "2024-08-01,belarus", f"{DAN}: received_by", "another state"),
    "received on the same side": ("detainees", "2024-08-01,germany", "2024-08-01,russia", f"{DAN}: received_by", "custodian's side"),
    "a conviction and no sentence": ("detainees", "2024-06-24,death", "2024-06-24,none_yet", f"{DAN}: convicted", "no sentence yet"),
    "a life term with months": ("detainees", "2021-12-15,life,", "2021-12-15,life,120", f"{EVE}: sentence_months", "no term"),
    "a designation of a foreigner": ("detainees", "2024-06-24,death,,,,,,", "2024-06-24,death,,,,,designated,", f"{DAN}: designation", "neither"),
    "a prisoner of the US designated": ("detainees", "united_states,citizen,,russia,2023-03-29", "united_states,citizen,,united_states,2023-03-29", f"{GIL}: designation", "US side"),
    "designated after the release": ("detainees", "2023-04-10", "2024-08-02", f"{GIL}: designated", "no day after released"),
    "designated before there was such a thing": ("detainees", "none_yet,,,,,,,exchanged,1986-09-29", "none_yet,,,,,designated,1986-09-02,exchanged,1986-09-29", f"{ANN}: designated", "since 2016"),
    "pardoned and still held": ("detainees", "150,114,,,,,still_held", "150,,,2024-07-20,,,still_held", f"{ZOE}: pardoned", "nothing"),
    "pardoned before the verdict": ("detainees", "2021-12-15,life,,,,,", "2021-12-15,life,,,,2020-01-01,", f"{EVE}: pardoned", "before convicted"),
    "let go with a sentence": ("detainees", "114,,,,,still_held,,,Last reported held: 2024-08.", "114,,,,,let_go,2024-08-01,,", f"{ZOE}: sentence_kind", "let go"),
    "a case closed with a sentence": ("detainees", "114,,,,,still_held,,,Last reported held: 2024-08.", "114,,,,,charges_dropped,2024-08-01,,", f"{ZOE}: sentence_kind", "closed"),
    "a life term served": ("detainees", ",,2024-08-gamma,russia,none,,germany", ",,,russia,none,,germany", f"{EVE}: exchange_id", "the deal"),
    "no charge and a sentence": ("detainees", "spying,espionage,1986-09-20", ",no_charge,1986-09-20", f"{BOB}: sentence_kind", "no charge"),
    "years typed as months": ("detainees", "term,192,", "term,9,", f"{GIL}: sentence_months", "not years"),
    "months typed twice over": ("detainees", "term,192,", "term,1920,", f"{GIL}: sentence_months", "at most 420"),
    "a final sentence out of all proportion": ("detainees", ",150,114,", ",150,1140,", f"{ZOE}: sentence_months_final", "months"),
    "a slip of a century": ("detainees", "2019-08-23", "1919-08-23", f"{EVE}: arrested", "30 years"),
    "the Soviet Union in 2024": ("detainees", "dual_citizen,,russia,2024-01-05", "dual_citizen,,soviet_union,2024-01-05", f"{ZOE}: custodian", "1991-12-25"),
    "Russia in 1986": ("detainees", "united_states,1986-08,", "russia,1986-08,", f"{BOB}: custodian", "1991-12-26"),
    "a citizen of a state to come": ("detainees", "1986-09-alpha-beta,soviet_union,none", "1986-09-alpha-beta,ukraine,none", f"{BOB}: citizenship", "from 1991"),
    "a place in a state that is gone": ("exchanges", "Ankara,turkey", "Ankara,east_germany", "exchanges.csv:3: place_country", "1990"),
    "a negotiator of a state that is gone": ("negotiators", "Kay Kappa,,turkey", "Kay Kappa,,west_germany", "negotiators.csv:4: country", "1990"),
    "a deal dated otherwise than its id": ("exchanges", "2024-08-01,2024-08-02", "2024-07-01,2024-07-02", "exchanges.csv:3: exchange_id", "month of the deal"),
    "a deal of half a year": ("exchanges", "2024-08-01,2024-08-02", "2024-04-01,2024-08-02", "exchanges.csv:3: end_date", "60 days"),
    "an army of companions": ("exchanges", "turkey,1,2,2,", "turkey,1,2,2000,", "exchanges.csv:3: companions", "at most"),
    "a deal named for nobody": ("exchanges", "Alpha for Beta", "Omega for Psi", "exchanges.csv:2: name", "freed in this deal"),
    "a president out of office": ("negotiators", "Kay Kappa,,turkey,third_state,mediator", "Lee Lambda,US president,united_states,head_of_state,negotiator", "negotiators.csv:4: name", "Mia Mu"),
    "an office that another held": ("negotiators", "Kay Kappa,,turkey,third_state,mediator", "Kay Kappa,US president,united_states,diplomacy,negotiator", "negotiators.csv:4: name", "Mia Mu"),
    "a lawyer who decided": ("negotiators", "Kay Kappa,,turkey,third_state,mediator", "Kay Kappa,,turkey,lawyer,decision_maker", "negotiators.csv:4: role", "another role"),
    "one maker of two states": ("negotiators", "2024-08-gamma,Ida Iota,minister,united_states", "2024-08-gamma,Ida Iota,minister,russia", "negotiators.csv:3: country", "russia and united_states"),
    "one maker in two spellings": ("negotiators", "Kay Kappa,", "Ida Jota,", "negotiators.csv:4: name", "one name a body"),
    "one person in two spellings": ("detainees", "eta-eve,Eve Eta,", "gamma-gilles,Gill Gamma,", f"{EVE}: name", "Gil Gamma"),
    "a dual citizen of one state": ("detainees", "russia;united_states,dual", "united_states,dual", f"{ZOE}: citizenship", "two states"),
    "a total that nobody stands for": ("exchanges", "turkey,1,2,2", "turkey,4,2,2", "exchanges.csv:3: freed_by_us_side", "no more than"),
    "a name that is a word of another deal's": ("exchanges", "Gamma and others", "Gamma and Alpha", "exchanges.csv:3: name", "alpha is none"),
    "a city that is a state": ("exchanges", "Ankara,turkey", "Turkey,turkey", "exchanges.csv:3: place_city", "not a state"),
    "a plain swap of several": ("exchanges", "multi_party,Ankara", "swap,Ankara", "exchanges.csv:3: kind", "multi_party"),
    "several parties of one state each": ("exchanges", "swap,Glienicke", "multi_party,Glienicke", "exchanges.csv:2: kind", "swap"),
    "brokered by who held a prisoner": ("exchanges", "swap,Glienicke", "mediated,Glienicke", "exchanges.csv:2: kind", "held somebody"),
    "a swap without the United States": ("detainees", "soviet_union,none,,united_states", "soviet_union,none,,west_germany", "exchanges.csv:2: kind", "mediated"),
    "treason by a foreigner": ("detainees", "spying,espionage,2024-07", "spying,treason,2024-07", f"{GIL}: charge_type", "own citizen"),
    "a city that the place does not name": ("exchanges", "Glienicke Bridge,Berlin,", "Ankara airport,Berlin,", "exchanges.csv:2: place_city", "the place names"),
    "one city of two states": ("exchanges", "Glienicke Bridge,Berlin,,", "Ankara airport,Ankara,germany,", "exchanges.csv:2: place_country", "one state"),
    "spying that is called drugs": ("detainees", "spying,espionage,2024-07", "spying,drugs,2024-07", f"{GIL}: charge_type", "espionage"),
    "suspended, and years in a colony": ("detainees", "1986-09-20,term,120", "1986-06-20,suspended,120", f"{BOB}: sentence_kind", "went on"),
    "a term served in a tenth of it": ("detainees", "114,,,,,still_held,,,Last reported held: 2024-08.", "114,,,,,sentence_served,2024-08-01,,", f"{ZOE}: outcome", "a third"),
    "held beyond the term when last reported": ("detainees", ",150,114,", ",4,,", f"{ZOE}: after_term", "run out"),
    "a day and a word that there is none": ("detainees", "Last reported held: 2024-08.", "The day of the verdict is not public. Last reported held: 2024-08.", f"{ZOE}: notes", "there is a day"),
    "a receiver and a word that there is none": ("detainees", "2024-08-01,germany,", "2024-08-01,germany,No document names who received this person.", f"{DAN}: notes", "there is a receiver"),
    "a third state that heads a side": ("negotiators", "turkey,third_state,mediator", "turkey,head_of_state,mediator", "negotiators.csv:4: channel", "third_state"),
    "a side that stands between": ("negotiators", "Kay Kappa,,turkey", "Kay Kappa,,germany", "negotiators.csv:4: channel", "on a side"),
    "an office of another state": ("negotiators", "2024-08-gamma,Ida Iota,minister", "2024-08-gamma,Ida Iota,Soviet minister", "negotiators.csv:3: country", "soviet_union"),
    "a vice president who leads": ("negotiators", "Kay Kappa,,turkey,third_state,mediator", "Mia Mu,US vice president,united_states,head_of_state,negotiator", "negotiators.csv:4: office", "held on the days"),
    "a state beside its ruler": ("negotiators", "Kay Kappa,,turkey,third_state,mediator,claimed,", "Pat Pi,President of Russia,russia,head_of_state,decision_maker,claimed,\n2024-08-gamma,Russia,,russia,diplomacy,decision_maker,claimed,", "negotiators.csv:5: name", "ruler of this state"),
    "a month without a president": ("leaders", "2021-01-20,2025-01-20", "2021-01-20,2025-01-20,2024-08-02-north-gamma\nPresident of the United States,Max Moritz,2025-02-20,", "leaders.csv:3: to", "nearer"),
    "a term of another century": ("leaders", "1981-01-20,1989-01-20", "1881-01-20,1989-01-20", "leaders.csv:2: from", "since 1917"),
    "a suspended sentence of months": ("detainees", "2021-12-15,life,,", "2021-12-15,suspended,120,", f"{EVE}: sentence_months", "not served in custody"),
    "a charge with what came of it": ("detainees", "spying,espionage,2024-07", "spying; pleaded guilty,espionage,2024-07", f"{GIL}: charge", "(R11)"),
    "a term without an end": ("leaders", "1981-01-20,1989-01-20", "1981-01-20,", "leaders.csv:2: to", "the next one"),
    "a second detention without a first": ("detainees", "zeta-zoe,", "zeta-zoe-2,", f"{ZOE}: detainee_id", "a row zeta-zoe"),
    "a name of another id": ("detainees", "zeta-zoe,Zoe Zeta", "zeta-zoe,Max Moritz", f"{ZOE}: name", "its id"),
    "a name without capitals": ("detainees", "Zoe Zeta", "zoe zeta", f"{ZOE}: name", "capital letters"),
    "a name in other letters": ("detainees", "Zoe Zeta", "Зое Зета", f"{ZOE}: name", "Cyrillic capital letter ze"),
    "a text that says that nothing is known": ("detainees", "drug sales", "unknown", f"{ZOE}: charge", "nothing is known"),
    "a pardon in the notes alone": ("detainees", "Last reported held: 2024-08.", "Pardoned by decree. Last reported held: 2024-08.", f"{ZOE}: notes", "pardon"),
    "an extradition in the notes alone": ("detainees", "Last reported held: 2024-08.", "Extradited from Cyprus. Last reported held: 2024-08.", f"{ZOE}: notes", "under extradited"),
    "a pardon on another day": ("detainees", "life,,,,,,,exchanged,2024-08-01,russia,", "life,,,,2024-08-01,,,exchanged,2024-08-01,russia,Pardoned on 30 July 2024.", f"{EVE}: notes", "2024-08-01"),
    "a man on trial who is convicted": ("detainees", "Last reported held: 2024-08.", "On trial in Moscow. Last reported held: 2024-08.", f"{ZOE}: notes", "conviction"),
    "an appeal without a sentence": ("detainees", "1986-09-29,united_states,", "1986-09-29,united_states,Appeal rejected.", f"{ANN}: notes", "none yet"),
    "a sentence that there is not": ("detainees", "Last reported held: 2024-08.", "Pleaded guilty; not yet sentenced. Last reported held: 2024-08.", f"{ZOE}: notes", "there is one"),
    "a changed term that is not there": ("detainees", "1986-09-29,soviet_union,", "1986-09-29,soviet_union,An appeal court reduced the sentence.", f"{BOB}: notes", "sentence_months_final"),
    "a term left unchanged that changed": ("detainees", "Last reported held: 2024-08.", "Cassation left the term unchanged. Last reported held: 2024-08.", f"{ZOE}: notes", "changed the term"),
    "an administrative case of years": ("detainees", "1986-09-29,soviet_union,", "1986-09-29,soviet_union,Administrative case.", f"{BOB}: notes", "there is a sentence"),
    "a last report of somebody free": ("detainees", "1986-09-29,soviet_union,", "1986-09-29,soviet_union,Last reported held: 1986-09.", f"{BOB}: notes", "how custody ended"),
    "a cover name of another": ("detainees", "1986-09-29,soviet_union,", "1986-09-29,soviet_union,Known as Max Moritz.", f"{BOB}: notes", "aliases"),
    "a citizenship of another": ("detainees", "1986-09-29,soviet_union,", "1986-09-29,soviet_union,Gave up US citizenship.", f"{BOB}: notes", "not coded"),
    "an appeal before the arrest": ("detainees", "Last reported held: 2024-08.", "Appeal rejected on 28 June 2012. Last reported held: 2024-08.", f"{ZOE}: notes", "before the arrest"),
    "a day long after the release": ("detainees", "1986-09-29,soviet_union,", "1986-09-29,soviet_union,Left Russia in April 2020.", f"{BOB}: notes", "after the release"),
    "a term that had ended and had not": ("detainees", "1986-09-29,soviet_union,", "1986-09-29,soviet_union,The term had ended by then.", f"{BOB}: sentence_months", "run out"),
    "a note of another deal's prisoner": ("exchanges", "1,1,,No document", "1,1,,Gamma was to be freed too. No document", "exchanges.csv:2: notes", "Gamma, who was arrested"),
    "a note on another time": ("exchanges", "1,1,,No document", "1,1,,Agreed on 12 May 2022. No document", "exchanges.csv:2: notes", "three years"),
    "a maker's note on another time": ("negotiators", "2024-08-gamma,Ida Iota,minister,united_states,diplomacy,negotiator,confirmed,", "2024-08-gamma,Ida Iota,minister,united_states,diplomacy,negotiator,confirmed,Asked for it in May 1986.", "negotiators.csv:3: notes", "three years"),
    "a maker spoken of as another": ("negotiators", "claimed,", "claimed,Author with Kappa of the plan.", "negotiators.csv:4: notes", "somebody else"),
    "a president of another state": ("negotiators", "Kay Kappa,,turkey", "Kay Kappa,president of Poland,turkey", "negotiators.csv:4: country", "poland"),
    "a leader of a state that was gone": ("leaders", "President of Russia,Pat Pi", "Leader of the Soviet Union,Pat Pi", "leaders.csv:5: office", "to 1991-12-25"),
    "a president of a state to come": ("leaders", "President of Russia,Pat Pi,2012-05-07", "President of Russia,Pat Pi,1985-05-07", "leaders.csv:5: from", "from 1991-12-26"),
    "a leader beyond the end of the state": ("leaders", "1985-03-11,1991-12-25", "1985-03-11,1995-12-25", "leaders.csv:4: to", "to 1991-12-25"),
    "discrediting the army as homicide": ("detainees", "murder,homicide", "discrediting the armed forces,homicide", f"{EVE}: charge_type", "dissent"),
    "a charge without a word of its type": ("detainees", "drug sales,drugs", "swearing at police,drugs", f"{ZOE}: charge_type", "another type than drugs"),
    "hacking as spying of another kind": ("detainees", "drug sales,drugs", "hacking of sales systems,dissent", f"{ZOE}: charge_type", "cyber"),
    "held twice at one time": ("detainees", "eta-eve,Eve Eta,,2024-08-gamma,russia,none,,germany,2019-08-23", "gamma-gil-2,Gil Gamma,,2024-08-gamma,russia,none,,germany,2024-05-23", f"{EVE}: name", "Gil Gamma"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOTH)
def test_what_is_wrong_by_meaning_is_told_at_its_place(root, capsys, name):
    table, old, new, place, words = BOTH[name]
    plant(root, table, old, new)
    copy_to_card(root)
    lines = check(root, capsys)
    place = f"data/{place}" if ".csv" in place else f"data/{table}.csv:{place}"
    assert any(line.startswith(f"{place}: ") and words in line.partition("expected ")[2] for line in lines), lines
    assert len(lines) <= 5, lines


@pytest.mark.parametrize("column", ["name", "charge"])
def test_a_column_that_slipped_by_a_row_is_told_on_every_line_that_it_makes_wrong(root, capsys, column):
    """The cards know what each row had; rows that had the same before have nothing wrong now."""
    raw = tables.load_raw(root)["detainees"]
    before = raw[column].tolist()
    raw[column] = [before[-1], *before[:-1]]
    (root / "data" / "detainees.csv").write_text(raw.to_csv(index=False), "utf-8")
    told = [line.split(": ")[:2] for line in check(root, capsys)]
    wrong = [line for line, old, new in zip(raw.index, before, raw[column], strict=True) if old != new]
    assert told == [[f"data/detainees.csv:{line}", column] for line in wrong]


def test_two_names_that_changed_places_are_told_with_whose_they_are(root, capsys):
    plant(root, "detainees", "Gil Gamma", "Dan Delta")
    plant(root, "detainees", "delta-dan,Dan Delta", "delta-dan,Gil Gamma")
    one, other = check(root, capsys)
    assert one.startswith(f"data/detainees.csv:{GIL}: name: Dan Delta: ")
    assert one.endswith("those of delta-dan give")
    assert other.startswith(f"data/detainees.csv:{DAN}: name: Gil Gamma: ")


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Ksenia Karelina", "Xenia Karelina", True), ("Yury Ivanov", "Iuri Iwanow", True), ("Rob Mao", "Robert Mao", True),
        ("K. Wood", "Kimba Wood", True), ("Paul Whelan", "Trevor Reed", False), ("Anna Chapman", "Vicky Chapman", False),
    ],
)  # fmt: skip
def test_names_are_near_where_they_are_one_spelt_in_two_ways(one, other, near):
    assert names.are_near(names.split_name(one), names.split_name(other)) is near


def test_one_publisher_spelt_in_two_ways_is_told_at_the_rarer(root, capsys):
    for number, publisher in enumerate(["The Zeta Times", "The Zeta Times (copy)", "Zeta Times"]):
        write_card(root, f"2024-08-03-south-{number}", SOUTH | {"publisher": publisher}, SECOND)
    (line,) = check(root, capsys)
    assert line.endswith("publisher: Zeta Times: expected one spelling of a publisher, and others have The Zeta Times")


def test_a_card_that_gives_a_person_the_name_of_another_is_told(root, capsys):
    write_card(root, "2024-08-03-south-zeta", SOUTH, SECOND.replace("Zoe Zeta", "Gil Gamma"))
    (line,) = check(root, capsys)
    assert line == (
        "seeds/2024/2024-08-03-south-zeta.toml:8: name: Gil Gamma: expected a name of this person, not that of gamma-gil"
    )


def test_a_card_with_a_note_alone_is_held_against_the_others_too(root, capsys):
    write_card(root, "2024-08-03-south-zeta", SOUTH | {"url": "https://example.org/a", "note": "Nothing of ours."}, "")
    (line,) = check(root, capsys)
    assert line.startswith("seeds/2024/2024-08-03-south-zeta.toml:6: url: ")


def test_a_card_that_says_nothing_is_told(root, capsys):
    write_card(root, "2024-08-03-south-zeta", SOUTH, "")
    (line,) = check(root, capsys)
    assert line == "seeds/2024/2024-08-03-south-zeta.toml:1: expected what the document says: a section, or a note"


def test_where_two_names_look_alike_the_line_says_what_differs(root, capsys):
    plant(root, "detainees", "Zoe Zeta", "Zoe\u2011Zeta")
    (line,) = check(root, capsys)
    assert line.startswith(
        f"data/detainees.csv:{ZOE}: name: Zoe\u2011Zeta (\u2011 is Non-breaking hyphen): expected a name the cards"
    ), line


SECOND = '[detainees.zeta-zoe]\nname = "Zoe Zeta"\n'
CARDS = {  # name: what the second card has otherwise, the key told, words of what was expected
    "the same address": ({"url": "http://www.example.org/a/"}, "url", "one card a document"),
    "the same address, followed": ({"url": "https://EXAMPLE.org/a?utm_source=x#top"}, "url", "one card a document"),
    "the same address, as kept elsewhere": ({"url": "https://web.archive.org/web/20240804000000/https://example.org/a"}, "url", "one card a document"),
    "the first page of a site": ({"url": "https://example.org/index.html"}, "url", "not of the whole site"),
    "a bare site": ({"url": "https://example.org/"}, "url", "not of the whole site"),
    "the same title on the same day": ({"publisher": "North", "title": "Zeta", "published": "2024-08-02"}, "title", "one card a document"),
    "published after it was read": ({"published": "2026-12"}, "published", "no day after retrieved"),
    "published in the future": ({"published": "2027-01-02", "retrieved": "2027-01-03"}, "published", "data_through"),
    "published before the record begins": ({"published": "1924-08-03"}, "published", "since 1945"),
    "read in the far future": ({"retrieved": "2062-11-22"}, "retrieved", "within a year"),
    "the results of a search": ({"url": "https://www.google.com/search?q=zeta"}, "url", "of a search"),
    "an archived copy of another page": ({"archive": "https://web.archive.org/web/20240804/https://example.org/c"}, "archive", "the archived copy"),
    "archived before it was published": ({"archive": "https://web.archive.org/web/20230804/https://example.org/b"}, "archive", "a copy made since"),
    "an address as publisher": ({"publisher": "https://example.org"}, "publisher", "a name"),
    "its own origin": ({"origin": "South"}, "origin", "tells it itself"),
    "an origin that says nothing": ({"origin": "unknown"}, "origin", "no such line"),
    "a publisher that says nothing": ({"publisher": "Anonymous"}, "publisher", "whose reporting"),
    "a title that says nothing": ({"title": "Untitled"}, "title", "not seen"),
    "a page that stood before it": ({"title": "Just a moment..."}, "title", "stood before it"),
    "a word broken at the end of a line": ({"note": "She was up- held."}, "note", "hyphen"),
    "mojibake": ({"note": "MÃ¼ller told it."}, "note", "ü"),
    "Cyrillic mojibake": ({"title": "РќРѕРІРѕСЃС‚Рё"}, "title", "another encoding"),
    "a lost letter": ({"note": "M\ufffdller told it."}, "note", "none lost"),
    "a word for nothing": ({"note": "TODO"}, "note", "says something"),
    "letters of HTML": ({"title": "Crime &amp; punishment"}, "title", "none lost"),
    "accents apart": ({"note": "Gawe\u0301"}, "note", "NFC"),
    "a letter that no page shows": ({"note": "Zoe\u034fZeta"}, "note", "invisible"),
    "two spaces": ({"note": "Zoe  Zeta"}, "note", "one space"),
}  # fmt: skip


@pytest.mark.parametrize("name", CARDS)
def test_a_document_that_cannot_be_or_is_there_twice_is_told_at_its_card(root, capsys, name):
    changed, key, words = CARDS[name]
    copy_to_card(root, title="Zeta")
    head = SOUTH | {"url": "https://example.org/b"} | changed
    card = f"{head['published']}-south-zeta"
    write_card(root, card, head, SECOND)
    (line,) = check(root, capsys)
    number = list(head).index(key) + 1
    assert line.startswith(f"seeds/{card[:4]}/{card}.toml:{number}: {key}: "), line
    assert words in line.partition("expected ")[2], line


def test_a_publisher_with_a_slip_is_told_and_two_publishers_with_like_names_are_none(root, capsys):
    for number, publisher in enumerate(
        ["Reuters", "Reuters", "Reutres", "NBC News", "ABC News", "gazeta.ru", "gazeta.pl"]
    ):
        write_card(root, f"2024-08-03-south-{number}", SOUTH | {"publisher": publisher}, SECOND)
    (line,) = check(root, capsys)
    assert line == (
        "seeds/2024/2024-08-03-south-2.toml:1: publisher: Reutres: expected one spelling of a publisher, and others have reuters"
    )


def test_a_report_that_somebody_is_held_long_after_the_release_is_told_at_its_card(root, capsys):
    head = SOUTH | {"published": "2026-02-01"}
    write_card(root, "2026-02-01-south-gamma", head, '[detainees.gamma-gil]\noutcome = "still_held"\n')
    lines = check(root, capsys)
    assert any(line.startswith("seeds/2026/2026-02-01-south-gamma.toml:8: outcome: still_held: ") for line in lines), (
        lines
    )


def test_the_card_of_another_leader_is_told(root, capsys):
    write_card(root, "2024-08-03-south-zeta", SOUTH, SECOND)
    plant(root, "leaders", "1989-01-20,2024-08-02-north-gamma", "1989-01-20,2024-08-03-south-zeta")
    (line,) = check(root, capsys)
    assert line.startswith("data/leaders.csv:2: source: 2024-08-03-south-zeta: expected the id of a card"), line


def test_a_document_cannot_give_a_day_that_came_after_it(root, capsys):
    write_card(
        root,
        "2024-07-01-south-gamma",
        SOUTH | {"published": "2024-07-01"},
        '[detainees.gamma-gil]\nreleased = "2024-08-01"\n',
    )
    (line,) = check(root, capsys)
    assert line.startswith(
        "seeds/2024/2024-07-01-south-gamma.toml:8: released: 2024-08-01: expected no day after the document"
    ), line


EARLY = {  # name: the day of the card, what it gives, the key told
    "an outcome": ("2024-07-25", '[detainees.gamma-gil]\noutcome = "exchanged"\n', "outcome"),
    "a deal": ("2024-03-01", '[detainees.gamma-gil]\nexchange_id = "2024-08-gamma"\n', "exchange_id"),
    "an expulsion": ("2024-06-25", '[detainees.gamma-gil]\noutcome = "deported"\n', "outcome"),
    "the kind of a deal": ("2024-03-01", '[exchanges.2024-08-gamma]\nkind = "multi_party"\n', "kind"),
}


@pytest.mark.parametrize("name", EARLY)
def test_a_card_that_was_known_before_what_it_tells_is_told_at_its_line(root, capsys, name):
    day, body, key = EARLY[name]
    write_card(root, f"{day}-south-gamma", SOUTH | {"published": day}, body)
    (line,) = [line for line in check(root, capsys) if line.startswith("seeds/")]
    assert line.startswith(f"seeds/2024/{day}-south-gamma.toml:8: {key}: "), line
    assert "came after the document" in line


def test_a_card_may_tell_of_a_deal_that_is_being_made_and_of_the_same_day(root, capsys):
    planned = '[detainees.gamma-gil]\nexchange_id = "2024-08-gamma"\noutcome = "still_held"\n'
    write_card(root, "2024-07-20-south-gamma", SOUTH | {"published": "2024-07-20"}, planned)
    told = '[detainees.gamma-gil]\noutcome = "exchanged"\n'
    write_card(root, "2024-07-31-south-gamma", SOUTH | {"published": "2024-07-31"}, told)
    assert check(root, capsys) == []


REASONS = {  # name: the cell, what a second card says, the ruling, a reason that fits, one that does not
    "a length": ("sentence_months", "144", "150", "The court gave twelve and a half years; one paper has 12 years.", "The court gave seven years."),
    "a length for a day": ("sentence_months", "144", "150", "The court told it.", "The paper gives 28 December."),
    "a day": ("arrested", '"2024-01-06"', "2024-01-05", "Caught on 5 January; the 6th is that of the order.", "The court gives 28 December."),
    "a month": ("arrested", '"2024-02"', "2024-01-05", "Only one paper says February 2024.", "Only one paper says October 2023."),
    "a year": ("arrested", '"2023"', "2024-01-05", "A book of 1999 gives 2023, all others 2024.", "All documents of 1985 give 1983."),
    "a day for a length": ("arrested", '"2024-01-06"', "2024-01-05", "Two papers against one.", "All others say fourteen years."),
    "a code": ("charge_type", '"dissent"', "drugs", "The verdict was for the sale.", "The verdict was for treason."),
    "a day of the row": ("charge_type", '"dissent"', "drugs", "The verdict of 4 July 2024 says so.", "The verdict of 9 August 2006 says so."),
    "a prisoner": ("charge_type", '"dissent"', "drugs", "The verdict says so.", "Delta was named with him."),
}  # fmt: skip


@pytest.mark.parametrize("name", REASONS)
def test_a_reason_for_another_ruling_is_told_and_one_that_fits_is_not(root, name):
    column, value, ruling, right, wrong = REASONS[name]
    write_card(root, "2024-08-03-south-zeta", SOUTH, f"{SECOND}{column} = {value}\n")
    for reason, told in ((right, []), (wrong, ["reason"])):
        rows = (
            f'table,row_id,column,ruling,rule,reason\ndetainees,zeta-zoe,{column},{ruling},closer_source,"{reason}"\n'
        )
        (root / "data" / "rulings.csv").write_text(rows, "utf-8")
        raw = tables.load_raw(root)
        problems = [
            *wording.check_wording(raw, schema.load_descriptor(root)),
            *reasons.check_reasons(raw, cards.load_cards(root), schema.load_descriptor(root)),
        ]
        assert [problem.column for problem in problems] == told, problems


def test_a_text_that_stands_word_for_word_in_another_row_is_told_at_both(root, capsys):
    for old in ("1986-09-29,united_states,", "2024-08-01,germany,"):
        plant(root, "detainees", old, f"{old}Flown out by way of Frankfurt.")
    one, other = check(root, capsys)
    assert one.startswith(f"data/detainees.csv:{ANN}: notes: Flown out")
    assert f"data/detainees.csv:{DAN} has this one word for word" in one
    assert other.startswith(f"data/detainees.csv:{DAN}: notes: Flown out")


def test_two_makers_of_one_surname_and_one_office_are_told_to_be_one(root, capsys):
    plant(
        root,
        "negotiators",
        "Kay Kappa,,turkey,third_state,mediator,claimed,",
        "Bob Iota,minister,united_states,diplomacy,negotiator,claimed,",
    )
    copy_to_card(root)
    (line,) = check(root, capsys)
    assert line.startswith("data/negotiators.csv:4: name: Bob Iota: expected one name a person")
    assert "data/negotiators.csv:3 has Ida Iota" in line


def test_two_detentions_of_one_person_that_overlap_are_told_and_two_in_turn_are_not(root, capsys):
    row = "zeta-zoe{},Zoe Zeta,,,russia;united_states,dual_citizen,,russia,{},,,drug sales,drugs,,none_yet,,,,,,,{}\n"
    path = root / "data" / "detainees.csv"
    before = path.read_text("utf-8")
    for begins, told in (("2024-06-10", True), ("2023-02-10", False)):
        end = "still_held,,,Last reported held: 2024-08." if told else "let_go,2023-04-10,,"
        path.write_text(before + row.format("-2", begins, end), "utf-8")
        copy_to_card(root)
        lines = check(root, capsys)
        assert [line.split(": ")[:2] for line in lines] == ([["data/detainees.csv:8", "name"]] if told else []), lines
        assert not told or "held at the same time" in lines[0]


def test_what_stands_twice_in_a_list_is_told_as_that(root, capsys):
    plant(root, "detainees", "russia;united_states,dual", "united_states;united_states,dual")
    plant(root, "detainees", "Bob Beta,,", "Bob Beta,Bo;Bo,")
    one, other = check(root, capsys)
    assert "aliases: Bo;Bo: expected each text once; " in one
    assert "citizenship: united_states;united_states: expected each code once; " in other


def make_texts(*rows):
    return [(owner, frozenset(words.split()), code) for owner, words, code in rows]


def test_a_code_is_held_against_those_of_other_texts_with_the_same_words():
    """Two words of two other texts each, or one of four; never against words that stand with the row's own code too."""
    judges = [("Ada", "district judge here", "justice"), ("Bea", "district judge there", "justice")]
    spy = ("Cid", "district judge", "intelligence")
    assert list(find_usual(make_texts(*judges, spy))) == [(2, "justice", ["district", "judge"])]
    assert list(find_usual(make_texts(*judges, ("Cid", "judge", "intelligence")))) == []
    assert list(find_usual(make_texts(*judges, ("Bea", "district judge", "intelligence")))) == []
    assert list(find_usual(make_texts(*judges, spy, ("Dan", "judge of a service", "intelligence")))) == []
    assert list(find_usual(make_texts(*[(name, "district judge", "justice") for name in "abcdef"], spy))) == []
    lawyers = [(name, f"lawyer {name}", "lawyer") for name in "abcd"]
    assert [found[:2] for found in find_usual(make_texts(*lawyers, ("Cid", "lawyer", "private")))] == [(4, "lawyer")]
    assert list(find_usual(make_texts(*lawyers[1:], ("Cid", "lawyer", "private")))) == []


def test_a_code_that_usage_speaks_against_is_told_at_its_row(root, capsys):
    row = "2024-08-gamma,{},{},united_states,{},negotiator,confirmed,\n"
    judges = [
        ("Ron Rho", "judge in Boston"),
        ("Sue Sigma", "judge in Miami"),
        ("Tom Tau", "judge in Austin"),
        ("Una Upsilon", "judge in Dallas"),
    ]
    rows = [row.format(*judge, "justice") for judge in judges] + [row.format("Phil Phi", "judge", "intelligence")]
    path = root / "data" / "negotiators.csv"
    path.write_text(path.read_text("utf-8") + "".join(rows), "utf-8")
    copy_to_card(root)
    (line,) = check(root, capsys)
    assert line.startswith(
        "data/negotiators.csv:9: channel: intelligence: expected justice, with which alone other rows have judge"
    )


def test_usage_is_learnt_from_the_record_and_finds_nothing_there():
    descriptor, raw = schema.load_descriptor(), tables.load_raw()
    assert list(check_usual(raw, descriptor)) == []
    makers = raw["negotiators"].copy()
    judge = makers["name"].eq("Kimba Wood")
    makers.loc[judge, "channel"] = "intelligence"
    (found,) = check_usual(raw | {"negotiators": makers}, descriptor)
    assert (found.line, found.column) == (judge.idxmax(), "channel")
    assert found.expected.startswith("justice, with which alone")


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("seven years; one has seven and a half years", [84, 90]),
        ("one year and three months", [15]),
        ("30 years, and 168 months", [360, 168]),
        ("Twenty-one years", [252]),
        ("he wrote thirty years later, in 2019 years", []),
    ],
)
def test_lengths_are_read_in_words_and_figures(text, months):
    assert find_lengths(text) == months


def test_days_are_read_as_far_as_they_are_named():
    text = "28 December, in May 2022, on April 5, 2012 or the 1,277 days; it may be 12 March 1990"
    assert find_days(text) == [(None, 12, 28), (2022, 5, None), (2012, 4, 5), (1990, 3, 12)]


CLAIMS = {  # name: the lines of the claim's days, the key told, words of what was expected
    "it ends before it begins": ('start = "2024-08-01"\nend = "2022-08-01"', "end", "no day before start"),
    "it lies beyond what was looked at": ('start = "2024-01"\nend = "2031"', "end", "data_through"),
    "it begins after its document": ('start = "2025-01"\nend = "2026"', "start", "no day after the document"),
    "it counts a year beyond its document": ('start = "2022"\nend = "2025-08"', "end", "no day after the document"),
    "it lies before the record": ('start = "1204-01"\nend = "2024"', "start", "since 1945"),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_on_days_that_cannot_be_is_told_and_blames_no_document(root, capsys, name):
    days, key, words = CLAIMS[name]
    claim = f'[[claims]]\nsays = "two swaps"\nmeasure = "swaps_between"\nequals = 2\n{days}\n'
    write_card(root, "2024-08-03-south-zeta", SOUTH, claim)
    (line,) = check(root, capsys)
    assert line.startswith("seeds/2024/2024-08-03-south-zeta.toml:"), line
    assert f": {key}: " in line
    assert words in line.partition("expected ")[2], line


HARMLESS = {  # name: what is changed in the tables and copied to the card
    "a father and a son": [("detainees", "delta-dan,Dan Delta,", "gamma-otto,Otto Gamma,")],
    "an accent that the id has not": [("detainees", "Zoe Zeta", "Zoë Zéta")],
    "a term of twenty-five years": [("detainees", "term,192,", "term,300,")],
    "a deal over the turn of a month": [("exchanges", "2024-08-01,2024-08-02", "2024-07-28,2024-08-02")],
    "a father and a mother in one office": [("negotiators", "2024-08-gamma,Ida Iota,minister,united_states,diplomacy", "2024-08-gamma,Ida Iota,mother of Gil Gamma,united_states,diplomacy"), ("negotiators", "Kay Kappa,,turkey,third_state,mediator", "Ron Iota,father of Gil Gamma,united_states,private,negotiator")],
    "a note on earlier years": [("detainees", "Last reported held: 2024-08.", "An earlier sentence of 12 May 2012 had been served; not pardoned. Last reported held: 2024-08.")],
    "a citizenship that is told and not coded": [("detainees", "1986-09-29,soviet_union,", "1986-09-29,soviet_union,He was offered US citizenship: not coded.")],
    "words of a court on something else": [
        ("detainees", "1986-09-29,united_states,", "1986-09-29,united_states,Appeal against the arrest rejected. Asked to be pardoned; not among those pardoned in May 1987."),
        ("detainees", "1986-09-29,soviet_union,", "1986-09-29,soviet_union,First an administrative case; brought to trial only in 1986. As he told in a book of May 2005."),
        ("detainees", "Last reported held: 2024-08.", "Held a year awaiting trial. A court refused to have the sentence reduced. Last reported held: 2024-08."),
        ("detainees", "2024-08-01,germany,", "2024-08-01,germany,Applied for Israeli citizenship."),
    ],
    "a deal known from papers published later": [("exchanges", "1,1,,No document", "1,1,,The records published in May 2016 show it. No document")],
    "a note that is true of two in one deal": [("detainees", "1986-09-29,united_states,", "1986-09-29,united_states,Flown out by way of Frankfurt."), ("detainees", "1986-09-29,soviet_union,", "1986-09-29,soviet_union,Flown out by way of Frankfurt.")],
    "a phrase that names nothing in two rows": [("detainees", "1986-09-29,united_states,", "1986-09-29,united_states,Held for interrogation at first."), ("detainees", "2024-08-01,germany,", "2024-08-01,germany,Held for interrogation at first.")],
    "the first since another deal": [("exchanges", "2,2,No document", "2,2,The first since 1986; agreed in June 2024. No document")],
    "a president elected before the state began": [("leaders", "President of Russia,Pat Pi,2012-05-07", "President of Russia,Pat Pi,1991-07-10")],
    "a former president who spoke with somebody": [("negotiators", "Kay Kappa,,turkey,third_state,mediator", "Lee Lambda,former US president,united_states,private,negotiator")],
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_merely_unusual_is_told_by_nothing(root, capsys, name):
    for change in HARMLESS[name]:
        plant(root, *change)
    copy_to_card(root)
    assert check(root, capsys) == []


@pytest.mark.parametrize(
    "text", ["Müller", "Gaweł", "Мосбиржа", "naïve", "Straße", "Cañón", "§ 275", "40 °C", "“x” — y…", "1½ years"]
)
def test_letters_of_other_languages_are_no_fault(text):
    assert find_fault(text, as_printed=True) == ""
