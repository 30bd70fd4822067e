"""Which documents stand behind the record."""

from analysis.evidence.agreement import measure_agreement
from analysis.evidence.trace import trace_cell, trace_row
from analysis.record.cards import load_cards, load_claims

__all__ = ["load_cards", "load_claims", "measure_agreement", "trace_cell", "trace_row"]
