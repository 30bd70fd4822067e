"""The record at a glance: everybody in it, a square each, by side, deal and fate."""

import re
from math import ceil, fsum, sqrt
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals, fates
from analysis.pictures.marks import DEAL, FAINT, INK, QUIET, TEXT, clear_frame, draw_squares
from analysis.pictures.page import LABEL, MARGIN, NARROW, NOTE, WIDTH, is_narrow, measure_word, wrap_text
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.record.select import DEALS
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, count_people, join_words, spell

HEADS = {
    "deal": "Freed in deals",
    "otherwise": "Custody ended outside these deals",
    "held": "Not known to be free, by year of arrest",
    "brokered": "Deals the US only brokered",
}
SAID = {  # after how many there are; {} is how many deals
    "deal": "freed in {}",
    "otherwise": "whose custody ended otherwise",
    "held": "not known to be free",
    "brokered": "freed in {} the United States only brokered",
}
DOES = {"russian_side": "by the Russian side", "us_side": "by the US side"}
WAYS = {"court_released": "let go by a court", "unknown": "way not known", "sentence_served": "end of term"}
WAYS["exchanged_elsewhere"] = "deal without the US"
PITCH = 0.162  # inches from a square to the next
LINE, AIR, HEAD = 0.145, 0.11, 0.46  # inches: a line of words, between groups, from the rule of a block to its groups
BETWEEN = 0.24  # inches between blocks
HIGH, TELL = 4, 6  # squares on top of one another; from so many on, their number stands beside them


class Group(NamedTuple):
    """A deal, a way out or a year of arrest: words, people with and without a name by side, squares a row, width in inches, ids."""

    words: list[str]
    people: dict[str, tuple[int, int]]
    columns: int
    width: float
    who: dict[str, list[str | None]]  # ids by side, those without a name last


class Block(NamedTuple):
    """The people of one fate: groups with the place of their words, inches from the top left; how wide and high it is."""

    fate: str
    numbers: dict[str, int]
    groups: list[tuple[Group, float, float]]
    width: float
    height: float


def list_squares(record: Tables) -> pd.DataFrame:
    """One row a square: fate, group, words (of the group), side, detainee_id, name; by fate and group, in order.

    Groups are deals in time order, ways out by number of people, years of arrest. Whoever a deal freed without a name has
    no detainee_id; where people were selected they are left out, as nothing else is known of them.
    """
    made = record.whole.exchanges
    people = fates.select_fates(record.detainees, made).dropna(subset="side")
    nameless = fates.count_unnamed(record.detainees, record.exchanges)
    nameless = nameless if record.filters.keys() <= {*DEALS, "deals_made", "known_on"} else nameless[:0]
    kinds = made.set_index("exchange_id")["kind"]
    brokered = nameless["exchange_id"].map(kinds) == "mediated"
    nameless["fate"] = brokered.map({True: "brokered", False: "deal"})
    squares = pd.concat([people, nameless.loc[nameless.index.repeat(nameless["unnamed"])]], ignore_index=True)
    squares["fate"] = pd.Categorical(squares["fate"], fates.FATES, ordered=True)
    words, order = name_groups(record, people)
    free = squares["exchange_id"].fillna(squares["outcome"].astype("str"))
    squares["group"] = free.mask(squares["fate"] == "held", squares["year"].astype("str").fillna("year not known"))
    squares["words"] = squares["group"].map(words).fillna(squares["group"])
    squares = squares.assign(place=squares["group"].map(order))
    squares = squares.sort_values(["fate", "place", "group", "side"], kind="stable", ignore_index=True)
    return squares[["fate", "group", "words", "side", "detainee_id", "name"]]


def name_groups(record: Tables, people: pd.DataFrame) -> tuple[dict[str, str], dict[str, int]]:
    """The words of deals (year, short name) and of ways out, and their order."""
    made = record.whole.exchanges.sort_values(["date_earliest", "exchange_id"])
    years = made["year"].astype("str").fillna("not dated")
    words = dict(zip(made["exchange_id"], years + "\n" + made["name"].map(shorten), strict=True))
    ways = people.loc[people["fate"] == "otherwise", "outcome"].value_counts(sort=False)
    ways = ways.sort_values(ascending=False, kind="stable")
    labels = record.label("detainees", "outcome") | WAYS
    words |= {way: wrap_text(labels[way], 0.85, size=NOTE) for way in ways.index}
    return words, {
        group: place for place, group in enumerate([*made["exchange_id"], *ways.index.drop("unknown"), "unknown"])
    }


