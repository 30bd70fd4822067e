"""Claims against their own sentence and document: other numbers, days, sides and people than the words have.

Promise: a claim is told only where its words name a number, a length or a person, and none of them fits.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.evidence.documents import find_place
from analysis.record import dates
from analysis.record.cards import COMPARISONS, place_card
from analysis.record.files import ROOT
from analysis.record.mentions import NUMBERS, find_days, find_lengths, find_years
from analysis.record.problems import Problem
from analysis.record.words import find_surnames, strip_marks

COUNTED = (
    "people_freed",
    "people_named",
    "swaps_between",
    "americans_freed_between",
    "americans_held",
)  # of numbers that a sentence can have
NO_COUNT = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(dates.MONTHS)})\b|, \d{{2}},|\b\d+-year-old\b|\b[Oo]ne of\b")
MOST_ADDED = 10
LENGTHS = {"years_in_custody": 12, "days_in_custody": 12 / 365.25}  # months
BOUNDS = (  # a bound, words that mean the other one
    ("at_least", r"(?i)\b(?:as many as|at most|no more than|not more than|fewer than|less than)\b", "at_most"),
    (
        "at_most",
        r"(?i)\b(?:at least|more than(?<!no more than)(?<!not more than)|no fewer than|no less than)\b",
        "at_least",
    ),
)
DAYS = re.compile(r"\b(\d+(?:,\d{3})*)(?:st|nd|rd|th)? days?\b(?! (?:later|after|before|earlier|ago)\b)")
UNITS = {"years_in_custody": "days_in_custody", "days_in_custody": "years_in_custody"}  # the other of two
APART = pd.Timedelta(days=550)  # a count of people held is of the time when it is published
# Words with which a number is another than those that stand there.
RECKONED = r"(?i)\b(?:less|minus|twice|double|half|thirds?|quarters?|fewer|per cent|in (?:two|three|four|five|ten)|first|second|fourth|fifth|others|each|apiece)\b|%"
ADDING = r"(?i)\b(?:more|other|another|plus|besides?|including|with|also|and)\b"  # and those with which it is one more or less
OF_WHOM = (  # what follows a number that is one of people, deals or states
    rf"(?i)\b(?:\d+|dozen|{'|'.join(NUMBERS)})\b(?: [\w-]+){{0,2}} (?:people|persons?|prisoners?|americans?|citizens?|detainees?|inmates?"
    r"|spies|agents?|dissidents?|nationals?|women|men|swaps?|exchanges?|deals?|countries|states|were|are|was|is|remain|released|freed)\b"
)
AS_ANOTHER = r"(?i)\b(?:since|than|before|after|like|unlike|as in|as with|recall|when|while|compared)\b"  # a deal that is named to compare
OF_PART = r"\b(?:solitary|hospital|colony|punishment|first|then|last)\b"  # of custody
HELD = r"\b(?:cell|custody|held|detained|detention|jail|jailed|in prison|behind bars|captivity)\b"
OF_A_TERM = r"(?i)\b(?:sentenced?|term|decades?|(?<!and a )half)\b|-year (?:sentence|term)"  # other lengths than that of custody
SHORTEST_SURNAME = 4  # letters
SUBJECT = 3  # words at the head of a sentence, among which stands of whom it is

Fault = tuple[str, object, str]  # the key of a claim, its value, what was expected


def read_numbers(text: str) -> set[float]:
    """The numbers of a sentence, in figures and in words, with dozens and their sums; years, days, ages and "one of" are none.

    Where something is added, one more and less too.
    """
    text = NO_COUNT.sub("", text)
    words = re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?|[a-z]+(?:-[a-z]+)?", text.lower())
    words = [word for word in words if not re.fullmatch(r"(?:19|20)\d\d", word)]
    numbers = [float(word.replace(",", "")) if word[0].isdigit() else float(NUMBERS.get(word, 0)) for word in words]
    numbers = [number for number in numbers if number]
    if "dozen" in text.lower():
        numbers += [12.0, *(12 * number for number in numbers)]
    sums = {0.0}
    for number in numbers[:MOST_ADDED]:
        sums |= {one + number for one in sums}
    numbers += sorted(sums - {0.0})
    around = (-1, 0, 1) if re.search(ADDING, text) else (0,)
    return {number + more for number in numbers for more in around}


def find_other_numbers(claim: dict) -> Iterator[Fault]:
    """Numbers and lengths that the claim's own sentence has otherwise."""
    says, measure = claim["says"], claim["measure"]
    counts = measure in COUNTED and re.search(OF_WHOM, says) and not re.search(RECKONED, says)
    numbers = read_numbers(says) if counts else set()
    lengths = find_lengths(says) if measure in LENGTHS and not re.search(OF_A_TERM, says) else []
    days = [int(number.replace(",", "")) for number in DAYS.findall(says)] if measure in LENGTHS else []
    for wrong, words, right in BOUNDS:
        if (
            wrong in claim
            and re.search(words, says)
            and not re.search(next(w for b, w, _ in BOUNDS if b == right), says)
        ):
            yield wrong, claim[wrong], f"{right}, as the sentence of the claim has it"
    for key in sorted(COMPARISONS & claim.keys()):
        number, months = claim[key], claim[key] * LENGTHS.get(measure, 0)
        if numbers and number > 1 and number not in numbers:
            yield key, number, "a number that the sentence of the claim has"
        elif (days or lengths) and not any(0.6 * length - 1 <= months <= 1.5 * length + 1 for length in lengths):
            unit = LENGTHS["days_in_custody"]
            fits = (
                number in days
                if measure == "days_in_custody"
                else any(
                    abs(months - day * unit) <= 1
                    or (key == "at_least" and months < day * unit)
                    or (key == "at_most" and months > day * unit)
                    for day in days
                )
            )
            of_other = number in days if measure == "years_in_custody" else 12 * number in lengths
            if not fits and of_other:
                yield "measure", measure, f"{UNITS[measure]}, as the sentence of the claim has it"
            elif not fits:
                yield key, number, f"a length that the sentence of the claim has{f', {days[0]} days' if days else ''}"


