"""Keeping-in-touch days: what the person told us, beside what our own records hold."""

from typing import Any

import pytest

from tests.rules.build import fee_paid, finding, payment, person

NOVEMBER = {"benefit": "maternity-allowance", "from": "2026-09-07"}


def worked(day: str) -> list[dict[str, Any]]:
    return [{"on": day, "minutes": 60}]


def asked(told: dict[str, Any], *paid_for: str) -> dict[str, Any]:
    """One more day of work on 25 November, after paid work on these days."""
    paid = [fee_paid("20.00", day, worked=worked(day)) for day in paid_for]
    return finding(person({**NOVEMBER, **told}, payments=[*paid, payment(worked=worked("2026-11-25"))]))


def test_paid_work_after_the_person_told_us_is_added_to_what_they_told() -> None:
    told = {"kit_days_used": 9, "told_on": "2026-11-01"}
    assert asked(told, "2026-11-15")["outcome"] == "reduces"


def test_paid_work_before_the_person_told_us_stands_in_what_they_told() -> None:
    told = {"kit_days_used": 9, "told_on": "2026-11-01"}
    found = asked(told, "2026-10-15")
    assert found["outcome"] == "near"
    assert found["reasons"][0].startswith("10 of the 10")


@pytest.mark.parametrize(("told_on", "fact"), [(None, "told_on"), ("2026-11-15", "kit_days_used")])
def test_paid_work_that_may_be_among_what_was_told_leaves_it_open(told_on: str | None, fact: str) -> None:
    found = asked({"kit_days_used": 9, "told_on": told_on}, "2026-11-15")
    assert (found["outcome"], found["missing"]) == ("cannot_tell", [fact])
    assert "10 to 11 of the 10" in found["reasons"][0]


def test_more_days_in_our_records_than_the_person_told_of_count() -> None:
    days = [f"2026-10-{day:02}" for day in range(1, 11)]
    assert asked({"kit_days_used": 2, "told_on": "2026-11-01"}, *days)["outcome"] == "reduces"


def test_work_already_paid_for_is_not_said_to_be_within_where_nobody_told_of_other_days() -> None:
    paid = fee_paid("20.00", "2026-11-15", worked=worked("2026-11-15"))
    found = finding(person(NOVEMBER, payments=[paid]))
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["kit_days_used"])


def test_eleven_days_of_our_own_records_are_too_many_whatever_else_was_worked() -> None:
    days = [f"2026-10-{day:02}" for day in range(1, 11)]
    assert asked({}, *days)["outcome"] == "reduces"


def test_a_finding_says_when_we_were_told() -> None:
    found = asked({"kit_days_used": 3, "told_on": "2026-11-01"})
    assert found["reasons"][1] == "This rests on what we were told on 1 November 2026."


def test_work_that_is_not_paid_yet_counts_beside_work_that_may_have_been_told() -> None:
    told = {**NOVEMBER, "kit_days_used": 9, "told_on": "2026-11-20"}
    paid = fee_paid("20.00", "2026-11-20", worked=worked("2026-11-20"))
    found = finding(person(told, payments=[paid, payment(worked=worked("2026-11-10"))]))
    assert found["outcome"] == "cannot_tell"
    assert "10 to 11 of the 10" in found["reasons"][0]


def test_where_the_beginning_is_not_known_the_busiest_stretch_round_the_work_counts() -> None:
    claim = {"benefit": "maternity-allowance", "kit_days_used": 8, "told_on": "2026-02-01"}
    days = ("2026-03-01", "2027-02-01", "2027-03-01")
    planned = [payment(state="planned", worked=worked(day)) for day in days]
    found = finding(person(claim, payments=[*planned, payment(worked=worked("2026-11-25"))]))
    assert found["outcome"] == "reduces"


def test_work_that_was_all_told_of_adds_nothing_wherever_the_claim_began() -> None:
    claim = {"benefit": "maternity-allowance", "kit_days_used": 3, "told_on": "2026-11-20"}
    paid = fee_paid("20.00", "2026-11-10", worked=worked("2026-11-10"))
    found = finding(person(claim, payments=[paid]))
    assert found["outcome"] == "within"
    assert found["reasons"][0].startswith("3 of the 10")


@pytest.mark.parametrize("used", [None, 3, 9, 10])
def test_a_finding_names_the_number_of_days_that_it_rests_on(used: int | None) -> None:
    (figure,) = asked({"kit_days_used": used, "told_on": "2026-11-01"})["parameters"]
    assert (figure["id"], figure["value"]) == ("maternity-allowance.days", "10")
    assert figure["source"].startswith("https://www.gov.uk/")
