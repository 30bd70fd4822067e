"""Measures how the code grows and how far it is from the least that its work costs, and writes docs/scale.md (make bench).

Promise: a ratio is of two times of one run on one machine, each the best of several, each in a process of its own; what
misses its limit is said to.
"""

import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import synthetic

from analysis.schema import ROOT

SIZES = [1_000, 10_000, 100_000, 1_000_000]
OTHERS = 10_000  # detentions; the most that other validators are asked for, one of them would take minutes for more
CARDS = [1_000, 10_000]
CELLS = 1_000_000
DEALS = 22  # for measures that go through people deal by deal: a fixed number, so that growth is that of the people
LIMITS = {
    "load": 1.5,
    "growth": 1.1,
    "seconds": 5.0,
    "cards": 1.1,
    "standing": 10.0,
    "import": 1.2,
    "notebooks": 1.5,
    "export": 1.3,
}
HOURS_A_YEAR, MINUTES_A_ROW = 1_600, 10  # of one coder's work


class Line(NamedTuple):
    """One line of the result; `limit` and `met` are empty where there is none."""

    what: str
    measured: str
    limit: str = ""
    met: str = ""


def judge(what: str, value: float, limit: float, unit: str, rest: str = "") -> Line:
    """A line with its limit, and whether it is met."""
    return Line(what, f"{value:.2f}{unit}{rest}", f"{limit:g}{unit}", "met" if value <= limit else "MISSED")


def ask(job: str, *arguments: object) -> dict:
    """What one job gives in a process of its own, with its greatest memory in MB."""
    command = [sys.executable, __file__, job, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONHASHSEED": "0"})
    return json.loads(done.stdout.splitlines()[-1])


def ask_best(jobs: dict[str, tuple], times: int) -> dict[str, dict]:
    """Jobs by name, turn by turn; of each its quickest run."""
    runs = [{name: ask(*job) for name, job in jobs.items()} for _ in range(times)]
    return {name: min((run[name] for run in runs), key=lambda run: run["seconds"]) for name in jobs}


def clock(work: Callable) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read_bare(root: Path, engine: str = "c") -> dict:
    """The tables by pandas.read_csv alone, in the dtypes of load_tables, dates as earliest and latest days; no check."""
    import pandas as pd

    from analysis import schema

    descriptor, frames = schema.load_descriptor(root), {}
    for table in descriptor["resources"]:
        fields = schema.select_fields(descriptor, table["name"])
        dtypes = dict.fromkeys(fields, "str")
        for name, field in fields.items():
            if field["type"] == "integer":
                dtypes[name] = "Int64"
            elif "categories" in field and "list" not in field:
                dtypes[name] = pd.CategoricalDtype(list(schema.select_codes(field)), ordered=True)
        path = root / "data" / table["path"]
        frame = pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""], engine=engine)
        for name in [name for name, field in fields.items() if field.get("partialDate")]:
            codes, distinct = pd.factorize(frame[name])
            texts = pd.Series(distinct, dtype="str")
            length = texts.str.len()
            whole = texts.mask(length == 4, texts + "-01-01").mask(length == 7, texts + "-01")
            first = pd.to_datetime(whole, format="%Y-%m-%d").astype("datetime64[s]")
            last = first.mask(length == 4, first + pd.offsets.YearEnd()).mask(
                length == 7, first + pd.offsets.MonthEnd()
            )
            for end, days in (("earliest", first), ("latest", last)):
                frame[f"{name}_{end}"] = days.reindex(codes).set_axis(frame.index)
        frames[table["name"]] = frame
    return frames


def read_checked(root: Path) -> object:
    """The tables by load_tables, which refuses them unless every check and rule passes."""
    from analysis import load_tables

    return load_tables(root)


def check_pointblank(root: Path) -> None:
    """The rules for single cells and keys by pointblank, on frames that read_bare has read as text."""
    import pandas as pd
    import pointblank as pb

    from analysis import schema

    descriptor = schema.load_descriptor(root)
    for table in descriptor["resources"]:
        name = table["name"]
        frame = pd.read_csv(root / "data" / table["path"], dtype="str", keep_default_na=False, na_values=[""])
        plan = pb.Validate(frame).rows_distinct(columns_subset=table["schema"]["primaryKey"])
        for column, field in schema.select_fields(descriptor, name).items():
            if field.get("constraints", {}).get("required"):
                plan = plan.col_vals_not_null(column)
            codes = list(schema.select_codes(field))
            if field.get("partialDate"):
                plan = plan.col_vals_regex(column, r"^\d{4}(-\d{2}(-\d{2})?)?\Z", na_pass=True)
            elif field["type"] == "integer":
                plan = plan.col_vals_regex(column, r"^(0|[1-9]\d{0,8})\Z", na_pass=True)
            elif codes and "list" not in field:
                plan = plan.col_vals_in_set(column, [*codes, None])
            else:
                plan = plan.col_vals_regex(column, field.get("constraints", {}).get("pattern", r"^\S"), na_pass=True)
        if not plan.interrogate().all_passed():
            raise ValueError(f"pointblank refuses {name}")


