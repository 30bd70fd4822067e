"""Who was in custody on the day of a deal, and was freed or left behind."""

from typing import NamedTuple

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals as all_deals
from analysis.measures import held
from analysis.pictures.days import LEVEL, draw_flags, find_flags, mark_years, measure_axes
from analysis.pictures.held import BLUE, LIGHT, NOBODY, USED
from analysis.pictures.marks import AMERICANS, DEAL, GREY, QUIET, clear_frame, name_mark, place_body
from analysis.pictures.page import LABEL, MARGIN, NARROW, NOTE, is_narrow, measure_word
from analysis.pictures.publish import Basis, Picture, begin, count_americans, require, show
from analysis.record.tables import Tables
from analysis.record.words import capitalise, count_people, join_words, spell

BLOCKS = {"deal": "freed in a deal", "out": "out otherwise", "held": "not known to be free"}
DAY = pd.Timedelta(days=1)
ROW, HEAD = 0.175, 0.3  # inches of a lane, and of the words above a block
RIGHT, YEARS = 0.52, 0.22  # inches for the numbers right of the lanes, and for the years under them
NAMED = 0.155  # more inches of a lane on the narrow page, where the name stands above it
UNKNOWN = {"unknown": "not known how", "court_released": "by a court"}
BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.7}  # keeps the lines of the deals out of the words


class Layout(NamedTuple):
    """Where things stand on a page so wide: inches but for the ends of the axis, which are days, and the flags of days.find_flags."""

    left: float  # for the names
    top: float  # for the flags
    ends: tuple[float, float]
    flags: list[tuple]
    places: list[float]  # from the top of the axes to the middle of each lane
    heads: dict[str, float]  # to the words above each block
    deep: float  # to the end of the last lane


def lay_out(data: pd.DataFrame, deals: pd.DataFrame, wide: float) -> Layout:
    """The lanes of `data` under the flags of `deals`, on axes `wide` inches wide; on the narrow page a name stands above its lane."""
    narrow, places, heads, down = wide < NARROW, [], {}, 0.1
    left = 0.02 if narrow else max(measure_word(name, LABEL, "normal") for name in data["name"]) + 0.12
    first, last = data["possible_from"].min(), data["possible_to"].max() + DAY
    ends = mdates.date2num(first - 0.01 * (last - first)), mdates.date2num(last)
    flags = find_flags(deals, ends, wide - left - RIGHT, wide - left)
    for block in data["block"]:
        if block not in heads:
            heads[block] = down + HEAD - 0.11
            down += HEAD
        places.append(down + NAMED * narrow + ROW / 2)
        down += ROW + NAMED * narrow
    top = (max([row for *_, row, _ in flags], default=-1) + 1) * LEVEL
    return Layout(left, top, ends, flags, places, heads, down)


