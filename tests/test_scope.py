"""A picture of a selection speaks of the selection: every picture under many selections, held against the whole record."""

import json
import re
from functools import cache

import pandas as pd
import pytest

from analysis import pictures
from analysis.pictures import PICTURES
from analysis.pictures.publish import LISTED_BY, list_sources
from analysis.record.files import ROOT
from analysis.record.select import BY_CHARGE
from analysis.record.words import SMALL

SELECTIONS = [
    {"us": True, "outcome": "still_held"},
    {"us": False},
    {"charge_type": "drugs"},
    {"charge_type": "dissent"},
    {"charge_group": "politics"},
    {"negotiator": "Wolfgang Vogel"},
    {"negotiator": "Roger Carstens"},
    {"kind": "one_sided"},
    {"kind": ["swap", "multi_party"], "side": "russian_side"},
    {"years": (2022, 2026)},
    {"deals_made": (1961, 1963)},
    {"people_held": (2014, 2015)},
    {"us_leader": "Donald Trump"},
    {"us_status": ["dual_citizen", "permanent_resident"]},
    {"citizenship": "united_kingdom"},
    {"custodian": "germany"},
    {"designation": "designated"},
    {"place_country": "turkey"},
    {"standing": "disputed", "us": True},
    {"known_on": "1962-03-01"},
    {"known_on": "2025-02-11", "us": True},
    {"charge_type": "espionage", "custodian": "belarus"},
]
# said of a part, each of these would claim something of the world that only the whole record can tell
OF_THE_WHOLE = r"\b(most|peak|largest|longest|shortest|highest|lowest|greatest|fewest|first|last time|only one|never|nobody|no swap|no deal|no other|ever)\b"
DEALS = [
    "exchanges-by-year",
    "places",
    "who-for-whom",
    "negotiators",
    "years-left",
]  # their sentences count deals first
WHOLE_DEALS = ["ankara"]  # one deal, always whole


@pytest.fixture(scope="module")
def record(whole):
    return whole


@pytest.fixture(scope="module")
def select(record):
    """Selects from the record; the same selection is the same object."""
    known = {}

    def select(chosen):
        key = name_selection(chosen)
        if key not in known:
            known[key] = record.where(**chosen)
        return known[key]

    return select


def name_selection(chosen):
    return " ".join(f"{name}={value}" for name, value in chosen.items())


def read_number(word):
    """A number as sentences write it."""
    word = word.replace("none", "no")
    return SMALL.index(word) if word in SMALL else int(word.replace(",", ""))


def cut_beginning(finding):
    """What a sentence says after the words of its selection: `Of two people (charge: drugs): …`."""
    return re.sub(r"^[^(:]*(\([^)]*\))?[^(:]*: ", "", finding)


@cache
def draw_all(selected):
    """Every picture that has something to draw, once a selection."""
    drawn = {}
    for name, draw in PICTURES.items():
        try:
            drawn[name] = draw(selected)
        except pictures.EmptyPicture as nothing:
            assert str(nothing).endswith(".")
    return drawn


@pytest.mark.slow
@pytest.mark.parametrize("chosen", SELECTIONS, ids=name_selection)
def test_a_sentence_begins_with_the_selection_and_says_nothing_of_the_whole(select, chosen):
    selected, drawn = select(chosen), draw_all(select(chosen))
    for name, picture in drawn.items():
        finding = picture.papers["finding"]
        if name in WHOLE_DEALS:
            continue
        noun = "(?:deals?|cases?)"
        begins = re.match(
            rf"(?:Of ([\w,]+) (?:of the ([\w,]+) )?(?!{noun})|In (\w+) {noun}(?:, everybody in \w+ counted)? \()",
            finding,
        )
        assert begins, finding
        told = cut_beginning(finding)
        assert not re.search(OF_THE_WHOLE, told), finding
        counted = read_number(begins[1] or begins[3])
        if name not in DEALS and begins[1]:  # who is not drawn has not gone
            assert read_number(begins[2] or begins[1]) == len(selected.detainees), finding
        if name in DEALS:
            assert counted == len(picture.papers["deals"]), finding
            assert set(picture.papers["deals"]) <= set(selected.exchanges["exchange_id"])
        elif name not in ("sentences", "fact-check"):
            assert counted == len(picture.papers["people"]), finding
        else:
            assert counted == len(selected.detainees), finding
        if name not in DEALS:
            assert set(picture.papers["people"]) <= set(selected.detainees["detainee_id"]), name
        assert picture.papers["scope"] == selected.scope
    foot = drawn["charges"].figure.texts[2].get_text().replace("\n", " ")
    assert all(f"{title} {words}" in foot for title, words in selected.scope.items())


