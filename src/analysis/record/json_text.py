"""Says what keeps a file from being JSON, and on which line each of its values stands. Loaded only where something is wrong.

Promise: what is left open or has a comma too many or too few is told on its own line, not where reading stumbled over it.
"""

import json
import re

from analysis.record.lines import CONFLICT, MARK, is_wide, write_value
from analysis.record.problems import Problem

TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|\n|"')
NOTHING = "the descriptor: an object, in JSON and UTF-8"
DEEPEST = 50  # levels of a file; the descriptor has 9
SCAFFOLD = {"resources", "schema", "fields"}  # words of a path that say nothing of the place
OPENING, CLOSING = {"{", "["}, {"}", "]"}


def locate(text: str) -> tuple[dict[tuple, int], list[tuple[tuple, int]]]:
    """The line of each key and of each entry of a list by its path, and the keys that their object has had before."""
    places, twice, path, seen, line = {}, [], [], [], 1
    for token in TOKEN.findall(text):
        if token == "\n":
            line += 1
        elif token in CLOSING:
            path.pop(), seen.pop()
        elif token == ",":
            path[-1] = path[-1] + 1 if seen[-1] is None else None
        elif token != ":":
            if path and path[-1] is None:
                path[-1] = json.loads(token)
                if path[-1] in seen[-1]:
                    twice.append((tuple(path), line))
                seen[-1].add(path[-1])
                places[tuple(path)] = line
                continue
            places.setdefault(tuple(path), line)
            if token in OPENING:
                path.append(None if token == "{" else 0)
                seen.append(set() if token == "{" else None)
    return places, twice


def find_line(places: dict[tuple, int], path: tuple) -> int:
    """The line of a path, or that of the name of the nearest thing round it."""
    if path in places:
        return places[path]
    while path not in places:
        path = path[:-1]
    return places.get((*path, "name"), places[path])


def find_depth(text: str) -> int:
    """The line on which the nesting becomes too deep; the last where it never does."""
    depth, line = 0, 1
    for token in TOKEN.findall(text):
        line += token == "\n"
        depth += (token in OPENING) - (token in CLOSING)
        if depth > DEEPEST:
            break
    return line


def find_slip(text: str, error: json.JSONDecodeError) -> int:
    """The line of what reading stumbled over: that of the token before where a comma or an end is missing or a comma too much."""
    before = [found for found in TOKEN.finditer(text, 0, error.pos) if found.group() != "\n"]
    token = TOKEN.match(text, error.pos)
    token = token.group() if token else ""
    if token == ":":  # a list was not closed before this key
        before = before[:-1]
    trailing = token in CLOSING and before and before[-1].group() == ","
    opened = token in OPENING or token.startswith('"') or token in (":", "")
    there = error.msg.startswith(("Invalid", "Unterminated", "Extra"))
    if before and not there and (trailing or opened):
        return text.count("\n", 0, before[-1].end()) + 1
    return error.lineno


def explain(file: str, data: bytes) -> list[Problem]:
    """Why a file cannot be read as JSON, or which of its keys stand there twice; at least one problem."""
    data = data.removeprefix(MARK)
    if is_wide(data):
        return [Problem(file, 1, "", "", "UTF-8, not UTF-16 or a binary file")]
    if not data.strip():
        return [Problem(file, 1, "", "", NOTHING)]
    lines = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        if line.startswith(CONFLICT):
            return [Problem(file, number, "", line.decode("utf-8", "replace").strip(), "no marker of a merge conflict")]
    for number, line in enumerate(lines, 1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return [Problem(file, number, "", line.decode("latin-1").strip(), "UTF-8")]
    text = data.decode()
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        number = find_slip(text, error)
        shown = lines[number - 1].decode().strip()
        return [Problem(file, number, "", shown, f"JSON, in which this is wrong: {error.msg}")]
    except RecursionError:
        return [Problem(file, find_depth(text), "", "", f"JSON of at most {DEEPEST} levels")]
    except ValueError as error:  # Python refuses to read a number of more than 4,300 digits
        number = next(number for number, line in enumerate(lines, 1) if re.search(rb"\d{4300}", line))
        return [Problem(file, number, "", "", f"JSON, in which this is wrong: {error}")]
    return [Problem(file, line, ".".join(map(str, path)), "", "each key once") for path, line in locate(text)[1]]


def name_place(descriptor: object, path: tuple) -> str:
    """A path in words: entries of lists by their names, without what says nothing of the place."""
    at, words = descriptor, []
    for number, part in enumerate(path, 1):
        try:
            at = at[part]
        except (LookupError, TypeError):
            at = None
        if isinstance(part, int):
            names = [at.get(key) for key in ("name", "value", "id", "row")] if isinstance(at, dict) else []
            part = next((name for name in names if isinstance(name, str)), f"[{part}]")
        words += [part] if number == len(path) or part not in SCAFFOLD else []
    return ".".join(words)


def locate_faults(file: str, data: bytes, faults: list[tuple[tuple, object, str]]) -> list[Problem]:
    """Faults of what a file of JSON holds, each told by its path, its value and what was expected, with their lines."""
    text = data.removeprefix(MARK).decode()
    holds, (places, _) = json.loads(text), locate(text)
    return [
        Problem(file, find_line(places, path), name_place(holds, path), write_value(value), expected)
        for path, value, expected in faults
    ]
