"""Draws how the account of a deal grew."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.marks import FAINT, GREY, INK, QUIET, TEXT, clear_frame, place_body
from analysis.dates import format_day

NEW = "#A6195E"  # the one accent: what changed, or is disputed
HEADS = {
    "deal": "the deal",
    "russian_side": "freed by the Russian side",
    "us_side": "freed by the US side",
    "unknown_side": "side not known",
}
WORDS = {
    "exchange_id": "in the deal",
    "sentence_months": "sentence, months",
    "end_date": "end",
    "place_country": "country",
    "charge_type": "charge type",
    "sentence_kind": "sentence",
    "freed_by_russian_side": "freed by the Russian side",
    "freed_by_us_side": "freed by the US side",
}


def format_column(column: str) -> str:
    """A column's name as words to print."""
    return WORDS.get(column, column.replace("_", " "))


def plot_account(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The same list of facts at each day side by side; what is new or changed since the day before in the accent, with a dot.

    `data` as measures.trace_account gives it. A dash stands where nothing was known.
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


def plot_growth(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A step line a deal: the share of today's values that dated documents had given, by time since the deal.

    Time runs on a logarithmic axis, so that days and decades are both seen. `data` as measures.count_growth gives it.
    """
    ax = ax or plt.gca()
    place_body(ax, left=0.06, bottom=0.1, top=0.06, right=0.3)
    ticks = {"0": 0, "1 day": 1, "1 week": 7, "1 month": 30, "1 year": 365, "10 years": 3652, "60 years": 21915}
    right = np.log1p(max(21915, int(data["days_after"].max())))
    ends = []
    for (name, steps), style in zip(data.groupby("name", sort=False), ["-", "--", ":", "-."] * 6, strict=False):
        level = steps.groupby("days_after", as_index=False)["share"].max()
        x, y = np.log1p(level["days_after"].to_numpy(dtype=float)), 100 * level["share"].to_numpy(dtype=float)
        ax.step(x, y, where="post", color=TEXT, linewidth=1.6, linestyle=style)
        ax.plot(x[0], y[0], "o", color=TEXT, markersize=4)
        last = steps.iloc[-1]
        ends.append((y[-1], x[-1], f"{name}\n{last['year']}: {last['known']} of {last['of']} values"))
    at = -100.0
    for height, x, words in sorted(ends):
        at = max(height, at + 11)
        ax.plot([x, right + 0.1, right + 0.35], [height, height, at], color=GREY, linewidth=0.5, clip_on=False)
        ax.text(right + 0.45, at, words, size=7, va="center")
    ax.set_xticks([np.log1p(day) for day in ticks.values()], list(ticks))
    ax.set(xlim=(-0.25, right + 0.1), ylim=(0, 104), xlabel="time since the deal, on a logarithmic scale", ylabel="")
    ax.text(-0.06, 1.03, "share of today's values, %", transform=ax.transAxes, size=7.5, color=QUIET)
    ax.grid(True, axis="y")
    return ax


def format_publisher(publisher: str) -> str:
    """Whose text it is: the paper that a mirror or a client carries, else the publisher without its brackets."""
    found = re.search(
        r"(?:mirror of|carrying|copy of|translation of|rewrite of)(?: an?| the)? ([^)]+)\)", publisher, re.I
    )
    return found.group(1).removesuffix(" report") if found else re.sub(r" \(.*\)", "", publisher)


def plot_namings(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A column a day, a dot a report: filled and above the line where it names somebody, hollow and below where nobody is named.

    `data` as measures.select_namings gives it, with full days of publication.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    days = sorted(data["published"].unique())
    above, below = 0, 0
    for number, day in enumerate(days):
        ax.text(number, 0, format_day(day), size=8, weight="bold", va="center", ha="left")
        for named, step in ((True, 1), (False, -1)):
            reports = data[(data["published"] == day) & ((data["named"] > 0) == named)]
            for place, publisher in enumerate(reports["publisher"], 1):
                face = TEXT if named else "white"
                ax.plot(number + 0.03, step * (place + 0.1), "o", color=TEXT, markerfacecolor=face, markersize=5)
                ax.text(number + 0.09, step * (place + 0.1), format_publisher(publisher), size=7, va="center")
            above, below = (max(above, len(reports)), below) if named else (above, max(below, len(reports)))
    for height, words in ((above + 1.3, "names the person freed in return"), (-below - 1.3, "does not")):
        ax.text(0, height, words, size=7.5, color=QUIET, va="center")
    for edge in (0.45, -0.45):
        ax.axhline(edge, color=FAINT, linewidth=0.8, zorder=0)
    ax.set(xlim=(-0.02, max(len(days), 1)), ylim=(-below - 1.8, above + 1.8), xticks=[], yticks=[])
    return ax
