"""Stored outputs come from one clean run; tests/test_drift.py has it give the same bytes again, elsewhere."""

import base64
import re

import nbformat
import pytest

from analysis.record.files import ROOT, list_notebooks

NOTEBOOKS = [path for path in list_notebooks()[0] if path.stem != "explore"]


def select_code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def count_lines(notebook):
    return sum(bool(line.strip()) for cell in select_code(notebook) for line in cell.source.splitlines())


def test_all_notebooks_together_hold_little_code():
    assert len(NOTEBOOKS) == 12
    assert sum(count_lines(nbformat.read(path, 4)) for path in NOTEBOOKS) <= 300


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_ran_once_from_first_to_last_and_kept_their_outputs(path):
    code = select_code(nbformat.read(path, 4))
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert all(cell.outputs for cell in code[1:])
    assert not any(output.output_type == "error" for cell in code for output in cell.outputs)
    assert not any("stderr" in str(output.get("name")) for cell in code for output in cell.outputs)


def test_the_pictures_of_the_notebooks_are_the_figures_byte_for_byte():
    pages = "".join(path.read_text("utf-8") for path in NOTEBOOKS)
    shown = {base64.b64decode(page) for page in re.findall(r"data:image/png;base64,([^\\\"]+)", pages)}
    assert shown == {path.read_bytes() for path in (ROOT / "figures").glob("*.png")}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_thin_and_reads_as_a_page(path):
    notebook = nbformat.read(path, 4)
    code = "\n".join(cell.source for cell in select_code(notebook))
    assert count_lines(notebook) < 60
    assert not re.search(r"^\s*(def|for|while|class)\b", code, flags=re.M)
    assert ";" not in re.sub(r'"[^"]*"', "", code)
    assert notebook.cells[0].source.startswith("# ")
    assert notebook.cells[0].source.splitlines()[0].endswith("?")
    assert any("## Limits" in cell.source for cell in notebook.cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_number_is_typed_into_the_text(path):
    notebook = nbformat.read(path, 4)
    text = " ".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    text = re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)
    assert set(re.findall(r"\b\d+\b", text)) <= {
        "1945",
        "2010",
        "95",
    }  # the years that fix the scope, the width of intervals
