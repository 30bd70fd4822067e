"""How much of the sentences was served when people were freed."""

from typing import NamedTuple

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import sentences
from analysis.measures.medians import bound_median
from analysis.pictures import dots
from analysis.pictures.dots import LINE, measure_axes, measure_page, measure_text
from analysis.pictures.marks import COLOUR, FAINT, GREY, INK, QUIET, TEXT, add_bar, name_mark
from analysis.pictures.page import LABEL, NARROW, NOTE, WIDTH, is_narrow
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.record.select import OF_PEOPLE
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, capitalise, count_people, format_years, join_words, spell

USED = ["custodian", "exchange_id", "arrested", "released", "sentence_kind"]
USED += ["sentence_months", "sentence_months_final", "after_term"]
REASONS = {  # why somebody freed in a deal is not shown, in words
    "none_yet": "unsentenced",
    "unnamed": "unnamed",
    "mediated": "US-brokered",
    "time_served": "given time served",
    "not_public": "of unknown sentence",
    "undated": "of undated arrest",
    "suspended": "suspended",
}
UNKNOWN = "not known"  # what was left of a term that had run out
ROW, BAR, DOT = 11.8, 6.8, 5.2  # points from row to row, of a bar and across a dot
HEAD = LINE[LABEL] + LINE[NOTE] + 8  # points of a heading with the numbers of its scale
LEAST = 1.0  # points: a wider range is drawn as one
PALE = {"russian_side": "#D9E0E8", "us_side": "#FDE4D8"}  # what was left of a term
HALF = {"russian_side": "#8AA1B6", "us_side": "#F9B592"}  # what may have been served


class Columns(NamedTuple):
    """Where the scales begin and end on a page, points: of years, and of shares with who has none at its right."""

    left: float
    right: float
    share_left: float
    share_right: float
    width: float


def name_rows(data: pd.DataFrame, wide: float) -> pd.Series:
    """The names; on the narrow page only the letter of the first one."""
    return data["name"].str.replace(r"^(\w)[\w-]* (?![a-z])", r"\1. ", regex=True) if wide == NARROW else data["name"]


def lay_columns(data: pd.DataFrame, wide: float) -> Columns:
    """The columns as wide as the names and the words at the right need."""
    width, narrow = measure_page(wide), wide == NARROW
    names = [*name_rows(data, wide)]
    names += (
        []
        if narrow
        else [word_shares(rows) for _, rows in sentences.measure_shares(data).groupby("side", observed=True)]
    )
    left = max(measure_text(name, NOTE) for name in names) + 7
    right = width - measure_text("death" if narrow else UNKNOWN, NOTE) - 7
    past = width - measure_text("held on: seven", NOTE) - 8
    return Columns(left, right, 6 if narrow else left, past if narrow else min(right, past), width)


def lay_blocks(data: pd.DataFrame) -> dict[str, float]:
    """Where the block of each side begins, points from the top, and where the last one ends."""
    tops, top = {}, 2.0
    for side in COLOUR:
        if rows := int((data["side"] == side).sum()):
            tops[side] = top
            top += HEAD + rows * ROW + LINE[NOTE] + 14
    return tops | {"end": top}


def lay_strip(data: pd.DataFrame, wide: float) -> dict[object, float]:
    """The line and the top of each side's shares, points from the top, and where the last one ends."""
    columns, shares = lay_columns(data, wide), sentences.measure_shares(data)
    lines, top = {}, lay_blocks(data)["end"] + HEAD + 4
    for side in COLOUR:
        rows = shares[shares["side"] == side]
        if len(rows):
            high = DOT * (1 + max((level for _, level in stack_shares(rows, columns)), default=-1))
            past = (DOT + LINE[NOTE] + 2) * bool(rows["past_term"].any())
            lines[side, "top"] = top
            lines[side] = top + dots.OVER * (wide == NARROW) + max(high, past, LINE[LABEL])
            top = lines[side] + dots.MEDIAN + 5
    return lines | {"end": top}