@pytest.mark.slow
@pytest.mark.parametrize("chosen", SELECTIONS, ids=name_selection)
def test_totals_of_a_selection_come_out_of_the_whole_record_counted_in_another_way(select, chosen):
    selected, drawn = select(chosen), draw_all(select(chosen))
    whole = selected.whole
    for name in drawn.keys() & {"exchanges-by-year", "who-for-whom"}:
        picture = drawn[name]
        deals = whole.exchanges[whole.exchanges["exchange_id"].isin(picture.papers["deals"])]
        east, west = (int(deals[f"freed_by_{side}"].sum()) for side in ("russian_side", "us_side"))
        said = re.search(r"Russian side freed ([\w,]+?)(?: p\w+)?, the US side ([\w,]+)\.", picture.papers["finding"])
        assert [read_number(word) for word in said.groups()] == [east, west]
    if picture := drawn.get("places"):
        deals = whole.exchanges[whole.exchanges["exchange_id"].isin(picture.papers["deals"])]
        told = {
            city: read_number(word)
            for word, city in re.findall(
                r"(\w+) (?:in|at) (.+?)(?=,| and \w+ (?:in|at)|\.)", cut_beginning(picture.finding)
            )
        }
        cities, counted = set(whole.exchanges["place_city"].dropna()), dict.fromkeys(told, 0)
        for coded, words in zip(deals["place_city"], deals["place"].fillna(""), strict=True):
            named = sorted((words.index(city), city) for city in cities if city in words)
            counted[coded if isinstance(coded, str) else named[0][1] if named else "a place not known"] += 1
        assert told == counted
    if picture := drawn.get("charges"):
        people = whole.detainees.set_index("detainee_id").loc[picture.papers["people"]]
        for side, words in (("russian_side", "the Russian side"), ("us_side", "the US side")):
            finding = picture.papers["finding"]
            told = re.search(rf"(?<!held )by {words}: ([^;]*?)(?:;|\.$)", finding)
            if not told and (people["side"] == side).all() and "; by " not in finding:  # of whom the beginning tells
                told = re.match("(.*)", cut_beginning(finding))
            numbers = [int(number) for number in re.findall(r" (\d+)", f" {told[1]}")] if told else []
            if "charge_type" in chosen and people["charge_type"].nunique() == 1:  # then its name is not said again
                numbers = [read_number(word) for word in re.findall(rf"(\w+) held by {words}", finding)]
            assert sum(numbers) == (people["side"] == side).sum()
    if picture := drawn.get("charges-then-and-now"):
        people = whole.detainees.set_index("detainee_id").loc[picture.papers["people"]]
        years = people["exchange_id"].map(whole.exchanges.set_index("exchange_id")["year"])
        for when, first, last in (("until 1991", 1945, 1991), ("in 1992–2021", 1992, 2021), ("since 2022", 2022, 9999)):
            told = re.search(rf"freed {when} ([^;]*?)(?:;|\.$)", picture.papers["finding"])
            number = sum(map(int, re.findall(r" (\d+)", f" {told[1]}"))) if told else 0
            if chosen.keys() & BY_CHARGE and people["charge_group"].nunique() == 1:
                alone = re.search(rf"(\w+) freed {when}", picture.papers["finding"])
                number = read_number(alone[1]) if alone else 0
            assert number == years.between(first, last).sum()
        assert not people["exchange_id"].isin(whole.exchanges.query("kind == 'mediated'")["exchange_id"]).any()
    if picture := drawn.get("years-left"):
        deals = whole.exchanges.set_index("exchange_id").loc[picture.papers["deals"]]
        people = whole.detainees[whole.detainees["exchange_id"].isin(deals.index)]
        months = people["sentence_months_final"].fillna(people["sentence_months"]).astype("float")
        start, end = (
            (people[f"{column}_earliest"] + (people[f"{column}_latest"] - people[f"{column}_earliest"]) / 2)
            for column in ("arrested", "released")
        )
        left = (months / 12 - (end - start).dt.days / 365.25).clip(lower=0)
        least = (people["released_earliest"] - people["arrested_latest"]).dt.days / 365.25
        past = people["after_term"].notna() | (least > (months + 1) / 12)
        left = left.where(people["sentence_kind"].isin(["term", "life", "death"]) & ~past)
        nothing = people["sentence_kind"].isin(["time_served", "suspended"])
        for side, words in (("russian_side", "the Russian side"), ("us_side", "the US side")):
            total = int(deals[f"freed_by_{side}"].sum())
            finding, of_side = (
                picture.papers["finding"].replace("the one person", "one of one person"),
                people["side"] == side,
            )
            known = (left.notna() | nothing)[of_side].sum()
            said = re.search(rf"([\d,]+) years, known of (\w+) of ([\w,]+) p\w+ freed by {words}", finding)
            assert bool(said) == bool(known)
            if known:
                assert abs(read_number(said[1]) - left[of_side].sum()) < 1
                assert [read_number(said[2]), read_number(said[3])] == [known, total]
            elif total:
                assert read_number(re.search(rf"nothing known of (\w+) p\w+ freed by {words}", finding)[1]) == total
    if picture := drawn.get("sentences"):
        people = whole.detainees.set_index("detainee_id").loc[picture.papers["people"]]
        for side, words in (("russian_side", "the Russian side"), ("us_side", "the US side")):
            terms = re.search(rf"(\w+) terms? of [^,]* on {words}", picture.finding)
            ranked = re.search(rf"on {words} \([^)]*, (\w+) sentences\)", picture.finding)
            kinds = people.loc[people["side"] == side, "sentence_kind"]
            told, counted = (terms, ["term"]) if terms else (ranked, ["term", "life", "death"])
            assert (read_number(told[1]) if told else 0) == (
                kinds.isin(counted).sum() if told else (kinds == "term").sum()
            )
        for kind in ("life", "death"):
            said = re.search(rf"(\w+) sentenced to {kind}", picture.finding)
            assert (read_number(said[1]) if said else 0) == (people["sentence_kind"] == kind).sum()
    if picture := drawn.get("time-served"):
        people = whole.detainees.set_index("detainee_id").loc[picture.papers["people"]]
        months = people["sentence_months_final"].fillna(people["sentence_months"]).astype("float").dropna()
        start, end = (
            (people[f"{column}_earliest"] + (people[f"{column}_latest"] - people[f"{column}_earliest"]) / 2)
            for column in ("arrested", "released")
        )
        under = ((end - start).dt.days / 365.25)[months.index] < months / 24
        said = re.search(r"(\w+) of (\w+) with a fixed term", picture.finding)
        assert (read_number(said[1]), read_number(said[2])) == (under.sum(), len(months))
        sides = re.findall(r"left to (\w+) p\w+ freed by the (\w+)", picture.finding)
        for word, side in sides:
            assert read_number(word) <= people.loc[months.index, "side"].eq(f"{side.lower()}_side").sum()
    if picture := drawn.get("left-behind"):
        finding = picture.papers["finding"]
        if len(picture.papers["people"]) == 1:
            times = re.search(r"(\w+) deals? missed", finding)[1]
            passed = "one" if read_number(times) else "no"
        else:
            passed, times = re.search(r": (\w+) missed (?:a deal|deals)(?:, (\w+) times? in all)?", finding).groups()
            times = times or passed  # each of them once
        people = whole.detainees.set_index("detainee_id").loc[picture.papers["people"]]
        deals = whole.exchanges[(whole.exchanges["kind"] != "mediated") & (whole.exchanges["year"] >= 2010)]
        last = people["released_latest"].where(people["released"].notna())
        open_ended = people["outcome"].isna() | people["outcome"].isin(["still_held", "unknown"])
        until = last.fillna(people["last_confirmed"].mask(open_ended, whole.data_through))
        until = until.fillna(whole.data_through).clip(lower=people["arrested_latest"])
        by_deal = [
            (people["arrested_earliest"] <= deal.date_earliest)
            & (deal.date_earliest <= until)
            & (people["exchange_id"] != deal.exchange_id)
            for deal in deals.itertuples()
        ]
        counts = pd.concat(by_deal, axis=1).sum(axis=1)
        assert read_number(passed) == (counts > 0).sum()
        assert read_number(times.replace("none", "no")) == counts.sum()
    if picture := drawn.get("wall"):
        people = whole.detainees.set_index("detainee_id").loc[picture.papers["people"]]
        kinds = people["exchange_id"].map(whole.exchanges.set_index("exchange_id")["kind"].astype("str"))
        free = people["released"].notna() | ~people["outcome"].fillna("unknown").isin(["still_held", "unknown"])
        counts = {
            "freed in deals": (people["exchange_id"].notna() & (kinds != "mediated")).sum(),
            "whose custody ended otherwise": (people["exchange_id"].isna() & free).sum(),
            "not known to be free": (people["exchange_id"].isna() & ~free).sum(),
            "freed in deals the United States only brokered": (kinds == "mediated").sum(),
        }
        told = (
            cut_beginning(picture.papers["finding"])
            .split("; besides")[0]
            .split(", arrested ")[0]
            .rstrip(".")
            .replace(" in a deal", " in one deal")
        )
        made = [read_number(number) for number in re.findall(r"(?<= in )(\w+)(?= deals?\b)", told)]
        brokered = people.loc[kinds == "mediated", "exchange_id"].nunique()
        assert made == [number for number in (people["exchange_id"].nunique() - brokered, brokered) if number]
        told = re.sub(r"(?<= in )\w+ deals?\b", "deals", told)
        said = dict(part.split(" ", 1)[::-1] for part in re.split(", | and ", told))
        assert {words: read_number(number) for words, number in said.items()} == {
            words: number for words, number in counts.items() if number
        }
    if picture := drawn.get("still-held"):
        people = whole.detainees.set_index("detainee_id").loc[picture.papers["people"]]
        years = re.findall(r"\d{4}", picture.papers["finding"].rpartition("arrested")[2])
        assert [int(years[0]), int(years[-1])] == [
            people["arrested_earliest"].dt.year.min(),
            people["arrested_earliest"].dt.year.max(),
        ]
        assert people["released"].isna().all()
    if picture := drawn.get("fact-check"):
        parts = re.findall(r"(\w+) (?:agrees?|differs?|cannot be told)\b", picture.papers["finding"])
        assert sum(map(read_number, parts)) == picture.papers["shown"]


