"""Writes what is computed in README.md: five findings, and the table of the pictures.

Promise: only what stands between the marks is written; a test writes it again and compares.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.record.files import ROOT, write_whole
from analysis.record.tables import Tables, load_tables

FINDINGS = ["exchanges-by-year", "still-held", "ways-out", "charges-then-and-now", "years-left"]


def list_findings(record: Tables, pictures: dict[str, Callable]) -> pd.DataFrame:
    """The five findings, one row each: picture (file name), finding, also (what it leaves unsaid)."""
    drawn = [pictures[name](record) for name in FINDINGS]
    said = [(picture.finding.rstrip("."), picture.papers["also"]) for picture in drawn]
    return pd.DataFrame(said, columns=["finding", "also"]).assign(picture=FINDINGS)


def write_findings(record: Tables, pictures: dict[str, Callable]) -> str:
    """A line a finding, each with its picture."""
    findings = list_findings(record, pictures).itertuples()
    return "\n".join(f"- [{row.finding}](figures/{row.picture}.png). {row.also}".rstrip() for row in findings)


def write_pictures(record: Tables, pictures: dict[str, Callable]) -> str:
    """The table of the pictures: file, notebook, function."""
    lines = ["| picture | notebook | function |", "| --- | --- | --- |"]
    for name, function in pictures.items():
        notebook = Path(function(record).papers["notebook"]).stem
        lines.append(f"| [`{name}`](figures/{name}.png) | `{notebook}` | `pictures.{function.__name__}` |")
    return "\n".join(lines)


def build(page: str, record: Tables, pictures: dict[str, Callable]) -> str:
    """The page with its computed parts written anew; `pictures` as analysis.pictures.PICTURES has them."""
    for mark, write in (("findings", write_findings), ("pictures", write_pictures)):
        part = re.compile(rf"(<!-- {mark} -->\n).*?(\n<!-- end of {mark} -->)", re.S)
        page = part.sub(lambda found, write=write: found[1] + write(record, pictures) + found[2], page)
    return page


def write(pictures: dict[str, Callable], root: Path = ROOT) -> int:
    """Write README.md's computed parts."""
    page = root / "README.md"
    if page.exists():
        write_whole(page, build(page.read_text("utf-8"), load_tables(root), pictures).encode())
        print("README.md: findings and pictures written.")
    return 0
