"""Traces every cell of the tables to the documents behind it.

Promise: a standing is computed from what the cards say, never typed.
"""

from collections import defaultdict
from operator import eq
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import schema
from analysis.cards import KEYS, covers, load_cards, load_claims, name_rows, read_cards
from analysis.known import as_known_on, date_cells
from analysis.schema import ROOT, Problem
from analysis.tables import load_raw

__all__ = [
    "as_known_on",
    "check_evidence",
    "covers",
    "date_cells",
    "load_cards",
    "load_claims",
    "measure_agreement",
    "read_cards",
    "trace_cell",
    "trace_row",
    "trace_standing",
]


def find_contradictions(readings: list[tuple[str, pd.Timestamp, object]], field: dict) -> set[str]:
    """The values of one cell that cannot be true together with another of them.

    A provisional code (still held, none yet ...) contradicts a final one only if it is dated later. `readings`: value,
    known_from, published.
    """
    if field["evidence"] == "text" or len({value for value, *_ in readings}) == 1:
        return set()
    provisional = {value for value, code in schema.select_codes(field).items() if code.get("provisional")}
    final_since = min((day for value, day, _ in readings if value not in provisional), default=pd.Timestamp.max)
    live = {
        value
        for value, day, published in readings
        if value not in provisional or (day > final_since and isinstance(published, str))
    }
    return {a for a in live if any(not (covers(a, b, field) or covers(b, a, field)) for b in live)}


def select_cells(raw: pd.DataFrame, table: str, fields: dict[str, dict]) -> pd.DataFrame:
    """The filled cells of a table that need evidence: table, row, column, value, line."""
    columns = [name for name, field in fields.items() if field["evidence"] != "label" or name in KEYS.get(table, [])]
    cells = (
        raw[columns]
        .assign(row=name_rows(raw, table), line=raw.index)
        .melt(["row", "line"], var_name="column", value_name="value")
    )
    return cells.dropna(subset="value").assign(table=table)


def trace_standing(
    raw: dict[str, pd.DataFrame] | None = None, cards: pd.DataFrame | None = None, root: Path = ROOT
) -> pd.DataFrame:
    """The standing of every filled cell that needs evidence.

    Returns
    -------
    table, row, column, value : str
    line : int
        Line in the table's file.
    standing : category
        agreed (two or more independent voices), single, disputed (cards contradict each other) or unsupported.
    voices : int
        Independent voices that give our value, as precisely or more coarsely.
    readings : str
        What else is said, where it is disputed.
    """
    raw = load_raw(root) if raw is None else raw
    cards = load_cards(root) if cards is None else cards
    descriptor = schema.load_descriptor(root)
    fields = {
        table: schema.select_fields(descriptor, table) for table in raw if table not in ("rulings", "second_coding")
    }
    cells = pd.concat([select_cells(raw[table], table, fields[table]) for table in fields], ignore_index=True)
    keys = ["table", "row", "column"]
    said = cards.merge(cells[[*keys, "value"]].assign(cell=cells.index), on=keys, suffixes=("", "_ours"))
    differs = said["value"] != said["value_ours"]
    pairs = said.loc[differs, ["table", "column", "value", "value_ours"]].drop_duplicates()
    verdicts = {
        tuple(pair): (covers(pair.value, pair.value_ours, field), covers(pair.value_ours, pair.value, field))
        for pair in pairs.itertuples(index=False)
        for field in [fields[pair.table][pair.column]]
    }
    found = [verdicts[pair] for pair in zip(*(said.loc[differs, name].tolist() for name in pairs), strict=True)]
    gives = pd.DataFrame(found, said.index[differs], ["exact", "coarser"], dtype=bool).reindex(
        said.index, fill_value=True
    )
    said["exact"], said["supports"] = gives["exact"], gives["exact"] | gives["coarser"]
    voices = said.loc[said["supports"], ["cell", "voice"]].drop_duplicates()["cell"].value_counts()
    cells["voices"] = voices.reindex(cells.index, fill_value=0)
    cells["standing"] = np.where(cells["voices"] > 1, "agreed", "single")
    coded = {(table, name) for table in fields for name, field in fields[table].items() if field["evidence"] == "coded"}
    other, readings = said[differs], defaultdict(list)
    is_coded = [key in coded for key in zip(other["table"].tolist(), other["column"].tolist(), strict=True)]
    told = said[said["cell"].isin(other.loc[is_coded, "cell"])]
    for cell, *reading in zip(
        *(told[name].tolist() for name in ("cell", "value", "known_from", "published")), strict=True
    ):
        readings[cell].append(reading)
    disputed = {}
    for ours in cells.loc[list(readings)].itertuples():
        if against := find_contradictions(readings[ours.Index], fields[ours.table][ours.column]):
            disputed[ours.Index] = ", ".join(sorted(against - {ours.value}))
    cells["standing"] = cells["standing"].mask(cells.index.isin(list(disputed)), "disputed")
    cells["readings"] = pd.Series(disputed, dtype="str").reindex(cells.index, fill_value="")
    backed = cells.index.isin(said.loc[said["exact"], "cell"])
    cells.loc[~backed, "standing"] = "unsupported"
    order = ["agreed", "single", "disputed", "unsupported"]
    cells["standing"] = pd.Categorical(cells["standing"], order, ordered=True)
    return cells[[*keys, "value", "line", "standing", "voices", "readings"]]


def trace_cell(table: str, row: str, column: str, root: Path = ROOT) -> pd.DataFrame:
    """The documents that speak of one cell, oldest first: value, publisher, title, published, url, source, voice."""
    cards = load_cards(root)
    of_cell = cards[(cards["table"] == table) & (cards["row"] == row) & (cards["column"] == column)]
    columns = ["value", "publisher", "title", "published", "url", "source", "voice"]
    return of_cell.sort_values(["known_from", "source"])[columns].reset_index(drop=True)


