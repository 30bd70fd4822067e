"""Puts a finding, a subtitle, a foot and a description round a chart, shows it, and writes it with its rows and papers.

Promise: the same record gives the same bytes; the papers name exactly the rows drawn and the cards that speak of them.
"""

import io
import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from analysis.record.dates import format_day
from analysis.record.files import ROOT, write_whole
from analysis.record.select import describe_people
from analysis.record.tables import Tables
from analysis.record.words import spell

WIDTH = 6.7  # inches: a page 17 cm wide
MARGIN = 0.12  # inches
DPI = 200  # of pictures, in notebooks and in files
LONGEST_NAME = 120  # characters of a file name before its ending
EXPORTS = ROOT / "exports"  # where readers' own pictures go; the record's are in figures/, written by make figures alone
LISTED_BY = {
    "people": "everyone named as released in these deals; every US citizen, dual citizen or permanent resident publicly "
    "reported held by Russia since 2010 for more than 48 hours; and people the US side held whom Russian officials "
    "publicly sought in a swap",
    "freed": "everyone named as released in these deals",
    "americans": "every US citizen, dual citizen or permanent resident publicly reported held by Russia since 2010 for "
    "more than 48 hours",
    "deals": "every deal on the public record since 1945 in which the United States and the Soviet Union or Russia, with "
    "states acting beside them, let prisoners go",
    "documents": "every document read in this project that a source card stands for",
}
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


