"""How well each value is documented: agreed, single, disputed or unsupported.

Promise: a standing is computed from what the cards say, never typed.
"""

from collections import defaultdict

import numpy as np
import pandas as pd

from analysis.record.schema import CODED, KEYS, covers, name_rows, select_codes, select_fields
from analysis.record.words import UNNAMED

STANDINGS = ["agreed", "single", "disputed", "unsupported"]
KEY_CELLS = ["name", "arrested", "charge_type", "sentence_kind", "sentence_months", "released", "exchange_id"]


def find_contradictions(readings: list[tuple[str, pd.Timestamp, object]], field: dict) -> set[str]:
    """The values of one cell that cannot be true together with another of them.

    A provisional code (still held, none yet ...) contradicts a final one only if it is dated later. `readings`: value,
    known_from, published.
    """
    if field["evidence"] == "text" or len({value for value, *_ in readings}) == 1:
        return set()
    provisional = {value for value, code in select_codes(field).items() if code.get("provisional")}
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


def trace_standing(raw: dict[str, pd.DataFrame], cards: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    """The standing of every filled cell that needs evidence.

    `raw` as record.tables.load_raw gives it, or some of its tables; `cards` as record.cards.load_cards.

    Returns
    -------
    table, row, column, value : str
    line : int
        Line in the table's file.
    standing : category
        agreed (two or more independent voices), single, disputed (cards contradict each other) or unsupported.
    voices : int
        Independent voices that give our value, as precisely or more coarsely; pages that carry the texts of an unnamed
        origin add none, and are one where nobody else gives it.
    readings : str
        What else is said, where it is disputed.
    """
    fields = {table: select_fields(descriptor, table) for table in raw if table in CODED}
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
    supports = said.loc[said["supports"], ["cell", "voice"]].drop_duplicates()
    voices = supports.loc[supports["voice"] != UNNAMED, "cell"].value_counts().reindex(cells.index, fill_value=0)
    cells["voices"] = voices.mask(cells.index.isin(supports["cell"]) & (voices == 0), 1)
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
    cells["standing"] = pd.Categorical(cells["standing"], STANDINGS, ordered=True)
    return cells[[*keys, "value", "line", "standing", "voices", "readings"]]


def rate_people(cells: pd.DataFrame) -> pd.Series:
    """The standing of each detention by detainee_id: that of its least sure key value. `cells` as trace_standing gives it."""
    key = cells[(cells["table"] == "detainees") & cells["column"].isin(KEY_CELLS)]
    return key.groupby("row")["standing"].agg(lambda standings: STANDINGS[max(standings.cat.codes)])


def find_last_confirmed(cells: pd.DataFrame) -> pd.Series:
    """The day of the newest dated document that says how a detention stands: datetime64 by detainee_id."""
    told = cells[(cells["table"] == "detainees") & (cells["column"] == "outcome") & cells["published"].notna()]
    return told.groupby("row")["known_from"].max()
