"""What texts say outright against the table they stand in: names of deals, notes, offices, words on a second coding.

Promise: only what is said in so many words counts, and a record loads in spite of it.
"""

import re
from collections.abc import Iterator

import pandas as pd

from analysis.record import dates
from analysis.record.contradictions import Finding
from analysis.record.makers import check_makers
from analysis.record.mentions import NUMBERS, is_day_of, make_days, read_number
from analysis.record.notes import ADDED, BEFORE, ELSEWHERE, LESSENED, OTHERS, UNSURE, follow, say, split_clauses
from analysis.record.phrases import CARD, check_form
from analysis.record.problems import Problem
from analysis.record.rules import LAST_REPORT, list_problems
from analysis.record.words import find_surnames

TEXTS = {
    "exchanges": "notes",
    "detainees": "notes",
    "negotiators": "notes",
    "rulings": "reason",
    "second_coding": "notes",
}
COUNT = rf"(\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
FREED_THEN = re.compile(  # numbers of a deal's people as its notes have them
    rf"\b{COUNT} (?:were let go|were freed)\b|\b[Oo]f the {COUNT}\b|\b{COUNT}[ -]for[ -]{COUNT}\b", re.IGNORECASE
)
NAMED = rf"\b{COUNT} are named\b"
ALONG = rf"\b{COUNT} (?:children|relatives|companions)\b"
FREED = r"^(?:Let out|Let go|Released|Freed)\b(?! from a psychiatric)"
PARTS = rf"\b{COUNT} years (?:of|in) (?:prison|camp|a camp|jail|labour camp)(?:,| and|, and) {COUNT} (?:years )?(?:of|in) (?:labour|exile|camp|a colony|internal exile)"
PLEADED = r"^(?:Pleaded guilty|Convicted|Sentenced)\b"
HELD_FOR = rf"^(?:Held|Administrative arrest of|Arrest of)(?: for)? (about |some |nearly )?{COUNT} (day|week)s?\b"  # at the head of a note: all of it
SINCE = r"\bdays\b(?: of [a-z ]+| [a-z]+)? from\b"
ANOTHERS = rf"{BEFORE}|{ELSEWHERE}|{OTHERS}"
ALSO_FINED = r"\b(?:and|also|besides|too|term|months|years)\b"
SENTENCED_ON = r"\b[Ss]entenced on\b"
LEAST_SEEN = 3  # people arrested in a place, all by one side, before it counts as that side's
LONGEST_TRIAL = pd.Timedelta(days=10 * 365.25)  # without a sentence


def is_swapped(deal: object, people: pd.DataFrame, parts: list[str]) -> bool:
    """Whether the other side freed each of those whom the name of a deal has before and behind its `for`."""
    freed = people[people["exchange_id"] == deal.exchange_id]
    surnames = find_surnames(freed["name"])
    sides = [set(freed.loc[surnames.isin(re.split(r", | and ", part)), "side"]) for part in parts]
    return sides == [{"us_side"}, {"russian_side"}]


def find_other_custodians(deal: object, freed: pd.DataFrame, labels: dict[str, str]) -> bool:
    """Whether the notes of a deal have another number of its people held in a state than the rows, where all of them are named."""
    states = "|".join(map(re.escape, sorted(labels.values(), key=len, reverse=True)))
    total = sum(
        int(number) for number in (deal.freed_by_us_side, deal.freed_by_russian_side) if isinstance(number, str)
    )
    if not isinstance(deal.notes, str) or len(freed) != total:
        return False
    held = freed["custodian"].map(labels).value_counts()
    found = re.findall(
        rf"\b{COUNT}(?: of the \w+)?(?: (?:was|were))?(?: held)? in (?:the )?({states})\b", deal.notes, re.IGNORECASE
    )
    return any(state in held.index and read_number(number) != held[state] for number, state in found)


