"""Shows a frame as a table to read: labels for codes, no ids, numbers to the right, ten rows open and the rest folded.

Promise: every word of the frame can be opened, and nothing in it becomes HTML.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import fsum
from numbers import Number

import numpy as np
import pandas as pd

from analysis.pictures.marks import CHARGE, GROUP, SIDE, format_column
from analysis.record.schema import load_descriptor, select_codes, select_fields

OPEN = 10  # rows that stand open
WIDEST = 44  # letters after which a column grows no further
COMPARED = {"equals": "exactly", "at_least": "at least", "at_most": "at most", "about": "about"}
LONGEST = 24  # letters of a word that is never broken
PAGE = 150  # letters that stand side by side on a notebook's page


@lru_cache(maxsize=1)
def load_labels() -> dict[str, dict[str, str]]:
    """The words for each code, by column; of columns that are computed too."""
    descriptor = load_descriptor()
    labels = {"side": SIDE, "charge_group": GROUP, "charge_type": CHARGE, "comparison": COMPARED}
    for resource in descriptor["resources"]:
        for name, field in select_fields(descriptor, resource["name"]).items():
            if codes := select_codes(field):
                labels.setdefault(name, {code: entry["label"] for code, entry in codes.items()})
    return labels


def format_cell(value: object, labels: dict[str, str]) -> str:
    """A value as a reader wants it: a label, a day, yes or no, a number with at most one decimal; nothing if it is missing."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, Number):
        if value == float("inf"):
            return "more than any term"
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    parts = str(value).split(";") if labels else [str(value)]
    return "; ".join(labels.get(part, part) for part in parts)


def measure_columns(heads: list[str], rows: list[list[str]]) -> tuple[list[float], int]:
    """How wide each column is, per cent, and the fewest letters that the table needs so that no word is broken."""
    columns = list(zip(heads, *rows, strict=True))
    words = [max(len(word) for text in column for word in (text.split() or [""])) for column in columns]
    least = [min(LONGEST, length) + 2 for length in words]
    wanted = [max(few, min(WIDEST, max(map(len, column)))) for few, column in zip(least, columns, strict=True)]
    more = [want - few for want, few in zip(wanted, least, strict=True)]
    room = min(1, max(0, PAGE - fsum(least)) / (fsum(more) or 1))
    needs = [few + room * extra for few, extra in zip(least, more, strict=True)]
    widths = [100 * need / fsum(needs) for need in needs]
    return widths, round(max(100 * few / width for few, width in zip(least, widths, strict=True)))


def write_table(rows: list[list[str]], heads: list[str], widths: list[float], letters: int, right: list[bool]) -> str:
    """Rows below their heads as an HTML table at least so many letters wide, columns as wide as told, per cent."""
    sides = ["right" if number else "left" for number in right]
    columns = "".join(f'<col style="width: {width:.1f}%">' for width in widths)

    def write_cell(cell: str, side: str, tag: str) -> str:
        style = f"text-align: {side}; vertical-align: top; white-space: normal; overflow-wrap: break-word"
        return f'<{tag} style="{style}">{escape(cell)}</{tag}>'

    def write_row(cells: list[str], tag: str) -> str:
        return "<tr>" + "".join(write_cell(*pair, tag) for pair in zip(cells, sides, strict=True)) + "</tr>"

    body = "".join(write_row(row, "td") for row in rows)
    size = f"width: 100%; min-width: {letters}ch; max-width: 1080px"
    return (
        f'<div style="overflow-x: auto"><table style="{size}; table-layout: fixed; margin-left: 0">'
        f"<colgroup>{columns}</colgroup><thead>{write_row(heads, 'th')}</thead><tbody>{body}</tbody></table></div>"
    )


@dataclass(frozen=True)
class Listing:
    """A frame as a table to read. Columns of ids are left out; `words` names columns otherwise than by themselves."""

    data: pd.DataFrame
    words: dict[str, str] | None = None

    def list_cells(self) -> tuple[list[str], list[list[str]], list[bool]]:
        """The heads, the rows in words, and which columns are numbers."""
        data, labels = self.data, load_labels()
        if "year" in data:  # a name, not a number of anything
            data = data.assign(year=data["year"].astype("str").where(data["year"].notna()))
        shown = [name for name in data if not str(name).endswith("_id")]
        numeric = [pd.api.types.is_numeric_dtype(data[name]) and data[name].dtype != bool for name in shown]
        cells = [[format_cell(value, labels.get(name, {})) for value in data[name]] for name in shown]
        heads = [(self.words or {}).get(name, format_column(str(name))) for name in shown]
        return heads, [list(row) for row in zip(*cells, strict=True)], numeric

    def _repr_html_(self) -> str:
        heads, rows, right = self.list_cells()
        size = *measure_columns(heads, rows), right
        table = write_table(rows[:OPEN], heads, *size)
        if not rows[OPEN:]:
            return table
        more = write_table(rows[OPEN:], heads, *size)
        return f"{table}<details><summary>{len(rows) - OPEN} more rows</summary>{more}</details>"

    def __repr__(self) -> str:
        """The same table as plain text."""
        heads, rows, _ = self.list_cells()
        return pd.DataFrame(rows, columns=heads).to_string(index=False)
