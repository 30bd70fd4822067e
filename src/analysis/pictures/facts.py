"""What was said against what the record gives.

Promise: a square is a statement of one document; what several documents say alike is dark once and pale after that.
"""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.claims import facts
from analysis.claims.distinct import OTHERWISE, count_reasons, count_statements, judge_distinct
from analysis.pictures.marks import FAINT, QUIET, TEXT, lay_in_points, scatter
from analysis.pictures.page import LABEL, MARGIN, NARROW, NOTE, WIDTH, is_narrow, wrap_text
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.record.tables import Tables
from analysis.record.words import capitalise, join_words, name_share, spell

PALE = "#B9BEC2"  # said before by another document
PLURAL = {"agrees": "agree with the record", "differs": "differ", "cannot tell": "cannot be told from the record"}
PITCH, SIDE = 7.0, 5.6  # points: from square to square, of a square
LEAD, SMALL = 12.5, 11.2  # points: a line of a label, of a note
HEAD = "statements (distinct)"  # of the numbers behind the reasons
EXAMPLES = 3  # reasons that are shown with what was said


def format_number(number: float) -> str:
    """A number with at most one decimal: `24`, `4.6`, `1,860`."""
    return f"{number:,.1f}".removesuffix(".0")


def tell_numbers(statements: int, distinct: int, *, first: bool = False) -> str:
    """How many statements, and how many distinct ones; the first time in words."""
    words = (f"{statements:,} {'statement' if statements == 1 else 'statements'}", f"{distinct:,} distinct")
    return (
        ", ".join(words) if first else f"{statements:,}" if statements == distinct else f"{statements:,} ({distinct:,})"
    )


def write_example(row: dict) -> str:
    """What was said in our words, and what the record gives: `Ankara 2024: 26 people came free. The record gives 24.`"""
    given = "–".join(dict.fromkeys(map(format_number, [row["lowest"], row["highest"]])))
    return f"{row['subject']}: {row['says'].rstrip('.')}. The record gives {given}."


