"""The record itself: sound, documented, readable for others, and free of what must not be in it."""

import re
import subprocess
import sys

import pytest

from analysis.record import tables
from analysis.record.files import ROOT
from analysis.record.standing import KEY_CELLS


@pytest.fixture(scope="module")
def record(whole):
    return whole


@pytest.fixture(scope="module")
def cells(record):
    return record.standing


@pytest.mark.slow
def test_make_check_finds_nothing():
    done = subprocess.run([sys.executable, "-m", "analysis", "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("Nothing to mend")


def test_make_check_prints_every_problem_and_fails(root, capsys):
    from analysis.__main__ import check

    path = root / "data" / "detainees.csv"
    path.write_text(path.read_text("utf-8").replace(",192,", ",-3,").replace(",espionage,", ",spying,", 1), "utf-8")
    assert check(root) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "data/detainees.csv:4: sentence_months: -3: expected a whole number of months above 0" in lines
    assert any(
        line.startswith("data/detainees.csv:2: charge_type: spying: expected one of espionage") for line in lines
    )


def test_no_coded_cell_is_unsupported(cells):
    assert (cells["standing"] != "unsupported").all()


def test_most_key_cells_have_two_independent_voices(cells):
    key = cells[(cells["table"] == "detainees") & cells["column"].isin(KEY_CELLS)]
    assert (key["voices"] > 1).mean() >= 0.8


def test_a_third_party_accepts_the_data_package():
    from frictionless import Package

    report = Package(str(ROOT / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_no_document_is_carded_twice(record):
    documents = record.cards.drop_duplicates("source").dropna(subset="url")
    plain = documents["url"].str.replace(r"^https?://(www\.)?", "", regex=True).str.rstrip("/").str.casefold()
    assert documents.loc[plain.duplicated(keep=False), ["source", "url"]].to_dict("records") == []


def test_cards_hold_no_passages_only_our_own_short_words():
    paths = list((ROOT / "seeds").glob("*/*.toml"))
    assert len(paths) > 500
    for path in paths:
        longest = max(map(len, re.findall(r'"([^"]*)"', path.read_text("utf-8"))), default=0)
        assert longest < 600, path.name


def test_an_exchange_without_a_negotiator_says_so():
    raw = tables.load_raw()
    deals = raw["exchanges"].set_index("exchange_id")["notes"].fillna("")
    without = deals[~deals.index.isin(raw["negotiators"]["exchange_id"])]
    assert without.str.contains("No negotiator is named in the documents read").all()
