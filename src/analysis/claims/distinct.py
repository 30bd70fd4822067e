"""Counts statements that say the same once, and why statements differ.

Promise: what is counted does not depend on the order of documents.
"""

import re

import pandas as pd

from analysis.claims.facts import VERDICTS

DISTINCT = ["measure", "subject", "comparison", "claimed"]  # statements alike in these say the same
SEVERITY = {"differs": 0, "cannot tell": 1, "agrees": 2}
OTHERWISE = "counts otherwise, for no reason that we found"
REASONS = {  # a pattern of a reason that explain_difference gives: the words that stand for all such
    "companion": "counts the companions who travelled along",
    "before the deal was complete": "said before the deal was complete",
    "^more than are publicly known": "counts more held than are publicly named",
    "^more are publicly known": "counts fewer held than are publicly named",
    "^our note": "counts another step of the same deal",
    "arrest day|release day": "has another day of arrest or release",
    "inclusive|first or last day": "counts the first or last day differently",
    "from the verdict": "counts from the verdict, not the arrest",
    "our sum": "counts time off a sentence differently",
    "freed [0-9]": "passes over a larger swap",
    "our rules leave out": "counts people whom our rules leave out",
    "": OTHERWISE,
}


def judge_distinct(verified: pd.DataFrame) -> pd.DataFrame:
    """Each distinct statement once (same measure, subject, comparison and number): those four, verdict, reason, statements.

    It agrees where each document's does; it differs where any does, for the reason that comes first in REASONS.
    """
    rank = verified["verdict"].astype("str").map(SEVERITY)
    families = name_families(verified["reason"])
    order = families.map(list(REASONS.values()).index).astype("int64")
    ranked = verified.assign(reason=families.where(verified["verdict"] == "differs", ""), rank=rank, order=order)
    ranked = ranked.sort_values([*DISTINCT, "rank", "order"], kind="stable")
    distinct = ranked.groupby(DISTINCT, as_index=False, sort=True)
    counted = distinct.agg(verdict=("verdict", "first"), reason=("reason", "first"), statements=("measure", "size"))
    return counted.assign(verdict=pd.Categorical(counted["verdict"], VERDICTS, ordered=True))


def name_families(reasons: pd.Series) -> pd.Series:
    """The few words of REASONS that stand for each reason."""
    return reasons.map(lambda reason: next(words for found, words in REASONS.items() if re.search(found, reason)))


def count_statements(verified: pd.DataFrame) -> pd.DataFrame:
    """How many statements there are of each verdict, and how many distinct ones: verdict, statements, distinct."""
    distinct = judge_distinct(verified)["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    statements = verified["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    return pd.DataFrame({"verdict": VERDICTS, "statements": statements.to_list(), "distinct": distinct.to_list()})


def count_reasons(verified: pd.DataFrame) -> pd.DataFrame:
    """Why statements differ, most first, what has no reason last.

    Returns
    -------
    reason : str
        As REASONS has it.
    statements, distinct : int
    subject, says : str
        The shortest statement (our words) among those on what is most often said of the reason, and whom or what it is on.
    lowest, highest : float
        What the record gives there.
    """
    differing = verified[verified["verdict"] == "differs"]
    differing = differing.assign(reason=name_families(differing["reason"]))
    distinct = judge_distinct(verified).query("verdict == 'differs'")["reason"].value_counts()
    often = differing.groupby(DISTINCT)["reason"].transform("size")
    ranked = differing.assign(often=-often, long=differing["says"].str.len())
    ranked = ranked.sort_values(["often", "long", "subject", "says"])
    first = ranked.drop_duplicates("reason")[["reason", "subject", "says", "lowest", "highest"]]
    counts = first.assign(
        statements=first["reason"].map(differing["reason"].value_counts()),
        distinct=first["reason"].map(distinct).fillna(0).astype("int64"),
        last=first["reason"] == OTHERWISE,
    ).sort_values(["last", "statements", "reason"], ascending=[True, False, True], ignore_index=True)
    return counts[["reason", "statements", "distinct", "subject", "says", "lowest", "highest"]]
