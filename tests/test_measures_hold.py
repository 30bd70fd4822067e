"""Every measure on nothing, on one row, and on the rows of the record in another order.

A measure gives its rows in an order of its own, or in that of what it is given, and then says so: "in the order of `detainees`".
"""

import inspect
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from analysis import measures
from analysis.measures import charges, deals, evidence, held, ledger, negotiators, sentences, ways, whom

pytestmark = pytest.mark.slow  # a sweep of every measure
DEAL = "2025-02-fogel-vinnik"
TABLES = ["exchanges", "detainees", "negotiators", "leaders", "rulings", "second_coding", "cards", "claims"]
MADE = {  # frames that one measure makes for another, by the name of the parameter
    "balance": ledger.select_balance,
    "disputes": evidence.select_disputes,
    "left": held.select_left_behind,
    "parts": negotiators.select_parts,
    "sentences": sentences.select_sentences,
    "served": sentences.select_served,
    "spans": held.select_spans,
    "summary": ledger.summarise_balance,
    "times": ways.select_ways,
    "steps": ways.estimate_ways,
    "status": held.status_on,
    "located": deals.locate_deals,
    "freed": whom.list_freed,
    "counts": charges.count_freed_by_era,
    "band": held.count_held,
}
HELPERS = [
    "arrange_by_custodian",
    "bound_median",
    "fill_unnamed",
    "select_between",
    "spell_voices",
    "summarise_medians",
]  # which measures call on half-made frames of their own
FEW = {
    "no row": lambda frame: frame.iloc[:0],
    "its first row": lambda frame: frame.iloc[:1],
    "its last row": lambda frame: frame.iloc[-1:],
    "a row of one deal": lambda frame: frame[frame.astype("str").eq(DEAL).any(axis=1)].iloc[:1],
}
ORDERS = {
    "backwards": lambda frame: frame.iloc[::-1],
    "shuffled and renumbered": lambda frame: frame.sample(frac=1, random_state=1).reset_index(drop=True),
}
FOUND = [
    work
    for name in measures.__all__
    for work in vars(getattr(measures, name)).values()
    if inspect.isfunction(work) and work.__module__ == f"analysis.measures.{name}" and work.__name__ not in HELPERS
]
NAMES = [f"{work.__module__.rpartition('.')[2]}.{work.__name__}" for work in FOUND]
MEASURES = [pytest.param(work, id=name) for work, name in zip(FOUND, NAMES, strict=True)]


@pytest.fixture(scope="module")
def record(whole):
    return whole


@pytest.fixture(scope="module")
def give(record):
    """What a measure asks for, from the whole record or from a cut of it, by the names of its parameters."""
    kept = {}

    def give(work, cut=lambda frame: frame, again=lambda frame: frame):
        if cut not in kept:
            tables = {name: cut(getattr(record, name)) for name in TABLES}
            part, until = replace(record, **tables), record.data_through
            kept[cut] = tables | {
                "record": part, "before": part, "after": part, "records": [part, part], "cells": cut(record.standing),
                "deals": tables["exchanges"], "until": until, "day": pd.Timestamp("2025-06-01"), "descriptor": record.descriptor,
                "states": record.codes("negotiators", "country"), "exchange_id": DEAL, "side": "us_side", "table": "detainees",
                "column": "arrested", "columns": ["arrested", "outcome", "credit"], "known": tables["exchanges"],
                "days": [30.0, 365.25], "group": "security", "way": "deal", "least": 5,
            }  # fmt: skip
        needed = [name for name, told in inspect.signature(work).parameters.items() if told.default is told.empty]
        made = {name: MADE.get(name) for name in needed if name not in kept[cut]}
        if unknown := [name for name, measure in made.items() if measure is None]:
            pytest.fail(f"{work.__name__} asks for {', '.join(unknown)}: say in MADE which measure gives it")
        return {
            name: again(made[name](**give(made[name], cut, again))) if name in made else kept[cut][name]
            for name in needed
        }

    return give


@pytest.fixture(scope="module")
def tell(give):
    """What a measure says of the whole record, asked once."""
    return cache(lambda work: work(**give(work)))


def list_rows(result, sort):
    """A result as rows of text: numbers to nine places, since sums run in another order; sorted on demand."""
    if isinstance(result, pd.Categorical):
        result = pd.Series(result)
    if not isinstance(result, pd.Series | pd.DataFrame):
        return [str(result)]
    frame = pd.DataFrame(result).reset_index(drop=result.index.inferred_type == "integer")
    numbers = frame.select_dtypes("float")
    rows = [tuple(row) for row in frame.assign(**numbers.round(9)).astype("str").fillna("").to_numpy()]
    return sorted(rows) if sort else rows


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("how", FEW)
@pytest.mark.parametrize("work", MEASURES)
def test_a_measure_of_nothing_or_little_has_the_columns_of_any_other(give, tell, work, how):
    few, whole = work(**give(work, FEW[how])), tell(work)
    assert few is None or type(few) is type(whole)
    if isinstance(whole, pd.DataFrame):
        assert list(few.columns) == list(whole.columns)
        assert len(few) <= len(whole)


@pytest.mark.parametrize("how", ORDERS)
@pytest.mark.parametrize("work", MEASURES)
def test_a_measure_does_not_depend_on_the_order_of_rows(give, tell, work, how):
    keeps = "the order of `" in work.__doc__
    told = work(**give(work, ORDERS[how], ORDERS[how]))
    assert list_rows(told, keeps) == list_rows(tell(work), keeps)


@pytest.mark.parametrize("work", MEASURES)
def test_a_measure_leaves_its_frames_as_they_were(give, work):
    given = give(work)
    before = {name: frame.copy() for name, frame in given.items() if isinstance(frame, pd.DataFrame)}
    work(**given)
    assert all(given[name].equals(frame) for name, frame in before.items())
