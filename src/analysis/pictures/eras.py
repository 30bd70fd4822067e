"""What people freed in deals had been held for, then and now.

Promise: one rule in all eras and on both sides, freed in a deal; an era is that of the deal, whenever the arrest was.
"""

from functools import partial

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import charges
from analysis.measures.charges import NOT_NAMED
from analysis.measures.deals import ERAS, SIDES, select_headline
from analysis.pictures.charges import list_most
from analysis.pictures.marks import (
    ALIGN,
    FAINT,
    GREY,
    INK,
    QUIET,
    STEPS,
    TEXT,
    draw_people,
    lay_in_points,
    list_who,
    stack_people,
)
from analysis.pictures.page import FOOT, LABEL, NARROW, NOTE, WIDTH, is_narrow
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.pictures.wholes import select_told
from analysis.record.select import BY_CHARGE, OF_PEOPLE
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, name_share, spell

LEADING = "security"
GROUPS = {  # in rows: what a group is, and what is in it
    "security": ("security", ["spying, treason,", "agents, terrorism"]),
    "politics": ("politics", ["dissent"]),
    "crime": ("crime", ["drugs, hacking,", "violence, other"]),
    "none": ("no charge", []),
    NOT_NAMED: ("not named", ["charge not known"]),
}
PITCH, ROOM = 7.8, 17  # points: of squares, for a number
MOST = 6  # columns of squares on one side
LEFT = 98  # points, for the names of groups
HEAD, STRIP, BREAK = 34, 46, 14  # points: above the rows of an era, for the share below them, between eras


