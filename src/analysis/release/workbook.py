"""Writes the record as an Excel workbook: a sheet a table, words beside the codes, the documents with their links.

Promise: no cell is a formula, no date is guessed, and the same record gives the same bytes.
"""

import io
import math
from pathlib import Path

import pandas as pd
import xlsxwriter

from analysis.record.schema import CODED, select_fields
from analysis.record.tables import Tables, type_table
from analysis.release import frames, papers

WIDEST, NARROWEST = 46, 9  # characters of a column
SHORT = 28  # characters up to which a column is as wide as its longest text
LOOKED = 400  # rows whose texts set the width of a column
FROZEN = {"detainees": 2, "exchanges": 2, "negotiators": 2, "leaders": 2}  # columns that stay while one scrolls
FIRST = "Read me"
PROSE = {"rulings", "columns", "codes", "rules"}  # sheets to be read: their texts are wrapped
WORDS = 104  # characters of a line on the first sheet
LINE = 15  # points of a row
FORMATS = {
    "head": {"bold": True, "bg_color": "#E8ECEF", "bottom": 1, "valign": "top", "text_wrap": True},
    "added": {"bold": True, "italic": True, "bg_color": "#E8ECEF", "bottom": 1, "valign": "top", "text_wrap": True},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "number": {"num_format": "0", "align": "right", "indent": 1},
    "disputed": {"bg_color": "#FFE699"},
    "disputed number": {"bg_color": "#FFE699", "num_format": "0", "align": "right", "indent": 1},
    "disputed date": {"bg_color": "#FFE699", "num_format": "yyyy-mm-dd", "align": "left"},
    "link": {"font_color": "#0B5394", "underline": 1, "valign": "top"},
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12},
    "words": {"text_wrap": True, "valign": "top"},
    "term": {"bold": True, "valign": "top"},
}


def list_sheet_columns(text: pd.DataFrame, table: str, fields: dict[str, dict]) -> pd.DataFrame:
    """The columns of a table as a sheet has them: codes followed by their labels, dates by their earliest and latest day."""
    typed, columns = type_table(text, fields), {}
    for name, field in fields.items():
        columns[name] = typed[name] if field["type"] == "integer" else text[name]
        if frames.name_list(field, table):
            columns[f"{name}_in_words"] = frames.put_in_labels(text[name], field)
        if field.get("partialDate"):
            columns |= {f"{name}_{end}": typed[f"{name}_{end}"] for end in ("earliest", "latest")}
        if field["type"] == "number":
            columns[name] = pd.to_numeric(text[name])
    return pd.DataFrame(columns)