def test_the_false_sentences_of_the_first_edition_are_gone(record):
    """Each was printed over a selection, and the record contradicted it."""
    left = pictures.left_behind(record.where(us=True, outcome="still_held"))
    assert "14 missed deals" in left.papers["finding"]
    assert "peak" not in pictures.held_over_time(record.where(us=True, outcome="still_held")).papers["finding"]
    for chosen in ({"charge_type": "dissent"}, {"negotiator": "Wolfgang Vogel"}):
        assert "no swap" not in pictures.exchanges_by_year(record.where(**chosen)).papers["finding"]
    assert "most" not in pictures.negotiators_by_deal(record.where(charge_type="drugs")).papers["finding"]
    one = record.where(us=True, people_held=(2013, 2013))
    few = pictures.ways_out(one)
    assert len(few.papers["people"]) < 5
    shown = " ".join(text.get_text() for text in few.figure.axes[0].child_axes[0].texts)
    assert "%" not in shown
    assert "interval" not in shown
    assert "12 Americans" not in pictures.charges_by_side(record.where(us=True, outcome="still_held")).papers["finding"]
    assert (
        "only the Russian side" not in pictures.charges_by_side(record.where(charge_group="politics")).papers["finding"]
    )


def test_a_list_of_codes_takes_each_of_them_and_a_wrong_one_none(record):
    """A code that does not exist was dropped in silence, and took the 24 people of Ankara out of a title."""
    both = record.where(kind=["swap", "multi_party"])
    assert set(both.exchanges["kind"]) == {"swap", "multi_party"}
    with pytest.raises(ValueError, match=r"'multi_party_swap'.*multi_party"):
        record.where(kind=["swap", "multi_party_swap"])


