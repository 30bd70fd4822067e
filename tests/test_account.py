"""What is known of one row, as explorer and site show it."""

import pytest

from analysis.evidence.account import compare_reading, trace_values
from analysis.record.schema import format_months


def test_every_filled_cell_that_needs_evidence_is_told_once_in_codebook_order(record):
    columns = [value.column for value in trace_values(record, "detainees", "zeta-zoe")]
    cells = record.standing[record.standing["row"] == "zeta-zoe"]
    assert sorted(columns) == sorted(cells["column"])
    assert columns.index("name") < columns.index("arrested") < columns.index("sentence_months")


def test_readings_say_how_they_compare_and_whose_they_are(disputed):
    values = {value.column: value for value in trace_values(disputed, "detainees", "zeta-zoe")}
    term = values["sentence_months"]
    assert (term.words, term.standing_words, term.rule) == ("12 years 6 months", "disputed", "closer source")
    assert [(reading.words, reading.says) for reading in term.readings] == [
        ("12 years 6 months", "same"),
        ("12 years", "other"),
    ]
    assert [reading.cited for reading in term.readings] == [False, True]
    assert all(reading.shared for reading in term.readings)  # South carries what North reported
    assert [reading.says for reading in values["arrested"].readings] == ["same", "coarser"]
    assert values["arrested"].words == "5 January 2024"


def test_a_finer_reading_is_no_other_one():
    field = {"evidence": "coded", "partialDate": True}
    assert compare_reading("2024-08-01", "2024-08", field) == "finer"
    assert compare_reading("2024-09", "2024-08", field) == "other"


def test_a_record_set_back_has_no_later_document(disputed):
    then = disputed.where(known_on="2024-08-02")
    readings = [reading for value in trace_values(then, "detainees", "zeta-zoe") for reading in value.readings]
    assert {reading.publisher for reading in readings} == {"North"}


@pytest.mark.parametrize(
    ("months", "words"), [(1, "1 month"), (12, "1 year"), (150, "12 years 6 months"), (0, "0 months")]
)
def test_months_are_told_as_courts_give_them(months, words):
    assert format_months(months) == words
