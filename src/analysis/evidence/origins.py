"""Cards against their own names and addresses: days, publishers, kinds; and against the people they speak of.

Promise: a rule speaks only where two parts of one card exclude each other.
"""

import re
from collections.abc import Iterator
from operator import ne
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from analysis.evidence.documents import find_place
from analysis.record import dates
from analysis.record.cards import place_card
from analysis.record.files import ROOT
from analysis.record.problems import Problem
from analysis.record.words import name_voice, strip_marks

DATED = re.compile(  # a day in an address; eight figures in a row only since there has been a web
    r"[/-](?:((?:19|20)\d\d)(?:/(\d\d?)/(\d\d?)(?=[/.]|$)|-(\d\d?)-(\d\d?)(?=[/.-]|$))|(199[5-9]|20\d\d)(\d\d)(\d\d)(?=[/_.-]))"
)
NAMED = re.compile(r"((?:19|20)\d\d(?:-\d\d){0,2})-[a-z]")  # and in the name of a card
NEAR = pd.Timedelta(days=3)
REPUBLISHED = pd.Timedelta(days=366)  # an address so much later is that of an edition
COURTS = r"(?i)court|justia|pacer|casetext|\bfbi\b|attorney|tribunal|justice|judiciary|prosecut|gericht|anwalt|\bs[ąu]d\b|суд|прокур|\bcour\b|\bcorte\b"
GENERIC = {"new", "us", "news"}  # first words of many names
USUAL = 4  # cards of a host, from which on it has a usual publisher
AGENCY = re.compile(r" [-–—|] ?(AP|Reuters|AFP|UPI|dpa)$")  # whose report a title says that it is
CUSTODY = [
    "convicted",
    "sentence_kind",
    "sentence_months",
    "sentence_months_final",
    "outcome",
    "released",
    "pardoned",
    "extradited",
]


def spell_short(voice: str) -> set[str]:
    """What the name of a card may call a publisher by: its first word, all its letters, initials and the last word; not its kind."""
    words = re.findall(r"\w+", strip_marks(voice).removeprefix("the "))
    initials = "".join(word[0] for word in words[:-1])
    return {words[0], "".join(words), initials + words[-1]} - GENERIC if words else set()


def find_named(source: str, names: dict[str, str]) -> str | None:
    """The publisher by whose letters a card's name begins, after its day; `names` of publishers by their letters and by their initials."""
    words = re.sub(r"^(?:[\d-]+|undated-)", "", source).split("-")
    return next((names[begin] for n in (3, 2, 1) if (begin := "".join(words[:n])) in names), None)


def name_letters(voices: pd.Series) -> dict[str, str]:
    """Publishers of several cards by all the letters of their names, and by initials and last word; `latimes`, `losangelestimes`."""
    count, names = voices.value_counts(), {}
    for voice in count.index[count >= USUAL]:
        words = re.findall(r"\w+", strip_marks(voice).removeprefix("the "))
        if len(words) > 1:
            names |= {form: voice for form in ("".join(words), "".join(word[0] for word in words[:-1]) + words[-1])}
    return names


def read_day(url: str) -> pd.Timestamp | None:
    """The day that an address names."""
    if found := DATED.search(url):
        year, *rest = (int(part) for part in found.groups() if part)
        try:
            return pd.Timestamp(year, *rest)
        except ValueError:
            return None
    return None


def is_slip(day: pd.Timestamp, other: pd.Timestamp) -> bool:
    """Whether two days are one another but for one figure."""
    return sum(map(ne, f"{day:%Y%m%d}", f"{other:%Y%m%d}")) == 1


def find_other_days(card: tuple) -> Iterator[tuple[str, str, str]]:
    """Days of publication that the card's name or its address speaks against."""
    if not isinstance(card.published, str):
        return
    named = NAMED.match(card.source)
    if named and not (named[1].startswith(card.published) or card.published.startswith(named[1])):
        yield "published", card.published, f"the day in the card's name, {named[1]}"
    elif isinstance(card.url, str) and (day := read_day(card.url)) is not None:
        first, last = map(pd.Timestamp, dates.parse_day_range(card.published))
        near = first - NEAR <= day or not is_slip(
            day, first
        )  # an issue in print, or a page kept up, is later than its address
        late = last + NEAR < day and (day < last + REPUBLISHED or is_slip(day, last))
        if not near or late:
            yield "published", card.published, f"the day in the address, {day:%Y-%m-%d}"


