"""Turns a small frame into the sentence that a reader would take away.

Promise: every number in a sentence is computed from the frame it is given; a sentence says what was counted, never why.
"""

import pandas as pd

SIDE_WORDS = {"russian_side": "the Russian side", "us_side": "the US side"}
SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def spell(number: int, noun: str = "", plural: str = "") -> str:
    """A count in words below ten, in figures above, with its noun in the right number: `one deal`, `12 people`."""
    word = SMALL[number] if 0 <= number < 10 else f"{number:,}"
    return f"{word} {noun if number == 1 else plural or noun + 's'}".strip() if noun else word


def join_words(words: list[str]) -> str:
    """A list in a sentence: `a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def capitalise(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def count_people(number: int) -> str:
    """A number of people in words."""
    return spell(int(number), "person", "people")


def format_years(years: float) -> str:
    """Years with at most one decimal: `9 years`, `13.5 years`, `1 year`."""
    rounded = round(float(years), 1)
    return f"{rounded:g} year" + ("" if rounded == 1 else "s")


def describe_exchanges(freed: pd.DataFrame) -> str:
    """How many people went each way in how many deals, and the longest time without a swap."""
    if freed.empty:
        return "No deal is in this selection."
    east, west = int(freed["freed_by_russian_side"].sum()), int(freed["freed_by_us_side"].sum())
    years = freed["year"]
    span = f"from {years.min()} to {years.max()}" if years.nunique() > 1 else f"in {years.min()}"
    sentence = (
        f"In {spell(len(freed), 'deal')} {span} the Russian side freed {count_people(east)}, the US side {spell(west)}"
    )
    swaps = freed.loc[freed["kind"] != "one_sided", "year"]
    gaps = swaps.diff().dropna()
    if len(gaps) and gaps.max() >= 5:
        end = swaps[gaps.idxmax()]
        sentence += f"; no swap between {int(end - gaps.max())} and {end}"
    return sentence + "."


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
    sentence = f"The median prison term was {join_words(parts)}"
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
            parts.append(f"{count_people(len(left))} held by {words} with {years} left to serve")
    return f"Deals freed {join_words(parts)}."


def describe_charges(counts: pd.DataFrame, labels: dict[str, str]) -> str:
    """The most frequent charge on each side."""
    leading, shares = [], []
    for side, words in SIDE_WORDS.items():
        if total := int(counts[side].sum()):
            most = counts[side].max()
            leading.append(join_words([labels[code] for code in counts.loc[counts[side] == most, "charge_type"]]))
            shares.append(f"{most} of {total} held by {words}")
    if not leading:
        return "Nobody is in this selection."
    if len(set(leading)) == 1:
        return f"The most frequent charge was {leading[0]}: {join_words(shares)}."
    parts = [f"{charge} ({share})" for charge, share in zip(leading, shares, strict=True)]
    return f"The most frequent charges: {join_words(parts)}."


def describe_charge_groups(counts: pd.DataFrame) -> str:
    """How the leading group of charges on the Russian side moved from era to era."""
    parts = []
    before = ""
    for era, groups in counts.groupby("era", sort=False):
        if total := int(groups["russian_side"].sum()):
            most = groups["russian_side"].max()
            leading = join_words(list(groups.loc[groups["russian_side"] == most, "charge_group"].astype(str)))
            parts.append(
                f"{'' if leading == before else leading + ' '}{era if era.startswith('since') else f'in {era}'} ({most} of {total})"
            )
            before = leading
    if not parts:
        return "The Russian side held nobody in this selection."
    return f"Leading charges on the Russian side: {join_words(parts)}."


def describe_negotiators(ranked: pd.DataFrame) -> str:
    """Who, apart from heads of state, stood in the most deals, and how many parts are contested."""
    others = ranked[(ranked["channel"] != "head_of_state") & (ranked["confirmed"] > 0)]
    if others.empty:
        return "No negotiator is confirmed in this selection."
    most = others["confirmed"].max()
    leading = others[others["confirmed"] == most]
    if most == 1:
        sentence = f"No negotiator appears in more than one deal: {spell(len(leading), 'name')} in one each"
    else:
        names = list(leading["name"])
        who = join_words(names) if len(names) < 4 else spell(len(names), "name")
        each = " each" if len(names) > 1 else ""
        sentence = f"Apart from heads of state, {who} took part in most deals: {spell(int(most))}{each}"
    contested = int((ranked["confirmed"] < ranked["deals"]).sum())
    if contested:
        sentence += (
            f"; {spell(contested, 'part')} rest on a claim or were denied"
            if contested > 1
            else "; one part rests on a claim or was denied"
        )
    return capitalise(sentence) + "."
