"""Notes and reasons against other rows: copies, and what is said of somebody else or of another time.

Promise: words are no codes: a record loads in spite of them, and the line says how to word it where it is right.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from analysis.record import dates
from analysis.record.contradictions import Finding
from analysis.record.mentions import find_days, make_days, split_clauses
from analysis.record.notes import check_notes
from analysis.record.problems import Problem
from analysis.record.rules import RECEIVER_UNKNOWN, UNDECIDED, UNNAMED, VERDICT_UNKNOWN, list_problems
from analysis.record.words import find_surnames

FORMULAS = "|".join(
    rf"{words}[^.]*\." for words in (VERDICT_UNKNOWN, RECEIVER_UNKNOWN, UNNAMED, UNDECIDED, "Last reported held:")
)
NAMES = r"(?<=[^\W\d_,] )[A-Z]|(?<=, )[A-Z]|\d"  # a name or number within a sentence: what is said of one case
SHORTEST_COPY = 25  # characters of a text that names something and stands in two rows
LONGEST_PHRASE = 60  # and of one that names nothing
SHARED = {  # columns that rows have in common of which one text is true
    "exchanges": ("notes", []),
    "detainees": ("notes", ["exchange_id", "arrested", "released"]),
    "negotiators": ("notes", ["exchange_id", "name"]),
    "rulings": ("reason", ["ruled"]),
}
NEAR_DEAL = pd.Timedelta(days=3 * 366)
AS_IN = r"\b[Aa]s (?:in the case of|with) [A-Z][\w-]+"
COMPARED = r"\b(?:since|as in|as with|like|later|before|after|than)\b"  # somebody who is named to compare
LONG_FREE = pd.Timedelta(days=3 * 366)
SHORTEST_SURNAME = 5  # letters: shorter ones are words too
BODY = re.compile(
    r"[A-Z]{2}|\b(?:Union|Court|Department|Service|Police|Ministry|Office|Embassy|Committee|Mission"
    r"|Commission|Chancellery|Politburo|[a-z]\w+)\b"
)
TOLD = r"(?i)\b(?:since|testified|published|released|recalled|told|said|book|memoirs?|account|interview|archives?|declassified|obituary|report)\b"
WORD_IT = "; where it is right, say so in words of this row alone"


def find_copies(frame: pd.DataFrame, column: str, shared: list[str], file: str) -> Iterator[Finding]:
    """Texts that stand word for word in a row with which nothing is shared of which they could both be true."""
    texts = frame[column].fillna("").str.replace(FORMULAS, "", regex=True).str.strip()
    long = texts.str.len()
    own = texts[(long >= LONGEST_PHRASE) | ((long >= SHORTEST_COPY) & texts.str.contains(NAMES))]
    for _, rows in frame.loc[own[own.duplicated(keep=False)].index].groupby(own):
        alike = [rows[name].notna() & rows.duplicated(name, keep=False) for name in shared]
        lone = ~pd.concat(alike, axis=1).any(axis=1) if alike else pd.Series(True, rows.index)
        for line in lone.index[lone]:
            other = next(number for number in rows.index if number != line)
            expected = f"a text of its own, and {file}:{other} has this one word for word{WORD_IT}"
            yield pd.Series(frame.index == line, frame.index), column, expected


def find_strangers(frame: pd.DataFrame, ends: pd.Series, people: pd.DataFrame) -> Iterator[tuple[pd.Series, str]]:
    """The first name in each note of somebody of the record who was arrested only after that deal's end, and, where nobody of the deal is
    named, of somebody who had been free for long; each with the words for it, empty where there is none.
    """
    people = people[people["name"].notna() & (people["name"].str.split().str[-1].str.len() >= SHORTEST_SURNAME)]
    by = find_surnames(people["name"])
    first = dates.parse_dates(people["arrested"])["earliest"].fillna(pd.Timestamp("1900-01-01")).groupby(by).min()
    free = dates.parse_dates(people["released"])["latest"].fillna(pd.Timestamp("2100-01-01")).groupby(by).max()
    of_deal = people.groupby(by)["exchange_id"].agg(set)
    pattern = re.compile(rf"(?<![A-Z]\. )\b({'|'.join(map(re.escape, first.index))})\b(?! [A-Z])")
    later, gone = {}, {}
    for line, text in frame["notes"].dropna().items():
        text = ". ".join(clause for clause in split_clauses(text) if not re.search(COMPARED, clause))
        named = pattern.findall(text)
        later[line] = next((name for name in named if first[name] > ends[line]), "")
        own = any(frame["exchange_id"][line] in of_deal[name] for name in named)
        gone[line] = next((name for name in named if not own and free[name] < ends[line] - LONG_FREE), "")
    for found, words in ((later, "was arrested only after this deal"), (gone, "had long been free")):
        yield pd.Series(found, dtype=object).reindex(frame.index, fill_value=""), words


def check_times(frame: pd.DataFrame, ends: pd.Series, people: pd.DataFrame) -> Iterator[Finding]:
    """Notes on a deal or its makers that name people of another time, or days of other years alone."""
    for names, words in find_strangers(frame, ends, people):
        yield names.ne(""), "notes", "no word of " + names + f", who {words}"
    apart = pd.Series(False, frame.index)
    for line, text in frame["notes"].dropna().items():
        clauses = [clause for clause in split_clauses(text) if not re.search(TOLD, clause)]
        days = [make_days(day)[0] for clause in clauses for day in find_days(clause) if day.year]
        apart[line] = bool(days) and all(abs(day - ends[line]) > NEAR_DEAL for day in days)
    yield apart, "notes", "a day within three years of the deal, or years alone"


def find_own_names(makers: pd.DataFrame, people: pd.DataFrame, states: dict) -> Iterator[Finding]:
    """Notes that speak of their own maker by name, as those of another would; relatives bear the prisoner's name."""
    prisoners, labels = {name.split()[-1] for name in people["name"]}, {state["label"] for state in states.values()}
    own = [
        isinstance(note, str)
        and " " in name
        and name not in labels
        and not BODY.search(name)
        and (surname := name.split()[-1]) not in prisoners
        and re.search(rf"\b{re.escape(surname)}\b(?! [A-Z])", note) is not None
        for name, note in zip(makers["name"], makers["notes"], strict=True)
    ]
    expected = "words on this maker, whose name stands here as that of somebody else; where it is right, he or she"
    yield pd.Series(own, makers.index), "notes", expected


