"""The small pieces of HTML and Markdown that every page of the site is put together from.

Promise: whatever comes from a table or a document is escaped, and only an address that will still be its publisher's
tomorrow becomes a link.
"""

import ipaddress
import re
from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

import pandas as pd

ANYBODYS = ("appspot.com", "cloudfront.net", "run.app", "bingj.com")  # hosts that anybody can rent a name of
CARRIED = re.compile(r"\b(mirror|copy|proxy)\b", re.I)  # how a card says that a page carries what another printed
NAMED = re.compile(r"\bmirror ([a-z0-9.-]+\.[a-z0-9]+)", re.I)  # and which host does
ENDED = re.compile(r"</(?:dd|dt|div|h3|li|p|summary|td|th)>|<br>")
PAGES = {  # files of the record that the site has as pages
    "data/CHANGELOG.md": "corrections.html",
    "data/borderline.md": "borderline.html",
    "docs/codebook.md": "codebook.html",
    "docs/documents.md": "documents.html",
}
MARKED = re.compile(r"([\\`*_{}\[\]<>#|$~^])")


def escape_markdown(text: str) -> str:
    """Text that Markdown prints as it stands."""
    return MARKED.sub(r"\\\1", text)


def fence(html: str) -> str:
    """HTML as a block of a Markdown page; nothing of nothing. Cells are kept apart for the search, which takes tags away."""
    apart = ENDED.sub(r"\g<0> ", html)
    return f"`````{{raw}} html\n{apart}\n`````" if html else ""


def set_page(title: str, parts: list[str], *, hide: bool = False, wide: bool = True) -> str:
    """A page in Markdown: its title, then the parts.

    `hide` asks search engines to pass by; a `wide` page has no list of its sections beside it.
    """
    said = ["---", "orphan: true"]
    said += ["html_theme.sidebar_secondary.remove: true"] if wide else []
    said += ["myst:", "  html_meta:", "    robots: noindex"] if hide else []
    return "\n\n".join(["\n".join([*said, "---"]), f"# {escape_markdown(title)}", *parts]) + "\n"


def write_table(heads: list[str], rows: list[str], *, name: str = "", kind: str = "") -> str:
    """A table of rows that are HTML already; a head that ends in `*` can be filtered by."""
    told = [
        f'<th scope="col" data-filter="">{escape(head[:-1])}</th>'
        if head.endswith("*")
        else f'<th scope="col">{escape(head)}</th>'
        for head in heads
    ]
    label = f' aria-label="{escape(name)}"' if name else ""
    body = "\n".join(rows)
    return f'<table class="record {kind}"{label}><thead><tr>{"".join(told)}</tr></thead>\n<tbody>\n{body}\n</tbody></table>'


def write_row(cells: list[str], *, key: str = "") -> str:
    """A row of cells that are HTML already, the first of them its head."""
    first, *others = cells
    anchor = f' id="{escape(key)}"' if key else ""
    return f'<tr{anchor}><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


def write_facts(facts: dict[str, str]) -> str:
    """Short facts, a line each, of names to what is HTML already; empty ones are left out."""
    lines = [f"<div><dt>{escape(name)}</dt><dd>{said}</dd></div>" for name, said in facts.items() if said]
    return f'<dl class="facts">{"".join(lines)}</dl>'


def write_image(path: str, alt: str, *, narrow: str = "", width: int = 820) -> str:
    """A picture, with a narrower one for narrow pages."""
    image = f'<img src="{path}" alt="{escape(alt)}" width="{width}" loading="lazy">'
    source = f'<source media="(max-width: 600px)" srcset="{narrow}">' if narrow else ""
    return f'<picture class="drawn">{source}{image}</picture>'


def link_row(table: str, row: str, name: str, up: str = "../") -> str:
    """A link to the page of a person or a deal; `up` leads from the page it stands on to the first one."""
    folder = {"detainees": "people", "exchanges": "deals"}[table]
    return f'<a href="{up}{folder}/{row}.html">{escape(name)}</a>'


def find_linkable(documents: pd.DataFrame) -> set[str]:
    """The ids of the documents whose addresses a public page may lead to.

    Not bare numbers, hosts that anybody can rent, nor pages of which a card says that they carry what another printed:
    they change hands. `documents` has source, publisher, note and url.
    """
    told = [
        " ".join(text for text in pair if isinstance(text, str)) for pair in documents[["publisher", "note"]].values
    ]
    mirrors = {host.casefold() for words in told for host in NAMED.findall(words)}
    kept = set()
    for source, url, words in zip(documents["source"], documents["url"], told, strict=True):
        host = ((urlsplit(url).hostname if isinstance(url, str) else "") or "").rstrip(".")
        try:
            ipaddress.ip_address(host)
        except ValueError:
            rented = host.endswith(ANYBODYS) or host.split(".")[0].isdigit() or host in mirrors
            if "." in host and not rented and (host.endswith(".gov") or not CARRIED.search(words)):
                kept.add(source)
    return kept


def link_sources(text: str, known: Iterable[str], *, bare: bool = False, up: str = "") -> str:
    """Ids of documents as links to where the site lists them, and files that it has as pages; in backticks, or `bare`.

    `up` leads from the page to the first one.
    """
    known = set(known)

    def link(found: re.Match) -> str:
        name = found[1]
        address = PAGES.get(name) or (f"sources.html#{name}" if name in known else "")
        return f'<a href="{up}{address}"><code>{name}</code></a>' if address else found[0]

    return re.sub(r"((?:[0-9]{4}|undated)(?:-[a-z0-9]+)+)" if bare else r"`([\w./-]+)`", link, text)
