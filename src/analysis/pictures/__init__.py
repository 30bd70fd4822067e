"""What a reader sees: every picture of the record, each one function that takes a record, whole or selected.

Promise: a picture says once what it shows, of what, who is left out and which documents it rests on; notebooks, explorer and
figures draw it by the same function.
"""

from analysis.pictures.charges import charges_by_side
from analysis.pictures.eras import charges_then_and_now
from analysis.pictures.evidence import standing_of_values
from analysis.pictures.exchanges import exchanges_by_year
from analysis.pictures.facts import fact_check
from analysis.pictures.held import held_over_time
from analysis.pictures.lanes import left_behind
from analysis.pictures.ledger import years_left
from analysis.pictures.negotiators import negotiators_by_deal
from analysis.pictures.places import places
from analysis.pictures.publish import EmptyPicture, Picture
from analysis.pictures.sentences import sentences_by_group
from analysis.pictures.served import time_served
from analysis.pictures.sheets import ankara
from analysis.pictures.still import still_held
from analysis.pictures.wall import wall
from analysis.pictures.ways import ways_out
from analysis.pictures.whom import who_for_whom


class Pictures(dict):
    """Functions by file name, in reading order; a name that is not there is refused with those that are."""

    def __missing__(self, name: str) -> None:
        """ValueError that lists what there is."""
        raise ValueError(f"no picture {name!r}: there are {', '.join(self)}")


PICTURES = Pictures(
    {
        "wall": wall,
        "exchanges-by-year": exchanges_by_year,
        "who-for-whom": who_for_whom,
        "ankara": ankara,
        "places": places,
        "years-left": years_left,
        "sentences": sentences_by_group,
        "time-served": time_served,
        "charges": charges_by_side,
        "charges-then-and-now": charges_then_and_now,
        "negotiators": negotiators_by_deal,
        "ways-out": ways_out,
        "held-over-time": held_over_time,
        "still-held": still_held,
        "left-behind": left_behind,
        "fact-check": fact_check,
        "standing-of-values": standing_of_values,
    }
)

__all__ = ["PICTURES", "EmptyPicture", "Picture", *(function.__name__ for function in PICTURES.values())]
