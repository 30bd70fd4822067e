"""A record of six people and two deals, small enough to work out by hand, with the cards behind it."""

import json
import shutil
import warnings
from copy import deepcopy
from pathlib import Path

import pytest

from analysis import kernels, load_tables
from analysis.record import files, tables
from analysis.record.cards import place_card
from analysis.record.files import ROOT


class OwnNotebooks:
    """Keeps nbval from what a reader has put beside the project's notebooks."""

    @staticmethod
    def pytest_ignore_collect(collection_path):
        return True if collection_path.suffix == ".ipynb" and not files.OWN.fullmatch(collection_path.name) else None


def pytest_configure(config):
    config.pluginmanager.register(OwnNotebooks())


kernels.use_preloaded()  # for nbval: its kernels start from one process that has the libraries loaded

EXCHANGES = """\
exchange_id,name,date,end_date,kind,place,place_city,place_country,freed_by_us_side,freed_by_russian_side,companions,notes
1986-09-alpha-beta,Alpha for Beta,1986-09-29,,swap,Glienicke Bridge,Berlin,,1,1,,No document names who decided.
2024-08-gamma,Gamma and others,2024-08-01,2024-08-02,multi_party,Ankara airport,Ankara,turkey,1,2,2,No document names who decided.
"""
SLOWEST = ["drift", "lab", "main", "site_built", "figures", "meaning", "release", "planted", "scope", "explore"]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
SOUTH = {"publisher": "South", "published": "2024-08-03", "kind": "news", "read": "opening", "retrieved": "2026-11-22"}
HEADER = (
    "detainee_id,name,aliases,exchange_id,citizenship,us_status,occupation,custodian,arrested,arrest_place,extradited,charge,charge_type,convicted,"
    "sentence_kind,sentence_months,sentence_months_final,after_term,pardoned,designation,designated,outcome,released,received_by,notes\n"
)
DETAINEES = HEADER + (
    "alpha-ann,Ann Alpha,,1986-09-alpha-beta,united_states,citizen,,soviet_union,1986-08-30,,,spying,espionage,,none_yet,,,,,,,exchanged,1986-09-29,united_states,\n"
    "beta-bob,Bob Beta,,1986-09-alpha-beta,soviet_union,none,,united_states,1986-08,,,spying,espionage,1986-09-20,term,120,,,,,,exchanged,1986-09-29,soviet_union,\n"
    "gamma-gil,Gil Gamma,,2024-08-gamma,united_states,citizen,,russia,2023-03-29,,,spying,espionage,2024-07-19,term,192,,,,designated,2023-04-10,exchanged,2024-08-01,united_states,\n"
    "delta-dan,Dan Delta,,2024-08-gamma,germany,none,,belarus,2023-10,,,spying,hijacking_terrorism,2024-06-24,death,,,,,,,exchanged,2024-08-01,germany,\n"
    "eta-eve,Eve Eta,,2024-08-gamma,russia,none,,germany,2019-08-23,,,murder,homicide,2021-12-15,life,,,,,,,exchanged,2024-08-01,russia,\n"
    "zeta-zoe,Zoe Zeta,,,russia;united_states,dual_citizen,,russia,2024-01-05,,,drug sales,drugs,2024-07-04,term,150,114,,,,,still_held,,,Last reported held: 2024-08.\n"
)
NEGOTIATORS = """\
exchange_id,name,office,country,channel,role,credit,notes
1986-09-alpha-beta,Ida Iota,minister,united_states,diplomacy,negotiator,confirmed,
2024-08-gamma,Ida Iota,minister,united_states,diplomacy,negotiator,confirmed,
2024-08-gamma,Kay Kappa,,turkey,third_state,mediator,claimed,
"""
LEADERS = """\
office,name,from,to,source
President of the United States,Lee Lambda,1981-01-20,1989-01-20,2024-08-02-north-gamma
President of the United States,Mia Mu,2021-01-20,2025-01-20,2024-08-02-north-gamma
Leader of the Soviet Union,Nat Nu,1985-03-11,1991-12-25,2024-08-02-north-gamma
President of Russia,Pat Pi,2012-05-07,,2024-08-02-north-gamma
"""
RULINGS = "table,row_id,column,ruling,rule,reason\n"
SECOND = """\
table,row_id,column,first,second,settled,reason,notes
detainees,alpha-ann,arrested,1986-08-30,1986-08,1986-08-30,coarser_date,
detainees,beta-bob,arrested,1986-08,1986-09,1986-08,misread,The court said so.
detainees,gamma-gil,arrested,2023-03-29,,2023-03-29,one_coder_only,
detainees,alpha-ann,charge_type,espionage,espionage,espionage,,
detainees,beta-bob,charge_type,espionage,treason,espionage,rule_missed,The verdict says so.
detainees,zeta-zoe,charge_type,drugs,drugs,drugs,,
detainees,eta-eve,charge_type,homicide,homicide,homicide,,
"""


