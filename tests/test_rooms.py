"""The house keeps its plan: seven rooms, each importing only those above it, no long way in, no module that is too long."""

import ast
import subprocess
import sys
from functools import cache

import pytest

from analysis.record.files import ROOT

ROOMS = ["record", "evidence", "measures", "claims", "pictures"]  # each may import those before it
LAST = ["explore", "release"]  # these import any of them, and do not know each other
LONGEST = 300  # lines of a module
DEEPEST = 13  # modules in a chain of imports


def find_modules():
    source = ROOT / "src"
    names = {path: list(path.relative_to(source).with_suffix("").parts) for path in source.rglob("*.py")}
    return {".".join(parts[:-1] if parts[-1] == "__init__" else parts): path for path, parts in names.items()}


MODULES = find_modules()


def list_imports(name):
    """The modules of the package that a module imports anywhere, inside its functions too."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {full if full in MODULES else node.module for full in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in MODULES}
    return found - {name}


def tell_room(name):
    return name.split(".")[1] if name.count(".") else ""


def test_the_rooms_are_those_of_the_plan():
    assert {tell_room(name) for name in MODULES if MODULES[name].name == "__init__.py"} == {"", *ROOMS, *LAST}


@pytest.mark.parametrize("name", [name for name in MODULES if tell_room(name) in {*ROOMS, *LAST}])
def test_a_room_imports_only_the_rooms_above_it(name):
    room = tell_room(name)
    above = ROOMS[: ROOMS.index(room) + 1] if room in ROOMS else [*ROOMS, room]
    assert {tell_room(other) for other in list_imports(name)} <= set(above)


def test_no_chain_of_imports_is_long_or_closes_on_itself():
    open_chain = []

    @cache
    def measure(name):
        assert name not in open_chain, open_chain
        open_chain.append(name)
        longest = max((measure(other) for other in list_imports(name)), key=len, default=())
        open_chain.pop()
        return (name, *longest)

    longest = max(map(measure, MODULES), key=len)
    assert len(longest) <= DEEPEST, longest


def test_no_module_is_too_long():
    lines = {name: path.read_text("utf-8").count("\n") for name, path in MODULES.items()}
    assert {name: number for name, number in lines.items() if number > LONGEST} == {}


def test_the_package_shows_the_way_and_loads_nothing_until_it_is_asked():
    code = "import sys, analysis; print(sorted(dir(analysis)), 'pandas' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    names = "['Listing', 'Tables', 'claims', 'evidence', 'load_tables', 'measures', 'pictures', 'publish'] False"
    assert said.strip() == names
    import analysis

    assert all(getattr(analysis, name) for name in dir(analysis))


def test_what_a_docstring_points_to_is_there():
    """`measures.held.count_held`, `record.where`: a name that moved away would lead a reader nowhere."""
    import importlib
    import re

    from analysis.record.tables import Tables

    for name, path in MODULES.items():
        text = path.read_text("utf-8")
        for module, function in re.findall(
            r"(?<!\w)((?:measures|claims|record)\.\w+)\.(\w+)(?:\(.*\))? (?:gives?|does)", text
        ):
            assert hasattr(importlib.import_module(f"analysis.{module}"), function), f"{name}: {module}.{function}"
        for function in re.findall(r"`record\.(\w+)", path.read_text("utf-8")):
            assert function in MODULES or hasattr(Tables, function) or function in Tables.__dataclass_fields__, (
                f"{name}: {function}"
            )
