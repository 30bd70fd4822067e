"""Every picture as a graphics desk sees it: measured, on the wide and on the narrow page."""

import io
import re
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from analysis.pictures import PICTURES
from analysis.pictures.page import DPI, FOOT, NARROW, STYLE, WIDTH, describe_svg, render
from analysis.record.files import ROOT

ENDINGS = [".png", ".svg", ".pdf", ".csv", ".json", "-narrow.png", "-narrow.svg"]
EDGE = 10  # pixels of white paper on every side
TOUCH = 1.0  # points by which the boxes of two texts may run into one another: letters do not fill their boxes
WHITE = {"exchanges-by-year": "years without a deal"}  # pictures whose white paper says something, and what
SHORT = ["sentences", "time-served", "charges", "charges-then-and-now", "fact-check", "standing-of-values"]
PAGES = [(name, wide) for name in PICTURES for wide in (WIDTH, NARROW)]
NAMES = [f"{name}{'' if wide == WIDTH else '-narrow'}" for name, wide in PAGES]


@pytest.fixture(scope="module")
def record(whole):
    return whole


@pytest.fixture(scope="module")
def drawn(record):
    """Each picture of the whole record, drawn once."""
    kept = {}

    def draw(name):
        return kept.setdefault(name, PICTURES[name](record))

    return draw


def open_page(picture, wide):
    return picture.figure if wide == WIDTH else picture.narrow


def draw_ink(figure):
    """The darkest colour of every pixel of a page as a PNG has it, 0 to 255."""
    buffer = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(buffer, format="rgba", dpi=DPI)
    wide = int(figure.get_figwidth() * DPI)
    red, green, blue, _ = np.moveaxis(np.frombuffer(buffer.getvalue(), np.uint8).reshape(-1, wide, 4), 2, 0)
    return np.minimum(np.minimum(red, green), blue)


def find_clipped(page):
    """The edges of a page, as draw_ink gives it, that something touches."""
    edges = {"top": page[:EDGE], "bottom": page[-EDGE:], "left": page[:, :EDGE], "right": page[:, -EDGE:]}
    return [name for name, strip in edges.items() if strip.min() < 253]


def list_texts(figure):
    """The texts that are seen, each with its size and its box in points."""
    renderer, scale = figure.canvas.get_renderer(), 72 / figure.dpi
    found = []
    for text in figure.findobj(Text):
        box = text.get_window_extent(renderer)
        if text.get_text().strip() and text.get_visible() and box.width > 0:
            found.append((text.get_text(), text.get_fontsize(), box.extents * scale))
    return found


def measure_white(page):
    """The largest empty rectangle of a page, as draw_ink gives it, as a share of it."""
    ink = page < 248
    step = max(1, round(DPI * 0.04))
    rows, columns = (size // step for size in ink.shape)
    cells = ink[: rows * step, : columns * step].reshape(rows, step, columns, step).any(axis=(1, 3))
    largest, heights = 0, np.zeros(columns, int)
    for row in cells:
        heights = np.where(row, 0, heights + 1)
        open_bars = []
        for place, height in enumerate([*heights, 0]):
            start = place
            while open_bars and open_bars[-1][1] >= height:
                start, tall = open_bars.pop()
                largest = max(largest, tall * (place - start))
            open_bars.append((start, height))
    return largest / (rows * columns)


def test_the_committed_figures_are_those_of_the_pictures_and_no_other():
    written = {path.name for path in (ROOT / "figures").iterdir()}
    assert written == {f"{name}{ending}" for name in PICTURES for ending in ENDINGS}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "wide"), PAGES, ids=NAMES)
def test_a_page_is_set_so_that_it_can_be_read(drawn, name, wide):
    figure = open_page(drawn(name), wide)
    texts = list_texts(figure)
    assert len(texts) > 3
    assert [words for words, *_ in texts if re.search(r"\d\s+%", words)] == []  # 95%, as everywhere
    small = [(words, size) for words, size, _ in texts if size < FOOT]
    assert small == []
    over = [
        (first[0], second[0])
        for first, second in combinations(texts, 2)
        if min(first[2][2], second[2][2]) - max(first[2][0], second[2][0]) > TOUCH
        and min(first[2][3], second[2][3]) - max(first[2][1], second[2][1]) > TOUCH
    ]
    assert over == []
    page = draw_ink(figure)
    assert find_clipped(page) == []
    if name not in WHITE:
        assert measure_white(page) <= 0.25


@pytest.mark.parametrize("name", ["places", "ankara"])
def test_a_png_has_the_colours_that_were_drawn(drawn, name):
    figure = drawn(name).narrow
    packed = np.asarray(Image.open(io.BytesIO(render(figure, "png"))).convert("RGB"), int)
    assert np.abs(packed.min(axis=2) - draw_ink(figure)).max() <= 3


@pytest.mark.parametrize("name", PICTURES)
def test_a_headline_is_one_idea(drawn, name):
    finding = drawn(name).finding
    assert len(finding) <= 90
    assert not finding.endswith(".")
    assert ";" not in finding
    numbers = re.findall(r"\d[\d,.]*", re.sub(r"\b(19|20)\d\d\b", "", finding))
    assert len(numbers) <= 2, numbers


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_in_words_what_it_shows(drawn, name):
    picture = drawn(name)
    alt, finding = picture.papers["alt"], picture.finding
    assert finding in alt
    assert not re.search(r"\d\s+%", alt + picture.answer)
    assert name not in SHORT or len(picture.papers["unit"]) <= 220
    assert len(alt) > len(finding) + 60  # what kind of picture, and a sentence that the headline does not say
    svg = describe_svg(render(picture.figure, "svg"), finding, alt).decode()
    assert svg.count("<text") >= len([text for text in list_texts(picture.figure) if "\n" not in text[0]]) / 2
    assert "<title>" in svg and "<desc>" in svg and 'role="img"' in svg
    assert "Verdana" in svg


@pytest.mark.slow
@pytest.mark.parametrize(
    ("view", "chosen"),
    [
        ("exchanges-by-year", {"kind": "one_sided"}),
        ("exchanges-by-year", {"known_on": "1986-03-01"}),
        ("places", {"kind": "one_sided"}),
        ("places", {"known_on": "1986-03-01"}),
        ("charges", {"side": "russian_side"}),
        ("charges", {"charge_group": "crime"}),
        ("years-left", {"charge_group": "crime"}),
        ("sentences", {"charge_type": "drugs"}),
        ("time-served", {"side": "us_side"}),
        ("ways-out", {"outcome": "still_held"}),
        ("ways-out", {"charge_type": "espionage"}),
        ("held-over-time", {"known_on": "2025-02-11"}),
        ("left-behind", {"charge_type": "drugs"}),
        ("left-behind", {"negotiator": "Roger Carstens"}),
    ],
)
def test_a_filtered_view_keeps_to_its_page(record, view, chosen):
    """A few people or one side only leave other room for words than the whole record does."""
    picture = PICTURES[view](record.where(**chosen))
    assert find_clipped(draw_ink(picture.figure)) == []
