"""The rules across cells, rows and tables: keys, links, the life of a detention, the ledger of a deal, terms of office.

Promise: rules look only at tables whose cells are right; keys come first, then what rests on them.
"""

from collections.abc import Iterator

import pandas as pd

from analysis.record import charges, contradictions, dates, offices
from analysis.record.contradictions import MONTH, Finding
from analysis.record.problems import Problem

VERDICT_UNKNOWN = "The day of the verdict is not public"  # the note that excuses a sentence from its day
RECEIVER_UNKNOWN = "No document names who received"  # the note that excuses a deal's row from a receiver
UNNAMED = "No document names all"  # the note that excuses a total from more rows
UNDECIDED = "No document names who decided"  # the note that excuses a deal, or its Russian side, from a decision maker
# Between two terms: longer than an office stands empty, too short for a term left out.
VACANT = pd.Timedelta(days=200), pd.Timedelta(days=1000)
NEVER_EMPTY = pd.Timedelta(days=2), VACANT[1]  # and that of a president
LAST_REPORT = r"Last reported held: (\d{4}-0[1-9]|\d{4}-1[0-2])\."  # the note of every row whose end is not known


def check_keys(frames: dict[str, pd.DataFrame], descriptor: dict) -> Iterator[tuple[str, Finding]]:
    """Primary keys are used once."""
    for resource in descriptor["resources"]:
        if (table := resource["name"]) in frames:
            keys = resource["schema"]["primaryKey"]
            yield table, (frames[table].duplicated(keys), keys[0], f"each {' + '.join(keys)} once")


def check_links(frames: dict[str, pd.DataFrame], descriptor: dict) -> Iterator[tuple[str, Finding]]:
    """Foreign keys lead somewhere."""
    for resource in descriptor["resources"]:
        for link in resource["schema"].get("foreignKeys", []):
            table, (column,), target = resource["name"], [link["fields"]], link["reference"]["resource"]
            if {table, target} <= frames.keys():
                dangling = frames[table][column].notna() & ~frames[table][column].isin(frames[target][column])
                article = "an" if column[0] in "aeiou" else "a"
                yield table, (dangling, column, f"{article} {column} of data/{target}.csv")


