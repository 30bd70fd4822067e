"""How long custody lasts, those still held not left out."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import survival
from analysis.pictures.marks import COLOUR, FEW, GREY, INK, QUIET, TEXT, clear_frame
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.record.select import AMERICANS
from analysis.record.tables import Tables
from analysis.record.words import capitalise, count_people, spell

YEAR = 365.25


def plot_survival(data: pd.DataFrame, summary: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Kaplan-Meier steps, those still held ticked, the number still followed beneath, the median and the naive averages upright.

    `data` as measures.survival.estimate_survival, `summary` as summarise_custody give them, of one group.
    """
    ax = ax or plt.gca()
    ax.set_axis_off()
    tall = ax.get_window_extent().height / ax.figure.dpi
    foot = 0.79 / tall  # room for the axis, its label and a line of numbers
    panel = ax.inset_axes((0.13, foot, 0.84, 0.98 - foot))
    last, blue, ink = data["days"].max() / YEAR, COLOUR["russian_side"], INK["russian_side"]
    panel.step(data["days"] / YEAR, 100 * data["share"], where="post", color=blue, linewidth=1.8)
    ticks = data[data["censored"] > 0]
    panel.plot(ticks["days"] / YEAR, 100 * ticks["share"], "|", color=blue, markersize=7, markeredgewidth=1.1)
    panel.set(xlim=(0, last + 0.3), ylim=(0, 103))
    draw_averages(panel, summary.iloc[0], last + 0.3)
    panel.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    panel.grid(True, axis="y")
    clear_frame(panel, keep=("bottom",))
    panel.set_xlabel("years since arrest", loc="left")
    years = [tick for tick in panel.get_xticks() if 0 <= tick <= last]
    inch = 1 / (tall * (0.98 - foot))
    panel.text(0, -0.50 * inch, "people still followed", transform=panel.transAxes, size=7, color=QUIET, va="center")
    for year in years:
        left = int(data.loc[data["days"] >= year * YEAR, ["released", "censored"]].to_numpy().sum())
        place = {"transform": panel.get_xaxis_transform(), "ha": "center", "va": "center"}
        panel.text(year, -0.66 * inch, left, size=7, color=ink, **place)
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


def describe_custody(summary: pd.DataFrame, beginning: str = "") -> str:
    """The median time in custody, those still held included, against the usual average; `summary` has one row."""
    row = summary.iloc[0]
    out, held = int(row["people"] - row["held"]), int(row["held"])
    if row["people"] < FEW:
        parts = [f"{spell(out)} came out"] * (out > 0) + [f"{spell(held)} last reported held"] * (held > 0)
        return capitalise(f"{beginning}{', '.join(parts)}: too few for a median.")
    who = "" if beginning else f" of {count_people(row['people'])}"
    if pd.isna(row["median_days"]):
        return capitalise(
            f"{beginning}{spell(out) if out else 'none'}{who} came out, fewer than half: there is no median yet."
        )
    if beginning:
        parts = [f"{spell(out)} came out", f"{spell(held) if held else 'none'} last reported held"]
        return f"{beginning}{', '.join(parts)}; estimated median {row['median_days']:,.0f} days."
    sentence = f"half{who} came out within {row['median_days']:,.0f} days"
    if held:
        sentence += f"; counting only those who came out hides {spell(held)} still held"
    return capitalise(f"{beginning}{sentence}.")


def custody_survival(record: Tables) -> Picture:
    """The share of Americans held by Russia who are still in custody, by time since arrest."""
    people = record.detainees
    american = people["us_status"].isin(AMERICANS) & (people["side"] == "russian_side")
    of = len(people) if record.before else int((american & (people["arrested_earliest"].dt.year >= 2010)).sum())
    others = "whoever is no American arrested by Russia since 2010, and " if record.before else ""
    times = survival.select_american_times(people, record.data_through)
    require(times, "No American whom Russia arrested since 2010 is in this selection; this picture shows nobody else.")
    summary = survival.summarise_custody(times)
    return show(
        record,
        lambda data, ax: plot_survival(data, summary, ax=ax),
        survival.estimate_survival(times),
        describe_custody(summary, begin(record, len(times))),
        "Share of Americans arrested by Russia since 2010 who are still in custody; ticks are those still held.",
        "Survival steps of time in custody with the naive averages as upright lines",
        Count(len(times), of, "detentions", f"{others}those whose day of release nobody gives"),
        Basis(
            "06-time-in-custody",
            {"detainees": times["detainee_id"]},
            {"detainees": ["us_status", "custodian", "arrested", "released", "outcome"]},
            "americans",
        ),
        3.9,
    )
