import pytest

from analysis import load_tables
from analysis.claims.check import check_claims
from analysis.evidence.check import check_evidence
from analysis.record import cards, rules, tables
from analysis.record.problems import InvalidRecord
from analysis.record.schema import load_descriptor
from analysis.record.standing import trace_standing


def find_problems(root):
    try:
        tables.load_raw(root)
    except InvalidRecord as refused:
        return str(refused).splitlines()
    return []


def edit(root, table, line, old, new):
    path = root / "data" / f"{table}.csv"
    lines = path.read_text("utf-8").split("\n")
    assert lines[line - 1].count(old) >= 1
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("\n".join(lines), "utf-8")


def test_the_small_record_is_sound(root):
    assert find_problems(root) == []


BREAKS = [
    ("detainees", 4, ",espionage,", ",spying,", "data/detainees.csv:4: charge_type: spying: expected one of espionage"),
    ("detainees", 4, ",192,", ",-3,", "data/detainees.csv:4: sentence_months: -3: expected a whole number of months above 0"),
    ("detainees", 4, ",192,", ",12.0,", "data/detainees.csv:4: sentence_months: 12.0: expected a whole number of months above 0"),
    ("detainees", 4, ",192,", ",,", "data/detainees.csv:4: sentence_months: expected the months of the term"),
    ("detainees", 4, "2023-03-29", "29/3/2023", "data/detainees.csv:4: arrested: 29/3/2023: expected a date as YYYY"),
    ("detainees", 4, "2023-03-29", "2024-08-02", "data/detainees.csv:4: released: 2024-08-01: expected no day before arrested"),
    ("detainees", 4, "2024-07-19", "", "data/detainees.csv:4: convicted: expected the day of the conviction"),
    ("detainees", 4, "gamma-gil", "alpha-ann", "data/detainees.csv:4: detainee_id: alpha-ann: expected each detainee_id once"),
    ("detainees", 4, "2024-08-gamma", "2024-08-omega", "data/detainees.csv:4: exchange_id: 2024-08-omega: expected an exchange_id of data/exchanges.csv"),
    ("detainees", 4, "2024-08-gamma", "", "data/detainees.csv:4: exchange_id: expected the deal the person was freed in"),
    ("detainees", 4, "2024-08-01", "2024-08-09", "data/detainees.csv:4: released: 2024-08-09: expected a day of the exchange"),
    ("detainees", 4, "russia", "turkey", "data/detainees.csv:4: custodian: turkey: expected a state that stands on one of the two sides"),
    ("detainees", 6, ",life,,", ",life,240,", "data/detainees.csv:6: sentence_months: 240: expected nothing, as the sentence is no term"),
    ("detainees", 7, "still_held,", "still_held,2025-01-01", "data/detainees.csv:7: released: 2025-01-01: expected nothing, as the person is still held"),
    ("detainees", 7, "russia;united_states", "united_states;russia", "data/detainees.csv:7: citizenship: united_states;russia: expected"),
    ("detainees", 7, "dual_citizen", "none", "data/detainees.csv:7: us_status: none: expected what the citizenship says"),
    ("detainees", 7, "150,114", "150,150", "data/detainees.csv:7: sentence_months_final: 150: expected nothing, as the sentence did not change"),
    ("detainees", 4, ",united_states,citizen", ",germany,citizen", "data/detainees.csv:4: citizenship: germany: expected united_states among them"),
    ("detainees", 4, ",united_states,citizen", ",,citizen", "data/detainees.csv:4: citizenship: expected united_states among them"),
    ("detainees", 4, "2024-08-01,united_states", "2024-08-01,", "data/detainees.csv:4: received_by: expected the state the person was brought to"),
    ("detainees", 7, "Last reported held: 2024-08.", "Still there.", "data/detainees.csv:7: notes: Still there.: expected the month of the last report"),
    ("detainees", 7, "still_held", "released_one_sided", "data/detainees.csv:7: exchange_id: expected the deal the person was freed in"),
    ("detainees", 7, "still_held", "let_go", "data/detainees.csv:7: sentence_kind: term: expected none_yet"),
    ("detainees", 4, ",designated,", ",,", "data/detainees.csv:4: designation: expected designated, as there is a day"),
    ("detainees", 4, "2023-03-29", "2003-03-29", "data/detainees.csv:4: after_term: expected what held the person"),
    ("detainees", 4, ",192,,,", ",192,,exile,", "data/detainees.csv:4: after_term: exile: expected nothing, as the term had not run out"),
    ("detainees", 7, "Zoe Zeta,,", "Zoe Zeta,Zoe Z.; Zoya Zeta,", "data/detainees.csv:7: aliases: Zoe Z.; Zoya Zeta: expected texts in alphabetical order"),
    ("detainees", 7, "Zoe Zeta", " Zoe Zeta", "data/detainees.csv:7: name:  Zoe Zeta: expected a text without spaces"),
    ("exchanges", 3, "turkey,1,2", "turkey,1,1", "data/exchanges.csv:3: freed_by_russian_side: 1: expected no fewer than the people named"),
    ("exchanges", 2, "swap", "one_sided", "data/exchanges.csv:2: kind: one_sided: expected swap or multi_party"),
    ("exchanges", 3, "2024-08-02", "2024-07-31", "data/exchanges.csv:3: end_date: 2024-07-31: expected a day after the first"),
    ("exchanges", 3, "2024-08-01", "2027-08-01", "data/exchanges.csv:3: date: 2027-08-01: expected no day after data_through"),
    ("negotiators", 4, "2024-08-gamma,Kay Kappa,,turkey,third_state,mediator", "2024-08-gamma,Ida Iota,,turkey,third_state,negotiator", "data/negotiators.csv:4: exchange_id: 2024-08-gamma: expected each exchange_id + name + role once"),
    ("leaders", 3, "2021-01-20", "1988-01-20", "data/leaders.csv:3: from: 1988-01-20: expected no day before the one before left office"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "old", "new", "expected"), BREAKS)
