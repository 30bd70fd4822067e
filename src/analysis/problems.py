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
    """The table files whose rows cannot all be told: broken in form, or with a wrong cell in a key."""
    return {p.file for p in problems if p.file in keys and (p.column in ["", *keys[p.file]] or p.line in (None, 1))}


def select_roots(problems: list[Problem], keys: dict[str, list[str]]) -> list[Problem]:
    """The problems but for those that follow from another: a link into a table whose rows cannot all be told.

    `keys`: the primary key's columns by file.
    """
    broken = select_broken(problems, keys)
    return [p for p in problems if not (links_to(p) & (broken - {p.file}))]


def links_to(problem: Problem) -> set[str]:
    """The file that a problem misses a row in."""
    return set(re.findall(r"^a \w+ of (data/\w+\.csv)$", problem.expected))
