"""How long people were held."""

import pandas as pd

from analysis import dates


def measure_custody(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Time in custody of each detention, from arrest to release or, for those still held, to `until`.

    Returns
    -------
    detainee_id : str
    days_min, days_max : Int64
        Shortest and longest time that the dates allow, days; missing where an end is not known.
    ended : bool
        False where the person is still held, so that the time is only a lower bound.
    """
    ended = detainees["outcome"] != "still_held"
    release = pd.DataFrame({end: detainees[f"released_{end}"].where(ended, until) for end in ("earliest", "latest")})
    arrest = pd.DataFrame({end: detainees[f"arrested_{end}"] for end in ("earliest", "latest")})
    days = dates.parse_days_between(arrest, release)
    return pd.concat([detainees["detainee_id"], days], axis=1).assign(ended=ended)
