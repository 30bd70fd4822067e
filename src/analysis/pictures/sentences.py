"""How long the sentences were."""

from dataclasses import dataclass
from math import isinf

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import sentences
from analysis.measures.medians import LEAST, bound_median
from analysis.pictures import dots
from analysis.pictures.dots import LINE, measure_page, measure_text
from analysis.pictures.marks import CHARGE, FAINT, GREY, GROUP, QUIET, TEXT
from analysis.pictures.page import LABEL, NARROW, NOTE, WIDTH, is_narrow, wrap_text
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, capitalise, format_years, join_words, spell

NAMED = 20  # years from which on a term is named, with its charge
CHARGES = {"security": "security charges", "politics": "dissent", "crime": "crime"}
KINDS = ["death", "life"]
LEFT_OUT = {  # kinds of sentence without a length, in words
    "none_yet": "not sentenced when released or last reported",
    "time_served": "sentenced to time served",
    "suspended": "suspended or fined",
    "not_public": "with no public sentence",
    "not_drawn": "whose term, charge or custodian no document gives",
    "not_known": "of whom no document says whether there was a sentence",
}
COLUMNS = {WIDTH: (82, 74, 5.6), NARROW: (0, 66, 3.8)}  # points left and right of the scale, and across a dot


@dataclass(frozen=True)
class Lane:
    """The sentences of one side in one charge group, and where they stand: points from the top, names `over` the line.

    `years` of life and death are infinite; `placed` are the dots of terms as dots.stack_dots gives them, `who` their ids,
    `apart` the ids of those without a length by kind.
    """

    side: str
    years: pd.Series
    placed: list[tuple[float, int]]
    who: list[str]
    apart: dict[str, list[str]]
    names: list[str]
    over: float
    listed: int
    top: float
    line: float


@dataclass(frozen=True)
class Block:
    """A charge group: its lanes under its heading, points from the top."""

    head: str
    words: list[str]
    top: float
    lanes: list[Lane]
    bottom: float


def name_terms(rows: pd.DataFrame, labels: dict[str, str]) -> list[str]:
    """The terms of NAMED years and more, longest first, with who got them and for what: a line a length and charge."""
    long = rows[rows["years"] >= NAMED].sort_values(["years", "name"], ascending=[False, True])
    lines = []
    for (_, charge), same in long.groupby(["years", "charge_type"], sort=False, observed=True):
        lines.append(f"{format_years(same['years'].iloc[0])}: {join_words(list(same['name']))}, {labels[charge]}")
    return lines


def wrap_lines(lines: list[str], room: float) -> list[str]:
    """Lines of notes broken where they are wider than `room`, points."""
    return [part for line in lines for part in wrap_text(line, room / 72, size=NOTE).split("\n")]


def list_kinds(rows: pd.DataFrame) -> dict[str, list[str]]:
    """The ids of those who got death and life, of those kinds that there are."""
    people = {kind: rows.loc[rows["sentence_kind"] == kind, "detainee_id"].tolist() for kind in KINDS}
    return {kind: ids for kind, ids in people.items() if ids}


def count_kinds(rows: pd.DataFrame) -> dict[str, int]:
    """How many got death and life, of those kinds that there are."""
    return {kind: len(ids) for kind, ids in list_kinds(rows).items()}


def lay_lane(
    rows: pd.DataFrame, side: str, listed: int, labels: dict[str, str], top: float, wide: float, most: float
) -> Lane:
    """A lane below `top`, as high as its dots, the names over them and the words beside them need."""
    left, right, size = COLUMNS[wide]
    room = measure_page(wide) - left - right
    year = room / most  # points
    years = sentences.rank_sentences(rows).dropna()
    terms = years[years <= most].sort_values(kind="stable")
    placed = dots.stack_dots(list(terms), dots.choose_step(size / year))
    who, apart = rows.loc[terms.index, "detainee_id"].tolist(), list_kinds(rows)
    names = wrap_lines(name_terms(rows, labels), room if wide == WIDTH else measure_page(wide))
    start = room - max((measure_text(line, NOTE) for line in names), default=0) - 2 * size
    under = [level + 1 for column, level in placed if column * year >= start]
    beside = len(apart) * (size + LINE[NOTE] + 2)
    over = max(max(under, default=0) * size + 3, beside if wide == NARROW else 0)
    heights = [(max((level for _, level in placed), default=-1) + 1) * size, over + LINE[NOTE] * len(names), beside]
    if wide == NARROW:
        line = top + (dots.OVER + max(heights) if len(rows) else LINE[LABEL] + 2)
    else:
        line = top + max([*heights, LINE[LABEL]]) + 2
    return Lane(side, years, placed, who, apart, names, over, listed, top, line)


