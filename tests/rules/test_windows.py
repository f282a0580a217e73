"""Which dates a check needs, so that nobody loads a person's whole history."""

from datetime import date

from tests.rules.build import BOOK, CA, LACKING, PIP, SMALLER_BOOK, UC, fee_paid, payment, person
from tracker import rules
from tracker.periods import Period


def windows(document: dict) -> list[tuple[str, str, str, str]]:
    found = rules.windows(rules.facts_from_json(document), BOOK)
    return [(item.benefit, item.by, str(item.period.start), str(item.period.end)) for item in found]


def test_each_benefit_asks_for_its_own_period_around_what_is_proposed() -> None:
    document = person(UC, CA, PIP, payments=[payment(), fee_paid("5.00", "2026-01-01")])
    assert windows(document) == [
        ("universal-credit", "received_on", "2026-10-28", "2026-11-27"),
        ("carers-allowance", "due_on", "2026-11-23", "2026-11-29"),
    ]


def test_an_unknown_week_asks_for_six_days_either_side() -> None:
    document = person({**CA, "week_ends_on": None}, payments=[payment()])
    assert windows(document) == [("carers-allowance", "due_on", "2026-11-19", "2026-12-01")]


def test_a_payment_for_a_period_asks_for_all_the_weeks_it_reaches() -> None:
    monthly = payment(covers={"from": "2026-10-26", "to": "2026-11-22"})
    assert windows(person(CA, payments=[monthly])) == [
        ("carers-allowance", "due_on", "2026-11-23", "2026-12-20")
    ]


def test_hours_are_asked_for_by_the_day_worked() -> None:
    session = payment(worked=[{"on": "2026-11-24", "minutes": 60}, {"on": "2026-12-01", "minutes": 60}])
    student = {"status": "student", "weekly_hours": 20}
    assert windows(person(payments=[session], immigration=student)) == [
        ("permission-to-work", "worked", "2026-11-23", "2026-11-29"),
        ("permission-to-work", "worked", "2026-11-30", "2026-12-06"),
    ]
    assert windows(person(payments=[session], immigration={"status": "no-permission-to-work"})) == []


def test_an_own_limit_asks_by_receipt_and_by_work() -> None:
    session = payment(worked=[{"on": "2026-12-01", "minutes": 60}])
    both = [{"per": "month", "amount": "100.00", "minutes": 600}]
    assert windows(person(payments=[session], own_limits=both)) == [
        ("own-limit", "received_on", "2026-11-01", "2026-12-31"),
        ("own-limit", "worked", "2026-11-01", "2026-12-31"),
    ]


def test_an_own_limit_of_money_asks_for_money_alone() -> None:
    session = payment(worked=[{"on": "2026-12-01", "minutes": 60}])
    assert windows(person(payments=[session], own_limits=[{"per": "month", "amount": "60.00"}])) == [
        ("own-limit", "received_on", "2026-11-01", "2026-11-30")
    ]


def test_an_own_limit_of_minutes_asks_for_work_alone() -> None:
    session = payment(worked=[{"on": "2026-12-01", "minutes": 60}])
    assert windows(person(payments=[session], own_limits=[{"per": "month", "minutes": 600}])) == [
        ("own-limit", "worked", "2026-12-01", "2026-12-31")
    ]


def test_without_a_proposal_the_windows_surround_every_payment() -> None:
    document = person(UC, payments=[fee_paid("5.00", "2026-11-25"), fee_paid("5.00", "2026-01-01")])
    assert [window[2] for window in windows(document)] == ["2025-12-28", "2026-10-28"]


def test_a_benefit_without_rules_asks_for_nothing() -> None:
    facts = rules.facts_from_json(person({"benefit": LACKING}, payments=[payment()]))
    assert rules.windows(facts, SMALLER_BOOK) == []


def test_a_payment_for_a_year_can_reach_a_window_from_a_year_before() -> None:
    window = rules.Window("carers-allowance", "due_on", Period(date(2026, 11, 23), date(2026, 11, 29)))
    assert window.covers_from == date(2025, 11, 22)


def working(*days: str) -> dict:
    return payment(worked=[{"on": day, "minutes": 60} for day in days])


def test_days_of_maternity_allowance_add_up_over_the_whole_claim() -> None:
    claim = {"benefit": "maternity-allowance", "from": "2026-09-07"}
    # 39 weeks from the first day, the last one included.
    assert windows(person(claim, payments=[working("2026-11-24")])) == [
        ("maternity-allowance", "worked", "2026-09-07", "2027-06-06")
    ]
    ended = {**claim, "until": "2026-12-31"}
    assert windows(person(ended, payments=[working("2026-11-24")])) == [
        ("maternity-allowance", "worked", "2026-09-07", "2026-12-31")
    ]


def test_where_the_claims_first_day_is_unknown_its_days_are_asked_for_either_way() -> None:
    claim = {"benefit": "maternity-allowance"}
    (found,) = windows(person(claim, payments=[working("2026-11-24", "2026-12-01")]))
    assert found == ("maternity-allowance", "worked", "2026-02-25", "2027-08-30")


def test_no_work_in_the_claim_asks_for_no_days() -> None:
    claim = {"benefit": "maternity-allowance", "from": "2026-09-07"}
    assert windows(person(claim, payments=[working("2026-09-06")])) == []
    assert windows(person(claim, payments=[payment()])) == []
