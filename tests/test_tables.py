import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from analysis import evidence, load_tables
from analysis.__main__ import main
from analysis.record.files import ROOT


def test_codes_load_in_codebook_order_with_labels_and_groups(root):
    record = load_tables(root)
    assert record.detainees["charge_type"].cat.ordered
    assert list(record.detainees["charge_type"].cat.categories)[:2] == ["espionage", "treason"]
    assert record.label("detainees", "charge_type")["arms_sanctions"] == "arms and sanctions"
    assert record.detainees["charge_group"].tolist() == [
        "security",
        "security",
        "security",
        "security",
        "crime",
        "crime",
    ]


def test_side_and_leaders_are_computed_not_typed(root):
    record = load_tables(root)
    assert record.detainees["side"].tolist() == [
        "russian_side",
        "us_side",
        "russian_side",
        "russian_side",
        "us_side",
        "russian_side",
    ]
    assert record.exchanges["us_leader"].tolist() == ["Lee Lambda", "Mia Mu"]
    assert record.exchanges["kremlin_leader"].tolist() == ["Nat Nu", "Pat Pi"]
    assert record.exchanges["year"].tolist() == [1986, 2024]


def test_nobody_is_given_a_deal_before_its_day_was_known(whole):
    for day in ("1961-01-26", "1974-09-01", "2025-06-01", "2026-08-12"):
        deals = whole.where(known_on=day).exchanges
        undated = deals[deals["date"].isna()]
        assert undated[["us_leader", "kremlin_leader"]].isna().all(axis=None), day


def test_a_date_that_spans_two_terms_has_no_leader(root):
    deals = root / "data" / "exchanges.csv"
    deals.write_text(deals.read_text("utf-8").replace("2024-08-01,2024-08-02", "2024-08,"), "utf-8")
    leaders = root / "data" / "leaders.csv"
    leaders.write_text(leaders.read_text("utf-8").replace("2025-01-20", "2024-08-15"), "utf-8")
    exchanges = load_tables(root).exchanges
    assert exchanges["us_leader"].fillna("").tolist() == ["Lee Lambda", ""]
    assert exchanges["kremlin_leader"].tolist() == ["Nat Nu", "Pat Pi"]


def test_dates_and_numbers_are_typed_and_empty_is_missing(root):
    detainees = load_tables(root).detainees
    assert detainees.loc[1, "arrested_earliest"] == pd.Timestamp("1986-08-01")
    assert detainees.loc[1, "arrested_latest"] == pd.Timestamp("1986-08-31")
    assert str(detainees["sentence_months"].dtype) == "Int64"
    assert detainees["sentence_months"].isna().tolist() == [True, False, False, True, True, False]
    assert pd.isna(detainees.loc[5, "released_latest"])


def test_the_table_of_tables_counts_rows(root):
    summary = load_tables(root).summarise().set_index("table")["rows"]
    expected = {"exchanges": 2, "detainees": 6, "negotiators": 3, "leaders": 4, "rulings": 0, "second_coding": 7}
    assert summary.to_dict() == expected


def test_the_day_a_status_was_last_confirmed_comes_from_the_cards(root):
    assert load_tables(root).detainees["last_confirmed"].tolist() == [pd.Timestamp("2024-08-02")] * 6


@pytest.mark.slow
def test_a_checkout_is_named_as_a_text_or_a_path_and_anything_else_is_one_line_that_says_so(root, monkeypatch, capsys):
    monkeypatch.setenv("HOME", str(root.parent))
    monkeypatch.chdir(root.parent)
    for named in (str(root), f"~/{root.name}", root.name, f"{root}/"):
        assert len(load_tables(named).detainees) == 6, named
    assert evidence.trace_cell("detainees", "zeta-zoe", "sentence_months", str(root))["value"].tolist() == ["150"]
    for wrong in ("nowhere", root / "seeds", root / "data" / "leaders.csv", "", None, 5):
        with pytest.raises(FileNotFoundError, match="no checkout of the record") as told:
            load_tables(wrong)
        assert "load_tables('PATH')" in str(told.value), wrong
    assert main(["--root", root.name, "check"]) == 0
    assert main(["--root", "nowhere", "check"]) == 1
    assert main(["--root", root.name, "notebooks"]) == 1  # they import the record beside the code
    assert main(["--root", root.name]) == main(["--root"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("Nothing to mend")
    assert "make notebooks" in out.splitlines()[1]
    assert err.splitlines()[0].startswith("nowhere: no checkout of the record")


@pytest.mark.slow
def test_a_package_installed_alone_says_that_it_reads_a_checkout_and_exports_where_one_works(root, tmp_path):
    """The code without data/ beside it, as pip installs it."""
    shutil.copytree(ROOT / "src" / "analysis", tmp_path / "lib" / "python3" / "site-packages" / "analysis")
    (tmp_path / "elsewhere").mkdir()
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "lib" / "python3" / "site-packages")}
    code = f"from analysis import *; print(publish.EXPORTS.absolute(), len(load_tables({str(root)!r}).detainees)); load_tables()"
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=tmp_path / "elsewhere", env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == [str(tmp_path / "elsewhere" / "exports"), "6"]
    assert done.stderr.splitlines()[-1].startswith("FileNotFoundError: [Errno 2] no checkout of the record stands here")