@pytest.mark.parametrize(
    "chosen", [{}, *(pytest.param(chosen, marks=pytest.mark.slow) for chosen in SELECTIONS)], ids=name_selection
)
def test_papers_name_the_cards_that_speak_of_the_rows_drawn_and_no_others(select, chosen):
    selected = select(chosen)
    cards = pd.concat([selected.cards, selected.claims]).drop_duplicates("source").set_index("source")
    for name, picture in draw_all(selected).items():
        papers = picture.papers
        assert json.loads(json.dumps(papers)) == papers
        assert papers["sources"], name
        assert papers["listed_by"] in LISTED_BY.values()
        assert (ROOT / papers["notebook"]).exists()
        assert set(papers["sources"]) <= set(cards.index), name
        if "known_on" in chosen:
            assert (cards.loc[papers["sources"], "known_from"] <= pd.Timestamp(chosen["known_on"])).all(), name


def test_a_picture_of_a_few_people_rests_on_the_cards_that_speak_of_them(record):
    few = record.where(us=True, outcome="still_held")
    papers = pictures.charges_by_side(few).papers
    assert len(papers["people"]) == len(few.detainees) < 20
    speaking = record.cards[(record.cards["table"] == "detainees") & record.cards["row"].isin(papers["people"])]
    used = speaking[speaking["column"].isin(["custodian", "charge_type", "exchange_id"])]
    assert papers["sources"] == sorted(used["source"].unique())
    assert len(papers["sources"]) < 150
    assert list_sources(few, {"detainees": ["nobody"]}, {"detainees": ["arrested"]}) == set()


