"""Checks of the documents themselves: one card for each, days that can be, words that say something; and texts against cards.

Promise: whatever counts twice, or could not have been known, is told at the card's own line.
"""

import difflib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pandas as pd
import tomli

from analysis.evidence.publishers import find_publishers
from analysis.record import dates, parsing
from analysis.record.cards import DOCUMENT, list_cards, place_card, select_rows
from analysis.record.contradictions import SCOPE_BEGINS
from analysis.record.files import ROOT
from analysis.record.mentions import find_days, find_other_weekday, is_possible
from analysis.record.names import EMPTY_WORDS, LIKE
from analysis.record.problems import Problem, is_link
from analysis.record.schema import KEYS, name_rows, select_fields
from analysis.record.words import name_voice, strip_marks

TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|igshid|mc_cid|mc_eid|smid|s?cid)(?:=|$)")
SEARCH = re.compile(
    r"//(?:www\.)?(?:google|bing|duckduckgo|yandex|search)\.[^/]*/search|/search/?\?|[?&](?:query|search|q)=[^&]*$"
)
KEPT = re.compile(r"https?://(?:web|wayback)\.archive\.org/web/(\d{4,14})\w*/(.+)")
HOME = re.compile(r"/(?:index|default)\.\w+$")  # the first page of a folder
BARRIER = re.compile(
    r"(?:(?:just a moment|access denied|attention required|page not found|(?:error )?40[34]|are you a (?:robot|human))(?:\W*$| [|–-])|log ?in$|sign in$)",
    re.IGNORECASE,
)
FIRST_CUSTODY = pd.Timestamp("1900-01-01")  # whom a deal freed may have been held long before
FIRST_YEAR = SCOPE_BEGINS.year  # the record begins there, and so do its documents
COPY = re.compile(
    r"\((?:[^)]*\b(?:mirror of|copy of|carrying) (?!an? )|[^)]*(?<!certified)(?<!digital)(?<!carbon)(?<!microfilm)(?<!scanned) copy\))"
)  # a publisher who carries what another published
READ_AS = {  # how much of a document was read, as a note begins that says so
    "headline": r"(?:Only the headline\b|Headlines?(?: and summar\w+)?(?: only\b| of\b| in\b|,))",
    "opening": r"(?:Read as|Only) (?:an|the) opening\b",
    "whole": r"Read whole\b",
}
IN_PART = r"\b[Oo]nly (?:the )?(?:\w+ )?(?:page|part|half|column|paragraph)s? (?:was|were) read\b|\b[Tt]he part read\b|\b(?:text|part|copy|page) that (?:could be|was) read\b|\b(?:breaks off|is cut off)\b"
RECURRING = r"(?:(?:press|daily) briefing|remarks|statement|transcript|newsletter)\b"  # titles that come again
LONG_TITLE = 25  # letters: shorter ones are of kinds of documents
READ_BEFORE, READ_AFTER = pd.Timedelta(days=3653), pd.Timedelta(days=366)  # of the last day looked at
NOBODY = {
    *EMPTY_WORDS, "unnamed", "agency", "agencies", "media", "the media", "press", "internet", "web", "website", "news", "source",
}  # fmt: skip
UNTITLED = {*EMPTY_WORDS, "untitled", "no title", "title", "without title"}
SHORT_WORDS = {"the", "and", "for", "with", "from", "into", "that", "who", "was", "his", "her", "later", "former"}
TIME_ZONES = pd.Timedelta(days=1)  # a paper of the day before may tell of the morning after, further east
STEM = 5  # letters of a word that are compared: conspiring, conspiracy

Fault = tuple[str, object, str]  # the key of a card, its value, what was expected


def find_place(root: Path, source: str, *path: object) -> int | None:
    """The line of a card on which a section or key stands, or else the one round it."""
    return parsing.find_line(parsing.locate((root / place_card(source)).read_text("utf-8-sig")), *path)


def find_card_line(root: Path, source: str, table: str, row: str, *column: str) -> int | None:
    """The line of a card on which it begins to speak of a row, or gives a column of it."""
    card = tomli.loads((root / place_card(source)).read_text("utf-8-sig"))
    number = next(number for name, number, _ in select_rows(card, table) if name == row)
    return find_place(root, source, table, number, *column)


