"""Loads the hand-coded tables: CSV to typed frames.

Promise: a table loads whole and as its descriptor says, or not at all; no value is repaired on the way.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import cards, dates, reading, schema, swaps
from analysis.problems import InvalidRecord, Problem, select_roots
from analysis.schema import ROOT

MAY_BE_EMPTY = ("rulings",)  # where the cards never disagree there is nothing to rule


@dataclass(frozen=True)
class Tables:
    """The record as typed frames, one attribute a table, with the data's own version and last day looked at.

    A date column holds the text at the precision known and comes with `<column>_earliest` and `<column>_latest`
    (datetime64). Codes are categoricals in codebook order; whole numbers are Int64; empty is missing.
    Computed columns: detainees.side, detainees.charge_group, detainees.last_confirmed (datetime64, day of the newest
    dated document that says how the detention stands); exchanges.year (Int64), exchanges.us_leader and
    exchanges.kremlin_leader (who was in office on the day).
    """

    exchanges: pd.DataFrame
    detainees: pd.DataFrame
    negotiators: pd.DataFrame
    leaders: pd.DataFrame
    rulings: pd.DataFrame
    second_coding: pd.DataFrame
    descriptor: dict

    @property
    def version(self) -> str:
        """Version of the data."""
        return self.descriptor["version"]

    @property
    def data_through(self) -> pd.Timestamp:
        """Last day that the record has looked at; every measure that needs a "today" takes this one."""
        return pd.Timestamp(self.descriptor["data_through"])

    def summarise(self) -> pd.DataFrame:
        """One row a table: table, one row is, rows, columns."""
        return pd.DataFrame(
            {
                "table": resource["name"],
                "what it holds": resource["description"],
                "rows": len(getattr(self, resource["name"])),
                "columns": len(resource["schema"]["fields"]),
            }
            for resource in self.descriptor["resources"]
        )

    def codes(self, table: str, column: str) -> dict[str, dict]:
        """The codes of a column by value (label, definition, group), in codebook order."""
        return schema.select_codes(schema.select_fields(self.descriptor, table)[column])

    def label(self, table: str, column: str) -> dict[str, str]:
        """The codes of a column and the words to print for them."""
        return {code: entry["label"] for code, entry in self.codes(table, column).items()}


def read_tables(root: Path = ROOT, *, compact: bool = False) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The tables as text, as load_raw gives them, without rows whose form is broken, and the problems of these.

    `compact` keeps text as str, and codes, dates and numbers, where few texts come back in many rows, as categories.
    """
    descriptor, frames, problems = schema.load_descriptor(root), {}, []
    for resource in descriptor["resources"]:
        file, name = f"data/{resource['path']}", resource["name"]
        fields = schema.select_fields(descriptor, name)
        folded = [column for column, field in fields.items() if schema.recurs(field)]
        frame, found = reading.read_table(root / file, file, list(fields), empty=name in MAY_BE_EMPTY, folded=folded)
        frames[name] = schema.compact(frame, fields) if compact else frame.astype(object)
        problems += found
    return frames, problems


def load_raw(root: Path = ROOT) -> dict[str, pd.DataFrame]:
    """The tables as text, columns in the descriptor's order, indexed by the line in their file.

    Raises
    ------
    InvalidRecord
        A file is missing or empty, its header is not the descriptor's, or its rows are not all of the right form.
    """
    frames, problems = read_tables(root)
    if problems:
        raise InvalidRecord(problems)
    return frames


def type_numbers(texts: pd.Series) -> pd.Series:
    """Whole numbers as Int64; each distinct text is read once."""
    codes, distinct = pd.factorize(texts)
    return pd.Series(pd.array(pd.to_numeric(distinct.astype(object)), "Int64")).reindex(codes).set_axis(texts.index)


