"""One deal on a sheet: everybody freed in it, who held them, on what charge, and what they had left to serve."""

from math import fsum

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text

from analysis.measures import whom
from analysis.pictures.marks import (
    ALIGN,
    CHARGE,
    COLOUR,
    GREY,
    INK,
    QUIET,
    STEPS,
    TEXT,
    add_bar,
    clear_frame,
    name_mark,
)
from analysis.pictures.page import LABEL, MARGIN, NARROW, NOTE, is_narrow, measure_word, wrap_text
from analysis.pictures.publish import Basis, Count, Picture, require, show
from analysis.pictures.wholes import say_whole
from analysis.pictures.whom import ROW, SAY_BOLD, name_unnamed, say_when, scale_to_points
from analysis.record.select import AMERICANS
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, capitalise, count_people, format_years, join_words, spell

DAY, SIDE, STATE, PERSON, REST = 32, 13, 22, 27, 20  # points down that each takes; REST is whoever has no public name
BAR, THICK, GAP = 9, 5.5, 5  # points: from a name to its bar, a bar, and from either to words
BETWEEN = 14  # points between the sides, where one stands under the other
HEADLINE = 90  # letters, at most
LEAST = 0.5  # years: what was left is told to so much
RANGE = 0.15  # years: what was left is told as one number where the dates leave less open
AFTER = {"exile": "then in exile", "later_term": "then a later term", "unknown": "why still held is not known"}
OPEN = {
    "life": "life sentence",
    "death": "death sentence",
    "none_yet": "not sentenced",
    "time_served": "sentenced to the time served",
    "suspended": "sentence suspended",
    "not_public": "sentence not public",
}
THE = ("United ", "Soviet ", "Polish People")  # how the names of states that want an article begin
USED = {
    "exchanges": ["date", "end_date", "kind", "place", "place_city", "freed_by_russian_side", "freed_by_us_side"],
    "detainees": [
        "name", "exchange_id", "custodian", "charge_type", "arrested", "released", "sentence_kind", "sentence_months",
        "sentence_months_final", "after_term",
    ],
}  # fmt: skip


def round_years(years: float) -> float:
    """Years to the nearest half."""
    return round(years / LEAST) * LEAST


def say_left(person: tuple) -> str:
    """What somebody had left to serve, in words: `10.5 of 16 years left`, `19 months, all served`, `life sentence`."""
    months = person.sentence_months
    if pd.isna(months):
        return OPEN.get(person.sentence_kind, "sentence not known")
    short = months < 24
    term = f"{months} months" if short else format_years(round_years(months / 12))
    if pd.notna(person.after_term):
        return f"{term} served, {AFTER[person.after_term]}"
    if pd.isna(person.left_years_max):
        return f"{term}, how much served is not known"
    least, most = float(person.left_years_min), float(person.left_years_max)
    if most == 0:
        return f"{term}, all served"
    ends = [least, most] if most - least > RANGE else [(least + most) / 2]
    told = [f"{12 * end:.0f}" if short else f"{round_years(end):g}" for end in ends]
    left = f"under {LEAST}" if told == ["0"] and not short else "–".join(dict.fromkeys(told))
    return f"{left} of {term} left{', after a death sentence' * (person.sentence_kind == 'death')}"


def measure_side(people: pd.DataFrame) -> float:
    """Points down that the people of one side take."""
    named = people["name"].notna()
    return SIDE + STATE * people["custodian"].nunique() + PERSON * named.sum() + REST * (~named).sum()


def measure_sheet(data: pd.DataFrame, *, narrow: bool) -> float:
    """Points down that a sheet takes: the sides beside one another, on the narrow page one under the other."""
    sides = [measure_side(data[data["side"] == side]) for side in SIDE_WORDS]
    if narrow:
        return DAY + ROW * (len(say_where(data, (NARROW - 2 * MARGIN) * 72)) - 1) + fsum(sides) + BETWEEN
    return DAY + max(sides)


def say_where(data: pd.DataFrame, room: float) -> list[str]:
    """The place of a deal in lines no wider than `room` points."""
    place = data["place"].iloc[0]
    return wrap_text(place if pd.notna(place) else "place not known", room / 72, size=NOTE).split("\n")


