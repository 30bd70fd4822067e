"""Recomputes every countable claim of the documents from the tables.

Promise: a verdict and its reason are computed; what the tables cannot decide is said to be undecided.
"""

import inspect
import tomllib
from pathlib import Path

import pandas as pd

from analysis import cards, dates, measures
from analysis.places import find_line, locate
from analysis.schema import ROOT, Problem
from analysis.tables import Tables
from analysis.verdicts import (
    MEASURED,
    explain_difference,
    explain_doubt,
    judge,
    measure_distance,
    select_arguments,
    select_comparison,
    write_day,
)

MEASURES = {
    "swaps_between": "swaps in a period",
    "larger_swaps_between": "swaps larger than this one",
    "people_freed": "people freed in a deal",
    "people_named": "people named by a day",
    "custodians_in": "states that let people go",
    "countries_in": "states that took part",
    "americans_held": "Americans held on a day",
    "americans_freed_between": "Americans freed in a period",
    "days_in_custody": "days in custody",
    "years_in_custody": "years in custody",
    "left_to_serve_months": "months left to serve",
}  # the words for each measure
VERDICTS = ["agrees", "differs", "cannot tell"]
SIDES = [*measures.SIDES, "both"]


def expect_arguments(measure: str) -> list[str]:
    """The arguments that a measure needs, in order."""
    parameters = inspect.signature(getattr(measures, measure)).parameters.values()
    return [name.name for name in parameters if name.kind is not name.KEYWORD_ONLY and name.name != "record"]


def check_argument(name: str, value: object, rows: dict[str, set]) -> str:
    """What was expected of an argument; empty where it is as it should be."""
    if name in rows:
        return "" if value in rows[name] else f"a row of data/{name.removesuffix('_id')}s.csv"
    if name == "side":
        return "" if value in SIDES else "one of " + ", ".join(SIDES)
    return "" if dates.is_day(value) else "a date as YYYY, YYYY-MM or YYYY-MM-DD"


def find_claim_line(root: Path, source: str, number: int, key: str) -> int | None:
    """The line of a card on which a key of a claim stands, or else the claim's heading."""
    text = (root / "seeds" / f"{source}.toml").read_text("utf-8-sig")
    return find_line(locate(text), "claims", number, key)


def check_claims(claims: pd.DataFrame, raw: dict[str, pd.DataFrame], root: Path = ROOT) -> list[Problem]:
    """Claims that cannot be recomputed: unknown measure, wrong arguments, unknown rows, values that are no numbers.

    `claims` as cards.read_cards gives them, `raw` as tables.load_raw.
    """
    rows = {key: set(raw[f"{key.removesuffix('_id')}s"][key]) for key in ("exchange_id", "detainee_id")}
    problems = []
    for row in claims.itertuples():
        claim, found = row.claim, []
        if claim["measure"] not in MEASURES:
            found.append(("measure", claim["measure"], "one of " + ", ".join(MEASURES)))
        else:
            arguments, wanted = select_arguments(claim), expect_arguments(claim["measure"])
            missing = [name for name in wanted if name not in arguments]
            renamed = cards.find_renamed(missing, [name for name in arguments if name not in wanted])
            found += [(name, "", "this argument") for name in missing if name not in renamed]
            found += [
                (name, given, "one of the arguments " + ", ".join(wanted))
                for name, given in arguments.items()
                if name not in wanted
            ]
            expected = {name: check_argument(name, arguments[name], rows) for name in wanted if name in arguments}
            found += [(name, arguments[name], words) for name, words in expected.items() if words]
        problems += [
            Problem(f"seeds/{row.source}.toml", find_claim_line(root, row.source, row.number, problem[0]), *problem)
            for problem in found
        ]
    return problems


def compute_claim(record: Tables, row: object, readings: pd.DataFrame) -> tuple[float, float] | None:
    """What the record gives for one claim; for people_named: what other documents told before that day and by its end."""
    arguments, known = select_arguments(row.claim), {}
    if row.claim["measure"] == "people_named":
        others = readings[readings["source"] != row.source]
        first = (
            pd.Timestamp(dates.parse_day_range(row.published)[0]) if isinstance(row.published, str) else row.known_from
        )
        known = {
            "before": others[others["known_from"] < first],
            "until": others[others["known_from"] <= row.known_from],
        }
    return getattr(measures, row.claim["measure"])(record, **arguments, **known)


def verify_claims(
    record: Tables, claims: pd.DataFrame | None = None, readings: pd.DataFrame | None = None, root: Path = ROOT
) -> pd.DataFrame:
    """Every claim recomputed, one row each, in the order of the cards.

    Parameters
    ----------
    claims, readings
        As cards.load_claims and cards.load_cards give them, which are asked if they are left out.

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
    claims = cards.load_claims(root) if claims is None else claims
    readings = cards.load_cards(root) if readings is None else readings
    verified = []
    for row in claims.itertuples():
        claim, (comparison, claimed) = row.claim, select_comparison(row.claim)
        found = compute_claim(record, row, readings)
        verdict = judge(comparison, claimed, found, measured=claim["measure"] in MEASURED)
        reason = ""
        if verdict == "differs":
            reason = explain_difference(record, row, found, readings)
        elif verdict == "cannot tell":
            reason = explain_doubt(record, row, found)
        distance = 0.0 if verdict == "agrees" else measure_distance(comparison, claimed, found)
        said = [claim["measure"], name_subject(record, claim), comparison, float(claimed)]
        verified.append(
            [
                row.source,
                row.publisher,
                row.published,
                claim["says"],
                *said,
                *(found or (None, None)),
                verdict,
                distance,
                reason,
            ]
        )
    columns = ["source", "publisher", "published", "says", "measure", "subject", "comparison", "claimed", "lowest", "highest", "verdict", "difference", "reason"]  # fmt: skip
    frame = pd.DataFrame(verified, columns=columns)
    numbers = dict.fromkeys(["claimed", "lowest", "highest", "difference"], "float")
    return frame.astype(numbers).assign(verdict=pd.Categorical(frame["verdict"], VERDICTS, ordered=True))


def name_subject(record: Tables, claim: dict) -> str:
    """Whom or what a claim counts, in words."""
    if "detainee_id" in claim:
        return record.detainees.set_index("detainee_id").loc[claim["detainee_id"], "name"]
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


def load_founding(root: Path = ROOT) -> list[str]:
    """Ids of the cards of the articles that the project began with: their note says so."""
    cards_by_id = {
        path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((root / "seeds").glob("*.toml"))
    }
    return [source for source, card in cards_by_id.items() if card.get("note", "").startswith("Founding article")]
