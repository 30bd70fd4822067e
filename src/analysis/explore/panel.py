"""The explorer as controls in a notebook: filters, views, the table, the card, export and code.

Promise: reading, counting and drawing happen in a thread of their own, the newest wish first, so that no control waits for a picture.
"""

import base64
from concurrent.futures import Future, ThreadPoolExecutor
from glob import escape as glob_escape
from html import escape
from pathlib import Path
from time import sleep

import ipywidgets as widgets

from analysis.explore.browser import Browser
from analysis.explore.card import write_card
from analysis.explore.clickable import Clickable
from analysis.explore.form import Form
from analysis.explore.rows import list_deals, list_people
from analysis.explore.screen import write_fonts, write_marks, write_picture
from analysis.pictures import PICTURES, publish
from analysis.record.files import ROOT, find_root
from analysis.record.scope import describe_people
from analysis.record.tables import Tables, load_tables

VIEWS = {"ankara": "Ankara, name by name"}  # words on the buttons, where the file name says too little
LEAD = 0.04  # seconds that a browser has to show the picture before the table comes, with which it would show it later
KEPT = 40  # pictures kept for the next time they are asked for
CSS = Path(__file__).with_name("style.css").read_text("utf-8")
WIDGET = "application/vnd.jupyter.widget-view+json"
MIME = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
}
NO_CARD = '<p class="explorer-quiet">Choose a name or a deal in the table to see the documents behind it.</p>'


def write_code(name: str, filters: dict) -> str:
    """The lines of Python that draw the same picture in a notebook cell."""
    chosen = f".where({', '.join(f'{key}={value!r}' for key, value in filters.items())})" if filters else ""
    function = PICTURES[name].__name__
    return f"from analysis import load_tables, pictures\n\npictures.{function}(load_tables(){chosen})"


def join_counts(people: int, deals: int) -> str:
    """How many rows are left, in words."""
    return f"{people} {'person' if people == 1 else 'people'}, {deals} {'deal' if deals == 1 else 'deals'}"


def write_download(path: Path) -> str:
    """A link that saves a file."""
    data = base64.b64encode(path.read_bytes()).decode()
    kind = MIME[path.suffix.removeprefix(".")]
    words = path.name.removeprefix(path.stem.removesuffix("-narrow")).lstrip("-")
    return f'<a download="{escape(path.name)}" href="data:{kind};base64,{data}">{escape(words.replace(".", " ").strip())}</a>'


