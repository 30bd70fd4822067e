"""Measures how the code grows and how far it is from the least that its work costs, and writes docs/scale.md (make bench).

Promise: a ratio is of two times of one run on one machine, each the best of several in processes of their own; what misses
its limit is said to.
"""

import inspect
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import synthetic

from analysis.check import check_record
from analysis.record.files import ROOT, list_notebooks

NOW = sum(1 for _ in (ROOT / "data" / "detainees.csv").open("rb")) - 1  # detentions, a line each
CARDS = len(list((ROOT / "seeds").rglob("*.toml")))
SIZES = [NOW, 10 * NOW, 100 * NOW]
DEALS = 22  # for measures that go through people deal by deal: a fixed number, so that growth is that of the people
HELPERS = [
    "fill_unnamed",
    "select_between",
    "spell_voices",
    "summarise_medians",
]  # which measures call on half-made frames of their own
IMPORTS = {"pandas": "import pandas", "import analysis": "import analysis"}
IMPORTS["all of it but the pictures"] = (
    "from analysis import evidence, load_tables, measures; from analysis.claims import facts"
)
PAGE = """# How fast all this is

The record has {now} detentions and {cards:,} cards. `make bench` measured it, and records invented in its proportions of {sizes}
detentions, on {cores} cores with Python {version}, and wrote this page. A ratio is of two times of the same run, each the best of
several in processes of their own. Growth is the exponent: at 1, ten times the rows take ten times as long.
{verdict}

| what | measured | limit | |
| --- | --- | --- | --- |
{rows}

The bare read is `pandas.read_csv` into the same dtypes, with each partial date as its earliest and latest day, and no check at
all. Measures that return a row for each person and deal or go deal by deal are asked for {deals} deals.
"""


def judge(what: str, value: float, unit: str, rest: str, limit: float | None = None) -> tuple:
    """A line of the result: what, measured, its limit, if it has one, and whether that is met."""
    said = ("", "") if limit is None else (f"{limit:g}{unit}", "met" if value <= limit else "MISSED")
    return what, f"{value:.2f}{unit} ({rest})", *said


def ask(job: str, *arguments: object) -> dict[str, float]:
    """What one job gives in a process of its own."""
    command, settings = [sys.executable, __file__, job, *map(str, arguments)], os.environ | {"PYTHONHASHSEED": "0"}
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, env=settings).stdout.splitlines()[-1])


def ask_best(jobs: dict[str, tuple], times: int) -> dict[str, float]:
    """Seconds of jobs by name, run turn by turn; of each its quickest run."""
    runs = [{name: ask(*job)["seconds"] for name, job in jobs.items()} for _ in range(times)]
    return {name: min(run[name] for run in runs) for name in jobs}


def clock(work: Callable, times: int = 1) -> float:
    """Seconds that a piece of work takes, the best of some runs; a slow one is run once."""
    seconds: list[float] = []
    while len(seconds) < times and sum(seconds) < 1:
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def read_bare(root: Path) -> dict:
    """The tables by pandas.read_csv in the dtypes of load_tables, dates as earliest and latest days; nothing is checked."""
    import pandas as pd

    from analysis.record import dates, schema

    descriptor, frames = schema.load_descriptor(root), {}
    for table in descriptor["resources"]:
        fields = schema.select_fields(descriptor, table["name"])
        dtypes = {name: "Int64" if field["type"] == "integer" else "str" for name, field in fields.items()}
        for name in [name for name, field in fields.items() if "categories" in field and "list" not in field]:
            dtypes[name] = pd.CategoricalDtype(list(schema.select_codes(fields[name])), ordered=True)
        frame = pd.read_csv(root / "data" / table["path"], dtype=dtypes, keep_default_na=False, na_values=[""])
        days = [dates.parse_dates(frame[name]) for name, field in fields.items() if field.get("partialDate")]
        frames[table["name"]] = pd.concat([frame, *days], axis=1)
    return frames


def time_read(what: str, root: str) -> dict:
    """Seconds of reading tables or cards; what is imported for it is imported before."""
    from analysis.record import cards, tables

    work = {"bare": read_bare, "full": tables.load_tables, "cards": cards.load_cards}[what]
    return {"seconds": clock(lambda: work(Path(root)))}


