"""The same bytes elsewhere: all that may differ between two machines differs at once, and nothing else may.

Another time zone, hash seed, working directory and clock (Debian's faketime, nine years ahead for every process), Turkish
and German locales (compiled here by localedef) of which one does not even write UTF-8, a path with spaces and letters of
three alphabets, and a reader who has set up matplotlib, IPython, Jupyter, Python and the terminal in his own way. On a
failure, take the differences away one by one. tests/hooks also forbids all processes to open a network connection while the
record is loaded, and to write past files.write_whole.
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from analysis.pictures import PICTURES
from analysis.record.files import ROOT

pytestmark = pytest.mark.slow
TABLES = """
import hashlib
from analysis import load_tables


def say(value):
    if isinstance(value, dict):
        return "".join(f"{key}: {say(part)}; " for key, part in value.items())
    return f"{value.to_csv()}{value.dtypes.map(repr).to_dict()}" if hasattr(value, "to_csv") else repr(value)


record = load_tables()
states = {"": vars(record) | {"standing": record.standing}, "known ": vars(record.where(known_on="2025-02-11", us=True))}
for state, parts in states.items():
    for name, value in parts.items():
        print(state + name, hashlib.sha256(say(value).encode()).hexdigest())
"""
DIFFERENCES = """
import datetime, locale, time

print("tr_TR" * (locale.getencoding() == "ISO-8859-9"), "de_DE" * (datetime.date(2026, 3, 1).strftime("%B") != "March"))
print("clock" * (time.time() > 2e9), "zone" * (time.strftime("%z") == "+1400"))
"""
PAPERS = """
from analysis.__main__ import main as run
from analysis.pictures import PICTURES, page, publish
from analysis.record.files import ROOT

render = page.render
for name, draw in PICTURES.items():
    kinds = ["svg", "pdf"] if name in PRINTED else ["svg"]
    page.render = publish.render = lambda figure, kind, **told: render(figure, kind, **told) if kind in kinds else b""
    publish.write_figure(name, draw, ROOT)
run(["codebook"])
"""  # but for the PNG, which the notebooks hold: tests/test_notebooks.py
PRINTED = ["wall", "time-served", "negotiators"]  # as PDF too, which is slow: letters, hatches, curves
NOTEBOOKS = ["00-start-here", "08-as-known", "10-fact-check"]  # nbval runs them all; these are compared byte for byte
END = "import os; os._exit(9)\n"  # a kernel that reads it dies
HOUSE = {
    "start.py": END,
    "jupyter_config.py": END,
    ".ipython/profile_default/ipython_config.py": END,
    ".ipython/profile_default/startup/00-mine.py": END,
    "matplotlibrc": """\
