"""What follows from the tables: frames in, small frames out.

Promise: every measure takes the frames (and a day, where one is needed) and leaves them as they were; none reads the clock.
"""

from analysis.measures.charges import count_charge_groups_by_era, count_charges
from analysis.measures.claims import (
    americans_freed_between,
    americans_held,
    countries_in,
    custodians_in,
    days_in_custody,
    larger_swaps_between,
    left_to_serve_months,
    people_freed,
    people_named,
    swaps_between,
    years_in_custody,
)
from analysis.measures.custody import measure_custody
from analysis.measures.deals import ERAS, SIDES, count_freed, count_freed_by_leaders, select_headline
from analysis.measures.evidence import (
    count_reliance,
    count_rules,
    count_voices,
    select_disputes,
    summarise_standing,
    weave_standing,
)
from analysis.measures.held import (
    count_held,
    held_on,
    select_americans,
    select_left_behind,
    select_spans,
    summarise_left_behind,
)
from analysis.measures.known import compare_known, count_growth, select_namings, trace_account
from analysis.measures.ledger import compare_sides, count_handed, select_balance, summarise_balance
from analysis.measures.negotiators import select_parts, summarise_negotiators
from analysis.measures.sentences import select_sentences, select_served, summarise_sentences
from analysis.measures.survival import (
    estimate_survival,
    select_american_times,
    select_designations,
    select_times,
    summarise_custody,
    summarise_share_served,
)

__all__ = [
    "ERAS",
    "SIDES",
    "americans_freed_between",
    "americans_held",
    "compare_known",
    "compare_sides",
    "count_charge_groups_by_era",
    "count_charges",
    "count_freed",
    "count_freed_by_leaders",
    "count_growth",
    "count_handed",
    "count_held",
    "count_reliance",
    "count_rules",
    "count_voices",
    "countries_in",
    "custodians_in",
    "days_in_custody",
    "estimate_survival",
    "held_on",
    "larger_swaps_between",
    "left_to_serve_months",
    "measure_custody",
    "people_freed",
    "people_named",
    "select_american_times",
    "select_americans",
    "select_balance",
    "select_designations",
    "select_disputes",
    "select_headline",
    "select_left_behind",
    "select_namings",
    "select_parts",
    "select_sentences",
    "select_served",
    "select_spans",
    "select_times",
    "summarise_balance",
    "summarise_custody",
    "summarise_left_behind",
    "summarise_negotiators",
    "summarise_sentences",
    "summarise_share_served",
    "summarise_standing",
    "swaps_between",
    "trace_account",
    "weave_standing",
    "years_in_custody",
]
