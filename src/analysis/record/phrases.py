"""Whether a text is whole, and what it points to is there: brackets, doubled words, cards, rules, days of the calendar.

Promise: a text is told by its form alone, whatever its row has.
"""

import re
from collections.abc import Iterator, Set

import pandas as pd

from analysis.record import dates
from analysis.record.contradictions import Finding
from analysis.record.mentions import find_days, find_other_weekday, find_years, is_possible, make_days, split_clauses

CARD = re.compile(r"\b(?:(?:19|20)\d\d(?:-\d\d){0,2}|undated)-[a-z][a-z0-9]*(?:-[a-z0-9]+)+\b")  # as cards are named
RULE = re.compile(
    r"\bR(\d+)\b(?! (?!and\b|or\b|to\b|applies|counts|says|is\b|has\b)[a-z])"
)  # not the make of a thing: an R44 helicopter
TO_COME = (  # what had been before somebody, or is
    r"\b(?:would|will|could|may|until|till|into|lasts|to run|runs?|[Dd]ue|[Ee]ligible|ends?|expires?|[Pp]lanned|[Ss]cheduled|[Ee]xpected"
    r"|[Ss]et for|at the earliest|no later than|by (?:\d+ )?(?:[A-Z][a-z]+ )?20\d\d)\b"
)
FIRST_YEAR, LAST_YEAR = 1900, 2099
CALLED_YEAR = re.compile(rf"\b(?:in|since|until|{'|'.join(dates.MONTHS)}) (\d{{4}})\b(?!,\d)(?! [a-z]+s\b)")
OF_HEALTH = (  # which the record does not hold of anybody
    r"(?i)\b(?:illness|ill health|diseases?|cancer|diabet\w+|surgery|depression|HIV|tuberculosis|asthma|pregnan\w+|disabilit\w+"
    r"|medications?|spinal|back (?:pain|injury)|heart (?:attack|condition|disease)|diagnos\w+)\b"
)
REPEATED = r"\b(?!had\b|that\b)([a-z]+) \1\b"
LISTED = r"(?:^|[\s;,])\w\)"  # a) one, b) another


def check_form(texts: pd.Series, until: pd.Timestamp, known: Set[str], rules: int, column: str) -> Iterator[Finding]:
    """Sentences that are not whole, and what they point to that is not there or to come.

    `known` are the names of cards and ids of deals, `rules` how many rules the codebook has.
    """
    if texts.isna().all():
        return
    told = texts.fillna("")
    cut = told.ne("") & ~told.str.contains(r"[.?!…][”\"')]*$")
    yield cut, column, "a whole sentence, with a full stop"
    bare = told.str.replace(LISTED, "", regex=True)
    unpaired = bare.map(lambda text: text.count("(") != text.count(")"))
    yield (
        unpaired & told.map(lambda text: text.count("(") != text.count(")")),
        column,
        "as many brackets closed as opened",
    )
    yield told.map(lambda text: re.search(REPEATED, text) is not None), column, "no word twice in a row"
    yield told.str.contains(OF_HEALTH), column, "no word of anybody's health, which the record does not hold"
    strange = told.map(lambda text: next((name for name in CARD.findall(text) if name not in known), ""))
    yield strange.ne(""), column, "the name of a card, and there is no " + strange
    none = told.map(lambda text: next((n for n in RULE.findall(text) if not 1 <= int(n) <= rules), ""))
    yield none.ne(""), column, f"a rule from R1 to R{rules}, not R" + none

    def is_ahead(text: str) -> bool:
        clauses = [clause for clause in split_clauses(text) if not re.search(TO_COME, clause)]
        days = any(day.year and make_days(day)[0] > until for clause in clauses for day in find_days(clause))
        return days or any(year > until.year for clause in clauses for year in find_years(clause))

    none = told.map(lambda text: any(not is_possible(day) for day in find_days(text)))
    yield none, column, "a day that the calendar has"
    other = told.map(find_other_weekday)
    yield other.ne(""), column, other + ", which that day was"
    strange = told.map(lambda text: any(not FIRST_YEAR <= int(year) <= LAST_YEAR for year in CALLED_YEAR.findall(text)))
    yield strange, column, f"years from {FIRST_YEAR} to {LAST_YEAR}"
    yield told.map(is_ahead), column, f"no day after data_through, {until:%Y-%m-%d}"
