"""Charts are read back from their artists: one mark a person, at the right place, in order."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.measures import deals
from analysis.pictures import marks

mpl.use("agg")


@pytest.fixture
def ax():
    return Figure(figsize=(6.5, 5)).add_axes((0, 0, 1, 1))


def read_marks(ax, colour):
    """Places of all marks of one colour, filled or outlined."""
    places = []
    for collection in ax.collections:
        edges, faces = collection.get_edgecolor(), collection.get_facecolor()
        for number, offset in enumerate(collection.get_offsets()):
            colours = {to_hex(shade[number % len(shade)]) for shade in (edges, faces) if len(shade)}
            if colour.lower() in colours:
                places.append(tuple(map(float, offset)))
    return places


def read_texts(ax):
    return [text.get_text() for text in ax.texts]




def test_charges_draw_back_to_back_squares_with_their_counts(record, ax):
    plot_charges(charges.count_charges(record.detainees), record.label("detainees", "charge_type"), ax=ax)
    assert len(read_marks(ax, marks.COLOUR["russian_side"])) == 4
    assert len(read_marks(ax, marks.COLOUR["us_side"])) == 2
    assert {"hijacking or terrorism", "SECURITY", "CRIME", "2"} <= set(read_texts(ax))
    assert "POLITICS" not in read_texts(ax)


def test_charge_groups_draw_a_panel_an_era_on_one_scale(record, ax):
    plot_charge_groups(charges.count_charge_groups_by_era(record.detainees), ax=ax)
    panels = ax.child_axes
    assert [panel.get_title() for panel in panels] == list(deals.ERAS)
    assert len({panel.get_xlim() for panel in panels}) == 1
    assert [len(read_marks(panel, marks.COLOUR["russian_side"])) for panel in panels] == [1, 0, 3]
