"""What the pages of people and deals, and the lists of them, need of the record, worked out once."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.measures import custody, deals, held, whom
from analysis.record import dates
from analysis.record.tables import Tables

NOT_FREE = ("still_held", "unknown")


@dataclass(frozen=True, eq=False)
class Folk:
    """What the pages of people and deals need of the record, worked out once."""

    record: Tables
    verified: pd.DataFrame  # its published counts, as claims.facts.verify_whole gives them

    @cached_property
    def people(self) -> dict[str, dict]:
        """The rows of detainees by id, in text, with their side and the days in custody."""
        frame = self.record.detainees
        times = custody.measure_custody(frame, self.record.data_through)[["days_min", "days_max", "ended"]]
        raw = self.record.raw["detainees"].reset_index(drop=True)
        told = pd.concat([raw, times, frame[["side", "charge_group", "last_confirmed"]]], axis=1)
        return told.set_index("detainee_id", drop=False).to_dict("index")

    @cached_property
    def deals(self) -> dict[str, dict]:
        """The rows of exchanges by id, in time order, with who was in office."""
        ordered = self.record.exchanges.sort_values(deals.ORDER)
        raw = self.record.raw["exchanges"].reset_index(drop=True)
        told = pd.concat([raw, self.record.exchanges[["us_leader", "kremlin_leader", "year"]]], axis=1)
        return told.loc[ordered.index].set_index("exchange_id", drop=False).to_dict("index")

    @cached_property
    def freed(self) -> dict[str, pd.DataFrame]:
        """Everybody freed in each deal, as measures.whom.list_freed gives them."""
        freed = whom.list_freed(self.record.detainees, self.record.exchanges, self.record.data_through)
        return dict(list(freed.groupby("exchange_id", sort=False)))

    @cached_property
    def passed(self) -> dict[str, pd.DataFrame]:
        """The deals that freed others while a person was held, by person."""
        headline = deals.select_headline(self.record.exchanges)
        left = held.select_left_behind(self.record.detainees, headline, self.record.data_through)
        return dict(list(left.groupby("detainee_id", sort=False)))

    def label(self, table: str, column: str, code: object) -> str:
        """The words for a code; empty where there is none."""
        return self.record.label(table, column).get(code, "") if isinstance(code, str) else ""

    @cached_property
    def claims(self) -> dict[str, pd.DataFrame]:
        """Published counts by the deal or person they speak of, each computed again from the tables."""
        about = [claim.get("exchange_id") or claim.get("detainee_id") or "" for claim in self.verified["claim"]]
        return dict(list(self.verified.groupby(about)))


def tell_day(text: object) -> str:
    """A partial date in words; not known where there is none."""
    return dates.format_partial(text) if isinstance(text, str) else "day not known"


def tell_end(folk: Folk, person: dict) -> str:
    """How and when custody ended, or when it was last reported."""
    outcome = folk.label("detainees", "outcome", person["outcome"])
    if person["outcome"] in NOT_FREE:
        last = person["last_confirmed"]
        return outcome + (f"; last report {dates.format_day(last)}" if pd.notna(last) else "")
    return f"{outcome}, {tell_day(person['released'])}"
