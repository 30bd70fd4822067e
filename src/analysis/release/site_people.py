"""A page for every detention: what the record has, who says so, how long it took, and which deals passed the person by."""

from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd

from analysis.evidence.account import trace_values
from analysis.measures import custody, deals, held, whom
from analysis.measures.deals import SIDES
from analysis.record import dates
from analysis.record.schema import format_months
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, spell
from analysis.release.site_evidence import Library, References, write_claims, write_values
from analysis.release.site_html import escape_markdown, fence, link_row, set_page, write_facts

NOT_FREE = ("still_held", "unknown")


@dataclass(frozen=True, eq=False)
class Folk:
    """What the pages of people and deals need of the record, worked out once."""

    record: Tables

    @cached_property
    def people(self) -> dict[str, dict]:
        """The rows of detainees by id, in text, with their side and the days in custody."""
        frame = self.record.detainees
        times = custody.measure_custody(frame, self.record.data_through)[["days_min", "days_max", "ended"]]
        raw = self.record.raw["detainees"].reset_index(drop=True)
        told = pd.concat([raw, times, frame[["side", "charge_group", "last_confirmed"]]], axis=1)
        return told.set_index("detainee_id", drop=False).to_dict("index")

    @cached_property
    def deals(self) -> dict[str, dict]:
        """The rows of exchanges by id, in time order, with who was in office."""
        ordered = self.record.exchanges.sort_values(deals.ORDER)
        raw = self.record.raw["exchanges"].reset_index(drop=True)
        told = pd.concat([raw, self.record.exchanges[["us_leader", "kremlin_leader", "year"]]], axis=1)
        return told.loc[ordered.index].set_index("exchange_id", drop=False).to_dict("index")

    @cached_property
    def freed(self) -> dict[str, pd.DataFrame]:
        """Everybody freed in each deal, as measures.whom.list_freed gives them."""
        freed = whom.list_freed(self.record.detainees, self.record.exchanges, self.record.data_through)
        return dict(list(freed.groupby("exchange_id", sort=False)))

    @cached_property
    def passed(self) -> dict[str, pd.DataFrame]:
        """The deals that freed others while a person was held, by person."""
        headline = deals.select_headline(self.record.exchanges)
        left = held.select_left_behind(self.record.detainees, headline, self.record.data_through)
        return dict(list(left.groupby("detainee_id", sort=False)))

    def label(self, table: str, column: str, code: object) -> str:
        """The words for a code; empty where there is none."""
        return self.record.label(table, column).get(code, "") if isinstance(code, str) else ""


def tell_days(person: dict) -> str:
    """How long somebody was held, as the dates allow."""
    least, most = person["days_min"], person["days_max"]
    if pd.isna(least) or pd.isna(most):
        return "the dates do not tell"
    days = f"{least:,} days" if least == most else f"{least:,} to {most:,} days"
    return days if person["ended"] else f"{days} to the last report"


def tell_day(text: object) -> str:
    """A partial date in words; not known where there is none."""
    return dates.format_partial(text) if isinstance(text, str) else "day not known"


def tell_end(folk: Folk, person: dict) -> str:
    """How and when custody ended, or when it was last reported."""
    outcome = folk.label("detainees", "outcome", person["outcome"])
    if person["outcome"] in NOT_FREE:
        last = person["last_confirmed"]
        return outcome + (f"; last report {dates.format_day(last)}" if pd.notna(last) else "")
    return f"{outcome}, {tell_day(person['released'])}"


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
        parts.append(f"{escape_markdown(person['notes'])}")
    parts += ["## Every value, and who says so", fence(write_values(folk.record, "detainees", row, values, references))]
    for title, html in {
        "Deals that freed others meanwhile": write_passed(folk, person),
        "Published counts": write_claims(library, row),
    }.items():
        parts += [f"## {title}", fence(html)] if html else []
    parts += ["## Documents", fence(references.write_list())]
    return set_page(person["name"], parts, hide=True)
