"""The woven record: a cell a value, rows people by deal, and a counted cross for every disputed value.

Promise: no name is cut, and a panel never breaks a deal in two.
"""

from math import fsum

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.pictures.marks import GREY, NEW, QUIET, TEXT, format_column, lay_in_points, name_mark, scatter
from analysis.pictures.page import FOOT, LABEL, MARGIN, NOTE, WIDTH, measure_word, wrap_text

FILL = {"agreed": "#5F666D", "single": "#C6CBCF", "disputed": NEW, "unsupported": "white"}
MEANING = {
    "agreed": "two or more voices agree",
    "single": "one voice gives it",
    "disputed": "voices differ, ruled on",
    "unsupported": "no document",
}
GROUPS = {  # the columns of the weave, in the order of a case
    "person": ["citizenship", "us_status", "occupation"],
    "arrest": ["custodian", "arrested", "arrest_place", "extradited"],
    "charge": ["charge", "charge_type"],
    "sentence": ["convicted", "sentence_kind", "sentence_months", "sentence_months_final", "after_term"],
    "designation": ["designation", "designated"],
    "release": ["pardoned", "outcome", "released", "received_by", "exchange_id"],
}
SHORT = {
    "us_status": "US status",
    "custodian": "held by",
    "arrested": "day of arrest",
    "extradited": "day of extradition",
    "pardoned": "day of pardon",
    "convicted": "day of verdict",
    "sentence_months": "months of sentence",
    "sentence_months_final": "months after appeal",
    "sentence_kind": "kind of sentence",
    "after_term": "what follows the term",
    "designated": "day of designation",
    "released": "day of release",
    "exchange_id": "which deal",
    "date": "first day",
    "end_date": "last day",
    "place_city": "city",
    "credit": "how sure the part is",
}
TABLES = {"detainees": "People", "exchanges": "Deals", "negotiators": "Who took part"}
CELL, STEP, SPLIT = 4.1, 4.9, 3.4  # points: of a cell, from cell to cell, more between groups
ROW, LEAD, GUTTER = 9.5, 12.5, 14  # points: a row of the weave, of all else, between panels
CROSS, PITCH, LINE = 4.0, 5.8, 16  # points of a counted cross; crosses of a line


def draw_cells(ax: Axes, cells: list[tuple[float, float]], standing: str, size: float) -> None:
    """Marks of one standing, `size` points wide: squares, but a cross where disputed and hollow where no document gives the value."""
    if cells:
        marker = "X" if standing == "disputed" else "s"
        edge, width = (GREY, 0.7) if standing == "unsupported" else ("none", 0)
        wide = size * 1.25 if standing == "disputed" else size - width
        scatter(ax, cells, marker, wide, facecolors=FILL[standing], edgecolors=edge, linewidths=width)


def name_column(column: str) -> str:
    """A column's name in a few words."""
    return SHORT.get(column) or format_column(column)


def place_columns(columns: list[str]) -> tuple[dict[str, float], dict[str, tuple[float, float]], float]:
    """Where each column of the weave stands in points, where each group begins and ends, and how wide all are."""
    at, groups, x = {}, {}, 0.0
    for group, names in GROUPS.items():
        if held := [name for name in names if name in columns]:
            at |= {name: x + STEP * (place + 0.5) for place, name in enumerate(held)}
            wide = max(STEP * len(held), 11.0)
            groups[group] = (x, x + wide)
            x += wide + SPLIT
    return at, groups, x - SPLIT


def list_lines(data: pd.DataFrame, width: float) -> list[list[tuple[str, str, list[str]]]]:
    """The rows of the weave a block a deal, each (deal or person, id, the name broken to the width in points)."""
    blocks = []
    room = width - place_columns(list(data["column"].unique()))[2] - 5
    for deal, rows in data.drop_duplicates("detainee_id").groupby("deal", sort=False):
        head = wrap_text(deal, width / 72, size=FOOT, weight="bold").split("\n")
        people = [
            ("person", person.detainee_id, wrap_text(person.name_shown, room / 72, size=FOOT).split("\n"))
            for person in rows.rename(columns={"name": "name_shown"}).itertuples()
        ]
        blocks.append([("deal", deal, head), *people])
    return blocks


def measure_block(block: list[tuple[str, str, list[str]]]) -> float:
    """Height of a deal with its people, points."""
    return ROW * sum(len(lines) for _, _, lines in block) + 4


def split_blocks(blocks: list, ends: int = 2) -> list[list]:
    """The blocks in panels as even as whole deals allow."""
    heights = [measure_block(block) for block in blocks]
    cuts = [max(fsum(heights[:cut]), fsum(heights[cut:])) for cut in range(1, len(heights) + 1)]
    cut = cuts.index(min(cuts)) + 1
    return [part for part in (blocks[:cut], blocks[cut:]) if part][:ends]


def measure_heads(groups: dict) -> float:
    """Points that the upright heads of groups take."""
    return max(measure_word(group, FOOT, "normal") for group in groups) * 72 + 6


def tell_columns(columns: list[str]) -> str:
    """Which columns stand in each group, in order, as a line."""
    told = [
        f"{group}: {', '.join(name_column(name) for name in names if name in columns)}"
        for group, names in GROUPS.items()
        if set(names) & set(columns)
    ]
    return f"A cell is a value, blank where there is none. Columns from left to right: {'; '.join(told)}."