def find_other_side(deal: object, labels: dict[str, str], sides: dict[str, str]) -> bool:
    """Whether the notes of a deal have somebody of those whom one side freed, told by their number, held in a state of the other."""
    freed = {"us_side": deal.freed_by_us_side, "russian_side": deal.freed_by_russian_side}
    states = "|".join(re.escape(labels[state]) for state in labels if sides[state])
    of_label = {labels[state]: side for state, side in sides.items()}
    for clause in re.split(r"[.;] ", deal.notes if isinstance(deal.notes, str) else ""):
        of = re.search(rf"\b[Oo]f the {COUNT}\b", clause)
        meant = [side for side, number in freed.items() if of and number == f"{read_number(of[1])}"]
        held = re.findall(rf"\bheld in (?:the )?({states})\b", clause)
        if len(meant) == 1 and any(of_label[state] != meant[0] for state in held):
            return True
    return False


def check_deals(
    deals: pd.DataFrame, people: pd.DataFrame, labels: dict[str, str], sides: dict[str, str | None]
) -> Iterator[Finding]:
    """Names of deals against both sides, and a state for Berlin before there was one for all of it."""
    parts = deals["name"].str.split(" for ")
    two = parts.map(len) == 2
    swapped = [is_swapped(deal, people, names) for deal, names in zip(deals.itertuples(), parts, strict=True)]
    yield (
        pd.Series(swapped, deals.index),
        "name",
        "those whom the Russian side freed before 'for', those of the US side after it",
    )
    for place, column in enumerate(("freed_by_russian_side", "freed_by_us_side")):
        said = parts.where(two).str[place].str.lower().map(NUMBERS)
        wrong = said.notna() & deals[column].notna() & (said != pd.to_numeric(deals[column]))
        yield wrong, "name", f"the number that stands under {column}, " + deals[column].fillna("")
    freed = deals[["freed_by_us_side", "freed_by_russian_side", "companions"]].apply(pd.to_numeric).fillna(0)
    totals = [{us, russian, us + russian, us + russian + along} for us, russian, along in freed.itertuples(index=False)]
    notes = deals["notes"].fillna("")
    other = [
        any(read_number(word) not in of for found in FREED_THEN.findall(text) for word in found if word)
        for text, of in zip(notes, totals, strict=True)
    ]
    yield pd.Series(other, deals.index), "notes", "the numbers of this deal's people"
    by_deal = {deal: rows for deal, rows in people.groupby("exchange_id")}
    apart = [
        find_other_custodians(deal, by_deal.get(deal.exchange_id, people[:0]), labels) for deal in deals.itertuples()
    ]
    yield pd.Series(apart, deals.index), "notes", "the number of people whom that state held"
    across = [find_other_side(deal, labels, sides) for deal in deals.itertuples()]
    yield pd.Series(across, deals.index), "notes", "a state of the side that freed them"
    along = notes.str.extract(ALONG, flags=re.IGNORECASE)[0].str.lower().map(NUMBERS)
    yield (
        along.notna() & deals["companions"].notna() & along.ne(freed["companions"]),
        "notes",
        "the number of companions",
    )
    named = notes.str.extract(NAMED, flags=re.IGNORECASE)[0].str.lower().map(read_number, na_action="ignore")
    rows = people.assign(all_of="all").melt("exchange_id", ["side", "all_of"]).groupby(["exchange_id", "value"]).size()
    having = {deal: set(of) for deal, of in rows.groupby("exchange_id")}
    other = [
        number == number and number not in having.get(deal, ())
        for deal, number in zip(deals["exchange_id"], named, strict=True)
    ]
    yield (
        pd.Series(other, deals.index),
        "notes",
        "the number of people of this deal, or of one side of it, who have a row",
    )
    early = dates.parse_dates(deals["date"])["latest"] < pd.Timestamp("1990-10-03")
    divided = early & deals["place_city"].eq("Berlin") & deals["place_country"].notna()
    yield divided, "place_country", "nothing, as Berlin was divided"


