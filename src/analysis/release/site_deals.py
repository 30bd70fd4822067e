"""A page for every deal: who for whom, the sheet, who made it, what was published of it, every value and its documents."""

import re
from html import escape

import pandas as pd

from analysis.evidence.account import Value, trace_values
from analysis.measures import negotiators
from analysis.measures.deals import SIDES
from analysis.pictures.marks import CHARGE
from analysis.pictures.sheets import THE, say_left
from analysis.record.schema import name_rows
from analysis.record.words import SIDE_WORDS, spell, strip_marks
from analysis.release.site_evidence import (
    Library,
    References,
    tell_readings,
    write_claims,
    write_standing,
    write_values,
)
from analysis.release.site_folk import Folk, tell_day
from analysis.release.site_html import (
    escape_markdown,
    fence,
    link_row,
    set_page,
    write_facts,
    write_image,
    write_row,
    write_table,
)

STANDS = {"russian_side": "Russian side", "us_side": "US side", "between": "between the two"}
ENDINGS = (".svg", "-narrow.svg")  # of the two sheets that are drawn for a deal


def tell_date(deal: dict) -> str:
    """The days of a deal in words."""
    last = f" to {tell_day(deal['end_date'])}" if isinstance(deal["end_date"], str) else ""
    return tell_day(deal["date"]) + last


def list_facts(folk: Folk, deal: dict) -> dict[str, str]:
    """What a reader asks first about a deal, in words, as HTML."""
    offices = {"us_leader": "US president", "kremlin_leader": "In the Kremlin"}
    place = deal["place"] if isinstance(deal["place"], str) else deal["place_city"]
    facts = {
        "Date": escape(tell_date(deal)),
        "Place": escape(place) if isinstance(place, str) else "not public",
        "Kind": escape(folk.label("exchanges", "kind", deal["kind"])),
    }
    for side in SIDES:
        facts[f"Freed by {SIDE_WORDS[side]}"] = spell(int(deal[f"freed_by_{side}"]), "person", "people")
    if isinstance(deal["companions"], str):
        facts["Travelled along"] = spell(int(deal["companions"]), "person", "people")
    return facts | {words: escape(deal[office]) for office, words in offices.items() if isinstance(deal[office], str)}


def write_sides(folk: Folk, deal: dict) -> str:
    """Who for whom: the people of each side as a list, each with the charge and what was left to serve."""
    freed, columns = folk.freed.get(deal["exchange_id"], pd.DataFrame(columns=["side"])), []
    for side in SIDES:
        lines = []
        for row in freed[freed["side"] == side].itertuples():
            if pd.isna(row.detainee_id):
                lines.append(f'<li class="quiet">{spell(row.people)} without a public name</li>')
                continue
            state = folk.label("detainees", "custodian", row.custodian)
            charge = CHARGE.get(row.charge_type, folk.label("detainees", "charge_type", row.charge_type))
            link = link_row("detainees", row.detainee_id, row.name)
            told = escape("; ".join([charge, say_left(row), f"held by {'the ' * state.startswith(THE)}{state}"]))
            lines.append(f'<li>{link}<br><span class="quiet">{told}</span></li>')
        body = f"<ul>{''.join(lines)}</ul>" if lines else "<p>Nobody known.</p>"
        columns.append(f'<div class="{side}"><h3>Freed by {SIDE_WORDS[side]}</h3>{body}</div>')
    return f'<div class="sides">{"".join(columns)}</div>'


def slug(text: str) -> str:
    """A name as an anchor: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(text)).strip("-")


def trace_makers(folk: Folk, deal: str) -> list[tuple[dict, list[Value]]]:
    """Everyone whom documents put into the making of a deal, with the values of the row, by where they stood."""
    frame = folk.record.negotiators
    parts = frame.assign(
        stands=negotiators.find_stand(frame, folk.record.codes("negotiators", "country")),
        row=name_rows(folk.record.raw["negotiators"], "negotiators").to_numpy(),
    )
    parts = parts[parts["exchange_id"] == deal].sort_values(["stands", "role", "credit", "name"])
    return [(row, trace_values(folk.record, "negotiators", row["row"])) for row in parts.to_dict("records")]


def write_makers(folk: Folk, makers: list[tuple[dict, list[Value]]], references: References) -> str:
    """Who made a deal: name and office, where they stood, what they did, how sure that is, and the documents."""
    rows = []
    for row, values in makers:
        told = {value.column: value for value in values}
        office = f'<br><span class="quiet">{escape(told["office"].words)}</span>' if "office" in told else ""
        country = folk.label("negotiators", "country", row["country"])
        stands = STANDS.get(row["stands"], "")
        told_stand = escape(stands) + (f'<br><span class="quiet">{escape(country)}</span>' if country else "")
        part = escape(folk.label("negotiators", "role", row["role"]))
        credit = told["credit"]
        others = [value for value in values if value.column in ("country", "channel", "office")]
        more = "".join(
            f"<div>{escape(value.title)}: <b>{escape(value.words)}</b> {write_standing(value)} "
            f"{tell_readings(value, references)}</div>"
            for value in others
        )
        folded = f"<details><summary>office, state, channel</summary>{more}</details>" if more else ""
        sure = f"<b>{escape(credit.words)}</b> {write_standing(credit)}"
        key = f"maker-{slug(row['name'])}-{slug(row['role'])}"
        cells = [f"{escape(row['name'])}{office}", told_stand, part, sure, tell_readings(credit, references) + folded]
        rows.append(write_row(cells, key=key))
    heads = ["name", "stood", "part", "how sure", "documents"]
    return write_table(heads, rows, name="Who made the deal", kind="makers") if rows else ""


def write_deal(folk: Folk, library: Library, row: str, sheet: str = "") -> str:
    """The page of a deal; `sheet` is the description of the picture drawn of it, empty where there is none."""
    deal, makers = folk.deals[row], trace_makers(folk, row)
    values = trace_values(folk.record, "exchanges", row)
    cited = [*values, *(value for _, of in makers for value in of)]
    references = References(library, [reading for value in cited for reading in value.readings])
    parts = [fence('<p class="up"><a href="index.html">All deals</a></p>'), fence(write_facts(list_facts(folk, deal)))]
    if isinstance(deal["notes"], str):
        parts.append(escape_markdown(deal["notes"]))
    parts += ["## Who for whom", fence(write_sides(folk, deal))]
    if sheet:
        wide, narrow = (f"../sheets/{row}{ending}" for ending in ENDINGS)
        parts.append(fence(write_image(wide, sheet, narrow=narrow)))
    for title, html in {
        "Who made it": write_makers(folk, makers, references),
        "What was published, and how it compares": write_claims(library, folk.claims.get(row)),
        "Every value, and who says so": write_values(folk.record, "exchanges", row, values, references),
        "Documents": references.write_list(),
    }.items():
        parts += [f"## {title}", fence(html)] if html else []
    return set_page(f"{deal['name']}, {deal['year']}", parts)
