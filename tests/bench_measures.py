import pathlib
import sys
import time

from analysis import load_tables
from analysis import measures as m


def list_measures(record):
    d, e, n, u = record.detainees, record.exchanges, record.negotiators, record.data_through
    deal = e["exchange_id"].iloc[len(e) // 2]
    person = d.loc[d["outcome"].eq("exchanged"), "detainee_id"].iloc[0]
    from dataclasses import replace

    before = replace(record, detainees=d.iloc[: -max(1, len(d) // 50)])
    return {
        "count_charges": lambda: m.count_charges(d),
        "count_charge_groups_by_era": lambda: m.count_charge_groups_by_era(d),
        "measure_custody": lambda: m.measure_custody(d, u),
        "select_headline": lambda: m.select_headline(e),
        "count_freed": lambda: m.count_freed(e),
        "count_freed_by_leaders": lambda: m.count_freed_by_leaders(e),
        "select_americans": lambda: m.select_americans(d),
        "select_spans": lambda: m.select_spans(d, u),
        "held_on": lambda: m.held_on(d, "2000-06-01"),
        "count_held": lambda: m.count_held(d, u),
        "select_balance": lambda: m.select_balance(d, e, u),
        "summarise_balance": lambda: m.summarise_balance(m.select_balance(d, e, u), e),
        "compare_sides": lambda: m.compare_sides(m.summarise_balance(m.select_balance(d, e, u), e)),
        "count_handed": lambda: m.count_handed(m.select_balance(d, e, u)),
        "select_parts": lambda: m.select_parts(n, e),
        "summarise_negotiators": lambda: m.summarise_negotiators(m.select_parts(n, e)),
        "select_sentences": lambda: m.select_sentences(d),
        "summarise_sentences": lambda: m.summarise_sentences(m.select_sentences(d)),
        "select_served": lambda: m.select_served(d, e, u),
        "summarise_share_served": lambda: m.summarise_share_served(m.select_served(d, e, u)),
        "select_times": lambda: m.select_times(d, u),
        "select_american_times": lambda: m.select_american_times(d, u),
        "estimate_survival": lambda: m.estimate_survival(m.select_times(d, u)),
        "summarise_custody": lambda: m.summarise_custody(m.select_times(d, u), by="side"),
        "select_designations": lambda: m.select_designations(d, u),
        "compare_known": lambda: m.compare_known(before, record),
        "trace_account": lambda: m.trace_account([record], deal, ["charge", "name"]),
        "swaps_between": lambda: m.swaps_between(record, "1990", "2000"),
        "larger_swaps_between": lambda: m.larger_swaps_between(record, "1990", "2000", deal),
        "days_in_custody": lambda: m.days_in_custody(record, person),
        "years_in_custody": lambda: m.years_in_custody(record, person),
        "left_to_serve_months": lambda: m.left_to_serve_months(record, person),
        "people_freed": lambda: m.people_freed(record, deal, "both"),
        "people_named": lambda: m.people_named(record, deal, "both"),
        "custodians_in": lambda: m.custodians_in(record, deal),
        "countries_in": lambda: m.countries_in(record, deal),
        "americans_held": lambda: m.americans_held(record, "2015-06"),
        "americans_freed_between": lambda: m.americans_freed_between(record, "1990", "2000"),
        "select_left_behind": lambda: m.select_left_behind(d, e.tail(22), u),
        "summarise_left_behind": lambda: m.summarise_left_behind(m.select_left_behind(d, e.tail(22), u), e),
    }


if __name__ == "__main__":
    T = {}
    for n in map(int, sys.argv[1].split(",")):
        r = load_tables(pathlib.Path(f"/tmp/syn/{n}"))
        for k, f in list_measures(r).items():
            if k in ("select_left_behind", "summarise_left_behind") and n > 2e9:
                continue
            t = time.time()
            try:
                f()
            except Exception as x:
                print(k, repr(x)[:200])
                continue
            T.setdefault(k, []).append(round(time.time() - t, 3))
    for k, v in T.items():
        print(k, v)
