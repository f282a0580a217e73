"""Carer's Allowance and Carer Support Payment: the week, the cliff, deductions and payments for a period."""

from typing import Any

import pytest

from tests.rules.build import CA, UC, answer, fee_paid, finding, outcomes, payment, person

UNKNOWN_WEEK = {**CA, "week_ends_on": None}


def test_the_week_is_the_persons_own_and_the_due_date_comes_first() -> None:
    claim = {**CA, "week_ends_on": "wednesday"}
    due = payment("75.00", "2026-12-10", due_on="2026-11-26")
    assert finding(person(claim, payments=[due]))["period"] == {"from": "2026-11-26", "to": "2026-12-02"}


def test_sums_of_one_week_are_added_and_a_penny_over_loses_it() -> None:
    found = finding(person(CA, payments=[fee_paid("104.00", "2026-11-23"), payment("100.01", "2026-11-29")]))
    assert (found["counted"], found["outcome"], found["weeks_affected"]) == ("204.01", "above", 1)


def test_other_earnings_take_up_the_limit() -> None:
    found = finding(person({**CA, "other_earnings": "190.00"}, payments=[payment("14.01")]))
    assert (found["counted"], found["outcome"]) == ("204.01", "above")


def test_half_of_pension_contributions_comes_off_and_a_fraction_of_a_penny_is_ignored() -> None:
    claim = {**CA, "pension_per_week": "0.01"}
    assert finding(person(claim, payments=[payment("204.01")]))["counted"] == "204.00"


@pytest.mark.parametrize(
    ("claim", "amount", "outcome", "missing"),
    [
        ({"care_costs_per_week": None}, "204.01", "cannot_tell", ["care_costs_per_week"]),
        ({"care_costs_per_week": None}, "408.01", "cannot_tell", ["care_costs_per_week"]),
        ({"care_costs_per_week": None}, "408.02", "above", []),
        ({"pension_per_week": None}, "204.01", "cannot_tell", ["pension_per_week"]),
        ({"pension_per_week": None}, "408.02", "above", []),
        (
            {"pension_per_week": None, "care_costs_per_week": None},
            "816.03",
            "cannot_tell",
            ["care_costs_per_week", "pension_per_week"],
        ),
        ({"pension_per_week": None, "care_costs_per_week": None}, "816.04", "above", []),
        ({"pension_per_week": None, "care_costs_per_week": None}, "204.00", "near", []),
    ],
)
def test_unknown_deductions_are_tried_as_nil_and_as_their_most(
    claim: dict[str, Any], amount: str, outcome: str, missing: list[str]
) -> None:
    found = finding(person({**CA, **claim}, payments=[payment(amount)]))
    assert (found["outcome"], found["missing"]) == (outcome, missing)


def test_a_payment_for_four_weeks_counts_by_weekly_shares_from_the_week_it_is_due() -> None:
    monthly = payment("800.00", None, due_on="2026-11-25", covers={"from": "2026-10-26", "to": "2026-11-22"})
    found = answer(person(CA, payments=[monthly]))["findings"]
    assert [item["period"]["from"] for item in found] == [
        "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14",
    ]  # fmt: skip
    assert {item["counted"] for item in found} == {"200.00"}


def test_a_payment_for_a_month_counts_at_twelve_fifty_seconds_a_week() -> None:
    monthly = payment("883.99", None, due_on="2026-11-25", covers={"from": "2026-11-01", "to": "2026-11-30"})
    found = answer(person(CA, payments=[monthly]))
    assert {item["counted"] for item in found["findings"]} == {"203.99"}
    assert found["outcome"] == "near"


def test_a_share_over_the_limit_by_less_than_a_penny_does_not_exceed_it() -> None:
    monthly = payment("884.02", None, due_on="2026-11-25", covers={"from": "2026-11-01", "to": "2026-11-30"})
    assert answer(person(CA, payments=[monthly]))["outcome"] == "near"
    monthly["amount"] = "884.05"
    assert answer(person(CA, payments=[monthly]))["outcome"] == "above"


def test_a_payment_for_a_period_loses_its_weeks_one_by_one_and_no_more() -> None:
    monthly = payment("3000.00", None, due_on="2026-11-25", covers={"from": "2026-10-26", "to": "2026-11-22"})
    found = answer(person(CA, payments=[monthly]))["findings"]
    assert [item["weeks_affected"] for item in found] == [1, 1, 1, 1]


def test_an_unknown_week_is_above_where_every_alignment_exceeds() -> None:
    found = finding(person(UNKNOWN_WEEK, payments=[payment("204.01")]))
    assert (found["outcome"], found["weeks_affected"]) == ("above", 1)


def test_an_unknown_week_that_could_exceed_is_said_so() -> None:
    document = person(UNKNOWN_WEEK, payments=[fee_paid("150.00", "2026-11-20"), payment("60.00")])
    found = answer(document)
    assert found["outcome"] == "cannot_tell"
    assert found["findings"][0]["missing"] == ["week_ends_on"]
    assert "could exceed, depending on the benefit week" in found["findings"][0]["reasons"][0]


def test_an_unknown_week_seven_days_apart_can_never_be_shared() -> None:
    document = person(UNKNOWN_WEEK, payments=[fee_paid("150.00", "2026-11-18"), payment("150.00")])
    assert answer(document)["outcome"] == "within"


def test_an_unknown_week_across_the_april_rise_depends_on_the_week() -> None:
    assert (
        answer(person(UNKNOWN_WEEK, payments=[payment("200.00", "2026-04-06")]))["outcome"] == "cannot_tell"
    )


def test_two_benefits_are_each_tested_and_the_worse_one_counts() -> None:
    document = person(UC, CA, payments=[payment("204.01")])
    assert outcomes(document) == [("universal-credit", "within"), ("carers-allowance", "above")]
    assert answer(document)["outcome"] == "above"