def add_columns(record: Tables, table: str, sheet: pd.DataFrame, texts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The columns of a sheet that are not its table's own: computed ones, and what saves a reader a look-up."""
    added = {}
    if table in frames.EVIDENCE["computed"]:
        computed = frames.compute_columns(record)[table]
        for field in frames.EVIDENCE["computed"][table]:
            added[field["name"]] = computed[field["name"]]
            if field.get("categories"):
                added[f"{field['name']}_in_words"] = frames.put_in_labels(computed[field["name"]].astype("str"), field)
    if table in CODED:
        added["disputed"] = frames.list_disputed(record, table)
    if table in ("readings", "standings", "rulings"):
        names = {
            (name, row): of for name in ("detainees", "exchanges") for row, of in texts[name].iloc[:, :2].to_numpy()
        }
        pairs = zip(sheet["table"], sheet["row_id"], strict=True)
        added["name"] = pd.Series([names.get(pair, pair[1].replace("/", ", ")) for pair in pairs])
    if table in ("readings", "claims"):
        told = texts["documents"].set_index("source")[["publisher", "url"]]
        told = told.reindex(sheet["source"]).reset_index(drop=True)
        added |= {name: told[name] for name in told}
    return pd.DataFrame(added, index=sheet.index)


def write_cell(sheet: object, at: tuple[int, int], value: object, formats: dict, mark: str, link: bool) -> None:
    """Write one value: a text never as a formula, a number or a link that nobody asked for."""
    if isinstance(value, pd.Timestamp):
        sheet.write_datetime(*at, value.to_pydatetime(), formats[f"{mark} date".strip()])
    elif isinstance(value, str) and link:
        sheet.write_url(*at, value, formats["link"], string=value)
    elif isinstance(value, str):
        sheet.write_string(*at, value, formats.get(mark))
    else:
        sheet.write_number(*at, float(value), formats[f"{mark} number".strip()] if value == int(value) else None)


def measure_width(values: pd.Series, widest: int) -> float:
    """Characters that a column needs for its head and its texts, a few long ones left aside."""
    lengths = values.head(LOOKED).dropna().astype("str").str.len()
    if values.dtype.kind == "M" or not len(lengths):
        longest = 10
    else:
        longest = lengths.max() if lengths.max() <= SHORT else lengths.quantile(0.95)
    return min(max(int(longest) + 2, len(values.name) + 3, NARROWEST), widest)


def count_lines(text: str, width: float) -> int:
    """Lines that a wrapped text takes in a column of so many characters."""
    return max(math.ceil(len(text) * 1.05 / width), 1)


def write_table(
    book: xlsxwriter.Workbook, formats: dict, title: str, table: str, whole: pd.DataFrame, own: int
) -> None:
    """One sheet: heads frozen, filters on, disputed cells marked; the columns from `own` on are not the table's."""
    sheet = book.add_worksheet(title)
    rows, columns = whole.shape
    disputed = whole["disputed"].fillna("").str.split(", ").tolist() if "disputed" in whole else [[]] * rows
    links, widths = set(), []
    if table == "documents":
        urls = whole[["url", "publisher"]].itertuples(index=False)
        links = {(row, "url") for row, pair in enumerate(urls) if frames.may_link(*pair)}
        links |= {(row, "archive") for row, url in enumerate(whole["archive"]) if frames.may_link(url, "")}
    for number, name in enumerate(whole.columns):
        sheet.write_string(0, number, name, formats["head" if number < own else "added"])
        widths.append(measure_width(whole[name], WIDEST * (1 + (table in PROSE))))
        sheet.set_column(number, number, widths[-1])
        for row, value in enumerate(whole[name].astype(object).where(whole[name].notna(), None)):
            if value is not None:
                mark = "disputed" if name in disputed[row] else "words" if table in PROSE else ""
                write_cell(sheet, (row + 1, number), value, formats, mark, (row, name) in links)
    sheet.freeze_panes(1, FROZEN.get(table, 1))
    sheet.set_row(0, 2 * LINE)
    for row, values in enumerate(whole.astype("str").fillna("").to_numpy() if table in PROSE else (), 1):
        sheet.set_row(row, LINE * max(map(count_lines, values, widths)))
    sheet.autofilter(0, 0, rows, columns - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xlsxwriter.utility.xl_rowcol_to_cell(rows, columns - 1)}"})


def write_first(book: xlsxwriter.Workbook, formats: dict, record: Tables, descriptor: dict, said: dict) -> None:
    """The first sheet: what this is, how to cite it, what the sheets hold and how to read them, scope and limits."""
    sheet = book.add_worksheet(FIRST)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, WORDS)
    sheet.write_string(0, 0, record.descriptor["title"], formats["title"])
    sheet.write_string(1, 0, record.descriptor["description"].split(";")[0] + ".")
    lines = [("", ""), ("Data version", record.version), ("Looked at through", record.descriptor["data_through"])]
    lines += [("Cite as", papers.write_citation(record)), ("", ""), ("The sheets", None)]
    lines += [(resource["title"], resource["description"]) for resource in descriptor["resources"]]
    lines += [("", ""), ("How to read them", None), *papers.EXPLAINED.items()]
    for heading, texts in said.items():
        lines += [("", ""), (heading, None), *(("", text) for text in texts)]
    for row, (term, words) in enumerate(lines, 2):
        sheet.write_string(row, 0, term, formats["term" if words is not None else "heading"])
        if words:
            sheet.write_string(row, 1, words, formats["words"])
            sheet.set_row(row, LINE * count_lines(words, WORDS))
    titles = {resource["title"] for resource in descriptor["resources"]}
    for row, (term, _) in enumerate(lines, 2):
        if term in titles:
            sheet.write_url(row, 0, f"internal:'{term}'!A1", formats["link"], string=term)


def build(record: Tables, root: Path) -> bytes:
    """The workbook of the whole record."""
    descriptor, texts, content = frames.describe(record.descriptor), frames.gather(record), io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(content, plain) as book:
        about = {"title": record.descriptor["title"], "comments": papers.write_citation(record)}
        book.set_properties(about | {"created": record.data_through.to_pydatetime()})
        formats = {name: book.add_format(of) for name, of in FORMATS.items()}
        write_first(book, formats, record, descriptor, papers.read_papers(root))
        for resource in descriptor["resources"]:
            table = resource["name"]
            own = list_sheet_columns(texts[table], table, select_fields(descriptor, table))
            whole = pd.concat([own, add_columns(record, table, own, texts)], axis=1)
            write_table(book, formats, resource["title"], table, whole, own.shape[1])
    return content.getvalue()
