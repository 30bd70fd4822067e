"""What stands round the tables: the sections of README.md that a download repeats, in plain words.

Promise: nothing about scope, limits or citing is typed a second time.
"""

import re
from pathlib import Path

from analysis.record.tables import Tables

SECTIONS = ["What counts as an exchange", "Words", "Limits", "Cite this, correct this, remove me", "Licences"]
EXPLAINED = {  # how to read any of the tables
    "A date": "is as precise as it is known: 1978, 1978-05 or 1978-05-20. The earliest and latest day that it can mean "
    "stand beside it, as true dates.",
    "A code": "stands beside its label (column_in_words). The sheets Columns and Codes say what each means.",
    "An empty cell": "is not known, or what the sheet Columns says of it.",
    "A yellow cell": "is disputed: documents contradict each other. The column disputed names these columns, the sheet "
    "Rulings says what was taken and why, the sheet Readings what each document gives.",
    "A file": "that is named below is in the data package.",
}


def name_release(record: Tables) -> str:
    """The name that every file of a release begins with: the record's and the version of the data."""
    return f"{record.descriptor['name']}-{record.version}"


def strip_markdown(line: str) -> str:
    """A line of Markdown as plain words; a link keeps its words."""
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
    line = re.sub(r"`(?:data|docs)/([^`/]+)`", r"\1", line)  # as the data package has them
    return re.sub(r"\*\*|\*(?=\S)|(?<=\S)\*|`", "", line).strip()


def read_table(lines: list[str]) -> list[str]:
    """The rows of a Markdown table as plain lines: `first cell: second`, or with the heads where there are more."""
    head, *rows = [[strip_markdown(cell) for cell in line.strip().strip("|").split(" | ")] for line in lines]
    if len(head) == 2:
        return [": ".join(row) for row in rows]
    told = [[f"{name} {cell}" for name, cell in zip(head, row, strict=True)] for row in rows]
    return [f"{row[0]}: " + "; ".join(words[1:]) for row, words in zip(rows, told, strict=True)]


def read_section(page: str, heading: str) -> list[str]:
    """The paragraphs, list items and rows of tables below a heading of the second level, in plain words.

    Raises
    ------
    KeyError
        The page has no such heading.
    """
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    if not found:
        raise KeyError(f"README.md has no section {heading!r}")
    lines = [line for line in found[1].splitlines() if line.strip() and not re.fullmatch(r"[|\s:-]+", line)]
    table = [line for line in lines if line.startswith("|")]
    return [strip_markdown(line.removeprefix("- ")) for line in lines if line not in table] + (
        read_table(table) if table else []
    )


def write_citation(record: Tables) -> str:
    """How to cite the record."""
    return f"{record.descriptor['title']}, data version {record.version}, through {record.descriptor['data_through']}."


def read_papers(root: Path) -> dict[str, list[str]]:
    """The sections of README.md that a reader of the tables needs, by heading."""
    page = (root / "README.md").read_text("utf-8")
    return {heading: read_section(page, heading) for heading in SECTIONS}
