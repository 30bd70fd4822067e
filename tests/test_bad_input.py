"""Files as they come back from spreadsheets and editors: every fault is one line that names the very place, nothing is written.

The faults are planted in the small record of conftest.py.
"""

import random

import pytest

from analysis import load_tables
from analysis.__main__ import main
from analysis.record import schema
from analysis.record.problems import InvalidRecord

CARD = "seeds/2024/2024-08-02-north-gamma.toml"


def check(root, capsys):
    """What `make check` prints, after making sure that it ends with 1, raises nothing and writes nothing."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert main(["check"], root) == 1
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    return said.out.splitlines()


def plant(root, file, old, new):
    """Replace bytes in a file, once."""
    path = root / file
    data, old, new = path.read_bytes(), *(part.encode() if isinstance(part, str) else part for part in (old, new))
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


CELLS = {  # name: file, what stands there, what comes in its place, the place that must be told, words of what was expected
    "a cell too many": ("detainees", ",still_held,", ",,still_held,", "7: zeta-zoe", "25 cells, not 26"),
    "a cell too few": ("negotiators", "turkey,third", "third", "4: 2024-08-gamma", "8 cells, not 7"),
    "a row there twice": ("exchanges", "2024-08-gamma", "1986-09-alpha-beta", "3: exchange_id", "each exchange_id once"),
    "a dangling deal": ("detainees", "Eve Eta,,2024-08-gamma", "Eve Eta,,2024-09-eta", "6: exchange_id: 2024-09-eta", "data/exch"),
    "a term without months": ("detainees", ",192,", ",,", "4: sentence_months", "the months of the term"),
    "a value no card gives": ("detainees", ",192,", ",193,", "4: sentence_months: 193", "a card that gives this value"),
    "a ruling for nothing": ("rulings", "reason\n", "reason\ndetainees,zeta-zoe,arrested,2024-01-05,acting_state,So.\n", "2: ", "dispute"),
    "an unsettled difference": ("second_coding", "coarser_date", "", "2: reason", "why the two differ"),
    "a coding settled otherwise": ("second_coding", "1986-08,misread", "1986-09,misread", "3: settled: 1986-09", "the table"),
    "a deal without who decided": ("exchanges", "1,1,,No document names who decided.", "1,1,,", "2: notes", "a decision maker"),
    "a coding of nobody": ("second_coding", "detainees,zeta-zoe", "detainees,zeta-zo", "7: row_id: zeta-zo", "the id of a row"),
    "a marker of a merge conflict": ("leaders", "President of Russia", "=======\nPresident of Russia", "5: =======", "merge"),
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_a_broken_cell_or_row_is_one_line_with_its_place(root, capsys, name):
    table, old, new, place, words = CELLS[name]
    plant(root, f"data/{table}.csv", old, new)
    (line,) = check(root, capsys)
    assert line.startswith(f"data/{table}.csv:{place}"), line
    assert words in line.split("expected ")[1], line


def test_days_the_wrong_way_round_are_one_line(root, capsys):
    plant(root, "data/detainees.csv", ",2023-10,", ",2024-07,")
    plant(root, CARD, 'arrested = "2023-10"', 'arrested = "2024-07"')
    assert check(root, capsys) == ["data/detainees.csv:5: convicted: 2024-06-24: expected no day before arrested"]


TURNED = {  # what a spreadsheet makes of a month, a year, a day or a number, and what the line says that it was
    "Aug-24": "2024-08", "24-Aug": "2024-08", "Aug 2024": "2024-08", "2024-08-01 00:00:00": "2024-08", "2024-8": "2024-08",
    "01/08/2024": "2024-08 or 2024-01-08", "1.8.2024": "2024-08 or 2024-01-08", "8/2024": "2024-08", "45505": "2024-08",
    "45506": "2024-08-02", "31/12/1978": "1978-12-31", "1978.0": "1978", "1905-05-31": "1978", "192.0": "192", "1.92E+02": "192",
    "0192": "192",
}  # fmt: skip


@pytest.mark.parametrize("cell", TURNED)
def test_what_a_spreadsheet_made_of_a_cell_is_refused_with_what_it_was(cell):
    fields = schema.select_fields(schema.load_descriptor(), "detainees")
    field = fields["sentence_months" if TURNED[cell] == "192" else "released"]
    assert not schema.compile_cell_check(field)(cell)
    assert schema.find_expected(cell, field).endswith(f"; a spreadsheet may have turned {TURNED[cell]} into {cell}")
    assert schema.compile_cell_check(field)(TURNED[cell].split(" or ")[0])


def test_a_month_that_became_the_first_of_the_month_is_one_line_that_says_so(root, capsys):
    plant(root, "data/detainees.csv", ",2023-10,", ",2023-10-01,")
    assert check(root, capsys) == [
        "data/detainees.csv:5: arrested: 2023-10-01: expected a card that gives this value; the cards give 2023-10 in "
        f"{CARD}; a spreadsheet turns the month 2023-10 into 2023-10-01"
    ]


@pytest.mark.parametrize(
    "cell", ["#N/A", "#REF!", "#NAME?", "########", "nan", "NaN", "NULL", "None", "N/A", "TRUE", "False", "-", "–", "?"]
)
def test_what_programs_write_for_nothing_is_one_line_in_a_text_a_code_a_number_and_a_date(root, capsys, cell):
    for old in ("drug sales", "Zoe Zeta", "drugs", "150", "2024-01-05"):
        plant(root, "data/detainees.csv", f",{old},", f",{cell},")
    lines = check(root, capsys)
    assert len(lines) == 5, lines
    assert all(line.startswith("data/detainees.csv:7: ") and f": {cell}: expected " in line for line in lines), lines


TABLES = ["exchanges", "detainees", "negotiators", "leaders", "rulings", "second_coding"]
FILES = {  # name: what becomes of a table's bytes, a word of the line
    "empty": (lambda data: b"", "the header"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "UTF-8"),
    "a workbook": (lambda data: b"PK\x03\x04" + data, "UTF-8"),
    "a renamed column": (lambda data: b"x" + data, "this column, by this name"),
    "an extra column": (lambda data: data.replace(b"\n", b",more\n"), "no such column"),
    "a conflict at the head": (lambda data: b"<<<<<<< ours\n" + data, "merge conflict"),
    "old Macintosh lines": (lambda data: data.replace(b"\n", b"\r") + b"x", "line feed"),
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_one_line_with_its_name(root, capsys, name, table):
    path = root / "data" / f"{table}.csv"
    path.write_bytes(FILES[name][0](path.read_bytes()))
    (line,) = check(root, capsys)
    assert line.startswith(f"data/{table}.csv")
    words = "the header" if table == "rulings" and "column" in name else FILES[name][1]  # it has no rows to lose
    assert words in line


@pytest.mark.parametrize("table", [table for table in TABLES if table != "rulings"])
def test_a_header_alone_and_a_missing_file_are_refused(root, capsys, table):
    path = root / "data" / f"{table}.csv"
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")
    (line,) = check(root, capsys)
    assert line == f"data/{table}.csv:2: expected rows below the header"
    path.unlink()
    (line,) = check(root, capsys)
    assert line.startswith(f"data/{table}.csv: ")
    assert "expected a table in this file" in line


CARDS = {  # name: what stands in the card, what comes in its place, what the line begins with after the file, a word of it
    "broken TOML": ('arrested = "2024-01-05"', 'arrested = 2024-01-05"', "", "TOML"),
    "an unknown column": ('charge = "drug sales"', 'crime = "drug sales"', "crime", "needs evidence"),
    "an unknown row": ("[detainees.zeta-zoe]", "[detainees.zeta-zo]", "detainees: zeta-zo", "a row of data/detainees.csv"),
    "a code that is none": ('charge_type = "drugs"', 'charge_type = "drug"', "charge_type: drug", "one of"),
    "a number in words": ("sentence_months = 150", 'sentence_months = "many"', "sentence_months: many", "a whole number"),
    "a day of a spreadsheet": ('arrested = "2024-01-05"', 'arrested = "1/5/2024"', "arrested: 1/5/2024", "a date as"),
    "script": ('charge = "drug sales"', 'charge = "<script>x</script>"', "charge: <script>", "HTML"),
    "an address that runs": ("https://example.org/a", "javascript:alert(1)", "url: javascript", "http"),
    "no publisher": ('publisher = "North"', 'publisher = ""', "publisher", "a value"),
    "a kind that is none": ('kind = "news"', 'kind = "rumour"', "kind: rumour", "one of official"),
    "a merge conflict": ("[detainees.zeta-zoe]", ">>>>>>> theirs\n[detainees.zeta-zoe]", ">>>>>>>", "merge conflict"),
}  # fmt: skip


@pytest.mark.parametrize("name", CARDS)
def test_a_broken_card_is_one_line_with_its_place(root, capsys, name):
    old, new, begins, words = CARDS[name]
    number = (root / CARD).read_text("utf-8").split(old)[0].count("\n") + 1
    plant(root, CARD, old, new)
    (line,) = check(root, capsys)
    if name == "an unknown row":  # told with the row that has lost its card
        place = "data/detainees.csv:7: detainee_id: zeta-zoe: "
        words = f"expected a card that speaks of this row; {CARD}:{number} speaks of zeta-zo"
    else:
        place = f"{CARD}:{number}: {begins}"
    assert line.startswith(place), line
    assert words in line, line


@pytest.mark.parametrize(
    ("place", "belongs"),
    [
        ("seeds/2023/2024-08-02-north-gamma.toml", CARD),
        ("seeds/undated/2024-08-02-north-gamma.toml", CARD),
        ("seeds/2024/2024-08-02-north-gamma.TOML", CARD),
        ("seeds/2024/2024-08-02-north-gamma.txt", CARD),
        ("seeds/2024-08-02-north-gamma.toml", CARD),
        ("seeds/2024/08/2024-08-02-north-gamma.toml", CARD),
        ("seeds/2024/undated-north-gamma.toml", "seeds/undated/undated-north-gamma.toml"),
        ("seeds/2024/north-gamma.toml", "seeds/<year>/<published>-<publisher>-<topic>.toml"),
    ],
)
def test_a_card_that_is_not_in_its_place_is_one_line_that_names_it(root, capsys, place, belongs):
    """Alone, and as a second copy beside the card that is in its place."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((root / CARD).read_bytes())
    assert check(root, capsys) == [f"{place}: expected a card at {belongs}"]
    (root / CARD).unlink()
    assert check(root, capsys) == [f"{place}: expected a card at {belongs}"]


