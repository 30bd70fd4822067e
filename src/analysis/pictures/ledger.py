"""How much each side gave up: the years that the people freed had left to serve, deal by deal.

Promise: every total says on how many of the freed it rests, and whoever's years are not known is drawn and counted as that.
"""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals, ledger
from analysis.measures.deals import SIDES
from analysis.pictures.marks import (
    ALIGN,
    BALANCE,
    COLOUR,
    FAINT,
    GREY,
    INK,
    QUIET,
    SIDE,
    STEPS,
    add_bar,
    draw_people,
    lay_in_points,
    name_mark,
    stack_people,
)
from analysis.pictures.page import LABEL, MARGIN, NARROW, NOTE, is_narrow, measure_word, wrap_text
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.pictures.wholes import say_whole, select_told, take_whole
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, capitalise, count_people, join_words, name_share, spell

PITCH = 6.4  # points, of squares
NAMES, HEAD, ROW = 174, 42, 27.5  # points, of the wide page: for names, above the rows, of a row
SPACING = 11.4  # points from line to line of a name
NAME, LINE, BREAK = 13.5, 13, 7  # points, of the narrow page: a name, a line a side, between deals


def say_left(row: tuple) -> str:
    """What is left of one side of a deal: `95 + death`, `0`; empty where nothing is known of anybody."""
    parts = [f"{row.left_years:.0f}"] if row.terms + row.settled else []
    for kind in ("life", "death"):
        if number := getattr(row, kind):
            parts.append(kind if number == 1 else f"{number} {kind}")
    return " + ".join(parts)


def say_known(row: tuple) -> str:
    """For how many of the freed the years are known."""
    return f"{row.terms + row.settled} of {row.freed}"