class Explorer:
    """The state of one explorer: what is chosen, what is drawn, what is shown. `view` is the widget to display."""

    def __init__(self, root: Path | str = ROOT):
        """Load the record and make every control; the first picture is drawn before this returns."""
        self.root, self.record = find_root(root), load_tables(root)
        self.wish, self.pictures, self.picture, self.opened = 0, {}, None, None
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="explorer")
        self.form = Form(self.record, self.refresh)
        self.form.reset.on_click(lambda button: self.clear())
        self.make_tools()
        self.browser = Browser(self.open_card)
        self.rows = widgets.ToggleButtons(
            options=["people", "deals"], description="Rows", style={"button_width": "auto"}
        )
        self.rows.observe(lambda change: self.refresh(), "value")
        self.card = Clickable(self.press, NO_CARD)
        tools = widgets.Box([self.export, self.code], layout=widgets.Layout(flex_flow="row wrap"))
        below = widgets.VBox([self.rows, self.browser.view, self.card])
        below.add_class("explorer-below")
        style = widgets.HTML(f"<style>{write_fonts()}{CSS}</style>")
        parts = [style, self.form.view, self.views, self.status, self.chart, tools, self.said, below]
        self.view = widgets.VBox(parts)
        self.view.add_class("explorer")
        self.update(self.wish)

    def make_tools(self) -> None:
        """The choice of views, the place of the picture, and the two ways to take it away."""
        names = [(VIEWS.get(name, name.replace("-", " ").capitalize()), name) for name in PICTURES]
        self.views = widgets.ToggleButtons(options=names, description="View", style={"button_width": "auto"})
        self.views.add_class("explorer-views")
        self.views.observe(lambda change: self.refresh(), "value")
        self.status, self.said = Clickable(self.press, live="polite"), widgets.HTML()
        self.chart, self.code = Clickable(self.press), Clickable(self.press)
        self.export = widgets.Button(
            description="Export this view", tooltip="Write PNG, SVG, PDF, CSV and JSON to exports/"
        )
        self.export.on_click(lambda button: self.do(self.write_files))

    @property
    def filters(self) -> dict[str, object]:
        """The filters that are set, as record.where takes them."""
        return self.form.read()[0]

    def do(self, job: object, *arguments: object) -> Future:
        """Run a job after those before it, away from the thread that answers the controls; say so if it fails."""
        return self.worker.submit(self.attempt, job, *arguments)

    def attempt(self, job: object, *arguments: object) -> None:
        """Run a job; what goes wrong is told where the reader looks, and what it should have brought up to date goes."""
        try:
            job(*arguments)
        except Exception as error:
            self.status.html = (
                f'<p role="alert">This went wrong: {escape(type(error).__name__)}: {escape(str(error))}</p>'
            )
            if job == self.update:
                self.take_away("Nothing is shown, as this went wrong. Choose something else, or reset all filters.")
                self.browser.clear()
                self.close_card()

    def take_away(self, why: str) -> None:
        """No picture, and why; nothing to export or to copy."""
        self.picture, self.export.disabled, self.code.html = None, True, ""
        self.chart.html = f'<div class="explorer-empty">{why}</div>'

    def refresh(self) -> None:
        """A control has changed: bring everything up to date, unless it changes again before that."""
        self.wish += 1
        self.said.value = ""
        self.do(self.update, self.wish)

    def clear(self) -> None:
        """Set every filter and the search back with one redrawing, and close the card."""
        self.close_card()
        self.form.clear()
        self.browser.search.value = ""

    def update(self, wish: int) -> None:
        """Count, draw, fill the table, bring the card up to date."""
        if wish != self.wish:
            return
        chosen, wrong = self.form.read()
        selected = self.record.where(**chosen)
        before = self.chart.html
        self.draw(self.views.value, selected, chosen)
        self.tell(selected)
        if self.chart.html != before:
            sleep(LEAD)
        if wish == self.wish:
            deals = self.rows.value == "deals"
            self.browser.show(list_deals(selected) if deals else list_people(selected, chosen.get("held_on")))
            self.renew_card(selected)
        if wish == self.wish:
            self.count_alone(selected.whole, chosen, wrong)

    def tell(self, selected: Tables) -> None:
        """How much is selected, in words; and, for who listens to the page, the finding of the picture."""
        sizes = join_counts(len(selected.detainees), len(selected.exchanges))
        total = join_counts(len(self.record.detainees), len(self.record.exchanges))
        words = f": {escape(describe_people(selected))}" if selected.scope else ""
        finding = escape(self.picture.finding) if self.picture else "Nothing is left to draw."
        self.status.html = (
            f'<p>Selected: <b>{sizes}</b> of {total}{words}.</p><p class="explorer-heard">Picture: {finding}</p>'
        )

    def count_alone(self, whole: Tables, chosen: dict, wrong: dict) -> None:
        """Under each control that is set, why it was refused or the rows that it leaves by itself."""
        span = self.form.controls["span"].value
        for name, place in self.form.notes.items():
            key = span if name == "to" else name
            if name in wrong:
                place.value = f'<span class="explorer-wrong" role="alert">{escape(wrong[name])}</span>'
            elif key in chosen and key != "known_on":
                alone = whole.where(**{key: chosen[key]})
                words = join_counts(len(alone.detainees), len(alone.exchanges))
                place.value = f'<span class="explorer-quiet">leaves {words}</span>'
            else:
                place.value = ""

    def draw(self, name: str, selected: Tables, chosen: dict) -> None:
        """The picture of the view, from memory where it was drawn before; a kind word where nothing is left."""
        key = (name, str(selected.filters))
        if key not in self.pictures:
            try:
                picture = PICTURES[name](selected)
            except publish.EmptyPicture as nothing:
                self.take_away(f"<p>{escape(str(nothing))}</p><p>Loosen a filter, or reset all of them.</p>")
                return
            if len(self.pictures) >= KEPT:
                self.pictures.pop(next(iter(self.pictures)))
            self.pictures[key] = (picture, write_picture(picture) + write_marks(picture, selected))
        self.picture, html = self.pictures[key]
        self.chart.html = f'<div class="explorer-figure">{html}</div>'
        self.export.disabled = False
        code = escape(write_code(name, chosen))
        self.code.html = (
            f'<button data-act="copy" class="jupyter-button widget-button" value="{code}">Copy as code</button>'
        )

    def press(self, button: dict) -> None:
        """A button in a card or a picture opens a card, closes it, or has copied the code."""
        if button["act"] == "open":
            self.open_card(button["table"], button["row"])
        elif button["act"] == "close":
            self.close_card()
        elif button["act"] == "copy":
            self.show_code(button["copied"] == "yes")

    def open_card(self, table: str, row: str) -> None:
        """Show the card of a row, and bring it into view."""
        self.do(self.show_card, table, row)

    def show_card(self, table: str, row: str) -> None:
        """Write the card."""
        selected = self.record.where(**self.filters)
        self.opened = (table, selected.ids.get(row, row))
        self.renew_card(selected)
        self.card.point("h2")

    def renew_card(self, selected: Tables) -> None:
        """Write the open card again, as the record of the day knows it; close it where that does not have the row."""
        html = write_card(selected, *self.opened) if self.opened else ""
        self.card.html = html or NO_CARD
        self.opened = self.opened if html else None

    def close_card(self) -> None:
        """Put the card away."""
        self.opened, self.card.html = None, NO_CARD

    def write_files(self) -> None:
        """Export what is drawn to exports/, never among the figures of the record, and offer each file."""
        if self.picture is None:
            return
        written = publish.export({self.views.value: self.picture}, self.root / "exports")
        for stem in map(Path, written["figure"]):
            files = sorted(stem.parent.glob(f"{glob_escape(stem.name)}*"), key=lambda path: path.name)
            files = [path for path in files if path.stem.removesuffix("-narrow") == stem.name]
            links = ", ".join(map(write_download, files))
            self.said.value = f'<p role="status">Written to the folder <b>exports</b>, as <b>{escape(stem.name)}</b>. Save: {links}</p>'

    def show_code(self, copied: bool) -> None:
        """The lines to paste, and whether they are on the clipboard already."""
        if self.picture is None:
            return
        words = "Copied: paste it into a notebook." if copied else "The clipboard is closed here: select and copy."
        code = escape(write_code(self.views.value, self.filters))
        self.said.value = f'<p role="status">{words}</p><pre class="explorer-code" tabindex="0">{code}</pre>'

    def _repr_mimebundle_(self, **options: object) -> tuple[dict, dict]:
        """The widget, with its picture and description for wherever there is no kernel."""
        bundle = {WIDGET: {"version_major": 2, "version_minor": 0, "model_id": self.view.model_id}}
        if self.picture is None:
            return bundle, {}
        alt = self.picture.papers["alt"]
        png = base64.b64encode(self.picture.png).decode()
        return bundle | {"image/png": png, "text/plain": alt}, {"image/png": {"alt": alt, "width": 760}}


def explore(root: Path | str = ROOT) -> Explorer:
    """Open the explorer; the last line of a notebook cell.

    Where no kernel runs, the stored picture of the first view stands in its place.
    """
    return Explorer(root)
