"""Writes docs/codebook.md from the descriptor, the tables and the cards.

Promise: nothing on the page is typed; a test writes it again and compares.
"""

from pathlib import Path

import pandas as pd

from analysis.evidence.agreement import measure_agreement
from analysis.record import schema, tables
from analysis.record.files import ROOT, write_whole
from analysis.record.standing import KEY_CELLS


def format_table(frame: pd.DataFrame) -> str:
    """A frame as a Markdown table."""
    lines = ["| " + " | ".join(map(str, frame.columns)) + " |", "|" + " --- |" * len(frame.columns)]
    for row in frame.astype(object).fillna("").itertuples(index=False):
        lines.append("| " + " | ".join(str(value).replace("|", "\\|") for value in row) + " |")
    return "\n".join(lines)


def describe_type(field: dict) -> str:
    """The type of a column in words."""
    if field.get("partialDate"):
        return "date, as precise as known"
    if field["type"] == "integer":
        return f"whole number, {field['unit']}"
    if "codeList" in field:
        return f"code of [{field['codeList']}](#{field['codeList']})" + (", `;` between" if "list" in field else "")
    return "code, below" if "categories" in field else "text"


def format_codes(categories: list[dict], counts: dict[str, int] | None) -> str:
    """The codes of a column as a Markdown table, in chart order, with the rows that carry each."""
    shown = ("value", "label", "group", "from", "to", "definition")
    frame = pd.DataFrame(categories)[[column for column in shown if any(column in code for code in categories)]].fillna(
        ""
    )
    frame["value"] = "`" + frame["value"] + "`"
    if counts is not None:
        frame["rows"] = [counts.get(code["value"], 0) for code in categories]
    return format_table(frame.rename(columns={"value": "code"}))


def format_cases(rows: pd.DataFrame, table: str, column: str, field: dict) -> str:
    """The worked cases of a column as a Markdown table, each with the value that the table has."""
    by_id = rows.set_index(schema.name_rows(rows, table))
    cases = [
        {
            "worked case": by_id.at[case["row"], "name"] + f" ({case['row'].split('/')[0]})" * ("/" in case["row"]),
            "coded": schema.put_in_words(value, field)
            if isinstance(value := by_id.at[case["row"], column], str)
            else "",
            "because": case["because"],
        }
        for case in field["cases"]
        if case["row"] in by_id.index
    ]
    return format_table(pd.DataFrame(cases, columns=["worked case", "coded", "because"]))


def summarise_standing(cells: pd.DataFrame) -> pd.DataFrame:
    """Filled cells by table and column: cells, agreed, single, disputed, and the share with two or more voices."""
    counts = cells.groupby(["table", "column", "standing"], observed=False).size().unstack("standing")
    counts = counts.drop(columns="unsupported").loc[lambda frame: frame.sum(axis=1) > 0]
    two = cells.assign(two=cells["voices"] > 1).groupby(["table", "column"])["two"].mean()
    summary = counts.assign(cells=counts.sum(axis=1), share=two)
    summary["two or more voices"] = (100 * summary.pop("share")).round().astype(int).astype(str) + " %"
    return summary.reset_index()


def build(root: Path = ROOT) -> str:
    """The whole page."""
    record = tables.load_tables(root)
    descriptor, raw, cells = record.descriptor, record.raw, record.standing
    page = [
        "# Codebook",
        f"Written by `make codebook` from `data/datapackage.json`, the tables and the source cards. "
        f"Data version {descriptor['version']}, through {descriptor['data_through']}.",
        descriptor["description"],
        "**Evidence.** A *label* needs none. A *text* needs a card that gives it, in whatever words. A *coded* cell needs a card "
        "that agrees. *agreed*: two or more independent voices; *single*: one; *disputed*: cards contradict each other, and "
        "`data/rulings.csv` says what we took. A voice is the publisher, or the origin whose reporting it carries.",
    ]
    page += [
        "## Rules of coding",
        format_table(pd.DataFrame(descriptor["rules"]).set_axis(["rule", "title", "what it says"], axis=1)),
    ]
    for resource in descriptor["resources"]:
        fields = schema.select_fields(descriptor, resource["name"])
        page += [
            f"## {resource['title']}",
            f"`data/{resource['path']}`, {len(raw[resource['name']])} rows. {resource['description']}",
        ]
        columns = [
            {
                "column": f"`{name}`",
                "meaning": field["description"],
                "type": describe_type(field),
                "evidence": field["evidence"],
                "when empty": field.get("empty", "" if field.get("constraints", {}).get("required") else "not known"),
            }
            for name, field in fields.items()
        ]
        page.append(format_table(pd.DataFrame(columns)))
        for name, field in fields.items():
            coded = "categories" in field and "codeList" not in field
            if coded or "procedure" in field:
                page.append(f"### {resource['name']}.{name}")
            if coded:
                page.append(format_codes(field["categories"], raw[resource["name"]][name].value_counts().to_dict()))
            if "procedure" in field:
                page += [
                    f"**Procedure.** {field['procedure']}",
                    format_cases(raw[resource["name"]], resource["name"], name, field),
                ]
    for name, codes in descriptor["codes"].items():
        page += [f"## {name}", format_codes(codes, None)]
    key = cells[(cells["table"] == "detainees") & cells["column"].isin(KEY_CELLS)]
    share = 100 * (key["voices"] > 1).mean()
    page += [
        "## How sure each column is",
        f"Key cells ({', '.join(KEY_CELLS)}): {len(key)} filled, {share:.1f} % given by two or more independent voices.",
        format_table(summarise_standing(cells)),
    ]
    agreement = measure_agreement(raw["second_coding"], descriptor)
    told = agreement[["table", "column", "both", "agree", "first_only", "second_only"]].copy()
    for name in ("share", "share_of_all"):
        told[name] = (100 * agreement[name]).round().astype("Int64").astype("str") + " %"
    known = agreement["kappa"].notna()
    words = [f"{row.kappa:.2f} ({row.low:.2f} to {row.high:.2f})" for row in agreement[known].itertuples()]
    told.loc[known, "kappa"] = words
    titles = {"both": "both coded", "first_only": "first only", "second_only": "second only"}
    titles |= {"share": "agreement", "share_of_all": "blanks as disagreement", "kappa": "kappa (95 %)"}
    page += [
        "## How well two coders agree",
        "Who coded, and how far the two were independent of one another, stands in [How documents were looked for](documents.md). A "
        "coarser date agrees with a finer one; the parts of a maker agree only if all do. *Blanks as disagreement* counts what "
        "one coder alone gave as disagreement. Kappa is Cohen's (1960), with the interval of Fleiss, Cohen and Everitt (1969), "
        "for columns of codes that both coded; it is not defined where both gave one and the same code throughout.",
        format_table(told.rename(columns=titles)),
    ]
    return "\n\n".join(page) + "\n"


def write(root: Path = ROOT) -> int:
    """Write docs/codebook.md."""
    (root / "docs").mkdir(exist_ok=True)
    write_whole(root / "docs" / "codebook.md", build(root).encode())
    print("docs/codebook.md written.")
    return 0
