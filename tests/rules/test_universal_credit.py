"""Universal Credit in the person's own assessment periods, with what we know and what we do not."""

from dataclasses import replace
from typing import Any

import pytest

from tests.rules.build import BOOK, PIP, UC, answer, fee_paid, finding, outcomes, payment, person


def test_money_counts_in_the_period_in_which_it_is_received_not_worked() -> None:
    late = payment("500.00", "2026-12-28", worked=[{"on": "2026-11-12", "minutes": 180}])
    assert finding(person(UC, payments=[late]))["period"] == {"from": "2026-12-28", "to": "2027-01-27"}


def test_a_payment_whose_date_of_receipt_is_unknown_cannot_be_told() -> None:
    found = finding(person(UC, payments=[payment(received_on=None, due_on="2026-11-25")]))
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["payments[0].received_on"])
    assert found["period"] is None


def test_an_unpaid_session_counts_nothing_in_the_period_worked() -> None:
    unpaid = payment("0.00", None, worked=[{"on": "2026-11-12", "minutes": 180}])
    found = finding(person(UC, payments=[unpaid]))
    assert (found["outcome"], found["counted"]) == ("within", "0.00")
    assert found["period"] == {"from": "2026-10-28", "to": "2026-11-27"}


def test_the_allowance_of_the_first_day_counts_throughout_the_period() -> None:
    before = finding(person(UC, payments=[payment("100.00", "2026-04-27")]))
    after = finding(person(UC, payments=[payment("100.00", "2026-04-28")]))
    assert (before["limit"], after["limit"]) == ("411.00", "427.00")


def test_the_taper_of_the_day_is_used_for_past_payments() -> None:
    claim = {**UC, "work_allowance": "none", "assessment_period_starts_on_day": 24}
    assert finding(person(claim, payments=[payment("100.00", "2021-11-23")]))["reduction"] == "63.00"
    assert finding(person(claim, payments=[payment("100.00", "2021-11-24")]))["reduction"] == "55.00"


def test_a_period_before_the_first_figure_cannot_be_told() -> None:
    found = finding(person(UC, payments=[payment("100.00", "2016-04-10")]))
    assert found["outcome"] == "cannot_tell"
    assert "11 April 2016" in found["reasons"][0]


def test_unknown_other_earnings_are_listed_and_within_stands() -> None:
    found = finding(person({**UC, "other_earnings": None}, payments=[payment()]))
    assert (found["outcome"], found["missing"]) == ("within", ["other_earnings"])
    assert any("only work and payments recorded here" in reason for reason in found["reasons"])


@pytest.mark.parametrize(
    ("amount", "per", "counted"),
    [("100.00", "week", "433.33"), ("5200.00", "year", "433.33"), ("650.00", "month", "650.00")],
)
def test_other_earnings_are_turned_into_the_assessment_period(amount: str, per: str, counted: str) -> None:
    claim = {**UC, "other_earnings": amount, "other_earnings_per": per}
    assert finding(person(claim, payments=[payment("0.00")]))["counted"] == counted


def test_a_job_past_the_allowance_without_any_fee_is_not_our_reduction() -> None:
    claim = {**UC, "other_earnings": "900.00"}
    found = finding(person(claim, payments=[payment("0.00")]))
    assert (found["outcome"], found["reduction"]) == ("within", "0.00")


def test_an_unknown_start_day_that_makes_no_difference_does_not_stop_the_answer() -> None:
    claim = {**UC, "assessment_period_starts_on_day": None}
    assert finding(person(claim, payments=[payment("75.00")]))["outcome"] == "within"
    assert finding(person(claim, payments=[payment("500.00")]))["reduction"] == "40.15"


def test_an_unknown_start_day_that_makes_a_difference_is_asked_for() -> None:
    claim = {**UC, "assessment_period_starts_on_day": None}
    found = answer(
        person(claim, payments=[fee_paid("250.00", "2026-11-30"), payment("250.00", "2026-12-02")])
    )
    assert found["outcome"] == "cannot_tell"
    assert found["findings"][0]["missing"] == ["assessment_period_starts_on_day"]


def test_an_unknown_allowance_that_makes_no_difference_gives_the_most_it_can_cost() -> None:
    found = finding(person({**UC, "work_allowance": None}, payments=[payment("800.00")]))
    assert (found["outcome"], found["limit"], found["reduction"]) == ("reduces", None, "440.00")
    assert "at most" in found["reasons"][0]


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ({"kind": "expense", "actual_cost": True, "service_user_activity": True}, "0.00"),
        ({"kind": "expense", "actual_cost": True, "service_user_activity": False}, "75.00"),
        ({"kind": "expense", "actual_cost": False, "service_user_activity": True}, "75.00"),
        ({"kind": "allowance", "service_user_activity": True}, "75.00"),
        ({"method": "voucher"}, "75.00"),
        ({"method": "gift-card"}, "75.00"),
        ({"method": "in-kind"}, "0.00"),
        ({"method": "to-charity", "service_user_activity": True}, "0.00"),
        ({"method": "to-charity", "service_user_activity": False}, "75.00"),
        ({"method": "payroll", "net": "60.00"}, "60.00"),
        ({"method": "payroll"}, "75.00"),
        ({"state": "declined", "service_user_activity": True}, "0.00"),
        ({"state": "declined"}, "75.00"),
    ],
)
def test_what_counts_of_a_payment(more: dict[str, Any], counted: str) -> None:
    assert finding(person(UC, payments=[payment(**more)]))["counted"] == counted


