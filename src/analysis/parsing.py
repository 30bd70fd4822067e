"""Reads the TOML of one source card, and says on which lines it is none.

Promise: a line that is no TOML is one problem, and what stands on the other lines is read all the same.
"""

import re
import tomllib

from analysis.places import split_parts
from analysis.problems import Problem
from analysis.reading import CONFLICT, MARK, is_wide, merge_foreign

LARGEST = 200_000  # bytes of a card; the longest so far has 20,000
REACH = 400  # lines up from where a card fails to where what failed can begin
MOST = 10  # lines that are no TOML, above which the file is no card
NOTHING = "a card: publisher, kind, retrieved and what the document says"
LOST = "[[lost]]"  # takes up what stands under a heading that cannot be read


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
            tomllib.loads("\n".join(lines[:before]))
            number = before + 1
            break
        except (ValueError, RecursionError):
            continue
    said = said[: found.start()] if found else said
    return Problem(file, number, *split_line(lines[number - 1].encode()), f"TOML, in which this is wrong: {said}")


def parse_card(file: str, content: bytes | str) -> tuple[str, dict, list[Problem]]:
    """The text of a card, what it says on the lines that can be read, and the problems of those that cannot.

    `content` is what is in the file, or in words why it cannot be read.
    """
    if isinstance(content, str):
        return "", {}, [Problem(file, None, "", content, "a card in this file")]
    text, problems = read_text(file, content)
    lines, card = text.split("\n"), {}
    while not card and text:
        try:
            card = tomllib.loads("\n".join(lines))
            break
        except (ValueError, RecursionError) as error:
            problems.append(locate_fault(file, lines, str(error)))
        if len(problems) > MOST:
            return text, {}, problems[:1]
        at = problems[-1].line - 1
        below = any(line.lstrip().startswith("[") for line in lines[: at + 1]) or lines[at].rstrip().endswith("]")
        lines[at] = LOST if below and not problems[-1].column else ""
    card.pop("lost", None)
    if not (card or problems):
        problems.append(Problem(file, 1, "", "", NOTHING))
    return text, card, problems
