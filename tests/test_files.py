"""Files are whole, whatever happens to those who write them. Children are forked, so that a hundred can be killed in a moment."""

import ast
import errno
import os
import random
import signal
import time
from contextlib import contextmanager

import pytest

from analysis.pictures import exchanges_by_year, publish
from analysis.record import files
from analysis.record.files import ROOT
from analysis.release import codebook

OLD, NEW = b"old" * 500_000, b"new!" * 500_000  # large enough for a kill to come in the middle
WRITING = {"write_bytes", "write_text", "writelines", "touch", "mkstemp", "NamedTemporaryFile"}
WRITING |= {
    "open",
    "dump",
    "save",
    "savez",
    "savefig",
    "imsave",
    "to_csv",
    "to_json",
    "to_excel",
    "to_pickle",
    "to_parquet",
}


@contextmanager
def at_work(task):
    """A child process that does the task over and over until it is killed with SIGKILL."""
    begun, begin = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.write(begin, b"!")
            while True:
                task()
        finally:
            os._exit(1)
    try:
        os.read(begun, 1)
        yield child
    finally:
        os.close(begun)
        os.close(begin)
        os.kill(child, signal.SIGKILL)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL, "the child has failed"


def kill_often(task, times, longest, seed):
    """Kill the task so many times, each after a random part of `longest` seconds; after each kill hand over to the caller."""
    moments = random.Random(seed)
    for _ in range(times):
        with at_work(task):
            time.sleep(moments.uniform(0, longest))
        yield


def write_old_and_new(path):
    files.write_whole(path, NEW)
    files.write_whole(path, OLD)


@pytest.mark.slow
def test_killed_a_hundred_times_a_file_is_whole_and_the_next_run_clears_up(tmp_path):
    path = files.write_whole(tmp_path / "a.csv", OLD)
    found, leftovers = set(), 0
    for killed, _ in enumerate(kill_often(lambda: write_old_and_new(path), 900, 0.01, seed=1), 1):
        found.add(path.read_bytes())
        leftovers += len(list(tmp_path.iterdir())) - 1
        if killed >= 100 and len(found) > 1 and leftovers:  # on a busy machine some moments are not met at once
            break
    assert found == {OLD, NEW}
    assert leftovers > 0, "no kill came in the middle of writing: it proves nothing"
    files.write_whole(path, NEW)
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def fill(path, content):
    with files.fill_folder(path) as place:
        (place / "new").mkdir()
        for number in range(9):
            (place / "new" / f"{number}.html").write_bytes(content)


@pytest.mark.slow
def test_killed_a_hundred_times_a_folder_is_whole_or_for_a_moment_gone_and_the_next_run_clears_up(tmp_path):
    path, found, leftovers = tmp_path / "site", set(), 0
    for killed, _ in enumerate(kill_often(lambda: (fill(path, b"new"), fill(path, b"old")), 900, 0.01, seed=4), 1):
        found.add(tuple(sorted(file.name + file.read_text() for file in path.iterdir())) if path.exists() else ())
        leftovers += len(list(tmp_path.glob(".*")))
        if killed >= 100 and len(found) > 1 and leftovers:
            break
    assert found <= {(), *(tuple(f"{number}.html{text}" for number in range(9)) for text in ("old", "new"))}
    assert len(found) > 1
    assert leftovers > 0, "no kill came in the middle of writing: it proves nothing"
    with pytest.raises(OSError, match="site") as told, files.fill_folder(path):
        raise OSError(errno.ENOSPC, "No space left")
    assert told.value.filename == str(path)
    fill(path, b"new")
    assert {file.read_bytes() for file in path.iterdir()} == {b"new"}
    assert [file.name for file in tmp_path.iterdir()] == ["site"]


def test_two_runs_at_once_do_not_spoil_each_others_files(tmp_path):
    path = files.write_whole(tmp_path / "a.csv", OLD)
    with at_work(lambda: write_old_and_new(path)), at_work(lambda: write_old_and_new(path)):
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            assert path.read_bytes() in (OLD, NEW)
    files.write_whole(path, NEW)
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.slow
def test_two_runs_at_once_each_fill_their_folder(tmp_path):
    """Each looks for a gap between the two steps of the others, some dozens of times a second."""
    path = tmp_path / "site"
    with at_work(lambda: fill(path, b"a")), at_work(lambda: fill(path, b"b")):  # which see to it that no child fails
        for _ in range(1000):
            fill(path, b"c")
    fill(path, b"c")
    assert {file.read_bytes() for file in path.iterdir()} == {b"c"}
    assert [file.name for file in tmp_path.iterdir() if file.name != "site"] == []


def test_what_another_run_is_writing_is_left_alone(tmp_path):
    with at_work(lambda: time.sleep(1)) as child:
        theirs = tmp_path / f".a.csv.{child}.partial"
        theirs.write_bytes(b"half")
        files.write_whole(tmp_path / "a.csv", NEW)
        assert theirs.exists()
    files.write_whole(tmp_path / "a.csv", NEW)
    assert not theirs.exists()


@pytest.mark.slow
def test_a_killed_export_leaves_every_figure_and_paper_whole(record, tmp_path):
    pictures = {"freed": exchanges_by_year(record)}
    publish.export(pictures, tmp_path / "whole")
    new = {path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir()}
    folder = tmp_path / "figures"
    folder.mkdir()
    for name in new:
        (folder / name).write_bytes(OLD)
    for _ in kill_often(lambda: publish.export(pictures, folder), 5, 0.5, seed=2):
        for name, content in new.items():
            assert (folder / name).read_bytes() in (OLD, content)
            files.write_whole(folder / name, OLD)
    publish.export(pictures, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == new


@pytest.mark.slow
def test_a_killed_codebook_run_leaves_the_page_whole(root):
    new = codebook.build(root).encode()
    for _ in kill_often(lambda: codebook.write(root), 5, 0.3, seed=3):
        assert list((root / "docs").glob("*.md")) == [] or (root / "docs" / "codebook.md").read_bytes() == new
    codebook.write(root)
    assert [file.name for file in (root / "docs").iterdir()] == ["codebook.md"]


def test_a_full_disk_is_told_with_the_file_and_leaves_nothing(tmp_path):
    """What is written beside the file goes to the device that is always full."""
    path = files.write_whole(tmp_path / "a.csv", OLD)
    (tmp_path / f".a.csv.{os.getpid()}.partial").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left") as told:
        files.write_whole(path, NEW)
    assert (told.value.errno, told.value.filename) == (errno.ENOSPC, str(path))
    assert path.read_bytes() == OLD
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_a_link_in_the_figures_folder_is_replaced_and_what_it_points_to_stays(tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_bytes(OLD)
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a.csv").symlink_to(outside)
    files.write_whole(tmp_path / "figures" / "a.csv", NEW)
    assert outside.read_bytes() == OLD
    assert (tmp_path / "figures" / "a.csv").read_bytes() == NEW


def test_nothing_in_the_package_writes_past_write_whole():
    """By the names of the calls; tests/test_drift.py looks at what is really opened while everything is rebuilt."""
    package = ROOT / "src" / "analysis"
    calls = {
        (
            path.relative_to(package).as_posix(),
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""),
        )
        for path in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
    }
    to_memory = {("pictures/page.py", "savefig"), ("pictures/page.py", "save"), ("pictures/publish.py", "to_csv")}
    to_memory |= {("release/package.py", "to_csv")}  # packed into a zip
    nowhere = {("kernels.py", "open")}  # os.devnull
    whole = {("record/files.py", "write_bytes")}
    assert {call for call in calls if call[1] in WRITING} == whole | to_memory | nowhere
