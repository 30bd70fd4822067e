"""Reads one CSV file into a frame of text that knows its lines, and says where the file's form is broken.

Promise: what has the right form is read by Arrow in one go; what has not is gone through line by line, every fault named.
"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from analysis.problems import Problem
from analysis.texts import LONGEST

MARK = b"\xef\xbb\xbf"  # byte-order mark, which some editors put before UTF-8
CELL = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=,|\Z)|([^",]*)(?=,|\Z)')
CONFLICT = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
BLOCK = 1 << 18  # bytes
NO_MARKS = bytes(set(range(256)) - set(b',\n"'))
QUOTING = "a quotation mark at both ends of the cell and doubled inside it, or none"


def split_cells(line: str) -> tuple[list[str], str | None]:
    """The cells of a line, and what is left from the cell on whose quotation marks are wrong; None where all are right."""
    cells, at = [], 0
    while found := CELL.match(line, at):
        quoted, plain = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end() + 1
        if at > len(line):
            return cells, None
    return cells, line[at:]


def is_wide(data: bytes) -> bool:
    """Whether a file is UTF-16, UTF-32 or a workbook: it says so at its beginning, or a quarter of it is zero."""
    return data[:2] in (b"\xff\xfe", b"\xfe\xff", b"PK") or data[:4096].count(0) > len(data[:4096]) // 4


def find_all(letters: np.ndarray, sign: str) -> np.ndarray:
    """Where a sign stands; block by block, which a processor's cache holds."""
    blocks = range(0, len(letters), BLOCK)
    return np.concatenate([np.flatnonzero(letters[at : at + BLOCK] == ord(sign)) + at for at in blocks])


def is_regular(data: bytes, width: int) -> bool:
    """Whether every line has `width` cells, sound quotation marks, and no cell goes over the end of a line."""
    if width < 2 or b"\0" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return False
    data = data if data.endswith(b"\n") else data + b"\n"
    letters, marks = np.frombuffer(data, np.uint8), np.frombuffer(data.translate(None, NO_MARKS), np.uint8)
    ends = find_all(letters, "\n")
    if np.diff(ends, prepend=-1).max() > LONGEST:
        return False
    if b'"' in data:
        quotes, is_quote = find_all(letters, '"'), marks == ord('"')
        if len(quotes) % 2 or not np.isin(letters[quotes[::2] - 1], list(b',\n"')).all():
            return False
        if not np.isin(letters[quotes[1::2] + 1], list(b',\r\n"')).all():
            return False
        marks = marks[~is_quote & ~np.logical_xor.accumulate(is_quote)]  # those outside of quotation marks
    return marks.tobytes() == (b"," * (width - 1) + b"\n") * len(ends)


def check_header(file: str, header: list[str], columns: list[str]) -> list[Problem]:
    """Columns that are missing, unknown or there twice; one that was renamed is one problem."""
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    twice = [column for column in columns if header.count(column) > 1]
    if len(missing) == len(unknown + twice) == 1:
        return [Problem(file, 1, missing[0], (unknown + twice)[0], "this column, by this name")]
    problems = [Problem(file, 1, column, "", "this column") for column in missing]
    problems += [Problem(file, 1, column, "", "no such column") for column in unknown]
    return problems + [Problem(file, 1, column, "", "each column once") for column in twice]


def find_cell(line: bytes, header: list[str], is_wrong: object) -> tuple[str, str]:
    """The column and the text of the first cell of a line of which `is_wrong` is true."""
    cells, _ = split_cells(line.decode("latin-1"))
    at = next((at for at, cell in enumerate(cells) if is_wrong(cell)), None)
    return ("", "") if at is None else (header[at] if at < len(header) else "", cells[at])


def is_foreign(cell: str) -> bool:
    """Whether the bytes of a cell, read as Latin-1, are no UTF-8."""
    try:
        cell.encode("latin-1").decode()
    except UnicodeDecodeError:
        return True
    return False


def find_break(lines: list[bytes], at: int, width: int) -> tuple[list[str], int] | None:
    """The cells of a row that goes on over line ends inside quotation marks, and the line after it."""
    for end in range(at + 2, min(at + 20, len(lines)) + 1):
        cells, rest = split_cells(b"\n".join(lines[at:end]).decode("utf-8", "replace"))
        if rest is None:
            return (cells, end) if len(cells) == width else None
    return None


def check_line(file: str, number: int, line: bytes, header: list[str]) -> tuple[list[str], Problem | None]:
    """The cells of one line, or its problem."""

    def complain(column: str, value: str, expected: str) -> tuple[list[str], Problem]:
        return [], Problem(file, number, column, value, expected)

    if not line:
        return complain("", "", "a row, not an empty line")
    if b"\0" in line:
        return complain(*find_cell(line, header, lambda cell: "\0" in cell), "a text without NUL bytes")
    if b"\r" in line:
        return complain(*find_cell(line, header, lambda cell: "\r" in cell), "a text without line breaks")
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return complain(*find_cell(line, header, is_foreign), "UTF-8")
    cells, rest = split_cells(text)
    if rest is not None:
        return complain(header[len(cells)] if len(cells) < len(header) else "", rest, QUOTING)
    if len(cells) != len(header):
        return complain("", text, f"{len(header)} cells, not {len(cells)}")
    for column, cell in zip(header, cells, strict=True):
        if len(cell) > LONGEST:
            return complain(column, cell, f"a text of at most {LONGEST:,} characters")
    return cells, None


