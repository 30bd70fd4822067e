"""The table under the picture: a real one, that sorts by its headings, searches and opens rows.

Promise: every cell is escaped, and whatever can be pressed is a button that the keyboard reaches.
"""

import difflib
import re
from collections.abc import Callable
from html import escape
from threading import RLock

import ipywidgets as widgets
import pandas as pd

from analysis.explore.clickable import Clickable
from analysis.explore.rows import Rows
from analysis.record.words import strip_marks

SEARCHED = (
    "Looks through names and other spellings, charges, occupations, places, dates and notes of the rows below, not the "
    "documents. Time in custody with a + ends with the last report."
)


class Browser:
    """A table with a search field over it.

    Parameters
    ----------
    choose
        Called with the table and the id of the row that the reader opens.
    """

    def __init__(self, choose: Callable[[str, str], None]):
        """Make the controls once; show() fills them."""
        self.lock = RLock()  # a search comes in one thread, new rows in another
        self.choose, self.rows, self.words = choose, None, pd.Series(dtype="str")
        self.sorted_by, self.descending = "", False
        self.search = widgets.Text(description="Search", placeholder="a name, a charge, a place, a year")
        self.search.observe(lambda change: self.fill(), "value")
        self.said = widgets.HTML()
        self.said.add_class("explorer-found")
        self.body = Clickable(self.press, keeps_place=True)
        tools = widgets.Box([self.search, self.said], layout=widgets.Layout(flex_flow="row wrap"))
        self.view = widgets.VBox([tools, self.body])
        self.view.add_class("explorer-browser")

    def show(self, rows: Rows) -> None:
        """Take other rows; search and order stay, as far as the columns do."""
        shown = [" ".join(row) for row in rows.cells.itertuples(index=False)]
        with self.lock:
            self.rows = rows
            self.words = pd.Series(map(strip_marks, shown), rows.cells.index).str.cat(rows.hidden.map(strip_marks), " ")
            if self.sorted_by not in rows.cells:
                self.sorted_by, self.descending = "", False
            self.fill()

    def clear(self) -> None:
        """Show no rows."""
        with self.lock:
            self.rows, self.said.value, self.body.html = None, "", ""

    def press(self, button: dict) -> None:
        """A heading sorts, a name opens."""
        if button["act"] == "sort":
            self.sort(button["column"])
        elif button["act"] == "open":
            self.choose(button["table"], button["row"])

    def sort(self, column: str) -> None:
        """Sort by a column, numbers from the largest down; once more turns the order round."""
        again = column == self.sorted_by
        self.descending = not self.descending if again else column in self.rows.right
        self.sorted_by = column
        self.fill()

    def find(self) -> pd.DataFrame:
        """The rows that have every word of the search, in order; what is empty comes last."""
        kept = pd.Series(True, self.words.index)
        for word in split_search(self.search.value):
            kept &= self.words.str.contains(word, regex=False)
        cells = self.rows.cells[kept]
        if self.sorted_by:
            keys = self.rows.order.get(
                self.sorted_by, self.rows.cells[self.sorted_by].map(strip_marks).replace("", None)
            )
            keys = keys[kept].sort_values(ascending=not self.descending, kind="stable", na_position="last")
            cells = cells.loc[keys.index]
        return cells

    def fill(self) -> None:
        """Write the rows that the search leaves."""
        if self.rows is None:
            return
        with self.lock:
            found = self.find()
            self.said.value = (
                f'<span role="status">{self.tell(len(found))}</span> <span class="explorer-quiet">{SEARCHED}</span>'
            )
            self.body.html = self.write(found)

    def tell(self, found: int) -> str:
        """How many rows there are, or which word none of them has."""
        words = split_search(self.search.value)
        if found or not words:
            return f"{found} of {len(self.words)} rows" if words else f"{found} rows"
        nowhere = [word for word in words if not self.words.str.contains(word, regex=False).any()]
        if not nowhere:
            return f"No row has all of {escape(' and '.join(words))}."
        there = sorted({part for text in self.words for part in re.findall(r"\w{4,}", text)})
        near = difflib.get_close_matches(nowhere[0], there, 2, 0.75)
        return f"No row has “{escape(nowhere[0])}”." + (f" Did you mean {escape(' or '.join(near))}?" if near else "")

    def write(self, cells: pd.DataFrame) -> str:
        """The table as HTML."""
        if cells.empty:
            return ""
        heads = "".join(map(self.write_head, cells))
        targets = {column: ids.reindex(cells.index).tolist() for column, (_, ids) in self.rows.opens.items()}
        body = []
        for place, row in enumerate(cells.itertuples(index=False)):
            line = []
            for column, text in zip(cells, row, strict=True):
                target = targets[column][place] if column in targets else None
                kind = ' class="explorer-right"' if column in self.rows.right else ""
                kind = ' class="explorer-day"' if re.fullmatch(r"[0-9]{4}-[0-9-]+", text) else kind
                words = escape(text)
                if isinstance(target, str) and words:
                    table = self.rows.opens[column][0]
                    words = f'<button data-act="open" data-table="{table}" data-row="{escape(target)}">{words}</button>'
                line.append(f"<td{kind}>{words}</td>")
            body.append(f"<tr>{''.join(line)}</tr>")
        return (
            '<div class="explorer-rows" tabindex="0" role="region" aria-label="Rows of the selection">'
            f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
        )

    def write_head(self, column: str) -> str:
        """A heading that sorts."""
        order = ("descending" if self.descending else "ascending") if column == self.sorted_by else "none"
        arrow = {"descending": " ▼", "ascending": " ▲", "none": ""}[order]
        kind = ' class="explorer-right"' if column in self.rows.right else ""
        words = f'{escape(column)}<span aria-hidden="true">{arrow}</span>'
        button = (
            f'<button data-act="sort" data-column="{escape(column)}" title="Sort by {escape(column)}">{words}</button>'
        )
        return f'<th scope="col" aria-sort="{order}"{kind}>{button}</th>'


def split_search(text: str) -> list[str]:
    """The words of a search in small letters without marks."""
    return strip_marks(text).split()
