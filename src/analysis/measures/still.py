"""Who is not known to be free: time in custody up to the last report, against the sentence, and the deals since.

Promise: nobody counts as held beyond the last report; a deal after it counts as possible only.
"""

import pandas as pd

from analysis.measures.custody import has_ended, measure_custody
from analysis.measures.held import HELD, select_left_behind


def select_not_free(detainees: pd.DataFrame, deals: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Those not known to be free on the day `until`, one row a detention, in the order of arrest.

    Returns
    -------
    detainee_id, name, charge, arrested : str
        What the custodian alleges, in our words, missing where nothing was filed or told; day of arrest, as precise as known.
    last_report : datetime64
        Day of the newest dated document that says how the detention stands.
    years_min, years_max : float
        In custody up to the last report, years; missing where an end is not known.
    years_to_now : float
        From the first possible day of arrest to `until`, years: the longest that custody can have lasted.
    sentence_kind : category
    sentence_years : float
        The term in force, years; missing for any other kind of sentence.
    designation : category
        Whether the US government determined that the detention is wrongful.
    certain, possible : int
        Deals that freed others while the person was reported held, and since, or before a day of arrest that is not known.
    """
    people = detainees.assign(outcome=detainees["outcome"].fillna("unknown"))  # on an early day nothing was told
    people = people[~has_ended(people)].sort_values(["arrested_earliest", "detainee_id"], ignore_index=True)
    custody = measure_custody(people, until)[["days_min", "days_max"]].astype("float") / 365.25
    term = people["sentence_months_final"].fillna(people["sentence_months"]).astype("float") / 12
    left = select_left_behind(people, deals, until)
    passed = pd.DataFrame({held: (left["held"] == held).groupby(left["detainee_id"]).sum() for held in HELD})
    passed = passed.reindex(people["detainee_id"]).fillna(0).astype("int").reset_index(drop=True)
    return people[["detainee_id", "name", "charge", "arrested"]].assign(
        last_report=people["last_confirmed"].clip(upper=until),
        years_min=custody["days_min"],
        years_max=custody["days_max"],
        years_to_now=(until - people["arrested_earliest"]).dt.days / 365.25,
        sentence_kind=people["sentence_kind"],
        sentence_years=term.where(people["sentence_kind"] == "term"),
        designation=people["designation"],
        certain=passed["certain"],
        possible=passed["possible"],
    )
