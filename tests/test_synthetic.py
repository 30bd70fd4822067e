"""The synthetic record of the benchmark stays a sound one, so that the benchmark cannot rot."""

import bench
import pytest
import synthetic

from analysis import load_tables
from analysis.record import cards


def test_a_synthetic_record_of_a_thousand_detentions_loads(tmp_path):
    record = load_tables(synthetic.write_record(tmp_path, 1_000))
    assert len(record.detainees) == 1_000
    assert record.detainees["sentence_kind"].nunique() > 3


def test_synthetic_cards_load_without_a_problem(tmp_path):
    found = cards.load_cards(synthetic.write_cards(tmp_path, 100))
    assert found["source"].nunique() == 100


@pytest.mark.slow
def test_the_benchmark_finds_for_every_measure_what_it_asks_for():
    seconds = bench.time_measures(str(bench.NOW))
    assert {"record.known.set_back", "measures.custody.measure_custody", "claims.counts.people_named"} <= seconds.keys()