def check_detainees(
    detainees: pd.DataFrame, exchanges: pd.DataFrame, states: dict, until: pd.Timestamp
) -> Iterator[Finding]:
    """The rules inside a detention, and between it and its deal."""
    day = {
        c: dates.parse_dates(detainees[c])
        for c in ("arrested", "extradited", "convicted", "pardoned", "designated", "released")
    }
    order = [("arrested", after) for after in list(day)[1:]] + [("extradited", "convicted"), ("extradited", "released")]
    for before, after in order:
        yield day[before]["earliest"] > day[after]["latest"], after, f"no day before {before}"
    kind, outcome, final = (detainees[name] for name in ("sentence_kind", "outcome", "sentence_months_final"))
    early = day["convicted"]["earliest"] > day["released"]["latest"]  # only a suspended sentence can follow release
    yield early & kind.ne("suspended"), "released", "no day before convicted"
    for column, days in day.items():
        yield days["earliest"] > until, column, f"no day after data_through, {until:%Y-%m-%d}"
    undated = kind.isin(contradictions.SENTENCED) & detainees["convicted"].isna()
    notes = detainees["notes"].fillna("")
    excused = notes.str.contains(VERDICT_UNKNOWN)
    yield undated & ~excused, "convicted", f"the day of the conviction, or the note: {VERDICT_UNKNOWN}"
    months = detainees["sentence_months"]
    yield kind.eq("term") & months.isna(), "sentence_months", "the months of the term"
    changeable = kind.isna() | kind.isin(["term", "suspended", "life", "death"])
    yield final.notna() & ~changeable, "sentence_months_final", "nothing, as there is no sentence to change"
    yield final.notna() & (final == months), "sentence_months_final", "nothing, as the sentence did not change"
    yield detainees["convicted"].notna() & excused, "notes", f"no word of it ({VERDICT_UNKNOWN}), as there is a day"
    months, after = pd.to_numeric(final.fillna(months)), detainees["after_term"]
    reported = dates.parse_dates(notes.str.extract(LAST_REPORT)[0])
    least, most = (
        (day["released"][end].fillna(reported[end]) - day["arrested"][start]).dt.days / MONTH
        for start, end in (("latest", "earliest"), ("earliest", "latest"))
    )
    yield (least > months + 1) & after.isna(), "after_term", "what held the person, as the term had run out"
    yield after.notna() & (months.isna() | (most <= months)), "after_term", "nothing, as the term had not run out"
    undesignated = detainees["designated"].notna() & detainees["designation"].isna()
    yield undesignated, "designation", "designated, as there is a day"
    in_deal = detainees["exchange_id"].notna()
    tied = outcome.isin(["exchanged", "released_one_sided"])
    yield tied & ~in_deal, "exchange_id", "the deal the person was freed in"
    nobody = notes.str.contains(RECEIVER_UNKNOWN)
    unreceived = (in_deal | outcome.eq("deported")) & detainees["received_by"].isna() & ~nobody
    yield (
        nobody & detainees["received_by"].notna(),
        "notes",
        f"no word of it ({RECEIVER_UNKNOWN}), as there is a receiver",
    )
    yield unreceived, "received_by", f"the state the person was brought to, or the note: {RECEIVER_UNKNOWN} …"
    open_end = outcome.isin(["still_held", "unknown"]) & detainees["released"].isna()
    yield (
        open_end & notes.str.extract(LAST_REPORT)[0].isna(),
        "notes",
        "the month of the last report: Last reported held: YYYY-MM.",
    )
    yield in_deal & ~tied, "outcome", "exchanged or released_one_sided, as there is an exchange_id"
    yield in_deal & detainees["released"].isna(), "released", "the day of the handover"
    first, last = dates.parse_dates(exchanges["date"]), dates.parse_dates(exchanges["end_date"])
    days = first["earliest"].to_frame("first").assign(last=last["latest"].fillna(first["latest"]))
    days = days.set_axis(exchanges["exchange_id"]).reindex(detainees["exchange_id"]).set_axis(detainees.index)
    outside = (day["released"]["latest"] < days["first"]) | (day["released"]["earliest"] > days["last"])
    yield outside, "released", "a day of the exchange"
    sideless = detainees["custodian"].isin([code for code, state in states.items() if "group" not in state])
    yield sideless, "custodian", "a state that stands on one of the two sides"


def check_exchanges(
    exchanges: pd.DataFrame, detainees: pd.DataFrame, states: dict, until: pd.Timestamp
) -> Iterator[Finding]:
    """The ledger balances, and a deal has the sides its kind says."""
    start, end = dates.parse_dates(exchanges["date"]), dates.parse_dates(exchanges["end_date"])
    yield end["latest"] <= start["earliest"], "end_date", "a day after the first"
    yield start["earliest"] > until, "date", f"no day after data_through, {until:%Y-%m-%d}"
    totals = {}
    for name in ("us_side", "russian_side"):
        column, custodians = f"freed_by_{name}", [code for code, state in states.items() if state.get("group") == name]
        totals[name] = pd.to_numeric(exchanges[column])
        freed = detainees.loc[detainees["custodian"].isin(custodians), "exchange_id"]
        named = exchanges["exchange_id"].map(freed.value_counts().to_dict()).fillna(0)
        yield named > totals[name], column, "no fewer than the people named in data/detainees.csv"
        unnamed = (named < totals[name]) & ~exchanges["notes"].fillna("").str.contains(UNNAMED)
        yield unnamed, column, f"no more than the people named in data/detainees.csv, or the note: {UNNAMED} …"
    known = totals["us_side"].notna() & totals["russian_side"].notna()
    both = (totals["us_side"] > 0) & (totals["russian_side"] > 0)
    two_sided = exchanges["kind"].isin(["swap", "multi_party"])
    yield two_sided & known & ~both, "kind", "one_sided or mediated, as one side freed nobody"
    yield exchanges["kind"].eq("one_sided") & both, "kind", "swap or multi_party, as both sides freed somebody"


