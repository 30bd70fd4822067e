"""A picture on the screen: as SVG, many times quicker to make than a PNG and sharp at any size, with a button over every person.

Promise: it is the figure that is exported, in the same type: the page brings the font of the pictures along.
"""

import base64
import re
from html import escape
from pathlib import Path

import matplotlib as mpl

from analysis.pictures.marks import locate_people
from analysis.pictures.page import Picture, render
from analysis.record.tables import Tables

FONTS = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}


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
    svg = render(picture.figure, "svg").decode()
    svg = re.sub("<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], count=1, flags=re.DOTALL)
    # Its style must not reach the page around it.
    svg = svg.replace("*{stroke-linejoin", ".explorer-chart *{stroke-linejoin", 1)
    svg = svg.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    alt = escape(picture.papers["alt"])
    return svg.replace("<svg", f'<svg class="explorer-chart" role="img" aria-label="{alt}"', 1)


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