def unfold(texts: pd.Series) -> pd.Series:
    """Categories as the texts they stand for; anything else as texts."""
    if not isinstance(texts.dtype, pd.CategoricalDtype):
        return texts.astype("str")
    distinct = texts.cat.categories.astype("str").array
    return pd.Series(distinct.take(texts.cat.codes.to_numpy(), allow_fill=True), index=texts.index)


def type_table(raw: pd.DataFrame, fields: dict[str, dict]) -> pd.DataFrame:
    """A table of text that has passed its checks, as a typed frame with a fresh index."""
    typed = {}
    for name, field in fields.items():
        texts = raw[name].reset_index(drop=True)
        if field["type"] == "integer":
            typed[name] = type_numbers(texts)
        elif "categories" in field and "list" not in field:
            codes = pd.CategoricalDtype(list(schema.select_codes(field)), ordered=True)
            typed[name] = texts.astype("category").astype(codes)
        else:
            typed[name] = unfold(texts)
        if field.get("partialDate"):
            days = dates.parse_dates(texts)
            typed[f"{name}_earliest"], typed[f"{name}_latest"] = days["earliest"], days["latest"]
    return pd.DataFrame(typed)


def add_groups(codes: pd.Series, entries: dict[str, dict]) -> pd.Categorical:
    """The group of each code, in the order in which the codebook first names them."""
    groups = list(dict.fromkeys(entry["group"] for entry in entries.values() if "group" in entry))
    place = {code: groups.index(entry["group"]) for code, entry in entries.items() if "group" in entry}
    places = np.array([place.get(code, -1) for code in codes.cat.categories] + [-1])
    return pd.Categorical.from_codes(places[codes.cat.codes], groups, ordered=True)


def add_leader(days: pd.Series, leaders: pd.DataFrame, offices: list[str]) -> pd.Series:
    """Who held one of the offices on each day; a day of handing over goes to the one who came."""
    terms = leaders[leaders["office"].isin(offices)].sort_values("from_earliest", ignore_index=True)
    positions = terms["from_earliest"].searchsorted(days, side="right") - 1
    return terms["name"].reindex(positions).set_axis(days.index)


def type_tables(raw: dict[str, pd.DataFrame], descriptor: dict) -> Tables:
    """Frames of text that have passed their checks, as Tables with the computed columns."""
    frames = {table: type_table(frame, schema.select_fields(descriptor, table)) for table, frame in raw.items()}
    record = Tables(**frames, descriptor=descriptor)
    detainees, exchanges = record.detainees, record.exchanges
    detainees["side"] = add_groups(detainees["custodian"], record.codes("detainees", "custodian"))
    detainees["charge_group"] = add_groups(detainees["charge_type"], record.codes("detainees", "charge_type"))
    exchanges["year"] = exchanges["date_earliest"].dt.year.astype("Int64")
    exchanges["us_leader"] = add_leader(exchanges["date_earliest"], record.leaders, ["President of the United States"])
    exchanges["kremlin_leader"] = add_leader(
        exchanges["date_earliest"], record.leaders, ["Leader of the Soviet Union", "President of Russia"]
    )
    return record


def load_tables(root: Path = ROOT) -> Tables:
    """The whole record, checked and typed.

    Raises
    ------
    InvalidRecord
        With one line for every problem found.
    """
    descriptor = schema.load_descriptor(root)
    raw, problems = read_tables(root, compact=True)
    cells, _, faulty = cards.read_cards(root)
    lost = [problem.file for problem in problems]
    wrong = schema.check_tables(raw, descriptor)
    if problems or wrong:
        straight, swapped = swaps.straighten(raw, cells, descriptor)
        wrong = swapped + schema.check_tables(straight, descriptor)
    if problems := select_roots(problems + wrong, schema.select_keys(descriptor), lost) + faulty:
        raise InvalidRecord(problems)
    record = type_tables(raw, descriptor)
    days = cards.find_last_confirmed(cells).reindex(record.detainees["detainee_id"])
    record.detainees["last_confirmed"] = days.to_numpy("datetime64[s]")
    return record
