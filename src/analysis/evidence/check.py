"""Checks that documents stand behind every row and value, and that every dispute is ruled on.

Promise: what no card gives is told with what the cards give instead.
"""

import difflib
import re
from operator import eq
from pathlib import Path

import pandas as pd

from analysis.evidence.documents import find_card_line
from analysis.record.cards import place_card
from analysis.record.files import ROOT
from analysis.record.problems import Problem
from analysis.record.rules import LAST_REPORT
from analysis.record.schema import CODED, KEYS, covers, name_rows, select_fields
from analysis.record.spreadsheet import explain_turned
from analysis.record.standing import trace_standing

RULINGS = "data/rulings.csv"
SEVERAL = 2  # voices
CELL = ["table", "row", "column"]


def split_keys(row: str) -> list[str]:
    """The key cells of a negotiator's or leader's row id; the name in the middle may have slashes of its own."""
    first, _, rest = row.partition("/")
    return [first, *rest.rsplit("/", 1)]


def find_near(row: str, keys: list[str], unknown: list[str]) -> tuple[str, str]:
    """The row that cards speak of and that is this one but for one part of its key, or nearly; and the column of that part."""
    for other in unknown if len(keys) > 1 else ():
        pairs = zip(keys, split_keys(row), split_keys(other), strict=False)
        differ = [key for key, ours, theirs in pairs if ours != theirs]
        if len(differ) == 1:
            return other, differ[0]
    near = difflib.get_close_matches(row, unknown, 1, 0.8)
    return (near[0] if near else ""), keys[0]


def check_rows(raw: dict[str, pd.DataFrame], cells: pd.DataFrame, root: Path = ROOT) -> list[Problem]:
    """Rows that no card speaks of, and rows that only cards speak of: one problem each, however many cards.

    Where the one is nearly the other, the row's problem names the card.
    """
    if cells.empty:
        return [Problem("seeds", None, "", "", "source cards that speak of the tables' rows")]
    problems = []
    for table in CODED:
        rows = name_rows(raw[table], table)
        keys = KEYS.get(table, [raw[table].columns[0]])
        spoken = cells[cells["table"] == table].drop_duplicates(["row", "source"])
        unknown = spoken[~spoken["row"].isin(rows)]
        for line, row in rows[~rows.isin(spoken["row"])].items():
            near, column = find_near(row, keys, unknown["row"].unique().tolist())
            expected = "a card that speaks of this row"
            if near:
                source = unknown.loc[unknown["row"] == near, "source"].iloc[0]
                expected += f"; {place_card(source)}:{find_card_line(root, source, table, near)} speaks of {near}"
            problems.append(Problem(f"data/{table}.csv", line, column, raw[table].loc[line, column], expected))
            unknown = unknown[unknown["row"] != near]
        for row, told in unknown.groupby("row"):
            source, more = told["source"].iloc[0], len(told) - 1
            line = find_card_line(root, source, table, row)
            also = f" ({more} more cards speak of it)" if more else ""
            problems.append(Problem(place_card(source), line, table, row, f"a row of data/{table}.csv{also}"))
    return problems


def check_support(cells: pd.DataFrame, cards: pd.DataFrame) -> list[Problem]:
    """Values that no card gives. `cells` as standing.trace_standing gives them."""
    problems = []
    for cell in cells[cells["standing"] == "unsupported"].itertuples():
        said = cards[(cards["table"] == cell.table) & (cards["row"] == cell.row) & (cards["column"] == cell.column)]
        given = [f"{value} in {place_card(of['source'].iloc[0])}" for value, of in said.groupby("value", sort=False)]
        expected = "a card that gives this value" + (f"; the cards give {', '.join(given[:3])}" if given else "")
        expected += explain_turned(cell.value, said["value"].tolist())
        problems.append(Problem(f"data/{cell.table}.csv", cell.line, cell.column, cell.value, expected))
    return problems


def check_left_out(raw: dict[str, pd.DataFrame], cards: pd.DataFrame, descriptor: dict) -> list[Problem]:
    """Entries of a list, such as a citizenship, that several voices give and the row has not, unless a ruling says why."""
    problems, ruled = [], set(zip(*(raw["rulings"][name] for name in ("table", "row_id", "column")), strict=True))
    for table in ("exchanges", "detainees"):
        for column in [name for name, field in select_fields(descriptor, table).items() if field.get("list")]:
            said = cards[(cards["table"] == table) & (cards["column"] == column)]
            parts = said.assign(value=said["value"].str.split(";")).explode("value")
            voices = parts.groupby(["row", "value"])["voice"].nunique()
            ours = raw[table].set_index(name_rows(raw[table], table))[column].fillna("")
            lines = dict(zip(name_rows(raw[table], table), raw[table].index, strict=True))
            for (row, value), number in voices[voices >= SEVERAL].items():
                if row in lines and value not in ours[row].split(";") and (table, row, column) not in ruled:
                    expected = f"{value} too, which {number} voices give, or a ruling"
                    problems.append(Problem(f"data/{table}.csv", lines[row], column, ours[row], expected))
    return problems


def name_dissenter(key: tuple[str, str, str], cell: tuple, cards: pd.DataFrame, descriptor: dict, root: Path) -> str:
    """Where the one card stands that is alone against several; else the readings."""
    said, field = cards[(cards[CELL] == [*key]).all(axis=1)], select_fields(descriptor, key[0])[key[2]]
    agree = pd.Series(
        [covers(value, cell.value, field) or covers(cell.value, value, field) for value in said["value"]], said.index
    )
    alone = said.loc[~agree, "source"].unique()
    if len(alone) > 1 or agree.sum() < 2:
        return f"cards also say {cell.readings}"
    return f"{place_card(alone[0])}:{find_card_line(root, alone[0], *key)} alone says {cell.readings}"


