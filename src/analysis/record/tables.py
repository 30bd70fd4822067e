"""The record: the hand-coded tables as typed frames, with the documents behind them and what was selected from them.

Promise: a table loads whole and as its descriptor says, or not at all; no value is repaired on the way.
"""

import dataclasses
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.record import cards, dates, fit, known, reading, rules, schema, scope, select, standing, strays
from analysis.record.files import ROOT, find_root
from analysis.record.problems import InvalidRecord, Problem

MAY_BE_EMPTY = ("rulings",)  # where the cards never disagree there is nothing to rule


@dataclass(frozen=True, repr=False, eq=False)
class Tables:
    """The record as typed frames, one attribute a table, with the data's own version and last day looked at.

    A date column holds the text at the precision known and comes with `<column>_earliest` and `<column>_latest`
    (datetime64). Codes are categoricals in codebook order; whole numbers are Int64; empty is missing.
    Computed columns: detainees.side, detainees.charge_group, detainees.last_confirmed (datetime64, day of the newest
    dated document that says how the detention stands); exchanges.year (Int64), exchanges.us_leader and
    exchanges.kremlin_leader (who was in office on the date; nobody where a month spans two terms).

    `raw` holds the tables as text by line, `cards` and `claims` what documents say (record.cards.load_cards and
    load_claims). `filters` are those that where() was given; `whole` is the record selected from, `sources` the one of
    all documents, which `whole` is not where it was set back to a day. There `ids` has the true ids of deals and people, as
    in `raw` and `cards`, by those shown in their place, as the true ones would name people not yet known.
    """

    exchanges: pd.DataFrame
    detainees: pd.DataFrame
    negotiators: pd.DataFrame
    leaders: pd.DataFrame
    rulings: pd.DataFrame
    second_coding: pd.DataFrame
    descriptor: dict
    raw: dict[str, pd.DataFrame]
    cards: pd.DataFrame
    claims: pd.DataFrame
    filters: dict = dataclasses.field(default_factory=dict)
    ids: dict[str, str] = dataclasses.field(default_factory=dict)
    before: "Tables | None" = None
    behind: "Tables | None" = None

    @property
    def whole(self) -> "Tables":
        """The record that this one was selected from; itself, if nothing was left out."""
        return self.before or self

    @property
    def sources(self) -> "Tables":
        """The whole record as of all documents."""
        return self.behind or self.whole

    @cached_property
    def scope(self) -> dict[str, str]:
        """What was selected, in words; empty for the whole record."""
        return scope.describe_filters(self, self.filters)

    @property
    def version(self) -> str:
        """Version of the data."""
        return self.descriptor["version"]

    @property
    def data_through(self) -> pd.Timestamp:
        """Last day that the record has looked at; every measure that needs a "today" takes this one."""
        return pd.Timestamp(self.descriptor["data_through"])

    @cached_property
    def standing(self) -> pd.DataFrame:
        """The standing of every value of the whole record, as standing.trace_standing gives it, with the ids that are shown."""
        if self.before:
            return self.before.standing
        cells = standing.trace_standing(self.raw, self.cards, self.descriptor)
        return cells.assign(row=self.show(cells["row"]), value=self.show(cells["value"]))

    def show(self, ids: pd.Series) -> pd.Series:
        """True ids, of rows and of deals in cells, as the typed frames show them."""
        shown = {true: mask for mask, true in self.ids.items()}
        firsts = [str(text).split("/")[0] for text in ids]
        return ids.where(
            [first not in shown for first in firsts],
            [shown.get(first, "") + str(text).removeprefix(first) for first, text in zip(firsts, ids, strict=True)],
        )

    @cached_property
    def ratings(self) -> pd.Series:
        """The standing of each detention by detainee_id, as of all documents: that of its least sure key value."""
        return standing.rate_people(self.standing) if self.sources is self else self.sources.ratings

    @cached_property
    def states(self) -> dict[pd.Timestamp, "Tables"]:
        """The record set back to the days that were asked for."""
        return {}

    def set_back(self, day: pd.Timestamp) -> "Tables":
        """The record as it could have been coded by the end of a day (known.set_back)."""
        if day not in self.states:
            descriptor = self.descriptor | {"data_through": f"{day:%Y-%m-%d}"}
            raw, said, ids = known.set_back(day, self.raw, self.cards, self.descriptor)
            claims = self.claims[self.claims["known_from"] <= day]
            state, shown = type_tables(raw, descriptor, said, claims), {true: mask for mask, true in ids.items()}
            people = state.detainees
            people["detainee_id"], people["name"] = (
                people["detainee_id"].replace(shown),
                people["name"].fillna("not yet named"),
            )
            for frame in (state.exchanges, state.detainees, state.negotiators):
                frame["exchange_id"] = frame["exchange_id"].replace(shown)
            self.states[day] = replace(state, filters={"known_on": day}, ids=ids, behind=self)
        return self.states[day]

    def where(self, **filters: object) -> "Tables":
        """The record with only the rows that pass every filter; codes and names one or several; None or nothing in it: any.

        Parameters
        ----------
        years : a year, (first, last), (first, None) or (None, last)
            Deals made in these years, and people held at some time in them, whenever they were freed.
        deals_made, people_held : the same; held_on : a day
            Deals made then with the people freed in them; people certainly or possibly held then with the deals that freed them.
        us : bool
            Americans: citizens, dual citizens and permanent residents; or everybody else.
        us_status, citizenship, side, custodian, charge_group, charge_type, outcome : codes
        designation : designated or not_designated; occupation : a word or its beginning
        standing : agreed, single or disputed
            Of the least sure of a person's key values (all cards read, whatever `known_on`).
        kind, place_country : codes of exchanges
        us_leader, kremlin_leader, negotiator : names
        known_on : a day as YYYY-MM-DD or a datetime.date
            Start from the record as documents published by then gave it. Undated ones count from the day they were read,
            papers from archives not at all.

        A filter on people keeps the deals in which at least one of them was freed; a filter on deals keeps the people
        freed in them.

        Raises
        ------
        ValueError
            There is no such filter, code, name or period; the message lists what there is.
        """
        chosen = select.check_filters(self, filters)
        if twice := [name for name in chosen if name in self.filters]:
            raise ValueError(f"{', '.join(twice)}: this record was already selected by it, {self.scope}")
        chosen = self.filters | chosen
        day = chosen.get("known_on")
        whole = self.sources.set_back(pd.Timestamp(day)) if day else self.whole
        exchanges, detainees, negotiators = select.select_rows(whole, chosen)
        frames = {"exchanges": exchanges, "detainees": detainees, "negotiators": negotiators}
        return replace(whole, **frames, filters=chosen, before=whole) if chosen else self

    def summarise(self) -> pd.DataFrame:
        """One row a table: table, what it holds, rows, columns."""
        return pd.DataFrame(
            {
                "table": resource["name"],
                "what it holds": resource["description"],
                "rows": len(getattr(self, resource["name"])),
                "columns": len(resource["schema"]["fields"]),
            }
            for resource in self.descriptor["resources"]
        )

    def __repr__(self) -> str:
        """A short table of the tables, and what was selected."""
        tables = self.summarise()[["table", "rows", "columns"]].to_string(index=False)
        chosen = "; ".join(f"{title} {words}" for title, words in self.scope.items())
        return (
            f"{tables}\nselected: {chosen or 'everything'}; data {self.version}, through {self.data_through:%Y-%m-%d}"
        )

    def codes(self, table: str, column: str) -> dict[str, dict]:
        """The codes of a column by value (label, definition, group), in codebook order."""
        return schema.select_codes(schema.select_fields(self.descriptor, table)[column])

    def label(self, table: str, column: str) -> dict[str, str]:
        """The codes of a column and the words to print for them."""
        return {code: entry["label"] for code, entry in self.codes(table, column).items()}