@pytest.mark.parametrize(
    "make", [lambda path: path.symlink_to("nowhere"), lambda path: path.mkdir()], ids=["a link to nothing", "a folder"]
)
def test_what_has_a_cards_name_and_cannot_be_read_is_one_line(root, capsys, make):
    make(root / "seeds" / "2024" / "2024-08-03-south-gamma.toml")
    (line,) = check(root, capsys)
    assert line.startswith("seeds/2024/2024-08-03-south-gamma.toml: "), line


LEFT = {  # what systems and editors leave, in data/ and in a folder of cards
    "data": [
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "~$detainees.xlsx",
        ".~lock.detainees.csv#",
        "detainees.csv~",
        "notes.md",
    ],
    "seeds/2024": [
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        ".#2024-08-02-north-gamma.toml",
        "._2024-08-02-north-gamma.toml",
    ],
}
LEFT["seeds/2024"] += [f"2024-08-02-north-gamma.toml{end}" for end in ("~", ".swp", ".bak", ".orig")]
LEFT["seeds/2024"] += [
    "#2024-08-02-north-gamma.toml#",
    ".2024-08-02-north-gamma.toml.swp",
    ".2024-08-02-north-gamma.toml.9.partial",
]


def test_what_systems_and_editors_leave_is_passed_over_by_every_command(root, capsys):
    """A checkpoint of JupyterLab, an empty folder and another link to a card's own folder name are nothing either."""
    hidden = root / "seeds" / "2024" / ".ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "2024-08-02-north-gamma-checkpoint.toml").write_bytes((root / CARD).read_bytes())
    (root / "seeds" / "2025").mkdir()
    for folder, names in LEFT.items():
        for name in names:
            (root / folder / name).write_bytes(b"\0\1\xff")
    (root / "seeds" / "2024" / ".#a.toml").symlink_to("me@here.1234")  # a lock of Emacs
    for command in ("check", "format"):
        assert main([command], root) == 0, capsys.readouterr().out
    assert load_tables(root).raw["detainees"].shape[0] == 6


