"""Permission to work: what blocks a fee, what may be repaid, and a student's hours."""

from typing import Any

import pytest

from tests.rules.build import answer, fee_paid, finding, payment, person

NO_WORK = {"status": "no-permission-to-work"}
COST = {"kind": "expense", "actual_cost": True, "receipted": True}


def worked(*days: tuple[str, int | None], **more: Any) -> dict[str, Any]:
    return payment(worked=[{"on": on, "minutes": minutes} for on, minutes in days], **more)


def outcome(permission: dict[str, Any], *payments: dict[str, Any], **more: Any) -> str:
    return answer(person(payments=list(payments), immigration=permission, **more))["outcome"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "blocked"),
        ({"method": "voucher"}, "blocked"),
        ({"method": "in-kind"}, "blocked"),
        ({"kind": "allowance"}, "blocked"),
        ({"kind": "expense", "actual_cost": False}, "blocked"),
        ({"kind": "expense", "actual_cost": True, "receipted": False}, "cannot_tell"),
        ({"kind": "expense", "actual_cost": None, "receipted": True}, "cannot_tell"),
        ({**COST, "method": "gift-card"}, "cannot_tell"),
        ({"method": "in-kind", "amount": "0.00"}, "blocked"),
        ({**COST, "method": "in-kind"}, "within"),
        ({"kind": "expense", "method": "in-kind", "amount": "0.00"}, "within"),
        ({"kind": "expense"}, "cannot_tell"),
        (COST, "within"),
        ({"method": "to-charity"}, "cannot_tell"),
        ({"state": "declined"}, "within"),
        ({"amount": "0.00"}, "within"),
    ],
)
def test_without_permission_only_receipted_costs_are_repaid(more: dict[str, Any], expected: str) -> None:
    assert outcome(NO_WORK, payment(**more)) == expected


def test_a_prisoner_waits_for_the_governor() -> None:
    assert outcome({"status": "prisoner"}, payment()) == "blocked"
    assert outcome({"status": "prisoner"}, payment(**COST)) == "cannot_tell"


def test_an_old_fee_does_not_colour_a_new_question() -> None:
    assert outcome(NO_WORK, fee_paid("10.00", "2026-11-01"), payment(**COST)) == "within"


def test_nobody_asked_means_no_finding() -> None:
    assert outcome({"status": "unknown"}, payment()) == "not_checked"


def test_unrestricted_work_has_no_test() -> None:
    assert outcome({"status": "unrestricted"}, payment()) == "no_test"


@pytest.mark.parametrize(("minutes", "expected"), [(1199, "near"), (1200, "near"), (1201, "blocked")])
def test_a_students_hours_to_the_minute(minutes: int, expected: str) -> None:
    half = minutes // 2
    session = worked(("2026-11-23", half), ("2026-11-29", minutes - half))
    assert outcome({"status": "student", "weekly_hours": 20}, session) == expected


def test_a_students_other_work_counts_and_unpaid_sessions_too() -> None:
    unpaid = {**worked(("2026-11-24", 120)), "amount": "0.00", "received_on": None}
    claim = {"benefit": "pip", "other_minutes_per_week": 1081}
    found = answer(person(claim, payments=[unpaid], immigration={"status": "student", "weekly_hours": 20}))
    assert found["outcome"] == "blocked"
    assert found["findings"][1]["minutes_counted"] == 1201


def test_a_student_whose_hours_or_minutes_are_unknown_cannot_be_told() -> None:
    assert outcome({"status": "student"}, worked(("2026-11-24", 60))) == "cannot_tell"
    assert outcome({"status": "student", "weekly_hours": 20}, payment()) == "cannot_tell"
    unknown = finding(
        person(payments=[worked(("2026-11-24", None))], immigration={"status": "student", "weekly_hours": 20})
    )
    assert (unknown["outcome"], unknown["missing"]) == ("cannot_tell", ["payments[0].worked"])


def test_a_student_with_no_hours_at_all_may_do_no_work() -> None:
    assert outcome({"status": "student", "weekly_hours": 0}, worked(("2026-11-24", 1))) == "blocked"


def test_other_work_nobody_asked_about_is_listed() -> None:
    found = finding(
        person(payments=[worked(("2026-11-24", 60))], immigration={"status": "student", "weekly_hours": 20})
    )
    assert (found["outcome"], found["missing"]) == ("within", ["other_minutes_per_week"])


@pytest.mark.parametrize(
    "permission",
    [
        {**NO_WORK, "told_on": "2026-10-01"},
        {"status": "student", "weekly_hours": 20, "told_on": "2026-10-01"},
    ],
)
def test_permission_is_printed_with_the_date_it_was_told(permission: dict[str, Any]) -> None:
    found = finding(person(payments=[worked(("2026-11-24", 60))], immigration=permission))
    assert "This rests on what we were told on 1 October 2026." in found["reasons"]


def test_a_students_repaid_costs_are_no_work() -> None:
    student = {"status": "student", "weekly_hours": 20}
    assert outcome(student, payment(**COST)) == "within"
    assert outcome(student, payment(state="declined", worked=[])) == "within"


def test_a_fee_that_a_student_gave_up_was_for_work_all_the_same() -> None:
    student = {"status": "student", "weekly_hours": 20}
    assert outcome(student, payment(state="declined")) == "cannot_tell"
    long = [{"on": "2026-11-25", "minutes": 1201}]
    assert outcome(student, payment(state="declined", worked=long)) == "blocked"


@pytest.mark.parametrize(("method", "said"), [("bank", True), ("payroll", False)])
def test_a_students_fee_outside_payroll_may_be_self_employment(method: str, *, said: bool) -> None:
    fee = payment(method=method, worked=[{"on": "2026-11-25", "minutes": 60}])
    immigration = {"status": "student", "weekly_hours": 20}
    found = finding(person(payments=[fee], immigration=immigration))
    assert any("self-employment" in reason for reason in found["reasons"]) is said


def test_the_minutes_behind_a_fee_for_a_charity_are_asked_for_too() -> None:
    given = payment(
        method="to-charity", service_user_activity=True, worked=[{"on": "2026-11-24", "minutes": None}]
    )
    student = {"status": "student", "weekly_hours": 20}
    found = finding(person(payments=[worked(("2026-11-24", 60)), given], immigration=student))
    assert "payments[1].worked" in found["missing"]


@pytest.mark.parametrize("minutes", [60, 1201])
@pytest.mark.parametrize("permission", [{"status": "unknown", "weekly_hours": 20}, NO_WORK])
def test_what_is_said_names_no_status_that_nobody_told(permission: dict[str, Any], minutes: int) -> None:
    found = finding(person(payments=[worked(("2026-11-24", minutes))], immigration=permission))
    said = " ".join([*found["reasons"], *found["actions"]]).lower()
    for word in ("student", "immigration", "asylum", "visa", "without permission"):
        assert word not in said


def test_hours_over_are_said_to_be_over_those_of_the_permission() -> None:
    told = {"status": "unknown", "weekly_hours": 20}
    found = finding(person(payments=[worked(("2026-11-24", 1201))], immigration=told))
    assert found["outcome"] == "blocked"
    assert "is over the 20 hours a week of the permission we were told of" in found["reasons"][0]
    assert any("self-employment" in reason for reason in found["reasons"])
