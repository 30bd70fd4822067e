"""Builds a sound record of any size: tables in the real record's proportions, and cards that speak of them.

Promise: the same size gives the same bytes; texts, dates and gaps are as mixed as in the real record.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.record import schema, standing, tables
from analysis.record.cards import DOCUMENT, place_card
from analysis.record.files import ROOT

SIDES = {"russian_side": "russia", "us_side": "united_states"}


def draw(random: np.random.Generator, size: int, chances: dict) -> np.ndarray:
    """One of the keys a row, as often as its chance says."""
    return random.choice(np.array(list(chances), dtype=object), size, p=np.array(list(chances.values())))


def blank(random: np.random.Generator, texts: pd.Series, filled: float) -> pd.Series:
    """The texts with only this share of them filled."""
    return texts.where(random.random(len(texts)) < filled)


def coarsen(random: np.random.Generator, days: pd.Series, year: float, month: float) -> pd.Series:
    """Days as texts, these shares of them known to the year and the month only."""
    texts, chance = days.dt.strftime("%Y-%m-%d"), pd.Series(random.random(len(days)), index=days.index)
    texts = texts.mask(chance < year + month, texts.str[:7])
    return texts.mask(chance < year, texts.str[:4])


def write_notes(random: np.random.Generator, size: int) -> pd.Series:
    """Sentences with commas and quotation marks, hardly two of them the same."""
    number = pd.Series(random.integers(0, 10**7, size)).astype("str")
    said = pd.Series(draw(random, size, {"a court": 0.3, "her lawyer": 0.3, "two papers, and later a third,": 0.4}))
    place = pd.Series(draw(random, size, {"Geneva": 0.9, "Zürich": 0.1}))
    return (
        "As " + said + ' said, file "' + number + '" was closed; the ' + place + " talks, at least, went on from there."
    )


def build_exchanges(random: np.random.Generator, size: int) -> tuple[pd.DataFrame, pd.Series]:
    """Deals as text, and the first day of each; totals are filled in from the detentions."""
    begun = pd.Series(pd.Timestamp("1994-01-01") + pd.to_timedelta(random.integers(0, 11_000, size), "D"))
    number = pd.Series(np.arange(size)).astype("str")
    frame = pd.DataFrame(
        {
            "exchange_id": begun.dt.strftime("%Y-%m") + "-deal-" + number,
            "name": "Deal " + number,
            "date": begun.dt.strftime("%Y-%m-%d"),
            "end_date": blank(random, (begun + pd.Timedelta(days=2)).dt.strftime("%Y-%m-%d"), 0.14),
            "kind": "",
            "place": blank(random, "Bridge " + (number.astype(int) % 500).astype("str") + ", Berlin", 0.8),
            "place_city": blank(random, "Town " + (number.astype(int) % 50).astype("str"), 0.8),
            "place_country": blank(random, (number.astype(int) % 2).map({0: "turkey", 1: "germany"}), 0.6),
            "freed_by_us_side": "",
            "freed_by_russian_side": "",
            "companions": blank(random, pd.Series(random.integers(1, 5, size)).astype("str"), 0.14),
            "notes": blank(random, write_notes(random, size), 0.9).fillna("A deal.")
            + " No document names who decided.",
        }
    )
    return frame, begun


def build_detainees(random: np.random.Generator, size: int, deals: pd.DataFrame, begun: pd.Series) -> pd.DataFrame:
    """Detentions as text: seven in ten end in a deal."""
    number, deal = pd.Series(np.arange(size)), pd.Series(random.integers(0, len(deals), size))
    in_deal, side = (
        pd.Series(random.random(size) < 0.73),
        pd.Series(draw(random, size, {"russian_side": 0.6, "us_side": 0.4})),
    )
    outcome = pd.Series(
        draw(random, size, {"still_held": 0.25, "deported": 0.25, "sentence_served": 0.25, "charges_dropped": 0.25})
    ).mask(in_deal, "exchanged")
    out = pd.Series(begun.to_numpy()[deal]).where(
        in_deal, pd.Timestamp("1994-06-01") + pd.to_timedelta(random.integers(0, 11_000, size), "D")
    )
    held = pd.Series(pd.to_timedelta(random.integers(20, 2_500, size), "D"))
    arrested, verdict = out - held, out - pd.to_timedelta((held.dt.days * random.random(size)).astype(int), "D")
    kind = pd.Series(
        draw(random, size, {"term": 0.53, "life": 0.05, "death": 0.02, "suspended": 0.05, "none_yet": 0.35})
    )
    kind = kind.mask(outcome.isin(["charges_dropped", "sentence_served"]), "none_yet")
    kind = kind.mask(kind.eq("death") & outcome.eq("deported"), "term")
    kind = kind.mask(kind.eq("suspended") & ((out - verdict).dt.days > 50), "term")
    kind = kind.mask(kind.eq("suspended") & outcome.eq("still_held"), "term")
    months = pd.Series(random.integers(12, 360, size))
    changed = (random.random(size) < 0.1) & kind.eq("term")
    status = pd.Series(
        draw(random, size, {"citizen": 0.4, "dual_citizen": 0.1, "permanent_resident": 0.1, "none": 0.4})
    )
    native = pd.Series(draw(random, size, {"russia": 0.5, "germany": 0.3, "ukraine": 0.2}))
    native = native.mask(outcome.eq("deported"), "germany")
    status = status.mask(outcome.eq("deported") & side.eq("us_side"), "none")
    citizenship = native.mask(status.eq("citizen"), "united_states").mask(
        status.eq("dual_citizen"), native + ";united_states"
    )
    seen = out.mask(outcome.eq("still_held"), pd.Timestamp("2025-01-15"))  # the last report in the notes
    ran_out = (seen - arrested).dt.days > (months + 5 * changed + 1) * 30.4375
    designated = blank(random, coarsen(random, arrested + pd.Timedelta(days=15), 0, 0.5), 0.2)
    designated = designated.where(arrested.dt.year.ge(2016) & side.eq("russian_side") & status.eq("citizen"))
    charge = pd.Series(draw(random, size, {"espionage": 0.6, "drugs": 0.2, "dissent": 0.1, "no_charge": 0.1}))
    closed = outcome.isin(["charges_dropped", "sentence_served"]) | kind.ne("none_yet")
    notes = blank(random, write_notes(random, size), 0.8)
    family = "Family" + pd.Series(random.integers(0, size, size)).map("{:x}".format)
    frame = {
        "detainee_id": family.str.casefold() + "-" + number.astype("str"),
        "name": pd.Series(draw(random, size, {"Ann": 0.5, "Börje": 0.2, "Mary-Lou": 0.3})) + " " + family,
        "aliases": None,
        "exchange_id": pd.Series(deals["exchange_id"].to_numpy()[deal]).where(in_deal),
        "citizenship": citizenship.where(status.str.endswith("citizen"), blank(random, citizenship, 0.8)),
        "us_status": blank(random, status, 0.72),
        "occupation": blank(random, "engineer of plant no. " + pd.Series(random.integers(0, 3_000, size)).astype("str"), 0.78),
        "custodian": side.map(SIDES),
        "arrested": blank(random, coarsen(random, arrested, 0.04, 0.15), 0.97),
        "arrest_place": blank(random, "Town " + pd.Series(random.integers(0, 5_000, size)).astype("str"), 0.82),
        "extradited": None,
        "charge": "passing papers of case " + pd.Series(random.integers(0, size, size)).astype("str") + ", and threats",
        "charge_type": charge.mask(charge.eq("no_charge") & closed, "dissent"),
        "convicted": coarsen(random, verdict, 0.05, 0.1).where(kind.ne("none_yet")),
        "sentence_kind": kind,
        "sentence_months": months.astype("str").where(kind.eq("term")),
        "sentence_months_final": (months + 5).astype("str").where(changed),
        "after_term": pd.Series("unknown", out.index).where(ran_out & kind.eq("term")),
        "pardoned": None,
        "designation": designated.notna().map({True: "designated", False: None}),
        "designated": designated,
        "outcome": outcome,
        "released": coarsen(random, out, 0, 0.05).mask(outcome.eq("still_held")),
        "received_by": side.map({"russian_side": "united_states", "us_side": "russia"}).mask(outcome.eq("still_held")),
        "notes": notes.mask(outcome.eq("still_held"), notes.fillna("A case.") + " Last reported held: 2025-01."),
    }  # fmt: skip
    return pd.DataFrame(frame)


def fill_totals(deals: pd.DataFrame, detainees: pd.DataFrame) -> None:
    """The published totals and the kind of each deal, from who is named in it."""
    for side, state in SIDES.items():
        named = detainees.loc[detainees["custodian"] == state, "exchange_id"].value_counts()
        deals[f"freed_by_{side}"] = deals["exchange_id"].map(named).fillna(0).astype("int").astype("str")
    both = (deals["freed_by_us_side"] != "0") & (deals["freed_by_russian_side"] != "0")
    deals["kind"] = both.map({True: "swap", False: "one_sided"})
    alone = detainees["exchange_id"].isin(deals.loc[~both, "exchange_id"])
    detainees["outcome"] = detainees["outcome"].mask(alone, "released_one_sided")


def build_tables(size: int) -> dict[str, pd.DataFrame]:
    """Tables of `size` detentions as text, the others in the real record's proportions; leaders are the real ones."""
    random = np.random.default_rng(size)
    deals, begun = build_exchanges(random, max(1, size // 6))
    detainees = build_detainees(random, size, deals, begun)
    fill_totals(deals, detainees)
    number = pd.Series(np.arange(size))
    person = "Person " + (number % 1_000).astype("str")
    negotiators = {
        "exchange_id": deals["exchange_id"].to_numpy()[number % len(deals)],
        "name": person + "-" + (number // len(deals)).astype("str"),
        "office": "minister of " + person,
        "country": (number % 2).map({0: "united_states", 1: "russia"}),
        "channel": draw(random, size, {"head_of_state": 0.3, "diplomacy": 0.4, "intelligence": 0.3}),
        "role": draw(random, size, {"negotiator": 0.6, "escort": 0.4}),
        "credit": draw(random, size, {"confirmed": 0.9, "claimed": 0.1}),
        "notes": blank(random, write_notes(random, size), 0.14),
    }
    lines = np.arange(size * 2 // 3)
    rulings = {
        "table": "detainees",
        "row_id": detainees["detainee_id"].to_numpy()[lines],
        "column": "arrested",
        "ruling": detainees["arrested"].to_numpy()[lines],
        "rule": draw(random, len(lines), {"more_voices": 0.5, "closer_source": 0.5}),
        "reason": write_notes(random, len(lines)),
    }
    coded = [
        detainees[["detainee_id"]].set_axis(["row_id"], axis=1).assign(column=column, first=detainees[column])
        for column in ("name", "charge_type")
    ]
    coded = pd.concat(coded, ignore_index=True).assign(table="detainees")
    second = coded.assign(second=coded["first"], settled=coded["first"], reason=None, notes=None)
    leaders = tables.load_raw()["leaders"]
    frames = {"negotiators": pd.DataFrame(negotiators), "rulings": pd.DataFrame(rulings), "second_coding": second}
    return {"exchanges": deals, "detainees": detainees, "leaders": leaders} | frames


def write_record(root: Path, size: int) -> Path:
    """A record of `size` detentions in a folder of its own, without cards; the folder."""
    (root / "data").mkdir(parents=True)
    (root / "seeds").mkdir()
    shutil.copy(ROOT / "data" / "datapackage.json", root / "data")
    for name, frame in build_tables(size).items():
        frame.to_csv(root / "data" / f"{name}.csv", index=False, lineterminator="\n")
    return root


def build_readings(cells: int) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Tables of about so many cells that need evidence, and what cards say of them: two readings a cell.

    One date in ten is read to the month only, one in fifty contradicts ours.
    """
    frames = build_tables(cells * 46 // 1_000)
    raw = {name: frame.astype(object).set_axis(range(2, len(frame) + 2)) for name, frame in frames.items()}
    descriptor = schema.load_descriptor()
    parts = [standing.select_cells(raw[name], name, schema.select_fields(descriptor, name)) for name in schema.CODED]
    ours, random = pd.concat(parts, ignore_index=True), np.random.default_rng(cells)
    said = pd.concat([ours, ours], ignore_index=True)
    chance, is_day = random.random(len(said)), said["column"].isin(["arrested", "convicted", "released"])
    said["value"] = (
        said["value"].mask(is_day & (chance < 0.1), said["value"].str[:7]).mask(is_day & (chance > 0.98), "1950")
    )
    voice = "paper " + pd.Series(random.integers(0, 400, len(said))).astype("str")
    day = pd.Timestamp("2025-01-01")
    said = said.assign(source=voice, publisher=voice, voice=voice, title="A title", published=f"{day:%Y-%m-%d}")
    said = said.assign(known_from=day, url=None, archive=None, kind="news", read="whole", note=None)
    said = said.assign(origin=None, retrieved="2025-02-01")
    return raw, said[["table", "row", "column", "value", *DOCUMENT]]


def write_cards(root: Path, size: int) -> Path:
    """So many cards in a folder of its own, each on one detention and one part in a deal; the folder."""
    write_record(root, size)
    (root / "seeds" / "2025").mkdir()
    raw = {name: tables.load_raw(root)[name] for name in ("detainees", "negotiators")}
    people, parts = (raw[name].drop(columns=["notes", "aliases"], errors="ignore").to_dict("records") for name in raw)
    for number, (person, part) in enumerate(zip(people, parts, strict=True)):
        lines = [f"[detainees.{person.pop('detainee_id')}]"]
        told = {column: value for column, value in person.items() if isinstance(value, str)}
        lines += [
            f"{column} = {value if value.isdigit() and 'sentence' in column else json.dumps(value)}"
            for column, value in told.items()
        ]
        lines += ["[[negotiators]]"]
        lines += [f"{column} = {json.dumps(value)}" for column, value in part.items() if isinstance(value, str)]
        head = [
            'publisher = "Paper"',
            'published = "2025-01-01"',
            'kind = "news"',
            'read = "whole"',
            'retrieved = "2025-02-01"',
        ]
        (root / place_card(f"2025-01-01-paper-{number}")).write_text("\n".join(head + lines) + "\n", "utf-8")
    return root
