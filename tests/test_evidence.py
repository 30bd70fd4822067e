import pandas as pd
import pytest
from conftest import SOUTH, write_card
from statsmodels.stats.inter_rater import cohens_kappa

from analysis import evidence
from analysis.evidence.agreement import estimate_kappa
from analysis.evidence.check import check_evidence, check_rows
from analysis.record.cards import place_card
from analysis.record.problems import InvalidRecord
from analysis.record.schema import load_descriptor
from analysis.record.standing import trace_standing
from analysis.record.tables import load_raw

CARD = place_card("2024-08-02-north-gamma")


def trace(root, row, column):
    cells = trace_standing(load_raw(root), evidence.load_cards(root), load_descriptor(root))
    (cell,) = cells[(cells["row"] == row) & (cells["column"] == column)].to_dict("records")
    return cell


def find_problems(root):
    raw, cards = load_raw(root), evidence.load_cards(root)
    found = check_rows(raw, cards, root) or check_evidence(raw, cards, load_descriptor(root), root)
    return [str(problem) for problem in found]


def test_a_record_with_a_card_for_every_cell_has_no_problem(root):
    assert find_problems(root) == []
    assert trace(root, "gamma-gil", "arrested")["standing"] == "single"


def test_a_second_independent_voice_makes_it_agreed(root):
    write_card(root, "2024-08-03-south-gamma", SOUTH, '[detainees.gamma-gil]\narrested = "2023-03-29"\n')
    assert trace(root, "gamma-gil", "arrested")["standing"] == "agreed"


def test_the_same_origin_in_two_papers_is_one_voice(root):
    write_card(
        root, "2024-08-03-south-gamma", SOUTH | {"origin": "north"}, '[detainees.gamma-gil]\narrested = "2023-03-29"\n'
    )
    assert trace(root, "gamma-gil", "arrested")["standing"] == "single"


@pytest.mark.parametrize("origin", ["The North", "North (copy)", "North; West", "NORTH, with AP"])
def test_one_voice_spelled_in_several_ways_is_one_voice(root, origin):
    write_card(
        root, "2024-08-03-south-gamma", SOUTH | {"origin": origin}, '[detainees.gamma-gil]\narrested = "2023-03-29"\n'
    )
    assert trace(root, "gamma-gil", "arrested")["standing"] == "single"


def test_a_page_that_does_not_say_whose_text_it_carries_is_no_second_voice(root):
    rewrite = SOUTH | {"kind": "aggregator"}
    write_card(root, "2024-08-03-south-gamma", rewrite, '[detainees.gamma-gil]\narrested = "2023-03-29"\n')
    assert trace(root, "gamma-gil", "arrested")["standing"] == "single"
    write_card(
        root, "2024-08-03-south-gamma", rewrite | {"origin": "West"}, '[detainees.gamma-gil]\narrested = "2023-03-29"\n'
    )
    assert trace(root, "gamma-gil", "arrested")["standing"] == "agreed"


def test_a_coarser_reading_supports_a_finer_one(root):
    write_card(root, "2024-08-03-south-gamma", SOUTH, '[detainees.gamma-gil]\narrested = "2023"\n')
    cell = trace(root, "gamma-gil", "arrested")
    assert (cell["standing"], cell["voices"]) == ("agreed", 2)


def test_a_coarser_reading_alone_does_not_support_a_finer_one(root):
    card = root / CARD
    card.write_text(card.read_text("utf-8").replace('arrested = "2023-03-29"', 'arrested = "2023-03"'), "utf-8")
    assert find_problems(root) == [
        "data/detainees.csv:4: arrested: 2023-03-29: expected a card that gives this value; "
        f"the cards give 2023-03 in {CARD}"
    ]


def test_an_american_is_no_contradiction_of_a_dual_citizen(root):
    write_card(
        root,
        "2024-08-03-south-zeta",
        SOUTH,
        '[detainees.zeta-zoe]\nus_status = "citizen"\ncitizenship = "united_states"\n',
    )
    assert trace(root, "zeta-zoe", "us_status")["standing"] == "agreed"
    assert trace(root, "zeta-zoe", "citizenship")["standing"] == "agreed"


