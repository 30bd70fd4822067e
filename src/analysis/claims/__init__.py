"""Published counts, recomputed from the measures."""

from analysis.claims.facts import count_verdicts, list_founding, summarise_claims, verify_claims

__all__ = ["count_verdicts", "list_founding", "summarise_claims", "verify_claims"]