def merge_foreign(problems: list[Problem], lines: list[bytes]) -> list[Problem]:
    """The problems of a file, with one for all the lines that are no UTF-8 where no other line has more than ASCII."""
    foreign = [problem for problem in problems if problem.expected == "UTF-8"]
    if len(foreign) < 2 or len(foreign) < sum(not line.isascii() for line in lines):
        return problems
    first = foreign[0]._replace(expected=f"UTF-8, here and on {len(foreign) - 1} more lines")
    return [first if problem is foreign[0] else problem for problem in problems if problem not in foreign[1:]]


def read_lines(file: str, data: bytes, header: list[str]) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of a file whose form is broken somewhere, without those that are, and a problem for each of these."""
    lines = data.removesuffix(b"\n").split(b"\n")
    rows, problems, at = {}, [], 1
    while at < len(lines):
        line, number, at = lines[at].removesuffix(b"\r"), at + 1, at + 1
        if line.startswith(CONFLICT):
            problems.append(Problem(file, number, "", line.decode("utf-8", "replace"), "no marker of a merge conflict"))
            if line.startswith(b"<<<<<<<"):
                ends = [end for end in range(at, len(lines)) if lines[end].startswith(b">>>>>>>")]
                at = ends[0] + 1 if ends else at
            continue
        cells, problem = check_line(file, number, line, header)
        if problem and problem.expected == QUOTING and (found := find_break(lines, at - 1, len(header))):
            cells, at = found
            broken = next(place for place, cell in enumerate(cells) if "\n" in cell)
            problem = problem._replace(
                column=header[broken], value=cells[broken], expected="a text without line breaks"
            )
        if problem:
            problems.append(problem)
        else:
            rows[number] = [cell or np.nan for cell in cells]
    problems = merge_foreign(problems, lines)
    frame = pd.DataFrame(list(rows.values()), columns=range(len(header)), index=list(rows), dtype=object)
    return frame.set_axis(header, axis=1), problems


def read_regular(data: bytes, header: list[str], folded: list[str]) -> pd.DataFrame | None:
    """The rows of a file of regular form, by Arrow; None where they are not UTF-8."""
    kinds = dict.fromkeys(header, pa.string()) | dict.fromkeys(folded, pa.dictionary(pa.int32(), pa.string()))
    options = csv.ConvertOptions(column_types=kinds, null_values=[""], strings_can_be_null=True)
    try:
        frame = csv.read_csv(pa.BufferReader(data), convert_options=options).to_pandas()
    except pa.ArrowInvalid:
        return None
    return frame.set_axis(pd.RangeIndex(2, len(frame) + 2))


def merge_counts(problems: list[Problem], header: list[str], wrong: list[Problem]) -> list[Problem]:
    """The problems of a file no row of which fits its header: the number of cells that most rows have is one problem.

    It is none where the header is known to be wrong.
    """
    counts = Counter(p.expected for p in problems if p.expected.startswith(f"{len(header)} cells, not "))
    if not counts or (counts.total() == 1 and not wrong):
        return problems
    expected = counts.most_common(1)[0][0]
    rest = [problem for problem in problems if problem.expected != expected]
    width = expected.rpartition(" ")[2]
    names = Problem(problems[0].file, 1, "", ",".join(header), f"{width} names, as the rows have {width} cells")
    return rest if wrong else [names, *rest]


def read_table(
    path: Path, file: str, columns: list[str], *, empty: bool = False, folded: Iterable[str] = ()
) -> tuple[pd.DataFrame, list[Problem]]:
    """The table in a file as text, indexed by line, in the order of `columns`, and the problems of the file's form.

    Where the header is wrong the frame has no rows; where rows are broken it is without them.

    Parameters
    ----------
    empty
        Whether it may have no rows.
    folded
        Columns of few texts that come back, kept as categories where the form is right.
    """
    nothing = pd.DataFrame(columns=columns, dtype=object)
    try:
        data = path.read_bytes().removeprefix(MARK)
    except OSError as error:
        return nothing, [Problem(file, None, "", error.strerror or "", "a table in this file")]
    if is_wide(data):
        return nothing, [Problem(file, None, "", "", "UTF-8, not UTF-16 or a binary file")]
    if not data or data.isspace():
        return nothing, [Problem(file, 1, "", "", f"the header {','.join(columns)}")]
    end = data.find(b"\n") if b"\n" in data else len(data)
    first = data[:end].removesuffix(b"\r")
    if b"\r" in first:
        return nothing, [Problem(file, 1, "", "", "lines that end in a line feed")]
    if first.startswith(CONFLICT):
        return nothing, [Problem(file, 1, "", first.decode("utf-8", "replace"), "no marker of a merge conflict")]
    header, rest = split_cells(first.decode("utf-8", "replace"))
    if rest is not None:
        return nothing, [Problem(file, 1, "", rest, QUOTING)]
    problems, wrong, frame = [], check_header(file, header, columns), None
    if wrong and not data[end:].strip():
        return nothing, [Problem(file, 1, "", ",".join(header), f"the header {','.join(columns)}")]
    if len(header) == 1 and re.search("[;\t]", header[0]):
        return nothing, [Problem(file, 1, "", header[0], "commas between cells")]
    if is_regular(data, len(header)):
        frame = nothing if wrong else read_regular(data, header, list(folded))
    if frame is None:
        frame, problems = read_lines(file, data, header)
        if not len(frame):
            problems = merge_counts(problems, header, wrong)
    blank = frame[frame.iloc[:, 0].isna()].isna().all(axis=1)
    problems += [Problem(file, int(line), "", "", "a row, not an empty line") for line in blank.index[blank]]
    frame = frame.drop(index=blank.index[blank]) if blank.any() else frame
    if not (empty or wrong or problems or len(frame)):
        problems.append(Problem(file, 2, "", "", "rows below the header"))
    return nothing if wrong else frame.reindex(columns=columns), wrong + problems
