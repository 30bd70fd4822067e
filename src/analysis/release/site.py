"""Makes the site: the record as pages that any browser opens from a folder, without a server.

Promise: the same record gives the same bytes, from whatever place and at whatever time; a site with a warning is none.
"""

import io
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from analysis.claims.facts import verify_whole
from analysis.pictures import PICTURES, EmptyPicture, sheet_of_deal
from analysis.pictures.page import describe_svg, render
from analysis.record.dates import format_day
from analysis.record.files import ROOT, fill_folder, write_whole
from analysis.record.problems import InvalidRecord, Problem
from analysis.record.tables import Tables
from analysis.release import papers, site_lists, site_papers
from analysis.release.package import zip_files
from analysis.release.site_addresses import check_addresses, read_addresses, write_redirect
from analysis.release.site_deals import ENDINGS, write_deal
from analysis.release.site_evidence import Library
from analysis.release.site_folk import Folk
from analysis.release.site_html import link_sources
from analysis.release.site_notebooks import write_notebooks
from analysis.release.site_people import write_person

THEME = Path(__file__).with_name("site_theme")
MENU = [
    "deals/index",
    "people/index",
    "Still held <held>",
    "Not known <unknown>",
    "pictures",
    "notebooks/index",
    "sources",
]
MENU += [
    "codebook",
    "How documents were looked for <documents>",
    "Left out <borderline>",
    "corrections",
    "About <about>",
]
TITLE = "US–Russia prisoner exchanges"


def configure(record: Tables) -> dict:
    """What Sphinx is told."""
    return {
        "project": TITLE,
        "version": record.version,
        "extensions": ["myst_parser", "analysis.release.site_search"],
        "myst_heading_anchors": 3,
        "templates_path": [str(THEME / "templates")],
        "html_static_path": [str(THEME / "static")],
        "html_css_files": ["site.css"],
        "html_js_files": ["site.js"],
        "html_theme": "pydata_sphinx_theme",
        "html_title": TITLE,
        "html_sidebars": {"**": []},
        "html_copy_source": False,
        "html_use_index": False,
        "html_permalinks": False,
        "html_show_search_summary": False,  # it would fetch pages, which a browser refuses where there is no server
        "html_context": {
            "data_version": record.version,
            "data_through": format_day(record.data_through),
            "default_mode": "auto",
        },
        "html_theme_options": {
            "logo": {"text": TITLE},
            "show_prev_next": False,
            "back_to_top_button": False,
            "header_links_before_dropdown": 6,
            "search_bar_text": "A name, a place, a year …",
            "navbar_end": ["theme-switcher"],
            "article_header_start": [],
            "secondary_sidebar_items": ["page-toc"],
            "footer_start": ["record"],
            "footer_end": [],
        },
    }


def draw_sheets(record: Tables, folder: Path) -> dict[str, str]:
    """Draw a sheet of every deal, wide and narrow; their descriptions by deal, of those that have one."""
    folder.mkdir(parents=True)
    drawn = {}
    for deal in record.exchanges["exchange_id"]:
        try:
            picture = sheet_of_deal(record, deal)
        except EmptyPicture:
            continue
        drawn[deal] = picture.papers["alt"]
        for figure, ending in zip((picture.figure, picture.narrow), ENDINGS, strict=True):
            svg = describe_svg(render(figure, "svg"), picture.finding, picture.papers["alt"])
            write_whole(folder / f"{deal}{ending}", svg)
    return drawn


def write_pages(record: Tables, root: Path, files: list[str], sheets: dict[str, str]) -> tuple[dict[str, str], dict]:
    """Every page in Markdown by its address, and the pictures that only notebooks have, by their file name."""
    folk, library = Folk(record, verify_whole(record)), Library(record)
    known = set(library.by_source)
    moved = {address: target for address, target in read_addresses(root).items() if target}

    def list_moved() -> str:
        return "\n".join(f"- `{address}.html` is now [{target}]({target}.md)" for address, target in moved.items())

    pages, images = write_notebooks(root)
    pages |= {f"people/{row}": write_person(folk, library, row) for row in folk.people}
    pages |= {f"deals/{row}": write_deal(folk, library, row, sheets.get(row, "")) for row in folk.deals}
    readme = (root / "README.md").read_text("utf-8")
    counts = site_papers.cut_table(site_papers.cut_section(readme, "Limits"))
    pages |= {
        "people/index": site_lists.list_people(folk),
        "deals/index": site_lists.list_deals(folk),
        "held": site_lists.list_held(folk, lambda name: site_papers.show_figure(name, root)),
        "unknown": site_lists.list_unknown(folk, link_sources(counts, known)),
        "sources": site_lists.list_sources(folk, library),
        "pictures": site_papers.write_gallery(PICTURES, root),
        "codebook": site_papers.write_paper(root / "docs" / "codebook.md", known),
        "documents": site_papers.write_paper(root / "docs" / "documents.md", known),
        "borderline": site_papers.write_paper(root / "data" / "borderline.md", known),
        "corrections": site_papers.write_corrections(record, root, known, list_moved),
        "about": site_papers.write_about(root, known),
    }
    pages["index"] = site_papers.write_home(record, root, files, MENU)
    return pages, images


