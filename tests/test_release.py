"""What make release writes is whole, the same each time, and what the data package's readers make of it."""

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile

import pandas as pd
import pytest

from analysis import __main__ as commands
from analysis import load_tables
from analysis.record.files import ROOT
from analysis.record.schema import select_fields
from analysis.release import downloads, frames, package, papers
from analysis.release.questions import QUESTIONS

pytestmark = pytest.mark.slow
PAPERS = ["README.md", *package.PAPERS]
DOCS = (ROOT / "docs" / "downloads.md").read_text("utf-8")
RSCRIPT = shutil.which("Rscript")


@pytest.fixture
def tree(root):
    """The small record with the papers that go into a release."""
    (root / "docs").mkdir()
    for name in [*PAPERS, "docs/codebook.md"]:
        shutil.copy(ROOT / name, root / name)
    (root / "data" / "borderline.md").write_text("# Considered and left out\n", "utf-8")  # it names cards of the record
    return root


@pytest.fixture(scope="module")
def unzipped(tmp_path_factory, whole):
    """The data package of the whole record in a folder, and the record."""
    record, folder = whole, tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(package.build(record, ROOT))) as archive:
        archive.extractall(folder)
    return record, folder


def check_sums(folder, version):
    """Whether SHA256SUMS names every file of a release, each with the version of the data."""
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    hashes.pop("SHA256SUMS")
    return sums == hashes and all(f"-{version}" in name for name in sums)


def read_dist(tree):
    """The files of a release by name; the database as the statements that would make it."""
    files = {path.name: path.read_bytes() for path in (tree / "dist").iterdir()}
    for name in [name for name in files if name.endswith(".db")]:
        base = sqlite3.connect(tree / "dist" / name)
        files[name] = "\n".join(base.iterdump()).encode()
        base.close()
    return files


def test_a_release_built_twice_is_the_same_wherever_it_is_built_and_has_its_checksums(tree, tmp_path_factory, capsys):
    """With the site in it, at another place, in another time zone, in another order of sets."""
    assert commands.main(["release"], tree) == 0
    said = [line.split(",")[0] for line in capsys.readouterr().out.splitlines() if "] dist/" in line]
    names = [f"dist/us-russia-prisoner-exchanges-{load_tables(tree).version}{ending}" for ending in downloads.DOWNLOADS]
    assert said == [f"[{number}/{len(names)}] {name}" for number, name in enumerate(names, 1)]
    assert check_sums(tree / "dist", load_tables(tree).version)
    first = read_dist(tree)
    there = shutil.copytree(
        tree, tmp_path_factory.mktemp("there") / "tree", ignore=shutil.ignore_patterns("build", "dist")
    )
    code = "import sys, pathlib; from analysis import __main__; __main__.main(['release'], pathlib.Path(sys.argv[1]))"
    other = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, there], env=other, check=True, capture_output=True)
    assert read_dist(there) == first
    assert any(name.endswith("-site.zip") for name in first)
    assert len(first) == len(downloads.DOWNLOADS) + 1


def test_a_record_that_check_refuses_is_not_released(tree, capsys):
    path = tree / "data" / "detainees.csv"
    path.write_text(path.read_text("utf-8").replace("2019-08-23", "2019-08-24"), "utf-8")  # no card gives it
    assert commands.main(["release"], tree) == 1
    assert "data/detainees.csv:6: arrested: 2019-08-24" in capsys.readouterr().out
    assert not (tree / "dist").exists()


def test_the_package_holds_the_very_tables_and_every_paper(unzipped):
    record, folder = unzipped
    for name in record.raw:
        assert (folder / f"{name}.csv").read_bytes() == (ROOT / "data" / f"{name}.csv").read_bytes()
    assert {"README.md", "codebook.md", "read.R", "CITATION.cff", "LICENSE", "LICENSE-DATA"} <= {
        path.name for path in folder.iterdir()
    }
    assert record.version in (folder / "CITATION.cff").read_text("utf-8")
    codebook = (folder / "codebook.md").read_text("utf-8")
    assert all((folder / name).exists() for name in re.findall(r"\]\(([^#)]+)\)", codebook))
    readme = (folder / "README.md").read_text("utf-8")
    assert all(f"`{path.name}`" in readme for path in folder.glob("*.csv"))


