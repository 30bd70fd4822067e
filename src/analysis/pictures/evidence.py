"""How sure the record is."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import evidence
from analysis.pictures.marks import FAINT, NEW, QUIET, TEXT, clear_frame, format_column, place_body
from analysis.pictures.publish import Basis, Count, Picture, begin, fit_height, require, show
from analysis.record.schema import name_rows, select_fields
from analysis.record.tables import Tables
from analysis.record.words import capitalise, join_words, spell

FILL = {"agreed": "#5F666D", "single": "#C6CBCF", "disputed": NEW, "unsupported": "white"}
SHORT = {"sentence_months": "months", "sentence_months_final": "after appeal"}
MEANING = {
    "agreed": "two or more voices",
    "single": "one voice",
    "disputed": "disputed, ruled on",
    "unsupported": "no document",
}


def draw_cells(ax: Axes, xs: list[float], ys: list[float], standing: str, size: float) -> None:
    """Marks of one standing: squares, but a cross where disputed and a ring where no document gives the value."""
    marker = {"disputed": "X", "unsupported": "o"}.get(standing, "s")
    edge, width = (NEW, 0.9) if standing == "unsupported" else ("none", 0)
    area = (size * (1.12 if standing == "disputed" else 1)) ** 2
    ax.scatter(xs, ys, s=area, marker=marker, color=FILL[standing], edgecolor=edge, linewidth=width, zorder=3)


def draw_key(ax: Axes, standings: list[str], y: float, step: float) -> None:
    """What each mark means, along one line."""
    for place, standing in enumerate(standings):
        draw_cells(ax, [place * step + 0.5], [y], standing, 5.2)
        ax.text(place * step + 1.3, y, MEANING[standing], size=7, va="center", color=QUIET)


def plot_weave(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Rows are detentions grouped by deal, columns fields, in two panels; a mark a value, its fill the standing, a gap an empty cell.

    `data` as measures.evidence.weave_standing gives it. On the right of each row: how many voices speak of the person.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    columns = list(dict.fromkeys(data["column"]))
    people = data.drop_duplicates("detainee_id")
    lines: list[tuple[str, str]] = []
    for deal, rows in people.groupby("deal", sort=False):
        lines += [("deal", deal), *[("person", person) for person in rows["detainee_id"]]]
    half = -(-len(lines) // 2)
    if half < len(lines) and lines[half - 1][0] == "deal":
        half += 1
    names, voices = people.set_index("detainee_id")["name"], people.set_index("detainee_id")["row_voices"]
    left, wide = 11.8, 11.8 + len(columns) + 2.2
    at = {}
    for number, (kind, what) in enumerate(lines):
        x, y = (number >= half) * wide, number % half if number < half else number - half
        if kind == "deal":
            ax.text(x, y, what if len(what) < 46 else what[:44] + " …", size=7, weight="bold", va="center")
            continue
        at[what] = (x + left, y)
        name = names[what] if len(names[what]) < 22 else names[what][:19] + " …"
        ax.text(x + left - 0.8, y, name, size=7, va="center", ha="right", color=QUIET)
        ax.text(x + left + len(columns) + 0.9, y, voices[what], size=7, va="center", ha="right", color=QUIET)
        ax.plot([x + left - 0.5, x + left + len(columns) - 0.5], [y, y], color=FAINT, linewidth=0.4, zorder=0)
    for standing, cells in data[data["standing"] != ""].groupby("standing"):
        xs = [at[cell.detainee_id][0] + columns.index(cell.column) for cell in cells.itertuples()]
        draw_cells(ax, xs, [at[cell.detainee_id][1] for cell in cells.itertuples()], standing, 5.4)
    for x in [0, wide] if half < len(lines) else [0]:
        for place, column in enumerate([*columns, "voices"]):
            to = x + left + place + (0.3 if column == "voices" else 0)
            words, weight = SHORT.get(column) or format_column(column), "bold" if column == "voices" else "normal"
            turn = {"rotation": 68, "rotation_mode": "anchor", "ha": "left", "va": "center"}
            ax.text(to, -0.9, words, size=7, weight=weight, **turn)
    draw_key(ax, [key for key in FILL if (data["standing"] == key).any()], half + 1.2, 13)
    ax.set(xlim=(0, 2 * wide - 0.7), ylim=(half + 2, -7.6), xticks=[], yticks=[])
    return ax


def plot_standing(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A bar a column of each table, all as long, split by standing; on the right how many values and their median voices.

    `data` as measures.evidence.summarise_standing gives it.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    place_body(ax, left=0.22, right=0.14, bottom=0.03)
    words = {"exchanges": "deals", "detainees": "people", "negotiators": "who took part"}
    y = -1.0
    for table, rows in data.groupby("table", sort=False):
        y += 1.4
        ax.text(-1.5, y, words.get(table, table), size=7.5, weight="bold", ha="right", va="center")
        for row in rows.itertuples():
            y += 1
            start = 0.0
            for standing, colour in FILL.items():
                share = 100 * getattr(row, standing) / row.values
                hatch = "xxxxx" if standing == "disputed" else None
                ax.barh(y, share, left=start, height=0.74, color=colour, hatch=hatch, edgecolor="white", linewidth=0.3)
                start += share
            ax.text(-1.5, y, format_column(row.column), size=7, ha="right", va="center", color=QUIET)
            ax.text(108, y, row.values, size=7, ha="right", va="center", color=QUIET)
            ax.text(118, y, f"{row.median_voices:g}", size=7, ha="right", va="center", color=QUIET)
    for x, head in ((108, "values"), (118, "voices")):
        ax.text(x, -0.8, head, size=7, ha="right", va="center", color=TEXT)
    for place, standing in enumerate([key for key in FILL if data[key].sum()]):
        hatch = "xxxxx" if standing == "disputed" else None
        ax.barh(-0.8, 3, left=place * 33, height=0.7, color=FILL[standing], hatch=hatch, edgecolor="white")
        ax.text(place * 33 + 4, -0.8, MEANING[standing], size=7, va="center", color=QUIET)
    ax.set(xlim=(0, 100), ylim=(y + 0.7, -1.3), yticks=[], xticks=[0, 50, 100], xticklabels=["0%", "50%", "100%"])
    return ax


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


def describe_weave(weave: pd.DataFrame, beginning: str = "") -> str:
    """How many detentions have every value from two or more voices, and how many rest on the fewest."""
    filled = weave[weave["standing"] != ""]
    sure = filled.assign(sure=filled["standing"] == "agreed").groupby("detainee_id")["sure"].all()
    people = weave.drop_duplicates("detainee_id")
    fewest = int(people["row_voices"].min())
    thin = int((people["row_voices"] == fewest).sum())
    of = "of them" if beginning else f"of {spell(len(people), 'detention')}"
    number = spell(int(sure.sum())) if sure.any() else "none"
    sentence = f"in {number} {of} two or more voices agree on every value; "
    sentence += (
        f"{spell(thin)} {'is' if thin == 1 else 'are'} known from {spell(fewest, 'voice')}{' each' if thin > 1 else ''}"
    )
    return capitalise(f"{beginning}{sentence}.")


def describe_disputes(rules: pd.DataFrame) -> str:
    """How many values are disputed, and by which rule most were settled."""
    if rules.empty:
        return "No value is disputed."
    total, most = int(rules["values"].sum()), int(rules["values"].max())
    leading = [rule.replace("_", " ") for rule in rules.loc[rules["values"] == most, "rule"]]
    return f"{spell(total, 'value').capitalize()} {'is' if total == 1 else 'are'} disputed; most settled by {join_words(leading)} ({most})."


def select_values(record: Tables) -> pd.DataFrame:
    """The standing of the values of a selection's rows, in the whole record of all values (record.standing)."""
    cells = record.standing
    if not record.before:
        return cells
    rows = {table: set(name_rows(getattr(record, table), table)) for table in ("exchanges", "detainees", "negotiators")}
    return cells[[row in rows.get(table, ()) for table, row in zip(cells["table"], cells["row"], strict=True)]]