def plot_lanes(data: pd.DataFrame, deals: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """A lane a person from arrest on, dark as far as reported, hatched as far as possible, in blocks by what became of them.

    Lines are deals, a dot the one that freed the person, the number at the end how many freed others meanwhile. `data`
    as measures.held.select_lanes gives it, `deals` rows of the exchanges table, `labels` words for the outcomes.
    """
    ax = ax or plt.gca()
    narrow, (wide, tall) = is_narrow(ax), measure_axes(ax)
    left, top, ends, flags, places, heads, deep = lay_out(data, deals, wide)
    place_body(ax, left=left / wide, right=RIGHT / wide, top=top / tall, bottom=YEARS / tall)
    clear_frame(ax)
    ax.set(xlim=ends, ylim=(measure_axes(ax)[1], 0), yticks=[])
    mark_years(ax, left, step=2)
    draw_flags(ax, flags, above=True)
    for day in deals["date_earliest"]:
        ax.plot([day, day], [0, deep], color=GREY, linewidth=0.6, zorder=1)
    style = {"xycoords": ax.get_yaxis_transform(), "textcoords": "offset points", "annotation_clip": False}
    start, end = -72 * left, 72 * RIGHT - 2
    head = {"size": NOTE, "color": QUIET, "ha": "right", "va": "bottom", "linespacing": 1.1}
    ax.annotate("deals\nmissed", (1, min(heads.values()) + 0.07), (end, 0), **head, **style)
    for block, y in heads.items():
        said = f"{int((data['block'] == block).sum())} {BLOCKS[block]}"
        ax.annotate(said, (0, y), (start, 0), size=LABEL, weight="bold", va="center", bbox=BEHIND, **style)
    every = find_every(data, deals)
    for person, y, missed in zip(data.itertuples(), places, every, strict=True):
        draw_lane(ax, person, deals, y)
        up = 72 * (NAMED + 0.005) * narrow
        named = ax.annotate(person.name, (0, y), (start, up), size=LABEL, va="center", bbox=BEHIND, **style)
        if person.block == "out":
            beside = start + 72 * (measure_word(person.name, LABEL, "normal") + 0.08)
            told = UNKNOWN.get(person.outcome, labels.get(person.outcome, ""))
            ax.annotate(told, (0, y), (beside, up), size=NOTE, color=QUIET, va="center", bbox=BEHIND, **style)
        count = "–".join(map(str, sorted({person.passed_min, person.passed_max})))
        weight = "bold" if missed else "normal"
        number = ax.annotate(count, (1, y), (end, 0), size=LABEL, weight=weight, ha="right", va="center", **style)
        name_mark(person.detainee_id, named, number)
    return ax


def draw_lane(ax: Axes, person: tuple, deals: pd.DataFrame, y: float) -> None:
    """The lane of one person at a height, with a white tick where a deal passed the person by."""
    low, tall = y - 0.045, 0.09
    start, end = mdates.date2num([person.possible_from, person.possible_to + DAY])
    bars = ax.broken_barh(
        [(start, end - start)], (low, tall), facecolor="#EEF3F8", edgecolor=LIGHT, hatch="////", linewidth=0.6
    )
    bars.set_label(person.detainee_id)
    if pd.notna(person.certain_from):
        start, end = mdates.date2num([person.certain_from, person.certain_to + DAY])
        ax.broken_barh([(start, end - start)], (low, tall), facecolor=BLUE, linewidth=0)
    for deal in deals.itertuples():
        if deal.exchange_id == person.exchange_id:
            ax.plot(
                deal.date_earliest, y, "o", color=BLUE, markeredgecolor="white", markersize=9.5, zorder=4, clip_on=False
            )
        elif person.possible_from <= deal.date_earliest <= person.possible_to:
            ax.plot([deal.date_earliest] * 2, [low, low + tall], color="white", linewidth=1.3, zorder=3)


def find_every(lanes: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
    """Whether each person was held on the day of the first of the deals, for certain, and is not known to be free."""
    return (lanes["block"] == "held") & (lanes["certain_from"] <= deals["date_earliest"].min())


def describe_lanes(lanes: pd.DataFrame, deals: pd.DataFrame, beginning: str = "") -> str:
    """How many were held before the first of the deals and are not known to be free; of a selection, how many missed deals, how often."""
    passed, times = int((lanes["passed_max"] > 0).sum()), int(lanes["passed_max"].sum())
    if beginning:
        doubt = times - int(lanes["passed_min"].sum())
        uncertain = f" ({spell(doubt)} uncertain)" if doubt else ""
        if len(lanes) == 1:
            return f"{beginning}{spell(times, 'deal')} missed{uncertain}."
        often = f", {spell(times, 'time')} in all" if times > passed else ""
        missed = "missed a deal" if times < 2 else "missed deals"
        return f"{beginning}{spell(passed) if passed else 'none'} {missed}{often}{uncertain}."
    every = int(find_every(lanes, deals).sum())
    if every and len(deals) > 1:
        first = deals["date_earliest"].min().year
        who = capitalise(f"{spell(every, 'American')} held before the first")
        return f"{who} of {spell(len(deals))} deals since {first} {'is' if every == 1 else 'are'} not known to be free"
    return f"Deals missed by {count_people(passed)} held by Russia"


def left_behind(record: Tables) -> Picture:
    """A lane for everyone in custody on the day of a deal, with the number of deals that each of them missed."""
    americans = held.select_americans(record.detainees)
    require(americans, NOBODY)
    deals = all_deals.select_headline(record.whole.exchanges)
    deals = deals[deals["year"].fillna(0) >= 2010].dropna(subset="date_earliest")
    lanes = held.select_lanes(americans, deals, record.data_through)
    require(lanes, "Nobody in this selection was in Russian custody on the day of a deal.")
    shown = deals[deals["date_earliest"].between(lanes["possible_from"].min(), lanes["possible_to"].max())]
    labels = record.label("detainees", "outcome")
    counts = lanes["block"].value_counts()
    told = [f"{spell(int(counts[block]))} {words}" for block, words in BLOCKS.items() if counts[block]]

    def measure_height(wide: float) -> float:
        page = lay_out(lanes, shown, wide - 2 * MARGIN)
        return round(page.top + page.deep + YEARS + 0.03, 2)

    return show(
        record,
        lambda data, ax: plot_lanes(data, shown, labels, ax=ax),
        lanes,
        describe_lanes(lanes, shown, begin(record, len(lanes))),
        f"{AMERICANS} in Russian custody on the day of a deal. Dark: reported held. Hatched: not known to be free. Dot: freed in "
        f"that deal. Right: deals that freed others meanwhile, up to the last report and since. {DEAL}",
        "Lanes from arrest to release, one a person, in three blocks, with the days of the deals as lines",
        count_americans(record, len(americans), len(lanes), "whom no deal found in custody"),
        Basis(
            "07-held-over-time",
            {"detainees": lanes["detainee_id"], "exchanges": shown["exchange_id"]},
            USED,
            "americans",
        ),
        height=measure_height,
        also=f"In custody on the day of a deal: {join_words(told)}.",
    )
