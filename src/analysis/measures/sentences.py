"""How long the sentences were, and what of them was served.

Promise: a term that had run out counts as served, and what was left of it as not known; everybody left out is counted by
the reason.
"""

import numpy as np
import pandas as pd

from analysis.measures.custody import measure_custody
from analysis.measures.deals import SIDES, select_headline
from analysis.measures.medians import summarise_medians

SENTENCED = ["term", "life", "death"]  # kinds of sentence under which a person is held

MONTH = 1 / 12  # years: terms are whole months, so that only what is longer than one tells that a term had run out


def select_sentences(detainees: pd.DataFrame) -> pd.DataFrame:
    """The sentenced, one row a detention: detainee_id, name, side, charge_type, charge_group, sentence_kind, years.

    `years` (float, years) is the term in the first instance, missing for any other kind of sentence.
    """
    sentenced = detainees[detainees["sentence_kind"].isin(SENTENCED)]
    columns = ["detainee_id", "name", "side", "charge_type", "charge_group", "sentence_kind"]
    years = sentenced["sentence_months"].astype("Float64") / 12
    order = ["charge_type", "side", "years", "detainee_id"]
    return sentenced[columns].assign(years=years).sort_values(order, ignore_index=True)


def rank_sentences(sentences: pd.DataFrame) -> pd.Series:
    """The years of each sentence (float), life and death infinite: longer than any term. In the order of `sentences`."""
    return sentences["years"].astype(float).mask(sentences["sentence_kind"].isin(["life", "death"]), np.inf)


def summarise_sentences(sentences: pd.DataFrame) -> pd.DataFrame:
    """Sentences by charge group and side, in codebook order, one row each.

    Returns
    -------
    charge_group, side : category
    people, terms, life, death : int
        Everybody sentenced, and how many got a term, life or death.
    median_years, low_years, high_years : float
        Median sentence and its interval (medians.bound_median), missing below fifteen; life and death are infinite.
    least_years, most_years : float
        The shortest and the longest term; missing where there is none.
    """
    by = ["charge_group", "side"]
    kinds = {kind: sentences["sentence_kind"] == kind for kind in ("life", "death")}
    counts = (
        sentences.assign(terms=sentences["years"].notna(), people=1, **kinds)
        .groupby(by, observed=True)[["people", "terms", "life", "death"]]
        .sum()
        .astype(int)
    )
    medians = summarise_medians(sentences.assign(years=rank_sentences(sentences)), by, "years", "years")
    ends = summarise_medians(sentences, by, "years", "years")[["least_years", "most_years"]]
    return counts.join(medians.drop(columns=ends.columns)).join(ends).reset_index()


def select_longest(sentences: pd.DataFrame) -> pd.DataFrame:
    """The longest term in each charge group on each side, with everybody who got it, as rows of select_sentences."""
    most = sentences.groupby(["charge_group", "side"], observed=True)["years"].transform("max")
    longest = sentences[(sentences["years"] == most).fillna(False).astype(bool)]
    return longest.sort_values(["charge_group", "side", "name", "detainee_id"], ignore_index=True)


