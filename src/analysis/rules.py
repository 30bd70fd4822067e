"""The rules across cells, rows and tables: keys, the life of a detention, the ledger of a deal, terms of office.

Promise: a rule looks only at cells that are right by themselves, so one wrong cell is one problem.
"""

from collections.abc import Iterator

import pandas as pd

from analysis import dates

VERDICT_UNKNOWN = "The day of the verdict is not public"  # the note that excuses a sentence from its day
SENTENCED = ["term", "life", "death", "suspended", "time_served"]

Finding = tuple[pd.Series, str, str]  # rows that break a rule (mask), the column to name, what was expected


def check_keys(frames: dict[str, pd.DataFrame], descriptor: dict) -> Iterator[tuple[str, Finding]]:
    """Primary keys are used once; foreign keys lead somewhere."""
    for resource in descriptor["resources"]:
        table, keys = resource["name"], resource["schema"]["primaryKey"]
        yield table, (frames[table].duplicated(keys), keys[0], f"each {' + '.join(keys)} once")
        for link in resource["schema"].get("foreignKeys", []):
            (column,), target = [link["fields"]], link["reference"]["resource"]
            dangling = frames[table][column].notna() & ~frames[table][column].isin(frames[target][column])
            article = "an" if column[0] in "aeiou" else "a"
            yield table, (dangling, column, f"{article} {column} of data/{target}.csv")


def check_detainees(
    detainees: pd.DataFrame, exchanges: pd.DataFrame, states: dict, until: pd.Timestamp
) -> Iterator[Finding]:
    """The rules inside a detention, and between it and its deal."""
    day = {c: dates.parse_dates(detainees[c]) for c in ("arrested", "convicted", "designated", "released")}
    for before, after in [("arrested", "convicted"), ("arrested", "designated"), ("arrested", "released")]:
        yield day[before]["earliest"] > day[after]["latest"], after, f"no day before {before}"
    kind, outcome = detainees["sentence_kind"], detainees["outcome"]
    early = day["convicted"]["earliest"] > day["released"]["latest"]  # only a suspended sentence can follow release
    yield early & kind.ne("suspended"), "released", "no day before convicted"
    for column, days in day.items():
        yield days["earliest"] > until, column, f"no day after data_through, {until:%Y-%m-%d}"
    undated = kind.isin(SENTENCED) & detainees["convicted"].isna()
    excused = detainees.loc[undated, "notes"].fillna("").str.contains(VERDICT_UNKNOWN)
    undated[undated] = ~excused.astype(bool)
    yield (
        undated,
        "convicted",
        f"the day of the conviction, or the note: {VERDICT_UNKNOWN}",
    )
    yield kind.eq("term") & detainees["sentence_months"].isna(), "sentence_months", "the months of the term"
    months = detainees["sentence_months"].notna()
    yield (
        kind.notna() & ~kind.isin(["term", "suspended"]) & months,
        "sentence_months",
        "nothing, as the sentence is no term",
    )
    final = detainees["sentence_months_final"]
    yield (
        final.notna() & kind.notna() & ~kind.isin(["term", "suspended", "life", "death"]),
        "sentence_months_final",
        "nothing, as there is no sentence to change",
    )
    same = final.astype(object) == detainees["sentence_months"].astype(object)
    yield (
        final.notna() & same,
        "sentence_months_final",
        "nothing, as the sentence did not change",
    )
    in_deal = detainees["exchange_id"].notna()
    yield outcome.eq("exchanged") & ~in_deal, "exchange_id", "the deal the person was exchanged in"
    yield (
        in_deal & ~outcome.isin(["exchanged", "released_one_sided"]),
        "outcome",
        "exchanged or released_one_sided, as there is an exchange_id",
    )
    yield (
        outcome.eq("still_held") & detainees["released"].notna(),
        "released",
        "nothing, as the person is still held",
    )
    yield in_deal & detainees["released"].isna(), "released", "the day of the handover"
    first, last = dates.parse_dates(exchanges["date"]), dates.parse_dates(exchanges["end_date"])
    days = first["earliest"].to_frame("first").assign(last=last["latest"].fillna(first["latest"]))
    days = days.set_axis(exchanges["exchange_id"])[~exchanges["exchange_id"].duplicated().to_numpy()]
    links = detainees["exchange_id"].cat
    days = days.reindex(links.categories).reset_index(drop=True).reindex(links.codes).set_axis(detainees.index)
    outside = (day["released"]["latest"] < days["first"]) | (day["released"]["earliest"] > days["last"])
    yield outside, "released", "a day of the exchange"
    american, citizenship = detainees["us_status"].isin(["citizen", "dual_citizen"]), detainees["citizenship"]
    lists = citizenship.cat.categories
    listed = citizenship.isin([codes for codes in lists if "united_states" in codes.split(";")])
    known = detainees["us_status"].notna() & citizenship.notna()
    yield known & (american != listed), "us_status", "what the citizenship says"
    several = citizenship.isin([codes for codes in lists if ";" in codes])
    yield (
        known & detainees["us_status"].eq("citizen") & several,
        "us_status",
        "dual_citizen, as there are two citizenships",
    )
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
        totals[name] = pd.to_numeric(exchanges[column].astype(object))
        freed = detainees.loc[detainees["custodian"].isin(custodians), "exchange_id"]
        counts = freed.value_counts()
        named = exchanges["exchange_id"].map(counts.set_axis(counts.index.astype(object))).fillna(0)
        yield named > totals[name], column, "no fewer than the people named in data/detainees.csv"
    both = (totals["us_side"] > 0) & (totals["russian_side"] > 0)
    yield (
        exchanges["kind"].isin(["swap", "multi_party"])
        & totals["us_side"].notna()
        & totals["russian_side"].notna()
        & ~both,
        "kind",
        "one_sided or mediated, as one side freed nobody",
    )
    yield (
        exchanges["kind"].eq("one_sided") & both,
        "kind",
        "swap or multi_party, as both sides freed somebody",
    )


