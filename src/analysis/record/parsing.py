"""Says what is wrong in a source card, and on which line. Loaded only where something is.

Promise: a line that is no TOML is one problem; a line is that of the very section meant, however headings are spaced or quoted.
"""

import re
from collections import Counter

import tomli

from analysis.record.lines import CONFLICT, MARK, is_wide, merge_foreign
from analysis.record.problems import Problem

HEADING = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(\.|=|$)""", re.ASCII)
LONG = re.compile(r'"""|' + "'''")
LARGEST = 200_000  # bytes of a card; the longest so far has 20,000
REACH = 400  # lines up from where a card fails to where what failed can begin
MOST = 10  # lines that are no TOML, above which the file is no card
NOTHING = "a card: publisher, kind, retrieved and what the document says"
LOST = "[[lost]]"  # takes up what stands under a heading that cannot be read


def split_parts(text: str) -> list[str]:
    """The parts of a key with dots between, up to the equals sign; empty where there is none."""
    parts, at = [], 0
    while found := PART.match(text, at):
        parts.append(next(part for part in found.groups()[:3] if part is not None))
        at = found.end()
        if found.group(4) != ".":
            return parts
    return []


def locate(text: str) -> dict[tuple, int]:
    """The line of each heading and key by its path; the sections of a list are told by number, from 0."""
    places, seen, path, within = {}, Counter(), (), False
    for number, line in enumerate(text.split("\n"), 1):
        before, within = within, within ^ (len(LONG.findall(line)) % 2 == 1)
        if before:
            continue
        if (heading := HEADING.match(line)) and (parts := split_parts(heading.group(2))):
            path = tuple(parts)
            if heading.group(1) == "[[":
                seen[path] += 1
                path = (*path, seen[path] - 1)
            places.setdefault(path, number)
        elif "=" in line and (parts := split_parts(line)):
            places.setdefault((*path, *parts), number)
    return places


def find_line(places: dict[tuple, int], *path: object) -> int | None:
    """The line of a path, or of what stands below it, or of the nearest section round it; None where neither stands."""
    within = [line for place, line in places.items() if place[: len(path)] == path]
    while path and path not in places:
        path = path[:-1]
    return min(within) if within else places.get(path)


def split_line(line: bytes) -> tuple[str, str]:
    """The key of a line and its value; no key where there is none."""
    text = line.decode("utf-8", "replace").strip()
    parts = split_parts(text)
    return (".".join(parts), text.partition("=")[2].strip()) if parts else ("", text)


def read_text(file: str, data: bytes) -> tuple[str, list[Problem]]:
    """The text of a card, or what keeps it from being one."""
    data = data.removeprefix(MARK)
    if is_wide(data):
        return "", [Problem(file, None, "", "", "UTF-8, not UTF-16 or a binary file")]
    if not data.strip():
        return "", [Problem(file, 1, "", "", NOTHING)]
    lines = data.split(b"\n")
    if len(data) > LARGEST:
        number, longest = max(enumerate(lines, 1), key=lambda pair: len(pair[1]))
        place = (number, *split_line(longest)) if len(longest) > LARGEST else (None, "", "")
        return "", [Problem(file, *place, f"a card of at most {LARGEST:,} bytes")]
    problems = []
    for number, line in enumerate(lines, 1):
        if line.startswith(CONFLICT):
            return "", [Problem(file, number, *split_line(line), "no marker of a merge conflict")]
        if b"\0" in line:
            problems.append(Problem(file, number, *split_line(line), "a text without NUL bytes"))
        try:
            line.decode()
        except UnicodeDecodeError:
            name, value = split_line(line.decode("latin-1").encode())
            problems.append(Problem(file, number, name, value, "UTF-8"))
    return "" if problems else data.decode().replace("\r\n", "\n"), merge_foreign(problems, lines)


def locate_fault(file: str, lines: list[str], said: str) -> Problem:
    """The problem of a text that is no TOML, on the line up to which it is: what is left open fails further down."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", said)
    number = end = int(found.group(1) or len(lines)) if found else len(lines)
    for before in range(end - 1, max(end - REACH, -1), -1):
        try:
            tomli.loads("\n".join(lines[:before]))
            number = before + 1
            break
        except (ValueError, RecursionError):
            continue
    said = said[: found.start()] if found else said
    return Problem(file, number, *split_line(lines[number - 1].encode()), f"TOML, in which this is wrong: {said}")


def explain_card(file: str, data: bytes | str) -> list[Problem]:
    """Why a file is no card: the reason in words for which it cannot be read, or each line that is no TOML."""
    if isinstance(data, str):
        return [Problem(file, None, "", data, "a card that can be read")]
    text, problems = read_text(file, data)
    lines, card = text.split("\n"), {}
    while not card and text:
        try:
            card = tomli.loads("\n".join(lines))
            break
        except (ValueError, RecursionError) as error:
            problems.append(locate_fault(file, lines, str(error)))
        if len(problems) > MOST:
            return problems[:1]
        at = problems[-1].line - 1
        below = any(line.lstrip().startswith("[") for line in lines[: at + 1]) or lines[at].rstrip().endswith("]")
        lines[at] = LOST if below and not problems[-1].column else ""
    return problems or [Problem(file, 1, "", "", NOTHING)]


def locate_faults(file: str, text: str, faults: list[tuple]) -> list[Problem]:
    """Faults of a card, each told by its path in it, its key, its value and what was expected, with their lines."""
    places = locate(text)
    return [Problem(file, find_line(places, *path) or 1, *fault) for path, *fault in faults]
