"""Makers of deals: codes of a row that exclude one another, and offices that somebody else held then.

Promise: who led a state on the days of a deal comes from data/leaders.csv alone.
"""

import re
from collections.abc import Iterator

import pandas as pd

from analysis.record import dates
from analysis.record.contradictions import ENDS, Finding

TOP_OFFICE = r"(?:the )?(?:us |american |soviet |russian )?(?:president|general secretary|first secretary)(?: of (?:the )?(?:united states|us|russia|soviet union).*)?"
OTHER_OFFICE = (
    r"\b(?:former|later|prime minister|vice.president|(?<!general )secretary of|ambassador|senator|director|envoy)\b"
)
ADJECTIVES = {  # at the head of an office: whose it is
    "US": "united_states",
    "American": "united_states",
    "Soviet": "soviet_union",
    "Russian": "russia",
}
HEADS = r"president|prime minister|chancellor|premier|king|crown prince|foreign minister|minister of justice|ambassador"
OFFICE_OF = rf"^(?:the |former |deputy |vice.)?(?:{HEADS}) of (?:the )?"  # and the label of a state
MARGIN = pd.Timedelta(days=366)  # a leader may be elected before the state that he leads comes to be
ADJECTIVE = (
    rf"^(?:the |deputy |former )?({'|'.join(ADJECTIVES)})\b(?!-)(?! (?:specialist|expert|affairs|desk|Orthodox)\b)"
)


def check_makers(makers: pd.DataFrame, exchanges: pd.DataFrame, states: dict) -> Iterator[Finding]:
    """Codes of a maker's row that exclude one another, and the same maker coded otherwise in other rows."""
    side = makers["country"].map({code: state.get("group") for code, state in states.items()})
    decides = makers["role"].eq("decision_maker")
    yield (
        decides & makers["channel"].isin(["legislator", "lawyer", "private", "third_state"]),
        "role",
        ("another role than decision_maker, which only those who act for a state on one of the sides have"),
    )
    yield (
        makers["role"].eq("mediator") & makers["channel"].eq("head_of_state"),
        "channel",
        ("third_state, as who mediates acts for neither side"),
    )
    outside = side.isna() & makers["country"].notna()
    acting = ["head_of_state", "diplomacy", "special_envoy", "justice"]
    yield outside & makers["channel"].isin(acting), "channel", "third_state, as that state stood on neither side"
    deal = makers["exchange_id"].map(exchanges.set_index("exchange_id")["kind"])
    inside = side.notna() & makers["channel"].eq("third_state") & deal.ne("mediated")
    yield inside, "channel", "another than third_state, as that state stood on a side"
    lawyer = makers["office"].fillna("").str.contains(r"^(?:\w+ )?lawyer\b", case=False)
    yield lawyer & ~makers["channel"].isin(["lawyer", "third_state"]), "channel", "lawyer, as the office says"
    office = makers["office"].fillna("").str.extract(ADJECTIVE)[0].map(ADJECTIVES)
    yield office.notna() & makers["country"].ne(office), "country", office + ", as the office says"
    yield find_other_states(makers, states)
    labels = makers["name"].map({state["label"]: code for code, state in states.items()})
    same = ["exchange_id", "country", "role"]
    rulers = makers[makers["channel"].eq("head_of_state") & labels.isna()].set_index(same).index
    twice = labels.notna() & labels.eq(makers["country"]) & makers.set_index(same).index.isin(rulers)
    yield twice, "name", "nothing, as the ruler of this state has a row in this role (R16)"
    for column, owner in (("country", ["name"]), ("channel", ["exchange_id", "name"])):
        said = makers.dropna(subset=column)
        codes = said.groupby(owner)[column]
        count = said.groupby([*owner, column])[column].transform("size")
        others = codes.transform(lambda found: " and ".join(sorted(set(found))))
        wrong = (codes.transform("nunique") > 1) & (2 * count <= codes.transform("size"))
        yield wrong.reindex(makers.index, fill_value=False), column, "one code for one name, which has " + others


