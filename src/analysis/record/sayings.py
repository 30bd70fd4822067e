"""What texts say outright against the table they stand in: names of deals, notes, offices, words on a second coding.

Promise: only what is said in so many words counts, and a record loads in spite of it.
"""

import re
from collections.abc import Iterator

import pandas as pd

from analysis.record import dates
from analysis.record.contradictions import Finding
from analysis.record.deal_notes import check_deals
from analysis.record.makers import check_makers
from analysis.record.mentions import COUNT, NUMBERS, is_day_of, make_days, read_number, split_clauses
from analysis.record.notes import ADDED, BEFORE, ELSEWHERE, LESSENED, OTHERS, UNSURE, follow, say
from analysis.record.phrases import CARD, check_form
from analysis.record.problems import Problem
from analysis.record.rules import LAST_REPORT, list_problems

TEXTS = {
    "exchanges": "notes",
    "detainees": "notes",
    "negotiators": "notes",
    "rulings": "reason",
    "second_coding": "notes",
}
FREED = r"^(?:Let out|Let go|Released|Freed)\b(?! from a psychiatric)"
PARTS = rf"\b{COUNT} years (?:of|in) (?:prison|camp|a camp|jail|labour camp)(?:,| and|, and) {COUNT} (?:years )?(?:of|in) (?:labour|camp|a camp|a colony)"
PLEADED = r"^(?:Pleaded guilty|Convicted|Sentenced)\b"
HELD_FOR = rf"^(?:Held|Administrative arrest of|Arrest of)(?: for)? (about |some |nearly )?{COUNT} (day|week)s?\b"  # at the head of a note: all of it
SINCE = r"\bdays\b(?: of [a-z ]+| [a-z]+)? from\b"
ANOTHERS = rf"{BEFORE}|{ELSEWHERE}|{OTHERS}"
ALSO_FINED = r"\b(?:and|also|besides|too|term|months|years)\b"
SENTENCED_ON = r"\b[Ss]entenced on\b"
LEAST_SEEN = 3  # people arrested in a place, all by one side, before it counts as that side's
LONGEST_TRIAL = pd.Timedelta(days=10 * 365.25)  # without a sentence


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
    told = notes.where(~notes.str.split(".").str[0].str.contains(rf"{BEFORE}|{OTHERS}")).str.extract(HELD_FOR)
    held = told[1].str.lower().map(read_number, na_action="ignore") * told[2].map({"day": 1, "week": 7})
    longest = (day["released"]["latest"] - day["arrested"]["earliest"]).dt.days + 1
    # Who is let out early is held for less than was ordered.
    longest = longest.where(people["outcome"].eq("sentence_served") | notes.str.startswith("Held"))
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
    finest = second[["first", "second"]].fillna("").apply(lambda values: values.str.len()).max(axis=1)
    coarse = notes.str.contains(r"\bfiner (?:reading|day|date) is taken\b|\bis finer; taken over\b")
    coarse &= second["settled"].fillna("").str.len() < finest
    yield coarse, "settled", "the finer of the two, as the notes say"
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
            dated = second[[coder, other]].apply(lambda values: values.str.match(r"\d{4}(?:-|$)", na=False)).all(axis=1)
            yield said & dated & ~right, "notes", f"another word: {coder} is not the {words} one"
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
    found += [("exchanges", finding) for finding in check_deals(raw, people, labels, descriptor["codes"]["states"])]
    found += [("detainees", finding) for finding in check_people(people, until, spoken)]
    found += [("negotiators", finding) for finding in check_makers(makers, deals, people, labels)]
    found += [("second_coding", finding) for finding in check_coders(second)]
    return list_problems(raw, iter(found))