def gather(squares: pd.DataFrame) -> list[Group]:
    """The groups of one fate, in order, each as wide as its words or its squares."""
    groups, by_group = [], {}
    for square in squares.itertuples():
        by_group.setdefault(square.group, []).append(square)
    for rows in by_group.values():
        ids = {side: [row.detainee_id for row in rows if row.side == side] for side in deals.SIDES}
        named = {side: [one for one in of if isinstance(one, str)] for side, of in ids.items()}
        people = {side: (len(named[side]), len(of) - len(named[side])) for side, of in ids.items()}
        who = {side: [*of, *[None] * people[side][1]] for side, of in named.items()}
        words, most = rows[0].words.split("\n"), max(map(sum, people.values()))
        wide = max(measure_word(line, NOTE, "bold" if line.isdigit() else "normal") for line in words)
        columns = max(min(int(wide / PITCH), most), ceil(most / HIGH), ceil(sqrt(min(most, HIGH))))
        groups.append(Group(words, people, columns, max(wide, columns * PITCH), who))
    return groups


def measure_stack(group: Group, side: str) -> float:
    """How high the squares of a group stand on one side of its words, with their number, inches."""
    number = sum(group.people[side])
    return ceil(number / group.columns) * PITCH + LINE * (number >= TELL)


def fill_rows(groups: list[Group], room: float) -> list[list[tuple[Group, float]]]:
    """Groups in as few rows of `room` inches as they need, the rows as even as that allows; each with its place in the row."""
    tries = []
    for tight in np.linspace(room, 0.4 * room, 25):
        rows, right = [[]], 0.0
        for group in groups:
            if rows[-1] and right + group.width > tight:
                rows.append([])
                right = 0.0
            rows[-1].append((group, right))
            right += group.width + AIR
        tries.append(rows)
    return [rows for rows in tries if len(rows) == len(tries[0])][-1]


def stack_block(fate: str, squares: pd.DataFrame, room: float) -> Block:
    """A block no wider than `room` inches: squares of the Russian side stand on the words of a group, the others hang below."""
    rows = fill_rows(gather(squares), room)
    numbers = {side: int((squares["side"] == side).sum()) for side in deals.SIDES}
    groups, top = [], HEAD
    for row in rows:
        words = top + max(measure_stack(group, "russian_side") for group, _ in row)
        groups += [(group, x, words) for group, x in row]
        top = max(words + len(group.words) * LINE + 0.07 + measure_stack(group, "us_side") for group, _ in row) + 0.13
    told = fsum(measure_word(words, NOTE, "bold") + 0.12 for words, _ in tell_numbers(fate, numbers)) - 0.12
    ends = [x + group.width for group, x, _ in groups]
    width = max(*ends, told, measure_word(HEADS[fate], LABEL, "bold"))
    return Block(fate, numbers, groups, width, top - 0.13)


def tell_numbers(fate: str, numbers: dict[str, int]) -> list[tuple[str, str]]:
    """How many of one fate there are of each side, in words, with the side: it freed them, or held them."""
    there = [side for side in numbers if numbers[side]]
    words = {side: f"{numbers[side]} {DOES[side]}" for side in there}
    if there and fate in ("held", "otherwise"):
        words[there[0]] = f"{numbers[there[0]]} held {DOES[there[0]]}"
    return [(words[side], side) for side in there]


def lay_out(data: pd.DataFrame, wide: float) -> tuple[list[tuple[Block, float, float]], float]:
    """The blocks, one below the other, or beside it where there is room, with their places in inches; the height of all."""
    room, placed, right, top, bottom = wide - 2 * MARGIN, [], 0.0, 0.0, 0.0
    for fate, squares in data.groupby("fate", observed=True):
        block = stack_block(fate, squares, room)
        if placed and right + block.width > room:
            right, top = 0.0, bottom + BETWEEN
        placed.append((block, right, top))
        right += block.width + BETWEEN
        bottom = max(bottom, top + block.height)
    return placed, bottom


