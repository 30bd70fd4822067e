"""What was known when, in a sentence."""

import pandas as pd

from analysis.dates import format_day
from analysis.findings.words import SIDE_WORDS, count_people, join_words, spell


def name_some(people: list[str]) -> str:
    """Up to three names, above that how many people."""
    return "nobody" if not people else join_words(people) if len(people) < 4 else count_people(len(people))


def describe_account(account: pd.DataFrame) -> str:
    """Whom the account knew on its first day, and who came with each later one."""
    if account.empty:
        return "No day is in this selection."
    people = account[account["part"].isin(SIDE_WORDS) & account["value"].notna()]
    days = list(dict.fromkeys(account["day"]))
    one_year = len({day.year for day in days}) == 1
    known: list[str] = []
    parts = []
    for day in days:
        came = [who for who in dict.fromkeys(people.loc[people["day"] == day, "who"]) if who not in known]
        if not parts:
            parts.append(f"Known to be freed in this deal on {format_day(day)}: {name_some(came)}")
        elif came or day == days[-1]:
            short = format_day(day).removesuffix(f" {day.year}") if one_year else format_day(day)
            more = "also " if known and came else ""
            parts.append(f"by {short} {more}{name_some(came)}{'' if came or not known else ' else'}")
        known += came
    return "; ".join(parts) + "."


def describe_namings(namings: pd.DataFrame) -> str:
    """How many reports of each day on which they disagree said that somebody had been named."""
    dated = namings[namings["published"].str.len() == 10]
    if dated.empty:
        return "No dated report says whether anybody had been named."
    parts = []
    for day, reports in dated.groupby("published", sort=True):
        named = int((reports["named"] > 0).sum())
        if 0 < named < len(reports):
            against = len(reports) - named
            parts.append(
                f"Of {spell(len(reports), 'report')} of {format_day(day)}, {spell(named)} "
                f"{'names' if named == 1 else 'name'} the person freed in return, "
                f"{spell(against)} {'does' if against == 1 else 'do'} not"
            )
    if parts:
        return "; ".join(parts) + "."
    first = dated.loc[dated["named"] > 0, "published"]
    if first.empty:
        return f"None of {spell(len(dated), 'dated report')} names the person freed in return."
    return f"Reports agree: the person freed in return was named from {format_day(first.min())} on."


def describe_growth(growth: pd.DataFrame, days: int = 7) -> str:
    """How much of the fullest and of the emptiest account documents had given within so many days of the deal."""
    if growth.empty:
        return "No deal is in this selection."
    soon = growth.assign(known=growth["known"].where(growth["days_after"] <= days, 0))
    shares = soon.groupby("name", sort=False).agg(known=("known", "max"), of=("of", "max"))
    percent = (100 * shares["known"] / shares["of"]).round().astype(int)
    within = f"Within {spell(days, 'day')} of the deal documents had given"
    if len(percent) == 1:
        return f"{within} {percent.iloc[0]}% of what we hold of {percent.index[0]}."
    most, least = (list(percent.index[percent == end]) for end in (percent.max(), percent.min()))
    if percent.nunique() == 1:
        return f"{within} {percent.max()}% of what we hold of each of {spell(len(percent), 'deal')}."
    return f"{within} {percent.max()}% of what we hold of {join_words(most)}, {percent.min()}% of {join_words(least)}."
