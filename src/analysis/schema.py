"""Checks the tables against their descriptor, then against one another.

Promise: every problem is reported, each with file, line, column, value and what was expected; nothing is repaired.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from analysis import dates, texts
from analysis.problems import InvalidRecord, Problem, select_roots

ROOT = Path(__file__).resolve().parents[2]
VERDICT_UNKNOWN = "The day of the verdict is not public"  # the note that excuses a sentence from its day
WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")  # a number as a person types it, small enough for any count here
SENTENCED = ["term", "life", "death", "suspended", "time_served"]


def load_descriptor(root: Path = ROOT) -> dict:
    """The data package descriptor, data/datapackage.json."""
    file = "data/datapackage.json"
    try:
        return json.loads((root / file).read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise InvalidRecord([Problem(file, line, "", error, "the descriptor, in JSON and UTF-8")]) from None


def select_keys(descriptor: dict) -> dict[str, list[str]]:
    """The columns of each table's primary key, by its file."""
    return {f"data/{resource['path']}": resource["schema"]["primaryKey"] for resource in descriptor["resources"]}


def select_fields(descriptor: dict, table: str) -> dict[str, dict]:
    """The fields of one table by name; a field that shares a code list comes with its categories filled in."""
    resource = next(resource for resource in descriptor["resources"] if resource["name"] == table)
    shared = descriptor["codes"]
    return {
        field["name"]: field | ({"categories": shared[field["codeList"]]} if "codeList" in field else {})
        for field in resource["schema"]["fields"]
    }


def select_codes(field: dict) -> dict[str, dict]:
    """The codes of a field by value, in codebook order; empty for a field without codes."""
    return {code["value"]: code for code in field.get("categories", [])}


def describe_expected(field: dict) -> str:
    """What a cell of this field has to look like, in words."""
    if field.get("partialDate"):
        return "a date as YYYY, YYYY-MM or YYYY-MM-DD"
    if field["type"] == "integer":
        least = field["constraints"]["minimum"]
        return f"a whole number of {field['unit']} " + (f"above {least - 1}" if least else "from 0")
    if codes := select_codes(field):
        words = ", ".join(codes) if len(codes) <= 20 else f"one of the {len(codes)} codes of {field['codeList']}"
        return f"{words}, in alphabetical order, {field['list']!r} between" if "list" in field else f"one of {words}"
    if allowed := field.get("constraints", {}).get("enum"):
        return "one of " + ", ".join(allowed)
    if pattern := field.get("constraints", {}).get("pattern"):
        return f"a text of the form {pattern}"
    return "a text without spaces at its ends or line breaks"


def compile_cell_check(field: dict) -> Callable[[str], bool]:
    """The test that one cell's text has to pass."""
    constraints = field.get("constraints", {})
    if field.get("partialDate"):
        return dates.is_day
    if field["type"] == "integer":
        return lambda text: WHOLE.fullmatch(text) is not None and int(text) >= constraints["minimum"]
    if codes := select_codes(field) or constraints.get("enum"):
        if separator := field.get("list"):
            return lambda text: (parts := text.split(separator)) == sorted(set(parts)) and set(parts) <= codes.keys()
        return lambda text: text in codes
    if "pattern" in constraints:
        pattern = re.compile(constraints["pattern"])
        return lambda text: pattern.fullmatch(text) is not None
    return lambda text: not texts.find_fault(text)


def find_expected(text: str, field: dict) -> str:
    """What was expected of a cell that has failed its test: the words for its field, or for what is wrong in a text."""
    plain = describe_expected(field)
    return (texts.find_fault(text) or plain) if plain == describe_expected({"type": "string"}) else plain


def compile_table(fields: dict[str, dict]):
    """The fields of one table as a pandera schema over columns of text; each distinct text is tested once."""
    import pandera.pandas as pandera

    def compile_column(field: dict):
        passes = compile_cell_check(field)
        check = pandera.Check(
            lambda texts: texts.map({text: passes(text) for text in texts.unique()}),
            error=describe_expected(field),
        )
        return pandera.Column(object, check, nullable=not field.get("constraints", {}).get("required"))

    return pandera.DataFrameSchema({name: compile_column(field) for name, field in fields.items()})


