"""The site: what stands on its pages, that every link leads somewhere, and that a browser without a network can use it.

The whole site is made once for all tests of this file; that two builds give the same bytes is for tests/test_release.py.
"""

import json
import re
import shutil
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

import nbformat
import pandas as pd
import pytest
from conftest import CHROMIUM, FLAGS, mark_browser

from analysis import load_tables
from analysis.claims.facts import verify_whole
from analysis.record.files import ROOT
from analysis.record.problems import InvalidRecord
from analysis.record.schema import select_fields
from analysis.release import site, site_addresses, site_papers
from analysis.release.site_deals import write_deal
from analysis.release.site_evidence import Library
from analysis.release.site_folk import Folk
from analysis.release.site_html import escape_markdown, find_linkable
from analysis.release.site_lists import list_held, list_people, list_unknown
from analysis.release.site_notebooks import write_notebook
from analysis.release.site_people import write_person

in_browser = mark_browser("the site")
LOOKED_AT = ["index", "people/index", "people/fogel-marc", "deals/2024-08-ankara", "held", "unknown", "pictures"]
LOOKED_AT += ["codebook", "corrections", "notebooks/01-exchanges-by-year"]
LISTENED_TO = ["index", "deals/2022-12-griner-bout", "people/griner-brittney", "held", "notebooks/01-exchanges-by-year"]


def write_page(record, person):
    """The page of a person of this record."""
    return write_person(Folk(record, verify_whole(record)), Library(record), person)


def read_facts(page):
    """The short facts of a page, by what they are called."""
    return dict(re.findall(r"<dt>(.*?)</dt> *<dd>(.*?)</dd>", page))


def cut_row(page, key):
    """The row of a table with this anchor."""
    return re.search(rf'<tr id="{key}">.*?</tr>', page, re.S)[0]


def test_a_person_has_every_column_with_its_documents_readings_and_ruling(disputed):
    page = write_page(disputed, "zeta-zoe")
    fields = select_fields(disputed.descriptor, "detainees")
    assert [name for name, field in fields.items() if field["evidence"] != "label"] == re.findall(
        r'<tr id="(\w+)"', page
    )
    term = cut_row(page, "sentence_months")
    assert "<b>12 years 6 months</b>" in term and ">disputed<" in term
    assert re.search(r'Other reading: <b>12 years</b> <span class="refs"><a class="ref" href="#d2">2</a>', term)
    assert "Ruling, closer source: South erred." in term
    assert re.search(r'Less precisely: <span class="refs"><a class="ref" href="#d2">', cut_row(page, "arrested"))
    assert "not known" in cut_row(page, "occupation")
    assert re.search(r'<li id="d1"><b>North</b>.*<li id="d2"><b>South</b>', page, re.S)


def test_a_person_is_asked_to_be_passed_by_and_a_deal_is_not(record):
    folk, library = Folk(record, verify_whole(record)), Library(record)
    assert "robots: noindex" in write_person(folk, library, "zeta-zoe")
    assert "robots: noindex" in list_people(folk)
    assert "robots: noindex" not in write_deal(folk, library, "2024-08-gamma")


def test_a_person_says_who_was_freed_in_return_and_who_with(record):
    page = write_page(record, "gamma-gil")
    facts = read_facts(page)
    assert facts["Freed by the US side in the same deal"] == '<a href="../people/eta-eve.html">Eve Eta</a>'
    assert facts["Freed together with"] == '<a href="../people/delta-dan.html">Dan Delta</a>'
    assert facts["In custody"] == "491 days"
    assert facts["Sentence"] == "16 years"


def test_a_person_last_reported_held_has_the_report_and_the_deals_that_passed_by(record):
    page = write_page(record, "zeta-zoe")
    facts = read_facts(page)
    assert facts["How it ended"] == "still held; last report 2 August 2024"
    assert facts["In custody"] == "210 days to the last report"
    assert facts["Sentence"] == "9 years 6 months (before appeal 12 years 6 months)"
    assert re.search(r'1 August 2024: <a href="../deals/2024-08-gamma.html">Gamma and others</a></li>', page)


