"""What the notes of a detention say against its own cells: pardon and trial, term and citizenship, days of another time.

Promise: only clauses that say it outright count; the line says how to word one that is right.
"""

import re
from collections.abc import Iterator

import pandas as pd

from analysis.record import dates
from analysis.record.contradictions import MONTH, SENTENCED, Finding
from analysis.record.mentions import Day, find_days, find_lengths, is_day_of, is_possible, make_days, split_clauses
from analysis.record.rules import LAST_REPORT

PARDONED = r"^[Pp]ardoned\b|\b(?:he|she) was pardoned\b|^(?:sentence )?commuted\b|\bsentence commuted\b"
EXTRADITED = r"^[Ee]xtradited\b|\b(?:he|she) was extradited\b"
OF_A_PAPER = r"\b(?:request|order|complaint|warrant|petition|hospital)\b"  # which has a day of its own
ACTS = {"pardoned": PARDONED, "extradited": EXTRADITED}  # columns of days, and the clauses that speak of that act
UNTRIED = r"^(?:On trial|Untried|Held without trial)\b|\bnever (?:charged|tried|brought to trial)\b|\b(?:is|was|still) awaiting trial\b"
UNSENTENCED = r"\bnot yet sentenced\b"
TRIED = r"^(?:Appeal rejected|Cassation|Upheld|Sentenced)\b"
LESSENED = r"\b(?:reduced|shortened|cut) (?:the|his|her) (?:sentence|term)\b"
ADDED = r"\badded (\w+) (months|years)\b"
CHANGED = rf"{LESSENED}|\blengthened (?:the|his|her) (?:sentence|term)\b|{ADDED}|, reduced in\b"
UNCHANGED = r"\bleft the (?:term|sentence) unchanged\b"
ADMINISTRATIVE = r"^Administrative (?:case|arrest)\b"
OUT = r"^(?:Released|Freed|Let (?:out|go)|Exchanged|Swapped|Traded|Flown out|Deported)\b"
SWAPPED = r"^(?:Exchanged|Swapped|Traded|Freed in (?:a|an|the) (?:[\w-]+ )?(?:exchange|swap))\b"
DIED = r"\b[Dd]ied in (?:custody|prison|detention|remand|a (?:prison|remand|penal))\b"
ADMINISTRATIVE_CASE = r"(?i)\badministrative (?:case|arrest)"
RAN_OUT = r"\bterm (?:had |has )?(?:already )?(?:ended|expired|run out|ran out)\b|\bterm equalled the time\b"
KNOWN_AS = r"(?:^|\. )Known as ([A-Z][\w'-]+(?: [A-Z][\w'-]+)+)"
CITIZENSHIP = re.compile(r"\b([A-Z]\w+) citizenship\b")
PRETENDED = r"\bnot coded\b|\b(?<!without )(?:a|under) cover\b|\bcover (?:name|identity)\b|\b(?:false|forged) passport\b|\bposed as\b"  # a citizenship that is none
STEM = 5  # letters of a state's name that its adjective has too
NOT_HELD = r"\bnot coded\b|\b(?:for|no|not|never|without|offered|promised|refused|denied)\b"  # of citizenship
NATIONS = {  # how the label of a state begins that an adjective means
    "US": "United States", "American": "United States", "Soviet": "Soviet", "Russian": "Russia", "British": "United Kingdom",
    "German": "Germany", "Polish": "Pol", "Israeli": "Israel", "Canadian": "Canada", "Irish": "Ireland", "French": "France",
    "Bulgarian": "Bulgaria", "Ukrainian": "Ukraine", "Swedish": "Sweden", "Spanish": "Spain", "Austrian": "Austria",
}  # fmt: skip
COURT = r"\b(?:[Aa]ppeal|[Cc]assation|[Uu]pheld|[Ss]entenced|[Vv]erdict|[Pp]leaded|[Pp]ardoned|[Ee]xtradited|[Cc]onvicted)\b"
CUSTODY = COURT + r"|\b(?:[Rr]emand|[Hh]ouse arrest|[Bb]ail|[Ll]eft Russia|[Ff]lown out|[Ll]et go|[Oo]n trial)\b"
BEFORE = r"\b(?:[Ee]arlier|[Ff]irst|[Ff]ormer|[Pp]revious|[Bb]efore|[Oo]ther|[Aa]nother|[Hh]ad)\b"
OTHER_CASE = "detention|custody|remand|bail|liberty|absentia|after|later|fined?|second|third|new|another|further|other|first|then|criminal"
ELSEWHERE = rf"\b(?:arrest|days|administrative|{OTHER_CASE})\b"  # an act of a court in another case, or on no sentence
OTHERS = (
    r"\b(?:brother|sister|wife|husband|son|daughter|father|mother|friend|colleague|partner|co-defendant|accomplice"
    r"|companion|another|other|prosecutor|lawyer)s?\b"
)  # an act of, or on, somebody else
UNSURE = (
    r"\b(?:ask|sought|seek|demand|want|propos|request|refus|reject|would|could|may|might|not|no)\w*"  # and none at all
)
FOR_NOW = r"\b(?:bail|house arrest|cell|hospital|letters|again|then|later|second|new)\b"  # out, and in again
FOR_A_TIME = r"\b(?:from|until|when|for (?:more|less|over|a|\w+ (?:months|years)))\b"  # and tried after that
NEVER = r"(?!)"
SOONER = 0.2  # of a term: so much earlier or later it may end
REMAND_DAY = 2  # days of a term that one of remand counts for, at the most
APPEALED = r"\b(?:[Aa]ppeal(?:s|ed)?|[Uu]pheld|[Cc]assation)\b"
CHARGED = r"\b(?:[Cc]harged|[Rr]emanded|[Pp]leaded)\b"
OTHER_STAGE = (  # of another case or court
    rf"{BEFORE}|{OTHERS}|\b(?:then|second|new|further|again|indictment|sealed|warrant|complaint|against the verdict)\b"
)
NEAR_DAY = pd.Timedelta(days=3)
ON_DAYS = {  # columns of days, and words with which notes tell of that day itself
    "released": r"\b(?:[Ff]lown (?:out|home)|[Dd]eported|(?:[Rr]eleased|[Ff]reed|[Ss]wapped|[Ee]xchanged) on)\b",
    "arrested": r"\b(?:[Aa]rrested|[Ss]eized) on\b",
    "designated": r"\b[Dd]esignated (?:as wrongfully detained )?on\b",
}
LONG_AFTER = pd.Timedelta(days=3653)  # an act so long after the release belongs to a later row


