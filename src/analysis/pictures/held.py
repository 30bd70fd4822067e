"""How many Americans Russia held on each day, as far as they are known by name, and how many others have counted."""

from dataclasses import replace

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.claims.verdicts import select_comparison
from analysis.measures import deals as all_deals
from analysis.measures import held
from analysis.pictures.days import LEVEL, draw_flags, find_flags, mark_years, measure_axes
from analysis.pictures.marks import AMERICANS, COLOUR, DEAL, INK, TEXT, clear_frame, place_body
from analysis.pictures.page import LABEL, MARGIN, NOTE, is_narrow, measure_word, wrap_text
from analysis.pictures.publish import Basis, Picture, begin, count_americans, require, show
from analysis.record.dates import format_day, parse_day_range
from analysis.record.tables import Tables
from analysis.record.words import capitalise, count_people, spell

BLUE, LIGHT = COLOUR["russian_side"], "#9DB8D2"
FIRST = pd.Timestamp("2016-01-01")  # where the picture begins; those let go before are left out
COUNTED = {  # who counted, in short, and where the words stand: beside the ring, or right of the chart
    "undated-nazaccent-fsin-12-americans": ("Russia's prison service", "right"),
    "2021-06-17-imlebanon-zakharova-17-americans": ("Russia's foreign ministry", "left"),
    "2023-03-25-new-york-post-wilgus": ("Jimmy Wilgus's parents", "left"),
    "2023-10-04-wall-street-journal-left-behind": ("Wall Street Journal", "right"),
    "2024-08-02-la-voce-di-new-york-americans-left": ("La Voce", "left"),
    "2024-08-03-fanstory-wsj-americans-left": ("Wall Street Journal", "right"),
    "2025-08-12-adevarul-gilman-new-charges": ("Reuters", "edge"),
    "2026-08-26-open-source-report-ratcliffe-moscow": ("Meduza", "right"),
}
PLACES = {
    "right": ((6, 0), "left", "center"),
    "left": ((-6, 0), "right", "center"),
    "below": ((-3, -2.5), "right", "top"),
    "edge": ((5, 0), "left", "center"),
}
USED = {
    "exchanges": ["date"],
    "detainees": ["name", "us_status", "custodian", "arrested", "released", "outcome", "exchange_id"],
}
NOBODY = "No American whom Russia arrested since 2010 is in this selection; this picture shows nobody else."


def select_published(record: Tables) -> pd.DataFrame:
    """What others have counted on a day or in a month: every statement that gives a number, exactly or about, once.

    Returns
    -------
    source, voice, who, side : str
        The card, whose statement it is, in short, and where its words stand beside the mark.
    day : datetime64
        The middle of the days it speaks of.
    about : bool
    number : int

    In time order; of several that give the same number for the same month the first.
    """
    rows = []
    claims = record.claims[[claim["measure"] == "americans_held" for claim in record.claims["claim"]]]
    for row in claims.itertuples():
        comparison, number = select_comparison(row.claim)
        if comparison in ("equals", "about"):
            first, last = map(pd.Timestamp, parse_day_range(row.claim["on"]))
            day, month = (first + (last - first) / 2).normalize(), row.claim["on"][:7]
            who, side = COUNTED.get(row.source, (row.voice, "right"))
            rows.append((row.source, row.voice, who, side, day, comparison == "about", int(number), month))
    columns = ["source", "voice", "who", "side", "day", "about", "number", "month"]
    told = pd.DataFrame(rows, columns=columns).assign(unnamed=lambda rows: ~rows["source"].isin(COUNTED))
    told = told.sort_values(["unnamed", "day", "source"]).drop_duplicates(["month", "number"])
    return told.sort_values("day")[columns[:-1]].reset_index(drop=True)


