"""The frames that every download is made of: the tables, the evidence behind them, and what the columns and codes mean.

Promise: whatever is handed out is described in the same form as data/datapackage.json describes the tables.
"""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from analysis.claims.verdicts import select_comparison
from analysis.measures.custody import measure_custody
from analysis.record.cards import DOCUMENT
from analysis.record.schema import covers, name_rows, select_codes, select_fields
from analysis.record.select import AMERICANS
from analysis.record.tables import Tables

EVIDENCE = json.loads(Path(__file__).with_name("evidence.json").read_text("utf-8"))
TYPES = {"integer": "whole number", "number": "number", "date": "day", "string": "text"}
ROW = ["table", "row_id", "column"]  # what names a cell
COPY = re.compile(r"\b(mirror|copy|proxy)\b", re.IGNORECASE)
BARE = re.compile(r"[0-9.]+|.*:.*|localhost")  # a host that has no name


def may_link(url: object, publisher: str) -> bool:
    """Whether an address is one to send a reader to: on the web, at a host with a name, and no copy of another's page."""
    if not isinstance(url, str) or not url.startswith(("https://", "http://")) or COPY.search(publisher):
        return False
    return not BARE.fullmatch(urlsplit(url).hostname or "localhost")


def name_list(field: dict, table: str) -> str:
    """The name of the list of codes of a field: a shared one, or table and column; empty for a field without codes."""
    return field.get("codeList") or (f"{table}_{field['name']}" if field.get("categories") else "")


def describe(descriptor: dict) -> dict:
    """The descriptor with the tables of the evidence and of the codebook, and the keys that lead to them."""
    resources = []
    for resource in descriptor["resources"]:
        if link := EVIDENCE["links"].get(resource["name"]):
            keys = [*resource["schema"].get("foreignKeys", []), link]
            resource = resource | {"schema": resource["schema"] | {"foreignKeys": keys}}
        resources.append(resource)
    form = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    for resource in EVIDENCE["resources"]:
        place = {"path": f"{resource['name']}.csv"} | form | {"dialect": {"delimiter": ","}}
        resources.append(resource | place | {"schema": resource["schema"] | {"missingValues": [""]}})
    return descriptor | {"resources": resources}


def list_documents(record: Tables) -> pd.DataFrame:
    """The documents that give a value or make a claim, in the order of their ids."""
    documents = pd.concat([record.cards[DOCUMENT], record.claims[DOCUMENT]]).drop_duplicates("source")
    return documents.drop(columns="known_from").sort_values("source", ignore_index=True)


def list_readings(record: Tables, fields: dict[str, dict]) -> pd.DataFrame:
    """What each document gives, in the order of their ids, compared with the value of our table."""
    said = record.cards.rename(columns={"row": "row_id"})[["source", *ROW, "value"]]
    cells = record.standing.rename(columns={"row": "row_id", "value": "ours"})
    said = said.merge(cells[[*ROW, "ours"]], on=ROW, how="left")
    pairs = list(zip(*(said[name].fillna("") for name in ("table", "column", "value", "ours")), strict=True))
    verdicts = {pair: compare(*pair[2:], fields[pair[0]][pair[1]]) for pair in set(pairs)}
    return said.drop(columns="ours").assign(compared=[verdicts[pair] for pair in pairs])


def compare(value: str, ours: str, field: dict) -> str | None:
    """How a document's value compares with ours: same, coarser, finer or other; None where our cell is empty."""
    if not ours:
        return None
    if covers(value, ours, field):
        return "same" if covers(ours, value, field) else "finer"
    return "coarser" if covers(ours, value, field) else "other"


def list_claims(record: Tables) -> pd.DataFrame:
    """The countable claims, a column for each thing that one can speak of."""
    rows = []
    for row in record.claims.itertuples():
        comparison, claimed = select_comparison(row.claim)
        told = {"source": row.source, "number": str(row.number), "comparison": comparison, "claimed": f"{claimed:g}"}
        rows.append(told | {key: value for key, value in row.claim.items() if key != comparison})
    return pd.DataFrame(rows)