def find_other_states(makers: pd.DataFrame, states: dict) -> Finding:
    """Offices that are those of a state by its label, in a row with another country; a state that is gone may bear the new name."""
    codes = {state["label"]: code for code, state in states.items()}
    labels = "|".join(map(re.escape, sorted(codes, key=len, reverse=True)))
    own = makers["office"].fillna("").str.extract(rf"{OFFICE_OF}({labels})\b", flags=re.IGNORECASE)[0].map(codes)
    wrong = own.notna() & makers["country"].notna() & makers["country"].ne(own)
    new, gone = (
        column.map(lambda code, key=key: key in states.get(code, ()))
        for column, key in ((own, "from"), (makers["country"], "to"))
    )
    return wrong & ~(new & gone), "country", own + ", as the office says"


def check_terms(leaders: pd.DataFrame, states: dict, until: pd.Timestamp) -> Iterator[Finding]:
    """Terms in the office of a state that was none at that time."""
    came = dates.parse_dates(leaders["from"])["earliest"]
    left = dates.parse_dates(leaders["to"])["latest"].fillna(until)
    for state in states.values():
        of_state = leaders["office"].str.contains(rf"\bof (?:the )?{re.escape(state['label'])}$")
        if of_state.any():
            since, end = (
                pd.Timestamp(dates.parse_day_range(state[key])[at]) if key in state else pd.NaT for at, key in ENDS
            )
            era = " ".join(f"{key} {state[key]}" for _, key in ENDS if key in state)
            told = f"of a state of that time: {state['label']} was one {era}"
            outside = of_state & ((left < since) | (came > end))
            yield outside, "office", f"an office {told}"
            yield of_state & ~outside & (came < since - MARGIN), "from", f"a day {told}"
            yield of_state & ~outside & (left > end + MARGIN), "to", f"a day {told}"


def check_offices(makers: pd.DataFrame, exchanges: pd.DataFrame, leaders: pd.DataFrame) -> Iterator[Finding]:
    """Presidents and general secretaries out of office on the days of the deal, and offices that somebody else held then."""
    first = dates.parse_dates(exchanges["date"]).set_axis(exchanges["exchange_id"])
    last = dates.parse_dates(exchanges["end_date"]).set_axis(exchanges["exchange_id"]).fillna(first)
    begins = makers["exchange_id"].map(first["earliest"])
    ends = makers["exchange_id"].map(last["latest"])
    came, left = dates.parse_dates(leaders["from"])["earliest"], dates.parse_dates(leaders["to"])["latest"]
    american = leaders["office"].str.contains("United States")
    text = makers["office"].fillna("")
    ours = text.str.contains(r"\b(?:US|United States|American)\b") | makers["country"].eq("united_states")
    holders = [
        {
            name
            for name, us, a, b in zip(leaders["name"], american, came, left, strict=True)
            if us == of_us and a <= end and not b < begin
        }
        for of_us, begin, end in zip(ours, begins, ends, strict=True)
    ]
    states = makers["country"].isin(["united_states", "russia", "soviet_union"])
    leads = makers["name"].isin(leaders["name"]) & makers["channel"].isin(["head_of_state", "third_state"])
    holds = pd.Series([name in names for name, names in zip(makers["name"], holders, strict=True)], makers.index)
    words = pd.Series([" or ".join(sorted(names)) or "nobody" for names in holders], makers.index)
    elsewhere = text.str.contains(OTHER_OFFICE, case=False)
    wrong = states & ~holds & (text.str.fullmatch(TOP_OFFICE, case=False) | (leads & ~elsewhere))
    yield wrong, "name", "who held the office on the days of the deal: " + words
    other = states & holds & leads & elsewhere
    yield other, "office", "the office that this leader held on the days of the deal"
