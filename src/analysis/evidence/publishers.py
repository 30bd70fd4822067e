"""One spelling of a publisher, so that nobody counts as two voices.

Promise: of two spellings the rarer is told, with the other.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pandas as pd

from analysis.record.words import name_publisher, name_voice, strip_marks

SHORTEST = 5  # letters of a name that is compared with others, and of a word in which one may be missing
SHORTEST_INITIALS = 3
OF_TWO_LETTERS = {"associated press": "ap"}  # agencies that are known by less
KINDS_OF = "magazine|newspaper|news agency|agency|press agency"  # what a name may leave out

Fault = tuple[str, object, str]  # the key of a card, its value, what was expected


def spell_forms(name: str) -> tuple[str, set[str]]:
    """The letters of a publisher's name, and what is left of them with one gone from the inside of a longer word."""
    words = re.findall(r"\w+", name)
    short = {
        "".join([*words[:n], word[:at] + word[at + 1 :], *words[n + 1 :]])
        for n, word in enumerate(words)
        if len(word) >= SHORTEST and word.isalpha()
        for at in range(1, len(word))
    }
    return "".join(words), short


def find_slips(names: pd.Series) -> dict[str, str]:
    """Names that are one letter off another, or are it but for spaces, dots and the end of an address: rarer by more frequent."""
    slips, known = {}, {}
    for name in names.value_counts().sort_index().sort_values(ascending=False, kind="stable").index:
        letters, short = spell_forms(name)
        if len(letters) < SHORTEST:
            continue
        bare = spell_forms(re.sub(r"\.(?:com|org|net|ru|de|ch|pl|tv|uk)$", "", name))[0]
        forms = [("whole", form) for form in (letters, bare, *short)] + [("less", form) for form in (letters, *short)]
        if like := [known[form] for form in forms if form in known]:
            slips[name] = like[0]
        for form in (("whole", letters), *(("less", form) for form in short)):
            known.setdefault(form, name)
    return slips


def find_initials(names: pd.Series) -> dict[str, str]:
    """Names whose words begin with the letters of another, such as that of an agency in full: the rarer by the more frequent."""
    count, short = names.value_counts(), {}
    for name in count.index:
        short.setdefault("".join(re.findall(r"\w", name)), name)
        short.setdefault(name, name)
    found = {}
    for name in count.index:
        words = [word for word in re.findall(r"[^\W\d_]+", name) if word not in ("of", "the", "and", "for")]
        other = short.get("".join(word[0] for word in words)) if len(words) >= SHORTEST_INITIALS else None
        for leading in (2, 3) if len(words) > 2 else ():  # LA Times, NY Post
            initials = "".join(word[0] for word in words[:leading])
            other = other or short.get(f"{initials} {' '.join(words[leading:])}" if words[leading:] else None)
        other = OF_TWO_LETTERS.get(name, other)
        if other in count.index and other != name:
            rarer, usual = sorted((name, other), key=lambda each: count[each])
            found[rarer] = usual
    return found


def find_hosts(names: pd.Series, urls: pd.Series) -> dict[str, str]:
    """Names of two letters for those whose two words begin with them and whose own pages are at a host of that name."""
    count, found = names.value_counts(), {}
    for name in count.index:
        words = name.split()
        short = "".join(word[0] for word in words)
        if len(words) == 2 and short in count.index:
            hosts = {urlsplit(url).hostname or "" for url in urls.get_group(name).dropna()}
            if any(short in host.split(".") for host in hosts):
                rarer, usual = sorted((name, short), key=lambda each: count[each])
                found[rarer] = usual
    return found


def find_additions(names: pd.Series) -> dict[str, str]:
    """Names that are another with a word for what it is: the rarer by the more frequent."""
    count, found = names.value_counts(), {}
    for name in count.index:
        bare = re.sub(rf" (?:{KINDS_OF})$", "", name)
        if bare != name and bare in count.index:
            rarer, usual = sorted((name, bare), key=lambda each: count[each])
            found[rarer] = usual
    return found


def share_site(urls: pd.Series, others: pd.Series) -> bool:
    """Whether two publishers have pages at one host, or one of them has none that is known."""
    hosts, theirs = ({urlsplit(url).hostname for url in of.dropna()} for of in (urls, others))
    return bool(hosts & theirs) or not hosts or not theirs


def has_own_site(name: str, other: str, urls: pd.Series, others: pd.Series) -> bool:
    """Whether a publisher has pages at an address of its own name, at which the other has none: it is no slip of it."""
    letters, theirs = ("".join(re.findall(r"[a-z0-9]+", strip_marks(of))) for of in (name, other))
    hosts, known = ({urlsplit(url).hostname or "" for url in of.dropna()} for of in (urls, others))
    return letters != theirs and any(letters in host.replace("-", "") for host in hosts - known)


def find_publishers(documents: pd.DataFrame) -> Iterator[tuple[str, Fault]]:
    """Publishers and origins that other cards spell otherwise, each with its card."""
    names = documents.melt("source", ["publisher", "origin"], "key", "name").dropna(subset="name")
    names["voice"], names["told"] = names["name"].map(name_voice), names["name"].map(name_publisher)
    names["usual"] = names.groupby("voice")["told"].transform(lambda told: told.mode()[0])
    urls = names.merge(documents[["source", "url"]]).groupby("voice")["url"]
    longer = {
        name: other
        for name, other in find_additions(names["voice"]).items()
        if share_site(urls.get_group(name), urls.get_group(other))
    }
    slips = find_initials(names["voice"]) | longer | find_slips(names["voice"])
    slips = {
        name: other
        for name, other in slips.items()
        if not has_own_site(name, other, urls.get_group(name), urls.get_group(other))
    }
    slips |= find_hosts(names["voice"], urls)
    for row in names.itertuples():
        other = row.usual if row.told != row.usual else slips.get(row.voice)
        if other:
            yield row.source, (row.key, row.name, f"one spelling of a publisher, and others have {other}")