def test_a_contradiction_needs_a_ruling_and_a_ruling_a_contradiction(root):
    write_card(root, "2024-08-03-south-gamma", SOUTH, '[detainees.gamma-gil]\narrested = "2023-03-30"\n')
    cell = trace(root, "gamma-gil", "arrested")
    assert (cell["standing"], cell["readings"]) == ("disputed", "2023-03-30")
    assert find_problems(root) == [
        "data/detainees.csv:4: arrested: 2023-03-29: expected a ruling, as cards also say 2023-03-30"
    ]
    rulings = root / "data" / "rulings.csv"
    head = rulings.read_text("utf-8")
    rulings.write_text(head + "detainees,gamma-gil,arrested,2023-03-29,acting_state,The court said so.\n", "utf-8")
    assert find_problems(root) == []
    rulings.write_text(head + "detainees,gamma-gil,arrested,2023-03-30,acting_state,The court said so.\n", "utf-8")
    assert "expected the value in the table, 2023-03-29" in find_problems(root)[0]
    (root / place_card("2024-08-03-south-gamma")).unlink()
    assert "expected a cell that cards dispute" in find_problems(root)[0]


def test_still_held_in_an_older_card_does_not_contradict_a_later_release(root):
    older = SOUTH | {"published": "2024-01-03"}
    write_card(
        root,
        "2024-01-03-south-gamma",
        older,
        '[detainees.gamma-gil]\noutcome = "still_held"\nsentence_kind = "none_yet"\n',
    )
    assert find_problems(root) == []
    write_card(root, "2024-08-03-south-gamma", SOUTH, '[detainees.gamma-gil]\noutcome = "still_held"\n')
    assert trace(root, "gamma-gil", "outcome")["standing"] == "disputed"


def test_a_value_no_card_gives_is_refused(root):
    card = root / CARD
    card.write_text(card.read_text("utf-8").replace("sentence_months = 192\n", ""), "utf-8")
    assert find_problems(root) == ["data/detainees.csv:4: sentence_months: 192: expected a card that gives this value"]


def test_a_ruled_value_no_card_gives_is_one_problem_not_two(root):
    write_card(root, "2024-08-03-south-gamma", SOUTH, '[detainees.gamma-gil]\narrested = "2023-03-30"\n')
    rulings, table = root / "data" / "rulings.csv", root / "data" / "detainees.csv"
    rulings.write_text(
        rulings.read_text("utf-8") + "detainees,gamma-gil,arrested,2023-03-29,acting_state,So.\n", "utf-8"
    )
    for path in (table, root / "data" / "second_coding.csv"):
        path.write_text(path.read_text("utf-8").replace("2023-03-29", "2023-03-28"), "utf-8")
    assert find_problems(root) == [
        "data/detainees.csv:4: arrested: 2023-03-28: expected a card that gives this value; "
        f"the cards give 2023-03-29 in {CARD}, 2023-03-30 in seeds/2024/2024-08-03-south-gamma.toml"
    ]


def test_a_negotiator_no_card_lists_in_that_role_is_refused(root):
    path = root / "data" / "negotiators.csv"
    path.write_text(path.read_text("utf-8").replace("third_state,mediator", "third_state,host"), "utf-8")
    line = (root / CARD).read_text("utf-8").split('name = "Kay Kappa"')[0].count("\n")  # that of the heading above
    assert find_problems(root) == [
        "data/negotiators.csv:4: role: host: expected a card that speaks of this row; "
        f"{CARD}:{line - 1} speaks of 2024-08-gamma/Kay Kappa/mediator"
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('[detainees.gamma-gil]\narested = "2023"\n', ":8: arested: 2023: expected a column of data/detainees.csv"),
        ('[detainees.gamma-gil]\n\narrested = "March"\n', ":9: arrested: March: expected a date as YYYY"),
        ('[detainees.gamma-gil]\ncharge_type = "spying"\n', ":8: charge_type: spying: expected one of espionage"),
        (
            "[detainees.gamma-gil]\nsentence_months = 0\n",
            ":8: sentence_months: 0: expected a whole number of months above 0",
        ),
        (
            '[detainees.gamma-gil]\nnotes = "x"\n',
            ":8: notes: x: expected a column of data/detainees.csv that needs evidence",
        ),
        ("[detainees.gamma-gil\n", ":7: [detainees.gamma-gil: expected TOML, in which this is wrong: Expected"),
        ('[prisoners.x]\nname = "X"\n', ":7: prisoners"),
        ('[[claims]]\nsays = "x"\nmeasure = "m"\n', ":7: claims: x: expected says, measure and one of"),
        (
            '[[claims]]\nsays = "x"\nmeasure = "m"\nequals = 1\nat_least = 1\n',
            ":7: claims: x: expected says, measure and one of",
        ),
    ],
)
def test_a_broken_card_is_refused_by_file_and_line(root, body, expected):
    write_card(root, "2024-08-03-south-gamma", SOUTH, body)
    with pytest.raises(InvalidRecord) as caught:
        evidence.load_cards(root)
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"seeds/2024/2024-08-03-south-gamma.toml{expected}"), problem


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("publisher", "", "a value"),
        ("kind", "rumour", "one of official"),
        ("retrieved", "today", "a date"),
        ("read", "", "a value"),
        ("read", "half", "one of whole"),
        ("archive", "web.archive.org/a", "an address"),
        ("published", "2024-08-09", "a file name"),
    ],
)
def test_a_card_with_a_broken_header_is_refused(root, key, value, expected):
    write_card(root, "2024-08-03-south-gamma", SOUTH | {key: value}, "")
    with pytest.raises(InvalidRecord, match=f"{key}.*expected {expected}"):
        evidence.load_cards(root)


