"""Who was freed for whom."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals, ledger
from analysis.pictures.charges import plot_charges
from analysis.pictures.marks import COLOUR, FAINT, GREY, INK, QUIET, TEXT, clear_frame, draw_squares
from analysis.pictures.publish import Basis, Count, Picture, begin, fit_height, require, show
from analysis.pictures.wholes import say_whole, select_told, take_whole
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, capitalise, count_people, join_words, spell

STEPS = {"russian_side": -1, "us_side": 1}
ALIGN = {-1: "right", 1: "left"}
FREED = {"russian_side": "freed by the Russian side", "us_side": "freed by the US side"}
RECEIVER = {
    "principal": "the United States, or Moscow",
    "partner": "another party to the deal",
    "other": "a state that freed nobody in it",
    "not_public": "not public",
}
USED = {
    "exchanges": ["date", "kind", "freed_by_russian_side", "freed_by_us_side"],
    "detainees": [
        "name", "exchange_id", "custodian", "charge_type", "arrested", "released", "sentence_kind", "sentence_months",
        "sentence_months_final", "received_by",
    ],
}  # fmt: skip


def plot_balance(data: pd.DataFrame, labels: dict[str, dict[str, str]], *, ax: Axes | None = None) -> Axes:
    """Names facing each other across a spine, each with charge, sentence, time served and a bar of the years left to serve.

    People stand under the state they were handed to; the totals stand at the foot. `data` as measures.select_balance gives
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
        ax.text(step * 0.1, -1.0, FREED[side], ha=align, va="center", size=8.5, weight="bold", color=INK[side])
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


def plot_ledger(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A row a deal in time order: on the left a square a person freed each way, on the right the years left to serve each way.

    Beside each bar of years stands how many of the freed it rests on; an arrowhead is a life or death sentence, which has no
    length; hollow squares were let go for nobody in return. `data` as measures.summarise_balance gives it.
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


def plot_handed(data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """Back to back rows by receiving state, a square a person: left those the Russian side had held, right the US side's.

    `data` as measures.count_handed gives it; `labels` are the words for the codes of received_by.
    """
    groups = data["handed_to"].astype("str").map(RECEIVER)
    groups = pd.Categorical(groups, [word for word in RECEIVER.values() if word in set(groups)], ordered=True)
    return plot_charges(
        data.assign(charge_group=groups, charge_type=data["received_by"]),
        labels | {"not_public": "state not named"},
        ax=ax,
    )


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


def describe_ledger(summary: pd.DataFrame, beginning: str = "") -> str:
    """All deals: which side let more people go how often, and the sentence-years left on each side."""
    people = summary.pivot_table(index="exchange_id", columns="side", values="freed", aggfunc="sum", observed=False)
    both = people[(people > 0).all(axis=1)]
    if both.empty:
        return capitalise(f"{beginning}each one-sided, {count_people(people.to_numpy().sum())} freed.")
    ahead = both["russian_side"] - both["us_side"]
    counts = [(int((ahead > 0).sum()), "more"), (int((ahead < 0).sum()), "fewer"), (int((ahead == 0).sum()), "as many")]
    shares = [f"{word} in {spell(number)}" for number, word in counts if number]
    sentence = f"in {spell(len(both), 'two-sided deal')} the Russian side freed {join_words(shares)}"
    years = summary[summary["exchange_id"].isin(both.index)].groupby("side", observed=False)["left_years"].sum()
    if years.sum():
        sentence += f"; left to serve: {years['russian_side']:,.0f} years against {years['us_side']:,.0f}"
    return capitalise(f"{beginning}{sentence}.")


def describe_handed(counts: pd.DataFrame, beginning: str = "") -> str:
    """How many went to another state than the principal of the other side, of those whose receiver is public."""
    known = counts[counts["handed_to"] != "not_public"]
    elsewhere = known[known["handed_to"] != "principal"]
    shares = []
    for side, target in (("russian_side", "the United States"), ("us_side", "Moscow")):
        if total := int(known[side].sum()):
            others = int(elsewhere[side].sum())
            share = f"{spell(others) if others else 'none'} of {total} freed by {SIDE_WORDS[side]}"
            shares.append(f"not handed to {target}: {share}")
    return capitalise(f"{beginning}{'; '.join(shares) or 'no receiving state is public'}.")


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
            USED,
            "deals",
        ),
        fit_height(number + 2, 22, 6.4, 1.8),
    )


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
        Basis("05-ledger", {"exchanges": [deal], "detainees": rows["detainee_id"]}, USED, "freed"),
        height,
    )


def ledger_ankara(record: Tables) -> Picture:
    """The deal of August 2024 in Ankara, name by name."""
    return draw_sheet(record, "2024-08-ankara", 6.2)


def ledger_vienna(record: Tables) -> Picture:
    """The deal of July 2010 in Vienna, name by name."""
    return draw_sheet(record, "2010-07-vienna", 4.0)


def ledger_receivers(record: Tables) -> Picture:
    """The states that received the people freed in deals."""
    labels = record.label("detainees", "received_by")
    told, _ = select_told(record.exchanges)
    balance = ledger.select_balance(record.detainees, told, record.data_through)
    require(balance, "Nobody freed in a deal is in this selection.")
    handed = ledger.count_handed(balance)
    totals = deals.count_freed(told)[["freed_by_russian_side", "freed_by_us_side"]].to_numpy().sum()
    return show(
        record,
        lambda data, ax: plot_handed(data, labels, ax=ax),
        handed,
        describe_handed(handed, begin(record, len(balance))),
        "One square is one person named as freed in a deal, by the state that received them.",
        "Back to back unit rows by receiving state",
        Count(
            len(balance),
            len(balance) if record.filters.keys() - {"known_on"} else int(totals),
            "people freed",
            left_out="those whose names are not public",
        ),
        Basis(
            "05-ledger",
            {"detainees": balance["detainee_id"]},
            {"detainees": ["exchange_id", "custodian", "received_by"]},
            "freed",
        ),
        3.6,
    )
