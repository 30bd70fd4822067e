"""How sure a median is.

Promise: where its interval would take in two thirds of the values or more there is none, and the interval is exact: it
takes no shape of the values for granted.
"""

from math import comb

import pandas as pd

FEW = 5  # below so many nothing is said of a group
LEAST = 15  # below so many the interval takes in two thirds of the values or more, and there is no median
LEVEL = 0.95


def bound_median(values: pd.Series) -> tuple[float, float, float]:
    """The median of some values with the interval of order statistics that covers it in 95% or more of samples.

    The narrowest pair of values as far from the least as from the greatest (David and Nagaraja 2003, 7.1). Missing values do
    not count; nan three times below LEAST.
    """
    ordered = sorted(float(value) for value in values.dropna())
    count = len(ordered)
    if count < LEAST:
        return (float("nan"),) * 3
    outside, step = 2 / 2**count, 0  # the chance that the median lies outside the values at this step from both ends
    while outside + 2 * comb(count, step + 1) / 2**count <= 1 - LEVEL:
        step += 1
        outside += 2 * comb(count, step) / 2**count
    return float(pd.Series(ordered).median()), ordered[step], ordered[-1 - step]


def summarise_medians(frame: pd.DataFrame, by: list[str], column: str, unit: str) -> pd.DataFrame:
    """Median, interval and ends of a column by group, indexed by `by`, in their order.

    Returns
    -------
    median_<unit>, low_<unit>, high_<unit> : float
        As bound_median gives them.
    least_<unit>, most_<unit> : float
    """
    grouped = frame.groupby(by, observed=True)[column]
    bounds = {key: bound_median(values) for key, values in grouped}
    names = [f"{word}_{unit}" for word in ("median", "low", "high")]
    medians = pd.DataFrame([bounds[key] for key in bounds], columns=names, dtype=float)
    ends = grouped.agg(["min", "max"]).astype(float).set_axis([f"least_{unit}", f"most_{unit}"], axis=1)
    return medians.set_index(ends.index).join(ends) if len(ends) else ends.reindex(columns=[*names, *ends.columns])
