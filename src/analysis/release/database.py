"""Writes the record as an SQLite database: the tables with their keys, the codes, the evidence, views, and full-text search.

Promise: every key holds, and the same record gives the same statements.
"""

import sqlite3
from pathlib import Path

import pandas as pd

from analysis.record.schema import select_fields
from analysis.record.tables import Tables, type_table
from analysis.record.words import strip_marks
from analysis.release import frames, papers
from analysis.release.questions import QUESTIONS

RENAMED = {  # names that SQL keeps for itself
    "table": "table_name",
    "column": "column_name",
    "from": "from_date",
    "to": "to_date",
    "on": "on_date",
    "group": "code_group",
    "list": "code_list",
}
SEARCHED = {
    "detainees": ["name", "aliases", "occupation", "arrest_place", "charge", "notes"],
    "exchanges": ["name", "place", "notes"],
    "negotiators": ["name", "office", "notes"],
    "documents": ["publisher", "title", "note"],
}
LEAN = " WITHOUT ROWID"  # a third of the bytes; what is searched needs its numbers
VIEWS = Path(__file__).with_name("views.sql")


def rename(column: str) -> str:
    """The name of a column in the database."""
    return RENAMED.get(column, column)


def list_columns(record: Tables, table: str, text: pd.DataFrame, fields: dict[str, dict]) -> pd.DataFrame:
    """The columns of a table as the database has them: days as texts of the form YYYY-MM-DD, numbers as numbers."""
    typed, columns = type_table(text, fields), {}
    for name, field in fields.items():
        columns[rename(name)] = typed[name] if field["type"] != "number" else pd.to_numeric(text[name])
        if field.get("partialDate"):
            for end in ("earliest", "latest"):
                columns[f"{name}_{end}"] = typed[f"{name}_{end}"].dt.strftime("%Y-%m-%d")
    if table in frames.EVIDENCE["computed"]:
        computed = frames.compute_columns(record)[table]
        for name in computed:
            days = computed[name].dtype.kind == "M"
            columns[name] = computed[name].dt.strftime("%Y-%m-%d") if days else computed[name]
    return pd.DataFrame(columns)


def write_keys(resource: dict, fields: dict[str, dict]) -> list[str]:
    """The keys of a table: its own, those to other tables, and those to the codes of its columns."""

    def name(columns: str | list[str]) -> str:
        return ", ".join(map(rename, [columns] if isinstance(columns, str) else columns))

    keys = [f"PRIMARY KEY ({name(resource['schema']['primaryKey'])})"]
    for key in resource["schema"].get("foreignKeys", []):
        there = key["reference"]
        keys.append(f"FOREIGN KEY ({name(key['fields'])}) REFERENCES {there['resource']} ({name(there['fields'])})")
    for column, field in fields.items():
        if (codes := frames.name_list(field, resource["name"])) and "list" not in field:
            keys.append(f"FOREIGN KEY ({rename(column)}) REFERENCES codes_{codes} (code)")
    return keys


def create_table(base: sqlite3.Connection, table: str, frame: pd.DataFrame, keys: list[str], needed: set[str]) -> None:
    """Create a table and fill it, in the order of the frame; `needed` are the columns that are never empty."""
    kinds = {"i": "INTEGER", "f": "REAL"}
    lines = [
        f"{name} {kinds.get(frame[name].dtype.kind, 'TEXT')}{' NOT NULL' if name in needed else ''}" for name in frame
    ]
    base.execute(f"CREATE TABLE {table} (\n  " + ",\n  ".join(lines + keys) + "\n)" + LEAN * (table not in SEARCHED))
    rows = frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
    base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * frame.shape[1])})", rows)


def create_codes(base: sqlite3.Connection, codes: pd.DataFrame) -> None:
    """A table for each list of codes, in the order of the codebook; `name` is the label, as Datasette looks for it."""
    for name, rows in codes.groupby("list", sort=False):
        frame = rows.drop(columns="list").rename(columns={"label": "name"} | RENAMED).reset_index(drop=True)
        frame.insert(1, "position", range(1, len(frame) + 1))
        create_table(base, f"codes_{name}", frame, ["PRIMARY KEY (code)"], {"code", "position", "name", "definition"})


