"""How long people were held."""

import pandas as pd

from analysis.record import dates


def select_days(detainees: pd.DataFrame, column: str) -> pd.DataFrame:
    """The earliest and latest day of a date column, in the order of `detainees`, as dates.parse_days_between takes them."""
    return pd.DataFrame({end: detainees[f"{column}_{end}"] for end in ("earliest", "latest")})


def has_ended(detainees: pd.DataFrame) -> pd.Series:
    """Whether a detention is known to have ended: False for whoever was held when last reported, or is not accounted for.

    In the order of `detainees`.
    """
    told = detainees["outcome"].notna() & ~detainees["outcome"].isin(["still_held", "unknown"])
    return told | detainees["released"].notna()


def select_ends(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The earliest and latest day of release; of those not known to be free the day of the last report, at most `until`.

    In the order of `detainees`.
    """
    reported, held = detainees["last_confirmed"].clip(upper=until), ~has_ended(detainees)
    return pd.DataFrame({end: days.mask(held, reported) for end, days in select_days(detainees, "released").items()})


def measure_custody(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Time in custody of each detention, from arrest to release or to the last report of those not known to be free.

    Returns
    -------
    detainee_id : str
    days_min, days_max : Int64
        Shortest and longest time that the dates allow, days; missing where an end is not known.
    ended : bool
        False where the person is not known to be free, so that the time is only a lower bound.

    In the order of `detainees`.
    """
    days = dates.parse_days_between(select_days(detainees, "arrested"), select_ends(detainees, until))
    return pd.concat([detainees["detainee_id"], days], axis=1).assign(ended=has_ended(detainees))


def measure_to_verdict(detainees: pd.DataFrame) -> pd.DataFrame:
    """Time from arrest to the verdict that set the sentence in force (R3), one row a detention with a dated arrest and verdict.

    Where verdicts were joined this is the last of them, so that the first may have come sooner.

    Returns
    -------
    detainee_id, name : str
    side : category
    days_min, days_max : Int64
        Shortest and longest time that the dates allow, days.

    Shortest first.
    """
    return select_between(detainees, select_days(detainees, "arrested"), select_days(detainees, "convicted"))


def measure_from_extradition(detainees: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Time in the custodian's own country of those whom another state had seized: from their arrival to release or last report.

    Columns and order as measure_to_verdict gives them.
    """
    return select_between(detainees, select_days(detainees, "extradited"), select_ends(detainees, until))


def select_between(detainees: pd.DataFrame, start: pd.DataFrame, end: pd.DataFrame) -> pd.DataFrame:
    """Time between two days of each detention that has both, shortest first."""
    days = dates.parse_days_between(start, end)
    rows = pd.concat([detainees[["detainee_id", "name", "side"]], days], axis=1).dropna(subset=list(days))
    return rows.sort_values(["days_min", "days_max", "detainee_id"], ignore_index=True)


def count_pardons(detainees: pd.DataFrame) -> pd.DataFrame:
    """Detentions with a pardon, amnesty or commutation that a document dates: side, in_deals, otherwise (people), first, last (years).

    Freed in a deal, or otherwise; those without are not known to have had none.
    """
    pardoned = detainees[detainees["pardoned_earliest"].notna()]
    pardoned = pardoned.assign(
        in_deals=pardoned["exchange_id"].notna(), year=pardoned["pardoned_earliest"].dt.strftime("%Y")
    )
    counts = pardoned.groupby("side", observed=False).agg(
        in_deals=("in_deals", "sum"), pardoned=("in_deals", "size"), first=("year", "min"), last=("year", "max")
    )
    counts.insert(1, "otherwise", counts.pop("pardoned") - counts["in_deals"])
    return counts.reset_index()
