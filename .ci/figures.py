"""Draws every figure again and says which come out otherwise than they are stored; their SVG has every line and letter."""

import sys

from analysis import load_tables
from analysis.pictures import PICTURES
from analysis.pictures.page import describe_svg, render
from analysis.record.files import ROOT

record, differ = load_tables(), []
for name, draw in PICTURES.items():
    picture = draw(record)
    for file, figure in ((f"{name}.svg", picture.figure), (f"{name}-narrow.svg", picture.narrow)):
        drawn = describe_svg(render(figure, "svg"), picture.finding, picture.papers["alt"])
        differ += [file] if drawn != (ROOT / "figures" / file).read_bytes() else []
sys.exit(f"Drawn otherwise than stored: {', '.join(differ)}" if differ else 0)
