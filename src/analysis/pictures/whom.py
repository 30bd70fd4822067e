"""Who was freed for whom, name by name: every deal in which both sides let somebody go."""

from math import fsum
from typing import NamedTuple

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import whom
from analysis.pictures.marks import (
    ALIGN,
    CHARGE,
    COLOUR,
    GREY,
    INK,
    QUIET,
    STEPS,
    TEXT,
    clear_frame,
    name_mark,
    scatter,
)
from analysis.pictures.page import FOOT, LABEL, MARGIN, NARROW, NOTE, TITLES, measure_word, wrap_text
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.pictures.wholes import say_whole, select_told, take_whole
from analysis.record.dates import format_partial
from analysis.record.select import AMERICANS
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, count_people, join_words, spell

HEAD, RULE, UNDER = 34, 14, 14  # points: names of the sides, from a rule to words under it, from a deal to a rule
ROW, GROUP = 12.4, 3  # points: a line, and what is added above a charge
EDGE, NAME, COLUMNS = 6, 15, 16  # points: from a spine to a square's middle, to a name; between columns of deals
SQUARE, APART = 6.4, 8.6  # points: a square, and from one to the next
SIZES = [LABEL, NOTE, FOOT]  # of names: one too long for its line is set smaller, and broken only where that fails
SAY_BOLD = " Bold: Americans, citizens or permanent residents."
ORDER = {"swap": 0, "multi_party": 0, "mediated": 1, "one_sided": 2}  # of kinds of deal on the page
DRAWN = ["exchange_id", "date", "end_date", "kind", "place", "side", "detainee_id", "name", "people"]
DRAWN += ["us_status", "charge_type"]
USED = {"exchanges": ["date", "end_date", "kind", "place", "place_city", "freed_by_russian_side", "freed_by_us_side"],
        "detainees": ["name", "exchange_id", "us_status", "custodian", "charge_type"]}  # fmt: skip


class Half(NamedTuple):
    """One side of a deal set in lines, each with its points below the first: charges, names, squares, asides; and its height.

    `who` are the ids of the people of the squares.
    """

    charges: list[tuple[float, str]]
    names: list[tuple[float, str, dict, int]]  # with their look, and whose square it is
    squares: list[tuple[float, float]]  # with their points from the spine
    who: list[str]
    hollow: list[tuple[float, float]]
    height: float


class Deal(NamedTuple):
    """A deal set for a column: its days, its place in lines, how many each side freed, its halves."""

    when: str
    where: list[str]
    counts: dict[str, int]
    halves: dict[str, Half]

    @property
    def head(self) -> float:
        """Points from the rule above the deal to the first line of its people."""
        return RULE + ROW * (len(self.where) + 1) + 2

    @property
    def height(self) -> float:
        """Points from the rule above the deal to the next."""
        return self.head + max(half.height for half in self.halves.values()) + UNDER - ROW


def say_when(date: str, end: str | float) -> str:
    """The days of a deal, as precisely as they are known: `11–13 February 2025`, `August 1974`."""
    days = [format_partial(text) for text in ([date] if pd.isna(end) else [date, end])]
    if len(days) == 1 or days[0] == days[1]:
        return days[0]
    first, last = days[0].split(), days[1].split()
    while len(first) > 1 and first[-1] == last[-1]:
        first, last = first[:-1], last[:-1]
    return f"{' '.join(first)}{'–' if len(first) == 1 else ' – '}{days[1]}"


def scale_to_points(ax: Axes) -> tuple[float, float]:
    """Make a unit of the axes a point, from the left edge across and from the top down; their width and height."""
    box, scale = ax.get_window_extent(), 72 / ax.figure.dpi
    width, height = box.width * scale, box.height * scale
    ax.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[])
    return width, height


def name_unnamed(number: int, *, others: bool) -> str:
    """Whoever was freed without a public name, in words; `others` are named before them."""
    return f"{'and ' * others}{spell(number)} whose name{'s are' if number > 1 else ' is'} not public"


def fit_name(name: str, room: float, weight: str) -> dict:
    """The look of a name: as large as fits on `room` points."""
    fits = (size for size in SIZES if "\n" not in wrap_text(name, room / 72, size=size, weight=weight))
    return {"size": next(fits, SIZES[-1]), "weight": weight}


