import base64
import io
import json
import re

import matplotlib as mpl
import matplotlib.style
import pandas as pd
import pytest
from conftest import SOUTH, write_card
from PIL import Image

from analysis import load_tables
from analysis.measures import deals
from analysis.pictures import page, publish
from analysis.pictures.exchanges import plot_exchanges
from analysis.pictures.listing import measure_columns
from analysis.pictures.publish import Basis, Count
from analysis.record.files import ROOT

ODD = {"font.size": 30, "font.family": "serif", "text.hinting": "no_hinting", "axes.grid": True}
ODD |= {
    "savefig.dpi": 50,
    "savefig.bbox": "tight",
    "lines.linewidth": 9,
    "axes.spines.left": False,
    "path.sketch": (5, 50, 5),
    "svg.id": "mine",
}
SPELT = ("display.float_format", "{:.0f}".format, "display.precision", 1, "display.max_rows", 1, "display.width", 10)
UNIT, KIND = "One square is one person.", "Unit chart of deals"
BASIS = Basis("01-exchanges-by-year", {"exchanges": ["2024-08-gamma", "1986-09-alpha-beta"]}, {"exchanges": ["date"]})


def draw(record, finding="Two deals freed five people.", unit=UNIT, count=None, basis=BASIS):
    count = count or Count(1, 2, "deals", "one that was only brokered")
    freed = deals.count_freed(record.exchanges)
    also = "One was brokered."
    return publish.show(record, plot_exchanges, freed, finding, unit, KIND, count, basis, also=also)


@pytest.fixture
def picture(record):
    return draw(record)


def test_finding_unit_and_foot_stand_round_the_chart(picture, record):
    finding, unit, foot = [text.get_text().replace("\n", " ") for text in picture.figure.texts]
    assert finding == "Two deals freed five people."
    assert unit == "One square is one person."
    assert foot.startswith("1 of 2 deals; left out: one that was only brokered. Publicly known cases to ")
    assert record.version in foot


def test_texts_stay_inside_the_figure(record):
    long = "A finding of many words that goes on and on about every deal that there was " * 3
    picture = draw(record, long, long, Count(2, 2))
    renderer = picture.figure.canvas.get_renderer()
    for text in picture.figure.texts:
        box = text.get_window_extent(renderer)
        assert box.x1 <= picture.figure.bbox.width
        assert 0 <= box.y0 < box.y1 <= picture.figure.bbox.height


def test_leaving_people_out_without_saying_why_is_refused(record):
    with pytest.raises(ValueError, match="1 of 2 deals are not shown"):
        draw(record, count=Count(1, 2, "deals"))


def test_whom_all_would_leave_out_is_not_said_where_all_are_shown(record):
    picture = draw(record, count=Count(2, 2, "deals", "one that was only brokered"))
    assert picture.papers["left_out"] == ""
    assert picture.figure.texts[2].get_text().startswith("All 2 deals. Publicly known cases to")


def test_a_picture_shows_itself_as_an_image_that_is_described(picture, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **options: shown.append(data))
    picture._ipython_display_()
    (page,) = shown
    assert page["text/plain"] == "Unit chart of deals. Two deals freed five people. One was brokered."
    narrow, wide, alt = re.fullmatch(
        r'<picture><source media="[^"]*" srcset="data:image/png;base64,([^"]*)">'
        r'<img src="data:image/png;base64,([^"]*)" alt="([^"]*)" style="[^"]*"></picture>',
        page["text/html"],
    ).groups()
    assert base64.b64decode(wide) == picture.png
    assert Image.open(io.BytesIO(base64.b64decode(narrow))).width == Image.open(io.BytesIO(picture.png)).width // 2
    assert alt == page["text/plain"]


def test_the_answer_of_a_picture_says_what_its_headline_does_not(picture):
    assert picture.answer._repr_markdown_() == "**Two deals freed five people. One was brokered.**"


