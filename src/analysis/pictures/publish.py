"""Puts a picture together with its papers, and writes it to files.

Promise: the papers name exactly the rows drawn and the cards that speak of them.
"""

import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from analysis.pictures.listing import Listing
from analysis.pictures.page import NARROW, WIDTH, Picture, describe_svg, render, set_page
from analysis.record.dates import format_day
from analysis.record.files import ROOT, write_whole
from analysis.record.scope import describe_people, doubt
from analysis.record.select import FILTERS, OF_PEOPLE
from analysis.record.tables import Tables, load_tables
from analysis.record.words import spell

__all__ = ["Basis", "Count", "EmptyPicture", "Listing", "Picture", "begin", "export", "fit_height", "require", "show"]

LONGEST_NAME = 120  # characters of a file name before its ending
# Where readers' own pictures go, in the working directory where there is no checkout; those of the record are in figures/.
EXPORTS = (ROOT if (ROOT / "data").is_dir() else Path()) / "exports"
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


class EmptyPicture(ValueError):
    """Nothing is left to draw; the message says of what, for a reader."""


class Count(NamedTuple):
    """How many of how many are drawn; `left_out`, who is not and why, is needed where that is not all."""

    shown: int
    of: int
    noun: str = "people"
    left_out: str = ""


class Basis(NamedTuple):
    """What a picture rests on: the notebook that shows it, ids of rows and the columns used by table, the rule of listing.

    `listed_by` is a key of LISTED_BY; `documents` are ids of cards that the picture shows themselves.
    """

    notebook: str
    rows: Mapping[str, Iterable[str]] = MappingProxyType({})
    columns: Mapping[str, list[str]] = MappingProxyType({})
    listed_by: str = "people"
    documents: Iterable[str] = ()


def count_americans(record: Tables, americans: int, shown: int, why: str) -> Count:
    """Of those drawn that are Americans whom Russia arrested since 2010, as the whole record is asked for them alone.

    `why` some of them are not drawn, as words after a number.
    """
    of = len(record.detainees) if record.before else americans
    left_out = ["whoever is no American arrested by Russia since 2010"] * (of > americans)
    left_out += [f"{spell(americans - shown)} {why}"] * (americans > shown)
    return Count(shown, of, "detentions", " and ".join(left_out))


def require(rows: object, what: str) -> None:
    """EmptyPicture where nothing is left."""
    if not len(rows):
        raise EmptyPicture(what)


def fit_height(rows: int, of: float, tallest: float, least: float = 1.6) -> float:
    """Inches for so many rows, where `of` rows take `tallest`."""
    return round(min(tallest, max(least, 0.7 + (tallest - 0.7) * rows / of)), 2)


def begin(record: Tables, count: int, noun: str = "people") -> str:
    """How a sentence over a selection begins: with how many are counted, of how many, and of whom; empty over the whole record.

    `noun` is people, who are told as a part of all selected where they are one, or what else is counted: "deals", "values",
    or "whole deals" where everybody freed in them is, also those whom a selection of people does not have.
    """
    if not record.scope:
        return ""
    of = len(record.detainees) if noun == "people" else count
    if of > 1 and noun == "people":
        return f"Of {spell(count)}{f' of the {spell(of)}' if of > count else ''} {describe_people(record)}: "
    counted = ""
    if noun == "whole deals":
        noun, people = "deals", record.filters.keys() & OF_PEOPLE
        counted = f", everybody in {'it' if count == 1 else 'them'} counted" if people else ""
    titles = {title: name for name, title in FILTERS.items()}
    chosen = "; ".join(f"{title}: {words}{doubt(record, titles[title])}" for title, words in record.scope.items())
    return f"In {spell(count, noun.removesuffix('s') if noun != 'people' else 'case')}{counted} ({chosen}): "