def measure_served(detainees: pd.DataFrame, exchanges: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The rows of select_served in the order of `detainees`."""
    deals = select_headline(exchanges)["exchange_id"]
    freed = detainees[detainees["exchange_id"].isin(deals) & detainees["sentence_kind"].isin(SENTENCED)]
    months = freed["sentence_months_final"].fillna(freed["sentence_months"]).astype("Float64")
    custody = measure_custody(freed, until)[["days_min", "days_max"]].astype("Float64") / 365.25
    served = freed[["detainee_id", "name", "side", "exchange_id", "sentence_kind", "after_term"]].assign(
        sentence_years=months / 12, served_years_min=custody["days_min"], served_years_max=custody["days_max"]
    )
    over = served["served_years_min"] - served["sentence_years"] > MONTH
    served["past_term"] = served["after_term"].notna() | over.fillna(False).astype(bool)
    left = (served["sentence_years"] - custody.mean(axis=1)).clip(lower=0)
    served["left_years"] = left.mask(served["past_term"])
    return served.dropna(subset="served_years_min")


def select_served(detainees: pd.DataFrame, exchanges: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Sentence against time served of those freed in a headline deal under a term, a life or a death sentence.

    Returns
    -------
    detainee_id, name : str
    side : category
    exchange_id : str
    sentence_kind : category
    after_term : category
        What held the person after the term had run out; missing where it had not, or that is not known.
    past_term : bool
        Whether the term had run out: `after_term` says so, or the person was held for more than a month longer.
    sentence_years : float
        After appeal or commutation where it changed; missing for life and death.
    served_years_min, served_years_max : float
    left_years : float
        What was left to serve, from the middle of the range served; never below 0, missing for life and death, and where
        the term had run out, as what else held the person had then an end of its own.

    In order of side, then of what was left, life and death first, terms that had run out last.
    """
    served = measure_served(detainees, exchanges, until)
    order = served["left_years"].fillna(1e9).mask(served["past_term"], -1)
    return (
        served.assign(order=-order)
        .sort_values(["side", "order", "detainee_id"], ignore_index=True)
        .drop(columns="order")
    )


def measure_shares(served: pd.DataFrame) -> pd.DataFrame:
    """Those of select_served with a fixed term, with `share` (float, 0 to 1) of it served when they were freed.

    In the order of `served`. Whoever was held on after the term had run out had served all of it: 1.
    """
    terms = served.dropna(subset="sentence_years")
    share = (1 - terms["left_years"] / terms["sentence_years"]).mask(terms["past_term"], 1)
    return terms.assign(share=share.astype(float))


def summarise_share_served(served: pd.DataFrame) -> pd.DataFrame:
    """Share of the term served at release, one row a side.

    Returns
    -------
    side : category
    people, past_term, under_half : int
        Those with a fixed term, those of them whose term had run out, and those who had served less than half of it.
    median_share, low_share, high_share : float
        Median and its interval (medians.bound_median), missing below fifteen people. It needs only the order of the shares:
        a term that had run out stands above all others.
    least_share, most_share : float
    """
    shares = measure_shares(served)
    flags = shares.assign(people=1, under_half=shares["share"] < 0.5)
    counts = flags.groupby("side", observed=True)[["people", "past_term", "under_half"]].sum().astype(int)
    return counts.join(summarise_medians(shares, ["side"], "share", "share")).reset_index()


def summarise_left(served: pd.DataFrame) -> pd.DataFrame:
    """Years left to serve, one row a side: side, people (on whom the total rests), left_years (sum). Life has no years."""
    known = served.dropna(subset="left_years").assign(people=1)
    totals = known.groupby("side", observed=True)[["people", "left_years"]].sum()
    return totals.astype({"people": int, "left_years": float}).reset_index()


def count_unnamed(detainees: pd.DataFrame, exchanges: pd.DataFrame) -> pd.DataFrame:
    """People in the published total of each deal whom no row of `detainees` names: exchange_id, kind, unnamed (int).

    In the order of `exchanges`. A deal without a published total, as an early day may not have had it, counts none.
    """
    sides = detainees["side"].astype("str")
    unnamed = 0
    for side in SIDES:
        named = exchanges["exchange_id"].map(detainees.loc[sides == side, "exchange_id"].value_counts()).fillna(0)
        unnamed += (exchanges[f"freed_by_{side}"].astype("float") - named).clip(lower=0).fillna(0)
    return exchanges[["exchange_id", "kind"]].assign(unnamed=unnamed.astype(int))


def count_left_out(detainees: pd.DataFrame, exchanges: pd.DataFrame, until: pd.Timestamp) -> pd.Series:
    """Those of `detainees` freed in a deal whom select_served does not give, by the reason: people, counted once.

    The reason is `mediated` (an exchange that the United States only brokered), else the kind of sentence, else `undated`
    (the day of arrest is not known).
    """
    freed = detainees[detainees["exchange_id"].isin(exchanges["exchange_id"])]
    out = freed[~freed["detainee_id"].isin(measure_served(detainees, exchanges, until)["detainee_id"])]
    brokered = out["exchange_id"].isin(exchanges.loc[exchanges["kind"] == "mediated", "exchange_id"])
    reasons = out["sentence_kind"].astype("str").replace(SENTENCED, "undated").mask(brokered, "mediated")
    return reasons.rename("reason").groupby(reasons).size().rename("people").rename_axis("reason")