def time_measures(detentions: str) -> dict:
    """Seconds of each measure on so many detentions: each is given what its parameters are called."""
    import pandas as pd

    from analysis import measures as m
    from analysis.claims import counts
    from analysis.record import known, schema, select, standing, tables

    size = int(detentions)
    raw, said = synthetic.build_readings(-(-size * 1_000 // 46))  # cells of a record of so many detentions
    record = tables.type_tables(raw, schema.load_descriptor(), said, pd.DataFrame())
    people, deals, until = record.detainees, record.exchanges, record.data_through
    few, deal, balance = deals.tail(DEALS), deals["exchange_id"].iloc[0], m.ledger.select_balance(people, deals, until)
    before = replace(record, detainees=people.iloc[: -len(people) // 50])
    claim = {"measure": "people_named", "exchange_id": deal, "side": "us_side", "says": "One.", "equals": 1}
    told = {"known_from": until, "source": "a", "publisher": "A", "published": "2025"}
    given = vars(record) | {
        "record": record, "before": before, "after": record, "records": [before, record], "cells": record.standing,
        "until": until, "day": pd.Timestamp("2025-06-01"), "on": "2015-06", "start": "1990", "end": "2000", "deals": few,
        "exchange_id": deal, "detainee_id": people["detainee_id"].iloc[0], "side": "us_side", "table": "detainees",
        "column": "arrested", "columns": ["charge", "outcome"], "filters": {"side": "us_side", "years": (1970, 2000)},
        "claims": pd.DataFrame({"claim": [claim] * size} | told), "spans": m.held.select_spans(people, until),
        "counts": m.charges.count_freed_by_era(people, deals), "group": "security", "balance": balance, "freed": m.whom.list_freed(people, deals, until), "summary": m.ledger.summarise_balance(balance, deals),
        "disputes": m.evidence.select_disputes(record.standing, record.rulings),
        "left": m.held.select_left_behind(people, few, until), "times": m.ways.select_ways(people, until),
        "steps": m.ways.estimate_ways(m.ways.select_ways(people, until)), "way": "deal", "least": 5, "days": [365.25],
        "band": m.held.count_held(people, until), "status": m.held.status_on(people, "2015-06-01"),
        "known": deals, "located": m.deals.locate_deals(deals, deals), "parts": m.negotiators.select_parts(record.negotiators, deals), "states": record.codes("negotiators", "country"), "sentences": m.sentences.select_sentences(people),
        "served": m.sentences.select_served(people, deals, until),
    }  # fmt: skip
    found = [work for name in m.__all__ for work in vars(getattr(m, name)).values() if inspect.isfunction(work)]
    found = [work for work in found if "measures" in work.__module__ and work.__name__ not in HELPERS]
    found += [getattr(counts, name) for name in counts.MEASURES]
    found += [standing.trace_standing, select.select_rows, known.set_back]
    seconds = {}
    for work in found:
        wanted = [name for name, of in inspect.signature(work).parameters.items() if of.default is of.empty]
        ready = partial(work, **{name: given[name] for name in wanted})
        seconds[f"{work.__module__}.{work.__name__}".removeprefix("analysis.")] = clock(ready, times=3)
    return seconds


def time_views(_: str) -> dict:
    """Seconds of each picture of a selection, drawn and as PNG, once libraries and record are loaded."""
    from analysis import load_tables
    from analysis.pictures import PICTURES

    record, seconds = load_tables(), {}
    for first in (1945, 2010):  # drawn once before, as in an explorer that has been at work
        selected = record.where(years=(first, record.data_through.year))
        seconds = {name: clock(lambda draw=draw, of=selected: draw(of).png) for name, draw in PICTURES.items()}
    return seconds


def time_command(*command: str, folder: Path = ROOT) -> dict:
    """Seconds that Python takes to run something in a fresh process, and to end."""
    settings = {"env": os.environ | {"PYTHONPATH": str(folder / "src")}, "cwd": folder, "stdout": subprocess.DEVNULL}
    return {"seconds": clock(lambda: subprocess.run([sys.executable, *command], check=True, **settings))}


def start_kernel(_: int) -> None:
    """One kernel that imports pandas and matplotlib, and nothing else."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import pandas\nimport matplotlib.pyplot")])
    NotebookClient(notebook, kernel_name="python3").execute(stderr=subprocess.DEVNULL)


def time_floor(kernels: str) -> dict:
    """Seconds that so many kernels take, two at a time."""
    with ProcessPoolExecutor(2) as pool:
        return {"seconds": clock(lambda: list(pool.map(start_kernel, range(int(kernels)))))}


def time_notebooks(_: str) -> dict:
    """Seconds that the command behind make notebooks takes, in a copy of the tree."""
    with tempfile.TemporaryDirectory() as name:
        for part in ("src", "data", "seeds", "notebooks"):
            shutil.copytree(ROOT / part, Path(name, part))
        return time_command("-m", "analysis", "notebooks", folder=Path(name))


def fit_growth(seconds: list[float]) -> float:
    """The exponent of growth over two or three tenfold sizes, where the best line through the logarithms has the ends' slope."""
    return (math.log10(max(seconds[-1], 1e-4)) - math.log10(max(seconds[0], 1e-4))) / (len(seconds) - 1)


def bench(folder: Path) -> Iterator[tuple]:
    """Everything, line by line: what a reader or an author waits for first, then how it grows."""
    found = ask_best({name: ("run", "-c", line) for name, line in IMPORTS.items()}, 7)
    for name, seconds in list(found.items())[1:]:
        yield judge(f"{name}, against import pandas", seconds / found["pandas"], " times", f"{seconds:.2f} s", 1.2)
    views = ask("views", "")
    slowest, middle = max(views, key=views.get), statistics.median(views.values())
    what = f"slowest of {len(views)} pictures of a selection, drawn and as PNG"
    yield judge(what, views[slowest], " s", f"{slowest}; median {middle:.2f} s", 1)
    count = len(list_notebooks()[0])
    found = ask_best({"floor": ("floor", count), "all": ("notebooks", "")}, 2)
    what, rest = (
        f"make notebooks, against {count} kernels that import pandas and matplotlib",
        "{all:.1f} s; {floor:.1f} s",
    )
    yield judge(what, found["all"] / found["floor"], " times", rest.format(**found), 1.25)
    loads = []
    for root in [synthetic.write_record(folder / str(size), size) for size in SIZES]:
        found = ask_best({kind: ("read", kind, root) for kind in ("bare", "full")}, 5)
        what, rest = (
            f"load and check {int(root.name):,} detentions, against a bare read",
            "{full:.2f} s; bare {bare:.2f} s",
        )
        yield judge(what, found["full"] / found["bare"], " times", rest.format(**found))
        loads.append(found["full"])
    yield judge("load and check, growth", fit_growth(loads), "", f"{SIZES[0]:,} to {SIZES[-1]:,} detentions", 1.1)
    roots = [synthetic.write_cards(folder / f"cards-{size}", size) for size in (CARDS, 10 * CARDS)]
    seconds = [ask_best({"": ("read", "cards", root)}, 3)[""] for root in roots]
    what, rest = f"loading {CARDS:,} and {10 * CARDS:,} cards, growth", f"{seconds[0]:.2f} and {seconds[1]:.2f} s"
    yield judge(what, fit_growth(seconds), "", rest, 1.1)
    runs = [ask("measures", size) for size in SIZES]
    growth = {name: fit_growth([run[name] for run in runs]) for name in runs[0]}
    steepest, slowest = max(growth, key=growth.get), max(runs[-1], key=runs[-1].get)
    rest = f"{steepest}: {', '.join(f'{run[steepest]:.2f} s' for run in runs)}"
    yield judge(f"greatest growth of {len(growth)} measures", growth[steepest], "", rest, 1.1)
    rest = f"{slowest}; all together {sum(runs[-1].values()):.1f} s"
    yield judge(f"slowest measure, {SIZES[-1]:,} detentions", runs[-1][slowest], " s", rest, 5)


JOBS = {"read": time_read, "measures": time_measures, "views": time_views, "run": time_command}
JOBS |= {"floor": time_floor, "notebooks": time_notebooks}


def main() -> None:
    """Measure everything, print it line by line, write the page."""
    rows = []
    if problems := check_record()[0]:
        sys.exit("\n".join(map(str, problems)))
    with tempfile.TemporaryDirectory() as folder:
        for row in bench(Path(folder)):
            print(" | ".join(filter(None, row)), flush=True)
            rows.append(row)
    missed = "; ".join(what for what, *_, met in rows if met == "MISSED")
    facts = {"now": NOW, "cards": CARDS, "deals": DEALS, "cores": os.cpu_count(), "version": platform.python_version()}
    facts |= {
        "rows": "\n".join(f"| {' | '.join(row)} |" for row in rows),
        "sizes": "{:,}, {:,} and {:,}".format(*SIZES),
    }
    page = PAGE.format(**facts, verdict=f"Missed: {missed}." if missed else "Every limit is met.")
    (ROOT / "docs" / "scale.md").write_text(page, "utf-8")


if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](*sys.argv[2:]))) if len(sys.argv) > 1 else main()
