"""The commands as a shell starts them, on the small record: stopped, killed, on a full disk, in a folder that is read-only."""

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec

import nbformat
import psutil
import pytest

from analysis import kernels
from analysis.record.files import ROOT

pytestmark = pytest.mark.slow
HOOKS = ROOT / "tests" / "hooks"
STOPPED = "Stopped. Every file is as it was before or as it should be.\n"
EXPORT = """\
from analysis.record.files import ROOT, write_whole

write_whole(ROOT / "figures" / "a.csv", b"new" * 100_000)
"""
OLD, NEW = b"old", b"new" * 100_000
FIGURE = "wall.png"  # the first that the command draws
FEW = (
    "\nPICTURES = Pictures({name: PICTURES[name] for name in ('wall', 'ankara')})\n"  # one to draw, one without a deal
)
BARE = '\nLOADED = ["ipykernel.kernelapp", "mailbox"]\n'  # kernels need no more here, and nothing else loads mailbox
CAP_DAC_OVERRIDE, PR_CAPBSET_DROP = 1, 24


@pytest.fixture
def tree(root):
    """The small record with the package, of whose pictures two and whose kernels load little, old figures, and a notebook that writes a new one."""
    shutil.copytree(ROOT / "src", root / "src")
    with (root / "src" / "analysis" / "pictures" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write(FEW)
    with (root / "src" / "analysis" / "kernels.py").open("a", encoding="utf-8") as file:
        file.write(BARE)
    for folder in ("docs", "figures", "notebooks"):
        (root / folder).mkdir()
    (root / "figures" / "a.csv").write_bytes(OLD)
    (root / "figures" / FIGURE).write_bytes(OLD)
    (root / "docs" / "codebook.md").write_bytes(OLD)
    write_notebook(root, EXPORT)
    return root


def write_notebook(tree, code, name="01-a"):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbformat.write(notebook, tree / "notebooks" / f"{name}.ipynb")


def start(tree, command, pause="", prepare=None):
    """Start a command in a session of its own, as a terminal does; `pause` at an event that tests/hooks sees."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(tree / "src"), str(HOOKS)]),
        "PAUSE": pause,
        "PAUSED": str(tree / "paused"),
        "PYTHONDONTWRITEBYTECODE": "1",  # Python itself leaves half of it where a file cannot grow
    }
    return subprocess.Popen(
        [sys.executable, "-m", "analysis", command],
        cwd=tree,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=prepare,
    )


def wait_for(holds, seconds=30):
    """Wait until something holds, and say how long it took."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds
        time.sleep(0.01)
    return time.monotonic() - begun


def find_processes(tree):
    """What still runs of what was started in this tree: processes inherit the place of the pause."""

    def is_ours(process):
        try:
            return process.environ().get("PAUSED") == str(tree / "paused")
        except psutil.Error:
            return False

    return [process for process in psutil.process_iter() if is_ours(process)]


def read_all(tree):
    """Every file of the tree that a command may write, by name; and what killed runs have left of their writing."""
    paths = [path for folder in ("docs", "figures", "notebooks") for path in (tree / folder).iterdir()]
    whole = {path.name: path.read_bytes() for path in paths if not path.name.startswith(".")}
    return whole, [path.name for path in paths if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("command", "pause"),
    [
        ("check", "import pandas"),
        ("check", "open /exchanges.csv"),
        ("codebook", "os.rename /codebook.md"),
        ("notebooks", "import nbclient"),
        ("notebooks", "os.rename /a.csv"),
        ("figures", f"os.rename /{FIGURE}"),
    ],
)
def test_ctrl_c_ends_a_run_at_once_with_one_line(tree, command, pause):
    before, _ = read_all(tree)
    run = start(tree, command, pause)
    wait_for((tree / "paused").exists)
    stopped = time.time()
    os.killpg(run.pid, signal.SIGINT)
    took = wait_for(lambda: run.poll() is not None)
    wait_for(lambda: not find_processes(tree), 0.3)
    assert took < 2
    assert (run.returncode, *run.communicate()) == (130, "", STOPPED)
    after, left = read_all(tree)
    assert {name: after[name] for name in before} == before
    later = [path.name for path in (tree / "figures").iterdir() if path.stat().st_mtime > stopped + 0.5]
    assert command == "figures" or after == before  # of figures, others may have been finished by then
    assert later == [], "written after the run was stopped"
    assert command in ("notebooks", "figures") or not left


def kill_at(tree, command, pause, name):
    """Kill a run where it holds the new content of a file beside the old, which stays."""
    before, _ = read_all(tree)
    (tree / "paused").unlink(missing_ok=True)
    run = start(tree, command, pause)
    wait_for((tree / "paused").exists)
    for process in find_processes(tree):
        process.kill()
    run.communicate()
    wait_for(lambda: not find_processes(tree))
    after, left = read_all(tree)
    assert after[name] == before[name]
    assert f".{name}." in str(left)


def test_a_run_killed_before_its_last_step_changes_nothing_and_the_next_one_clears_up(tree):
    """Killed while it holds the new content beside the old: the codebook, a file of a kernel, a notebook."""
    for command, pause, name in [
        ("codebook", "os.rename /codebook.md", "codebook.md"),
        ("notebooks", "os.rename /a.csv", "a.csv"),
        ("notebooks", "os.rename /01-a.ipynb", "01-a.ipynb"),
    ]:
        kill_at(tree, command, pause, name)
    for command in ("codebook", "notebooks"):
        assert start(tree, command).wait() == 0
    after, left = read_all(tree)
    assert left == []
    assert after["codebook.md"] != OLD
    assert after["a.csv"] == NEW
    assert nbformat.reads(after["01-a.ipynb"].decode(), 4).cells[0].execution_count == 1


def test_after_killed_figures_the_next_run_clears_up_and_has_no_traceback_where_there_is_nothing_to_draw(tree):
    """The small record lacks the deal of Ankara, which has a picture of its own."""
    kill_at(tree, "figures", f"os.rename /{FIGURE}", FIGURE)
    out, err = start(tree, "figures").communicate()
    after, left = read_all(tree)
    assert left == []
    assert after[FIGURE].startswith(b"\x89PNG")
    assert "ankara.png: not drawn. " in out
    assert err == ""


def test_every_notebook_runs_in_a_process_of_its_own_with_the_libraries_loaded_and_nothing_read(tree):
    assert all(map(find_spec, kernels.LOADED))
    code = "import os, sys\nfrom analysis.record import cards\nprint(os.getpid(), 'mailbox' in sys.modules)\n"
    for name in ("01-a", "02-b"):
        write_notebook(tree, code + "print(cards.read_contents.cache_info().currsize); cards.load_cards()", name)
    assert start(tree, "notebooks").wait() == 0
    said = [
        nbformat.read(tree / "notebooks" / f"{name}.ipynb", 4).cells[0].outputs[0].text.split()
        for name in ("01-a", "02-b")
    ]
    assert said[0][0] != said[1][0]
    assert said[0][1:] == said[1][1:] == ["True", "0"]


def test_a_readers_own_notebook_is_left_alone_and_another_kernel_changes_nothing(tree):
    """Saved with the kernel of another program and by an older JupyterLab; copies as three systems name them."""
    write_notebook(tree, "print(1)")
    assert start(tree, "notebooks").wait() == 0
    path = tree / "notebooks" / "01-a.ipynb"
    committed, notebook = path.read_bytes(), nbformat.read(path, 4)
    notebook["metadata"] = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}, "toc": {"number": True}}
    notebook["nbformat_minor"] = 4
    notebook.cells[0]["metadata"] = {"collapsed": True, "jupyter": {"outputs_hidden": True}}
    del notebook.cells[0]["id"]
    nbformat.write(notebook, path)
    others = ["01-a-Copy1", "01-a (1)", "01-a - Copy", "Untitled", "mine"]
    for name in others:
        (tree / "notebooks" / f"{name}.ipynb").write_bytes(b"" if name == "Untitled" else committed)
    run = start(tree, "notebooks")
    out, err = run.communicate()
    assert (run.returncode, err) == (0, "")
    assert path.read_bytes() == committed
    told = [f"notebooks/{name}.ipynb: left as it is, no numbered notebook of the project" for name in sorted(others)]
    assert sorted(out.splitlines()) == ["[1/1] 01-a.ipynb: done", *told]
    assert (tree / "notebooks" / "Untitled.ipynb").read_bytes() == b""
    assert (tree / "notebooks" / "mine.ipynb").read_bytes() == committed