def create_search(base: sqlite3.Connection) -> None:
    """Full-text search over what is written in words. Each text is found with and without the marks on its letters."""
    for table, columns in SEARCHED.items():
        named = ", ".join(columns)
        base.execute(
            f'CREATE VIRTUAL TABLE {table}_fts USING fts5({named}, content="{table}", tokenize="unicode61 remove_diacritics 2")'
        )
        rows = base.execute(f"SELECT rowid, {named} FROM {table}").fetchall()
        base.executemany(
            f"INSERT INTO {table}_fts (rowid, {named}) VALUES (?{', ?' * len(columns)})",
            [(row[0], *(text and f"{text} {strip_marks(text)}" for text in row[1:])) for row in rows],
        )


def fill(base: sqlite3.Connection, record: Tables) -> None:
    """Create every table, view and index, and fill them."""
    descriptor, texts = frames.describe(record.descriptor), frames.gather(record)
    create_codes(base, texts["codes"])
    for resource in descriptor["resources"]:
        table, fields = resource["name"], select_fields(descriptor, resource["name"])
        frame = list_columns(record, table, texts[table], fields)
        needed = {rename(name) for name, field in fields.items() if field.get("constraints", {}).get("required")}
        create_table(base, table, frame, write_keys(resource, fields), needed)
    people = texts["detainees"][["detainee_id", "citizenship"]].dropna()
    people = people.assign(citizenship=people["citizenship"].str.split(";")).explode("citizenship")
    keys = ["PRIMARY KEY (detainee_id, citizenship)", "FOREIGN KEY (detainee_id) REFERENCES detainees (detainee_id)"]
    keys.append("FOREIGN KEY (citizenship) REFERENCES codes_states (code)")
    create_table(base, "citizenships", people, keys, set(people))
    about = {"title": record.descriptor["title"], "description": record.descriptor["description"]}
    about |= {"version": record.version, "data_through": record.descriptor["data_through"]}
    about |= {"cite_as": papers.write_citation(record), "licence": "CC BY 4.0"}
    create_table(base, "about", pd.DataFrame(about.items(), columns=["what", "words"]), ["PRIMARY KEY (what)"], set())
    base.execute("CREATE INDEX readings_by_cell ON readings (table_name, row_id, column_name)")
    for table, key in (("detainees", "exchange_id"), ("negotiators", "exchange_id"), ("citizenships", "citizenship")):
        base.execute(f"CREATE INDEX {table}_by_{key} ON {table} ({key})")
    base.executescript(VIEWS.read_text("utf-8"))
    create_search(base)


def build(record: Tables, root: Path) -> bytes:
    """The database of the whole record."""
    base = sqlite3.connect(":memory:")
    try:
        fill(base, record)
        base.commit()
        base.execute("VACUUM")
        return base.serialize()
    finally:
        base.close()


def write_block(words: str, depth: int) -> str:
    """A text of several lines as YAML has it."""
    return "|-\n" + "\n".join(" " * depth + line for line in words.splitlines())


def build_metadata(record: Tables, root: Path) -> bytes:
    """What Datasette shows round the database: descriptions, the licence, and the five questions ready to be asked."""
    descriptor = frames.describe(record.descriptor)
    lines = [
        f"title: {write_block(record.descriptor['title'], 2)}",
        f"description: {write_block(papers.write_citation(record), 2)}",
        "license: CC BY 4.0",
        f"license_url: {record.descriptor['licenses'][0]['path']}",
        "databases:",
        f"  {papers.name_release(record)}:",
        f"    description: {write_block(record.descriptor['description'], 6)}",
        "    tables:",
    ]
    for resource in descriptor["resources"]:
        fields = [*resource["schema"]["fields"], *frames.EVIDENCE["computed"].get(resource["name"], [])]
        label = next((name for name in ("name", "title", "label") if name in [field["name"] for field in fields]), None)
        lines += [f"      {resource['name']}:", f"        description: {write_block(resource['description'], 10)}"]
        lines += [f"        label_column: {label}"] if label else []
        lines += ["        columns:"]
        lines += [f"          {rename(field['name'])}: {write_block(field['description'], 12)}" for field in fields]
    lines += ["    queries:"]
    for number, (question, sql) in enumerate(QUESTIONS.items(), 1):
        lines += [f"      question-{number}:", f"        title: {write_block(question, 10)}"]
        lines += [f"        sql: {write_block(sql, 10)}"]
    return ("\n".join(lines) + "\n").encode()
