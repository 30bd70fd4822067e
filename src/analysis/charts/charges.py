"""Draws what people were held for."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.marks import GREY, GROUP, INK, QUIET, SIDE, clear_frame, draw_squares


def plot_charges(data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """Back to back rows by charge type, a square a person: left held by the Russian side, right held by the US side.

    `data` as measures.count_charges gives it, with types grouped; `labels` are the words for the codes.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    spine, y, rows = 5.6, 0.0, []
    for group, types in data.groupby("charge_group", observed=True, sort=False):
        y += 1.3
        rows.append((y, GROUP.get(group, group), None))
        for count in types.itertuples():
            y += 1
            rows.append((y, labels[count.charge_type], count))
    widest = {side: max(data[side].max(), 9) for side in SIDE}  # nine squares leave room for the name of a side
    ax.set_xlim(-spine - widest["russian_side"] - 1.5, spine + widest["us_side"] + 1.5)
    ax.set_ylim(y + 0.8, -0.9)
    for at, label, count in rows:
        if count is None:
            ax.text(0, at, label.upper(), ha="center", va="center", size=7, color=QUIET, weight="bold")
            continue
        ax.text(0, at, label, ha="center", va="center", size=7.5)
        for side, step in (("russian_side", -1), ("us_side", 1)):
            number = getattr(count, side)
            draw_squares(ax, [(step * (spine + place), at) for place in range(number)], side)
            if number:
                ax.text(
                    step * (spine + number + 0.25),
                    at,
                    number,
                    ha="center",
                    va="center",
                    size=7,
                    color=INK[side],
                )
    ax.text(
        -spine,
        -0.2,
        SIDE["russian_side"],
        ha="right",
        va="center",
        size=8,
        weight="bold",
        color=INK["russian_side"],
    )
    ax.text(spine, -0.2, SIDE["us_side"], ha="left", va="center", size=8, weight="bold", color=INK["us_side"])
    ax.set(xticks=[], yticks=[])
    return ax


def plot_charge_groups(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Small multiples by era, shared scale: rows are charge groups, a square a person, Russian side left, US side right.

    `data` as measures.count_charge_groups_by_era gives it.
    """
    ax = ax or plt.gca()
    ax.set_axis_off()
    eras = list(dict.fromkeys(data["era"]))
    data = data.groupby("charge_group", observed=True, sort=False).filter(
        lambda rows: rows[["russian_side", "us_side"]].to_numpy().any()
    )
    groups = list(dict.fromkeys(data["charge_group"].astype(str)))
    deep = 4  # squares stand four high, so that eighty people fit a small panel
    reach = -(-int(data[["russian_side", "us_side"]].to_numpy().max()) // deep) + 3
    for number, era in enumerate(eras):
        panel = ax.inset_axes((0.12 + number * 0.295, 0, 0.285, 0.92))
        clear_frame(panel)
        panel.set(xlim=(-reach, reach), ylim=(len(groups) * 5.4 - 1, -1.2), xticks=[], yticks=[])
        for row, count in enumerate(data[data["era"] == era].itertuples()):
            for side, step in (("russian_side", -1), ("us_side", 1)):
                people = getattr(count, side)
                cells = [(step * (0.8 + place // deep), row * 5.4 + place % deep) for place in range(people)]
                draw_squares(panel, cells, side)
                if people:
                    ax_x = step * (1.9 + (people - 1) // deep)
                    panel.text(ax_x, row * 5.4 + 1.5, people, ha="center", va="center", size=7, color=INK[side])
            if number == 0:
                panel.text(
                    -reach - 0.5,
                    row * 5.4 + 1.5,
                    GROUP.get(groups[row], groups[row]).replace(", ", ",\n"),
                    ha="right",
                    va="center",
                    size=7.5,
                )
        panel.axvline(0, color=GREY, linewidth=0.6)
        panel.set_title(era, fontsize=8, fontweight="bold", pad=4)
    return ax