def find_strange_people(rulings: pd.DataFrame, people: pd.DataFrame) -> Iterator[Finding]:
    """Reasons that name a prisoner who is neither the one ruled on nor freed in the same deal."""
    surnames = find_surnames(people["name"])
    deals = people.set_index("detainee_id")["exchange_id"]
    bearers = defaultdict(set)
    for surname, row, deal in zip(surnames, people["detainee_id"], people["exchange_id"], strict=True):
        bearers[surname] |= {row, deal} if len(surname) >= SHORTEST_SURNAME else set()
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, filter(bearers.get, bearers)))})\b(?! [A-Z])")
    strange = pd.Series("", rulings.index)
    for line, row, reason in zip(rulings.index, rulings["row_id"], rulings["reason"], strict=True):
        own = {row.split("/")[0], deals.get(row)} - {None}
        strange[line] = next(
            (name for name in pattern.findall(re.sub(AS_IN, "", reason)) if not bearers[name] & own), ""
        )
    yield strange.ne(""), "reason", "a reason for this row alone, and " + strange + " has no part in it"


def check_wording(raw: dict[str, pd.DataFrame], descriptor: dict) -> list[Problem]:
    """Notes and reasons that are those of another row."""
    states = {code["value"]: code for code in descriptor["codes"]["states"]}
    until = pd.Timestamp(descriptor["data_through"])
    people, deals, makers = (raw[name] for name in ("detainees", "exchanges", "negotiators"))
    frames = raw | {"rulings": raw["rulings"].assign(ruled=lambda rows: rows["column"] + "/" + rows["ruling"])}
    found = [
        (table, finding)
        for table, (column, shared) in SHARED.items()
        for finding in find_copies(frames[table], column, shared, f"data/{table}.csv")
    ]
    ends = dates.parse_dates(deals["end_date"].fillna(deals["date"]))["latest"]
    of_makers = makers["exchange_id"].map(ends.set_axis(deals["exchange_id"]))
    found += [("detainees", finding) for finding in check_notes(people, states, until)]
    found += [("exchanges", finding) for finding in check_times(deals, ends, people)]
    found += [("negotiators", finding) for finding in check_times(makers, of_makers, people)]
    found += [("negotiators", finding) for finding in find_own_names(makers, people, states)]
    found += [("rulings", finding) for finding in find_strange_people(raw["rulings"], people)]
    return list_problems(raw, iter(found))
