"""Draws how sure the record is."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.known import NEW, format_column
from analysis.charts.marks import FAINT, QUIET, TEXT, clear_frame, place_body

FILL = {"agreed": "#5F666D", "single": "#C6CBCF", "disputed": NEW, "unsupported": "white"}
SHORT = {"sentence_months": "months", "sentence_months_final": "after appeal"}
MEANING = {
    "agreed": "two or more voices",
    "single": "one voice",
    "disputed": "disputed, ruled on",
    "unsupported": "no document",
}


def draw_cells(ax: Axes, xs: list[float], ys: list[float], standing: str, size: float) -> None:
    """Marks of one standing: squares, but a cross where disputed and a ring where no document gives the value."""
    marker = {"disputed": "X", "unsupported": "o"}.get(standing, "s")
    edge, width = (NEW, 0.9) if standing == "unsupported" else ("none", 0)
    area = (size * (1.12 if standing == "disputed" else 1)) ** 2
    ax.scatter(xs, ys, s=area, marker=marker, color=FILL[standing], edgecolor=edge, linewidth=width, zorder=3)


def draw_key(ax: Axes, standings: list[str], y: float, step: float) -> None:
    """What each mark means, along one line."""
    for place, standing in enumerate(standings):
        draw_cells(ax, [place * step + 0.5], [y], standing, 5.2)
        ax.text(place * step + 1.3, y, MEANING[standing], size=7, va="center", color=QUIET)


def plot_weave(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Rows are detentions grouped by deal, columns fields, in two panels; a mark a value, its fill the standing, a gap an empty cell.

    `data` as measures.weave_standing gives it. On the right of each row: how many voices speak of the person.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    columns = list(dict.fromkeys(data["column"]))
    people = data.drop_duplicates("detainee_id")
    lines: list[tuple[str, str]] = []
    for deal, rows in people.groupby("deal", sort=False):
        lines += [("deal", deal), *[("person", person) for person in rows["detainee_id"]]]
    half = -(-len(lines) // 2)
    if half < len(lines) and lines[half - 1][0] == "deal":
        half += 1
    names, voices = people.set_index("detainee_id")["name"], people.set_index("detainee_id")["row_voices"]
    left, wide = 11.8, 11.8 + len(columns) + 2.2
    at = {}
    for number, (kind, what) in enumerate(lines):
        x, y = (number >= half) * wide, number % half if number < half else number - half
        if kind == "deal":
            ax.text(x, y, what if len(what) < 46 else what[:44] + " …", size=7, weight="bold", va="center")
            continue
        at[what] = (x + left, y)
        name = names[what] if len(names[what]) < 22 else names[what][:19] + " …"
        ax.text(x + left - 0.8, y, name, size=7, va="center", ha="right", color=QUIET)
        ax.text(x + left + len(columns) + 0.9, y, voices[what], size=7, va="center", ha="right", color=QUIET)
        ax.plot([x + left - 0.5, x + left + len(columns) - 0.5], [y, y], color=FAINT, linewidth=0.4, zorder=0)
    for standing, cells in data[data["standing"] != ""].groupby("standing"):
        xs = [at[cell.detainee_id][0] + columns.index(cell.column) for cell in cells.itertuples()]
        draw_cells(ax, xs, [at[cell.detainee_id][1] for cell in cells.itertuples()], standing, 5.4)
    for x in [0, wide] if half < len(lines) else [0]:
        for place, column in enumerate([*columns, "voices"]):
            to = x + left + place + (0.3 if column == "voices" else 0)
            words, weight = SHORT.get(column) or format_column(column), "bold" if column == "voices" else "normal"
            turn = {"rotation": 68, "rotation_mode": "anchor", "ha": "left", "va": "center"}
            ax.text(to, -0.9, words, size=7, weight=weight, **turn)
    draw_key(ax, [key for key in FILL if (data["standing"] == key).any()], half + 1.2, 13)
    ax.set(xlim=(0, 2 * wide - 0.7), ylim=(half + 2, -7.6), xticks=[], yticks=[])
    return ax


def plot_standing(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A bar a column of each table, all as long, split by standing; on the right how many values and their median voices.

    `data` as measures.summarise_standing gives it.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    place_body(ax, left=0.22, right=0.14, bottom=0.03)
    words = {"exchanges": "deals", "detainees": "people", "negotiators": "who took part"}
    y = -1.0
    for table, rows in data.groupby("table", sort=False):
        y += 1.4
        ax.text(-1.5, y, words.get(table, table), size=7.5, weight="bold", ha="right", va="center")
        for row in rows.itertuples():
            y += 1
            start = 0.0
            for standing, colour in FILL.items():
                share = 100 * getattr(row, standing) / row.values
                hatch = "xxxxx" if standing == "disputed" else None
                ax.barh(y, share, left=start, height=0.74, color=colour, hatch=hatch, edgecolor="white", linewidth=0.3)
                start += share
            ax.text(-1.5, y, format_column(row.column), size=7, ha="right", va="center", color=QUIET)
            ax.text(108, y, row.values, size=7, ha="right", va="center", color=QUIET)
            ax.text(118, y, f"{row.median_voices:g}", size=7, ha="right", va="center", color=QUIET)
    for x, head in ((108, "values"), (118, "voices")):
        ax.text(x, -0.8, head, size=7, ha="right", va="center", color=TEXT)
    for place, standing in enumerate([key for key in FILL if data[key].sum()]):
        hatch = "xxxxx" if standing == "disputed" else None
        ax.barh(-0.8, 3, left=place * 33, height=0.7, color=FILL[standing], hatch=hatch, edgecolor="white")
        ax.text(place * 33 + 4, -0.8, MEANING[standing], size=7, va="center", color=QUIET)
    ax.set(xlim=(0, 100), ylim=(y + 0.7, -1.3), yticks=[], xticks=[0, 50, 100], xticklabels=["0%", "50%", "100%"])
    return ax


def plot_voices(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A bar a band of voices: how many values so many independent voices give. `data` as measures.count_voices gives it."""
    ax = ax or plt.gca()
    clear_frame(ax)
    place_body(ax, left=0.15, right=0.06, bottom=0.02)
    for row, count in enumerate(data.itertuples()):
        ax.barh(row, count.values, height=0.72, color=FILL["single" if count.voices == "1" else "agreed"])
        ax.text(count.values + 8, row, f"{count.values:,}", size=7.5, va="center")
    words = ["one voice" if voices == "1" else f"{voices} voices" for voices in data["voices"]]
    ax.set_yticks(range(len(data)), [word.replace("more voices", "more") for word in words])
    ax.set(xlim=(0, max(1, data["values"].max()) * 1.06), ylim=(len(data) - 0.5, -0.5), xticks=[])
    return ax


def plot_reliance(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A bar a voice: the values that it alone gives, most first; after it in how many documents.

    `data` as measures.count_reliance gives it, reduced to the voices to draw.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    place_body(ax, left=0.31, right=0.2, bottom=0.02)
    for row, count in enumerate(data.itertuples()):
        ax.barh(row, count.values, height=0.7, color=FILL["single"])
        documents = f"{count.documents} document" + ("s" if count.documents > 1 else "")
        ax.text(count.values + 0.5, row, count.values, size=7.5, va="center", weight="bold")
        ax.text(count.values + 4.2, row, f"in {documents}", size=7, va="center", color=QUIET)
    names = [name if len(name) < 36 else name[:33].rsplit(" ", 1)[0] + " …" for name in data["voice"]]
    ax.set_yticks(range(len(data)), names, fontsize=7)
    ax.set(xlim=(0, max(1, data["values"].max())), ylim=(len(data) - 0.5, -0.5), xticks=[])
    return ax