def gather_values(frames: dict[str, pd.DataFrame]) -> pd.Series:
    """Every cell by table, row and column as the second coding has it: the parts of a maker together, in alphabetical order."""
    makers = frames["negotiators"].assign(row_id=lambda rows: rows["exchange_id"] + "/" + rows["name"])
    parts = [makers.groupby("row_id")[["name", "role", "credit"]].agg(lambda codes: ";".join(sorted({*codes})))]
    parts += [frames[table].set_index(frames[table].columns[0]) for table in ("exchanges", "detainees")]
    tables = ("negotiators", "exchanges", "detainees")
    stacked = {table: part.stack() for table, part in zip(tables, parts, strict=True)}
    return pd.concat(stacked).rename_axis(["table", "row_id", "column"])


def check_deciders(exchanges: pd.DataFrame, negotiators: pd.DataFrame, states: dict) -> Iterator[Finding]:
    """Every deal has somebody who decided, on the Russian side too, or says that no document names one (R16)."""
    decided = negotiators[negotiators["role"] == "decision_maker"]
    russian = [code for code, state in states.items() if state.get("group") == "russian_side"]
    known = exchanges["exchange_id"].isin(decided["exchange_id"])
    there = exchanges["exchange_id"].isin(decided.loc[decided["country"].isin(russian), "exchange_id"])
    notes = exchanges["notes"].fillna("")
    nobody = notes.str.contains(f"{UNDECIDED}.", regex=False)
    yield ~known & ~nobody, "notes", f"a decision maker in data/negotiators.csv, or the note: {UNDECIDED}."
    one_side = notes.str.contains(f"{UNDECIDED} on the")
    yield (
        known & ~there & ~one_side,
        "notes",
        f"a decision maker of the Russian side in data/negotiators.csv, or the note: {UNDECIDED} on the Russian side.",
    )
    moscow = decided["country"].isin(["soviet_union", "russia"])
    named = exchanges["exchange_id"].isin(decided.loc[moscow, "exchange_id"])
    told = (known & nobody) | (named & notes.str.contains(f"{UNDECIDED} on the (?:Soviet|Russian) side"))
    yield told, "notes", "no word that nobody is named who decided, as data/negotiators.csv names one"


