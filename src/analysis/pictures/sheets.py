"""One deal on a sheet: everybody freed in it, name by name, the sides facing each other."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import ledger
from analysis.pictures.marks import ALIGN, BALANCE, COLOUR, FAINT, GREY, INK, QUIET, STEPS, TEXT, clear_frame
from analysis.pictures.publish import Basis, Count, Picture, require, show
from analysis.pictures.wholes import say_whole, select_told
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, count_people, join_words, spell


def plot_balance(data: pd.DataFrame, labels: dict[str, dict[str, str]], *, ax: Axes | None = None) -> Axes:
    """Names facing each other across a spine, each with charge, sentence, time served and a bar of the years left to serve.

    People stand under the state they were handed to; the totals stand at the foot. `data` as measures.ledger.select_balance gives
    it, one deal of it; `labels` are the words for the codes of charge_type, sentence_kind and received_by.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    half, start, room = 3.23, 2.0, 0.88  # inches from the spine: the edge, where bars begin, the longest bar
    longest = max(float(data["left_years"].max()) if data["left_years"].notna().any() else 0.0, 1.0)
    deepest = 0.0
    for side, step in STEPS.items():
        people, y, align = data[data["side"] == side], 0.0, ALIGN[step]
        for state, group in people.groupby(
            people["received_by"].astype("str").where(people["received_by"].notna(), ""), sort=False
        ):
            words = f"handed to: {labels['received_by'][state]}" if state else "receiving state not public"
            ax.text(step * 0.1, y, words, ha=align, va="center", size=7, color=INK[side], weight="bold")
            y += 0.85
            for person in group.itertuples():
                ax.text(step * 0.1, y - 0.06, person.name, ha=align, va="center", size=7.5, color=TEXT)
                words = describe_sentence(person, labels)
                ax.text(step * 0.1, y + 0.36, words, ha=align, va="center", size=7, color=QUIET)
                draw_left(ax, person, step, y, (start, room / longest, room), side)
                y += 1
            y += 0.25
        deepest = max(deepest, y)
    ax.plot([0, 0], [-0.4, deepest - 0.45], color=GREY, linewidth=0.8)
    for side, step in STEPS.items():
        people, align = data[data["side"] == side], ALIGN[step]
        ax.text(
            step * 0.1,
            -1.0,
            f"freed by {SIDE_WORDS[side]}",
            ha=align,
            va="center",
            size=8.5,
            weight="bold",
            color=INK[side],
        )
        ax.text(step * start, -1.0, "left to serve, years", ha=align, va="center", size=7, color=QUIET)
        ax.plot([step * start] * 2, [-0.4, deepest - 0.45], color=FAINT, linewidth=0.7, zorder=0)
        ax.plot([step * 0.1, step * half], [deepest - 0.25] * 2, color=GREY, linewidth=0.7)
        terms = people["left_years"].dropna()
        ax.text(step * 0.1, deepest + 0.15, f"{len(people)} named", ha=align, va="center", size=8, weight="bold")
        open_ended = people["sentence_kind"].isin(["life", "death"]) & people["sentence_years"].isna()
        total = f"{terms.sum():,.0f} years" if len(terms) else "–"
        total += "".join(f" + {kind}" for kind in people.loc[open_ended, "sentence_kind"].unique())
        ax.text(step * start, deepest + 0.15, total, ha=align, va="center", size=8, weight="bold")
    ax.set(xlim=(-half, half), ylim=(deepest + 0.6, -1.4), xticks=[], yticks=[])
    return ax


def describe_sentence(person: tuple, labels: dict[str, dict[str, str]]) -> str:
    """Charge, sentence and time served in a few words; a sentence without a term is named at the bar's place."""
    words = labels["charge_type"][person.charge_type]
    if pd.notna(person.sentence_years):
        words += f", {round(float(person.sentence_years), 2):g} y"
    if pd.notna(person.served_years_min):
        served = (person.served_years_min + person.served_years_max) / 2
        words += f", {float(served):.1f} served" if round(float(served), 1) else ", days served"
    return words


def draw_left(ax: Axes, person: tuple, step: int, y: float, scale: tuple[float, float, float], side: str) -> None:
    """The years left as a bar with its number, life and death as an open track, anything else in a word."""
    start, unit, room = scale
    if pd.notna(person.left_years):
        width = float(person.left_years) * unit
        ax.barh(y + 0.1, step * width, left=step * start, height=0.46, color=COLOUR[side])
        label, at = f"{float(person.left_years):.1f}", start + width + 0.05
    elif person.sentence_kind in ("life", "death") and pd.isna(person.sentence_years):
        ax.plot([step * start, step * (start + room - 0.25)], [y + 0.1] * 2, color=COLOUR[side], linewidth=1.2)
        ax.plot(step * (start + room - 0.25), y + 0.1, "<" if step < 0 else ">", color=COLOUR[side], markersize=5)
        label, at = person.sentence_kind, start + room - 0.15
    else:
        words = {"none_yet": "not sentenced", "time_served": "time served", "suspended": "suspended"}
        label, at = words.get(person.sentence_kind, "not public"), start + 0.06
    ax.text(step * at, y + 0.1, label, ha=ALIGN[step], va="center", size=7, color=INK[side])


def describe_balance(summary: pd.DataFrame) -> str:
    """One deal: the people freed by each side, and the years left to serve of those with a fixed term."""
    parts = []
    for side, words in SIDE_WORDS.items():
        row = summary[summary["side"] == side].iloc[0]
        terms = f"{row['left_years']:,.0f} years left among {spell(row['terms'])}"
        people = (spell(row["freed"]) if parts else count_people(row["freed"])) if row["freed"] else "nobody"
        left = f" ({terms if row['terms'] else 'no term to serve'})" if row["freed"] else ""
        parts.append(f"{people} freed by {words}{left}")
    return f"{summary['deal'].iloc[0]}: {join_words(parts)}."


def draw_sheet(record: Tables, deal: str, height: float) -> Picture:
    """One deal name by name, whole, if it is in the selection."""
    require(record.exchanges[record.exchanges["exchange_id"] == deal], "This deal is not in the selection.")
    words = {column: record.label("detainees", column) for column in ["charge_type", "sentence_kind", "received_by"]}
    whole, _ = select_told(record.whole.exchanges)
    balance = ledger.select_balance(record.whole.detainees, whole, record.data_through)
    summary = ledger.summarise_balance(balance, whole)
    rows, summary = (frame[frame["exchange_id"] == deal] for frame in (balance, summary))
    require(rows, "Nobody was yet known to be in this deal.")
    return show(
        record,
        lambda data, ax: plot_balance(data, words, ax=ax),
        rows,
        describe_balance(summary),
        (
            "One line is one person. Bars: what was left of a fixed term on the day of the deal, in years."
            + say_whole(record)
        ),
        "Balance sheet of one deal: names facing each other across a spine, with bars of years left to serve",
        Count(len(rows), max(len(rows), int(summary["freed"].sum())), left_out="those whose names are not public"),
        Basis("05-ledger", {"exchanges": [deal], "detainees": rows["detainee_id"]}, BALANCE, "freed"),
        height,
    )


def ledger_ankara(record: Tables) -> Picture:
    """The deal of August 2024 in Ankara, name by name."""
    return draw_sheet(record, "2024-08-ankara", 6.2)


def ledger_vienna(record: Tables) -> Picture:
    """The deal of July 2010 in Vienna, name by name."""
    return draw_sheet(record, "2010-07-vienna", 4.0)
