"""Marks, colours and words that every picture shares.

Promise: the Russian side stands left or above in blue, the US side right or below in orange, everywhere.
"""

from functools import lru_cache

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox, IdentityTransform

COLOUR = {"russian_side": "#12436D", "us_side": "#F46A25"}
INK = {"russian_side": "#12436D", "us_side": "#B4430B"}  # the same hues, dark enough for text on white
SIDE = {"russian_side": "held by the Russian side", "us_side": "held by the US side"}
STEPS = {"russian_side": -1, "us_side": 1}  # left and right of a middle
ALIGN = {-1: "right", 1: "left"}
BALANCE = {  # the columns that a balance of people and years rests on
    "exchanges": ["date", "kind", "freed_by_russian_side", "freed_by_us_side"],
    "detainees": [
        "name", "exchange_id", "custodian", "charge_type", "arrested", "released", "sentence_kind", "sentence_months",
        "sentence_months_final",
    ],
}  # fmt: skip
PALE = {
    "russian_side": "#C7D5E1",
    "us_side": "#FCD5C1",
}  # with an outline: listed, and not what a picture is first about
GREY, FAINT, TEXT, QUIET = "#8A8F94", "#E3E6E8", "#1C2126", "#5A6167"
GROUP = {"none": "no charge, or not public"}
AMERICANS = "US citizens and permanent residents"  # who is an American in these pictures
DEAL = "Deal: people let go by both sides in one agreement, or by one as a gesture."
CHARGE = {  # short and plain, for rows and sentences; the codebook has the definitions
    "espionage": "spying",
    "treason": "treason",
    "unregistered_agent": "undeclared Russian agent",
    "mercenary": "mercenary",
    "hijacking_terrorism": "hijacking or terrorism",
    "dissent": "dissent",
    "homicide": "killing",
    "assault": "violence",
    "drugs": "drugs",
    "arms_sanctions": "arms or sanctions",
    "weapons": "weapons",
    "cyber": "hacking",
    "financial": "fraud or laundering",
    "theft_threats": "theft or disorder",
    "family_custody": "taking one's own child",
    "border": "border or entry rules",
    "other": "other",
    "no_charge": "held without a charge",
    "undisclosed": "charge not public",
}
NEW = "#A6195E"  # the one accent: what changed, or is disputed
WORDS = {
    "exchange_id": "in the deal",
    "sentence_months": "sentence, months",
    "end_date": "end",
    "place_country": "country",
    "charge_type": "charge type",
    "sentence_kind": "sentence",
    "freed_by_russian_side": "freed by the Russian side",
    "freed_by_us_side": "freed by the US side",
    "charge_group": "kind of charge",
    "russian_side": "Russian side",
    "us_side": "US side",
    "russian_side_freed": "Russian side, freed",
    "us_side_freed": "US side, freed",
    "terms": "fixed terms",
    "settled": "nothing left",
    "unknown": "not known",
    "low_years": "from (95%)",
    "high_years": "to (95%)",
    "least_years": "shortest",
    "most_years": "longest",
    "past_term": "held past the term",
    "under_half": "served under half",
    "median_share": "median share served",
    "low_share": "from (95%)",
    "high_share": "to (95%)",
    "least_share": "least",
    "most_share": "most",
    "sentence_years": "sentence, years",
    "served_years_min": "served at least, years",
    "served_years_max": "served at most, years",
    "left_years": "left, years",
    "still_in_low": "from (95%)",
    "still_in_high": "to (95%)",
    "days_min": "days, at least",
    "days_max": "days, at most",
    "to_days_min": "days before it, at least",
    "to_days_max": "days before it, at most",
    "after_days_min": "days after it, at least",
    "after_days_max": "days after it, at most",
    "median_voices": "median of voices",
}