def list_rows(cells: pd.DataFrame) -> dict[str, list[str]]:
    """The rows that values stand in, by table."""
    judged = evidence.select_judged(cells)
    return {table: list(rows.unique()) for table, rows in judged.groupby("table")["row"]}


def standing_of_values(record: Tables) -> Picture:
    """Every field of every detention as a mark, by its standing."""
    cells = select_values(record)
    require(record.detainees, "Nobody is in this selection.")
    cards = record.cards.assign(row=record.show(record.cards["row"]))
    weave = evidence.weave_standing(cells, record.detainees, record.whole.exchanges, cards)
    people = len(record.detainees)
    return show(
        record,
        plot_weave,
        weave,
        describe_weave(weave, begin(record, people)),
        "One mark is one value of one detention. The number after a row counts the voices that speak of the person.",
        "Grid of marks in two panels, a row a detention grouped by deal, a column a field, by standing",
        Count(people, people, "detentions"),
        Basis(
            "09-evidence", {"detainees": record.detainees["detainee_id"]}, {"detainees": list(weave["column"].unique())}
        ),
        fit_height(people + weave["deal"].nunique(), 155, 9.2, 2.4),
    )


def standing_by_column(record: Tables) -> Picture:
    """The columns of the tables, each split by the standing of its values."""
    cells = select_values(record)
    summary = evidence.summarise_standing(cells, record.descriptor)
    require(summary, "No value that needs evidence is in this selection.")
    values = int(summary["values"].sum())
    tables = summary["table"].unique()
    columns = {table: list(select_fields(record.descriptor, table)) for table in tables}
    return show(
        record,
        plot_standing,
        summary,
        describe_standing(summary, begin(record, len(record.detainees))),
        "Share of the filled values of each column. On the right their number, and the median of voices.",
        "Stacked bars of equal length, a row a column of the tables, split by standing",
        Count(values, len(cells), "values", left_out="the look-up of leaders"),
        Basis("09-evidence", list_rows(cells), columns),
        fit_height(len(summary) + 1.4 * len(tables), 37.2, 5.6),
    )
