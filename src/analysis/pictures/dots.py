"""Dots on a scale, one a person, in upright columns, with the median and its interval under them.

Promise: a dot stands within half a step of its own value.
"""

from math import floor, isinf

import pandas as pd
from matplotlib.axes import Axes

from analysis.measures.medians import LEAST
from analysis.pictures.marks import COLOUR, GREY, INK, QUIET, name_dots, scatter
from analysis.pictures.page import LABEL, MARGIN, NOTE, measure_word
from analysis.record.words import spell

LANES = {"russian_side": "Russian side", "us_side": "US side"}
LINE = {LABEL: 13.0, NOTE: 11.6}  # points from line to line of text
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}  # behind words that stand on the lines of a scale
MEDIAN = 26.0  # points under a line of dots for its median
OVER = LINE[LABEL] + 4  # points over the dots for the name of a side, where it stands there
STEPS = [1 / 12, 1 / 4, 1 / 2, 1, 1.25, 2, 2.5, 5, 10]  # from column to column, in units of the scale


def measure_text(text: str, size: float, weight: str = "normal") -> float:
    """The width of a line of text, points."""
    return 72 * measure_word(text, size, weight)


def measure_page(wide: float) -> float:
    """The width of a chart on a page `wide` inches wide, points."""
    return 72 * (wide - 2 * MARGIN)


def measure_axes(ax: Axes) -> float:
    """The width of axes, points."""
    return ax.bbox.width * 72 / ax.figure.dpi


def open_canvas(ax: Axes, width: float, height: float) -> None:
    """Axes as a sheet measured in points from its upper left corner."""
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.set_axis_off()


def open_scale(ax: Axes, left: float, right: float, low: float, high: float) -> Axes:
    """A scale from low to high between two points of a canvas; up and down it stays a canvas."""
    width, height = ax.get_xlim()[1], ax.get_ylim()[0]
    scale = ax.inset_axes((left / width, 0, (right - left) / width, 1), zorder=0.5)
    scale.set(xlim=(low, high), ylim=(height, 0))
    scale.set_axis_off()
    return scale


def draw_numbers(scale: Axes, ticks: list[float], at: float, words: str) -> None:
    """The numbers of a scale over a height, `words` behind the last."""
    for tick in ticks:
        scale.text(tick, at, f"{tick:g}", ha="center", va="bottom", color=QUIET, size=NOTE)
    past = (measure_text(f"{ticks[-1]:g}", NOTE) / 2 + 3 * (words != "%"), 0)
    style = {"ha": "left", "va": "bottom", "color": QUIET, "size": NOTE}
    scale.annotate(words, (ticks[-1], at), past, textcoords="offset points", **style)


def list_ticks(most: float) -> list[float]:
    """Round numbers from 0 on a scale that ends at `most`."""
    step = next(step for step in (10, 5, 1) if most > 2 * step or step == 1)
    return [float(tick) for tick in range(0, int(most) + 1, step)]


def label_lane(ax: Axes, side: str, words: str, line: float, top: float | None) -> None:
    """The name of a side with words: at the left of its line of dots, or over it, where `top` says from where."""
    ink, quiet = {"size": LABEL, "weight": "bold", "color": INK[side]}, {"size": NOTE, "color": QUIET}
    if top is None:
        ax.text(0, line - 2, LANES[side], va="baseline", **ink)
        ax.text(0, line + LINE[NOTE] - 2, words, va="baseline", **quiet)
    else:
        after = measure_text(LANES[side], LABEL, "bold") + 5
        ax.text(0, top + LINE[NOTE], LANES[side], va="baseline", bbox=PAPER, **ink)
        ax.text(after, top + LINE[NOTE], words, va="baseline", bbox=PAPER, **quiet)


def choose_step(apart: float) -> float:
    """The smallest round step from column to column at which dots so wide, in units of the scale, do not touch."""
    return next((step for step in STEPS if step >= apart), apart)


def stack_dots(values: list[float], step: float, start: float = 0.0) -> list[tuple[float, int]]:
    """Where dots stand: each in the column nearest to its value, columns going by `step` from `start`, and on which level."""
    columns, placed = {}, []
    for value in sorted(map(float, values)):
        column = start + step * floor((value - start) / step + 0.5)
        columns[column] = columns.get(column, -1) + 1
        placed.append((column, columns[column]))
    return placed


def draw_dots(
    scale: Axes, placed: list[tuple[float, int]], line: float, side: str, size: float, who: list[str] | None = None
) -> None:
    """A dot a person, `size` points across, standing on a line; `placed` as stack_dots gives it, `who` the ids in that order."""
    cells = [(column, line - (level + 0.5) * size) for column, level in placed]
    name_dots(scatter(scale, cells, "o", size - 0.6, color=COLOUR[side], linewidths=0), who or [])
    scale.hlines(line, *scale.get_xlim(), color=GREY, linewidth=0.7, zorder=2)


def format_bound(value: float, places: int) -> str:
    """A value rounded to so many decimals, or that it is longer than any term."""
    return "more than any term" if isinf(value) else f"{round(value, places):g}"


def draw_median(
    scale: Axes,
    values: pd.Series,
    bounds: tuple[float, float, float],
    line: float,
    side: str,
    unit: str,
    places: int = 1,
) -> None:
    """Under a line of dots: the median as a diamond on its interval, in words too; or that there are too few for one."""
    width = measure_axes(scale)
    low_end, high_end = scale.get_xlim()
    median, low, high = (min(bound, high_end) for bound in bounds)
    if len(values) < LEAST:
        words, low, line = f"{spell(len(values))}: too few to tell a median", low_end, line - 9
    else:
        scale.plot([low, high], [line + 7] * 2, color=INK[side], linewidth=1.1, marker="|", markersize=5, zorder=3)
        scale.plot(median, line + 7, "D", color=INK[side], markersize=4.6, zorder=4)
        said, low_said, high_said = (format_bound(bound, places) for bound in bounds)
        words = f"median {said}{unit * (not isinf(bounds[0]))} ({low_said} to {high_said})"
    room = (high_end - low_end) * (1 - measure_text(words, NOTE) / width)
    at = max(low_end, min(low, low_end + room))
    scale.text(at, line + 13, words, ha="left", va="top", color=INK[side], size=NOTE, bbox=PAPER)


def draw_apart(ax: Axes, left: float, line: float, people: dict[str, list[str]], side: str, size: float) -> float:
    """Who has no place on the scale, at its right: dots standing on a line and words over them, a pair a kind, upwards.

    `people` are ids by kind. The height of it all, points; `ax` a canvas.
    """
    top = line
    for words, who in people.items():
        cells = [(left + (place + 0.5) * size, top - size / 2) for place in range(len(who))]
        name_dots(scatter(ax, cells, "o", size - 0.6, color=COLOUR[side], linewidths=0), who)
        ax.text(left, top - size - 1, f"{words}: {spell(len(who))}", ha="left", va="bottom", color=INK[side], size=NOTE)
        top -= size + LINE[NOTE] + 2
    return line - top