def lay_out(verdicts: pd.DataFrame, reasons: pd.DataFrame, wide: float) -> tuple[list[dict], float]:
    """The rows of plot_facts from the top, each with its texts broken and its place in points, and the height of all."""
    width = (wide - 2 * MARGIN) * 72
    columns, y, rows = int(width // PITCH), 0.0, []
    start = 0.0 if wide == NARROW else 256.0
    for count in verdicts[verdicts["statements"] > 0].to_dict("records"):
        label = f"{capitalise(PLURAL[count['verdict']])}: {tell_numbers(count['statements'], count['distinct'], first=True)}"
        lines = wrap_text(label, width / 72, size=LABEL, weight="bold").split("\n")
        below = y + LEAD * len(lines) + 2
        rows.append({**count, "label": lines, "bold": True, "y": y, "x": 0.0, "top": below, "columns": columns})
        y = below + PITCH * -(-count["statements"] // columns) + 8
    if len(reasons):
        rows.append({"rule": y + 2, "y": y + 7, "label": ["Why they differ"], "bold": True, "x": start or 100.0})
        y += 7 + LEAD + 5
    room = int((width - start - 40) // PITCH)
    for place, count in enumerate(reasons.to_dict("records")):
        lines = wrap_text(capitalise(count["reason"]), (start or width) / 72 - 0.06, size=LABEL).split("\n")
        deep = PITCH * -(-count["statements"] // room)
        top = y + LEAD * len(lines) + 1.5 if wide == NARROW else y + (LEAD - PITCH) / 2
        row = {
            **count,
            "label": lines,
            "bold": False,
            "y": y,
            "x": start,
            "top": top,
            "columns": room,
            "verdict": "differs",
        }
        y = max(y + LEAD * len(lines), top + deep) + 2
        if place < EXAMPLES and count["reason"] != OTHERWISE:
            row |= {"example": wrap_text(write_example(count), width / 72 - 0.14, size=NOTE).split("\n"), "below": y}
            y += SMALL * len(row["example"]) + 3
        rows.append({**row, "told": tell_numbers(count["statements"], count["distinct"])})
        y += 2.5
    return rows, y


def plot_facts(verdicts: pd.DataFrame, reasons: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Unit rows: a square a statement, by verdict and below by the reason of a difference; dark once for all that say the same.

    What cannot be told is hollow. `verdicts` as claims.distinct.count_statements gives it, `reasons` as count_reasons.
    """
    ax = ax or plt.gca()
    width = lay_in_points(ax)
    for row in lay_out(verdicts, reasons, NARROW if is_narrow(ax) else WIDTH)[0]:
        if "rule" in row:
            ax.plot([0, width], [row["rule"]] * 2, color=FAINT, linewidth=0.8, zorder=0)
        weight = "bold" if row["bold"] else "normal"
        for place, line in enumerate(row["label"]):
            ax.text(0, row["y"] + LEAD * (place + 0.5), line, va="center", size=LABEL, weight=weight)
        if "rule" in row:
            ax.text(row["x"], row["y"] + LEAD / 2, HEAD, va="center", size=NOTE, color=QUIET)
            continue
        cells = [
            (
                row["x"] + PITCH * (place % row["columns"]) + SIDE / 2,
                row["top"] + PITCH * (place // row["columns"] + 0.5),
            )
            for place in range(row["statements"])
        ]
        draw_statements(ax, cells[: row["distinct"]], TEXT, hollow=row["verdict"] == "cannot tell")
        draw_statements(ax, cells[row["distinct"] :], PALE, hollow=row["verdict"] == "cannot tell")
        if "told" in row:
            at = row["x"] + PITCH * min(row["statements"], row["columns"]) + 3
            ax.text(at, cells[0][1], row["told"], va="center", size=LABEL, color=QUIET)
        for place, line in enumerate(row.get("example", [])):
            ax.text(10, row["below"] + SMALL * (place + 0.5), line, va="center", size=NOTE, color=QUIET)
    return ax


def draw_statements(ax: Axes, cells: list[tuple[float, float]], colour: str, *, hollow: bool) -> None:
    """One square a statement, centred on each (x, y)."""
    if cells:
        face, edge = ("white", 0.9) if hollow else (colour, 0)
        scatter(ax, cells, "s", SIDE - edge, facecolors=face, edgecolors=colour, linewidths=edge)


def describe_facts(verified: pd.DataFrame, among: str = "the documents read", beginning: str = "") -> str:
    """How many countable statements agree, differ and cannot be told; of a selection also how many distinct ones there are.

    `verified` as claims.facts.verify_claims gives it; `among` says whose statements they are.
    """
    if verified.empty:
        return f"There is no countable statement in {among}."
    words = {"agrees": ("agrees", "agree"), "differs": ("differs", "differ")}
    counts = verified["verdict"].value_counts()
    total = len(verified)
    parts = [
        f"{spell(int(counts[verdict]))} {one if counts[verdict] == 1 else many}"
        for verdict, (one, many) in words.items()
        if counts[verdict]
    ]
    if counts["cannot tell"]:
        parts.append(f"{spell(int(counts['cannot tell']))} cannot be told")
    if beginning:
        distinct = len(judge_distinct(verified))
        apart = f", {spell(distinct)} of them distinct" if distinct < total else ""
        return f"{beginning}{spell(total, 'countable statement')}{apart}; {join_words(parts)}."
    if total == 1:
        verdict = verified["verdict"].iloc[0]
        state = {"agrees": "agrees with the record", "differs": "differs from the record"}
        return f"The one countable statement in {among} {state.get(verdict, 'cannot be told from the record')}."
    return f"Of {spell(total, 'countable statement')} in {among}, {join_words(parts)}."


def head_facts(verdicts: pd.DataFrame) -> str:
    """Which share of all published numbers agrees, whatever cannot be told counted among all."""
    share = name_share(measure_agreement(verdicts)["statements"])
    return f"{capitalise(share)} of published numbers on prisoners freed or held agree with this record"


def measure_agreement(verdicts: pd.DataFrame) -> pd.Series:
    """The share that agrees of all statements and of the distinct ones: statements, distinct (0 to 1)."""
    agree = verdicts.set_index("verdict").loc["agrees", ["statements", "distinct"]]
    return agree / verdicts[["statements", "distinct"]].sum()


def tell_reasons(reasons: pd.DataFrame) -> str:
    """The reason that most statements differ for, as a sentence; empty where none was found, or none stands out."""
    found = reasons[reasons["reason"] != OTHERWISE]
    most = found[found["statements"] == found["statements"].max()]
    if len(most) != 1:
        return ""
    (row,) = most.itertuples()
    return f"The reason found most often: {row.reason} ({row.statements} of {reasons['statements'].sum()} that differ)."


def fact_check(record: Tables) -> Picture:
    """Every countable statement, a square each, by whether it holds, and why it differs."""
    verified = facts.verify_claims(record)
    require(verified, "No countable statement is on the people or deals of this selection.")
    verdicts, reasons = count_statements(verified), count_reasons(verified)

    def plot(data: pd.DataFrame, *, ax: Axes) -> Axes:
        return plot_facts(data, reasons, ax=ax)

    return show(
        record,
        plot,
        verdicts,
        describe_facts(verified, beginning=begin(record, len(record.detainees)))
        if record.scope
        else head_facts(verdicts),
        "One square is one number in one document read. What several say alike is one distinct statement: dark once, pale each "
        f"further time; {measure_agreement(verdicts)['distinct']:.0%} of these agree. Hollow: cannot be told, counted in the total.",
        "Unit chart of published counts by whether they hold, and by the reason why they differ",
        Count(len(verified), len(verified), "statements"),
        Basis("10-fact-check", {}, {}, "documents", verified["source"]),
        height=lambda wide: round(lay_out(verdicts, reasons, wide)[1] / 72, 2),
        also="" if record.scope else tell_reasons(reasons),
    )
