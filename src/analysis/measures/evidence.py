"""How sure the record is: the standing of its values, the voices behind them, the disputes, the reliance on single voices."""

import re

import pandas as pd

from analysis.record import schema
from analysis.record.schema import covers
from analysis.record.standing import STANDINGS
from analysis.record.words import UNNAMED


def select_judged(cells: pd.DataFrame) -> pd.DataFrame:
    """The values of deals, people and negotiators, in the order of `cells`; the look-up of leaders is left out."""
    return cells[cells["table"] != "leaders"]


def summarise_standing(cells: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    """Values by table and column, in codebook order: table, column, values, agreed, single, disputed, unsupported, median_voices.

    `cells` as record.standing.trace_standing gives it.
    """
    judged = select_judged(cells)
    keys = ["table", "column"]
    counts = judged.groupby([*keys, "standing"], observed=False).size().unstack("standing").reindex(columns=STANDINGS)
    counts = counts.fillna(0).astype("int64")
    counts = counts.assign(values=counts.sum(axis=1), median_voices=judged.groupby(keys)["voices"].median())
    order = [
        (table, name)
        for table in ("exchanges", "detainees", "negotiators")
        for name in schema.select_fields(descriptor, table)
    ]
    counts = counts.reindex([key for key in order if key in counts.index]).rename_axis(keys).rename_axis(columns=None)
    return counts.reset_index()[[*keys, "values", *STANDINGS, "median_voices"]]


def weave_standing(
    cells: pd.DataFrame, detainees: pd.DataFrame, exchanges: pd.DataFrame, cards: pd.DataFrame
) -> pd.DataFrame:
    """Every field of every detention, one row a cell: deals in time order, those in none last; the Russian side first.

    Returns
    -------
    exchange_id, deal, detainee_id, name, column : str
    standing : str
        As record.standing.trace_standing gives it; empty where our cell is.
    voices : int
        Independent voices that give the value.
    row_voices : int
        Independent voices that speak of the person.
    """
    deals = exchanges.sort_values("date_earliest")
    place = dict(zip(deals["exchange_id"], range(len(deals)), strict=True))
    people = detainees.assign(place=detainees["exchange_id"].map(place).fillna(len(deals)))
    people = people.sort_values(["place", "side", "detainee_id"], ignore_index=True)
    judged = cells[cells["table"] == "detainees"]
    told = set(judged["column"].unique()) - {"name"}
    columns = [name for name in detainees.columns if name in told]
    titles = (exchanges["year"].astype("str") + " " + exchanges["name"]).set_axis(exchanges["exchange_id"])
    voices = cards.loc[cards["table"] == "detainees", ["row", "voice"]].drop_duplicates()["row"].value_counts()
    grid = people[["exchange_id", "detainee_id", "name"]].merge(pd.Series(columns, name="column"), how="cross")
    known = judged.rename(columns={"row": "detainee_id"})[["detainee_id", "column", "standing", "voices"]]
    grid = grid.merge(known.astype({"standing": "str"}), on=["detainee_id", "column"], how="left")
    return grid.assign(
        deal=grid["exchange_id"].map(titles.to_dict()).astype(object).fillna("in no deal"),
        standing=grid["standing"].fillna(""),
        voices=grid["voices"].fillna(0).astype("int64"),
        row_voices=grid["detainee_id"].map(voices.to_dict()).fillna(0).astype("int64"),
    )[["exchange_id", "deal", "detainee_id", "name", "column", "standing", "voices", "row_voices"]]


def select_disputes(cells: pd.DataFrame, rulings: pd.DataFrame) -> pd.DataFrame:
    """The disputed values with what we took and why: table, row, column, ours, others, voices, rule, reason.

    In the order of `cells`.
    """
    disputed = cells[cells["standing"] == "disputed"].rename(columns={"value": "ours", "readings": "others"})
    ruled = rulings.rename(columns={"row_id": "row"})[["table", "row", "column", "rule", "reason"]]
    keys = ["table", "row", "column"]
    disputes = disputed.merge(ruled, on=keys, how="left", validate="one_to_one")
    return disputes[[*keys, "ours", "others", "voices", "rule", "reason"]]


def count_disputes(cells: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    """The columns in which values are disputed, most often first in each table: table, column, values, disputed."""
    summary = summarise_standing(cells, descriptor)[["table", "column", "values", "disputed"]]
    rank = summary["table"].map({"detainees": 0, "exchanges": 1, "negotiators": 2})
    ranked = summary.assign(rank=rank).sort_values(["rank", "disputed", "column"], ascending=[True, False, True])
    return ranked[ranked["disputed"] > 0].drop(columns="rank").reset_index(drop=True)


def count_rules(disputes: pd.DataFrame) -> pd.DataFrame:
    """Disputed values by the rule that settled them, most first: rule, values."""
    counts = disputes.groupby(disputes["rule"].astype("str")).size().rename("values").reset_index()
    return counts.sort_values(["values", "rule"], ascending=[False, True], ignore_index=True)


def spell_voices(voices: pd.Series, publishers: list[str]) -> list[str]:
    """Voices, which are kept in small letters, as publishers' names spell them; else word by word."""
    words = pd.Series([word for name in publishers for word in name.replace("(", " ").replace(")", " ").split()])
    usual = words.groupby(words.str.casefold()).agg(lambda spelt: spelt.value_counts().index[0]).to_dict()
    spelt = []
    for voice in voices:
        found = [name[at : at + len(voice)] for name in publishers if (at := name.casefold().find(voice)) >= 0]
        one_by_one = re.sub(r"[^\s(),]+", lambda word: usual.get(word[0], word[0]), voice)
        spelt.append(next((name for name in found if name.casefold() == voice), one_by_one))
    return spelt


def count_reliance(cells: pd.DataFrame, cards: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    """The values that one voice alone gives, by voice, most first: voice, values, rows (deals, people and parts), documents."""
    lone, named = select_judged(cells[cells["standing"] == "single"]), cards[cards["voice"] != UNNAMED]
    said = lone.merge(named, on=["table", "row", "column"], suffixes=("", "_said"))
    fields = {table: schema.select_fields(descriptor, table) for table in said["table"].unique()}
    given = [
        covers(cell.value, cell.value_said, fields[cell.table][cell.column])
        or covers(cell.value_said, cell.value, fields[cell.table][cell.column])
        for cell in said.itertuples()
    ]
    said = said[pd.Series(given, index=said.index, dtype="bool")].assign(
        id=lambda rows: rows["table"] + "/" + rows["row"]
    )
    said = said.assign(value_id=said["id"] + "/" + said["column"])
    counts = said.groupby("voice").agg(
        values=("value_id", "nunique"), rows=("id", "nunique"), documents=("source", "nunique")
    )
    counts = counts.reset_index().sort_values(["values", "voice"], ascending=[False, True], ignore_index=True)
    publishers = sorted(cards["publisher"].unique(), key=lambda name: (len(name), name))
    return counts.assign(voice=spell_voices(counts["voice"], publishers))
