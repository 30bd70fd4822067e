"""Draws who took part in the deals."""

import re

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.marks import FAINT, QUIET, TEXT, clear_frame


def plot_negotiators(data: pd.DataFrame, deals: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """People and bodies down, deals across in time; filled confirmed, ring claimed, crossed ring denied; a ring round a dot where only some
    of the roles are confirmed.

    `data` as measures.select_parts gives it, reduced to the names to draw; `deals` are the columns: the exchanges table.
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
            -0.9,
            y - 0.15,
            str(channel).replace("_", " "),
            ha="right",
            va="center",
            size=7,
            weight="bold",
            color=QUIET,
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
