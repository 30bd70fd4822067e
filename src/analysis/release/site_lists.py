"""The lists of the site: all people, all deals, who is still held, what is not known, every document."""

from collections.abc import Callable
from html import escape

import pandas as pd

from analysis.measures import still
from analysis.measures.deals import SIDES, select_headline
from analysis.measures.fates import count_unnamed
from analysis.pictures.marks import CHARGE
from analysis.record import dates
from analysis.record.cards import READ
from analysis.record.schema import format_months, select_fields
from analysis.record.words import SIDE_WORDS, capitalise, spell, strip_marks
from analysis.release.site_evidence import READS, Library
from analysis.release.site_folk import Folk, tell_day, tell_end
from analysis.release.site_html import fence, link_row, set_page, write_row, write_table

UNTOLD = {  # codes that say that something was looked for and not found
    "charge_type": "undisclosed",
    "sentence_kind": "not_public",
    "outcome": "unknown",
    "us_status": "unknown",
    "after_term": "unknown",
}


def sort_by_name(person: dict) -> tuple[str, str]:
    """The key by which people stand in lists: that of their row, which begins with the family name."""
    return strip_marks(person["detainee_id"]), person["detainee_id"]


def list_people(folk: Folk) -> str:
    """All people, each with what the filters go by."""
    rows = []
    for person in sorted(folk.people.values(), key=sort_by_name):
        names = " ".join(person["aliases"].split(";")) if isinstance(person["aliases"], str) else ""
        hidden = f"<span hidden>{escape(names)}</span>" if names else ""
        deal = folk.deals.get(person["exchange_id"])
        cells = [
            link_row("detainees", person["detainee_id"], person["name"]) + hidden,
            escape(folk.label("detainees", "custodian", person["custodian"])),
            escape(folk.label("detainees", "us_status", person["us_status"])),
            escape(CHARGE.get(person["charge_type"], folk.label("detainees", "charge_type", person["charge_type"]))),
            tell_sortable(person["arrested"]),
            escape(folk.label("detainees", "outcome", person["outcome"])),
            tell_sortable(person["released"]),
            link_row("exchanges", deal["exchange_id"], deal["name"]) if deal else "",
        ]
        rows.append(write_row(cells))
    heads = ["name", "held by*", "US status*", "charge*", "arrested", "outcome*", "released", "freed in"]
    words = f"{len(rows)} detentions of the record. A person held twice has two rows. Choose, or type a part of a name."
    return set_page("People", [words, fence(write_table(heads, rows, name="People", kind="filtered"))], hide=True)


def tell_sortable(text: object) -> str:
    """A date as digits, which sort."""
    return f'<span class="day">{text}</span>' if isinstance(text, str) else ""


def list_deals(folk: Folk) -> str:
    """All deals in time order."""
    rows = []
    for deal in folk.deals.values():
        place = deal["place_city"] if isinstance(deal["place_city"], str) else deal["place"]
        cells = [
            link_row("exchanges", deal["exchange_id"], deal["name"]),
            tell_sortable(deal["date"]),
            escape(folk.label("exchanges", "kind", deal["kind"])),
            escape(place) if isinstance(place, str) else "",
            *(deal[f"freed_by_{side}"] for side in SIDES),
            escape(deal["us_leader"]) if isinstance(deal["us_leader"], str) else "",
        ]
        rows.append(write_row(cells))
    heads = ["deal", "date", "kind*", "place", *(f"freed by {SIDE_WORDS[side]}" for side in SIDES), "US president*"]
    words = f"{len(rows)} deals since 1945. Exchanges that the United States only brokered are listed, and left out of counts."
    return set_page("Deals", [words, fence(write_table(heads, rows, name="Deals", kind="filtered"))])


def list_held(folk: Folk, figure: Callable[[str], str]) -> str:
    """Who is not known to be free, since when, and as of which day."""
    record = folk.record
    people = still.select_not_free(record.detainees, select_headline(record.exchanges), record.data_through)
    rows = []
    for person in people.itertuples():
        told = folk.people[person.detainee_id]
        months = None if pd.isna(person.sentence_years) else round(person.sentence_years * 12)
        kind = folk.label("detainees", "sentence_kind", told["sentence_kind"])
        cells = [
            link_row("detainees", person.detainee_id, person.name, ""),
            escape(folk.label("detainees", "custodian", told["custodian"])),
            tell_day(person.arrested),
            dates.format_day(person.last_report) if pd.notna(person.last_report) else "no dated report",
            escape(person.charge if isinstance(person.charge, str) else CHARGE.get(told["charge_type"], "")),
            format_months(months) if months else escape(kind),
            f"{person.certain}" + (f" to {person.certain + person.possible}" if person.possible else ""),
        ]
        rows.append(write_row(cells))
    heads = ["name", "held by", "held since", "last reported", "alleged", "sentence", "deals that freed others"]
    words = (
        f"{capitalise(spell(len(rows), 'person is', 'people are'))} not known to be free. *Last reported* is the day of the newest "
        f"dated document that says how the detention stands: what came after it is not known. Documents were looked for "
        f"through {dates.format_day(record.data_through)}."
    )
    parts = [
        words,
        fence(write_table(heads, rows, name="Not known to be free", kind="plain")),
        fence(figure("still-held")),
    ]
    return set_page("Who is still held", parts, hide=True)


