"""How the account of a deal grew."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import known
from analysis.pictures.marks import FAINT, GREY, INK, NEW, QUIET, TEXT, clear_frame, format_column
from analysis.pictures.publish import Basis, Count, Picture, require, show
from analysis.record.dates import format_day
from analysis.record.schema import name_rows
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, count_people, join_words, spell

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


def plot_account(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The same list of facts at each day side by side; what is new or changed since the day before in the accent, with a dot.

    `data` as measures.known.trace_account gives it. A dash stands where nothing was known.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    days = list(dict.fromkeys(data["day"]))
    left, wide = 3.35, 2.35
    y, at = 0.0, {}
    for part, rows in data[data["day"] == days[-1]].groupby("part", sort=False):
        for who, facts in rows.groupby("who", sort=False):
            if part != "negotiators" or not at or not any(key[0] == "negotiators" for key in at):
                y += 1.35
                head = HEADS.get(part, "took part")
                head = f"{who}, {head}" if part in ("russian_side", "us_side", "unknown_side") else head
                ax.text(0, y, head, size=7.5, weight="bold", va="center", color=INK.get(part, TEXT))
            for column in facts["column"]:
                y += 1
                at[(part, who, column)] = y
                name = who.replace("/", ", ").replace("_", " ") if part == "negotiators" else format_column(column)
                ax.text(0.12, y, name, size=7, va="center", color=QUIET)
                ax.plot([0, left + wide * len(days)], [y + 0.5, y + 0.5], color=FAINT, linewidth=0.4, zorder=0)
    for number, day in enumerate(days):
        x = left + number * wide
        ax.text(x, 0.1, format_day(day), size=8, weight="bold", va="center")
        for fact in data[data["day"] == day].itertuples():
            moved = fact.change in ("new", "changed", "gone")
            words = "–" if pd.isna(fact.words) else "yes" if fact.column == "exchange_id" else fact.words
            words = words if len(words) < 31 else words[:28].rsplit(" ", 1)[0] + " …"
            place = at[(fact.part, fact.who, fact.column)]
            colour = NEW if moved else GREY if pd.isna(fact.words) else QUIET
            ax.text(x, place, words, size=7, va="center", color=colour, weight="bold" if moved else "normal")
            if moved:
                ax.plot(x - 0.1, place, "o", color=NEW, markersize=2.8)
    ax.set(xlim=(0, left + wide * len(days)), ylim=(y + 0.8, -0.6), xticks=[], yticks=[])
    return ax


def name_some(people: list[str]) -> str:
    """Up to three names, above that how many people."""
    return "nobody" if not people else join_words(people) if len(people) < 4 else count_people(len(people))


def describe_account(account: pd.DataFrame) -> str:
    """Whom the account knew on its first day, and who came with each later one."""
    people = account[account["part"].isin(SIDE_WORDS) & account["value"].notna()]
    days = list(dict.fromkeys(account["day"]))
    one_year = len({day.year for day in days}) == 1
    known: list[str] = []
    parts = []
    for day in days:
        came = [who for who in dict.fromkeys(people.loc[people["day"] == day, "who"]) if who not in known]
        if not parts:
            parts.append(f"Known to be freed in this deal on {format_day(day)}: {name_some(came)}")
        elif came or day == days[-1]:
            short = format_day(day).removesuffix(f" {day.year}") if one_year else format_day(day)
            more = "also " if known and came else ""
            parts.append(f"by {short} {more}{name_some(came)}{'' if came or not known else ' else'}")
        known += came
    return "; ".join(parts) + "."


def describe_namings(namings: pd.DataFrame) -> str:
    """How many reports of each day on which they disagree said that somebody had been named."""
    dated = namings[namings["published"].str.len() == 10]
    if dated.empty:
        return "No dated report says whether anybody had been named."
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
        return "; ".join(parts) + "."
    first = dated.loc[dated["named"] > 0, "published"]
    if first.empty:
        return f"None of {spell(len(dated), 'dated report')} names the person freed in return."
    return f"Reports agree: the person freed in return was named from {format_day(first.min())} on."


def trace_fogel_vinnik(record: Tables) -> pd.DataFrame:
    """The account of the exchange of Marc Fogel and Alexander Vinnik on three days, none later than the record's own."""
    days = [day for day in DAYS if pd.Timestamp(day) <= record.data_through]
    states = [record.sources.where(known_on=day) for day in days]
    return known.trace_account(states, FOGEL_VINNIK, ACCOUNT) if states else pd.DataFrame()


def as_known_fogel_vinnik(record: Tables) -> Picture:
    """What could be told of one deal on three days, side by side; whole, if the deal is in the selection."""
    deals = record.exchanges["exchange_id"].map(lambda deal: record.ids.get(deal, deal))
    require(deals[deals == FOGEL_VINNIK], "The deal of Fogel and Vinnik is not in the selection.")
    account = trace_fogel_vinnik(record)
    require(account, "No document had told of this deal.")
    people = record.sources.detainees
    people = people[(people["exchange_id"] == FOGEL_VINNIK) & people["name"].isin(account["who"])]
    parts = name_rows(record.sources.negotiators, "negotiators")
    return show(
        record,
        plot_account,
        account.assign(exchange_id=record.show(account["exchange_id"])),
        describe_account(account),
        "What documents published by the end of each day gave. In colour, with a dot: new or changed since.",
        "The same list of facts about one deal at three days side by side",
        Count(
            account["column"].nunique(),
            len(ACCOUNT),
            "kinds of fact",
            left_out="those that no document gave by the last of these days",
        ),
        Basis(
            "08-as-known",
            {
                "exchanges": deals[deals == FOGEL_VINNIK].index.map(record.exchanges["exchange_id"]),
                "detainees": people["detainee_id"],
                "negotiators": parts[parts.str.startswith(FOGEL_VINNIK)],
            },
            dict.fromkeys(["exchanges", "detainees", "negotiators"], ACCOUNT),
            "documents",
        ),
        6.9,
    )
