"""What people were held for.

Promise: a square is a detention; dark ones ended in a deal, the rule of listing that both sides share, pale ones did not.
"""

from math import fsum

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import charges
from analysis.measures.deals import SIDES
from analysis.measures.medians import FEW
from analysis.pictures.marks import (
    ALIGN,
    CHARGE,
    FAINT,
    GROUP,
    INK,
    QUIET,
    SIDE,
    STEPS,
    draw_people,
    lay_in_points,
    list_who,
)
from analysis.pictures.page import LABEL, NARROW, NOTE, WIDTH, is_narrow, measure_word
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, capitalise, join_words, spell

OTHERS = {  # who is listed without having been freed in a deal, a rule a side
    "russian_side": "Americans\nsince 2010",
    "us_side": "sought\nby Russia",
}
LINE = 10  # squares of a line, on the narrow page
PITCH = 8.6  # points: of squares at most


def count_lines(count: tuple, wide: float) -> int:
    """How many lines of squares a row has."""
    return -(-max(count.russian_side, count.us_side) // LINE) if wide == NARROW else 1


def place_rows(data: pd.DataFrame, wide: float) -> tuple[list[tuple[float, str, tuple]], float]:
    """The heads of groups and the rows under them, each with its top in points: (y, group, count or None); and the end of all."""
    rows, y = [], 74 if wide == NARROW else 48
    for group, types in data.groupby("charge_group", observed=True, sort=False):
        rows.append((y, str(group), None))
        y += 6 if group == "none" else 20
        for count in types.itertuples():
            rows.append((y, str(group), count))
            y += 19 + PITCH * count_lines(count, wide) if wide == NARROW else 15.5
        y += 5
    return rows, y


def count_ends(count: tuple, side: str) -> str:
    """What stands at the end of a row: who was freed in a deal and, apart, who was not: `24 + 2`."""
    freed = getattr(count, f"{side}_freed")
    others = getattr(count, side) - freed
    return f"{freed} + {others}" if others else str(freed)


def fit_columns(
    rows: dict[str, list[tuple[int, float]]], heads: dict[str, float], half: float, width: float, narrow: bool
) -> tuple[float, float]:
    """The pitch of squares, and where the middle stands, so that the rows and heads of both sides fit; points.

    `rows` are the squares of each row and the points that its numbers take. On the wide page a side without anybody takes no
    room: the other then begins at the left.
    """
    there = {side: any(squares for squares, _ in rows[side]) for side in SIDES}
    pitch, empty = PITCH, not narrow and not all(there.values())
    while True:
        long = {side: max(squares * pitch + numbers for squares, numbers in rows[side]) for side in SIDES}
        need = {side: half + (max(long[side], heads[side]) if there[side] or not empty else 0) for side in SIDES}
        if fsum(need.values()) <= width or pitch < 3:
            if empty:
                return pitch, need["russian_side"]
            return pitch, min(max(width / 2, need["russian_side"]), width - need["us_side"])
        pitch -= 0.1


def measure_text(text: str, size: float = LABEL, weight: str = "normal") -> float:
    """The width of a text in points."""
    return measure_word(text, size, weight) * 72


def plot_charges(
    data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None, who: dict | None = None
) -> Axes:
    """Back to back rows by charge type, a square a detention: left held by the Russian side, right held by the US side.

    Dark squares, next to the middle, ended in a deal, pale ones did not; on the narrow page a full line is ten. `data` as
    measures.charges.count_charges gives it; `labels` are the words for the codes; `who` are ids by charge type and side, those freed
    in a deal first.
    """
    ax = ax or plt.gca()
    width, narrow = lay_in_points(ax), is_narrow(ax)
    there = [side for side in SIDES if data[side].any()]
    columns = {side: min(int(data[side].max()), LINE if narrow else 999) for side in SIDES}
    half = 5 if narrow else max(measure_text(labels[code]) for code in data["charge_type"]) / 2 + 9
    lines = {side: [line for _, words in list_key(data, side) for line in split_key(words, ax)] for side in SIDES}
    heads = {side: max(measure_text(line, NOTE) for line in [*lines[side], ""]) + PITCH + 3 for side in SIDES}
    heads = {side: max(head, 0 if narrow else measure_text(SIDE[side], LABEL, "bold")) for side, head in heads.items()}
    rows = {
        side: [
            (min(getattr(count, side), columns[side]), 5 + measure_text(count_ends(count, side)))
            for count in data.itertuples()
        ]
        for side in SIDES
    }
    pitch, middle = fit_columns(rows, heads, half, width, narrow)
    for side in there:
        draw_head(ax, data, side, middle + STEPS[side] * half, pitch)
    for y, group, count in place_rows(data, NARROW if narrow else WIDTH)[0]:
        if count is None:
            ax.plot([0, width], [y, y], color=FAINT, linewidth=0.8, zorder=0)
            head = GROUP.get(group, group).upper() if group != "none" else ""
            ax.text(middle, y + 11, head, ha="center", va="center", size=NOTE, color=QUIET, weight="bold")
            continue
        ax.text(middle, y + (7 if narrow else 8), labels[count.charge_type], ha="center", va="center", size=LABEL)
        for side in there:
            step, people, freed = STEPS[side], getattr(count, side), getattr(count, f"{side}_freed")
            first = middle + step * (half + pitch / 2), y + (18 if narrow else 8)
            cells = [
                (first[0] + step * pitch * (place % columns[side]), first[1] + pitch * (place // columns[side]))
                for place in range(people)
            ]
            ids = (who or {}).get((count.charge_type, side), [])
            draw_people(ax, cells[:freed], side, 0.84 * pitch, who=ids[:freed])
            draw_people(ax, cells[freed:], side, 0.84 * pitch, "pale", ids[freed:])
            at = middle + step * (half + min(people, columns[side]) * pitch + 3 * (people > 0))
            ax.text(
                at,
                first[1],
                count_ends(count, side),
                ha=ALIGN[step],
                va="center",
                size=LABEL,
                color=INK[side] if people else QUIET,
            )
    return ax


def list_key(data: pd.DataFrame, side: str) -> list[tuple[str, str]]:
    """What the dark and the pale squares of a side are, with how many there are: (look, words)."""
    freed = int(data[f"{side}_freed"].sum())
    others = int(data[side].sum()) - freed
    key = [("full", freed, f"{freed} freed in a deal"), ("pale", others, f"+ {others} {OTHERS[side]}")]
    return [(look, words) for look, number, words in key if number]


def split_key(words: str, ax: Axes) -> list[str]:
    """The lines of what a square is: on the wide page one."""
    return words.split("\n") if is_narrow(ax) else [words.replace("\n", " ")]


def draw_head(ax: Axes, data: pd.DataFrame, side: str, start: float, pitch: float) -> None:
    """The name of a side and what its dark and its pale squares are, set from `start` outwards."""
    step, narrow = STEPS[side], is_narrow(ax)
    name = SIDE[side].replace("by the ", "by the\n") if narrow else SIDE[side]
    ax.text(start, 0, name, ha=ALIGN[step], va="top", size=LABEL, weight="bold", color=INK[side], linespacing=1.2)
    y = 34 if narrow else 21
    for look, words in list_key(data, side):
        draw_people(ax, [(start + step * pitch / 2, y)], side, 0.84 * pitch, look)
        for place, line in enumerate(split_key(words, ax)):
            ax.text(start + step * (pitch + 3), y + 11.5 * place, line, ha=ALIGN[step], va="center", size=NOTE)
        y += 14


def list_most(counts: pd.Series, most: int = 3) -> str:
    """The larger of some counts by name, the rest as one: `drugs 3, espionage 2 and 4 others`; of equal ones all or none."""
    shorter = {"other": "other charges", "held without a charge": "no charge"}
    counts = counts[counts > 0].rename(shorter).sort_values(ascending=False, kind="stable")
    larger = counts if len(counts) <= most + 1 else counts[counts > counts.iloc[most]]
    named = larger if len(larger) else counts
    parts = [f"{name} {number}" for name, number in named.items()]
    rest = int(counts.sum() - named.sum())
    return join_words([", ".join(parts), f"{rest} others"]) if rest else ", ".join(parts)


def describe_charges(
    counts: pd.DataFrame, labels: dict[str, str], beginning: str = "", *, by_charge: bool = False
) -> str:
    """What both sides freed people for and what the Russian side alone; of a selection the counts, without a superlative.

    Of the whole it says only what holds among all who are listed as well as among those freed in deals.
    `by_charge`: the selection has named the charge, so that the one type there is needs no name.
    """
    if beginning:
        names = counts["charge_type"].astype("str").map(labels)
        told = {words: counts.set_index(names)[side] for side, words in SIDE_WORDS.items() if counts[side].sum()}
        if by_charge and len(counts) == 1:
            return f"{beginning}{join_words([f'{spell(by.sum())} held by {words}' for words, by in told.items()])}."
        if len(told) == 1:
            words, by = next(iter(told.items()))
            where = "" if "held by" in beginning else f", all by {words}" if by.sum() > 1 else f", by {words}"
            return f"{beginning.removesuffix(': ')}{where}: {list_most(by)}."
        return f"{beginning}{'; '.join(f'by {words}: {list_most(by)}' for words, by in told.items())}."
    freed = {side: counts[f"{side}_freed"] >= FEW for side in SIDES}
    shared = counts.loc[freed["russian_side"] & freed["us_side"], "charge_type"]
    alone = counts.loc[freed["russian_side"] & (counts["us_side"] == 0), "charge_type"]
    if shared.empty or alone.empty:
        return join_words([f"{counts[side].sum()} detentions by {words}" for side, words in SIDE_WORDS.items()])
    both = join_words([labels[code] for code in shared])
    return (
        f"{capitalise(both)} charges ended in deals on both sides, {join_words([labels[code] for code in alone])} only on "
        "the Russian side"
    )


def charges_by_side(record: Tables) -> Picture:
    """Detentions by charge type, back to back, a square a detention."""
    labels = CHARGE
    counts = charges.count_charges(record.detainees)
    people = record.detainees.dropna(subset=["charge_type", "side"])
    require(counts, "Nobody whose charge is coded is in this selection.")
    mediated_deals = record.whole.exchanges.query("kind == 'mediated'")["exchange_id"]
    mediated = int(people["exchange_id"].isin(mediated_deals).sum())
    brokered = f" ({spell(mediated)} in deals that the US only brokered)" * (mediated > 0)
    unit = "One square is one detention, by the most serious charge."
    if counts[[f"{side}_freed" for side in SIDES]].to_numpy().any():
        unit += f" Dark: all named as freed in deals{brokered}."
    if people["exchange_id"].isna().any():
        unit += " Pale: listed by a rule of each side's own, not to be compared."
    who = list_who(people.sort_values("exchange_id", key=pd.isna, kind="stable"), ["charge_type", "side"])
    both = counts[SIDES].sum(axis=1)
    largest = [
        f"The longest row is {labels[row.charge_type]}: {row.russian_side} held by the Russian side, {row.us_side} by the US side."
        for row in counts[both == both.max()].itertuples()
    ]
    return show(
        record,
        lambda data, ax: plot_charges(data, labels, ax=ax, who=who),
        counts,
        describe_charges(counts, labels, begin(record, len(people)), by_charge="charge_type" in record.filters),
        unit,
        "Rows of squares back to back, a square a detention, by what people were held for",
        Count(len(people), len(record.detainees), "detentions", "those whose charge or custodian no document gave"),
        Basis(
            "03-charges",
            {"detainees": people["detainee_id"]},
            {"detainees": ["custodian", "charge_type", "exchange_id"]},
        ),
        place_rows(counts, WIDTH)[1] / 72,
        place_rows(counts, NARROW)[1] / 72,
        largest[0] if len(largest) == 1 < len(counts) else "",
    )