@pytest.mark.parametrize(
    ("name", "gone", "expected"),
    [
        ("data/detainees (1).csv", False, "no other file here: tables are read from data/detainees.csv"),
        ("data/detainees.xlsx", False, "no other file here: tables are read from data/detainees.csv"),
        ("data/Detainees.csv", True, "the table as data/detainees.csv"),
        ("data/detainees.csv.txt", True, "the table as data/detainees.csv"),
        ("data/detainees.csv.bak", True, "the table as data/detainees.csv"),
        ("data/prisoners.csv", False, "no other file here: tables are read from data/<table>.csv"),
        ("data/datapackage (1).json", False, "no other file here: tables are read from data/<table>.csv"),
    ],
)
def test_a_file_that_somebody_meant_for_a_table_is_one_line(root, capsys, name, gone, expected):
    table = root / "data" / "detainees.csv"
    (root / name).write_bytes(table.read_bytes())
    if gone:
        table.unlink()
    assert check(root, capsys) == [f"{name}: expected {expected}"]


@pytest.mark.parametrize("end", ["toml~", "toml.bak", "tml", "toml.txt", "Toml"])
def test_a_card_that_is_left_only_under_another_name_is_one_line(root, capsys, end):
    path = (root / CARD).rename((root / CARD).with_suffix(f".{end}"))
    (told,) = check(root, capsys)
    assert told.startswith(f"seeds/2024/{path.name}: expected a card at seeds/"), told


