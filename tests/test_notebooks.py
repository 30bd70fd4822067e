"""Stored outputs come from one clean run, and that run gives the same bytes again."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from analysis.schema import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def select_code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_ran_once_from_first_to_last_and_kept_their_outputs(path):
    code = select_code(nbformat.read(path, 4))
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert all(cell.outputs for cell in code[1:])
    assert not any(output.output_type == "error" for cell in code for output in cell.outputs)
    assert not any("stderr" in str(output.get("name")) for cell in code for output in cell.outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_thin_and_reads_as_a_page(path):
    notebook = nbformat.read(path, 4)
    code = "\n".join(cell.source for cell in select_code(notebook))
    assert len([line for line in code.splitlines() if line.strip()]) < 120
    assert not re.search(r"^\s*(def|for|while|class)\b", code, flags=re.M)
    assert ";" not in re.sub(r'"[^"]*"', "", code)
    assert notebook.cells[0].source.startswith("# ")
    assert notebook.cells[0].source.splitlines()[0].endswith("?")
    assert any("## Limits" in cell.source for cell in notebook.cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_number_is_typed_into_the_text(path):
    notebook = nbformat.read(path, 4)
    text = " ".join(re.sub(r"`[^`]*`", "", cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    assert set(re.findall(r"\b\d+\b", text)) <= {"1945", "2010"}  # the years that fix the scope


def test_notebooks_and_figures_rebuild_byte_for_byte(tmp_path):
    """In a copy of the tree: a figure or an output that did not come from this code and this data is found out."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, tracked.split("\0")):
        if not name.startswith("figures/") and (ROOT / name).exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "src"), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "analysis", "notebooks"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for folder in ("notebooks", "figures"):
        # what a reader exported from the explorer stands beside the figures of the record
        built = {path.name for path in (tmp_path / folder).iterdir() if path.suffix != ".pyc"}
        kept = {
            path.name for path in (ROOT / folder).iterdir() if path.is_file() and not path.name.startswith("explore-")
        }
        assert built == kept
        for name in sorted(kept):
            assert (tmp_path / folder / name).read_bytes() == Path(ROOT / folder / name).read_bytes(), (
                f"{folder}/{name}"
            )
