"""Says what is wrong with the form of a file: of a table here, of a source card in record.parsing. Loaded only where something is.

Promise: every broken line is one problem with its line, column and value, and no file ends in a traceback.
"""

import re
from collections import Counter

from analysis.record.lines import CONFLICT, is_wide, merge_foreign, split_cells
from analysis.record.problems import LONGEST, Problem

QUOTING = "a quotation mark at both ends of the cell and doubled inside it, or none"


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


def explain_rows(file: str, data: bytes, header: list[str], *, told: bool) -> list[Problem]:
    """The problems of the rows below a header; `told` says whether the header is known to be wrong."""
    lines = data.removesuffix(b"\n").split(b"\n")
    problems, sound, at = [], 0, 1
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
            words = "a text without line breaks"
            problem = problem._replace(column=header[broken], value=cells[broken], expected=words)
        elif not problem and not any(cells):
            problem = Problem(file, number, "", "", "a row, not an empty line")
        sound += problem is None
        problems += [problem] if problem else []
    problems = merge_foreign(problems, lines)
    counts = Counter(p.expected for p in problems if p.expected.startswith(f"{len(header)} cells, not "))
    if sound or not counts or (counts.total() == 1 and not told):
        return problems
    expected = counts.most_common(1)[0][0]  # no row fits the header: the number of cells that most have is one problem
    width = expected.rpartition(" ")[2]
    names = Problem(file, 1, "", ",".join(header), f"{width} names, as the rows have {width} cells")
    return ([] if told else [names]) + [problem for problem in problems if problem.expected != expected]


def explain_table(data: bytes, file: str, columns: list[str], *, empty: bool) -> list[Problem]:
    """What is wrong with the form of a table's file; at least one problem.

    `empty` says whether the table may have no rows.
    """
    if is_wide(data):
        return [Problem(file, None, "", "", "UTF-8, not UTF-16 or a binary file")]
    if not data or data.isspace():
        return [Problem(file, 1, "", "", f"the header {','.join(columns)}")]
    end = data.find(b"\n") if b"\n" in data else len(data)
    first = data[:end].removesuffix(b"\r")
    if b"\r" in first:
        return [Problem(file, 1, "", "", "lines that end in a line feed")]
    if first.startswith(CONFLICT):
        return [Problem(file, 1, "", first.decode("utf-8", "replace"), "no marker of a merge conflict")]
    header, rest = split_cells(first.decode("utf-8", "replace"))
    if rest is not None:
        return [Problem(file, 1, "", rest, QUOTING)]
    problems = check_header(file, header, columns)
    if problems and not data[end:].strip():
        return [Problem(file, 1, "", ",".join(header), f"the header {','.join(columns)}")]
    if len(header) == 1 and re.search("[;\t]", header[0]):
        return [Problem(file, 1, "", header[0], "commas between cells")]
    problems += explain_rows(file, data, header, told=bool(problems))
    if not problems and not (empty or data[end:].strip()):
        return [Problem(file, 2, "", "", "rows below the header")]
    return problems or [Problem(file, None, "", "", "a table whose lines are all of one form")]
