"""Tables and cards have one spelling, and what changed in the data can be said in words."""

import os
import shutil
import subprocess

import pytest

from analysis.__main__ import main
from analysis.record import cards, spelling, tables
from analysis.record.cards import place_card
from analysis.record.files import ROOT
from analysis.record.schema import load_descriptor
from analysis.release import changes

CARD = place_card("2024-08-02-north-gamma")


def test_every_table_and_card_of_the_record_is_spelt_the_one_way():
    assert [str(path.relative_to(ROOT)) for path in spelling.list_misspelt()] == [], "run make format"


def test_format_changes_the_spelling_and_no_fact_and_finds_nothing_the_second_time(root, capsys):
    before, said = tables.load_raw(root), cards.load_cards(root)
    path = root / "data" / "negotiators.csv"
    rows = path.read_text("utf-8").splitlines()
    quoted = ['"' + row.replace(",", '","') + '"' for row in rows]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(quoted).encode())
    card = root / CARD
    card.write_text(
        card.read_text("utf-8").replace("[detainees.alpha-ann]\n", "\n\n[detainees.alpha-ann] # Ann\n"), "utf-8"
    )
    assert main(["format"], root) == 0
    assert {"data/negotiators.csv", CARD} <= set(capsys.readouterr().out.split())
    assert path.read_text("utf-8").splitlines() == rows
    assert all(frame.equals(before[name]) for name, frame in tables.load_raw(root).items())
    keys = ["table", "row", "column", "value", "source"]
    assert (
        cards.load_cards(root)[keys].sort_values(keys[:3]).values.tolist()
        == said[keys].sort_values(keys[:3]).values.tolist()
    )
    assert main(["format"], root) == 0
    assert capsys.readouterr().out == ""


def test_a_card_keeps_marks_letters_and_odd_ids(root):
    card = {
        "note": 'a "quoted" \\ word, žluťoučký',
        "publisher": "North",
        "detainees": {"a/b": {"sentence_months": 3, "name": "B"}},
    }
    text = spelling.spell_card(card, load_descriptor(root)).decode()
    assert cards.parse_card(text.encode()) == card
    assert text.index("publisher") < text.index("note")
    assert text.index("name") < text.index("sentence_months")


@pytest.fixture
def repository(root, monkeypatch):
    """The small record as the one commit of a repository, whatever its user has told git."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", "-C", root, *command], check=True)
    return root


def test_what_changed_since_a_revision_is_said_in_words(repository, capsys):
    people = repository / "data" / "detainees.csv"
    text = (
        people.read_text("utf-8")
        .replace(",150,114,", ",150,,")
        .replace("Gil Gamma,,2024-08-gamma", "Gil Gammon,,2024-08-gamma")
    )
    lines = text.splitlines(keepends=True)
    added = lines[-1].replace("zeta-zoe,Zoe Zeta", "theta-tom,Tom Theta").replace(",drugs,", ",homicide,")
    people.write_text("".join([*lines, added]).replace("1986-08-30", "1986-08-29"), "utf-8")
    second = repository / "data" / "second_coding.csv"
    second.write_text(second.read_text("utf-8").replace("1986-08,1986-08-30", "1986-08,1986-08-29"), "utf-8")
    shutil.copyfile(repository / CARD, repository / place_card("2024-08-03-south-gamma"))
    assert main(["data-diff", "HEAD"], repository) == 0
    assert capsys.readouterr().out.splitlines() == [
        "detainees: Ann Alpha (alpha-ann): arrested: 1986-08-29, before 1986-08-30",
        "detainees: Gil Gammon (gamma-gil): name: Gil Gammon, before Gil Gamma",
        "detainees: Zoe Zeta (zeta-zoe): sentence months final: nothing, before 9 years 6 months",
        "detainees: Tom Theta (theta-tom): added",
        "second_coding: detainees/alpha-ann/arrested: settled: 1986-08-29, before 1986-08-30",
        "1 rows added or taken out, 4 values changed since HEAD; 1 cards added, 0 taken out.",
    ]


def test_how_a_file_is_spelt_or_where_a_card_lies_is_no_change(repository, capsys):
    path = repository / "data" / "exchanges.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["data-diff"], repository) == 0
    assert (
        capsys.readouterr().out
        == "0 rows added or taken out, 0 values changed since HEAD; 0 cards added, 0 taken out.\n"
    )


def test_codes_and_columns_that_came_later_are_told_in_words(root):
    after = tables.load_raw(root)
    before = after | {"detainees": after["detainees"].drop(columns="charge_type").iloc[:1]}
    found = changes.list_changes(before, {"detainees": after["detainees"].iloc[:1]}, load_descriptor(root))
    words = changes.describe_changes(found[found["table"] == "detainees"], load_descriptor(root))
    assert words == ["detainees: Ann Alpha (alpha-ann): charge type: espionage, before nothing"]


def test_a_revision_that_git_does_not_know_is_one_line(repository, capsys):
    assert main(["data-diff", "nowhere"], repository) == 1
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert "nowhere" in said.err
    assert main(["check", "HEAD"], repository) == 2
    shutil.rmtree(repository / ".git")  # a ZIP has none
    capsys.readouterr()
    assert main(["data-diff"], repository) == 1
    said = capsys.readouterr().err
    assert (said.count("\n"), "not a git repository" in said) == (1, True)
