"""Where people changed hands, and when.

Promise: a deal whose place is not known keeps a row of its own, and a deal of several places stands once, at the first.
"""

import re
from collections import defaultdict
from functools import partial
from itertools import pairwise
from math import fsum

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals
from analysis.measures.deals import ERAS, SIDES, SWAPS
from analysis.pictures.marks import FAINT, GREY, INK, QUIET, STEPS, TEXT, clear_frame, draw_squares, list_who
from analysis.pictures.page import LABEL, MARGIN, NARROW, NOTE, WIDTH, is_narrow, measure_word, wrap_text
from analysis.pictures.publish import Basis, Count, Picture, begin, require, show
from analysis.pictures.wholes import say_whole, select_told
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, join_words, spell

SQUARE = 5.5  # points from one square to the next
ABREAST = 4  # squares side by side in a block; a higher block has its number beside it
NUMBER = 11  # points that it takes
NEAR = 0.3  # of a square, between a line and its blocks
PAD = {WIDTH: 9, NARROW: 8}  # points between the blocks of one row and those of the next
WORDS = {WIDTH: 13, NARROW: 0}  # points of words above and below the line of a row
HEAD = {WIDTH: 40, NARROW: 58}  # points above the first row
LABELS = {WIDTH: 68, NARROW: 32}  # points left of the first column
UNDER = {WIDTH: 0, NARROW: 16}  # points under the last row, for how many deals each column has
YEAR = {WIDTH: 0.35, NARROW: 0.5}  # points more for each year without a deal
LINE = 11.5  # points from line to line of such words
BROADEST = 46  # points from one column to the next, at most
UNKNOWN = "not known"
LATER = ERAS["1992–2021"]


