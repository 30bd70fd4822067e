"""Notes, titles and addresses that stand in one another's place: each fits the other's row or card, and not its own.

Promise: only a pair is told, of which both would be right the other way round.
"""

import math
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from analysis.evidence.documents import find_place, select_stems
from analysis.evidence.origins import read_day
from analysis.evidence.titles import is_latin, select_card_stems
from analysis.record.cards import place_card
from analysis.record.files import ROOT
from analysis.record.problems import Problem
from analysis.record.schema import name_rows

TABLES = {"exchanges": 2, "detainees": 2.5}  # how much better two notes fit: words that one row has
EACH = 0.8  # and how much at the least each of them
USUAL = 0.01  # of all cards: words in more of them say nothing
STEMS = 3  # of two titles in the names and addresses of one another's cards


def gather_words(
    raw: dict[str, pd.DataFrame], table: str, cells: pd.DataFrame, labels: dict[str, str]
) -> list[frozenset[str]]:
    """The stems of what is known of each row, its notes aside: cells, readings, and for a deal its people and makers."""
    rows, own = raw[table].drop(columns="notes"), cells[cells["table"] == table]
    given = own.groupby("row")["value"].agg(list).to_dict()
    people, makers = raw["detainees"], raw["negotiators"]
    deals = pd.concat(
        [people[["exchange_id", "name", "custodian"]], makers[["exchange_id", "name", "office", "country"]]]
    )
    of_deal = {
        deal: theirs.drop(columns="exchange_id").stack().dropna().tolist()
        for deal, theirs in deals.groupby("exchange_id")
    }
    words = []
    for row, cell in zip(name_rows(rows, table), rows.itertuples(index=False), strict=True):
        texts = [part for value in cell if isinstance(value, str) for part in value.split(";")] + given.get(row, [])
        texts += of_deal.get(cell.exchange_id, []) if table == "exchanges" else []
        known = frozenset().union(*(select_stems(labels.get(text, text)) for text in set(texts)))
        words.append(known if table == "exchanges" else known - select_stems(cell.name))  # notes name others
    return words


def find_notes(notes: pd.Series, words: list[frozenset[str]], least: float) -> Iterator[tuple[object, object]]:
    """The lines of two notes of which each has more of the words of the other's row; a word counts by how few rows have it."""
    count = Counter(word for of in words for word in of)
    weight = {word: math.log(len(words) / rows) for word, rows in count.items()}
    told = [
        (line, select_stems(text), of)
        for (line, text), of in zip(notes.items(), words, strict=True)
        if isinstance(text, str)
    ]
    once = math.log(len(words)) if words else 0

    def weigh(note: frozenset[str], theirs: frozenset[str], own: frozenset[str]) -> float:
        return math.fsum(weight[word] for word in note & theirs - own) - math.fsum(
            weight[word] for word in note & own - theirs
        )

    for (line, note, own), (other, theirs, of) in combinations(told, 2):
        if note != theirs and (first := weigh(note, of, own)) >= EACH * once:
            second = weigh(theirs, own, of)
            if second >= EACH * once and first + second >= least * once:
                yield line, other


def find_titles(documents: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Two cards of which each title has words of the other's name and address, and none of its own."""
    named = {card.source: select_card_stems(card) for card in documents.itertuples()}
    cards = Counter(word for of in named.values() for word in of)
    usual = {word for word, number in cards.items() if number > max(STEMS, len(named) * USUAL)}
    titles = documents.dropna(subset="title").set_index("source")["title"]
    stems = {source: select_stems(title) for source, title in titles.items() if is_latin(title)}
    strange = [source for source, of in stems.items() if not of & named[source]]
    for source, other in combinations(strange, 2):
        first, second = (stems[source] & named[other]) - usual, (stems[other] & named[source]) - usual
        if first and second and len(first) + len(second) >= STEMS:
            yield source, other


def find_addresses(documents: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Two cards of which each address has the day on which the other was published, and not its own."""
    days = {}
    for card in documents.dropna(subset=["url", "published"]).itertuples():
        day = read_day(card.url)
        if day is not None and f"{day:%Y-%m-%d}" != card.published and len(card.published) == len("2024-08-01"):
            days[card.source] = (f"{day:%Y-%m-%d}", card.published, urlsplit(card.url).hostname)
    for (source, mine), (other, theirs) in combinations(days.items(), 2):
        if mine[0] == theirs[1] and theirs[0] == mine[1] and mine[2] == theirs[2]:
            yield source, other


def check_transposed(
    raw: dict[str, pd.DataFrame],
    cells: pd.DataFrame,
    documents: pd.DataFrame,
    labels: dict[str, str],
    root: Path = ROOT,
) -> Iterator[Problem]:
    """Notes of two rows, titles and addresses of two cards that were exchanged.

    `raw` as record.tables.load_raw gives it, `cells` as record.cards.load_cards, `documents` as documents.gather_documents; `labels` of
    the codes of states.
    """
    for table, least in TABLES.items():
        notes = raw[table]["notes"]
        for pair in find_notes(notes, gather_words(raw, table, cells, labels), least):
            for line, other in (pair, pair[::-1]):
                expected = f"the note of this row: this one has the words of line {other}, and that one of this"
                yield Problem(f"data/{table}.csv", line, "notes", notes[line], expected)
    by_source = documents.set_index("source")
    for key, pairs in (("title", find_titles(documents)), ("url", find_addresses(documents))):
        for pair in pairs:
            for source, other in (pair, pair[::-1]):
                expected = f"that of this document, which {place_card(other)} has: this one is that one's"
                yield Problem(
                    place_card(source), find_place(root, source, key), key, by_source.loc[source, key], expected
                )
