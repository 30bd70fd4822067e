"""A picture on the screen: as SVG, many times quicker to make than a PNG and sharp at any size, with a button over every person.

Promise: it is the figure that is exported, in the same type: the page brings the font of the pictures along.
"""

import base64
import io
import re
from functools import lru_cache
from html import escape
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from analysis.pictures.marks import locate_people
from analysis.pictures.page import METADATA, Picture, use_style
from analysis.record.tables import Tables

FONTS = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}


@lru_cache(maxsize=20_000)
def measure_line(words: str, font: FontProperties, math: bool) -> tuple[float, float, float]:
    """Width, height and depth of a line in a font, in points."""
    return text_to_path.get_text_width_height_descent(words, font, math)


class Renderer(RendererSVG):
    """Writes SVG, and remembers how wide words are from one picture to the next, which took a seventh of drawing."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: bool) -> tuple[float, float, float]:
        """What the layout of text asks for, by the names that matplotlib uses."""
        return measure_line(s, prop.copy(), ismath)  # a font may be changed afterwards


def write_fonts() -> str:
    """The rules of CSS that bring the font of the pictures."""
    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    rules = []
    for weight, name in FONTS.items():
        data = base64.b64encode((folder / name).read_bytes()).decode()
        rules.append(
            f"@font-face{{font-family:'DejaVu Sans';font-weight:{weight};src:url(data:font/ttf;base64,{data})}}"
        )
    return "".join(rules)


def write_picture(picture: Picture) -> str:
    """The wide page of a picture as an element of HTML, with its description."""
    page, figure = io.StringIO(), picture.figure
    dpi, figure.dpi = figure.dpi, 72  # the unit of SVG is a point
    try:
        with use_style():
            renderer = Renderer(*figure.bbox.size, page, metadata=METADATA["svg"])
            figure.draw(renderer)
            renderer.finalize()
    finally:
        figure.dpi = dpi
    svg = re.sub("<metadata>.*?</metadata>", "", page.getvalue().partition("<svg")[2], count=1, flags=re.DOTALL)
    # Its style must not reach the page around it.
    svg = svg.replace("*{stroke-linejoin", ".explorer-chart *{stroke-linejoin", 1)
    svg = svg.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    alt = escape(picture.papers["alt"])
    return f'<svg class="explorer-chart" role="img" aria-label="{alt}"{svg}'


def write_marks(picture: Picture, selected: Tables) -> str:
    """A button over each mark that is a person, with the name and the charge; arrow keys lead from one to the next."""
    people, labels = selected.whole.detainees, selected.label("detainees", "charge_type")  # a deal is drawn whole
    names = dict(zip(people["detainee_id"], people["name"].fillna("not yet named"), strict=True))
    charges = dict(zip(people["detainee_id"], people["charge_type"], strict=True))
    marks = []
    for person, left, top, width, height in locate_people(picture.figure):
        place = f"left:{left:.3%};top:{top:.3%};width:{width:.3%};height:{height:.3%}"
        charge = labels.get(charges[person], "charge not known")
        middle = left + width / 2
        side = "left" if middle < 0.25 else "right" if middle > 0.75 else "middle"  # where its words go
        marks.append(
            f'<button class="explorer-mark explorer-at-{side}" data-act="open" data-table="detainees" data-row="{escape(person)}" '
            f'tabindex="{-1 if marks else 0}" aria-label="{escape(names[person])}: {escape(charge)}" style="{place}"></button>'
        )
    return "".join(marks)
