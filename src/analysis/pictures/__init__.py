"""What a reader sees: every picture of the record, each one function that takes a record, whole or selected.

Promise: a picture says once what it shows, of what, who is left out and which documents it rests on; notebooks, explorer and
figures draw it by the same function.
"""

from analysis.pictures.charges import charges_by_era, charges_by_side
from analysis.pictures.evidence import standing_of_values
from analysis.pictures.exchanges import exchanges_by_year
from analysis.pictures.facts import fact_check
from analysis.pictures.held import held_lanes, held_over_time
from analysis.pictures.ledger import ledger_of_deals, ledger_receivers
from analysis.pictures.negotiators import negotiators_by_deal
from analysis.pictures.publish import EmptyPicture, Picture
from analysis.pictures.sentences import sentence_and_time_served, sentences_by_charge, share_served
from analysis.pictures.sheets import ledger_ankara, ledger_vienna
from analysis.pictures.survival import custody_survival


class Pictures(dict):
    """Functions by file name, in reading order; a name that is not there is refused with those that are."""

    def __missing__(self, name: str) -> None:
        """ValueError that lists what there is."""
        raise ValueError(f"no picture {name!r}: there are {', '.join(self)}")


PICTURES = Pictures(
    {
        "exchanges-by-year": exchanges_by_year,
        "sentences-by-charge": sentences_by_charge,
        "sentence-and-time-served": sentence_and_time_served,
        "charges-by-side": charges_by_side,
        "charges-by-era": charges_by_era,
        "negotiators": negotiators_by_deal,
        "ledger": ledger_of_deals,
        "ledger-ankara": ledger_ankara,
        "ledger-vienna": ledger_vienna,
        "ledger-receivers": ledger_receivers,
        "custody-survival": custody_survival,
        "share-served": share_served,
        "held-over-time": held_over_time,
        "held-lanes": held_lanes,
        "standing-of-values": standing_of_values,
        "fact-check": fact_check,
    }
)

__all__ = ["PICTURES", "EmptyPicture", "Picture", *(function.__name__ for function in PICTURES.values())]
