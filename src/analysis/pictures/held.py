"""Who was held when, and who was left behind."""

import re

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals as all_deals
from analysis.measures import held
from analysis.pictures.marks import COLOUR, GREY, INK, QUIET, TEXT, clear_frame, place_body
from analysis.pictures.publish import Basis, Count, Picture, begin, fit_height, require, show
from analysis.record.dates import format_day
from analysis.record.tables import Tables
from analysis.record.words import count_people, join_words, spell

BLUE, LIGHT = COLOUR["russian_side"], "#C3D0DE"
DAY = pd.Timedelta(days=1)
LEVELS, STEP = 4, 0.17  # rows of names above the axes, and inches from one to the next
LETTER = 0.0079  # of the width of the axes, for a letter of 7 points
BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # keeps the lines of the deals out of the words
USED = {
    "exchanges": ["date"],
    "detainees": ["name", "us_status", "custodian", "arrested", "released", "outcome", "exchange_id"],
}


def shorten(deal: str) -> str:
    """The first name in the name of a deal."""
    return re.split(" for | and |, ", deal)[0].removeprefix("The ")


def plot_held(data: pd.DataFrame, deals: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Steps of the people held on each day: a dark area as far as certain, a light one above it as far as possible; deals marked.

    `data` as measures.held.count_held gives it; `deals` are rows of the exchanges table.
    """
    ax = ax or plt.gca()
    place_body(ax, left=0.035, bottom=0.06, top=LEVELS * STEP / measure_height(ax), right=0.02)
    clear_frame(ax)
    days, top = data["day"], int(data["possible"].max())
    ax.fill_between(days, data["certain"], data["possible"], step="post", color=LIGHT, linewidth=0)
    ax.fill_between(days, data["certain"], step="post", color=BLUE, linewidth=0)
    ax.step(days, data["possible"], where="post", color=BLUE, linewidth=0.7)
    first = min(days.min(), deals["date_earliest"].min()) if len(deals) else days.min()
    span = days.max() - first
    ax.set(ylim=(0, top + 0.5), xlim=(first - 0.02 * span, days.max() + 0.05 * span))
    ax.yaxis.get_major_locator().set_params(integer=True)
    ax.grid(True, axis="y")
    mark_years(ax, days.max())
    mark_deals(ax, deals)
    peak, last = data.loc[data["certain"].idxmax()], data.iloc[-1]
    ax.text(
        peak["day"] - 0.008 * span, peak["certain"], peak["certain"], va="center", ha="right", size=7.5, weight="bold"
    )
    for value, colour in ((last["possible"], QUIET), (last["certain"], INK["russian_side"])):
        ax.text(last["day"] + 0.008 * span, value, value, va="center", ha="left", size=7.5, color=colour, weight="bold")
    return ax


def mark_years(ax: Axes, last: pd.Timestamp) -> None:
    """A tick at the start of every other year up to a day; at the very edge there is no room for its number."""
    low, high = ax.get_xlim()
    starts = {year: mdates.date2num(pd.Timestamp(year, 1, 1)) for year in range(1946, last.year + 1, 2)}
    years = {year: day for year, day in starts.items() if 0.02 < (day - low) / (high - low) < 0.98}
    ax.set_xticks(list(years.values()), list(map(str, years)))


def measure_height(ax: Axes) -> float:
    """The height of axes on paper, inches."""
    return ax.get_position().height * ax.figure.get_figheight()


def mark_deals(ax: Axes, deals: pd.DataFrame) -> None:
    """A thin line through the day of each deal, its short name above the axes on one of a few levels."""
    low, high = ax.get_xlim()
    bottom, top = ax.get_ylim()
    step = STEP * (top - bottom) / measure_height(ax)
    ends = [low - (high - low)] * LEVELS
    for deal in deals.sort_values(["date_earliest", "exchange_id"]).itertuples():
        words = shorten(deal.name)
        words += "" if str(deal.date_earliest.year) in words else f" {deal.date_earliest.year}"
        day, half = mdates.date2num(deal.date_earliest), LETTER * (high - low) * (len(words) + 2) / 2
        middle = min(day, high - half)  # a name keeps inside the page
        free = [level for level, end in enumerate(ends) if middle - half > end]
        level = free[0] if free else ends.index(min(ends))
        ends[level] = middle + half
        y = top + step * (0.6 + level)
        ax.plot(
            [deal.date_earliest] * 2, [bottom, y - 0.45 * step], color=GREY, linewidth=0.6, clip_on=False, zorder=1.5
        )
        ax.text(middle, y, words, ha="center", va="center", size=7, color=TEXT, bbox=BEHIND)


def fit_days(starts: list[tuple[float, int]], ends: list[tuple[float, int]]) -> tuple[float, float]:
    """Limits of an axis of days that leave room for words of so many letters before their day, or after it."""
    low, high = min(day for day, _ in starts), max(day for day, _ in ends)
    for _ in range(4):  # room on one side makes each day narrower, so that the other needs a little more
        wide = high - low
        low = min(day - LETTER * letters * wide for day, letters in starts)
        high = max(day + LETTER * letters * wide for day, letters in ends)
    return low, high


def plot_spans(
    data: pd.DataFrame, left: pd.DataFrame, deals: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None
) -> Axes:
    """A lane a person from arrest to outcome: thick as far as certain, light as far as possible, open where still held.

    A dot on a lane is a deal that passed the person by. `data` as measures.held.select_spans gives it, `left` as
    measures.held.select_left_behind does; `deals` are rows of the exchanges table, `labels` the words for the outcomes.
    """
    ax = ax or plt.gca()
    place_body(ax, bottom=0.2 / measure_height(ax), top=LEVELS * STEP / measure_height(ax))
    clear_frame(ax)
    rows = {person: row for row, person in enumerate(data["detainee_id"])}
    first, last = data["possible_from"].min(), data["possible_to"].max()
    span = last - first
    told = [0 if person.outcome == "still_held" else len(labels[person.outcome]) for person in data.itertuples()]
    names = list(zip(mdates.date2num(data["possible_from"]), data["name"].str.len() + 1, strict=True))
    outcomes = list(zip(mdates.date2num(data["possible_to"]), [letters + 2 for letters in told], strict=True))
    ax.set(xlim=fit_days(names, outcomes), ylim=(len(rows) - 0.3, -0.8), yticks=[])
    for person in data.itertuples():
        y = rows[person.detainee_id]
        ax.plot(
            [person.possible_from, person.possible_to + DAY], [y, y], color=LIGHT, linewidth=4, solid_capstyle="butt"
        )
        if pd.notna(person.certain_from):
            ax.plot(
                [person.certain_from, person.certain_to + DAY], [y, y], color=BLUE, linewidth=4, solid_capstyle="butt"
            )
        ax.text(
            person.possible_from - 0.006 * span,
            y,
            person.name,
            ha="right",
            va="center",
            size=7,
            color=TEXT,
            bbox=BEHIND,
        )
        end = person.possible_to
        if person.outcome == "still_held":
            ax.plot(end + 0.008 * span, y, ">", color=INK["russian_side"], markersize=3.6)
        elif pd.notna(person.exchange_id):
            ax.plot(end, y, "s", color=BLUE, markersize=5.4)
        else:
            ax.text(
                end + 0.008 * span, y, labels[person.outcome], ha="left", va="center", size=7, color=QUIET, bbox=BEHIND
            )
    ax.plot(
        left["date_earliest"], left["detainee_id"].map(rows), "o", markersize=3.3, markerfacecolor="white",
        markeredgecolor=TEXT, markeredgewidth=0.6, linestyle="none", zorder=4,
    )  # fmt: skip
    mark_years(ax, last)
    mark_deals(ax, deals[deals["date_earliest"].between(first, last)])
    return ax


def describe_held(counts: pd.DataFrame, beginning: str = "") -> str:
    """What is certain and possible on the last day; over the whole record first the most that were certainly held at once."""
    peak, last = counts.loc[counts["certain"].idxmax()], counts.iloc[-1]
    sure, maybe = int(last["certain"]), int(last["possible"])
    if sure == maybe:
        end = spell(sure) if sure else "nobody"
    else:
        end = f"{spell(sure)} to {spell(maybe)}" if sure else f"up to {spell(maybe)}, none of them confirmed"
    if beginning:
        return f"{beginning}on {format_day(last['day'])} held: {end if maybe else 'none'}."
    were = "was" if peak["certain"] == 1 else "were"
    most = f"At least {count_people(peak['certain'])} {were} held at once on {format_day(peak['day'])}, the peak"
    return f"{most}; on {format_day(last['day'])} {end}."


def describe_left_behind(summary: pd.DataFrame, left: pd.DataFrame, beginning: str = "") -> str:
    """The deal that left most people in custody, and what became of them; of a selection, how many were passed by at all.

    `summary` as measures.held.summarise_left_behind, `left` as select_left_behind give them.
    """
    if beginning:
        passed = left["detainee_id"].nunique()
        open_times = int((left["held"] == "possible").sum())
        times = f" of them, {spell(len(left), 'time')} in all" if passed else " of them"
        times += f" ({spell(open_times)} uncertain)" if open_times else ""
        return f"{beginning}deals passed by {spell(passed) if passed else 'none'}{times}."
    total = summary["certain"] + summary["possible"]
    if not total.max() > 0:
        return "No deal in the record passed anybody by."
    most, number = summary[total == total.max()], int(total.max())
    if len(most) > 1:
        return f"{join_words(list(most['deal']))} each passed by {count_people(number)}, the most of any deal."
    deal = most.iloc[0]
    fates = [
        (deal["later_deal"], "freed in later deals"),
        (deal["free"], "freed otherwise"),
        (deal["still_held"] + deal["unknown"], "perhaps still held"),
    ]
    shares = [f"{spell(int(count))} {words}" for count, words in fates if count]
    doubt = f" ({spell(int(deal['possible']))} uncertain)" if deal["possible"] else ""
    return f"{deal['deal']} passed by {count_people(number)}{doubt}: {join_words(shares)}."


def select_americans_and_deals(record: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The Americans of a selection whom Russia arrested since 2010, and every deal since then, whoever was selected."""
    americans = held.select_americans(record.detainees)
    americans["outcome"] = americans["outcome"].fillna("unknown")  # on an early day no document had said how it stood
    require(
        americans, "No American whom Russia arrested since 2010 is in this selection; this picture shows nobody else."
    )
    deals = all_deals.select_headline(record.whole.exchanges)
    return americans, deals[deals["year"].fillna(0) >= 2010].dropna(subset="date_earliest")


def count_americans(record: Tables, americans: pd.DataFrame) -> Count:
    """How many of a selection are drawn; the whole record is asked for Americans alone."""
    of = len(record.detainees) if record.before else len(americans)
    return Count(len(americans), of, left_out="whoever is no American arrested by Russia since 2010")


def held_over_time(record: Tables) -> Picture:
    """How many Americans Russia held on each day, certain and possible."""
    americans, deals = select_americans_and_deals(record)
    counts = held.count_held(americans, record.data_through)
    require(counts, "Nobody in this selection was held on a day that documents give.")
    return show(
        record,
        lambda data, ax: plot_held(data, deals, ax=ax),
        counts,
        describe_held(counts, begin(record, len(americans))),
        (
            "Americans held by Russia on each day. Dark: certain. Light: possible. Certainty ends with the last report, not "
            "with a release."
        ),
        "Step band of people held over time, with the days of the deals marked",
        count_americans(record, americans),
        Basis(
            "07-held-over-time",
            {"detainees": americans["detainee_id"], "exchanges": deals["exchange_id"]},
            USED,
            "americans",
        ),
        3.4,
    )


def held_lanes(record: Tables) -> Picture:
    """A lane an American from arrest to outcome, with the deals that passed each of them by."""
    americans, deals = select_americans_and_deals(record)
    left = held.select_left_behind(americans, deals, record.data_through)
    spans = held.select_spans(americans, record.data_through)
    labels = record.label("detainees", "outcome")
    fates = held.summarise_left_behind(left, deals)
    return show(
        record,
        lambda data, ax: plot_spans(data, left, deals, labels, ax=ax),
        spans,
        describe_left_behind(fates, left, begin(record, len(spans))),
        (
            "One lane is one person. Dark: certainly held. Light: possibly. Dot: a deal passed them by. Square: freed in a "
            "deal. Arrow: last reported held."
        ),
        "Swim lanes from arrest to outcome, a lane a person in order of arrest, with the days of the deals marked",
        count_americans(record, spans),
        Basis(
            "07-held-over-time",
            {"detainees": spans["detainee_id"], "exchanges": deals["exchange_id"]},
            USED,
            "americans",
        ),
        fit_height(len(spans), 41, 7.0, 2.2),
    )
