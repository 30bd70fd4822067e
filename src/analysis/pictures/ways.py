"""How people get out of custody, and how many do not."""

import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.measures import ways
from analysis.measures.medians import FEW
from analysis.pictures.marks import AMERICANS as WHO
from analysis.pictures.marks import COLOUR, DEAL, GREY, QUIET, TEXT, clear_frame
from analysis.pictures.page import LABEL, NOTE, is_narrow, measure_word, wrap_text
from analysis.pictures.publish import Basis, Picture, begin, count_americans, require, show
from analysis.record.select import AMERICANS
from analysis.record.tables import Tables
from analysis.record.words import capitalise, count_people, format_years, join_words, spell

YEAR = 365.25
LINE = 0.155  # inches from one line of words to the next
BESIDE = 27  # points from the end of the chart to the words beside it
BANDS = {  # from the bottom of the chart to its top: colour, hatch, and words after a number of people
    "still_in": (COLOUR["russian_side"], "", "not known to be free"),
    "deal": ("#9DB8D2", "", "freed in a deal"),
    "term": ("#FFFFFF", "/////", "out at the end of a term"),
    "other": ("#E3E6E8", "", "otherwise"),
    "court": ("#9AA1A7", "", "freed by court or pardon"),
    "deported": ("#C9CDD1", "", "deported"),
}
SAID = {"deal": "in a deal", "court": "by a court or a pardon", "deported": "by deportation"}
SAID |= {"term": "at the end of a term", "other": "otherwise"}


def plot_ways(data: pd.DataFrame, times: pd.DataFrame, *, only: tuple | None = None, ax: Axes | None = None) -> Axes:
    """Stacked areas by years since arrest, the share still in at the bottom, above it the share out by each way.

    Beneath stand the share still in with its interval and the number still followed, each year. `data` as
    measures.ways.estimate_ways gives it, of the `times` that select_ways gives; `only` as find_only_way.
    """
    ax = ax or plt.gca()
    ax.set_axis_off()
    box = ax.get_window_extent()
    wide, tall = box.width / ax.figure.dpi, box.height / ax.figure.dpi
    counts, (last, stop), narrow = count_bands(times), find_end(data, times), is_narrow(ax)
    left, right = 0.47, 0.12 if narrow else 2.15
    top, bottom = ((len(counts) + 3.0) if narrow else 1.2) * LINE, (8.5 if narrow else 5.0) * LINE
    panel = ax.inset_axes((left / wide, bottom / tall, (wide - left - right) / wide, (tall - top - bottom) / tall))
    rows = ways.read_ways(data, times, [*data.loc[data["days"] < stop, "days"], stop])
    edges = [np.zeros(len(rows))]
    for band in counts:
        colour, hatch, _ = BANDS[band]
        edges.append(edges[-1] + 100 * rows[band].to_numpy(float))
        style = {"hatch": hatch, "edgecolor": GREY} if hatch else {}
        panel.fill_between(
            rows["days"] / YEAR, *edges[-2:], step="post", facecolor=colour, linewidth=0, label=band, **style
        )
        panel.step(rows["days"] / YEAR, edges[-1], where="post", color="white", linewidth=0.9)
    panel.set(xlim=(0, last), ylim=(0, 100), xticks=range(last + 1))
    panel.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100%"])
    clear_frame(panel)
    few = hatch_few(panel, times, stop)
    write_shares(panel, ways.read_ways(data, times, [few - 1]).iloc[0], counts, few)
    if only:
        point_out(panel, only, ways.read_ways(data, times, [only[0] * YEAR]).iloc[0], few / YEAR)
    if ways.read_ways(data, times, [last * YEAR / 2])["still_in"].iloc[0] > 0.2:
        place = {"xycoords": "axes fraction", "textcoords": "offset points"}
        panel.annotate("still in custody", (0, 0), (10, 9), size=LABEL, color="white", weight="bold", **place)
    if narrow:
        write_key(ax, counts, tall)
    else:
        label_bands(panel, counts, rows.iloc[-1])
    write_numbers(panel, ways.read_ways(data, times, [year * YEAR for year in range(last + 1)]), left)
    return ax


def count_bands(times: pd.DataFrame) -> dict[str, int]:
    """How many people stand behind each band, from bottom to top, without bands that nobody stands behind."""
    counts = {"still_in": int((~times["ended"]).sum())} | times["way"].value_counts().to_dict()
    return {band: int(counts[band]) for band in BANDS if counts.get(band)}


def find_end(data: pd.DataFrame, times: pd.DataFrame) -> tuple[int, float]:
    """The year at which the scale ends, the first after anybody got out, and the day up to which there is something to draw."""
    longest, out = times["days"].max(), times.loc[times["ended"], "days"]
    last = max(1, math.ceil((out.max() if len(out) else longest) / YEAR))
    return last, last * YEAR if data["still_in"].iloc[-1] == 0 else min(last * YEAR, longest)


