"""How long the sentences were, and what of them was served."""

import pandas as pd

from analysis.measures.custody import measure_custody
from analysis.measures.deals import select_headline


def select_sentences(detainees: pd.DataFrame) -> pd.DataFrame:
    """The sentenced, one row a detention: detainee_id, name, side, charge_type, charge_group, sentence_kind, years.

    `years` (float, years) is the term in the first instance, missing for any other kind of sentence.
    """
    sentenced = detainees[detainees["sentence_kind"].isin(["term", "life", "death"])]
    columns = ["detainee_id", "name", "side", "charge_type", "charge_group", "sentence_kind"]
    years = sentenced["sentence_months"].astype("Float64") / 12
    return sentenced[columns].assign(years=years).sort_values(["charge_type", "side", "years"], ignore_index=True)


def summarise_sentences(sentences: pd.DataFrame) -> pd.DataFrame:
    """Sentences by charge type and side, in codebook order: people, terms, median_years, longest_years, life, death."""
    kinds = {kind: sentences["sentence_kind"] == kind for kind in ("life", "death")}
    grouped = sentences.assign(**kinds).groupby(["charge_type", "side"], observed=True)
    return grouped.agg(
        people=("detainee_id", "size"),
        terms=("years", "count"),
        median_years=("years", "median"),
        longest_years=("years", "max"),
        life=("life", "sum"),
        death=("death", "sum"),
    ).reset_index()


def measure_served(detainees: pd.DataFrame, exchanges: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The rows of select_served in the order of `detainees`."""
    deals = select_headline(exchanges)["exchange_id"]
    freed = detainees[detainees["exchange_id"].isin(deals) & detainees["sentence_kind"].isin(["term", "life", "death"])]
    months = freed["sentence_months_final"].fillna(freed["sentence_months"]).astype("Float64")
    custody = measure_custody(freed, until)[["days_min", "days_max"]].astype("Float64") / 365.25
    served = freed[["detainee_id", "name", "side", "exchange_id", "sentence_kind"]].assign(
        sentence_years=months / 12, served_years_min=custody["days_min"], served_years_max=custody["days_max"]
    )
    left = (served["sentence_years"] - custody.mean(axis=1)).clip(lower=0)
    served["left_years"] = left.mask(freed["after_term"].notna())
    return served.dropna(subset="served_years_min")


def select_served(detainees: pd.DataFrame, exchanges: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Sentence against time served of those freed in a headline deal while serving a term, a life or a death sentence.

    Returns
    -------
    detainee_id, name : str
    side : category
    exchange_id : str
    sentence_kind : category
    sentence_years : float
        After appeal where it changed; missing for life.
    served_years_min, served_years_max : float
    left_years : float
        What was left to serve, from the middle of the range served; never below 0, missing for life, and where the term
        had run out and something else held the person.

    In order of side, then of what was left, life first.
    """
    served = measure_served(detainees, exchanges, until)
    order = served["left_years"].fillna(1e9).mask(served["left_years"].isna() & served["sentence_years"].notna(), 0)
    return (
        served.assign(order=-order)
        .sort_values(["side", "order", "detainee_id"], ignore_index=True)
        .drop(columns="order")
    )
