"""Turns a small frame into the sentence that a reader would take away.

Promise: every number in a sentence is computed from the frame it is given; a sentence says what was counted, never why.
"""

from analysis.findings.charges import describe_charge_groups, describe_charges
from analysis.findings.deals import describe_exchanges
from analysis.findings.evidence import (
    describe_disputes,
    describe_reliance,
    describe_standing,
    describe_voices,
    describe_weave,
)
from analysis.findings.facts import describe_differences, describe_doubts, describe_facts
from analysis.findings.held import describe_held, describe_left_behind
from analysis.findings.known import describe_account, describe_growth, describe_namings
from analysis.findings.ledger import describe_balance, describe_handed, describe_ledger
from analysis.findings.negotiators import describe_negotiators
from analysis.findings.sentences import describe_sentences, describe_served
from analysis.findings.survival import (
    describe_custody,
    describe_custody_by,
    describe_designations,
    describe_shares_served,
)

__all__ = [
    "describe_account",
    "describe_balance",
    "describe_charge_groups",
    "describe_charges",
    "describe_custody",
    "describe_custody_by",
    "describe_designations",
    "describe_differences",
    "describe_disputes",
    "describe_doubts",
    "describe_exchanges",
    "describe_facts",
    "describe_growth",
    "describe_handed",
    "describe_held",
    "describe_ledger",
    "describe_left_behind",
    "describe_namings",
    "describe_negotiators",
    "describe_reliance",
    "describe_sentences",
    "describe_served",
    "describe_shares_served",
    "describe_standing",
    "describe_voices",
    "describe_weave",
]
