"""The lines, cells and values of a file as they stand in it: what reading and telling what is wrong have in common."""

import json
import re

MARK = b"\xef\xbb\xbf"  # byte-order mark, which some editors put before UTF-8
CELL = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=,|\Z)|([^",]*)(?=,|\Z)')
CONFLICT = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")


def split_cells(line: str) -> tuple[list[str], str | None]:
    """The cells of a line, and what is left from the cell on whose quotation marks are wrong; None where all are right."""
    if '"' not in line:
        return line.split(","), None
    cells, at = [], 0
    while found := CELL.match(line, at):
        quoted, plain = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end() + 1
        if at > len(line):
            return cells, None
    return cells, line[at:]


def write_value(value: object) -> str:
    """A value as the file has it; a text without its quotation marks."""
    try:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "…"


def is_wide(data: bytes) -> bool:
    """Whether a file is UTF-16, UTF-32 or a workbook: it says so at its beginning, or a quarter of it is zero."""
    return data[:2] in (b"\xff\xfe", b"\xfe\xff", b"PK") or data[:4096].count(0) > len(data[:4096]) // 4


def merge_foreign(problems: list, lines: list[bytes]) -> list:
    """The problems of a file, with one for all the lines that are no UTF-8 where no other line has more than ASCII."""
    foreign = [problem for problem in problems if problem.expected == "UTF-8"]
    if len(foreign) < 2 or len(foreign) < sum(not line.isascii() for line in lines):
        return problems
    first = foreign[0]._replace(expected=f"UTF-8, here and on {len(foreign) - 1} more lines")
    return [first if problem is foreign[0] else problem for problem in problems if problem not in foreign[1:]]
