"""What follows from the tables: frames in, small frames out, a module a question.

Promise: every measure takes frames (and a day, where one is needed) and leaves them as they were; none reads the clock.
"""

from analysis.measures import (
    charges,
    custody,
    deals,
    evidence,
    held,
    known,
    ledger,
    negotiators,
    sentences,
    survival,
    ways,
    whom,
)

__all__ = [
    "charges",
    "custody",
    "deals",
    "evidence",
    "held",
    "known",
    "ledger",
    "negotiators",
    "sentences",
    "survival",
    "ways",
    "whom",
]
