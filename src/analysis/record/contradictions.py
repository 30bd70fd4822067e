"""Codes and days of one row that cannot both be true: the one list of them, and the rules that compare.

Promise: every pair is told at the second of its two columns, with the first as the reason.
"""

from collections.abc import Iterator

import pandas as pd

from analysis.record import dates

ENDS = ((0, "from"), (1, "to"))  # of the time a state was there: which end of a partial date counts, and the key
FILLED = ("any",)  # whatever a cell has
SENTENCED = ("term", "life", "death", "suspended", "time_served")
FREED_IN_DEAL = ("exchanged", "released_one_sided")
EARLIEST_ARREST = pd.Timestamp("1915-01-01")
SCOPE_BEGINS = pd.Timestamp("1945-01-01")
DESIGNATIONS_BEGIN = pd.Timestamp("2016-01-01")  # years before the first that any card gives
LONGEST_DETENTION = 30 * 365.25  # days
MONTH = 30.4375  # days
SHORTEST_CUSTODY = 2  # days
MOST_COMPANIONS = 50
MOST_DAYS_AFTER_VERDICT = 60  # of a suspended sentence, or one of the time served
LONGEST_DEAL = 60  # days
LONGEST_TERM = {"russian_side": 420, "us_side": 2400}  # months, well beyond the longest that any card gives
SERIOUS = ("espionage", "treason", "homicide", "hijacking_terrorism")
SHORTEST_SERIOUS = 12  # months; a smaller number is one of years

Rule = tuple[
    str, tuple, str, tuple, str
]  # a column, its codes; another, the codes it cannot have then; what was expected
DETAINEES: list[Rule] = [
    ("outcome", ("let_go",), "sentence_kind", (*SENTENCED, "not_public"), "none_yet, as the person was let go without a case"),
    ("outcome", ("charges_dropped",), "sentence_kind", SENTENCED, "none_yet, as the case was closed without a sentence"),
    ("outcome", ("sentence_served",), "sentence_kind", ("life", "death", "suspended"), "a sentence that has an end to serve"),
    ("outcome", ("court_released",), "sentence_kind", ("life", "death"), "another kind, as a court let the person go"),
    ("outcome", ("deported",), "sentence_kind", ("death",), "another kind, as the person was sent out of the country"),
    ("outcome", ("still_held",), "sentence_kind", ("suspended", "time_served"), "another kind, as the person is still held"),
    ("outcome", ("still_held",), "released", FILLED, "nothing, as the person is still held"),
    ("outcome", ("still_held", "unknown", "died_in_custody"), "received_by", FILLED, "nothing, as nobody is known to be freed"),
    ("outcome", ("still_held", "unknown", "died_in_custody", "let_go", "charges_dropped", "court_released", "sentence_served",
                 "deported"), "pardoned", FILLED, "nothing, as custody did not end by a pardon or in a deal"),
    ("sentence_kind", ("none_yet",), "convicted", FILLED, "nothing, as there is no sentence yet"),
    ("sentence_kind", ("life", "death", "time_served", "none_yet", "not_public"), "sentence_months", FILLED,
     "nothing, as the sentence is no term"),
    ("sentence_kind", ("suspended",), "sentence_months", FILLED, "nothing, as the sentence was not served in custody"),
    ("sentence_kind", ("time_served", "none_yet", "not_public"), "after_term", FILLED, "nothing, as there is no term to run out"),
    ("charge_type", ("no_charge",), "sentence_kind", SENTENCED, "none_yet, as there was no charge"),
    ("charge_type", ("no_charge",), "outcome", ("charges_dropped", "sentence_served", "pardoned"),
     "another outcome, as there was no charge"),
    ("us_status", ("none",), "designation", FILLED, "nothing, as the person is neither a US citizen nor a resident"),
]  # fmt: skip
OUTCOMES_OF_KIND = {  # of a deal: how people who were freed in it left custody
    "swap": "exchanged",
    "multi_party": "exchanged",
    "mediated": "exchanged",
    "one_sided": "released_one_sided",
}

Finding = tuple[pd.Series, str, str | pd.Series]  # rows that break a rule (mask), the column to name, what was expected


