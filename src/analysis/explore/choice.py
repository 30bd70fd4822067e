"""A filter that takes several choices: a list to add from, and under it a button for each choice that takes it away.

Promise: `value` is a tuple of codes in the order of the options, and each change of it is told once.
"""

import ipywidgets as widgets
import traitlets


class Choice(widgets.VBox):
    """A labelled list of options by code; nothing chosen means any."""

    value = traitlets.Tuple()

    def __init__(self, options: dict[str, str], description: str):
        """Make the list; `options` are the words for each code."""
        self.words = options
        self.list = widgets.Dropdown(
            options=[("choose …", ""), *((words, code) for code, words in options.items())],
            value="",
            description=description,
        )
        self.chosen = widgets.Box()
        self.chosen.add_class("explorer-chosen")
        super().__init__([self.list, self.chosen])
        self.list.observe(lambda change: self.add(change["new"]), "value")
        self.observe(lambda change: self.fill(), "value")

    def add(self, code: str) -> None:
        """Choose one more, and set the list back for the next.

        The list itself never changes: a page names an option by its place, which must not move under a quick reader.
        """
        if code != "":
            self.value = tuple(other for other in self.words if other in (*self.value, code))
            self.list.value = ""

    def remove(self, code: str) -> None:
        """Choose one less."""
        self.value = tuple(other for other in self.value if other != code)

    def fill(self) -> None:
        """Show what is chosen."""
        self.chosen.children = [self.make_button(code) for code in self.value]

    def make_button(self, code: str) -> widgets.Button:
        """A button that takes one choice away."""
        words = self.words[code]
        button = widgets.Button(description=f"{words} ×", tooltip=f"Take {words} away")
        button.on_click(lambda button: self.remove(code))
        return button
