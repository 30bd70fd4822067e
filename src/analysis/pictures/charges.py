"""What people were held for."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import charges
from analysis.measures.deals import SIDES
from analysis.pictures.marks import GREY, GROUP, INK, QUIET, SIDE, clear_frame, draw_squares
from analysis.pictures.publish import Basis, Count, Picture, begin, fit_height, require, show
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, join_words


def plot_charges(data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """Back to back rows by charge type, a square a person: left held by the Russian side, right held by the US side.

    `data` as measures.charges.count_charges gives it, with types grouped; `labels` are the words for the codes.
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
                ax.text(step * (spine + number + 0.25), at, number, ha="center", va="center", size=7, color=INK[side])
    ax.text(
        -spine, -0.2, SIDE["russian_side"], ha="right", va="center", size=8, weight="bold", color=INK["russian_side"]
    )
    ax.text(spine, -0.2, SIDE["us_side"], ha="left", va="center", size=8, weight="bold", color=INK["us_side"])
    ax.set(xticks=[], yticks=[])
    return ax


def plot_charge_groups(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Small multiples by era, shared scale: rows are charge groups, a square a person, Russian side left, US side right.

    `data` as measures.charges.count_charge_groups_by_era gives it.
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


def list_most(counts: pd.Series, most: int = 3) -> str:
    """The larger of some counts by name, the rest as one: `drugs 3, espionage 2 and 4 others`."""
    counts = counts[counts > 0].sort_values(ascending=False, kind="stable")
    named = counts if len(counts) <= most + 1 else counts.head(most)
    parts = [f"{name} {number}" for name, number in named.items()]
    rest = int(counts.sum() - named.sum())
    return join_words([", ".join(parts), f"{rest} others"]) if rest else ", ".join(parts)


def describe_charges(counts: pd.DataFrame, labels: dict[str, str], beginning: str = "") -> str:
    """The most frequent charge on each side; of a selection the counts, without a superlative."""
    parts, leading, shares = [], [], []
    for side, words in SIDE_WORDS.items():
        if total := int(counts[side].sum()):
            number = counts.set_index(counts["charge_type"].astype(str).map(labels))[side]
            parts.append(f"held by {words} {list_most(number)}")
            most = counts[side].max()
            first = [labels[code] for code in counts.loc[counts[side] == most, "charge_type"]]
            leading.append(join_words(first))
            shares.append(f"{most}{' each' * (len(first) > 1)} of {total} held by {words}")
    if beginning:
        return f"{beginning}{'; '.join(parts)}."
    if len(set(leading)) == 1:
        return f"The most frequent charge was {leading[0]}: {join_words(shares)}."
    told = [f"{charge} ({share})" for charge, share in zip(leading, shares, strict=True)]
    return f"The most frequent charges: {join_words(told)}."


def describe_charge_groups(counts: pd.DataFrame, beginning: str = "") -> str:
    """How the leading group of charges on the Russian side moved from era to era; of a selection the counts on both sides."""
    parts, told, before = [], [], ""
    for era, groups in counts.groupby("era", sort=False):
        when = era if era.startswith("since") else f"in {era}"
        both = groups.set_index(groups["charge_group"].astype(str).replace(GROUP))[SIDES].sum(axis=1)
        if both.sum():
            told.append(f"arrested {when} {list_most(both)}")
        if total := int(groups["russian_side"].sum()):
            most = groups["russian_side"].max()
            leading = join_words(list(groups.loc[groups["russian_side"] == most, "charge_group"].astype(str)))
            parts.append(f"{'' if leading == before else leading + ' '}{when} ({most} of {total})")
            before = leading
    if beginning:
        return f"{beginning}{'; '.join(told)}."
    if not parts:
        return "The Russian side held nobody in the record."
    return f"Leading charges on the Russian side: {join_words(parts)}."


def charges_by_side(record: Tables) -> Picture:
    """Detentions by charge type, back to back, a square a person."""
    labels = record.label("detainees", "charge_type")
    counts = charges.count_charges(record.detainees)
    people = record.detainees.dropna(subset=["charge_type", "side"])
    require(counts, "Nobody whose charge is coded is in this selection.")
    return show(
        record,
        lambda data, ax: plot_charges(data, labels, ax=ax),
        counts,
        describe_charges(counts, labels, begin(record, len(people))),
        "One square is one detention, by the most serious charge.",
        "Back to back unit rows by charge type",
        Count(
            len(people),
            len(record.detainees),
            "detentions",
            left_out="those whose charge or custodian no document gave",
        ),
        Basis("03-charges", {"detainees": people["detainee_id"]}, {"detainees": ["custodian", "charge_type"]}),
        fit_height(len(counts), 18, 5.6),
    )


def charges_by_era(record: Tables) -> Picture:
    """Detentions by charge group, a panel an era of the arrest."""
    counts = charges.count_charge_groups_by_era(record.detainees)
    dated = record.detainees[record.detainees["arrested_earliest"].dt.year >= 1945]
    people = dated.dropna(subset=["charge_group", "side"])
    require(people, "Nobody with a dated arrest and a coded charge is in this selection.")
    uncoded = " or no coded charge" if record.detainees["charge_group"].isna().any() else ""
    return show(
        record,
        plot_charge_groups,
        counts,
        describe_charge_groups(counts, begin(record, len(people))),
        "One square is one detention, by the era of the arrest; left held by the Russian side, right by the US side.",
        "Small multiples by era, back to back unit rows by charge group",
        Count(len(people), len(record.detainees), "detentions", left_out=f"those with no dated arrest{uncoded}"),
        Basis(
            "03-charges", {"detainees": people["detainee_id"]}, {"detainees": ["custodian", "charge_type", "arrested"]}
        ),
        3.4,
    )
