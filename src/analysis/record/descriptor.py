"""What data/datapackage.json has to be: a Data Package with our own additions, and all that the code relies on in it.

Promise: whatever is wrong in it is told with its line and what was expected before anything is read by it; nothing is repaired.
"""

import difflib
import json
import re
from functools import lru_cache

from analysis.record.lines import MARK, write_value
from analysis.record.problems import Problem
from analysis.record.relied import AGREED, CODES, COLUMNS, DATE, ENUMS, GROUPS, LABELS, LINKED, MARKS, PRIMARY, SIDES
from analysis.record.shape import PACKAGE, Fault

FILE = "data/datapackage.json"


def find_twice(values: list[str], paths: list[tuple], what: str) -> list[Fault]:
    """Values that an entry before has had."""
    first = {value: at for at, value in reversed(list(enumerate(values)))}
    return [Fault(paths[at], value, f"each {what} once") for at, value in enumerate(values) if first[value] != at]


def find_missing(needed: list[str], given: list[str], paths: list[tuple], within: tuple, what: str) -> list[Fault]:
    """Names that have to be there: each told where another stands that is nearly it or stands in its place, else at its list."""
    faults, missing = [], [name for name in needed if name not in given]
    others = {at: name for at, name in enumerate(given) if name not in needed or name in given[:at]}
    for name in missing:
        near = difflib.get_close_matches(name, others.values(), 1, 0.7)
        if not near and len(missing) == len(others) == 1:
            near = list(others.values())
        at = next((at for at, other in others.items() if other in near), None)
        path, value = (within, "") if at is None else (paths[at], others.pop(at))
        faults.append(Fault(path, value, f"the {what} {name}, which the code names"))
    return faults


def tell_nature(field: dict) -> str:
    """What the cells of a column hold, by what its field says."""
    if field["type"] == "integer":
        return field.get("unit", "numbers")
    if field.get("partialDate"):
        return "dates"
    kind = "codes" if "categories" in field or "codeList" in field else "text"
    return f"lists of {kind}" if "list" in field else kind


def find_mark(field: dict, path: tuple, meant: str) -> Fault:
    """The key by which a field's cells do not hold what they should."""
    for key, value in MARKS[meant].items():
        if value is None and "codeList" in field:
            continue
        if key not in field or (value is not None and field[key] != value):
            words = "codes, or codeList" if value is None else write_value(value)
            return Fault((*path, key), field.get(key, ""), f"{words}, as the column holds {meant}")
    key = next(key for key in ("partialDate", "list", "codeList", "categories", "type") if key in field)
    return Fault((*path, key), field[key], f"another key, as the column holds {meant}")


def check_codes(codes: list[dict], path: tuple, name: str) -> list[Fault]:
    """What is wrong in a list of codes, `states` or that of a column as `table.column`."""
    values, places = [code["value"] for code in codes], [(*path, at, "value") for at in range(len(codes))]
    faults = find_missing(CODES.get(name, "").split(), values, places, path, "code")
    faults += find_twice(values, places, "code") if not faults else []
    faults += find_twice([code["label"] for code in codes], [(*path, at, "label") for at in range(len(codes))], "label")
    groups = GROUPS.get(name, [])
    for at, code in enumerate(codes):
        group, side = code.get("group"), SIDES.get(code["value"])
        if group and group not in groups:
            expected = f"one of {', '.join(groups)}" if groups else "no group, as nothing is counted by it"
            faults.append(Fault((*path, at, "group"), group, expected))
        elif name == "states" and side and group != side:
            faults.append(Fault((*path, at, "group"), group or "", f"{side}, the side that {code['value']} is"))
        elif groups and name != "states" and not group:
            faults.append(Fault((*path, at, "group"), "", f"one of {', '.join(groups)}"))
        if name != "states" and (era := [key for key in ("from", "to") if key in code]):
            faults.append(Fault((*path, at, era[0]), code[era[0]], "no day, as only states come and go"))
        elif code.get("from", "") > code.get("to", "9"):
            faults.append(Fault((*path, at, "to"), code["to"], "no day before from"))
        if code.get("broader", values[0]) not in values or code.get("broader") == code["value"]:
            faults.append(Fault((*path, at, "broader"), code["broader"], "another code of this list"))
    return faults