def read_tables(descriptor: dict, root: Path = ROOT) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The tables as text, indexed by the line in their file, and the problems of their form, of their cells and of their keys.

    Only tables without a problem of form or cells are given.
    """
    frames, problems = {}, []
    for resource in descriptor["resources"]:
        file, name = f"data/{resource['path']}", resource["name"]
        fields = schema.select_fields(descriptor, name)
        frame, wrong = reading.read_table(root / file, file, list(fields), empty=name in MAY_BE_EMPTY)
        if not wrong:
            wrong = schema.check_cells(name, frame, fields)
            if name == "second_coding":
                told = {problem.place for problem in wrong}
                sound = frame[~frame.index.isin({problem.line for problem in wrong})]
                wrong += [found for found in schema.check_readings(sound, descriptor) if found.place not in told]
        problems += wrong
        frames |= {} if wrong else {name: frame}
    return frames, strays.add_strays(problems, root) + rules.find_twice(frames, descriptor)


def load_raw(root: Path | str = ROOT) -> dict[str, pd.DataFrame]:
    """The tables as text, columns in the descriptor's order, indexed by line; InvalidRecord with every problem but of evidence."""
    descriptor = schema.load_descriptor(root)
    raw, problems = read_tables(descriptor, find_root(root))
    if problems := problems or rules.check_relations(raw, descriptor):
        raise InvalidRecord(sort_problems(problems))
    return raw


