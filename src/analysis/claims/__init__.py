"""Published counts, recomputed from the measures."""

from analysis.claims.counts import MEASURES
from analysis.claims.distinct import count_reasons, count_statements, judge_distinct
from analysis.claims.facts import count_verdicts, list_founding, summarise_claims, verify_claims

__all__ = [
    "MEASURES", "count_reasons", "count_statements", "count_verdicts", "judge_distinct", "list_founding", "summarise_claims",
    "verify_claims",
]  # fmt: skip