def lay_out(data: pd.DataFrame, listed: pd.Series, labels: dict[str, str], wide: float) -> list[Block]:
    """The charge groups under each other on a page; `listed` are people by charge group and side."""
    top, blocks = 2.0, []
    most = measure_most(data)
    sides = [side for side in dots.LANES if (data["side"] == side).any()]
    for group in data["charge_group"].cat.categories:
        rows = data[data["charge_group"] == group]
        people = listed.get(group, pd.Series(dtype=int))
        if not people.sum():
            continue
        head = capitalise(GROUP.get(group, group))
        kinds = ", ".join(
            labels[code] for code in rows["charge_type"].cat.categories if (rows["charge_type"] == code).any()
        )
        words = kinds or f"{spell(int(people.sum()))} listed, nobody sentenced"
        inset = 0 if wide == NARROW else measure_text(head, LABEL, "bold") + 8
        lines = wrap_lines([words], measure_page(wide) - inset)
        place = top + 4 + LINE[LABEL] + LINE[NOTE] * (len(lines) - (wide == WIDTH)) + 2
        place += (LINE[NOTE] + 4) * bool(len(rows))  # the numbers of the scale
        lanes = []
        for side in sides if len(rows) else []:
            lane = lay_lane(rows[rows["side"] == side], side, int(people.get(side, 0)), labels, place, wide, most)
            place = lane.line + (dots.MEDIAN if len(lane.years) else LINE[NOTE] * (wide == WIDTH)) + 7
            lanes.append(lane)
        blocks.append(Block(head, lines, top, lanes, place))
        top = place + 2
    return blocks


def measure_most(data: pd.DataFrame) -> float:
    """Where the scale ends, years."""
    return float(data["years"].max()) * 1.025


def plot_sentences(
    data: pd.DataFrame,
    listed: pd.Series,
    labels: dict[str, str],
    absent: str = "nobody listed",
    *,
    ax: Axes | None = None,
) -> Axes:
    """A dot a person on a scale of years, a block a charge group, the Russian side above the US side.

    Under fifteen sentences or more the median and its interval; behind a rule those without a length, in words too.
    `data` as measures.sentences.select_sentences gives it; `listed` are people by charge group and side; `labels` the words
    for the codes of charges, `absent` those for a side without anybody.
    """
    ax = ax or plt.gca()
    wide = NARROW if is_narrow(ax) else WIDTH
    left, right, _ = COLUMNS[wide]
    width, blocks, most = measure_page(wide), lay_out(data, listed, labels, wide), measure_most(data)
    dots.open_canvas(ax, width, blocks[-1].bottom)
    scale = dots.open_scale(ax, left, width - right, 0, most)
    ticks = dots.list_ticks(most)
    for block in blocks:
        line = block.top + LINE[LABEL]
        ax.hlines(block.top, 0, width, color=GREY, linewidth=0.7)
        ax.text(0, line, block.head, va="baseline", weight="bold", size=LABEL, color=TEXT)
        inset, down = (0, LINE[LABEL]) if wide == NARROW else (measure_text(block.head, LABEL, "bold") + 8, 0)
        for number, words in enumerate(block.words):
            ax.text(inset, line + down + number * LINE[NOTE], words, va="baseline", size=NOTE, color=QUIET)
        if block.lanes:
            dots.draw_numbers(scale, ticks, block.lanes[0].top - 2, "years")
            scale.vlines(ticks, block.lanes[0].top, block.bottom - 4, color=FAINT, linewidth=0.7, zorder=0)
        for lane in block.lanes:
            draw_lane(ax, scale, lane, wide, absent)
    return ax


def draw_lane(ax: Axes, scale: Axes, lane: Lane, wide: float, absent: str) -> None:
    """One side's dots in one charge group, with every word beside them."""
    _, right, size = COLUMNS[wide]
    edge = measure_page(wide) - right
    words = f"{spell(lane.listed)} listed, none sentenced" if lane.listed else absent
    words = spell(len(lane.years), "sentence") if len(lane.years) else words
    dots.label_lane(ax, lane.side, words, lane.line, lane.top if wide == NARROW else None)
    if lane.apart:
        high = dots.draw_apart(ax, edge + 10, lane.line, lane.apart, lane.side, size)
        ax.vlines(edge + 4, lane.line - high, lane.line, color=GREY, linewidth=0.7)
    if len(lane.years):
        dots.draw_dots(scale, lane.placed, lane.line, lane.side, size, lane.who)
        dots.draw_median(scale, lane.years, bound_median(lane.years), lane.line, lane.side, " years")
    start = 0 if wide == NARROW else edge - max((measure_text(line, NOTE) for line in lane.names), default=0)
    for number, name in enumerate(reversed(lane.names)):
        height = lane.line - lane.over - number * LINE[NOTE]
        ax.text(start, height, name, va="bottom", size=NOTE, color=TEXT, bbox=dots.PAPER)