def test_a_third_party_accepts_the_package(unzipped, tmp_path):
    """Every table with its keys; of readings and standings, which are many, some."""
    from frictionless import Package

    _, folder = unzipped
    shutil.copytree(folder, tmp_path / "package")
    for name, query in (("readings", "index % 100 == 0"), ("standings", "standing == 'disputed' or index % 20 == 0")):
        path = tmp_path / "package" / f"{name}.csv"
        pd.read_csv(path, dtype="str", keep_default_na=False).query(query).to_csv(path, index=False)
    report = Package(str(tmp_path / "package" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]


def test_pandas_reads_back_what_was_handed_out(unzipped):
    record, folder = unzipped
    options = {"keep_default_na": False, "na_values": ""}
    assert all(re.search(rf'{name}="?{value}', DOCS) for name, value in options.items())
    for name, frame in frames.gather(record).items():
        back = pd.read_csv(folder / f"{name}.csv", dtype="str", **options)
        pd.testing.assert_frame_equal(back, frame, check_dtype=False)


def test_the_descriptor_describes_every_column_of_every_file(unzipped):
    _, folder = unzipped
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    described = {
        resource["path"]: [field["name"] for field in resource["schema"]["fields"]]
        for resource in descriptor["resources"]
    }
    found = {path.name: list(pd.read_csv(path, nrows=0).columns) for path in folder.glob("*.csv")}
    assert described == found


def test_a_reading_says_how_it_compares_with_our_value():
    field = {"name": "arrested", "evidence": "coded", "partialDate": True}
    assert frames.compare("1986-08-30", "1986-08-30", field) == "same"
    assert frames.compare("1986-08", "1986-08-30", field) == "coarser"
    assert frames.compare("1986-08-30", "1986-08", field) == "finer"
    assert frames.compare("1986-09", "1986-08-30", field) == "other"
    assert frames.compare("1986-09", "", field) is None
    assert frames.compare("in other words", "words", field | {"evidence": "text"}) == "same"


@pytest.mark.parametrize(
    ("url", "publisher", "may"),
    [
        ("https://example.org/a", "Paper", True),
        ("http://example.org:443/a", "Paper", True),
        ("http://20.210.105.67/a", "Paper", False),
        ("http://[::1]/a", "Paper", False),
        ("https://example.org/a", "example.org (mirror of Paper)", False),
        ("https://example.org/a", "Example (Paper copy)", False),
        ("https://example.org/a", "Copyright Office", True),
        ("javascript:alert(1)", "Paper", False),
        (None, "Paper", False),
    ],
)
def test_an_address_of_a_mirror_or_of_a_bare_number_is_no_link(url, publisher, may):
    assert frames.may_link(url, publisher) is may


READ = """
source("read.R")
tell <- function(name) {
  table <- get(name)
  kinds <- vapply(table, function(column) class(column)[1], "")
  filled <- vapply(table, function(column) sum(!is.na(column)), 0L)
  data.frame(table = name, column = names(table), kind = kinds, filled = filled)
}
write.csv(do.call(rbind, lapply(setdiff(unique(columns$table), c("columns", "codes")), tell)), "told.csv", row.names = FALSE)
days <- detainees[c("arrested_earliest", "arrested_latest", "released_earliest", "released_latest")]
words <- detainees[c("charge_type", "outcome", "us_status", "custodian")]
write.csv(cbind(detainees["name"], words, days), "people.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")
"""


@pytest.mark.skipif(RSCRIPT is None, reason="R IS NOT HERE, read.R IS NOT TESTED: apt-get install r-base-core")
def test_r_reads_every_table_with_the_right_types(unzipped):
    record, folder = unzipped
    done = subprocess.run([RSCRIPT, "-e", READ], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = pd.read_csv(folder / "told.csv").set_index(["table", "column"])
    texts, descriptor = frames.gather(record), frames.describe(record.descriptor)
    for table in told.index.get_level_values(0).unique():
        for name, field in select_fields(descriptor, table).items():
            coded = frames.name_list(field, table) and "list" not in field
            kind = "ordered" if coded else {"integer": "integer", "number": "numeric"}.get(field["type"], "character")
            assert tuple(told.loc[(table, name)]) == (kind, texts[table][name].notna().sum()), (table, name)
            if field.get("partialDate"):
                assert told.loc[(table, f"{name}_latest"), "kind"] == "Date"
    people = pd.read_csv(folder / "people.csv", dtype="str", keep_default_na=False, na_values="")
    assert people["name"].tolist() == record.detainees["name"].tolist()
    for name in ("charge_type", "outcome", "us_status", "custodian"):
        ours = record.detainees[name].astype("str").map(record.label("detainees", name))
        assert people[name].fillna("").tolist() == ours.fillna("").tolist()
    for name in people.columns[5:]:
        assert pd.to_datetime(people[name]).tolist() == record.detainees[name].tolist() or (
            pd.to_datetime(people[name]).astype("datetime64[s]").equals(record.detainees[name])
        ), name


def test_the_page_on_downloads_has_the_questions_and_the_files_as_they_are():
    found = dict(re.findall(r"^### (.*?)\n\n```sql\n(.*?)\n```", DOCS, flags=re.M | re.S))
    assert found == QUESTIONS
    assert len(QUESTIONS) == 5
    assert re.findall(r"^\| `…(\S+)` \|", DOCS, flags=re.M) == list(downloads.DOWNLOADS)


def test_the_papers_of_a_release_are_those_of_the_readme_in_plain_words():
    said = papers.read_papers(ROOT)
    assert all(said.values())
    assert not re.search(r"[`*|]|\]\(", " ".join(text for texts in said.values() for text in texts))
    page = "## A\n\n- **Bold**: a [link](there), `data/file.md`.\n\n| a | b | c |\n| --- | --- | --- |\n| 1 | 2 | `3` |\n\n## B\nno"
    assert papers.read_section(page, "A") == ["Bold: a link, file.md.", "1: b 2; c 3"]
    with pytest.raises(KeyError, match="no section 'C'"):
        papers.read_section(page, "C")
