"""The explorer in JupyterLab, driven in a real Chromium as a reader would: ten questions, two widths.

They run in a copy of the tree, so that what is exported there leaves no trace in the tree itself. One page serves all: each
question begins with a reset.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import psutil
import pytest
from conftest import CHROMIUM, FLAGS, mark_browser

from analysis.evidence.account import trace_values
from analysis.measures.held import held_on, select_left_behind
from analysis.record.files import ROOT
from analysis.record.schema import format_months
from analysis.record.select import AMERICANS

pytestmark = [pytest.mark.slow, mark_browser("the explorer")]
SOON = 60_000  # milliseconds until a wait gives up
EXPLORER = "notebooks/explore.ipynb"


@pytest.fixture(scope="module")
def record(whole):
    return whole


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The tree without figures, exports and environment: all that the explorer and a notebook read."""
    root = tmp_path_factory.mktemp("tree")
    for folder in ("src", "data", "seeds", "notebooks"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "kernel-*", ".*"))
    return root


@pytest.fixture(scope="module")
def lab(tree, tmp_path_factory):
    """The address of a JupyterLab as make lab starts it, on loopback with a random token and no settings of anybody's."""
    home = tmp_path_factory.mktemp("jupyter")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    environment = os.environ | {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    environment |= {
        "PYTHONPATH": str(tree / "src"),
        "HOME": str(home),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    asked = ["make", "--dry-run", "--no-print-directory", "--old-file=.venv/ready", "lab"]
    recipe = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    recipe = recipe.replace(".venv/bin", str(Path(sys.executable).parent))
    recipe += f" --no-browser --port={port} --ServerApp.port_retries=0 --IdentityProvider.token={token}"
    command = ["bash", "-c", f"exec {recipe} --allow-root --LabApp.expose_app_in_browser=True"]
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(command, cwd=tree, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for_server(f"http://127.0.0.1:{port}/api?token={token}", server, home / "log.txt")
            yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}"
        finally:
            for process in [*psutil.Process(server.pid).children(recursive=True), server]:
                process.kill()  # asked to end, it waits for kernels that nobody needs any more
            server.wait()


def wait_for_server(url, server, log):
    deadline = time.monotonic() + SOON / 1000
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="module")
def page(lab):
    """A page with the explorer running, that fails on any console error and on any request that leaves the machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = chromium.new_context(viewport={"width": 1440, "height": 1000})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page, wrong = context.new_page(), []
        page.set_default_timeout(SOON)
        page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(f"page: {error}"))
        page.on("request", lambda request: wrong.append(f"left: {request.url}") if leaves(request.url) else None)
        open_notebook(page, lab, EXPLORER)
        run_notebook(page)
        page.locator(".explorer-chart").wait_for()
        yield page
        chromium.close()
        assert wrong == []


@pytest.fixture(scope="module", params=[1440, 900])
def width(request, page):
    page.set_viewport_size({"width": request.param, "height": 1000})
    return request.param


@pytest.fixture
def explorer(page, width):
    """The explorer as it opens: no filter, no search, no card, the people, the wall."""
    explorer = page.locator(".explorer")
    explorer.get_by_role("button", name="Reset all filters").click()
    explorer.get_by_text(re.compile(r"^Selected: (.+) of \1\.$")).wait_for()  # nothing moves under the next clicks
    explorer.get_by_role("button", name="people", exact=True).click()
    explorer.get_by_role("button", name="Wall", exact=True).click()
    wait_for_rows(explorer, load_size(explorer))
    explorer.get_by_text("Choose a name or a deal in the table").wait_for()
    return explorer


def load_size(explorer):
    """How many people the record has, as the explorer says."""
    return int(re.search(r"of (\d+) people", explorer.get_by_text("Selected: ").inner_text())[1])


def leaves(url):
    return urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1"


def open_notebook(page, lab, name):
    page.goto(lab.format(name))
    page.wait_for_function(  # JupyterLab may first bring back what the test before had open
        """name => {
            const context = window.jupyterapp?.shell.currentWidget?.context;
            return context?.path === name && context.isReady;
        }""",
        arg=name,
    )


def run_notebook(page):
    """Forget the stored outputs of the notebook and run all of its cells."""
    page.evaluate(
        """async () => {
            const panel = window.jupyterapp.shell.currentWidget;
            await panel.context.ready;
            await panel.sessionContext.ready;
            await window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
            await window.jupyterapp.commands.execute('notebook:run-all-cells');
        }"""
    )


def choose(explorer, label, words):
    """One click: an entry of a list."""
    explorer.get_by_label(label, exact=True).select_option(label=words)


def write(explorer, label, words):
    """One typed word: a field, and Enter."""
    explorer.get_by_label(label, exact=True).fill(words)
    explorer.get_by_label(label, exact=True).press("Enter")


def search(explorer, words):
    """One typed word, the table that it leaves: the names in the first column."""
    explorer.get_by_label("Search", exact=True).fill(words)
    said = explorer.get_by_role("status").filter(has_text=re.compile(r"\d+ of \d+ rows"))
    said.wait_for()
    return wait_for_rows(explorer, int(re.search(r"(\d+) of", said.inner_text())[1]))


def press(explorer, name):
    """One click: a button."""
    explorer.get_by_role("button", name=name, exact=True).first.click()


def wait_for_selection(explorer, words):
    """Wait until the explorer says that it shows this selection; how many people there are."""
    said = explorer.get_by_text("Selected: ").filter(has_text=words)
    said.wait_for()
    return int(re.search(r"Selected: (\d+)", said.inner_text())[1])


def wait_for_rows(explorer, number):
    """Wait until the table has so many rows; the names in the first column."""
    explorer.page.wait_for_function(
        "number => document.querySelectorAll('.explorer-rows tbody tr').length === number", arg=number
    )
    return explorer.locator("tbody td:first-child").all_inner_texts()


def read_card(explorer, name):
    """Wait for the card of this name."""
    card = explorer.locator(".explorer-card").filter(has=explorer.page.get_by_role("heading", name=name, exact=True))
    card.wait_for()
    return card


def test_how_many_americans_and_who_were_freed_in_deals_since_2022(explorer, record):
    choose(explorer, "people", "Americans")
    write(explorer, "from year", "2022")
    told = wait_for_selection(explorer, "Americans freed in deals made in 2022")
    years = record.detainees["exchange_id"].map(record.exchanges.set_index("exchange_id")["year"])
    freed = record.detainees[record.detainees["us_status"].isin(AMERICANS) & (years >= 2022)]
    assert told == len(freed)
    assert sorted(wait_for_rows(explorer, told)) == sorted(freed["name"])


def test_the_longest_sentence_for_drugs_and_what_an_appeal_made_of_it(explorer, record):
    choose(explorer, "charge", "drugs")
    wait_for_rows(explorer, wait_for_selection(explorer, "charge: drugs"))
    press(explorer, "sentence")
    people = record.detainees[record.detainees["charge_type"] == "drugs"]
    months = people["sentence_months_final"].fillna(people["sentence_months"])
    longest = people.loc[months.idxmax()]
    explorer.locator("tbody tr:first-child td:first-child", has_text=longest["name"]).locator("button").click()
    card = read_card(explorer, longest["name"])
    for column in ("sentence_months", "sentence_months_final"):
        told = card.locator(f"[data-column={column}] > summary > b").all_inner_texts()
        assert told == ([format_months(int(longest[column]))] if pd.notna(longest[column]) else [])
    cells = dict(zip(people["name"], people["sentence_months_final"].notna(), strict=True))
    for row in explorer.locator("tbody tr").all():
        name, text = row.locator("td").first.inner_text(), row.inner_text()
        assert ("at first" in text) == bool(cells[name]), name


def test_which_documents_say_when_marc_fogel_was_arrested_which_differ_and_what_was_taken(explorer, record):
    search(explorer, "fogel")
    press(explorer, "Marc Fogel")
    arrested = read_card(explorer, "Marc Fogel").locator("[data-column=arrested]")
    arrested.locator("> summary").click()
    (value,) = [value for value in trace_values(record, "detainees", "fogel-marc") if value.column == "arrested"]
    assert arrested.locator("li").count() == len(value.readings)
    differ = [reading for reading in value.readings if reading.says == "other"]
    assert arrested.locator("li.explorer-dissent").count() == len(differ) > 0
    assert arrested.locator("li.explorer-dissent em").all_inner_texts() == ["differs"] * len(differ)
    ruling = arrested.get_by_text(f"We took {value.words}").locator("xpath=ancestor-or-self::p")
    assert value.reason in ruling.inner_text()
    assert ruling.locator("a").count() == len({one.url for one in value.readings if one.cited and one.url})
    link = arrested.locator("li a").first
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("href").startswith("http")


def test_what_was_known_on_the_day_about_who_was_freed_for_marc_fogel(explorer):
    search(explorer, "fogel")
    press(explorer, "Fogel for Vinnik")
    card = read_card(explorer, "Fogel for Vinnik")
    write(explorer, "as known on", "2025-02-11")
    wait_for_selection(explorer, "people as known on 11 February 2025")
    card = read_card(explorer, "Deal of 2025-02-11")  # the card follows
    assert card.get_by_role("heading", name="Freed, held by the Russian side: 1 named").count() == 1
    assert card.get_by_role("heading", name="Freed, held by the US side").count() == 0
    held = card.get_by_role("heading", name="In custody that day").locator("xpath=following-sibling::ul[1]")
    held.evaluate("names => names.remove()")  # where he may stand: known to be held, not known to be freed
    for part in (".explorer-chart", ".explorer-rows", ".explorer-card"):
        assert "vinnik" not in explorer.locator(part).evaluate("part => part.outerHTML").casefold(), part
    press(explorer, "Reset all filters")
    card.wait_for(state="detached")


def test_a_printable_picture_of_the_charges_of_americans_last_reported_held(explorer, tree):
    choose(explorer, "people", "Americans")
    choose(explorer, "outcome", "still held")
    press(explorer, "Charges")
    explorer.locator(
        ".explorer-chart[aria-label*='back to back'][aria-label*='Americans last reported held, all by']"
    ).wait_for()
    press(explorer, "Export this view")
    with explorer.page.expect_download() as saved:
        explorer.get_by_role("link", name="pdf", exact=True).click()
    stem = "charges-people-americans-outcome-still-held"
    assert saved.value.suggested_filename == f"{stem}.pdf"
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")
    written = {path.name.removeprefix(stem) for path in (tree / "exports").glob(f"{stem}*")}
    assert written == {".png", ".svg", ".pdf", ".csv", ".json", "-narrow.png", "-narrow.svg"}
    assert not (tree / "figures").exists()
    seen = explorer.page.evaluate(
        "async () => (await window.jupyterapp.serviceManager.contents.get('exports')).content.map(file => file.name)"
    )
    assert f"{stem}.pdf" in seen  # where JupyterLab's file browser looks


def test_who_negotiated_the_karelina_deal(explorer, record):
    search(explorer, "karelina")
    press(explorer, "Karelina for Petrov")
    card = read_card(explorer, "Karelina for Petrov")
    makers = record.negotiators[record.negotiators["exchange_id"].str.contains("karelina")]
    assert card.get_by_role("heading", name=f"Took part: {len(makers)}").count() == 1
    told = card.inner_text()
    assert [name for name in makers["name"] if name not in told] == []


def test_who_was_left_behind_on_the_first_of_august_2024(explorer, record):
    press(explorer, "deals")
    search(explorer, "ankara")
    press(explorer, "Ankara")
    card = read_card(explorer, "Ankara")
    deal = record.exchanges[record.exchanges["date"] == "2024-08-01"]
    left = select_left_behind(record.detainees, deal, record.data_through)
    head = card.get_by_role("heading", name=f"In custody that day and not freed in this deal: {len(left)} ")
    names = head.locator("xpath=following-sibling::ul[1]").locator("button").all_inner_texts()
    assert sorted(names) == sorted(left["name"])
    press(card, left["name"].iloc[0])  # and each name leads on
    read_card(explorer, left["name"].iloc[0])


def test_the_same_view_as_code_that_runs_in_a_new_notebook(explorer, page, width):
    choose(explorer, "held by", "the Russian side")
    choose(explorer, "charge", "drugs")
    press(explorer, "Charges")
    picture = explorer.locator(".explorer-chart[aria-label*='back to back'][aria-label*='(charge: drugs)']")
    picture.wait_for()
    finding = picture.get_attribute("aria-label")
    press(explorer, "Copy as code")
    explorer.get_by_text("Copied").wait_for()
    code = page.evaluate("navigator.clipboard.readText()")
    assert code.split("\n\n") == [
        "from analysis import load_tables, pictures",
        "pictures.charges_by_side(load_tables().where(side='russian_side', charge_type='drugs'))",
    ]
    if width == 1440:
        (shown,) = page.evaluate(
            """async code => {
                const app = window.jupyterapp, old = app.shell.currentWidget;
                const name = { type: 'notebook', path: 'notebooks' };
                const file = await app.serviceManager.contents.newUntitled(name);
                const opened = await app.commands.execute('docmanager:open', { path: file.path, kernel: { name: 'python3' } });
                await opened.context.ready;
                await opened.sessionContext.ready;
                const cell = opened.content.widgets[0].model;
                cell.sharedModel.setSource(code);
                await app.commands.execute('notebook:run-all-cells');
                const shown = cell.outputs.toJSON().map(output => output.data ?? output);
                await opened.sessionContext.shutdown();
                await opened.context.save();
                opened.dispose();
                app.shell.activateById(old.id);
                return shown;
            }""",
            code,
        )
        assert shown["text/plain"] == finding
        assert "<img" in shown["text/html"]


def test_everyone_who_was_a_journalist(explorer, record):
    write(explorer, "occupation", "journalist")
    told = wait_for_selection(explorer, "occupation: journalist")
    people = record.detainees[record.detainees["occupation"].str.contains("journalist", case=False, na=False)]
    assert sorted(wait_for_rows(explorer, told)) == sorted(people["name"])
    write(explorer, "occupation", "astronaut")
    explorer.get_by_text("No occupation in the record has “astronaut”.").wait_for()


def test_who_was_held_on_a_given_day(explorer, record):
    write(explorer, "held on", "2018-08-01")
    told = wait_for_selection(explorer, "people held on 1 August 2018")
    held = held_on(record.detainees, "2018-08-01")
    assert sorted(wait_for_rows(explorer, told)) == sorted(held["name"])
    sure = explorer.locator("tbody td:nth-child(2)").all_inner_texts()
    assert sorted(sure) == sorted(held["held"].astype("str"))
    write(explorer, "held on", "2018-02-30")
    explorer.get_by_text("Not a day that the record knows").wait_for()


def test_no_key_of_the_notebook_reaches_it_from_inside_the_explorer(explorer, page):
    cells = "window.jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.type).join()"
    before = page.evaluate(cells)
    name = explorer.locator(".explorer-mark").nth(1).get_attribute("aria-label")
    explorer.locator(".explorer-mark").first.focus()
    for key in ("m", "d", "d", "x", "a", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.ariaLabel") == name  # the arrow went on by one
    for key in ("Shift+Enter", "0", "0"):
        page.keyboard.press(key)
    assert page.evaluate(cells) == before
    read_card(explorer, name.split(": ")[0])  # Enter pressed the square
    charge = explorer.get_by_label("held by", exact=True)
    charge.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):  # opens the list, then goes down in it
        page.keyboard.press(key)
    wait_for_selection(explorer, "held by the US side")


def test_what_is_refused_is_told_under_its_control_and_an_empty_search_names_the_word(explorer):
    write(explorer, "from year", "2030")
    explorer.get_by_text("The first year has to come first.").wait_for()
    wait_for_rows(explorer, wait_for_selection(explorer, "deals."))
    assert search(explorer, "gawel") == ["Grzegorz Gaweł"]
    explorer.get_by_label("Search", exact=True).fill("drugs zzyzx")
    explorer.get_by_text("No row has “zzyzx”.").wait_for()
    choose(explorer, "charge", "drugs")
    choose(explorer, "charge", "espionage")
    press(explorer, "drugs ×")
    choose(explorer, "charge group", "politics")
    explorer.get_by_text("Loosen a filter, or reset all of them.").wait_for()


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_nothing_of_the_explorer_shuts_people_out(explorer, page, theme):
    from axe_playwright_python.sync_playwright import Axe

    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
    page.evaluate(change, f"JupyterLab {theme}")
    page.locator(f"body[data-jp-theme-light={'false' if theme == 'Dark' else 'true'}]").wait_for(state="attached")
    explorer.locator("tbody button").first.click()
    explorer.locator(".explorer-card").wait_for()
    choose(explorer, "charge", "drugs")
    wait_for_selection(explorer, "charge: drugs")
    found = Axe().run(page, context=".explorer", options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found] == []


def test_a_mark_says_who_it_is_opens_the_card_and_escape_leads_back_to_it(explorer, page):
    press(explorer, "Time served")
    mark = explorer.get_by_role("button", name="Marc Fogel: drugs").first
    mark.hover()
    assert mark.evaluate("mark => getComputedStyle(mark, '::after').display") == "block"
    mark.focus()
    page.keyboard.press("Space")
    card = read_card(explorer, "Marc Fogel")
    page.wait_for_function("document.activeElement.closest('.explorer-card') !== null")
    page.keyboard.press("Escape")
    card.wait_for(state="detached")
    assert page.evaluate("document.activeElement.ariaLabel") == "Marc Fogel: drugs"
    heard = explorer.locator("[aria-live=polite]").filter(has_text="Picture: ").inner_text()
    assert explorer.locator(".explorer-chart").get_attribute("aria-label").split(". ")[1] in heard


def test_a_button_that_is_down_while_the_page_changes_opens_what_it_said(explorer, page, record):
    name = explorer.locator("tbody button").first
    words = name.inner_text()
    name.hover()
    page.mouse.down()
    charges = explorer.get_by_role("button", name="Charges", exact=True)
    charges.evaluate("button => button.click()")  # a picture of another height above it; and other rows:
    explorer.get_by_label("Search", exact=True).fill("karelina")
    explorer.get_by_text(re.compile(r"^\d+ of \d+ rows")).wait_for()
    page.wait_for_timeout(700)  # what waits cannot be seen
    page.mouse.up()
    read_card(explorer, words)
    explorer.locator(".explorer-chart[aria-label*='back to back']").wait_for()
    freed = record.detainees["exchange_id"].str.contains("karelina").sum()
    assert words not in wait_for_rows(explorer, int(freed))


def test_a_button_that_moves_while_it_is_down_is_pressed(explorer, page):
    deals = explorer.get_by_role("button", name="deals", exact=True)
    deals.hover()
    page.mouse.down()
    deals.evaluate("button => { button.style.translate = '0 80px'; }")  # as when a line comes above it
    page.mouse.up()
    explorer.get_by_role("columnheader", name="Kremlin leader").wait_for()
    deals.evaluate("button => { button.style.translate = ''; }")
    explorer.get_by_role("button", name="people", exact=True).hover()
    page.mouse.down()
    page.mouse.move(2, 2)
    page.mouse.up()  # elsewhere: nothing is pressed
    page.wait_for_timeout(700)
    assert explorer.get_by_role("columnheader", name="Kremlin leader").count() == 1


def test_nothing_of_the_explorer_is_wider_than_its_page(explorer, width):
    place = explorer.evaluate("root => [root.clientWidth, root.scrollWidth]")
    assert place[1] <= place[0] + 1
    if width == 1440:
        heads = explorer.locator(".explorer-rows").evaluate("rows => [rows.clientWidth, rows.scrollWidth]")
        assert heads[1] <= heads[0] + 1  # no column is out of sight


def test_who_only_explored_leaves_the_notebook_as_it_was_and_finds_its_picture_without_a_kernel(page, lab, tree):
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!window.jupyterapp.shell.currentWidget.context.model.dirty")
    assert (tree / EXPLORER).read_bytes() == (ROOT / EXPLORER).read_bytes()
    assert page.locator(".Toastify__toast").count() == 0  # no news
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.evaluate("window.jupyterapp.shell.currentWidget.close()")
    open_notebook(page, lab, EXPLORER)
    page.locator(".jp-OutputArea-output img").wait_for()
    assert page.get_by_text("Error displaying widget").count() == 0
