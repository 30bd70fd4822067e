"""The site: what stands on its pages, page by page. The whole of it is for tests/test_site_built.py."""

import re
import shutil

import nbformat
import pandas as pd
import pytest

from analysis import load_tables
from analysis.claims.facts import verify_whole
from analysis.record.files import ROOT
from analysis.record.problems import InvalidRecord
from analysis.record.schema import select_fields
from analysis.release import site, site_addresses, site_papers
from analysis.release.site_deals import write_deal
from analysis.release.site_evidence import Library
from analysis.release.site_folk import Folk
from analysis.release.site_html import escape_markdown, find_linkable, link_sources
from analysis.release.site_lists import list_held, list_people, list_unknown
from analysis.release.site_notebooks import write_notebook
from analysis.release.site_people import write_person


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


def test_documents_and_files_that_a_text_names_are_links_where_the_site_has_them():
    known = {"2024-08-02-north-gamma"}
    text = link_sources(
        "`2024-08-02-north-gamma`, `2024-08-02-north-delta`, `data/CHANGELOG.md` and `CITATION.cff`", known
    )
    assert re.findall(r'href="(.*?)"', text) == ["sources.html#2024-08-02-north-gamma", "corrections.html"]
    note = link_sources("Told (2024-08-02-north-gamma) on 2024-08-02.", known, bare=True, up="../")
    assert re.findall(r'href="(.*?)"', note) == ["../sources.html#2024-08-02-north-gamma"]


@pytest.fixture
def tree(root):
    """The small record in a tree with the papers that the site needs, and neither figures nor notebooks."""
    (root / "docs").mkdir()
    for name in ("README.md", "docs/codebook.md", "docs/documents.md", "data/borderline.md", "data/CHANGELOG.md"):
        shutil.copy(ROOT / name, root / name)
    return root


@pytest.mark.slow
def test_a_site_with_a_warning_is_none_and_leaves_the_last_one_as_it_was(tree, tmp_path):
    (tree / "data" / "borderline.md").write_text("# Left out\n\n[gone](nowhere.md)\n\n## A\n\n#### B\n")
    out = tmp_path / "site"
    out.mkdir()
    (out / "index.html").write_text("before")
    with pytest.raises(InvalidRecord, match="no warning"):
        site.build_site(load_tables(tree), out, tree, say=lambda line: None)
    assert [path.name for path in tmp_path.glob("*site*")] == ["site"] and (out / "index.html").read_text() == "before"