def show(
    record: Tables,
    plot: Callable,
    data: pd.DataFrame,
    finding: str,
    unit: str,
    kind: str,
    count: Count,
    basis: Basis,
    height: float | Callable[[float], float] = 3.6,
    narrow: float | None = None,
    also: str = "",
) -> Picture:
    """Draw `plot(data, ax=...)` with everything round it.

    Parameters
    ----------
    finding
        What a reader should take away; it becomes the title: over the whole record at most 90 characters and two
        numbers (years aside), without a full stop.
    unit
        What one mark is, which cases are counted and by which rule they were listed; it becomes the subtitle.
    kind
        What sort of chart of what, for the description ("Mirrored unit chart of people freed in each deal").
    height, narrow
        Of the chart itself on the wide and on the narrow page, inches; or `height(wide)`, asked for when that page is drawn.
    also
        For the description: what the headline does not say, the largest or the exception, as a sentence.
    """
    shown, of, noun, left_out = count
    if shown < of and not left_out:
        raise ValueError(f"{of - shown} of {of} {noun} are not shown: say in left_out who and why")
    left_out = left_out if shown < of else ""
    foot = f"All {of:,} {noun}. " if shown == of else f"{shown:,} of {of:,} {noun}; left out: {left_out}. "
    if record.scope:
        foot += f"Filters: {'; '.join(f'{name} {words}' for name, words in record.scope.items())}. "
    foot += f"Publicly known cases to {format_day(record.data_through)}. "
    foot += f"Source: {record.descriptor['title']}, data {record.version}."
    papers = {
        "finding": finding,
        "alt": f"{kind.rstrip('.')}. {finding.rstrip('.')}. {also}".strip(),
        "also": also,
        "unit": unit,
        "shown": shown,
        "of": of,
        "noun": noun,
        "left_out": left_out,
        "listed_by": LISTED_BY[basis.listed_by],
        "scope": record.scope,
        "people": sorted(basis.rows.get("detainees", [])),
        "deals": sorted(basis.rows.get("exchanges", [])),
        "sources": sorted({*basis.documents, *list_sources(record, basis.rows, basis.columns)}),
        "notebook": f"notebooks/{basis.notebook}.ipynb",
        "data_version": record.version,
        "data_through": f"{record.data_through:%Y-%m-%d}",
        "licence": "CC BY 4.0",
    }
    measure = height if callable(height) else {WIDTH: height, NARROW: narrow or height}.get
    return Picture(partial(set_page, plot, data, finding, unit, foot, measure), data, papers)


def export(pictures: dict[str, Picture], folder: Path | str = EXPORTS) -> pd.DataFrame:
    """Write each picture as PNG (2x), SVG and PDF, narrow too, its rows as CSV and its papers as JSON; list what was written.

    Parameters
    ----------
    pictures
        By file name: small letters, digits and hyphens. What was selected is added to it.

    Returns
    -------
    figure (where its files are, but for their endings), files, sources : one row a picture.

    Raises
    ------
    ValueError
        A name or a picture is none, or the folder is figures/, which make figures alone writes; nothing is written then.
    """
    for name, picture in pictures.items() if isinstance(pictures, dict) else [(pictures, None)]:
        if not (isinstance(name, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)):
            raise ValueError(
                f"{name!r} is no figure name: small letters, digits and hyphens only, each with its picture"
            )
        if not isinstance(picture, Picture):
            raise ValueError(f"{name}: {picture!r} is no picture")
    folder = Path(folder).expanduser()
    if folder.resolve() == ROOT / "figures":
        raise ValueError(
            "figures/ holds the pictures of the whole record, which make figures writes: name another folder"
        )
    return write_files(pictures, folder)


def write_files(pictures: dict[str, Picture], folder: Path) -> pd.DataFrame:
    """What export() writes, wherever that is."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, picture in pictures.items():
        name = extend_name(name, picture.papers["scope"])
        said = picture.finding, picture.papers["alt"]
        contents = {
            ".png": picture.png,
            ".svg": describe_svg(render(picture.figure, "svg"), *said),
            ".pdf": render(picture.figure, "pdf"),
            ".csv": picture.data.to_csv(index=False, lineterminator="\n", float_format="%.4f").encode(),
            ".json": (json.dumps(picture.papers, ensure_ascii=False, indent=1) + "\n").encode(),
            "-narrow.png": render(picture.narrow, "png", quick=bool(picture.papers["scope"])),
            "-narrow.svg": describe_svg(render(picture.narrow, "svg"), *said),
        }
        for ending, content in contents.items():
            write_whole(folder / f"{name}{ending}", content)
        where = (folder / name).as_posix()
        written.append(
            {
                "figure": where,
                "files": " ".join(ending.removeprefix(".") for ending in contents),
                "sources": len(picture.papers["sources"]),
            }
        )
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


def list_sources(record: Tables, rows: Mapping[str, Iterable[str]], columns: Mapping[str, list[str]]) -> set[str]:
    """Ids of the cards that speak of these rows in these columns, of those that the record rests on."""
    speaking, found = index_sources(record.whole), set()
    for table, ids in rows.items():
        for first, *rest in (row.split("/") for row in ids):
            of_row = speaking.get((table, "/".join([record.ids.get(first, first), *rest])), {})
            found = found.union(*(of_row.get(column, ()) for column in columns[table]))
    return found


@lru_cache(maxsize=4)
def index_sources(record: Tables) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Ids of cards by table and row, then by column."""
    cards, speaking = record.cards, {}
    for table, row, column, source in zip(*(cards[key] for key in ("table", "row", "column", "source")), strict=True):
        speaking.setdefault((table, row), {}).setdefault(column, []).append(source)
    return speaking


load_once = lru_cache(maxsize=1)(load_tables)


def write_figure(name: str, draw: Callable[[Tables], Picture], root: Path) -> str:
    """Draw a picture of the whole record into figures/; why not, where the record has nothing to draw."""
    try:
        write_files({name: draw(load_once(root))}, root / "figures")
    except EmptyPicture as nothing:
        return f": not drawn. {nothing}"
    return ""
