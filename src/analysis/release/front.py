"""Writes what is computed in README.md: five findings, and the table of the pictures.

Promise: only what stands between the marks is written; a test writes it again and compares.
"""

import re
from pathlib import Path

from analysis.pictures import PICTURES
from analysis.record.files import ROOT, write_whole
from analysis.record.tables import Tables, load_tables

FINDINGS = ["exchanges-by-year", "still-held", "ways-out", "charges-then-and-now", "years-left"]


def write_findings(record: Tables) -> str:
    """A line a finding, each with its picture."""
    drawn = {name: PICTURES[name](record) for name in FINDINGS}
    return "\n".join(
        f"- [{picture.finding.rstrip('.')}](figures/{name}.png). {picture.papers['also']}".rstrip()
        for name, picture in drawn.items()
    )


def write_pictures(record: Tables) -> str:
    """The table of the pictures: file, notebook, function."""
    lines = ["| picture | notebook | function |", "| --- | --- | --- |"]
    for name, function in PICTURES.items():
        notebook = Path(function(record).papers["notebook"]).stem
        lines.append(f"| [`{name}`](figures/{name}.png) | `{notebook}` | `pictures.{function.__name__}` |")
    return "\n".join(lines)


def build(page: str, record: Tables) -> str:
    """The page with its computed parts written anew."""
    for mark, write in (("findings", write_findings), ("pictures", write_pictures)):
        part = re.compile(rf"(<!-- {mark} -->\n).*?(\n<!-- end of {mark} -->)", re.S)
        page = part.sub(lambda found, write=write: found[1] + write(record) + found[2], page)
    return page


def write(root: Path = ROOT) -> int:
    """Write README.md's computed parts."""
    page = root / "README.md"
    if page.exists():
        write_whole(page, build(page.read_text("utf-8"), load_tables(root)).encode())
        print("README.md: findings and pictures written.")
    return 0