def fit_bars(data: pd.DataFrame, room: float) -> tuple[float, float]:
    """Points a year, such that every bar has its words beside it on `room` points; and those of the longest bar."""
    bars = data[data["left_years_max"].fillna(0) > 0]
    words = [measure_word(say_left(person), NOTE, "normal") * 72 for person in bars.itertuples()]
    rooms = [(room - 2 * GAP - wide) / left for wide, left in zip(words, bars["left_years_max"], strict=True)]
    scale = float(min(rooms, default=0))
    return scale, scale * float(bars["left_years_max"].max()) if rooms else room / 2


def plot_sheet(data: pd.DataFrame, labels: dict[str, dict[str, str]], *, ax: Axes | None = None) -> Axes:
    """Day and place; then names under the state that held them, each with its charge and a bar of the years left to serve.

    The sides face each other across a spine; on the narrow page they stand one under the other. A thin end of a bar is what
    the dates leave open; an arrow is a life or death sentence; bold is an American. `data` as measures.whom.arrange_by_custodian gives it, one deal of it;
    `labels` are the words for the codes of charge_type and custodian.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    width, _ = scale_to_points(ax)
    deal = data.iloc[0]
    when = say_when(deal["date"], deal["end_date"])
    ax.text(0, 9, when, va="baseline", size=LABEL, weight="bold")
    beside = 0 if is_narrow(ax) else measure_word(f"{when}  ", LABEL, "bold") * 72
    where = say_where(data, width - beside)
    for number, part in enumerate(where):
        ax.text(beside, 9 + ROW * (number + is_narrow(ax)), part, va="baseline", size=NOTE, color=QUIET)
    scale = fit_bars(data, width if is_narrow(ax) else width / 2)
    top = DAY + ROW * (len(where) - 1)
    for side, step in STEPS.items():
        people = data[data["side"] == side]
        spine, step = (1, 1) if is_narrow(ax) else (width / 2, step)
        ax.plot([spine, spine], [top, top + measure_side(people) - 5], color=GREY, linewidth=0.8)
        draw_side(ax, people, side, labels, (spine, step, top), scale)
        top += (measure_side(people) + BETWEEN) * is_narrow(ax)
    return ax


def draw_side(
    ax: Axes, people: pd.DataFrame, side: str, labels: dict, start: tuple[float, int, float], scale: tuple[float, float]
) -> None:
    """One side of a sheet; `start` is where its spine stands, which way it reads, and how far down it begins."""
    spine, step, y = start
    style, at, held_by = {"ha": ALIGN[step], "va": "baseline"}, spine + step * GAP, None
    head = f"{people['people'].sum() or 'nobody known'} freed by {SIDE_WORDS[side]}"
    ax.text(at, y + 9, head, size=LABEL, weight="bold", color=INK[side], **style)
    y += SIDE
    for person in people.itertuples():
        if pd.isna(person.name):
            words = name_unnamed(person.people, others=bool(held_by))
            ax.text(at, y + 13, words, size=NOTE, color=QUIET, **style)
            continue  # they stand last
        if person.custodian != held_by:
            held_by = person.custodian
            state = labels["custodian"][held_by]
            words = f"held by {'the ' * state.startswith(THE)}{state}"
            ax.text(at, y + 13, words, size=NOTE, weight="bold", color=QUIET, **style)
            y += STATE
        weight = "bold" if person.us_status in AMERICANS else "normal"
        named = ax.text(at, y + 6, person.name, size=LABEL, color=TEXT, weight=weight, **style)
        beside = at + step * (measure_word(person.name, LABEL, weight) * 72 + GAP)
        charge = labels["charge_type"].get(person.charge_type, "charge not known")
        told = ax.text(beside, y + 6, charge, size=NOTE, color=QUIET, **style)
        left = draw_left(ax, person, (spine, step, y + 6 + BAR), scale, side)
        name_mark(person.detainee_id, named, told, left)
        y += PERSON


def draw_left(ax: Axes, person: tuple, start: tuple[float, int, float], scale: tuple[float, float], side: str) -> Text:
    """The years left as a bar from the spine, what the dates leave open as a thin end, life and death as arrows; then in words, which are returned."""
    spine, step, y = start
    reach, colour, (year, longest) = 0.0, COLOUR[side], scale
    if pd.notna(person.left_years_max):
        sure, reach = (float(years) * year for years in (person.left_years_min, person.left_years_max))
        add_bar(ax, spine, y, step * sure, THICK, facecolor=colour)
        if reach > sure:
            ax.plot(
                [spine + step * sure, spine + step * reach], [y, y], color=colour, linewidth=1.2, solid_capstyle="butt"
            )
    elif person.sentence_kind in whom.ENDLESS and pd.isna(person.sentence_months):
        reach = longest
        tip = {"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0, "linewidth": 1.2}
        ax.annotate("", (spine + step * reach, y), (spine, y), arrowprops=tip)
    at = spine + step * (reach + GAP)
    return ax.text(at, y + 3.2, say_left(person), ha=ALIGN[step], va="baseline", size=NOTE, color=INK[side])


def describe_deal(name: str, freed: pd.DataFrame) -> str:
    """One deal: how many each side freed; who got nobody back that is known of."""
    year = freed["date"].iloc[0][:4]
    counts = {side: int(freed.loc[freed["side"] == side, "people"].sum()) for side in SIDE_WORDS}
    when = name if year in name else f"{name}, {year}"
    if all(counts.values()):
        told = f"{count_people(counts['russian_side'])} for {spell(counts['us_side'])}"
        long = f"{when}: the Russian side freed {told}"
        return long if len(long) <= HEADLINE else f"{when}: {told}"
    side = max(counts, key=counts.get)
    return f"{when}: {SIDE_WORDS[side]} freed {count_people(counts[side])}, for nobody known in return"


def describe_sentences(freed: pd.DataFrame) -> str:
    """Who in a deal was under a life or death sentence, and who had most left of a term."""
    words = []
    for kind in whom.ENDLESS:
        people = freed.loc[(freed["sentence_kind"] == kind) & freed["sentence_months"].isna(), "name"]
        if len(people):
            words.append(f"under a {kind} sentence: {join_words(people.tolist())}")
    if (freed["left_years_max"] > 0).any():
        longest = freed[freed["left_years_max"] == freed["left_years_max"].max()]
        words.append(f"longest term left: {join_words(longest['name'].tolist())}, {say_left(longest.iloc[0])}")
    states = freed["custodian"].nunique()
    said = "; ".join([f"held by {spell(states, 'state')}", *words])
    return f"{said[:1].upper()}{said[1:]}."


def say_companions(companions: object, total: int) -> str:
    """How many travelled with those freed, and how many that makes, as reports often count them."""
    if pd.isna(companions) or not companions:
        return ""
    number = capitalise(spell(int(companions)))
    return f" {number} more, children or others who were no prisoners, travelled along: {total + int(companions)} people in all."


def sheet_of_deal(record: Tables, exchange_id: str) -> Picture:
    """One deal name by name, whole, if it is in the selection; of any kind."""
    require(record.exchanges[record.exchanges["exchange_id"] == exchange_id], "This deal is not in the selection.")
    deal = record.whole.exchanges[record.whole.exchanges["exchange_id"] == exchange_id].dropna(subset="date")
    freed = whom.list_freed(record.whole.detainees, deal, record.data_through)
    require(freed, "Nobody was yet known to be in this deal.")
    freed = whom.arrange_by_custodian(freed)
    labels = {"charge_type": CHARGE, "custodian": record.label("detainees", "custodian")}
    people, total = freed["detainee_id"].dropna(), int(freed["people"].sum())
    brokered = bool((deal["kind"] == "mediated").all())
    return show(
        record,
        lambda data, ax: plot_sheet(data, labels, ax=ax),
        freed,
        describe_deal(deal["name"].iloc[0], freed),
        (
            "One name is one person, with the charge. Bars: years left to serve on the day of the deal, to the nearest half year."
            + SAY_BOLD * bool(freed["us_status"].isin(AMERICANS).any())
            + say_companions(deal["companions"].iloc[0], total)
            + " The United States brokered the exchange and held nobody." * brokered
            + say_whole(record)
        ),
        "Balance sheet of one deal: names under the states that held them, with bars of the years left to serve",
        Count(len(people), total, left_out="those whose names are not public"),
        Basis("05-ledger", {"exchanges": [exchange_id], "detainees": people}, USED, "freed"),
        *(measure_sheet(freed, narrow=narrow) / 72 for narrow in (False, True)),
        also=describe_sentences(freed),
    )


def ankara(record: Tables) -> Picture:
    """The deal of August 2024 in Ankara, name by name."""
    return sheet_of_deal(record, "2024-08-ankara")
