"""Codes against the words of their text, as the other rows use those words: what is learnt from the record itself.

Promise: a row is never its own witness, and neither is another of the same person or with the same words.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from analysis.evidence.documents import SHORT_WORDS
from analysis.record.problems import Problem
from analysis.record.schema import select_codes, select_fields
from analysis.record.words import strip_marks

WORD = re.compile(r"\w[\w-]*")
STEM = 7  # letters of a word that are compared: smuggling, smuggled
TWO_WORDS = 2  # other texts in which each of two words stands
ONE_WORD = 4  # other texts in which a single one stands
FORMER = re.compile(
    r"\b(?:former|formerly|retired|ex|later)\b", re.IGNORECASE
)  # such an office says not what its holder does
NEAR = ("security",)  # groups whose codes are told apart by more than words: treason and espionage
TEXTS = [  # a table, whose text it is, the text, its code, codes that say on which side somebody stands and not what he does
    ("detainees", "detainee_id", "charge", "charge_type", ()),
    ("negotiators", "name", "office", "channel", ("third_state",)),
]

Text = tuple[str, frozenset[str], str]  # its owner, its words, its code


def select_words(text: str) -> frozenset[str]:
    """The beginnings of the longer words of a text, `large-scale` as one."""
    return frozenset(
        word[:STEM] for word in WORD.findall(strip_marks(text)) if len(word) > 2 and word not in SHORT_WORDS
    )


def find_usual(texts: list[Text]) -> Iterator[tuple[int, str, list[str]]]:
    """Texts whose words stand elsewhere with one other code alone: their place, that code, the words.

    No word of the text that others have may stand with its code there, and those that stand with a single code all with the
    same one; of these, two words stand each in at least TWO_WORDS other texts, or one in ONE_WORD.
    """
    having = defaultdict(set)
    for text in texts:
        for word in text[1]:
            having[word].add(text)
    for at, (owner, words, code) in enumerate(texts):
        others = {
            word: {(said, of) for who, said, of in having[word] if who != owner and said != words} for word in words
        }
        codes = {word: {of for _, of in said} for word, said in others.items() if said}
        count = {word: len(others[word]) for word in codes if len(codes[word]) == 1}
        usual = set().union(*(codes[word] for word in count))
        firm = sorted(word for word in count if count[word] >= TWO_WORDS)
        alone = len(usual) == 1 and not any(code in of for of in codes.values())
        if alone and (len(firm) > 1 or max(count.values()) >= ONE_WORD):
            yield at, usual.pop(), firm


def check_usual(raw: dict[str, pd.DataFrame], descriptor: dict) -> Iterator[Problem]:
    """Types of charge and channels that none of the rows with like words has."""
    for table, owner, column, coded, apart in TEXTS:
        codes = select_codes(select_fields(descriptor, table)[coded])
        said = raw[table].dropna(subset=[column, coded])
        said = said[~said[coded].isin(apart) & ~said[column].str.contains(FORMER)]
        texts = list(zip(said[owner], map(select_words, said[column]), said[coded], strict=True))
        for at, usual, words in find_usual(texts):
            row = said.iloc[at]
            if codes[usual].get("group") in NEAR and codes[usual].get("group") == codes[row[coded]].get("group"):
                continue
            told = [word for word in WORD.findall(strip_marks(row[column])) if word[:STEM] in words]
            stand = f"with which alone other rows have {' and '.join(told[:2])}"
            expected = f"{usual}, {stand}, or other words for the {column}"
            yield Problem(f"data/{table}.csv", row.name, coded, row[coded], expected)
