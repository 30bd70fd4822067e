"""What people were held for, in a sentence."""

import pandas as pd

from analysis.findings.words import SIDE_WORDS, join_words


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
