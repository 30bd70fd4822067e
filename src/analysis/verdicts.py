"""Judges one claim against what the record gives, and says why it differs or cannot be told.

Promise: a reason is one of a short list, found by computing; where none fits it is the bare difference.
"""

from collections.abc import Callable

import pandas as pd

from analysis import cards, dates, measures
from analysis.findings.words import spell
from analysis.measures.claims import count_unnamed, select_larger
from analysis.tables import Tables

MEASURED = {"days_in_custody", "years_in_custody", "left_to_serve_months"}  # on a scale; all the others are counts


def write_day(day: str) -> str:
    """A partial date in words: `10 Apr 2025`, `Apr 2025`, `2025`."""
    first = dates.parse_day_range(day)[0]
    month = dates.MONTHS[first.month - 1][:3]
    return {4: f"{first.year}", 7: f"{month} {first.year}"}.get(len(day), f"{first.day} {month} {first.year}")


def select_arguments(claim: dict) -> dict:
    """What a claim passes to its measure."""
    return {key: value for key, value in claim.items() if key not in cards.COMPARISONS | {"says", "measure"}}


def select_comparison(claim: dict) -> tuple[str, float]:
    """How a claim compares (equals, at_least, at_most, about) and with what number."""
    comparison = next(iter(cards.COMPARISONS & claim.keys()))
    return comparison, claim[comparison]


def judge(comparison: str, claimed: float, found: tuple[float, float] | None, *, measured: bool = False) -> str:
    """Whether a claim agrees with a range: only if it does so anywhere in it; it differs if it does so nowhere.

    About is within 5 %, for a quantity on a scale (`measured`) at least within the half unit that rounding takes.
    """
    if found is None:
        return "cannot tell"
    slack = max(0.05 * abs(claimed), 0.5 * measured) if comparison == "about" else 0.0
    least = claimed - slack if comparison != "at_most" else -float("inf")
    most = claimed + slack if comparison != "at_least" else float("inf")
    if least <= found[0] and found[1] <= most:
        return "agrees"
    return "differs" if found[1] < least or found[0] > most else "cannot tell"


def measure_distance(comparison: str, claimed: float, found: tuple[float, float] | None) -> float | None:
    """How far a claim lies above (or, if negative, below) the nearest that the record gives; 0 within its range."""
    if found is None:
        return None
    if claimed > found[1] and comparison != "at_most":
        return float(claimed - found[1])
    return float(min(claimed - found[0], 0)) if comparison != "at_least" else 0.0


def agrees_with(claim: dict, function: Callable, record: Tables, person: pd.DataFrame) -> bool:
    """Whether a claim would agree if one detention were as in this row."""
    others = {name: getattr(record, name) for name in record.__dataclass_fields__ if name != "detainees"}
    found = function(Tables(detainees=person, **others), **select_arguments(claim))
    return judge(*select_comparison(claim), found, measured=True) == "agrees"


def explain_people(record: Tables, claim: dict, claimed: float, found: tuple) -> str:
    """Why a count of people freed is another one."""
    deal = record.exchanges.set_index("exchange_id").loc[claim["exchange_id"]]
    companions = 0 if pd.isna(deal["companions"]) or claim["side"] == "russian_side" else deal["companions"]
    if companions and claimed == found[0] + companions:
        return f"counts the {spell(int(companions), 'companion')} who travelled"
    sentences = deal["notes"].split(". ") if isinstance(deal["notes"], str) else []
    told = [part for part in sentences if str(claimed) in part.replace(",", "").replace(".", "").split()]
    return f"our note: {told[0].rstrip('.')}" if told else ""


