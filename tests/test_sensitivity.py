"""How far the headline numbers move, worked by hand on the record of six people."""

import pytest
from conftest import SOUTH, write_card

from analysis import load_tables
from analysis.measures.sensitivity import measure_sensitivity, take_readings


@pytest.fixture
def doubted(root):
    """The small record with a card that counts three where it has one, and has Gil arrested a year later."""
    body = "[exchanges.2024-08-gamma]\nfreed_by_us_side = 3\n[detainees.gamma-gil]\nsentence_months = 180\n"
    write_card(root, "2024-08-03-south-gamma", SOUTH, body)
    return load_tables(root)


def test_each_number_moves_by_one_other_reading_at_a_time(doubted):
    table = measure_sensitivity(doubted).set_index("number")
    freed = table.loc["prisoners freed by the US side in deals"]
    assert freed[["value", "least", "most"]].tolist() == [2, 2, 4]
    assert freed["most_if"] == "Gamma and others: freed by the US side 3 people"
    years = table.loc["years left to serve, freed by the Russian side"]
    assert years["value"] - years["least"] == pytest.approx(1)
    assert years["most"] == years["value"]
    assert years["least_if"] == "Gil Gamma: sentence 15 years"
    swaps = table.loc["deals in which both sides freed somebody"]
    assert swaps[["value", "least", "most", "least_if", "most_if"]].tolist() == [2, 2, 2, "", ""]


def test_those_reported_held_are_the_least_of_those_not_known_to_be_free(doubted):
    row = measure_sensitivity(doubted).set_index("number").loc["Americans not known to be free"]
    assert row[["value", "least", "most"]].tolist() == [1, 0, 1]


def test_a_reading_that_could_not_stand_there_is_left_out_and_the_others_change_their_cell_alone(doubted):
    cell = ("detainees", "gamma-gil", "sentence_months")
    readings = [
        (*cell, "many"),
        (*cell, "180"),
        ("exchanges", "1986-09-alpha-beta", "kind", "one_sided"),
        (*cell, "96"),
    ]
    taken = dict(take_readings(doubted, readings))
    assert list(taken) == [readings[2], readings[1], readings[3]]
    assert [taken[one].detainees.loc[2, "sentence_months"] for one in readings[1:]] == [180, 192, 96]
    assert taken[readings[2]].exchanges["kind"].tolist() == ["one_sided", "multi_party"]
    assert doubted.detainees.loc[2, "sentence_months"] == 192
