"""Who took part, in a sentence."""

import pandas as pd

from analysis.findings.words import capitalise, join_words, spell


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
