"""What names and notes of deals say against their rows: sides, numbers, states, presidents.

Promise: only what is said in so many words counts, and a record loads in spite of it.
"""

import re
from collections.abc import Iterator

import pandas as pd

from analysis.record import dates
from analysis.record.contradictions import Finding
from analysis.record.mentions import COUNT, NUMBERS, read_number
from analysis.record.words import find_surnames

FREED_THEN = re.compile(  # numbers of a deal's people as its notes have them
    rf"\b{COUNT} (?:were let go|were freed)\b|\b[Oo]f the {COUNT}\b(?! who| that| in| of)|\b{COUNT}[ -]for[ -]{COUNT}\b",
    re.IGNORECASE,
)
NAMED = rf"\b{COUNT} are named\b"
PRESIDENT = re.compile(r"\bPresident (?:[A-Z][\w.]+ )*?([A-Z][a-z]+)\b(?! [A-Z])")
NEAR_OFFICE = pd.Timedelta(days=2 * 366)  # so long before and after a term a note may tell of it
CROSSED = rf"\b{COUNT} were let go and {COUNT} crossed\b[^.;]*[.;] {COUNT} stayed\b"
ALONG = rf"\b{COUNT} (?:children|relatives|companions)\b"


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


def find_other_side(deal: object, states: list[dict]) -> bool:
    """Whether the notes of a deal have somebody of those whom one side freed, told by their number, held in a state of the other.

    `states` are the codes of states; only those that there were by the year of the deal count.
    """
    freed, year = {"us_side": deal.freed_by_us_side, "russian_side": deal.freed_by_russian_side}, f"{deal.date}"[:4]
    there = [
        state
        for state in states
        if state.get("group") and state.get("from", "")[:4] <= year <= state.get("to", "9999")[:4]
    ]
    sides = {state["label"]: state["group"] for state in there}
    labels = "|".join(map(re.escape, sides))
    for clause in re.split(r"[.;] ", deal.notes if isinstance(deal.notes, str) else ""):
        of = re.search(rf"\b[Oo]f the {COUNT}\b", clause)
        meant = [side for side, number in freed.items() if of and number == f"{read_number(of[1])}"]
        held = re.findall(rf"\bheld in (?:the )?({labels})\b", clause)
        if len(meant) == 1 and any(sides[state] != meant[0] for state in held):
            return True
    return False


def find_other_presidents(deals: pd.DataFrame, leaders: pd.DataFrame) -> Finding:
    """Presidents by name in the notes of a deal who were never in office in the years round it."""
    made = dates.parse_dates(deals["date"])["earliest"]
    came = dates.parse_dates(leaders["from"])["earliest"] - NEAR_OFFICE
    left = dates.parse_dates(leaders["to"])["latest"].fillna(made.max())
    surnames = find_surnames(leaders["name"])
    out = [
        any(
            (surnames == name).any() and not ((surnames == name) & (came <= day) & (left >= day - NEAR_OFFICE)).any()
            for name in PRESIDENT.findall(text)
        )
        for text, day in zip(deals["notes"].fillna(""), made, strict=True)
    ]
    return pd.Series(out, deals.index), "notes", "a president who was in office in the years of this deal"


def check_deals(
    raw: dict[str, pd.DataFrame], people: pd.DataFrame, labels: dict[str, str], states: list[dict]
) -> Iterator[Finding]:
    """Names of deals against both sides, and a state for Berlin before there was one for all of it."""
    deals = raw["exchanges"]
    yield find_other_presidents(deals, raw["leaders"])
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
    told = notes.str.extract(CROSSED, flags=re.IGNORECASE).map(read_number, na_action="ignore")
    yield told[0].notna() & told[0].ne(told[1] + told[2]), "notes", "as many who crossed and stayed as were let go"
    by_deal = {deal: rows for deal, rows in people.groupby("exchange_id")}
    apart = [
        find_other_custodians(deal, by_deal.get(deal.exchange_id, people[:0]), labels) for deal in deals.itertuples()
    ]
    yield pd.Series(apart, deals.index), "notes", "the number of people whom that state held"
    across = [find_other_side(deal, states) for deal in deals.itertuples()]
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
        pd.notna(number) and number not in having.get(deal, ())
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