def run_sphinx(source: Path, out: Path, record: Tables) -> None:
    """Make HTML of a folder of Markdown; InvalidRecord with every warning, if there is one."""
    from sphinx.application import Sphinx
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    nocolor()
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as trees, patch_docutils(), docutils_namespace():
        Sphinx(source, None, out, trees, "html", configure(record), None, said, freshenv=True).build()
    if found := said.getvalue().replace(f"{source}/", "").strip():
        raise InvalidRecord([Problem("build/site", None, "", "", f"no warning: {line}") for line in found.splitlines()])
    for path in [out / ".buildinfo", out / "objects.inv", out / "_static" / "webpack-macros.html", *out.rglob("*.map")]:
        path.unlink(missing_ok=True)


def build_site(
    record: Tables, out: Path, root: Path = ROOT, downloads: list[Path] | None = None, say: Callable = print
) -> Path:
    """Make the site of a whole record in the folder `out`, which is replaced whole.

    Parameters
    ----------
    root
        The tree whose README, figures, notebooks and papers the site shows.
    downloads
        Files to offer on the first page, copied into the site.
    say
        Called with a line after each part of the work.

    Raises
    ------
    InvalidRecord
        A page of the last release went without a trace, or Sphinx warned of anything; `out` is then as it was.
    """
    downloads = downloads or []
    with fill_folder(out) as place:
        source, made = place / "source", place / "new"
        sheets = draw_sheets(record, place / "sheets")
        say(f"[1/4] sheets of {len(sheets)} deals drawn")
        pages, images = write_pages(record, root, [path.name for path in downloads], sheets)
        kept = read_addresses(root)
        if problems := check_addresses(kept, set(pages)):
            raise InvalidRecord(problems)
        for address, text in pages.items():
            path = source / f"{address}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode())
        say(f"[2/4] {len(pages)} pages written")
        run_sphinx(source, made, record)
        say("[3/4] pages set, search index made")
        shutil.copytree(Path(place, "sheets"), made / "sheets")
        if (root / "figures").exists():
            shutil.copytree(root / "figures", made / "figures")
        (made / "downloads").mkdir()
        for path in downloads:
            shutil.copy(path, made / "downloads" / path.name)
        for file, content in images.items():
            write_whole(made / "notebooks" / file, content)
        for address, target in kept.items():
            if target:
                write_whole(made / f"{address}.html", write_redirect(address, target).encode())
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
    say(f"[4/4] {out / 'index.html'}: {len(pages)} pages, {size:.1f} MB; open it in any browser")
    return out


def pack_site(site: Path, name: str) -> bytes:
    """A zip of a site, under a folder of that name: the same bytes for the same site."""
    files = (path for path in site.rglob("*") if path.is_file())
    return zip_files({f"{name}/{path.relative_to(site).as_posix()}": path.read_bytes() for path in files})


def find_downloads(record: Tables, root: Path = ROOT) -> list[Path]:
    """What make release has put into dist/ for this version, but for the site itself."""
    found = (root / "dist").glob(f"*-{record.version}*")
    return sorted(path for path in found if not path.stem.endswith("-site"))


def write(record: Tables, root: Path = ROOT) -> int:
    """Make build/site, with the downloads that are there."""
    build_site(
        record, root / "build" / "site", root, find_downloads(record, root), lambda line: print(line, flush=True)
    )
    return 0


def build(record: Tables, root: Path = ROOT) -> bytes:
    """Make build/site, and give it as a zip."""
    write(record, root)
    return pack_site(root / "build" / "site", f"{papers.name_release(record)}-site")