@dataclass(frozen=True)
class Picture:
    """A finished figure with the rows it draws and what its papers say. In a notebook it shows itself and its description."""

    figure: Figure
    data: pd.DataFrame
    papers: dict = field(repr=False)

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG: the one that is shown is the one that is exported."""
        return render(self.figure, "png", dpi=DPI)

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


class EmptyPicture(ValueError):
    """Nothing is left to draw; the message says of what, for a reader."""


def require(rows: object, what: str) -> None:
    """EmptyPicture where nothing is left."""
    if not len(rows):
        raise EmptyPicture(what)


def fit_height(rows: int, of: float, tallest: float, least: float = 1.6) -> float:
    """Inches for so many rows, where `of` rows take `tallest`."""
    return round(min(tallest, max(least, 0.7 + (tallest - 0.7) * rows / of)), 2)


def begin(record: Tables, count: int, noun: str = "people") -> str:
    """How a sentence over a selection begins: with how many there are, and of whom; empty over the whole record.

    `noun` is people, or what else is counted: "deals", "values".
    """
    if not record.scope:
        return ""
    if noun != "people":
        chosen = "; ".join(f"{title} {words}" for title, words in record.scope.items())
        return f"In {spell(count, noun.removesuffix('s'))} ({chosen}): "
    return f"Of {spell(count)} {'among ' * (count == 1)}{describe_people(record.scope)}: "


def show(
    record: Tables,
    plot: Callable,
    data: pd.DataFrame,
    finding: str,
    *,
    unit: str,
    kind: str,
    shown: int,
    of: int,
    rows: dict[str, Iterable[str]],
    columns: dict[str, list[str]],
    notebook: str,
    documents: Iterable[str] = (),
    left_out: str = "",
    noun: str = "people",
    listed_by: str = "people",
    height: float = 3.6,
) -> Picture:
    """Draw `plot(data, ax=...)` on a page-wide figure with everything round it.

    Parameters
    ----------
    finding
        The sentence a reader should take away; it becomes the title.
    unit
        What one mark is and which cases are counted; it becomes the subtitle.
    kind
        What sort of chart of what, for the description ("Mirrored unit chart of people freed in each deal").
    shown, of
        How many of how many `noun` are drawn.
    rows, columns
        What the picture rests on: the ids of rows, and the columns used, of each table.
    notebook
        The one that shows the picture.
    documents
        Ids of the cards that the picture shows themselves.
    left_out
        Who is not drawn and why, a clause; needed where `shown` is less than `of`.
    listed_by
        By which rule the cases came into the record, a key of LISTED_BY.
    height
        Of the chart itself, inches.
    """
    if shown < of and not left_out:
        raise ValueError(f"{of - shown} of {of} {noun} are not shown: say in left_out who and why")
    foot = f"{shown:,} of {of:,} {noun} shown" + (f"; left out: {left_out}. " if shown < of else ". ")
    if record.scope:
        foot += f"Filters: {'; '.join(f'{name} {words}' for name, words in record.scope.items())}. "
    foot += f"Publicly known cases, data {record.version}, through {format_day(record.data_through)}. "
    foot += f"Source: {record.descriptor['title']}."
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1), dpi=100)
        FigureCanvasAgg(figure)
        width = WIDTH - 2 * MARGIN
        sizes = [12, 11, 10]  # points; a long headline is set smaller, to keep to two lines
        size = next((s for s in sizes if wrap_text(finding, width, size=s, weight="bold").count("\n") < 2), 10)
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
    papers = {
        "finding": finding,
        "alt": f"{kind.rstrip('.')}. {finding}",
        "unit": unit,
        "shown": shown,
        "of": of,
        "noun": noun,
        "left_out": left_out if shown < of else "",
        "listed_by": LISTED_BY[listed_by],
        "scope": record.scope,
        "people": sorted(rows.get("detainees", [])),
        "deals": sorted(rows.get("exchanges", [])),
        "sources": sorted({*documents, *list_sources(record, rows, columns)}),
        "notebook": f"notebooks/{notebook}.ipynb",
        "data_version": record.version,
        "data_through": f"{record.data_through:%Y-%m-%d}",
        "licence": "CC BY 4.0",
    }
    return Picture(figure, data, papers)


def render(figure: Figure, kind: str, **options: object) -> bytes:
    """The figure as PNG, SVG or PDF, the same bytes every time."""
    buffer = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(buffer, format=kind, metadata=METADATA[kind], **options)
    return buffer.getvalue()


def export(pictures: dict[str, Picture], folder: Path = EXPORTS) -> pd.DataFrame:
    """Write each picture as PNG (2x), SVG and PDF, its rows as CSV and its papers as JSON; list what was written.

    Parameters
    ----------
    pictures
        By file name: small letters, digits and hyphens. What was selected is added to it.

    Returns
    -------
    figure (where its files are, but for their endings), files, sources : one row a picture.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, picture in pictures.items():
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise ValueError(f"{name!r} is no figure name: small letters, digits and hyphens only")
        name = extend_name(name, picture.papers["scope"])
        contents = {
            "png": picture.png,
            "svg": render(picture.figure, "svg"),
            "pdf": render(picture.figure, "pdf"),
            "csv": picture.data.to_csv(index=False, lineterminator="\n", float_format="%.4f").encode(),
            "json": (json.dumps(picture.papers, ensure_ascii=False, indent=1) + "\n").encode(),
        }
        for ending, content in contents.items():
            write_whole(folder / f"{name}.{ending}", content)
        where = (folder / name).as_posix()
        written.append({"figure": where, "files": " ".join(contents), "sources": len(picture.papers["sources"])})
    return pd.DataFrame(written)


def extend_name(name: str, scope: dict[str, str]) -> str:
    """A file name with what was selected behind it in small letters, digits and hyphens; cut, with a checksum, where too long."""
    if not scope:
        return name
    words = " ".join([name, *(f"{key} {value}" for key, value in scope.items())]).casefold().replace("–", " ")
    slug = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode())
    if len(slug.strip("-")) > LONGEST_NAME:
        slug = f"{slug[: LONGEST_NAME - 9].strip('-')}-{zlib.crc32(words.encode()):08x}"
    return slug.strip("-")


def list_sources(record: Tables, rows: dict[str, Iterable[str]], columns: dict[str, list[str]]) -> set[str]:
    """Ids of the cards that speak of these rows in these columns, of those that the record rests on."""
    cards, found = record.cards, set()
    for table, ids in rows.items():
        true_ids = {"/".join([record.ids.get(first, first), *rest]) for first, *rest in (row.split("/") for row in ids)}
        speaking = cards[(cards["table"] == table) & cards["column"].isin(columns[table]) & cards["row"].isin(true_ids)]
        found |= set(speaking["source"])
    return found