def test_a_deal_has_both_sides_its_makers_and_how_sure_they_are(record):
    page = write_deal(Folk(record, verify_whole(record)), Library(record), "2024-08-gamma", "A sheet.")
    russian, us = re.findall(r'<div class="(?:russian|us)_side">(.*?)</div>', page, re.S)
    assert re.findall(r">(\w+ \w+)</a>", russian) == ["Gil Gamma", "Dan Delta"]
    assert re.findall(r">(\w+ \w+)</a>", us) == ["Eve Eta"]
    assert '<img src="../sheets/2024-08-gamma.svg" alt="A sheet."' in page
    mediator = cut_row(page, "maker-kay-kappa-mediator")
    assert "between the two" in mediator and "<b>claimed</b>" in mediator and ">one voice<" in mediator


def test_the_lists_tell_who_is_held_and_what_is_not_known(record):
    folk = Folk(record, verify_whole(record))
    held = list_held(folk, lambda name: f"[{name}]")
    assert "One person is not known to be free." in held and "<td>2 August 2024</td>" in held and "[still-held]" in held
    unknown = list_unknown(folk, "| counts |")
    assert "| counts |" in unknown
    assert '<a href="people/beta-bob.html#arrest_place">Bob Beta</a>' in unknown
    assert "people/zeta-zoe.html#released" not in unknown  # held: no release is missing


def test_addresses_that_change_hands_are_printed_and_not_linked():
    cases = {
        "paper": ("Paper", "https://paper.example/a", True),
        "number": ("Paper", "http://161.35.110.226/a", False),
        "rented": ("Paper", "https://d119fkn55yihk8.cloudfront.net/a", False),
        "throwaway": ("Paper", "https://487790.bceovw70.asia/a", False),
        "told": ("TIME (mirror soft.example)", "http://soft.example/a", False),
        "same host": ("TIME", "http://soft.example/b", False),
        "copy": ("Blog (copy of Reuters)", "https://blog.example/a", False),
        "government": ("wh (mirror of the White House)", "https://www.whitehouse.gov/a", True),
        "nowhere": ("Paper", None, False),
        "no scheme": ("Paper", "javascript:alert(1)", False),
    }
    frame = pd.DataFrame(
        [(key, *case[:2], None) for key, case in cases.items()], columns=["source", "publisher", "url", "note"]
    )
    assert find_linkable(frame) == {key for key, case in cases.items() if case[2]}


def test_a_mirrors_address_stands_on_the_page_as_text(disputed):
    page = write_page(disputed, "zeta-zoe")
    assert "http://10.0.0.1/zoe" in page and 'href="http://10.0.0.1' not in page
    assert 'href="https://example.org/a"' in page


def test_text_cannot_become_markdown():
    assert escape_markdown("a_b *c* <d> [e](f)") == r"a\_b \*c\* \<d\> \[e\](f)"


def test_changes_are_told_in_words_with_their_reason(record):
    table = (
        "| table | row | column | old | new | source cards | why |\n| --- |\n"
        "| detainees | `zeta-zoe` | sentence_months | – | 150 | `2024-08-02-north-gamma` | a \\| b |\n"
        "| negotiators | `2024-08-gamma/Kay Kappa/mediator` | row | – | Kay Kappa | – | named |\n"
    )
    told = site_papers.tell_changes(table, record, {"2024-08-02-north-gamma"})
    assert '<a href="people/zeta-zoe.html">Zoe Zeta</a>' in told
    assert "sentence months: 12 years 6 months, before nothing" in told and "<td>a | b</td>" in told
    assert '<a href="sources.html#2024-08-02-north-gamma">' in told
    assert re.search(r"Kay Kappa / mediator<br>.*</th><td>added</td>", told)


def test_a_section_that_the_readme_has_not_is_missed_by_name():
    with pytest.raises(KeyError, match="Elsewhere"):
        site_papers.cut_section("## Here\n\ntext\n", "Elsewhere")


