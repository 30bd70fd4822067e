"""The commands behind the Makefile: check, codebook, notebooks, written."""

import sys
from pathlib import Path

from analysis import codebook, evidence, facts, notebooks, schema, tables
from analysis.schema import ROOT, InvalidRecord


def check(root: Path = ROOT) -> int:
    """Print every problem in tables, cards, evidence and claims; 1 if there is one."""
    cells, claims, problems = evidence.read_cards(root)
    try:
        raw = tables.load_raw(root)
        problems += schema.check_tables(raw, schema.load_descriptor(root))
        problems += evidence.check_evidence(raw, cells, root)
        problems += facts.check_claims(claims, raw, root)
    except InvalidRecord as error:
        problems += error.problems
    for problem in problems:
        print(problem)
    if not problems:
        rows = ", ".join(f"{len(frame)} {name}" for name, frame in raw.items())
        print(
            f"Nothing to mend: {rows}; {cells['source'].nunique()} source cards, {len(cells)} readings, {len(claims)} claims."
        )
    return 1 if problems else 0


def main(arguments: list[str]) -> int:
    """Run one command."""
    commands = {
        "check": check,
        "codebook": codebook.write,
        "notebooks": notebooks.run,
        "written": notebooks.list_written,
    }
    if len(arguments) != 1 or arguments[0] not in commands:
        print(f"usage: python -m analysis {'|'.join(commands)}", file=sys.stderr)
        return 2
    return commands[arguments[0]]() or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
