"""How sure the record is.

Promise: a value that nobody else gives, or that voices dispute, is seen as such.
"""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import evidence
from analysis.pictures.marks import GREY, NEW, QUIET, lay_in_points
from analysis.pictures.page import FOOT, LABEL, NOTE, is_narrow
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.pictures.weave import FILL, LEAD, MEANING, TABLES, measure_weave, name_column, plot_weave
from analysis.record.dates import format_partial
from analysis.record.schema import name_rows
from analysis.record.tables import Tables
from analysis.record.words import capitalise, spell


def plot_columns(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A bar a column of each table, all as long, split by standing; on the right how many of its values are disputed.

    `data` as measures.evidence.summarise_standing gives it: the narrow page's own layout.
    """
    ax = ax or plt.gca()
    width = lay_in_points(ax)
    there = [key for key in FILL if data[key].sum()]
    for place, standing in enumerate(there):
        draw_bar(ax, 0, place * LEAD + LEAD / 2, 12, standing)
        ax.text(17, place * LEAD + LEAD / 2, MEANING[standing], va="center", size=NOTE)
    y, left = LEAD * len(there) + 6, 106
    long = width - left - 26
    ax.text(width, y + LEAD / 2, "in dispute", ha="right", va="center", size=FOOT, color=QUIET)
    for number, (table, rows) in enumerate(data.groupby("table", sort=False)):
        y += 5 * (number > 0)
        ax.text(0, y + LEAD / 2, TABLES[table], va="center", size=LABEL, weight="bold")
        y += LEAD + 1
        for row in rows.itertuples():
            start = left
            for standing in FILL:
                share = long * getattr(row, standing) / row.values
                draw_bar(ax, start, y + LEAD / 2, share, standing)
                start += share
            ax.text(left - 4, y + LEAD / 2, name_column(row.column), ha="right", va="center", size=FOOT)
            if row.disputed:
                ax.text(width, y + LEAD / 2, row.disputed, ha="right", va="center", size=NOTE, color=NEW)
            y += LEAD
    return ax


def draw_bar(ax: Axes, x: float, y: float, wide: float, standing: str) -> None:
    """A piece of a bar in the fill of a standing."""
    if wide:
        hatch = {"disputed": "xxxxx"}.get(standing)
        edge = GREY if standing == "unsupported" else "white"
        ax.barh(y, wide, left=x, height=8.4, color=FILL[standing], hatch=hatch, edgecolor=edge, linewidth=0.4)


def measure_columns(summary: pd.DataFrame) -> float:
    """Height of plot_columns, points."""
    there = sum(summary[key].sum() > 0 for key in FILL)
    tables = summary["table"].nunique()
    return LEAD * (there + len(summary)) + (LEAD + 1) * tables + 5 * (tables - 1) + 8


def head_standing(summary: pd.DataFrame) -> str:
    """Which share of all values two or more voices agree on, and which share is disputed."""
    shares = 100 * summary[["agreed", "disputed"]].sum() / summary["values"].sum()
    agreed, disputed = (f"{shares[standing]:.0f}%" for standing in ("agreed", "disputed"))
    return f"Two or more independent voices agree on {agreed} of all values, and {disputed} are in dispute"


def describe_standing(summary: pd.DataFrame, beginning: str = "") -> str:
    """How many values two or more voices give, how many one, how many are disputed."""
    numbers = [int(summary[standing].sum()) for standing in ("agreed", "single", "disputed")]
    agreed, single, disputed = [spell(number) if number else "none" for number in numbers]
    sentence = (
        f"{beginning}of {spell(int(summary['values'].sum()), 'value')}, {agreed} {'is' if numbers[0] == 1 else 'are'} "
    )
    sentence += (
        f"given by two or more voices, {single} by one, {disputed} {'is' if numbers[2] == 1 else 'are'} disputed"
    )
    if missing := int(summary["unsupported"].sum()):
        sentence += f", {spell(missing)} {'has' if missing == 1 else 'have'} no document"
    return capitalise(sentence) + "."


def tell_disputes(disputes: pd.DataFrame) -> str:
    """In which column most values are disputed, as a sentence; empty where none is, or none stands out."""
    most = disputes[disputes["disputed"] == disputes["disputed"].max()]
    if len(most) != 1:
        return ""
    (row,) = most.itertuples()
    return f"Most disputes are about the {name_column(row.column)} ({row.disputed} of {row.values} values)."


def select_values(record: Tables) -> pd.DataFrame:
    """The standing of the values of a selection's rows, in the whole record of all values (record.standing)."""
    cells = record.standing
    if not record.before:
        return cells
    rows = {table: set(name_rows(getattr(record, table), table)) for table in ("exchanges", "detainees", "negotiators")}
    return cells[[row in rows.get(table, ()) for table, row in zip(cells["table"], cells["row"], strict=True)]]


def tell_apart(people: pd.DataFrame) -> pd.DataFrame:
    """People with the month of arrest, as far as it is known, behind a name that another row has too."""
    twice = people["name"].duplicated(keep=False) & people["arrested"].notna()
    months = people.loc[twice, "arrested"].astype("object").str[:7].map(format_partial)
    return people.assign(name=people["name"].mask(twice, people["name"] + ", " + months))


def list_rows(cells: pd.DataFrame) -> dict[str, list[str]]:
    """The rows that values stand in, by table."""
    judged = evidence.select_judged(cells)
    return {table: list(rows.unique()) for table, rows in judged.groupby("table")["row"]}


def standing_of_values(record: Tables) -> Picture:
    """Every field of every detention as a mark by its standing, and which columns are disputed how often."""
    cells = select_values(record)
    require(record.detainees, "Nobody is in this selection.")
    cards = record.cards.assign(row=record.show(record.cards["row"])) if record.ids else record.cards
    weave = evidence.weave_standing(cells, tell_apart(record.detainees), record.whole.exchanges, cards)
    summary, disputes = (
        measure(cells, record.descriptor) for measure in (evidence.summarise_standing, evidence.count_disputes)
    )
    people = len(record.detainees)
    columns = {table: rows["column"].tolist() for table, rows in summary.groupby("table")}

    def plot(data: pd.DataFrame, *, ax: Axes) -> Axes:
        return plot_columns(summary, ax=ax) if is_narrow(ax) else plot_weave(data, disputes, ax=ax)

    return show(
        record,
        plot,
        weave,
        describe_standing(summary, begin(record, people)) if record.scope else head_standing(summary),
        "A value is one fact that documents give of a detention, a deal or who took part, such as the day of an arrest. A voice "
        "is an independent origin of reports: copies of one agency are one.",
        "Grid of marks, a row a detention grouped by deal, a column a field, by how many voices give the value",
        Count(people, people, "detentions"),
        Basis("09-evidence", list_rows(cells) | {"detainees": record.detainees["detainee_id"]}, columns),
        round(measure_weave(weave, disputes) / 72, 2),
        round(measure_columns(summary) / 72, 2),
        "" if record.scope else tell_disputes(disputes),
    )