def drop_power_over_modes():
    """Let the mode of a folder count even for root."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


def limit_files():
    """Let no file grow beyond 2 kB: writing fails in the middle, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))


@pytest.mark.parametrize(
    ("command", "name", "prepare", "words"),
    [
        ("codebook", "docs/codebook.md", drop_power_over_modes, "Permission denied"),
        ("notebooks", "notebooks/01-a.ipynb", drop_power_over_modes, "Permission denied"),
        ("codebook", "docs/codebook.md", limit_files, "File too large"),
        ("notebooks", "figures/a.csv", limit_files, "File too large"),
        ("figures", f"figures/{FIGURE}", limit_files, "File too large"),
    ],
)
def test_a_full_disk_or_a_folder_that_is_read_only_is_one_line_with_the_file(tree, command, name, prepare, words):
    path = tree / name
    if prepare is drop_power_over_modes:
        path.parent.chmod(0o555)
    before, _ = read_all(tree)
    run = start(tree, command, prepare=prepare)
    _, err = run.communicate()
    path.parent.chmod(0o755)
    after, left = read_all(tree)
    assert run.returncode == 1
    assert len(err.splitlines()) == 1
    assert str(path) in err
    assert words in err
    assert left == []
    assert after[path.name] == before[path.name]


def test_a_problem_is_told_where_the_terminal_lacks_its_letters(tree, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    path = tree / "data" / "detainees.csv"
    path.write_text(path.read_text("utf-8").replace(",espionage,", ",шпионаж,", 1), "utf-8")
    out, err = start(tree, "check").communicate()
    assert "charge_type: \\u0448\\u043f" in out
    assert err == ""
