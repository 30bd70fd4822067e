"""The tables, columns, codes and groups that the code names, and the descriptor therefore has to have.

tests/test_descriptor.py looks for them in the code.
"""

PRIMARY = {
    "exchanges": ["exchange_id"],
    "detainees": ["detainee_id"],
    "negotiators": ["exchange_id", "name", "role"],
    "leaders": ["office", "name", "from"],
    "rulings": ["table", "row_id", "column"],
    "second_coding": ["table", "row_id", "column"],
}
LINKED = ("detainees", "negotiators")  # whose exchange_id is one of exchanges
COLUMNS = {  # by what they hold: those that the code names
    "exchanges": {
        "text": "exchange_id name place place_city notes",
        "dates": "date end_date",
        "codes": "kind place_country",
        "people": "freed_by_us_side freed_by_russian_side companions",
    },
    "detainees": {
        "text": "detainee_id name exchange_id occupation arrest_place charge notes",
        "lists of text": "aliases",
        "lists of codes": "citizenship",
        "dates": "arrested extradited convicted pardoned designated released",
        "codes": "us_status custodian charge_type sentence_kind after_term designation outcome received_by",
        "months": "sentence_months sentence_months_final",
    },
    "negotiators": {"text": "exchange_id name office notes", "codes": "country channel role credit"},
    "leaders": {"text": "office name source", "dates": "from to"},
    "rulings": {"text": "row_id column ruling reason", "codes": "table rule"},
    "second_coding": {"text": "table row_id column first second settled notes", "codes": "reason"},
}
LABELS = {  # columns of which cards say nothing; of the last two tables they say nothing at all
    "exchanges": "exchange_id name notes",
    "detainees": "detainee_id aliases notes",
    "negotiators": "notes",
    "leaders": "source",
}
AGREED = "place_city exchange_id"  # texts that a card has to give as they are
CODES = {  # those that the code names
    "states": "russia soviet_union united_states",
    "exchanges.kind": "swap multi_party one_sided mediated",
    "detainees.us_status": "citizen dual_citizen permanent_resident none",
    "detainees.charge_type": "espionage treason unregistered_agent mercenary hijacking_terrorism dissent homicide assault drugs "
    "arms_sanctions weapons cyber financial theft_threats family_custody border other no_charge undisclosed",
    "detainees.sentence_kind": "term life death suspended time_served none_yet not_public",
    "detainees.after_term": "exile later_term unknown",
    "detainees.designation": "designated",
    "detainees.outcome": "let_go exchanged exchanged_elsewhere released_one_sided deported pardoned sentence_served court_released "
    "charges_dropped died_in_custody still_held unknown",
    "negotiators.channel": "head_of_state intelligence diplomacy special_envoy justice legislator lawyer private third_state",
    "negotiators.role": "decision_maker negotiator mediator",
    "negotiators.credit": "confirmed claimed denied",
    "rulings.table": "exchanges detainees negotiators leaders",
    "rulings.rule": "definition more_voices",
    "second_coding.reason": "coarser_date one_coder_only",
}
OFFICES = ["President of the United States", "Leader of the Soviet Union", "President of Russia"]
ENUMS = {"leaders.office": OFFICES, "second_coding.table": ["exchanges", "detainees", "negotiators"]}
SIDES = {"russia": "russian_side", "soviet_union": "russian_side", "united_states": "us_side"}
GROUPS = {"states": ["russian_side", "us_side"], "detainees.charge_type": ["security", "politics", "crime", "none"]}
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"  # how the standard says what dates.is_day tests
MARKS = {  # the keys of a field that say what its cells hold
    "text": {},
    "dates": {"partialDate": True},
    "codes": {"categories": None},  # or a codeList
    "people": {"type": "integer", "unit": "people"},
    "months": {"type": "integer", "unit": "months"},
    "lists of text": {"list": ";"},
    "lists of codes": {"list": ";", "categories": None},
}