def find_other_length(claim: dict, note: object, surname: str) -> Iterator[Fault]:
    """Lengths of custody for which the note of the card has another, of the same person by name."""
    told = [
        length
        for clause in re.split(r"[.;] ", note if isinstance(note, str) else "")
        if re.search(HELD, clause) and not re.search(rf"{OF_A_TERM}|{OF_PART}", clause)
        for length in find_lengths(clause)
    ]
    lengths = (
        find_lengths(claim["says"]) if claim["measure"] in LENGTHS and not re.search(OF_A_TERM, claim["says"]) else []
    )
    near = any(abs(length - other) <= 1 + other / 10 for length in lengths for other in told)
    if lengths and told and not near and surname and surname in name_words(note):
        yield "says", claim["says"], "the length of custody that the note of this card has, or the right one there"


def find_other_day(claim: dict, published: object, known: pd.Timestamp) -> Iterator[Fault]:
    """A day of a count of people held that is far from its document; `known`: when the document was."""
    if claim["measure"] == "americans_held" and isinstance(published, str) and dates.is_day(claim.get("on")):
        apart = abs(known - pd.Timestamp(dates.parse_day_range(claim["on"])[0]))
        if apart > APART and int(claim["on"][:4]) not in find_years(claim["says"]):
            yield "on", claim["on"], f"a day near that of the document, {published}"


def name_words(text: str) -> set[str]:
    """The words of a text that can be family names: with a capital, and none behind it."""
    return {
        strip_marks(word) for word in re.findall(r"\b([^\W\d_a-z][\w'’-]+?)(?:'s|’s)?\b(?!['’]?\w| [^\W\d_a-z])", text)
    }