def clear_frame(ax: Axes, keep: tuple[str, ...] = ()) -> None:
    """Take away spines and ticks of axes that carry no scale."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep)
    ax.tick_params(left=False, bottom=False)


def place_body(ax: Axes, *, left: float = 0.0, bottom: float = 0.0, top: float = 0.0, right: float = 0.0) -> None:
    """Shrink axes inside their place by these shares, to leave room for labels."""
    box = ax.get_position()
    ax.set_position(
        (
            box.x0 + left * box.width,
            box.y0 + bottom * box.height,
            (1 - left - right) * box.width,
            (1 - top - bottom) * box.height,
        )
    )


def lay_in_points(ax: Axes) -> float:
    """Empty axes whose unit is a point, y downwards from the top; their width in points."""
    clear_frame(ax)
    figure, box = ax.figure, ax.get_position()
    width, height = figure.get_figwidth() * box.width * 72, figure.get_figheight() * box.height * 72
    ax.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[])
    return width


def draw_squares(
    ax: Axes, cells: list[tuple[float, float]], side: str, look: str = "full", who: list[str] | None = None
) -> None:
    """One square a person, as draw_people, its size that of a unit of axes whose limits are set."""
    (left, bottom), (right, top) = ax.transData.transform([(0, 0), (1, 1)])
    points = 0.8 * min(abs(right - left), abs(top - bottom)) * 72 / ax.figure.dpi
    draw_people(ax, cells, side, points, look, who)


def draw_people(
    ax: Axes, cells: list[tuple[float, float]], side: str, size: float, look: str = "full", who: list[str] | None = None
) -> None:
    """One square a person, `size` points wide, centred on each (x, y): `full`, `pale` or `hollow`; `who`: their ids, for locate_people."""
    if cells:
        face = {"full": COLOUR, "pale": PALE, "hollow": dict.fromkeys(COLOUR, "white")}[look][side]
        edge = 0 if look == "full" else 0.8
        squares = scatter(ax, cells, "s", size - edge, facecolors=face, edgecolors=COLOUR[side], linewidths=edge)
        name_dots(squares, who or [])


def scatter(ax: Axes, cells: list[tuple[float, float]], marker: str, size: float, **style: object) -> PathCollection:
    """Axes.scatter in one size and colour, on axes whose limits are set: the same marks in a fifth of the time."""
    shape = MarkerStyle(marker)
    path = shape.get_path().transformed(shape.get_transform())
    marks = PathCollection((path,), [size**2], offsets=cells, offset_transform=ax.transData, zorder=3, **style)
    marks.set_transform(IdentityTransform())
    ax.add_collection(marks, autolim=False)
    return marks


def add_bar(ax: Axes, left: float, middle: float, width: float, height: float, **style: object) -> Rectangle:
    """Axes.barh for one bar, on axes whose limits are set: the same bar in an eighth of the time."""
    return ax.add_artist(Rectangle((left, middle - height / 2), width, height, **style))


def list_who(people: pd.DataFrame, by: list[str]) -> dict[tuple, list[str]]:
    """The ids of people, in their order, by these columns."""
    return people.groupby(by, observed=True)["detainee_id"].agg(list).to_dict()


def name_mark(person: str, *parts: Artist | tuple[PathCollection, int]) -> None:
    """Say, for locate_people, that these are together the mark of a person; a dot of a scatter comes with its place in it."""
    first = parts[0][0] if isinstance(parts[0], tuple) else parts[0]
    vars(first.axes.figure).setdefault("people", []).append((person, parts))


def name_dots(dots: PathCollection, who: list[str | None]) -> None:
    """Say, for locate_people, whose mark each dot of a scatter is; None, and those beyond the last, are of nobody known by name."""
    for place, person in enumerate(who[: len(dots.get_offsets())]):
        if person:
            name_mark(person, (dots, place))


def bound_dots(dots: PathCollection) -> list[Bbox]:
    """Where the dots of a scatter stand, pixels of its figure."""
    half = dots.get_sizes()[0] ** 0.5 * dots.axes.figure.dpi / 144
    spots = dots.axes.transData.transform(dots.get_offsets())
    return [Bbox.from_extents(x - half, y - half, x + half, y + half) for x, y in spots.tolist()]


def locate_people(figure: Figure) -> list[tuple[str, float, float, float, float]]:
    """Where the marks of people stand: id, then left, top, width and height as shares of the figure, in reading order."""
    width, height = figure.bbox.width, figure.bbox.height
    found, bound = [], lru_cache(maxsize=None)(bound_dots)
    for person, parts in getattr(figure, "people", []):
        boxes = [bound(part[0])[part[1]] if isinstance(part, tuple) else part.get_window_extent() for part in parts]
        box = Bbox.union(boxes) if len(boxes) > 1 else boxes[0]
        found.append((person, box.x0 / width, 1 - box.y1 / height, box.width / width, box.height / height))
    return sorted(found, key=lambda one: (round(one[2], 3), one[1]))


def stack_people(
    count: int, deep: int, start: tuple[float, float], step: int, pitch: float
) -> list[tuple[float, float]]:
    """Places of so many squares in columns `deep` high, from the first away to the left (step -1) or to the right (1)."""
    return [(start[0] + step * (place // deep) * pitch, start[1] + place % deep * pitch) for place in range(count)]


def format_column(column: str) -> str:
    """A column's name as words to print."""
    return WORDS.get(column, column.replace("_", " "))
