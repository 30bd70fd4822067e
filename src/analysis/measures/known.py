"""How what is known of the deals grew, as documents came out."""

from dataclasses import replace

import pandas as pd

from analysis.record import schema
from analysis.record.schema import KEYS, name_rows
from analysis.record.tables import Tables

ORDER = ("exchanges", "detainees", "negotiators")
PARTS = {"deal": 0, "russian_side": 1, "us_side": 2, "unknown_side": 3, "negotiators": 4}
IDS = {"exchanges": ["exchange_id"], "detainees": ["detainee_id"], "negotiators": KEYS["negotiators"]}


def list_columns(record: Tables, table: str) -> list[str]:
    """The columns of a table without ids, notes and what is computed."""
    return [name for name in schema.select_fields(record.descriptor, table) if name not in [*IDS[table], "notes"]]


def list_cells(record: Tables) -> pd.DataFrame:
    """The filled cells of deals, people and negotiators, without ids, notes and what is computed: table, row, column, value.

    Table by table, in the order of `record` in each.
    """
    parts = []
    for table in ORDER:
        frame, columns = getattr(record, table), list_columns(record, table)
        cells = frame[columns].astype("str").where(frame[columns].notna())
        cells = cells.assign(row=name_rows(frame, table), order=range(len(frame)))
        cells = cells.melt(["row", "order"], var_name="column", value_name="value").dropna(subset="value")
        parts.append(cells.assign(table=table).sort_values("order", kind="stable"))
    return pd.concat(parts, ignore_index=True)[["table", "row", "column", "value"]]


def select_true(record: Tables, table: str) -> pd.DataFrame:
    """A typed table with the true ids of deals and people, which may differ from those shown as known on a day.

    In the order of `record`.
    """
    frame = getattr(record, table)
    return frame.assign(
        **{key: frame[key].replace(record.ids) for key in ("exchange_id", "detainee_id") if key in frame}
    )


def list_account(record: Tables, exchange_id: str) -> pd.DataFrame:
    """The account of one deal as a record has it, one row a value: row, part, who, column, value, words.

    Part is deal, russian_side, us_side, unknown_side or negotiators. Only people whom the record puts into the deal are in it.
    The deal is asked for by its true id, whatever a record set back to a day calls it. Part by part, in the order of `record` in
    each.
    """
    own = {table: select_true(record, table) for table in ORDER}
    own = {table: frame[frame["exchange_id"] == exchange_id].reset_index(drop=True) for table, frame in own.items()}
    cells, people = list_cells(replace(record, **own)), own["detainees"].set_index("detainee_id")
    named = {"exchanges": "deal", "negotiators": "negotiators"}
    sides = people["side"].astype("str").where(people["side"].notna(), "unknown_side").to_dict()
    part = [named.get(cell.table) or sides[cell.row] for cell in cells.itertuples()]
    names = people["name"].where(people["name"].notna(), people.index).to_dict()
    who = ["/".join(cell.row.split("/")[1:]) or names.get(cell.row, "") for cell in cells.itertuples()]
    labels = {
        (table, column): record.label(table, column)
        for table in ORDER
        for column, field in schema.select_fields(record.descriptor, table).items()
        if "categories" in field
    }
    words = [labels.get((cell.table, cell.column), {}).get(cell.value, cell.value) for cell in cells.itertuples()]
    account = cells.assign(part=part, who=who, words=words)
    account = account.assign(order=account["part"].map(PARTS)).sort_values("order", kind="stable", ignore_index=True)
    return account[["row", "part", "who", "column", "value", "words"]]


def trace_account(records: list[Tables], exchange_id: str, columns: list[str]) -> pd.DataFrame:
    """The account of one deal in several states of the record, one row a value and state.

    Parameters
    ----------
    records
        Oldest first, as record.where(known_on=...) gives them; each stands for its last day.
    columns
        The columns to keep, of any table, in the order to list them.

    Returns
    -------
    exchange_id, part, who, column : str
    day : datetime64
    value, words : str
        Missing where the state does not have it.
    change : str
        "" in the first state; then new, changed, gone, same or "" (still missing).

    State by state, part by part, in the order of `records` in each, that of the newest first.
    """
    states = [list_account(record, exchange_id) for record in records]
    told = pd.concat(states[::-1], ignore_index=True)
    rows = told.drop_duplicates("row")[["row", "part", "who"]]  # named and placed as the newest state has them
    rows = rows.assign(place=rows["part"].map(PARTS)).sort_values("place", kind="stable").drop(columns="place")
    keys = ["row", "column"]
    full = rows.merge(pd.Series(columns, name="column"), how="cross").merge(told[keys].drop_duplicates(), on=keys)
    parts, before = [], None
    for record, state in zip(records, states, strict=True):
        rows = full.merge(state[[*keys, "value", "words"]], on=keys, how="left").assign(
            day=record.data_through, exchange_id=exchange_id
        )
        change = pd.Series("", index=rows.index)
        if before is not None:
            was, now = before["value"], rows["value"]
            change[now.notna()] = "changed"
            change[was.isna() & now.notna()] = "new"
            change[was.notna() & now.isna()] = "gone"
            change[was.notna() & was.eq(now)] = "same"
        parts.append(rows.assign(change=change))
        before = rows
    return pd.concat(parts, ignore_index=True)[
        ["exchange_id", "day", "part", "who", "column", "value", "words", "change"]
    ]


def select_namings(claims: pd.DataFrame, exchange_id: str, side: str) -> pd.DataFrame:
    """Reports on whether the people freed by one side had been named, oldest first.

    Returns
    -------
    exchange_id, published, publisher, says, source : str
    named : int
        People whom the report says were named.
    """
    wanted = [
        claim["measure"] == "people_named" and claim.get("exchange_id") == exchange_id and claim.get("side") == side
        for claim in claims["claim"]
    ]
    told = claims[pd.Series(wanted, index=claims.index, dtype="bool")].sort_values(
        ["known_from", "source"], ignore_index=True
    )
    return told.assign(
        exchange_id=exchange_id,
        says=[claim["says"] for claim in told["claim"]],
        named=pd.Series([claim["equals"] for claim in told["claim"]], dtype="int64"),
    )[["exchange_id", "published", "publisher", "says", "named", "source"]]