date.epoch: 0000-12-31
font.size: 30
font.family: serif
text.hinting: no_hinting
text.antialiased: False
lines.linewidth: 9
lines.markersize: 30
patch.force_edgecolor: True
path.sketch: 5, 50, 5
axes.grid: True
axes.facecolor: yellow
axes.spines.left: False
axes.xmargin: 0.4
axes.formatter.use_locale: True
xtick.major.pad: 30
ytick.minor.visible: True
hatch.linewidth: 9
figure.autolayout: True
figure.facecolor: black
savefig.dpi: 50
savefig.bbox: tight
svg.id: mine
pdf.compression: 0
interactive: True
""",
}
MISSING = "NOT PROVEN elsewhere, where all should differ but only this does: {}. apt-get install locales faketime"


def list_tracked():
    """The files of the tree by name: git's list, or, unpacked from a ZIP, all but what is made."""
    if (ROOT / ".git").exists():
        told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return list(filter(None, told.split("\0")))
    made = {"__pycache__", "build", "dist", "exports", ".venv"}
    names = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
    return [name.as_posix() for name in names if not made & set(name.parts)]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the tree, without figures and most notebooks, at a path that many programs cannot bear."""
    tree = tmp_path_factory.mktemp("drift") / "Straße İzmir – новая папка"
    for name in list_tracked():
        spared = name.endswith(".ipynb") and Path(name).stem not in NOTEBOOKS
        if not name.startswith("figures/") and not spared and (ROOT / name).exists():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tree / name)
    return tree


def keep_house(home):
    """A home in which a reader has set everything, and the environment that goes with it."""
    for name, lines in HOUSE.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(lines)
    caches = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))  # of fonts, which take long to look through
    return {
        "HOME": str(home), "XDG_CACHE_HOME": caches, "MPLBACKEND": "TkAgg", "JUPYTER_CONFIG_DIR": str(home),
        "PYTHONSTARTUP": str(home / "start.py"), "PYTHONOPTIMIZE": "2", "COLUMNS": "20", "LINES": "5", "TERM": "dumb",
        "FORCE_COLOR": "1", "PYTHONUTF8": "0",
    }  # fmt: skip


@pytest.fixture(scope="module")
def run_elsewhere(tree):
    """A function that runs Python with such arguments in the tree, where everything is different."""
    folder = tree.parent
    for name in ("locales", "elsewhere"):
        (folder / name).mkdir()
    locales = {"LANG": "tr_TR.ISO-8859-9", "LC_TIME": "de_DE.UTF-8"}
    for name in locales.values() if shutil.which("localedef") else ():
        place, letters = name.split(".")
        subprocess.run(["localedef", "-i", place, "-f", letters, folder / "locales" / name], check=False)
    there = all((folder / "locales" / name / "LC_TIME").exists() for name in locales.values())
    # with a locale that is not there matplotlib cannot be imported
    language = locales | {"LOCPATH": str(folder / "locales")} if there else {"LANG": "C.UTF-8"}
    home = keep_house(folder / "elsewhere")
    faketime = ["faketime", "-f", "+9y"] if shutil.which("faketime") else []
    spared = ("LC_", "XDG_", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(spared)} | {
        **home,
        **language,
        "PYTHONHASHSEED": "4242",
        "PYTHONPATH": os.pathsep.join([str(tree / "src"), str(ROOT / "tests" / "hooks")]),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),  # without docstrings and asserts, for all runs once
        "REFUSED": str(folder / "refused.txt"),
        "TREE": str(tree),
        "TZ": "Pacific/Kiritimati",
    }

    def run(*arguments):
        done = subprocess.run(
            [*faketime, sys.executable, *arguments],
            cwd=folder / "elsewhere",
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            umask=0o077,
        )
        assert not (folder / "refused.txt").exists(), (folder / "refused.txt").read_text("utf-8")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    if len(differ := run("-c", DIFFERENCES).split()) < 4:
        warnings.warn(MISSING.format(", ".join(differ)), stacklevel=1)
    return run


@pytest.fixture(scope="module")
def told(run_elsewhere):
    """The tables in short; beside it the codebook and the figures are written, all by one process."""
    return run_elsewhere("-c", f"{TABLES}\nPRINTED = {PRINTED}\n{PAPERS}")


def test_tables_are_the_same_elsewhere(told):
    with contextlib.redirect_stdout(io.StringIO()) as here:
        exec(TABLES, {})
    assert told.startswith(here.getvalue())


def test_the_codebook_is_written_byte_for_byte_elsewhere(tree, told):
    assert "codebook.md written" in told
    assert (tree / "docs" / "codebook.md").read_bytes() == (ROOT / "docs" / "codebook.md").read_bytes()


def list_cells(path):
    """The cells of a notebook with their outputs, each as a text."""
    return [json.dumps(cell) for cell in json.loads(path.read_text("utf-8"))["cells"]]


def test_notebooks_give_their_stored_outputs_byte_for_byte_elsewhere(tree, run_elsewhere):
    """An output that did not come from this code and this data alone is found out."""
    made = sorted((tree / "figures").glob("*"))
    run_elsewhere("-m", "analysis", "notebooks")
    assert sorted((tree / "figures").glob("*")) == made  # notebooks draw, but write no files
    for there in sorted((tree / "notebooks").glob("*.ipynb")):
        path = ROOT / "notebooks" / there.name
        cells = zip(list_cells(path), list_cells(there), strict=True)
        assert [number for number, (old, new) in enumerate(cells) if old != new] == [], path.name
        assert there.read_bytes() == path.read_bytes(), path.name


def test_figures_are_drawn_byte_for_byte_elsewhere(tree, told):
    stored = {path.name: path.read_bytes() for path in (ROOT / "figures").iterdir() if path.is_file()}
    assert {path.name for path in (tree / "figures").iterdir()} == set(stored)
    spared = tuple([".png", *(f"{name}.pdf" for name in PICTURES if name not in PRINTED)])
    drawn = {name: page for name, page in stored.items() if not name.endswith(spared)}
    assert [name for name, page in drawn.items() if (tree / "figures" / name).read_bytes() != page] == []
