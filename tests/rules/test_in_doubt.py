"""What is recorded without its day decides where it could share a period with what is in question."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import BOOK, CA, ESA, UC, answer, payment, person
from tracker import rules

STUDENT = {"status": "student", "weekly_hours": 20}


def planned(amount: str, received_on: str | None, **more: Any) -> dict[str, Any]:
    return payment(amount, received_on, state="planned", **more)


def asked(**more: Any) -> dict[str, Any]:
    return payment("20.00", "2026-11-25", worked=[{"on": "2026-11-25", "minutes": 60}], **more)


@pytest.mark.parametrize(("amount", "outcome"), [("204.01", "cannot_tell"), ("5.00", "within")])
def test_money_without_a_day_decides_where_on_some_day_it_would(amount: str, outcome: str) -> None:
    found = answer(person(CA, payments=[asked(), planned(amount, None, worked=[])]))
    assert found["outcome"] == outcome
    assert [one["missing"] for one in found["findings"] if one["period"] is None] == [
        ["payments[1].received_on"]
    ]


def test_money_without_a_day_may_reach_another_benefit_and_an_own_limit_too() -> None:
    small = planned("500.00", None, worked=[])
    assert answer(person(UC, payments=[asked(), small]))["outcome"] == "cannot_tell"
    limit = {"amount": "100.00", "per": "month", "starts_on": "2026-11-01"}
    assert answer(person(payments=[asked(), small], own_limits=[limit]))["outcome"] == "cannot_tell"


@pytest.mark.parametrize(
    ("covers", "outcome"),
    [
        (None, "cannot_tell"),
        ({"from": "2026-11-01", "to": "2026-11-30"}, "cannot_tell"),
        ({"from": "2026-03-01", "to": "2026-03-31"}, "within"),
    ],
)
def test_work_without_its_days_decides_where_it_may_be_of_the_same_week(
    covers: dict[str, str] | None, outcome: str
) -> None:
    other = planned("100.00", "2026-11-27", worked=None, covers=covers)
    assert answer(person(payments=[asked(), other], immigration=STUDENT))["outcome"] == outcome
    assert answer(person(ESA, payments=[asked(), other]))["outcome"] != "above"


def test_what_was_answered_as_severely_already_stays_as_it_is() -> None:
    over = payment("300.00", "2026-11-25", worked=[])
    found = answer(person(CA, payments=[over, planned("5.00", None, worked=[])]))
    assert found["outcome"] == "above"


def test_earnings_told_beside_a_benefit_that_ended_long_ago_are_not_those_of_today() -> None:
    esa = {name: value for name, value in ESA.items() if not name.startswith("other_earnings")}
    for told in ("190.00", "0.00"):
        ended = {**CA, "until": "2020-01-01", "other_earnings": told}
        found = answer(person(esa, ended, payments=[asked()]))["findings"][0]
        assert (found["outcome"], found["counted"]) == ("within", "20.00")
        assert "other_earnings" in found["missing"]


def test_earnings_told_beside_a_benefit_that_ends_later_are_those_of_today() -> None:
    esa = {name: value for name, value in ESA.items() if not name.startswith("other_earnings")}
    other = {**CA, "until": "2026-12-31", "other_earnings": "190.00"}
    assert answer(person(esa, other, payments=[asked()]))["findings"][0]["counted"] == "210.00"


@pytest.mark.parametrize(
    ("actual_cost", "outcome"), [(True, "within"), (False, "cannot_tell"), (None, "cannot_tell")]
)
def test_a_round_sum_that_was_given_up_is_a_fee_that_was(actual_cost: bool | None, outcome: str) -> None:
    given_up = payment("300.00", kind="expense", actual_cost=actual_cost, state="declined")
    given_up["service_user_activity"] = False
    assert answer(person(CA, payments=[asked(), given_up]))["outcome"] == outcome


def test_without_permission_a_cost_repaid_in_no_way_that_is_known_may_be_in_vouchers() -> None:
    cost = payment("20.00", kind="expense", actual_cost=True, receipted=True)
    told = {"status": "no-permission-to-work"}
    assert answer(person(payments=[cost], immigration=told))["outcome"] == "within"
    [found] = answer(person(payments=[{**cost, "method": None}], immigration=told))["findings"]
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["payments[0].method"])


@pytest.mark.parametrize("claim", [CA, ESA])
def test_what_has_no_day_brings_no_other_week_into_question(claim: dict[str, Any]) -> None:
    earlier = planned("50.00", "2026-10-07", worked=None)
    document = person(claim, payments=[asked(), planned("300.00", None, worked=[]), earlier])
    found = rules.assess(rules.facts_from_json(document), BOOK)
    assert {one.period and str(one.period.end): one.proposed for one in found.findings} == {
        "2026-10-11": False,
        "2026-11-29": True,
        None: True,
    }


def test_both_the_day_worked_and_the_day_paid_are_tried() -> None:
    later = payment("20.00", "2026-12-09", worked=[{"on": "2026-11-25", "minutes": 60}])
    assert answer(person(CA, payments=[later, planned("204.01", None)]))["outcome"] == "cannot_tell"


def test_the_day_on_which_it_falls_due_is_a_day() -> None:
    due = planned("500.00", None, due_on="2026-06-03", worked=[])
    assert answer(person(UC, payments=[asked(), due]))["outcome"] == "within"
    hours = [{"on": "2026-10-07", "minutes": 1200}]
    due = planned("100.00", None, due_on="2026-10-07", worked=hours)
    assert answer(person(payments=[asked(), due], immigration=STUDENT))["outcome"] == "within"


def test_a_cost_that_is_paid_back_is_no_work_of_a_day_that_nobody_told() -> None:
    cost = planned("20.00", "2026-11-27", kind="expense", actual_cost=True, worked=None)
    assert answer(person(payments=[asked(), cost], immigration=STUDENT))["outcome"] == "within"


def test_to_come_near_a_limit_on_some_day_decides_nothing() -> None:
    assert answer(person(CA, payments=[asked(), planned("170.00", None, worked=[])]))["outcome"] == "within"


@pytest.mark.parametrize(
    "beside",
    [
        {"received_on": "2026-11-27", "kind": "expense", "actual_cost": True, "worked": None},
        {"due_on": "2026-10-07", "worked": [{"on": "2026-10-07", "minutes": 60}]},
    ],
)
def test_what_has_its_day_is_tried_on_no_other_beside_what_has_none(beside: dict[str, Any]) -> None:
    other = planned("20.00", None) | {"service_user_activity": True} | beside
    document = person(ESA, payments=[asked(), planned("5.00", None, worked=[]), other])
    assert answer(document)["outcome"] == "within"
