"""Permitted work: money in the week it is due, hours in the week they were worked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.rules.build import BOOK, ESA, answer, finding, payment, person
from tracker.rules.kinds.permitted_work import LIMITS


def done(
    amount: str, on: str, minutes: int | None, paid_on: str | None = None, **more: Any
) -> dict[str, Any]:
    return payment(amount, paid_on or on, worked=[{"on": on, "minutes": minutes}], **more)


def test_hours_of_two_sessions_in_one_week_are_added() -> None:
    days = [done("30.00", "2026-11-23", 480), done("30.00", "2026-11-25", 480)]
    found = finding(person(ESA, payments=days))
    assert (found["outcome"], found["minutes_counted"]) == ("above", 960)


def test_other_work_counts_towards_the_hours() -> None:
    found = finding(
        person({**ESA, "other_minutes_per_week": 900}, payments=[done("100.00", "2026-11-25", 60)])
    )
    assert (found["outcome"], found["minutes_counted"]) == ("above", 960)


def test_long_work_paid_for_in_a_later_week_cannot_be_told_for_the_week_worked() -> None:
    found = answer(person(ESA, payments=[done("100.00", "2026-11-11", 960, "2026-11-25")]))["findings"]
    assert [item["outcome"] for item in found] == ["cannot_tell", "within"]
    assert found[0]["missing"] == ["week_of_the_fee"]


def test_an_unpaid_session_touches_the_week_it_was_worked_in() -> None:
    session = payment("0.00", None, worked=[{"on": "2026-11-11", "minutes": 120}])
    found = finding(person(ESA, payments=[session]))
    assert (found["outcome"], found["minutes_counted"], found["counted"]) == ("within", 120, "0.00")


def test_work_before_the_claims_first_week_and_after_its_end_is_not_looked_at() -> None:
    claim = {**ESA, "from": "2026-11-20", "until": "2026-11-30"}
    days = [done("50.00", "2026-11-15", 960, "2026-11-25"), done("50.00", "2026-12-02", 960, "2026-11-25")]
    found = finding(person(claim, payments=days))
    assert (found["outcome"], found["minutes_counted"]) == ("within", 0)


def test_minutes_that_nobody_noted_are_asked_for() -> None:
    found = finding(person(ESA, payments=[done("50.00", "2026-11-25", None)]))
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["payments[0].worked"])


@pytest.mark.parametrize(
    ("pension", "outcome"), [("10.00", "near"), ("0.00", "above"), (None, "cannot_tell")]
)
def test_half_of_pension_contributions_comes_off(pension: str | None, outcome: str) -> None:
    claim = {**ESA, "pension_per_week": pension}
    assert finding(person(claim, payments=[done("208.50", "2026-11-25", 60)]))["outcome"] == outcome


@pytest.mark.parametrize(("amount", "outcome"), [("60.00", "within"), ("203.51", "above")])
def test_an_unknown_week_is_tried_as_all_seven(amount: str, outcome: str) -> None:
    claim = {**ESA, "week_ends_on": None}
    assert finding(person(claim, payments=[done(amount, "2026-11-25", 60)]))["outcome"] == outcome


def test_two_long_days_share_a_week_only_if_it_ends_on_some_days() -> None:
    claim = {**ESA, "week_ends_on": None}
    days = [done("60.00", "2026-11-20", 600, state="paid"), done("60.00", "2026-11-25", 600)]
    found = answer(person(claim, payments=days))
    assert found["outcome"] == "cannot_tell"
    assert "week_ends_on" in found["findings"][0]["missing"]


def test_whether_work_is_supported_is_asked_only_where_it_decides() -> None:
    claim = {**ESA, "supported_permitted_work": None}
    long, short = (finding(person(claim, payments=[done("60.00", "2026-11-25", m)])) for m in (960, 120))
    assert (long["outcome"], long["missing"]) == ("cannot_tell", ["supported_permitted_work"])
    assert short["outcome"] == "within"


@pytest.mark.parametrize(("minutes", "outcome"), [(959, "near"), (960, "above")])
def test_hours_are_counted_where_nobody_said_how_often_other_earnings_come(
    minutes: int, outcome: str
) -> None:
    claim = {**ESA, "other_earnings": "10.00", "other_earnings_per": None}
    worked = [{"on": "2026-11-25", "minutes": minutes}]
    found = finding(person(claim, payments=[payment("180.00", worked=worked)]))
    assert (found["outcome"], found["minutes_counted"]) == (outcome, minutes)


@pytest.mark.parametrize("figure", ["lower-limit", "higher-limit", "hours-limit"])
def test_before_any_one_of_the_figures_begins_nothing_can_be_told(figure: str) -> None:
    rule = BOOK.rules["new-style-esa"]
    series = rule.series[figure]
    later = replace(series, dated=series.dated[-1:])
    changed = replace(rule, series={**rule.series, figure: later})
    book = replace(BOOK, rules={**BOOK.rules, "new-style-esa": changed})
    found = finding(person(ESA, payments=[payment("10.00", str(later.starts[0] - timedelta(days=14)))]), book)
    assert (found["outcome"], found["missing"]) == ("cannot_tell", [f"new-style-esa.{one}" for one in LIMITS])


def test_in_the_week_in_which_the_minimum_wage_rises_both_limits_are_named() -> None:
    found = finding(person(ESA, payments=[done("200.00", "2026-04-02", 60)]))
    limits = [one["value"] for one in found["parameters"] if one["id"].endswith("higher-limit")]
    assert (found["outcome"], limits) == ("cannot_tell", ["195.50", "203.50"])