def measure_side(row: tuple, unit: float, *, narrow: bool) -> float:
    """How much room one side of a deal takes from where its bar begins, points."""
    words = say_left(row)
    text = measure_word(words, LABEL, "bold") * 72 + 5 if words else 0
    known = measure_word(say_known(row), NOTE, "normal") * 72 + 5
    squares = -(-row.unknown // count_deep(row, narrow=narrow)) * PITCH + 3
    return row.left_years * unit + squares + (text + known if narrow else max(text, known))


def count_deep(row: tuple, *, narrow: bool) -> int:
    """How high the squares of the unknown are stacked."""
    return 1 if row.unknown <= 4 else 2 if narrow else 3


def wrap_name(deal: str, room: float) -> list[str]:
    """The name of a deal in lines, right of its year, on `room` points."""
    return wrap_text(deal, (room - 34) / 72, size=LABEL).split("\n")


def measure_name(deal: str) -> float:
    """Points down that the name of a deal takes on the narrow page."""
    return NAME + SPACING * (len(wrap_name(deal, (NARROW - 2 * MARGIN) * 72)) - 1)


def place_rows(data: pd.DataFrame) -> tuple[dict[str, float], float]:
    """On the narrow page: the top of each deal in points, and that of the totals under them."""
    tops, y = {}, 35.0
    for deal, sides in data.groupby("exchange_id", sort=False):
        tops[deal] = y
        y += measure_name(sides["deal"].iloc[0]) + LINE * (sides["freed"] > 0).sum() + BREAK
    return tops, y


def plot_years_left(data: pd.DataFrame, years: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A row a deal in time order: a block a person, as long as what was left of the term, Russian side left, US side right.

    Under each number stands of how many of the freed it is known; hollow squares are those of whom it is not. On the narrow
    page the sides stand one above the other. `data` as measures.ledger.summarise_balance gives it, `years` as select_balance.
    """
    ax = ax or plt.gca()
    width, narrow = lay_in_points(ax), is_narrow(ax)
    rows, nobody = (list(data[some].itertuples()) for some in (data["freed"] > 0, data["freed"] == 0))
    unit, middle = fit_bars(rows, width, narrow=narrow)
    named = {}
    for person in years.sort_values(["left_years", "detainee_id"], ascending=[False, True]).itertuples():
        named.setdefault((person.exchange_id, person.side), []).append(person)
    deals = data.drop_duplicates("exchange_id")
    tops = place_rows(data)[0]
    if not narrow:
        tops = {deal: HEAD + ROW * place for place, deal in enumerate(tops)}
    draw_heads(ax, middle, narrow=narrow)
    for deal in deals.itertuples():
        draw_name(ax, deal, tops[deal.exchange_id], width, narrow=narrow)
    for place, row in enumerate(rows):
        second = narrow and place and rows[place - 1].exchange_id == row.exchange_id
        y = tops[row.exchange_id] + (measure_name(row.deal) + LINE / 2 + LINE * bool(second) if narrow else ROW / 2)
        people = named.get((row.exchange_id, row.side), [])
        draw_side(ax, row, people, (middle, y, width), unit, narrow=narrow)
    if not narrow:
        for row in nobody:
            at = middle + STEPS[row.side] * 4, tops[row.exchange_id] + ROW / 2
            ax.text(*at, "nobody", ha=ALIGN[STEPS[row.side]], va="center", size=NOTE, color=QUIET)
        ax.plot([middle] * 2, [HEAD - 2, HEAD + ROW * len(deals)], color=GREY, linewidth=0.7)
    draw_totals(ax, data, middle, place_rows(data)[1] if narrow else HEAD + ROW * len(deals))
    return ax


def is_unknown(person: tuple) -> bool:
    """Whether the years left are not known to a person, a row of measures.ledger.select_balance."""
    endless = person.sentence_kind in ("life", "death") and pd.isna(person.sentence_years)
    return pd.isna(person.left_years) and not endless and person.sentence_kind not in ("time_served", "suspended")


def fit_bars(rows: list[tuple], width: float, *, narrow: bool) -> tuple[float, float]:
    """Points a year, and where the bars begin, so that both sides have room."""
    unit = 8.0
    while True:
        need = {
            side: max([measure_side(row, unit, narrow=narrow) for row in rows if row.side == side], default=0) + 3
            for side in SIDES
        }
        if (narrow and max(need.values()) <= width) or unit < 0.1:
            return unit, 0.0
        need = {side: max(room, measure_word(SIDE[side], LABEL, "bold") * 72 + 14) for side, room in need.items()}
        spare = width - NAMES - (need["russian_side"] + need["us_side"])
        if not narrow and spare >= 0:
            return unit, NAMES + need["russian_side"] + spare / 2
        unit *= 0.98


def draw_heads(ax: Axes, middle: float, *, narrow: bool) -> None:
    """The names of the sides, over the middle or side by side; what the numbers are."""
    at = 0.0
    for side, step in STEPS.items():
        words, style = SIDE[side].replace("held", "freed"), {"size": LABEL, "weight": "bold", "color": INK[side]}
        if narrow:
            draw_people(ax, [(at + 4, 6)], side, 7)
            ax.text(at + 11, 6, SIDE_WORDS[side].removeprefix("the "), va="center", **style)
            at += 100
            words, place = (("years left", 0), ("known for", ax.get_xlim()[1]))[step > 0]
            ax.text(place, 20, words, va="center", ha=ALIGN[-step], size=NOTE, color=QUIET)
        else:
            ax.text(middle + step * 4, 0, words, va="top", ha=ALIGN[step], **style)
            for y, what, look in ((20, "years left", {"weight": "bold"}), (32, "known for", {})):
                ax.text(middle + step * 4, y, what, va="center", ha=ALIGN[step], size=NOTE, color=QUIET, **look)


def draw_name(ax: Axes, deal: tuple, top: float, width: float, *, narrow: bool) -> None:
    """Year and name of a deal, and a faint line over it."""
    ax.plot([0, width], [top - (BREAK / 2 - 1 if narrow else 0)] * 2, color=FAINT, linewidth=0.6, zorder=0)
    lines = wrap_name(deal.deal, width if narrow else NAMES)
    y = top + (NAME / 2 if narrow else ROW / 2 - SPACING * (len(lines) - 1) / 2) + 3.4
    ax.text(0, y, deal.year, va="baseline", size=LABEL, weight="bold")
    for number, line in enumerate(lines):
        ax.text(32, y + number * SPACING, line, va="baseline", size=LABEL)


def draw_side(
    ax: Axes, row: tuple, people: list[tuple], place: tuple[float, float, float], unit: float, *, narrow: bool
) -> None:
    """One side of a deal: its blocks from `place` (x, y, right edge) outwards, the number, squares for the unknown, named first."""
    (start, y, edge), step = place, 1 if narrow else STEPS[row.side]
    deep, end = count_deep(row, narrow=narrow), 0.0
    for person in (one for one in people if pd.notna(one.left_years)):
        years = float(person.left_years)
        style = {"facecolor": COLOUR[row.side], "edgecolor": "white", "linewidth": 0.7}
        bar = add_bar(ax, start + step * end, y, step * years * unit, 9 if narrow else 13, **style)
        if years:
            name_mark(person.detainee_id, bar)
        end += years * unit
    words, known = say_left(row), say_known(row)
    style = {"va": "center", "ha": ALIGN[step]}
    lift = 0 if narrow else 6
    if words:
        ax.text(start + step * (end + 4), y - lift, words, size=LABEL, weight="bold", color=INK[row.side], **style)
    text = measure_word(words, LABEL, "bold") * 72 + 5 if words else 0
    if narrow:
        ax.text(edge, y, known, size=NOTE, color=QUIET, va="center", ha="right")
    else:
        ax.text(start + step * (end + 4), y + lift if words else y, known, size=NOTE, color=QUIET, **style)
        text = max(text, measure_word(known, NOTE, "normal") * 72 + 5)
    high = min(row.unknown, deep)
    first = start + step * (end + text + 3 + PITCH / 2), y - (high - 1) * PITCH / 2
    hollow = stack_people(row.unknown, deep, first, step, PITCH)
    draw_people(ax, hollow, row.side, 0.82 * PITCH, "hollow", [one.detainee_id for one in people if is_unknown(one)])


def draw_totals(ax: Axes, data: pd.DataFrame, middle: float, top: float) -> None:
    """Under the rows: the years known of each side, and of how many people."""
    narrow, edge = is_narrow(ax), ax.get_xlim()[1]
    ax.plot([0, edge], [top - (BREAK / 2 - 1) * narrow] * 2, color=GREY, linewidth=0.7)
    ax.text(0, top + (NAME / 2 if narrow else 15), "Together", va="center_baseline", size=LABEL, weight="bold")
    for place, side in enumerate(SIDES):
        sums = data[data["side"] == side][["freed", "terms", "settled", "life", "death", "left_years"]].sum()
        sums, step, y = sums.round().astype("int"), STEPS[side], top + NAME + LINE * (place + 0.5)
        left = {"s": say_left(sums), "size": LABEL, "weight": "bold", "color": INK[side], "va": "center"}
        known = {"s": f"{say_known(sums)} people", "size": NOTE, "color": QUIET, "va": "center"}
        if narrow:
            ax.text(0, y, **left)
            ax.text(edge, y, **known, ha="right")
        else:
            ax.text(middle + step * 4, top + 9, **left, ha=ALIGN[step])
            ax.text(middle + step * 4, top + 21, **known, ha=ALIGN[step])


def find_spying(balance: pd.DataFrame) -> set[tuple[str, str]]:
    """The deals and sides on which everybody with years left had been convicted of spying."""
    timed = balance.dropna(subset="left_years")
    all_spies = (
        (timed["charge_type"] == "espionage").groupby([timed["exchange_id"], timed["side"]], observed=True).all()
    )
    return set(all_spies[all_spies].index)


def describe_years_left(summary: pd.DataFrame, beginning: str = "", spying: frozenset | set = frozenset()) -> str:
    """How far one deal makes up what is known of one side; of a selection what is known of each side, and of how many.

    `spying` as find_spying gives it.
    """
    parts, leading = [], []
    for side, words in SIDE_WORDS.items():
        rows = summary[summary["side"] == side]
        freed, known = int(rows["freed"].sum()), int((rows["terms"] + rows["settled"]).sum())
        years = rows["left_years"].sum()
        if freed:
            of = f"{spell(known)} of {count_people(freed)}" if freed > 1 else "the one person"
            told = f"{years:,.0f} years, known of {of}" if known else f"nothing known of {count_people(freed)}"
            parts.append(f"{told} freed by {words}")
        if years:
            first = rows.loc[rows["left_years"].idxmax()]
            leading.append((first["left_years"] / years, words, first))
    if beginning or not leading:
        known = f"{beginning.removesuffix(': ')}, left to serve: {join_words(parts)}."
        return known if beginning else "No years left to serve are known"
    share, words, first = max(leading, key=lambda lead: lead[0])
    part = name_share(share) + " of" * (name_share(share) != "half")
    spies = (first["exchange_id"], first["side"]) in spying
    who = spell(first["terms"], "convicted spy", "convicted spies") if spies else count_people(first["terms"])
    account = f"account{'s' * int(first['terms'] == 1)} for {part} the known years {words} gave up"
    return f"{capitalise(who)} freed in {first['year']} {account}"


def years_left(record: Tables) -> Picture:
    """What the people freed in each deal had left to serve, a block a person, each way."""
    told, left_out = select_told(record.exchanges)
    require(deals.select_headline(told), "No deal with a day and totals is in this selection.")
    balance = ledger.select_balance(take_whole(record).detainees, told, record.data_through)
    summary = ledger.summarise_balance(balance, told)
    number = summary["exchange_id"].nunique()
    return show(
        record,
        lambda data, ax: plot_years_left(data, balance, ax=ax),
        summary,
        describe_years_left(summary, begin(record, number, "whole deals"), find_spying(balance)),
        (
            "One block is one person freed in a deal: the years of the term that were left to serve, life and death sentences "
            f"in words. Grey: for how many of those freed this is known{say_settled(summary)}. Hollow: not known (not sentenced, "
            "not public, held beyond the term, not named)." + say_whole(record)
        ),
        "Rows of bars back to back, a row a deal in time order: the years left to serve of the people each side freed",
        Count(number, len(record.exchanges), "deals", left_out),
        Basis(
            "05-ledger",
            {"exchanges": summary["exchange_id"].unique(), "detainees": balance["detainee_id"]},
            BALANCE,
            "deals",
        ),
        (HEAD + ROW * number + 30) / 72,
        (place_rows(summary)[1] + NAME + 2 * LINE) / 72,
        say_largest(summary),
    )


def say_settled(summary: pd.DataFrame) -> str:
    """That sentences which left nothing to serve count as 0, and how many there are on each side."""
    settled = summary.groupby("side", observed=True)["settled"].sum().items()
    told = [f"{spell(number)} freed by {SIDE_WORDS[side]}" for side, number in settled if number]
    return f"; time served or suspended counts as 0 ({join_words(told)})" if told else ""


def say_largest(summary: pd.DataFrame) -> str:
    """The most that is known of one side of a deal, and how many sentences had no length."""
    first = summary.loc[summary["left_years"].idxmax()]
    endless = int(summary[["life", "death"]].to_numpy().sum())
    told = f"The longest row is the {first['left_years']:.0f} years of {count_people(first['terms'])} freed by {SIDE_WORDS[first['side']]} "
    told += f"in {first['year']} ({first['deal']}). Life or death sentences, which have no years: "
    return f"{told}{spell(endless) if endless else 'none'}."
