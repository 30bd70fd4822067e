"""Who was held on a day: as far as the dates say, a band between the certain and the possible.

Promise: nobody counts as certain on a day that no document vouches for, and nobody drops out because nobody wrote.
"""

import datetime as dt

import pandas as pd

from analysis.measures.custody import has_ended
from analysis.record.dates import read_day
from analysis.record.select import AMERICANS

HELD = ["certain", "possible"]
BLOCKS = ["deal", "out", "held"]  # freed in a deal, out otherwise, not known to be free
LASTING = 30  # days that a number must have lasted to be told as the level of its time


def select_americans(detainees: pd.DataFrame, since: int = 2010) -> pd.DataFrame:
    """Citizens and permanent residents of the United States arrested by Russia from the year `since` on, by arrest."""
    chosen = detainees["us_status"].isin(AMERICANS) & (detainees["custodian"] == "russia")
    chosen &= detainees["arrested_earliest"].dt.year >= since
    return detainees[chosen].sort_values(["arrested_earliest", "detainee_id"], ignore_index=True)


def select_spans(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The days on which each person was certainly and possibly in custody, up to `until`; first and last day both count.

    In the order of `detainees`.

    A person reported still held is certain until the day of the last report (last_confirmed) and possible until `until`. One
    who was let go on an unknown day is certain on the day of arrest alone, and possible until the last report, which says
    that it had ended; where it is unknown how it ended, until `until`. Detentions without a dated arrest are left out.

    Returns
    -------
    detainee_id, name, exchange_id : str
    outcome : category
    ended : bool
        Whether the person is known to be free, in whatever way.
    possible_from, certain_from, certain_to, possible_to : datetime64
        The certain days are missing where the dates vouch for none.
    """
    people = detainees[detainees["arrested_earliest"] <= until]
    open_ended = ~has_ended(people)
    reported = people["last_confirmed"].where(people["outcome"] == "still_held")
    arrested = people["arrested_latest"]
    spans = people[["detainee_id", "name", "exchange_id", "outcome"]].assign(
        ended=~open_ended,
        possible_from=people["arrested_earliest"],
        certain_from=pd.concat([arrested, people["released_latest"]], axis=1).min(axis=1),
        certain_to=people["released_earliest"]
        .fillna(pd.concat([arrested, reported], axis=1).max(axis=1))
        .clip(lower=people["arrested_earliest"]),
        possible_to=people["released_latest"].fillna(people["last_confirmed"].mask(open_ended)).fillna(until),
    )
    spans["possible_to"] = pd.concat([spans["possible_to"], arrested.where(people["released"].isna())], axis=1).max(
        axis=1
    )
    ends = ["certain_to", "possible_to"]
    spans[ends] = spans[ends].clip(upper=until)
    vouched = spans["certain_from"] <= spans["certain_to"]
    spans["certain_from"], spans["certain_to"] = (spans[end].where(vouched) for end in ("certain_from", "certain_to"))
    return spans.reset_index(drop=True)


def held_on(detainees: pd.DataFrame, day: dt.date | str) -> pd.DataFrame:
    """Who was in custody on a day: detainee_id, name, held (category: certain or possible), in the order of `detainees`.

    The days of arrest and release count. Detentions without a dated arrest are left out.
    """
    day = read_day(day)
    spans = select_spans(detainees, day)
    spans = spans[spans["possible_to"] >= day]
    return spans[["detainee_id", "name"]].assign(held=grade(spans, day)).reset_index(drop=True)


def grade(spans: pd.DataFrame, day: pd.Timestamp | pd.Series) -> pd.Categorical:
    """Certain where the day lies in the certain days of a span, else possible; in the order of `spans`."""
    certain = (spans["certain_from"] <= day) & (day <= spans["certain_to"])
    return pd.Categorical(certain.map({True: "certain", False: "possible"}), HELD, ordered=True)


def count_held(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """How many were held from each day on which that changed, to `until`: day, certain, possible (people, certain included)."""
    spans = select_spans(detainees, until)
    steps = [
        pd.DataFrame({"day": spans[f"{held}_from"], held: 1}) for held in HELD
    ] + [
        pd.DataFrame({"day": spans[f"{held}_to"] + pd.Timedelta(days=1), held: -1}) for held in HELD
    ]  # fmt: skip
    changes = pd.concat(steps).dropna(subset="day").groupby("day")[HELD].sum().cumsum().astype("int")
    changes = changes[changes.index <= until]
    if len(changes) and changes.index[-1] < until:
        changes.loc[until] = changes.iloc[-1]
    return changes.reset_index()


def select_left_behind(detainees: pd.DataFrame, deals: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Who was in custody on the day of each deal and not part of it, one row a person and deal, in time order.

    Returns
    -------
    exchange_id, deal : str
    date_earliest : datetime64
        The first day of the deal.
    detainee_id, name : str
    held : category
        certain or possible on that day.
    days_min, days_max : int
        In custody after that day, days; 0 where no later day is vouched for.
    outcome : category
    ended : bool
    later_deal : str
        The exchange_id of the later deal the person was freed in, if any.
    """
    days = deals.rename(columns={"name": "deal"})[["exchange_id", "deal", "date_earliest"]]
    days = days[days["date_earliest"] <= until].sort_values(["date_earliest", "exchange_id"])
    spans = select_spans(detainees, until).rename(columns={"exchange_id": "later_deal"})
    first, last, freed = (spans[name] for name in ("possible_from", "possible_to", "later_deal"))
    parts = [  # deal by deal: all deals with all people in one frame would not fit
        spans[(first <= deal.date_earliest) & (deal.date_earliest <= last) & (freed != deal.exchange_id)].assign(
            exchange_id=deal.exchange_id, deal=deal.deal, date_earliest=deal.date_earliest
        )
        for deal in days.itertuples()
    ]
    left = pd.concat(parts or [days.merge(spans, how="cross")], ignore_index=True)
    day = left["date_earliest"]
    after = {
        "days_min": (left["certain_to"] - day).dt.days.clip(lower=0).fillna(0).astype("int"),
        "days_max": (left["possible_to"] - day).dt.days.astype("int"),
    }
    left = left.assign(held=grade(left, day), **after)
    left = left.sort_values(["date_earliest", "exchange_id", "detainee_id"], ignore_index=True)
    columns = ["exchange_id", "deal", "date_earliest", "detainee_id", "name", "held", "days_min", "days_max"]
    return left[[*columns, "outcome", "ended", "later_deal"]]


def summarise_left_behind(left: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """Those left behind at each deal and what became of them, in time order.

    Returns
    -------
    exchange_id, deal : str
    date_earliest : datetime64
    certain, possible : int
        People left behind, by how sure it is that they were in custody on the day.
    later_deal, free, still_held, unknown : int
        The same people: freed in a later deal, free by another way, known or not, held when last reported, not known.
    """
    fate = pd.Series("unknown", index=left.index).mask(left["outcome"] == "still_held", "still_held")
    fate = fate.mask(left["ended"].astype(bool), "free").mask(left["later_deal"].notna(), "later_deal")
    columns = [*HELD, "later_deal", "free", "still_held", "unknown"]
    flags = pd.DataFrame({word: (left["held"] == word) | (fate == word) for word in columns})
    counts = flags.groupby(left["exchange_id"]).sum()
    days = deals.rename(columns={"name": "deal"})[["exchange_id", "deal", "date_earliest"]]
    summary = days.merge(counts, left_on="exchange_id", right_index=True, how="left")
    summary[columns] = summary[columns].fillna(0).astype("int")
    return summary.sort_values(["date_earliest", "exchange_id"], ignore_index=True)


def select_lanes(detainees: pd.DataFrame, deals: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Everyone in custody on the day of at least one of these deals, one row a person.

    Returns
    -------
    detainee_id, name, exchange_id, outcome, ended, possible_from, certain_from, certain_to, possible_to
        As select_spans gives them.
    block : category
        deal (freed in one of these deals), out (known to be free otherwise) or held (not known to be free).
    passed_min, passed_max : int
        Deals made while the person was certainly, and possibly, in custody, and which freed others.

    In order of block, then of arrest.
    """
    passed = select_left_behind(detainees, deals, until).groupby("detainee_id")["held"].value_counts().unstack()
    passed = passed.reindex(columns=HELD).fillna(0)
    spans = select_spans(detainees, until)
    freed = spans["exchange_id"].isin(deals.loc[deals["date_earliest"] <= until, "exchange_id"])
    spans = spans[freed | spans["detainee_id"].isin(passed.index)]
    block = pd.Series("held", index=spans.index).mask(spans["ended"], "out").mask(freed, "deal")
    counts = passed.reindex(spans["detainee_id"]).fillna(0).astype("int").to_numpy()
    lanes = spans.assign(
        block=pd.Categorical(block, BLOCKS, ordered=True), passed_min=counts[:, 0], passed_max=counts.sum(axis=1)
    )
    return lanes.sort_values(["block", "possible_from", "detainee_id"], ignore_index=True)


def find_rise(band: pd.DataFrame, years: int = 3) -> tuple[int, pd.Timestamp, int, pd.Timestamp] | None:
    """The highest number certainly held that lasted, with its first day, and before it the lowest that lasted in the `years` before.

    Lasted: on 30 days in a row at least as many, or for the lowest at most as many. `band` as count_held gives it.
    None where nothing lasted, or nothing rose.
    """
    if band.empty:
        return None
    daily = band.sort_values("day").set_index("day")["certain"].resample("D").ffill()
    at_least, at_most = (getattr(daily[::-1].rolling(LASTING), end)()[::-1] for end in ("min", "max"))
    if at_least.isna().all():
        return None
    top = at_least.idxmax()
    before = at_most[(at_most.index >= top - pd.DateOffset(years=years)) & (at_most.index < top)]
    if before.empty or before.min() >= at_least[top]:
        return None
    return int(before.min()), before.idxmin(), int(at_least[top]), top


def status_on(detainees: pd.DataFrame, day: dt.date | str) -> pd.DataFrame:
    """How those in custody on a day stood then, one row a person, in the order of `detainees`.

    Returns
    -------
    detainee_id, name : str
    held, convicted, designated : category
        certain or possible by that day, as far as the dates say; missing where not. A verdict is the one that set the
        sentence in force (R3), a designation whose day is not public is possible.
    """
    there = held_on(detainees, day)
    people = detainees.set_index("detainee_id").loc[there["detainee_id"]].reset_index()
    for column, known in (("convicted", people["convicted"]), ("designated", people["designation"])):
        first, last = people[f"{column}_earliest"], people[f"{column}_latest"]
        status = pd.Series("possible", index=people.index).mask(last <= pd.Timestamp(day), "certain")
        status = status.mask((first > pd.Timestamp(day)) | known.isna())
        there[column] = pd.Categorical(status, HELD, ordered=True)
    return there


def count_status(status: pd.DataFrame) -> pd.DataFrame:
    """How many were held, convicted and designated on a day: what, certain, possible (people, certain included).

    `status` as status_on gives it; convicted or designated count for certain only among those certainly held.
    """
    sure = status["held"] == "certain"
    rows = [
        (what, int(((status[what] == "certain") & sure).sum()), int(status[what].notna().sum()))
        for what in ("held", "convicted", "designated")
    ]
    return pd.DataFrame(rows, columns=["what", *HELD])
