"""Types of charge against the words of the charge: what a text speaks against, and what it would have to say.

Promise: a text of several charges fits any type that one of them can have.
"""

from collections.abc import Iterator

import pandas as pd

from analysis.record.contradictions import Finding

CHARGE_WORDS = {  # what the text of a charge says, and the types it can have
    r"\b(?:drugs?|narcotics?|cannabis|marijuana|hashish|cocaine|heroin|mephedrone|gummies|psychotropic)\b": ("drugs",),
    r"\bdiscredit\w*|\bfalse information (?:about|on) the (?:army|armed forces|military)\b|\banti.soviet\b|\bundesirable organi\w+": (
        "dissent",
        "treason",
    ),
    r"\bextremist (?:community|organi\w+)": ("dissent", "treason", "hijacking_terrorism"),
    r"\bhack(?:ing|ed|er)\b": ("cyber", "financial", "espionage", "treason", "theft_threats"),
    r"\bunregistered agent\b": ("unregistered_agent", "espionage"),
    r"^(?:high |state )?treason\b|\bbetrayal of the (?:mother|father)land\b": ("treason",),
    r"\b(?:spying|espionage|spy)\b": ("espionage", "treason", "unregistered_agent", "hijacking_terrorism"),
    r"\b(?:murder\w*|kill(?:ing|ed))\b": ("homicide", "hijacking_terrorism", "theft_threats", "assault"),
    r"\bhijack\w*": ("hijacking_terrorism", "treason"),
    r"\b(?:embezzl\w*|money.launder\w*|bank fraud)\b": ("financial", "cyber", "arms_sanctions", "theft_threats"),
    r"\bmercenar\w*": ("mercenary", "hijacking_terrorism"),
}
UNWORDED = (
    "assault",
    "weapons",
    "theft_threats",
    "border",
    "arms_sanctions",
    "other",
)  # of several charges these may be the graver
TYPE_WORDS = {  # one of which the text of a charge of this type has
    "homicide": r"murder|kill|homicide|manslaughter|death|dead|die[ds]|fatal|shoot|shot|assassin|poison|stabb",
    "drugs": r"drug|narco|psychotrop|substance|cannabis|mari[jh]uana|hash|hemp|poppy|cocaine|heroin|mephedrone|amphetamine|ecstasy"
    r"|morphine|methadone|codeine|opi(?:um|oid)|gummies|vape|pills|ketamine|mdma|fentanyl|tablets|mushroom|\b(?:lsd|cbd|thc|khat)\b",
    "cyber": r"comput|hack|online|internet|web|cyber|malware|software|network|virus|botnet|ransom|phish|data|access|card",
    "espionage": r"spy|spied|espionage|secret|classified|intelligence|reconnaissance|overflight|treason|agent|information|data"
    r"|reporting|watching|technology|military|document|photograph|film|foreign state|plans|maps?\b",
    "weapons": r"weapon|firearm|rifle|gun|pistol|arms|ammunition|explosive|cartridge|grenade|bullet|missile|mortar|shell|bomb|kni[fv]e|revolver|blade|dagger",
}
SEVERAL = r"; | and |, "  # charges in a text
LATER = r"\b(?:plead(?:ed|s)?|pleas?|pled|admitted|convicted(?! (?:felon|person))|convictions?|found guilty|sentenced|acquitted|pardoned|on appeal)\b"


def find_other_types(text: pd.Series, kinds: pd.Series) -> Iterator[tuple[pd.Series, str]]:
    """Which texts of a charge have words that their type cannot have, and the types that they can; each text once."""
    meant = {words: text.str.contains(words, case=False) for words in CHARGE_WORDS}
    fits = sum(meant[words] & kinds.isin(types) for words, types in CHARGE_WORDS.items()) > 0
    told = pd.Series(False, text.index)
    for words, types in CHARGE_WORDS.items():
        yield meant[words] & ~fits & ~told, f"{' or '.join(types)}, as the charge says"
        told |= meant[words] & ~fits


def check_charges(detainees: pd.DataFrame) -> Iterator[Finding]:
    """Types of charge that the text of the charge speaks against, and treason by a foreigner."""
    states = detainees["citizenship"].str.split(";")
    foreign = [
        isinstance(of, list) and state not in of for of, state in zip(states, detainees["custodian"], strict=True)
    ]
    treason = detainees["charge_type"].eq("treason") & pd.Series(foreign, detainees.index)
    yield treason, "charge_type", "another type: treason is by the custodian's own citizen"
    text, kinds = detainees["charge"].fillna(""), detainees["charge_type"]
    after = text.str.contains(LATER, case=False)
    yield after, "charge", "what the custodian alleged and nothing that came of it (R11): no plea, verdict or sentence"
    several, told = text.str.contains(SEVERAL) & kinds.isin(UNWORDED), pd.Series(False, detainees.index)
    for other, expected in find_other_types(text, kinds):
        yield other & ~several, "charge_type", expected
        told |= other
    for kind, words in TYPE_WORDS.items():
        other = kinds.eq(kind) & text.ne("") & ~text.str.contains(words, case=False)
        yield (
            other & ~told,
            "charge_type",
            f"another type than {kind}, of which the charge says nothing, or a word of it there",
        )