def test_a_listing_escapes_what_would_be_markup():
    html = publish.Listing(pd.DataFrame({"name": ["<script>alert(1)</script>"]}))._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_listing_leaves_missing_values_blank_rounds_numbers_and_writes_days():
    days = pd.to_datetime(pd.Series(["2024-08-01", None]))
    frame = pd.DataFrame({"years": pd.array([2.25, None], dtype="Float64"), "name": ["A", None], "day": days})
    html = publish.Listing(frame)._repr_html_()
    assert "2.2<" in html
    assert "2024-08-01<" in html
    assert not [word for word in ("NA", "None", "nan", "NaT") if word in html]


def test_a_year_in_a_listing_is_no_number_of_thousands():
    frame = pd.DataFrame({"year": pd.array([1961, None], dtype="Int64"), "people": [1961, 2]})
    assert publish.Listing(frame).list_cells()[1] == [["1961", "1,961"], ["", "2"]]


def test_no_word_of_a_listing_is_broken_by_its_column():
    frame = pd.DataFrame({"a": ["uninterruptedly"], "b": ["one two " * 40], "number": [12345]})
    heads, rows, _ = publish.Listing(frame).list_cells()
    widths, letters = measure_columns(heads, rows)
    assert sum(widths) == pytest.approx(100)
    for width, *column in zip(widths, heads, *rows, strict=True):
        assert max(len(word) for text in column for word in text.split()) <= letters * width / 100
    assert letters < 150


@pytest.mark.slow
def test_export_writes_the_same_bytes_whatever_its_user_has_set_with_rows_and_papers(record, picture, tmp_path):
    written = publish.export({"freed": picture}, tmp_path / "a")
    words = ["Williamson", *UNIT.split()]
    wide = [page.measure_word(word, 9, "normal") for word in words]
    page.measure_word.cache_clear()
    with mpl.style.context(ODD), pd.option_context(*SPELT):
        publish.export({"freed": draw(record)}, tmp_path / "b")
        assert [page.measure_word(word, 9, "normal") for word in words] == wide
        assert mpl.rcParams["font.size"] == 30  # what they have set stays as it was
    page.measure_word.cache_clear()
    assert written["figure"].tolist() == [f"{tmp_path}/a/freed"]
    assert written["files"].tolist() == ["png svg pdf csv json -narrow.png -narrow.svg"]
    assert written["sources"].tolist() == [1]
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
    papers = json.loads((tmp_path / "a" / "freed.json").read_text("utf-8"))
    assert papers["finding"] == "Two deals freed five people."
    assert (papers["shown"], papers["of"], papers["left_out"]) == (1, 2, "one that was only brokered")
    assert papers["sources"] == ["2024-08-02-north-gamma"]
    rows = pd.read_csv(tmp_path / "a" / "freed.csv")
    assert rows["freed_by_russian_side"].tolist() == [1, 2]


