"""How the account of a deal grew.

Promise: each day is told with what documents published by its end gave, and nothing later.
"""

import pandas as pd

from analysis.measures import known
from analysis.measures.known import select_true
from analysis.pictures.marks import format_column
from analysis.pictures.page import Sentence
from analysis.record.dates import format_day
from analysis.record.tables import Tables
from analysis.record.words import spell

HEADS = {
    "deal": "the deal",
    "russian_side": "freed by the Russian side",
    "us_side": "freed by the US side",
    "unknown_side": "side not known",
}
FOGEL_VINNIK = "2025-02-fogel-vinnik"
DAYS = ["2025-02-11", "2025-02-12", "2025-02-14"]
ACCOUNT = [
    "date", "end_date", "kind", "place", "freed_by_russian_side", "freed_by_us_side", "exchange_id", "arrested", "charge_type",
    "convicted", "sentence_kind", "sentence_months", "designated", "outcome", "released", "received_by", "credit",
]  # fmt: skip


def describe_namings(namings: pd.DataFrame) -> Sentence:
    """How many reports of each day on which they disagree said that somebody had been named."""
    dated = namings[namings["published"].str.len() == 10]
    if dated.empty:
        return Sentence("No dated report says whether anybody had been named.")
    parts = []
    for day, reports in dated.groupby("published", sort=True):
        named = int((reports["named"] > 0).sum())
        if 0 < named < len(reports):
            against = len(reports) - named
            parts.append(
                f"Of {spell(len(reports), 'report')} of {format_day(day)}, {spell(named)} "
                f"{'names' if named == 1 else 'name'} the person freed in return, "
                f"{spell(against)} {'does' if against == 1 else 'do'} not"
            )
    if parts:
        return Sentence("; ".join(parts) + ".")
    first = dated.loc[dated["named"] > 0, "published"]
    if first.empty:
        return Sentence(f"None of {spell(len(dated), 'dated report')} names the person freed in return.")
    return Sentence(f"Reports agree: the person freed in return was named from {format_day(first.min())} on.")


def trace_fogel_vinnik(record: Tables) -> pd.DataFrame:
    """The account of the exchange of Marc Fogel and Alexander Vinnik on three days, none later than the record's own."""
    days = [day for day in DAYS if pd.Timestamp(day) <= record.data_through]
    states = [record.sources.where(known_on=day) for day in days]
    return known.trace_account(states, FOGEL_VINNIK, ACCOUNT) if states else pd.DataFrame()


def tell_fogel_vinnik(record: Tables) -> pd.DataFrame:
    """What could be told of this deal by the end of each of three days, for a Listing: who, what, then a column a day.

    The deal goes by the name that it had on that day; "–" stands where no document published by then gave the value.
    No rows where the deal is not in the selection, or nothing was known of it yet.
    """
    chosen = record.exchanges["exchange_id"].map(lambda deal: record.ids.get(deal, deal))
    account = trace_fogel_vinnik(record) if (chosen == FOGEL_VINNIK).any() else pd.DataFrame()
    if account.empty:
        return pd.DataFrame(columns=["who", "what"], dtype=object)
    columns = []
    for day, rows in account.groupby("day", sort=True):
        state = record.sources.where(known_on=f"{day:%Y-%m-%d}")
        (deal,) = select_true(state, "exchanges").query("exchange_id == @FOGEL_VINNIK").index
        name = state.exchanges.loc[deal, "name"]
        own = rows["column"].eq("exchange_id") & rows["words"].notna()
        words = rows["words"].mask(own, name).fillna("–")
        heads = pd.DataFrame({"who": HEADS["deal"], "what": ["name"], "told": [name]})
        facts = pd.DataFrame({"who": name_parts(rows), "what": rows["column"].map(format_column), "told": words})
        told = pd.concat([heads, facts]).set_index(["who", "what"])["told"]
        columns.append(told.astype(object).rename(format_day(day)))
    return pd.concat(columns, axis=1).reset_index()


def name_parts(account: pd.DataFrame) -> list[str]:
    """Whom or what each value of an account is of: `Marc Fogel, freed by the Russian side`, `Adam Boehler, negotiator`."""
    names = [who.replace("/", ", ").replace("_", " ") for who in account["who"]]
    heads = ["" if part == "negotiators" else HEADS[part] for part in account["part"]]
    return [", ".join(filter(None, pair)) for pair in zip(names, heads, strict=True)]