def check_second_coding(second: pd.DataFrame) -> Iterator[Finding]:
    """Where the two coders differ, it is said how that was settled."""
    differ = second["first"].fillna("") != second["second"].fillna("")
    yield differ & second["reason"].isna(), "reason", "how the difference was settled"
    yield ~differ & second["reason"].notna(), "reason", "nothing, as the two coders agree"


def check_leaders(leaders: pd.DataFrame) -> Iterator[Finding]:
    """One leader an office on any day, and no term that ends before it begins."""
    first, last = dates.parse_dates(leaders["from"]), dates.parse_dates(leaders["to"])
    yield last["latest"] < first["earliest"], "to", "no day before from"
    ordered = leaders.astype(object).sort_values(["office", "from"])
    before = dates.parse_dates(ordered.groupby("office")["to"].shift())
    overlap = dates.parse_dates(ordered["from"])["latest"] < before["earliest"]
    yield overlap.reindex(leaders.index), "from", "no day before the one before left office"


def check_all(frames: dict[str, pd.DataFrame], descriptor: dict) -> list[tuple[str, Finding]]:
    """What every rule finds, by table.

    Parameters
    ----------
    frames
        Text by table, indexed by line; cells that are wrong by themselves are empty.
    """
    found = list(check_keys(frames, descriptor))
    for resource in descriptor["resources"]:  # a row that is there twice counts once
        table, keys = resource["name"], resource["schema"]["primaryKey"]
        twice = next(broken for of, (broken, _, words) in found if of == table and words.startswith("each "))
        if twice.any():
            frames = frames | {table: frames[table][~twice | frames[table][keys].isna().any(axis=1)]}
    detainees, exchanges = frames["detainees"], frames["exchanges"]
    states = {code["value"]: code for code in descriptor["codes"]["states"]}
    until = pd.Timestamp(descriptor["data_through"])
    found += [("detainees", rule) for rule in check_detainees(detainees, exchanges, states, until)]
    found += [("exchanges", rule) for rule in check_exchanges(exchanges, detainees, states, until)]
    found += [("leaders", rule) for rule in check_leaders(frames["leaders"])]
    return found + [("second_coding", rule) for rule in check_second_coding(frames["second_coding"])]
