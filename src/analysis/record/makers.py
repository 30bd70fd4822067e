"""What offices and notes of makers say against their row: agencies, posts that two hold, days after the deal.

Promise: only what is said in so many words counts, and a record loads in spite of it.
"""

import re
from collections.abc import Iterator

import pandas as pd

from analysis.record import dates
from analysis.record.contradictions import Finding
from analysis.record.mentions import is_possible, make_days
from analysis.record.notes import follow
from analysis.record.phrases import TO_COME
from analysis.record.words import find_surnames

AGENCIES = {  # whose they are, as in the label of a state
    "CIA": "United States", "FBI": "United States", "KGB": "Soviet Union", "FSB": "Russia", "SVR": "Russia", "BND": "Germany",
    "MI6": "United Kingdom", "Mossad": "Israel", "Stasi": "East Germany",
}  # fmt: skip
PROSECUTOR = r"\b(?:prosecutor|attorney general|minister of justice|justice minister)\b"
CHANNELS = {  # words of an office that has one channel, but for states that stood on neither side
    "legislator": r"\b(?:congress(?:man|woman)|senator|member of (?:the )?(?:Congress|Bundestag|Duma|parliament))\b",
    "lawyer": r"^(?:[Dd]efence )?[Ll]awyer(?:$| of| for|,)",
    "intelligence": r"\b(?:CIA|KGB|FSB|SVR|BND) (?:director|chief|head)\b|\b(?:director|head|chief|chairman) of (?:the )?(?:CIA|KGB|FSB|SVR|BND)\b",
}
# Who has left an office, or is of somebody's household: his post says nothing of his channel; OUTSIDE: whose office another names.
FORMER = r"\b(?:former|formerly|later|ex|retired|once|then|until|wife|husband|widow|aide|adviser)\b"
ADVISED = r"^Advisory\b|\b(?:[Ii]t|[Hh]e|[Ss]he) recommended\b"
DECIDED = r"\b(?:signed|granted|decided|approved|ordered)\b"
OUTSIDE = r"\b(?:former|veteran|author|on the|wife|husband|widow|lawyer|adviser|of a|to the|with the)\b"  # who does not hold the office named
ONE_HOLDER = (
    r"^(?:(?:the|US|Soviet|Russian|American|German|first|prime|foreign|federal|[A-Z]{3}) )*"
    r"(?:director|minister(?!-)|secretary of state|president|chancellor)\b(?! of a\b)"
)
AFTER_DEAL = pd.Timedelta(days=5 * 366)  # so long after a prisoner's release somebody may still be called by it
NO_POST = r"\b(?:official|adviser|diplomat|officer|lawyer|businessman|businesswoman|journalist|politician|activist)s?$"  # what many are, each in a way of his own
LONE_SOURCE = r"^From (?:one|an) unnamed [^;,]*$"
ACTED_ON = r"\b(?:asked|told|urged|wrote to|called on|thanked|met)"
IN_CUSTODY = r"\b(?:custody|cell|interim release)\b"


def find_other_agencies(office: pd.Series, country: pd.Series) -> Iterator[Finding]:
    """Offices in an agency of another state than the one, by its label, that somebody acted for."""
    named = [str(label) in told for label, told in zip(country, office, strict=True)]  # the KGB of Belarus
    holds = ~office.str.contains(OUTSIDE) & ~pd.Series(named, office.index)
    for agency, owner in AGENCIES.items():
        of_agency = office.str.contains(rf"\b{agency}\b") & holds
        wrong = of_agency & country.notna() & ~country.astype(str).str.contains(owner)
        yield wrong, "office", f"an office of that country, and {agency} is of {owner}"


def check_maker_notes(makers: pd.DataFrame, ends: pd.Series) -> Iterator[Finding]:
    """Notes on makers against their name, office and credit, and the last day of their deal, `ends`."""
    notes = makers["notes"].fillna("")
    own = [
        bool(re.search(rf"{ACTED_ON} the {re.escape(office)}\b(?! (?:of|in)\b)", note, re.IGNORECASE))
        for office, note in zip(makers["office"].fillna("-"), notes, strict=True)
    ]
    yield pd.Series(own, makers.index), "notes", "no word that the holder of this maker's own office was asked or told"
    late = [
        pd.notna(end) and any(make_days(day._replace(year=day.year or end.year))[0] > end for day in days)
        for days, end in zip(
            notes.map(lambda note: filter(is_possible, follow(note, IN_CUSTODY, rf"{TO_COME}|\bby \d"))),
            ends,
            strict=True,
        )
    ]
    yield pd.Series(late, makers.index), "notes", "no day after the deal on which somebody was in custody or let go"
    advised = notes.str.contains(ADVISED) & ~notes.str.contains(DECIDED) & makers["role"].eq("decision_maker")
    yield advised, "role", "negotiator, as the notes say that this maker recommended it"
    bare = notes.str.fullmatch(r"[^.;]*\bgives? no forename\.?") & makers["name"].str.contains(" ")
    yield bare, "notes", "no word that there is no forename, as the name has one"
    lone = notes.str.contains(LONE_SOURCE) & makers["credit"].eq("confirmed")
    yield lone, "credit", "claimed, as the notes name one unnamed source"


def check_makers(
    makers: pd.DataFrame, deals: pd.DataFrame, people: pd.DataFrame, labels: dict[str, str]
) -> Iterator[Finding]:
    """Offices against country and channel, two who hold one office, and offices on somebody freed at another time.

    `labels` of the codes of states.
    """
    office = makers["office"].fillna("")
    country = makers["country"].map(labels)
    of_another = office.str.contains(OUTSIDE)
    yield from find_other_agencies(office, country)
    outside = makers["channel"].isin(["justice", "third_state"])
    yield office.str.contains(PROSECUTOR, case=False) & ~of_another & ~outside, "channel", "justice, as the office says"
    for channel, words in CHANNELS.items():
        holds = office.str.contains(words) & ~office.str.contains(FORMER)
        wrong = holds & makers["channel"].notna() & ~makers["channel"].isin([channel, "third_state", "special_envoy"])
        yield wrong, "channel", f"{channel}, as the office says"
    when, ends = (
        makers["exchange_id"].map(dates.parse_dates(days)["latest"].set_axis(deals["exchange_id"]))
        for days in (deals["date"], deals["end_date"].fillna(deals["date"]))
    )
    yield from check_maker_notes(makers, ends)
    known = makers[makers["office"].notna()]
    channels = known.groupby(["exchange_id", "office", "country"])["channel"].transform("nunique")
    several = (channels > 1).reindex(makers.index, fill_value=False) & ~office.str.contains(NO_POST)
    yield several, "channel", "one code for one office in one deal"
    surnames = known.assign(surname=find_surnames(known["name"]))  # near names are told elsewhere
    holders = surnames.groupby(["exchange_id", "office", "country"])["surname"].transform("nunique")
    two = (holders > 1).reindex(makers.index, fill_value=False) & office.str.contains(ONE_HOLDER)
    yield two, "office", "an office that nobody else has in this deal, or the years of each in brackets"
    came, left = dates.parse_dates(people["arrested"])["earliest"], dates.parse_dates(people["released"])["latest"]
    strange = pd.Series(False, makers.index)
    for name, first, last in zip(people["name"], came, left + AFTER_DEAL, strict=True):
        if isinstance(name, str):
            strange |= (
                office.str.contains(f" of {name}", regex=False)
                & ~office.str.contains(FORMER)
                & ((when < first) | (when > last))
            )
    yield strange, "office", "an office of that time: whom it names was held at another"