def hatch_few(panel: Axes, times: pd.DataFrame, stop: float) -> float:
    """White stripes over the time in which fewer than five people are followed; gives the day on which that begins."""
    few = times["days"].nlargest(FEW).min() if len(times) >= FEW else stop
    if few >= stop:
        return stop
    panel.axvspan(few / YEAR, stop / YEAR, facecolor="none", edgecolor="white", hatch="\\\\", linewidth=0, zorder=2)
    panel.axvline(few / YEAR, color=TEXT, linewidth=0.7, linestyle=(0, (3, 2)), zorder=2)
    words = f"fewer than {spell(FEW)} followed"
    fits = measure_word(words, NOTE, "normal") < measure_years(panel, (panel.get_xlim()[1] * YEAR - few) / YEAR)
    panel.annotate(
        words if fits else f"{words} →", (few / YEAR, 1), (0, 4), xycoords=panel.get_xaxis_transform(),
        textcoords="offset points", size=NOTE, color=QUIET, ha="left" if fits else "right", va="bottom",
    )  # fmt: skip
    return few


def write_shares(panel: Axes, row: pd.Series, counts: dict[str, int], day: float) -> None:
    """In each band high enough for it and not the only one, its share just before a day; none where fewer than five are followed."""
    edges = 100 * row[list(counts)].astype(float).cumsum()
    inch = panel.get_window_extent().height / panel.figure.dpi / 100
    for band, top in edges.items():
        share = 100 * row[band]
        if row["at_risk"] >= FEW and share * inch > LINE and share < 100:
            panel.annotate(
                f"{share:.0f}%", (day / YEAR, top - share), (-4, 3), textcoords="offset points", ha="right", va="bottom",
                size=NOTE, color="white" if band == "still_in" else TEXT, zorder=4,
            )  # fmt: skip


def measure_years(panel: Axes, years: float) -> float:
    """How wide so many years are, inches."""
    return panel.get_window_extent().width / panel.figure.dpi * years / panel.get_xlim()[1]


def point_out(panel: Axes, only: tuple[int, int], row: pd.Series, until: float) -> None:
    """In the band of the deals, left of year `until`: that after so many years nobody got out in another way."""
    years, out = only
    low, high = 100 * row["still_in"], 100 * (row["still_in"] + row["deal"])
    panel.plot([years, years], [low, high], color=TEXT, linewidth=0.9, zorder=3)
    said = f"after {spell(years, 'year')} {spell(out)} got out, all in deals"
    said = wrap_text(said, measure_years(panel, until - years) - 0.1, size=NOTE)
    panel.annotate(said, (years, high), (5, -3), textcoords="offset points", va="top", size=NOTE, linespacing=1.15)


def label_bands(panel: Axes, counts: dict[str, int], last: pd.Series) -> None:
    """Right of the end of each band, how many people it stands for; thin bands push the words of the others apart."""
    inch = panel.get_window_extent().height / panel.figure.dpi / 100
    heights = 100 * last[list(counts)].astype(float)
    middles = (heights.cumsum() - heights / 2).tolist()
    places = list(middles)
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + 1.15 * LINE / inch)
    style = {"textcoords": "offset points", "size": LABEL, "va": "center"}
    head = f"people, of {sum(counts.values())}"
    panel.annotate(head, (1, 1), (5, 4), xycoords="axes fraction", textcoords="offset points", size=NOTE, color=QUIET)
    for (band, count), middle, place in zip(counts.items(), middles, places, strict=True):
        end, away = (panel.get_xlim()[1], middle), 72 * inch * (place - middle)
        panel.annotate(count, end, (22, away), ha="right", weight="bold", **style)
        panel.annotate(BANDS[band][2], end, (BESIDE, away), ha="left", **style)


def write_key(ax: Axes, counts: dict[str, int], tall: float) -> None:
    """The same above the chart, a line a band in the order of the bands, where there is no room beside it."""
    for row, band in enumerate(reversed(counts)):
        colour, hatch, words = BANDS[band]
        y = 1 - (row + 1.5) * LINE / tall
        style = {"edgecolor": GREY, "linewidth": 0.4, "hatch": hatch}
        ax.add_patch(Rectangle((0.002, y - 0.05 / tall), 0.06, 0.1 / tall, facecolor=colour, **style))
        ax.text(0.145, y, counts[band], size=LABEL, weight="bold", ha="right", va="center")
        ax.text(0.165, y, words, size=LABEL, ha="left", va="center")
    ax.text(0, 1 - 0.5 * LINE / tall, f"people, of {sum(counts.values())}", size=NOTE, color=QUIET, va="center")


