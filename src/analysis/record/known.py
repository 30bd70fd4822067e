"""Sets the tables back to what could have been coded from the documents published by a day.

Promise: no cell, no name and no id shows anything that a document published later was the first to say.
"""

import pandas as pd

from analysis.record.schema import covers, name_rows, select_fields
from analysis.record.words import strip_marks

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
    readings = said.groupby(["table", "line", "column"])["value"].agg(list).reindex(open_cells.index)
    for (table, line, column), value in open_cells.items():
        for reading in readings[(table, line, column)]:
            if covers(reading, value, fields[table][column]):
                value = reading
        cells[(table, line, column)] = value
    return cells


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
    hidden, freed = {}, people.groupby("exchange_id")
    for deal in known.itertuples():
        words = strip_marks(f"{deal.name} {deal.exchange_id.replace('-', ' ')}").replace(",", "").split()
        named = [
            person.detainee_id
            for person in (
                freed.get_group(deal.exchange_id) if deal.exchange_id in freed.groups else people[:0]
            ).itertuples()
            if any(word.startswith(strip_marks(person.name.split()[-1])) for word in words)
        ]
        if any((person, deal.exchange_id) not in in_deals for person in named):
            day = deal.date if isinstance(deal.date, str) else "a day not yet given"
            hidden[deal.exchange_id] = f"Deal of {day}"
    return hidden


def set_back(
    day: pd.Timestamp, raw: dict[str, pd.DataFrame], cards: pd.DataFrame, descriptor: dict
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame, dict[str, str]]:
    """The tables as they could have been coded from what was published by the end of a day, as text.

    A row is there from the first document that speaks of it, a deal also from the first that puts somebody into it. A
    cell shows our value once a document gives it as precisely; before that the newest reading (conclude); else
    nothing. Cells that we leave empty stay empty. Notes are empty, aliases are those already printed; a deal bears our name for it only once everybody
    named there was known to be in it. Leaders are a look-up and stand as of the day. Rulings and the second coding
    came later: they are empty. Papers from archives do not count (date_documents). Nothing is checked: what was said
    early may break the rules that the tables keep.

    Returns
    -------
    The tables, the cards that had been published, and the ids of deals and people that would tell too much, by those to show
    instead.
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
    spelt = said[(said["table"] == "detainees") & (said["column"] == "name")].groupby("line")["value"].agg(set)
    known["detainees"]["aliases"] = [
        ";".join(name for name in names.split(";") if name in spelt.get(line, ())) or None
        if isinstance(names, str)
        else None
        for line, names in known["detainees"]["aliases"].items()
    ]
    pairs = set(zip(in_deals["row"], in_deals["value"], strict=True))
    hidden = find_hidden(known["exchanges"], raw["detainees"], pairs)
    names = {deal.exchange_id: deal.name for deal in known["exchanges"].itertuples()} | hidden
    known["exchanges"] = known["exchanges"].assign(name=known["exchanges"]["exchange_id"].map(names))
    began, ended = (pd.to_datetime(raw["leaders"][end]) <= day for end in ("from", "to"))
    known["leaders"] = raw["leaders"].assign(to=raw["leaders"]["to"].where(ended))[began]
    nameless = known["detainees"].loc[known["detainees"]["name"].isna(), "detainee_id"]
    ids = {f"deal-{at}": deal for at, deal in enumerate(hidden, 1)}
    ids |= {f"person-{at}": person for at, person in enumerate(nameless, 1)}
    dated = date_documents(cards)
    return known, dated[dated["known_from"] <= day], ids
