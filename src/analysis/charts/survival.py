"""Draws how long custody lasts."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.marks import COLOUR, FAINT, GREY, INK, QUIET, SIDE, TEXT, clear_frame

YEAR = 365.25


def plot_survival(
    data: pd.DataFrame,
    summary: pd.DataFrame,
    colours: dict[str, str],
    words: dict[str, str],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Kaplan-Meier steps by group, those still held ticked, and the number still followed beneath.

    Where there is one group only, its median and its two naive averages stand as upright lines. `data` as
    measures.estimate_survival, `summary` as measures.summarise_custody give them; `colours` and `words` by group.
    """
    ax = ax or plt.gca()
    ax.set_axis_off()
    groups = list(dict.fromkeys(data["group"]))
    tall = ax.get_window_extent().height / ax.figure.dpi
    foot = (0.62 + 0.17 * len(groups)) / tall  # room for the axis, its label and a line of numbers a group
    panel = ax.inset_axes((0.13, foot, 0.84, 0.98 - foot))
    last = data["days"].max() / YEAR
    for place, group in enumerate(groups):
        steps = data[data["group"] == group]
        dashes = "-" if place == 0 else (0, (5, 1.2))
        panel.step(
            steps["days"] / YEAR,
            100 * steps["share"],
            where="post",
            color=colours[group],
            linewidth=1.8,
            linestyle=dashes,
        )
        ticks = steps[steps["censored"] > 0]
        panel.plot(
            ticks["days"] / YEAR, 100 * ticks["share"], "|", color=colours[group], markersize=7, markeredgewidth=1.1
        )
        if len(groups) > 1:
            name = words[group] + (" (dashed)" if place else "")
            at = {"x": 1, "y": 96 - 8 * place, "transform": panel.get_yaxis_transform(), "ha": "right"}
            panel.text(s=name, color=INK.get(group), size=8, weight="bold", va="center", **at)
    panel.set(xlim=(0, last + 0.3), ylim=(0, 103))
    if len(groups) == 1:
        draw_averages(panel, summary.iloc[0], last + 0.3)
    panel.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    panel.grid(True, axis="y")
    clear_frame(panel, keep=("bottom",))
    panel.set_xlabel("years since arrest", loc="left")
    years = [tick for tick in panel.get_xticks() if 0 <= tick <= last]
    inch = 1 / (tall * (0.98 - foot))
    panel.text(0, -0.50 * inch, "people still followed", transform=panel.transAxes, size=7, color=QUIET, va="center")
    for row, group in enumerate(groups):
        steps, at = data[data["group"] == group], -(0.66 + 0.16 * row) * inch
        for year in years:
            left = int(steps.loc[steps["days"] >= year * YEAR, ["released", "censored"]].to_numpy().sum())
            place = {"transform": panel.get_xaxis_transform(), "ha": "center", "va": "center"}
            panel.text(year, at, left, size=7, color=INK.get(group, colours[group]), **place)
        name, ink = words[group].removeprefix("held by the "), INK.get(group, colours[group])
        panel.text(-0.025, at, name, transform=panel.transAxes, ha="right", va="center", size=7, color=ink)
    return ax


def draw_averages(panel: Axes, row: pd.Series, end: float) -> None:
    """The Kaplan-Meier median and the two naive averages as upright lines, each with its name beside them all.

    Right of them, or left where the axis, up to year `end`, leaves no room there.
    """
    marks = [
        ("mean_of_released", "average of those who came out", (0, (4, 2)), 97),
        ("median_days", "half have come out", "-", 88),
        ("mean_of_all", "average to date of everybody", (0, (1, 1.5)), 79),
    ]
    years = row[[column for column, *_ in marks]].astype(float) / YEAR
    align, step = ("left", 0.025 * end) if years.max() < 0.55 * end else ("right", -0.025 * end)
    beside = (years.max() if step > 0 else years.min()) + step
    for column, words, style, height in marks:
        if pd.notna(row[column]):
            at, colour = row[column] / YEAR, TEXT if column == "median_days" else GREY
            panel.plot([at, at], [0, height], color=colour, linestyle=style, linewidth=1.1, zorder=1)
            panel.plot(
                [at, beside - step / 5], [height, height], color=colour, linestyle=style, linewidth=0.8, zorder=1
            )
            weight = "bold" if column == "median_days" else "normal"
            said = f"{words}: {row[column]:.0f} days"
            panel.text(beside, height, said, size=7.5, ha=align, va="center", weight=weight)


def plot_shares_served(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A dot a person at the share of the sentence served at release, a row a side, the median as a tick.

    `data` as measures.select_served gives it.
    """
    import seaborn as sns

    ax = ax or plt.gca()
    terms = data.dropna(subset="left_years")
    share = (100 * (1 - terms["left_years"] / terms["sentence_years"])).astype(float)
    dots = terms.assign(share=share, row=terms["side"].astype(str))
    ax.set(xlim=(-3, 103), ylim=(1.5, -0.5))
    sns.swarmplot(
        dots, x="share", y="row", hue="side", order=list(COLOUR), hue_order=list(COLOUR), palette=COLOUR, size=5,
        legend=False, ax=ax, warn_thresh=1,
    )  # fmt: skip
    for row, side in enumerate(COLOUR):
        median = dots.loc[dots["side"] == side, "share"].median()
        ax.plot([median, median], [row - 0.3, row + 0.3], color=INK[side], linewidth=1.8, zorder=5)
        ax.text(1, row - 0.38, SIDE[side], color=INK[side], weight="bold", size=8, va="center")
        ax.text(median + 0.8, row + 0.36, f"median {median:.0f}%", color=INK[side], size=7.5, va="center")
    box = ax.get_position()
    ax.set_position((box.x0 + 0.01, box.y0 + 0.16 * box.height, box.width - 0.02, 0.84 * box.height))
    clear_frame(ax)
    ax.grid(True, axis="x")
    ax.set(yticks=[], ylabel="", xlabel="share of the sentence served when freed, %")
    return ax


def plot_designations(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A track a person from arrest to the determination (hollow) and on to release (filled), shortest wait first.

    `data` as measures.select_designations gives it. Ranges of partial dates are drawn at their middle.
    """
    ax = ax or plt.gca()
    rows = data.assign(
        before=data[["to_days_min", "to_days_max"]].mean(axis=1),
        after=data[["after_days_min", "after_days_max"]].mean(axis=1),
    )
    rows = rows.sort_values("before", ignore_index=True)
    blue = COLOUR["russian_side"]
    for at, person in enumerate(rows.itertuples()):
        ax.barh(at, person.before, height=0.42, facecolor="white", edgecolor=blue, linewidth=1)
        ax.barh(at, person.after, left=person.before, height=0.42, color=blue)
        ax.text(
            person.before + person.after + 20,
            at,
            f"{person.before:,.0f} days to it, {person.after:,.0f} after it",
            va="center",
            size=7.2,
            color=TEXT,
        )
    ax.set_yticks(range(len(rows)), rows["name"])
    ax.set(xlim=(0, (rows["before"] + rows["after"]).max() * 1.5), ylim=(len(rows) - 0.4, -0.6))
    box = ax.get_position()
    ax.set_position((box.x0 + 0.17 * box.width, box.y0 + 0.17 * box.height, 0.83 * box.width, 0.83 * box.height))
    clear_frame(ax)
    ax.grid(True, axis="x", color=FAINT)
    ax.set_xlabel("days since arrest", loc="left")
    return ax