def test_a_card_naming_an_unknown_row_is_refused(root):
    write_card(root, "2024-08-03-south-omega", SOUTH, '[detainees.omega-olga]\nname = "Olga Omega"\n')
    assert find_problems(root) == [
        "seeds/2024/2024-08-03-south-omega.toml:7: detainees: omega-olga: expected a row of data/detainees.csv"
    ]


def test_an_alias_is_a_name_that_a_card_gives(root):
    table = root / "data" / "detainees.csv"
    table.write_text(table.read_text("utf-8").replace("Gil Gamma,,", "Gil Gamma,Gilles Gamma,"), "utf-8")
    assert find_problems(root) == [
        "data/detainees.csv:4: aliases: Gilles Gamma: expected another name that a card gives"
    ]
    write_card(root, "2024-08-03-south-gamma", SOUTH, '[detainees.gamma-gil]\nname = "Gilles Gamma"\n')
    assert find_problems(root) == []


def test_the_note_on_the_last_report_follows_the_newest_card(root):
    write_card(root, "2024-08-03-south-zoe", SOUTH, '[detainees.zeta-zoe]\noutcome = "still_held"\n')
    assert find_problems(root) == []
    later = SOUTH | {"published": "2024-10-01"}
    write_card(root, "2024-10-01-south-zoe", later, '[detainees.zeta-zoe]\noutcome = "still_held"\n')
    (problem,) = find_problems(root)
    assert problem.startswith("data/detainees.csv:7: notes: Last reported held: 2024-08.")
    assert problem.endswith("2024-10")


def test_the_documents_of_a_cell_are_listed_oldest_first(root):
    write_card(
        root,
        "2024-07-20-west-gamma",
        SOUTH | {"publisher": "West", "published": "2024-07-20"},
        "[detainees.gamma-gil]\nsentence_months = 192\n",
    )
    documents = evidence.trace_cell("detainees", "gamma-gil", "sentence_months", root)
    assert documents["source"].tolist() == ["2024-07-20-west-gamma", "2024-08-02-north-gamma"]
    assert documents["value"].tolist() == ["192", "192"]


def test_a_row_is_traced_cell_by_cell(root):
    row = evidence.trace_row("detainees", "gamma-gil", root).set_index("column")
    assert row.loc["sentence_months", ["value", "standing", "voices", "publishers"]].tolist() == [
        "192",
        "single",
        1,
        "North",
    ]


def test_agreement_of_two_coders_is_worked_by_hand(record):
    agreement = evidence.measure_agreement(record.second_coding, record.descriptor).set_index("column")
    assert agreement.loc["arrested", ["both", "agree", "first_only", "share"]].tolist() == [2, 1, 1, 0.5]
    assert agreement.loc["arrested", "share_of_all"] == pytest.approx(1 / 3)
    charge = agreement.loc["charge_type"]
    assert (charge["both"], charge["agree"]) == (4, 3)
    expected = 0.5 * 0.25 + 0.25 * 0.25 + 0.25 * 0.25  # espionage, drugs, homicide: each coder's shares multiplied
    assert charge["kappa"] == pytest.approx((0.75 - expected) / (1 - expected))


def test_kappa_and_its_interval_are_those_of_statsmodels():
    first = pd.Series(list("aaaabbbbbccdda"))
    second = pd.Series(list("aaabbbbbaccdab"))
    other = cohens_kappa(pd.crosstab(first, second).to_numpy())
    assert estimate_kappa(first, second) == pytest.approx((other.kappa, other.kappa_low, other.kappa_upp), abs=1e-4)
    assert estimate_kappa(first, second.where(second != "d", "e"))[0] < other.kappa  # a code that one coder never used
    assert estimate_kappa(first.iloc[:4], first.iloc[:4]) == (None, None, None)
