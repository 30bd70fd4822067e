"""Time in custody, in a sentence."""

import pandas as pd

from analysis.findings.words import SIDE_WORDS, capitalise, count_people, join_words, spell


def describe_custody(summary: pd.DataFrame) -> str:
    """The median time in custody, those still held included, against the usual average; `summary` has one row."""
    row = summary.iloc[0]
    if not row["people"]:
        return "Nobody is in this selection."
    if pd.isna(row["median_days"]):
        return f"Fewer than half of {count_people(row['people'])} have come out: there is no median yet."
    sentence = f"Half of {count_people(row['people'])} came out within {row['median_days']:,.0f} days"
    if row["held"]:
        sentence += f"; counting only those who came out hides {spell(int(row['held']))} still held"
    return sentence + "."


def describe_custody_by(summary: pd.DataFrame, words: dict[str, str]) -> str:
    """The median time in custody of each group, with the people it rests on; `words` name the groups."""
    parts = []
    for row in summary.itertuples():
        median = "no median yet" if pd.isna(row.median_days) else f"{row.median_days:,.0f} days"
        parts.append(f"{words[row.group]} {median} ({count_people(row.people)})")
    return f"Half had come out after: {join_words(parts)}." if parts else "Nobody is in this selection."


def describe_shares_served(summary: pd.DataFrame) -> str:
    """The median share of the sentence served at release on each side."""
    parts = [
        f"{100 * row.median_share:.0f}% on {SIDE_WORDS[row.side]} ({count_people(row.people)})"
        for row in summary.itertuples()
    ]
    if not parts:
        return "Nobody in this selection was freed while serving a fixed term."
    return f"Median share of the sentence served: {', '.join(parts)}."


def describe_designations(designations: pd.DataFrame) -> str:
    """The shortest and the longest wait for a determination, and how few cases that rests on."""
    if designations.empty:
        return "No determination of a wrongful detention has a public day in this selection."
    least, most = int(designations["to_days_min"].min()), int(designations["to_days_max"].max())
    if len(designations) == 1:
        wait = f"{least} days" if least == most else f"{least} to {most} days"
        return f"The one determination with a public day came {wait} after the arrest."
    count = capitalise(spell(len(designations), "determination"))
    return f"{count} of a wrongful detention have a public day: they came {least} to {most:,} days after arrest."