def find_other_people(claim: dict, surnames: pd.Series, spoken: set[str]) -> Iterator[Fault]:
    """A person whom the sentence does not name, where it names another, or of whom the card does not speak; `surnames` by detainee_id."""
    person = claim.get("detainee_id")
    unsaid = surnames.get(person, "") not in name_words(claim["says"])
    if person and unsaid and spoken & set(surnames.index) and person not in spoken:
        yield "detainee_id", person, "somebody of whom this card speaks"
        return
    own = surnames.get(claim.get("detainee_id"), "")
    if own:
        words = name_words(claim["says"])
        head = name_words(" ".join(claim["says"].split()[:SUBJECT]))
        named = [row for row, name in surnames.items() if len(name) >= SHORTEST_SURNAME and name in head]
        if named and own not in words:
            yield "detainee_id", claim["detainee_id"], f"whom the sentence of the claim names, {named[0]}"


def find_other_deal(claim: dict, surnames: pd.Series, deals: pd.Series, made: pd.Series) -> Iterator[Fault]:
    """A deal in which none of those was freed whom the sentence names, or of another month than it names where there was one.

    `surnames` and `deals` by detainee_id, `made` the days of deals by exchange_id.
    """
    words = name_words(claim["says"])
    named = [row for row, name in surnames.items() if len(name) > SHORTEST_SURNAME and name in words]
    theirs = deals.reindex(named).dropna()
    compared = re.search(AS_ANOTHER, claim["says"])
    if "exchange_id" in claim and not compared and not len(theirs):
        told = [f"{day.year}-{day.month:02}" for day in find_days(claim["says"]) if day.year]
        others = [deal for deal in made.index if deal != claim["exchange_id"] and made[deal][:7] in told]
        if others and made[claim["exchange_id"]][:7] not in told:
            yield "exchange_id", claim["exchange_id"], f"the deal of that month, {others[0]}"
    if "exchange_id" in claim and not compared and len(theirs) and claim["exchange_id"] not in set(theirs):
        yield (
            "exchange_id",
            claim["exchange_id"],
            f"the deal of those whom the sentence of the claim names, {theirs.iloc[0]}",
        )


def find_other_side(claim: dict, deals: pd.DataFrame) -> Iterator[Fault]:
    """A side that freed another number, where the number is what the other side freed; `deals` by exchange_id."""
    if claim["measure"] == "people_freed" and claim.get("side") in ("us_side", "russian_side"):
        freed = pd.to_numeric(deals.loc[claim["exchange_id"], ["freed_by_us_side", "freed_by_russian_side"]])
        own = freed.pop(f"freed_by_{claim['side']}")
        if freed.iloc[0] > 0 and claim.get("equals") == freed.iloc[0] != own:
            yield "side", claim["side"], f"the other side, which freed {freed.iloc[0]:.0f}"


def check_statements(
    claims: pd.DataFrame, raw: dict[str, pd.DataFrame], spoken: dict[str, set[str]], root: Path = ROOT
) -> Iterator[Problem]:
    """Claims that their own words, the day of their document or the totals of the deal speak against.

    `claims` as record.cards.load_claims gives them, with arguments that were looked at; `raw` as record.tables.load_raw; `spoken`: the
    rows that each card speaks of, by its name.
    """
    people = raw["detainees"].set_index("detainee_id")
    surnames = find_surnames(people["name"]).map(strip_marks)
    deals = raw["exchanges"].set_index("exchange_id")
    for row in claims.itertuples():
        surname = surnames.get(row.claim.get("detainee_id"), "")
        faults = [
            *find_other_numbers(row.claim),
            *find_other_length(row.claim, row.note, surname),
            *find_other_day(row.claim, row.published, row.known_from),
            *find_other_people(row.claim, surnames, spoken.get(row.source, set())),
            *find_other_deal(row.claim, surnames, people["exchange_id"], deals["date"]),
            *find_other_side(row.claim, deals),
        ]
        for key, value, expected in faults:
            line = find_place(root, row.source, "claims", row.number, key)
            yield Problem(place_card(row.source), line, key, value, expected)
