"""What the person asked us to keep to, in the periods that they meant."""

from typing import Any

import pytest

from tests.rules.build import UC, answer, fee_paid, finding, payment, person


def limit(**more: Any) -> dict[str, Any]:
    return {"per": "month", "amount": "100.00", **more}


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("89.99", "within"), ("90.00", "near"), ("100.00", "near"), ("100.01", "above")],
)
def test_a_penny_either_side_of_the_persons_own_limit(amount: str, expected: str) -> None:
    assert finding(person(payments=[payment(amount)], own_limits=[limit()]))["outcome"] == expected


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ({"per": "week"}, "2026-11-23", "2026-11-29"),
        ({"per": "week", "starts_on": "2026-11-19"}, "2026-11-19", "2026-11-25"),
        ({"per": "month"}, "2026-11-01", "2026-11-30"),
        ({"per": "month", "starts_on": "2026-11-17"}, "2026-11-17", "2026-12-16"),
        ({"per": "assessment-period", "starts_on": "2026-10-28"}, "2026-10-28", "2026-11-27"),
        ({"per": "tax-year"}, "2026-04-06", "2027-04-05"),
    ],
)
def test_the_period_is_the_one_the_person_meant(asked: dict[str, Any], start: str, end: str) -> None:
    found = finding(person(payments=[payment()], own_limits=[limit(**asked)]))
    assert found["period"] == {"from": start, "to": end}


def test_an_assessment_period_without_a_day_is_the_one_declared() -> None:
    document = person(UC, payments=[payment()], own_limits=[limit(per="assessment-period")])
    assert answer(document)["findings"][1]["period"] == {"from": "2026-10-28", "to": "2026-11-27"}


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "expense", "actual_cost": True},
        {"method": "in-kind"},
        {"method": "to-charity"},
        {"state": "declined"},
    ],
)
def test_what_the_person_does_not_earn_uses_nothing_up(more: dict[str, Any]) -> None:
    found = finding(person(payments=[payment("500.00", **more)], own_limits=[limit()]))
    assert (found["outcome"], found["counted"]) == ("within", "0.00")


def test_minutes_to_the_minute_and_the_wording_the_person_knows() -> None:
    session = payment("0.00", None, worked=[{"on": "2026-11-24", "minutes": 301}])
    asked = {"per": "week", "minutes": 300}
    found = finding(person(payments=[session], own_limits=[asked]))
    assert (found["outcome"], found["minutes_counted"], found["minutes_limit"]) == ("above", 301, 300)
    assert "more than you asked us to keep to" in found["reasons"][0]


def test_no_minutes_at_all_is_a_limit_too() -> None:
    session = payment("0.00", None, worked=[{"on": "2026-11-24", "minutes": 1}])
    assert (
        finding(person(payments=[session], own_limits=[{"per": "week", "minutes": 0}]))["outcome"] == "above"
    )


def test_money_whose_date_is_unknown_cannot_be_told() -> None:
    found = finding(person(payments=[payment(received_on=None)], own_limits=[limit()]))
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["payments[0].received_on"])


def test_a_gift_whose_date_is_unknown_is_no_question() -> None:
    document = person(payments=[payment(received_on=None, method="in-kind")], own_limits=[limit()])
    assert answer(document)["findings"] == []


def test_money_already_paid_counts() -> None:
    document = person(payments=[fee_paid("60.00", "2026-11-02"), payment("60.00")], own_limits=[limit()])
    assert answer(document)["outcome"] == "above"


def test_an_own_limit_is_printed_with_the_date_it_was_told() -> None:
    found = finding(person(payments=[payment()], own_limits=[limit(told_on="2026-10-01")]))
    assert "This rests on what we were told on 1 October 2026." in found["reasons"]


def test_money_and_minutes_are_both_held_against_what_was_asked() -> None:
    session = payment("50.00", worked=[{"on": "2026-11-24", "minutes": 601}])
    found = finding(person(payments=[session], own_limits=[limit(minutes=600)]))
    assert (found["outcome"], found["counted"], found["minutes_counted"]) == ("above", "50.00", 601)


def test_without_any_day_an_assessment_period_is_the_calendar_month() -> None:
    found = finding(person(payments=[payment()], own_limits=[limit(per="assessment-period")]))
    assert found["period"] == {"from": "2026-11-01", "to": "2026-11-30"}
