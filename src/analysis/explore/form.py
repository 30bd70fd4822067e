"""The filters as controls: what is set, in the form that record.where takes, and kind words for what cannot be.

Promise: what is refused is told under its control and filters nothing.
"""

from collections.abc import Callable

import ipywidgets as widgets

from analysis.explore.choice import Choice
from analysis.record.dates import format_day
from analysis.record.select import FILTERS, FIRST_YEAR, check_filters, list_used
from analysis.record.tables import Tables

GROUPS = {  # in the order in which a reader meets them
    "Who": [
        "us", "us_status", "citizenship", "occupation", "side", "custodian", "charge_group", "charge_type", "outcome",
        "designation", "standing",
    ],
    "Which deals": ["kind", "place_country", "us_leader", "kremlin_leader", "negotiator"],
    "When": ["span", "from", "to", "held_on", "known_on"],
}  # fmt: skip
SPANS = {"deals made": "deals_made", "people held": "people_held"}
HINTS = {"occupation": "e.g. journalist", "held_on": "e.g. 2024-08-01", "known_on": "e.g. 2025-02-11"}


class Form:
    """One labelled control a filter, in groups; under each its trouble, or the rows that it leaves by itself.

    Parameters
    ----------
    told
        Called without arguments whenever something changes.
    """

    def __init__(self, record: Tables, told: Callable[[], None]):
        """Make the controls."""
        self.record, self.told = record, told
        self.first_year, self.last_year = int(record.exchanges["year"].min()), int(record.data_through.year)
        self.controls: dict[str, widgets.Widget] = {
            name: Choice(words, FILTERS[name]) for name, words in list_used(record).items()
        }
        for name, hint in HINTS.items():
            self.controls[name] = widgets.Text(description=FILTERS[name], placeholder=hint, continuous_update=False)
        self.controls["span"] = widgets.Dropdown(options=SPANS, description="years of")
        for name, year in {"from": self.first_year, "to": self.last_year}.items():
            self.controls[name] = widgets.IntText(year, description=f"{name} year", continuous_update=False)
        for name, control in self.controls.items():
            getattr(control, "list", control).tooltip = f"In code: {name}=" if name in FILTERS else None
            control.observe(lambda change: self.told(), "value")
        self.notes = {name: widgets.HTML() for name in self.controls}
        self.reset = widgets.Button(description="Reset all filters")
        groups = []
        for title, names in GROUPS.items():
            cells = [widgets.VBox([self.controls[name], self.notes[name]]) for name in names if name in self.controls]
            grid = widgets.Box([*cells, self.reset] if title == "When" else cells)
            grid.add_class("explorer-filters")
            groups.append(widgets.VBox([widgets.HTML(f"<h2>{title}</h2>"), grid]))
        self.view = widgets.VBox(groups)
        self.view.add_class("explorer-form")

    def read(self) -> tuple[dict[str, object], dict[str, str]]:
        """The filters that are set, as record.where takes them, and by control why others were not taken."""
        chosen, wrong = {}, {}
        first, last = self.controls["from"].value, self.controls["to"].value
        if min(first, last) < FIRST_YEAR:
            wrong["to"] = f"Write years with four digits, none before {FIRST_YEAR}."
        elif first > last:
            wrong["to"] = "The first year has to come first."
        elif last > self.last_year:
            wrong["to"] = f"The record ends in {self.last_year}."
        elif (first, last) != (self.first_year, self.last_year):
            chosen[self.controls["span"].value] = (first, last)
        for name in FILTERS:
            value = self.controls[name].value if name in self.controls else None
            if name in HINTS:
                self.read_text(name, value, chosen, wrong)
            elif value:
                chosen[name] = value[0] if len(value) == 1 else list(value)
        return chosen, wrong

    def read_text(self, name: str, text: str, chosen: dict, wrong: dict) -> None:
        """Take a day or some words, or say why not."""
        words = [part.strip() for part in text.split(",") if part.strip()]
        if not words:
            return
        try:
            value = words if name == "occupation" else text.strip()
            chosen |= check_filters(self.record, {name: value})
        except ValueError:
            late = format_day(self.record.data_through)
            wrong[name] = (
                f"No occupation in the record has “{text.strip()}”."
                if name == "occupation"
                else f"Not a day that the record knows: write it as in {HINTS[name][-10:]}, none after {late}."
            )

    def clear(self) -> None:
        """Set every control back."""
        start = {"span": "deals_made", "from": self.first_year, "to": self.last_year} | dict.fromkeys(HINTS, "")
        for name, control in self.controls.items():
            control.value = start.get(name, ())
