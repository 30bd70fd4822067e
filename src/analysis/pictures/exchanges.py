"""Who was freed by which side, and when."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals
from analysis.measures.deals import ERAS
from analysis.pictures.marks import GREY, INK, QUIET, TEXT, clear_frame, draw_squares
from analysis.pictures.publish import Basis, Count, Picture, begin, fit_height, require, show
from analysis.pictures.wholes import say_whole, select_told
from analysis.record.tables import Tables
from analysis.record.words import count_people, spell


def plot_exchanges(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A row a deal in time order, a square a person: left those the Russian side freed, right those the US side freed.

    On the far left a true time line joins each row to its day. Hollow squares: a one-sided release. `data` as
    measures.deals.count_freed gives it.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    most_left, most_right = int(data["freed_by_russian_side"].max()), int(data["freed_by_us_side"].max())
    line_at = -most_left - 27
    left = line_at - 3.4
    ax.set_xlim(left, max(most_right + 2.4, -0.26 * left))  # room for the name of the US side
    ax.set_ylim(len(data) - 0.4, -1.7)
    for row, deal in enumerate(data.itertuples()):
        hollow = deal.kind == "one_sided"
        for side, step, count in (
            ("russian_side", -1, deal.freed_by_russian_side),
            ("us_side", 1, deal.freed_by_us_side),
        ):
            draw_squares(ax, [(step * (place + 0.9), row) for place in range(count)], side, hollow=hollow)
            if count:
                align = "right" if step < 0 else "left"
                ax.text(step * (count + 0.7), row, count, va="center", ha=align, color=INK[side], size=7)
        ax.text(line_at + 2.6, row, deal.year, va="center", ha="left", size=7.2, color=TEXT, weight="bold")
        ax.text(line_at + 6.0, row, deal.name, va="center", ha="left", size=7.2, color=TEXT)
    draw_eras(ax, data["year"])
    ax.axvline(0, color=GREY, linewidth=0.7)
    draw_time_line(ax, data, line_at)
    for side, x, align, word in (
        ("russian_side", -0.4, "right", "freed by the Russian side"),
        ("us_side", 0.4, "left", "freed by the US side"),
    ):
        ax.text(x, -1.1, word, ha=align, va="center", color=INK[side], weight="bold", size=7.5)
    ax.set(xticks=[], yticks=[])
    return ax


def draw_eras(ax: Axes, years: pd.Series) -> None:
    """Quiet bands behind the rows of every other era, so that the turns of time are seen."""
    for number, (start, end) in enumerate(zip(ERAS.values(), [*list(ERAS.values())[1:], 9999], strict=True)):
        rows = [row for row, year in enumerate(years) if start <= year < end]
        if rows and number % 2:
            ax.axhspan(rows[0] - 0.5, rows[-1] + 0.5, color="#F3F5F6", zorder=0, linewidth=0)


def draw_time_line(ax: Axes, data: pd.DataFrame, at: float) -> None:
    """A vertical time line at x = `at`, each row of `data` joined to its own day."""
    years = data["date_earliest"].dt.year + data["date_earliest"].dt.day_of_year / 366
    first, last = years.min() // 10 * 10, years.max() + 1
    scale = (len(data) - 1) / (last - first)
    ax.plot([at, at], [0, (last - first) * scale], color=GREY, linewidth=0.8)
    for row, year in enumerate(years):
        day = (year - first) * scale
        ax.plot([at, at + 1.0, at + 2.3], [day, day, row], color=GREY, linewidth=0.5, solid_joinstyle="round")
        ax.plot(at, day, "o", color=TEXT, markersize=2.6)
    for decade in range(int(first), int(last) + 1, 10):
        ax.text(at - 0.6, (decade - first) * scale, decade, ha="right", va="center", size=7, color=QUIET)


def describe_exchanges(freed: pd.DataFrame, beginning: str = "") -> str:
    """How many people went each way in how many deals, and, over the whole record, the longest time without a swap.

    `beginning` is that of a sentence over a selection.
    """
    east, west = int(freed["freed_by_russian_side"].sum()), int(freed["freed_by_us_side"].sum())
    years = freed["year"]
    span = f"from {years.min()} to {years.max()}" if years.nunique() > 1 else f"in {years.min()}"
    freed_east, freed_west = count_people(east) if east else "none", spell(west) if west else "none"
    sides = f"the Russian side freed {freed_east}, the US side {freed_west}"
    if beginning:
        return f"{beginning}{span}, {sides}."
    sentence = f"In {spell(len(freed), 'deal')} {span} {sides}"
    swaps = freed.loc[freed["kind"] != "one_sided", "year"]
    gaps = swaps.diff().dropna()
    if len(gaps) and gaps.max() >= 5:
        end = swaps[gaps.idxmax()]
        sentence += f"; no swap between {int(end - gaps.max())} and {end}"
    return sentence + "."


def exchanges_by_year(record: Tables) -> Picture:
    """Every deal in time order, a square a person freed, the sides left and right."""
    told, left_out = select_told(record.exchanges)
    freed = deals.count_freed(told)
    require(freed, "No deal with a day and totals is in this selection.")
    return show(
        record,
        plot_exchanges,
        freed,
        describe_exchanges(freed, begin(record, len(freed), "deals")),
        (
            "One square is one prisoner freed. Hollow: let go as a gesture tied to talks, for nobody in return."
            + say_whole(record)
        ),
        "Mirrored unit chart of the prisoners each side freed, a row a deal, in time order",
        Count(len(freed), len(record.exchanges), "deals", left_out=left_out),
        Basis(
            "01-exchanges-by-year",
            {"exchanges": freed["exchange_id"]},
            {"exchanges": ["date", "kind", "freed_by_russian_side", "freed_by_us_side"]},
            "deals",
        ),
        fit_height(len(freed), 20, 6.2),
    )