def check_constraints(field: dict, nature: str, name: str) -> dict[str, tuple[object, str]]:
    """What is wrong in the constraints of a field: value and what was expected by key."""
    constraints, wrong = field.get("constraints", {}), {}
    numbers = field["type"] == "integer"
    if numbers != ("minimum" in constraints):
        expected = (
            "a whole number from 0, as the cells are numbers" if numbers else "no minimum, as the cells are no numbers"
        )
        wrong["minimum"] = (constraints.get("minimum", ""), expected)
    if (pattern := constraints.get("pattern")) is not None:
        try:
            re.compile(pattern)
            plain = nature == "text" and "enum" not in constraints
            expected = "" if plain else DATE if nature == "dates" else f"no pattern, as the cells hold {nature}"
        except (re.error, RecursionError, OverflowError) as error:
            expected = f"a regular expression: {error}"
        if expected and expected != pattern:
            wrong["pattern"] = (pattern, expected)
    if (enum := constraints.get("enum")) is not None:
        needed = ENUMS.get(name, [])
        lost = [text for text in needed if text not in enum]
        if nature != "text" or len({*enum}) < len(enum) or lost:
            expected = (
                f"{lost[0]} among them"
                if lost
                else "each text once"
                if nature == "text"
                else f"no enum, as the cells hold {nature}"
            )
            wrong["enum"] = (enum, expected)
    elif name in ENUMS:
        wrong["enum"] = ("", "the texts that the column can have")
    return wrong


def check_field(field: dict, path: tuple, table: str, descriptor: dict) -> list[Fault]:
    """What is wrong in a field by what the code relies on, and by what its other keys say."""
    name, nature, faults = f"{table}.{field['name']}", tell_nature(field), []

    def tell(key: str, expected: str, value: object = None) -> None:
        faults.append(Fault((*path, key), field.get(key, "") if value is None else value, expected))

    meant = next((kind for kind, names in COLUMNS[table].items() if field["name"] in names.split()), nature)
    if meant != nature:
        return [find_mark(field, path, meant)]
    if nature == "numbers":
        tell("unit", "one of people, months")
    if "unit" in field and field["type"] != "integer":
        tell("unit", "no unit, as the cells are no numbers")
    if sum(key in field for key in ("partialDate", "codeList", "categories")) > 1 or (
        "partialDate" in field and "list" in field
    ):
        tell("name", "only one of partialDate, codeList, categories, and no list of dates", field["name"])
    if (listed := field.get("codeList")) and listed not in descriptor["codes"]:
        tell("codeList", f"one of {', '.join(descriptor['codes'])}")
    for key, (value, expected) in check_constraints(field, nature, name).items():
        faults.append(Fault((*path, "constraints", key), value, expected))
    if (known := field["name"] in " ".join(COLUMNS[table].values()).split()) or nature != "text":
        label = known and field["name"] in LABELS.get(table, field["name"]).split()
        text = nature == "text" and field["name"] not in AGREED.split()
        if field["evidence"] != (needed := "label" if label else "text" if text else "coded"):
            tell("evidence", f"{needed}, as the column holds {nature}")
    if "empty" in field and field.get("constraints", {}).get("required"):
        tell("empty", "nothing, as the column is required")
    if ("procedure" in field) != ("cases" in field) or len(field.get("cases", "xyz")) < 3:
        tell(
            "cases" if "procedure" in field else "procedure",
            "a procedure and at least three worked cases, or neither",
            "",
        )
    return faults + check_codes(field.get("categories", []), (*path, "categories"), name)


def check_links(resource: dict, path: tuple, columns: list[str]) -> list[Fault]:
    """What is wrong in the foreign keys of a table."""
    links, faults = resource["schema"].get("foreignKeys", []), []
    for at, link in enumerate(links):
        fields, target = link["fields"], link["reference"]
        if len(names := [fields] if isinstance(fields, str) else fields) > 1 or names[0] not in columns:
            faults.append(Fault((*path, at, "fields"), fields, "one column of this table"))
        place = (*path, at, "reference")
        if target["resource"] not in PRIMARY:
            faults.append(Fault((*place, "resource"), target["resource"], f"one of {', '.join(PRIMARY)}"))
        elif target["fields"] not in ((key := PRIMARY[target["resource"]]), key[0]) or len(key) > 1:
            faults.append(
                Fault((*place, "fields"), target["fields"], f"{', '.join(key)}, the key of {target['resource']}")
            )
    if (
        resource["name"] in LINKED
        and not faults
        and "exchanges" not in [link["reference"]["resource"] for link in links]
    ):
        faults.append(Fault(path, "", "a link from exchange_id to exchanges"))
    return faults


