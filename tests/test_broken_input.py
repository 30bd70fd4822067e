"""Files come back from editors and spreadsheets in every condition: each fault is one line that says where it is.

A fault is planted at a place that hypothesis chooses, and the place that is reported is compared with it.
"""

import csv
import io
import shutil

import pandas as pd
import pytest
from conftest import write_card
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis import checks, load_tables, schema, tables, texts
from analysis.__main__ import main
from analysis.reading import read_table
from analysis.schema import InvalidRecord

TABLES = ["exchanges", "detainees", "negotiators", "leaders", "rulings", "second_coding"]
CARD = "seeds/2024-08-03-south-gamma.toml"
SOUND = """\
[detainees.gamma-gil]
arrested = "2023-03-30"
sentence_months = 192
citizenship = "united_states"

[detainees.zeta-zoe]
name = "Zoe Zeta"
charge_type = "drugs"

[[negotiators]]
exchange_id = "2024-08-gamma"
name = "Kay Kappa"
role = "mediator"

[[claims]]
says = "Three people were freed."
measure = "people_freed"
exchange_id = "2024-08-gamma"
side = "both"
equals = 3
"""


def fixed(examples):
    """The same examples on every run; no files beside the tests."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.fixture
def record(root):
    """The small record with a second card, a dispute, its ruling and a claim; and its files as they were."""
    head = {"publisher": "South", "published": "2024-08-03", "kind": "news", "retrieved": "2026-11-22"}
    write_card(root, "2024-08-03-south-gamma", head, SOUND)
    with (root / "data" / "rulings.csv").open("a", encoding="utf-8") as file:
        file.write("detainees,gamma-gil,arrested,2023-03-29,acting_state,The court said so.\n")
    assert check(root) == []
    return root, {path: path.read_bytes() for folder in ("data", "seeds") for path in (root / folder).iterdir()}


def check(root):
    return checks.check_record(root)[0]


def restore(files):
    for path, content in files.items():
        path.write_bytes(content)


def split(content):
    return list(csv.reader(io.StringIO(content.decode())))


def join(rows):
    """Rows as CSV, every cell that needs it in quotes; bytes stay the bytes they are."""
    return b"".join(b",".join(map(quote, row)) + b"\n" for row in rows)


def quote(cell):
    content = cell if isinstance(cell, bytes) else cell.encode()
    return content if isinstance(cell, bytes) or not set(cell) & set(',"\n\r') else b'"' + content + b'"'


def plant(record, table, row, column, change):
    """Change one cell of a table to what `change` makes of it; its place as it should be reported."""
    root, files = record
    path = root / "data" / f"{table}.csv"
    rows = split(files[path])
    row, column = 1 + row % (len(rows) - 1), column % len(rows[0])
    rows[row][column] = change(rows[row][column])
    path.write_bytes(join(rows))
    return f"data/{table}.csv", row + 1, rows[0][column]


def report(record, place):
    """The one line that is printed for a fault at a place."""
    root, files = record
    try:
        (problem,) = check(root)
        line = str(problem)
        assert problem.place == place, line
    finally:
        restore(files)
    assert line.isprintable(), line
    assert len(line) < 800, line
    assert "expected " in line, line
    return line


IN_ANY_CELL = {
    "formula with =": ("=1+1", "expected"),
    "formula with +": ("+7 495", "expected"),
    "formula with -": ("-3", "expected"),
    "formula with @": ("@SUM(A1)", "expected"),
    "script": ("<script>alert(1)</script>", "<script>"),
    "image": ("<img src=x onerror=alert(1)>", "<img"),
    "spaces before": (" x", "expected"),
    "space behind": ("x ", "expected"),
    "space that does not break": ("a\xa0b", r"a\xa0b"),
    "letter of no width": ("a\u200bb", r"a\u200bb"),
    "text that runs backwards": ("a\u202eb", r"a\u202eb"),
    "look-alike letters": ("espion\u0430ge", "Cyrillic small letter a"),
    "Greek look-alike": ("\u03bfffice", "Greek small letter omicron"),
    "curly quotation marks": ("\u201cx\u201d", "expected"),
    "tab": ("a\tb", r"a\tb"),
    "line break in quotes": ("a\nb", r"a\nb"),
    "Latin-1": (b"B\xf6b", "expected UTF-8"),
    "NUL": (b"a\0b", "NUL"),
    "unclosed quotation mark": (b'"ab', "expected a quotation mark at both ends"),
    "quotation mark inside": (b'a"b', "expected a quotation mark at both ends"),
    "text behind quotation marks": (b'"a"b', "expected a quotation mark at both ends"),
    "bare carriage return": (b"a\rb", "line breaks"),
    "very long": ("x" * 20_000, "(20,000 characters)"),
}


@pytest.mark.parametrize("fault", IN_ANY_CELL)
@fixed(4)
@given(st.sampled_from(TABLES), st.integers(0, 99), st.integers(0, 99))
def test_what_may_stand_in_no_cell_is_refused_where_it_stands(record, fault, table, row, column):
    content, told = IN_ANY_CELL[fault]
    assert told in report(record, plant(record, table, row, column, lambda _: content))


DATES = [
    ("detainees", ["arrested", "convicted", "designated", "released"]),
    ("exchanges", ["date", "end_date"]),
    ("leaders", ["from", "to"]),
]
NUMBERS = [
    ("detainees", ["sentence_months", "sentence_months_final"]),
    ("exchanges", ["freed_by_us_side", "freed_by_russian_side", "companions"]),
]
CODES = [
    ("detainees", ["citizenship", "us_status", "custodian", "charge_type", "sentence_kind", "outcome", "received_by"]),
    ("exchanges", ["kind", "place_country"]),
    ("negotiators", ["country", "channel", "role", "credit"]),
    ("rulings", ["table", "rule"]),
]
WRONG = [
    (DATES, ["4/10/2025", "45757", "10.04.2025", "2023-02-30", "2023-13", "2023-3-9", "Apr 2023", "2023-03-29T00:00", "soon", "0000"]),
    (NUMBERS, ["12.0", "1,2", "1e3", "-1", "007", "twelve", "12 months", "٣", "9" * 5000, "=12"]),
    (CODES, ["Russia", "spying", "russia;", "x", "russia,turkey", "0", "NA", "nan", "True"]),
]  # fmt: skip


@fixed(40)
@given(st.data())
def test_a_cell_of_the_wrong_type_is_refused_where_it_stands(record, data):
    columns, wrong = data.draw(st.sampled_from(WRONG))
    table, names = data.draw(st.sampled_from(columns))
    fields = list(schema.select_fields(schema.load_descriptor(record[0]), table))
    column, row = fields.index(data.draw(st.sampled_from(names))), data.draw(st.integers(0, 99))
    value = data.draw(st.sampled_from(wrong))
    report(record, plant(record, table, row, column, lambda _: value))


IN_A_ROW = {
    "a cell too many": (lambda line: [line + b",x"], "cells, not"),
    "a cell too few": (lambda line: [line.rpartition(b",")[0]], "cells, not"),
    "an empty line": (lambda line: [b"", line], "a row, not an empty line"),
    "a row of nothing": (lambda line: [b"," * COMMAS, line], "a row, not an empty line"),
    "a merge conflict": (lambda line: [b"<<<<<<< HEAD", line, b"=======", line, b">>>>>>> other"], "merge conflict"),
    "a marker left over": (lambda line: [b">>>>>>> other", line], "merge conflict"),
}
COMMAS = 0


@pytest.mark.parametrize("fault", IN_A_ROW)
@fixed(5)
@given(st.sampled_from(TABLES), st.integers(0, 99))
def test_a_row_of_the_wrong_form_is_refused_by_its_line(record, fault, table, row):
    global COMMAS
    root, files = record
    path = root / "data" / f"{table}.csv"
    lines = files[path].splitlines()
    COMMAS, row = lines[0].count(b","), 1 + row % (len(lines) - 1)
    change, told = IN_A_ROW[fault]
    path.write_bytes(b"\n".join([*lines[:row], *change(lines[row]), *lines[row + 1 :]]))
    assert told in report(record, (f"data/{table}.csv", row + 1, ""))


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_is_there_twice_is_refused_by_its_line(record, table):
    root, files = record
    path = root / "data" / f"{table}.csv"
    lines = files[path].splitlines()
    path.write_bytes(b"\n".join([*lines, lines[1]]))
    assert "once" in report(record, (f"data/{table}.csv", len(lines) + 1, lines[0].split(b",")[0].decode()))


@pytest.mark.parametrize("table", ["exchanges", "detainees", "negotiators", "leaders"])
@pytest.mark.parametrize("row", [1, -1])
def test_a_row_that_is_missing_is_told_from_the_card_that_speaks_of_it(record, table, row):
    root, files = record
    path = root / "data" / f"{table}.csv"
    rows = split(files[path])
    del rows[row]
    path.write_bytes(join(rows))
    problems = [str(problem) for problem in check(root)]
    missing = [line for line in problems if f"expected a row of data/{table}.csv" in line]
    assert len(missing) == 1, problems
    assert missing[0].startswith("seeds/2024-08-02-north-gamma.toml:")
    assert len(problems) == 1 or table == "detainees", problems  # a ruling may speak of the row too


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("fault", "line", "told"),
    [
        (lambda content: b"", 1, "expected the header"),
        (lambda content: b"\n\n", 1, "expected the header"),
        (lambda content: content.decode().encode("utf-16"), None, "UTF-16"),
        (lambda content: content.decode().encode("utf-16-be"), None, "UTF-16"),
        (lambda content: content.decode().encode("utf-32"), None, "UTF-16"),
        (lambda content: b"PK\x03\x04" + bytes(100) + content, None, "binary"),
        (lambda content: content.replace(b"\n", b"\r"), 1, "line feed"),
        (lambda content: content.replace(b",", b";").replace(b'"', b""), 1, "this column"),
        (lambda content: content.replace(b",", b"\t").replace(b'"', b""), 1, "this column"),
        (lambda content: b"<<<<<<< HEAD\n" + content, 1, "merge conflict"),
        (lambda content: b'"' + content, 1, "quotation mark"),
    ],
    ids=["empty", "blank", "UTF-16", "UTF-16 without mark", "UTF-32", "zip", "old line ends", "semicolons", "tabs", "conflict", "quotation mark"],
)  # fmt: skip
def test_a_file_that_is_no_table_of_ours_is_refused_by_name(record, table, fault, line, told):
    root, files = record
    path = root / "data" / f"{table}.csv"
    path.write_bytes(fault(files[path]))
    problems = check(root)
    assert {(problem.file, problem.line) for problem in problems} == {(f"data/{table}.csv", line)}, problems
    assert told in str(problems[0])


def test_a_header_alone_is_refused_but_for_rulings(record):
    root, files = record
    for table in TABLES:
        path = root / "data" / f"{table}.csv"
        path.write_bytes(files[path].splitlines()[0] + b"\n")
        if table != "rulings":
            assert "rows below the header" in report(record, (f"data/{table}.csv", 2, ""))
    assert [str(problem) for problem in check(root)] == []
    (root / "data" / "rulings.csv").write_bytes(files[root / "data" / "rulings.csv"].splitlines()[0])
    (problem,) = check(root)
    assert problem.expected == "a ruling, as cards also say 2023-03-30"


@fixed(25)
@given(st.sampled_from(TABLES), st.integers(1, 10_000))
def test_a_truncated_table_is_refused(record, table, cut):
    root, files = record
    path = root / "data" / f"{table}.csv"
    content = files[path].rstrip(b"\n")
    cut = len(content.splitlines()[0]) + 2 + cut % (len(content) - len(content.splitlines()[0]) - 2)
    path.write_bytes(content[:cut])
    problems = check(root)
    restore(files)
    last, whole = content[:cut].count(b"\n") + 1, content[cut : cut + 1] in (b"", b"\n")
    rest = content[cut:].split(b"\n")[0].strip(b",")
    free = table in ("second_coding", "rulings", "leaders") or not rest  # whole rows may go, or words of a note
    assert free or whole or any(p.file == f"data/{table}.csv" and p.line == last for p in problems), problems


@pytest.mark.parametrize("table", TABLES)
def test_columns_that_are_missing_extra_renamed_doubled_or_swapped_are_refused_by_name(record, table):
    root, files = record
    path = root / "data" / f"{table}.csv"
    header, *rows = split(files[path])
    file = f"data/{table}.csv"
    path.write_bytes(join([[*header, "extra"], *[[*row, "x"] for row in rows]]))
    assert "no such column" in report(record, (file, 1, "extra"))
    path.write_bytes(join([header[:-1], *[row[:-1] for row in rows]]))
    assert "expected this column" in report(record, (file, 1, header[-1]))
    for name in (f"{header[1]} ", header[1].upper(), header[1].replace("a", "\u0430").replace("e", "\u0435")):
        path.write_bytes(join([[header[0], name, *header[2:]], *rows]))
        assert "by this name" in report(record, (file, 1, header[1]))
    path.write_bytes(join([[*header, header[0]], *[[*row, row[0]] for row in rows]]))
    assert "once" in report(record, (file, 1, header[0]))


@pytest.mark.parametrize(
    ("table", "first", "second"),
    [("negotiators", "channel", "role"), ("detainees", "charge_type", "sentence_kind"), ("exchanges", "date", "kind")],
)
def test_two_columns_under_each_others_name_are_one_problem_of_the_header(record, table, first, second):
    root, files = record
    path = root / "data" / f"{table}.csv"
    header, *rows = split(files[path])
    other = {first: second, second: first}
    path.write_bytes(join([[other.get(name, name) for name in header], *rows]))
    assert "the other way round" in report(record, (f"data/{table}.csv", 1, first))


@pytest.mark.parametrize(
    ("line", "column", "value", "told"),
    [
        (4, "detainee_id", "gamma-gi1", "cards speak of gamma-gil"),
        (4, "detainee_id", "g\u0430mma-gil", "Cyrillic small letter a"),
        (4, "released", "2023-01-01", "no day before arrested"),
        (4, "designated", "2022-04-10", "no day before arrested"),
        (4, "convicted", "2024-08-02", "no day before convicted"),
    ],
)
def test_wrong_ids_and_days_that_are_the_wrong_way_round_are_told_once(record, line, column, value, told):
    root, files = record
    path = root / "data" / "detainees.csv"
    header, *rows = split(files[path])
    rows[line - 2][header.index(column)] = value
    path.write_bytes(join([header, *rows]))
    problems = [problem for problem in check(root) if told in str(problem)]
    assert [(problem.file, problem.line) for problem in problems] == [("data/detainees.csv", line)]


IN_A_CARD = {
    "unknown code": ('charge_type = "drugs"', 'charge_type = "grugs"', "charge_type", "expected one of espionage"),
    "unknown column": ('charge_type = "drugs"', 'charge_typ = "drugs"', "charge_typ", "a column of data/detainees.csv"),
    "number with a point": ("sentence_months = 192", "sentence_months = 192.0", "sentence_months", "whole number"),
    "number below one": ("sentence_months = 192", "sentence_months = -1", "sentence_months", "whole number"),
    "number too long": ("sentence_months = 192", "sentence_months = 0x" + "f" * 9000, "sentence_months", "whole number"),
    "day without quotes": ('"2023-03-30"', "2023-03-30", "arrested", "in quotes"),
    "day of a spreadsheet": ('"2023-03-30"', '"3/30/2023"', "arrested", "a date as YYYY"),
    "day that is none": ('"2023-03-30"', '"2023-02-30"', "arrested", "a date as YYYY"),
    "list": ('"2023-03-30"', '["2023-03-30"]', "arrested", "a date as YYYY"),
    "look-alike letter": ('"drugs"', '"drug\u0455"', "charge_type", "Cyrillic small letter dze"),
    "look-alike in a name": ("Zoe Zeta", "Zo\u0435 Zeta", "name", "Cyrillic small letter ie"),
    "script": ("Zoe Zeta", "<b>Zoe</b>", "name", "HTML"),
    "formula": ("Zoe Zeta", "=Zoe", "name", "formula"),
    "spaces": ("Zoe Zeta", "Zoe Zeta ", "name", "spaces"),
    "line break": ('"Zoe Zeta"', '"Zoe\\nZeta"', "name", r"Zoe\nZeta"),
    "truth": ('"Zoe Zeta"', "true", "name", "in quotes"),
    "Latin-1": ("Zoe", "Zo\udceb", "name", "UTF-8"),
    "unknown row": ("[detainees.zeta-zoe]", "[detainees.zeta-zoo]", "detainees", "a row of data/detainees.csv"),
    "unknown part": ("[detainees.zeta-zoe]", "[prisoners.zeta-zoe]", "prisoners", "expected one of"),
    "rows as a list": ("[detainees.zeta-zoe]", "[[exchanges]]", "exchanges", "[exchanges.id]"),
    "unknown role": ('"mediator"', '"medium"', "role", "expected one of"),
    "unknown negotiator": ("Kay Kappa", "Kay Kapa", "negotiators", "a row of data/negotiators.csv"),
    "unknown measure": ('"people_freed"', '"os.system"', "measure", "expected one of swaps_between"),
    "measure of Python": ('"people_freed"', '"__import__"', "measure", "expected one of swaps_between"),
    "unknown argument": ("side =", "sides =", None, "side"),
    "unknown side": ('"both"', '"left"', "side", "one of us_side"),
    "unknown deal": ('exchange_id = "2024-08-gamma"\nside', 'exchange_id = "x"\nside', "exchange_id", "a row of data/exchanges.csv"),
    "no number": ("equals = 3", 'equals = "3"', "equals", "a number"),
    "not a number": ("equals = 3", "equals = nan", "equals", "a number"),
    "no end": ("equals = 3", "equals = inf", "equals", "a number"),
    "claim with script": ("Three people", "<script>x</script>", "says", "HTML"),
    "publisher with script": ('publisher = "South"', 'publisher = "<i>South</i>"', "publisher", "HTML"),
    "link that runs": ('kind = "news"', 'kind = "news"\nurl = "javascript:alert(1)"', "url", "http"),
    "unknown kind": ('kind = "news"', 'kind = "rumour"', "kind", "expected one of official"),
    "unknown key": ('kind = "news"', 'kind = "news"\nheadline = "x"', "headline", "expected one of"),
    "conflict": ("[detainees.zeta-zoe]", "<<<<<<< HEAD\n[detainees.zeta-zoe]", "", "merge conflict"),
    "NUL": ("Zoe", "Zo\0", "", "NUL"),
}  # fmt: skip


@pytest.mark.parametrize("fault", IN_A_CARD)
@pytest.mark.parametrize("above", [0, 7])
def test_a_fault_in_a_card_is_refused_where_it_stands(record, fault, above):
    root, files = record
    old, new, column, told = IN_A_CARD[fault]
    text = files[root / CARD].decode().replace("\n\n", "\n" + "\n" * above + "\n", 1)
    assert text.count(old) == 1
    (root / CARD).write_bytes(text.replace(old, new).encode("utf-8", "surrogateescape"))
    line = text[: text.index(old)].count("\n") + 1 + (column in ("url", "headline")) + old.startswith("exch") * 0
    problems = check(root)
    restore(files)
    assert {problem.file for problem in problems} == {CARD}, problems
    assert any(told in str(problem) for problem in problems), problems
    if column is not None:
        (problem,) = problems
        assert problem.column == column
    if fault not in (
        "unknown negotiator",
        "unknown measure",
        "measure of Python",
        "unknown argument",
        "unknown side",
        "unknown deal",
    ):
        assert problems[0].line == line, problems  # of a list the section is named, of a claim its words
    assert all(str(problem).isprintable() for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('name = "Zoe Zeta"', 'name = "Zoe Zeta', 12),
        ('name = "Zoe Zeta"', "name = “Zoe Zeta”", 12),
        ('name = "Zoe Zeta"', "name = Zoe Zeta", 12),
        ('name = "Zoe Zeta"', "name", 12),
        ('name = "Zoe Zeta"', 'name = "Zoe"\nname = "Zoe"', 13),
        ("[detainees.zeta-zoe]", "[detainees.zeta-zoe", 11),
        ("[detainees.zeta-zoe]", "[detainees.gamma-gil]", 11),
        ("equals = 3\n", 'equals = 3\nnote = """', 25),
    ],
)
def test_a_card_that_is_no_toml_is_refused_with_its_line(record, old, new, line):
    root, files = record
    (root / CARD).write_text(files[root / CARD].decode().replace(old, new), "utf-8")
    (problem,) = check(root)
    assert problem.file == CARD
    assert problem.line == line or f"at line {line}, " in str(problem), problem


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfep\0u\0", b"\0" * 50, b"a = " + b"[" * 100_000])
def test_a_card_that_is_no_card_is_refused_by_name(record, content):
    root, _ = record
    (root / CARD).write_bytes(content)
    (problem,) = check(root)
    assert problem.file == CARD
    assert str(problem).isprintable()


def test_a_ruling_for_nothing_is_refused_by_line(record):
    root, files = record
    with (root / "data" / "rulings.csv").open("a", encoding="utf-8") as file:
        file.write("detainees,zeta-zoe,name,Zoe Zeta,acting_state,For no reason.\n")
    assert "expected a cell that cards dispute" in report(record, ("data/rulings.csv", 3, "column"))


def test_all_problems_of_all_files_are_told_in_one_run(record):
    root, files = record
    places = [
        plant(record, "exchanges", 0, 4, lambda _: "trade"),
        plant(record, "negotiators", 1, 5, lambda _: "x"),
        plant(record, "leaders", 2, 2, lambda _: b"19\xf645"),
        plant(record, "second_coding", 3, 5, lambda _: b'"x'),
    ]
    path = root / "data" / "detainees.csv"
    header, *rows = split(files[path])
    rows[0][header.index("charge_type")] = "spying"
    rows[3][header.index("sentence_months")] = "12.0"
    rows[5][header.index("arrested")] = "4/10/2025"
    path.write_bytes(join([header, *rows, ["x"]]))
    (root / CARD).write_text(files[root / CARD].decode().replace('"drugs"', '"grugs"').replace("192", "1.5"), "utf-8")
    places += [("data/detainees.csv", *place) for place in [(2, "charge_type"), (5, "sentence_months"), (7, "arrested"), (8, "")]]  # fmt: skip
    places += [(CARD, 8, "sentence_months"), (CARD, 13, "charge_type")]
    assert sorted(problem.place for problem in check(root)) == sorted(places)


def test_the_commands_print_the_problems_fail_and_write_nothing(record, capsys):
    root, files = record
    plant(record, "detainees", 2, 0, lambda _: "g\u0430mma")
    (root / CARD).write_text("[", "utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for command in ("check", "codebook", "notebooks"):
        assert main([command], root) == 1
        printed = capsys.readouterr()
        assert (
            "data/detainees.csv:4: detainee_id: g\u0430mma (\u0430 is Cyrillic small letter a): expected" in printed.out
        )
        assert CARD in printed.out
        assert "Traceback" not in printed.out + printed.err
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    with pytest.raises(InvalidRecord, match="Cyrillic"):
        load_tables(root)


def test_a_broken_or_missing_descriptor_is_one_line(record, capsys):
    root, files = record
    path = root / "data" / "datapackage.json"
    for content in (files[path][:500], b"", b"\xff\xfe"):
        path.write_bytes(content)
        assert main(["check"], root) == 1
        assert len(capsys.readouterr().out.splitlines()) == 1
    path.unlink()
    assert main(["check"], root) == 1
    assert "data/datapackage.json" in capsys.readouterr().out


@fixed(60)
@given(
    st.sampled_from([*TABLES, "card"]), st.integers(0, 10_000), st.integers(0, 40),
    st.one_of(st.binary(max_size=12), st.sampled_from([b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"\0", b"[", b"]]", b"'''", b'"""', b"=", b"\xc3", b"\xef\xbb\xbf"])),
)  # fmt: skip
def test_no_damage_ends_in_a_traceback(record, table, at, length, content):
    root, files = record
    path = root / (CARD if table == "card" else f"data/{table}.csv")
    at %= len(files[path])
    path.write_bytes(files[path][:at] + content + files[path][at + length :])
    problems = check(root)
    restore(files)
    for problem in problems:
        assert str(problem).isprintable()
        assert (root / problem.file).exists()


HARMLESS = {
    "byte-order mark": lambda rows: b"\xef\xbb\xbf" + join(rows),
    "CRLF": lambda rows: join(rows).replace(b"\n", b"\r\n"),
    "no line end at the end": lambda rows: join(rows).rstrip(b"\n"),
    "order of columns": lambda rows: join([row[::-1] for row in rows]),
    "everything in quotes": lambda rows: b"\n".join(b",".join(b'"%b"' % cell.encode() for cell in row) for row in rows),
    "all of these": lambda rows: b"\xef\xbb\xbf" + b"\r\n".join(b",".join(b'"%b"' % cell.encode() for cell in row[::-1]) for row in rows),
}  # fmt: skip


@pytest.mark.parametrize("difference", HARMLESS)
def test_harmless_differences_load_to_the_same_frames(record, difference):
    root, files = record
    before = load_tables(root)
    for table in TABLES:
        path = root / "data" / f"{table}.csv"
        path.write_bytes(HARMLESS[difference](split(files[path])))
    assert check(root) == []
    after = load_tables(root)
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(after, table), getattr(before, table))


@pytest.mark.parametrize("change", [lambda x: b"\xef\xbb\xbf" + x, lambda x: x.replace(b"\n", b"\r\n"), lambda x: x.rstrip(b"\n")])  # fmt: skip
def test_harmless_differences_of_a_card_load_to_the_same_readings(record, change):
    root, files = record
    before = checks.cards.read_cards(root)[0]
    (root / CARD).write_bytes(change(files[root / CARD]))
    after, claims, problems = checks.cards.read_cards(root)
    assert problems == []
    assert len(claims) == 1
    pd.testing.assert_frame_equal(after, before)


@fixed(60)
@given(st.lists(st.lists(st.text("ab,\"\n\r é'", max_size=4), min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_reads_at_one_go_is_what_pythons_csv_reads(tmp_path, rows):
    path = tmp_path / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["a", "b", "c"], *rows])
    frame, problems = read_table(path, "x.csv", ["a", "b", "c"])
    whole = [row for row in rows if any(row)]
    broken = [row for row in whole if any(set(cell) & set("\r\n") for cell in row)]
    if any("\r" in cell for row in whole for cell in row):
        assert problems
    else:
        assert len(problems) == len(broken) + len(rows) - len(whole)
        assert frame.fillna("").values.tolist() == [row for row in whole if row not in broken]


def test_a_hundred_megabytes_in_a_cell_are_one_short_line(record):
    root, files = record
    place = plant(record, "detainees", 3, 19, lambda _: b"x" * 100_000_000)
    assert "(100,000,000 characters)" in report(record, place)
    (root / CARD).write_bytes(files[root / CARD].replace(b"Zoe Zeta", b"x" * 100_000_000))
    assert "characters)" in report(record, (CARD, 12, "name"))


def test_texts_that_are_in_order_pass():
    for text in ["Ann Alpha", "Lech Wałęsa", "İstanbul", "Александр Запорожский", "RB-47, 1960–61", "a < b", "O'Brien"]:
        assert texts.find_fault(text) == ""


def test_the_record_itself_is_as_fast_to_check_as_to_read_twice(tmp_path):
    """No file is read more than once by a load: a folder that counts openings."""
    from pathlib import Path

    shutil.copytree(schema.ROOT / "data", tmp_path / "data")
    (tmp_path / "seeds").mkdir()
    opened, read = [], Path.read_bytes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda path: opened.append(path.name) or read(path))
        tables.read_tables(tmp_path)
    assert sorted(opened) == sorted(f"{table}.csv" for table in TABLES)
