"""What follows from the tables: frames in, small frames out.

Promise: every measure takes the frames (and a day, where one is needed) and leaves them as they were; none reads the clock.
"""

from analysis.measures.charges import count_charge_groups_by_era, count_charges
from analysis.measures.custody import measure_custody
from analysis.measures.deals import ERAS, SIDES, count_freed, count_freed_by_leaders, select_headline
from analysis.measures.negotiators import select_parts, summarise_negotiators
from analysis.measures.sentences import select_sentences, select_served, summarise_sentences

__all__ = [
    "ERAS",
    "SIDES",
    "count_charge_groups_by_era",
    "count_charges",
    "count_freed",
    "count_freed_by_leaders",
    "measure_custody",
    "select_headline",
    "select_parts",
    "select_sentences",
    "select_served",
    "summarise_negotiators",
    "summarise_sentences",
]