def fill_half(people: pd.DataFrame, labels: dict[str, str], room: float) -> Half:
    """The people of a side in lines by charge, none wider than `room` points from the spine; whoever has no name at the end."""
    half, y, charged = Half([], [], [], [], [], 0), -ROW, {}
    for person in people[people["name"].notna()].itertuples():
        charged.setdefault(person.charge_type if pd.notna(person.charge_type) else None, []).append(person)
    for code, group in charged.items():
        y += GROUP * (y > 0)
        for part in wrap_text(labels.get(code, "charge not known"), (room - EDGE) / 72, size=NOTE).split("\n"):
            y += ROW
            half.charges.append((y, part))
        for person in group:
            half.who.append(person.detainee_id)
            half.squares.append((y + ROW, EDGE))
            look = fit_name(person.name, room - NAME, "bold" if person.us_status in AMERICANS else "normal")
            for part in wrap_text(person.name, (room - NAME) / 72, **look).split("\n"):
                y += ROW
                half.names.append((y, part, look, len(half.who) - 1))
    if unnamed := int(people.loc[people["name"].isna(), "people"].sum()):
        row = int((room - EDGE) // APART)
        half.hollow.extend((y + (1 + place // row) * ROW, EDGE + place % row * APART) for place in range(unnamed))
        y += -(-unnamed // row) * ROW
        words = name_unnamed(unnamed, others=bool(half.names))
        for part in wrap_text(words, (room - EDGE) / 72, size=NOTE).split("\n"):
            y += ROW
            half.charges.append((y, part))
    return half._replace(height=y + ROW)


def fill_columns(data: pd.DataFrame, labels: dict[str, str], paper: float) -> tuple[list[list[Deal]], float, float]:
    """The deals of `data` in columns, releases for nobody in return as one of them, on `paper` points: two where there is room and more than one deal, one after the other.

    The second begins after the longest silence of those that leave the columns about even. The width of a column and the height
    of the highest come with them, in points.
    """
    blocks = data["exchange_id"].mask(data["kind"] == "one_sided", "one_sided")
    groups = [deal for _, deal in data.groupby(blocks, sort=False)]
    number = 2 if len(groups) > 1 and paper > NARROW * 72 else 1
    width = (paper - COLUMNS * (number - 1)) / number
    deals = [fill_deal(group, labels, width) for group in groups]
    if number == 1:
        return [deals], width, HEAD + fsum(deal.height for deal in deals)
    years = [int(group["date"].iloc[0][:4]) for group in groups]
    breaks = range(1, len(deals))
    highest = {end: max(fsum(deal.height for deal in part) for part in (deals[:end], deals[end:])) for end in breaks}
    even = [end for end in breaks if highest[end] <= 1.1 * min(highest.values())]
    end = max(even, key=lambda end: years[end] - years[end - 1])
    return [deals[:end], deals[end:]], width, HEAD + highest[end]


def fill_deal(deal: pd.DataFrame, labels: dict[str, str], width: float) -> Deal:
    """One deal of `data`, set on so many points of paper; or all releases for nobody in return, as one."""
    first, people = deal.iloc[0], {side: deal[deal["side"] == side] for side in SIDE_WORDS}
    where = first["place"] if pd.notna(first["place"]) else "place not known"
    where += "; brokered by the United States" * (first["kind"] == "mediated")
    when = say_when(first["date"], first["end_date"])
    if first["kind"] == "one_sided":
        when, where = "Let go for nobody in return", " · ".join(dict.fromkeys(deal["date"].str[:4]))
    return Deal(
        when,
        wrap_text(where, width / 72, size=NOTE).split("\n"),
        {side: int(freed["people"].sum()) for side, freed in people.items()},
        {side: fill_half(freed, labels, width / 2) for side, freed in people.items()},
    )


def plot_swaps(data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """A block a deal: day, how many for how many, place; names left and right of a spine under their charges, a square each.

    A hollow square is somebody whose name is not public. `data` as measures.whom.list_freed gives it; `labels` are the words
    for the codes of charge_type.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    paper, _ = scale_to_points(ax)
    columns, width, _ = fill_columns(data, labels, paper)
    for number, deals in enumerate(columns):
        left, top = number * (width + COLUMNS), HEAD
        for side, step in STEPS.items():
            words = f"freed by {SIDE_WORDS[side]}".replace(" the ", " the\n")
            at = left + width / 2 + step * (EDGE - SQUARE / 2)
            ax.text(at, HEAD - 8, words, ha=ALIGN[step], va="bottom", size=LABEL, weight="bold", color=INK[side])
        for deal in deals:
            draw_deal(ax, deal, left, top, width)
            top += deal.height
    return ax


def draw_deal(ax: Axes, deal: Deal, left: float, top: float, width: float) -> None:
    """One deal under a rule at `top`: its head, the spine, both sides."""
    ax.plot([left, left + width], [top, top], color=GREY, linewidth=0.6)
    ax.text(left, top + RULE, deal.when, va="baseline", size=LABEL, weight="bold")
    for number, part in enumerate(deal.where, 1):
        ax.text(left, top + RULE + number * ROW, part, va="baseline", size=NOTE, color=QUIET)
    spine, first = left + width / 2, top + deal.head
    tall = max(half.height for half in deal.halves.values())
    ax.plot([spine, spine], [first - 8, first + tall - ROW + 3], color=GREY, linewidth=0.8)
    for side, step in STEPS.items():
        half, style = deal.halves[side], {"ha": ALIGN[step], "va": "baseline"}
        for y, words in half.charges:
            at = spine + step * (EDGE - SQUARE / 2)
            ax.text(at, first + y, words, size=NOTE, color=QUIET, **style)
        marks = [[] for _ in half.who]
        for y, words, look, place in half.names:
            marks[place].append(ax.text(spine + step * NAME, first + y, words, color=TEXT, **look, **style))
        for cells, face, edge in ((half.squares, COLOUR[side], 0), (half.hollow, "white", 0.9)):
            if cells:
                spots = [(spine + step * at, first + line - 3.4) for line, at in cells]
                style_of = {"facecolors": face, "edgecolors": COLOUR[side], "linewidths": edge}
                squares = scatter(ax, spots, "s", SQUARE - edge, **style_of)
                for place, person in enumerate(half.who if cells is half.squares else []):
                    name_mark(person, (squares, place), *marks[place])
    ratio = {"va": "baseline", "size": TITLES[-1], "weight": "bold"}
    right = left + width
    counts = deal.counts
    ax.text(right, top + RULE, counts["us_side"], ha="right", color=INK["us_side"], **ratio)
    at = right - measure_word(str(counts["us_side"]), TITLES[-1], "bold") * 72
    ax.text(at - 6, top + RULE, ":", ha="center", color=GREY, **ratio)
    ax.text(at - 12, top + RULE, counts["russian_side"], ha="right", color=INK["russian_side"], **ratio)


def describe_swaps(freed: pd.DataFrame, beginning: str = "") -> str:
    """How many people each side let go; over the whole record since when."""
    counts = {side: int(freed.loc[freed["side"] == side, "people"].sum()) for side in SIDE_WORDS}
    if not beginning:
        people = f"{counts['russian_side']:,} people by the Russian side, {counts['us_side']:,} by the US side"
        return f"Who was freed for whom since {freed['date'].iloc[0][:4]}: {people}"
    first, second = (count_people(counts[side]) if counts[side] else "none" for side in SIDE_WORDS)
    second = spell(counts["us_side"]) if counts["us_side"] and counts["russian_side"] else second
    return f"{beginning}the Russian side freed {first}, the US side {second}."


def describe_largest(freed: pd.DataFrame) -> str:
    """The deal in which most people were freed, and how many of them have no public name."""
    totals = freed.groupby("exchange_id", sort=False)["people"].sum()
    most = freed[freed["exchange_id"] == totals.idxmax()]
    unnamed = int(most.loc[most["name"].isna(), "people"].sum())
    words = f"The most in one deal were {totals.max()}, on {say_when(most['date'].iloc[0], most['end_date'].iloc[0])}"
    return f"{words}; {spell(unnamed)} of them have no public name." if unnamed else f"{words}."


def who_for_whom(record: Tables) -> Picture:
    """All swaps name by name, with what each person was charged with."""
    swaps = whom.select_swaps(select_told(record.exchanges)[0])
    require(swaps, "No deal in which both sides freed somebody, with a day and totals, is in this selection.")
    shown = swaps if record.scope else select_told(record.exchanges)[0]
    freed = whom.list_freed(take_whole(record).detainees, shown, record.data_through)[DRAWN]
    freed = freed.sort_values("kind", key=lambda kind: kind.map(ORDER).astype("int"), kind="stable", ignore_index=True)
    swapped = freed[freed["exchange_id"].isin(swaps["exchange_id"])]
    labels = CHARGE
    return show(
        record,
        lambda data, ax: plot_swaps(data, labels, ax=ax),
        freed,
        describe_swaps(swapped, begin(record, len(swaps), "whole deals")),
        (
            "Deals in which both sides freed somebody"
            + "; last, those that the United States only brokered and releases for nobody" * (len(shown) > len(swaps))
            + ". A square is one person, hollow if the name is not public. Above the names: what the state that held them "
            "charged them with." + SAY_BOLD * bool(freed["us_status"].isin(AMERICANS).any()) + say_whole(record)
        ),
        "Names facing each other across a spine, a block a deal in time order, a square a person",
        Count(len(shown), len(record.exchanges), "deals", left_out=tell_left_out(record, shown)),
        Basis(
            "05-ledger", {"exchanges": shown["exchange_id"], "detainees": freed["detainee_id"].dropna()}, USED, "freed"
        ),
        height=lambda wide: fill_columns(freed, labels, (wide - 2 * MARGIN) * 72)[-1] / 72,
        also="" if record.scope else describe_largest(swapped),
    )


def tell_left_out(record: Tables, shown: pd.DataFrame) -> str:
    """Which deals of the selection are not shown, and why."""
    rest = record.exchanges[~record.exchanges["exchange_id"].isin(shown["exchange_id"])]
    kinds = {
        "one_sided": "releases with nobody known to be freed in return",
        "mediated": "exchanges the United States only brokered",
    }
    words = [said for kind, said in kinds.items() if (rest["kind"] == kind).any()]
    unclear = ~rest["kind"].isin(kinds)
    words += ["deals whose day, kind or totals no document had given"] * bool(unclear.any())
    return join_words(words) if words else ""
