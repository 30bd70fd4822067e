"""The quick ways of reading and checking say what the slow ones say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import cards, schema, tables
from analysis.reading import is_regular, read_lines, read_regular
from analysis.texts import are_sound, find_fault

repeatably = settings(derandomize=True, database=None, deadline=None, max_examples=50)
CELL = st.sampled_from([b"", b"a", b'""', b'"a,b"', b'"a""b"', b'"""a"', "é".encode(), b" ", b"a'b"])
ODD = st.sampled_from([b'a"b"', b'a"b', b'"a"b', b'"a', b'"a\nb"', b"a\rb", b"\0", b"a,b", b"\xe9"])
END = st.sampled_from([b"\n", b"\r\n"])
LETTERS = [*"ab c=+-@<>/\"'’“\t\n\u00a0\u200b\u00ad\u0301", *"éœßаеоΑα–…中😀"]


def read_both(data):
    quick, (slow, problems) = read_regular(data, ["x", "y"], []), read_lines("file", data, ["x", "y"])
    return quick, slow, problems


@repeatably
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5), end=END, last=st.booleans())
def test_a_sound_file_is_read_in_one_go_as_it_is_line_by_line(rows, end, last):
    data = b"x,y\n" + end.join(b",".join(row) for row in rows) + end * last
    assert is_regular(data, 2)
    quick, slow, problems = read_both(data)
    assert problems == []
    assert quick.astype(object).equals(slow)


@repeatably
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4), odd=ODD, place=st.integers(0, 100), end=END)
def test_a_file_with_one_odd_cell_never_passes_unseen(rows, odd, place, end):
    cells = [cell for row in rows for cell in row]
    cells[place % len(cells)] = odd
    data = b"x,y\n" + b"".join(b",".join(cells[at : at + 2]) + end for at in range(0, len(cells), 2))
    quick, _, problems = read_both(data)
    assert problems
    assert not is_regular(data, 2) or quick is None


@pytest.mark.parametrize("letter", LETTERS)
def test_texts_are_judged_together_as_they_are_one_by_one(letter):
    for text in (letter, f"{letter}b", f"b{letter}", f"b{letter}b", f"b{letter}" * 4_000, f"b{letter}" * 6_000):
        assert are_sound(["b", text, "b"]) == (not find_fault(text)), text[:5]


def test_folded_columns_have_the_problems_of_plain_ones(root):
    descriptor = schema.load_descriptor(root)
    for table in ("exchanges", "detainees", "negotiators", "leaders", "second_coding"):
        fields = schema.select_fields(descriptor, table)
        for column in fields:
            raw = tables.load_raw(root)
            raw[table].loc[raw[table].index[-1], column] = "=x"
            folded = {
                name: schema.compact(frame, schema.select_fields(descriptor, name)) for name, frame in raw.items()
            }
            plain = schema.check_tables(raw, descriptor)
            assert plain
            assert schema.check_tables(folded, descriptor) == plain


def test_cards_are_read_anew_when_they_change_and_only_then(root):
    path = root / "seeds" / "2024-08-02-north-gamma.toml"
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