def pytest_collection_modifyitems(items):
    """What takes longest comes first, notebooks by their size, so that no process waits for the other at the end."""
    places = {f"test_{name}.py": (0, place) for place, name in enumerate(SLOWEST)}
    sizes = {path: (1, -path.stat().st_size) for path in {item.path for item in items} if path.suffix == ".ipynb"}
    items.sort(key=lambda item: places.get(item.path.name) or sizes.get(item.path, (2, 0)))


def write_card(root, name: str, header: dict, body: str) -> None:
    """A source card with the given header lines and sections."""
    head = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in header.items())
    path = root / place_card(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}\n\n{body}", "utf-8")


def write_cells(raw: dict, skip: tuple = ()) -> str:
    """Sections that give every cell of the tables that needs evidence, but for `skip`: (row, column) pairs."""
    lines = []
    for table, key in (("exchanges", "exchange_id"), ("detainees", "detainee_id")):
        for row in raw[table].itertuples():
            lines.append(f"[{table}.{getattr(row, key)}]")
            for column in raw[table].columns.drop([key, "notes", *(["name"] if table == "exchanges" else ["aliases"])]):
                value = getattr(row, column)
                if isinstance(value, str) and (getattr(row, key), column) not in skip:
                    lines.append(f"{column} = {value if value.isdigit() else json.dumps(value)}")
    for table in ("negotiators", "leaders"):
        for row in raw[table].drop(columns=["notes", "source"], errors="ignore").to_dict("records"):
            lines += [
                f"[[{table}]]",
                *[f"{column} = {json.dumps(value)}" for column, value in row.items() if isinstance(value, str)],
            ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """The small record in a folder, sound in every respect; no test changes it."""
    root = tmp_path_factory.mktemp("small")
    for folder in ("data", "seeds"):
        (root / folder).mkdir()
    shutil.copy(ROOT / "data" / "datapackage.json", root / "data")
    for name, text in [
        ("exchanges", EXCHANGES),
        ("detainees", DETAINEES),
        ("negotiators", NEGOTIATORS),
        ("leaders", LEADERS),
        ("rulings", RULINGS),
        ("second_coding", SECOND),
    ]:
        (root / "data" / f"{name}.csv").write_text(text, "utf-8")
    body = write_cells(tables.load_raw(root))
    header = {"kind": "news", "read": "whole", "retrieved": "2026-11-22", "url": "https://example.org/a"}
    write_card(root, "2024-08-02-north-gamma", {"publisher": "North", "published": "2024-08-02"} | header, body)
    return root


@pytest.fixture
def root(small, tmp_path):
    """The small record in a folder of the test's own."""
    return shutil.copytree(small, tmp_path, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def loaded(small):
    """The small record as it loads, once a process."""
    return load_tables(small)


@pytest.fixture
def record(loaded):
    """The small record as it loads, for the test to change."""
    return deepcopy(loaded)


@pytest.fixture
def disputed(root):
    """The small record with a second card on Zoe, which carries what North reported yet gives another term, and the ruling."""
    body = '[detainees.zeta-zoe]\nname = "Zoe Zeta"\narrested = "2024"\nsentence_months = 144\n'
    write_card(root, "2024-08-03-south", SOUTH | {"origin": "North", "url": "http://10.0.0.1/zoe"}, body)
    (root / "data" / "rulings.csv").write_text(
        "table,row_id,column,ruling,rule,reason\ndetainees,zeta-zoe,sentence_months,150,closer_source,South erred.\n"
    )
    return load_tables(root)


@pytest.fixture(scope="session")
def whole():
    """The record itself, loaded once a process; no test changes it."""
    return load_tables()


def mark_browser(what):
    """The mark of tests that drive a real browser; says loudly where there is none."""
    missing = f"NOT RUN: {what} in a real browser, as there is no {CHROMIUM}. Install it: apt-get install chromium"
    if not CHROMIUM.exists():
        warnings.warn(missing, stacklevel=2)
    return pytest.mark.skipif(not CHROMIUM.exists(), reason=missing)