def explain_custody(record: Tables, row: object, claimed: float, found: tuple, readings: pd.DataFrame) -> str:
    """Why a time in custody is another one."""
    claim = row.claim
    person = record.detainees[record.detainees["detainee_id"] == claim["detainee_id"]]
    own = readings[(readings["source"] == row.source) & (readings["row"] == claim["detainee_id"])]
    function = getattr(measures, claim["measure"])
    for column, words in (("arrested", "its arrest day differs from ours"), ("released", "its release day differs")):
        for value in own.loc[own["column"] == column, "value"]:
            days = dict(zip(("earliest", "latest"), map(pd.Timestamp, dates.parse_day_range(value)), strict=True))
            moved = person.assign(**{f"{column}_{end}": day for end, day in days.items()})
            if value != person[column].iloc[0] and agrees_with(claim, function, record, moved):
                return f"{words}: {write_day(value)}, not {write_day(person[column].iloc[0])}"
    if claim["measure"] == "days_in_custody" and abs(claimed - found[0]) == 1 and found[0] == found[1]:
        more = claimed > found[0]
        return "inclusive counting: one day more" if more else "its first or last day not counted: one day less"
    later = person.assign(
        arrested_earliest=person["convicted_earliest"],
        arrested_latest=person["convicted_latest"],
    )
    if claim["measure"] == "years_in_custody" and agrees_with(claim, function, record, later):
        return "fits if counted from the verdict"
    if claim["measure"] == "left_to_serve_months" and claimed < found[0]:
        return "fewer than our sum of the sentence less the days in custody"
    return ""


def explain_difference(record: Tables, row: object, found: tuple, readings: pd.DataFrame) -> str:
    """Why a claim differs from the record, by a short list of explanations; else by how much."""
    claim, (comparison, claimed) = row.claim, select_comparison(row.claim)
    measure, reason, early = claim["measure"], "", ""
    if "exchange_id" in claim:
        deal = record.exchanges.set_index("exchange_id").loc[claim["exchange_id"]]
        last = deal["date_latest"] if pd.isna(deal["end_date_latest"]) else deal["end_date_latest"]
        if row.known_from < last:
            return "said before the deal was complete"
        begun = dates.parse_day_range(row.published)[0] if isinstance(row.published, str) else last
        early = "perhaps said before the deal was complete" if pd.Timestamp(begun) < last else ""
    if measure == "people_freed":
        reason = explain_people(record, claim, claimed, found)
    elif "detainee_id" in claim:
        reason = explain_custody(record, row, claimed, found, readings)
    elif measure == "larger_swaps_between":
        larger = select_larger(record, claim["exchange_id"])
        inside = [measures.larger_swaps_between(record, claim["start"], claim["end"], claim["exchange_id"])[1]]
        names = [f"{deal['name']} freed {deal['freed']}" for _, deal in larger.iterrows()][: inside[0]]
        reason = ", ".join(names) if len(larger) == inside[0] else ""
    elif measure == "custodians_in" and claimed > found[1]:
        reason = "counts people whom our rules leave out"
    elif measure == "americans_held":
        reason = "more than are publicly known by name" if claimed > found[1] else "more are publicly known by name"
    gap = abs(measure_distance(comparison, claimed, found))
    amount = f"{gap:.1f}".removesuffix(".0") if measure in MEASURED else f"{gap:.0f}"
    return reason or early or f"{amount} {'more' if claimed > found[1] else 'fewer'} than we count"


def explain_doubt(record: Tables, row: object, found: tuple | None) -> str:
    """Why the tables cannot decide a claim."""
    claim, measure = row.claim, row.claim["measure"]
    if measure == "americans_held":
        return (
            "outside the years that we list in full" if found is None else "not known of everybody whether still held"
        )
    if measure in ("custodians_in", "countries_in"):
        unnamed = count_unnamed(record, claim["exchange_id"])
        return f"{unnamed} of the people freed are not named" if unnamed else "not known where all of them went"
    if measure == "people_named":
        whole = isinstance(row.published, str) and len(row.published) == 10
        return "others first gave the name that same day" if whole else "published that month, the day is not known"
    if "detainee_id" in claim:
        person = record.detainees.set_index("detainee_id").loc[claim["detainee_id"]]
        if measure == "left_to_serve_months" and found is None:
            return "the term that we know had run out: there was another part"
        if person["outcome"] == "still_held":
            return "still held"
        known = {"arrest": person["arrested"], "release": person["released"]}
        missing = [word for word, day in known.items() if pd.isna(day)]
        if missing:
            return f"the day of {' and '.join(missing)} is not known"
        coarse = [
            f"{word} known only to the {'month' if len(day) == 7 else 'year'}"
            for word, day in known.items()
            if len(day) < 10
        ]
        return "; ".join(coarse)
    return "dates not known to the day"