def has(column: pd.Series, codes: tuple) -> pd.Series:
    """Where a column has one of these codes, or anything."""
    return column.notna() if codes == FILLED else column.isin(codes)


def check_codes(detainees: pd.DataFrame) -> Iterator[Finding]:
    """Codes that exclude one another."""
    lessened = detainees["sentence_months_final"].notna()  # a pardon or amnesty may change a sentence and not end it
    for first, codes, second, excluded, expected in DETAINEES:
        yield (
            has(detainees[first], codes) & has(detainees[second], excluded) & ~(lessened & (second == "pardoned")),
            second,
            expected,
        )


def check_citizens(detainees: pd.DataFrame) -> Iterator[Finding]:
    """What citizenship and ties to the United States exclude of each other."""
    citizenship, status = detainees["citizenship"], detainees["us_status"]
    states = citizenship.fillna("").str.split(";")
    american, listed = status.isin(["citizen", "dual_citizen"]), states.map(lambda codes: "united_states" in codes)
    yield american & ~listed, "citizenship", "united_states among them, as the person is a US citizen"
    known = status.notna() & citizenship.notna()
    yield known & listed & ~american, "us_status", "what the citizenship says"
    yield (
        known & status.eq("citizen") & (states.str.len() > 1),
        "us_status",
        "dual_citizen, as there are two citizenships",
    )
    yield (
        known & status.eq("dual_citizen") & (states.str.len() < 2),
        "citizenship",
        "two states, as the person is a dual citizen",
    )


def check_custody(detainees: pd.DataFrame) -> Iterator[Finding]:
    """Custody too short for a row (R5)."""
    start, end = (dates.parse_dates(detainees[name]) for name in ("arrested", "released"))
    short = (end["latest"] - start["earliest"]).dt.days < SHORTEST_CUSTODY
    yield short & detainees["exchange_id"].isna(), "released", "more than 48 hours in custody (R5)"


def check_sides(detainees: pd.DataFrame, exchanges: pd.DataFrame, states: dict) -> Iterator[Finding]:
    """What the custodian's side, the deal and its kind exclude."""
    groups = {code: state.get("group") for code, state in states.items()}
    side, receiver = (detainees[name].map(groups) for name in ("custodian", "received_by"))
    yield (
        side.eq("us_side") & detainees["designation"].notna(),
        "designation",
        "nothing, as the US side held the person",
    )
    in_deal = detainees["exchange_id"].notna()
    same = detainees["received_by"].notna() & detainees["received_by"].eq(detainees["custodian"])
    yield same, "received_by", "another state than the custodian"
    yield (
        in_deal & ~same & side.notna() & side.eq(receiver),
        "received_by",
        "a state that is not on the custodian's side",
    )
    own = detainees["outcome"].eq("deported") & detainees["citizenship"].eq(detainees["custodian"])
    yield own, "outcome", "another outcome than deported, as the person is a citizen of the custodian alone"
    kind = detainees["exchange_id"].map(exchanges.set_index("exchange_id")["kind"])
    due = kind.map(OUTCOMES_OF_KIND)
    wrong = detainees["outcome"].isin(FREED_IN_DEAL) & due.notna() & detainees["outcome"].ne(due)
    yield wrong, "outcome", due + ", as the deal is " + kind.str.replace("_", "-")
    seized = detainees["custodian"] + "/" + detainees["arrest_place"].str.extract(r"^([^(,]+?)(?:\s*[(,]|$)")[0]
    at_home = seized.isin(seized[detainees["extradited"].isna()])
    yield (
        seized.notna() & at_home & detainees["extradited"].notna(),
        "extradited",
        "nothing, as the custodian itself seized others at that place",
    )


