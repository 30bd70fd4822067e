import pandas as pd

from analysis import load_tables


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


def test_a_date_that_spans_two_terms_has_no_leader(root):
    deals = root / "data" / "exchanges.csv"
    deals.write_text(deals.read_text("utf-8").replace("2024-08-01,2024-08-02", "2025-01,"), "utf-8")
    people = root / "data" / "detainees.csv"
    people.write_text(people.read_text("utf-8").replace("2024-08-01", "2025-01"), "utf-8")
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