def sort_problems(problems: list[Problem]) -> list[Problem]:
    """In the order of files and lines."""
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.column))


def type_table(raw: pd.DataFrame, fields: dict[str, dict]) -> pd.DataFrame:
    """A table of text that has passed its checks, as a typed frame with a fresh index."""
    typed = {}
    for name, field in fields.items():
        texts = raw[name].reset_index(drop=True)
        if field["type"] == "integer":
            typed[name] = pd.to_numeric(texts).astype("Int64")
        elif "categories" in field and "list" not in field:
            codes = pd.CategoricalDtype(list(schema.select_codes(field)), ordered=True)
            typed[name] = texts.astype(codes)
        else:
            typed[name] = texts.astype("str")
        if field.get("partialDate"):
            days = dates.parse_dates(texts)
            typed[f"{name}_earliest"], typed[f"{name}_latest"] = days["earliest"], days["latest"]
    return pd.DataFrame(typed)


def add_groups(codes: pd.Series, entries: dict[str, dict]) -> pd.Categorical:
    """The group of each code, in the order in which the codebook first names them."""
    groups = list(dict.fromkeys(entry["group"] for entry in entries.values() if "group" in entry))
    place = {code: groups.index(entry["group"]) for code, entry in entries.items() if "group" in entry}
    places = np.array([place.get(code, -1) for code in codes.cat.categories] + [-1])
    return pd.Categorical.from_codes(places[codes.cat.codes], groups, ordered=True)


def add_leader(exchanges: pd.DataFrame, leaders: pd.DataFrame, offices: list[str]) -> pd.Series:
    """Who held one of the offices on the date of each deal; nobody where the date, as known, is none or spans two terms.

    A day of handing over goes to the one who came.
    """
    terms = leaders[leaders["office"].isin(offices)].sort_values("from_earliest", ignore_index=True)
    first, last = (
        terms["from_earliest"].searchsorted(exchanges[f"date_{end}"], side="right") - 1
        for end in ("earliest", "latest")
    )
    term = terms.reindex(first).set_axis(exchanges.index)  # an open one has no end
    dated = exchanges["date_latest"].notna()
    return term["name"].where(dated & (first == last) & ~(term["to_latest"] < exchanges["date_latest"]))


def type_tables(raw: dict[str, pd.DataFrame], descriptor: dict, said: pd.DataFrame, claims: pd.DataFrame) -> Tables:
    """Frames of text that have passed their checks, and the cards and claims behind them, as Tables with the computed columns."""
    frames = {table: type_table(frame, schema.select_fields(descriptor, table)) for table, frame in raw.items()}
    record = Tables(**frames, descriptor=descriptor, raw=raw, cards=said, claims=claims)
    detainees, exchanges = record.detainees, record.exchanges
    detainees["side"] = add_groups(detainees["custodian"], record.codes("detainees", "custodian"))
    detainees["charge_group"] = add_groups(detainees["charge_type"], record.codes("detainees", "charge_type"))
    exchanges["year"] = exchanges["date_earliest"].dt.year.astype("Int64")
    exchanges["us_leader"] = add_leader(exchanges, record.leaders, ["President of the United States"])
    exchanges["kremlin_leader"] = add_leader(
        exchanges, record.leaders, ["Leader of the Soviet Union", "President of Russia"]
    )
    confirmed = standing.find_last_confirmed(said)
    detainees["last_confirmed"] = confirmed.reindex(detainees["detainee_id"]).to_numpy("datetime64[s]")
    return record


def load_tables(root: Path | str = ROOT) -> Tables:
    """The whole record, checked and typed, of the checkout that this code stands in or of another one.

    Raises
    ------
    InvalidRecord
        With one line for every problem of tables and cards; whether cards give the values, make check says.
    """
    root = find_root(root)
    descriptor = schema.load_descriptor(root)
    raw, problems = read_tables(descriptor, root)
    said, claims, faulty = cards.read_cards(root)
    problems = fit.check_fit(problems + faulty, descriptor, raw, said, root)
    if problems := problems or rules.check_relations(raw, descriptor):
        raise InvalidRecord(sort_problems(problems))
    return type_tables(raw, descriptor, said, claims)