def check_table(resource: dict, path: tuple, descriptor: dict) -> list[Fault]:
    """What is wrong in the description of one table."""
    table, fields, place = resource["name"], resource["schema"]["fields"], (*path, "schema", "fields")
    columns, faults = [field["name"] for field in fields], []
    if resource["path"] != f"{table}.csv":
        faults.append(Fault((*path, "path"), resource["path"], f"{table}.csv"))
    needed, places = " ".join(COLUMNS[table].values()).split(), [(*place, at, "name") for at in range(len(fields))]
    lost = find_missing(needed, columns, places, place, "field")
    faults += lost + (find_twice(columns, places, "field") if not lost else [])
    titles = [field["title"] for field in fields]
    faults += find_twice(titles, [(*place, at, "title") for at in range(len(fields))], "title")
    if faults:
        return faults
    key, given = PRIMARY[table], resource["schema"]["primaryKey"]
    if given not in (key, *key[: len(key) == 1]):
        strange = [at for at, name in enumerate(given) if name not in key][:1] if isinstance(given, list) else []
        told = given[strange[0]] if strange else given
        faults.append(Fault((*path, "schema", "primaryKey", *strange), told, json.dumps(key)))
    elif len(key) == 1 and columns[0] != key[0]:
        faults.append(Fault((*place, 0, "name"), columns[0], f"{key[0]} as the first field, as it is the key"))
    faults += check_links(resource, (*path, "schema", "foreignKeys"), columns)
    pattern, rows = (
        fields[0].get("constraints", {}).get("pattern"),
        [case["row"] for f in fields for case in f.get("cases", [])],
    )
    for at, field in enumerate(fields):
        faults += check_field(field, (*place, at), table, descriptor)
    if not faults and pattern and rows and not any(re.fullmatch(pattern, row) for row in rows):
        faults.append(Fault((*place, 0, "constraints", "pattern"), pattern, f"a form that {rows[0]} has"))
    return faults


def check_rules(descriptor: dict) -> list[Fault]:
    """Rules that are not counted on from R1, and words that point to none."""
    ids = [rule["id"] for rule in descriptor["rules"]]
    for at, name in enumerate(ids):
        if name != f"R{at + 1}":
            return [Fault(("rules", at, "id"), name, f"R{at + 1}, as rules are counted on from R1")]
    faults = []
    for at, resource in enumerate(descriptor["resources"]):
        for number, field in enumerate(resource["schema"]["fields"]):
            for key in ("description", "procedure"):
                for name in re.findall(r"\bR\d+\b", field.get(key, "")):
                    if name not in ids:
                        path = ("resources", at, "schema", "fields", number, key)
                        faults.append(Fault(path, name, f"a rule from R1 to {ids[-1]}"))
    return faults


def check_use(descriptor: dict) -> list[Fault]:
    """What is wrong in a descriptor of the right shape by what the code relies on."""
    resources, paths = descriptor["resources"], [("resources", at) for at in range(len(descriptor["resources"]))]
    names = [resource["name"] for resource in resources]
    places = [(*path, "name") for path in paths]
    faults = find_missing(list(PRIMARY), names, places, ("resources",), "table")
    told = {fault.path for fault in faults}
    others = [
        (name, path) for name, path in zip(names, places, strict=True) if name not in PRIMARY and path not in told
    ]
    faults += [Fault(path, name, f"one of {', '.join(PRIMARY)}") for name, path in others]
    faults += [fault for fault in find_twice(names, places, "table") if fault.path not in told]
    if faults:
        return faults
    faults = find_twice([resource["title"] for resource in resources], [(*path, "title") for path in paths], "title")
    for name, codes in descriptor["codes"].items():
        faults += check_codes(codes, ("codes", name), name)
    faults += check_rules(descriptor)
    return faults + [
        fault
        for resource, path in zip(resources, paths, strict=True)
        for fault in check_table(resource, path, descriptor)
    ]


@lru_cache(maxsize=8)
def find_problems(data: bytes) -> tuple[Problem, ...]:
    """Every problem of a descriptor in these bytes; the same bytes are gone through once.

    What keeps it from being JSON is told first, then its shape, then what the code relies on: each where the one before is right.
    """
    twice = []

    def gather(pairs: list[tuple[str, object]]) -> dict:
        twice.append(len(dict(pairs)) < len(pairs))
        return dict(pairs)

    try:
        descriptor = json.loads(data.removeprefix(MARK).decode(), object_pairs_hook=gather)
    except (ValueError, RecursionError):
        twice.append(True)
    if any(twice):
        from analysis.record import json_text

        return tuple(json_text.explain(FILE, data))
    if faults := PACKAGE(descriptor, ()) or check_use(descriptor):
        from analysis.record import json_text  # only what is wrong is worth its loading

        return tuple(sorted(json_text.locate_faults(FILE, data, faults)))
    return ()


def parse(data: bytes) -> dict:
    """A descriptor without problems, its foreign keys as single names and its primary keys as lists."""
    descriptor = json.loads(data.removeprefix(MARK))
    for resource in descriptor["resources"]:
        schema = resource["schema"]
        schema["primaryKey"] = PRIMARY[resource["name"]]
        for link in schema.get("foreignKeys", []):
            for of in (link, link["reference"]):
                of["fields"] = of["fields"] if isinstance(of["fields"], str) else of["fields"][0]
    return descriptor
