"""What a record can be cut down by, and what is left of it.

Promise: a filter only takes rows away; what does not exist is refused with the list of what there is.
"""

import difflib
import re
from numbers import Integral

import pandas as pd

from analysis.record import dates
from analysis.record.contradictions import SCOPE_BEGINS
from analysis.record.words import SIDE_WORDS, strip_marks

FILTERS = {  # name and words, in the order of controls and of scope
    "years": "years",
    "deals_made": "deals made",
    "people_held": "people held",
    "held_on": "held on",
    "us": "people",
    "us_status": "US status",
    "citizenship": "citizenship",
    "occupation": "occupation",
    "side": "held by",
    "custodian": "custodian",
    "charge_group": "charge group",
    "charge_type": "charge",
    "outcome": "outcome",
    "designation": "designation",
    "kind": "kind of deal",
    "place_country": "place of the deal",
    "us_leader": "US president",
    "kremlin_leader": "Kremlin leader",
    "negotiator": "negotiator",
    "standing": "evidence",
    "known_on": "as known on",
}
FIRST_YEAR = SCOPE_BEGINS.year  # where the record begins
PERIODS = {"years": "held in", "deals_made": "freed in deals made in", "people_held": "held in"}  # words after people
DAYS = ("held_on", "known_on")
PEOPLE = ["us", "us_status", "citizenship", "side", "custodian", "charge_group", "charge_type", "outcome"]
PEOPLE += ["designation", "standing"]
BY_CHARGE = {"charge_group", "charge_type"}
OF_PEOPLE = {*PEOPLE, "people_held", "held_on", "occupation"}  # all that choose persons by what is said of them
DEALS = ["kind", "place_country", "us_leader", "kremlin_leader", "negotiator"]
SEVERAL = (str, list, tuple, set, frozenset)
AMERICANS = ["citizen", "dual_citizen", "permanent_resident"]
US = {True: "Americans", False: "not known to be Americans"}
DESIGNATION = {"designated": "designated as wrongful", "not_designated": "no public designation"}
STANDING = {
    "agreed": "all key values agreed",
    "single": "a key value rests on one voice",
    "disputed": "a key value is disputed",
}


def list_choices(record: object) -> dict[str, dict[object, str]]:
    """What each filter that is no period, day or word can be set to, and the words for it, codes in codebook order."""
    groups = record.whole.detainees["charge_group"].cat.categories
    names = {name: record.sources.exchanges[name] for name in ("us_leader", "kremlin_leader")}
    names["negotiator"] = record.sources.negotiators["name"]
    return {
        "us": US,
        **{name: record.label("detainees", name) for name in ("us_status", "citizenship", "custodian")},
        "side": SIDE_WORDS,
        "charge_group": {group: str(group).replace("none", "no charge, or not public") for group in groups},
        "charge_type": record.label("detainees", "charge_type"),
        "outcome": record.label("detainees", "outcome"),
        "designation": DESIGNATION,
        "kind": record.label("exchanges", "kind"),
        "place_country": record.label("exchanges", "place_country"),
        **{name: {who: who for who in sorted(set(of.dropna()), key=str.casefold)} for name, of in names.items()},
        "standing": STANDING,
    }


def list_used(record: object) -> dict[str, dict[object, str]]:
    """Those of list_choices that some row of the record has."""
    people, deals = record.detainees, record.exchanges
    used = {name: set(people[name].dropna()) for name in PEOPLE if name in people}
    used |= {name: set(deals[name].dropna()) for name in DEALS if name in deals}
    used["citizenship"] = {code for codes in used["citizenship"] for code in codes.split(";")}
    choices = list_choices(record)
    return {
        name: {code: words for code, words in of.items() if code in used.get(name, of)} for name, of in choices.items()
    }


def as_list(chosen: object) -> list:
    """One choice or several, as a list."""
    return list(chosen) if isinstance(chosen, SEVERAL) and not isinstance(chosen, str) else [chosen]


