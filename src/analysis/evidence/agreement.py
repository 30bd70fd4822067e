"""How far two coders who did not see each other's work agree."""

import pandas as pd

from analysis.record import schema
from analysis.record.schema import covers


def measure_agreement(second: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    """How far two coders agree, by column of detainees.

    A coarser reading agrees with a finer one. Cohen's kappa, for columns of codes: (observed - expected) / (1 - expected)
    agreement, where expected is what the two coders' shares of each code would give by chance (Cohen 1960, Educational and
    Psychological Measurement 20, 37-46); missing where both gave one and the same code throughout.

    Parameters
    ----------
    second
        data/second_coding.csv: detainee_id, column, first, second.

    Returns
    -------
    column, both (cells both coders filled), agree, share, kappa, first_only, second_only
    """
    fields = schema.select_fields(descriptor, "detainees")
    rows = []
    for column, cells in second.groupby("column", sort=False):
        both = cells.dropna(subset=["first", "second"])
        field = fields[column]
        agree = [covers(a, b, field) or covers(b, a, field) for a, b in zip(both["first"], both["second"], strict=True)]
        kappa = None
        if "categories" in field and len(both):
            observed = (both["first"] == both["second"]).mean()
            shares = [both[coder].value_counts(normalize=True) for coder in ("first", "second")]
            expected = shares[0].mul(shares[1], fill_value=0).sum()
            kappa = (observed - expected) / (1 - expected) if expected < 1 else None
        only = [int(cells[coder].isna().sum()) for coder in ("second", "first")]
        rows.append([column, len(both), sum(agree), sum(agree) / len(both) if len(both) else None, kappa, *only])
    columns = ["column", "both", "agree", "share", "kappa", "first_only", "second_only"]
    return pd.DataFrame(rows, columns=columns).astype({"share": "float", "kappa": "float"})
