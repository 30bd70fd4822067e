"""Sentences, and what was left of them, in a sentence."""

import pandas as pd

from analysis.findings.words import SIDE_WORDS, count_people, format_years, spell


def describe_sentences(summary: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """The median term on each side, and how many got life."""
    terms = sentences.dropna(subset="years")
    if terms.empty:
        return "No fixed term is in this selection."
    parts = []
    for side, words in SIDE_WORDS.items():
        years = terms.loc[terms["side"] == side, "years"]
        if len(years):
            parts.append(f"{format_years(years.median())} on {words} ({spell(len(years), 'term')})")
    sentence = f"Median prison term: {', '.join(parts)}"
    if life := int(summary["life"].sum()):
        sentence += f"; {count_people(life)} got life"
    return sentence + "."


def describe_served(served: pd.DataFrame) -> str:
    """What was left to serve on each side when people were freed in a deal."""
    terms = served.dropna(subset="left_years")
    if terms.empty:
        return "Nobody in this selection was freed while serving a fixed term."
    parts = []
    for side, words in SIDE_WORDS.items():
        left = terms.loc[terms["side"] == side, "left_years"]
        if len(left):
            years = f"{left.sum():,.0f} years" if left.sum() >= 10 else format_years(left.sum())
            parts.append(f"{years} among {count_people(len(left))} freed by {words}")
    return f"Left to serve: {', '.join(parts)}."
