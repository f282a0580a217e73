"""Where a claim begins or ends, and where our figures end: nothing vanishes, and nothing is guessed."""

from datetime import timedelta
from typing import Any

import pytest

from tests.rules.build import BOOK, CA, ESA, UC, answer, fee_paid, finding, payment, person
from tracker import rules

IS = {
    "benefit": "income-support",
    "disregard": "single",
    "week_ends_on": "sunday",
    "pension_per_week": "0.00",
    "other_earnings": "0.00",
}
WORKED = [{"on": "2026-11-25", "minutes": 60}]


@pytest.mark.parametrize(
    "claim",
    [
        {"benefit": "universal-credit", "work_allowance": "none"},
        {"benefit": "pension-credit"},
        {"benefit": "carers-allowance"},
    ],
)
def test_figures_that_end_while_the_calendar_is_not_known_are_said(
    claim: dict[str, Any],
) -> None:
    payments = [payment(received_on="2027-04-03"), payment(received_on="2027-04-10", state="planned")]
    found = answer(person(claim, payments=payments))["findings"]
    assert "cannot_tell" in {one["outcome"] for one in found}
    assert any("we do not guess others" in reason for one in found for reason in one["reasons"])


def test_a_fee_for_a_period_counts_in_the_weeks_of_a_claim_that_began_after_its_day() -> None:
    claim = {**CA, "from": "2026-11-02"}
    covers = {"from": "2026-10-30", "to": "2026-11-29"}
    fee = payment("1300.00", "2026-10-30", covers=covers)
    found = answer(person(claim, payments=[fee]))["findings"]
    assert [(one["period"]["from"], one["outcome"]) for one in found] == [
        (day, "above") for day in ("2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23")
    ]


def test_money_of_the_week_in_which_a_claim_began_counts() -> None:
    claim = {**CA, "from": "2026-11-25"}
    assert finding(person(claim, payments=[payment("210.00", "2026-11-24")]))["outcome"] == "above"
    assert answer(person(claim, payments=[payment("210.00", "2026-11-22")]))["not_checked"] == ["1"]


def test_where_the_week_is_not_known_the_week_of_the_beginning_is_not_either() -> None:
    claim = {**CA, "from": "2026-11-25", "week_ends_on": None}
    found = finding(person(claim, payments=[payment("210.00", "2026-11-24")]))
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["week_ends_on"])
    small = finding(person(claim, payments=[payment("10.00", "2026-11-24")]))
    assert small["outcome"] == "within"


def test_a_fee_for_a_period_that_goes_on_after_the_end_is_pointed_out() -> None:
    covers = {"from": "2026-03-25", "to": "2026-04-24"}
    fee = payment("60.00", "2026-03-25", covers=covers, worked=[])
    found = answer(person(IS, payments=[fee]))["findings"]
    assert [one["outcome"] for one in found] == ["reduces", "reduces", "closed"]
    assert found[0]["period"]["from"] == "2026-03-23"


@pytest.mark.parametrize(
    "claim", [IS, {**IS, "benefit": "new-style-jsa", "age_25_or_over": True, "until": "2026-09-30"}]
)
def test_unpaid_work_after_the_end_is_no_work_of_the_claim(claim: dict[str, Any]) -> None:
    unpaid = payment("0.00", None, worked=[{"on": "2026-10-07", "minutes": 1200}])
    assert finding(person(claim, payments=[unpaid]))["outcome"] == "closed"


def test_unpaid_work_before_the_beginning_touches_nothing() -> None:
    unpaid = payment("0.00", None, worked=[{"on": "2026-10-07", "minutes": 60}])
    found = answer(person({**ESA, "from": "2026-11-02"}, payments=[unpaid]))
    assert (found["findings"], found["not_checked"]) == ([], ["1"])


@pytest.mark.parametrize(
    ("claim", "last", "after"), [(ESA, "2027-03-31", "2027-04-01"), (CA, "2027-04-05", "2027-04-06")]
)
def test_a_week_that_is_over_stays_so_whatever_is_added_past_the_last_figure(
    claim: dict[str, Any], last: str, after: str
) -> None:
    told = claim | {"week_ends_on": "saturday"}
    over, more = payment("420.00", last, worked=[]), payment("1.00", after, worked=[])
    assert finding(person(told, payments=[over]))["outcome"] == "above"
    assert finding(person(told, payments=[over, more]))["outcome"] == "above"
    little = payment("1.00", last, worked=[])
    assert finding(person(told, payments=[little, more]))["outcome"] == "cannot_tell"


def test_money_past_the_last_figure_takes_no_week_over_the_limit() -> None:
    first = fee_paid("1.00", "2027-04-05", worked=[])
    found = finding(
        person(CA | {"week_ends_on": "saturday"}, payments=[first, payment("420.00", "2027-04-06")])
    )
    assert found["outcome"] == "cannot_tell"


def test_of_two_spells_of_one_benefit_the_one_that_is_over_says_nothing_of_what_the_next_holds() -> None:
    spells = [{**UC, "until": "2026-10-31"}, {**UC, "from": "2026-11-01"}]
    found = answer(person(*spells, payments=[payment("10.00")]))
    assert [one["outcome"] for one in found["findings"]] == ["within"]


def test_what_was_paid_between_two_spells_is_said_to_come_after_the_first() -> None:
    spells = [{**UC, "until": "2026-10-31"}, {**UC, "from": "2027-01-28"}]
    found = answer(person(*spells, payments=[payment("10.00", "2026-11-25")]))
    assert [one["outcome"] for one in found["findings"]] == ["closed"]


@pytest.mark.parametrize(("day", "outcome"), [("2026-11-23", "above"), ("2026-11-22", "within")])
def test_the_week_in_which_a_claim_began_counts_whole_its_work_as_its_money(day: str, outcome: str) -> None:
    fee = payment("100.00", worked=[{"on": day, "minutes": 960}])
    assert finding(person({**ESA, "from": "2026-11-25"}, payments=[fee]))["outcome"] == outcome


@pytest.mark.parametrize(("last", "after_the_end"), [("2026-11-30", False), ("2026-12-01", True)])
def test_a_fee_for_a_period_is_said_to_outlast_a_benefit_from_the_day_after_its_end(
    last: str, *, after_the_end: bool
) -> None:
    fee = payment("75.00", "2026-11-02", due_on="2026-11-02", covers={"from": "2026-11-02", "to": last})
    found = answer(person({**CA, "until": "2026-11-30"}, payments=[fee]))["findings"]
    assert ("closed" in [one["outcome"] for one in found]) is after_the_end


def test_a_figure_holds_on_the_last_day_that_its_file_is_vouched_for_and_not_after() -> None:
    series = BOOK.rules["carers-allowance"].series["earnings-limit"]
    assert series.on(series.valid_through) is not None
    assert series.on(series.valid_through + timedelta(days=1)) is None


def test_what_is_worth_knowing_is_kept_under_its_key() -> None:
    found = rules.assess(rules.facts_from_json(person(CA, payments=[payment("1.00")])), BOOK).findings
    assert [action.key for action in found[0].actions] == ["report", "advice"]


def test_an_assessment_names_the_rulebook_that_it_rests_on() -> None:
    found = rules.assess(rules.facts_from_json(person(CA, payments=[])), BOOK)
    assert (found.rulebook_version, found.rulebook_fingerprint) == (BOOK.version, BOOK.fingerprint)
