"""Who made the deals: name by name, on one side, on the other, or between the two."""

import re
from dataclasses import dataclass, field

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import negotiators
from analysis.pictures.marks import COLOUR, FAINT, GREY, INK, QUIET, TEXT, clear_frame
from analysis.pictures.page import LABEL, MARGIN, NARROW, NOTE, WIDTH, is_narrow, measure_word, wrap_text
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.pictures.wholes import say_whole
from analysis.record.dates import format_partial
from analysis.record.schema import name_rows
from analysis.record.tables import Tables
from analysis.record.words import join_words, spell

MARK, HEAD_INK = COLOUR | {"between": GREY, "anywhere": TEXT}, INK | {"between": QUIET}
HEAD = {"russian_side": "Russian side", "between": "Between", "us_side": "US side"}
CREDIT = {
    "confirmed": "confirmed",
    "claimed": "claimed only",
    "": "not said how sure",
    "denied": "denied by an acting government",
}
LINE, STEP, GAP = 0.155, 0.115, 0.13  # inches from line to line, that a mark takes, between two names
SIDES, NUMBERS = 0.9, 0.56  # inches on the left: of the sides on the wide page, of numbers of deals on both
INDENT = 0.14  # inches, on the narrow page, of the lines of a run after its first
LETTERS = r"[A-Z]\w?[A-Z]+"  # bodies known by their letters: KGB, StB
Name = tuple  # its marks (how sure, where it stood), the words, their weight, whether it decided


@dataclass
class Sheet:
    """Words, marks and rules, placed in inches from the top left."""

    words: list[tuple[float, float, str, dict]] = field(default_factory=list)
    marks: list[tuple[float, float, str, str]] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    lines: list[tuple[float, float, float]] = field(default_factory=list)  # under words, with their length

    def write(self, text: str, x: float, y: float, width: float, **style: object) -> float:
        """A text in lines no wider than `width`; where the next line begins."""
        lines = wrap_text(text, width, size=style["size"], weight=style.get("weight", "normal")).split("\n")
        self.words += [(x, y + at * LINE, line, style) for at, line in enumerate(lines)]
        return y + len(lines) * LINE

    def run(self, names: list[Name], x: float, y: float, width: float, at: float = 0.0) -> float:
        """Names behind their marks, one after the other in lines no wider than `width`, the first `at` inches on; where the next line begins."""
        for marks, text, weight, *decided in names:
            lead = STEP * len(marks) + 0.02 * bool(marks)
            wide = lead + measure_word(text, NOTE, weight)
            if at and at + wide > width:
                at, y = 0.0, y + LINE
            self.marks += [(x + at + STEP * (place + 0.5), y, *mark) for place, mark in enumerate(marks)]
            if any(decided):
                self.lines.append((x + at + lead, y, min(wide, width) - lead))
            y = self.write(text, x + at + lead, y, width - lead, size=NOTE, weight=weight) - LINE
            at += wide + GAP
        return y + LINE


def list_key(data: pd.DataFrame) -> list[Name]:
    """What the marks mean that are drawn."""
    told = set(";".join(data["credits"].dropna()).split(";"))
    marks = [([(credit, "anywhere")], words, "normal") for credit, words in CREDIT.items() if credit in told]
    return marks + [([], "underlined: decision maker", "normal", True)] * bool(data["decided"].any())


def say_name(row: tuple) -> str:
    """A name, with its country where it is a body known by its letters: `KGB (Soviet Union)`."""
    return (
        f"{row.name} ({row.country})" if re.fullmatch(LETTERS, row.name) and isinstance(row.country, str) else row.name
    )


def list_name(row: tuple) -> Name:
    """A name in a deal: a mark for each way in which its roles are sure, bold where it is in several deals."""
    told = isinstance(row.stands, str)
    marks = [(credit, row.stands if told else "between") for credit in row.credits.split(";")]
    words = say_name(row) + " (side not known)" * (not told)
    return marks, words, "bold" if row.deals > 1 else "normal", row.decided


