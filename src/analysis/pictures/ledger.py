"""Who was freed for whom."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals, ledger
from analysis.pictures.marks import ALIGN, BALANCE, COLOUR, GREY, INK, QUIET, STEPS, clear_frame, draw_squares
from analysis.pictures.publish import Basis, Count, Picture, begin, fit_height, require, show
from analysis.pictures.wholes import say_whole, select_told, take_whole
from analysis.record.tables import Tables
from analysis.record.words import capitalise, count_people, join_words, spell


def plot_ledger(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A row a deal in time order: on the left a square a person freed each way, on the right the years left to serve each way.

    Beside each bar of years stands how many of the freed it rests on; an arrowhead is a life or death sentence, which has no
    length; hollow squares were let go for nobody in return. `data` as measures.ledger.summarise_balance gives it.
    """
    ax = ax or plt.gca()
    ax.set_axis_off()
    deals = data.drop_duplicates("exchange_id")[["exchange_id", "deal", "year"]]
    one_sided = set(data.loc[data["freed"] == 0, "exchange_id"])
    rows = {deal: row for row, deal in enumerate(deals["exchange_id"])}
    pitch, deep = 2.9, 2  # squares stand two high, so that 25 people fit
    people, years = ax.inset_axes((0.300, 0, 0.265, 1)), ax.inset_axes((0.590, 0, 0.410, 1))
    reach = {side: -(-int(data.loc[data["side"] == side, "freed"].max()) // deep) + 3.4 for side in STEPS}
    longest = max(float(data["left_years"].max()), 1.0)
    people.set_xlim(-reach["russian_side"], reach["us_side"])
    years.set_xlim(-2.0 * longest, 2.0 * longest)
    for panel in (people, years):
        clear_frame(panel)
        panel.set(ylim=(len(deals) * pitch - 0.6, -3.6), xticks=[], yticks=[])
        panel.axvline(0, ymin=0, ymax=1 - 2.0 / (len(deals) * pitch + 3), color=GREY, linewidth=0.7)
    for row in data.itertuples():
        step, y = STEPS[row.side], rows[row.exchange_id] * pitch
        alone = 0.5 if row.freed == 1 else 0
        cells = [(step * (0.8 + place // deep), y + place % deep + alone) for place in range(row.freed)]
        draw_squares(people, cells, row.side, hollow=row.exchange_id in one_sided)
        if not row.freed:
            continue
        colour, align = INK[row.side], ALIGN[step]
        at = step * (1.6 + (row.freed - 1) // deep)
        people.text(at, y + 0.5, row.freed, ha=align, va="center", size=7, color=colour)
        end = row.left_years
        years.barh(y + 0.5, step * end, height=1.5, color=COLOUR[row.side])
        if row.life_or_death:
            end += 0.09 * longest
            years.plot(step * end, y + 0.5, "<" if step < 0 else ">", color=COLOUR[row.side], markersize=4.5)
        label = f"{row.left_years:.0f} ({row.terms} of {row.freed})" if row.terms else f"– (0 of {row.freed})"
        years.text(step * (end + 0.07 * longest), y + 0.5, label, ha=align, va="center", size=7, color=colour)
    for side, step in STEPS.items():
        for panel in (people, years):
            word = {"russian_side": "Russian side", "us_side": "US side"}[side]
            at = step * 0.02 * (panel.get_xlim()[1] - panel.get_xlim()[0])
            panel.text(at, -1.6, word, ha=ALIGN[step], va="center", size=7.5, weight="bold", color=INK[side])
    people.text(0, -3.1, "people freed by the", ha="center", va="center", size=7.5, color=QUIET)
    years.text(0, -3.1, "years left to serve of those freed by the", ha="center", va="center", size=7.5, color=QUIET)
    names = ax.inset_axes((0, 0, 0.30, 1))
    clear_frame(names)
    names.set(xlim=(0, 1), ylim=people.get_ylim(), xticks=[], yticks=[])
    for deal in deals.itertuples():
        y = rows[deal.exchange_id] * pitch + 0.5
        names.text(0, y, deal.year, va="center", ha="left", size=7, weight="bold")
        names.text(0.165, y, deal.deal, va="center", ha="left", size=7)
    return ax


def describe_ledger(summary: pd.DataFrame, beginning: str = "") -> str:
    """All deals: which side let more people go how often, and the sentence-years left on each side."""
    people = summary.pivot_table(index="exchange_id", columns="side", values="freed", aggfunc="sum", observed=False)
    both = people[(people > 0).all(axis=1)]
    if both.empty:
        each = "each " * (not beginning.startswith("In one deal"))
        return capitalise(f"{beginning}{each}one-sided, {count_people(people.to_numpy().sum())} freed.")
    ahead = both["russian_side"] - both["us_side"]
    counts = [(int((ahead > 0).sum()), "more"), (int((ahead < 0).sum()), "fewer"), (int((ahead == 0).sum()), "as many")]
    shares = [f"{word} in {spell(number)}" for number, word in counts if number]
    sentence = f"in {spell(len(both), 'two-sided deal')} the Russian side freed {join_words(shares)}"
    years = summary[summary["exchange_id"].isin(both.index)].groupby("side", observed=False)["left_years"].sum()
    if years.sum():
        sentence += f"; left to serve: {years['russian_side']:,.0f} years against {years['us_side']:,.0f}"
    return capitalise(f"{beginning}{sentence}.")


def ledger_of_deals(record: Tables) -> Picture:
    """Each deal as a balance: people freed each way, and what they had left to serve."""
    told, left_out = select_told(record.exchanges)
    require(deals.select_headline(told), "No deal with a day and totals is in this selection.")
    balance = ledger.select_balance(take_whole(record).detainees, told, record.data_through)
    summary = ledger.summarise_balance(balance, told)
    number = summary["exchange_id"].nunique()
    return show(
        record,
        plot_ledger,
        summary,
        describe_ledger(summary, begin(record, number, "deals")),
        (
            "One square is one person freed, hollow where nobody was freed in return. Bars: years left to serve; in "
            "brackets, of how many of the freed. Arrowhead: life or death besides." + say_whole(record)
        ),
        "Mirrored rows a deal, in time order: squares of people freed each way, bars of years left to serve each way",
        Count(number, len(record.exchanges), "deals", left_out=left_out),
        Basis(
            "05-ledger",
            {"exchanges": summary["exchange_id"].unique(), "detainees": balance["detainee_id"]},
            BALANCE,
            "deals",
        ),
        fit_height(number + 2, 22, 6.4, 1.8),
    )
