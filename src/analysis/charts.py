"""Draws each small frame of measures as one picture.

Promise: one mark is one person wherever numbers allow; the Russian side stands left or above in blue, the US side right
or below in orange, in every picture.
"""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

COLOUR = {"russian_side": "#12436D", "us_side": "#F46A25"}
INK = {"russian_side": "#12436D", "us_side": "#B4430B"}  # the same hues, dark enough for text on white
SIDE = {"russian_side": "held by the Russian side", "us_side": "held by the US side"}
GREY, FAINT, TEXT, QUIET = "#8A8F94", "#E3E6E8", "#1C2126", "#5A6167"
ERA_BANDS = [(1945, 1992, "Cold War"), (1992, 2022, "1992–2021"), (2022, 2030, "since 2022")]


def clear_frame(ax: Axes, keep: tuple[str, ...] = ()) -> None:
    """Take away spines and ticks of axes that carry no scale."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep)
    ax.tick_params(left=False, bottom=False)


def draw_squares(ax: Axes, cells: list[tuple[float, float]], side: str, *, hollow: bool = False) -> None:
    """One square a person, centred on each (x, y) of axes whose limits are set; hollow where nobody was freed in return."""
    (left, bottom), (right, top) = ax.transData.transform([(0, 0), (1, 1)])
    points = 0.8 * min(abs(right - left), abs(top - bottom)) * 72 / ax.figure.dpi
    if cells:
        face = "white" if hollow else COLOUR[side]
        size, edge = ((points - 0.9) ** 2, 0.9) if hollow else (points**2, 0)
        ax.scatter(*zip(*cells, strict=True), s=size, marker="s", facecolor=face, edgecolor=COLOUR[side], linewidth=edge, zorder=3)


def plot_exchanges(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A row a deal in time order, a square a person: left those the Russian side freed, right those the US side freed.

    On the far left a true time line joins each row to its day. Hollow squares: a one-sided release. `data` as
    measures.count_freed gives it.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    most_left, most_right = int(data["freed_by_russian_side"].max()), int(data["freed_by_us_side"].max())
    label_at = -most_left - 1.2
    line_at = label_at - 20
    ax.set_xlim(line_at - 3.4, most_right + 2.2)
    ax.set_ylim(len(data) - 0.4, -1.7)
    for row, deal in enumerate(data.itertuples()):
        hollow = deal.kind == "one_sided"
        for side, step, count in (("russian_side", -1, deal.freed_by_russian_side), ("us_side", 1, deal.freed_by_us_side)):
            draw_squares(ax, [(step * (place + 0.9), row) for place in range(count)], side, hollow=hollow)
            if count:
                ax.text(step * (count + 0.65), row, count, va="center", ha="center", color=INK[side], size=7)
        ax.text(label_at, row, f"{deal.name}", va="center", ha="right", size=7.2, color=TEXT)
        ax.text(line_at + 2.6, row, deal.year, va="center", ha="left", size=7.2, color=TEXT, weight="bold")
    ax.axvline(0, color=GREY, linewidth=0.7)
    draw_time_line(ax, data, line_at)
    for side, x, align, word in (("russian_side", -0.4, "right", "freed by the Russian side"), ("us_side", 0.4, "left", "freed by the US side")):
        ax.text(x, -1.1, word, ha=align, va="center", color=INK[side], weight="bold", size=7.5)
    ax.set(xticks=[], yticks=[])
    return ax


def draw_time_line(ax: Axes, data: pd.DataFrame, at: float) -> None:
    """A vertical time line at x = `at`, each row of `data` joined to its own day."""
    years = data["date_earliest"].dt.year + data["date_earliest"].dt.day_of_year / 366
    first, last = years.min() // 10 * 10, years.max() + 1
    scale = (len(data) - 1) / (last - first)
    ax.plot([at, at], [0, (last - first) * scale], color=GREY, linewidth=0.8)
    for row, year in enumerate(years):
        day = (year - first) * scale
        ax.plot([at, at + 1.0, at + 2.3], [day, day, row], color=GREY, linewidth=0.5, solid_joinstyle="round")
        ax.plot(at, day, "o", color=TEXT, markersize=2.6)
    for decade in range(int(first), int(last) + 1, 10):
        ax.text(at - 0.6, (decade - first) * scale, decade, ha="right", va="center", size=7, color=QUIET)


def plot_sentences(data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """A dot a person on an axis of years, a row a charge type, the Russian side above the US side; life in a lane of its own.

    Medians are ticks across the lanes that hold three terms or more. `data` as measures.select_sentences gives it;
    `labels` are the words for the codes.
    """
    import seaborn as sns

    ax = ax or plt.gca()
    place_body(ax, left=0.19, bottom=0.07, top=0.035)
    longest = float(data["years"].max())
    lanes = {kind: longest + 4 + 3.5 * step for step, kind in enumerate(["life", "death"]) if (data["sentence_kind"] == kind).any()}
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
                ax.plot([middle, middle], [row + shift - 0.22, row + shift + 0.22], color=INK[side], linewidth=1.6, zorder=5)
        if row:
            ax.axhline(row - 0.5, color=FAINT, linewidth=0.7, zorder=0)
    clear_frame(ax)
    ax.grid(True, axis="x")
    ticks = list(range(0, int(longest) + 1, 5))
    ax.set_xticks([*ticks, *lanes.values()], [*map(str, ticks), *lanes])
    ax.set_yticks(range(len(order)), [labels[code] for code in order])
    ax.set(xlabel="sentence in the first instance, years", ylabel="")
    for x, side, place in ((0, "russian_side", "above"), (0.52, "us_side", "below")):
        ax.text(x, 1.012, f"{SIDE[side]} ({place})", transform=ax.transAxes, color=INK[side], weight="bold", size=8)
    return ax


def place_body(ax: Axes, *, left: float = 0.0, bottom: float = 0.0, top: float = 0.0, right: float = 0.0) -> None:
    """Shrink axes inside their place by these shares, to leave room for labels."""
    box = ax.get_position()
    ax.set_position((box.x0 + left * box.width, box.y0 + bottom * box.height, (1 - left - right) * box.width, (1 - top - bottom) * box.height))


def plot_served(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A track a person as long as the sentence, its served part filled, most left to serve first; a panel a side.

    `data` as measures.select_served gives it. A life sentence has an open end.
    """
    ax = ax or plt.gca()
    ax.set_axis_off()
    longest = float(data["sentence_years"].max())
    tallest = max(data["side"].value_counts())
    for side, left in (("russian_side", 0.17), ("us_side", 0.70)):
        panel = ax.inset_axes((left, 0.045, 0.30, 0.915))
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


