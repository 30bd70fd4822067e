"""What people were held for."""

import pandas as pd

from analysis.measures.deals import ERAS, SIDES


def count_charges(detainees: pd.DataFrame) -> pd.DataFrame:
    """Detentions by charge type and side, in codebook order: charge_group, charge_type, russian_side, us_side (people)."""
    counts = (
        detainees.groupby(["charge_group", "charge_type", "side"], observed=True).size().unstack("side", fill_value=0)
    )
    return counts.reindex(columns=SIDES, fill_value=0).rename_axis(columns=None).reset_index()


def count_charge_groups_by_era(detainees: pd.DataFrame) -> pd.DataFrame:
    """Detentions by era of the arrest, charge group and side: era, charge_group, russian_side, us_side (people)."""
    years = detainees["arrested_earliest"].dt.year
    era = pd.cut(years, [*ERAS.values(), 9999], right=False, labels=list(ERAS))
    counts = detainees.assign(era=era).groupby(["era", "charge_group", "side"], observed=True).size()
    counts = counts.unstack("side", fill_value=0).reindex(columns=SIDES, fill_value=0)
    full = pd.MultiIndex.from_product(
        [list(ERAS), list(detainees["charge_group"].cat.categories)], names=["era", "charge_group"]
    )
    return counts.reindex(full, fill_value=0).rename_axis(columns=None).reset_index()
