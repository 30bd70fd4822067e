"""The workbook, read back by another hand than the one that wrote it, is what the tables are."""

import io
import re
import shutil
import zipfile

import openpyxl
import pandas as pd
import pytest

from analysis import load_tables
from analysis.measures.deals import select_headline
from analysis.record.files import ROOT
from analysis.record.schema import CODED, put_in_words, select_fields
from analysis.release import frames, papers, workbook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def record(whole):
    return whole


@pytest.fixture(scope="module")
def content(record):
    """The workbook of the whole record; of the readings, which are many, every fiftieth."""
    with pytest.MonkeyPatch.context() as patch:
        every = frames.list_readings
        patch.setattr(frames, "list_readings", lambda *told: every(*told)[::50])
        return workbook.build(record, ROOT), frames.gather(record)


@pytest.fixture(scope="module")
def texts(content):
    """What was written, by table."""
    return content[1]


@pytest.fixture(scope="module")
def book(content):
    """What another hand reads."""
    return openpyxl.load_workbook(io.BytesIO(content[0]), read_only=True)


def read_part(content, name):
    """One of the files that a workbook is made of."""
    with zipfile.ZipFile(io.BytesIO(content[0])) as archive:
        return archive.read(f"xl/worksheets/{name}.xml").decode()


@pytest.fixture(scope="module")
def sheets(record, book):
    """The sheets as frames, by table."""
    titles = {resource["title"]: resource["name"] for resource in frames.describe(record.descriptor)["resources"]}
    assert book.sheetnames == [workbook.FIRST, *titles]
    found = {}
    for title, table in titles.items():
        heads, *rows = book[title].iter_rows(values_only=True)
        found[table] = pd.DataFrame(rows, columns=heads, dtype="object")
    return found


def test_read_back_it_equals_the_tables(texts, sheets):
    for table, frame in texts.items():
        back = sheets[table][list(frame)]
        told = back.apply(lambda column: column.map(lambda v: f"{v:g}" if isinstance(v, int | float) else v))
        assert frame.astype("object").fillna("").equals(told.astype("object").fillna("")), table


def test_words_stand_beside_the_codes_and_true_dates_beside_the_partial_ones(record, sheets):
    for table in CODED:
        typed = getattr(record, table)
        for name, field in select_fields(record.descriptor, table).items():
            if field.get("categories"):
                ours = record.raw[table][name].map(lambda text, of=field: put_in_words(text, of), na_action="ignore")
                assert sheets[table][f"{name}_in_words"].fillna("").tolist() == ours.fillna("").tolist()
            for end in ("earliest", "latest") if field.get("partialDate") else ():
                days = pd.to_datetime(sheets[table][f"{name}_{end}"]).astype("datetime64[s]")
                assert days.equals(typed[f"{name}_{end}"]), (table, name)


def test_every_head_is_explained_on_the_sheet_of_columns(sheets):
    told = set(zip(sheets["columns"]["table"], sheets["columns"]["column"], strict=True))
    ours = {"disputed", "name", "publisher", "url"}  # said on the first sheet, or another table's
    for table, sheet in sheets.items():
        for head in sheet:
            name = re.sub(r"_(in_words|earliest|latest)$", "", head)
            assert (table, head) in told or (table, name) in told or head in ours, (table, head)


def test_no_cell_is_a_formula(root, monkeypatch):
    """The checks refuse what looks like one in tables and cards; what came through would still be a text."""
    every = frames.list_documents
    monkeypatch.setattr(frames, "list_documents", lambda record: every(record).assign(title="=1+1"))
    shutil.copy(ROOT / "README.md", root)
    book = openpyxl.load_workbook(io.BytesIO(workbook.build(load_tables(root), root)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [(cell.value, cell.data_type) for cell in cells if str(cell.value).startswith("=")] == [("=1+1", "s")]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}


def test_disputed_cells_are_named_and_marked(record, sheets, book):
    disputed = record.standing[record.standing["standing"] == "disputed"]
    for table in CODED:
        told = sheets[table]["disputed"].dropna().str.split(", ").explode()
        assert len(told) == (disputed["table"] == table).sum()
    heads, *rows = book["Exchanges"].iter_rows()
    yellow = {
        (row[0].value, head.value)
        for row in rows
        for head, cell in zip(heads, row, strict=True)
        if cell.value is not None and cell.fill.fgColor.rgb == "FFFFE699"
    }
    cells = disputed[disputed["table"] == "exchanges"]
    assert yellow == set(zip(cells["row"], cells["column"], strict=True))


def test_heads_stay_and_can_be_filtered(content, book):
    for number, _ in enumerate(book.sheetnames[1:], 2):
        part = read_part(content, f"sheet{number}")
        assert 'state="frozen"' in part and "<autoFilter " in part


def test_documents_have_links_and_mirrors_have_none(texts, content, book):
    part = read_part(content, f"sheet{book.sheetnames.index('Documents') + 1}")
    linked = set(re.findall(r'<hyperlink ref="([A-Z]+)(\d+)"', part))
    heads = next(book["Documents"].iter_rows(max_row=1))
    column = {cell.value: cell.column_letter for cell in heads}
    documents = texts["documents"]
    may = [frames.may_link(*pair) for pair in documents[["url", "publisher"]].to_numpy()]
    ours = {(column["url"], str(row)) for row, link in enumerate(may, 2) if link}
    ours |= {(column["archive"], str(row)) for row, kept in enumerate(documents["archive"].notna(), 2) if kept}
    assert linked == ours
    assert 0.8 < sum(may) / documents["url"].notna().sum() < 1


def test_a_reader_counts_the_americans_freed_per_president(record, sheets):
    """As docs/downloads.md says it: three filters on one sheet, and a count."""
    people = sheets["detainees"]
    kept = people[(people["american"] == "yes") & (people["side"] == "russian_side")]
    kept = kept[kept["deal_kind"].notna() & (kept["deal_kind"] != "mediated")]
    deals = select_headline(record.exchanges).set_index("exchange_id")["us_leader"]
    ours = record.where(us=True, side="russian_side").detainees
    expected = ours["exchange_id"].map(deals).dropna().value_counts()
    assert kept["us_leader"].value_counts().to_dict() == expected.to_dict()


def test_the_first_sheet_says_what_this_is_how_to_cite_it_what_counts_and_the_limits(record, book):
    rows = [tuple(row[:2]) for row in book[workbook.FIRST].iter_rows(values_only=True, max_col=2)]
    words = {text for row in rows for text in row if text}
    assert rows[0][0] == record.descriptor["title"]
    assert {papers.write_citation(record), record.version, *papers.SECTIONS} <= words
    assert {text for texts in papers.read_papers(ROOT).values() for text in texts} <= words