def check_filters(record: object, filters: dict) -> dict:
    """The filters that are set; ValueError for a name, a code or a period that does not exist."""
    if unknown := [name for name in filters if name not in FILTERS]:
        raise ValueError(f"no filter {', '.join(unknown)}: there are {', '.join(FILTERS)}")
    empty = {name for name, value in filters.items() if value is None or (isinstance(value, SEVERAL) and not value)}
    chosen, choices = {}, list_choices(record)
    for name, value in filters.items():
        if name in empty:
            continue
        if name in PERIODS:
            chosen[name] = check_years(name, value, pd.Timestamp(record.descriptor["data_through"]).year)
        elif name in DAYS:
            chosen[name] = f"{check_day(name, value, record.data_through):%Y-%m-%d}"
        elif name == "occupation":
            chosen[name] = check_words(name, value, record.sources.detainees[name])
        else:
            codes = as_list(value)
            if wrong := [code for code in codes if not any(is_same(code, there) for there in choices[name])]:
                refuse(f"code of {name}", wrong[0], list(map(str, choices[name])))
            kept = [there for there in choices[name] if any(is_same(code, there) for code in codes)]
            chosen |= {} if kept == list(US) else {name: kept[0] if len(kept) == 1 else kept}
    return chosen


def is_same(code: object, there: object) -> bool:
    """Whether a code that was given is one that there is; 1 is not True."""
    return isinstance(code, bool | str) and type(code) is type(there) and code == there


def check_years(name: str, years: object, latest: int) -> tuple[int, int]:
    """The first and the last of some years, of one year, or of those from or up to one; ValueError for anything else."""
    pair = years if isinstance(years, list | tuple) else (years, years)
    if len(pair) == 2 and tuple(pair) != (None, None):
        pair = (FIRST_YEAR if pair[0] is None else pair[0], latest if pair[1] is None else pair[1])
        sound = all(isinstance(year, Integral) and not isinstance(year, bool) for year in pair)
        if sound and not all(FIRST_YEAR <= year <= latest for year in pair):
            raise ValueError(
                f"{name} {years!r}: expected years from {FIRST_YEAR} to {latest}, as the record begins and ends there"
            )
        if sound and pair[0] <= pair[1]:
            return int(pair[0]), int(pair[1])
    expected = "the first and the last year in this order, as in (1985, 1986) or (2022, None), or one year"
    raise ValueError(f"{name} {years!r}: expected {expected}")


def refuse(what: str, given: object, there: list[str]) -> None:
    """ValueError for what is not there, with what there is, the nearest first; of more than a hundred only these."""
    words = [name for name in there if str(given).casefold() in name.casefold()]
    near = words[:5] or difflib.get_close_matches(str(given), there, 5, 0.3) or there[:5]
    if len(there) > 100:
        raise ValueError(f"no {what} {given!r}: there are {', '.join(near)}, … ({len(there)} in all)")
    ordered = [*near, *(name for name in there if name not in near)] if len(there) > 30 else there
    raise ValueError(f"no {what} {given!r}: there are {', '.join(ordered)}")


def check_words(name: str, words: object, texts: pd.Series) -> str | list[str]:
    """One word or several, each the beginning of a word of at least one text; ValueError for any other."""
    given, there = as_list(words), texts.dropna().unique()
    for word in given:
        if not isinstance(word, str) or not any(has_word(text, word) for text in there):
            refuse(f"{name} with the word", word, sorted({word for text in there for word in re.findall(r"\w+", text)}))
    return given[0] if len(given) == 1 else given


def has_word(text: object, word: str) -> bool:
    """Whether words of a text begin so, whatever their letters' size and marks: `journal` and `Journalist`."""
    parts = re.findall(r"\w+", strip_marks(word))
    there = re.findall(r"\w+", strip_marks(text)) if isinstance(text, str) else []
    return bool(parts) and all(any(other.startswith(part) for other in there) for part in parts)


def check_day(name: str, day: object, until: pd.Timestamp) -> pd.Timestamp:
    """A day as dates.read_day takes it, none after the last day looked at."""
    try:
        day = dates.read_day(day)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None
    if day > until:
        raise ValueError(f"{name} {day:%Y-%m-%d} is after {until:%Y-%m-%d}, the last day looked at")
    return day


def select_held(people: pd.DataFrame, first: int, last: int, until: pd.Timestamp) -> pd.Series:
    """Whether each person may have been held at some time in these years; never where neither end has a date."""
    released = people["released_latest"].mask(people["outcome"] == "still_held", until)
    start = people["arrested_earliest"].fillna(people["convicted_earliest"]).fillna(people["released_earliest"]).dt.year
    end = released.fillna(people["arrested_latest"]).dt.year
    return (start <= last) & (end >= first)