def test_every_picture_stands_in_the_notebook_that_its_papers_name():
    for name, draw in PICTURES.items():
        papers = json.loads((ROOT / "figures" / f"{name}.json").read_text("utf-8"))
        assert f"pictures.{draw.__name__}(" in (ROOT / papers["notebook"]).read_text("utf-8"), name


def test_nothing_of_a_later_document_shows_in_ids_and_names(record):
    early = record.where(known_on="2025-02-11")
    hidden = early.exchanges[early.exchanges["date"] == "2025-02-11"].iloc[0]
    assert (hidden["exchange_id"], hidden["name"]) == ("deal-1", "Deal of 2025-02-11")
    frames = [early.exchanges, early.detainees[early.detainees["exchange_id"] == "deal-1"], early.negotiators]
    assert not any("vinnik" in frame.to_csv().casefold() for frame in frames)
    picture = pictures.exchanges_by_year(early)
    assert "vinnik" not in (picture.data.to_csv() + json.dumps(picture.papers["deals"])).casefold()


def test_a_selection_can_be_selected_from_again_and_knows_where_it_came_from(record):
    once = record.where(us=True).where(outcome="still_held")
    assert once.filters == record.where(us=True, outcome="still_held").filters
    assert once.detainees.equals(record.where(us=True, outcome="still_held").detainees)
    assert once.whole is record
    assert record.whole is record
    assert record.scope == {}
    assert record.where() is record
    early = record.where(us=True).where(known_on="2025-02-11")
    assert early.whole.detainees.equals(record.where(known_on="2025-02-11").detainees)
    assert early.sources is record
    with pytest.raises(ValueError, match="already selected"):
        once.where(us=False)


def test_a_record_shows_itself_in_a_few_lines(record):
    assert len(repr(record)) < 500
    assert "Americans" in repr(record.where(us=True))


def test_years_of_people_do_not_take_the_deals_away_that_freed_them(record):
    """Of 38 people held in one year 26 were freed later in deals; pictures told that none was."""
    held = record.where(years=(2023, 2023))
    freed = held.detainees.dropna(subset="exchange_id")
    assert len(held.exchanges) == 0
    assert len(freed) > 20
    brokered = record.exchanges.loc[record.exchanges["kind"] == "mediated", "exchange_id"]
    headline = freed.loc[~freed["exchange_id"].isin(brokered), "detainee_id"]
    assert set(pictures.charges_then_and_now(held).papers["people"]) == set(headline)
    woven = pictures.standing_of_values(held).data
    assert (woven["deal"].eq("in no deal") == woven["exchange_id"].isna()).all()
    several = {"kind": "multi_party"}
    both = record.where(years=(2023, 2023), **several).detainees
    assert both.equals(record.where(people_held=(2023, 2023), **several).detainees)


