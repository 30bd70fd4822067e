"""The committed figures as a graphics editor sees them: nothing runs off the page, no headline takes three lines."""

import io
import json

import matplotlib.image as images
import pytest

from analysis import load_tables
from analysis.pictures import PICTURES, page
from analysis.record.files import ROOT

FIGURES = [ROOT / "figures" / f"{name}.png" for name in PICTURES]
ENDINGS = ["png", "svg", "pdf", "csv", "json"]
EDGE = 10  # pixels of white paper on every side


@pytest.fixture(scope="module")
def record():
    return load_tables()


def test_the_committed_figures_are_those_of_the_pictures_and_no_other():
    written = {path.name for path in (ROOT / "figures").iterdir()}
    assert written == {f"{name}.{ending}" for name in PICTURES for ending in ENDINGS}


def find_clipped(picture):
    """The edges of a PNG that something touches."""
    page = images.imread(picture)[..., :3].min(axis=2)
    edges = {"top": page[:EDGE], "bottom": page[-EDGE:], "left": page[:, :EDGE], "right": page[:, -EDGE:]}
    return [name for name, strip in edges.items() if strip.min() < 1]


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.stem)
def test_nothing_is_clipped_at_an_edge(path):
    assert find_clipped(path) == []


@pytest.mark.parametrize(
    ("view", "chosen"),
    [
        ("exchanges-by-year", {"kind": "one_sided"}),
        ("exchanges-by-year", {"known_on": "1986-03-01"}),
        ("charges-by-side", {"side": "russian_side"}),
        ("charges-by-side", {"charge_group": "crime"}),
        ("ledger", {"charge_group": "crime"}),
        ("custody-survival", {"outcome": "still_held"}),
        ("custody-survival", {"charge_type": "espionage"}),
        ("held-over-time", {"known_on": "2025-02-11"}),
        ("held-lanes", {"charge_type": "drugs"}),
        ("held-lanes", {"negotiator": "Roger Carstens"}),
    ],
)
def test_a_filtered_view_keeps_to_its_page(record, view, chosen):
    """A few people or one side only leave other room for words than the whole record does."""
    picture = PICTURES[view](record.where(**chosen))
    assert find_clipped(io.BytesIO(picture.png)) == []
    assert picture.figure.texts[0].get_text().count("\n") < 2


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.stem)
def test_a_headline_takes_two_lines_at_most(path):
    finding = json.loads(path.with_suffix(".json").read_text("utf-8"))["finding"]
    wide = page.WIDTH - 2 * page.MARGIN
    lines = page.wrap_text(finding, wide, size=12, weight="bold").splitlines()
    assert len(lines) <= 2, lines
