"""Sets a page: a headline, a line under it, the chart, a foot.

Promise: the same page gives the same bytes, whatever the machine's fonts and settings.
"""

import base64
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import escape

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from PIL import Image

WIDTH = 6.7  # inches: a page 17 cm wide
NARROW = 3.35  # inches: a newspaper's column, a phone
MARGIN = 0.12  # inches
DPI = 200  # of pictures, in notebooks and in files
TITLES = [13, 12, 11]  # points; a long headline is set smaller
LABEL, NOTE, FOOT = 9.3, 8.5, 8  # points: of marks and scales, of what is said aside, of the line below
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": LABEL,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.edgecolor": "#8A8F94",
    "axes.labelcolor": "#3C4248",
    "axes.labelsize": LABEL,
    "text.color": "#1C2126",
    "xtick.color": "#3C4248",
    "ytick.color": "#3C4248",
    "xtick.labelsize": LABEL,
    "ytick.labelsize": LABEL,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": "#E3E6E8",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "svg.hashsalt": "us-russia-prisoner-exchanges",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "path.simplify": False,
    "date.epoch": "1970-01-01T00:00:00",  # which defaults leave as they are
}
LETTERS = ("text.hinting", "text.kerning_factor", "font.enable_last_resort")  # what makes them wider or narrower
METADATA = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


class Sentence(str):
    """A sentence that a notebook sets as text, not as code."""

    def _repr_markdown_(self) -> str:
        return f"**{self}**"


@dataclass(frozen=True, repr=False)
class Picture:
    """A figure, drawn when it is looked at, with its rows and what its papers say. In a notebook it shows itself.

    `draw` takes the width in inches.
    """

    draw: Callable[[float], Figure] = field(repr=False)
    data: pd.DataFrame
    papers: dict = field(repr=False)

    @property
    def finding(self) -> str:
        """The sentence that a reader should take away."""
        return self.papers["finding"]

    @property
    def answer(self) -> Sentence:
        """The finding and what it leaves unsaid, for the page above the picture."""
        return Sentence(f"{self.finding.rstrip('.')}. {self.papers['also']}".strip())

    def __repr__(self) -> str:
        """The finding, and how much is drawn."""
        return f"<Picture: {self.finding} ({self.papers['shown']} of {self.papers['of']} {self.papers['noun']})>"

    @cached_property
    def figure(self) -> Figure:
        """The page with the chart and everything round it."""
        return self.draw(WIDTH)

    @cached_property
    def narrow(self) -> Figure:
        """The same on half the width, for a column or a phone."""
        return self.draw(NARROW)

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG: the one that is shown is the one that is exported. Of a selection it is packed for speed."""
        return render(self.figure, "png", quick=bool(self.papers["scope"]))

    def _ipython_display_(self) -> None:
        from IPython.display import display

        alt = escape(self.papers["alt"], quote=True)
        small = render(self.narrow, "png", quick=bool(self.papers["scope"]))
        wide, narrow = (f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in (self.png, small))
        image = f'<img src="{wide}" alt="{alt}" style="width: 760px; max-width: 100%; height: auto">'
        phone = f'<source media="(max-width: 600px)" srcset="{narrow}">'
        display({"text/html": f"<picture>{phone}{image}</picture>", "text/plain": self.papers["alt"]}, raw=True)


@contextmanager
def use_style() -> Iterator[None]:
    """Everything drawn inside has matplotlib's defaults and this style, whatever its user or a script has set."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        yield


@lru_cache(maxsize=10_000)
def measure_word(word: str, size: float, weight: str) -> float:
    """The width of a word, inches.

    Hinting makes letters wider or narrower from one resolution to another: the widest of those in use counts.
    """
    from matplotlib.font_manager import FontProperties

    # To ask is cheap, to set is not.
    ours = all(mpl.rcParams.get(name) == mpl.rcParamsDefault.get(name) for name in LETTERS)
    with nullcontext() if ours else use_style():
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


def set_page(
    plot: Callable,
    data: pd.DataFrame,
    finding: str,
    unit: str,
    foot: str,
    measure: Callable[[float], float],
    wide: float = WIDTH,
) -> Figure:
    """`plot(data, ax=...)` on a figure `wide` inches wide, its axes as high as `measure(wide)`, with everything round it."""
    with use_style():
        figure = Figure(figsize=(wide, 1), dpi=100)
        FigureCanvasAgg(figure)
        width, height = wide - 2 * MARGIN, measure(wide)
        sizes, lines = (TITLES, 2) if wide == WIDTH else (TITLES[-1:], 9)
        size = next(
            (s for s in sizes if wrap_text(finding, width, size=s, weight="bold").count("\n") < lines), sizes[-1]
        )
        blocks = [
            (wrap_text(finding, width, size=size, weight="bold"), {"size": size, "weight": "bold"}, 0.205 * size / 12),
            (wrap_text(unit, width, size=NOTE), {"size": NOTE, "color": "#4A5157"}, 0.152),
            (wrap_text(foot, width, size=FOOT), {"size": FOOT, "color": "#5A6167"}, 0.145),
        ]
        tall = [(text.count("\n") + 1) * line for text, _, line in blocks]
        head = MARGIN + tall[0] + 0.05 + tall[1] + 0.12
        total = head + height + 0.14 + tall[2] + MARGIN
        figure.set_size_inches(wide, total)
        tops = [MARGIN, MARGIN + tall[0] + 0.05, head + height + 0.14]
        for (text, style, _), top in zip(blocks, tops, strict=True):
            figure.text(MARGIN / wide, 1 - top / total, text, va="top", ha="left", linespacing=1.25, **style)
        ax = figure.add_axes((MARGIN / wide, 1 - (head + height) / total, 1 - 2 * MARGIN / wide, height / total))
        plot(data, ax=ax)
    return figure


def is_narrow(ax: Axes) -> bool:
    """Whether these axes stand on the narrow page."""
    return ax.figure.get_figwidth() == NARROW


def render(figure: Figure, kind: str, *, quick: bool = False) -> bytes:
    """The figure as PNG, SVG or PDF, the same bytes every time; `quick` packs a PNG fast, not small."""
    buffer, small = io.BytesIO(), kind == "png" and not quick
    packed = {"dpi": DPI} if kind == "png" else {}
    packed |= {"pil_kwargs": {"compress_level": 1}} if quick else {}
    with use_style():
        figure.savefig(buffer, format="rgba" if small else kind, metadata=None if small else METADATA[kind], **packed)
    if not small:
        return buffer.getvalue()
    wide = int(figure.get_figwidth() * DPI)
    page = Image.frombuffer("RGBA", (wide, len(buffer.getvalue()) // wide // 4), buffer.getvalue()).convert("RGB")
    buffer = io.BytesIO()
    # This palette moves no colour by more than 3 of 255, as far as was measured; the one by median moves some by 48.
    few = page.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(buffer, "PNG", compress_level=7, dpi=(DPI, DPI))
    return buffer.getvalue()


def describe_svg(svg: bytes, title: str, description: str) -> bytes:
    """An SVG that says what it is to whoever cannot see it, its words in a font that any machine has."""
    text = svg.decode().replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    head, tag, rest = text.partition("<svg ")
    opening, close, rest = rest.partition(">")
    said = f"\n <title>{escape(title)}</title>\n <desc>{escape(description)}</desc>"
    return f'{head}{tag}role="img" {opening}{close}{said}{rest}'.encode()
