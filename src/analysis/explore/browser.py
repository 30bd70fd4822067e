"""A table that sorts, searches and opens rows with nothing but buttons, so that it works wherever ipywidgets do.

Promise: every cell is escaped, and every control is a button or a field that the keyboard reaches.
"""

import re
from collections.abc import Callable
from html import escape
from threading import RLock

import ipywidgets as widgets
import pandas as pd

from analysis.record.words import strip_marks

PAGE = 12  # rows at a time


class Browser:
    """A page of rows under headings that sort; the first column is a button that opens the row.

    Parameters
    ----------
    choose
        Called with the index label of the row that the reader opens.
    """

    def __init__(self, choose: Callable[[str], None]):
        """Make the controls once; show() fills them."""
        self.lock = RLock()  # a search comes in one thread, new rows in another
        self.choose, self.frame, self.found = choose, pd.DataFrame(), pd.DataFrame()
        self.words = pd.Series(dtype="str")
        self.sorted_by, self.descending, self.page = "", False, 0
        self.search = widgets.Text(description="Search", placeholder="a name, a charge, a year", continuous_update=True)
        self.search.observe(lambda change: self.turn(0), "value")
        self.back, self.on = widgets.Button(description="Earlier rows"), widgets.Button(description="Later rows")
        self.back.on_click(lambda button: self.turn(self.page - 1))
        self.on.on_click(lambda button: self.turn(self.page + 1))
        self.said = widgets.HTML()
        self.heads, self.names, self.cells = widgets.HBox(), [], []
        for place in range(PAGE):
            name = widgets.Button(layout=widgets.Layout(width="11em", flex="0 0 auto"))
            name.add_class("explorer-name")
            name.on_click(lambda button, place=place: self.open(place))
            self.names.append(name)
            self.cells.append(widgets.HTML(layout=widgets.Layout(flex="1 1 auto")))
        self.rows = [widgets.HBox(list(pair)) for pair in zip(self.names, self.cells, strict=True)]
        body = widgets.VBox([self.heads, *self.rows])
        body.add_class("explorer-rows")
        tools = widgets.Box([self.search, self.back, self.on, self.said], layout=widgets.Layout(flex_flow="row wrap"))
        self.view = widgets.VBox([tools, body])
        self.view.add_class("explorer-browser")

    def show(self, frame: pd.DataFrame, also: pd.Series | None = None) -> None:
        """Take a frame, indexed by what `choose` is called with, and what is searched but not shown; keep the search."""
        if list(frame.columns) != list(self.frame.columns):
            self.sorted_by, self.descending = "", False
            self.heads.children = [self.make_head(column, place == 0) for place, column in enumerate(frame.columns)]
        words = [" ".join(map(str, row)) for row in frame.itertuples(index=False)]
        hidden = [""] * len(frame) if also is None else also.reindex(frame.index).fillna("").tolist()
        with self.lock:
            self.frame = frame
            self.words = pd.Series([strip_marks(f"{a} {b}") for a, b in zip(words, hidden, strict=True)], frame.index)
            self.turn(0)

    def make_head(self, column: str, first: bool) -> widgets.Button:
        """A heading that sorts by its column, and the other way round when pressed again."""
        layout = widgets.Layout(width="11em", flex="0 0 auto") if first else widgets.Layout(width="auto", flex="1 1 0")
        head = widgets.Button(description=column, tooltip=f"Sort by {column}", layout=layout)
        head.add_class("explorer-head")
        head.on_click(lambda button: self.sort(column))
        return head

    def sort(self, column: str) -> None:
        """Sort by a column; once more turns the order round."""
        self.descending = column == self.sorted_by and not self.descending
        self.sorted_by = column
        for head in self.heads.children:
            plain = head.description.rstrip(" ▲▼")
            head.description = plain + ((" ▼" if self.descending else " ▲") if plain == column else "")
        self.turn(0)

    def turn(self, page: int) -> None:
        """Show a page of the rows that the search leaves."""
        with self.lock:
            found = self.frame
            for word in strip_marks(self.search.value).split():
                found = found[[word in text for text in self.words.reindex(found.index)]]
            if self.sorted_by:
                found = found.sort_values(self.sorted_by, ascending=not self.descending, kind="stable")
            last = max(0, (len(found) - 1) // PAGE)
            self.page, self.found = min(max(page, 0), last), found
            self.fill(found.iloc[self.page * PAGE : (self.page + 1) * PAGE])
            self.back.disabled, self.on.disabled = self.page == 0, self.page == last

    def fill(self, rows: pd.DataFrame) -> None:
        """Write these rows on the page."""
        for place, row in enumerate(self.rows):
            row.layout.display = None if place < len(rows) else "none"
            cells = rows.iloc[place] if place < len(rows) else [" "]  # a button given no words would keep its old ones
            first, *others = ["" if pd.isna(cell) else str(cell) for cell in cells]
            self.names[place].description = first
            self.names[place].tooltip = f"Open the card of {first}"
            self.cells[place].value = f'<div class="explorer-cells">{"".join(map(write_cell, others))}</div>'
        start = self.page * PAGE + 1
        last = start + len(rows) - 1
        self.said.value = f"{start}–{last} of {len(self.found)} rows" if len(rows) else "No row has all of these words."

    def open(self, place: int) -> None:
        """Choose the row on this place of the page."""
        with self.lock:
            at = self.page * PAGE + place
            row = str(self.found.index[at]) if at < len(self.found) else None
        if row is not None:
            self.choose(row)


def write_cell(text: str) -> str:
    """A cell as HTML; a date stays on one line."""
    kind = ' class="explorer-day"' if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text) else ""
    return f"<span{kind}>{escape(text)}</span>"