def write_numbers(panel: Axes, years: pd.DataFrame, left: float) -> None:
    """Under the years the share still in, its interval and the people still followed; no share where these are fewer than five.

    What a line says stands right of it, on narrow axes above it, `left` inches left of the axes.
    """
    narrow, share = is_narrow(panel), years["still_in"].where(years["at_risk"] >= FEW)
    low, high = (years[f"still_in_{end}"].where(share.notna()) for end in ("low", "high"))
    names = ["years since arrest", "still in custody", "interval of 95%", "people still followed"]
    cells = [
        [f"{day / YEAR:.0f}" for day in years["days"]],
        [f"{100 * of:.0f}%" if pd.notna(of) else "" for of in share],
        [f"{100 * a:.0f}–{100 * b:.0f}" if pd.notna(a) else "" for a, b in zip(low, high, strict=True)],
        [str(count) for count in years["at_risk"]],
    ]
    lines, above = [1.0, 2.4, 3.4, 4.4], [None] * 4
    if narrow:
        lines, above = [1.0, 4.4, 5.4, 7.8], [2.0, 3.4, None, 6.8]
        names[1] = "still in custody, with its interval of 95%"
    panel.set_xticklabels([])
    style = {"textcoords": "offset points", "va": "center"}
    for line, over, name, row, weight in zip(
        lines, above, names, cells, ("normal", "bold", "normal", "normal"), strict=True
    ):
        if not any(row):
            continue
        for year, words in list(enumerate(row))[:: 2 if narrow and len(row) > 4 else 1]:
            panel.annotate(
                words, (year, 0), (0, -72 * LINE * line), xycoords=panel.get_xaxis_transform(), ha="center", weight=weight,
                size=LABEL if line == 1 else NOTE, **style,
            )  # fmt: skip
        if not narrow or over:
            at = ((1, 0), (BESIDE, -72 * LINE * line)) if not narrow else ((0, 0), (-72 * left, -72 * LINE * over))
            panel.annotate(name, *at, xycoords="axes fraction", ha="left", size=NOTE, color=QUIET, **style)


def describe_ways(times: pd.DataFrame, only: tuple[int, int] | None, beginning: str = "") -> str:
    """After how many years nobody got out but in a deal; of a selection, how many got out and how many of them in a deal."""
    counts = count_bands(times)
    held, deal = counts.pop("still_in", 0), counts.get("deal", 0)
    out = sum(counts.values())
    if only and not beginning:
        return f"After {spell(only[0], 'year')} in Russian custody, Americans are known to have got out only in deals"
    deals = f"{'all' if deal == out else spell(deal) if deal else 'none'} of them in a deal"
    if not beginning:
        return f"{capitalise(spell(out))} of {count_people(len(times))} left Russian custody, {deals}"
    if not out:
        return f"{beginning}none is known to have left custody, after up to {format_years(times['days'].max() / YEAR)}."
    deals = deals if out > 1 else "in a deal" if deal else "not in a deal"
    return f"{beginning}{spell(out)} left custody, {deals}" + (
        f"; {spell(held)} not known to be free." if held else "."
    )


def ways_out(record: Tables) -> Picture:
    """How Americans held by Russia since 2010 got out of custody, by time since arrest, and the share still in."""
    people = record.detainees
    american = people["us_status"].isin(AMERICANS) & (people["side"] == "russian_side")
    americans = int((american & (people["arrested_earliest"].dt.year >= 2010)).sum())
    times = ways.select_ways(people, record.data_through)
    require(times, "No American whom Russia arrested since 2010 is in this selection; this picture shows nobody else.")
    only = None if record.scope else ways.find_only_way(times, "deal", FEW)
    steps, counts = ways.estimate_ways(times), count_bands(times)
    told = [
        f"{spell(counts[way])} {SAID[way]}"
        for way in sorted(SAID, key=lambda way: -counts.get(way, 0))
        if way in counts
    ]
    elsewhere = people.loc[people["outcome"] == "exchanged_elsewhere", "detainee_id"].isin(times["detainee_id"]).sum()
    aside = f"Of those freed in a deal {spell(elsewhere, 'was', 'were')} in one without the US. " if elsewhere else ""
    return show(
        record,
        lambda data, ax: plot_ways(data, times, only=only, ax=ax),
        steps,
        describe_ways(times, only, begin(record, len(times))),
        f"{WHO} arrested by Russia since 2010, as shares by years since arrest. Shares allow for people whose later fate is "
        f"not known: these are followed to the last report. {aside}"
        f"Otherwise: let go with no case, died, or not known how. {DEAL}",
        "Stacked areas of the ways out of custody over the years since arrest",
        count_americans(record, americans, len(times), "whose way or day out of custody nobody gives"),
        Basis(
            "06-time-in-custody",
            {"detainees": times["detainee_id"]},
            {"detainees": ["us_status", "custodian", "arrested", "released", "outcome", "exchange_id"]},
            "americans",
        ),
        4.0,
        5.75,
        f"Left custody: {join_words(told)}." if told else "",
    )