def select_held_on(people: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Whether each person may have been in custody on a day: certain or possible by measures.held.held_on."""
    free = people["released"].notna() | ~people["outcome"].fillna("unknown").isin(["still_held", "unknown"])
    last = people["released_latest"].fillna(people["last_confirmed"].where(free)).fillna(day)
    last = pd.concat([last, people["arrested_latest"].where(people["released"].isna())], axis=1).max(axis=1)
    return (people["arrested_earliest"] <= day) & (day <= last)


def is_vouched(people: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    """Whether documents vouch for each person's custody on some day of a time, whichever of the days that they leave open was the right one.

    Where no arrest is dated the conviction, then the release is the first day, as for select_held.
    """
    start = {
        end: people[f"arrested_{end}"].fillna(people[f"convicted_{end}"]).fillna(people[f"released_{end}"])
        for end in ("earliest", "latest")
    }
    reported = people["last_confirmed"].where(people["outcome"] == "still_held")
    until = people["released_earliest"].fillna(pd.concat([start["latest"], reported], axis=1).max(axis=1))
    begun = pd.concat([start["latest"], people["released_latest"]], axis=1).min(axis=1)
    return (begun <= last) & (pd.concat([start["earliest"], until], axis=1).max(axis=1) >= first)


def select_people(record: object, filters: dict) -> pd.Series:
    """Which detentions pass the filters that speak of people."""
    people = record.detainees
    kept = pd.Series(True, index=people.index)
    traits = {name: people[name] for name in PEOPLE if name in people}
    traits["us"] = people["us_status"].isin(AMERICANS)
    traits["designation"] = people["designation"].astype("str").fillna("not_designated")
    if "standing" in filters:
        traits["standing"] = people["detainee_id"].replace(record.ids).map(record.ratings)
    if "held_on" in filters:
        kept &= select_held_on(people, pd.Timestamp(filters["held_on"]))
    if "occupation" in filters:
        words = as_list(filters["occupation"])
        kept &= people["occupation"].map(lambda text: any(has_word(text, word) for word in words)).astype(bool)
    for name in filters.keys() & set(PEOPLE):
        wanted = set(as_list(filters[name]))
        if name == "citizenship":
            kept &= people[name].fillna("").map(lambda codes, wanted=wanted: bool(wanted & set(codes.split(";"))))
        else:
            kept &= traits[name].isin(wanted)
    return kept


def select_deals(record: object, filters: dict) -> pd.Series:
    """Which deals pass the filters that speak of deals."""
    deals = record.exchanges
    kept = pd.Series(True, index=deals.index)
    for name in filters.keys() & set(DEALS):
        wanted = as_list(filters[name])
        if name == "negotiator":
            theirs = record.negotiators.loc[record.negotiators["name"].isin(wanted), "exchange_id"]
            kept &= deals["exchange_id"].isin(theirs)
        else:
            kept &= deals[name].isin(wanted)
    return kept


def select_rows(record: object, filters: dict) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The exchanges, detainees and negotiators that pass every filter, each with a fresh index.

    A filter on people keeps the deals in which at least one of them was freed; a filter on deals keeps the people freed
    in them; `years` keeps deals made, and people held, in these years.
    """
    deals, people, parts = record.exchanges, record.detainees, record.negotiators
    kept_people, kept_deals = select_people(record, filters), select_deals(record, filters)
    for name in filters.keys() & {"deals_made"}:
        kept_deals &= deals["year"].between(*filters[name]).fillna(False).astype(bool)
    of_deals = kept_deals.copy()
    for name in filters.keys() & {"years"}:
        kept_deals &= deals["year"].between(*filters[name]).fillna(False).astype(bool)
    for name in filters.keys() & {"years", "people_held"}:
        kept_people &= select_held(people, *filters[name], record.data_through)
    by_people = kept_people.copy()
    if filters.keys() & {*DEALS, "deals_made"}:
        kept_people &= people["exchange_id"].isin(deals.loc[of_deals, "exchange_id"])
    if filters.keys() & OF_PEOPLE:
        kept_deals &= deals["exchange_id"].isin(people.loc[by_people, "exchange_id"])
    deals = deals[kept_deals].reset_index(drop=True)
    parts = parts[parts["exchange_id"].isin(deals["exchange_id"])].reset_index(drop=True)
    return deals, people[kept_people].reset_index(drop=True), parts
