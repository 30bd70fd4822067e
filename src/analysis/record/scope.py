"""The words for what was chosen of a record.

Promise: they say nothing that is not sure of all that is left, such as that somebody was held on a day.
"""

import re

import pandas as pd

from analysis.record import dates
from analysis.record.select import DAYS, FILTERS, PERIODS, US, as_list, is_vouched, list_choices
from analysis.record.words import spell

PHRASES = PERIODS | {name: FILTERS[name] for name in ("side", *DAYS)} | {"custodian": "held by"}  # words after people
ARTICLE = re.compile(r"\b(?<!the )(?=United |Soviet Union|Polish People|Czech Republic|Netherlands|Maldives)")


def describe_filters(record: object, filters: dict) -> dict[str, str]:
    """The filters that are set, in words: `{"people": "Americans", "held by": "the US side"}`."""
    choices, words = list_choices(record), {}
    for name, title in FILTERS.items():
        if name not in filters:
            continue
        if name in PERIODS:
            first, last = filters[name]
            words[title] = f"{first}–{last}" if first != last else str(first)
        elif name in DAYS:
            words[title] = dates.format_day(filters[name])
        elif name == "occupation":
            words[title] = " or ".join(as_list(filters[name]))
        else:
            told = [choices[name][code] for code in as_list(filters[name])]
            told = [f"{who}{deny(record, who)}" for who in told] if name == "negotiator" else told
            words[title] = " or ".join(told)
            words[title] += " (as of all documents)" * (name == "standing" and "known_on" in filters)
    return words


def doubt(record: object, name: str) -> str:
    """How many of those selected documents vouch for, where a filter says held in a time; nothing if for all."""
    if name not in ("years", "people_held", "held_on"):
        return ""
    chosen = record.filters[name]
    first, last = (chosen, chosen) if name == "held_on" else (f"{chosen[0]}-01-01", f"{chosen[1]}-12-31")
    sure = is_vouched(record.detainees, pd.Timestamp(first), pd.Timestamp(last))
    if sure.all():
        return ""
    return (
        f", {spell(int(sure.sum()))} certainly and {spell(int((~sure).sum()))} possibly" if sure.any() else ", possibly"
    )


def deny(record: object, who: str) -> str:
    """That a part of a negotiator is denied, and of how many of the deals that are left."""
    parts = record.negotiators.query("name == @who").groupby("exchange_id")["credit"].first()
    denied = int((parts == "denied").sum())
    of = f" in {spell(denied)} of {spell(len(parts), 'deal')}" if len(parts) > 1 else ""
    return f" (part{of} denied)" * (denied > 0)


def describe_people(record: object) -> str:
    """The people of a selection with all that was chosen: `Americans held by the US side (charge: drugs or weapons)`."""
    scope = record.scope
    who = scope.get(FILTERS["us"], "people")
    last_reported = scope.get(FILTERS["outcome"]) == "still held"
    first = (who if who != US[False] else f"people {who}") + " last reported held" * last_reported
    bare = {FILTERS["us"], FILTERS["outcome"]} if last_reported else {FILTERS["us"]}
    told = [
        f"{PHRASES[name]} {ARTICLE.sub('the ', scope[title])}{doubt(record, name)}"
        for name, title in FILTERS.items()
        if name in PHRASES and title in scope
    ]
    phrases = {FILTERS[name] for name in PHRASES}
    rest = [f"{title}: {words}" for title, words in scope.items() if title not in {*bare, *phrases}]
    first += (", " if last_reported and told else " " if told else "") + ", ".join(told)
    return f"{first} ({'; '.join(rest)})" if rest else first