def check_rulings(
    cells: pd.DataFrame, rulings: pd.DataFrame, cards: pd.DataFrame, descriptor: dict, root: Path
) -> list[Problem]:
    """Disputes without a ruling, rulings without a dispute, and rulings for another value than the table's."""
    problems, disputed = [], cells[cells["standing"] == "disputed"].set_index(CELL)
    ruled = set(zip(*(rulings[name] for name in ("table", "row_id", "column")), strict=True))
    open_cells = {
        key: cell for key, cell in zip(disputed.index, disputed.itertuples(), strict=True) if key not in ruled
    }
    for ruling in rulings.itertuples():
        key = (ruling.table, ruling.row_id, ruling.column)
        if key in disputed.index:
            if ruling.ruling != (value := disputed.loc[key, "value"]):
                expected = f"the value in the table, {value}"
                problems.append(Problem(RULINGS, ruling.Index, "ruling", ruling.ruling, expected))
        elif near := next((other for other in open_cells if sum(map(eq, key, other)) == 2), None):
            del open_cells[near]
            at = list(map(eq, key, near)).index(False)
            expected = f"{near[at]}, as cards dispute {'/'.join(near)}"
            problems.append(Problem(RULINGS, ruling.Index, ["table", "row_id", "column"][at], key[at], expected))
        else:
            problems.append(Problem(RULINGS, ruling.Index, "column", "/".join(key), "a cell that cards dispute"))
    return problems + [
        Problem(
            f"data/{key[0]}.csv",
            cell.line,
            key[2],
            cell.value,
            f"a ruling, as {name_dissenter(key, cell, cards, descriptor, root)}",
        )
        for key, cell in open_cells.items()
    ]


def check_majorities(rulings: pd.DataFrame, cards: pd.DataFrame, descriptor: dict) -> list[Problem]:
    """Rulings for more voices where another reading has more than the one that was taken."""
    problems = []
    for ruling in rulings[rulings["rule"] == "more_voices"].dropna(subset="ruling").itertuples():
        field = select_fields(descriptor, ruling.table)[ruling.column]
        said = cards[(cards[CELL] == [ruling.table, ruling.row_id, ruling.column]).all(axis=1)]
        voices = {
            value: said.loc[[covers(value, other, field) for other in said["value"]], "voice"].nunique()
            for value in {*said["value"], ruling.ruling}
        }
        more = [v for v in voices if voices[v] > voices[ruling.ruling] and not covers(ruling.ruling, v, field)]
        if more:
            expected = f"another rule, as {voices[more[0]]} voices give {more[0]} and {voices[ruling.ruling]} give {ruling.ruling}"
            problems.append(Problem(RULINGS, ruling.Index, "rule", ruling.rule, expected))
    return problems


def check_notes(people: pd.DataFrame, cards: pd.DataFrame) -> list[Problem]:
    """Aliases that no card gives as a name, and last reports told for another month than the newest card that has one."""
    file, problems = "data/detainees.csv", []
    said = cards[cards["table"] == "detainees"]
    names = said[said["column"] == "name"].groupby("row")["value"].agg(set)
    held = said[(said["column"] == "outcome") & (said["value"] == "still_held") & said["published"].notna()]
    newest = held.groupby("row")["known_from"].max().dt.strftime("%Y-%m")
    for person in people.itertuples():
        aliases = person.aliases.split(";") if isinstance(person.aliases, str) else []
        wrong = [alias for alias in aliases if alias not in names[person.detainee_id] - {person.name}]
        problems += [Problem(file, person.Index, "aliases", alias, "another name that a card gives") for alias in wrong]
        told = re.search(LAST_REPORT, person.notes) if isinstance(person.notes, str) else None
        if told and person.detainee_id in newest and told[1] != newest[person.detainee_id]:
            expected = f"the month of the newest card that reports the person held, {newest[person.detainee_id]}"
            problems.append(Problem(file, person.Index, "notes", told[0], expected))
    return problems


def check_evidence(
    raw: dict[str, pd.DataFrame], cards: pd.DataFrame, descriptor: dict, root: Path = ROOT
) -> list[Problem]:
    """Values that no card gives, or else rulings that do not fit; leaders without a card; notes that cards speak against.

    Every row has to be spoken of.

    `raw` as record.tables.load_raw gives it, `cards` as record.cards.load_cards.
    """
    cells = trace_standing(raw, cards, descriptor)
    spoken = set(zip(cards["row"], cards["source"], strict=True))
    rows = zip(name_rows(raw["leaders"], "leaders"), raw["leaders"]["source"], strict=True)
    leaders = raw["leaders"][[row not in spoken for row in rows]]
    problems = [
        Problem(
            "data/leaders.csv",
            leader.Index,
            "source",
            leader.source,
            "the id of a card in seeds/ that speaks of this row",
        )
        for leader in leaders.itertuples()
    ]
    problems += check_notes(raw["detainees"], cards)
    problems += check_left_out(raw, cards, descriptor)
    return problems + (
        check_support(cells, cards)
        or check_rulings(cells, raw["rulings"], cards, descriptor, root)
        + check_majorities(raw["rulings"], cards, descriptor)
    )
