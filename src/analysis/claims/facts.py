"""Recomputes every countable claim of the documents from the tables.

Promise: a verdict and its reason are computed, the reason being one of a short list; what the tables cannot decide is said
to be undecided.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from analysis.claims import counts
from analysis.claims.counts import MEASURES, count_unnamed, select_larger
from analysis.claims.verdicts import (
    MEASURED,
    VERDICTS,
    judge,
    measure_distance,
    select_arguments,
    select_comparison,
    write_day,
)
from analysis.record import dates
from analysis.record.tables import Tables
from analysis.record.words import spell

ROW_KEYS = ("exchange_id", "detainee_id")
COLUMNS = ["source", "publisher", "published", "says", "measure", "subject", "comparison", "claimed"]
COLUMNS += ["lowest", "highest", "verdict", "difference", "reason"]


def agrees_with(claim: dict, function: Callable, record: Tables, person: pd.DataFrame) -> bool:
    """Whether a claim would agree if one detention were as in this row."""
    found = function(replace(record, detainees=person), **select_arguments(claim))
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
    function = getattr(counts, claim["measure"])
    for column, words in (("arrested", "its arrest day differs from ours"), ("released", "its release day differs")):
        for value in own.loc[own["column"] == column, "value"]:
            days = dict(zip(("earliest", "latest"), map(pd.Timestamp, dates.parse_day_range(value)), strict=True))
            moved = person.assign(**{f"{column}_{end}": day for end, day in days.items()})
            if value != person[column].iloc[0] and agrees_with(claim, function, record, moved):
                return f"{words}: {write_day(value)}, not {write_day(person[column].iloc[0])}"
    if claim["measure"] == "days_in_custody" and abs(claimed - found[0]) == 1 and found[0] == found[1]:
        more = claimed > found[0]
        return "inclusive counting: one day more" if more else "its first or last day not counted: one day less"
    later = person.assign(arrested_earliest=person["convicted_earliest"], arrested_latest=person["convicted_latest"])
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
        inside = [counts.larger_swaps_between(record, claim["start"], claim["end"], claim["exchange_id"])[1]]
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


def compute_claim(record: Tables, row: object, readings: pd.DataFrame) -> tuple[float, float] | None:
    """What the record gives for one claim; for people_named: what other documents told before that day and by its end."""
    arguments, known = select_arguments(row.claim), {}
    if row.claim["measure"] == "people_named":
        others = readings[readings["value"].eq(row.claim["exchange_id"]) & readings["source"].ne(row.source)]
        first = (
            pd.Timestamp(dates.parse_day_range(row.published)[0]) if isinstance(row.published, str) else row.known_from
        )
        known = {
            "before": others[others["known_from"] < first],
            "until": others[others["known_from"] <= row.known_from],
        }
    return getattr(counts, row.claim["measure"])(record, **arguments, **known)


def list_founding(claims: pd.DataFrame) -> list[str]:
    """The cards of the articles that the project began with: their note says so."""
    return sorted(set(claims.loc[claims["note"].fillna("").str.startswith("Founding article"), "source"]))


@lru_cache(maxsize=4)
def verify_whole(record: Tables) -> pd.DataFrame:
    """verify_claims of a whole record, with the `claim` itself; those on people and deals that it does not have left out."""
    rows = {key: set(getattr(record, f"{key.removesuffix('_id')}s")[key]) for key in ROW_KEYS}
    verified, computed = [], {}  # many documents make the same claim
    for row in record.claims.itertuples():
        claim, (comparison, claimed) = row.claim, select_comparison(row.claim)
        if any(claim[key] not in of for key, of in rows.items() if key in claim):
            continue
        asked = (claim["measure"], *select_arguments(claim).items(), claim["measure"] == "people_named" and row.source)
        if asked not in computed:
            computed[asked] = compute_claim(record, row, record.cards)
        found = computed[asked]
        verdict = judge(comparison, claimed, found, measured=claim["measure"] in MEASURED)
        reason = ""
        if verdict == "differs":
            reason = explain_difference(record, row, found, record.cards)
        elif verdict == "cannot tell":
            reason = explain_doubt(record, row, found)
        distance = 0.0 if verdict == "agrees" else measure_distance(comparison, claimed, found)
        document = [row.source, row.publisher, row.published, claim["says"]]
        said = [claim["measure"], name_subject(record, claim), comparison, float(claimed)]
        verified.append([claim, *document, *said, *(found or (None, None)), verdict, distance, reason])
    frame = pd.DataFrame(verified, columns=["claim", *COLUMNS])
    numbers = dict.fromkeys(["claimed", "lowest", "highest", "difference"], "float")
    return frame.astype(numbers).assign(verdict=pd.Categorical(frame["verdict"], VERDICTS, ordered=True))


def verify_claims(record: Tables) -> pd.DataFrame:
    """Every claim recomputed from the whole record, one row each, in the order of the cards; of a selection those on its rows.

    Returns
    -------
    source, publisher, published, says : str
        The document, its day at the precision known, and its statement in our words.
    measure, subject, comparison : str
        `subject`: the person, deal or period that is counted.
    claimed, lowest, highest : float
        What is said and what the record gives, in people, deals, states, days, years or months.
    verdict : category
        agrees, differs, cannot tell.
    difference : float
        The claim less the nearest that the record gives; 0 within its range.
    reason : str
        Empty where it agrees.
    """
    verified = verify_whole(record.whole)
    if record.before:
        rows = {key: set(getattr(record, f"{key.removesuffix('_id')}s")[key]) for key in ROW_KEYS}

        def concerns(claim: dict) -> bool:
            named = [claim[key] in of for key, of in rows.items() if key in claim]
            return bool(named) and all(named)

        verified = verified[verified["claim"].map(concerns).astype(bool)].reset_index(drop=True)
    return verified[COLUMNS]


def name_subject(record: Tables, claim: dict) -> str:
    """Whom or what a claim counts, in words."""
    if "detainee_id" in claim:
        return record.detainees.loc[record.detainees["detainee_id"] == claim["detainee_id"], "name"].iloc[0]
    if "exchange_id" in claim:
        deal = record.exchanges.set_index("exchange_id").loc[claim["exchange_id"]]
        side = {"us_side": ", US side", "russian_side": ", Russian side"}.get(claim.get("side"), "")
        since = f", since {claim['start'][:4]}" if "start" in claim else ""
        return f"{deal['name']} {deal['year']}{side}{since}"
    return write_day(claim["on"]) if "on" in claim else write_window(claim["start"], claim["end"])


def write_window(start: str, end: str) -> str:
    """A period in words, one day as itself."""
    return write_day(start) if start == end else f"{write_day(start)} to {write_day(end)}"


def count_verdicts(verified: pd.DataFrame) -> pd.DataFrame:
    """Claims by measure and verdict, most claims first: measure, what, agrees, differs, cannot tell, claims."""
    counts = verified.groupby(["measure", "verdict"], observed=False).size().unstack("verdict", fill_value=0)
    counts = counts.reindex(columns=VERDICTS, fill_value=0).rename_axis(columns=None).reset_index()
    counts.insert(1, "what", counts["measure"].map(MEASURES))
    counts["claims"] = counts[VERDICTS].sum(axis=1)
    return counts.sort_values(["claims", "measure"], ascending=[False, True], ignore_index=True)


def summarise_claims(verified: pd.DataFrame) -> pd.DataFrame:
    """Claims that say the same with the same result as one row, by measure, then the greatest distance first.

    Columns of verify_claims without source, published and says (kept from the first document), then `documents` and
    `publishers`.
    """
    keys = ["measure", "subject", "comparison", "claimed", "lowest", "highest", "verdict", "difference", "reason"]
    grouped = verified.groupby(keys, dropna=False, observed=True, sort=False)
    distinct = grouped.agg(
        says=("says", "first"), documents=("source", "nunique"), publishers=("publisher", name_publishers)
    ).reset_index()
    rank = distinct["measure"].map(list(MEASURES).index)
    distinct = distinct.assign(rank=rank, far=-distinct["difference"].abs().fillna(0))
    return distinct.sort_values(["rank", "far"], kind="stable", ignore_index=True).drop(columns=["rank", "far"])


def name_publishers(names: pd.Series) -> str:
    """One or two publishers by name; of more the first, and how many more."""
    distinct = list(dict.fromkeys(names))
    return " and ".join(distinct) if len(distinct) < 3 else f"{distinct[0]} and {len(distinct) - 1} more"
