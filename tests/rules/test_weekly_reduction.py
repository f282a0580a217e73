"""Benefits that go down by the week: the most that can be lost, and what is not known of age and time."""

from typing import Any

import pytest

from tests.rules.build import CA, answer, fee_paid, finding, payment, person

JSA = {
    "benefit": "new-style-jsa",
    "week_ends_on": "sunday",
    "disregard": "single",
    "pension_per_week": "0.00",
    "other_earnings": "0.00",
    "other_earnings_per": "week",
    "other_minutes_per_week": 0,
}


def asked(fee: str, minutes: int = 60, **told: Any) -> dict[str, Any]:
    work = [{"on": "2026-11-25", "minutes": minutes}]
    return finding(person(JSA | told, payments=[payment(fee, worked=work)]))


def test_the_most_that_is_lost_may_come_with_the_larger_disregard_where_there_is_a_cap() -> None:
    found = asked("50.00", disregard=None, age_25_or_over=False, other_earnings="80.65")
    assert (found["outcome"], found["reduction"]) == ("reduces", "15.00")


@pytest.mark.parametrize(("fee", "other", "most"), [("50.00", "80.65", "19.90"), ("200.00", "0.00", "95.55")])
def test_an_age_that_is_not_known_is_named_where_the_loss_turns_on_it(
    fee: str, other: str, most: str
) -> None:
    found = asked(fee, other_earnings=other)
    assert (found["reduction"], found["missing"]) == (most, ["age_25_or_over"])
    assert "this is the most that it can be" in " ".join(found["reasons"])


def test_an_age_that_is_not_known_is_not_named_where_it_makes_no_difference() -> None:
    assert asked("50.00")["missing"] == []


def test_unpaid_time_near_the_hours_is_near_beside_a_job() -> None:
    assert asked("0.00", minutes=959, other_earnings="10.00")["outcome"] == "near"


@pytest.mark.parametrize(
    ("other", "fee", "outcome", "counted"),
    [("100.03", "784.02", "above", "204.01"), ("884.03", "0.00", "near", "204.00")],
)
def test_other_earnings_of_a_month_keep_their_fraction_of_a_penny(
    other: str, fee: str, outcome: str, counted: str
) -> None:
    claim = {**CA, "other_earnings": other, "other_earnings_per": "month"}
    covers = {"from": "2026-11-01", "to": "2026-11-30"}
    document = person(claim, payments=[payment(fee, "2026-11-02", covers=covers)])
    found = answer(document)["findings"][1]
    assert (found["outcome"], found["counted"]) == (outcome, counted)


@pytest.mark.parametrize(
    ("amount", "outcome"), [("5.00", "near"), ("8.00", "cannot_tell"), ("15.00", "reduces")]
)
def test_a_pension_that_nobody_told_of_is_asked_for_where_it_decides(amount: str, outcome: str) -> None:
    found = asked(amount, pension_per_week=None)
    assert (found["outcome"], "pension_per_week" in found["missing"]) == (outcome, outcome == "cannot_tell")


def test_where_the_week_is_not_known_the_one_that_costs_most_in_all_is_shown() -> None:
    fees = [
        payment("50.00", day, worked=[{"on": day, "minutes": 60}]) for day in ("2026-11-23", "2026-11-27")
    ]
    found = answer(person({**JSA, "week_ends_on": None, "age_25_or_over": True}, payments=fees))["findings"]
    assert [(one["outcome"], one["reduction"]) for one in found if one["reduction"]] == [("reduces", "95.00")]


@pytest.mark.parametrize(
    ("born", "most"), [("2001-11-22", "95.55"), ("2001-11-29", "95.55"), ("2001-11-30", "75.65")]
)
def test_on_a_birthday_within_the_week_the_most_that_can_be_lost_is_said(born: str, most: str) -> None:
    work = [{"on": "2026-11-25", "minutes": 60}]
    found = finding(person(JSA, payments=[payment("300.00", worked=work)], date_of_birth=born))
    assert (found["outcome"], found["reduction"]) == ("reduces", most)


def test_where_it_goes_down_in_any_week_a_further_week_is_shown_as_it_comes_out_worst() -> None:
    jsa = {
        "benefit": "new-style-jsa",
        "disregard": "single",
        "other_earnings": "0.00",
        "pension_per_week": "0.00",
    }
    jsa |= {"other_minutes_per_week": 0, "age_25_or_over": True, "week_ends_on": None}
    none: list[Any] = []
    document = person(
        jsa,
        payments=[
            payment("203.50", "2026-06-10", worked=none),
            payment("0.00", "2026-07-02", worked=none),
            fee_paid("203.50", "2026-07-01", worked=none),
        ],
    )
    found = answer(document)
    assert found["outcome"] == "reduces"
    assert all("All seven were tried" in " ".join(one["reasons"]) for one in found["findings"])


@pytest.mark.parametrize(
    ("told", "born", "most"), [(True, "2004-10-05", "75.65"), (False, "1990-10-05", "95.55")]
)
def test_a_day_of_birth_goes_before_what_was_once_told_of_the_age(told: bool, born: str, most: str) -> None:
    claim = JSA | {"age_25_or_over": told}
    found = finding(person(claim, payments=[payment("200.00", worked=[])], date_of_birth=born))
    assert (found["outcome"], found["reduction"]) == ("reduces", most)