def find_other_kinds(card: tuple, usual: str | None) -> Iterator[tuple[str, str, str]]:
    """Kinds of documents that their publisher cannot have; `usual` is that of its other cards."""
    of_court = card.kind in ("court", "archive", "official")
    if not of_court and re.search(r"\b(?:District|Supreme|Circuit|City) Court(?:$|,| \(| of | for )", card.publisher):
        yield "kind", card.kind, "court, as the publisher is one"
    if card.kind == "court" and not re.search(COURTS, card.publisher):
        yield "kind", card.kind, "another kind, as the publisher is no court"
    if card.kind != "reference" and usual == "reference":
        yield "kind", card.kind, "reference, as the other cards of this publisher"


def check_origins(documents: pd.DataFrame, root: Path = ROOT) -> Iterator[Problem]:
    """Days, publishers and kinds of cards that their names and addresses exclude.

    `documents`: the columns of record.cards.DOCUMENT, a row a card.
    """
    hosts = documents["url"].map(lambda url: urlsplit(url).hostname if isinstance(url, str) else None)
    voices = documents["publisher"].map(name_voice)
    usual = voices.groupby(hosts).agg(lambda told: told.mode()[0] if len(told) >= USUAL else "")
    kinds = documents.groupby(voices)["kind"].agg(["count", lambda told: told.mode()[0]])
    usual_kinds = kinds.iloc[:, 1][kinds["count"] >= USUAL].to_dict()
    names = name_letters(voices)
    for card, host, voice in zip(documents.itertuples(), hosts, voices, strict=True):
        found = [*find_other_days(card)]
        other = usual.get(host, "")
        if other and other != voice:
            own, theirs = spell_short(voice), spell_short(other)
            words = set(card.source.split("-"))
            if not own & theirs and theirs & words and not own & words:
                found.append(("publisher", card.publisher, f"whose page it is by name and address, {other}"))
        named, said = find_named(card.source, names), strip_marks(f"{card.publisher} {card.origin}")
        known = any(key == "publisher" for key, *_ in found) or spell_short(voice) & set(card.source.split("-"))
        if named and not known and strip_marks(named) not in said:
            found.append(("publisher", card.publisher, f"whose page it is by the name of the card, {named}"))
        found += find_other_kinds(card, usual_kinds.get(voice))
        agency = (
            AGENCY.search(card.title) if isinstance(card.title, str) and re.match(r"[A-Za-z]", card.title) else None
        )
        if agency and isinstance(card.origin, str) and agency[1] not in card.origin:
            found.append(("origin", card.origin, f"whose report it is by the title, {agency[1]}"))
        for key, value, expected in found:
            yield Problem(place_card(card.source), find_place(root, card.source, key), key, value, expected)


def check_forerunners(raw: dict[str, pd.DataFrame], cells: pd.DataFrame, root: Path = ROOT) -> Iterator[Problem]:
    """Cards published before somebody was arrested that tell of sentence or release."""
    arrested = dates.parse_dates(raw["detainees"].set_index("detainee_id")["arrested"])["earliest"]
    told = cells[(cells["table"] == "detainees") & cells["column"].isin(CUSTODY) & cells["published"].notna()]
    early = told[told["known_from"] < told["row"].map(arrested) - NEAR].drop_duplicates(["source", "row"])
    for cell in early.itertuples():
        line = find_place(root, cell.source, cell.table, cell.row, cell.column)
        expected = f"nothing that came after the document, of {cell.known_from:%Y-%m-%d}: the arrest was on {arrested[cell.row]:%Y-%m-%d}"
        yield Problem(place_card(cell.source), line, cell.column, cell.value, expected)