def test_a_page_that_went_without_a_trace_is_told_and_one_that_moved_leads_on(tmp_path):
    kept = {"people/a": "", "people/b": "", "people/c": "people/a", "people/d": "people/gone", "people/e": "people/a"}
    problems = site_addresses.check_addresses(kept, {"people/a", "people/e"})
    assert [(problem.line, problem.value) for problem in problems] == [(3, ""), (5, "people/gone"), (6, "people/a")]
    assert 'url=../people/a.html"' in site_addresses.write_redirect("people/c", "people/a")


def test_the_addresses_of_a_release_are_kept_beside_those_of_the_ones_before(record, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "addresses.csv").write_text("address,moved_to\npeople/old,people/zeta-zoe\n")
    site_addresses.keep_addresses(record, tmp_path)
    kept = site_addresses.read_addresses(tmp_path)
    assert kept["people/old"] == "people/zeta-zoe" and kept["people/zeta-zoe"] == "" and "deals/2024-08-gamma" in kept


def test_every_address_of_the_last_release_leads_somewhere(whole):
    pages = site_addresses.list_addresses(whole) | {"corrections"}
    assert site_addresses.check_addresses(site_addresses.read_addresses(ROOT), pages) == []


def test_a_notebooks_picture_keeps_its_description_and_gets_a_narrow_one(tmp_path):
    html = '<img src="data:image/png;base64,QUJD" alt="Bars &amp; dots" style="width: 760px">'
    cells = [
        nbformat.v4.new_markdown_cell("# Why?\n\nSee [next](02-b.ipynb)."),
        nbformat.v4.new_code_cell("draw()", outputs=[nbformat.v4.new_output("display_data", {"text/html": html})]),
    ]
    path = tmp_path / "01-a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    images = {}
    page = write_notebook(path, {b"ABC": "wall"}, images)
    assert (
        '<img src="../figures/wall.png" alt="Bars &amp; dots"' in page and 'srcset="../figures/wall-narrow.png"' in page
    )
    assert "# Why?" in page and "[next](02-b.md)" in page and images == {}
    write_notebook(path, {}, images)
    assert list(images.values()) == [b"ABC"]


@pytest.fixture
def tree(root):
    """The small record in a tree with the papers that the site needs, and neither figures nor notebooks."""
    (root / "docs").mkdir()
    for name in ("README.md", "docs/codebook.md", "docs/documents.md", "data/borderline.md", "data/CHANGELOG.md"):
        shutil.copy(ROOT / name, root / name)
    return root


def test_a_site_with_a_warning_is_none_and_leaves_the_last_one_as_it_was(tree, tmp_path):
    (tree / "data" / "borderline.md").write_text("# Left out\n\n[gone](nowhere.md)\n\n## A\n\n#### B\n")
    out = tmp_path / "site"
    out.mkdir()
    (out / "index.html").write_text("before")
    with pytest.raises(InvalidRecord, match="no warning"):
        site.build_site(load_tables(tree), out, tree, say=lambda line: None)
    assert [path.name for path in tmp_path.glob("*site*")] == ["site"] and (out / "index.html").read_text() == "before"


