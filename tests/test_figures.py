"""The committed figures as a graphics editor sees them: nothing runs off the page, no headline takes three lines."""

import json

import matplotlib.image as images
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis import publish
from analysis.schema import ROOT

FIGURES = sorted((ROOT / "figures").glob("*.png"))
EDGE = 10  # pixels of white paper on every side


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.stem)
def test_nothing_is_clipped_at_an_edge(path):
    page = images.imread(path)[..., :3].min(axis=2)
    edges = {"top": page[:EDGE], "bottom": page[-EDGE:], "left": page[:, :EDGE], "right": page[:, -EDGE:]}
    assert not [name for name, strip in edges.items() if strip.min() < 1]


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.stem)
def test_a_headline_takes_two_lines_at_most(path):
    finding = json.loads(path.with_suffix(".json").read_text("utf-8"))["finding"]
    wide = publish.WIDTH - 2 * publish.MARGIN
    page = FigureCanvasAgg(Figure(dpi=100)).figure
    lines = publish.wrap_text(page, finding, wide, size=12, weight="bold").splitlines()
    assert len(lines) <= 2, lines
