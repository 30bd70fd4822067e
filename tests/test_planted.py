"""Faults of every kind, planted by hypothesis at drawn places of every table: one line each, and it names the very place.

The record is the small one of conftest.py, with two disputed cells and their rulings.
"""

import contextlib
import csv
import io
import json
import re
import shutil

import pytest
from conftest import SOUTH, write_card
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis import load_tables
from analysis.__main__ import main
from analysis.record import schema
from analysis.record.problems import InvalidRecord, shorten

pytestmark = pytest.mark.slow
RULINGS = """\
table,row_id,column,ruling,rule,reason
detainees,zeta-zoe,arrested,2024-01-05,acting_state,The court said so.
detainees,eta-eve,charge_type,homicide,closer_source,It was there.
"""
OTHER = """\
[detainees.zeta-zoe]
arrested = "2024-01-06"

[detainees.eta-eve]
charge_type = "drugs"
"""
CARD = "seeds/2024/2024-08-02-north-gamma.toml"
TABLES = ["exchanges", "detainees", "negotiators", "leaders", "rulings", "second_coding"]
READINGS = ("first", "second", "settled")
DATE, NUMBER, FORM = "a date as YYYY", "a whole number of", "a text of the form"
FAULTS = {  # by what a column holds: what stands in the cell, words of what was expected
    "date": dict.fromkeys(
        [
            "4/10/2025",
            "45757",
            "10.04.2025",
            "2023-02-30",
            "2023-13",
            "2023-00-10",
            "2023-1-5",
            "20230105",
            "2023‑03‑29",
            "1O23",
            "=x",
            "soon",
        ],
        DATE,
    ),
    "number": dict.fromkeys(["12.0", "1,2", "-3", "many", "1e3", "007", "12 ", "１２", "=x", "9999999999"], NUMBER),
    "code": dict.fromkeys(["no_such_code", "Russia", "SWAP", "еspionage", "russia ", "=x", "<b>"], "one of"),
    "form": dict.fromkeys(["With-Capitals", "a_b", "a b", "2024-08-gamma ", "2024-08-gаmma", "a--b", "=x"], FORM),
    "text": {
        "=x": "formula",
        "+x": "formula",
        "-x": "formula",
        "@x": "formula",
        "<script>x</script>": "HTML",
        "<!-- x": "HTML",
        "it’s": "straight quotation marks",
        "“x”": "straight quotation marks",
        "Mosсow": "letters of one alphabet",
        "x ": "spaces at its ends",
        " x": "spaces at its ends",
        "x\u00a0": "spaces at its ends",
        "x\ty": "line breaks",
        "x\u200by": "invisible",
        "x\u00ady": "invisible",
        "x" * 10_001: "at most 10,000",
    },
}
BYTES = {  # what is wrong with a cell before it is a text
    b"x\0y": "NUL",
    b"x\xe9y": "UTF-8",
    b'"x\ny"': "a text without line breaks",
    b'"x': "a quotation mark at both ends",
    b'x"y': "a quotation mark at both ends",
}
DESCRIPTOR = schema.load_descriptor()


def tell_kind(field):
    """What a column holds, in the words of FAULTS."""
    if field.get("partialDate"):
        return "date"
    if field["type"] == "integer":
        return "number"
    if "categories" in field or "enum" in field.get("constraints", {}):
        return "code"
    return "form" if "pattern" in field.get("constraints", {}) else "text"


def list_cases():
    """Table, column, the cell's bytes, the value that must be told (None where it is cut) and words, for every column."""
    cases = []
    for table in TABLES:
        for column, field in schema.select_fields(DESCRIPTOR, table).items():
            faults = FAULTS[tell_kind(field)] if table != "second_coding" or column not in READINGS else {"=x": ""}
            cases += [(table, column, text.encode(), text, words) for text, words in faults.items()]
            cases += [(table, column, raw, None, words) for raw, words in BYTES.items()]
            if field.get("constraints", {}).get("required"):
                cases.append((table, column, b"", "", "a value"))
    return cases


CASES = list_cases()
repeatably = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # one fault at one place is as small as a case can be
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def ruled(root):
    """The small record with two disputes and their rulings."""
    (root / "data" / "rulings.csv").write_text(RULINGS, "utf-8")
    write_card(root, "2024-08-03-south-zeta", SOUTH, OTHER)
    assert check(root) == []
    return root