def test_a_broken_cell_is_refused_by_file_line_and_column(root, table, line, old, new, expected):
    edit(root, table, line, old, new)
    assert any(problem.startswith(expected) for problem in find_problems(root)), find_problems(root)
    with pytest.raises(InvalidRecord, match=rf"data/{table}\.csv:{line}"):
        load_tables(root)


def test_every_problem_is_reported_not_only_the_first(root):
    edit(root, "detainees", 2, "espionage", "spying")
    edit(root, "detainees", 7, ",drugs,", ",grugs,")
    edit(root, "exchanges", 2, "swap", "trade")
    assert len(find_problems(root)) == 3


def test_a_suspended_sentence_may_follow_release_and_a_term_may_not(root):
    edit(
        root,
        "detainees",
        7,
        "2024-07-04,term,150,114,,,,,still_held,",
        "2024-07-04,suspended,,,,,,,court_released,2024-03-01",
    )
    assert find_problems(root) == []
    edit(root, "detainees", 7, "suspended,,", "term,150,")
    assert find_problems(root) == ["data/detainees.csv:7: released: 2024-03-01: expected no day before convicted"]


def test_the_note_alone_excuses_a_sentence_from_the_day_of_its_verdict(root):
    edit(root, "detainees", 7, "2024-07-04", "")
    assert len(find_problems(root)) == 1
    edit(root, "detainees", 7, "still_held,,,", f"still_held,,,{rules.VERDICT_UNKNOWN}. ")
    assert find_problems(root) == []


@pytest.mark.parametrize(("old", "new"), [("office,", "ofice,"), ("office,", ""), ("office,", "office,extra,")])
def test_a_wrong_header_is_refused(root, old, new):
    edit(root, "negotiators", 1, old, new)
    with pytest.raises(InvalidRecord, match=r"data/negotiators\.csv:1"):
        tables.load_raw(root)


def test_a_missing_file_is_refused_by_name(root):
    (root / "data" / "rulings.csv").unlink()
    with pytest.raises(InvalidRecord, match=r"data/rulings\.csv"):
        tables.load_raw(root)


def test_the_order_of_columns_and_line_endings_do_not_matter(root):
    whole = load_tables(root).negotiators
    raw = tables.load_raw(root)["negotiators"]
    raw[raw.columns[::-1]].to_csv(root / "data" / "negotiators.csv", index=False, lineterminator="\r\n")
    assert load_tables(root).negotiators.equals(whole)


def test_checking_leaves_what_it_was_given_as_it_was(root):
    raw, descriptor = tables.load_raw(root), load_descriptor(root)
    said, claims = cards.load_cards(root), cards.load_claims(root)
    before = {name: frame.copy() for name, frame in raw.items()}
    told = said.copy()
    assert rules.check_relations(raw, descriptor) == []
    trace_standing(raw, said, descriptor)
    assert check_evidence(raw, said, descriptor, root) + check_claims(claims, raw, descriptor, root) == []
    assert all(frame.equals(before[name]) for name, frame in raw.items())
    assert said.equals(told)
