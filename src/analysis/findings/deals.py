"""What the deals add up to, in a sentence."""

import pandas as pd

from analysis.findings.words import count_people, spell


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
