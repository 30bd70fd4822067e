"""Runs every check of the record in one go: form, cells and keys, then rows and documents, then relations, then evidence and claims.

Promise: a step runs where the one before found nothing, so that nothing is said twice.
"""

from pathlib import Path

import pandas as pd

from analysis.claims.check import check_claims
from analysis.evidence.check import check_evidence, check_rows
from analysis.evidence.documents import (
    check_borderline,
    check_days,
    check_documents,
    check_names,
    check_texts,
    gather_documents,
)
from analysis.evidence.origins import check_forerunners, check_origins
from analysis.evidence.readings import check_readings
from analysis.evidence.reasons import check_reasons
from analysis.evidence.reports import check_early_reports, check_late_reports
from analysis.evidence.statements import check_statements
from analysis.evidence.titles import check_titles
from analysis.evidence.transposed import check_transposed
from analysis.evidence.usual import check_usual
from analysis.record import cards, fit, names, rules, sayings, schema, tables, wording
from analysis.record.files import ROOT
from analysis.record.problems import Problem


def check_meaning(
    raw: dict[str, pd.DataFrame], cells: pd.DataFrame, claims: pd.DataFrame, descriptor: dict
) -> list[Problem]:
    """Rows that cannot be true by their codes and days, or by their words; a cell of which a rule speaks is not told of by usage."""
    problems = [
        *rules.check_relations(raw, descriptor),
        *rules.check_charges(raw),
        *names.check_twice(raw),
        *wording.check_wording(raw, descriptor),
        *sayings.check_sayings(raw, list_spoken(cells, claims), descriptor),
        *check_reasons(raw, cells, descriptor),
    ]
    told = {problem.place for problem in problems}
    return problems + [found for found in check_usual(raw, descriptor) if found.place not in told]


def name_states(descriptor: dict) -> dict[str, str]:
    """The labels of the codes of states."""
    return {state["value"]: state["label"] for state in descriptor["codes"]["states"]}


def list_spoken(cells: pd.DataFrame, claims: pd.DataFrame) -> dict[str, set[str]]:
    """The rows that each card speaks of, by its name."""
    return {name: set() for name in claims["source"]} | cells.groupby("source")["row"].agg(set).to_dict()


def check_record(root: Path = ROOT) -> tuple[list[Problem], str]:
    """Every problem of the record by file and line, and a line that counts what was looked at."""
    descriptor = schema.load_descriptor(root)
    raw, problems = tables.read_tables(descriptor, root)
    cells, claims, faulty = cards.read_cards(root)
    problems = problems + faulty or names.check_letters(raw, descriptor)
    problems = fit.check_fit(problems, descriptor, raw, cells, root)
    if not problems:
        until = pd.Timestamp(descriptor["data_through"])
        problems = check_rows(raw, cells, root)
        if not cells.empty:
            problems += check_texts(raw, cells, descriptor)
            documents = gather_documents(cells, claims, root)
            problems += check_documents(documents, until, root)
            problems += check_origins(documents, root)
            problems += check_titles(raw, documents, cells, root)
            problems += check_transposed(raw, cells, documents, name_states(descriptor), root)
            problems += check_days(cells, descriptor, root)
            problems += check_borderline(root)
    problems = problems or check_meaning(raw, cells, claims, descriptor)
    if {problem.file for problem in problems} <= {"data/second_coding.csv"}:  # which may be right where its row is not
        problems += [
            *check_evidence(raw, cells, descriptor, root),
            *check_names(raw, cells, root),
            *check_late_reports(raw, cells, root),
            *check_early_reports(raw, cells, root),
            *check_readings(raw, cells, name_states(descriptor), root),
            *check_forerunners(raw, cells, root),
            *check_claims(claims, raw, descriptor, root),
        ]
    problems = problems or [*check_statements(claims, raw, list_spoken(cells, claims), root)]
    counts = ", ".join(f"{len(frame)} {name}" for name, frame in raw.items())
    looked = f"{counts}; {len(cards.list_cards(root)[0])} source cards, {len(cells)} readings, {len(claims)} claims"
    return tables.sort_problems(problems), looked