def measure_weave(data: pd.DataFrame, disputes: pd.DataFrame) -> float:
    """Height of plot_weave on the wide page, points."""
    width = (WIDTH - 2 * MARGIN) * 72
    panels = split_blocks(list_lines(data, (width - GUTTER) / 2))
    lines = wrap_text(tell_columns(list(data["column"].unique())), width / 72, size=NOTE).count("\n") + 1
    heads = measure_heads(place_columns(list(data["column"].unique()))[1])
    return (
        20
        + measure_disputes(disputes)
        + lines * 11.5
        + 4
        + heads
        + max(fsum(map(measure_block, part)) for part in panels)
    )


def place_disputes(disputes: pd.DataFrame) -> list[tuple[int, float, str, object]]:
    """Where the rows of disputed columns stand: people left, deals and who took part right: (half, top in points, head, row)."""
    placed, tops = [], [0.0, 0.0]
    for table, rows in disputes.groupby("table", sort=False):
        half = int(table != "detainees")
        placed.append((half, tops[half], TABLES[table], None))
        tops[half] += LEAD
        for row in rows.itertuples():
            placed.append((half, tops[half], name_column(row.column), row))
            tops[half] += LEAD + PITCH * ((row.disputed - 1) // LINE)
        tops[half] += 4
    return placed


def measure_disputes(disputes: pd.DataFrame) -> float:
    """Height of the block of disputed columns, points."""
    return max([top for _, top, *_ in place_disputes(disputes)], default=-2 * LEAD) + 2 * LEAD + 8


def draw_disputes(ax: Axes, disputes: pd.DataFrame, y: float, wide: float) -> None:
    """A counted cross for every disputed value, a row a column."""
    if disputes.empty:
        return
    ax.text(0, y + LEAD / 2, "Values in dispute, by column", va="center", size=LABEL, weight="bold")
    for half, top, words, row in place_disputes(disputes):
        x, middle = half * (wide / 2 + 12), y + LEAD * 1.5 + top
        if row is None:
            ax.text(x, middle, words, va="center", size=NOTE, color=QUIET, weight="bold")
            continue
        ax.text(x + 6, middle, words, va="center", size=NOTE)
        cells = [(x + 127 + PITCH * (place % LINE), middle + PITCH * (place // LINE)) for place in range(row.disputed)]
        draw_cells(ax, cells, "disputed", CROSS)
        ax.text(max(cells)[0] + 5, middle, row.disputed, va="center", size=NOTE, color=QUIET)


def draw_key(ax: Axes, standings: list[str], y: float) -> None:
    """What each mark means, along one line."""
    x = 0.0
    for standing in standings:
        draw_cells(ax, [(x + 3, y)], standing, 5.6)
        ax.text(x + 9, y, MEANING[standing], size=NOTE, va="center")
        x += 9 + 72 * fsum(measure_word(word + " ", NOTE, "normal") for word in MEANING[standing].split()) + 14


def plot_weave(data: pd.DataFrame, disputes: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Rows are detentions grouped by deal, columns fields, in two panels; a mark a value, its fill the standing, a gap an empty cell.

    Above stand the key and a counted cross for each disputed value. `data` as measures.evidence.weave_standing gives it,
    `disputes` as count_disputes.
    """
    ax = ax or plt.gca()
    width = lay_in_points(ax)
    draw_key(ax, [key for key in FILL if (data["standing"] == key).any()], 6)
    draw_disputes(ax, disputes, 20, width)
    columns = list(data["column"].unique())
    at, groups, across = place_columns(columns)
    y = 20 + measure_disputes(disputes)
    for line in wrap_text(tell_columns(columns), width / 72, size=NOTE).split("\n"):
        ax.text(0, y + 5.75, line, va="center", size=NOTE, color=QUIET)
        y += 11.5
    y += 4 + measure_heads(groups)
    panel, rows = (width - GUTTER) / 2, {}
    for number, blocks in enumerate(split_blocks(list_lines(data, panel))):
        right = number * (panel + GUTTER) + panel
        for name, (start, end) in groups.items():
            place = {"rotation": 90, "ha": "center", "va": "bottom"}
            ax.text(right - across + (start + end) / 2, y - 3, name, size=FOOT, color=QUIET, **place)
        top = y
        for block in blocks:
            top += 4
            for kind, what, lines in block:
                rows[what], told = (right - across, top + ROW * len(lines) / 2), []
                for place, line in enumerate(lines):
                    weight, colour = ("bold", TEXT) if kind == "deal" else ("normal", QUIET)
                    x, ha = (right - panel, "left") if kind == "deal" else (right - across - 5, "right")
                    style = {"size": FOOT, "ha": ha, "va": "center", "weight": weight, "color": colour}
                    told.append(ax.text(x, top + ROW * (place + 0.5), line, **style))
                if kind == "person":
                    name_mark(what, *told)
                top += ROW * len(lines)
    for standing, cells in data[data["standing"] != ""].groupby("standing"):
        places = [
            (rows[cell.detainee_id][0] + at[cell.column], rows[cell.detainee_id][1]) for cell in cells.itertuples()
        ]
        draw_cells(ax, places, standing, CELL)
    return ax
