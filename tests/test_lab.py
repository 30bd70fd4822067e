"""The explorer and a numbered notebook in JupyterLab, driven in a real Chromium as a reader would.

They run in a copy of the tree, so that what is exported there leaves no trace in the tree itself.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from analysis.record.files import ROOT

CHROMIUM = Path("/usr/bin/chromium")
MISSING = f"NOT RUN: the explorer in a real browser, as there is no {CHROMIUM}. Install it: apt-get install chromium"
if not CHROMIUM.exists():
    warnings.warn(MISSING, stacklevel=1)
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
QUIET = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
SOON = 20_000  # milliseconds until a wait gives up


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The tree without figures, exports and environment: all that the explorer and a notebook read."""
    root = tmp_path_factory.mktemp("tree")
    for folder in ("src", "data", "seeds", "notebooks"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "kernel-*", ".*"))
    return root


@pytest.fixture(scope="module")
def lab(tree, tmp_path_factory):
    """The address of a JupyterLab on loopback with a random token and no settings of anybody's."""
    home = tmp_path_factory.mktemp("jupyter")
    folders = {name: home / name.lower() for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")}
    for folder in folders.values():
        folder.mkdir()
    (folders["CONFIG_DIR"] / "labconfig").mkdir()
    (folders["CONFIG_DIR"] / "labconfig" / "page_config.json").write_text(json.dumps(QUIET), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    environment = os.environ | {f"JUPYTER_{name}": str(folder) for name, folder in folders.items()}
    environment |= {
        "PYTHONPATH": str(tree / "src"),
        "HOME": str(home),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={tree / 'notebooks'}",
        "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(command, cwd=tree, env=environment, stdout=log, stderr=log)
        try:
            wait_for_server(f"http://127.0.0.1:{port}/api?token={token}", server, home / "log.txt")
            yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}"
        finally:
            server.terminate()
            server.wait(20)


def wait_for_server(url, server, log):
    deadline = time.monotonic() + SOON / 1000
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page that fails the test on any console error and on any request that leaves the machine."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page, wrong = context.new_page(), []
    page.set_default_timeout(SOON)
    page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"page: {error}"))
    page.on("request", lambda request: wrong.append(f"left: {request.url}") if leaves(request.url) else None)
    yield page
    context.close()
    assert wrong == []


def leaves(url):
    return urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1"


def run_notebook(page, lab, name):
    """Open a notebook, forget its stored outputs and run all of its cells."""
    page.goto(lab.format(name))
    page.wait_for_function(  # JupyterLab may first bring back what the test before had open
        """name => {
            const context = window.jupyterapp?.shell.currentWidget?.context;
            return context?.path === name && context.isReady;
        }""",
        arg=name,
    )
    page.evaluate(
        """async () => {
            const panel = window.jupyterapp.shell.currentWidget;
            await panel.context.ready;
            await panel.sessionContext.ready;
            await window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
            await window.jupyterapp.commands.execute('notebook:run-all-cells');
        }"""
    )


def read_status(page, not_yet=""):
    """The line that says how many rows are left, once it is no longer `not_yet`."""
    page.wait_for_function(
        "old => { const said = document.querySelector('.explorer [role=status]'); return said && said.innerText !== old }",
        arg=not_yet,
    )
    return page.locator(".explorer [role=status]").inner_text()


def wait_for_picture(page, words):
    """Wait until the description of the picture has these words, and give it whole."""
    picture = page.locator(f'img.explorer-chart[alt*="{words}"]')
    picture.wait_for()
    return picture.get_attribute("alt")