@pytest.mark.parametrize("name", ["../secret", "A", "a b", "", "a/b", "a.png"])
def test_a_name_that_leaves_the_folder_is_refused(picture, tmp_path, name):
    with pytest.raises(ValueError, match="no figure name"):
        publish.export({"sound": picture, name: picture}, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_is_no_picture_and_the_folder_of_the_record_are_refused_before_anything_is_written(picture, tmp_path):
    for wrong, words in [
        ({"a": 1}, "a: 1 is no picture"),
        (picture, "no figure name"),
        ({None: picture}, "no figure name"),
    ]:
        with pytest.raises(ValueError, match=words):
            publish.export(wrong, tmp_path / "out")
    with pytest.raises(ValueError, match="make figures"):
        publish.export({"a": picture}, ROOT / "figures")
    assert not (tmp_path / "out").exists()
    assert repr(picture).startswith(f"<Picture: {picture.finding} (")


@pytest.mark.parametrize("words", ["../../secret", "/etc/passwd", "a\0b\n", "İ ﬁ – …", "..", "x" * 5000])
def test_filters_in_a_name_never_leave_the_folder(words):
    name = publish.extend_name("freed", {words: words})
    assert re.fullmatch(r"freed(-[a-z0-9]+)*", name)
    assert len(name) <= publish.LONGEST_NAME


def test_papers_name_the_rows_drawn_the_rule_of_listing_and_the_notebook(record):
    basis = Basis("03-charges", {"detainees": ["gamma-gil", "alpha-ann"]}, {"detainees": ["arrested"]}, "americans")
    papers = draw(record, basis=basis).papers
    assert (papers["people"], papers["deals"]) == (["alpha-ann", "gamma-gil"], [])
    assert papers["listed_by"] == publish.LISTED_BY["americans"]
    assert papers["notebook"] == "notebooks/03-charges.ipynb"
    assert draw(record).papers["deals"] == ["1986-09-alpha-beta", "2024-08-gamma"]
    assert draw(record).papers["listed_by"] == publish.LISTED_BY["people"]


def test_sources_are_the_cards_that_speak_of_these_rows_in_these_columns(root):
    for name, body in [
        ("2023-04-01-south-gil", '[detainees.gamma-gil]\narrested = "2023-03"\n'),
        ("2024-08-03-south-gil", "[detainees.gamma-gil]\nsentence_months = 192\n"),
        ("2024-08-04-south-zoe", '[detainees.zeta-zoe]\narrested = "2024-01-05"\n'),
        ("2024-08-05-south-date", '[exchanges.2024-08-gamma]\ndate = "2024-08-01"\n'),
    ]:
        write_card(root, name, SOUTH | {"published": name[:10]}, body)
    record, everything = load_tables(root), "2024-08-02-north-gamma"
    basis = Basis("03-charges", {"detainees": ["gamma-gil"]}, {"detainees": ["arrested", "released"]})
    assert draw(record, basis=basis).papers["sources"] == ["2023-04-01-south-gil", everything]
    assert draw(record).papers["sources"] == [everything, "2024-08-05-south-date"]
    assert draw(record, basis=Basis("10-fact-check", documents=["b", "a", "b"])).papers["sources"] == ["a", "b"]
    early = record.where(known_on="2024-08-01")  # what was not yet published is no source of what was known
    assert draw(early, basis=basis, count=Count(1, 1)).papers["sources"] == ["2023-04-01-south-gil"]


def test_a_deal_under_another_id_still_has_its_sources_and_its_papers_keep_that_id(root):
    """Ann Alpha is named in the deal's name but not yet known in it, so the day's record calls it deal-1."""
    body = '[exchanges.1986-09-alpha-beta]\ndate = "1986-09-29"\nkind = "swap"\nfreed_by_us_side = 1\nfreed_by_russian_side = 1\n'
    write_card(root, "1986-09-29-south-swap", SOUTH | {"published": "1986-09-29"}, body)
    early = load_tables(root).where(known_on="1986-09-30")
    assert early.ids == {"deal-1": "1986-09-alpha-beta"}
    basis = Basis("01-exchanges-by-year", {"exchanges": early.exchanges["exchange_id"]}, {"exchanges": ["date"]})
    papers = draw(early, basis=basis, count=Count(1, 1)).papers
    assert papers["sources"] == ["1986-09-29-south-swap"]
    assert papers["deals"] == ["deal-1"]


def test_a_listing_has_ten_rows_open_and_the_rest_folded():
    html = publish.Listing(pd.DataFrame({"name": [f"Person {n}" for n in range(12)]}))._repr_html_()
    shown, folded = html.split("<details>")
    assert shown.count("<td") == 10
    assert folded.count("<td") == 2
    assert "<summary>2 more rows</summary>" in folded
    assert "<details>" not in publish.Listing(pd.DataFrame({"name": ["A"] * 10}))._repr_html_()


def test_a_listing_speaks_in_labels_without_ids_and_sets_numbers_right(record):
    people = record.detainees[["detainee_id", "name", "charge_type", "side", "sentence_months"]].assign(held=True)
    html = publish.Listing(people, {"held": "in custody"})._repr_html_()
    assert "alpha-ann" not in html
    assert "hijacking or terrorism<" in html
    assert "held by the US side<" in html
    assert ">in custody<" in html
    assert ">yes<" in html
    assert re.search(r"text-align: right[^>]*>192<", html)
    assert re.search(r"text-align: left[^>]*>Ann Alpha<", html)
