"""The words that every finding shares, and how words are compared."""

import re
import unicodedata
from functools import lru_cache

import pandas as pd

SIDE_WORDS = {"russian_side": "the Russian side", "us_side": "the US side"}
BARRED = str.maketrans("łøđħ", "lodh")  # letters that are not taken apart
UNNAMED = "an unnamed origin"  # the voice of a page that carries others' texts and does not say whose
SHARES = {1 / 4: "a quarter", 1 / 3: "a third", 1 / 2: "half", 2 / 3: "two thirds", 3 / 4: "three quarters"}
SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def spell(number: int, noun: str = "", plural: str = "") -> str:
    """A count in words below ten, in figures above, with its noun in the right number: `one deal`, `12 people`."""
    word = SMALL[number] if 0 <= number < 10 else f"{number:,}"
    return f"{word} {noun if number == 1 else plural or noun + 's'}".strip() if noun else word


@lru_cache(maxsize=1 << 16)
def strip_marks(text: str) -> str:
    """Small letters without accents: `gawel` for Gaweł."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return plain.casefold().translate(BARRED)


def find_surnames(names: pd.Series) -> pd.Series:
    """The last word of each name; empty where there is no name."""
    return names.fillna("").str.rsplit(" ", n=1).str[-1]


def name_publisher(name: str) -> str:
    """The first of several names, without what stands in brackets."""
    return re.split(r"\s*[;,(]| / ", name)[0]


def name_voice(name: str) -> str:
    """One spelling of whose reporting it is."""
    return name_publisher(name).casefold().removeprefix("the ")


def join_words(words: list[str]) -> str:
    """A list in a sentence: `a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def capitalise(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def count_people(number: int) -> str:
    """A number of people in words."""
    return spell(int(number), "person", "people")


def format_years(years: float) -> str:
    """Years with at most one decimal: `9 years`, `13.5 years`, `1 year`."""
    rounded = round(float(years), 1)
    return f"{rounded:g} year" + ("" if rounded == 1 else "s")


def name_share(share: float) -> str:
    """A share in words where a simple one lies within three hundredths of it, else in per cent: `a third`, `42%`."""
    nearest = min(SHARES, key=lambda simple: abs(simple - share))
    return SHARES[nearest] if abs(nearest - share) <= 0.03 else f"{share * 100:.0f}%"
