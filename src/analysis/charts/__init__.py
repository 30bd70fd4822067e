"""Draws each small frame of measures as one picture: `plot_x(data, *, ax=None) -> Axes`.

Promise: one mark is one person wherever numbers allow, and two sides keep their place and colour in every picture.
"""

from analysis.charts.charges import plot_charge_groups, plot_charges
from analysis.charts.exchanges import plot_exchanges
from analysis.charts.negotiators import plot_negotiators
from analysis.charts.sentences import plot_sentences, plot_served

__all__ = [
    "plot_charge_groups",
    "plot_charges",
    "plot_exchanges",
    "plot_negotiators",
    "plot_sentences",
    "plot_served",
]
