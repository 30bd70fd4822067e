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
}


def name_release(record: Tables) -> str:
    """The name that every file of a release begins with: the record's and the version of the data."""
    return f"{record.descriptor['name']}-{record.version}"


def strip_markdown(line: str) -> str:
    """A line of Markdown as plain words; a link keeps its words."""
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
    return re.sub(r"\*\*|\*(?=\S)|(?<=\S)\*|`", "", line).strip()


def read_section(page: str, heading: str) -> list[str]:
    """The paragraphs and list items below a heading of the second level, in plain words; of a table its rows, cells with a colon between.

    Raises
    ------
    KeyError
        The page has no such heading.
    """
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    if not found:
        raise KeyError(f"README.md has no section {heading!r}")
    lines = [line for line in found[1].splitlines() if line.strip() and not re.match(r"[|\s:-]+$", line)]
    cells = [[cell for cell in map(strip_markdown, line.strip("|").split(" | ")) if cell] for line in lines]
    texts = [": ".join(parts) if line.startswith("|") else parts[0] for line, parts in zip(lines, cells, strict=True)]
    return [text.removeprefix("- ") for text in texts]


def write_citation(record: Tables) -> str:
    """How to cite the record."""
    return f"{record.descriptor['title']}, data version {record.version}, through {record.descriptor['data_through']}."


def read_papers(root: Path) -> dict[str, list[str]]:
    """The sections of README.md that a reader of the tables needs, by heading."""
    page = (root / "README.md").read_text("utf-8")
    return {heading: read_section(page, heading) for heading in SECTIONS}