def check_cells(table: str, frame: pd.DataFrame, fields: dict[str, dict]) -> list[Problem]:
    """Problems of single cells: missing, of the wrong form, or no code."""
    from pandera.errors import SchemaErrors

    try:
        compile_table(fields).validate(frame.astype(object), lazy=True)
    except SchemaErrors as errors:
        return [
            Problem(
                f"data/{table}.csv",
                int(case.index),
                case.column,
                "" if pd.isna(case.failure_case) else case.failure_case,
                "a value" if pd.isna(case.failure_case) else find_expected(case.failure_case, fields[case.column]),
            )
            for case in errors.failure_cases.itertuples(index=False)
        ]
    return []


Finding = tuple[pd.Series, str, str]  # rows that break a rule (mask), the column to name, what was expected


def check_keys(frames: dict[str, pd.DataFrame], descriptor: dict) -> Iterator[tuple[str, Finding]]:
    """Primary keys are used once; foreign keys lead somewhere."""
    for resource in descriptor["resources"]:
        table, keys = resource["name"], resource["schema"]["primaryKey"]
        yield table, (frames[table].duplicated(keys), keys[0], f"each {' + '.join(keys)} once")
        for link in resource["schema"].get("foreignKeys", []):
            (column,), target = [link["fields"]], link["reference"]["resource"]
            dangling = frames[table][column].notna() & ~frames[table][column].isin(frames[target][column])
            yield table, (dangling, column, f"a {column} of data/{target}.csv")


def check_detainees(
    detainees: pd.DataFrame, exchanges: pd.DataFrame, states: dict, until: pd.Timestamp
) -> Iterator[Finding]:
    """The rules inside a detention, and between it and its deal."""
    day = {c: dates.parse_dates(detainees[c]) for c in ("arrested", "convicted", "designated", "released")}
    for before, after in [("arrested", "convicted"), ("arrested", "designated"), ("arrested", "released")]:
        yield day[before]["earliest"] > day[after]["latest"], after, f"no day before {before}"
    kind, outcome = detainees["sentence_kind"], detainees["outcome"]
    early = day["convicted"]["earliest"] > day["released"]["latest"]  # only a suspended sentence can follow release
    yield early & kind.ne("suspended"), "released", "no day before convicted"
    for column, days in day.items():
        yield days["earliest"] > until, column, f"no day after data_through, {until:%Y-%m-%d}"
    undated = detainees["convicted"].isna() & ~detainees["notes"].fillna("").str.contains(VERDICT_UNKNOWN)
    yield (
        kind.isin(SENTENCED) & undated,
        "convicted",
        f"the day of the conviction, or the note: {VERDICT_UNKNOWN}",
    )
    yield kind.eq("term") & detainees["sentence_months"].isna(), "sentence_months", "the months of the term"
    months = detainees["sentence_months"].notna()
    yield (
        kind.notna() & ~kind.isin(["term", "suspended"]) & months,
        "sentence_months",
        "nothing, as the sentence is no term",
    )
    final = detainees["sentence_months_final"]
    yield (
        final.notna() & ~kind.isin(["term", "suspended", "life", "death"]),
        "sentence_months_final",
        "nothing, as there is no sentence to change",
    )
    yield (
        final.notna() & final.eq(detainees["sentence_months"]),
        "sentence_months_final",
        "nothing, as the sentence did not change",
    )
    in_deal = detainees["exchange_id"].notna()
    yield outcome.eq("exchanged") & ~in_deal, "exchange_id", "the deal the person was exchanged in"
    yield (
        in_deal & ~outcome.isin(["exchanged", "released_one_sided"]),
        "outcome",
        "exchanged or released_one_sided, as there is an exchange_id",
    )
    yield (
        outcome.eq("still_held") & detainees["released"].notna(),
        "released",
        "nothing, as the person is still held",
    )
    yield in_deal & detainees["released"].isna(), "released", "the day of the handover"
    deal = exchanges.drop_duplicates("exchange_id").set_index("exchange_id").reindex(detainees["exchange_id"])
    deal.index = detainees.index
    first, last = dates.parse_dates(deal["date"]), dates.parse_dates(deal["end_date"].fillna(deal["date"]))
    outside = (day["released"]["latest"] < first["earliest"]) | (day["released"]["earliest"] > last["latest"])
    yield outside, "released", "a day of the exchange"
    american = detainees["us_status"].isin(["citizen", "dual_citizen"])
    listed = detainees["citizenship"].fillna("").str.split(";").map(lambda codes: "united_states" in codes)
    known = detainees["us_status"].notna() & detainees["citizenship"].notna()
    yield known & (american != listed), "us_status", "what the citizenship says"
    several = detainees["citizenship"].fillna("").str.contains(";")
    yield (
        known & detainees["us_status"].eq("citizen") & several,
        "us_status",
        "dual_citizen, as there are two citizenships",
    )
    sideless = detainees["custodian"].map(lambda code: code in states and "group" not in states[code])
    yield sideless.astype(bool), "custodian", "a state that stands on one of the two sides"