def check(root):
    """What `make check` prints of problems, after making sure that it raises nothing and writes nothing."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = main(["check"], root)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    lines = said.getvalue().splitlines()
    assert code == (0 if lines[0].startswith("Nothing to mend") else 1)
    return lines if code else []


def read_rows(path):
    """The header and the rows of a table, each a list of cells as bytes, quoted where that is needed."""

    def write(cell):
        return (f'"{cell}"' if "," in cell else cell).encode()

    return [[write(cell) for cell in row] for row in csv.reader(path.read_text("utf-8").splitlines())]


def write_rows(path, rows):
    path.write_bytes(b"".join(b",".join(row) + b"\n" for row in rows))


@contextlib.contextmanager
def kept(*paths):
    """Puts back what stands in files."""
    before = {path: path.read_bytes() for path in paths}
    try:
        yield
    finally:
        for path, data in before.items():
            path.write_bytes(data)


def plant(root, *faults):
    """Write cells, each given as table, row, column and bytes."""
    for table in {fault[0] for fault in faults}:
        path = root / "data" / f"{table}.csv"
        rows = read_rows(path)
        for _, row, column, cell in [fault for fault in faults if fault[0] == table]:
            quoted = b'"' + cell + b'"' if b"," in cell else cell
            rows[row][rows[0].index(column.encode())] = quoted
        write_rows(path, rows)


def agrees(line, table, row, column, value, words):
    """Whether a line names the place, the value and what was expected."""
    told = [f"data/{table}.csv:{row + 1}", column] + ([shorten(value)] if value else [])
    return line.startswith(": ".join(told) + ": ") and words in line.rpartition("expected ")[2]


def count_rows(root, table):
    return len((root / "data" / f"{table}.csv").read_text("utf-8").splitlines()) - 1


@pytest.mark.parametrize("table", TABLES)
@settings(repeatably, max_examples=9)
@given(data=st.data(), draw=st.integers(0, 10**6))
def test_a_fault_in_a_cell_is_one_line_with_its_place(ruled, table, data, draw):
    _, column, cell, value, words = data.draw(st.sampled_from([case for case in CASES if case[0] == table]))
    row = 1 + draw % count_rows(ruled, table)
    with kept(ruled / "data" / f"{table}.csv"):
        plant(ruled, (table, row, column, cell))
        lines = check(ruled)
    assert len(lines) == 1, lines
    assert agrees(lines[0], table, row, column, value, words), lines


PAIRS = st.lists(st.sampled_from(CASES), min_size=2, max_size=2, unique_by=lambda case: case[:2])


@settings(repeatably, max_examples=15)
@given(cases=PAIRS, draw=st.integers(0, 10**6))
def test_two_faults_are_told_in_one_run(ruled, cases, draw):
    """One may hide the other only in a table of which a row cannot be read."""
    rows = [1 + (draw + at) % count_rows(ruled, case[0]) for at, case in enumerate(cases)]
    with kept(*(ruled / "data" / f"{case[0]}.csv" for case in cases)):
        plant(ruled, *((table, row, column, cell) for (table, column, cell, *_), row in zip(cases, rows, strict=True)))
        lines = check(ruled)
    told = [
        any(agrees(line, table, row, column, value, words) for line in lines)
        for (table, column, _, value, words), row in zip(cases, rows, strict=True)
    ]
    if cases[0][0] == cases[1][0] and any(value is None for *_, value, _ in cases):
        assert lines
        assert all(line.startswith(f"data/{cases[0][0]}.csv:") for line in lines), lines
    else:
        assert told == [True, True], lines
        assert len(lines) == 2, lines


@settings(repeatably, max_examples=10)
@given(case=st.sampled_from(CASES), draw=st.integers(0, 10**6))
def test_loading_refuses_the_tables_with_the_lines_of_the_check(ruled, case, draw):
    table, column, cell, *_ = case
    with kept(ruled / "data" / f"{table}.csv"):
        plant(ruled, (table, 1 + draw % count_rows(ruled, table), column, cell))
        lines = check(ruled)
        with pytest.raises(InvalidRecord) as refused:
            load_tables(ruled)
    assert str(refused.value).splitlines() == lines


ROWS = {  # name: what is done to the rows at one of them, words of what was expected
    "twice": (lambda rows, row: rows.append(rows[row]), " once"),
    "a cell too many": (lambda rows, row: rows[row].append(b"x"), "cells, not "),
    "a cell too few": (lambda rows, row: rows[row].pop(), "cells, not "),
    "an empty line": (lambda rows, row: rows.insert(row, []), "not an empty line"),
    "nothing but commas": (lambda rows, row: rows.insert(row, [b""] * len(rows[0])), "not an empty line"),
    "a conflict": (lambda rows, row: rows.insert(row, [b"<<<<<<< ours"]), "no marker of a merge conflict"),
}


@settings(repeatably, max_examples=14)
@given(table=st.sampled_from(TABLES), name=st.sampled_from(list(ROWS)), draw=st.integers(0, 10**6))
def test_a_fault_of_a_row_is_one_line_with_its_place(ruled, table, name, draw):
    change, words = ROWS[name]
    row, path = 1 + draw % count_rows(ruled, table), ruled / "data" / f"{table}.csv"
    with kept(path):
        rows = read_rows(path)
        change(rows, row)
        write_rows(path, rows)
        (line,) = check(ruled)
    assert line.startswith(f"data/{table}.csv:{len(rows) if name == 'twice' else row + 1}: "), line
    assert words in line.rpartition("expected ")[2], line


def read_dicts(root, table):
    """The rows of a table by their line."""
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return dict(enumerate(csv.DictReader(file), 2))


@pytest.mark.parametrize("table", TABLES)
def test_every_missing_row_is_one_line_but_of_the_second_coding(ruled, table):
    """A card speaks of it, or a dispute is left without its ruling. Nothing else knows what was coded twice."""
    path = ruled / "data" / f"{table}.csv"
    for row in range(1, count_rows(ruled, table) + 1):
        with kept(path):
            rows = read_rows(path)
            del rows[row]
            write_rows(path, rows)
            lines = check(ruled)
        expected = "a ruling, as cards also say" if table == "rulings" else f"a row of data/{table}.csv"
        assert len(lines) == (table != "second_coding"), lines
        assert all(expected in line for line in lines), lines


@pytest.mark.parametrize(
    ("table", "row", "column", "old", "new"),
    [
        ("exchanges", 2, "exchange_id", "2024-08-gamma", "2024-08-gama"),
        ("detainees", 3, "detainee_id", "gamma-gil", "gama-gil"),
        ("negotiators", 2, "role", "negotiator", "decision_maker"),
        ("negotiators", 3, "name", "Kay Kappa", "Kay Cappa"),
        ("leaders", 1, "from", "1981-01-20", "1981-01-21"),
    ],
)
def test_a_key_mistyped_in_its_right_form_is_one_line_at_its_own_place(ruled, table, row, column, old, new):
    with kept(ruled / "data" / f"{table}.csv"):
        plant(ruled, (table, row, column, new.encode()))
        lines = check(ruled)
    assert len(lines) == 1, lines
    assert agrees(lines[0], table, row, column, new, "a card that speaks of this row"), lines
    assert old in lines[0]


@settings(repeatably, max_examples=8)
@given(table=st.sampled_from(TABLES), draw=st.integers(0, 10**6))
def test_a_table_cut_short_is_told_on_its_last_line(ruled, table, draw):
    """Cut inside a row that then has too few cells; rows below it are not told to be missing."""
    path = ruled / "data" / f"{table}.csv"
    data = path.read_bytes()
    commas = [at for at in range(data.index(b"\n"), len(data)) if data[at : at + 1] == b","]
    between = [at for at in commas if data[:at].count(b'"') % 2 == 0]  # cells, not inside one
    cut = data[: between[draw % len(between)]]
    with kept(path):
        path.write_bytes(cut)
        (line,) = check(ruled)
    assert line.startswith(f"data/{table}.csv:{1 + cut.count(bytes([10]))}: "), line
    assert "cells, not " in line, line


@settings(repeatably, max_examples=12)
@given(
    table=st.sampled_from(TABLES),
    name=st.sampled_from(["missing", "renamed", "there twice", "more"]),
    draw=st.integers(0, 10**6),
)
def test_a_fault_of_a_column_is_one_line_that_names_it(ruled, table, name, draw):
    path = ruled / "data" / f"{table}.csv"
    rows = read_rows(path)
    place = draw % len(rows[0])
    column = rows[0][place].decode()
    for number, cells in enumerate(rows):
        if name == "missing":
            del cells[place]
        elif name == "renamed":
            cells[place] = cells[place] if number else b"renamed"
        else:
            cells.insert(place, cells[place] if name == "there twice" else b"" if number else b"more")
    with kept(path):
        write_rows(path, rows)
        (line,) = check(ruled)
    assert line.startswith(f"data/{table}.csv:1: {'more' if name == 'more' else column}"), line


HEADER_FAULTS = {
    "publisher": {"=x": "formula", "it’s": "straight", "": "a value"},
    "published": {"4/10/2025": DATE, "45757": DATE, "2024-13": DATE},
    "kind": {"rumour": "one of", "News": "one of", "": "a value"},
    "read": {"half": "one of", "Whole": "one of", "": "a value"},
    "retrieved": {"4/10/2025": DATE, "": "a value"},
    "url": {"javascript:alert(1)": "http", "example.org": "http", "https://x.org/<script>": "http"},
}
LINES = {  # what becomes of a line of a card, words of what was expected (none where that is up to the column)
    "an unclosed quotation mark": (lambda key, _: f'{key} = "x'.encode(), "TOML"),
    "no equals sign": (lambda key, _: f'{key} "x"'.encode(), "TOML"),
    "no value": (lambda key, _: f"{key} =".encode(), "TOML"),
    "curly quotation marks for straight ones": (lambda key, _: f"{key} = “x”".encode(), "TOML"),
    "a NUL byte": (lambda key, _: f'{key} = "x\0"'.encode(), "NUL"),
    "Latin-1": (lambda key, _: f'{key} = "x'.encode() + b'\xe9"', "UTF-8"),
    "a conflict": (lambda key, line: b"<<<<<<< " + line, "no marker of a merge conflict"),
    "an unknown column": (lambda key, _: b'no_such_column = "x"', "a column of data/"),
    "a truth": (lambda key, _: f"{key} = true".encode(), ""),
    "a list": (lambda key, _: f'{key} = ["x"]'.encode(), ""),
}


def list_lines(root):
    """The lines of the card that give a value: number from 0, table (empty in its head), column."""
    table, found = "", []
    for number, line in enumerate((root / CARD).read_text("utf-8").splitlines()):
        if line.startswith("["):
            table = line.strip("[]").split(".")[0]
        elif line:
            found.append((number, table, line.split(" = ")[0]))
    return found


def write_line(root, number, line):
    lines = (root / CARD).read_bytes().split(b"\n")
    lines[number] = line(lines[number]) if callable(line) else line
    (root / CARD).write_bytes(b"\n".join(lines))


@settings(repeatably, max_examples=25)
@given(draw=st.integers(0, 10**6), fault=st.integers(0, 10**6))
def test_a_wrong_value_in_a_card_is_one_line_with_its_place(ruled, draw, fault):
    lines = list_lines(ruled)
    number, table, column = lines[draw % len(lines)]
    kind = tell_kind(schema.select_fields(DESCRIPTOR, table)[column]) if table else ""
    faults = list((FAULTS[kind] if table else HEADER_FAULTS[column]).items())
    value, words = faults[fault % len(faults)]
    with kept(ruled / CARD):
        write_line(ruled, number, f"{column} = {json.dumps(value, ensure_ascii=False)}".encode())
        told = check(ruled)
    place = f"{CARD}:{number + 1}: " + ": ".join([column] + ([shorten(value)] if value else []))
    assert len(told) == 1, told
    assert told[0].startswith(f"{place}: "), told
    assert words in told[0].rpartition("expected ")[2], told


@settings(repeatably, max_examples=20)
@given(draw=st.integers(0, 10**6), name=st.sampled_from(list(LINES)))
def test_a_broken_line_of_a_card_is_one_line_with_its_place(ruled, draw, name):
    lines = [line for line in list_lines(ruled) if line[1]]
    number, _, column = lines[draw % len(lines)]
    change, words = LINES[name]
    with kept(ruled / CARD):
        write_line(ruled, number, lambda line: change(column, line))
        told = check(ruled)
    assert len(told) == 1, told
    assert told[0].startswith(f"{CARD}:{number + 1}: "), told
    assert words in told[0].rpartition("expected ")[2], told


@settings(repeatably, max_examples=8)
@given(draw=st.integers(0, 10**6))
def test_a_card_cut_short_inside_a_value_is_one_line(ruled, draw):
    data = (ruled / CARD).read_bytes()
    inside = [at for at in range(data.index(b"["), len(data)) if data[:at].rpartition(b"\n")[2].count(b'"') == 1]
    cut = data[: inside[draw % len(inside)]]
    with kept(ruled / CARD):
        (ruled / CARD).write_bytes(cut)
        (line,) = check(ruled)
    assert line.startswith(f"{CARD}:{1 + cut.count(bytes([10]))}: "), line
    assert "TOML" in line, line


def test_a_broken_heading_of_a_card_is_one_line_with_its_place(ruled):
    lines = (ruled / CARD).read_text("utf-8").splitlines()
    for number, line in [(number, line) for number, line in enumerate(lines) if line.startswith("[")][::3]:
        unknown = re.sub(r"\w+", "no_such_table", line, count=1)
        for broken, places in [(line[:-1], 1), (line[1:], 1), (unknown, 1), (f"{line}\n{line}", 2)]:
            with kept(ruled / CARD):
                write_line(ruled, number, broken.encode())
                told = check(ruled)
            assert len(told) == 1, told
            assert told[0].startswith(tuple(f"{CARD}:{number + at}: " for at in (1, places))), told


def test_a_record_without_cards_is_one_line(ruled):
    for path in (ruled / "seeds").glob("*/*.toml"):
        path.unlink()
    assert check(ruled) == ["seeds: expected source cards that speak of the tables' rows"]
    shutil.rmtree(ruled / "seeds")
    assert check(ruled) == ["seeds: expected source cards that speak of the tables' rows"]
