"""The open record of US–Russia prisoner exchanges: documents, tables, measures and pictures.

load_tables() gives the record; record.where(...) selects from it; pictures.<name>(record) draws it;
evidence.trace_cell(...) opens the documents behind a value; publish.export(...) writes pictures to files.
"""

from importlib import import_module

HANDED_ON = {
    "Listing": "pictures.publish",
    "Tables": "record.tables",
    "claims": "",
    "evidence": "",
    "load_tables": "record.tables",
    "measures": "",
    "pictures": "",
    "publish": "pictures",
}  # name: where in this package it stands
__all__ = list(HANDED_ON)


def __getattr__(name: str) -> object:
    """Load what is asked for, not before: so the commands can be stopped while pandas loads."""
    if name not in HANDED_ON:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    home = import_module(".".join(filter(None, ["analysis", HANDED_ON[name]])))
    return getattr(home, name) if HANDED_ON[name] else import_module(f"analysis.{name}")


def __dir__() -> list[str]:
    """The names that a notebook needs."""
    return __all__
