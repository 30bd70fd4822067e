"""How people got out of custody, when those not known to be free are not left out: ways out as competing risks.

Promise: at any time the shares of all ways and of those still in make up the whole.
"""

from statistics import NormalDist

import numpy as np
import pandas as pd

from analysis.measures.survival import select_american_times

WAYS = {  # the acts that opened the door (R4)
    "deal": ["exchanged", "released_one_sided", "exchanged_elsewhere"],
    "term": ["sentence_served"],
    "other": ["let_go", "died_in_custody", "unknown"],
    "court": ["court_released", "pardoned", "charges_dropped"],
    "deported": ["deported"],
}
NORMAL = NormalDist().inv_cdf(0.975)  # 95% of a normal distribution lie within so many standard deviations


def select_ways(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """select_american_times with `way` (category of WAYS): how each of them got out; missing for those not known to be free.

    Whoever got out in a way that no document gives is among the others.
    """
    times = select_american_times(detainees, until)
    outcomes = detainees.set_index("detainee_id")["outcome"].astype("str")
    ways = {outcome: way for way, codes in WAYS.items() for outcome in codes}
    way = times["detainee_id"].map(outcomes).map(ways).fillna("other").where(times["ended"])
    return times.assign(way=pd.Categorical(way, list(WAYS), ordered=True))


def estimate_ways(times: pd.DataFrame) -> pd.DataFrame:
    """The share out by each way and the share still in, by time since arrest, one row a step.

    Whoever is not known to be free is followed up to the last report and drops out of the estimate there.

    Parameters
    ----------
    times
        `days` (float) and `way` (category of WAYS), as select_ways gives them.

    Returns
    -------
    days : float
        The first row is day 0.
    at_risk : int
        People in custody, and still followed, just before that day.
    deal, term, other, court, deported : float
        Share out by each way up to that day.
    still_in, still_in_low, still_in_high : float
        Share still in from that day on, with its interval of 95 % (Greenwood's variance on the scale of log(-log)); the ends
        are missing where nobody, or everybody, has got out.

    Source: Aalen and Johansen 1978; Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2002, 1.4.
    """
    gone = pd.DataFrame({way: times["way"] == way for way in WAYS}).groupby(times["days"]).sum()
    gone = pd.concat([pd.DataFrame(0, index=[0.0], columns=list(WAYS)), gone]).groupby(level=0).sum()
    at_risk = pd.Series(len(times) - np.sort(times["days"]).searchsorted(gone.index, side="left"), gone.index)
    out = gone.sum(axis=1)
    still_in = (1 - out / at_risk.clip(lower=1)).cumprod()
    steps = gone.mul(still_in.shift(fill_value=1.0) / at_risk.clip(lower=1), axis=0).cumsum()
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (out / (at_risk * (at_risk - out))).cumsum()
        spread = np.exp(NORMAL * np.sqrt(variance) / np.abs(np.log(still_in)))
        steps["still_in"], steps["still_in_low"], steps["still_in_high"] = (
            still_in,
            still_in**spread,
            still_in ** (1 / spread),
        )
    ends = ["still_in_low", "still_in_high"]
    steps[ends] = steps[ends].where((still_in < 1) & (still_in > 0))
    steps.insert(0, "at_risk", at_risk)
    return steps.rename_axis("days").reset_index()


def read_ways(steps: pd.DataFrame, times: pd.DataFrame, days: list[float]) -> pd.DataFrame:
    """The steps of estimate_ways as they stand on some days, with the number still followed then as `at_risk`."""
    steps = steps.sort_values("days", ignore_index=True)
    places = steps["days"].searchsorted(days, side="right") - 1
    rows = steps.iloc[places].assign(days=[float(day) for day in days]).reset_index(drop=True)
    return rows.assign(at_risk=[int((times["days"] >= day).sum()) for day in days])


def find_only_way(times: pd.DataFrame, way: str, least: int) -> tuple[int, int] | None:
    """The whole years in custody after which nobody got out but by one way, and how many did; None if fewer than `least` did.

    `times` as select_ways gives them; whoever may have been out by then, as the dates allow, does not count.
    """
    out = times[times["ended"]]
    for years in range(int(times["days"].max() // 365.25) + 1 if len(times) else 0):
        late = out[out["days_max"] > years * 365.25]
        if (late["way"] == way).all():
            sure = int((late["days_min"] > years * 365.25).sum())
            return (years, sure) if sure >= least else None
    return None
