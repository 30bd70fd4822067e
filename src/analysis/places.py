"""Finds the line of each heading and key in the text of a source card.

Promise: the line is that of the very section meant, however headings are spaced or quoted.
"""

import re
from collections import Counter

HEADING = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(\.|=|$)""", re.ASCII)
LONG = re.compile(r'"""|' + "'''")


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