def find_other_terms(people: pd.DataFrame, notes: pd.Series) -> Iterator[Finding]:
    """Charges, sentences and lengths that notes say otherwise."""
    never = say(notes, r"\b[Nn]ever charged\b(?! with\b)", rf"{OTHERS}|{ELSEWHERE}") & people["charge_type"].ne(
        "no_charge"
    )
    yield never, "charge_type", "no_charge, as the notes say"
    fined = say(notes, r"\b(?:sentence was a fine|was fined)\b", rf"{BEFORE}|{OTHERS}|{ALSO_FINED}")
    fined &= people["sentence_kind"].isin(["term", "life", "death", "time_served"])
    yield fined, "sentence_kind", "suspended, as the notes speak of a fine"
    first, final = (pd.to_numeric(people[name]) for name in ("sentence_months", "sentence_months_final"))
    told = notes.map(
        lambda text: ". ".join(one for one in split_clauses(text) if not re.search(rf"{OTHERS}|{UNSURE}", one))
    )
    added = told.str.extract(ADDED)
    by = added[0].str.lower().map(NUMBERS) * added[1].map({"months": 1, "years": 12})
    parts = (
        told.str.extract(PARTS, flags=re.IGNORECASE).map(read_number, na_action="ignore").sum(axis=1, min_count=2) * 12
    )
    yield parts.notna() & parts.ne(first) & parts.ne(final), "notes", "parts that make up the sentence"
    less = say(notes, LESSENED, rf"{OTHERS}|{UNSURE}") & by.isna() & (final > first)
    yield less, "sentence_months_final", "less than the first term, as the notes say"
    more = by.notna() & final.notna() & (final != first + by)
    yield more, "sentence_months_final", "as much more than the first term as the notes say"


def find_other_days(people: pd.DataFrame, notes: pd.Series, until: pd.Timestamp) -> Iterator[Finding]:
    """Days in notes that those of the row exclude, and trials that cannot last so long."""
    day = {name: dates.parse_dates(people[name]) for name in ("arrested", "convicted", "released")}
    for words, column, told, expected in (
        (SENTENCED_ON, "convicted", "convicted", "no day after that of the sentence in the notes"),
        (FREED, "arrested", "notes", "no release before the arrest"),
    ):
        before = [
            any(said.year and make_days(said)[1] < begins for said in follow(text, words, ANOTHERS))
            for text, begins in zip(notes, day[column]["earliest"], strict=True)
        ]
        yield pd.Series(before, people.index), told, expected
    other = [
        isinstance(arrested, str) and any(not is_day_of(said, arrested) for said in follow(text, SINCE))
        for text, arrested in zip(notes, people["arrested"], strict=True)
    ]
    yield pd.Series(other, people.index), "arrested", "the day from which the notes count"
    verdicts = {deal: set(of) for deal, of in people.dropna(subset="convicted").groupby("exchange_id")["convicted"]}
    strange = [
        kind == "none_yet"
        and any(
            f"{said.year}-{said.month:02}-{said.day or 0:02}" in verdicts.get(deal, ())
            for said in follow(text, PLEADED)
        )
        for kind, deal, text in zip(people["sentence_kind"], people["exchange_id"], notes, strict=True)
    ]
    yield pd.Series(strange, people.index), "notes", "no day on which somebody else of the deal was convicted"
    told = notes.str.extract(HELD_FOR)
    held = told[1].str.lower().map(read_number, na_action="ignore") * told[2].map({"day": 1, "week": 7})
    longest = (day["released"]["latest"] - day["arrested"]["earliest"]).dt.days + 1
    longest = longest.where(
        people["outcome"].eq("sentence_served") | notes.str.startswith("Held")
    )  # others are let out early
    longer = held > longest * told[0].isna().map({True: 1, False: 1.25})
    yield longer, "notes", "no longer time than from arrest to release"
    reported = dates.parse_dates(notes.str.extract(LAST_REPORT)[0])["earliest"]
    yield reported > until, "notes", f"no last report after data_through, {until:%Y-%m-%d}"
    lasted = day["released"]["latest"].fillna(until) - day["arrested"]["earliest"]
    endless = people["sentence_kind"].eq("none_yet") & (lasted > LONGEST_TRIAL)
    yield endless, "arrested", "a day within ten years, as there was no sentence in that time"