def list_columns(descriptor: dict) -> pd.DataFrame:
    """What every column means, those of the evidence and the computed ones included."""
    rows = []
    for resource in descriptor["resources"]:
        table = resource["name"]
        for field in [*resource["schema"]["fields"], *EVIDENCE["computed"].get(table, [])]:
            kind = "code" if name_list(field, table) else TYPES[field["type"]]
            required = field.get("constraints", {}).get("required")
            computed = "computed" if field in EVIDENCE["computed"].get(table, []) else None
            rows.append(
                {
                    "table": table,
                    "column": field["name"],
                    "title": field["title"],
                    "description": field["description"],
                    "type": "date" if field.get("partialDate") else kind,
                    "unit": field.get("unit"),
                    "list": name_list(field, table) or None,
                    "separator": field.get("list"),
                    "evidence": field.get("evidence", computed),
                    "when_empty": field.get("empty", None if required else "not known"),
                }
            )
    return pd.DataFrame(rows)


def list_codes(descriptor: dict) -> pd.DataFrame:
    """Every code with its label and definition, list by list, in the order of the codebook."""
    lists = {}
    for resource in descriptor["resources"]:
        fields = [*select_fields(descriptor, resource["name"]).values()]
        for field in [*fields, *EVIDENCE["computed"].get(resource["name"], [])]:
            lists |= {name_list(field, resource["name"]): field["categories"]} if field.get("categories") else {}
    rows = [{"list": name, "code": code["value"]} | code for name, codes in lists.items() for code in codes]
    return pd.DataFrame(rows)


def gather(record: Tables) -> dict[str, pd.DataFrame]:
    """Every table that is handed out, as text, columns in the order of describe(record.descriptor), with a fresh index.

    `record` is the whole one.
    """
    descriptor = describe(record.descriptor)
    fields = {name: select_fields(descriptor, name) for name in record.raw}
    standings = record.standing.rename(columns={"row": "row_id", "readings": "other_readings"})
    standings = standings.assign(other_readings=standings["other_readings"].replace("", None))
    evidence = {
        "documents": list_documents(record),
        "readings": list_readings(record, fields),
        "standings": standings,
        "claims": list_claims(record),
        "columns": list_columns(descriptor),
        "codes": list_codes(descriptor),
        "rules": pd.DataFrame(record.descriptor["rules"]),
    }
    frames = {}
    for name, frame in (record.raw | evidence).items():
        columns = frame.reindex(columns=list(select_fields(descriptor, name))).reset_index(drop=True)
        frames[name] = columns.astype("str").where(columns.notna(), None).astype("str")
    return frames


def compute_columns(record: Tables) -> dict[str, pd.DataFrame]:
    """The computed columns of exchanges and detainees, row by row as in the tables; described in evidence.json."""
    deals, people = record.exchanges, record.detainees
    of_deal = deals.assign(deal_kind=deals["kind"].map(record.label("exchanges", "kind")).astype("str"))
    of_deal = of_deal.set_index("exchange_id")[["name", "deal_kind", "us_leader"]].rename(columns={"name": "deal"})
    computed = of_deal.reindex(people["exchange_id"]).reset_index(drop=True)
    custody = measure_custody(people, record.data_through)
    computed["american"] = people["us_status"].isin(AMERICANS).map({True: "yes", False: "no"})
    computed = pd.concat([computed, people[["side", "charge_group", "last_confirmed"]], custody], axis=1)
    computed["ended"] = custody["ended"].map({True: "yes", False: "no"})
    names = {table: [field["name"] for field in fields] for table, fields in EVIDENCE["computed"].items()}
    return {"exchanges": deals[names["exchanges"]], "detainees": computed[names["detainees"]]}


def list_disputed(record: Tables, table: str) -> pd.Series:
    """The columns of each row on which documents contradict each other, by row id: `arrested, sentence_months`."""
    cells = record.standing[(record.standing["table"] == table) & (record.standing["standing"] == "disputed")]
    disputed = cells.groupby("row")["column"].agg(", ".join)
    return disputed.reindex(name_rows(record.raw[table], table)).reset_index(drop=True)


def put_in_labels(texts: pd.Series, field: dict) -> pd.Series:
    """A column of codes in words; several in a cell with a semicolon and a space between."""
    labels = {code: entry["label"] for code, entry in select_codes(field).items()}
    separator = field.get("list", "\0")
    return texts.map(lambda text: "; ".join(labels[part] for part in text.split(separator)), na_action="ignore")
