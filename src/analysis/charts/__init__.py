"""Draws each small frame of measures as one picture: `plot_x(data, *, ax=None) -> Axes`.

Promise: one mark is one person wherever numbers allow, and two sides keep their place and colour in every picture.
"""

from analysis.charts.charges import plot_charge_groups, plot_charges
from analysis.charts.evidence import plot_reliance, plot_standing, plot_voices, plot_weave
from analysis.charts.exchanges import plot_exchanges
from analysis.charts.facts import measure_claims, plot_claims, plot_verdicts
from analysis.charts.held import plot_held, plot_spans
from analysis.charts.known import plot_account, plot_growth, plot_namings
from analysis.charts.ledger import plot_balance, plot_handed, plot_ledger
from analysis.charts.negotiators import plot_negotiators
from analysis.charts.sentences import plot_sentences, plot_served
from analysis.charts.survival import plot_designations, plot_shares_served, plot_survival

__all__ = [
    "measure_claims",
    "plot_account",
    "plot_balance",
    "plot_charge_groups",
    "plot_charges",
    "plot_claims",
    "plot_designations",
    "plot_exchanges",
    "plot_growth",
    "plot_handed",
    "plot_held",
    "plot_ledger",
    "plot_namings",
    "plot_negotiators",
    "plot_reliance",
    "plot_sentences",
    "plot_served",
    "plot_shares_served",
    "plot_spans",
    "plot_standing",
    "plot_survival",
    "plot_verdicts",
    "plot_voices",
    "plot_weave",
]
