"""The pages that carry the repository's own texts and pictures over to the site, and its first page.

Promise: no finding, rule or limit is typed here: they come from README, codebook, changelogs and the papers of the pictures.
"""

import json
import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

import pandas as pd

from analysis.record.dates import format_day
from analysis.record.tables import Tables
from analysis.record.words import capitalise
from analysis.release.changes import CHANGED, describe_changes
from analysis.release.front import FINDINGS
from analysis.release.papers import write_citation
from analysis.release.site_html import fence, link_row, link_sources, set_page, write_image, write_row, write_table

FILES = {
    ".png": "PNG",
    ".svg": "SVG",
    ".pdf": "PDF",
    "-narrow.png": "PNG for a phone",
    "-narrow.svg": "SVG for a phone",
    ".csv": "the rows drawn, CSV",
    ".json": "its papers, JSON",
}
DOWNLOADS = {  # endings of what make release writes, in the order of the page
    ".xlsx": "Workbook for Excel and LibreOffice",
    ".db": "SQLite database",
    "-metadata.yml": "How Datasette should show the database",
    "-data-package.zip": "Data package: the tables and the evidence as CSV, with read.R",
}
PAPERS = ["codebook", "documents", "borderline"]  # pages of the repository that the site has under their own names
SEPARATOR = re.compile(r"(?<!\\)\|")  # of the cells of a table in Markdown


def cut_section(page: str, heading: str) -> str:
    """What stands under a heading of the second rank; KeyError where there is none."""
    found = re.search(rf"^## {re.escape(heading)}\n+(.*?)(?=^## |\Z)", page, re.M | re.S)
    if not found:
        raise KeyError(f"no section {heading!r}")
    return found[1].strip()


def cut_table(text: str) -> str:
    """The first table of a text in Markdown."""
    return re.search(r"(?:^\|.*\n?)+", text, re.M)[0].strip()


def read_papers(name: str, root: Path) -> dict:
    """The papers of a picture of the whole record, as make figures wrote them."""
    return json.loads((root / "figures" / f"{name}.json").read_text("utf-8"))


def show_figure(name: str, root: Path, up: str = "") -> str:
    """A picture of the whole record in its two widths, with its description; empty where it was not drawn."""
    if not (root / "figures" / f"{name}.json").exists():
        return ""
    narrow = f"{up}figures/{name}-narrow.png"
    return write_image(f"{up}figures/{name}.png", read_papers(name, root)["alt"], narrow=narrow)


