"""Who was freed by which side, and when.

Promise: years without a deal are left white, so that a silence is seen as such.
"""

from functools import partial

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals
from analysis.pictures.marks import ALIGN, GREY, INK, QUIET, STEPS, TEXT, clear_frame, draw_squares, list_who
from analysis.pictures.page import FOOT, LABEL, MARGIN, NARROW, NOTE, WIDTH, is_narrow, measure_word, wrap_text
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.pictures.wholes import say_whole, select_told
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, count_people, spell

LINE = 10.0  # points from one line of words to the next
SQUARE = {WIDTH: 8.2, NARROW: 4.6}  # points from one square to the next, at most
EMPTY = {WIDTH: 1.0, NARROW: 0.4}  # lines that a year without a deal takes
NAMES = {WIDTH: 34, NARROW: 30}  # points from the left edge to the names
RIGHT = {WIDTH: 112, NARROW: 82}  # points from the middle to the right edge
HEAD = {WIDTH: 1.6, NARROW: 2.8}  # lines above the first year
SIZE = {WIDTH: NOTE, NARROW: FOOT}  # of names
COUNTED = 4  # squares from which on their number stands beside them
NUMBER = 18  # points that it takes
AT = 0.3  # of a square, between the middle and the first
APART = {WIDTH: 0.0, NARROW: 0.35}  # lines more after a deal


def measure_square(data: pd.DataFrame, wide: float) -> float:
    """Points from one square to the next: fewer than usual where a deal has very many."""
    most = data[["freed_by_russian_side", "freed_by_us_side"]].max() + AT
    left = (wide - 2 * MARGIN) * 72 - RIGHT[wide] - NAMES[wide] * (wide == WIDTH) - NUMBER
    return min(SQUARE[wide], left / most.iloc[0], (RIGHT[wide] - NUMBER) / most.iloc[1])


def arrange_deals(data: pd.DataFrame, wide: float) -> pd.DataFrame:
    """Where each deal stands: under the year before it, and years without a deal as white paper between; the index of `data`.

    Returns
    -------
    year : int
    y, squares : float
        Lines from the top to the middle of its first line of words, and to its squares.
    lines : list of str
        Its name.
    """
    square, top, rows = measure_square(data, wide), HEAD[wide], []
    left = (wide - 2 * MARGIN) * 72 - RIGHT[wide] - NAMES[wide] - 6
    years = data["year"].astype(int)
    before = years.min() - 1
    for year, name, people in zip(years, data["name"], data["freed_by_russian_side"], strict=True):
        top += EMPTY[wide] * max(year - before - 1, 0)
        used = square * (people + AT) + NUMBER * (people >= COUNTED)
        lines, below = arrange_name(name, left - used, left, SIZE[wide])
        rows.append((year, top + 0.5, top + 0.5 + below, lines))
        top += max(len(lines), below + 1) + APART[wide]
        before = year
    return pd.DataFrame(rows, data.index, ["year", "y", "squares", "lines"])


def arrange_name(name: str, beside: float, left: float, size: float) -> tuple[list[str], int]:
    """The name of a deal in lines, and on which line its squares stand: beside the first, or under all of them.

    `beside` and `left` are points: beside the squares, and left of the middle.
    """
    short, long = (wrap_text(name, room / 72, size=size, weight="bold").split("\n") for room in (beside, left))
    fits = all(measure_word(line, size, "bold") * 72 <= beside for line in short)
    return (short, 0) if fits and len(short) <= len(long) + 1 else (long, len(long))


def measure_height(data: pd.DataFrame, wide: float) -> float:
    """Inches that the years of the deals take on that page."""
    return find_bottom(arrange_deals(data, wide)) * LINE / 72


def find_bottom(rows: pd.DataFrame) -> float:
    """Lines from the top to the end of the last deal."""
    last = rows.iloc[-1]
    return max(last["y"] + len(last["lines"]) - 1, last["squares"]) + 0.7