def say(notes: pd.Series, words: str, unless: str = NEVER) -> pd.Series:
    """Which notes have a clause with these words and none of those that make it another's."""
    return notes.map(
        lambda text: any(re.search(words, clause) and not re.search(unless, clause) for clause in split_clauses(text))
    )


def follow(text: str, words: str, unless: str = NEVER) -> list[Day]:
    """The first day that each clause of a text names from these words on, but for clauses that speak of another's act."""
    found = [
        find_days(clause[at.start() :])
        for clause in split_clauses(text)
        if (at := re.search(words, clause)) and not re.search(unless, clause)
    ]
    return [days[0] for days in found if days]


def find_strange_days(people: pd.DataFrame) -> Iterator[Finding]:
    """Acts of a court that come before the arrest, and what is told of custody so long after the release that it is another's."""
    begins, ends = dates.parse_dates(people["arrested"])["earliest"], dates.parse_dates(people["released"])["latest"]
    early, late = pd.Series(False, people.index), pd.Series(False, people.index)
    for line, text in people["notes"].dropna().items():
        for clause in split_clauses(text):
            days = [make_days(day) for day in find_days(clause) if day.year]
            if re.search(COURT, clause) and not re.search(rf"{BEFORE}|{OTHERS}", clause):
                early[line] |= any(last < begins[line] for _, last in days)
            if re.search(CUSTODY, clause):
                late[line] |= any(first > ends[line] + LONG_AFTER for first, _ in days)
    yield early, "notes", "no act of a court before the arrest, or the word 'earlier' for that of another case"
    yield late, "notes", "no day more than ten years after the release, or the year alone"