def stack_shares(rows: pd.DataFrame, columns: Columns) -> list[tuple[float, int]]:
    """The dots of the shares of those whose term had not run out, in per cent; no column stands across the half or beyond the whole."""
    step = dots.choose_step(103 * DOT / (columns.share_right - columns.share_left))
    told = (100 * rows.loc[~rows["past_term"], "share"]).clip(upper=100 - step / 2)
    return dots.stack_dots(list(told), step, step / 2)


def measure_most(data: pd.DataFrame, labels: dict[str, str], columns: Columns) -> float:
    """Where the scale of years ends: beyond the longest bar, with room for the words behind those of terms that had run out."""
    ends = [1.02 * float(data[["sentence_years", "served_years_max"]].max().max())]
    over = measure_text(UNKNOWN, NOTE) + columns.right + 7 - columns.width  # points by which it stands on the scale
    for person in data[data["past_term"]].itertuples():
        words = measure_text(labels.get(person.after_term, ""), NOTE) + 12 + over
        ends.append(float(person.served_years_max) / (1 - words / (columns.right - columns.left)))
    return max(ends)


def plot_served(data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """A bar a person as long as the term, its served part filled, most left to serve first, a block a side; then the shares.

    `data` as measures.sentences.select_served gives it; `labels` the words for the codes of after_term.
    """
    ax = ax or plt.gca()
    wide = NARROW if is_narrow(ax) else WIDTH
    columns, tops = lay_columns(data, wide), lay_blocks(data)
    dots.open_canvas(ax, columns.width, lay_strip(data, wide)["end"])
    most = measure_most(data, labels, columns)
    years = dots.open_scale(ax, columns.left, columns.right, 0, most)
    told = data["left_years"].first_valid_index()  # the first bar is explained
    totals = sentences.summarise_left(data).set_index("side")
    for side in [side for side in COLOUR if side in tops]:
        rows, top = data[data["side"] == side], tops[side]
        draw_head(ax, top, f"Freed by {SIDE_WORDS[side]}", INK[side], columns.width, "years left")
        first, last = top + HEAD, top + HEAD + ROW * len(rows)
        dots.draw_numbers(years, dots.list_ticks(most), first - 2, "years")
        years.vlines(dots.list_ticks(most), first, last, color=FAINT, linewidth=0.7, zorder=0)
        for place, (person, name) in enumerate(zip(rows.itertuples(), name_rows(rows, wide), strict=True)):
            middle = first + (place + 0.5) * ROW
            named = ax.text(0, middle, name, va="center_baseline", size=NOTE, color=TEXT)
            draw_person(years, person, middle, labels)
            if person.Index == told:
                explain_person(years, person, middle)
            left = word_left(person)
            style = {"ha": "right", "va": "center_baseline", "size": NOTE, "color": TEXT, "bbox": dots.PAPER}
            name_mark(person.detainee_id, named, ax.text(columns.width, middle, left, **style))
        if side in totals.index:
            ax.hlines(last + 2, 0, columns.width, color=FAINT, linewidth=0.9)
            people, total = int(totals.loc[side, "people"]), totals.loc[side, "left_years"]
            style = {"va": "baseline", "size": NOTE, "weight": "bold", "color": INK[side]}
            ax.text(0, last + LINE[NOTE] + 2, f"Left to serve by {count_people(people)}", **style)
            ax.text(columns.width, last + LINE[NOTE] + 2, f"{total:,.0f} years", ha="right", **style)
    draw_strip(ax, data, columns, wide)
    return ax


def draw_head(ax: Axes, top: float, words: str, ink: str, width: float, right: str = "") -> None:
    """A rule over a canvas with a heading under it, and the name of the column at the right."""
    ax.hlines(top, 0, width, color=GREY, linewidth=0.7)
    ax.text(0, top + LINE[LABEL], words, va="baseline", weight="bold", size=LABEL, color=ink)
    ax.text(width, top + LINE[LABEL], right, ha="right", va="baseline", size=NOTE, color=QUIET)


def draw_person(scale: Axes, person: object, middle: float, labels: dict[str, str]) -> None:
    """A term as a pale bar, its served part filled; hatched beyond a term that had run out; open-ended for life and death."""
    colour, end = COLOUR[person.side], scale.get_xlim()[1]
    low, high = float(person.served_years_min), float(person.served_years_max)
    year = measure_axes(scale) / end  # points
    term = end if pd.isna(person.sentence_years) else float(person.sentence_years)
    bar = {"edgecolor": colour, "linewidth": 0.6}
    if pd.isna(person.sentence_years):
        scale.plot([low, end - 5 / year], [middle, middle], color=colour, linewidth=0.8, linestyle=(0, (2, 2)))
        scale.plot(end - 3.5 / year, middle, ">", color=colour, markersize=3.6)
    else:
        add_bar(scale, 0, middle, term, BAR, facecolor=PALE[person.side], **bar)
    add_bar(scale, 0, middle, min(low, term), BAR, facecolor=colour, **bar)
    if person.past_term:
        scale.barh(middle, high - term, BAR, term, facecolor="white", hatch="///////", **bar)
        if not pd.isna(person.after_term) and person.after_term != "unknown":
            words = {"textcoords": "offset points", "va": "center_baseline", "size": NOTE, "color": QUIET}
            scale.annotate(labels[person.after_term], (high, middle), (5, 0), bbox=dots.PAPER, **words)
    elif (min(high, term) - low) * year > LEAST:
        add_bar(scale, low, middle, min(high, term) - low, BAR, facecolor=HALF[person.side], **bar)


def explain_person(scale: Axes, person: object, middle: float) -> None:
    """What a bar says, in words behind it, where there is room."""
    years = (person.served_years_min + person.served_years_max) / 2
    words, term = f"{years:.1f} of {person.sentence_years:g} years served", float(person.sentence_years)
    if measure_text(words, NOTE) + 8 < (1 - term / scale.get_xlim()[1]) * measure_axes(scale):
        style = {"textcoords": "offset points", "va": "center_baseline", "size": NOTE, "color": QUIET}
        scale.annotate(words, (term, middle), (5, 0), bbox=dots.PAPER, **style)


def word_left(person: object) -> str:
    """The years left, or why there are none to tell."""
    if not pd.isna(person.left_years):
        return f"{person.left_years:.1f}" if person.left_years else "0"
    return UNKNOWN if not pd.isna(person.sentence_years) else str(person.sentence_kind)


def word_shares(shares: pd.DataFrame) -> str:
    """How many of a side had served less than half."""
    return f"{(shares['share'] < 0.5).sum()} of {len(shares)} under half"


def draw_strip(ax: Axes, data: pd.DataFrame, columns: Columns, wide: float) -> None:
    """The share of the term served, a dot a person and a line a side, with the median; who was held on after it apart."""
    shares, lines = sentences.measure_shares(data), lay_strip(data, wide)
    scale = dots.open_scale(ax, columns.share_left, columns.share_right, 0, 103)
    top, ticks = lay_blocks(data)["end"], [0.0, 25.0, 50.0, 75.0, 100.0]
    draw_head(ax, top, "Share of the term served", TEXT, columns.width)
    dots.draw_numbers(scale, ticks, top + HEAD - 2, "%")
    scale.vlines(ticks, top + HEAD, lines["end"] - 4, color=FAINT, linewidth=0.7, zorder=0)
    scale.vlines(50, top + HEAD, lines["end"] - 4, color=GREY, linewidth=0.9, zorder=0)
    for side in [side for side in COLOUR if side in lines]:
        rows, line = shares[shares["side"] == side], lines[side]
        past = rows.loc[rows["past_term"], "detainee_id"].tolist()
        who = rows[~rows["past_term"]].sort_values("share", kind="stable")["detainee_id"].tolist()
        every = 100 * rows["share"]
        dots.draw_dots(scale, stack_shares(rows, columns), line, side, DOT, who)
        dots.draw_median(scale, every, bound_median(every), line, side, "%", 0)
        if past:
            high = dots.draw_apart(ax, columns.share_right + 10, line, {"held on": past}, side, DOT)
            ax.vlines(columns.share_right + 4, line - high, line, color=GREY, linewidth=0.7)
        dots.label_lane(ax, side, word_shares(rows), line, lines[side, "top"] if wide == NARROW else None)


def describe_served(served: pd.DataFrame, beginning: str = "") -> str:
    """How many had served less than half of their term; over a selection also what was left, and to how many."""
    shares = sentences.summarise_share_served(served)
    under, people = int(shares["under_half"].sum()), int(shares["people"].sum())
    if not beginning:
        return f"{under} of {people} people freed in a deal had served less than half of their fixed term"
    parts = [
        f"{spell(under) if under else 'none'} of {spell(people)} with a fixed term had served less than half of it"
    ]
    for row in sentences.summarise_left(served).itertuples():
        years = f"{row.left_years:,.0f} years" if row.left_years >= 10 else format_years(row.left_years)
        years = years if row.left_years else "nothing"
        parts.append(f"{years} left to {count_people(row.people)} freed by {SIDE_WORDS[row.side]}")
    return capitalise(f"{beginning}{', '.join(parts)}.")


def describe_ends(served: pd.DataFrame) -> str:
    """Who had most left of those drawn, and how many were held on after their terms."""
    said, left = "", served["left_years"].max()
    if not pd.isna(left):
        who = join_words(list(served.loc[served["left_years"] == left, "name"].sort_values()))
        said = f"The most left to anyone shown: {format_years(left)}, to {who}. "
    if past := int(served["past_term"].sum()):
        said += f"{capitalise(count_people(past))} had been held on after the term had run out."
    return said.strip()


def count_reasons(record: Tables) -> dict[str, int]:
    """How many freed in deals are left out, by the reason; those not named where no person was chosen by a trait."""
    whole, reasons = record.whole, dict.fromkeys(REASONS, 0)
    reasons |= sentences.count_left_out(record.detainees, whole.exchanges, record.data_through).to_dict()
    if not record.filters.keys() & {*OF_PEOPLE, "years"}:
        unnamed = sentences.count_unnamed(whole.detainees, record.exchanges)
        brokered = unnamed["kind"] == "mediated"
        reasons["mediated"] += int(unnamed.loc[brokered, "unnamed"].sum())
        reasons["unnamed"] += int(unnamed.loc[~brokered, "unnamed"].sum())
    return {reason: count for reason, count in sorted(reasons.items(), key=lambda pair: -pair[1]) if count}


def time_served(record: Tables) -> Picture:
    """Sentence and time served of those freed in a deal, a bar a person, and the shares of the terms served."""
    served = sentences.select_served(record.detainees, record.whole.exchanges, record.data_through)
    require(served.dropna(subset="sentence_years"), "Nobody freed in a deal with a fixed term is in this selection.")
    labels, reasons = record.label("detainees", "after_term"), count_reasons(record)
    endless = bool(served["sentence_years"].isna().any())
    return show(
        record,
        lambda data, ax: plot_served(data, labels, ax=ax),
        served,
        describe_served(served, begin(record, len(served))),
        "One bar is one person freed in a deal: pale the term, filled what was served (lighter: day of arrest uncertain), "
        f"hatched held on after it, in custody or exile.{' Arrow: life or death.' * endless} Diamond: median with 95% interval.",
        "Bars of sentence and time served, a row a person, a block a side, with dots of the share served under them",
        Count(
            len(served),
            len(served) + sum(reasons.values()),
            "people freed in deals",
            join_words([f"{spell(count)} {REASONS[reason]}" for reason, count in reasons.items()] or [""]),
        ),
        Basis("02-sentences", {"detainees": served["detainee_id"]}, {"detainees": USED}, "freed"),
        height=lambda wide: lay_strip(served, wide)["end"] / 72,
        also=describe_ends(served),
    )