def place_rows(data: pd.DataFrame, wide: float) -> tuple[dict[tuple[str, str], tuple[float, int]], dict[str, float]]:
    """The top in points of each (era, group) and how many squares its columns are high; and where the rows of each era end.

    On the wide page eras stand side by side, on the narrow one below the other.
    """
    deep = {group: -(-counts[SIDES].to_numpy().max() // MOST) for group, counts in data.groupby("charge_group")}
    rows, ends, y = {}, {}, 0.0
    for era, counts in data.groupby("era", sort=False):
        y = y + STRIP + BREAK + HEAD if wide == NARROW and ends else HEAD
        for row in counts.itertuples():
            rows[era, row.charge_group] = y, deep[row.charge_group]
            people = data.loc[data["charge_group"] == row.charge_group, SIDES].to_numpy().max()
            if wide == NARROW:
                people = max(row.russian_side, row.us_side)
            lines = 1 + len(GROUPS[row.charge_group][1])
            y += max(min(people, deep[row.charge_group]) * PITCH, 11 * lines) + 8
        ends[era] = y
    return rows, ends


def measure_height(data: pd.DataFrame, wide: float) -> float:
    """How high the chart is, inches."""
    return (max(place_rows(data, wide)[1].values()) + STRIP) / 72


def plot_eras(data: pd.DataFrame, *, ax: Axes | None = None, who: dict | None = None) -> Axes:
    """A panel an era, one scale: rows are charge groups, a square a person freed, Russian side left, US side right.

    Hollow squares are people whom nobody names. Below, the share of the first group among the named, both sides together,
    with its interval. `data` as join_counts gives it; `who` are ids by era, charge group and side.
    """
    ax = ax or plt.gca()
    width, wide = lay_in_points(ax), NARROW if is_narrow(ax) else WIDTH
    rows, ends = place_rows(data, wide)
    shares = charges.measure_shares(data[data["charge_group"] != NOT_NAMED], LEADING).set_index("era")
    room = (width - LEFT) / (1 if wide == NARROW else 3)
    for number, (era, counts) in enumerate(data.groupby("era", sort=False)):
        x = LEFT + number * room * (wide == WIDTH)
        top = rows[era, counts["charge_group"].iloc[0]][0]
        middle = x + ROOM + (MOST + 0.5) * PITCH
        if wide == NARROW and number:
            ax.plot([0, width], [top - HEAD - BREAK / 2] * 2, color=FAINT, linewidth=0.8)
        draw_head(ax, era, int(counts["deals"].iloc[0]), x if wide == WIDTH else 0, middle, top - HEAD)
        ax.plot([middle] * 2, [top - 2, ends[era] - 6], color=GREY, linewidth=0.7)
        for count in counts.itertuples():
            y, deep = rows[era, count.charge_group]
            if x == LEFT:
                draw_name(ax, count.charge_group, y)
            for side, step in STEPS.items():
                people, first = getattr(count, side), (middle + step * 0.9 * PITCH, y + 5)
                look = "hollow" if count.charge_group == NOT_NAMED else "full"
                ids = (who or {}).get((era, count.charge_group, side))
                draw_people(ax, stack_people(people, deep, first, step, PITCH), side, 0.84 * PITCH, look, ids)
                at = middle + step * ((0.4 + -(-people // deep)) * PITCH + 3)
                tall = first[1] + max(min(people, deep) - 1, 0) * PITCH / 2
                colour = INK[side] if people else QUIET
                ax.text(at, tall, people, ha=ALIGN[step], va="center", size=LABEL, color=colour)
        if era in shares.index:
            draw_share(ax, shares.loc[era], (x + 6, x + room - 14), ends[era], name=x == LEFT)
    return ax


def draw_head(ax: Axes, era: str, deals: int, x: float, middle: float, top: float) -> None:
    """An era with its number of deals, and the names of the sides over its middle."""
    name = ax.annotate(era, (x, top), va="top", ha="left", size=LABEL, weight="bold")
    ax.annotate(
        spell(deals, "deal"), (1, 1), xycoords=name, xytext=(5, 0), textcoords="offset points", va="top", size=LABEL,
        color=QUIET,
    )  # fmt: skip
    for side, words in SIDE_WORDS.items():
        ax.text(
            middle + STEPS[side] * 4, top + 22, words.removeprefix("the "), ha=ALIGN[STEPS[side]], va="center", size=NOTE,
            weight="bold", color=INK[side],
        )  # fmt: skip


def draw_name(ax: Axes, group: str, y: float) -> None:
    """The name of a row, and under it what is in the group."""
    name, parts = GROUPS[group]
    ax.text(0, y + 5, name, va="center", size=LABEL, weight="bold")
    for line, words in enumerate(parts):
        ax.text(0, y + 17 + 11 * line, words, va="center", size=NOTE, color=QUIET)


def draw_share(ax: Axes, share: pd.Series, ends: tuple[float, float], y: float, *, name: bool) -> None:
    """The share of the leading group in an era as a dot on a line from none to all, its interval as a thick stretch."""
    low, high, at = (ends[0] + (ends[1] - ends[0]) * share[key] for key in ("low", "high", "share"))
    if name:
        ax.text(0, y + 8, "on security", va="center", size=LABEL, weight="bold")
        ax.text(0, y + 20, "charges, of all named", va="center", size=NOTE, color=QUIET)
    ax.plot(ends, [y + 20] * 2, color=FAINT, linewidth=4, solid_capstyle="butt")
    ax.plot([low, high], [y + 20] * 2, color=GREY, linewidth=4, solid_capstyle="butt")
    ax.plot(at, y + 20, "o", color=TEXT, markersize=5)
    words = f"{share['share'] * 100:.0f}%"
    ax.text(min(max(at, ends[0] + 12), ends[1] - 12), y + 8, words, ha="center", va="center", size=LABEL, weight="bold")
    for end, word, align in ((ends[0], "0", "left"), (ends[1], "100%", "right")):
        ax.text(end, y + 32, word, ha=align, va="center", size=FOOT, color=QUIET)


def join_counts(people: pd.DataFrame, exchanges: pd.DataFrame, unnamed: pd.DataFrame) -> pd.DataFrame:
    """Rows to draw: era, deals (number), charge_group, russian_side, us_side; groups and eras with nobody left out.

    `people` freed in the deals of `exchanges`; `unnamed` as measures.charges.count_unnamed_by_era gives it.
    """
    counts = pd.concat([charges.count_freed_by_era(people, exchanges), unnamed], ignore_index=True)
    both = counts[SIDES].sum(axis=1)
    for key in ("era", "charge_group"):
        counts = counts[both.groupby(counts[key]).transform("sum").reindex(counts.index) > 0]
    deals = select_headline(exchanges)
    freed_in = deals[deals["exchange_id"].isin(people["exchange_id"])]
    counts.insert(1, "deals", counts["era"].map(charges.cut_eras(freed_in).value_counts().to_dict()))
    order = {key: place for keys in (ERAS, GROUPS) for place, key in enumerate(keys)}
    return counts.sort_values(["era", "charge_group"], key=lambda keys: keys.replace(order), ignore_index=True)


def say_when(era: str) -> str:
    """An era as a time in a sentence."""
    return f"in {era}" if era[0].isdigit() else era


def describe_eras(counts: pd.DataFrame, beginning: str = "", *, by_charge: bool = False) -> str:
    """How large a part security charges were before and are now, where the intervals tell them apart; of a selection the counts.

    `by_charge`: the selection has named the charge, so that the one group there is needs no name.
    """
    named = counts[counts["charge_group"] != NOT_NAMED]
    if beginning:
        told, one = [], by_charge and named["charge_group"].nunique() == 1
        for era, groups in named.groupby("era", sort=False):
            both = groups.set_index(groups["charge_group"].map(lambda group: GROUPS[group][0]))[SIDES].sum(axis=1)
            number = int(both.sum())
            told.append(f"{spell(number)} freed {say_when(era)}" if one else f"freed {say_when(era)} {list_most(both)}")
        return f"{beginning}{'; '.join(told)}."
    shares = charges.measure_shares(named, LEADING)
    before, now = shares.iloc[:-1], shares.iloc[-1]
    if len(before) and before["low"].min() > max(0.5, now["high"]):
        part = name_share(now["share"])
        return (
            f"Before {ERAS[now['era']]} most people freed in deals faced security charges, since then only {part} did"
        )
    return f"{spell(int(shares['of_group'].sum()))} of {shares['people'].sum()} people freed in deals faced security charges"


def charges_then_and_now(record: Tables) -> Picture:
    """People freed in deals by charge group, a panel an era of the deal."""
    told, _ = select_told(record.whole.exchanges)
    freed = record.detainees[record.detainees["exchange_id"].isin(select_headline(told)["exchange_id"])]
    people = freed.dropna(subset=["charge_group", "side"])
    require(people, "Nobody freed in a deal with a day and totals is in this selection.")
    by_people = record.filters.keys() & {*OF_PEOPLE, "years"}
    chosen = told[told["exchange_id"].isin(people["exchange_id"])]
    unnamed = charges.count_unnamed_by_era(record.whole.detainees, chosen.iloc[:0] if by_people else chosen)
    counts = join_counts(people, told, unnamed)
    eras = charges.cut_eras(told).set_axis(told["exchange_id"]).to_dict()
    who = list_who(people.assign(era=people["exchange_id"].map(eras)), ["era", "charge_group", "side"])
    without = int(unnamed[SIDES].to_numpy().sum())
    shares = charges.measure_shares(counts[counts["charge_group"] != NOT_NAMED], LEADING)
    told_shares = [f"{row.of_group} of {row.people} {say_when(row.era)}" for row in shares.itertuples()]
    unit = "One square is one person freed in a deal, by the most serious charge."
    unit += " Hollow: freed, names not public." * bool(without)
    unit += " Deals the US only brokered are left out. Grey: 95% interval, as if the cases known were a sample."
    return show(
        record,
        partial(plot_eras, who=who),
        counts,
        describe_eras(counts, begin(record, len(people)), by_charge=bool(record.filters.keys() & BY_CHARGE)),
        unit,
        "Small panels, one an era, with squares back to back for people freed in deals, by what they were held for",
        Count(
            len(people) + without,
            len(freed) + without,
            "people freed",
            "those whose charge or custodian no document gave",
        ),
        Basis(
            "03-charges",
            {"detainees": people["detainee_id"], "exchanges": chosen["exchange_id"]},
            {
                "detainees": ["custodian", "charge_type", "exchange_id"],
                "exchanges": ["date", "kind", "freed_by_russian_side", "freed_by_us_side"],
            },
            "freed",
        ),
        measure_height(counts, WIDTH),
        measure_height(counts, NARROW),
        f"On security charges, of the people named: {', '.join(told_shares)}." * (people["charge_group"].nunique() > 1),
    )