def describe_dataset(record: Tables, files: list[str]) -> str:
    """The record in schema.org's words, for search engines of data sets."""
    first = int(record.exchanges["year"].min())
    told = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": record.descriptor["title"],
        "description": record.descriptor["description"],
        "version": record.version,
        "license": record.descriptor["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "temporalCoverage": f"{first}/{record.data_through:%Y-%m-%d}",
        "creator": {"@type": "Organization", "name": "The contributors to the open record"},
        "keywords": ["prisoner exchange", "United States", "Russia", "Soviet Union", "wrongful detention"],
        "variableMeasured": [resource["title"] for resource in record.descriptor["resources"]],
        "distribution": [{"@type": "DataDownload", "contentUrl": f"downloads/{file}", "name": file} for file in files],
    }
    words = json.dumps(told, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return fence(f'<script type="application/ld+json">\n{words}\n</script>')


def list_downloads(files: list[str]) -> str:
    """What can be taken along, a line a file."""
    lines = []
    for ending, words in DOWNLOADS.items():
        lines += [
            f'- {words}: <a href="downloads/{file}" download>{file}</a>' for file in files if file.endswith(ending)
        ]
    return "\n".join(lines) or "This copy of the site was made without files to take along; `make release` makes them."


def write_home(record: Tables, root: Path, files: list[str], pages: list[str]) -> str:
    """The first page: the wall, five findings, where to look things up, how to read, what to take along."""
    readme = (root / "README.md").read_text("utf-8")
    papers = {name: read_papers(name, root) for name in FINDINGS if (root / "figures" / f"{name}.json").exists()}
    findings = [
        f'- <a href="pictures.html#{name}"><b>{escape(of["finding"].rstrip("."))}</b></a>. {escape(of["also"])}'
        for name, of in papers.items()
    ]
    doors = {
        "people/index.html": ("People", f"{len(record.detainees)} detentions: what for, how long, how it ended"),
        "deals/index.html": ("Deals", f"{len(record.exchanges)} deals: who for whom, who made them"),
        "held.html": ("Still held", "who is not known to be free, and since when"),
        "unknown.html": ("Not known", "what this record does not know"),
        "pictures.html": ("Pictures", "every picture, with its rows and papers"),
        "notebooks/index.html": ("Notebooks", "question by question, with the code"),
    }
    cards = "".join(
        f'<li><a href="{address}"><b>{name}</b><br>{escape(words)}</a></li>' for address, (name, words) in doors.items()
    )
    return set_page(
        record.descriptor["title"],
        [
            readme.split("\n\n")[1],
            fence(f'<ul class="doors">{cards}</ul>'),
            fence(show_figure("wall", root)),
            "## Five findings",
            "\n".join(findings),
            "## How to read this",
            "Every value on the page of a person or a deal says how sure it is and which documents give it; the numbers lead to "
            "the list of documents at the foot of the page. *Two or more voices* give it independently of one another, *one "
            "voice* alone does, or it is *disputed*: documents contradict each other, the other readings stand beside it, and a "
            "ruling says what we took and why. What counts as an exchange, and who has a page: [About](about.md).",
            "## Take it along",
            list_downloads(files),
            f"Data version {record.version}, documents looked for through {format_day(record.data_through)}. CC BY 4.0.",
            "## Cite this, correct this, remove me",
            f"As in: *{write_citation(record)}*",
            link_sources(cut_section(readme, "Cite this, correct this, remove me"), []),
            describe_dataset(record, files),
            "```{toctree}\n:hidden:\n\n" + "\n".join(pages) + "\n```",
        ],
    )


def write_about(root: Path, known: Iterable[str]) -> str:
    """What counts, the words, the limits, the licences: the README's own sections."""
    readme = (root / "README.md").read_text("utf-8")
    parts = []
    for heading in ("What counts as an exchange", "Words", "Limits", "Licences"):
        parts += [f"## {heading}", link_sources(cut_section(readme, heading), known)]
    return set_page("About this record", parts, wide=False)


def write_gallery(names: Iterable[str], root: Path) -> str:
    """Every picture with its finding, what it shows of what, and its files."""
    parts = [
        "Every picture stands on its own page too, wide and narrow. Its papers name who is drawn, who is left out and why, and every document behind it."
    ]
    for name in names:
        if not (html := show_figure(name, root)):
            continue
        papers = read_papers(name, root)
        links = ", ".join(f'<a href="figures/{name}{ending}">{words}</a>' for ending, words in FILES.items())
        left = f"; left out: {escape(papers['left_out'])}" if papers["left_out"] else ""
        stem = Path(papers["notebook"]).stem
        told = (
            f"<p>{escape(papers['also'])}</p>"
            f'<p class="quiet">{escape(papers["unit"])} {papers["shown"]:,} of {papers["of"]:,} {papers["noun"]}{left}. '
            f"Rests on {len(papers['sources']):,} documents.</p>"
            f'<p>Files: {links}. Notebook: <a href="notebooks/{stem}.html">{stem}</a>.</p>'
        )
        figure = f"<figure>{html}<figcaption>{told}</figcaption></figure>"
        parts += [f"## {capitalise(name.replace('-', ' '))}", fence(figure)]
    return set_page("Pictures", parts, wide=False)


def write_paper(path: Path, known: Iterable[str]) -> str:
    """A page of the repository in Markdown as a page of the site: ids of documents lead to the list of documents."""
    title, _, text = path.read_text("utf-8").partition("\n")
    text = link_papers(text)
    return set_page(title.removeprefix("# "), [link_sources(text, known)], wide=False)


def link_papers(text: str, up: str = "") -> str:
    """Links between pages of the repository as links between pages of the site; one that the site has not is no link."""

    def link(found: re.Match) -> str:
        words, name, place = found.groups(default="")
        return f"[{words}]({up}{name}.md{place})" if name in PAPERS else words

    return re.sub(r"(?<!!)\[([^\]]*)\]\((?!https?:|#)(?:[./a-z]*/)?([\w-]+)\.(?:md|csv)(#[\w-]+)?\)", link, text)


def split_cells(line: str) -> list[str]:
    """The cells of a line of a table in Markdown."""
    return [cell.strip().replace("\\|", "|") for cell in SEPARATOR.split(line.strip())[1:-1]]


def tell_changes(table: str, record: Tables, known: set[str]) -> str:
    """The changes of one version as readers see them: whose, what in words, why, by which documents."""
    rows = [split_cells(line) for line in table.splitlines()[2:]]
    names = {
        of: dict(zip(frame.iloc[:, 0], frame["name"], strict=True))
        for of in ("exchanges", "detainees")
        for frame in [record.raw[of]]
    }
    changed = []
    for of, row, column, old, new, *_ in rows:
        row, (old, new) = row.strip("`"), ("" if cell == "–" else cell for cell in (old, new))
        changed.append((of, row, names.get(of, {}).get(row, row), "" if column == "row" else column, old, new))
    told = describe_changes(pd.DataFrame(changed, columns=CHANGED), record.descriptor)
    written = []
    for (of, row, name, *_), (*_, sources, why), words in zip(changed, rows, told, strict=True):
        who = name if name == row else f"{name} ({row})"
        deal = row.split("/")[0]
        if row in names.get(of, {}):
            link = link_row(of, row, name, "")
        elif of == "negotiators" and deal in names["exchanges"]:
            link = f"{escape(' / '.join(row.split('/')[1:]))}<br>{link_row('exchanges', deal, names['exchanges'][deal], '')}"
        else:
            link = escape(name)
        ids = [part for part in re.findall(r"`([^`]+)`", sources) if part in known]
        papers = ", ".join(f'<a href="sources.html#{source}">{source}</a>' for source in ids)
        folded = f"<details><summary>{len(ids)} documents</summary>{papers}</details>" if len(ids) > 2 else papers
        written.append(write_row([link, escape(words.removeprefix(f"{of}: {who}: ")), escape(why), folded]))
    return write_table(["whose", "what changed", "why", "documents"], written, name="Changes", kind="filtered")


def write_corrections(record: Tables, root: Path, known: Iterable[str], gone: Callable[[], str]) -> str:
    """What changed between versions, in words, with the reasons that data/CHANGELOG.md gives; then pages that moved."""
    text, known = (root / "data" / "CHANGELOG.md").read_text("utf-8"), set(known)
    intro, *versions = re.split(r"^## ", text, flags=re.M)
    parts = [intro.partition("\n")[2].strip()]
    for version in versions:
        heading, _, body = version.partition("\n")
        parts.append(f"## {heading.strip()}")
        for block in re.split(r"\n{2,}", body.strip()):
            is_table = block.startswith("| table |")
            parts.append(fence(tell_changes(block, record, known)) if is_table else link_sources(block, known))
    moved = gone()
    parts += ["## Pages that moved", moved] if moved else []
    return set_page("Corrections", parts, hide=True)
