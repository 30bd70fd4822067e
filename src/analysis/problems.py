"""A problem of the record, in one line, and which problems only follow from another.

Promise: one fault is one line; file, line, column, value and what was expected, as far as each exists.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from analysis.texts import shorten


class Problem(NamedTuple):
    """One thing that is wrong, and where; `line` is None where the whole file is meant."""

    file: str
    line: int | None
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        """The problem as one line: place, column, value, what was expected."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        parts = (place, shorten(self.column), shorten(self.value), f"expected {self.expected}")
        return ": ".join(part for part in parts if part)

    @property
    def place(self) -> tuple:
        """File, line and column."""
        return self[:3]


class InvalidRecord(ValueError):
    """The tables or cards have problems; the message is one line for each."""

    def __init__(self, problems: list[Problem]):
        """Keep the problems beside the message."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    def __reduce__(self) -> tuple:
        """Travels between processes whole."""
        return type(self), (self.problems,)


def select_broken(problems: Iterable[Problem], keys: dict[str, list[str]]) -> set[str]:
    """The table files with a wrong cell in a key, or without a file or header: not all their rows can be told."""
    return {p.file for p in problems if p.file in keys and (p.column in ["", *keys[p.file]] or p.line in (None, 1))}


def select_roots(
    problems: list[Problem], keys: dict[str, list[str]], lost: Iterable[str] = (), known: Iterable[tuple] = ()
) -> list[Problem]:
    """The problems but for those that follow from another: a link to a row that is there but broken, or is missing.

    Parameters
    ----------
    keys
        The primary key's columns by file.
    lost
        Files of which rows could not be read.
    known
        Rows that cards speak of, as file and id: if one is missing, that is a problem of its own.
    """
    broken, known = select_broken(problems, keys) | set(lost), set(known)
    links = [links_to(problem) for problem in problems]
    return [
        problem
        for problem, file in zip(problems, links, strict=True)
        if file == problem.file or (file not in broken and (file, problem.value) not in known)
    ]


def links_to(problem: Problem) -> str:
    """The file that a problem misses a row in, or nothing."""
    found = re.fullmatch(r"an? \w+ of (data/\w+\.csv)", problem.expected)
    return found.group(1) if found else ""
