"""Dots on a scale, one a person: stacked where they would touch, with the median and its interval under them.

Promise: a dot stands at its own value; none is moved sideways.
"""

import pandas as pd
from matplotlib.axes import Axes

from analysis.measures.medians import FEW
from analysis.pictures.marks import COLOUR, GREY, INK, QUIET
from analysis.pictures.page import LABEL, MARGIN, NOTE, measure_word
from analysis.record.words import spell

LANES = {"russian_side": "Russian side", "us_side": "US side"}
LINE = {LABEL: 13.0, NOTE: 11.6}  # points from line to line of text
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}  # behind words that stand on the lines of a scale
MEDIAN = 26.0  # points under a line of dots for its median


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
    past = (measure_text(f"{ticks[-1]:g}", NOTE) / 2 + 3, 0)
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
        ax.text(0, top + LINE[NOTE], LANES[side], va="baseline", **ink)
        ax.text(after, top + LINE[NOTE], words, va="baseline", **quiet)


def stack_dots(values: list[float], apart: float) -> list[int]:
    """The level of each dot: 0 on the line, and the lowest one on which it touches none that stands there."""
    tops: list[float] = []  # the last dot of each level
    levels = [0] * len(values)
    for place in sorted(range(len(values)), key=lambda place: values[place]):
        free = (level for level, last in enumerate(tops) if values[place] - last >= apart - 1e-9)
        levels[place] = next(free, len(tops))
        tops[levels[place] : levels[place] + 1] = [values[place]]
    return levels


def draw_dots(scale: Axes, values: pd.Series, line: float, side: str, size: float, apart: float) -> None:
    """A dot a person, `size` points across, standing on a line."""
    dots = [float(value) for value in values]
    heights = [line - (level + 0.5) * size for level in stack_dots(dots, apart)]
    scale.scatter(dots, heights, s=(size - 0.6) ** 2, color=COLOUR[side], linewidth=0, zorder=3)
    scale.hlines(line, *scale.get_xlim(), color=GREY, linewidth=0.7, zorder=2)


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
    median, low, high = bounds
    if len(values) < FEW:
        words, low, line = f"{spell(len(values))}: too few for a median", low_end, line - 9
    else:
        scale.plot([low, high], [line + 7] * 2, color=INK[side], linewidth=1.1, marker="|", markersize=5, zorder=3)
        scale.plot(median, line + 7, "D", color=INK[side], markersize=4.6, zorder=4)
        whole = ", all five" if len(values) == FEW else ""
        median, low_said, high_said = (f"{round(bound, places):g}" for bound in bounds)
        words = f"median {median}{unit} ({low_said} to {high_said}{whole})"
    room = (high_end - low_end) * (1 - measure_text(words, NOTE) / width)
    at = max(low_end, min(low, low_end + room))
    scale.text(at, line + 13, words, ha="left", va="top", color=INK[side], size=NOTE, bbox=PAPER)


def draw_apart(ax: Axes, left: float, line: float, counts: dict[str, int], side: str, size: float) -> float:
    """Who has no place on the scale, at its right: dots standing on a line and words over them, a pair a kind, upwards.

    The height of it all, points; `ax` a canvas.
    """
    top = line
    for words, count in counts.items():
        dots = [left + (place + 0.5) * size for place in range(count)]
        ax.scatter(dots, [top - size / 2] * count, s=(size - 0.6) ** 2, color=COLOUR[side], linewidth=0, zorder=3)
        ax.text(left, top - size - 1, f"{words}: {spell(count)}", ha="left", va="bottom", color=INK[side], size=NOTE)
        top -= size + LINE[NOTE] + 2
    return line - top