def test_an_expense_of_unknown_nature_cannot_be_told_where_it_matters() -> None:
    claim = {**UC, "work_allowance": "none"}
    found = finding(person(claim, payments=[payment(kind="expense")]))
    assert found["outcome"] == "cannot_tell"
    assert found["missing"] == ["payments[0].actual_cost", "payments[0].service_user_activity"]
    assert finding(person(UC, payments=[payment(kind="expense")]))["outcome"] == "within"


def test_gross_payroll_without_a_net_sum_is_listed_as_missing_and_names_the_double_count() -> None:
    found = finding(person(UC, payments=[payment(method="payroll")]))
    assert found["missing"] == ["payments[0].net"]
    assert any("not counted twice" in action for action in found["actions"])


def test_a_payroll_return_in_another_period_is_pointed_out() -> None:
    early = payment(method="payroll", net="60.00", reported_to_hmrc_on="2026-11-27", received_on="2026-11-30")
    assert any(
        "another assessment period" in said for said in finding(person(UC, payments=[early]))["reasons"]
    )


def test_after_the_benefit_ended_we_ask_again() -> None:
    found = answer(person({**UC, "until": "2026-11-24"}, payments=[payment()]))
    assert found["outcome"] == "closed"
    assert "24 November 2026" in found["findings"][0]["reasons"][0]


def test_a_couple_is_told_that_they_share_one_allowance() -> None:
    found = finding(person(UC, payments=[payment()], couple=True))
    assert any("both of a couple" in reason for reason in found["reasons"])


def test_only_periods_that_the_proposal_touches_decide_the_whole() -> None:
    document = person(UC, PIP, payments=[fee_paid("900.00", "2026-06-30"), payment("75.00", "2026-11-30")])
    assert outcomes(document) == [
        ("universal-credit", "reduces"),
        ("universal-credit", "within"),
        ("pip", "no_test"),
    ]
    assert answer(document)["outcome"] == "within"


def test_without_a_proposal_all_findings_decide() -> None:
    document = person(UC, payments=[fee_paid("900.00", "2026-06-30"), fee_paid("75.00", "2026-11-30")])
    assert answer(document)["outcome"] == "reduces"


def test_a_small_fee_says_nothing_of_thresholds() -> None:
    found = finding(person(UC, payments=[payment("100.00")]))
    assert not any("threshold" in reason for reason in found["reasons"])


def test_thresholds_are_open_where_other_earnings_are_not_known_and_something_is_lost() -> None:
    claim = {**UC, "work_allowance": "none", "other_earnings": None}
    found = finding(person(claim, payments=[payment("100.00")]))
    assert "whether all earnings of this period reach a threshold" in found["reasons"][-1]
    assert "the administrative earnings threshold for one person" in found["reasons"][-1]


def test_a_threshold_that_is_reached_is_not_called_open_too() -> None:
    claim = {**UC, "work_allowance": "none", "other_earnings": None}
    found = finding(person(claim, payments=[payment("900.00")]))
    assert "reaches £881.00" in " ".join(found["reasons"])
    assert "16 hours a week" not in found["reasons"][-1]


def test_a_couple_has_a_threshold_of_its_own() -> None:
    claim = {**UC, "other_earnings": "1500.00"}
    found = finding(person(claim, payments=[payment("97.00")], couple=True))
    said = " ".join(found["reasons"])
    assert "reaches £1,597.00" in said
    assert "for one person" not in said


def test_what_is_far_past_the_allowance_may_count_in_later_periods() -> None:
    found = finding(person(UC, payments=[payment("727.01")]))
    assert "regulation 54A" in " ".join(found["reasons"])
    assert "regulation 54A" not in " ".join(finding(person(UC, payments=[payment("727.00")]))["reasons"])


def test_where_nothing_of_ours_counts_no_threshold_is_said() -> None:
    claim = {**UC, "other_earnings": "1200.00"}
    found = finding(person(claim, payments=[payment(method="in-kind")]))
    assert not any("threshold" in reason or "16 hours" in reason for reason in found["reasons"])


def test_where_every_threshold_is_reached_none_is_called_open() -> None:
    claim = {**UC, "work_allowance": "none", "other_earnings": None, "other_earnings_per": None}
    found = finding(person(claim, payments=[payment("9000.00")], couple=False))
    assert sum("reaches £" in reason for reason in found["reasons"]) == 2
    assert not any("whether all earnings" in reason for reason in found["reasons"])


@pytest.mark.parametrize("allowance", ["with-housing", None])
def test_a_work_allowance_that_we_hold_no_figure_of_is_not_none_at_all(allowance: str | None) -> None:
    rule = BOOK.rules["universal-credit"]
    figure = rule.series["work-allowance.with-housing"]
    later = {**rule.series, "work-allowance.with-housing": replace(figure, dated=figure.dated[1:])}
    held = replace(BOOK, rules={**BOOK.rules, rule.id: replace(rule, series=later)})
    document = person({**UC, "work_allowance": allowance}, payments=[payment("100.00", "2017-05-03")])
    found = finding(document, held)
    assert (found["outcome"], found["limit"]) == ("cannot_tell", None)
    assert "universal-credit.work-allowance.with-housing" in found["missing"]


def test_other_earnings_past_every_work_allowance_leave_nothing_open() -> None:
    claim = {**UC, "work_allowance": None, "other_earnings": "800.00"}
    found = finding(person(claim, payments=[payment("100.00")]))
    assert (found["outcome"], found["reduction"], found["missing"]) == ("reduces", "55.00", [])
