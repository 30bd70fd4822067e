"""How long custody lasts when those not known to be free are not left out.

Time runs from arrest to release; where a date is partial, the middle of the days it can mean is taken. Whoever was held
when last reported counts up to that report and is censored there (Kaplan and Meier 1958): what came after is not known.
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
    times = detainees.loc[custody.index, columns].assign(
        designated=detainees["designation"].notna(),
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


def estimate_survival(times: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Kaplan-Meier estimate of the share still in custody, one row a step.

    Parameters
    ----------
    times
        As select_times gives them: `days` (float), `ended` (bool), and the column `by`.

    Returns
    -------
    group : str
        Value of `by`, or "all".
    days : float
        Day of the step; every group begins with day 0.
    share : float
        Share still in custody from that day on.
    at_risk : int
        People in custody just before that day.
    released, censored : int
        How many left custody, and how many were last heard of, at that time.

    Source: scipy.stats.ecdf on CensoredData.
    """
    from scipy.stats import CensoredData, ecdf

    steps = []
    for group, rows in [("all", times)] if by is None else times.groupby(by, observed=True):
        if not rows["ended"].any():  # nobody has left custody: the share stays whole
            days = pd.Series(rows["days"].unique())
            share = pd.Series(1.0, index=days.index)
        else:
            data = CensoredData.right_censored(rows["days"], ~rows["ended"].to_numpy(bool))
            estimate = ecdf(data).sf
            days, share = pd.Series(estimate.quantiles), pd.Series(estimate.probabilities)
        days, share = pd.concat([pd.Series([0.0]), days]), pd.concat([pd.Series([1.0]), share])
        step = pd.DataFrame({"group": str(group), "days": days, "share": share}).drop_duplicates("days", keep="last")
        counts = rows.groupby("days")["ended"].agg(["sum", "size"]).reindex(step["days"], fill_value=0)
        step["at_risk"] = len(rows) - rows["days"].sort_values().searchsorted(step["days"], side="left")
        step["released"], step["censored"] = counts["sum"].to_numpy(), (counts["size"] - counts["sum"]).to_numpy()
        steps.append(step)
    return pd.concat(steps, ignore_index=True)


def summarise_custody(times: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Time in custody in three ways, one row a group.

    Returns
    -------
    group : str
    people, held : int
        Everybody, and those of them not known to be free.
    median_days : float
        Kaplan-Meier median: the day by which half had left custody; missing where half have not.
    mean_of_released : float
        Average of those who came out, the usual figure: it leaves out whoever is not known to be free.
    mean_of_all : float
        Average of everybody: it counts those not known to be free as if they had come out at the last report.
    """
    steps = estimate_survival(times, by)
    rows = []
    for group, part in [("all", times)] if by is None else times.groupby(by, observed=True):
        below = steps[(steps["group"] == str(group)) & (steps["share"] <= 0.5)]
        rows.append(
            {
                "group": str(group),
                "people": len(part),
                "held": int((~part["ended"]).sum()),
                "median_days": below["days"].min() if len(below) else float("nan"),
                "mean_of_released": part.loc[part["ended"], "days"].mean(),
                "mean_of_all": part["days"].mean(),
            }
        )
    return pd.DataFrame(rows)


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
