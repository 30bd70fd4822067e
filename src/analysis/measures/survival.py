"""From arrest to release, and from arrest to what the US government determined, when those not known to be free are not left out.

Time runs from arrest to release; where a date is partial, the middle of the days it can mean is taken. Whoever was held
when last reported counts up to that report: what came after is not known.
"""

import pandas as pd

from analysis.measures.custody import measure_custody, select_days, select_ends
from analysis.record.dates import parse_days_between
from analysis.record.select import AMERICANS


def select_times(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Time in custody of every detention with a dated arrest, one row each.

    Returns
    -------
    detainee_id, name : str
    side, charge_group : category
    designated : bool
        Whether the US government is known to have determined a wrongful detention.
    days_min, days_max, days : float
        Shortest, longest and middle time that the dates allow.
    ended : bool
        False where the person is not known to be free: the time, up to the last report, is then only a lower bound.

    Left out are detentions without a dated arrest, and those that ended on a day nobody gives.
    """
    custody = measure_custody(detainees, until).dropna(subset="days_min")
    columns = ["detainee_id", "name", "side", "charge_group"]
    timed = detainees.loc[custody.index]
    times = timed[columns].assign(
        designated=timed["designation"].notna(),
        days_min=custody["days_min"].astype(float),
        days_max=custody["days_max"].astype(float),
        ended=custody["ended"],
    )
    times["days"] = times[["days_min", "days_max"]].mean(axis=1)
    return times.sort_values(["days", "detainee_id"], ignore_index=True)


def select_american_times(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """select_times for US citizens, dual citizens and residents that the Russian side arrested since 2010."""
    american = detainees["us_status"].isin(AMERICANS)
    recent = detainees["arrested_earliest"] >= pd.Timestamp("2010-01-01")
    return select_times(detainees[american & recent & (detainees["side"] == "russian_side")], until)


def select_designations(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """From arrest to the determination of a wrongful detention: one row a designated person.

    Returns
    -------
    detainee_id, name, outcome, designated : str
    to_days_min, to_days_max : Int64
        From arrest to the determination, days.
    after_days_min, after_days_max : Int64
        From the determination to release, or to the last report of those not known to be free.

    In the order of the determinations.
    """
    rows = detainees[detainees["designated"].notna()]
    rows = rows.sort_values(["designated_earliest", "detainee_id"], ignore_index=True)
    designated = select_days(rows, "designated")
    before = parse_days_between(select_days(rows, "arrested"), designated).add_prefix("to_")
    after = parse_days_between(designated, select_ends(rows, until)).add_prefix("after_")
    return pd.concat([rows[["detainee_id", "name", "outcome", "designated"]], before, after], axis=1)
