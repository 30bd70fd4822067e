"""Charts are read back from their artists: one mark a person, at the right place, in order."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.measures import charges, deals, negotiators, sentences
from analysis.pictures import marks
from analysis.pictures.charges import plot_charge_groups, plot_charges
from analysis.pictures.negotiators import plot_negotiators
from analysis.pictures.sentences import plot_sentences, plot_served

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


def test_sentences_draw_one_dot_a_person_at_its_years(record, ax):
    labels = record.label("detainees", "charge_type")
    plot_sentences(sentences.select_sentences(record.detainees), labels, ax=ax)
    blue, orange = read_marks(ax, marks.COLOUR["russian_side"]), read_marks(ax, marks.COLOUR["us_side"])
    assert sorted(round(x, 2) for x, _ in blue) == [12.5, 16.0, 23.5]  # the last in the lane for death
    assert sorted(round(x, 2) for x, _ in orange) == [10.0, 20.0]  # the last in the lane for life
    assert [label.get_text() for label in ax.get_xticklabels()][-2:] == ["life", "death"]
    assert ax.get_yticklabels()[0].get_text() == "espionage"


def test_served_tracks_are_as_long_as_the_sentence_and_filled_as_far_as_served(record, ax):
    served = sentences.select_served(record.detainees, record.exchanges, pd.Timestamp("2024-12-31"))
    plot_served(served, ax=ax)
    east, west = ax.child_axes
    assert [label.get_text() for label in east.get_yticklabels()] == ["Dan Delta", "Gil Gamma"]
    assert [label.get_text() for label in west.get_yticklabels()] == ["Eve Eta", "Bob Beta"]
    assert [round(bar.get_width(), 3) for bar in east.patches][1] == round(491 / 365.25, 3)
    assert max(east.lines[2].get_xdata()) == 16


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


def test_contested_credit_looks_different_from_confirmed(record, ax):
    told = pd.concat(
        [record.negotiators, record.negotiators.iloc[[2]].assign(name="Lou Lima", credit="denied")], ignore_index=True
    )
    parts = negotiators.select_parts(told, record.exchanges)
    plot_negotiators(parts, record.exchanges, ax=ax)
    circles = [line for line in ax.lines if line.get_marker() == "o"]
    filled = [line for line in circles if line.get_markerfacecolor() != "none"]
    assert (len(circles), len(filled)) == (4, 2)
    assert len([line for line in ax.lines if line.get_marker() == "x"]) == 1
