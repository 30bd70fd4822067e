"""A page for every detention: what the record has, who says so, how long it took, and which deals passed the person by."""

from html import escape

import pandas as pd

from analysis.evidence.account import trace_values
from analysis.measures.deals import SIDES
from analysis.record.schema import format_months
from analysis.record.words import SIDE_WORDS, spell
from analysis.release.site_evidence import Library, References, write_claims, write_values
from analysis.release.site_folk import Folk, tell_day, tell_end
from analysis.release.site_html import escape_markdown, fence, link_row, link_sources, set_page, write_facts


def tell_days(person: dict) -> str:
    """How long somebody was held, as the dates allow."""
    least, most = person["days_min"], person["days_max"]
    if pd.isna(least) or pd.isna(most):
        return "the dates do not tell"
    days = f"{least:,} days" if least == most else f"{least:,} to {most:,} days"
    return days if person["ended"] else f"{days} to the last report"


def tell_sentence(folk: Folk, person: dict) -> str:
    """The sentence in force, in words."""
    kind = folk.label("detainees", "sentence_kind", person["sentence_kind"])
    terms = [person["sentence_months_final"], person["sentence_months"]]
    months = next((int(term) for term in terms if isinstance(term, str)), None)
    if months is None:
        return kind
    changed = isinstance(terms[0], str) and isinstance(terms[1], str)
    before = f" (before appeal {format_months(int(terms[1]))})" if changed else ""
    return f"{format_months(months)}{before}" + (f", {kind}" if person["sentence_kind"] != "term" else "")


def link_people(freed: pd.DataFrame, but: str = "") -> str:
    """The people of one side of a deal as links, and how many more have no public name."""
    named = freed[freed["detainee_id"].notna() & (freed["detainee_id"] != but)]
    links = [link_row("detainees", row.detainee_id, row.name) for row in named[["detainee_id", "name"]].itertuples()]
    nameless = int(freed.loc[freed["detainee_id"].isna(), "people"].sum())
    return ", ".join([*links, *([f"{spell(nameless)} without a public name"] if nameless else [])])


def list_facts(folk: Folk, person: dict) -> dict[str, str]:
    """What a reader asks first about a person, in words, as HTML."""
    place = person["arrest_place"]
    facts = {
        "Held by": escape(folk.label("detainees", "custodian", person["custodian"])),
        "Arrested": escape(tell_day(person["arrested"]) + (f", {place}" if isinstance(place, str) else "")),
        "Alleged": escape(
            person["charge"]
            if isinstance(person["charge"], str)
            else folk.label("detainees", "charge_type", person["charge_type"])
        ),
        "Sentence": escape(tell_sentence(folk, person)),
        "How it ended": escape(tell_end(folk, person)),
        "In custody": escape(tell_days(person)),
    }
    deal = folk.deals.get(person["exchange_id"])
    if deal:
        sides = folk.freed[deal["exchange_id"]].groupby("side", observed=True)
        by_side = {side: link_people(of, person["detainee_id"]) for side, of in sides}
        other = next((side for side in SIDES if side != person["side"]), SIDES[0])
        link = link_row("exchanges", deal["exchange_id"], deal["name"])
        facts["Freed in"] = f"{link}, {escape(tell_day(deal['date']))}"
        facts[f"Freed by {SIDE_WORDS[other]} in the same deal"] = by_side.get(other) or "nobody known"
        facts["Freed together with"] = by_side.get(person["side"], "")
    return facts


def write_passed(folk: Folk, person: dict) -> str:
    """The deals that freed others while a person was held, or may have been; empty where there was none."""
    if person["detainee_id"] not in folk.passed:
        return ""
    lines = []
    for deal in folk.passed[person["detainee_id"]].itertuples():
        sure = "" if deal.held == "certain" else " – the dates leave open whether still, or already, in custody"
        day = tell_day(folk.deals[deal.exchange_id]["date"])
        lines.append(f"<li>{day}: {link_row('exchanges', deal.exchange_id, deal.deal)}{sure}</li>")
    return f'<ul class="passed">{"".join(lines)}</ul>'


def write_person(folk: Folk, library: Library, row: str) -> str:
    """The page of a detention."""
    person = folk.people[row]
    values = trace_values(folk.record, "detainees", row)
    references = References(library, [reading for value in values for reading in value.readings])
    aliases = person["aliases"].split(";") if isinstance(person["aliases"], str) else []
    parts = [fence('<p class="up"><a href="index.html">All people</a></p>')]
    if aliases:
        parts.append(f"Also written: {escape_markdown(', '.join(aliases))}.")
    parts.append(fence(write_facts(list_facts(folk, person))))
    if isinstance(person["notes"], str):
        parts.append(link_sources(escape_markdown(person["notes"]), library.by_source, bare=True, up="../"))
    parts += ["## Every value, and who says so", fence(write_values(folk.record, "detainees", row, values, references))]
    for title, html in {
        "Deals that freed others meanwhile": write_passed(folk, person),
        "Published counts": write_claims(library, folk.claims.get(row)),
    }.items():
        parts += [f"## {title}", fence(html)] if html else []
    parts += ["## Documents", fence(references.write_list())]
    return set_page(person["name"], parts, hide=True)
