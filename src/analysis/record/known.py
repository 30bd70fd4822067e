"""Sets the tables back to what could have been coded from the documents published by a day.

Promise: no cell, no name and no id shows anything that a document published later was the first to say.
"""

import unicodedata

import pandas as pd

from analysis.record.schema import covers, name_rows, select_fields

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
        fields = select_fields(descriptor, table)
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
    fields = {table: select_fields(descriptor, table) for table in CODED}
    for (table, line, column), value in open_cells.items():
        readings = said.loc[(said["table"] == table) & (said["line"] == line) & (said["column"] == column), "value"]
        for reading in readings:
            if covers(reading, value, fields[table][column]):
                value = reading
        cells[(table, line, column)] = value
    return cells


def date_cells(raw: dict[str, pd.DataFrame], cards: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    """The day from which each of our values was known, one row a filled cell of exchanges, detainees and negotiators.

    Returns
    -------
    table, row, column, value : str
    exchange_id : str
        The deal that the row belongs to; missing for people who were in none.
    known_from : datetime64
        First day on which a document gave our value, as precisely as we have it.
    """
    said = select_readings(raw, cards, descriptor)
    said = said[said["exact"]].drop_duplicates(["table", "row", "column"])
    deals = pd.concat({table: raw[table]["exchange_id"] for table in CODED})
    said["exchange_id"] = deals.reindex(pd.MultiIndex.from_frame(said[["table", "line"]])).to_numpy()
    columns = ["table", "row", "column", "ours", "exchange_id", "known_from"]
    return said[columns].rename(columns={"ours": "value"}).reset_index(drop=True)


def strip_marks(text: str) -> str:
    """Small letters without accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


def find_hidden(known: pd.DataFrame, people: pd.DataFrame, in_deals: set[tuple[str, str]]) -> dict[str, str]:
    """The deals whose name or id speaks of somebody not yet known in them, by id, and what they are called instead.

    Parameters
    ----------
    known
        The exchanges as known so far.
    people
        The detainees as we have them: whose family name stands in a deal's name or id is named by it.
    in_deals
        Pairs of detainee and exchange that documents had given by then.
    """
    hidden = {}
    for deal in known.itertuples():
        words = strip_marks(f"{deal.name} {deal.exchange_id.replace('-', ' ')}").replace(",", "").split()
        named = [
            person.detainee_id
            for person in people[people["exchange_id"] == deal.exchange_id].itertuples()
            if any(word.startswith(strip_marks(person.name.split()[-1])) for word in words)
        ]
        if any((person, deal.exchange_id) not in in_deals for person in named):
            day = deal.date if isinstance(deal.date, str) else "a day not yet given"
            hidden[deal.exchange_id] = f"Deal of {day}"
    return hidden


def hide_deals(known: dict[str, pd.DataFrame], hidden: dict[str, str]) -> dict[str, str]:
    """Put other names and ids in the place of those that would tell too much; the true ids by those shown."""
    shown = {deal: f"deal-{number}" for number, deal in enumerate(hidden, 1)}
    names = known["exchanges"]["exchange_id"].map(hidden)
    known["exchanges"] = known["exchanges"].assign(name=names.fillna(known["exchanges"]["name"]))
    for table in CODED:
        ids = known[table]["exchange_id"]
        known[table] = known[table].assign(exchange_id=ids.map(shown).fillna(ids))
    return {mask: deal for deal, mask in shown.items()}


def set_back(
    day: pd.Timestamp, raw: dict[str, pd.DataFrame], cards: pd.DataFrame, descriptor: dict
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame, dict[str, str]]:
    """The tables as they could have been coded from what was published by the end of a day, as text.

    A row is there from the first document that speaks of it, a deal also from the first that puts somebody into it. A
    cell shows our value once a document gives it as precisely; before that the newest reading (conclude); else
    nothing. Cells that we leave empty stay empty. Notes are empty; a deal bears our name and id for it only once everybody
    named there was known to be in it. Leaders are a look-up and stand as of the day. Rulings and the second coding
    came later: they are empty. Papers from archives do not count (date_documents). Nothing is checked: what was said
    early may break the rules that the tables keep.

    Returns
    -------
    The tables, the cards that had been published, and the true ids of deals by those shown in their place.
    """
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
        labels = [name for name, field in select_fields(descriptor, table).items() if field["evidence"] == "label"]
        filled = cells[table].unstack() if table in cells.index.get_level_values(0) else pd.DataFrame()
        filled = filled.reindex(index=frame.index, columns=frame.columns).astype(object)
        filled[labels] = frame[labels].astype(object)
        known[table] = filled.assign(notes=None)
    pairs = set(zip(in_deals["row"], in_deals["value"], strict=True))
    ids = hide_deals(known, find_hidden(known["exchanges"], raw["detainees"], pairs))
    began, ended = (pd.to_datetime(raw["leaders"][end]) <= day for end in ("from", "to"))
    known["leaders"] = raw["leaders"].assign(to=raw["leaders"]["to"].where(ended))[began]
    dated = date_documents(cards)
    return known, dated[dated["known_from"] <= day], ids