def name_first(publishers: pd.Series, most: int = 3) -> str:
    """The first few different names, and how many more."""
    names = list(dict.fromkeys(publishers))
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def trace_row(table: str, row: str, root: Path = ROOT) -> pd.DataFrame:
    """Every filled cell of one row: column, value, standing, voices, and the first publishers that spoke of it."""
    cards = load_cards(root)
    of_row = cards[(cards["table"] == table) & (cards["row"] == row)]
    cells = trace_standing(cards=of_row, root=root)
    cells = cells[(cells["table"] == table) & (cells["row"] == row)]
    publishers = of_row.sort_values(["known_from", "source"]).groupby("column")["publisher"].agg(name_first)
    traced = cells[["column", "value", "standing", "voices"]].assign(publishers=cells["column"].map(publishers))
    return traced.reset_index(drop=True)


def check_evidence(raw: dict[str, pd.DataFrame], cards: pd.DataFrame, root: Path = ROOT) -> list[Problem]:
    """Cells no card gives, disputes without a ruling, rulings without a dispute, cards that speak of unknown rows."""
    cells = trace_standing(raw, cards, root)
    problems = [
        Problem(f"data/{cell.table}.csv", cell.line, cell.column, cell.value, "a card that gives this value")
        for cell in cells[cells["standing"] == "unsupported"].itertuples()
    ]
    told = set(
        zip(*(cells.loc[cells["standing"] == "unsupported", key] for key in ("table", "row", "column")), strict=True)
    )
    rulings = raw["rulings"]
    ruled = set(zip(rulings["table"], rulings["row_id"], rulings["column"], strict=True))
    disputed = cells[cells["standing"] == "disputed"].set_index(["table", "row", "column"])
    open_cells = {
        key: cell for key, cell in zip(disputed.index, disputed.itertuples(), strict=True) if key not in ruled
    }
    for ruling in rulings.itertuples():
        key = (ruling.table, ruling.row_id, ruling.column)
        if key in told:  # a value that no card gives: its ruling goes with it
            continue
        if key in disputed.index:
            if ruling.ruling != (value := disputed.loc[key, "value"]):
                expected = f"the value in the table, {value}"
                problems.append(Problem("data/rulings.csv", ruling.Index, "ruling", ruling.ruling, expected))
        elif near := next((other for other in open_cells if sum(map(eq, key, other)) == 2), None):
            del open_cells[near]
            at = list(map(eq, key, near)).index(False)
            expected = f"{near[at]}, as cards dispute {'/'.join(near)}"
            problems.append(
                Problem("data/rulings.csv", ruling.Index, ["table", "row_id", "column"][at], key[at], expected)
            )
        else:
            problems.append(
                Problem("data/rulings.csv", ruling.Index, "column", "/".join(key), "a cell that cards dispute")
            )
    if rulings.empty and len(open_cells) > 1:
        key, cell = next(iter(open_cells.items()))
        expected = (
            f"a ruling, as cards dispute {len(open_cells)} cells, the first data/{key[0]}.csv:{cell.line}: {key[2]}"
        )
        problems.append(Problem("data/rulings.csv", 2, "", "", expected))
        open_cells = {}
    problems += [
        Problem(f"data/{key[0]}.csv", cell.line, key[2], cell.value, f"a ruling, as cards also say {cell.readings}")
        for key, cell in open_cells.items()
    ]
    rows = set(zip(cells["table"], cells["row"], strict=True))
    unknown = cards[[key not in rows for key in zip(cards["table"], cards["row"], strict=True)]]
    for card in unknown.drop_duplicates(["source", "table", "row"]).itertuples():
        problems.append(
            Problem(f"seeds/{card.source}.toml", None, card.table, card.row, f"a row of data/{card.table}.csv")
        )
    missing = ~raw["leaders"]["source"].isin(cards["source"])
    for leader in raw["leaders"][missing].itertuples():
        problems.append(
            Problem("data/leaders.csv", leader.Index, "source", leader.source, "the id of a card in seeds/")
        )
    return problems


def measure_agreement(second: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    """How far two coders agree, by column of detainees.

    A coarser reading agrees with a finer one. Cohen's kappa, for columns of codes: (observed - expected) / (1 - expected)
    agreement, where expected is what the two coders' shares of each code would give by chance (Cohen 1960, Educational and
    Psychological Measurement 20, 37-46); missing where both gave one and the same code throughout.

    Parameters
    ----------
    second
        data/second_coding.csv: detainee_id, column, first, second.

    Returns
    -------
    column, both (cells both coders filled), agree, share, kappa, first_only, second_only
    """
    fields = schema.select_fields(descriptor, "detainees")
    rows = []
    for column, cells in second.groupby("column", sort=False):
        both = cells.dropna(subset=["first", "second"])
        field = fields[column]
        agree = [covers(a, b, field) or covers(b, a, field) for a, b in zip(both["first"], both["second"], strict=True)]
        kappa = None
        if "categories" in field and len(both):
            observed = (both["first"] == both["second"]).mean()
            shares = [both[coder].value_counts(normalize=True) for coder in ("first", "second")]
            expected = shares[0].mul(shares[1], fill_value=0).sum()
            kappa = (observed - expected) / (1 - expected) if expected < 1 else None
        only = [int(cells[coder].isna().sum()) for coder in ("second", "first")]
        rows.append([column, len(both), sum(agree), sum(agree) / len(both) if len(both) else None, kappa, *only])
    columns = ["column", "both", "agree", "share", "kappa", "first_only", "second_only"]
    return pd.DataFrame(rows, columns=columns).astype({"share": "float", "kappa": "float"})
