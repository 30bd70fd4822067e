"""Reads one CSV file into a frame of text that knows its lines.

Promise: a file whose form is right is read in one go; of any other, record.diagnose names every fault.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.record.lines import MARK, split_cells
from analysis.record.problems import LONGEST, Problem


def read_rows(data: bytes, columns: list[str]) -> list[list[str]] | None:
    """The header and the rows of a file of text, if each line is a row of sound cells; None if anything is odd."""
    try:
        text = data.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        return None
    rows = []
    for line in text.split("\n"):
        cells, rest = split_cells(line.removesuffix("\r"))
        if rest is not None or len(cells) != len(columns) or not any(cells) or max(map(len, cells)) > LONGEST:
            return None
        rows.append(cells)
    sound = sorted(rows[0]) == sorted(columns) and "\0" not in text
    return rows if sound and text.count("\r") == text.count("\r\n") else None


def build_frame(header: list[str], rows: list[list[str]], lines: list[int]) -> pd.DataFrame:
    """Cells as a frame of text indexed by line, empty ones missing."""
    cells = np.empty((len(rows), len(header)), object)
    for at, row in enumerate(rows):
        cells[at] = row
    cells[cells == ""] = np.nan
    return pd.DataFrame(cells, index=lines, columns=header, dtype=object)


def read_table(path: Path, file: str, columns: list[str], *, empty: bool) -> tuple[pd.DataFrame, list[Problem]]:
    """The table in a file as text, indexed by line, in the order of `columns`, and the problems of the file's form.

    Where the form is broken, the frame has no rows. `empty` says whether the table may have none.
    """
    try:
        data = path.read_bytes().removeprefix(MARK)
    except OSError as error:
        return build_frame(columns, [], []), [Problem(file, None, "", error.strerror or "", "a table in this file")]
    if rows := read_rows(data, columns):
        header, *body = rows
        if body or empty:
            return build_frame(header, body, list(range(2, len(rows) + 1)))[columns], []
    from analysis.record import diagnose  # only what is wrong is worth its loading

    return build_frame(columns, [], []), diagnose.explain_table(data, file, columns, empty=empty)
