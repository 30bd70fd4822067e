"""Names and texts of the tables: their letters, and people, makers and deals that stand there twice.

Promise: two rows are only told to be one where every word of the shorter name has its like in the other.
"""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

import pandas as pd

from analysis.record import dates
from analysis.record.problems import Problem
from analysis.record.schema import select_fields
from analysis.record.words import SMALL, strip_marks

NUMBERED = re.compile(r"(.+)-([2-9]|[1-9][0-9]+)")
EMPTY_WORDS = (
    "none", "unknown", "not known", "na", "null", "not stated", "not given", "not named", "not public", "unspecified",
    "unclear", "undisclosed", "anonymous", "nobody", "nothing", "no data", "missing", "various", "other", "misc",
)  # fmt: skip
SOUNDS = str.maketrans({"x": "ks", "w": "v", "y": "i", "j": "i"})  # one Russian or Polish name, spelt in two ways
LIKE = 0.75  # of two words: what difflib calls their ratio
# What stands between names in the name of a deal.
FILLERS = {*SMALL, "ten", "twenty", "thirty", "for", "and", "the", "others", "of", "in", "at"}
LISTED = ("aliases",)  # columns that may have other letters than Latin ones


def find_foreign(text: str) -> str:
    """The first letter of a text that is not Latin; empty if there is none."""
    return next((x for x in text if x.isalpha() and not unicodedata.name(x, "").startswith(("LATIN", "MODIFIER"))), "")


def check_letters(frames: dict[str, pd.DataFrame], descriptor: dict) -> list[Problem]:
    """Texts in other letters than Latin ones, texts that only say that nothing is known, and names that are spelt as none is."""
    problems = []
    for table, frame in frames.items():
        fields = select_fields(descriptor, table)
        texts = [c for c, field in fields.items() if field["type"] == "string" and c not in LISTED]
        for column in texts:
            for line, text in frame[column].dropna().items():
                if foreign := "" if text.isascii() else find_foreign(text):
                    expected = f"Latin letters, and {foreign} is {unicodedata.name(foreign).capitalize()}"
                elif re.search(r"\w[´`]\w", text):
                    expected = "an apostrophe, not an accent that stands alone"
                elif fields[column]["evidence"] == "text" and text.casefold() in EMPTY_WORDS:
                    expected = "a text, or nothing where nothing is known"
                elif column == "name" and (text == text.lower() or re.search(r"\d", text)):
                    expected = "a name, with capital letters and no digits"
                elif (table, column) == ("detainees", "name") and re.search(r"\b[^\W\d_a-z]{5,}\b", text):
                    expected = "a name, not all in capital letters"
                else:
                    continue
                problems.append(Problem(f"data/{table}.csv", line, column, text, expected))
    return problems


def split_name(name: str) -> list[str]:
    """The words of a name in small letters without accents."""
    return re.findall(r"\w+", strip_marks(name).removeprefix("the "))


@cache
def is_like(one: str, other: str) -> bool:
    """Whether two words are one but for some letters, or one is the initial of the other."""
    one, other = one.translate(SOUNDS), other.translate(SOUNDS)
    short, long = sorted((one, other), key=len)
    return (len(short) != 2 and long.startswith(short)) or difflib.SequenceMatcher(None, one, other).ratio() >= LIKE