def describe_sentences(summary: pd.DataFrame, sentenced: pd.DataFrame, beginning: str = "") -> str:
    """The two groups of one side whose medians' intervals lie farthest apart; else how far the terms reach.

    Over a selection: median and interval on each side, of fewer than fifteen sentences the shortest and longest term.
    """
    if beginning:
        return capitalise(f"{beginning}{describe_sides(sentenced)}.")
    known, pairs = summary.dropna(subset="median_years"), []
    for side, rows in known.groupby("side", observed=True):
        for one in rows.itertuples():
            for other in rows.itertuples():
                if one.low_years > other.high_years:
                    pairs.append((one.low_years - other.high_years, side, one, other))
    if not pairs:
        years = sentenced["years"].dropna()
        return f"Prison terms run from {format_range(years)}"
    _, side, one, other = max(pairs, key=lambda pair: pair[0])
    return (
        f"On {SIDE_WORDS[side]} the median sentence is {name_median(one.median_years)} for {CHARGES[one.charge_group]}, "
        f"{other.median_years:.0f} for {CHARGES[other.charge_group]}"
    )


def name_median(years: float) -> str:
    """A median in whole years, or that it is longer than any term."""
    return dots.format_bound(years, 0) if isinf(years) else format_years(round(years))


def describe_sides(sentenced: pd.DataFrame) -> str:
    """The median and its interval on each side, of fewer than fifteen sentences the shortest and longest term; life and death."""
    parts = []
    for side, rows in sentenced.groupby("side", observed=True):
        years, on = rows["years"].dropna(), SIDE_WORDS[side]
        ranked = sentences.rank_sentences(rows).dropna()
        median, low, high = bound_median(ranked)
        if len(ranked) >= LEAST:
            ends = f"{dots.format_bound(low, 1)} to {dots.format_bound(high, 1)}"
            parts.append(f"median sentence {name_median(median)} on {on} ({ends}, {spell(len(ranked), 'sentence')})")
        elif len(years):
            parts.append(f"{spell(len(years), 'term')} of {format_range(years)} on {on}")
    parts += [f"{spell(count)} sentenced to {kind}" for kind, count in count_kinds(sentenced).items()]
    return ", ".join(parts)


def format_range(years: pd.Series) -> str:
    """The least and the most of some years: `2 to 9 years`, or `9 years`."""
    least, most = format_years(years.min()), format_years(years.max())
    return least if least == most else f"{least.split()[0]} to {most}"


def describe_longest(sentenced: pd.DataFrame, labels: dict[str, str]) -> str:
    """The longest term drawn, whose it was and for what; and how many have no length."""
    longest = sentences.select_longest(sentenced).sort_values("years", ascending=False, kind="stable")
    top = longest[longest["years"] == longest["years"].max()]
    who = join_words([f"{row.name} ({labels[row.charge_type]})" for row in top.itertuples(index=False)])
    said = f"The longest term shown is {format_years(top['years'].iloc[0])}: {who}."
    if apart := [f"{spell(count)} to {kind}" for kind, count in count_kinds(sentenced).items()]:
        said += f" Sentenced without a length: {join_words(apart)}."
    return said


def describe_left_out(left_out: pd.DataFrame) -> str:
    """Who has no sentence to draw, by the reason."""
    kinds = left_out["sentence_kind"].astype("str").replace(sentences.SENTENCED, "not_drawn").fillna("not_known")
    counts = kinds.value_counts()
    return join_words([f"{spell(counts[kind])} {words}" for kind, words in LEFT_OUT.items() if kind in counts] or [""])


def sentences_by_group(record: Tables) -> Picture:
    """Every sentence as a dot on a scale of years, by charge group and side, medians with their intervals."""
    labels, people = CHARGE, record.detainees
    sentenced = sentences.select_sentences(people)
    sentenced = sentenced[sentences.rank_sentences(sentenced).notna()].dropna(subset=["charge_group", "side"])
    require(sentenced.dropna(subset="years"), "Nobody with a fixed term of prison is in this selection.")
    absent = "nobody selected" if record.scope else "nobody listed"
    listed = people.groupby(["charge_group", "side"], observed=True).size()
    return show(
        record,
        lambda data, ax: plot_sentences(data, listed, labels, absent, ax=ax),
        sentenced,
        describe_sentences(sentences.summarise_sentences(sentenced), sentenced, begin(record, len(people))),
        "One dot is one sentence of a first court. Listed: everyone freed in a deal, Americans held by Russia since 2010, and people "
        "whom Russia sought. Diamond: median and its 95% interval, life and death ranked above any term.",
        "Dots on a scale of years, by charge group, the two sides one above the other, with medians and their intervals",
        Count(
            len(sentenced),
            len(people),
            "detentions",
            describe_left_out(people[~people["detainee_id"].isin(sentenced["detainee_id"])]),
        ),
        Basis(
            "02-sentences",
            {"detainees": sentenced["detainee_id"]},
            {"detainees": ["custodian", "charge_type", "sentence_kind", "sentence_months"]},
        ),
        height=lambda wide: lay_out(sentenced, listed, labels, wide)[-1].bottom / 72,
        also=describe_longest(sentenced, labels),
    )
