"""What the person asked us to keep to, in the periods that they meant."""

from pathlib import Path
from typing import Any

import pytest

from tests.rules.build import UC, answer, fee_paid, finding, payment, person
from tracker import rules


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
        ({"per": "week", "starts_on": "2026-11-23"}, "2026-11-23", "2026-11-29"),
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


WEEK = {"per": "week", "starts_on": "2026-11-23"}


@pytest.mark.parametrize(
    ("limit", "worked"),
    [
        ({**WEEK, "minutes": 60}, None),
        ({**WEEK, "minutes": 60, "amount": "500.00"}, None),
        ({**WEEK, "minutes": 60}, [{"on": "2026-11-25"}]),
    ],
)
def test_work_that_nobody_told_us_of_is_not_taken_for_none(limit: dict[str, Any], worked: Any) -> None:
    found = answer(person(payments=[payment(worked=worked)], own_limits=[limit]))
    assert found["outcome"] == "cannot_tell"
    assert "payments[0].worked" in [name for one in found["findings"] for name in one["missing"]]


def test_minutes_that_are_too_many_already_are_so_whatever_more_there_is() -> None:
    worked = [{"on": "2026-11-25", "minutes": 90}, {"on": "2026-11-26"}]
    found = answer(person(payments=[payment(worked=worked)], own_limits=[{**WEEK, "minutes": 60}]))
    assert found["outcome"] == "above"


@pytest.mark.parametrize(("actual", "outcome"), [(None, "cannot_tell"), (False, "above"), (True, "within")])
def test_an_expense_counts_unless_it_was_the_actual_cost(actual: bool | None, outcome: str) -> None:
    expense = payment("75.00", kind="expense", actual_cost=actual)
    limit = {"per": "month", "amount": "50.00"}
    assert answer(person(payments=[expense], own_limits=[limit]))["outcome"] == outcome


@pytest.mark.parametrize("per", ["assessment-period", "week"])
def test_a_period_that_begins_on_a_day_nobody_told_is_tried_from_each(per: str) -> None:
    payments = [payment("75.00", "2026-11-30"), payment("75.00", "2026-11-29")]
    limit = {"per": per, "amount": "100.00"}
    found = answer(person(payments=payments, own_limits=[limit]))
    assert found["outcome"] == "cannot_tell"
    assert found["findings"][0]["missing"] == ["starts_on"]
    told = {**limit, "starts_on": "2026-11-26"}
    assert answer(person(payments=payments, own_limits=[told]))["outcome"] == "above"
    assert (
        answer(person(payments=payments, own_limits=[{**limit, "amount": "200.00"}]))["outcome"] == "within"
    )


def test_an_organisations_week_is_a_calendar_week(tmp_path: Path) -> None:
    text = "[[caps]]\nper = 'week'\namount = 100.00\n"
    (tmp_path / "organisation.toml").write_text(text, encoding="utf-8")
    book = rules.load(tmp_path)
    payments = [payment("75.00", "2026-11-30"), payment("75.00", "2026-11-29")]
    assert answer(person(payments=payments), book)["findings"][0]["outcome"] == "within"


def test_every_fact_that_leaves_a_period_open_is_asked_for() -> None:
    costs = [
        payment("60.00", kind="expense", worked=[{"on": "2026-11-24", "minutes": None}]) for _ in range(2)
    ]
    found = finding(person(payments=costs, own_limits=[limit(minutes=300)]))
    assert (found["outcome"], found["missing"]) == (
        "cannot_tell",
        [
            "payments[0].actual_cost",
            "payments[1].actual_cost",
            "payments[0].worked",
            "payments[1].worked",
        ],
    )


@pytest.mark.parametrize(("second", "outcome"), [("45.00", "near"), ("60.00", "cannot_tell")])
def test_the_day_on_which_its_weeks_begin_is_asked_for_only_where_it_decides(
    second: str, outcome: str
) -> None:
    paid = [payment("50.00", "2026-11-25"), payment(second, "2026-11-30")]
    found = answer(person(payments=paid, own_limits=[limit(per="week")]))["findings"]
    assert outcome in [one["outcome"] for one in found]
    asked = [one for one in found if "starts_on" in one["missing"]]
    assert bool(asked) is (outcome == "cannot_tell")
    assert all("begin" in one["reasons"][-1] for one in asked)


@pytest.mark.parametrize("starts_on", [None, "2026-10-05", "2026-10-07"])
def test_of_weeks_that_begin_on_an_unknown_day_what_is_in_question_decides(starts_on: str | None) -> None:
    paid = [payment("20.00", "2026-10-08"), fee_paid("150.00", "2026-10-06")]
    found = answer(person(payments=paid, own_limits=[limit(per="week", starts_on=starts_on)]))
    expected = {None: "cannot_tell", "2026-10-05": "above", "2026-10-07": "within"}
    assert found["outcome"] == expected[starts_on]


def test_a_week_that_is_above_whatever_its_first_day_does_not_make_another_so() -> None:
    paid = [payment("60.00", "2026-10-08"), fee_paid("60.00", "2026-10-06"), fee_paid("150.00", "2026-08-06")]
    found = answer(person(payments=paid, own_limits=[limit(per="week")]))
    assert found["outcome"] == "cannot_tell"
