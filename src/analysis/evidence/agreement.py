"""How far two coders who did not see each other's work agree."""

from statistics import NormalDist

import numpy as np
import pandas as pd

from analysis.record import schema
from analysis.record.schema import covers

NORMAL = NormalDist().inv_cdf(0.975)  # 95% of a normal distribution lie within so many standard deviations


def estimate_kappa(first: pd.Series, second: pd.Series) -> tuple[float | None, float | None, float | None]:
    """Cohen's kappa of two codings of the same cells, and its interval of 95 %; None where both gave one code throughout.

    Kappa is (observed - expected) / (1 - expected) agreement, where expected is what the two coders' shares of each code
    would give by chance (Cohen 1960, Educational and Psychological Measurement 20, 37-46); its standard error is that of
    Fleiss, Cohen and Everitt 1969, Psychological Bulletin 72, 323-327, cut at -1 and 1.
    """
    codes = sorted({*first} | {*second})
    cells = pd.crosstab(first, second).reindex(index=codes, columns=codes, fill_value=0).to_numpy() / max(len(first), 1)
    rows, columns = cells.sum(axis=1), cells.sum(axis=0)
    observed, expected = np.trace(cells), rows @ columns
    if len(codes) < 2:
        return None, None, None
    kappa = (observed - expected) / (1 - expected)
    same = np.diag(cells) @ (1 - (rows + columns) * (1 - kappa)) ** 2
    others = cells * (columns[:, None] + rows[None, :]) ** 2
    apart = (1 - kappa) ** 2 * (others.sum() - np.trace(others))
    variance = (same + apart - (kappa - expected * (1 - kappa)) ** 2) / (len(first) * (1 - expected) ** 2)
    reach = NORMAL * np.sqrt(max(variance, 0))
    return float(kappa), float(max(kappa - reach, -1)), float(min(kappa + reach, 1))


def measure_agreement(second: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    """How far two coders agree, by table and column. A coarser reading agrees with a finer one; the parts of a maker all have to.

    Parameters
    ----------
    second
        data/second_coding.csv: table, column, first, second.

    Returns
    -------
    table, column, both (cells that both coders filled), agree, first_only, second_only : int or str
    share, share_of_all : float
        Of the cells that both filled; of those that either filled, where what one alone gave counts as disagreement.
    kappa, low, high : float
        As estimate_kappa gives it, for columns of codes; of those that both filled.
    """
    rows = []
    for (table, column), cells in second.groupby(["table", "column"], sort=False):
        both = cells.dropna(subset=["first", "second"])
        field = schema.select_fields(descriptor, table)[column]
        agree = sum(
            covers(a, b, field) or covers(b, a, field) for a, b in zip(both["first"], both["second"], strict=True)
        )
        coded = "categories" in field and len(both)
        kappa = estimate_kappa(both["first"], both["second"]) if coded else (None, None, None)
        only = [int(cells[coder].isna().sum()) for coder in ("second", "first")]
        share = agree / len(both) if len(both) else None
        rows.append([table, column, len(both), agree, *only, share, agree / len(cells), *kappa])
    columns = ["table", "column", "both", "agree", "first_only", "second_only", "share", "share_of_all"]
    columns += ["kappa", "low", "high"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[6:], "float"))
