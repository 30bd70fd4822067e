"""Who was held on a day, and who was left behind, in a sentence."""

import pandas as pd

from analysis.dates import format_day
from analysis.findings.words import count_people, join_words, spell


def describe_held(counts: pd.DataFrame) -> str:
    """The most that were certainly held at once (the first such day), and what is certain and possible on the last day."""
    if counts.empty or not counts["possible"].max():
        return "Nobody in this selection was held."
    peak, last = counts.loc[counts["certain"].idxmax()], counts.iloc[-1]
    sure, maybe = int(last["certain"]), int(last["possible"])
    if sure == maybe:
        end = spell(sure) if sure else "nobody"
    else:
        end = f"{spell(sure)} to {spell(maybe)}" if sure else f"up to {spell(maybe)}, none of them confirmed"
    were = "was" if peak["certain"] == 1 else "were"
    most = f"At least {count_people(peak['certain'])} {were} held at once on {format_day(peak['day'])}, the peak"
    return f"{most}; on {format_day(last['day'])} {end}."


def describe_left_behind(summary: pd.DataFrame) -> str:
    """The deal that left most people in custody, and what became of them."""
    total = summary["certain"] + summary["possible"]
    if not total.max() > 0:
        return "No deal in this selection left anybody behind."
    most, number = summary[total == total.max()], int(total.max())
    if len(most) > 1:
        return f"{join_words(list(most['deal']))} each passed by {count_people(number)}, the most of any deal."
    deal = most.iloc[0]
    fates = [
        (deal["later_deal"], "freed in later deals"),
        (deal["free"], "freed otherwise"),
        (deal["still_held"] + deal["unknown"], "perhaps still held"),
    ]
    shares = [f"{spell(int(count))} {words}" for count, words in fates if count]
    doubt = f" ({spell(int(deal['possible']))} uncertain)" if deal["possible"] else ""
    return f"{deal['deal']} passed by {count_people(number)}{doubt}: {join_words(shares)}."
