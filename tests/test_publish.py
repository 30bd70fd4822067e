import json
import re

import pandas as pd
import pytest

from analysis import charts, evidence, measures, publish


@pytest.fixture
def picture(record):
    freed = measures.count_freed(record.exchanges)
    return publish.show(
        charts.plot_exchanges, freed, "Two deals freed five people.", unit="One square is one person.", kind="Unit chart of deals",
        shown=1, of=2, noun="deals", left_out="one that was only brokered", record=record,
    )  # fmt: skip


def test_finding_unit_and_foot_stand_round_the_chart(picture, record):
    finding, unit, foot = [text.get_text().replace("\n", " ") for text in picture.figure.texts]
    assert finding == "Two deals freed five people."
    assert unit == "One square is one person."
    assert foot.startswith("1 of 2 deals shown; left out: one that was only brokered. Publicly known cases, data ")
    assert record.version in foot


def test_texts_stay_inside_the_figure(record):
    long = "A finding of many words that goes on and on about every deal that there was " * 3
    picture = publish.show(
        charts.plot_exchanges,
        measures.count_freed(record.exchanges),
        long,
        unit=long,
        kind="Chart",
        shown=2,
        of=2,
        record=record,
    )
    renderer = picture.figure.canvas.get_renderer()
    for text in picture.figure.texts:
        box = text.get_window_extent(renderer)
        assert box.x1 <= picture.figure.bbox.width
        assert 0 <= box.y0 < box.y1 <= picture.figure.bbox.height


def test_leaving_people_out_without_saying_why_is_refused(record):
    with pytest.raises(ValueError, match="1 of 2 deals are not shown"):
        publish.show(
            charts.plot_exchanges,
            measures.count_freed(record.exchanges),
            "x",
            unit="x",
            kind="x",
            shown=1,
            of=2,
            noun="deals",
            record=record,
        )


def test_a_picture_shows_itself_with_its_description_under_it(picture, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **options: shown.append(data))
    picture._ipython_display_()
    assert shown[0]["image/png"].startswith(b"\x89PNG")
    assert shown[1]["text/markdown"] == "*Unit chart of deals. Two deals freed five people.*"


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


def test_export_writes_the_same_bytes_twice_with_rows_and_papers(picture, root, tmp_path):
    cards = evidence.load_cards(root)
    written = publish.export({"freed": picture}, cards, tmp_path / "a")
    publish.export({"freed": picture}, cards, tmp_path / "b")
    assert written["files"].tolist() == ["png svg pdf csv json"]
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
    papers = json.loads((tmp_path / "a" / "freed.json").read_text("utf-8"))
    assert papers["finding"] == "Two deals freed five people."
    assert (papers["shown"], papers["of"], papers["left_out"]) == (1, 2, "one that was only brokered")
    assert papers["sources"] == ["2024-08-02-north-gamma"]
    rows = pd.read_csv(tmp_path / "a" / "freed.csv")
    assert rows["freed_by_russian_side"].tolist() == [1, 2]


@pytest.mark.parametrize("name", ["../secret", "A", "a b", "", "a/b", "a.png"])
def test_a_name_that_leaves_the_folder_is_refused(picture, root, tmp_path, name):
    with pytest.raises(ValueError, match="no figure name"):
        publish.export({name: picture}, evidence.load_cards(root), tmp_path / "figures")
    assert list((tmp_path / "figures").iterdir()) == []


@pytest.mark.parametrize("words", ["../../secret", "/etc/passwd", "a\0b\n", "İ ﬁ – …", "..", "x" * 5000])
def test_filters_in_a_name_never_leave_the_folder(words):
    name = publish.extend_name("freed", {words: words})
    assert re.fullmatch(r"freed(-[a-z0-9]+)*", name)
    assert len(name) <= publish.LONGEST_NAME