def set_recurring(sheet: Sheet, data: pd.DataFrame, y: float, width: float) -> float:
    """Those named in more than two deals, most deals first, then by where they first stood; where the next line begins."""
    order = data.drop_duplicates("name").sort_values(["stands", "name"])
    names, words = {name: [] for name in order["name"]}, {row.name: say_name(row) for row in order.itertuples()}
    for row in data.itertuples():
        names[row.name].append(list_name(row)[0][0])
    y = sheet.write("Named in more than two deals, one mark a deal", 0, y, width, size=LABEL, weight="bold")
    for number in sorted({len(marks) for marks in names.values()}, reverse=True):
        sheet.write(f"{number} deals", 0, y, width, size=NOTE)
        run = [(marks, words[name], "normal") for name, marks in names.items() if len(marks) == number]
        y = sheet.run(run, NUMBERS, y, width - NUMBERS)
    return y + 0.12


def set_deal(sheet: Sheet, rows: pd.DataFrame, y: float, width: float, narrow: bool) -> float:
    """A deal: its day and name, and everyone named in it, a run for each side; where the next line begins.

    On the narrow page a run goes on below the name of its side, indented, on the wide one it stays beside it.
    """
    deal = rows.iloc[0]
    day = format_short(deal["date"])
    sheet.write(day, 0, y, width, size=LABEL, weight="bold")
    told = deal["deal"] + ", brokered by the United States" * (deal["kind"] == "mediated")
    told += ": nobody is named in the documents read" * bool(rows["name"].isna().all())
    after = measure_word(day, LABEL, "bold") + 0.1
    y = sheet.write(told, after, y, width - after, size=LABEL, color=QUIET)
    names = {stand: [] for stand in HEAD}
    for row in rows.dropna(subset="name").itertuples():
        name = list_name(row)
        names[name[0][0][1]].append(name)
    for stand, run in names.items():
        if run or (stand != "between" and any(names.values())):
            sheet.write(HEAD[stand], 0, y, width, size=NOTE, color=HEAD_INK[stand])
            beside = measure_word(HEAD[stand], NOTE, "normal") + GAP
            left, at = (INDENT, beside - INDENT) if narrow else (SIDES, 0)
            if run:
                y = sheet.run(run, left, y, width - left, at)
            else:
                y = sheet.write("nobody named", left + at, y, width, size=NOTE, color=QUIET)
    return y


def set_sheet(data: pd.DataFrame, wide: float) -> tuple[Sheet, float]:
    """What plot_negotiators draws on a page of that width, and how tall it is, inches."""
    sheet, width = Sheet(), wide - 2 * MARGIN
    y = sheet.run(list_key(data), 0, 0.09, width) + 0.1
    recurring = data[data["deals"] > 2]
    if len(recurring):
        y = set_recurring(sheet, recurring, y, width)
    for _, rows in data.groupby("exchange_id", sort=False):
        sheet.rules.append(y - 0.04)
        y = set_deal(sheet, rows, y + 0.1, width, wide == NARROW) + 0.04
    return sheet, round(y, 2)


def format_short(day: str) -> str:
    """A day or month as short as it is known: `11 Feb 1963`, `Aug 1974`."""
    return re.sub(r"([A-Z][a-z]{2})[a-z]+", r"\1", format_partial(day)) if isinstance(day, str) else "no day given"


