"""Who is not known to be free: a table graphic, a person a row."""

from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals as all_deals
from analysis.measures import held, still
from analysis.pictures.marks import AMERICANS, COLOUR, DEAL, FAINT, QUIET, TEXT, add_bar, clear_frame, name_mark
from analysis.pictures.page import LABEL, MARGIN, NARROW, NOTE, WIDTH, is_narrow, measure_word, wrap_text
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.record.dates import MONTHS
from analysis.record.tables import Tables
from analysis.record.words import format_years, spell

BLUE, MIDDLE, TRACK = COLOUR["russian_side"], "#41688F", "#E4EAF1"
LINE, GAP, BAR, DOT = 0.152, 0.13, 0.095, 0.087  # inches: a line of words, air between people, a bar, a step of dots
WRONGFUL = "\nUS finding: wrongfully detained"
BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # keeps the lines of the scale out of the words
USED = {
    "exchanges": ["date", "kind"],
    "detainees": [
        "name", "us_status", "custodian", "arrested", "released", "outcome", "charge", "sentence_kind",
        "sentence_months", "sentence_months_final", "designation", "exchange_id",
    ],
}  # fmt: skip


class Columns(NamedTuple):
    """Where the columns of a page stand, inches from its left: words so wide, bars from and to, dates, dots; the head so high."""

    words: float
    bars: tuple[float, float]
    arrested: float
    report: float
    dots: float
    head: float


PAGES = {
    WIDTH: Columns(2.42, (2.58, 4.2), 4.38, 5.06, 5.78, 0.4),
    NARROW: Columns(2.3, (0, 1.08), 3.11, 3.11, 2.52, 0.52),
}


def format_month(day: str) -> str:
    """The month of a day as precise as it is known: `Nov 2025`, `2025`."""
    year, *rest = day.split("-")
    return " ".join([*(MONTHS[int(month) - 1][:3] for month in rest[:1]), year])


def format_report(day: pd.Timestamp) -> str:
    """The month of a last report."""
    return format_month(f"{day:%Y-%m}") if pd.notna(day) else "not dated"


def tell_time(person: tuple, labels: dict[str, str]) -> str:
    """Time in custody up to the last report, against the sentence: `8.9 of 12.5 years`, `0.8 years, no verdict`."""
    shortest, longest = (f"{years:.1f}" for years in (person.years_min, person.years_max))
    held = shortest if shortest == longest else f"{shortest}–{longest}"
    if pd.isna(person.years_min):
        held = "?"
    kind = person.sentence_kind if pd.notna(person.sentence_kind) else "not_public"
    if pd.notna(person.sentence_years) or kind == "not_public":
        return f"{held} of {format_years(person.sentence_years) if kind == 'term' else '? years'}"
    time = "a few days" if longest == "0.0" else f"{held} years"
    return f"{time}, {(labels | {'none_yet': 'no verdict', 'life': 'for life'})[kind]}"


def set_rows(data: pd.DataFrame, wide: float) -> tuple[list[str], np.ndarray]:
    """The charges, wrapped, and where each row begins, inches from the top of the chart; the last is where it ends."""
    columns = PAGES[wide]
    charges = [
        wrap_text(charge, columns.words, size=NOTE) for charge in data["charge"].fillna("charge not known, or none")
    ]
    wrongful = data["designation"].astype("str") == "designated"
    charges = [f"{charge}{WRONGFUL * found}" for charge, found in zip(charges, wrongful, strict=True)]
    lines = np.array([charge.count("\n") + 1 for charge in charges], float)
    lines += 2.4 if wide == NARROW else 1
    return charges, columns.head + np.cumsum([0, *(lines * LINE + GAP)])


