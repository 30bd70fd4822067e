"""What people were held for.

Promise: everyone in the frames is counted once; an era is that of the deal, and rests on deals that free people by one rule.
"""

import pandas as pd

from analysis.measures.deals import ERAS, SIDES, select_headline

NOT_NAMED = "not_named"


def count_charges(detainees: pd.DataFrame) -> pd.DataFrame:
    """Detentions by charge type, groups in codebook order, within a group the most first and `other` last.

    Returns
    -------
    charge_group, charge_type : category
    russian_side, us_side : int
        Detentions by who held the person.
    russian_side_freed, us_side_freed : int
        Those of them that ended in a deal of the record, brokered ones included.
    """
    keys = ["charge_group", "charge_type"]
    coded = detainees.dropna(subset=[*keys, "side"]).astype({"side": "str"})
    for side in SIDES:
        coded[side] = coded["side"] == side
        coded[f"{side}_freed"] = coded[side] & coded["exchange_id"].notna()
    columns = [*SIDES, *(f"{side}_freed" for side in SIDES)]
    counts = coded.groupby(keys, observed=True)[columns].sum().astype("int").reset_index()
    both = {"most": -counts[SIDES].sum(axis=1), "longest": -counts[SIDES].max(axis=1)}
    order = counts.assign(last=counts["charge_type"] == "other", **both)
    order = order.sort_values(["charge_group", "last", "most", "longest", "charge_type"])
    return counts.loc[order.index].reset_index(drop=True)


def count_freed_by_era(detainees: pd.DataFrame, exchanges: pd.DataFrame) -> pd.DataFrame:
    """People named as freed in headline deals, by the era of the deal: era, charge_group, russian_side, us_side (people).

    Every era with every group of the codebook, in order of time, then of the codebook.
    """
    deals = select_headline(exchanges)
    era = detainees["exchange_id"].map(cut_eras(deals).set_axis(deals["exchange_id"]).to_dict())
    counts = detainees.assign(era=era).groupby(["era", "charge_group", "side"], observed=True).size()
    counts = counts.unstack("side", fill_value=0).rename(columns=str).reindex(columns=SIDES, fill_value=0)
    full = [list(ERAS), list(detainees["charge_group"].cat.categories)]
    index = pd.MultiIndex.from_product(full, names=["era", "charge_group"])
    return counts.reindex(index, fill_value=0).rename_axis(columns=None).reset_index()


def count_unnamed_by_era(detainees: pd.DataFrame, exchanges: pd.DataFrame) -> pd.DataFrame:
    """People that headline deals freed by their published totals and nobody names: as count_freed_by_era, one row an era."""
    deals = select_headline(exchanges)
    unnamed = pd.DataFrame({"era": cut_eras(deals), "charge_group": NOT_NAMED})
    for side in SIDES:
        named = detainees.loc[detainees["side"] == side, "exchange_id"].value_counts().to_dict()
        total = deals[f"freed_by_{side}"].astype("float").fillna(0)
        unnamed[side] = (total - deals["exchange_id"].map(named).astype("float").fillna(0)).astype("int")
    counts = unnamed.groupby("era")[SIDES].sum().reindex(list(ERAS), fill_value=0).rename_axis("era").reset_index()
    counts.insert(1, "charge_group", NOT_NAMED)
    return counts


def cut_eras(deals: pd.DataFrame) -> pd.Series:
    """The era in which each deal was made, in the order of `deals`."""
    years = deals["year"].astype("float")
    return pd.cut(years, [*ERAS.values(), 9999], right=False, labels=list(ERAS)).astype("object")


def measure_shares(counts: pd.DataFrame, group: str) -> pd.DataFrame:
    """The share of one charge group among the people of each era, both sides together, with its exact 95% interval.

    In the order of `counts`.

    `counts` as count_freed_by_era gives it; an era with nobody has no row.

    Returns
    -------
    era : str
    of_group, people : int
    share, low, high : float
        Clopper and Pearson's interval: what became public is a part of what happened.
    """
    from scipy.special import betaincinv

    both = counts[SIDES].sum(axis=1)
    people = both.groupby(counts["era"], sort=False).sum()
    of_group = both.where(counts["charge_group"] == group, 0).groupby(counts["era"], sort=False).sum()
    shares = pd.DataFrame({"of_group": of_group, "people": people}).astype("int").query("people > 0")
    part, whole = shares["of_group"], shares["people"]
    low = betaincinv(part, whole - part + 1, 0.025).where(part > 0, 0.0)
    high = betaincinv(part + 1, whole - part, 0.975).where(part < whole, 1.0)
    return shares.assign(share=part / whole, low=low, high=high).reset_index(names="era")