def plot_charges(data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """Back to back rows by charge type, a square a person: left held by the Russian side, right held by the US side.

    `data` as measures.count_charges gives it, with types grouped; `labels` are the words for the codes.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    spine, y, rows = 5.6, 0.0, []
    for group, types in data.groupby("charge_group", observed=True, sort=False):
        y += 1.3
        rows.append((y, str(group), None))
        for count in types.itertuples():
            y += 1
            rows.append((y, labels[count.charge_type], count))
    ax.set_xlim(-spine - data["russian_side"].max() - 1.5, spine + data["us_side"].max() + 1.5)
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
                ax.text(step * (spine + number + 0.25), at, number, ha="center", va="center", size=7, color=INK[side])
    ax.text(-spine, -0.2, SIDE["russian_side"], ha="right", va="center", size=8, weight="bold", color=INK["russian_side"])
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
    data = data.groupby("charge_group", observed=True, sort=False).filter(lambda rows: rows[["russian_side", "us_side"]].to_numpy().any())
    groups = list(dict.fromkeys(data["charge_group"].astype(str)))
    deep = 4  # squares stand four high, so that eighty people fit a small panel
    reach = -(-int(data[["russian_side", "us_side"]].to_numpy().max()) // deep) + 3
    for number, era in enumerate(eras):
        panel = ax.inset_axes((0.09 + number * 0.305, 0, 0.295, 0.92))
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
                panel.text(-reach - 0.5, row * 5.4 + 1.5, groups[row], ha="right", va="center", size=7.5)
        panel.axvline(0, color=GREY, linewidth=0.6)
        panel.set_title(era, fontsize=8, fontweight="bold", pad=4)
    return ax


def plot_negotiators(data: pd.DataFrame, deals: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """People and bodies down, deals across in time; filled confirmed, ring claimed, crossed ring denied.

    `data` as measures.select_parts gives it, reduced to the names to draw; `deals` are the columns: the exchanges table.
    On the right: deals confirmed, and people freed in them.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    deals = deals.sort_values("date_earliest")
    columns = {deal: place for place, deal in enumerate(deals["exchange_id"])}
    surest = data.sort_values("credit").drop_duplicates(["name", "exchange_id"])
    y, rows = 0.0, {}
    for channel, names in surest.sort_values(["channel", "date_earliest", "name"]).groupby("channel", observed=True):
        y += 1.3
        ax.text(-0.9, y - 0.15, str(channel).replace("_", " "), ha="right", va="center", size=7, weight="bold", color=QUIET)
        for name in dict.fromkeys(names["name"]):
            y += 1
            rows[name] = y
    for name, at in rows.items():
        ax.axhline(at, color=FAINT, linewidth=0.6, zorder=0, xmin=0)
        ax.text(-0.9, at, name, ha="right", va="center", size=7.2)
        sure = surest[(surest["name"] == name) & (surest["credit"] == "confirmed")]
        ax.text(len(columns) + 0.6, at, len(sure) or "–", ha="right", va="center", size=7.2)
        ax.text(len(columns) + 2.4, at, sure["freed"].sum() or "–", ha="right", va="center", size=7.2)
    for part in surest.itertuples():
        x, at = columns[part.exchange_id], rows[part.name]
        filled = part.credit == "confirmed"
        ax.plot(x, at, "o", markersize=5.5, markeredgewidth=1, color=TEXT, markerfacecolor=TEXT if filled else "white")
        if part.credit == "denied":
            ax.plot(x, at, "x", markersize=4.2, color=TEXT, markeredgewidth=1)
    for deal in deals.itertuples():
        ax.text(columns[deal.exchange_id], -0.1, f"{deal.name}, {deal.year}", rotation=50, ha="left", va="bottom", size=7, rotation_mode="anchor")
    for x, word in ((len(columns) + 0.6, "deals"), (len(columns) + 2.4, "people")):
        ax.text(x, y + 1.1, word, ha="right", va="center", size=7, color=QUIET)
    ax.set(xlim=(-8.5, len(columns) + 2.6), ylim=(y + 1.7, -6), xticks=[], yticks=[])
    return ax