def test_carers_allowance_in_scotland_is_asked_about() -> None:
    found = finding(person(CA, payments=[payment()], nation="scotland"))
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["nation"])


@pytest.mark.parametrize("amount", ["20.00", "190.00", "204.01"])
def test_what_is_said_of_averaging_never_turns_a_fail_into_a_pass(amount: str) -> None:
    found = finding(person(CA, payments=[payment(amount)]))
    assert (found["outcome"] == "above") == (amount == "204.01")
    assert any("average" in said for said in found["actions"]) == (amount != "20.00")


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [
        ("2026-11-23", "2026-11-29", "104.00"),
        ("2026-11-25", "2026-11-25", "104.00"),
        ("2025-11-23", "2026-11-22", "2.00"),
        ("2026-11-01", "2026-11-14", "52.00"),
    ],
)
def test_a_weeks_share_of_a_payment_is_by_the_period_it_is_for(first: str, last: str, counted: str) -> None:
    spread = payment("104.00", "2026-03-02", covers={"from": first, "to": last})
    assert answer(person(CA, payments=[spread]))["findings"][0]["counted"] == counted


def test_a_share_reaching_past_the_last_figure_cannot_be_told_there() -> None:
    spread = payment("104.00", "2027-03-31", covers={"from": "2027-03-01", "to": "2027-03-28"})
    found = answer(person(CA, payments=[spread]))
    assert [item["outcome"] for item in found["findings"]] == [
        "within",
        "within",
        "cannot_tell",
        "cannot_tell",
    ]
    assert found["findings"][2]["missing"] == ["carers-allowance.earnings-limit"]


def test_an_unknown_week_tries_payments_for_a_period_too() -> None:
    spread = payment("880.00", covers={"from": "2026-11-01", "to": "2026-11-28"})
    assert answer(person(UNKNOWN_WEEK, payments=[spread]))["outcome"] == "above"


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (("110.00", "110.00"), "the £220.00 here comes to one week, there being one for each £204.01."),
        (("612.03",), "the £612.03 here counts over 3 weeks"),
    ],
)
def test_one_off_sums_above_the_limit_are_read_over_whole_weeks_too(
    amounts: tuple[str, ...], said: str
) -> None:
    found = finding(person(CA, payments=[payment(amount) for amount in amounts]))
    assert found["outcome"] == "above"
    assert said in found["reasons"][1]
    assert not any("That is the most" in reason for reason in found["reasons"])


def test_a_small_sum_that_goes_over_beside_a_job_comes_to_no_whole_week() -> None:
    found = finding(person({**CA, "other_earnings": "150.00"}, payments=[payment("60.00")]))
    assert (found["outcome"], found["weeks_affected"]) == ("above", 1)
    assert "the £60.00 here comes to no whole week" in found["reasons"][1]


@pytest.mark.parametrize("told", [{"care_costs_per_week": "60.00"}, {"pension_per_week": "10.00"}])
def test_deductions_can_make_the_weeks_of_a_large_sum_fewer(told: dict[str, str]) -> None:
    found = finding(person({**CA, **told}, payments=[payment("820.00")]))
    assert found["weeks_affected"] == 4
    assert found["reasons"][2].startswith("That is the most")


def test_a_payment_for_a_period_alone_is_not_read_over_whole_weeks() -> None:
    covers = {"from": "2026-11-23", "to": "2026-11-29"}
    found = finding(person(CA, payments=[payment("300.00", covers=covers)]))
    assert found["outcome"] == "above"
    assert not any("whole week" in reason for reason in found["reasons"])


def test_every_week_that_is_at_risk_whatever_its_first_day_has_a_finding() -> None:
    fees = [payment("300.00", "2026-11-25", id="a"), payment("300.00", "2026-12-09", id="b")]
    found = answer(person(UNKNOWN_WEEK, payments=fees))
    assert [(one["outcome"], one["counted"]) for one in found["findings"]] == [("above", "300.00")] * 2
    assert found["not_checked"] == []


def test_a_month_paid_at_once_is_said_week_by_week_where_the_week_is_not_known() -> None:
    month = payment(
        "884.05", "2026-11-02", due_on="2026-11-02", covers={"from": "2026-10-01", "to": "2026-10-31"}
    )
    found = answer(person(UNKNOWN_WEEK, payments=[month]))["findings"]
    assert [one["outcome"] for one in found] == ["above"] * 4 + ["cannot_tell"]
    assert found[-1]["missing"] == ["week_ends_on"]


@pytest.mark.parametrize(
    ("first", "expected"), [("150.00", ["within", "above"]), ("210.00", ["above", "cannot_tell"])]
)
def test_two_sums_that_may_share_a_week_lose_one_week_at_least(first: str, expected: list[str]) -> None:
    fees = [payment(first, "2026-11-25"), payment("210.00", "2026-11-27")]
    found = answer(person(UNKNOWN_WEEK, payments=fees))
    assert found["outcome"] == "above"
    assert [one["outcome"] for one in found["findings"]] == expected


def test_what_is_over_with_every_deduction_taken_off_is_over_whatever_they_are() -> None:
    claim = {**CA, "care_costs_per_week": None, "pension_per_week": None, "other_earnings": "800.00"}
    assert finding(person(claim, payments=[payment("100.00")]))["outcome"] == "above"


@pytest.mark.parametrize(
    ("amount", "said"), [("408.01", "comes to one week"), ("408.02", "counts over 2 weeks")]
)
def test_a_one_off_sum_is_said_over_whole_weeks_of_a_penny_past_the_limit(amount: str, said: str) -> None:
    assert any(said in reason for reason in finding(person(CA, payments=[payment(amount)]))["reasons"])
