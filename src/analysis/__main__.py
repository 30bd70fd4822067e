"""The commands behind the Makefile: check, codebook, notebooks, figures, site, release and the rest.

Promise: what is wrong is said in one line a problem, without a traceback, and nothing is written from a wrong record.
"""

import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, get_start_method
from pathlib import Path

from analysis import notebooks
from analysis.record.files import ROOT, find_root
from analysis.record.problems import InvalidRecord, Problem


def check(root: Path = ROOT) -> int:
    """Print every problem in tables, cards, evidence and claims; 1 if there is one."""
    from analysis.check import check_record

    problems, looked = check_record(root)
    for problem in problems:
        print(problem)
    if not problems:
        print(f"Nothing to mend: {looked}.")
    return 1 if problems else 0


def require_sound(root: Path) -> None:
    """InvalidRecord where make check finds anything."""
    from analysis.check import check_record

    if problems := check_record(root)[0]:
        raise InvalidRecord(problems)


def write_codebook(root: Path = ROOT) -> int:
    """Write docs/codebook.md, and what is computed in README.md, from a record without problems."""
    from analysis.pictures import PICTURES
    from analysis.release import codebook, front

    require_sound(root)
    return codebook.write(root) or front.write(PICTURES, root)


def run_notebooks(root: Path = ROOT) -> int:
    """Run every notebook on a record without problems: that of the checkout whose code this is, which is what they import."""
    require_sound(root)
    if root.resolve() != ROOT:
        expected = "notebooks of the checkout that this code stands in: run make notebooks there"
        raise InvalidRecord([Problem(str(root), None, "", "", expected)])
    return notebooks.run(root)


def write_figures(root: Path = ROOT) -> int:
    """Export every picture to figures/, which nothing else writes, from a record without problems: two at a time."""
    from analysis.pictures import PICTURES, publish

    require_sound(root)
    # Workers are copies of this process, with all that it has loaded; from Python 3.14 on that has to be said.
    copies = get_context("fork" if get_start_method() == "forkserver" else None)
    with ProcessPoolExecutor(2, copies, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        jobs = pool.map(publish.write_figure, PICTURES, PICTURES.values(), [root] * len(PICTURES))
        try:
            for number, (name, said) in enumerate(zip(PICTURES, jobs, strict=True), 1):
                print(f"[{number}/{len(PICTURES)}] figures/{name}.png{said}", flush=True)
        except KeyboardInterrupt:
            threading.excepthook = lambda found: None  # the pool's own thread may stumble over its ended workers
            notebooks.end_children()
            raise
    print("Each also as SVG and PDF and on a narrow page, with its rows (CSV) and its papers (JSON).")
    return 0


def write_release(root: Path = ROOT) -> int:
    """Write the record for people without Python to dist/, from a record without problems."""
    from analysis.release import downloads

    require_sound(root)
    return downloads.write(root)


def write_site(root: Path = ROOT) -> int:
    """Make the site in build/site/ from a record without problems."""
    from analysis.record.tables import load_tables
    from analysis.release import site

    require_sound(root)
    return site.write(load_tables(root), root)


def spell(root: Path = ROOT) -> int:
    """Spell every table and card of a record without problems the one way."""
    from analysis.record import spelling

    require_sound(root)
    return spelling.write(root)


def tell_changes(root: Path = ROOT, revision: str = "HEAD") -> int:
    """Print what changed in the data since a revision."""
    from analysis.release import changes

    return changes.write(revision, root)


COMMANDS = {
    "check": check,
    "codebook": write_codebook,
    "notebooks": run_notebooks,
    "figures": write_figures,
    "release": write_release,
    "site": write_site,
    "format": spell,
    "data-diff": tell_changes,
}


def main(arguments: list[str], root: Path | str = ROOT) -> int:
    """Run one command: 0 if all is well, 1 if something is wrong, 2 for a wrong command, 130 if stopped by Ctrl-C.

    `--root PATH` before it names the checkout to work on.
    """
    if arguments[:1] == ["--root"] and len(arguments) > 1:
        root, arguments = arguments[1], arguments[2:]
    command, *rest = arguments or [""]
    if command not in COMMANDS or len(rest) > (command == "data-diff"):
        usage = f"usage: python -m analysis [--root PATH] {'|'.join(COMMANDS)} [revision, with data-diff]"
        print(usage, file=sys.stderr)
        return 2
    try:
        return COMMANDS[command](find_root(root), *rest)
    except InvalidRecord as error:
        print(error)
    except OSError as error:
        print(f"{error.filename or 'A file'}: {error.strerror}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped. Every file is as it was before or as it should be.", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may lack the letters of a value
    status = main(sys.argv[1:])
    if status == 130:
        os._exit(status)  # at once: whoever stops a run does not wait for its threads
    sys.exit(status)
