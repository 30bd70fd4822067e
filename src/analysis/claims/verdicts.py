"""Judges one claim against the range that the record gives.

Promise: a claim agrees only where it does so anywhere in the range, and differs only where it does so nowhere.
"""

from analysis.record import cards, dates

VERDICTS = ["agrees", "differs", "cannot tell"]
MEASURED = {"days_in_custody", "years_in_custody", "left_to_serve_months"}  # on a scale; all the others are counts


def write_day(day: str) -> str:
    """A partial date in words: `10 Apr 2025`, `Apr 2025`, `2025`."""
    first = dates.parse_day_range(day)[0]
    month = dates.MONTHS[first.month - 1][:3]
    return {4: f"{first.year}", 7: f"{month} {first.year}"}.get(len(day), f"{first.day} {month} {first.year}")


def select_arguments(claim: dict) -> dict:
    """What a claim passes to its measure."""
    return {key: value for key, value in claim.items() if key not in cards.COMPARISONS | {"says", "measure"}}


def select_comparison(claim: dict) -> tuple[str, float]:
    """How a claim compares (equals, at_least, at_most, about) and with what number."""
    comparison = next(iter(cards.COMPARISONS & claim.keys()))
    return comparison, claim[comparison]


def judge(comparison: str, claimed: float, found: tuple[float, float] | None, *, measured: bool = False) -> str:
    """Whether a claim agrees with a range: only if it does so anywhere in it; it differs if it does so nowhere.

    About is within 5 %, for a quantity on a scale (`measured`) at least within the half unit that rounding takes.
    """
    if found is None:
        return "cannot tell"
    slack = max(0.05 * abs(claimed), 0.5 * measured) if comparison == "about" else 0.0
    least = claimed - slack if comparison != "at_most" else -float("inf")
    most = claimed + slack if comparison != "at_least" else float("inf")
    if least <= found[0] and found[1] <= most:
        return "agrees"
    return "differs" if found[1] < least or found[0] > most else "cannot tell"


def measure_distance(comparison: str, claimed: float, found: tuple[float, float] | None) -> float | None:
    """How far a claim lies above (or, if negative, below) the nearest that the record gives; 0 within its range."""
    if found is None:
        return None
    if claimed > found[1] and comparison != "at_most":
        return float(claimed - found[1])
    return float(min(claimed - found[0], 0)) if comparison != "at_least" else 0.0
