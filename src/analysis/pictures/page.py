"""Sets a page: a headline, a line under it, the chart, a foot; and shows tables as a reader reads them.

Promise: the same page gives the same bytes, whatever the machine's fonts and settings.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import matplotlib as mpl
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

WIDTH = 6.7  # inches: a page 17 cm wide
MARGIN = 0.12  # inches
DPI = 200  # of pictures, in notebooks and in files
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.edgecolor": "#8A8F94",
    "axes.labelcolor": "#3C4248",
    "axes.labelsize": 7.5,
    "text.color": "#1C2126",
    "xtick.color": "#3C4248",
    "ytick.color": "#3C4248",
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": "#E3E6E8",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "svg.hashsalt": "us-russia-prisoner-exchanges",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "path.simplify": False,
}
METADATA = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


@dataclass(frozen=True, repr=False)
class Picture:
    """A figure, drawn when it is looked at, with its rows and what its papers say. In a notebook it shows itself."""

    draw: Callable[[], Figure] = field(repr=False)
    data: pd.DataFrame
    papers: dict = field(repr=False)

    @property
    def finding(self) -> str:
        """The sentence that a reader should take away."""
        return self.papers["finding"]

    def __repr__(self) -> str:
        """The finding, and how much is drawn."""
        return f"<Picture: {self.finding} ({self.papers['shown']} of {self.papers['of']} {self.papers['noun']})>"

    @cached_property
    def figure(self) -> Figure:
        """The page with the chart and everything round it."""
        return self.draw()

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG: the one that is shown is the one that is exported. Of a selection it is packed for speed."""
        packed = {"pil_kwargs": {"compress_level": 1}} if self.papers["scope"] else {}
        return render(self.figure, "png", dpi=DPI, **packed)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        alt = self.papers["alt"]
        picture = {"image/png": self.png, "text/plain": alt}
        display(picture, raw=True, metadata={"image/png": {"alt": alt, "width": 760}})
        display({"text/markdown": f"*{alt}*", "text/plain": alt}, raw=True)


@dataclass(frozen=True)
class Listing:
    """A frame as a table to read: every word of it, set left, without row numbers."""

    data: pd.DataFrame

    def _repr_html_(self) -> str:
        with pd.option_context("display.max_colwidth", None):
            days = {
                name: column.dt.strftime("%Y-%m-%d") for name, column in self.data.select_dtypes("datetime").items()
            }
            words = (
                self.data.assign(**days).astype(object).where(self.data.notna(), "")
            )  # missing numbers are blank too
            table = words.to_html(index=False, justify="left", border=0, float_format="{:.1f}".format)
        table = table.replace("<th>", '<th style="text-align: left">')
        return table.replace("<td>", '<td style="text-align: left; vertical-align: top">')

    def __repr__(self) -> str:
        """The same table as plain text."""
        return self.data.to_string(index=False, na_rep="")


@lru_cache(maxsize=10_000)
def measure_word(word: str, size: float, weight: str) -> float:
    """The width of a word, inches.

    Hinting makes letters wider or narrower from one resolution to another: the widest of those in use counts.
    """
    from matplotlib.font_manager import FontProperties

    font = FontProperties(family=STYLE["font.family"], weight=weight, size=size)
    pages = [RendererAgg(1, 1, dpi) for dpi in (100, DPI)]
    return max(page.get_text_width_height_descent(word, font, False)[0] / page.dpi for page in pages)


def wrap_text(text: str, width: float, *, size: float, weight: str = "normal") -> str:
    """The text broken into lines no wider than `width` inches when set in that size and weight."""
    lines, room, space = [], 0.0, measure_word(" ", size, weight)
    for word in text.split():
        wide = measure_word(word, size, weight)
        if wide > room:
            lines.append(word)
            room = width
        else:
            lines[-1] += f" {word}"
        room -= wide + space
    return "\n".join(lines)


def set_page(plot: Callable, data: pd.DataFrame, finding: str, unit: str, foot: str, height: float) -> Figure:
    """`plot(data, ax=...)` on a page-wide figure, its axes so many inches high, with everything round it."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1), dpi=100)
        FigureCanvasAgg(figure)
        width = WIDTH - 2 * MARGIN
        sizes = [12, 11, 10, 9, 8.5]  # points; a long headline is set smaller, to keep to two lines
        size = next((s for s in sizes if wrap_text(finding, width, size=s, weight="bold").count("\n") < 2), sizes[-1])
        blocks = [
            (wrap_text(finding, width, size=size, weight="bold"), {"size": size, "weight": "bold"}, 0.205 * size / 12),
            (wrap_text(unit, width, size=8), {"size": 8, "color": "#4A5157"}, 0.145),
            (wrap_text(foot, width, size=7), {"size": 7, "color": "#5A6167"}, 0.128),
        ]
        tall = [(text.count("\n") + 1) * line for text, _, line in blocks]
        head = MARGIN + tall[0] + 0.05 + tall[1] + 0.12
        total = head + height + 0.14 + tall[2] + MARGIN
        figure.set_size_inches(WIDTH, total)
        tops = [MARGIN, MARGIN + tall[0] + 0.05, head + height + 0.14]
        for (text, style, _), top in zip(blocks, tops, strict=True):
            figure.text(MARGIN / WIDTH, 1 - top / total, text, va="top", ha="left", linespacing=1.25, **style)
        ax = figure.add_axes((MARGIN / WIDTH, 1 - (head + height) / total, 1 - 2 * MARGIN / WIDTH, height / total))
        plot(data, ax=ax)
    return figure


def render(figure: Figure, kind: str, **options: object) -> bytes:
    """The figure as PNG, SVG or PDF, the same bytes every time."""
    buffer = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(buffer, format=kind, metadata=METADATA[kind], **options)
    return buffer.getvalue()
