"""The shape of data/datapackage.json: the keys that it has at each level, and the form of what stands behind them.

It is that of the Data Package standard, as far as the tables use it, with our own additions: codes, groups, evidence, cases, rules …
"""

import difflib
import re
from collections.abc import Callable
from typing import NamedTuple

from analysis.record import dates
from analysis.record.lines import write_value
from analysis.record.problems import find_fault

SEPARATOR = ";"


class Fault(NamedTuple):
    """One thing that is wrong: its path in the descriptor, its value ("" where it is missing) and what was expected."""

    path: tuple
    value: object
    expected: str


Check = Callable[[object, tuple], list[Fault]]


def require(passes: Callable[[object], bool], expected: str) -> Check:
    """The check of a single value."""
    return lambda value, path: [] if passes(value) else [Fault(path, value, expected)]


def require_one(*allowed: object) -> Check:
    """The check that a value is one of these."""
    words = ("one of " if len(allowed) > 1 else "") + ", ".join(write_value(value) for value in allowed)
    return require(lambda value: any(type(value) is type(other) and value == other for other in allowed), words)


def require_form(pattern: str, expected: str) -> Check:
    """The check of a text that has a form."""
    return require(
        lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None, expected
    )


def check_text(value: object, path: tuple) -> list[Fault]:
    """Text that says something, and hides nothing."""
    if not isinstance(value, str) or not value.strip():
        return [Fault(path, value, "a text that is not empty")]
    if value.isprintable() and value == value.strip() and "<" not in value:
        return []
    words = find_fault(value, as_printed=True) or ("" if value.isprintable() else "a text without invisible characters")
    return [Fault(path, value, words)] if words else []


def require_list(check: Check) -> Check:
    """The check of a list that is not empty, by that of its entries."""

    def check_list(value: object, path: tuple) -> list[Fault]:
        if not isinstance(value, list) or not value:
            return [Fault(path, value, "a list that is not empty")]
        return [fault for at, entry in enumerate(value) for fault in check(entry, (*path, at))]

    return check_list


def tell_names(given: list, needed: list, allowed: list, noun: str) -> tuple[list[tuple], list[str]]:
    """Names that should not be there, each with what was expected, and those that are missing; one renamed is told once."""
    unknown, missing = [name for name in given if name not in allowed], [name for name in needed if name not in given]
    told = []
    for name in unknown:
        near = difflib.get_close_matches(str(name), missing, 1, 0.6)
        renamed = near[0] if near else missing[0] if len(unknown) == len(missing) == 1 else ""
        if renamed:
            missing.remove(renamed)
        told.append((name, f"{renamed}, this {noun} by its name" if renamed else f"one of {', '.join(allowed)}"))
    return told, missing


def require_keys(needed: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """The check of an object that has these keys and no other."""
    checks = needed | (optional or {})

    def check_object(value: object, path: tuple) -> list[Fault]:
        if not isinstance(value, dict):
            return [Fault(path, value, f"an object with {', '.join(needed)}" if needed else "an object")]
        unknown, missing = tell_names(list(value), list(needed), list(checks), "key")
        faults = [Fault((*path, key), value[key], expected) for key, expected in unknown]
        faults += [Fault((*path, key), "", "this key") for key in missing]
        for key in value.keys() & checks.keys():
            faults += checks[key](value[key], (*path, key))
        return faults

    return check_object


def require_names(check: Check) -> Check:
    """The check of a text, or of a list of such texts."""
    return lambda value, path: (require_list(check) if isinstance(value, list) else check)(value, path)


NAME = require_form(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "a name of small letters, digits and underscores")
LINK = require_form(r"https?://[^\s<>\"']+", "an address that begins with http:// or https://")
FLAG = require(lambda value: isinstance(value, bool), "true or false")
TRUE = require_one(True)
ANY = require(lambda value: value not in (None, "", [], {}), "a value")
PARTIAL = require(dates.is_day, "a date as YYYY, YYYY-MM or YYYY-MM-DD")
CODE = require_keys(
    {"value": NAME, "label": check_text, "definition": check_text},
    {"group": NAME, "broader": NAME, "provisional": TRUE, "from": PARTIAL, "to": PARTIAL},
)
CONSTRAINTS = require_keys(
    {},
    {
        "required": FLAG,
        "pattern": check_text,
        "minimum": require(lambda value: type(value) is int and value >= 0, "a whole number from 0"),
        "enum": require_list(check_text),
    },
)
CODE_LIST = require_list(CODE)


def check_code_lists(value: object, path: tuple) -> list[Fault]:
    """Lists of codes by name, that of the states among them."""
    others = value.keys() - {"states"} if isinstance(value, dict) and "states" in value else {}
    return require_keys({"states": CODE_LIST}, dict.fromkeys(others, CODE_LIST))(value, path)


FIELD = require_keys(
    {
        "name": NAME,
        "title": check_text,
        "type": require_one("string", "integer"),
        "description": check_text,
        "evidence": require_one("label", "text", "coded"),
    },
    {
        "procedure": check_text,
        "cases": require_list(require_keys({"row": check_text, "because": check_text})),
        "empty": check_text,
        "constraints": CONSTRAINTS,
        "partialDate": TRUE,
        "list": require_one(SEPARATOR),
        "unit": require_one("people", "months"),
        "codeList": NAME,
        "categories": CODE_LIST,
        "categoriesOrdered": FLAG,
    },
)
LINKS = require_list(
    require_keys(
        {"fields": require_names(NAME), "reference": require_keys({"resource": NAME, "fields": require_names(NAME)})}
    )
)
SCHEMA = require_keys(
    {"fields": require_list(FIELD), "primaryKey": require_names(NAME), "missingValues": require_one([""])},
    {"foreignKeys": LINKS},
)
RESOURCE = require_keys(
    {
        "name": NAME,
        "title": check_text,
        "description": check_text,
        "path": check_text,
        "type": require_one("table"),
        "format": require_one("csv"),
        "mediatype": require_one("text/csv"),
        "encoding": require_one("utf-8"),
        "dialect": require_one({"delimiter": ","}),
        "schema": SCHEMA,
    }
)
PACKAGE = require_keys(
    {
        "$schema": require_one("https://datapackage.org/profiles/2.0/datapackage.json"),
        "name": require_form(r"[a-z0-9]+(-[a-z0-9]+)*", "a name of small letters, digits and hyphens"),
        "title": check_text,
        "description": check_text,
        "version": require_form(r"\d+\.\d+\.\d+", "a version of three numbers, as 2.1.0"),
        "data_through": require(
            lambda value: isinstance(value, str) and len(value) == 10 and dates.is_day(value), "a day as YYYY-MM-DD"
        ),
        "licenses": require_list(require_keys({"name": check_text, "title": check_text, "path": LINK})),
        "rules": require_list(require_keys({"id": check_text, "title": check_text, "text": check_text})),
        "codes": check_code_lists,
        "resources": require_list(RESOURCE),
    },
    dict.fromkeys(("id", "homepage", "created", "keywords", "contributors", "sources", "image"), ANY),
)