@pytest.mark.parametrize("chosen", [{"us_status": "dual_citizen"}, {"us": True}, {"deals_made": (2025, 2025)}], ids=str)
def test_names_and_deals_of_negotiators_are_counted_over_the_same_deals(record, chosen):
    selected = record.where(**chosen)
    deals, names = re.search(
        r"In (\w+) deals? .*: (\w+) names?", pictures.negotiators_by_deal(selected).finding
    ).groups()
    assert read_number(deals) == len(selected.exchanges)
    parts = record.negotiators[record.negotiators["exchange_id"].isin(selected.exchanges["exchange_id"])]
    assert read_number(names) == parts["name"].nunique()


def test_who_got_out_and_who_is_not_known_to_be_free_are_counted_not_estimated(record):
    """Half of 21 had "come out" where nine had."""
    picture = pictures.ways_out(record.where(people_held=(2024, 2024), us=True))
    people = record.detainees.set_index("detainee_id").loc[picture.papers["people"]]
    said = re.search(r": (\w+) left custody, (\w+) of them in a deal; (\w+) not known to be free", picture.finding)
    out, deals, held = map(read_number, said.groups())
    assert held == (people["outcome"] == "still_held").sum()
    assert out == len(people) - held
    assert deals == people["exchange_id"].notna().sum() + (people["outcome"] == "exchanged_elsewhere").sum()


def test_people_without_a_name_stay_in_what_is_shown_of_a_selection_by_deals(record):
    for chosen in ({"us_leader": "Ronald Reagan"}, {"negotiator": "Wolfgang Vogel"}):
        selected = record.where(**chosen)
        swaps = selected.exchanges[selected.exchanges["kind"].isin(["swap", "multi_party"])]
        picture = pictures.who_for_whom(selected)
        assert set(picture.papers["deals"]) == set(swaps["exchange_id"])
        totals = swaps[["freed_by_us_side", "freed_by_russian_side"]].to_numpy().sum()
        assert picture.data["people"].sum() == totals > len(picture.papers["people"])


def test_a_name_that_came_later_selects_nothing_on_an_early_day_in_either_order(record):
    for early in (record.where(known_on="1962-03-01").where(negotiator="Roger Carstens"),
                  record.where(negotiator="Roger Carstens").where(known_on="1962-03-01")):  # fmt: skip
        assert len(early.exchanges) == 0
        assert early.scope["negotiator"] == "Roger Carstens"
    rated = record.where(known_on="2024-08-01", standing="disputed")
    assert rated.scope["evidence"].endswith("(as of all documents)")


@pytest.mark.parametrize(
    "chosen",
    [
        {"years": (True, 2000)}, {"years": (1985.0, 1986)}, {"years": ("1985", "1986")}, {"years": (2026, 2022)},
        {"years": (1, 10**20)}, {"years": (None, None)}, {"side": [["us_side"]]}, {"side": {"us_side": 1}}, {"side": pd.NA},
        {"us": "yes"}, {"us": 1}, {"outcome": "still held"}, {"known_on": "1.8.2024"}, {"known_on": "today"},
        {"known_on": pd.NaT}, {"known_on": pd.Timestamp("2024-08-01", tz="UTC")}, {"known_on": "2024-08"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_choice_is_refused_in_words_whatever_its_type(record, chosen):
    with pytest.raises(ValueError, match=r"expected|there are"):
        record.where(**chosen)


def test_years_may_be_one_or_open_and_choices_stand_in_the_order_of_the_codebook(record):
    latest = int(record.exchanges["year"].max())
    assert record.where(deals_made=(2022, None)).exchanges.equals(record.where(deals_made=(2022, latest)).exchanges)
    assert record.where(years=(None, 1991)).scope == {"years": "1945–1991"}
    for years in (latest + 1, (2022, latest + 1), (1900, 1991)):
        with pytest.raises(ValueError, match=f"from 1945 to {latest}, as the record begins and ends there"):
            record.where(years=years)
    assert record.where(deals_made=latest).filters == {"deals_made": (latest, latest)}
    assert record.where(deals_made=record.exchanges["year"].max()).scope == {"deals made": str(latest)}
    for kinds in (["swap", "multi_party", "swap"], {"multi_party", "swap"}, ("multi_party", "swap")):
        assert record.where(kind=kinds).filters == {"kind": ["swap", "multi_party"]}
    assert record.where(us=[True, False], side=set(), kind="", outcome=None) is record