def plot_exchanges(
    data: pd.DataFrame,
    *,
    ax: Axes | None = None,
    silences: pd.DataFrame | None = None,
    largest: tuple[str, ...] = (),
    who: dict | None = None,
) -> Axes:
    """A line a deal, a square a person: left those the Russian side freed, right those the US side freed.

    Pale squares: let go for nobody in return. `data` as measures.deals.count_freed gives it, `silences` as
    measures.deals.find_silences gives them; the names of the `largest` deals are set bold; `who` are ids by deal and side.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    wide = NARROW if is_narrow(ax) else WIDTH
    rows, square = arrange_deals(data, wide), measure_square(data, wide)
    left = ((wide - 2 * MARGIN) * 72 - RIGHT[wide]) / square
    ax.set(xlim=(-left, RIGHT[wide] / square), ylim=(find_bottom(rows), 0), xticks=[], yticks=[])
    for row in rows.drop_duplicates("year").itertuples():
        ax.text(-left, row.y, row.year, va="center", ha="left", size=LABEL, color=TEXT, weight="bold")
    for row, name in zip(rows.itertuples(), data["name"], strict=True):
        for number, words in enumerate(row.lines):
            ax.annotate(
                words, (-left, row.y + number), (NAMES[wide], 0), textcoords="offset points", va="center", ha="left",
                size=SIZE[wide], weight="bold" if name in largest else "normal",
            )  # fmt: skip
    for side, step in STEPS.items():
        draw_side(ax, data, rows["squares"], side, step, who or {})
        words = f"by {SIDE_WORDS[side]}" if step > 0 and wide == WIDTH else f"freed by {SIDE_WORDS[side]}"
        words = words.replace("the ", "the\n") if wide == NARROW else words
        ax.annotate(
            words, (0, HEAD[wide] - 0.3), (step * 6, 0), textcoords="offset points", ha=ALIGN[step], va="bottom",
            size=LABEL, weight="bold", color=INK[side], linespacing=1.15,
        )  # fmt: skip
    ax.plot([0, 0], [HEAD[wide] - 0.5, ax.get_ylim()[0]], color=GREY, linewidth=0.7, zorder=1)
    if silences is not None:
        draw_silences(ax, data, silences, rows, wide)
    return ax


def draw_side(ax: Axes, data: pd.DataFrame, rows: pd.Series, side: str, step: int, who: dict) -> None:
    """The squares of one side, deal by deal from the middle outwards; their number where they are many."""
    for deal, count, kind, name in data[[f"freed_by_{side}", "kind", "exchange_id"]].itertuples():
        cells = [(step * (AT + place + 0.5), rows[deal]) for place in range(count)]
        draw_squares(ax, cells, side, "pale" if kind == "one_sided" else "full", who.get((name, side)))
        if count >= COUNTED:
            ax.annotate(
                count, (step * (AT + count), rows[deal]), (step * 4, 0), textcoords="offset points", ha=ALIGN[step],
                va="center", size=NOTE, color=INK[side],
            )  # fmt: skip


def draw_silences(ax: Axes, data: pd.DataFrame, silences: pd.DataFrame, rows: pd.DataFrame, wide: float) -> None:
    """A bracket along each time without a swap, right of what was let go in it, and how long it was."""
    for silence in silences.itertuples():
        start, end = silence.start.year, silence.end.year
        inside = data[data["year"].between(start + 1, end - 1)]
        at = int(inside["freed_by_us_side"].max() if len(inside) else 0) + 2
        before, after = rows[rows["year"] <= start].iloc[-1], rows[rows["year"] >= end].iloc[0]
        top, bottom = before["squares"] + 0.9, after["y"] - 0.9
        ax.plot([at, at], [top, bottom], color=QUIET, linewidth=0.8, marker="_", markersize=5, solid_capstyle="butt")
        ax.annotate(
            f"{say_length(silence.years)}\nwithout a swap", (at, (top + bottom) / 2), (6, 0),
            textcoords="offset points", ha="left", va="center", size=SIZE[wide], color=QUIET, linespacing=1.2,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip


def say_length(years: float) -> str:
    """A time in whole years that is true: `nearly 24 years`, `over 14 years`."""
    near = years % 1 > 0.75
    return f"{'nearly' if near else 'over'} {int(years) + near} years"


def find_largest(freed: pd.DataFrame) -> pd.DataFrame:
    """The two deals that freed most people, in time order; none where others freed as many, or the two freed less than 40%."""
    people = (freed["freed_by_russian_side"] + freed["freed_by_us_side"]).sort_values(ascending=False, kind="stable")
    tied = len(people) > 2 and people.iloc[1] == people.iloc[2]
    if len(people) < 3 or tied or people.iloc[:2].sum() < 0.4 * people.sum():
        return freed.iloc[:0]
    return freed.loc[sorted(people.index[:2])]


def describe_exchanges(freed: pd.DataFrame, beginning: str = "") -> str:
    """How much of all that were freed came out in the two largest deals; else how many each side freed in how many deals.

    `beginning` is that of a sentence over a selection.
    """
    east, west = int(freed["freed_by_russian_side"].sum()), int(freed["freed_by_us_side"].sum())
    years = freed["year"]
    two = find_largest(freed)
    if len(two) and not beginning:
        people = int(two["freed_by_russian_side"].sum() + two["freed_by_us_side"].sum())
        first, second = two["year"]
        when = f"in {first} and {second}" if first != second else f"both in {first}"
        return f"Two deals, {when}, freed {people} of the {east + west} people let go in deals since {years.min()}"
    span = f"from {years.min()} to {years.max()}" if years.nunique() > 1 else f"in {years.min()}"
    sides = f"the Russian side freed {count_people(east) if east else 'none'}, the US side {spell(west) if west else 'none'}"
    if beginning:
        return f"{beginning}{span}, {sides}."
    return f"In {spell(len(freed), 'deal')} {span} {sides}"


def describe_silences(freed: pd.DataFrame, silences: pd.DataFrame) -> str:
    """How many each side freed, and the longest time without a swap."""
    east, west = int(freed["freed_by_russian_side"].sum()), int(freed["freed_by_us_side"].sum())
    sentence = f"The Russian side freed {count_people(east)}, the US side {spell(west)}."
    if silences.empty:
        return sentence
    years, start, end = silences.loc[silences["years"].idxmax(), ["years", "start", "end"]]
    return f"{sentence} The longest time without a swap was {say_length(years)}, from {start.year} to {end.year}."


def exchanges_by_year(record: Tables) -> Picture:
    """A line a deal, a square a person freed, the sides left and right, the times without a swap bracketed."""
    told, left_out = select_told(record.exchanges)
    freed = deals.count_freed(told)
    require(freed, "No deal with a day and totals is in this selection.")
    who, also = list_who(record.whole.detainees, ["exchange_id", "side"]), ""
    plot = partial(plot_exchanges, who=who)
    if not record.scope:  # a part cannot tell when nothing happened, nor what was largest
        silences = deals.find_silences(told)
        plot = partial(plot, silences=silences, largest=tuple(find_largest(freed)["name"]))
        also = describe_silences(freed, silences)
    return show(
        record,
        plot,
        freed,
        describe_exchanges(freed, begin(record, len(freed), "whole deals")),
        (
            f"One square is one prisoner freed in a publicly known deal; white paper is years without one"
            f"{' of these' * bool(record.scope)}. Pale: let go for nobody in return.{say_whole(record)}"
        ),
        "Mirrored unit chart of the prisoners each side freed, year by year from top to bottom",
        Count(len(freed), len(record.exchanges), "deals", left_out=left_out),
        Basis(
            "01-exchanges-by-year",
            {"exchanges": freed["exchange_id"]},
            {"exchanges": ["date", "end_date", "kind", "freed_by_russian_side", "freed_by_us_side"]},
            "deals",
        ),
        height=partial(measure_height, freed),
        also=also,
    )