def check_second_coding(second: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> Iterator[Finding]:
    """Rows are those of the tables; what was settled is what they have; where coders differ, or neither was kept, it is said why."""
    values = gather_values(frames)
    keys = pd.MultiIndex.from_frame(second[["table", "row_id", "column"]])
    held = pd.Series(values.reindex(keys).to_numpy(), index=second.index).fillna("")
    rows = values.index.droplevel("column").unique()
    known = pd.Series(keys.droplevel("column").isin(rows), index=second.index) | second["table"].eq("negotiators")
    yield ~known, "row_id", "the id of a row of that table"
    first, again, settled = (second[name].fillna("") for name in ("first", "second", "settled"))
    yield known & settled.ne(held), "settled", "the value of the table"
    differ = (first != again) | (held != first)
    yield known & differ & second["reason"].isna(), "reason", "why the two differ"
    yield ~differ & second["reason"].notna(), "reason", "nothing, as the two coders agree"


FIRST_TERM = pd.Timestamp("1917-01-01")
LONGEST_TERM = pd.Timedelta(days=35 * 365.25)


def check_leaders(leaders: pd.DataFrame) -> Iterator[Finding]:
    """One leader an office on any day, and no term that ends before it begins."""
    first, last = dates.parse_dates(leaders["from"]), dates.parse_dates(leaders["to"])
    yield last["latest"] < first["earliest"], "to", "no day before from"
    long = (last["latest"].fillna(first["latest"]) - first["earliest"]) > LONGEST_TERM
    yield long | (first["latest"] < FIRST_TERM), "from", "a day since 1917 and within 35 years of the end of the term"
    ordered = leaders.sort_values(["office", "from"])
    before = dates.parse_dates(ordered.groupby("office")["to"].shift())
    overlap = dates.parse_dates(ordered["from"])["latest"] < before["earliest"]
    after = dates.parse_dates(ordered.groupby("office")["from"].shift(-1))["earliest"]
    empty = after - dates.parse_dates(ordered["to"])["latest"]
    vacant = empty.between(*VACANT) | (ordered["office"].str.startswith("President") & empty.between(*NEVER_EMPTY))
    endless = ordered["to"].isna() & ordered["office"].eq(ordered["office"].shift(-1))
    yield endless.reindex(leaders.index), "to", "the day on which the next one took office, or one before it"
    yield overlap.reindex(leaders.index), "from", "no day before the one before left office"
    yield vacant.reindex(leaders.index), "to", "a day nearer to the one on which the next one took office"


def check_rules(frames: dict[str, pd.DataFrame], descriptor: dict) -> Iterator[tuple[str, Finding]]:
    """The rules inside rows and between tables, for those tables that are there."""
    states = {code["value"]: code for code in descriptor["codes"]["states"]}
    until = pd.Timestamp(descriptor["data_through"])
    if {"detainees", "exchanges"} <= frames.keys():
        people, deals = frames["detainees"], frames["exchanges"]
        of_people = (
            check_detainees(people, deals, states, until),
            contradictions.check_codes(people),
            contradictions.check_citizens(people),
            contradictions.check_custody(people),
            contradictions.check_sides(people, deals, states),
            contradictions.check_lengths(people, states),
        )
        yield from (("detainees", found) for rule in of_people for found in rule)
        of_deals = check_exchanges(deals, people, states, until), contradictions.check_deals(deals, people, states)
        yield from (("exchanges", found) for rule in of_deals for found in rule)
    if "leaders" in frames:
        of_leaders = check_leaders(frames["leaders"]), offices.check_terms(frames["leaders"], states, until)
        yield from (("leaders", found) for rule in of_leaders for found in rule)
    if {"exchanges", "negotiators"} <= frames.keys():
        makers = frames["negotiators"]
        yield from (("exchanges", found) for found in check_deciders(frames["exchanges"], makers, states))
        yield from (("negotiators", found) for found in offices.check_makers(makers, frames["exchanges"], states))
    if {"leaders", "exchanges", "negotiators"} <= frames.keys():
        found = offices.check_offices(frames["negotiators"], frames["exchanges"], frames["leaders"])
        yield from (("negotiators", finding) for finding in found)
    if {"second_coding", "exchanges", "detainees", "negotiators"} <= frames.keys():
        yield from contradictions.check_eras(frames, states, until)
        second = frames["second_coding"]
        rules = check_second_coding(second, frames), contradictions.check_reasons(second)
        yield from (("second_coding", found) for rule in rules for found in rule)


def list_problems(frames: dict[str, pd.DataFrame], found: Iterator[tuple[str, Finding]]) -> list[Problem]:
    """One problem for each row that breaks a rule."""
    problems = []
    for table, (broken, column, expected) in found:
        broken = broken if broken.dtype == bool else broken.fillna(False)
        for line, value in frames[table].loc[broken[broken].index, column].items() if broken.any() else ():
            words = expected if isinstance(expected, str) else expected[line]
            problems.append(Problem(f"data/{table}.csv", line, column, "" if pd.isna(value) else value, words))
    return problems


def find_twice(frames: dict[str, pd.DataFrame], descriptor: dict) -> list[Problem]:
    """Rows whose key another row has had before; of tables of text whose cells are right."""
    return list_problems(frames, check_keys(frames, descriptor))


def check_relations(frames: dict[str, pd.DataFrame], descriptor: dict) -> list[Problem]:
    """Problems of links, or else of rules, of tables of text whose keys are right."""
    links = list_problems(frames, check_links(frames, descriptor))
    return links or list_problems(frames, check_rules(frames, descriptor))


def check_charges(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Types of charge against its text: apart from the other rules, as words are no codes, and a record loads in spite of them."""
    found = charges.check_charges(frames["detainees"])
    return list_problems(frames, (("detainees", finding) for finding in found))
