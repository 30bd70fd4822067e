"""Turns a small frame into the sentence that a reader would take away.

Promise: every number in a sentence is computed from the frame it is given; a sentence says what was counted, never why.
"""

from analysis.findings.charges import describe_charge_groups, describe_charges
from analysis.findings.deals import describe_exchanges
from analysis.findings.negotiators import describe_negotiators
from analysis.findings.sentences import describe_sentences, describe_served

__all__ = [
    "describe_charge_groups",
    "describe_charges",
    "describe_exchanges",
    "describe_negotiators",
    "describe_sentences",
    "describe_served",
]