def are_near(one: list[str], other: list[str]) -> bool:
    """Whether every word of the shorter name is like one of the longer, two words at least."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) > 1 and all(any(is_like(a, b) for b in long) for a in short))


def find_near(names: dict[int, list[list[str]]]) -> Iterator[tuple[int, int]]:
    """Pairs of lines of which a name of the one is near a name of the other."""
    shared = defaultdict(set)
    for line, spellings in names.items():
        for word in {word[:3] for words in spellings for word in words}:
            shared[word].add(line)
    pairs = {pair for lines in shared.values() if len(lines) <= 200 for pair in combinations(sorted(lines), 2)}
    for first, second in sorted(pairs):
        if any(are_near(one, other) for one in names[first] for other in names[second]):
            yield first, second


def find_same_people(people: pd.DataFrame) -> list[Problem]:
    """One person in two rows: near names with the same month of arrest or the same deal, or held twice at one time; numbered ids."""
    file, problems, ids = "data/detainees.csv", [], set(people["detainee_id"])
    for line, row in people["detainee_id"].items():
        if found := NUMBERED.fullmatch(row):
            before = found[1] if found[2] == "2" else f"{found[1]}-{int(found[2]) - 1}"
            if before not in ids:
                problems.append(
                    Problem(file, line, "detainee_id", row, f"a row {before}, of which this would be the next")
                )
    arrested, released = (dates.parse_dates(people[name]) for name in ("arrested", "released"))
    end = released["earliest"].mask(
        people["released"].isna() & people["outcome"].eq("still_held"), pd.Timestamp("2200-01-01")
    )
    spellings = zip(people["name"], people["aliases"].fillna(""), strict=True)
    texts = dict(zip(people.index, (f"{name};{aliases}" for name, aliases in spellings), strict=True))
    names = {line: [split_name(name) for name in text.split(";") if name] for line, text in texts.items()}
    for first, second in find_near(names):
        one, other = people.loc[first], people.loc[second]
        (_, ends), (begins, _) = sorted((arrested["latest"][line], end[line]) for line in (first, second))
        months = [str(day)[:7] for day in (one["arrested"], other["arrested"]) if len(str(day)) > 4]
        if len(months) == 2 and months[0] == months[1]:
            reason = "arrested in the same month"
        elif one["exchange_id"] == other["exchange_id"]:
            reason = "freed in the same deal"
        elif begins < ends:
            reason = "held at the same time"
        else:
            continue
        expected = f"another person, as {file}:{first} has {one['name']}, {reason}"
        problems.append(Problem(file, second, "name", other["name"], expected))
    return problems


def find_namesakes(makers: pd.DataFrame) -> list[Problem]:
    """Two makers of one deal with one surname and one office: one person under two first names."""
    file, problems, first = "data/negotiators.csv", [], {}
    said = makers.dropna(subset="office")
    for line, row in said[said["name"].str.contains(" ")].iterrows():
        key = (row["exchange_id"], split_name(row["name"])[-1], row["office"].casefold())
        line_before, name = first.setdefault(key, (line, row["name"]))
        if name != row["name"] and not are_near(split_name(name), split_name(row["name"])):
            expected = f"one name a person, and {file}:{line_before} has {name} with this office; of two people, what tells the offices apart"
            problems.append(Problem(file, line, "name", row["name"], expected))
    return problems


def find_same_makers(makers: pd.DataFrame) -> list[Problem]:
    """One name a body: spellings that are near each other, in one deal, or with as many words in two."""
    file, problems = "data/negotiators.csv", []
    rows = makers.drop_duplicates("name")
    deals = makers.groupby("name")["exchange_id"].agg(set)
    names = {line: [split_name(name)] for line, name in rows["name"].items()}
    for first, second in find_near(names):
        one, other = rows.loc[first, "name"], rows.loc[second, "name"]
        if deals[one] & deals[other] or len(names[first][0]) == len(names[second][0]):
            expected = f"one name a body, and {file}:{first} has {one}"
            problems.append(Problem(file, second, "name", other, expected))
    return problems


def find_misnamed_deals(deals: pd.DataFrame, people: pd.DataFrame) -> list[Problem]:
    """Deals that are named for nobody who was freed in them nor for their place, and two deals on one day at one place."""
    file, problems = "data/exchanges.csv", []
    freed = people.dropna(subset="exchange_id").groupby("exchange_id")["name"].agg(" ".join)
    twice = deals.duplicated(["date", "place_city"]) & deals["place_city"].notna()
    for line, deal in deals.iterrows():
        if twice[line]:
            problems.append(Problem(file, line, "date", deal["date"], "one row for the deals of one day at one place"))
        folk = {*split_name(f"{freed.get(deal['exchange_id'], '')} {deal['place']} {deal['place_city']}")}
        slug = deal["exchange_id"].split("-")[2:]
        for column, words in (("exchange_id", slug), ("name", split_name(deal["name"]))):
            strange = [word for word in words if word not in FILLERS and not {word, word.removesuffix("s")} & folk]
            if strange and freed.get(deal["exchange_id"]):
                expected = f"names of people freed in this deal, or of its place, and {strange[0]} is none"
                problems.append(Problem(file, line, column, deal[column], expected))
    return problems


def check_twice(raw: dict[str, pd.DataFrame]) -> list[Problem]:
    """People, makers and deals that stand in two rows, and deals named for nobody of theirs."""
    people, deals = raw["detainees"], raw["exchanges"]
    makers = find_same_makers(raw["negotiators"]) + find_namesakes(raw["negotiators"])
    return find_same_people(people) + makers + find_misnamed_deals(deals, people)