def plot_held(
    data: pd.DataFrame,
    deals: pd.DataFrame,
    published: pd.DataFrame,
    open_ended: int,
    rise: tuple | None = None,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Steps of the people held on each day: dark as far as reported, hatched as far as possible; rings are others' counts.

    Deals stand beneath the axis. `data` as measures.held.count_held gives it, `deals` rows of the exchanges table,
    `published` as select_published; `open_ended` are not known to be free at the end; `rise` as measures.held.find_rise gives it is marked with its numbers.
    """
    ax = ax or plt.gca()
    narrow, (wide, tall) = is_narrow(ax), measure_axes(ax)
    left, right = 0.24, 0.86 if narrow else 0.92
    last = data["day"].max()
    first = min(max(FIRST, pd.Timestamp(data["day"].min().year, 1, 1)), last - pd.Timedelta(days=30))
    made = deals[deals["date_earliest"].between(first, last)]
    ends, body = (mdates.date2num(first), mdates.date2num(last)), wide - left - right
    flags = find_flags(made, ends, body, wide - left)
    rows = max([row for *_, row, _ in flags], default=-1) + 1
    place_body(ax, left=left / wide, right=right / wide, bottom=(0.26 + rows * LEVEL) / tall, top=0.1 / tall)
    clear_frame(ax, keep=("bottom",))
    days, most = data["day"], max([data["possible"].max(), *published["number"]])
    hatch = {"facecolor": "#EEF3F8", "hatch": "////", "edgecolor": LIGHT, "linewidth": 0}
    ax.fill_between(days, data["certain"], data["possible"], step="post", **hatch)
    ax.fill_between(days, data["certain"], step="post", color=BLUE, linewidth=0)
    for day in made["date_earliest"]:
        ax.plot([day, day], [0, data.loc[days <= day, "possible"].iloc[-1]], color="white", linewidth=0.8)
    ax.step(days, data["possible"], where="post", color=BLUE, linewidth=1.1)
    ax.set(ylim=(0, most + 1), xlim=ends)
    ax.yaxis.get_major_locator().set_params(integer=True, nbins=5)
    ax.set_yticks([number for number in ax.get_yticks() if 0 < number <= most + 1])
    ax.grid(True, axis="y")
    mark_years(ax, left, step=4 if narrow else 1)
    draw_flags(ax, flags, above=False, start=0.24)
    write_counts(ax, data, published, open_ended)
    if rise:
        low, before, high, top = rise
        style = {"textcoords": "offset points", "size": LABEL, "weight": "bold", "color": INK["russian_side"]}
        ax.annotate(low, (before, low), (0, 4), ha="center", va="bottom", **style)
        words = f"{high} reported{chr(10) if narrow else ' '}held"
        paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        level = "bottom" if narrow else "center"
        ax.annotate(words, (top, high), (-4, 6 if narrow else 0), ha="right", va=level, bbox=paper, **style)
    if len(made):
        write_held(ax, data[days < made["date_earliest"].min()])
    return ax


def write_held(ax: Axes, data: pd.DataFrame) -> None:
    """What the dark area means, in it, where before any deal it is long and high enough."""
    low = data.index[data["certain"] < 4]
    run = data[data.index > low.max()] if len(low) else data
    if len(run) < 2:
        return
    first, last = mdates.date2num(run["day"].iloc[0]), mdates.date2num(run["day"].iloc[-1])
    room = (last - first) / (ax.get_xlim()[1] - ax.get_xlim()[0]) * measure_axes(ax)[0] - 0.1
    words = wrap_text("reported held", room, size=LABEL)
    if max(measure_word(word, LABEL, "normal") for word in words.split()) < room:
        ax.text((first + last) / 2, 2, words, size=LABEL, color="white", ha="center", va="center", linespacing=1.15)


def write_counts(ax: Axes, data: pd.DataFrame, published: pd.DataFrame, open_ended: int) -> None:
    """How many are not known to be free at the end, and a ring for each count of others, with its number and whose it is."""
    last = data.iloc[-1]
    if open_ended:
        ax.annotate(
            f"{open_ended} not\nknown to\nbe free", (last["day"], last["possible"]), (5, 4), va="top", size=LABEL,
            textcoords="offset points", weight="bold", color=INK["russian_side"], linespacing=1.2,
        )  # fmt: skip
    (low, high), (wide, _), edge = ax.get_xlim(), measure_axes(ax), ax.get_position().x1 * ax.figure.get_figwidth()
    scale, beyond = wide / (high - low), ax.figure.get_figwidth() - MARGIN - edge
    for mark in published.itertuples():
        before, at = data[data["day"] <= mark.day], mdates.date2num(mark.day)
        inside = mark.side != "edge" and mark.number < before["certain"].iloc[-1]
        ring = {"markersize": 6, "markerfacecolor": "white", "markeredgecolor": TEXT, "clip_on": False, "zorder": 5}
        ax.plot(mark.day, mark.number, "o", **ring)
        side = "below" if inside else mark.side
        away, align, level = PLACES[side]
        room = {"right": (high - at) * scale + beyond, "left": (at - low) * scale, "edge": beyond}.get(side)
        if inside:  # no wider than the dark
            lower = before.index[before["certain"] <= mark.number].max()
            since = before["day"].iloc[0] if pd.isna(lower) else data["day"][lower + 1]
            room = (at - mdates.date2num(since)) * scale
        if side == "edge":
            ax.plot([at, high], [mark.number] * 2, color=TEXT, linewidth=0.7, zorder=4)
        words = wrap_text(
            f"{'about ' * mark.about}{mark.number}, {mark.who}",
            min(room - 0.1, 0.8 if is_narrow(ax) else 2.4),
            size=NOTE,
        )
        paper = {"facecolor": BLUE if inside else "white", "edgecolor": "none", "pad": 0.6}
        ax.annotate(
            words, (high if side == "edge" else mark.day, mark.number), away, textcoords="offset points", size=NOTE,
            ha=align, va=level, color="white" if inside else TEXT, zorder=4.5, linespacing=1.1, bbox=paper,
        )  # fmt: skip


def describe_held(counts: pd.DataFrame, open_ended: int, beginning: str = "") -> str:
    """To how many the number held rose, and how many are not known to be free; of a selection, or where none rose, the last alone."""
    if beginning:
        free = f"{spell(open_ended)} not known to be free" if open_ended else "none is reported held"
        most = counts["certain"].max()
        height = f"; up to {spell(int(most))} reported held at once" if most > 1 else ""
        return f"{beginning}{free} on {format_day(counts['day'].iloc[-1])}{height}."
    were = "is" if open_ended == 1 else "are"
    if rise := held.find_rise(counts):
        *_, high, top = rise
        free = f"{spell(open_ended) if open_ended else 'none'} {were} now not known to be free"
        return f"Americans reported held by Russia rose to {spell(high)} in {top.year}, and {free}"
    return f"{capitalise(count_people(open_ended))} held by Russia {were} not known to be free"


def held_over_time(record: Tables) -> Picture:
    """How many Americans Russia held on each day since 2016, as far as reported and as far as possible, and what others counted."""
    americans = held.select_americans(record.detainees)
    require(americans, NOBODY)
    spans = held.select_spans(americans, record.data_through)
    late = americans[americans["detainee_id"].isin(spans.loc[spans["possible_to"] >= FIRST, "detainee_id"])]
    require(late, f"Nobody in this selection was held by Russia since {FIRST.year} on a day that documents give.")
    counts = held.count_held(late, record.data_through)
    deals = all_deals.select_headline(record.whole.exchanges).dropna(subset="date_earliest")
    deals = deals[deals["date_earliest"] >= max(FIRST, counts["day"].min())]
    published = select_published(
        record if record.filters.keys() <= {"known_on"} else replace(record, claims=record.claims[:0])
    )
    rise = None if record.scope else held.find_rise(counts)
    left = int((~spans["ended"] & spans["detainee_id"].isin(late["detainee_id"])).sum())
    also, rings = [], ""
    if rise:
        low, begins, high, top = rise
        also.append(
            f"Told are numbers that lasted {held.LASTING} days: {spell(low)} from {format_day(begins)}, {spell(high)} from {format_day(top)}."
        )
        if (most := counts["certain"].max()) > high:
            also[0] = (
                f"{also[0].removesuffix('.')}; on {format_day(counts.loc[counts['certain'].idxmax(), 'day'])} it was {spell(int(most))}."
            )
    if len(published):
        rings = " Ring: a count that others published, and whose."
        least, most = (spell(number) for number in (published["number"].min(), published["number"].max()))
        years = sorted({*published["day"].dt.year})
        when = f"between {years[0]} and {years[-1]}" if len(years) > 1 else f"in {years[0]}"
        also.append(f"Others counted {f'from {least} to {most}' if least != most else least} {when}.")
    return show(
        record,
        lambda data, ax: plot_held(data, deals, published, left, rise, ax=ax),
        counts,
        describe_held(counts, left, begin(record, len(late))),
        f"{AMERICANS} held by Russia, known by name. Dark: reported held. Hatched: not known to be free.{rings} "
        f"Beneath: deals. {DEAL}",
        "Steps of the number of people held on each day, with the days of the deals",
        count_americans(record, len(americans), len(late), f"let go before {FIRST.year}"),
        Basis(
            "07-held-over-time",
            {"detainees": late["detainee_id"], "exchanges": deals["exchange_id"]},
            USED,
            "americans",
            published["source"],
        ),
        3.9,
        4.4,
        " ".join(also),
    )