def check_frictionless(root: Path) -> None:
    """The whole descriptor by frictionless."""
    from frictionless import Package

    report = Package(str(root / "data" / "datapackage.json")).validate()
    if not report.valid:
        raise ValueError(str(report.to_summary())[:500])


READERS = {
    "bare": (read_bare, "pandas"),
    "bare by Arrow": (partial(read_bare, engine="pyarrow"), "pandas"),
    "full": (read_checked, "pandera.pandas"),
    "pointblank": (check_pointblank, "pointblank"),
    "frictionless": (check_frictionless, "frictionless"),
}


def read(kind: str, root: str) -> dict:
    """Seconds of one way to read the tables; what it imports is imported before."""
    work, module = READERS[kind]
    __import__(module)
    return {"seconds": clock(lambda: work(Path(root)))}


def list_measures(record) -> dict[str, Callable]:
    """Every measure that takes the record's frames, ready to run; frames that they take from one another are made before."""
    from analysis import measures as m

    people, deals, parts, until = record.detainees, record.exchanges, record.negotiators, record.data_through
    deal = deals["exchange_id"].iloc[len(deals) // 2]
    person = people.loc[people["outcome"] == "exchanged", "detainee_id"].iloc[0]
    before = replace(record, detainees=people.iloc[: -len(people) // 50])
    last_deals = deals.tail(DEALS)  # one row a person and deal comes back
    balance = m.select_balance(people, deals, until)
    summary, sentences, times = (
        m.summarise_balance(balance, deals),
        m.select_sentences(people),
        m.select_times(people, until),
    )
    left, served = m.select_left_behind(people, last_deals, until), m.select_served(people, deals, until)
    told, taking_part = ["charge", "outcome"], m.select_parts(parts, deals)
    return {
        "count_charges": lambda: m.count_charges(people),
        "count_charge_groups_by_era": lambda: m.count_charge_groups_by_era(people),
        "measure_custody": lambda: m.measure_custody(people, until),
        "select_headline": lambda: m.select_headline(deals),
        "count_freed": lambda: m.count_freed(deals),
        "count_freed_by_leaders": lambda: m.count_freed_by_leaders(deals),
        "select_americans": lambda: m.select_americans(people),
        "select_spans": lambda: m.select_spans(people, until),
        "held_on": lambda: m.held_on(people, "2000-06-01"),
        "count_held": lambda: m.count_held(people, until),
        "select_left_behind": lambda: m.select_left_behind(people, last_deals, until),
        "summarise_left_behind": lambda: m.summarise_left_behind(left, last_deals),
        "select_balance": lambda: m.select_balance(people, deals, until),
        "summarise_balance": lambda: m.summarise_balance(balance, deals),
        "compare_sides": lambda: m.compare_sides(summary),
        "count_handed": lambda: m.count_handed(balance),
        "select_parts": lambda: m.select_parts(parts, deals),
        "summarise_negotiators": lambda: m.summarise_negotiators(taking_part),
        "select_sentences": lambda: m.select_sentences(people),
        "summarise_sentences": lambda: m.summarise_sentences(sentences),
        "select_served": lambda: m.select_served(people, deals, until),
        "summarise_share_served": lambda: m.summarise_share_served(served),
        "select_times": lambda: m.select_times(people, until),
        "select_american_times": lambda: m.select_american_times(people, until),
        "estimate_survival": lambda: m.estimate_survival(times),
        "summarise_custody": lambda: m.summarise_custody(times, by="side"),
        "select_designations": lambda: m.select_designations(people, until),
        "compare_known": lambda: m.compare_known(before, record),
        "trace_account": lambda: m.trace_account([before, record], deal, told),
        "swaps_between": lambda: m.swaps_between(record, "1990", "2000"),
        "larger_swaps_between": lambda: m.larger_swaps_between(record, "1990", "2000", deal),
        "days_in_custody": lambda: m.days_in_custody(record, person),
        "years_in_custody": lambda: m.years_in_custody(record, person),
        "left_to_serve_months": lambda: m.left_to_serve_months(record, person),
        "people_freed": lambda: m.people_freed(record, deal, "both"),
        "people_named": lambda: m.people_named(record, deal, "both"),
        "custodians_in": lambda: m.custodians_in(record, deal),
        "countries_in": lambda: m.countries_in(record, deal),
        "americans_held": lambda: m.americans_held(record, "2015-06"),
        "americans_freed_between": lambda: m.americans_freed_between(record, "1990", "2000"),
    }


def list_evidence_measures(size: int) -> dict[str, Callable]:
    """Every measure that takes values and what documents say of them: so many values, twice as many readings."""
    import pandas as pd

    from analysis import evidence, schema, tables
    from analysis import measures as m

    raw, said = synthetic.build_readings(size)
    descriptor = schema.load_descriptor()
    cells, dated = evidence.trace_standing(raw, said), evidence.date_cells(raw, said)
    record = tables.type_tables(raw, descriptor)
    disputes, deals = m.select_disputes(cells, record.rulings), record.exchanges["exchange_id"].tolist()
    claim = {"measure": "people_named", "exchange_id": deals[0], "side": "us_side", "says": "One.", "equals": 1}
    claims = pd.DataFrame(
        {
            "claim": [claim] * size,
            "known_from": record.data_through,
            "source": "a",
            "publisher": "A",
            "published": "2025",
        }
    )
    return {
        "summarise_standing": lambda: m.summarise_standing(cells, descriptor),
        "count_voices": lambda: m.count_voices(cells),
        "weave_standing": lambda: m.weave_standing(cells, record.detainees, record.exchanges, said),
        "select_disputes": lambda: m.select_disputes(cells, record.rulings),
        "count_rules": lambda: m.count_rules(disputes),
        "count_reliance": lambda: m.count_reliance(cells, said, descriptor),
        "count_growth": lambda: m.count_growth(dated, record.exchanges, deals[-DEALS:], record.data_through),
        "select_namings": lambda: m.select_namings(claims, deals[0], "us_side"),
    }


def time_measures(root: str) -> dict:
    """Seconds of each measure, the best of two."""
    found = list_measures(read_checked(Path(root))) | list_evidence_measures(int(Path(root).name))
    seconds = {name: min(clock(work), clock(work)) for name, work in found.items()}
    return {"seconds": sum(seconds.values()), "each": seconds}


def time_cards(root: str) -> dict:
    """Seconds that all cards of a folder take to be read and checked."""
    from analysis import cards

    return {"seconds": clock(lambda: cards.load_cards(Path(root)))}


def time_standing(cells: str) -> dict:
    """Seconds that the standing of so many cells takes, two readings a cell, one in a hundred contradicting."""
    from analysis import evidence

    raw, said = synthetic.build_readings(int(cells))
    found = {}
    seconds = clock(lambda: found.update(cells=evidence.trace_standing(raw, said)))
    return {"seconds": seconds, "cells": len(found["cells"]), "readings": len(said)}


def time_import(line: str) -> dict:
    """Seconds that a fresh process takes to run a line that imports, and to end."""
    return {"seconds": clock(lambda: subprocess.run([sys.executable, "-c", line], check=True))}


def start_kernel(_: int) -> None:
    """One kernel that imports pandas and seaborn, and nothing else."""
    import nbformat
    from nbclient import NotebookClient

    cell = nbformat.v4.new_code_cell("import pandas\nimport seaborn")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, kernel_name="python3").execute(stderr=subprocess.DEVNULL)


def time_floor(kernels: str) -> dict:
    """Seconds that so many kernels take, two at a time."""

    def start_all() -> None:
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(start_kernel, range(int(kernels))))

    return {"seconds": clock(start_all)}


def time_notebooks(_: str) -> dict:
    """Seconds that the command behind make notebooks takes, in a copy of the tree."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        for name in filter(None, tracked.split("\0")):
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes((ROOT / name).read_bytes())
        command = [sys.executable, "-m", "analysis", "notebooks"]
        environment = os.environ | {"PYTHONPATH": f"{folder}/src"}
        return {
            "seconds": clock(
                lambda: subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
            )
        }


def time_export(_: str) -> dict:
    """Seconds of exporting all figures, and of the savefig calls in it alone; the best of two, turn by turn."""
    import matplotlib as mpl

    from analysis import publish

    calls, export = [], publish.export
    publish.export = lambda pictures, cards, *_: calls.append((pictures, cards))
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        exec(compile(source, path.name, "exec"), {})

    def export_all() -> None:
        for pictures, cards in calls:
            for picture in pictures.values():
                picture.__dict__.pop("png", None)  # drawn before, to be shown
            export(pictures, cards, Path(folder))

    def save_all() -> None:
        for picture in [picture for pictures, _ in calls for picture in pictures.values()]:
            with mpl.rc_context(publish.STYLE):
                for kind, options in (("png", {"dpi": 200}), ("svg", {}), ("pdf", {})):
                    metadata = publish.METADATA[kind]
                    picture.figure.savefig(Path(folder) / f"bare.{kind}", format=kind, metadata=metadata, **options)

    with tempfile.TemporaryDirectory() as folder:
        runs = [(clock(save_all), clock(export_all)) for _ in range(2)]
    return {"seconds": min(run[1] for run in runs), "bare": min(run[0] for run in runs)}


def write(root: str) -> dict:
    """Seconds that a synthetic record of so many detentions takes to write; the folder bears their number."""
    return {"seconds": clock(lambda: synthetic.write_record(Path(root), int(Path(root).name)))}


JOBS = {
    "write": write,
    "read": read,
    "measures": time_measures,
    "cards": time_cards,
    "standing": time_standing,
    "import": time_import,
    "floor": time_floor,
    "notebooks": time_notebooks,
    "export": time_export,
}


def fit_growth(seconds: list[float], sizes: list[int]) -> float:
    """The exponent of growth: the slope of the line that fits best through the logarithms."""
    x, y = [math.log(size) for size in sizes], [math.log(max(value, 1e-4)) for value in seconds]
    middle = sum(x) / len(x)
    return sum((a - middle) * b for a, b in zip(x, y, strict=True)) / sum((a - middle) ** 2 for a in x)


def bench_load(folder: Path) -> tuple[list[Line], dict]:
    """Reading and checking against reading alone, and two other validators; and the largest full check."""
    lines = []
    for size in SIZES:
        jobs = {
            kind: ("read", kind, folder / str(size))
            for kind in READERS
            if kind not in ("pointblank", "frictionless") or size <= OTHERS
        }
        found = ask_best(jobs, 3)
        bare, full = found["bare"], found["full"]
        rest = f" ({full['seconds']:.2f} s, {full['memory']} MB; bare {bare['seconds']:.2f} s, {bare['memory']} MB)"
        what, ratio = f"load and check, {size:,} detentions, against a bare read", full["seconds"] / bare["seconds"]
        judged = size == SIZES[-1]
        lines.append(
            judge(what, ratio, LIMITS["load"], " times", rest) if judged else Line(what, f"{ratio:.2f} times{rest}")
        )
        for kind in [kind for kind in found if kind not in ("bare", "full")]:
            other = found[kind]
            spent = f"{other['seconds'] / bare['seconds']:.2f} times ({other['seconds']:.2f} s, {other['memory']} MB)"
            done = "read" if kind == "bare by Arrow" else "the same rules for cells and keys"
            lines.append(Line(f"{kind}, {done}, {size:,} detentions, against a bare read", spent))
    return lines, full


def bench_measures(folder: Path) -> list[Line]:
    """The growth of every measure, and the slowest of them."""
    found = [ask("measures", folder / str(size)) for size in SIZES]
    names = found[0]["each"]
    growth = {name: fit_growth([run["each"][name] for run in found], SIZES) for name in names}
    last = {name: fit_growth([run["each"][name] for run in found[-2:]], SIZES[-2:]) for name in names}
    fastest, slowest = max(growth, key=growth.get), max(names, key=found[-1]["each"].get)
    steepest = max(last, key=last.get)
    return [
        judge(
            f"growth of the {len(names)} measures, greatest exponent",
            growth[fastest],
            LIMITS["growth"],
            "",
            f" ({fastest}; between the two largest sizes alone {last[steepest]:.2f}, {steepest})",
        ),
        judge(
            f"slowest measure, {SIZES[-1]:,} detentions",
            found[-1]["each"][slowest],
            LIMITS["seconds"],
            " s",
            f" ({slowest}; all together {found[-1]['seconds']:.1f} s, {found[-1]['memory']} MB)",
        ),
    ]


def bench_evidence(folder: Path) -> list[Line]:
    """Cards and standing."""
    for size in CARDS:
        synthetic.write_cards(folder / f"cards-{size}", size)
    found = [ask_best({"cards": ("cards", folder / f"cards-{size}")}, 3)["cards"] for size in CARDS]
    rest = f" ({found[-1]['seconds']:.2f} s, {found[-1]['memory']} MB for {CARDS[-1]:,})"
    exponent = fit_growth([run["seconds"] for run in found], CARDS)
    standing = ask("standing", CELLS)
    what = f"standing of {standing['cells']:,} cells, {standing['readings']:,} readings"
    return [
        judge(f"loading {CARDS[0]:,} and {CARDS[1]:,} cards, exponent of growth", exponent, LIMITS["cards"], "", rest),
        judge(what, standing["seconds"], LIMITS["standing"], " s", f" ({standing['memory']} MB)"),
    ]


def bench_work() -> list[Line]:
    """Importing, running the notebooks and exporting, each against its floor."""
    imports = {
        "pandas": "import pandas",
        "import analysis": "import analysis",
        "all of it but the charts": "from analysis import evidence, facts, load_tables, measures",
    }
    found = ask_best({name: ("import", line) for name, line in imports.items()}, 7)
    least, lines = found.pop("pandas")["seconds"], []
    for name, run in found.items():
        ratio, rest = run["seconds"] / least, f" ({run['seconds']:.2f} s)"
        lines.append(judge(f"{name}, against import pandas", ratio, LIMITS["import"], " times", rest))
    count = len(list((ROOT / "notebooks").glob("*.ipynb")))
    found = ask_best({"floor": ("floor", count), "notebooks": ("notebooks", "")}, 2)
    ran, least = found["notebooks"]["seconds"], found["floor"]["seconds"]
    what = f"make notebooks, against {count} kernels that import pandas and seaborn"
    lines.append(judge(what, ran / least, LIMITS["notebooks"], " times", f" ({ran:.1f} s; {least:.1f} s)"))
    found = ask("export", "")
    ratio, rest = found["seconds"] / found["bare"], f" ({found['seconds']:.1f} s; {found['bare']:.1f} s)"
    lines.append(judge("exporting all figures, against their savefig calls", ratio, LIMITS["export"], " times", rest))
    return lines


def write_page(lines: list[Line], seconds: float, memory: int) -> str:
    """The page as Markdown: what one machine carries, then every line."""
    from analysis import load_tables

    now, largest = len(load_tables().detainees), SIZES[-1]
    years = largest * MINUTES_A_ROW / 60 / HOURS_A_YEAR
    rows = "\n".join(f"| {line.what} | {line.measured} | {line.limit} | {line.met} |" for line in lines)
    missed = [line.what for line in lines if line.met == "MISSED"]
    verdict = "Every limit is met." if not missed else f"Missed: {'; '.join(missed)}."
    return f"""# What one machine carries

The record has {now} detentions. A synthetic one of {largest:,}, {largest // now:,} times as many, with deals, negotiators, rulings
and second codings in proportion, loads with every check in {seconds:.0f} seconds and {memory / 1000:.1f} GB of memory. A person who codes
a detention in {MINUTES_A_ROW} minutes would need {years:.0f} years of {HOURS_A_YEAR:,} hours for it: tables coded by hand will not outgrow one machine.

`make bench` measured this on {os.cpu_count()} cores with Python {platform.python_version()}, and wrote this page. Times are the best of several runs, each
in a process of its own; a ratio is of two times of the same run. Memory is the most that the process held. {verdict}

| what | measured | limit | |
| --- | --- | --- | --- |
{rows}

The bare read is `pandas.read_csv` into the same dtypes, with each partial date as its earliest and latest day, and no check at
all. pointblank and frictionless are asked for up to {OTHERS:,} detentions only, as one of them would take minutes for more. Measures
that return a row for each person and deal or go deal by deal are asked for {DEALS} deals.
"""


def main() -> None:
    """Measure everything, print it line by line, write the page."""
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in SIZES:
            ask("write", folder / str(size))  # a process that has held much passes its peak on to those it starts
        largest = {}

        def load() -> list[Line]:
            found, full = bench_load(folder)
            largest.update(full)
            return found

        for part in (bench_work, partial(bench_evidence, folder), load, partial(bench_measures, folder)):
            for line in part():
                limit = f"; at most {line.limit}: {line.met}" if line.limit else ""
                print(f"{line.what}: {line.measured}{limit}", flush=True)
                lines.append(line)
    page = write_page(lines, largest["seconds"], largest["memory"])
    (ROOT / "docs" / "scale.md").write_text(page, "utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        result = JOBS[sys.argv[1]](*sys.argv[2:])
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(json.dumps(result | {"memory": peak // 1024}))
    else:
        main()
