"""The explorer as controls in a notebook: filters, views, the table, the card, export and code.

Promise: reading, counting and drawing happen in a thread of their own, the newest wish first, so that no control waits for a picture.
"""

import base64
from concurrent.futures import Future, ThreadPoolExecutor
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from analysis.explore.browser import Browser
from analysis.explore.card import write_card
from analysis.explore.choice import Choice
from analysis.pictures import PICTURES, publish
from analysis.record.files import ROOT
from analysis.record.select import FILTERS, list_used
from analysis.record.tables import Tables, load_tables

VIEWS = {"ankara": "Ankara, name by name"}  # words on the buttons, where the file name says too little
KEPT = 40  # pictures kept for the next time they are asked for
CSS = Path(__file__).with_name("style.css").read_text("utf-8")
WIDGET = "application/vnd.jupyter.widget-view+json"


def write_code(name: str, filters: dict) -> str:
    """The lines of Python that draw the same picture in a notebook cell."""
    chosen = f".where({', '.join(f'{key}={value!r}' for key, value in filters.items())})" if filters else ""
    function = PICTURES[name].__name__
    return f"from analysis import load_tables, pictures\n\npictures.{function}(load_tables(){chosen})"


def join_counts(people: int, deals: int) -> str:
    """How many rows are left, in words."""
    return f"{people} {'person' if people == 1 else 'people'}, {deals} {'deal' if deals == 1 else 'deals'}"


