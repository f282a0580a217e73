"""Housing Benefit: what passports it, when it ended, and the sums left out in supported housing."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.rules.build import BOOK, answer, finding, payment, person
from tests.rules.edges import HB, fee, numbered
from tests.rules.test_organisation import VOUCHER, book
from tracker import rules

TOLD = {"nation": "england", "couple": False}
MARCH = date(2027, 3, 31)


def put_off() -> rules.Rulebook:
    """The law as if awards of working age went on until the end of March 2027."""
    rule = BOOK.rules["housing-benefit"]
    ends = dict.fromkeys(rule.settings["working_age_ended_on"], MARCH)
    changed = replace(rule, settings={**rule.settings, "working_age_ended_on": ends})
    return replace(BOOK, rules={**BOOK.rules, "housing-benefit": changed})


def test_a_passported_award_is_said_to_have_no_test_before_anything_is_paid() -> None:
    found = finding(person({**HB, "passported": True}, payments=[], **TOLD))
    assert (found["outcome"], found["period"]) == ("no_test", None)


def test_a_passported_award_of_pension_age_needs_no_day() -> None:
    document = person(
        {**HB, "passported": True, "accommodation": "other"},
        payments=[payment("90.00", None)],
        date_of_birth="1950-01-01",
        **TOLD,
    )
    assert finding(document)["outcome"] == "no_test"


def test_a_passported_fee_for_a_period_that_outlasts_the_award_is_said_apart() -> None:
    month = {"from": "2026-06-15", "to": "2026-07-14"}
    document = person(
        {**HB, "passported": True, "accommodation": "other"},
        payments=[fee("90.00", "2026-06-15", covers=month)],
        date_of_birth="1980-01-01",
        **TOLD,
    )
    found = answer(document)["findings"]
    assert [(one["outcome"], one["missing"]) for one in found] == [("no_test", []), ("closed", [])]


def test_whether_it_is_passported_is_asked_where_nobody_said_how_often_other_money_comes() -> None:
    claim = {**HB, "passported": None, "other_earnings": "40.00", "other_earnings_per": None}
    document = person(claim, payments=[fee("250.00", "2026-10-07", 60)], date_of_birth="1980-01-01", **TOLD)
    found = finding(document)
    assert found["outcome"] == "cannot_tell"
    assert "passported" in found["missing"]


@pytest.mark.parametrize(
    ("born", "outcome"), [("1959-06-30", "within"), ("1959-07-01", "cannot_tell"), ("1980-01-01", "closed")]
)
def test_whoever_is_surely_of_pension_age_on_the_last_day_keeps_the_award(born: str, outcome: str) -> None:
    claim = {**HB, "accommodation": "other"}
    document = person(claim, payments=[fee("1.00", "2026-07-08", 60)], date_of_birth=born, **TOLD)
    assert finding(document)["outcome"] == outcome


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"couple": True, "date_of_birth": "1996-10-05"}, {"permitted_work"}),
        ({"couple": None, "date_of_birth": "1996-10-05"}, {"permitted_work", "couple"}),
        ({"couple": True, "date_of_birth": "2004-10-05"}, {"permitted_work", "date_of_birth"}),
        ({"couple": False, "date_of_birth": None}, {"permitted_work", "date_of_birth"}),
    ],
)
def test_what_leaves_the_sum_in_supported_housing_open_is_asked_and_nothing_else(
    told: dict[str, Any], missing: set[str]
) -> None:
    claim = {**HB, "disregard": "special", "permitted_work": None}
    document = person(claim, payments=[fee("150.00", "2026-10-07", 60)], nation="england", **told)
    found = finding(document)
    assert (found["outcome"], set(found["missing"])) == ("cannot_tell", missing)


def test_in_a_home_that_nobody_told_of_the_sum_for_supported_housing_is_open() -> None:
    claim = {**HB, "accommodation": None}
    document = numbered(claim, paid=[fee("60.00", "2026-10-07", 60)], date_of_birth="1996-10-05", **TOLD)
    found = finding(document, put_off())
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["accommodation"])


def test_vouchers_that_turn_an_own_limit_are_said_of_the_limit(tmp_path: Path) -> None:
    limit = {"amount": "50.00", "per": "month"}
    document = person(payments=[payment("60.00", **VOUCHER)], own_limits=[limit])
    found = rules.assess(rules.facts_from_json(document), book(tmp_path, 'vouchers = "unsettled"'))
    assert found.findings[0].reasons[-1].key == "voucher_unsettled_own"


@pytest.mark.parametrize(
    ("nation", "day", "outcome"),
    [
        ("northern-ireland", "2018-05-07", "cannot_tell"),
        ("northern-ireland", "2018-05-08", "no_test"),
        ("england", "2018-05-07", "no_test"),
        (None, "2018-05-07", "cannot_tell"),
        (None, "2018-05-08", "no_test"),
    ],
)
def test_universal_credit_passports_it_from_its_first_day_in_the_nation(
    nation: str | None, day: str, outcome: str
) -> None:
    claim = {**HB, "passported": None, "accommodation": "other"}
    beside = {"benefit": "universal-credit", "work_allowance": "with-housing"}
    document = person(claim, beside, payments=[fee("100.00", day, 60)], nation=nation, couple=False)
    found = {one["benefit"]: one["outcome"] for one in answer(document)["findings"]}
    assert found["housing-benefit"] == outcome


@pytest.mark.parametrize(
    ("born", "least", "most"),
    [("2008-10-04", "61.53", "61.53"), ("2008-10-11", "61.53", "97.33"), ("2008-10-12", "97.33", "97.33")],
)
def test_on_a_birthday_within_the_week_both_ages_amounts_are_tried(born: str, least: str, most: str) -> None:
    document = person(
        {**HB, "disregard": "couple"},
        payments=[fee("300.00", "2026-10-07", 60)],
        nation="england",
        couple=True,
        date_of_birth=born,
    )
    values = {one["id"].rsplit(".", 1)[-1]: one["value"] for one in finding(document)["parameters"]}
    young = {value for name, value in values.items() if name in ("couple-under-18", "couple-18-to-24")}
    assert {least, most} <= young


@pytest.mark.parametrize(
    ("amount", "outcome", "missing"),
    [("195.50", "near", []), ("200.00", "cannot_tell", ["limit_in_april"]), ("210.00", "reduces", [])],
)
def test_in_the_week_in_which_the_minimum_wage_rises_both_limits_of_permitted_work_are_tried(
    amount: str, outcome: str, missing: list[str]
) -> None:
    claim = {**HB, "permitted_work": True, "accommodation": "other"}
    document = person(claim, payments=[fee(amount, "2026-04-02", 60)], date_of_birth="1990-10-05", **TOLD)
    found = finding(document)
    assert (found["outcome"], found["missing"]) == (outcome, missing)
    limits = [one["value"] for one in found["parameters"] if one["id"].endswith("permitted-work")]
    assert limits == ["195.50", "203.50"]