def plot_wall(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A square a person, in blocks by fate: the Russian side above the words of a group, the US side below.

    Hollow squares: freed without a public name. `data` as list_squares gives it.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    wide = NARROW if is_narrow(ax) else WIDTH
    placed, height = lay_out(data, wide)
    ax.set(xlim=(0, (wide - 2 * MARGIN) / PITCH), ylim=(height / PITCH, 0), xticks=[], yticks=[])
    cells = {(side, hollow): [] for side in deals.SIDES for hollow in (False, True)}
    for block, left, top in placed:
        beside = [x for _, x, y in placed if y == top and x > left]
        write_head(ax, block, left, top, min(beside, default=wide) - BETWEEN)
        for group, x, y in block.groups:
            place_group(ax, group, left + x, top + y, cells)
    for (side, hollow), spots in cells.items():
        look = "hollow" if hollow else "full"
        draw_squares(ax, [spot[:2] for spot in spots], side, look, who=[spot[2] for spot in spots])
    return ax


def place_group(ax: Axes, group: Group, x: float, y: float, cells: dict) -> None:
    """Write the words of a group and the numbers of its larger sides; add the middles of its squares, with who they are, to `cells`."""
    for number, line in enumerate(group.words):
        style = {"weight": "bold", "color": TEXT} if line.isdigit() else {"color": QUIET}
        ax.text(x / PITCH, (y + 0.03 + (number + 0.5) * LINE) / PITCH, line, size=NOTE, va="center", **style)
    for side, step, start in (("russian_side", -1, y), ("us_side", 1, y + len(group.words) * LINE + 0.07)):
        named, nameless = group.people[side]
        for place in range(named + nameless):
            row, column = divmod(place, group.columns)
            spot = (x / PITCH + column + 0.4, start / PITCH + step * (row + 0.5), group.who[side][place])
            cells[side, place >= named].append(spot)
        if named + nameless >= TELL:
            at = start + step * (measure_stack(group, side) - 0.5 * LINE)
            style = {"size": NOTE, "weight": "bold", "color": INK[side]}
            ax.text(x / PITCH, at / PITCH, named + nameless, va="center", **style)


def write_head(ax: Axes, block: Block, x: float, y: float, end: float) -> None:
    """A fine rule, what became of these people, and how many there are of each side."""
    ax.plot([x / PITCH, end / PITCH], [y / PITCH] * 2, color=FAINT, linewidth=0.8)
    ax.text(x / PITCH, (y + 0.13) / PITCH, HEADS[block.fate], size=LABEL, weight="bold", color=TEXT, va="center")
    for words, side in tell_numbers(block.fate, block.numbers):
        style = {"size": NOTE, "weight": "bold", "color": INK[side]}
        ax.text(x / PITCH, (y + 0.3) / PITCH, words, va="center", **style)
        x += measure_word(words, NOTE, "bold") + 0.12


def describe_wall(data: pd.DataFrame, first: int | None, beginning: str = "") -> str:
    """How many people deals have freed and how many are not known to be free; of a selection, what became of its people.

    `data` as list_squares gives it; `first` is the year of the first deal, `beginning` that of a sentence over a selection.
    """
    total = data["fate"].value_counts()
    if beginning:
        named = dict(list(data[data["detainee_id"].notna()].groupby("fate", observed=True)))
        parts = [
            f"{spell(len(people))} {SAID[fate].format(spell(people['group'].nunique(), 'deal') if len(people) > 1 else 'a deal')}"
            for fate, people in named.items()
        ]
        nameless = int(data["detainee_id"].isna().sum())
        if named.keys() == {"held"}:  # whoever asked for those wants to hear more than that
            years = named["held"]["group"]
            dated = years[years.str.isdecimal()]
            first, last, open_ = dated.min(), dated.max(), len(years) - len(dated)
            if len(dated):
                parts[0] += f", arrested {f'in {first}' if first == last else f'from {first} to {last}'}"
                parts[0] += f", {spell(open_)} of them in a year not known" if open_ else ""
        besides = f"; besides, {spell(nameless)} freed without a public name" if nameless else ""
        return f"{beginning}{join_words(parts or ['nobody with a public name'])}{besides}."
    held = int(total["held"])
    free = f", and {held} more {'is' if held == 1 else 'are'} not known to be free" if held else ""
    return f"US–Russia deals have freed {total['deal']} people since {first}{free}"


def shorten(deal: str) -> str:
    """The first name in the name of a deal, which on an early day may not have had one."""
    if deal.startswith("Deal of "):
        return "not named"
    return re.split(" for | and |, ", deal)[0].removeprefix("The ")


def wall(record: Tables) -> Picture:
    """Everybody in the record, a square each, by what became of them, by deal and by side."""
    data = list_squares(record)
    require(data, "Nobody in this selection was held by a side that documents name.")
    people, made = record.detainees, deals.select_headline(record.exchanges)
    ids = data["detainee_id"].dropna()
    freed = data[data["fate"] == "deal"].groupby(["words", "side"]).size()
    also = ""
    if not record.scope and (freed == freed.max()).sum() == 1:
        (words, side), most = freed.idxmax(), freed.max()
        also = f"The largest group freed in one deal is the {most} whom {SIDE_WORDS[side]} freed in {' ('.join(words.split(chr(10)))})."
    nameless = int(data["detainee_id"].isna().sum())
    besides = f"named detentions and {count_people(nameless)} without a public name" if nameless else "detentions"
    return show(
        record,
        plot_wall,
        data,
        describe_wall(data, made["year"].min(), begin(record, len(ids))),
        (
            "One square is one person: above the words held by the Russian side, below them by the US side. Hollow: freed, "
            f"name not public. {DEAL} It bears the name of a person or place, or how many were freed. Listed: whoever a deal freed; Americans "
            "held by Russia since 2010; people held by the US side if Russia publicly sought them."
        ),
        "Unit chart of everybody in the record, in groups by what became of them, by deal and by side",
        Count(len(ids), len(people), besides, "those whose custodian no document had named"),
        Basis(
            "00-start-here",
            {"detainees": ids, "exchanges": set(data["group"]) & set(record.exchanges["exchange_id"])},
            {
                "exchanges": ["date", "kind", "freed_by_russian_side", "freed_by_us_side"],
                "detainees": ["name", "exchange_id", "custodian", "outcome", "arrested", "released"],
            },
        ),
        height=lambda wide: lay_out(data, wide)[1],
        also=also,
    )
