"""Whether the descriptor speaks of these tables and cards: its last day looked at, its worked cases, and codes that it has lost."""

import difflib
import re
from collections import defaultdict
from pathlib import Path

import pandas as pd

from analysis.record import dates
from analysis.record.descriptor import FILE
from analysis.record.files import ROOT
from analysis.record.json_text import locate_faults
from analysis.record.mentions import NUMBERS, Day, find_days, find_lengths, is_day_of, make_days, split_clauses
from analysis.record.problems import Problem
from analysis.record.schema import describe_expected, join_parts, name_rows, select_codes, select_fields
from analysis.record.shape import Fault

FEW = 3  # documents published later than the last day looked at: rather their own days are wrong
NOT_TAKEN = r"\b(?:order(?:ed)?|announced|not the day|the day before|first verdict|earlier|notes|appeal)\b"  # what a worked case sets aside
MANY = 5  # cells with one code that is none: rather the descriptor has lost it


def find_wrong_day(descriptor: dict, said: pd.DataFrame) -> list[Fault]:
    """A last day looked at on which nobody had looked yet, or before which far more than a few documents had not been published."""
    day, path = descriptor["data_through"], ("data_through",)
    read = dates.parse_day_range(max(said["retrieved"].unique()))[1]
    if day > f"{read}":
        return [Fault(path, day, f"no day after {read}, the last on which a document was read")]
    if after := {text for text in said["published"].dropna().unique() if text > day}:
        later = said.loc[said["published"].isin(after), "source"].nunique()
        of = said["source"].nunique()
        if later > min(of / 2, max(FEW, of / 100)):
            return [Fault(path, day, f"no day before {later} documents of the record were published")]
    return []


def find_lost_cases(descriptor: dict, raw: dict[str, pd.DataFrame]) -> list[Fault]:
    """Worked cases whose rows the tables have not; tables that have none of them are another record's."""
    cases = [
        (("resources", at, "schema", "fields", number, "cases", place, "row"), case["row"], resource["name"])
        for at, resource in enumerate(descriptor["resources"])
        for number, field in enumerate(resource["schema"]["fields"])
        for place, case in enumerate(field.get("cases", []))
    ]
    rows = {table: set(name_rows(raw[table], table)) for table in {table for *_, table in cases}}
    lost = [Fault(path, row, f"a row of data/{table}.csv") for path, row, table in cases if row not in rows[table]]
    return lost if len(lost) < len(cases) else []


def find_wrong_cases(descriptor: dict, raw: dict[str, pd.DataFrame]) -> list[Fault]:
    """Worked cases whose words have days or lengths of time, and none of them is what stands in the row that they explain."""
    faults = []
    for at, resource in enumerate(descriptor["resources"]):
        table = raw[resource["name"]]
        rows = table.set_axis(name_rows(table, resource["name"])) if len(table) else table
        for number, field in enumerate(resource["schema"]["fields"]):
            for place, case in enumerate(field.get("cases", [])):
                value = rows[field["name"]].get(case["row"])
                because = ". ".join(one for one in split_clauses(case["because"]) if not re.search(NOT_TAKEN, one))
                if not isinstance(value, str):
                    continue
                days = [day for day in find_days(because) if day.year and field.get("partialDate")]
                lengths = {
                    *find_lengths(because),
                    *(12 * n for word, n in NUMBERS.items() if re.search(rf"\b{word}\b", because)),
                }
                strange = days and not any(is_day_of(day, value) for day in days)
                if strange or (field.get("unit") == "months" and find_lengths(because) and int(value) not in lengths):
                    path = ("resources", at, "schema", "fields", number, "cases", place, "because")
                    faults.append(Fault(path, case["because"], f"the value of its row, {value}"))
    return faults


def find_wrong_eras(descriptor: dict) -> list[Fault]:
    """Days since or until which there was a state, against the words of its definition."""
    faults = []
    for at, state in enumerate(descriptor["codes"]["states"]):
        for key, words, after in (("from", "since", 0), ("to", "(?<!prior )to", 0), ("to", "before|prior to", 1)):
            told = re.search(
                rf"\b(?:{words}) ((?:\d+ \w+ )?(?:1[5-9]|20)\d\d)\b(?! [a-z])", state.get("definition", "")
            )
            if not told or key not in state:
                continue
            days = [day for day in find_days(told[1]) if day.year] or [Day(int(told[1][-4:]), 1, None)]
            first = make_days(days[0])[0]
            # Before a day is to it, or to the one before it.
            meant = [first - pd.Timedelta(days=after) * n for n in (0, 1)]
            exact = 10 if len(told[1]) > 4 else 4
            spelt = {f"{day:%Y-%m-%d}"[:exact] for day in meant}
            if not any(day.startswith(state[key][:exact]) for day in spelt):
                faults.append(Fault(("codes", "states", at, key), state[key], f"the day in its definition, {told[0]}"))
    return faults