def find_other_stages(people: pd.DataFrame) -> Iterator[Finding]:
    """Appeals before the verdict, charges and pleas before the arrest or after the verdict."""
    arrested, convicted = (dates.parse_dates(people[column]) for column in ("arrested", "convicted"))
    for words, after, until, expected in (
        (
            APPEALED,
            convicted["earliest"],
            None,
            "no appeal before the verdict in force, or words of which verdict it was",
        ),
        (
            CHARGED,
            arrested["earliest"],
            convicted["latest"],
            "no charge or plea before the arrest or after the verdict",
        ),
    ):
        out = pd.Series(False, people.index)
        for line, text in people["notes"].dropna().items():
            for clause in split_clauses(text):
                if re.search(words, clause) and not re.search(OTHER_STAGE, clause):
                    days = [make_days(day) for day in find_days(clause) if day.year]
                    out[line] |= any(last < after[line] for _, last in days)
                    out[line] |= until is not None and any(first > until[line] for first, _ in days)
        yield out, "notes", expected


def find_days_apart(people: pd.DataFrame) -> Iterator[Finding]:
    """Days on which notes have somebody arrested, designated or let go, and the row has another."""
    unless = rf"{BEFORE}|{OTHERS}|{FOR_NOW}|{OF_A_PAPER}"
    for column, words in ON_DAYS.items():
        known, apart = dates.parse_dates(people[column]), pd.Series(False, people.index)
        for line, text in people["notes"][people[column].notna()].dropna().items():
            for day in follow(text, words, unless):
                if day.year and day.day and is_possible(day):
                    first, last = make_days(day)
                    apart[line] |= last < known["earliest"][line] - NEAR_DAY or first > known["latest"][line] + NEAR_DAY
        yield apart, "notes", f"the day that stands under {column}, " + people[column]


def find_other_acts(people: pd.DataFrame) -> Iterator[Finding]:
    """Pardons and extraditions that notes have and the row has not, or on another day."""
    for column, words in ACTS.items():
        other = pd.Series(False, people.index)
        for line, text in people["notes"][people[column].notna()].dropna().items():
            for clause in split_clauses(text):
                days = [day for day in find_days(clause) if day.year]
                if days and re.search(words, clause) and not re.search(OF_A_PAPER, clause):
                    other[line] |= not any(is_day_of(day, people.loc[line, column]) for day in days)
        yield other, "notes", f"the day that stands under {column}, " + people[column]
        alone = say(people["notes"].fillna(""), words) & people[column].isna() & people["outcome"].ne(column)
        yield (
            alone,
            "notes",
            f"no word that the person was {column.replace('pardoned', 'pardoned or the sentence commuted')}, or a day under {column}",
        )


def find_strange_citizens(people: pd.DataFrame, states: dict) -> Iterator[Finding]:
    """Citizenships that notes speak of and the row has not."""
    missing = pd.Series(False, people.index)
    known = people.dropna(subset=["notes", "citizenship"])
    for line, text, codes in zip(known.index, known["notes"], known["citizenship"], strict=True):
        labels = [states[code]["label"] for code in codes.split(";")]
        told = [
            NATIONS[adjective]
            for clause in split_clauses(text)
            if not re.search(NOT_HELD, clause)
            for adjective in CITIZENSHIP.findall(clause)
            if adjective in NATIONS
        ]
        missing[line] = any(not any(nation in label for label in labels) for nation in told)
    yield missing, "notes", "no word of a citizenship that the row has not, or the words 'not coded'"
    pretended = pd.Series(False, people.index)
    for line, text, codes in zip(known.index, known["notes"], known["citizenship"], strict=True):
        clauses = [clause for clause in re.split(r"[.;] ", text) if re.search(PRETENDED, clause)]
        begins = [states[code]["label"][:STEM] for code in codes.split(";")]
        pretended[line] = any(re.search(rf"\b{re.escape(of)}", clause) for clause in clauses for of in begins)
    yield pretended, "citizenship", "no citizenship of which the notes say that it is not coded, or a cover"