class Page(HTMLParser):
    """The anchors of a page, what it leads to, what it loads, its pictures and its data for machines."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads, self.images, self.robots, self.facts, self.within = (
            set(),
            [],
            [],
            [],
            "",
            "",
            "",
        )
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        self.ids |= {has["id"]} if has.get("id") else set()
        self.links += [has["href"]] if tag == "a" and has.get("href") else []
        self.loads += [has[key] for key in ("src", "srcset") if has.get(key)]
        self.loads += [has["href"]] if tag == "link" and has.get("href") else []
        self.images += [has] if tag == "img" else []
        self.robots = has["content"] if has.get("name") == "robots" else self.robots
        self.within = has.get("type", "") if tag == "script" else ""

    def handle_data(self, data):
        self.facts += data if self.within == "application/ld+json" else ""


@pytest.fixture(scope="module")
def built(whole, tmp_path_factory):
    """The whole site, with one file to take along."""
    place = tmp_path_factory.mktemp("whole")
    download = place / "record-0.0.0.xlsx"
    download.write_bytes(b"PK")
    return site.build_site(whole, place / "site", ROOT, [download], say=lambda line: None)


@pytest.fixture(scope="module")
def pages(built):
    return {path: Page(path.read_text("utf-8")) for path in built.rglob("*.html")}


def test_every_link_of_the_site_leads_to_a_page_and_a_place_on_it(built, pages):
    wrong = []
    for path, page in pages.items():
        for link in {*page.links, *page.loads}:
            address, anchor = urldefrag(link)
            if urlsplit(link).scheme:
                continue
            target = (path.parent / unquote(urlsplit(address).path)).resolve() if address else path
            if not target.is_file() or (
                anchor and target.suffix == ".html" and unquote(anchor) not in pages[target].ids
            ):
                wrong.append(f"{path.relative_to(built)}: {link}")
    assert wrong == []


def test_no_page_loads_anything_from_another_host(pages):
    assert [load for page in pages.values() for load in page.loads if urlsplit(load).netloc] == []


def test_every_picture_has_a_description(pages):
    assert [image for page in pages.values() for image in page.images if not image.get("alt")] == []


def test_every_person_and_deal_has_a_page_and_people_are_passed_by(built, pages, whole):
    for address in site_addresses.list_addresses(whole):
        page = pages[built / f"{address}.html"]
        assert page.robots == ("noindex" if address.startswith("people/") else ""), address


def test_the_first_page_tells_machines_what_it_is_and_offers_what_there_is(built, pages, whole):
    told = json.loads(pages[built / "index.html"].facts)
    assert told["@type"] == "Dataset" and told["version"] == whole.version
    assert [file["contentUrl"] for file in told["distribution"]] == ["downloads/record-0.0.0.xlsx"]
    assert (built / "downloads" / "record-0.0.0.xlsx").is_file()


def test_the_site_answers_who_was_exchanged_for_griner(built):
    page = (built / "people" / "griner-brittney.html").read_text("utf-8")
    facts = read_facts(page)
    assert re.search(r">Viktor Bout<", facts["Freed by the US side in the same deal"])


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page without a network, that fails the test on any error and on any request but for files."""
    context = browser.new_context(offline=True)
    page, wrong = context.new_page(), []
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: wrong.append(f"page: {error}"))
    page.on(
        "request", lambda request: wrong.append(request.url) if not request.url.startswith(("file:", "data:")) else None
    )
    yield page
    context.close()
    assert wrong == []


@in_browser
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("poczobut", "people/poczobut-andrzej.html"),
        ("bialowieza", "deals/2026-04-butyagin-poczobut.html"),
        ("Białowieża", "deals/2026-04-butyagin-poczobut.html"),
    ],
)
def test_the_search_finds_names_and_places_typed_without_accents(page, built, typed, found):
    page.goto(f"{(built / 'search.html').as_uri()}?q={typed}")
    page.wait_for_selector(f"#search-results a[href*='{found}']")


@in_browser
def test_the_list_of_people_filters_without_a_server(page, built, whole):
    page.goto((built / "people" / "index.html").as_uri())
    page.get_by_label("Search this list").fill("gawel")
    assert page.locator("tbody tr:visible th").all_inner_texts() == ["Grzegorz Gaweł"]
    page.get_by_label("Search this list").fill("")
    page.get_by_label("outcome").select_option("still held")
    held = whole.detainees["outcome"].eq("still_held").sum()
    assert page.locator("tbody tr:visible").count() == held
    assert page.locator("output").inner_text().startswith(f"{held} of ")


@in_browser
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways(page, built, width):
    page.set_viewport_size({"width": width, "height": 900})
    wrong = []
    for name in LOOKED_AT:
        page.goto((built / f"{name}.html").as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{name}: {wide} pixels wide"] if wide > width else []
    assert wrong == []


@in_browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_nothing_on_a_page_shuts_people_out(page, built, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    wrong = []
    for name in LISTENED_TO[: 3 if scheme == "dark" else None]:
        page.goto((built / f"{name}.html").as_uri())
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        wrong += [f"{name}: {fault['id']}, {fault['nodes'][0]['html']}" for fault in found]
    assert wrong == []
