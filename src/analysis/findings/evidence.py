"""How sure the record is, in a sentence."""

import pandas as pd

from analysis.findings.words import join_words, spell


def describe_standing(summary: pd.DataFrame) -> str:
    """How many values two or more voices give, how many one, how many are disputed."""
    total = int(summary["values"].sum())
    if not total:
        return "No value is in this selection."
    numbers = [int(summary[standing].sum()) for standing in ("agreed", "single", "disputed")]
    agreed, single, disputed = [spell(number) if number else "none" for number in numbers]
    sentence = (
        f"Of {spell(total, 'value')}, {agreed} {'is' if numbers[0] == 1 else 'are'} given by two or more voices, "
    )
    sentence += f"{single} by one, {disputed} {'is' if numbers[2] == 1 else 'are'} disputed"
    if missing := int(summary["unsupported"].sum()):
        sentence += f", {spell(missing)} {'has' if missing == 1 else 'have'} no document"
    return sentence + "."


def describe_voices(counts: pd.DataFrame) -> str:
    """How many values many voices give, and how many one alone."""
    total = int(counts["values"].sum())
    if not total:
        return "No value is in this selection."
    lone = int(counts["values"].iloc[0])
    many = counts.iloc[-1]
    return (
        f"One voice alone gives {100 * lone / total:.0f}% of {spell(total, 'value')}; "
        f"{many['voices']} give {100 * many['values'] / total:.0f}%."
    )


def describe_weave(weave: pd.DataFrame) -> str:
    """How many detentions have every value from two or more voices, and how many rest on the fewest."""
    if weave.empty:
        return "Nobody is in this selection."
    filled = weave[weave["standing"] != ""]
    sure = filled.assign(sure=filled["standing"] == "agreed").groupby("detainee_id")["sure"].all()
    people = weave.drop_duplicates("detainee_id")
    fewest = int(people["row_voices"].min())
    thin = int((people["row_voices"] == fewest).sum())
    return (
        f"In {spell(int(sure.sum())) if sure.any() else 'none'} of {spell(len(people), 'detention')} two or more voices agree on every value; "
        f"{spell(thin)} {'is' if thin == 1 else 'are'} known from {spell(fewest, 'voice')}{' each' if thin > 1 else ''}."
    )


def describe_reliance(reliance: pd.DataFrame) -> str:
    """How many values rest on one voice, and on which most."""
    if reliance.empty:
        return "No value rests on one voice alone."
    total, most = int(reliance["values"].sum()), int(reliance["values"].max())
    leading = list(reliance.loc[reliance["values"] == most, "voice"])
    who = join_words(leading) if len(leading) < 4 else spell(len(leading), "voice")
    each = " each" if len(leading) > 1 else ""
    if len(reliance) == 1:
        return f"{spell(total, 'value').capitalize()} {'rests' if total == 1 else 'rest'} on one voice, {who}."
    return (
        f"{spell(total, 'value').capitalize()} rest on one voice alone, {spell(len(reliance), 'voice')} in all; "
        f"most on {who} ({most}{each})."
    )


def describe_disputes(rules: pd.DataFrame) -> str:
    """How many values are disputed, and by which rule most were settled."""
    if rules.empty:
        return "No value is disputed."
    total, most = int(rules["values"].sum()), int(rules["values"].max())
    leading = [rule.replace("_", " ") for rule in rules.loc[rules["values"] == most, "rule"]]
    return f"{spell(total, 'value').capitalize()} {'is' if total == 1 else 'are'} disputed; most settled by {join_words(leading)} ({most})."
