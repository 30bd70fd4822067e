"""The whole site: that every link leads somewhere, and that a browser without a network can use it.

It is made once for all tests of this file; that two builds give the same bytes is for tests/test_release.py.
"""

import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from conftest import CHROMIUM, FLAGS, mark_browser
from test_site import read_facts

from analysis.record.files import ROOT
from analysis.release import site, site_addresses

pytestmark = pytest.mark.slow
in_browser = mark_browser("the site")
LOOKED_AT = ["index", "people/index", "people/fogel-marc", "deals/2024-08-ankara", "held", "unknown", "pictures"]
LOOKED_AT += ["codebook", "corrections", "borderline", "documents", "sources", "notebooks/01-exchanges-by-year"]
LEAVING = """() => [...document.querySelectorAll("td, th, dt, dd, .doors a, .sides li")].filter(cell => {
    const [box, words] = [cell.getBoundingClientRect(), document.createRange()];
    words.selectNodeContents(cell);
    const lines = cell.checkVisibility() ? [...words.getClientRects()].filter(line => line.width > 1 && line.height > 1) : [];
    return lines.some(line => line.left < box.left - 1.5 || line.right > box.right + 1.5);
}).map(cell => cell.textContent.trim().slice(0, 60))"""
LISTENED_TO = ["index", "deals/2022-12-griner-bout", "people/griner-brittney", "held", "notebooks/01-exchanges-by-year"]


class Page(HTMLParser):
    """The anchors of a page, what it leads to, what it loads, its pictures and its data for machines."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads, self.images = set(), [], [], []
        self.robots = self.facts = self.within = ""
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
@pytest.mark.parametrize(
    ("width", "media"), [(390, "screen"), (620, "screen"), (760, "screen"), (1280, "screen"), (700, "print")]
)
def test_no_page_scrolls_sideways_and_no_text_leaves_its_cell(page, built, width, media):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media=media)
    wrong = []
    for name in LOOKED_AT:
        page.goto((built / f"{name}.html").as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{name}: {wide} pixels wide"] if wide > width else []
        wrong += [f"{name}: {words}" for words in page.evaluate(LEAVING)]
    page.emulate_media(media="screen")
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
