"""Says what is wrong with a text of a table or card, and tells a problem of the record in one line.

Promise: a text that passes cannot run in a spreadsheet or a page, hides and has lost no character, and mixes no alphabets in
a word.
"""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import urlsplit

LONGEST = 10_000  # characters of a cell
SHOWN = 80  # characters of a value in a problem line
INVISIBLE = (  # control characters, odd spaces, and all that Unicode lets a page leave out (Default_Ignorable_Code_Point)
    r"\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
)
SPACED = re.compile(r"^\s|\s$|[\r\n\t]")
CURLY = "‘’‚‛“”„‟"
FAULTS = re.compile(rf"^[\s=+\-@]|\s$|[{INVISIBLE}{CURLY}]|<[A-Za-z/!?]")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
LOST = re.compile(
    r"\ufffd|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE
)  # a letter that was lost, or is one of HTML's
QUESTIONED = re.compile(r"[^\W\d_]\?[^\W\d_]")
ALIKE = re.compile("[\u2010-\u2012\u2212\u02b9-\u02bf\u0131\u0237]")  # look like a hyphen, an apostrophe, i or j
WIDE = re.compile("[\uff01-\uff5e\ufb00-\ufb06]")
BROKEN = re.compile(r"[a-z]- (?!and |or |to |und |oder |bis )[a-z]")
PLACEHOLDER = re.compile(
    r"(?:asdf|qwer)\w*|(?:lorem|todo)\b.*|fixme\b.*|tb[ad]|x{2,}|[?.]+|n/a|nan|null|foo|bar|test(?:ing)?|placeholder"
    r"|[–—]|(?-i:None|NA)|true|false|#+(?:n/a|ref!|name\?|value!|div/0!|num!|null!|spill!|calc!)?",
    re.IGNORECASE,
)
FOREIGN = re.compile("[\u0370-\u1fff\u2c00-\U0010ffff]")  # where the letters of other alphabets stand
WORD = re.compile(r"[^\W\d_]+")
LINK = re.compile(r"https?://[^\s<>\"']+")


def name_alphabet(letter: str) -> str:
    """The alphabet of a letter: LATIN, CYRILLIC, GREEK …"""
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def find_mixed(text: str) -> list[str]:
    """The letters that are not Latin in words that also have Latin ones: look-alikes, mostly."""
    if text.isascii() or not FOREIGN.search(text):
        return []
    mixed = []
    for word in WORD.findall(text):
        alphabets = {letter: name_alphabet(letter) for letter in word if not unicodedata.combining(letter)}
        if "LATIN" in alphabets.values():
            mixed += [x for x, alphabet in alphabets.items() if alphabet in ("CYRILLIC", "GREEK", "ARMENIAN")]
    return list(dict.fromkeys(mixed))


def repair(text: str) -> str:
    """The first letters of a text that were UTF-8 and were read as Windows-1252 or -1251, as they were meant; empty if none."""
    for run in BEYOND_ASCII.findall(text):
        for encoding in ("cp1252", "cp1251"):
            try:
                return run.encode(encoding).decode()
            except ValueError:
                continue
    return ""


def find_lost_letters(text: str, *, as_printed: bool) -> str:
    """What was expected of a text some letters of which are not those that were written; empty where all are."""
    if LOST.search(text) or (not as_printed and QUESTIONED.search(text) and "://" not in text):
        return "every letter as it was written, none lost on the way"
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            return "letters with their accents in one character (NFC)"
        if WIDE.search(text):
            return "letters of the usual width, none joined"
    if "  " in text:
        return "one space between words"
    if BROKEN.search(text):
        return "words without the hyphen of a line break"
    return "a text that says something, or nothing" if PLACEHOLDER.fullmatch(text) else ""


def is_link(text: str) -> bool:
    """Whether a text is an address with a host."""
    try:
        return LINK.fullmatch(text) is not None and bool(urlsplit(text).hostname)
    except ValueError:  # brackets, or letters that no host can have
        return False


def find_fault(text: str, *, as_printed: bool = False) -> str:
    """What was expected of a text; empty where nothing is wrong.

    `as_printed` allows what a document's own title may have: curly quotation marks, two alphabets in a word.
    """
    if len(text) > LONGEST:
        return f"a text of at most {LONGEST:,} characters"
    if meant := repair(text):
        return f"{meant}, which was read as another encoding than UTF-8"
    if found := FAULTS.search(text):
        if SPACED.search(text):
            return "a text without spaces at its ends or line breaks"
        if text[0] in "=+-@":
            return "a text that does not begin with = + - or @, which a spreadsheet runs as a formula"
        if "<" in found.group():
            return "a text without HTML or script"
        if found.group() not in CURLY:
            return "a text without invisible characters"
        if not as_printed:
            return "straight quotation marks"
        return find_fault(text.translate(dict.fromkeys(map(ord, CURLY), "'")), as_printed=True)
    if fault := find_lost_letters(text, as_printed=as_printed):
        return fault
    return "letters of one alphabet in each word" if not as_printed and find_mixed(text) else ""


def shorten(value: object) -> str:
    """A value on one line: its beginning, invisible characters as escapes, look-alike letters by name."""
    try:
        text = str(value)
    except ValueError:  # Python refuses to write out a number of more than 4,300 digits
        text = "a number too long to print"
    shown = "".join(x if x.isprintable() else ascii(x)[1:-1] for x in text[:SHOWN])
    if len(text) > SHOWN:
        shown += f"… ({len(text):,} characters)"
    odd = [*find_mixed(text[:SHOWN]), *dict.fromkeys(ALIKE.findall(text[:SHOWN]))]
    alike = [f"{letter} is {unicodedata.name(letter).capitalize()}" for letter in odd[:3]]
    return f"{shown} ({', '.join(alike)})" if alike else shown


class Problem(NamedTuple):
    """One thing that is wrong, and where; `line` is None where the whole file is meant."""

    file: str
    line: int | None
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        """The problem as one line: place, column, value, what was expected."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        parts = (place, shorten(self.column), shorten(self.value), f"expected {self.expected}")
        return ": ".join(part for part in parts if part)

    @property
    def place(self) -> tuple:
        """File, line and column."""
        return self[:3]


class InvalidRecord(ValueError):
    """The tables or cards have problems; the message is one line for each."""

    def __init__(self, problems: list[Problem]):
        """Keep the problems beside the message."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    def _render_traceback_(self) -> list[str]:
        """The lines alone, where a notebook would show a traceback."""
        return str(self).splitlines()

    def __reduce__(self) -> tuple:
        """Travels between processes whole."""
        return type(self), (self.problems,)
