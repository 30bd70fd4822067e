"""The papers round the record say what is so."""

import re
import tomllib

from analysis.claims.facts import verify_whole
from analysis.pictures import PICTURES
from analysis.pictures.publish import LISTED_BY
from analysis.record.files import ROOT
from analysis.record.schema import load_descriptor
from analysis.release import codebook, front


def read(name):
    return (ROOT / name).read_text("utf-8")


def test_the_codebook_is_what_the_descriptor_and_the_cards_give():
    assert read("docs/codebook.md") == codebook.build(), "run make codebook"


def test_what_is_computed_in_the_readme_is_what_the_pictures_say(whole):
    assert read("README.md") == front.build(read("README.md"), whole, PICTURES), "run make codebook"
    assert read("README.md").count("](figures/") >= len(PICTURES) + 5


def test_the_conda_twin_names_the_same_packages_and_bounds():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    listed = re.findall(r"^  - ([a-z][a-z0-9_-]*)(\S*)$", read("environment.yml"), flags=re.M)
    twin = {name: bounds for name, bounds in listed if name not in ("conda-forge", "pip")}
    wanted = dict(re.fullmatch(r"([A-Za-z0-9_-]+)(.*)", line).groups() for line in project["dependencies"])
    python = twin.pop("python")
    assert twin == wanted
    assert re.fullmatch(r"=3\.\d+", python), "repo2docker understands one version only"
    least = project["requires-python"].removeprefix(">=3.")
    assert int(python.removeprefix("=3.")) >= int(least)


def test_the_lock_has_hashes_and_no_address():
    lock = read("requirements.lock")
    assert "://" not in lock
    assert "index-url" not in lock
    blocks = re.split(r"\n(?=\S)", lock.strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_citation_names_the_version_of_the_data():
    version = load_descriptor()["version"]
    assert re.findall(r"^version: (.*)$", read("CITATION.cff"), flags=re.M) == [version]
    assert re.findall(r"^## (\d\S*)", read("data/CHANGELOG.md"), flags=re.M)[0] == version


def test_the_counts_that_others_published_stand_in_the_readme_beside_ours(whole):
    claims = verify_whole(whole).set_index("source")
    rows = re.findall(r"^\| .* \| .* \| (\D*)(\d+) \| (\d+)(?: to (\d+))? \| `(.*)` \|$", read("README.md"), flags=re.M)
    assert len(rows) == 8
    for words, theirs, least, most, source in rows:
        told = claims.loc[[source]].query("measure == 'americans_held'").iloc[0]
        assert (told["comparison"], told["claimed"]) == (words.strip().replace(" ", "_") or "equals", float(theirs)), (
            source
        )
        assert (told["lowest"], told["highest"]) == (float(least), float(most or least)), source


def test_every_dependency_has_a_reason_and_is_locked():
    lock = read("requirements.lock").lower().replace("_", "-")
    lines = re.findall(r'^  "([A-Za-z0-9_-]+)[<>=][^"]*",\s*(#.*)?$', read("pyproject.toml"), flags=re.M)
    assert len(lines) > 8
    for name, reason in lines:
        assert reason, f"{name} has no reason"
        assert re.search(rf"^{name.lower().replace('_', '-')}==", lock, flags=re.M), f"{name} is not locked"


def test_the_targets_that_the_readme_names_exist_with_a_help_line():
    makefile = read("Makefile")
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", read("README.md") + read("CONTRIBUTING.md"), flags=re.M))
    assert {"figures", "test", "lab"} <= named
    for target in named:
        assert re.search(rf"^{target}:.*## \S", makefile, flags=re.M), target


def test_the_files_that_the_readme_names_exist():
    for name in re.findall(r"`((?:seeds|data|src|notebooks|figures|docs|tests)/[^`*<]*)`", read("README.md")):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"\]\(([^)]+)\)", read("README.md")):
        assert (ROOT / name).exists(), name


def test_the_rule_of_listing_in_papers_is_the_one_that_the_readme_gives():
    (rule,) = re.findall(r"^\*\*Who has a row\*\*: (.*?)\.?$\n\n", read("README.md"), flags=re.M | re.S)
    assert " ".join(rule.split()) == LISTED_BY["people"]


def test_continuous_integration_runs_both_test_commands_of_the_readme():
    assert re.findall(r"^make (.*)$", read(".ci/run"), flags=re.M) == ["test", "test-slow"]
