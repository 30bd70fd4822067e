"""What make starts is what it promises."""

import json
import os
import runpy
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


def test_make_lab_listens_on_loopback_alone_and_wants_a_token(lab):
    listening, said = lab
    assert listening == {"127.0.0.1"}
    for path in ("api/contents", "api/kernels", "api/sessions", "lab/tree/notebooks/explore.ipynb"):
        assert ask(said["url"] + path, said["token"]) == 200, path
        if path.startswith("api"):
            assert ask(said["url"] + path) == ask(said["url"] + path, "guessed") == 403, path
    assert len(said["token"]) >= 40


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