def plot_negotiators(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A row a deal in time order, everyone named in it in three runs: Russian side, between, US side.

    A mark for each way in which a name's roles are sure: filled for confirmed, hollow for claimed or not said, a cross for denied;
    a diamond between the sides. Underlined is who decided. Bold is who is named in more than one deal; on top those in more than two, a mark a deal. `data` as
    measures.negotiators.place_names gives it.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    wide = NARROW if is_narrow(ax) else WIDTH
    sheet, height = set_sheet(data, wide)
    ax.set(xlim=(0, wide - 2 * MARGIN), ylim=(height, 0), xticks=[], yticks=[])
    for y in sheet.rules:
        ax.axhline(y, color=FAINT, linewidth=0.8, zorder=0)
    for x, y, text, style in sheet.words:
        ax.annotate(text, (x, y), (0, -3.2), textcoords="offset points", va="baseline", **style)
    for x, y, length in sheet.lines:
        ax.plot([x, x + length], [y + 0.065] * 2, color=TEXT, linewidth=0.7)
    for credit, stand in dict.fromkeys(mark[2:] for mark in sheet.marks):
        places = [(x, y) for x, y, *mark in sheet.marks if mark == [credit, stand]]
        shape = "x" if credit == "denied" else "D" if stand == "between" else "o"
        style = {"markersize": {"x": 5, "D": 4.3, "o": 5}[shape], "markeredgewidth": 1.7 if shape == "x" else 1.1}
        face = MARK[stand] if credit == "confirmed" else "none"
        ax.plot(*zip(*places, strict=True), shape, markerfacecolor=face, markeredgecolor=MARK[stand], **style)
    return ax


def describe_negotiators(ranked: pd.DataFrame, beginning: str = "") -> str:
    """Who is named in most deals, if no more than two are; else, and over a selection, how many names recur.

    `ranked` as measures.negotiators.summarise_negotiators gives it, `beginning` is that of a sentence over a selection.
    """
    recurring = int((ranked["deals"] > 1).sum())
    first = list(ranked.loc[ranked["deals"] == ranked["deals"].max(), "name"])
    if beginning:
        several = f", {spell(recurring)} of them in two or more of these deals" * bool(recurring)
        return f"{beginning}{spell(len(ranked), 'name')}{several}."
    if recurring and len(first) < 3:
        number, are = spell(int(ranked["deals"].max()), "deal"), "are each" if len(first) > 1 else "is"
        return f"{join_words(first)} {are} named in {number}, more than anybody else"
    return count_recurring(ranked)


def count_recurring(ranked: pd.DataFrame) -> str:
    """How many of those named are named in more than one deal."""
    recurring = int((ranked["deals"] > 1).sum())
    of = f"Of {spell(len(ranked), 'person or body', 'people and bodies')} named in US–Russia prisoner deals"
    return (
        f"{of}, {spell(recurring) if recurring else 'none'} {'are' if recurring > 1 else 'is'} named in more than one"
    )


def describe_exceptions(ranked: pd.DataFrame, nameless: int, finding: str) -> str:
    """How many names recur, where the finding is another, and in how many deals nobody is named."""
    said = f"{count_recurring(ranked)}." if finding.endswith("anybody else") else ""
    nobody = f" In {spell(nameless, 'deal')} nobody is named in the documents read." if nameless else ""
    return (said + nobody).strip()


def negotiators_by_deal(record: Tables) -> Picture:
    """Every deal with everyone named in it, on the side where they stood."""
    ranked = negotiators.summarise_negotiators(negotiators.select_parts(record.negotiators, record.exchanges))
    require(ranked, "No negotiator is named in a deal of this selection.")
    placed = negotiators.place_names(record.negotiators, record.exchanges, record.codes("negotiators", "country"))
    placed["country"] = placed["country"].map(record.label("negotiators", "country")).astype(object)
    finding = describe_negotiators(ranked, begin(record, len(record.exchanges), "deals"))
    return show(
        record,
        plot_negotiators,
        placed,
        finding,
        (
            "Each side with the states acting beside it. Between (diamonds): mediators, third states, lawyers, private persons. "
            "A name stands once in a deal, whatever its roles; bold: in more than one deal"
            + "; two marks: its roles are not equally sure" * bool(placed["credits"].str.contains(";").any())
            + ". Exchanges the United States only brokered count too" * bool((placed["kind"] == "mediated").any())
            + "."
            + say_whole(record)
        ),
        "Table of the deals in time order, with everyone named in each in three runs: Russian side, between the sides, US side",
        Count(len(ranked), len(ranked), "people and bodies"),
        Basis(
            "04-negotiators",
            {"negotiators": name_rows(record.negotiators, "negotiators"), "exchanges": record.exchanges["exchange_id"]},
            {
                "negotiators": ["exchange_id", "name", "country", "channel", "role", "credit"],
                "exchanges": ["date", "kind"],
            },
            "deals",
        ),
        height=lambda wide: set_sheet(placed, wide)[1],
        also=describe_exceptions(ranked, int(placed["name"].isna().sum()), finding),
    )