def test_a_hidden_card_and_a_folder_that_is_a_link_are_one_line_each(root, capsys):
    (root / CARD).rename(root / "seeds" / "2024" / f".{CARD.rpartition('/')[2]}")
    (root / "seeds" / "2023").symlink_to(root / "seeds" / "2024")
    assert check(root, capsys) == [
        "seeds/2023: expected a folder, not a link to one",
        "seeds/2024/.2024-08-02-north-gamma.toml: expected a card at seeds/<year>/<published>-<publisher>-<topic>.toml",
    ]


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ('measure = "os_system"\nequals = 1', "one of swaps_between"),
        ('measure = "swaps_between"\nstart = "2020"\nequals = 1', "this argument"),
        ('measure = "swaps_between"\nstart = "2020"\nend = "soon"\nequals = 1', "a date as"),
        ('measure = "days_in_custody"\ndetainee_id = "nobody"\nequals = 1', "a row of data/detainees.csv"),
        (
            'measure = "days_in_custody"\ndetainee_id = "eta-eve"\nroot = "x"\nequals = 1',
            "one of the arguments detainee_id",
        ),
        ('measure = "swaps_between"\nstart = "2020"\nend = "2021"\nequals = "1"', "a number"),
        ('measure = "swaps_between"\nstart = "2020"\nend = "2021"', "one of about, at_least, at_most, equals"),
    ],
)
def test_a_claim_calls_only_named_measures_with_checked_arguments(root, capsys, claim, words):
    plant(root, CARD, "[detainees.zeta-zoe]", f'[[claims]]\nsays = "A count."\n{claim}\n\n[detainees.zeta-zoe]')
    (line,) = check(root, capsys)
    assert line.startswith(f"{CARD}:")
    assert words in line


def test_all_faults_are_told_in_one_run_and_loading_says_the_same(root, capsys):
    for table, old, new in [
        ("detainees", ",drugs,", ",drug,"),
        ("exchanges", "1986-09-29,,swap", "29.9.1986,,swap"),
        ("leaders", "Mia Mu", "=Mia"),
    ]:
        plant(root, f"data/{table}.csv", old, new)
    lines = check(root, capsys)
    assert [line.split(": ")[:2] for line in lines] == [
        ["data/detainees.csv:7", "charge_type"],
        ["data/exchanges.csv:2", "date"],
        ["data/leaders.csv:3", "name"],
    ]
    with pytest.raises(InvalidRecord) as refused:
        load_tables(root)
    assert sorted(str(refused.value).splitlines()) == lines


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_bytes_damaged_at_random_never_end_in_a_traceback(root, capsys, seed):
    draw = random.Random(seed)
    path = draw.choice([root / CARD, *sorted((root / "data").glob("*.csv"))])
    data = bytearray(path.read_bytes())
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(data))
        data[at : at + draw.choice([0, 1, 5])] = draw.choice(
            [b"", b"\0", b'"', b",", b"\n", b"\xff", b"=", b"[", b"\xd0\xb0"]
        )
    path.write_bytes(data)
    assert main(["check"], root) in (0, 1)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.slow
def test_a_cell_of_a_hundred_megabytes_is_one_short_line(root, capsys):
    plant(root, "data/detainees.csv", "drug sales", "x" * 100_000_000)
    assert main(["check"], root) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("data/detainees.csv:7: charge: xxx")
    assert line.endswith("expected a text of at most 10,000 characters")
    assert len(line) < 250


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: b"\n".join(
            b",".join(b'"' + c.strip(b'"') + b'"' for c in r.split(b",")) for r in data.splitlines()
        ),
        lambda data: b"\n".join(b",".join(reversed(r.split(b","))) for r in data.splitlines()) + b"\n",
    ],
    ids=["byte-order mark", "CRLF", "no last line feed", "quoted cells", "column order"],
)
def test_harmless_differences_load_to_the_same_frames(root, change):
    before = load_tables(root)
    for path in (root / "data").glob("*.csv"):
        path.write_bytes(change(path.read_bytes()))
    after = load_tables(root)
    for table in TABLES:
        assert getattr(after, table).equals(getattr(before, table)), table