def arrange_places(located: pd.DataFrame, wide: float) -> tuple[pd.Series, pd.Series, float]:
    """Where columns and rows stand, squares from the left and from the top to their middle line, and the height of all.

    On the wide page places are rows and years columns, on the narrow one the other way round.
    """
    cells = deals.count_freed_by_place_and_year(located).fillna({"city": UNKNOWN})
    places = deals.count_freed_by_place(located)["city"].fillna(UNKNOWN).tolist()
    years = sorted(set(cells["year"]))
    more = {year: YEAR[wide] * (year - before - 1) for before, year in pairwise(years)}
    rows, columns = (places, years) if wide == WIDTH else (years, places)
    room = (wide - 2 * MARGIN) * 72 - LABELS[wide] - fsum(more.get(column, 0) for column in columns)
    step, at, across = min(BROADEST, room / len(columns)), LABELS[wide], {}
    for column in columns:
        at += more.get(column, 0)
        across[column] = (at + step / 2) / SQUARE
        at += step
    most = cells.groupby("city" if wide == WIDTH else "year")[[f"freed_by_{side}" for side in SIDES]].max()
    tall = (-(-most // ABREAST)).clip(lower=1) * SQUARE + NUMBER * (most > ABREAST) + NEAR * SQUARE
    tall = tall.clip(lower=WORDS[wide])
    at, down = HEAD[wide], {}
    for row in rows:
        above, below = tall.loc[row]
        at += more.get(row, 0) + above
        down[row] = at / SQUARE
        at += below + PAD[wide]
    return pd.Series(across), pd.Series(down), (at - PAD[wide] + UNDER[wide]) / SQUARE


def measure_height(located: pd.DataFrame, wide: float, notes: dict[str, str] | None = None) -> float:
    """Inches that the places of the deals take on that page, with the words that stand under them on the narrow one."""
    return arrange_places(located, wide)[2] * SQUARE / 72 + len(list_notes(notes, wide)) * LINE / 72


def list_notes(notes: dict[str, str] | None, wide: float) -> list[str]:
    """The lines of words under the narrow page: on the wide one they stand beside their rows."""
    width = NARROW - 2 * MARGIN
    words = (notes or {}).values() if wide == NARROW else ()
    return [line for note in words for line in wrap_text(note, width, size=NOTE).split("\n")]


def list_blocks(data: pd.DataFrame, who: dict) -> dict[tuple, list[str]]:
    """Ids by city, year, side and whether people were let go for nobody in return; `who` are ids by deal and side."""
    blocks = defaultdict(list)
    for deal in data.fillna({"city": UNKNOWN}).itertuples():
        for side in SIDES:
            blocks[deal.city, deal.year, side, deal.kind == "one_sided"] += who.get((deal.exchange_id, side), [])
    return blocks


def plot_places(
    data: pd.DataFrame, *, ax: Axes | None = None, notes: dict[str, str] | None = None, who: dict | None = None
) -> Axes:
    """A row a place, a column a year with a deal; above the line a square a person the Russian side freed, below it the US side.

    Pale squares: let go for nobody in return. On the narrow page years are rows and places columns. `data` as
    measures.deals.locate_deals gives it; `notes` are words beside the row of a city, on the narrow page under all rows; `who`
    are ids by deal and side.
    """
    ax = ax or plt.gca()
    clear_frame(ax)
    wide = NARROW if is_narrow(ax) else WIDTH
    across, down, height = arrange_places(data, wide)
    under = list_notes(notes, wide)
    ax.set(
        xlim=(0, (wide - 2 * MARGIN) * 72 / SQUARE), ylim=(height + len(under) * LINE / SQUARE, 0), xticks=[], yticks=[]
    )
    ends = [across.iloc[0] - ABREAST / 2, across.iloc[-1] + ABREAST / 2]
    for at in down:
        ax.plot(ends, [at, at], color=GREY, linewidth=0.6, zorder=1)
    if wide == WIDTH:
        label_places(ax, data, across, down)
    else:
        label_years(ax, data, across, down)
    blocks = list_blocks(data, who or {})
    for cell in deals.count_freed_by_place_and_year(data).fillna({"city": UNKNOWN}).to_dict("records"):
        at = (across[cell["year"]], down[cell["city"]]) if wide == WIDTH else (across[cell["city"]], down[cell["year"]])
        for side, step in STEPS.items():
            ids = [blocks[cell["city"], cell["year"], side, alone] for alone in (False, True)]
            draw_block(ax, at, side, step, cell[f"freed_by_{side}"], cell[f"alone_by_{side}"], ids)
    for city, words in (notes or {}).items() if wide == WIDTH else ():
        years = data.loc[data["city"] == city, "year"].astype(int)
        draw_note(ax, words, across[[years.min(), years.max()]], down[city], ends)
    for number, words in enumerate(under, 1):
        ax.text(0, height + number * LINE / SQUARE, words, va="baseline", size=NOTE)
    at = (0.0, 0.0)
    for side, words in SIDE_WORDS.items():
        words = f"freed by {words} {'above' if STEPS[side] < 0 else 'below'} the line"
        ax.annotate(words, (0, 0), at, textcoords="offset points", va="top", size=LABEL, weight="bold", color=INK[side])
        at = (0, -14) if wide == NARROW else (measure_word(words, LABEL, "bold") * 72 + 14, 0)
    return ax


def draw_block(
    ax: Axes, at: tuple[float, float], side: str, step: int, people: int, alone: int, ids: list[list[str]]
) -> None:
    """A block of squares above (step -1) or below a line, those let go for nobody in return last and pale; the ids of both."""
    x, y = at
    first = x - min(people, ABREAST) / 2 + 0.5
    cells = [(first + n % ABREAST, y + step * (n // ABREAST + 0.5 + NEAR)) for n in range(people)]
    draw_squares(ax, cells[: people - alone], side, who=ids[0])
    draw_squares(ax, cells[people - alone :], side, "pale", ids[1])
    if people > ABREAST:
        ax.annotate(
            people, (x, cells[-1][1] + step / 2), (0, -step * 1.5), textcoords="offset points", ha="center",
            va="bottom" if step < 0 else "top", size=NOTE, color=INK[side],
        )  # fmt: skip


def say_kinds(kinds: pd.Series) -> str:
    """How many of the deals of a place were swaps, and how many releases for nobody in return."""
    swaps, others = int(kinds.isin(SWAPS).sum()), int((~kinds.isin(SWAPS)).sum())
    return ",\n".join(
        f"{number} {noun}{'s' * (number > 1)}" for number, noun in ((swaps, "swap"), (others, "release")) if number
    )


def label_places(ax: Axes, data: pd.DataFrame, across: pd.Series, down: pd.Series) -> None:
    """Places with their deals left of the rows, years above the columns."""
    for place in deals.count_freed_by_place(data).itertuples():
        city = place.city if pd.notna(place.city) else UNKNOWN
        style = {"weight": "bold", "color": TEXT} if pd.notna(place.city) else {"color": QUIET}
        number = say_kinds(data.loc[data["city"].fillna(UNKNOWN) == city, "kind"])
        for words, gap, va, how in (
            (city, 1, "bottom", style | {"size": LABEL}),
            (number, -2, "top", {"size": NOTE, "color": QUIET}),
        ):
            ax.annotate(words, (0, down[city]), (0, gap), textcoords="offset points", va=va, linespacing=1.15, **how)
    for year, x in across.items():
        ax.plot([x, x], [HEAD[WIDTH] / SQUARE - 0.4, ax.get_ylim()[0]], color=FAINT, linewidth=0.6, zorder=0)
        place = {"xytext": (0, 2), "textcoords": "offset points", "ha": "center", "va": "bottom"}
        ax.annotate(year, (x, HEAD[WIDTH] / SQUARE - 0.4), size=NOTE, **place)


def label_years(ax: Axes, data: pd.DataFrame, across: pd.Series, down: pd.Series) -> None:
    """Years left of the rows, places above the columns, on two levels, and under them how many deals each has."""
    foot = arrange_places(data, NARROW)[2] - 3 / SQUARE
    ax.text(0, foot, "deals", va="baseline", size=NOTE, color=QUIET)
    for place, number in data["city"].fillna(UNKNOWN).value_counts().items():
        ax.text(across[place], foot, number, ha="center", va="baseline", size=NOTE, color=QUIET)
    for year, y in down.items():
        ax.text(0, y, year, va="center", size=LABEL, weight="bold")
    for number, (place, x) in enumerate(across.items()):
        top = (HEAD[NARROW] - 4 - 12 * (number % 2)) / SQUARE
        ax.plot([x, x], [top, foot - UNDER[NARROW] / 2 / SQUARE - 1], color=FAINT, linewidth=0.6, zorder=0)
        style = {"color": QUIET} if place == UNKNOWN else {"weight": "bold"}
        over = x * SQUARE + measure_word(place, NOTE, style.get("weight", "normal")) * 36 - (NARROW - 2 * MARGIN) * 72
        style |= {"xytext": (min(0, -over), 1), "textcoords": "offset points", "ha": "center", "va": "bottom"}
        ax.annotate(place, (x, top), size=NOTE, **style)


def draw_note(ax: Axes, words: str, taken: pd.Series, y: float, ends: list[float]) -> None:
    """Words on the line of a place, where it is empty: right of its last block, or left of its first."""
    left, right = taken.iloc[0] - ABREAST / 2 - 1.5, taken.iloc[-1] + ABREAST / 2 + 1.5
    after = ends[1] - right > left - ends[0]
    room = (ends[1] - right if after else left - ends[0]) * SQUARE / 72
    wrapped = [wrap_text(words, room * share / 20, size=NOTE) for share in range(1, 21)]
    even = next(lines for lines in wrapped if lines.count("\n") == wrapped[-1].count("\n"))
    ax.annotate(
        even, (right if after else left, y), (0, 3), textcoords="offset points",
        ha="left" if after else "right", va="bottom", size=NOTE, color=TEXT, linespacing=1.2,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
    )  # fmt: skip


def find_move(located: pd.DataFrame, third: set[str]) -> tuple[str, dict[str, str]] | None:
    """In which city most swaps were first and in which others, in the states `third`, later; and the words that prove it, by city.

    None unless more than half of the swaps up to 1991 were in one city, and more than half of the later ones in such states.
    """
    swaps = located[located["kind"].isin(SWAPS)]
    early, late = swaps[swaps["year"] < LATER], swaps[swaps["year"] >= LATER]
    abroad = late[late["place_country"].isin(third) & late["city"].notna()]
    before, after = (
        deals.count_freed_by_place(part).dropna(subset="city").set_index("city")["deals"] for part in (early, abroad)
    )
    if before.empty or 2 * before.max() <= len(early) or 2 * len(abroad) <= len(late):
        return None
    start, until, since = before.idxmax(), early["year"].max(), late["year"].min()
    went, rest = join_words(list(after.index)), late.drop(abroad.index)["city"].fillna("a place not known")
    other = f"; the other{'s' * (len(rest) > 1)} in {join_words(list(rest.unique()))}" if len(rest) else ""
    notes = {
        start: f"{before[start]} of the {len(early)} swaps up to {until} were in {start}",
        after.idxmax(): f"{len(abroad)} of the {len(late)} swaps since {since} were in {went}, in states that freed nobody{other}",
    }
    return f"Swaps up to {until} were mostly in {start}, since {since} mostly in {went}", notes


def describe_places(located: pd.DataFrame, moved: tuple | None, beginning: str = "") -> str:
    """Where swaps mostly were first and later; else in which cities people changed hands in how many deals.

    `beginning` is that of a sentence over a selection.
    """
    if moved and not beginning:
        return moved[0]
    places = deals.count_freed_by_place(located)
    known, unknown = places[places["city"].notna()], int(places.loc[places["city"].isna(), "deals"].sum())
    if not beginning:
        cities = f"in {spell(len(known), 'city', 'cities')}" if len(known) else "at places not known"
        return f"In {spell(len(located), 'deal')} people changed hands {cities}"
    told = [f"{spell(place.deals)} in {place.city}" for place in known.itertuples()]
    return f"{beginning}{join_words(told + [f'{spell(unknown)} at a place not known'] * bool(unknown))}."


def say_others(located: pd.DataFrame) -> str:
    """Which places of deals in several are not drawn: all that their words name but the first city."""
    others = [
        f"{part} ({deal.year})"
        for deal in located.dropna(subset=["place", "city"]).itertuples()
        for part in re.split(r"; |, and ", deal.place)
        if deal.city not in part and re.search(r"; |, and ", deal.place)
    ]
    return (
        f" A deal in several places stands at the first city, so left out are: {', '.join(others)}." if others else ""
    )


def places(record: Tables) -> Picture:
    """Where people changed hands: a row a place, a column a year with a deal, a square a person freed."""
    told, left_out = select_told(record.exchanges)
    located = deals.locate_deals(told, record.whole.exchanges)
    require(located, "No deal with a day and totals is in this selection.")
    sides = record.codes("exchanges", "place_country")
    third = {state for state, code in sides.items() if "group" not in code}
    moved = None if record.scope else find_move(located, third)
    read = located[~located["coded"] & located["city"].notna()]
    within = {deal.place: deal.city for deal in read.itertuples() if not deal.place.startswith(deal.city)}
    under = "".join(f" {city} includes {place}." for place, city in within.items())
    notes = moved[1] if moved else {}
    also = f"{' and '.join(notes.values())}." if moved else ""
    return show(
        record,
        partial(plot_places, notes=notes, who=list_who(record.whole.detainees, ["exchange_id", "side"])),
        located,
        describe_places(located, moved, begin(record, len(located), "deals")),
        (
            "One square is one prisoner freed in a publicly known deal. Pale: let go for nobody in return. Years without a deal "
            f"are left out.{under}{say_others(located)}{say_whole(record)}"
        ),
        "Unit chart of prisoners freed, by the city where they changed hands and by year",
        Count(len(located), len(record.exchanges), "deals", left_out=left_out),
        Basis(
            "01-exchanges-by-year",
            {"exchanges": located["exchange_id"]},
            {
                "exchanges": [
                    "date", "kind", "place", "place_city", "place_country", "freed_by_russian_side", "freed_by_us_side",
                ]
            },
            "deals",
        ),
        height=partial(measure_height, located, notes=notes),
        also=also,
    )  # fmt: skip
