"""Writes the record as a data package: the tables, the evidence behind them and the codes as CSV, with a reader in R.

Promise: the tables are the very files of data/, and the same record gives the same bytes.
"""

import io
import json
import zipfile
from pathlib import Path

from analysis.record.tables import Tables
from analysis.release import codebook, frames, papers

READER = Path(__file__).with_name("read.R")
PAPERS = ["CITATION.cff", "LICENSE", "LICENSE-DATA", "data/borderline.md", "data/CHANGELOG.md"]
PAPERS += ["docs/documents.md"]  # to which the codebook points
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold


def write_readme(record: Tables, descriptor: dict, said: dict[str, list[str]]) -> str:
    """What the package holds, how to read it, scope and limits."""
    lines = [f"# {record.descriptor['title']}", record.descriptor["description"]]
    lines.append(f"Cite as: {papers.write_citation(record)} Licence: CC BY 4.0 (`read.R`: MIT).")
    table = ["| file | one row is |", "| --- | --- |"]
    table += [f"| `{resource['path']}` | {resource['description']} |" for resource in descriptor["resources"]]
    lines += ["## The files", "\n".join(table)]
    lines.append(
        "`datapackage.json` describes every column (https://datapackage.org), `codebook.md` in words. UTF-8, commas, an empty "
        "cell is not known. Dates are as precise as they are known: `1978`, `1978-05` or `1978-05-20`. Excel takes a CSV of "
        "these for dates and spoils them: take the workbook."
    )
    lines.append('R: `source("read.R")`, in this folder, gives each table as a data frame of that name.')
    lines.append('pandas: `pd.read_csv("detainees.csv", dtype="str", keep_default_na=False, na_values="")`.')
    for heading, texts in said.items():
        lines += [f"## {heading}", "\n".join(f"- {text}" for text in texts)]
    return "\n\n".join(lines) + "\n"


def list_files(record: Tables, root: Path) -> dict[str, bytes]:
    """What is in the package, by name."""
    descriptor, texts = frames.describe(record.descriptor), frames.gather(record)
    files = {"datapackage.json": json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"}
    files |= {"README.md": write_readme(record, descriptor, papers.read_papers(root))}
    files |= {"codebook.md": codebook.build(root)}
    for resource in descriptor["resources"]:
        if resource["name"] not in record.raw:
            files[resource["path"]] = texts[resource["name"]].to_csv(index=False, lineterminator="\n")
    content = {name: text.encode() for name, text in files.items()} | {"read.R": READER.read_bytes()}
    content |= {Path(name).name: (root / name).read_bytes() for name in PAPERS}
    return content | {f"{name}.csv": (root / "data" / f"{name}.csv").read_bytes() for name in record.raw}


def zip_files(files: dict[str, bytes]) -> bytes:
    """A zip of these files in the order of their names, without the day it was made."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])
    return content.getvalue()


def build(record: Tables, root: Path) -> bytes:
    """The data package of the whole record, zipped."""
    return zip_files(list_files(record, root))