def spell_address(url: str) -> str:
    """An address without what does not make it another: scheme, www, capitals of the host, last slash, fragment, tracking."""
    kept = KEPT.match(url)
    parts = urlsplit(kept[2] if kept and is_link(kept[2]) else url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    query = "&".join(sorted(part for part in parts.query.split("&") if part and not TRACKING.match(part)))
    return host + HOME.sub("", unquote(parts.path).rstrip("/")).rstrip("/") + (f"?{query}" if query else "")


def gather_documents(cells: pd.DataFrame, claims: pd.DataFrame, root: Path = ROOT) -> pd.DataFrame:
    """Every card, a row each in the order of their names, also those that have a note and nothing else: the columns of DOCUMENT."""
    documents = pd.concat([cells, claims])[DOCUMENT].drop_duplicates("source")
    spoken = set(documents["source"])
    others = [path for path in list_cards(root)[0] if path.stem not in spoken]
    notes = [tomli.loads(path.read_text("utf-8-sig")) | {"source": path.stem} for path in others]
    return pd.concat([documents, pd.DataFrame(notes, columns=DOCUMENT)]).sort_values("source")


def find_wrong_days(card: tuple, until: pd.Timestamp) -> Iterator[Fault]:
    """Days of reading and publication that cannot be."""
    read = dates.parse_day_range(card.retrieved)[1]
    if not until - READ_BEFORE < pd.Timestamp(read) < until + READ_AFTER:
        yield (
            "retrieved",
            card.retrieved,
            f"a day within a year of data_through, {until:%Y-%m-%d}, or ten years before it",
        )
    if isinstance(card.published, str):
        day = dates.parse_day_range(card.published)[0]
        if day > read:
            yield "published", card.published, f"no day after retrieved, {card.retrieved}"
        elif pd.Timestamp(day) > until:
            yield "published", card.published, f"no day after data_through, {until:%Y-%m-%d}"
        elif day.year < FIRST_YEAR:
            yield "published", card.published, f"a day since {FIRST_YEAR}"


def find_wrong_addresses(card: tuple) -> Iterator[Fault]:
    """Addresses that are not the document's, and copies of another page or of a time before it."""
    for key in ("url", "archive"):
        if isinstance(address := getattr(card, key), str):
            parts = urlsplit(address)
            if not (HOME.sub("", parts.path).strip("/") or parts.query):
                yield key, address, "the address of the document, not of the whole site"
            elif SEARCH.search(address):
                yield key, address, "the address of the document, not of the results of a search"
    if kept := KEPT.match(card.archive) if isinstance(card.archive, str) else None:
        if isinstance(card.url, str) and spell_address(kept[2]) != spell_address(card.url):
            yield "archive", card.archive, f"the archived copy of {card.url}"
        elif (
            isinstance(card.published, str)
            and kept[1][:8] < f"{pd.Timestamp(card.published) - TIME_ZONES:%Y%m%d}"[: len(kept[1])]
        ):
            yield "archive", card.archive, f"a copy made since the document was published, {card.published}"


def find_wrong_words(card: tuple) -> Iterator[Fault]:
    """Titles of pages that stood before the document, addresses for names, origins that say nothing."""
    if isinstance(card.title, str) and BARRIER.match(card.title):
        yield "title", card.title, "the document's title, not that of a page that stood before it"
    if isinstance(card.title, str) and card.title.strip("[].").casefold() in UNTITLED:
        yield "title", card.title, "the document's title, or no such line where it was not seen"
    for key in ("publisher", "origin"):
        if isinstance(name := getattr(card, key), str) and name.casefold() in NOBODY:
            none = "" if key == "publisher" else ", or no such line where nobody is named"
            yield key, name, f"the name of whose reporting it is{none}"
    if "://" in card.publisher:
        yield "publisher", card.publisher, "a name, not an address"
    if card.origin == card.publisher:
        yield "origin", card.origin, "nothing, as the publisher tells it itself"
    if COPY.search(card.publisher) and not isinstance(card.origin, str):
        yield "publisher", card.publisher, "an origin, as this is a copy of what another published (R13)"
    if isinstance(card.note, str):
        if card.read == "whole" and re.search(IN_PART, card.note):
            yield "read", card.read, "opening, as the note speaks of the part read"
        if (
            re.search(r"\b[Tt]itle not seen\b", card.note)
            and isinstance(card.title, str)
            and card.title[:1] not in "[("
        ):
            yield "title", card.title, "no title, or one in square brackets, as the note says that it was not seen"
        if weekday := find_other_weekday(card.note):
            yield "note", card.note, f"{weekday}, which that day was"
        if not all(map(is_possible, find_days(card.note))):
            yield "note", card.note, "a day that the calendar has"
    for read, words in READ_AS.items():
        if isinstance(card.note, str) and card.read != read and re.match(words, card.note):
            yield "read", card.read, f"{read}, as the note says"


def find_marks(card: tuple) -> Iterator[tuple[object, str, str]]:
    """What no other document has: its addresses, its title with publisher and day; each with its key and value."""
    for key in ("url", "archive"):
        if isinstance(address := getattr(card, key), str):
            yield spell_address(address), key, address
    if isinstance(card.title, str) and isinstance(card.published, str):
        title, publisher = strip_marks(card.title), name_voice(card.publisher)
        yield (title, publisher, card.published), "title", card.title
        if len(title) >= LONG_TITLE and not re.match(RECURRING, title):
            yield (title, publisher), "title", card.title


def check_documents(documents: pd.DataFrame, until: pd.Timestamp, root: Path = ROOT) -> Iterator[Problem]:
    """Documents with two cards, days and addresses that cannot be, publishers spelt in two ways.

    `documents`: the columns of record.cards.DOCUMENT, a row a card.
    """
    first, faults = {}, []
    for card in documents.itertuples():
        found = [*find_wrong_days(card, until), *find_wrong_addresses(card), *find_wrong_words(card)]
        for mark, key, value in find_marks(card):
            if (other := first.setdefault(mark, card.source)) != card.source:
                found.append((key, value, f"one card a document, and {place_card(other)} has this one"))
                break
        faults += [(card.source, fault) for fault in found]
    for source, (key, value, expected) in [*faults, *find_publishers(documents)]:
        yield Problem(place_card(source), find_place(root, source, key), key, value, expected)


def check_borderline(root: Path = ROOT) -> Iterator[Problem]:
    """Cards that the page of cases that were left out names, and that are not there."""
    page = root / "data" / "borderline.md"
    for number, line in enumerate(page.read_text("utf-8", "replace").splitlines() if page.exists() else [], 1):
        for source in re.findall(r"`([^`]+)`", line):
            if "-" in source and not (root / place_card(source)).exists():
                yield Problem("data/borderline.md", number, "source cards", source, "the name of a card")


def check_days(cells: pd.DataFrame, descriptor: dict, root: Path = ROOT) -> Iterator[Problem]:
    """Days that a document gives although they came after it."""
    fields = {table: select_fields(descriptor, table) for table in ("exchanges", "detainees")}  # terms have known ends
    days = [name for table in fields for name, field in fields[table].items() if field.get("partialDate")]
    dated = cells[cells["table"].isin(fields) & cells["column"].isin(days)]
    begins = dates.parse_dates(dated["value"])["earliest"]
    for cell in dated[begins < FIRST_CUSTODY].itertuples():
        line = find_place(root, cell.source, cell.table, cell.row, cell.column)
        expected = f"no day before {FIRST_CUSTODY.year}, long before the record begins"
        yield Problem(place_card(cell.source), line, cell.column, cell.value, expected)
    for cell in dated[begins > dated["known_from"] + TIME_ZONES].itertuples():
        told = f"no day after the document was {'published' if isinstance(cell.published, str) else 'read'}"
        line = find_place(root, cell.source, cell.table, cell.row, cell.column)
        yield Problem(place_card(cell.source), line, cell.column, cell.value, f"{told}, {cell.known_from:%Y-%m-%d}")


def find_namesake(name: str, known: set[str], others: dict[str, str]) -> str | None:
    """Who else bears this forename with a family name like this one, where none of a person's own names begins with it."""
    forename, _, surname = name.partition(" ")
    if not surname or any(forename in text.split() for text in known):
        return None
    alike = [other for other in others if other.startswith(f"{forename} ")]
    near = difflib.get_close_matches(surname, [other.partition(" ")[2] for other in alike], 1, LIKE)
    return others[f"{forename} {near[0]}"] if near else None


def check_names(raw: dict[str, pd.DataFrame], cells: pd.DataFrame, root: Path = ROOT) -> Iterator[Problem]:
    """Cards that give a person the name of somebody else in the record."""
    people = raw["detainees"]
    own = {
        row: {strip_marks(text) for text in f"{name};{aliases}".split(";")}
        for row, name, aliases in zip(people["detainee_id"], people["name"], people["aliases"].fillna(""), strict=True)
    }
    others = {
        strip_marks(text): row
        for name, also, row in zip(people["name"], people["aliases"].fillna(""), people["detainee_id"], strict=True)
        for text in (*filter(None, also.split(";")), name.split()[-1], name)  # by the family name alone too
    }
    given = cells[(cells["table"] == "detainees") & (cells["column"] == "name")]
    for cell in given.itertuples():
        name, known = strip_marks(cell.value), own.get(cell.row)
        if not known or name in known | {word for text in known for word in text.split()}:
            continue
        words = {word for text in known for word in text.split()}
        family = others.get(name.split()[-1]) if not set(name.split()) & words else None
        if other := others.get(name) or family or find_namesake(name, known, others):
            line = find_place(root, cell.source, cell.table, cell.row, cell.column)
            expected = f"a name of this person, not that of {other}"
            yield Problem(place_card(cell.source), line, cell.column, cell.value, expected)


@cache
def select_stems(text: str) -> frozenset[str]:
    """What is compared of a text: the beginnings of its longer words, small and without accents."""
    words = re.findall(r"\w+", strip_marks(text))
    return frozenset(word[:STEM] for word in words if len(word) > 2 and word not in SHORT_WORDS) or frozenset(words)


def name_owners(rows: pd.Series, table: str) -> pd.Series:
    """Whose text it is by the ids of rows: an office is that of a maker in a deal, whatever the role."""
    return rows.str.rpartition("/")[0] if table == "negotiators" else rows


def check_texts(raw: dict[str, pd.DataFrame], cells: pd.DataFrame, descriptor: dict) -> Iterator[Problem]:
    """Texts that are another row's, or nobody's: half the words of each stand in the cards of its row, and a name in its id.

    `raw` as record.tables.load_raw gives it, `cells` as record.cards.load_cards.
    """
    for table in ("exchanges", "detainees", "negotiators"):
        for column, field in select_fields(descriptor, table).items():
            if field["evidence"] != "text" or column in KEYS.get(table, ()):
                continue
            said = cells[(cells["table"] == table) & (cells["column"] == column)]
            given = said.groupby(name_owners(said["row"], table))["value"].agg(list).to_dict()
            owners = {value.casefold(): owner for owner, values in given.items() for value in values}
            texts = raw[table][column].dropna()
            ids = name_owners(name_rows(raw[table], table), table)
            for line, text in texts.items():
                values, theirs = given.get(ids[line], []), owners.get(text.casefold())
                own = {strip_marks(value) for value in values}
                stems, known = select_stems(text), frozenset().union(*map(select_stems, values))
                latin = [value for value in values if strip_marks(value).isascii()]
                lost = 2 * len(stems & known) < len(stems) if column != "name" else strip_marks(text) not in own
                deal = str(theirs).partition("/")[0]
                taken = table == "negotiators" and theirs not in (None, ids[line]) and ids[line].startswith(f"{deal}/")
                lost |= taken and text.casefold() not in {value.casefold() for value in values} and bool(stems - known)
                if lost and (latin or (values and column != "name")):
                    expected = (
                        f"{'a name' if column == 'name' else 'words of what'} the cards of this row give, {values[0]}"
                    )
                    expected += f"; this is what those of {theirs} give" if theirs not in (None, ids[line]) else ""
                elif column == "name" and not select_stems(text) & select_stems(ids[line]):
                    expected = "a name that its id is made of"
                else:
                    continue
                yield Problem(f"data/{table}.csv", line, column, text, expected)