def check_exchanges(
    exchanges: pd.DataFrame, detainees: pd.DataFrame, states: dict, until: pd.Timestamp
) -> Iterator[Finding]:
    """The ledger balances, and a deal has the sides its kind says."""
    start, end = dates.parse_dates(exchanges["date"]), dates.parse_dates(exchanges["end_date"])
    yield end["latest"] <= start["earliest"], "end_date", "a day after the first"
    yield start["earliest"] > until, "date", f"no day after data_through, {until:%Y-%m-%d}"
    side = detainees["custodian"].map(lambda code: states.get(code, {}).get("group"))
    totals = {}
    for name in ("us_side", "russian_side"):
        column = f"freed_by_{name}"
        totals[name] = pd.to_numeric(exchanges[column])
        named = exchanges["exchange_id"].map(detainees.loc[side.eq(name), "exchange_id"].value_counts()).fillna(0)
        yield named > totals[name], column, "no fewer than the people named in data/detainees.csv"
    both = (totals["us_side"] > 0) & (totals["russian_side"] > 0)
    yield (
        exchanges["kind"].isin(["swap", "multi_party"]) & ~both,
        "kind",
        "one_sided or mediated, as one side freed nobody",
    )
    yield (
        exchanges["kind"].eq("one_sided") & both,
        "kind",
        "swap or multi_party, as both sides freed somebody",
    )


def check_second_coding(second: pd.DataFrame) -> Iterator[Finding]:
    """Where the two coders differ, it is said how that was settled."""
    differ = second["first"].fillna("") != second["second"].fillna("")
    yield differ & second["reason"].isna(), "reason", "how the difference was settled"
    yield ~differ & second["reason"].notna(), "reason", "nothing, as the two coders agree"


def check_leaders(leaders: pd.DataFrame) -> Iterator[Finding]:
    """One leader an office on any day."""
    ordered = leaders.sort_values(["office", "from"])
    before = dates.parse_dates(ordered.groupby("office")["to"].shift())
    overlap = dates.parse_dates(ordered["from"])["latest"] < before["earliest"]
    yield overlap.reindex(leaders.index), "from", "no day before the one before left office"


def check_tables(raw: dict[str, pd.DataFrame], descriptor: dict) -> list[Problem]:
    """Every problem in the tables, in the order of files and lines.

    Parameters
    ----------
    raw
        Frames of text by table, as tables.load_raw gives them, indexed by the line in their file.
    """
    problems, frames, until = [], {}, pd.Timestamp(descriptor["data_through"])
    for table, frame in raw.items():
        found = check_cells(table, frame, select_fields(descriptor, table))
        problems += found
        frames[table] = frame.copy()
        for problem in found:  # a cell that is wrong by itself is left out of the rules across cells
            frames[table].loc[problem.line, problem.column] = None
    states = {code["value"]: code for code in descriptor["codes"]["states"]}
    rules = list(check_keys(frames, descriptor))
    rules += [("detainees", rule) for rule in check_detainees(frames["detainees"], frames["exchanges"], states, until)]
    rules += [("exchanges", rule) for rule in check_exchanges(frames["exchanges"], frames["detainees"], states, until)]
    rules += [("leaders", rule) for rule in check_leaders(frames["leaders"])]
    rules += [("second_coding", rule) for rule in check_second_coding(frames["second_coding"])]
    for table, (broken, column, expected) in rules:
        for line, value in frames[table].loc[broken.fillna(False), column].items():
            problems.append(Problem(f"data/{table}.csv", int(line), column, "" if pd.isna(value) else value, expected))
    roots = select_roots(problems, select_keys(descriptor))
    return sorted(roots, key=lambda problem: (problem.file, problem.line, problem.column))
