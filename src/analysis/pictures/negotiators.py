"""Who took part in the deals."""

import re
from collections.abc import Iterable

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import negotiators
from analysis.pictures.marks import FAINT, QUIET, TEXT, clear_frame
from analysis.pictures.publish import Basis, Count, Picture, begin, fit_height, require, show
from analysis.pictures.wholes import say_whole
from analysis.record.schema import name_rows
from analysis.record.tables import Tables
from analysis.record.words import capitalise, join_words, spell


def plot_negotiators(data: pd.DataFrame, deals: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """People and bodies down, deals across in time; filled confirmed, ring claimed, crossed ring denied; a ring round a dot where only some
    of the roles are confirmed.

    `data` as measures.negotiators.select_parts gives it, reduced to the names to draw; `deals` are the columns: the exchanges table.
    On the right: deals confirmed, and people freed in them.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    deals = deals.sort_values("date_earliest")
    columns = {deal: place for place, deal in enumerate(deals["exchange_id"])}
    surest = data.sort_values("credit").drop_duplicates(["name", "exchange_id"])
    y, rows = 0.0, {}
    for channel, names in surest.sort_values(["channel", "date_earliest", "name"]).groupby("channel", observed=True):
        y += 1.3
        ax.text(
            -0.9, y - 0.15, str(channel).replace("_", " "), ha="right", va="center", size=7, weight="bold", color=QUIET
        )
        for name in dict.fromkeys(names["name"]):
            y += 1
            rows[name] = y
    for name, at in rows.items():
        ax.plot([-0.6, len(columns) - 0.4], [at, at], color=FAINT, linewidth=0.6, zorder=0)
        ax.text(-0.9, at, name, ha="right", va="center", size=7.2)
        sure = surest[(surest["name"] == name) & (surest["credit"] == "confirmed")]
        ax.text(len(columns) + 0.6, at, len(sure) or "–", ha="right", va="center", size=7.2)
        ax.text(len(columns) + 2.9, at, sure["freed"].sum() or "–", ha="right", va="center", size=7.2)
    for (name, deal), part in data.groupby(["name", "exchange_id"], sort=False):
        place, credits = (columns[deal], rows[name]), set(part["credit"])
        if "confirmed" in credits:
            ax.plot(*place, "o", markersize=5, color=TEXT)
        if credits != {"confirmed"}:
            ax.plot(*place, "o", markersize=6.5, markeredgewidth=0.9, markeredgecolor=TEXT, markerfacecolor="none")
        if "denied" in credits:
            ax.plot(*place, "x", markersize=8.5, color=TEXT, markeredgewidth=0.9)
    for deal in deals.itertuples():
        short = re.split(" for | and |, ", deal.name)[0].removeprefix("The ")
        ax.text(
            columns[deal.exchange_id],
            -0.1,
            f"{deal.year} {short}",
            rotation=50,
            ha="left",
            va="bottom",
            size=7,
            rotation_mode="anchor",
        )
    for x, word in ((len(columns) + 0.6, "deals"), (len(columns) + 2.9, "people")):
        ax.text(x, y + 1.1, word, ha="right", va="center", size=7, color=QUIET)
    room = 0.057 * max(map(len, rows))  # inches that the longest name needs
    unit = (ax.get_window_extent().width / ax.figure.dpi - room) / (len(columns) + 4.2)
    ax.set(xlim=(-room / unit - 1, len(columns) + 3.1), ylim=(y + 1.7, -4.6), xticks=[], yticks=[])
    return ax


def describe_negotiators(ranked: pd.DataFrame, beginning: str = "", open_parts: Iterable[str] = ()) -> str:
    """Who, apart from heads of state, stood in the most deals, and how many parts are contested.

    Of a selection, how many names there are, and how many of them in two or more of its deals. `open_parts` are names with a
    part of which no document says how sure it is: that is no contest.
    """
    others = ranked[(ranked["channel"] != "head_of_state") & (ranked["confirmed"] > 0)]
    if beginning:
        sentence = f"{spell(len(ranked), 'name')}"
        if recurring := int((ranked["deals"] > 1).sum()):
            sentence += f", {spell(recurring)} of them in two or more of these deals"
    elif others.empty:
        sentence = "no negotiator is confirmed in the record"
    else:
        most = others["confirmed"].max()
        names = list(others.loc[others["confirmed"] == most, "name"])
        who = join_words(names) if len(names) < 4 else spell(len(names), "name")
        each = " each" if len(names) > 1 else ""
        sentence = f"Apart from heads of state, {who} took part in most deals: {spell(int(most))}{each}"
        if most == 1:
            sentence = f"No negotiator appears in more than one deal: {spell(len(names), 'name')} in one each"
    if contested := int((ranked["confirmed"] < ranked["deals"] - ranked["name"].isin(list(open_parts))).sum()):
        part = "one part rests on a claim or was denied"
        sentence += f"; {part if contested == 1 else spell(contested, 'part') + ' rest on a claim or were denied'}"
    return f"{beginning}{sentence}." if beginning else capitalise(sentence) + "."


def negotiators_by_deal(record: Tables) -> Picture:
    """People and bodies against deals: who recurs, or whose part is contested; where nobody does, everybody."""
    parts = negotiators.select_parts(record.negotiators, record.exchanges)
    ranked = negotiators.summarise_negotiators(parts)
    require(ranked, "No negotiator is named in a deal of this selection.")
    drawn = ranked[(ranked["deals"] > 1) | (ranked["confirmed"] < ranked["deals"])]
    drawn = ranked if len(ranked) <= 30 else drawn
    require(drawn, "No negotiator in these deals took part in more than one.")
    shown = parts[parts["name"].isin(drawn["name"])]
    rows = record.negotiators[record.negotiators["name"].isin(drawn["name"])]
    return show(
        record,
        lambda data, ax: plot_negotiators(data, record.exchanges, ax=ax),
        shown,
        describe_negotiators(
            ranked, begin(record, len(record.exchanges), "deals"), parts.loc[parts["credit"].isna(), "name"]
        ),
        (
            "Filled: confirmed. Ring: claimed. Crossed: an acting government denied it. "
            "Right: confirmed deals, and people freed in them." + say_whole(record)
        ),
        "Matrix of people and bodies against deals in time order, grouped by channel",
        Count(len(drawn), len(ranked), "people and bodies", left_out="those confirmed in one deal only"),
        Basis(
            "04-negotiators",
            {"negotiators": name_rows(rows, "negotiators"), "exchanges": record.exchanges["exchange_id"]},
            {
                "negotiators": ["exchange_id", "name", "country", "channel", "role", "credit"],
                "exchanges": ["date", "freed_by_us_side", "freed_by_russian_side"],
            },
            "deals",
        ),
        fit_height(len(drawn) + 1.3 * drawn["channel"].nunique(), 34, 7.0, 2.6),
    )