def check_lengths(detainees: pd.DataFrame, states: dict) -> Iterator[Finding]:
    """Days and terms beyond what is possible, or typed in another unit."""
    day = {c: dates.parse_dates(detainees[c]) for c in ("arrested", "convicted", "pardoned", "designated", "released")}
    for column, days in day.items():
        if column not in ("arrested", "convicted"):
            yield (
                days["latest"] < SCOPE_BEGINS,
                column,
                f"no day before {SCOPE_BEGINS.year}, as the record begins there",
            )
    yield day["arrested"]["latest"] < EARLIEST_ARREST, "arrested", "a day less than 30 years before the record begins"
    longest = (day["released"]["earliest"] - day["arrested"]["latest"]).dt.days
    yield longest > LONGEST_DETENTION, "arrested", "a day less than 30 years before the release"
    for column in ("pardoned", "designated"):
        yield day[column]["earliest"] > day["released"]["latest"], column, "no day after released"
    yield day["pardoned"]["latest"] < day["convicted"]["earliest"], "pardoned", "no day before convicted"
    yield (
        day["designated"]["latest"] < DESIGNATIONS_BEGIN,
        "designated",
        f"a day since {DESIGNATIONS_BEGIN.year}, as no earlier designation is known here",
    )
    months = pd.to_numeric(detainees["sentence_months"])
    final = pd.to_numeric(detainees["sentence_months_final"])
    side = detainees["custodian"].map({code: state.get("group") for code, state in states.items()})
    for column, length in (("sentence_months", months), ("sentence_months_final", final)):
        for name, most in LONGEST_TERM.items():
            yield (side.eq(name) & (length > most), column, f"months, at most {most} on that side")
        short = length.lt(SHORTEST_SERIOUS) & detainees["charge_type"].isin(SERIOUS)
        yield short, column, "months, not years: so short a term is not given on this charge"
    held = (day["released"]["latest"] - day["arrested"]["earliest"]).dt.days / MONTH
    since = (day["released"]["earliest"] - day["convicted"]["latest"]).dt.days
    freed = detainees["sentence_kind"].isin(["suspended", "time_served"])
    yield (
        freed & (since > MOST_DAYS_AFTER_VERDICT),
        "sentence_kind",
        "another kind, as custody went on after the verdict",
    )
    served = detainees["outcome"].eq("sentence_served") & (held < final.fillna(months) / 3)
    yield served, "outcome", "another outcome, as less than a third of the term had passed"
    yield (
        final.notna() & (final > 3 * months),
        "sentence_months_final",
        "months, no more than three times the first sentence",
    )
    yield (final * 10 < months) & (final < held), "sentence_months_final", "months, not years"


def check_deals(exchanges: pd.DataFrame, detainees: pd.DataFrame, states: dict) -> Iterator[Finding]:
    """A deal's id, days, places and states against each other and against the people freed in it."""
    kind = exchanges["kind"]
    first, last = dates.parse_dates(exchanges["date"]), dates.parse_dates(exchanges["end_date"])
    end = last["latest"].fillna(first["latest"])
    month = dates.parse_dates(exchanges["exchange_id"].str[:7])
    apart = (month["latest"] < first["earliest"]) | (month["earliest"] > end)
    yield apart, "exchange_id", "an id that begins with the month of the deal, as date and end_date have it"
    yield first["latest"] < SCOPE_BEGINS, "date", "no day before 1945, as the record begins there"
    yield (
        (end - first["earliest"]).dt.days > LONGEST_DEAL,
        "end_date",
        f"a day at most {LONGEST_DEAL} days after the first",
    )
    companions = pd.to_numeric(exchanges["companions"])
    yield companions > MOST_COMPANIONS, "companions", f"at most {MOST_COMPANIONS} people"
    custodians = detainees.dropna(subset="exchange_id").groupby("exchange_id")["custodian"]
    several = exchanges["exchange_id"].map(custodians.nunique()) > 2
    on_side = detainees["custodian"].map({code: state.get("group") for code, state in states.items()})
    per_side = detainees.groupby(["exchange_id", on_side])["custodian"].nunique().groupby("exchange_id").max()
    alone = exchanges["exchange_id"].map(per_side).eq(1)
    yield kind.eq("multi_party") & alone, "kind", "swap, as one state on each side held the people freed"
    us_held = exchanges["exchange_id"].isin(detainees.loc[detainees["custodian"].eq("united_states"), "exchange_id"])
    named = exchanges["exchange_id"].isin(detainees["exchange_id"])
    yield kind.eq("mediated") & us_held, "kind", "swap or multi_party, as the United States held somebody who was freed"
    yield kind.eq("swap") & named & ~us_held, "kind", "mediated, as the United States held nobody who was freed"
    label = exchanges["place_city"].isin([state["label"] for state in states.values()])
    yield label, "place_city", "a city, not a state"
    yield kind.eq("swap") & several, "kind", "multi_party, as more than two states held the people freed"
    standing = exchanges["place_country"].where(
        ~exchanges["place_country"].isin([c for c, of in states.items() if "to" in of])
    )
    of_city = standing.dropna().groupby(exchanges["place_city"])
    several = (of_city.transform("nunique") > 1).reindex(exchanges.index, fill_value=False)
    yield several, "place_country", "one state for one city, and other rows have another for this one"
    cities = exchanges["place_city"].dropna().unique()
    told = exchanges["place"].fillna("").map(lambda text: {city for city in cities if city in text})
    apart = [
        bool(of) and isinstance(city, str) and city not in of
        for of, city in zip(told, exchanges["place_city"], strict=True)
    ]
    yield pd.Series(apart, exchanges.index), "place_city", "the city that the place names"


