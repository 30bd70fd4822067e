"""Draws who was held when."""

import re

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.marks import COLOUR, GREY, INK, QUIET, TEXT, clear_frame, place_body

BLUE, LIGHT = COLOUR["russian_side"], "#C3D0DE"
DAY = pd.Timedelta(days=1)
BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # keeps the lines of the deals out of the words


def shorten(deal: str) -> str:
    """The first name in the name of a deal."""
    return re.split(" for | and |, ", deal)[0].removeprefix("The ")


def plot_held(data: pd.DataFrame, deals: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Steps of the people held on each day: a dark area as far as certain, a light one above it as far as possible; deals marked.

    `data` as measures.count_held gives it; `deals` are rows of the exchanges table.
    """
    ax = ax or plt.gca()
    place_body(ax, left=0.035, bottom=0.06, top=0.20, right=0.02)
    clear_frame(ax)
    days, top = data["day"], int(data["possible"].max())
    ax.fill_between(days, data["certain"], data["possible"], step="post", color=LIGHT, linewidth=0)
    ax.fill_between(days, data["certain"], step="post", color=BLUE, linewidth=0)
    ax.step(days, data["possible"], where="post", color=BLUE, linewidth=0.7)
    first = min(days.min(), deals["date_earliest"].min()) if len(deals) else days.min()
    span = days.max() - first
    ax.set(ylim=(0, top + 0.5), xlim=(first - 0.02 * span, days.max() + 0.05 * span))
    ax.yaxis.get_major_locator().set_params(integer=True)
    ax.grid(True, axis="y")
    mark_years(ax, first, days.max())
    mark_deals(ax, deals, top + 0.5, top * 0.075)
    peak, last = data.loc[data["certain"].idxmax()], data.iloc[-1]
    ax.text(
        peak["day"] - 0.008 * span, peak["certain"], peak["certain"], va="center", ha="right", size=7.5, weight="bold"
    )
    for value, colour in ((last["possible"], QUIET), (last["certain"], INK["russian_side"])):
        ax.text(last["day"] + 0.008 * span, value, value, va="center", ha="left", size=7.5, color=colour, weight="bold")
    return ax


def mark_years(ax: Axes, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """A tick at the start of every other year between two days."""
    years = [year for year in range(first.year, last.year + 1) if year % 2 == 0]
    ax.set_xticks([pd.Timestamp(year, 1, 1) for year in years], list(map(str, years)))


def mark_deals(ax: Axes, deals: pd.DataFrame, top: float, step: float) -> None:
    """A thin line through the day of each deal, its short name above the axes on one of four levels."""
    low, high = (mdates.num2date(end).replace(tzinfo=None) for end in ax.get_xlim())
    wide = (high - low).days
    ends = [low - (high - low)] * 4
    for deal in deals.sort_values(["date_earliest", "exchange_id"]).itertuples():
        words = f"{shorten(deal.name)} {deal.date_earliest:%Y}"
        need = pd.Timedelta(days=wide * 0.0092 * len(words))
        free = [level for level, end in enumerate(ends) if deal.date_earliest - need / 2 > end]
        level = free[0] if free else ends.index(min(ends))
        ends[level] = deal.date_earliest + need / 2
        y = top + step * (0.8 + level)
        ax.plot(
            [deal.date_earliest] * 2,
            [ax.get_ylim()[0], y - 0.45 * step],
            color=GREY,
            linewidth=0.6,
            clip_on=False,
            zorder=1.5,
        )
        ax.text(deal.date_earliest, y, words, ha="center", va="center", size=7, color=TEXT, bbox=BEHIND)


def plot_spans(
    data: pd.DataFrame, left: pd.DataFrame, deals: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None
) -> Axes:
    """A lane a person from arrest to outcome: thick as far as certain, light as far as possible, open where still held.

    A dot on a lane is a deal that passed the person by. `data` as measures.select_spans gives it, `left` as
    measures.select_left_behind does; `deals` are rows of the exchanges table, `labels` the words for the outcomes.
    """
    ax = ax or plt.gca()
    place_body(ax, bottom=0.03, top=0.11)
    clear_frame(ax)
    rows = {person: row for row, person in enumerate(data["detainee_id"])}
    first, last = data["possible_from"].min(), data["possible_to"].max()
    span = last - first
    ax.set(xlim=(first - 0.13 * span, last + 0.10 * span), ylim=(len(rows) - 0.3, -0.8), yticks=[])
    for person in data.itertuples():
        y = rows[person.detainee_id]
        ax.plot(
            [person.possible_from, person.possible_to + DAY], [y, y], color=LIGHT, linewidth=4, solid_capstyle="butt"
        )
        if pd.notna(person.certain_from):
            ax.plot(
                [person.certain_from, person.certain_to + DAY], [y, y], color=BLUE, linewidth=4, solid_capstyle="butt"
            )
        ax.text(
            person.possible_from - 0.006 * span,
            y,
            person.name,
            ha="right",
            va="center",
            size=7,
            color=TEXT,
            bbox=BEHIND,
        )
        end = person.possible_to
        if person.outcome == "still_held":
            ax.plot(end + 0.008 * span, y, ">", color=INK["russian_side"], markersize=3.6)
        elif pd.notna(person.exchange_id):
            ax.plot(end, y, "s", color=BLUE, markersize=5.4)
        else:
            ax.text(
                end + 0.008 * span, y, labels[person.outcome], ha="left", va="center", size=7, color=QUIET, bbox=BEHIND
            )
    ax.plot(
        left["date_earliest"], left["detainee_id"].map(rows), "o", markersize=3.3, markerfacecolor="white",
        markeredgecolor=TEXT, markeredgewidth=0.6, linestyle="none", zorder=4,
    )  # fmt: skip
    mark_years(ax, first, last)
    mark_deals(ax, deals[deals["date_earliest"] >= first], -0.8, -0.95)
    return ax
