"""The commands behind the Makefile: check, codebook, notebooks, written.

Promise: what is wrong is said in one line a problem, without a traceback, and nothing is written from a wrong record.
"""

import os
import sys
from pathlib import Path

from analysis import notebooks
from analysis.files import ROOT
from analysis.problems import InvalidRecord


def check(root: Path = ROOT) -> int:
    """Print every problem in tables, cards, evidence and claims; 1 if there is one."""
    from analysis import checks

    problems, looked = checks.check_record(root)
    for problem in problems:
        print(problem)
    if not problems:
        print(f"Nothing to mend: {looked}.")
    return 1 if problems else 0


def write_codebook(root: Path = ROOT) -> int:
    """Write docs/codebook.md from a record without problems."""
    from analysis import checks, codebook

    if problems := checks.check_record(root)[0]:
        raise InvalidRecord(problems)
    return codebook.write(root)


def run_notebooks(root: Path = ROOT) -> int:
    """Run every notebook on a record that loads."""
    from analysis import tables

    tables.load_tables(root)
    return notebooks.run(root)


COMMANDS = {
    "check": check,
    "codebook": write_codebook,
    "notebooks": run_notebooks,
    "written": notebooks.list_written,
}


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Run one command: 0 if all is well, 1 if something is wrong, 2 for a wrong command, 130 if stopped by Ctrl-C."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"usage: python -m analysis {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](root)
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