def test_a_reader_filters_looks_behind_a_name_exports_and_goes_back_in_time(page, lab, tree):
    run_notebook(page, lab, "explore.ipynb")
    today = wait_for_picture(page, "Mirrored unit chart")
    whole = read_status(page)

    page.get_by_label("charge", exact=True).select_option(label="drugs")
    drugs = read_status(page, whole)
    assert re.match(r"Selected: \d+ people, \d+ deals, of 1\d\d people, \d+ deals", drugs)
    page.get_by_role("button", name="Charges", exact=True).click()
    finding = wait_for_picture(page, "Rows of squares back to back")
    assert re.search(
        r"\. Of \w+ people, charge drugs: held by the Russian side drugs \d+; held by the US side drugs \w+\.", finding
    )
    assert "only the Russian side" not in finding  # of drugs alone that says nothing
    page.get_by_label("held by", exact=True).select_option(label="the Russian side")
    read_status(page, drugs)

    page.locator(".explorer").get_by_label("Search", exact=True).fill("fogel")
    page.get_by_text("1–1 of 1 rows").wait_for()
    page.get_by_role("button", name="Marc Fogel", exact=True).click()
    card = page.locator(".explorer-card")
    card.get_by_role("heading", name="Marc Fogel").wait_for()
    card.locator("summary", has_text="charge type").click()
    link = card.locator("details[open] a").first
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("href").startswith("http")

    page.get_by_role("button", name="Export this view").click()
    page.get_by_text("Written: ").wait_for()
    written = sorted((tree / "exports").iterdir())
    assert not (tree / "figures").exists()
    assert {path.suffix for path in written} == {".png", ".svg", ".pdf", ".csv", ".json"}
    assert {path.stem for path in written} == {"charges-held-by-the-russian-side-charge-drugs"}
    papers = json.loads(next(path for path in written if path.suffix == ".json").read_text("utf-8"))
    assert papers["scope"] == {"held by": "the Russian side", "charge": "drugs"}
    page.get_by_role("button", name="Copy as code").click()
    page.get_by_label("Code", exact=True).wait_for()
    code = page.get_by_label("Code", exact=True).input_value()
    assert code.split("\n\n") == [
        "from analysis import load_tables, pictures",
        "pictures.charges_by_side(load_tables().where(side='russian_side', charge_type='drugs'))",
    ]

    page.get_by_role("button", name="Reset all filters").click()
    page.get_by_label("people", exact=True).select_option(label="Americans")
    page.get_by_label("outcome", exact=True).select_option(label="still held")
    assert re.search(
        r"\. Of \w+ Americans last reported held: held by", wait_for_picture(page, "Americans last reported")
    )
    page.get_by_role("button", name="Reset all filters").click()
    page.get_by_role("button", name="Exchanges by year", exact=True).click()
    assert wait_for_picture(page, "Mirrored unit chart") == today
    assert read_status(page, drugs) == whole
    page.get_by_label("as known on", exact=True).fill("2025-02-11")
    then = read_status(page, whole)
    assert then != whole
    page.wait_for_function("old => document.querySelector('img.explorer-chart').alt !== old", arg=today)

    page.get_by_role("button", name="deals", exact=True).click()
    page.locator(".explorer").get_by_label("Search", exact=True).fill("2025-02-11")
    page.get_by_text("1–1 of 1 rows").wait_for()
    page.locator(".explorer-name:visible").click()
    card.get_by_role("heading", name="Took part").wait_for()
    assert card.get_by_role("heading", name="Freed, held by the Russian side").count() == 1
    assert card.get_by_text("Vinnik").count() == 0  # nobody had named him that day

    page.get_by_label("charge", exact=True).select_option(label="espionage")
    page.get_by_label("charge", exact=True).select_option(label="treason")
    page.get_by_role("button", name="espionage ×").click()
    page.get_by_role("button", name="treason ×").click()
    page.get_by_role("button", name="treason ×").wait_for(state="detached")
    page.get_by_label("charge group", exact=True).select_option(label="politics")
    page.get_by_label("charge", exact=True).select_option(label="drugs")
    page.get_by_text("Loosen a filter, or reset all of them.").wait_for()


def test_a_numbered_notebook_runs_in_jupyterlab(page, lab):
    run_notebook(page, lab, "01-exchanges-by-year.ipynb")
    cells = page.evaluate(
        """() => {
            const cells = window.jupyterapp.shell.currentWidget.context.model.toJSON().cells;
            return cells.filter(cell => cell.cell_type === 'code');
        }"""
    )
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert len([output for output in outputs if "image/png" in output.get("data", {})]) == 1