def list_unknown(folk: Folk, counts: str) -> str:
    """What the record does not know: who is not named, how it stands with whom, which cells are empty or not public.

    `counts` is the README's table of how many more others counted.
    """
    record, parts = folk.record, []
    parts += ["## Americans held by Russia whom others counted", counts]
    unnamed = count_unnamed(record.detainees, record.exchanges)
    lines = [
        f"<li>{link_row('exchanges', row.exchange_id, folk.deals[row.exchange_id]['name'], '')}: "
        f"{spell(row.unnamed, 'person', 'people')} freed by {SIDE_WORDS[row.side]}</li>"
        for row in unnamed.itertuples()
    ]
    parts += ["## Freed without a public name", fence(f"<ul>{''.join(lines) or '<li>nobody</li>'}</ul>")]
    open_ended = [
        person for person in folk.people.values() if not person["ended"] or person["outcome"] == UNTOLD["outcome"]
    ]
    lines = [
        f"<li>{link_row('detainees', person['detainee_id'], person['name'], '')}: {escape(tell_end(folk, person))}</li>"
        for person in sorted(open_ended, key=sort_by_name)
    ]
    parts += ["## Not known to be free, or how it ended", fence(f"<ul>{''.join(lines)}</ul>")]
    rows = []
    for name, field in select_fields(record.descriptor, "detainees").items():
        told = field.get("empty", "not known") if name != "released" else "not known"
        code = UNTOLD.get(name)
        blank = told in ("not known", "not public") or name == "released"
        missing = [
            person
            for person in folk.people.values()
            if field["evidence"] != "label"
            and ((blank and not isinstance(person[name], str)) or (code and person[name] == code))
            and (person["ended"] or name not in ("released", "received_by"))
        ]
        if missing:
            links = [
                f'<a href="people/{person["detainee_id"]}.html#{name}">{escape(person["name"])}</a>'
                for person in sorted(missing, key=sort_by_name)
            ]
            folded = f"<details><summary>{len(links)} of {len(folk.people)}</summary>{', '.join(links)}</details>"
            means = folk.label("detainees", name, code) if code else ""
            rows.append(
                write_row(
                    [escape(field["title"]), escape("; ".join(filter(None, [told if blank else "", means]))), folded]
                )
            )
    heads = ["column", "what an empty cell, or the code for it, means", "people"]
    parts += ["## What no document says", fence(write_table(heads, rows, name="Empty columns", kind="plain"))]
    return set_page("What this record does not know", parts, hide=True)


def list_sources(folk: Folk, library: Library) -> str:
    """Every document with the rows it speaks of, in the order of publication."""
    said = folk.record.cards.drop_duplicates(["source", "table", "row"])
    about: dict[str, dict[str, str]] = {}
    for source, table, row in zip(said["source"], said["table"], said["row"], strict=True):
        first = row.split("/")[0]
        if table in ("exchanges", "negotiators") and first in folk.deals:
            about.setdefault(source, {})[first] = link_row("exchanges", first, folk.deals[first]["name"], "")
        elif table == "detainees" and row in folk.people:
            about.setdefault(source, {})[row] = link_row("detainees", row, folk.people[row]["name"], "")
    rows = []
    for source, document in library.by_source.items():
        links = list(about.get(source, {}).values())
        folded = (
            f"<details><summary>{len(links)} rows</summary>{', '.join(links)}</details>"
            if len(links) > 3
            else ", ".join(links)
        )
        day = document["published"] if isinstance(document["published"], str) else "undated"
        cells = [library.write_document(source), f'<span class="day">{day}</span>', folded]
        rows.append(write_row(cells, key=source))
    counts = library.documents["read"].value_counts()
    read = ", ".join(f"{counts.get(read, 0):,} {READS[read]}" for read in READ)
    words = f"{len(rows):,} documents, each with a source card in `seeds/`: {read}. An address that is a mirror's, or a bare number, is printed and not linked."
    heads = ["document", "published", "speaks of"]
    return set_page(
        "Documents", [words, fence(write_table(heads, rows, name="Documents", kind="filtered sources"))], hide=True
    )
