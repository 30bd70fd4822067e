"""Every value of a row with the documents behind it, as the pages of people and deals show it.

Promise: what stands here is what evidence.account gives, document by document; the number of a document is the same all
over a page.
"""

from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd

from analysis.evidence.account import Reading, Value
from analysis.record import dates
from analysis.record.cards import READ
from analysis.record.schema import select_fields
from analysis.record.tables import Tables
from analysis.record.words import UNNAMED, join_words
from analysis.release.site_html import find_linkable, write_row, write_table

OPEN = 4  # numbers of documents that stand open
READS = dict(zip(READ, ["read whole", "read as far as its opening", "read as a headline only"], strict=True))


@dataclass(frozen=True, eq=False)
class Library:
    """All documents of a record, in the order of their publication."""

    record: Tables

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row a document, by its id."""
        columns = ["source", "publisher", "title", "published", "known_from", "url", "archive", "read", "voice", "note"]
        every = pd.concat([self.record.cards[columns], self.record.claims[columns]]).drop_duplicates("source")
        return every.sort_values(["known_from", "source"], ignore_index=True)

    @cached_property
    def linkable(self) -> set[str]:
        """The documents whose addresses may become links."""
        return find_linkable(self.documents)

    @cached_property
    def by_source(self) -> dict[str, dict]:
        """Each document by its id, with its place in the order of publication."""
        return {row["source"]: row | {"place": at} for at, row in enumerate(self.documents.to_dict("records"))}

    def write_document(self, source: str) -> str:
        """A document in a line: publisher, title with its address, day, how much of it was read."""
        told = {key: value for key, value in self.by_source[source].items() if pd.notna(value)}
        title, url = escape(told.get("title") or "no title seen"), told.get("url", "")
        if source in self.linkable:
            title = f'<a href="{escape(url)}" rel="noopener noreferrer">{title}</a>'
        elif url:
            title += f' <span class="address">{escape(url)}</span>'
        if told.get("archive"):
            title += f' (<a href="{escape(told["archive"])}" rel="noopener noreferrer">archived copy</a>)'
        day = dates.format_partial(told["published"]) if told.get("published") else "undated"
        return f"<b>{escape(told['publisher'])}</b>, {title}, {day}; {READS[told['read']]}"


class References:
    """The documents of one page, numbered in the order of their publication."""

    def __init__(self, library: Library, readings: list[Reading]):
        """`readings` are all that the page will cite."""
        sources = {reading.source for reading in readings}
        self.library = library
        self.order = sorted(sources, key=lambda source: library.by_source[source]["place"])
        self.numbers = {source: number for number, source in enumerate(self.order, 1)}

    def cite(self, readings: list[Reading]) -> str:
        """The numbers of these documents as links, those beyond the first few folded."""
        numbers = sorted({self.numbers[reading.source] for reading in readings})
        links = [f'<a class="ref" href="#d{number}">{number}</a>' for number in numbers]
        if len(links) <= OPEN + 1:
            return f'<span class="refs">{" ".join(links)}</span>'
        more = f"<details><summary>{len(links) - OPEN} more</summary>{' '.join(links[OPEN:])}</details>"
        return f'<span class="refs">{" ".join(links[:OPEN])} {more}</span>'

    def write_list(self) -> str:
        """Every document of the page, with those that share its voice."""
        voices: dict[str, list[int]] = {}
        for source, number in self.numbers.items():
            voices.setdefault(self.library.by_source[source]["voice"], []).append(number)
        lines = []
        for source, number in self.numbers.items():
            voice = self.library.by_source[source]["voice"]
            others = [str(other) for other in voices[voice] if other != number]
            if voice == UNNAMED:
                said = "; does not say whose text it carries"
            else:
                said = f"; one voice with {join_words(others)}" if others else ""
            document = self.library.write_document(source)
            lines.append(f'<li id="d{number}">{document}<span class="quiet">{said}</span></li>')
        return f'<ol class="documents">{"".join(lines)}</ol>'


def tell_readings(value: Value, references: References) -> str:
    """The documents behind a value, apart by whether they say the same, more, less or something other; then the ruling."""
    said: dict[str, list[Reading]] = {}
    for reading in value.readings:
        said.setdefault(reading.says, []).append(reading)
    parts = [references.cite(said.get("same", []))]
    if coarser := said.get("coarser"):
        parts.append(f"<div>Less precisely: {references.cite(coarser)}</div>")
    names = {
        "finer": "More precisely",
        "other": "Other reading" if value.standing == "disputed" else "Said at another time",
    }
    for kind, name in names.items():
        words: dict[str, list[Reading]] = {}
        for reading in said.get(kind, []):
            words.setdefault(reading.words, []).append(reading)
        parts += [f"<div>{name}: <b>{escape(word)}</b> {references.cite(of)}</div>" for word, of in words.items()]
    if value.rule:
        parts.append(f"<div>Ruling, {escape(value.rule)}: {escape(value.reason)}</div>")
    return "".join(parts)


def write_standing(value: Value) -> str:
    """How sure a value is, as a word that style sheets can colour."""
    return f'<span class="standing {value.standing}">{value.standing_words}</span>'


def write_values(record: Tables, table: str, row: str, values: list[Value], references: References) -> str:
    """Every column of a row that needs evidence: value, standing, documents; of an empty one what that means."""
    told, rows = {value.column: value for value in values}, []
    for name, field in select_fields(record.descriptor, table).items():
        if field["evidence"] == "label":
            continue
        if value := told.get(name):
            cells = [f"<b>{escape(value.words)}</b>", write_standing(value), tell_readings(value, references)]
        else:
            cells = [f'<span class="quiet">{escape(field.get("empty", "not known"))}</span>', "", ""]
        rows.append(write_row([escape(field["title"]), *cells], key=name))
    return write_table(
        ["column", "what the record has", "how sure", "documents"], rows, name="Every value", kind="values"
    )


def write_claims(library: Library, claims: pd.DataFrame | None) -> str:
    """What documents published of a deal or person as a count, beside what the tables give; empty where nothing was."""
    if claims is None:
        return ""
    rows = []
    for claim in claims.itertuples():
        ends = [f"{end:,.1f}".removesuffix(".0") for end in (claim.lowest, claim.highest) if pd.notna(end)]
        given = " to ".join(dict.fromkeys(ends)) or "cannot be told"
        verdict = f'<span class="verdict {claim.verdict.replace(" ", "-")}">{claim.verdict}</span>'
        reason = f" <span>{escape(claim.reason)}</span>" if claim.reason else ""
        document = library.write_document(claim.source)
        rows.append(write_row([escape(claim.says), given, verdict + reason, document]))
    heads = ["what was published", "what the record gives", "verdict", "document"]
    return write_table(heads, rows, name="Published counts", kind="claims")
