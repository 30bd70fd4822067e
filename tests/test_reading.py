"""A table of sound form is read as Python's own csv module reads it; of any other, the very line is told."""

import csv

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.record import cards
from analysis.record.cards import place_card
from analysis.record.reading import read_table

repeatably = settings(derandomize=True, database=None, deadline=None, max_examples=50)
CELL = st.sampled_from([b"", b"a", b'""', b'"a,b"', b'"a""b"', b'"""a"', "é".encode(), b" ", b"a'b"])
ODD = st.sampled_from([b'b,"a', b'a"b"', b'a"b', b'"a"b', b'"a', b'"a\nb"', b"a\rb", b"\0", b"a,b", b"\xe9"])
END = st.sampled_from([b"\n", b"\r\n"])


def read(path, data, header=("x", "y")):
    path.write_bytes(data)
    return read_table(path, "data/table.csv", list(header), empty=False)


def read_by_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


@repeatably
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5), end=END, last=st.booleans())
def test_a_sound_file_is_read_as_by_the_csv_module(tmp_path_factory, rows, end, last):
    rows = [row if any(cell.strip(b'"') for cell in row) else (b"a", row[1]) for row in rows]
    path = tmp_path_factory.getbasetemp() / "sound.csv"
    frame, problems = read(path, b"x,y" + end + end.join(b",".join(row) for row in rows) + end * last)
    assert problems == []
    assert frame.index.tolist() == list(range(2, len(rows) + 2))
    assert [frame.columns.tolist(), *frame.fillna("").to_numpy().tolist()] == read_by_csv(path)


@repeatably
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4), odd=ODD, place=st.integers(0, 100), end=END)
def test_a_file_with_one_odd_cell_is_refused_on_its_line(tmp_path_factory, rows, odd, place, end):
    rows = [row if any(cell.strip(b'"') for cell in row) else (b"a", row[1]) for row in rows]
    cells = [cell for row in rows for cell in row]
    cells[place % len(cells)] = odd
    data = b"x,y" + end + b"".join(b",".join(cells[at : at + 2]) + end for at in range(0, len(cells), 2))
    frame, problems = read(tmp_path_factory.getbasetemp() / "odd.csv", data)
    assert frame.empty
    assert [problem.line for problem in problems] == [2 + place % len(cells) // 2], problems


def test_a_file_cut_inside_its_last_line_end_is_sound_or_told_on_that_line(tmp_path):
    _, problems = read(tmp_path / "cut.csv", b"x,y\r\na,b\r")
    assert [problem.line for problem in problems] in ([], [2]), problems


def test_cards_are_read_anew_when_they_change_and_only_then(root):
    path = root / place_card("2024-08-02-north-gamma")
    before = cards.load_cards(root)
    reads = cards.read_contents.cache_info().misses
    spoilt = cards.load_cards(root)
    spoilt["value"] = "spoilt"
    assert cards.load_cards(root).equals(before)
    assert cards.read_contents.cache_info().misses == reads
    path.write_text(path.read_text("utf-8").replace('"drug sales"', '"drug sale"'), "utf-8")
    changed = cards.load_cards(root)
    assert changed["value"].ne(before["value"]).sum() == 1
    assert "drug sale" in changed["value"].tolist()
