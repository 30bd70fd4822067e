"""HTML whose buttons tell Python which of them was pressed.

Promise: a widget of its own only where ipywidgets has none: a table, a card, a picture with marks, a button that copies.
"""

from collections.abc import Callable
from pathlib import Path

import anywidget
import traitlets


class Clickable(anywidget.AnyWidget):
    """HTML, and what is told when a `<button data-act="…">` in it is pressed.

    Parameters
    ----------
    told
        Called with the data attributes of the button, `{"act": "open", "row": "…"}`. A button that acts to `copy` puts its value
        on the clipboard first and tells whether that went well: `copied` is yes or no.
    """

    _esm = Path(__file__).with_name("clickable.js").read_text("utf-8")
    html = traitlets.Unicode().tag(sync=True)
    live = traitlets.Unicode("off").tag(sync=True)  # whether a change is read out to who cannot see it: off, polite
    keeps_place = traitlets.Bool(False).tag(sync=True)  # whether new HTML stays scrolled as the old was

    def __init__(self, told: Callable[[dict], None], html: str = "", **traits: object):
        """Show the HTML."""
        super().__init__(html=html, **traits)
        self.on_msg(lambda widget, content, buffers: told(content))

    def point(self, selector: str) -> None:
        """Bring an element of it into view, and the keyboard to it."""
        self.send({"focus": selector})
