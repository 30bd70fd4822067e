"""Checks that every claim of a card can be recomputed.

Promise: a claim calls only the named measures, with arguments that were looked at.
"""

import inspect
from pathlib import Path

import pandas as pd

from analysis.claims import counts
from analysis.claims.verdicts import select_arguments
from analysis.evidence.documents import FIRST_YEAR, find_place
from analysis.evidence.reports import PLANNED
from analysis.measures.deals import SIDES
from analysis.record import dates
from analysis.record.cards import find_renamed, place_card
from analysis.record.files import ROOT
from analysis.record.problems import Problem

NO_TIME, ONE_MONTH = (
    pd.Timedelta(0),
    pd.Timedelta(days=31),
)  # a period that runs to the end of its month may be counted before


def expect_arguments(measure: str) -> list[str]:
    """The arguments that a measure needs, in order."""
    parameters = inspect.signature(getattr(counts, measure)).parameters.values()
    return [name.name for name in parameters if name.kind is not name.KEYWORD_ONLY and name.name != "record"]


def check_argument(name: str, value: object, rows: dict[str, set]) -> str:
    """What was expected of an argument; empty where it is as it should be."""
    if name in rows:
        return "" if value in rows[name] else f"a row of data/{name.removesuffix('_id')}s.csv"
    if name == "side":
        return "" if value in [*SIDES, "both"] else "one of " + ", ".join([*SIDES, "both"])
    return "" if dates.is_day(value) else "a date as YYYY, YYYY-MM or YYYY-MM-DD"


def find_wrong_day(claim: dict, known: pd.Timestamp, until: pd.Timestamp) -> tuple[str, str, str] | None:
    """The first day of a claim that cannot be, with its key and what was expected; `known`: when its document was."""
    days = {key: dates.parse_day_range(claim[key]) for key in ("on", "start", "end") if key in claim}
    for key, (first, last) in days.items():
        if last.year < FIRST_YEAR:
            return key, claim[key], f"a day since {FIRST_YEAR}"
        if pd.Timestamp(first) > until:
            return key, claim[key], f"no day after data_through, {until:%Y-%m-%d}"
        if pd.Timestamp(first) > known + (ONE_MONTH if key == "end" else NO_TIME):
            return key, claim[key], f"no day after the document was known, {known:%Y-%m-%d}"
    if {"start", "end"} <= days.keys() and days["start"][0] > days["end"][1]:
        return "end", claim["end"], f"no day before start, {claim['start']}"
    return None


def check_claims(
    claims: pd.DataFrame, raw: dict[str, pd.DataFrame], descriptor: dict, root: Path = ROOT
) -> list[Problem]:
    """Claims that cannot be recomputed: unknown measure, wrong arguments, unknown rows, values that are no numbers, days that cannot be.

    `claims` as cards.read_cards gives them, `raw` as record.tables.load_raw.
    """
    until = pd.Timestamp(descriptor["data_through"])
    rows = {key: set(raw[f"{key.removesuffix('_id')}s"][key]) for key in ("exchange_id", "detainee_id")}
    deals = dates.parse_dates(raw["exchanges"].set_index("exchange_id")["date"])["earliest"]
    problems = []
    for row in claims.itertuples():
        claim, found = row.claim, []
        if claim["measure"] not in counts.MEASURES:
            found.append(("measure", claim["measure"], "one of " + ", ".join(counts.MEASURES)))
        else:
            arguments, wanted = select_arguments(claim), expect_arguments(claim["measure"])
            missing = [name for name in wanted if name not in arguments]
            renamed = find_renamed(missing, [name for name in arguments if name not in wanted])
            found += [(name, "", "this argument") for name in missing if name not in renamed]
            found += [
                (name, given, "one of the arguments " + ", ".join(wanted))
                for name, given in arguments.items()
                if name not in wanted
            ]
            expected = {name: check_argument(name, arguments[name], rows) for name in wanted if name in arguments}
            found += [(name, arguments[name], words) for name, words in expected.items() if words]
            if not found and (wrong := find_wrong_day(claim, row.known_from, until)):
                found.append(wrong)
            made = deals.get(claim.get("exchange_id"))
            if not found and made is not None and row.known_from + PLANNED < made:
                found.append(
                    (
                        "exchange_id",
                        claim["exchange_id"],
                        f"a deal of before the document, of {row.known_from:%Y-%m-%d}",
                    )
                )
        problems += [
            Problem(place_card(row.source), find_place(root, row.source, "claims", row.number, problem[0]), *problem)
            for problem in found
        ]
    return problems
