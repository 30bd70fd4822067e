"""Sets the tables back to what could have been coded from the documents published by a day.

Promise: no cell shows anything that a document published later was the first to say.
"""

import unicodedata
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis.cards import covers, find_last_confirmed, load_cards, name_rows
from analysis.schema import ROOT
from analysis.tables import Tables, load_raw, type_tables

CODED = ("exchanges", "detainees", "negotiators")


def date_documents(cards: pd.DataFrame) -> pd.DataFrame:
    """The cards with `known_from` moved on for archive papers: dated the day they were written, they were opened later.

    When is not recorded, so they count from the day on which the newest card was read.
    """
    closed = cards["kind"] == "archive"
    return cards.assign(known_from=cards["known_from"].mask(closed, cards["known_from"].max()))


def select_readings(raw: dict[str, pd.DataFrame], cards: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    """What the cards say of the cells that our tables fill, oldest first: the columns of load_cards, line, ours, exact.

    `ours` is the value of our table, `exact` whether the card gives all of it.
    """
    parts = []
    for table in CODED:
        fields = schema.select_fields(descriptor, table)
        lines = pd.Series(raw[table].index, index=name_rows(raw[table], table))
        said = cards[(cards["table"] == table) & cards["row"].isin(lines.index)]
        said = said.assign(line=said["row"].map(lines))
        ours = raw[table].stack()
        said["ours"] = ours.reindex(pd.MultiIndex.from_frame(said[["line", "column"]])).to_numpy()
        said = said.dropna(subset="ours")
        readings = zip(*(said[name].tolist() for name in ("value", "ours", "column")), strict=True)
        said["exact"] = [covers(value, ours, fields[column]) for value, ours, column in readings]
        parts.append(said)
    return date_documents(pd.concat(parts)).sort_values(["known_from", "source"], kind="stable")


def conclude(said: pd.DataFrame, descriptor: dict) -> pd.Series:
    """The value of each cell as these readings allow it, by table, line and column.

    Ours where one of them gives it; else the newest, as precisely as any of them has it.
    """
    said = said.assign(value=said["ours"].where(said["exact"], said["value"]))
    newest = pd.concat([said[~said["exact"]], said[said["exact"]]])
    newest = newest.drop_duplicates(["table", "line", "column"], keep="last")
    open_cells = newest[~newest["exact"]].set_index(["table", "line", "column"])["value"]
    cells = newest.set_index(["table", "line", "column"])["value"]
    fields = {table: schema.select_fields(descriptor, table) for table in CODED}
    for (table, line, column), value in open_cells.items():
        readings = said.loc[(said["table"] == table) & (said["line"] == line) & (said["column"] == column), "value"]
        for reading in readings:
            if covers(reading, value, fields[table][column]):
                value = reading
        cells[(table, line, column)] = value
    return cells


def date_cells(
    raw: dict[str, pd.DataFrame] | None = None, cards: pd.DataFrame | None = None, root: Path = ROOT
) -> pd.DataFrame:
    """The day from which each of our values was known, one row a filled cell of exchanges, detainees and negotiators.

    Returns
    -------
    table, row, column, value : str
    exchange_id : str
        The deal that the row belongs to; missing for people who were in none.
    known_from : datetime64
        First day on which a document gave our value, as precisely as we have it.
    """
    raw = load_raw(root) if raw is None else raw
    cards = load_cards(root) if cards is None else cards
    said = select_readings(raw, cards, schema.load_descriptor(root))
    said = said[said["exact"]].drop_duplicates(["table", "row", "column"])
    deals = pd.concat({table: raw[table]["exchange_id"] for table in CODED})
    said["exchange_id"] = deals.reindex(pd.MultiIndex.from_frame(said[["table", "line"]])).to_numpy()
    columns = ["table", "row", "column", "ours", "exchange_id", "known_from"]
    return said[columns].rename(columns={"ours": "value"}).reset_index(drop=True)


def strip_marks(text: str) -> str:
    """Small letters without accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


def name_deals(known: pd.DataFrame, people: pd.DataFrame, in_deals: set[tuple[str, str]]) -> pd.Series:
    """Our names for the deals, but a date instead of each name that speaks of somebody not yet known in the deal.

    Parameters
    ----------
    known
        The exchanges as known so far.
    people
        The detainees as we have them: whose family name stands in a deal's name is named by it.
    in_deals
        Pairs of detainee and exchange that documents had given by then.
    """
    names = []
    for deal in known.itertuples():
        words = [word.strip(",") for word in strip_marks(deal.name).split()]
        named = [
            person.detainee_id
            for person in people[people["exchange_id"] == deal.exchange_id].itertuples()
            if any(word.startswith(strip_marks(person.name.split()[-1])) for word in words)
        ]
        hidden = any((person, deal.exchange_id) not in in_deals for person in named)
        day = f"Deal of {deal.date}" if isinstance(deal.date, str) else "Deal of a day not yet given"
        names.append(day if hidden else deal.name)
    return pd.Series(names, index=known.index, dtype=object)


def as_known_on(
    day: str | pd.Timestamp,
    raw: dict[str, pd.DataFrame] | None = None,
    cards: pd.DataFrame | None = None,
    root: Path = ROOT,
) -> Tables:
    """The tables as they could have been coded from what was published by the end of a day.

    A row is there from the first document that speaks of it, a deal also from the first that puts somebody into it. A
    cell shows our value once a document gives it as precisely; before that the newest reading (conclude); else
    nothing. Cells that we leave empty stay empty. Ids are kept; notes are empty; a deal bears our name for it only once everybody named there was known to be in it.
    Leaders are a look-up and stand as of the day. Rulings and the second coding came later: they are empty. Papers
    from archives do not count (date_documents). `data_through` is the day. Nothing is checked: what was said early
    may break the rules that the tables keep.
    """
    day = pd.Timestamp(day)
    descriptor = schema.load_descriptor(root)
    raw = load_raw(root) if raw is None else raw
    cards = load_cards(root) if cards is None else cards
    said = select_readings(raw, cards, descriptor)
    said = said[said["known_from"] <= day]
    cells = conclude(said, descriptor)
    in_deals = said[(said["column"] == "exchange_id") & (said["table"] == "detainees")]
    spoken = {table: set(said.loc[said["table"] == table, "line"]) for table in CODED}
    joined = set(in_deals["value"]) | set(said.loc[said["table"] == "negotiators", "row"].str.split("/").str[0])
    spoken["exchanges"] |= set(raw["exchanges"].index[raw["exchanges"]["exchange_id"].isin(joined)])
    known = {table: frame.iloc[:0] for table, frame in raw.items()}
    for table in CODED:
        frame = raw[table].loc[sorted(spoken[table])]
        labels = [
            name for name, field in schema.select_fields(descriptor, table).items() if field["evidence"] == "label"
        ]
        filled = cells[table].unstack() if table in cells.index.get_level_values(0) else pd.DataFrame()
        filled = filled.reindex(index=frame.index, columns=frame.columns).astype(object)
        filled[labels] = frame[labels].astype(object)
        known[table] = filled.assign(notes=None)
    pairs = set(zip(in_deals["row"], in_deals["value"], strict=True))
    known["exchanges"]["name"] = name_deals(known["exchanges"], raw["detainees"], pairs)
    began, ended = (pd.to_datetime(raw["leaders"][end]) <= day for end in ("from", "to"))
    known["leaders"] = raw["leaders"].assign(to=raw["leaders"]["to"].where(ended))[began]
    record = type_tables(known, descriptor | {"data_through": f"{day:%Y-%m-%d}"})
    confirmed = find_last_confirmed(said)
    record.detainees["last_confirmed"] = (
        record.detainees["detainee_id"].map(confirmed.to_dict()).astype("datetime64[s]")
    )
    return record