def plot_still(data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """A row a person: name and charge; a bar of years in custody on a track as long as the sentence; dates; a dot a deal.

    Hollow dots: deals on whose day no report vouches that the person was held. `data` as measures.still.select_not_free
    gives it, `labels` the words for kinds of sentence.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    narrow = is_narrow(ax)
    wide = NARROW if narrow else WIDTH
    columns, (charges, tops) = PAGES[wide], set_rows(data, wide)
    ax.set(xlim=(0, wide - 2 * MARGIN), ylim=(tops[-1], 0), xticks=[], yticks=[])
    longest = np.nanmax([*data["years_max"], *data["years_to_now"], *data["sentence_years"], 1])
    told = [tell_time(person, labels) for person in data.itertuples()]
    low, high = columns.bars
    if narrow:  # the time stands between bar and dots
        high = min(high, columns.dots - 0.12 - max(measure_word(words, NOTE, "normal") for words in told))
    scale = (high - low) / longest
    step = min(DOT, (wide - 2 * MARGIN - columns.dots) / max((data["certain"] + data["possible"]).max(), 1))
    write_heads(ax, columns, narrow)
    draw_scale(ax, columns, scale, longest, columns.head if narrow else tops[-1], 10 if narrow else 5)
    for person, time, charge, top in zip(data.itertuples(), told, charges, tops[:-1], strict=True):
        ax.axhline(top, color=FAINT, linewidth=0.6, zorder=0.5)
        at, base = top + 1.1 * LINE, top + 1.1 * LINE + 0.045  # middle of the first line, and where its letters stand
        note, dates = {"size": NOTE, "color": QUIET}, {"size": NOTE, "color": TEXT}
        told_of = [ax.text(0, base, person.name, size=LABEL, weight="bold", color=TEXT)]
        for number, line in enumerate(charge.split("\n"), 1):
            told_of.append(ax.text(0, base + number * LINE, line, **note))
        arrested, report = format_month(person.arrested), format_report(person.last_report)
        if narrow:
            told_of.append(ax.text(columns.report, base, arrested, **dates, ha="right"))
            ax.text(columns.report, base + LINE, report, **dates, ha="right")
            at += LINE * (charge.count("\n") + 2.25)
            shift = {"xy": (high, at), "xytext": (5, 0), "textcoords": "offset points"}
            ax.annotate(time, **shift, **dates, va="center")
        else:
            ax.text(columns.arrested, base, arrested, **dates)
            told_of.append(ax.text(columns.report, base, report, **dates))
            ax.text(columns.bars[0], base + LINE, time, **note, bbox=BEHIND)
        draw_bar(ax, person, (low, high), at, scale)
        draw_dots(ax, person, columns.dots, at, step)
        name_mark(person.detainee_id, *told_of)
    return ax


def write_heads(ax: Axes, columns: Columns, narrow: bool) -> None:
    """What each column holds, above the rows."""
    style = {"size": NOTE, "color": QUIET, "linespacing": 1.2}
    base = columns.head - 0.06
    if narrow:
        ax.text(0, base - 2 * LINE, "name, what Russia alleges", **style)
        ax.text(0, base - LINE, "years held, of the sentence", **style)
        for line, words in enumerate(("deals missed", "last report", "arrested")):
            ax.text(columns.report, base - line * LINE, words, ha="right", **style)
        return
    ax.text(0, base, "name, and what Russia alleges", **style)
    ax.text(columns.bars[0], base - LINE, "years held, of the sentence", **style)
    for at, words in (
        (columns.arrested, "arrested"),
        (columns.report, "last\nreport"),
        (columns.dots, "deals\nmissed"),
    ):
        ax.text(at, base, words, **style)


def draw_scale(ax: Axes, columns: Columns, scale: float, longest: float, bottom: float, step: int) -> None:
    """A fine line at every so many years, its number above the rows."""
    for years in range(0, int(longest) + 1, step):
        at = columns.bars[0] + years * scale
        ax.text(at, columns.head - 0.06, years, size=NOTE, color=QUIET, ha="center" if years else "left")
        ax.plot([at, at], [columns.head, bottom], color=FAINT, linewidth=0.6, zorder=0.4)


def draw_bar(ax: Axes, person: tuple, ends: tuple[float, float], at: float, scale: float) -> None:
    """Years in custody, solid as far as the dates vouch, hatched to now, on a track as long as the sentence; life has no end."""
    low = ends[0]
    if person.sentence_kind in ("life", "death"):
        ax.plot(ends, [at, at], ">-", color=BLUE, linewidth=0.8, markevery=[1], markersize=4)
    elif pd.notna(person.sentence_years):
        add_bar(ax, low, at, person.sentence_years * scale, BAR, facecolor=TRACK, edgecolor=BLUE, linewidth=0.6)
    if pd.notna(person.years_min):
        since = person.years_max * scale
        hatched = {"facecolor": "white", "edgecolor": MIDDLE, "hatch": "//////", "linewidth": 0}
        ax.barh(at, person.years_to_now * scale - since, 0.8 * BAR, low + since, **hatched)
        add_bar(ax, low, at, person.years_max * scale, BAR, facecolor="#8CA3BC", linewidth=0)
        add_bar(ax, low, at, person.years_min * scale, BAR, facecolor=BLUE, linewidth=0)


def draw_dots(ax: Axes, person: tuple, left: float, at: float, step: float) -> None:
    """A dot a deal, filled where the person was then reported held, hollow where that is only possible."""
    places = left + (np.arange(person.certain + person.possible) + 0.5) * step
    style = {"markersize": 4.4, "markeredgecolor": TEXT, "markeredgewidth": 0.8, "linestyle": "none"}
    for some, face in ((places[: person.certain], TEXT), (places[person.certain :], "white")):
        ax.plot(some, [at] * len(some), "o", markerfacecolor=face, **style)


def describe_still(data: pd.DataFrame, beginning: str = "") -> str:
    """How many are not known to be free, and when the first of them was arrested; of a selection, over which years.

    `data` as measures.still.select_not_free gives it.
    """
    years = data["arrested"].str[:4].astype("int")
    first, last, one = years.min(), years.max(), len(data) == 1
    if beginning:
        span = f"in {first}" if first == last else f"from {first} to {last}"
        return (
            f"{beginning}{'an American' if one else 'Americans'} held by Russia, not known to be free, arrested {span}."
        )
    if one:
        return f"One American held by Russia is not known to be free, arrested in {first}"
    number = int((years == first).sum())
    return f"{spell(len(data)).capitalize()} Americans held by Russia are not known to be free, {spell(number)} of them arrested in {first}"


def still_held(record: Tables) -> Picture:
    """Every American held by Russia and not known to be free: charge, time in custody, sentence, last report, deals since the arrest."""
    deals = all_deals.select_headline(record.whole.exchanges).dropna(subset="date_earliest")
    data = still.select_not_free(held.select_americans(record.detainees), deals, record.data_through)
    require(
        data,
        "No American held by Russia and not known to be free is in this selection; this picture shows nobody else.",
    )
    labels = record.label("detainees", "sentence_kind")
    deals = deals[deals["date"] >= data["arrested"].min()[:4]]
    months = [
        f"{MONTHS[day.month - 1]} {day.year}" for day in (data["last_report"].agg(["min", "max"])) if pd.notna(day)
    ]
    months = list(dict.fromkeys(months))
    reports = "The last report is" if data["last_report"].count() == 1 else "The last reports are"
    also = f"{reports} from {' to '.join(months)}." if months else ""
    return show(
        record,
        lambda data, ax: plot_still(data, labels, ax=ax),
        data,
        describe_still(data, begin(record, len(data), "cases")),
        (
            f"Bar: years in custody up to the last report, hatched to the last day looked at. Track: the sentence in force, after "
            f"appeals. Dot: a deal since the arrest that freed others, hollow where no report vouches for custody then. {DEAL} Listed: "
            f"{AMERICANS} publicly reported held by Russia since 2010 for more than 48 hours."
        ),
        "Table with a bar a person: years in custody against the sentence",
        count_shown(record, data),
        Basis(
            "07-held-over-time",
            {"detainees": data["detainee_id"], "exchanges": deals["exchange_id"]},
            USED,
            "americans",
        ),
        height=lambda wide: float(set_rows(data, wide)[1][-1]),
        also=also,
    )


def count_shown(record: Tables, data: pd.DataFrame) -> Count:
    """How many of a selection are drawn; the whole record is asked for those alone."""
    if not record.before:
        return Count(len(data), len(data), "Americans not known to be free")
    return Count(
        len(data), len(record.detainees), left_out="whoever is no American held by Russia and not known to be free"
    )
