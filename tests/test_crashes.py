"""A file is written whole or not at all, whatever goes wrong."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest

from analysis import notebooks
from analysis.__main__ import main
from analysis.files import write_whole

SRC = Path(__file__).resolve().parents[1] / "src"
WRITER = """
import sys
sys.path.insert(0, {src!r})
from pathlib import Path
from analysis.files import write_whole
print("ready", flush=True)
folder, number = Path({folder!r}), {number}
while True:
    for name in ("figure.svg", "figure.json", "codebook.md", "01-x.ipynb"):
        number += 1
        write_whole(folder / name, (f"{{number % 10}}" * 400_000).encode())
"""
# `analysis` itself loads pandas; the writer needs only its one module
LIGHT = (
    "import types; package = types.ModuleType('analysis'); package.__path__ = [sys.path[0] + '/analysis']; "
    "sys.modules['analysis'] = package"
)


def start_writer(folder, number=0):
    script = WRITER.format(src=str(SRC), folder=str(folder), number=number).replace(
        "from pathlib", f"{LIGHT}\nfrom pathlib", 1
    )
    writer = subprocess.Popen([sys.executable, "-S", "-c", script], stdout=subprocess.PIPE)
    assert writer.stdout.readline() == b"ready\n"
    return writer


def is_whole(path):
    content = path.read_bytes()
    return len(content) == 400_000 and len(set(content)) == 1


def test_killed_a_hundred_times_no_file_is_half_written_and_the_next_run_clears_up(tmp_path):
    moments = random.Random(1945)
    for number in range(100):
        writer = start_writer(tmp_path, number)
        time.sleep(moments.uniform(0, 0.02))
        writer.kill()
        writer.wait()
        assert all(is_whole(path) for path in tmp_path.iterdir() if not path.name.startswith("."))
    names = {"figure.svg", "figure.json", "codebook.md", "01-x.ipynb"}
    for name in names:
        write_whole(tmp_path / name, b"whole")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(names, b"whole")


def test_two_runs_at_once_do_not_spoil_each_others_files(tmp_path):
    writers = [start_writer(tmp_path, number) for number in (0, 5)]
    seen, until = 0, time.monotonic() + 1.5
    while time.monotonic() < until:
        for path in tmp_path.glob("[!.]*"):
            assert is_whole(path)
            seen += 1
    assert [writer.poll() for writer in writers] == [None, None]
    for writer in writers:
        writer.kill()
        writer.wait()
    assert seen > 20


def test_a_full_disk_leaves_the_old_file_and_one_clear_line(tmp_path, monkeypatch, capsys):
    path = tmp_path / "figure.svg"
    write_whole(path, b"old")
    path.with_name(f".figure.svg.{os.getpid()}.partial").symlink_to("/dev/full")
    with pytest.raises(OSError, match=r"No space left on device: '.*figure\.svg'"):
        write_whole(path, b"new" * 100_000)
    assert [entry.name for entry in tmp_path.iterdir()] == ["figure.svg"]
    assert path.read_bytes() == b"old"
    path.with_name(f".figure.svg.{os.getpid()}.partial").symlink_to("/dev/full")
    monkeypatch.setitem(sys.modules["analysis.__main__"].COMMANDS, "codebook", lambda root: write_whole(path, b"new"))
    assert main(["codebook"]) == 1
    assert capsys.readouterr().err == f"{path}: No space left on device\n"


def test_a_read_only_folder_is_one_clear_line(monkeypatch, capsys):
    folder = Path(tempfile.mkdtemp(prefix="read-only-"))
    folder.chmod(0o555)
    child = os.fork() if os.geteuid() == 0 else 0
    if child == 0 and os.geteuid() == 0:  # root may write everywhere: try it as nobody
        code = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            write_whole(folder / "figure.svg", b"new")
        except OSError as error:
            code = 0 if error.filename == str(folder / "figure.svg") and error.strerror == "Permission denied" else 2
        finally:
            os._exit(code)
    if child:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    else:
        with pytest.raises(PermissionError, match=r"figure\.svg"):
            write_whole(folder / "figure.svg", b"new")
    assert list(folder.iterdir()) == []
    shutil.rmtree(folder)

    def refuse(root):
        raise PermissionError(13, "Permission denied", "figures/figure.svg")

    monkeypatch.setitem(sys.modules["analysis.__main__"].COMMANDS, "codebook", refuse)
    assert main(["codebook"]) == 1
    assert capsys.readouterr().err == "figures/figure.svg: Permission denied\n"


def test_everything_that_is_written_is_written_whole():
    for path in (SRC / "analysis").rglob("*.py"):
        if path.name != "files.py":
            code = path.read_text("utf-8")
            for way in (".write_bytes(", ".write_text(", 'open("w', '"wb"', "nbformat.write(", ".to_csv("):
                allowed = way == ".to_csv(" and "to_csv(index" in code  # to_csv without a path gives a text
                assert way not in code or allowed, f"{path.name}: {way}"


def test_ctrl_c_during_notebooks_ends_quickly_with_one_line(root):
    (root / "notebooks").mkdir()
    started = root / "started"
    for number in (1, 2, 3):
        cell = nbformat.v4.new_code_cell(f"open({str(started)!r}, 'w').close()\nimport time\ntime.sleep(60)")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), root / "notebooks" / f"0{number}-slow.ipynb")
    before = {path: path.read_bytes() for path in (root / "notebooks").iterdir()}
    script = f"import sys; from pathlib import Path; from analysis.__main__ import main; sys.exit(main(['notebooks'], Path({str(root)!r})))"
    run = subprocess.Popen(
        [sys.executable, "-c", script],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 30
    while not started.exists() and time.monotonic() < until and run.poll() is None:
        time.sleep(0.05)
    began = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=20)
    assert time.monotonic() - began < 6
    assert run.returncode == 130, err
    assert err.splitlines() == ["Stopped. Every file is as it was before or as it should be."]
    assert "Traceback" not in out
    assert {path: path.read_bytes() for path in (root / "notebooks").iterdir()} == before


def test_the_list_of_what_was_written_leaves_out_leftovers(root, capsys):
    (root / "figures").mkdir()
    (root / "figures" / "a.png").touch()
    (root / "figures" / ".a.png.1.partial").touch()
    assert notebooks.list_written(root) == 0
    assert capsys.readouterr().out.splitlines() == ["1 figures in figures/, each as png:", "  figures/a.png"]