def find_other_places(people: pd.DataFrame) -> Iterator[Finding]:
    """Places of arrest where only the other side arrests."""
    towns = people["arrest_place"].str.split(r"[,(]").str[0].str.strip()
    seen = people["side"].groupby(towns).value_counts()
    for town in towns.dropna().unique():
        sides = seen.get(town, pd.Series(dtype="int64")).sort_values()
        if len(sides) == 2 and sides.iloc[0] == 1 and sides.iloc[1] >= LEAST_SEEN:
            odd = towns.eq(town) & people["side"].eq(sides.index[0]) & people["extradited"].isna()
            expected = f"another place than {town}, where the other side arrested people, or the day of extradition"
            yield odd, "arrest_place", expected


def check_people(people: pd.DataFrame, until: pd.Timestamp, spoken: dict[str, set[str]]) -> Iterator[Finding]:
    """Notes against the codes and days of their row and the cards that they name, and places of arrest.

    `spoken`: whom each card speaks of, by its name.
    """
    notes = people["notes"].fillna("")
    yield from find_other_terms(people, notes)
    yield from find_other_days(people, notes, until)
    yield from find_other_places(people)
    silent = [
        any(name in spoken and row not in spoken[name] for name in CARD.findall(text))
        for row, text in zip(people["detainee_id"], notes, strict=True)
    ]
    yield pd.Series(silent, people.index), "notes", "a card that speaks of this person"


def check_coders(second: pd.DataFrame) -> Iterator[Finding]:
    """Notes on the two coders against what they coded."""
    notes = second["notes"].fillna("")
    for coder in ("first", "second"):
        right = notes.str.contains(rf"\b[Tt]he {coder} coder was right\b")
        yield (
            right & second["settled"].fillna("").ne(second[coder].fillna("")),
            "notes",
            f"another word: {coder} is not what was settled",
        )
        other = {"first": "second", "second": "first"}[coder]
        for words, longer, shorter in (("finer", coder, other), ("coarser", other, coder)):
            said = notes.str.contains(rf"\b[Tt]he {coder} (?:reading|coding|value|date|day) is {words}(?:[.;,]|$)")
            right = second[longer].fillna("").str.len() > second[shorter].fillna("").str.len()
            yield said & ~right, "notes", f"another word: {coder} is not the {words} one"
        nothing = notes.str.contains(rf"\b[Tt]he {coder} coder found no document\b") & second[coder].notna()
        yield nothing, "notes", f"another word, as {coder} has a value"


def check_sayings(raw: dict[str, pd.DataFrame], spoken: dict[str, set[str]], descriptor: dict) -> list[Problem]:
    """Texts that speak against their own table. `spoken`: whom each card speaks of, by its name."""
    until, rules = pd.Timestamp(descriptor["data_through"]), len(descriptor["rules"])
    states = {code["value"]: code for code in descriptor["codes"]["states"]}
    labels = {code: state["label"] for code, state in states.items()}
    sides = {code: state.get("group") for code, state in states.items()}
    deals, makers, second = (raw[name] for name in ("exchanges", "negotiators", "second_coding"))
    people = raw["detainees"].assign(side=raw["detainees"]["custodian"].map(sides))
    known = {*spoken, *deals["exchange_id"]}
    found = [
        (table, finding)
        for table, column in TEXTS.items()
        for finding in check_form(raw[table][column], until, known, rules, column)
    ]
    found += [("exchanges", finding) for finding in check_deals(deals, people, labels, sides)]
    found += [("detainees", finding) for finding in check_people(people, until, spoken)]
    found += [("negotiators", finding) for finding in check_makers(makers, deals, people, labels)]
    found += [("second_coding", finding) for finding in check_coders(second)]
    return list_problems(raw, iter(found))
