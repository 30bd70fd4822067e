"""Who for whom, in a sentence."""

import pandas as pd

from analysis.findings.words import SIDE_WORDS, capitalise, count_people, join_words, spell


def describe_balance(summary: pd.DataFrame) -> str:
    """One deal: the people freed by each side, and the years left to serve of those with a fixed term."""
    if not summary["freed"].sum():
        return "Nobody was freed in this selection."
    parts = []
    for side, words in SIDE_WORDS.items():
        row = summary[summary["side"] == side].iloc[0]
        left = (
            f"{row['left_years']:,.0f} years left among {spell(row['terms'])}" if row["terms"] else "no term to serve"
        )
        people = (spell(row["freed"]) if parts else count_people(row["freed"])) if row["freed"] else "nobody"
        parts.append(f"{people} freed by {words}" + (f" ({left})" if row["freed"] else ""))
    return f"{summary['deal'].iloc[0]}: {join_words(parts)}."


def describe_ledger(summary: pd.DataFrame) -> str:
    """All deals: which side let more people go how often, and the sentence-years left on each side."""
    people = summary.pivot_table(index="exchange_id", columns="side", values="freed", aggfunc="sum", observed=False)
    both = people[(people > 0).all(axis=1)]
    if both.empty:
        return "No deal in this selection had two sides."
    ahead = both["russian_side"] - both["us_side"]
    counts = [(int((ahead > 0).sum()), "more"), (int((ahead < 0).sum()), "fewer"), (int((ahead == 0).sum()), "as many")]
    shares = [f"{word} in {spell(number)}" for number, word in counts if number]
    sentence = f"In {spell(len(both), 'two-sided deal')} the Russian side freed {join_words(shares)}"
    years = summary[summary["exchange_id"].isin(both.index)].groupby("side", observed=False)["left_years"].sum()
    if years.sum():
        sentence += f"; left to serve: {years['russian_side']:,.0f} years against {years['us_side']:,.0f}"
    return sentence + "."


def describe_handed(counts: pd.DataFrame) -> str:
    """How many went to another state than the principal of the other side, of those whose receiver is public."""
    known = counts[counts["handed_to"] != "not_public"]
    elsewhere = known[known["handed_to"] != "principal"]
    shares = []
    for side, target in (("russian_side", "the United States"), ("us_side", "Moscow")):
        if total := int(known[side].sum()):
            others = int(elsewhere[side].sum())
            share = f"{spell(others) if others else 'none'} of {total} freed by {SIDE_WORDS[side]}"
            shares.append(f"not handed to {target}: {share}")
    return capitalise("; ".join(shares)) + "." if shares else "No receiving state is public in this selection."