def find_wrong_groups(descriptor: dict, raw: dict[str, pd.DataFrame], said: pd.DataFrame) -> list[Fault]:
    """States in the group of those to which all their prisoners in deals went, or from which theirs came, as cards have it."""
    people = raw["detainees"].dropna(subset=["exchange_id", "received_by"])
    told = said[said["column"].isin(["custodian", "received_by"])]
    given = set(zip(told["row"], told["column"], told["value"], strict=True))
    groups, faults, by_state = {state["value"]: state.get("group") for state in descriptor["codes"]["states"]}, {}, {}
    for row in people[["detainee_id", "custodian", "received_by"]].itertuples():
        for state in {row.custodian, row.received_by}:
            by_state.setdefault(state, []).append(row)
    for at, (state, group) in enumerate(groups.items()):
        rows = by_state.get(state, []) if group else []
        cells = {
            (row.detainee_id, column, getattr(row, column)) for row in rows for column in ("custodian", "received_by")
        }
        same_side = len(rows) > 1 and all(groups.get(row.custodian) == groups.get(row.received_by) for row in rows)
        if same_side and cells <= given:
            expected = "the other side, by those whom it held or received in deals"
            faults[Fault(("codes", "states", at, "group"), group, expected)] = len(rows)
    most = [fault for fault, rows in faults.items() if rows == max(faults.values())]
    return most if len(most) == 1 else []


def find_wrong_version(descriptor: dict, root: Path) -> list[Fault]:
    """A version that is not the one of the latest changes."""
    path = root / "data" / "CHANGELOG.md"
    if not path.exists():
        return []
    found = re.search(r"^## (\d+\.\d+\.\d+)", path.read_text("utf-8", "replace"), re.MULTILINE)
    latest = found[1] if found else "which has none"
    if latest != descriptor["version"]:
        told = f"that of the latest changes in data/CHANGELOG.md, {latest}"
        return [Fault(("version",), descriptor["version"], told)]
    return []


def list_code_lists(descriptor: dict) -> dict[str, tuple[tuple, list[str]]]:
    """Where codes stand, and the codes: by what is told of a cell that has none of them."""
    found = {}
    for at, resource in enumerate(descriptor["resources"]):
        for number, (name, field) in enumerate(select_fields(descriptor, resource["name"]).items()):
            own = ("resources", at, "schema", "fields", number, "categories")
            path = ("codes", field["codeList"]) if "codeList" in field else own
            for meant in (field, join_parts(field, resource["name"], name)):
                found[describe_expected(meant)] = (path, list(select_codes(field)))
    return found


def gather_codes(problems: list[Problem], descriptor: dict, root: Path) -> list[Problem]:
    """The problems of cells, with one of the descriptor for all that have a code which it seems to have lost."""
    lists, cells = list_code_lists(descriptor), defaultdict(list)
    for problem in problems:
        path, codes = lists.get(problem.expected, ((), []))
        for part in set(str(problem.value).split(";")) - set(codes) if codes else ():
            cells[path, part].append(problem)
    for (path, code), told in cells.items():
        if len(told) >= MANY:
            codes = next(codes for other, codes in lists.values() if other == path)
            near = difflib.get_close_matches(code, codes, 1, 0.8)
            first = f"{told[0].file}:{told[0].line}"
            expected = f"{code}, the code of {len(told)} cells, or another in all of them: {first} is the first"
            fault = Fault((*path, codes.index(near[0]), "value") if near else path, near[0] if near else "", expected)
            problems = [problem for problem in problems if problem not in told]
            problems += locate_faults(FILE, (root / FILE).read_bytes(), [fault])
    return problems


def check_fit(
    problems: list[Problem], descriptor: dict, raw: dict[str, pd.DataFrame], said: pd.DataFrame, root: Path = ROOT
) -> list[Problem]:
    """The problems of tables and cards, or if there are none those of the descriptor by what they say.

    `said` as cards.load_cards gives it.
    """
    if problems:
        return gather_codes(problems, descriptor, root)
    faults = find_lost_cases(descriptor, raw) + (find_wrong_day(descriptor, said) if len(said) else [])
    faults += find_wrong_groups(descriptor, raw, said) + find_wrong_cases(descriptor, raw)
    faults += find_wrong_eras(descriptor) + find_wrong_version(descriptor, root)
    return locate_faults(FILE, (root / FILE).read_bytes(), faults) if faults else []