def check_reasons(second: pd.DataFrame) -> Iterator[Finding]:
    """Reasons for which two coders differ, where the two values show another."""
    one_empty = second["first"].isna() ^ second["second"].isna()
    whole = second["table"].ne(
        "negotiators"
    )  # there a cell lists all parts of a maker, of which one coder may have had more
    alone = second["reason"].eq("one_coder_only")
    yield alone & whole & ~one_empty, "reason", "another reason, as both or neither coded a value"
    values = [{*cells} - {""} for cells in second[["first", "second", "settled"]].fillna("").itertuples(index=False)]
    coarser = [any(a != b and a.startswith(b) for a in cells for b in cells) for cells in values]
    wrong = second["reason"].eq("coarser_date") & ~pd.Series(coarser, second.index)
    yield wrong, "reason", "another reason, as none of the values is another told more coarsely"


def check_eras(frames: dict[str, pd.DataFrame], states: dict, until: pd.Timestamp) -> Iterator[tuple[str, Finding]]:
    """States that did not exist, by that name, at any time of the deal or the detention."""
    people, deals, makers = (frames[name] for name in ("detainees", "exchanges", "negotiators"))
    day = {c: dates.parse_dates(people[c]) for c in ("arrested", "released")}
    freed_first, freed_last = day["released"]["earliest"], day["released"]["latest"]
    held = (day["arrested"]["earliest"].fillna(freed_first), freed_last.fillna(until))
    start, end = dates.parse_dates(deals["date"])["earliest"], dates.parse_dates(deals["end_date"])["latest"]
    end = end.fillna(dates.parse_dates(deals["date"])["latest"])
    of_maker = [
        days.set_axis(deals["exchange_id"]).reindex(makers["exchange_id"]).set_axis(makers.index)
        for days in (start, end)
    ]
    spans = [
        ("detainees", "custodian", *held),
        ("detainees", "citizenship", *held),
        ("detainees", "received_by", freed_first, freed_last),
        ("exchanges", "place_country", start, end),
        ("negotiators", "country", *of_maker),
    ]
    eras = {
        code: tuple(pd.Timestamp(dates.parse_day_range(state[key])[at]) if key in state else pd.NaT for at, key in ENDS)
        for code, state in states.items()
    }
    words = {code: " ".join(f"{key} {state[key]}" for _, key in ENDS if key in state) for code, state in states.items()}
    for table, column, begins, ends in spans:
        codes = frames[table][column].dropna().str.split(";").explode()
        since, until = (pd.to_datetime(codes.map({code: era[at] for code, era in eras.items()})) for at in (0, 1))
        outside = codes[(ends.reindex(codes.index) < since) | (begins.reindex(codes.index) > until)]
        outside = outside[~outside.index.duplicated()]
        told = "a state of that time: " + outside + " was one " + outside.map(words)
        yield table, (frames[table].index.to_series().isin(outside.index), column, told)
