"""Titles that are another document's, by the cases and people they speak of and the words of the addresses.

Promise: a title is told beside the other card to which it fits, or where it names in full somebody else than its address.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pandas as pd

from analysis.evidence.documents import LONG_TITLE, find_place, select_stems
from analysis.evidence.origins import read_day
from analysis.record.cards import place_card
from analysis.record.files import ROOT
from analysis.record.problems import Problem
from analysis.record.words import find_surnames, strip_marks

SHORTEST_SURNAME = 4  # letters: shorter ones are words too
FEW, SEVERAL = 3, 4  # words of an address

Found = tuple[str, str]  # a card, and what was expected of its title


def is_latin(title: str) -> bool:
    """Whether a title can be compared with an address: in Latin letters, and not in our own words, as brackets say."""
    return strip_marks(title).isascii() and title[:1] not in ("", "[", "(")


def select_address_stems(url: str) -> frozenset[str]:
    """The stems of the longest part of an address's path."""
    return select_stems(" ".join(re.findall(r"[^\W\d_]{4,}", max(unquote(urlsplit(url).path).split("/"), key=len))))


def select_card_stems(card: tuple) -> frozenset[str]:
    """The stems of a card's name and address."""
    named = select_stems(re.sub(r"^(?:[\d-]+|undated-)", "", card.source).replace("-", " "))
    return named | (select_address_stems(card.url) if isinstance(card.url, str) else frozenset())


def find_by_address(documents: pd.DataFrame) -> Iterator[Found]:
    """Titles of which no word stands in their own address, and several in that of another card; those in our own words aside."""
    told = documents.dropna(subset="url")
    titles = dict(zip(told["source"], told["title"].map(select_stems), strict=True))
    words = dict(zip(told["source"], told["url"].map(select_address_stems), strict=True))
    for card in told[told["title"].map(is_latin)].itertuples():
        stems, own = select_stems(card.title), words[card.source]
        if len(own) >= SEVERAL and not stems & own:
            other = max(words, key=lambda source: len(stems & words[source]))
            if len(stems & words[other]) >= SEVERAL:
                yield card.source, f"the title of this document, and {place_card(other)} has these words in its address"
        if len(own) >= FEW and not stems & own:
            for other, title in titles.items():
                if len(title) >= FEW and title <= own and not title & words[other]:
                    yield (
                        other,
                        f"the title of this document, and {place_card(card.source)} has these words in its address",
                    )


def find_by_case(documents: pd.DataFrame, cases: dict[str, set[str]]) -> Iterator[Found]:
    """Long titles that two cards have which speak of no case in common; `cases`: the deals and people of each card."""
    long = documents[documents["title"].str.len() >= LONG_TITLE]
    for _, found in long[long["title"].duplicated(keep=False)].groupby("title"):
        for source in found["source"]:
            own, others = cases.get(source, set()), [other for other in found["source"] if other != source]
            theirs = set().union(*(cases.get(other, set()) for other in others))
            if own and theirs and not own & theirs:
                yield source, f"the title of this document, and {place_card(others[0])} on other cases has it"


def find_copied(documents: pd.DataFrame) -> Iterator[Found]:
    """Long titles that two cards have, with words of the name or address of one of them, and none of those of the other."""
    long = documents[documents["title"].str.len() >= LONG_TITLE]
    for title, found in long[long["title"].duplicated(keep=False)].groupby("title"):
        fits = [bool(select_stems(title) & select_card_stems(card)) for card in found.itertuples()]
        copied = found["origin"].dropna().nunique() == 1 and found["origin"].notna().sum() > 1  # one wire report
        if any(fits) and not copied:
            owner = place_card(found["source"].iloc[fits.index(True)])
            for source in found["source"][[not fit for fit in fits]]:
                yield (
                    source,
                    f"the title of this document: {owner} has this one, and the words of it in its name or address",
                )


def find_by_person(documents: pd.DataFrame, spoken: dict[str, set[str]], surnames: pd.Series) -> Iterator[Found]:
    """Titles on somebody else than the card's name, where another card has it the other way round; `surnames` by detainee_id."""
    by_row, pairs = surnames.to_dict(), defaultdict(list)
    known = {name for name in surnames if len(name) >= SHORTEST_SURNAME}
    for card in documents.itertuples():
        own = {by_row[row] for row in spoken.get(card.source, ()) if row in by_row}
        named, bears = set(re.findall(r"\w+", strip_marks(card.title))), set(card.source.split("-"))
        for name in own & known & bears - named:
            for other in (known & named) - bears - own:
                pairs[name, other].append(card.source)
    for (name, other), sources in pairs.items():
        for source in sources if (other, name) in pairs else ():
            yield source, f"a title on {name.title()}, and {place_card(pairs[other, name][0])} has one"


def find_strangers(documents: pd.DataFrame, spoken: dict[str, set[str]], names: pd.Series) -> Iterator[Found]:
    """Titles that name in full somebody of whom the card does not speak, where its address has somebody of whom it does.

    `names` by detainee_id.
    """
    by_row = find_surnames(names).map(strip_marks).to_dict()
    full = {strip_marks(name): by_row[row] for row, name in names.dropna().items() if " " in name}
    for card in documents.dropna(subset="url").itertuples():
        own = {by_row[row] for row in spoken.get(card.source, ()) if row in by_row}
        words = re.findall(r"[^\W\d_]+", strip_marks(card.title))
        title = f" {' '.join(words)} "
        named = {full[name] for name in full if f" {name} " in title}
        address = set(re.findall(r"\w+", strip_marks(unquote(card.url))))
        if own & address and not own & set(words) and (strange := named - own - address):
            yield (
                card.source,
                f"a title on {next(iter(own & address)).title()}, as the address has it, not on {min(strange).title()}",
            )


def check_titles(
    raw: dict[str, pd.DataFrame], documents: pd.DataFrame, cells: pd.DataFrame, root: Path = ROOT
) -> Iterator[Problem]:
    """Titles that belong to another card. `documents` and `cells` as documents.gather_documents and cards.load_cards give them."""
    people = raw["detainees"].set_index("detainee_id")
    deals, surnames = people["exchange_id"].dropna(), find_surnames(people["name"]).map(strip_marks)
    spoken = cells.groupby("source")["row"].agg(set).to_dict()
    cases = {source: {deals.get(row, row.split("/")[0]) for row in rows} for source, rows in spoken.items()}
    titled = documents.dropna(subset="title")
    found = [
        *find_by_address(titled),
        *find_by_case(titled, cases),
        *find_copied(titled),
        *find_by_person(titled, spoken, surnames),
        *find_strangers(titled, spoken, people["name"]),
    ]
    by_source = titled.set_index("source")
    for source, expected in dict(reversed(found)).items():  # one line a card
        card, key = by_source.loc[source], "title"
        if isinstance(card["url"], str) and isinstance(card["published"], str):
            day = read_day(card["url"])
            if day is not None and f"{day.year}" != card["published"][:4]:  # then it is the address that is another's
                key, expected = "url", "the address of this document, as neither its day nor its title fits"
        yield Problem(place_card(source), find_place(root, source, key), key, card[key], expected)
