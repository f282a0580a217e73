"""The golden vectors of the benefits research that concern the benefits whose rules we hold."""

from typing import Any

import pytest

from tests.rules.build import CA, ESA, PIP, UC, answer, fee_paid, finding, payment, person

INSIDE = ("within", "near")


@pytest.mark.parametrize(
    ("amount", "on", "minutes", "expected"),
    [
        pytest.param("203.50", "2026-11-25", 930, INSIDE, id="1"),
        pytest.param("203.51", "2026-11-25", 930, ("above",), id="2"),
        pytest.param("100.00", "2026-11-25", 960, ("above",), id="3"),
        pytest.param("20.00", "2026-11-25", 1080, INSIDE, id="4"),
        pytest.param("200.00", "2026-03-18", 60, ("above",), id="5"),
        pytest.param("195.50", "2025-11-05", 60, INSIDE, id="6"),
    ],
)
def test_1_to_6_permitted_work_in_employment_and_support_allowance(
    amount: str, on: str, minutes: int, expected: tuple[str, ...]
) -> None:
    done = payment(amount, on, worked=[{"on": on, "minutes": minutes}])
    assert finding(person(ESA, payments=[done]))["outcome"] in expected


@pytest.mark.parametrize(("amount", "expected"), [("204.00", INSIDE), ("204.01", ("above",))])
def test_7_carers_allowance_at_its_limit(amount: str, expected: tuple[str, ...]) -> None:
    document = person(CA, payments=[payment(amount)], nation="england")
    assert answer(document)["outcome"] in expected


def test_8_carers_allowance_before_the_april_rise() -> None:
    found = finding(person(CA, payments=[payment("196.01", "2026-03-30")], nation="england"))
    assert (found["outcome"], found["limit"]) == ("above", "196.00")


def test_9_carer_support_payment_rises_on_the_sunday() -> None:
    csp = {**CA, "benefit": "carer-support-payment", "week_ends_on": "saturday"}
    found = finding(person(csp, payments=[payment("204.00", "2026-04-05")], nation="scotland"))
    assert found["outcome"] in INSIDE


@pytest.mark.parametrize(("amount", "weeks"), [("204.00", 0), ("420.00", 2), ("600.00", 2), ("612.03", 3)])
def test_10_one_off_sums_reach_over_weeks(amount: str, weeks: int) -> None:
    assert finding(person(CA, payments=[payment(amount)]))["weeks_affected"] == weeks


def test_11_care_costs_come_off_carers_allowance_earnings() -> None:
    found = finding(person({**CA, "care_costs_per_week": "60.00"}, payments=[payment("230.00")]))
    assert (found["counted"], found["outcome"]) == ("170.00", "within")


@pytest.mark.parametrize(
    ("claim", "payments", "reduction"),
    [
        pytest.param({}, [payment("300.00")], "0.00", id="12"),
        pytest.param({}, [payment("500.00")], "40.15", id="13"),
        pytest.param({"work_allowance": "none"}, [payment("100.00")], "55.00", id="14"),
        pytest.param(
            {"work_allowance": "without-housing", "other_earnings": "650.00"},
            [payment("100.00")],
            "22.00",
            id="15",
        ),
        pytest.param(
            {},
            [fee_paid("250.00", "2026-11-30"), payment("250.00", "2026-12-02")],
            "40.15",
            id="16",
        ),
    ],
)
def test_12_to_16_what_universal_credit_goes_down_by(
    claim: dict[str, Any], payments: list[dict[str, Any]], reduction: str
) -> None:
    found = finding(person({**UC, **claim}, payments=payments))
    assert found["reduction"] == reduction
    assert found["outcome"] in (INSIDE if reduction == "0.00" else ("reduces",))


def test_17_new_style_jobseekers_allowance_goes_down_pound_for_pound() -> None:
    claim = {**ESA, "benefit": "new-style-jsa", "disregard": "single", "age_25_or_over": True}
    done = payment("55.00", worked=[{"on": "2026-11-25", "minutes": 360}])
    found = finding(person(claim, payments=[done]))
    assert (found["outcome"], found["reduction"]) == ("reduces", "50.00")


@pytest.mark.parametrize(("beside", "reduction"), [([], "25.00"), ([PIP], "10.00")])
def test_18_pension_credit_goes_down_less_beside_a_disability_benefit(
    beside: list[dict[str, Any]], reduction: str
) -> None:
    claim = {**ESA, "benefit": "pension-credit", "disregard": "single"}
    found = answer(person(claim, *beside, payments=[payment("30.00")]))["findings"][0]
    assert (found["outcome"], found["reduction"]) == ("reduces", reduction)


def test_24_income_support_in_october_2026_is_closed() -> None:
    claim = {"benefit": "income-support"}
    assert finding(person(claim, payments=[payment("75.00", "2026-10-14")]))["outcome"] == "closed"


def test_19_housing_benefit_goes_down_by_65_pence_in_the_pound() -> None:
    claim = {**ESA, "benefit": "housing-benefit", "disregard": "single", "passported": False}
    found = finding(person(claim, payments=[payment("30.00")], date_of_birth="1950-03-01"))
    assert (found["outcome"], found["reduction"]) == ("reduces", "16.25")


def test_20_housing_benefit_beside_universal_credit_has_no_test() -> None:
    claim = {"benefit": "housing-benefit", "accommodation": "specified-or-temporary"}
    found = answer(person(claim, UC, payments=[payment("30.00")]))["findings"]
    assert [item["outcome"] for item in found] == ["no_test", "within"]


def test_21_personal_independence_payment_has_no_test() -> None:
    assert answer(person(PIP, payments=[payment("5000.00")]))["outcome"] == "no_test"


def test_22_a_session_of_45_minutes_is_one_keeping_in_touch_day_of_ten() -> None:
    claim = {"benefit": "maternity-allowance", "kit_days_used": 0}
    done = payment("75.00", worked=[{"on": "2026-11-25", "minutes": 45}])
    found = finding(person(claim, payments=[done]))
    assert found["outcome"] == "within"
    assert found["reasons"][0].startswith("1 of the 10 keeping-in-touch days")


def test_23_an_asylum_seekers_voucher_is_blocked_and_a_receipted_bus_fare_is_not() -> None:
    permission = {"status": "no-permission-to-work", "weekly_hours": None}
    voucher = payment("10.00", method="voucher")
    fare = payment("4.20", kind="expense", actual_cost=True, receipted=True, service_user_activity=True)
    assert answer(person(payments=[voucher], immigration=permission))["outcome"] == "blocked"
    assert answer(person(payments=[fare], immigration=permission))["outcome"] == "within"


@pytest.mark.parametrize("claim", [UC, CA, PIP, {**CA, "week_ends_on": None}])
def test_25_a_date_past_the_last_year_we_hold_cannot_be_told(claim: dict[str, Any]) -> None:
    assert answer(person(claim, payments=[payment("75.00", "2027-04-10")]))["outcome"] == "cannot_tell"
