"""Days on a page: years along an axis, and the names of deals as flags on the days they were made.

Promise: no name of a deal runs into another, or is crossed by the line of another.
"""

import re
from itertools import product

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from analysis.pictures.marks import QUIET, TEXT
from analysis.pictures.page import LABEL, NOTE, measure_word

APART = 30  # days; deals closer to one another than this share a flag
LEVEL = 0.155  # inches from one row of flags to the next
GAP = 0.06  # inches between a line and its word, and between two words
LEVELS = 5


def measure_axes(ax: Axes) -> tuple[float, float]:
    """Width and height of axes on paper, inches."""
    box = ax.get_position()
    return box.width * ax.figure.get_figwidth(), box.height * ax.figure.get_figheight()


def mark_years(ax: Axes, left: float, step: int = 1) -> None:
    """A tick at the start of each year on axes whose limits are set, or of every second or fourth; `left` inches are left of them."""
    low, high = ax.get_xlim()
    least = low + (measure_word("2000", LABEL, "normal") / 2 - left) / measure_axes(ax)[0] * (high - low)
    years = [year for year in range(mdates.num2date(low).year, mdates.num2date(high).year + 1) if not year % step]
    starts = {str(year): mdates.date2num(pd.Timestamp(year, 1, 1)) for year in years}
    shown = {year: day for year, day in starts.items() if max(low, least) <= day <= high}
    ax.set_xticks(list(shown.values()), list(shown))


def shorten(deal: str) -> str:
    """The first name in the name of a deal."""
    return re.split(" for | and |, ", deal)[0].removeprefix("The ")


def group_deals(deals: pd.DataFrame, apart: float = APART) -> list[tuple[list[float], str]]:
    """Days, as axes have them, and short names of the deals, those made within so many days of one another together, in time order."""
    groups = []
    for deal in deals.sort_values(["date_earliest", "exchange_id"]).itertuples():
        day, name = mdates.date2num(deal.date_earliest), shorten(deal.name)
        if groups and day - groups[-1][0][-1] < apart:
            groups[-1][0].append(day)
            groups[-1][1].append(name)
        else:
            groups.append(([day], [name]))
    return [(days, ", ".join(names)) for days, names in groups]


def place_flags(spots: list[tuple[float, float, float]], room: float) -> list[tuple[int, str]]:
    """For each flag its row, 0 nearest to the axes, and the side of its lines on which the words stand; as few rows as can be.

    `spots`: the first and last line of a flag and the width of its words; `room`: the width there is; all in inches.
    """
    for rows in range(1, LEVELS + 1):
        if placed := try_flags(spots, room, list(product(range(rows), ("right", "left"))), []):
            return placed
    return [(LEVELS - 1, "right" if last + GAP + wide < room else "left") for _, last, wide in spots]


def try_flags(spots: list, room: float, places: list[tuple[int, str]], placed: list) -> list[tuple[int, str]]:
    """The flags in some of these places, beginning with those placed, so that none meets another; empty where there is no way."""
    if len(placed) == len(spots):
        return placed
    for place in places:
        start, end = reach(spots[len(placed)], place[1])
        there = [*placed, place]
        fits = start >= 0 and end <= room and not any(meet(spots, there, at) for at in range(len(placed)))
        if fits and (found := try_flags(spots, room, places, there)):
            return found
    return []


def reach(spot: tuple[float, float, float], side: str) -> tuple[float, float]:
    """Where the words of a flag begin and end."""
    first, last, wide = spot
    return (last + GAP, last + GAP + wide) if side == "right" else (first - GAP - wide, first - GAP)


def meet(spots: list, placed: list, other: int) -> bool:
    """Whether the last of the flags placed meets another: words on words in one row, or the lines of the higher on words."""
    pair = [(spots[at], *placed[at]) for at in (len(placed) - 1, other)]
    (_, row, side), (_, other_row, other_side) = pair
    (start, end), (begin, stop) = reach(pair[0][0], side), reach(pair[1][0], other_side)
    if row == other_row and start < stop + GAP and begin < end + GAP:
        return True
    return any(
        of[0][0] - GAP / 2 < until and since < of[0][1] + GAP / 2 and of[1] >= under[1]
        for of, under, since, until in ((*pair, begin, stop), (*pair[::-1], start, end))
    )


def find_flags(deals: pd.DataFrame, days: tuple[float, float], wide: float, room: float) -> list[tuple]:
    """The flags of deals along an axis of so many days that is `wide` inches wide, words keeping within `room`: lines, words, row, side."""
    scale = wide / (days[1] - days[0])
    apart = max(APART, GAP / 2 / scale)  # nearer, and a name would stand beside the line of another
    groups = group_deals(deals, apart)
    spots = [
        ((at[0] - days[0]) * scale, (at[-1] - days[0]) * scale, measure_word(words, NOTE, "normal"))
        for at, words in groups
    ]
    return [(*group, *place) for group, place in zip(groups, place_flags(spots, room), strict=True)]


def draw_flags(ax: Axes, flags: list[tuple], *, above: bool, start: float = 0.0) -> None:
    """The names of deals in rows above or below axes whose limits are set, on lines that begin `start` inches from the axes."""
    edge, step = (1, 72) if above else (0, -72)
    style = {"xycoords": ax.get_xaxis_transform(), "textcoords": "offset points", "annotation_clip": False}
    for lines, words, row, side in flags:
        middle = start + (row + 0.5) * LEVEL
        near, far = step * start, step * (middle + 0.4 * LEVEL)
        for day in lines:
            line = {"arrowstyle": "-", "color": QUIET, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 0}
            ax.annotate("", (day, edge), (0, far), arrowprops=line | {"shrinkB": abs(near)}, **style)
        at, away, align = (lines[-1], 72 * GAP, "left") if side == "right" else (lines[0], -72 * GAP, "right")
        ax.annotate(words, (at, edge), (away, step * middle), size=NOTE, color=TEXT, va="center", ha=align, **style)
