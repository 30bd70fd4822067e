"""The database holds what the tables hold, keeps its keys, and answers as the measures do."""

import sqlite3

import pandas as pd
import pytest
import yaml

from analysis import evidence
from analysis.measures.custody import measure_custody
from analysis.measures.deals import count_freed_by_leaders
from analysis.record.files import ROOT
from analysis.record.schema import select_fields
from analysis.release import database, frames
from analysis.release.questions import QUESTIONS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def record(whole):
    return whole


@pytest.fixture(scope="module")
def base(record):
    """The database of the whole record, as a reader opens it."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(database.build(record, ROOT))
    yield connection
    connection.close()


def ask(base, sql, *values):
    return pd.read_sql_query(sql, base, params=values)


def answer(base, words):
    (sql,) = [sql for question, sql in QUESTIONS.items() if words in question]
    return ask(base, sql)


def test_every_key_holds(base):
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    keys = {row[2] for row in base.execute("PRAGMA foreign_key_list(detainees)")}
    assert {"exchanges", "codes_states", "codes_detainees_charge_type", "codes_detainees_outcome"} <= keys
    assert [row[2] for row in base.execute("PRAGMA foreign_key_list(rulings)")].count("standings") == 3


def test_read_back_it_equals_the_tables(record, base):
    descriptor = frames.describe(record.descriptor)
    for table, frame in frames.gather(record).items():
        back = ask(base, f"SELECT * FROM {table}").rename(columns={new: old for old, new in database.RENAMED.items()})
        key = next(of["schema"]["primaryKey"] for of in descriptor["resources"] if of["name"] == table)
        texts = back[list(frame)].astype("object").apply(lambda column: column.map(spell, na_action="ignore"))
        ours, theirs = (of.sort_values(key, ignore_index=True).fillna("") for of in (frame, texts))
        assert ours.astype("object").equals(theirs.astype("object")), table


def spell(value):
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_days_and_codes_are_those_of_the_typed_tables(record, base):
    people = ask(base, "SELECT * FROM detainees")
    assert people["detainee_id"].tolist() == record.detainees["detainee_id"].tolist()
    for name in ("arrested_earliest", "arrested_latest", "released_latest", "last_confirmed"):
        assert pd.to_datetime(people[name]).astype("datetime64[s]").equals(record.detainees[name]), name
    labels = ask(base, "SELECT code, name FROM codes_detainees_outcome ORDER BY position")
    assert dict(labels.to_numpy().tolist()) == record.label("detainees", "outcome")
    pairs = record.detainees.set_index("detainee_id")["citizenship"].dropna().str.split(";").explode()
    assert set(base.execute("SELECT * FROM citizenships")) == set(pairs.items())


def test_sql_counts_the_people_freed_under_each_president_as_the_notebook_does(record, base):
    told = answer(base, "each president").set_index("president")
    ours = count_freed_by_leaders(record.exchanges, record.detainees)
    ours = ours.groupby("us_leader", sort=False).sum(numeric_only=True)
    assert told[list(ours)].to_dict() == ours.to_dict()
    assert told["americans"].sum() > 10


def test_sql_says_who_was_exchanged_for_whom(base):
    assert answer(base, "Griner")["name"].tolist() == ["Viktor Bout"]


def test_sql_gives_the_documents_behind_a_value_and_those_that_differ(record, base):
    told = answer(base, "Fogel")
    ours = evidence.trace_cell("detainees", "fogel-marc", "arrested")
    assert sorted(told["documents_value"]) == sorted(ours["value"])
    day = record.raw["detainees"].set_index("detainee_id").at["fogel-marc", "arrested"]
    assert set(told["our_value"]) == {day}
    assert (told["documents_value"] == day).equals(told["compared"] == "same")
    assert (told["compared"] == "other").any()


def test_sql_lists_those_last_reported_held(record, base):
    ours = record.where(us=True, side="russian_side", outcome="still_held").detainees
    told = answer(base, "last reported held")
    assert sorted(told["name"]) == sorted(ours["name"])
    assert told["arrested"].is_monotonic_increasing


def test_sql_lists_every_dispute_with_its_ruling(record, base):
    disputed = record.standing[record.standing["standing"] == "disputed"]
    told = answer(base, "contradict")
    assert sorted(told["our_value"]) == sorted(disputed["value"])
    assert told["reason"].notna().all()


def test_the_views_hold_everybody(record, base):
    custody = measure_custody(record.detainees, record.data_through).set_index("detainee_id")
    told = ask(base, "SELECT * FROM days_held").set_index("detainee_id").reindex(custody.index)
    for name in ("days_min", "days_max"):
        assert told[name].astype("Int64").equals(custody[name])
    freed = ask(base, "SELECT * FROM freed_by_deal")
    assert sorted(freed["detainee_id"]) == sorted(record.detainees.dropna(subset="exchange_id")["detainee_id"])
    headline = record.exchanges["exchange_id"][record.exchanges["kind"] != "mediated"]
    assert set(freed.loc[freed["counted"] == 1, "exchange_id"]) <= set(headline)
    evident = ask(base, "SELECT COUNT(*) AS number FROM evidence")["number"].item()
    assert evident == ask(base, "SELECT COUNT(*) AS number FROM readings WHERE compared IS NOT NULL")["number"].item()


@pytest.mark.parametrize("typed", ["poczobut", "Poczobut", "pawlowski", "Pawłowski", "shcharansky", "sharansky"])
def test_a_name_is_found_with_and_without_its_marks_and_by_other_spellings(base, typed):
    sql = "SELECT name FROM detainees WHERE rowid IN (SELECT rowid FROM detainees_fts WHERE detainees_fts MATCH ?)"
    assert len(ask(base, sql, typed)) == 1


@pytest.mark.parametrize("typed", ["bialowieza", "Białowieża"])
def test_a_place_is_found_with_and_without_its_marks(base, typed):
    sql = "SELECT name FROM exchanges WHERE rowid IN (SELECT rowid FROM exchanges_fts WHERE exchanges_fts MATCH ?)"
    assert len(ask(base, sql, typed)) == 1


def test_what_datasette_is_told_is_there(record, base):
    """Every table and column described exists, every label column too, and every question can be asked."""
    told = yaml.safe_load(database.build_metadata(record, ROOT))
    ((name, about),) = told["databases"].items()
    assert name.endswith(f"-{record.version}")
    for table, described in about["tables"].items():
        columns = {row[1] for row in base.execute(f"PRAGMA table_info({table})")}
        assert set(described["columns"]) == {name for name in columns if not name.endswith(("_earliest", "_latest"))}
        assert described.get("label_column", "source") in columns | {"source"}
    assert [query["sql"] for query in about["queries"].values()] == list(QUESTIONS.values())
    assert (
        select_fields(record.descriptor, "detainees")["name"]["description"]
        == about["tables"]["detainees"]["columns"]["name"]
    )
