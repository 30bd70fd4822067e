"""What was claimed against what the record gives."""

import textwrap

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.claims import facts
from analysis.claims.counts import MEASURES
from analysis.pictures.marks import FAINT, GREY, QUIET, TEXT, clear_frame
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.record.tables import Tables
from analysis.record.words import capitalise, join_words, spell

SIGN = {"equals": "", "at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}
PLURAL = {"agrees": "agree", "differs": "differ", "cannot tell": "cannot be told"}
SCALE = (0.40, 0.585)  # where a block's scale begins and ends, shares of the width
GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # behind a number that stands on a line
LINE = 0.125  # inches a line of text


def format_number(number: float) -> str:
    """A number with at most one decimal: `24`, `4.6`, `1,860`."""
    return f"{number:,.1f}".removesuffix(".0")


def plot_verdicts(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A square a statement, rows by what is counted: grey agrees, black differs, hollow cannot tell.

    `data` as claims.facts.count_verdicts gives it.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    deep = 3  # squares stand three high, so that a hundred fit a row
    styles = [
        ("agrees", {"facecolor": "#B9BEC2", "edgecolor": "#B9BEC2"}),
        ("differs", {"facecolor": TEXT, "edgecolor": TEXT}),
        ("cannot tell", {"facecolor": "white", "edgecolor": TEXT}),
    ]
    for row, count in enumerate(data.to_dict("records")):
        y, place = row * (deep + 1.3), 0
        for verdict, style in styles:
            cells = [(1 + (place + step) // deep, y + (place + step) % deep) for step in range(count[verdict])]
            place += count[verdict]
            if cells:
                ax.scatter(*zip(*cells, strict=True), s=13, marker="s", linewidth=0.8, zorder=3, **style)
        ax.text(0, y + 1, count["what"], ha="right", va="center", size=7.5)
        told = [
            f"{count[verdict]} {word if count[verdict] > 1 or verdict == 'cannot tell' else verdict}"
            for verdict, word in PLURAL.items()
            if count[verdict]
        ]
        ax.text(1.9 + (place - 1) // deep, y + 1, ", ".join(told), ha="left", va="center", size=7, color=QUIET)
    widest = -(-int(data["claims"].max()) // deep)
    ax.set(xlim=(-widest * 0.5, widest * 1.65), ylim=(len(data) * (deep + 1.3) - 1, -1.4), xticks=[], yticks=[])
    return ax


def measure_claims(data: pd.DataFrame, label: str = "subject") -> float:
    """Inches of height that plot_claims needs for these rows."""
    return sum(row["height"] for row in lay_out(data, label)) + 0.1


def lay_out(data: pd.DataFrame, label: str) -> list[dict]:
    """The rows of plot_claims from the top: block headings and claims, with their texts broken and their height in inches."""
    rows, block, alike = [], None, data["verdict"].nunique() == 1  # then the verdict itself goes without saying
    for claim in data.to_dict("records"):
        if claim["measure"] != block:
            block = claim["measure"]
            rows.append({"heading": MEASURES[block], "height": 0.27 if rows else 0.2})
        left = textwrap.wrap(claim[label], 43)
        said_by = textwrap.wrap(claim["publishers"], 43, max_lines=2, placeholder=" …")
        words = [claim["reason"]] if alike and claim["reason"] else filter(None, [claim["verdict"], claim["reason"]])
        verdict = ": ".join(words)
        right = textwrap.wrap(verdict, 40)
        height = max(len(left) + len(said_by), len(right)) * LINE + 0.055 + 0.09 * stands_inside(claim)
        rows.append({"claim": claim, "left": left, "said_by": said_by, "right": right, "height": height})
    return rows


def stands_inside(claim: dict) -> bool:
    """Whether what was said lies within a range that the record gives: its number then stands above the ring."""
    return claim["lowest"] < claim["highest"] and claim["lowest"] <= claim["claimed"] <= claim["highest"]


def plot_claims(data: pd.DataFrame, *, label: str = "subject", ax: Axes | None = None) -> Axes:
    """A line a claim: ring what was said, dot or bar what the record gives; the verdict in words, publishers in grey.

    A block a measure, each on a scale of its own from zero. `data` as claims.facts.summarise_claims gives it; `label` is the
    column to print before each line: subject, or says.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    ax.set(xlim=(0, 1), ylim=(measure_claims(data, label), 0), xticks=[], yticks=[])
    tops = data.groupby("measure")[["claimed", "highest"]].max().max(axis=1)
    y = 0.0
    for row in lay_out(data, label):
        if "heading" in row:
            ax.text(0, y + row["height"] - 0.1, row["heading"].upper(), va="center", size=7, weight="bold", color=QUIET)
            y += row["height"]
            ax.plot([0, 1], [y - 0.005, y - 0.005], color=FAINT, linewidth=0.7)
            continue
        middle = y + row["height"] / 2
        first = middle - (len(row["left"]) + len(row["said_by"]) - 1) / 2 * LINE
        for place, line in enumerate([*row["left"], *row["said_by"]]):
            quiet = place >= len(row["left"])
            ax.text(0, first + place * LINE, line, va="center", size=7, color=QUIET if quiet else TEXT)
        for place, line in enumerate(row["right"]):
            at = middle + (place - (len(row["right"]) - 1) / 2) * LINE
            ax.text(0.675, at, line, va="center", size=7, color=TEXT)
        draw_claim(ax, row["claim"], middle, float(tops[row["claim"]["measure"]]) or 1.0)
        y += row["height"]
    return ax


def draw_claim(ax: Axes, claim: dict, y: float, top: float) -> None:
    """Ring, and dot or bar, of one claim on the scale of its block, each with its number beside it."""
    start, end = SCALE

    def place(number: float) -> float:
        return start + (end - start) * number / top

    ax.plot([start, end], [y, y], color=FAINT, linewidth=0.6, zorder=0)
    said, told = place(claim["claimed"]), pd.notna(claim["lowest"])
    claimed = SIGN[claim["comparison"]] + format_number(claim["claimed"])
    ax.plot(said, y, "o", markersize=7, markerfacecolor="none", markeredgecolor=TEXT, markeredgewidth=1.1, zorder=4)
    if not told:
        write(ax, said, y, claimed, TEXT, after=True)
        return
    low, high = place(claim["lowest"]), place(claim["highest"])
    given = "–".join(dict.fromkeys(map(format_number, [claim["lowest"], claim["highest"]])))
    if low == high:
        ax.plot(low, y, "o", markersize=4, color=GREY, zorder=3)
    else:
        ax.plot([low, high], [y, y], color=GREY, linewidth=4, solid_capstyle="butt", zorder=2)
    if stands_inside(claim):
        ax.text(said, y - 0.12, claimed, ha="center", va="center", size=7, color=TEXT)
        write(ax, high, y, given, QUIET, after=True)
    elif said == low and claimed == given:
        write(ax, said, y, claimed, TEXT, after=True)
    else:
        write(ax, said, y, claimed, TEXT, after=said > high)
        write(ax, low if said > high else high, y, given, QUIET, after=said <= high)


def write(ax: Axes, x: float, y: float, words: str, colour: str, *, after: bool) -> None:
    """A number beside a mark, after it or before it."""
    gap = 0.014 if after else -0.014
    ax.text(x + gap, y, words, ha="left" if after else "right", va="center", size=7, color=colour, bbox=GROUND)


def describe_facts(verified: pd.DataFrame, among: str = "the documents read", beginning: str = "") -> str:
    """How many countable statements agree, differ and cannot be told, and the most frequent reason for differing.

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
        return f"{beginning}{spell(total, 'countable statement')}; {join_words(parts)}."
    if total == 1:
        verdict = verified["verdict"].iloc[0]
        state = {"agrees": "agrees with the record", "differs": "differs from the record"}
        return f"The one countable statement in {among} {state.get(verdict, 'cannot be told from the record')}."
    return f"Of {spell(total, 'countable statement')} in {among}, {join_words(parts)}."


def describe_differences(verified: pd.DataFrame, beginning: str = "") -> str:
    """How many statements differ; over the whole record also for what reason most often."""
    differing = verified[verified["verdict"] == "differs"]
    reasons = differing["reason"].value_counts()
    sentence = f"{spell(len(differing))} of {spell(len(verified), 'statement')} {'differs' if len(differing) == 1 else 'differ'}"
    if reasons.max() > 1 and not beginning:
        leading, most = sorted(reasons[reasons == reasons.max()].index), int(reasons.max())
        each = " each" if len(leading) > 1 else ""
        words = join_words([f"“{reason}”" for reason in leading])
        sentence += f"; the most frequent {'reasons' if len(leading) > 1 else 'reason'}: {words} ({most}{each})"
    return f"{beginning}{sentence}." if beginning else capitalise(sentence) + "."


def fact_check(record: Tables) -> Picture:
    """Every countable statement, a square each, by what it counts and whether it holds."""
    verified = facts.verify_claims(record)
    require(verified, "No countable statement is on the people or deals of this selection.")
    return show(
        record,
        plot_verdicts,
        facts.count_verdicts(verified),
        describe_facts(verified, beginning=begin(record, len(record.detainees))),
        "One square is one statement in one document. Grey: agrees. Black: differs. Hollow: the record cannot tell.",
        "Unit chart of statements by what they count and whether they hold",
        Count(len(verified), len(verified), "statements"),
        Basis("10-fact-check", {}, {}, "documents", verified["source"]),
        3.75,
    )


def fact_check_differences(record: Tables) -> Picture:
    """The statements that differ, what was said against what the record gives."""
    verified = facts.verify_claims(record)
    differing = verified[verified["verdict"] == "differs"]
    require(differing, "No statement on the people or deals of this selection differs from the record.")
    lines = facts.summarise_claims(differing)
    return show(
        record,
        plot_claims,
        lines,
        describe_differences(verified, begin(record, len(record.detainees))),
        (
            "Ring: what was said, with its number in black. Grey dot or bar: what the record gives. Each block has its own "
            "scale, from zero."
        ),
        "Dot chart of what was said and what the record gives, for the statements that differ",
        Count(len(differing), len(verified), "statements", left_out="those that agree or cannot be told"),
        Basis("10-fact-check", {}, {}, "documents", differing["source"]),
        measure_claims(lines),
    )