class Explorer:
    """The state of one explorer: what is chosen, what is drawn, what is shown. `view` is the widget to display."""

    def __init__(self, root: Path = ROOT):
        """Load the record and make every control; the first picture is drawn before this returns."""
        self.root, self.record = root, load_tables(root)
        self.wish, self.pictures, self.picture = 0, {}, None
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="explorer")
        self.make_filters()
        self.make_tools()
        self.browser = Browser(self.open_card)
        self.rows = widgets.ToggleButtons(
            options=["people", "deals"], description="Rows", style={"button_width": "auto"}
        )
        self.rows.observe(lambda change: self.refresh(), "value")
        self.card = widgets.HTML(
            f'<p class="explorer-quiet">{escape("Choose a name in the table to see the documents.")}</p>'
        )
        wrap = widgets.Layout(flex_flow="row wrap")
        below = widgets.Box([widgets.VBox([self.rows, self.browser.view]), self.card], layout=wrap)
        below.add_class("explorer-below")
        tools = widgets.Box([self.export, self.code, self.said], layout=wrap)
        self.view = widgets.VBox(
            [
                widgets.HTML(f"<style>{CSS}</style>"),
                self.form,
                self.views,
                self.status,
                self.chart,
                tools,
                self.lines,
                below,
            ]
        )
        self.view.add_class("explorer")
        self.update(self.wish)

    def make_filters(self) -> None:
        """One labelled control a filter, each with the rows that it leaves by itself under it."""
        options, years = list_used(self.record), self.record.exchanges["year"]
        self.first_year, self.last_year = int(years.min()), int(self.record.data_through.year)
        self.controls: dict[str, widgets.Widget] = {}
        for name, title in FILTERS.items():
            if name in options:
                self.controls[name] = Choice(options[name], title)
        span = {"min": self.first_year, "max": self.last_year}
        self.controls["from"] = widgets.BoundedIntText(self.first_year, description="from year", **span)
        self.controls["to"] = widgets.BoundedIntText(self.last_year, description="to year", **span)
        self.controls["known_on"] = widgets.DatePicker(
            description=FILTERS["known_on"],
            max=self.record.data_through.date(),
            tooltip="Only what documents published by this day gave",
        )
        self.left = {name: widgets.HTML() for name in self.controls}
        cells = []
        for name in ["from", "to", *(name for name in self.controls if name not in ("from", "to"))]:
            self.controls[name].observe(lambda change: self.refresh(), "value")
            cells.append(widgets.VBox([self.controls[name], self.left[name]]))
        self.reset = widgets.Button(description="Reset all filters")
        self.reset.on_click(lambda button: self.clear())
        self.form = widgets.Box([*cells, self.reset])
        self.form.add_class("explorer-filters")

    def make_tools(self) -> None:
        """The choice of views, the place of the picture, and the two ways to take it away."""
        names = [(VIEWS.get(name, name.replace("-", " ").capitalize()), name) for name in PICTURES]
        self.views = widgets.ToggleButtons(options=names, description="View", style={"button_width": "auto"})
        self.views.add_class("explorer-views")
        self.views.observe(lambda change: self.refresh(), "value")
        self.status, self.chart, self.said = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.export = widgets.Button(
            description="Export this view", tooltip="Write PNG, SVG, PDF, CSV and JSON to exports/"
        )
        self.export.on_click(lambda button: self.do(self.write_files))
        self.code = widgets.Button(description="Copy as code", tooltip="Lines of Python that draw this view")
        self.code.on_click(lambda button: self.show_code())
        self.lines = widgets.Textarea(description="Code", rows=3, disabled=False)
        self.lines.add_class("explorer-code")
        self.lines.layout.display = "none"

    @property
    def filters(self) -> dict[str, object]:
        """The filters that are set, as record.where takes them."""
        chosen: dict[str, object] = {}
        first, last = self.controls["from"].value, self.controls["to"].value
        if (first, last) != (self.first_year, self.last_year):
            chosen["years"] = (first, last)
        for name in FILTERS:
            value = self.controls[name].value if name in self.controls else None
            if value and name == "known_on":
                chosen[name] = value.isoformat()
            elif value:
                chosen[name] = value[0] if len(value) == 1 else list(value)
        return chosen

    def do(self, job: object, *arguments: object) -> Future:
        """Run a job after those before it, away from the thread that answers the controls; say so if it fails."""
        return self.worker.submit(self.attempt, job, *arguments)

    def attempt(self, job: object, *arguments: object) -> None:
        """Run a job; what goes wrong is told where the reader looks."""
        try:
            job(*arguments)
        except Exception as error:
            self.status.value = (
                f'<p role="alert">This went wrong: {escape(type(error).__name__)}: {escape(str(error))}</p>'
            )

    def refresh(self) -> None:
        """A control has changed: bring everything up to date, unless it changes again before that."""
        self.wish += 1
        self.lines.layout.display, self.said.value = "none", ""
        self.do(self.update, self.wish)

    def clear(self) -> None:
        """Set every filter back with one redrawing."""
        with_any = {"from": self.first_year, "to": self.last_year, "known_on": None}
        for name, control in self.controls.items():
            control.value = with_any.get(name, ())

    def update(self, wish: int) -> None:
        """Count, fill the table, draw."""
        if wish != self.wish:
            return
        chosen = self.filters
        selected = self.record.where(**chosen)
        sizes = join_counts(len(selected.detainees), len(selected.exchanges))
        total = join_counts(len(self.record.detainees), len(self.record.exchanges))
        self.status.value = f'<p role="status">Selected: <b>{sizes}</b>, of {total}.</p>'
        self.fill_table(selected)
        if wish == self.wish:
            self.draw(self.views.value, selected)
        if wish == self.wish:
            self.count_alone(selected.whole, chosen)

    def count_alone(self, whole: Tables, chosen: dict) -> None:
        """Under each control that is set, the rows that it leaves by itself."""
        for name, place in self.left.items():
            key = "years" if name in ("from", "to") else name
            alone = whole.where(**{key: chosen[key]}) if key in chosen and key != "known_on" else whole
            words = f"leaves {join_counts(len(alone.detainees), len(alone.exchanges))}" if key in chosen else ""
            place.value = f'<span class="explorer-quiet">{words}</span>'

    def fill_table(self, selected: Tables) -> None:
        """The rows of the table below, in words."""
        labels = selected.label
        if self.rows.value == "people":
            people = selected.detainees.set_index("detainee_id")
            deal = people["exchange_id"].map(selected.whole.exchanges.set_index("exchange_id")["name"].to_dict())
            frame = pd.DataFrame(
                {
                    "person": people["name"].fillna(pd.Series(people.index, index=people.index)),
                    "held by": people["custodian"].astype("str").map(labels("detainees", "custodian")),
                    "charge": people["charge_type"].astype("str").map(labels("detainees", "charge_type")),
                    "arrested": people["arrested"],
                    "outcome": people["outcome"].astype("str").map(labels("detainees", "outcome")),
                    "released": people["released"],
                    "deal": deal,
                }
            )
        else:
            deals = selected.exchanges.set_index("exchange_id")
            frame = pd.DataFrame(
                {
                    "deal": deals["name"],
                    "date": deals["date"],
                    "kind": deals["kind"].astype("str").map(labels("exchanges", "kind")),
                    "place": deals["place"],
                    "freed by the Russian side": deals["freed_by_russian_side"],
                    "freed by the US side": deals["freed_by_us_side"],
                }
            )
        self.browser.show(frame, people["aliases"] if self.rows.value == "people" else None)

    def draw(self, name: str, selected: Tables) -> None:
        """The picture of the view, from memory where it was drawn before; a kind word where nothing is left."""
        key = (name, str(selected.filters))
        if key not in self.pictures:
            try:
                picture = PICTURES[name](selected)
            except publish.EmptyPicture as nothing:
                self.picture = None
                self.export.disabled = self.code.disabled = True
                kind = f"<p>{escape(str(nothing))}</p><p>Loosen a filter, or reset all of them.</p>"
                self.chart.value = f'<div class="explorer-empty">{kind}</div>'
                return
            if len(self.pictures) >= KEPT:
                self.pictures.pop(next(iter(self.pictures)))
            self.pictures[key] = (picture, base64.b64encode(picture.png).decode())
        self.picture, png = self.pictures[key]
        self.export.disabled = self.code.disabled = False
        alt = escape(self.picture.papers["alt"])
        self.chart.value = f'<img class="explorer-chart" alt="{alt}" src="data:image/png;base64,{png}">'

    def open_card(self, row: str) -> None:
        """Show the card of a row of the table."""
        table = {"people": "detainees", "deals": "exchanges"}[self.rows.value]
        self.do(self.show_card, table, row, self.filters)

    def show_card(self, table: str, row: str, chosen: dict) -> None:
        """Write the card."""
        self.card.value = write_card(self.record.where(**chosen), table, row)

    def write_files(self) -> None:
        """Export what is drawn to exports/, never among the figures of the record."""
        if self.picture is not None:
            written = publish.export({self.views.value: self.picture}, self.root / "exports")
            for file in written.itertuples():
                self.said.value = f"Written: <b>{escape(file.figure)}</b> as {escape(file.files)}"

    def show_code(self) -> None:
        """The three lines, selected with one click and ready to copy."""
        self.lines.value, self.lines.layout.display = write_code(self.views.value, self.filters), None

    def _repr_mimebundle_(self, **options: object) -> tuple[dict, dict]:
        """The widget, with its picture and description for wherever there is no kernel."""
        bundle = {WIDGET: {"version_major": 2, "version_minor": 0, "model_id": self.view.model_id}}
        if self.picture is None:
            return bundle, {}
        alt = self.picture.papers["alt"]
        png = base64.b64encode(self.picture.png).decode()
        return bundle | {"image/png": png, "text/plain": alt}, {"image/png": {"alt": alt, "width": 760}}


def explore(root: Path = ROOT) -> Explorer:
    """Open the explorer; the last line of a notebook cell.

    Where no kernel runs, the stored picture of the first view stands in its place.
    """
    return Explorer(root)
