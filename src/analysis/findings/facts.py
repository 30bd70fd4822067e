"""What became of the countable statements, in a sentence."""

import pandas as pd

from analysis.findings.words import capitalise, join_words, spell


def describe_facts(verified: pd.DataFrame, among: str = "the documents read") -> str:
    """How many countable statements agree, differ and cannot be told, and the most frequent reason for differing.

    `verified` as facts.verify_claims gives it; `among` says whose statements they are.
    """
    if verified.empty:
        return f"There is no countable statement in {among}."
    words = {"agrees": ("agrees", "agree"), "differs": ("differs", "differ")}
    counts = verified["verdict"].value_counts()
    total = len(verified)
    parts = [
        f"{spell(int(counts[verdict]))} {one if counts[verdict] == 1 else many}"
        for verdict, (one, many) in words.items()
        if counts[verdict]
    ]
    if counts["cannot tell"]:
        parts.append(f"{spell(int(counts['cannot tell']))} cannot be told")
    if total == 1:
        verdict = verified["verdict"].iloc[0]
        state = {"agrees": "agrees with the record", "differs": "differs from the record"}
        return f"The one countable statement in {among} {state.get(verdict, 'cannot be told from the record')}."
    return f"Of {spell(total, 'countable statement')} in {among}, {join_words(parts)}."


def describe_differences(verified: pd.DataFrame) -> str:
    """How many statements differ, for what reason most often."""
    differing = verified[verified["verdict"] == "differs"]
    if differing.empty:
        return "No statement differs from the record."
    reasons = differing["reason"].value_counts()
    most = int(reasons.max())
    sentence = f"{capitalise(spell(len(differing)))} of {spell(len(verified), 'statement')} {'differs' if len(differing) == 1 else 'differ'}"
    if most > 1:
        leading = sorted(reasons[reasons == most].index)
        each = " each" if len(leading) > 1 else ""
        sentence += f"; the most frequent {'reasons' if len(leading) > 1 else 'reason'}: {join_words([f'“{reason}”' for reason in leading])} ({most}{each})"
    return sentence + "."


def describe_doubts(verified: pd.DataFrame) -> str:
    """How many statements cannot be told, and what most of them are about."""
    open_claims = verified[verified["verdict"] == "cannot tell"]
    if open_claims.empty:
        return "The record decides every statement."
    sentence = f"{capitalise(spell(len(open_claims)))} of {spell(len(verified), 'statement')} cannot be told"
    questions = open_claims["measure"].str.replace("_", " ").str.cat(open_claims["subject"], sep=", ").value_counts()
    if len(open_claims) > 1 and questions.iloc[0] > len(open_claims) / 2:
        sentence += f"; {spell(int(questions.iloc[0]))} of them are on one question: {questions.index[0]}"
    return sentence + "."