def find_strange_trials(people: pd.DataFrame, notes: pd.Series) -> Iterator[Finding]:
    """Words of trial and sentence that the codes of the row exclude."""
    kind, final = people["sentence_kind"], people["sentence_months_final"]
    untried = say(notes, UNTRIED, rf"{ELSEWHERE}|{OTHERS}|{FOR_A_TIME}") & people["convicted"].notna()
    yield untried, "notes", "no word that there was no trial, as there is a conviction"
    unsentenced = say(notes, UNSENTENCED, ELSEWHERE) & kind.isin(SENTENCED)
    yield unsentenced, "notes", "no word that there was no sentence, as there is one"
    tried = say(notes, TRIED, ELSEWHERE) & kind.eq("none_yet")
    yield tried, "notes", "no word of a sentence, as there is none yet, or what else was appealed"
    served = people["outcome"].eq("sentence_served") & kind.eq("none_yet") & ~notes.str.contains(ADMINISTRATIVE_CASE)
    yield (
        served,
        "outcome",
        "another outcome, as there was no sentence, or words on the administrative arrest that was served",
    )
    minor = say(notes, ADMINISTRATIVE, rf"\b(?:{OTHER_CASE})\b")
    yield minor & kind.isin(["term", "life", "death"]), "notes", "no administrative case alone, as there is a sentence"
    changed = say(notes, CHANGED)
    without = changed & final.isna() & people["sentence_months"].notna()
    yield without, "notes", "no word of another term, or its months under sentence_months_final"
    unchanged = say(notes, UNCHANGED) & ~changed & final.notna()
    yield unchanged, "notes", "what changed the term, as sentence_months_final has another"


def find_other_fates(people: pd.DataFrame, notes: pd.Series) -> Iterator[Finding]:
    """Words of release, exchange, death and of another term that the codes of the row exclude."""
    others, outcome = rf"{BEFORE}|{OTHERS}|{UNSURE}", people["outcome"]
    out = say(notes, OUT, rf"{others}|{FOR_NOW}") & outcome.eq("still_held")
    yield out, "notes", "no word of a release, as the person is still held"
    in_deal = outcome.isin(["exchanged", "exchanged_elsewhere", "released_one_sided"])
    yield (
        say(notes, SWAPPED, rf"{others}|{FOR_NOW}") & ~in_deal,
        "notes",
        "no word of an exchange, as custody ended in another way",
    )
    dead = say(notes, DIED, others) & outcome.ne("died_in_custody")
    yield dead, "notes", "no word of death in custody, as it ended in another way"
    terms = people[["sentence_months", "sentence_months_final"]].apply(pd.to_numeric)
    other = pd.Series(False, people.index)
    for line, text in notes[terms["sentence_months"].notna()].items():
        for clause in split_clauses(text):
            if (at := re.search(r"\b[Ss]entenced to\b", clause)) and not re.search(rf"{others}|{ELSEWHERE}", clause):
                told = find_lengths(clause[at.end() :])[:1]
                other[line] |= any(abs(terms.loc[line] - length).min() > 1 for length in told)
    yield other, "notes", "the term that stands in the row, or whose other sentence it was"


def check_notes(people: pd.DataFrame, states: dict, until: pd.Timestamp) -> Iterator[Finding]:
    """What notes say of pardon, trial, term, names and citizenship against the codes and days of their row."""
    notes = people["notes"].fillna("")
    yield from find_other_acts(people)
    yield from find_strange_trials(people, notes)
    yield from find_other_fates(people, notes)
    reported = notes.str.contains(LAST_REPORT.replace("(", "(?:"))
    ended = reported & ~people["outcome"].isin(["still_held", "unknown"])
    yield ended, "notes", "no month of the last report, as it is known how custody ended"
    names = people["name"] + ";" + people["aliases"].fillna("")
    alias = notes.str.extract(KNOWN_AS)[0]
    strange = [isinstance(a, str) and a not in of for a, of in zip(alias, names, strict=True)]
    yield pd.Series(strange, people.index), "notes", "a name that stands among the aliases"
    start, end = dates.parse_dates(people["arrested"])["earliest"], dates.parse_dates(people["released"])["latest"]
    months = pd.to_numeric(people["sentence_months_final"].fillna(people["sentence_months"]))
    left = months > REMAND_DAY * (end.fillna(until) - start).dt.days / MONTH + 1
    far = pd.Series(False, people.index)
    for line, text in notes[months.notna()].items():
        for day in filter(is_possible, follow(text, r"^The term ended on\b")):
            runs = (make_days(day)[0] - start[line]).days / MONTH if day.year else months[line]
            far[line] = abs(runs - months[line]) > SOONER * months[line]
    yield far, "notes", "a day on which the term can have ended, as it was long"
    yield say(notes, RAN_OUT) & left, "sentence_months", "a term that had run out at the release, as the notes say"
    yield from find_strange_days(people)
    yield from find_other_stages(people)
    yield from find_days_apart(people)
    yield from find_strange_citizens(people, states)
