"""What make starts is what it promises."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from analysis.record.files import ROOT

BIN = Path(sys.executable).parent


def find_listening(process):
    """The addresses on which a process listens."""
    sockets = psutil.Process(process.pid).net_connections("inet")
    return {socket.laddr.ip for socket in sockets if socket.status == psutil.CONN_LISTEN}


@pytest.fixture
def lab(tmp_path):
    """JupyterLab as make lab starts it, with nobody's settings and no browser: where it listens, and what it says of itself."""
    asked = ["make", "--dry-run", "--no-print-directory", "--old-file=.venv/ready", "lab"]
    recipe = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "MAKE"))}
    environment |= {"HOME": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"), "BROWSER": "true"}
    command = "exec " + recipe.strip().replace(".venv/bin", str(BIN))
    with (tmp_path / "log.txt").open("w") as log:
        server = subprocess.Popen(["bash", "-c", command], cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            end = time.monotonic() + 30
            while not (listening := find_listening(server)):
                assert server.poll() is None and time.monotonic() < end, (tmp_path / "log.txt").read_text("utf-8")
                time.sleep(0.1)
            said = next((tmp_path / "runtime").glob("jpserver-*.json"))
            yield listening, json.loads(said.read_text("utf-8"))
        finally:
            server.terminate()
            server.wait(20)


def ask(address, token=None):
    """The status that a request gets."""
    request = urllib.request.Request(address, headers={"Authorization": f"token {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.slow
def test_make_lab_listens_on_loopback_alone_and_wants_a_token(lab):
    listening, said = lab
    assert listening == {"127.0.0.1"}
    for path in ("api/contents", "api/kernels", "api/sessions", "lab/tree/notebooks/explore.ipynb"):
        assert ask(said["url"] + path, said["token"]) == 200, path
        if path.startswith("api"):
            assert ask(said["url"] + path) == ask(said["url"] + path, "guessed") == 403, path
    assert len(said["token"]) >= 40


PYTHON = """\
#!/bin/sh
case "$*" in
  --version) echo Python {version};;
  *version_info*) echo {new};;
  *ensurepip*) echo {venv};;
  *) echo ran "$@" >> ran; exit 1;;
esac
"""


@pytest.fixture
def checkout(tmp_path):
    """What set-up reads, in a folder of an awkward name, with a `python3` that make finds first and a function that runs make."""
    folder = tmp_path / "Mes données d'été"
    (folder / "bin").mkdir(parents=True)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copyfile(ROOT / name, folder / name)
    for name in ("sh", "awk", "cat", "head", "id", "pwd", "test"):
        (folder / "bin" / name).symlink_to(shutil.which(name))

    def make(*arguments, version="3.11.7", new=True, venv=True):
        if version:
            (folder / "bin" / "python3").write_text(PYTHON.format(version=version, new=new, venv=venv if venv else ""))
            (folder / "bin" / "python3").chmod(0o755)
        environment = {"PATH": str(folder / "bin")}
        command = [shutil.which("make"), *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    return folder, make


@pytest.mark.parametrize(
    ("python", "words"),
    [
        ({"version": "3.10.13", "new": False}, "python3 is no Python 3.11 or newer (it says: Python 3.10.13)"),
        ({"version": "2.7.18", "new": False}, "python3 is no Python 3.11 or newer (it says: Python 2.7.18)"),
        ({"version": None}, "python3 is no Python 3.11 or newer (it says: "),
        ({"venv": False}, "python3 makes no environments: install what it lacks"),
    ],
)
def test_a_python_that_will_not_do_is_one_line_with_the_way_to_name_another_and_touches_nothing(
    checkout, python, words
):
    folder, make = checkout
    (folder / ".venv").mkdir()
    done = make("check", **python)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert words in done.stderr
    assert "make PYTHON=python3.12 check" in done.stderr
    assert list((folder / ".venv").iterdir()) == []
    assert not (folder / "ran").exists()


def test_an_environment_is_set_up_afresh_where_set_up_was_cut_off_the_checkout_moved_or_its_python_is_gone(checkout):
    folder, make = checkout
    again = "python3 -m venv --clear .venv"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    assert again in make("--dry-run", "env").stdout  # cut off
    (folder / ".venv" / "ready").write_text(f"{folder}\n")
    assert again not in make("--dry-run", "env").stdout
    (folder / ".venv" / "ready").write_text(f"{folder.parent}\n")
    assert again in make("--dry-run", "env").stdout  # moved
    (folder / ".venv" / "ready").write_text(f"{folder}\n")
    (folder / ".venv" / "bin" / "python").unlink()
    (folder / ".venv" / "bin" / "python").symlink_to(folder / "gone")
    assert again in make("--dry-run", "env").stdout
    assert make("env").returncode == 2  # this python3 makes none
    assert (folder / "ran").read_text() == "ran -m venv --clear .venv\n"


GNU_ONLY = {  # what make 3.81, bash 3.2 and the awk, sed and grep of BSD and macOS lack, of what people reach for
    "Makefile": r"\.ONESHELL|\.SHELLFLAGS|\$\(file |!=|::=|\\t/|\bsed -i|grep -[a-zA-Z]*P|readlink -f|realpath|sort -V|\bnproc\b",
    ".ci/test-latest": r"\$\{\w+(\^|,)|mapfile|readarray|declare -[Ag]|sed -i|grep -[a-zA-Z]*P|readlink -f|realpath|sort -V|date -d",
}


def test_the_makefile_asks_for_nothing_that_macos_lacks():
    for name, words in GNU_ONLY.items():
        assert re.findall(words, (ROOT / name).read_text("utf-8")) == [], name


def test_make_alone_lists_every_target(checkout):
    _, make = checkout
    listed = {line.split()[0] for line in make().stdout.splitlines()}
    phony = re.search(r"^\.PHONY: (help .+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)[1].split()
    assert listed == set(phony)


SOUND = {"name": "a", "version": "1.0", "vulns": []}
KNOWN = {"name": "b", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status", "lines"),
    [
        ([SOUND], 0, ["1 locked packages looked up, 0 known vulnerabilities."]),
        ([SOUND, KNOWN], 1, ["b 2.0: PYSEC-1, mended in 2.1", "2 locked packages looked up, 1 known vulnerabilities."]),
        ([SOUND, SKIPPED], 2, ["NOT AUDITED: c", "1 locked packages looked up, 0 known vulnerabilities."]),
    ],
)
def test_an_audit_names_each_known_vulnerability_and_whatever_it_could_not_look_up(packages, status, lines, capsys):
    report = runpy.run_path(str(ROOT / ".ci" / "audit.py"))["report"]
    assert report(json.dumps({"dependencies": packages}), "") == status
    assert capsys.readouterr().out.splitlines() == lines


def test_an_audit_that_reaches_no_database_says_so_in_one_line(capsys):
    report = runpy.run_path(str(ROOT / ".ci" / "audit.py"))["report"]
    assert report("", "Traceback\n  ...\nConnectionError: no route") == 2
    assert capsys.readouterr().out == (
        "NOT AUDITED: the database of vulnerabilities could not be reached (ConnectionError: no route)\n"
    )
