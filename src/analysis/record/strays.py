"""Files that lie among tables and cards and are none: what systems and editors leave is passed over, what somebody meant is told."""

from pathlib import Path

from analysis.record.files import ROOT
from analysis.record.problems import Problem
from analysis.record.relied import PRIMARY

SYSTEM = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"}
BACKUPS = ("~", ".bak", ".orig", ".swp", ".tmp")
DATA = {"datapackage.json", *(f"{table}.csv" for table in PRIMARY)}


def is_leftover(path: Path) -> bool:
    """Whether a system or an editor has left a file: of a folder's looks, a lock, a hidden one, or a backup beside the file itself."""
    name = path.name
    if name.casefold() in SYSTEM or name.startswith("~$"):
        return True
    if name.startswith("."):
        lost = name.endswith(".toml") and name[1:2] not in "._#" and not path.with_name(name[1:]).exists()
        return not lost
    kept = (
        name.strip("#")
        if name.startswith("#")
        else next((name.removesuffix(e) for e in BACKUPS if name.endswith(e)), name)
    )
    return kept != name and path.with_name(kept).exists()


def add_strays(problems: list[Problem], root: Path = ROOT) -> list[Problem]:
    """The problems of the tables, and files in data/ that somebody may have meant for one: in the place of its problem if it is missing."""
    for path in sorted((root / "data").iterdir()):
        if path.name in DATA or path.suffix.casefold() == ".md" or path.is_dir() or is_leftover(path):
            continue
        begins = [table for table in PRIMARY if path.name.casefold().startswith(table)]
        meant = f"data/{begins[0] if begins else '<table>'}.csv"
        lost = bool(begins) and not (root / meant).exists()
        expected = f"the table as {meant}" if lost else f"no other file here: tables are read from {meant}"
        problems = [problem for problem in problems if not (lost and problem.file == meant)]
        problems.append(Problem(f"data/{path.name}", None, "", "", expected))
    return problems
