"""Draws the sentences, and what of them was served."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.marks import COLOUR, FAINT, INK, SIDE, clear_frame, place_body


def plot_sentences(data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """A dot a person on an axis of years, a row a charge type, the Russian side above the US side; life in a lane of its own.

    Medians are ticks across the lanes that hold three terms or more. `data` as measures.select_sentences gives it;
    `labels` are the words for the codes.
    """
    import seaborn as sns

    ax = ax or plt.gca()
    place_body(ax, left=0.19, bottom=0.07, top=0.035)
    longest = float(data["years"].max())
    lanes = {
        kind: longest + 4 + 3.5 * step
        for step, kind in enumerate(["life", "death"])
        if (data["sentence_kind"] == kind).any()
    }
    at = data["years"].fillna(data["sentence_kind"].map(lanes).astype("Float64")).astype(float)
    order = [code for code in data["charge_type"].cat.categories if (data["charge_type"] == code).any()]
    dots = data.assign(at=at, row=data["charge_type"].astype(str))
    ax.set_xlim(-0.8, max([longest, *lanes.values()]) + 1.5)
    ax.set_ylim(len(order) - 0.5, -0.5)
    sns.swarmplot(
        dots, x="at", y="row", hue="side", order=order, hue_order=list(COLOUR), palette=COLOUR, dodge=True, size=4.2,
        legend=False, ax=ax, warn_thresh=1,
    )  # fmt: skip
    for row, code in enumerate(order):
        for side, shift in (("russian_side", -0.2), ("us_side", 0.2)):
            terms = data.loc[(data["charge_type"] == code) & (data["side"] == side), "years"].dropna()
            if len(terms) >= 3:
                middle = float(terms.median())
                ax.plot(
                    [middle, middle],
                    [row + shift - 0.22, row + shift + 0.22],
                    color=INK[side],
                    linewidth=1.6,
                    zorder=5,
                )
        if row:
            ax.axhline(row - 0.5, color=FAINT, linewidth=0.7, zorder=0)
    clear_frame(ax)
    ax.grid(True, axis="x")
    ticks = list(range(0, int(longest) + 1, 5))
    ax.set_xticks([*ticks, *lanes.values()], [*map(str, ticks), *lanes])
    ax.set_yticks(range(len(order)), [labels[code] for code in order])
    ax.set(xlabel="sentence in the first instance, years", ylabel="")
    for x, side, place in ((0, "russian_side", "above"), (0.52, "us_side", "below")):
        ax.text(
            x,
            1.012,
            f"{SIDE[side]} ({place})",
            transform=ax.transAxes,
            color=INK[side],
            weight="bold",
            size=8,
        )
    return ax


def plot_served(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A track a person as long as the sentence, its served part filled, most left to serve first; a panel a side.

    `data` as measures.select_served gives it. A life sentence has an open end.
    """
    ax = ax or plt.gca()
    ax.set_axis_off()
    longest = float(data["sentence_years"].max())
    tallest = max(data["side"].value_counts())
    for side, left in (("russian_side", 0.19), ("us_side", 0.71)):
        panel = ax.inset_axes((left, 0.045, 0.29, 0.915))
        people = data[data["side"] == side].reset_index(drop=True)
        for row, person in enumerate(people.itertuples()):
            open_ended = pd.isna(person.sentence_years)
            whole = longest + 2 if open_ended else float(person.sentence_years)
            served = float((person.served_years_min + person.served_years_max) / 2)
            panel.plot([0, whole], [row, row], color=COLOUR[side], linewidth=0.9, alpha=0.55, solid_capstyle="butt")
            panel.plot(whole, row, ">" if open_ended else "|", color=COLOUR[side], markersize=4 if open_ended else 5)
            panel.barh(row, min(served, whole), height=0.62, color=COLOUR[side])
        panel.set_yticks(range(len(people)), people["name"], fontsize=7)
        panel.set(ylim=(tallest - 0.3, -0.9), xlim=(0, longest + 3.2))
        panel.set_xticks(range(0, int(longest) + 1, 10))
        panel.grid(True, axis="x")
        clear_frame(panel)
        panel.set_title(SIDE[side], loc="left", color=INK[side], fontsize=8, fontweight="bold", pad=4)
        panel.set_xlabel("years", loc="left")
    return ax
