"""Benefits named beside one another, each day by itself, and declined fees outside the service-user rule."""

from typing import Any

import pytest

from tests.rules.build import CA, UC, answer, fee_paid, finding, payment, person

PC = {
    "benefit": "pension-credit",
    "week_ends_on": "sunday",
    "disregard": "single",
    "pension_per_week": "0.00",
    "other_earnings": "0.00",
}
HB = {**PC, "benefit": "housing-benefit", "accommodation": "specified-or-temporary", "permitted_work": False}


def test_a_higher_disregard_holds_in_the_weeks_in_which_the_other_benefit_runs() -> None:
    pip = {"benefit": "pip", "from": "2026-11-23"}
    payments = [payment("15.00", "2026-11-25"), fee_paid("15.00", "2026-05-25")]
    found = answer(person(PC, pip, payments=payments))["findings"]
    assert [(one["outcome"], one["limit"]) for one in found[:2]] == [("reduces", "5.00"), ("within", "20.00")]


def test_in_the_week_in_which_the_other_benefit_begins_either_disregard_may_apply() -> None:
    for first in ("2026-11-24", "2026-11-25"):
        pip = {"benefit": "pip", "from": first}
        [found, _] = answer(person(PC, pip, payments=[payment("15.00", "2026-11-25")]))["findings"]
        assert (found["outcome"], found["limit"], found["missing"]) == ("cannot_tell", None, ["disregard"])
    small = answer(
        person(PC, {"benefit": "pip", "from": "2026-11-25"}, payments=[payment("5.00", "2026-11-25")])
    )
    assert small["findings"][0]["outcome"] == "near"


def test_what_other_earnings_took_already_is_not_taken_again() -> None:
    jsa = {**PC, "benefit": "new-style-jsa", "other_earnings": "400.00", "other_earnings_per": "week"}
    jsa |= {"age_25_or_over": True, "other_minutes_per_week": 0}
    paid = payment("15.00", "2026-11-25", worked=[{"on": "2026-11-25", "minutes": 60}])
    [found] = answer(person(jsa, payments=[paid]))["findings"]
    assert (found["outcome"], found["reduction"]) == ("reduces", "0.00")
    assert "we can see nothing more that these payments take off" in found["reasons"][0]
    assert "£0.00" not in " ".join(found["reasons"])


def test_a_passport_leaves_out_what_was_paid_while_it_ran_and_nothing_else() -> None:
    uc = {**UC, "from": "2026-10-01"}
    payments = [payment("75.00", "2026-11-25"), fee_paid("300.00", "2026-05-20")]
    found = answer(person(HB, uc, payments=payments, date_of_birth="1990-01-01", couple=False))["findings"]
    told = [(one["outcome"], one["period"]) for one in found if one["benefit"] == "housing-benefit"]
    assert told == [("no_test", None), ("cannot_tell", {"from": "2026-05-18", "to": "2026-05-24"})]


def test_a_benefit_that_ended_in_one_nation_passports_nothing_where_the_nation_is_not_known() -> None:
    esa = {"benefit": "income-related-esa"}
    found = answer(person(HB, esa, payments=[payment("75.00", "2026-08-12")], date_of_birth="1990-01-01"))
    outcomes = {one["benefit"]: one["outcome"] for one in found["findings"]}
    assert outcomes == {"housing-benefit": "cannot_tell", "income-related-esa": "cannot_tell"}
    assert found["findings"][1]["missing"] == ["nation"]


@pytest.mark.parametrize(
    ("service_user", "missing"),
    [(None, ["payments[0].service_user_activity"]), (False, ["payments[0].declined_counts"])],
)
def test_a_fee_declined_outside_the_rule_is_open_where_it_decides(
    service_user: bool | None, missing: list[str]
) -> None:
    declined = payment("1000.00", state="declined", service_user_activity=service_user)
    found = finding(person(CA, payments=[declined, payment("1.00")]))
    assert (found["outcome"], found["missing"]) == ("cannot_tell", missing)


@pytest.mark.parametrize("more", [{"service_user_activity": True}, {"kind": "expense", "actual_cost": True}])
def test_a_fee_declined_by_a_service_user_and_a_cost_declined_count_for_nothing(more: dict[str, Any]) -> None:
    declined = payment("1000.00", state="declined", **more)
    found = finding(person(CA, payments=[declined, payment("1.00")]))
    assert (found["outcome"], found["counted"]) == ("within", "1.00")


@pytest.mark.parametrize(
    ("nation", "day", "outcome"),
    [
        ("northern-ireland", "2026-08-12", "no_test"),
        ("northern-ireland", "2026-09-30", "no_test"),
        ("england", "2026-08-12", "cannot_tell"),
    ],
)
def test_a_passport_runs_to_its_last_day_in_the_persons_nation(nation: str, day: str, outcome: str) -> None:
    esa = {"benefit": "income-related-esa"}
    document = person(HB, esa, payments=[payment("75.00", day)], date_of_birth="1990-01-01", nation=nation)
    assert answer(document)["findings"][0]["outcome"] == outcome


@pytest.mark.parametrize(("day", "outcome"), [("2026-09-30", "cannot_tell"), ("2026-10-01", "closed")])
def test_of_ends_nation_by_nation_the_last_is_the_end_for_everybody(day: str, outcome: str) -> None:
    found = finding(person({"benefit": "income-related-esa"}, payments=[payment("75.00", day)]))
    assert found["outcome"] == outcome


@pytest.mark.parametrize(("begins", "outcome"), [("2026-11-25", "cannot_tell"), ("2026-11-26", "reduces")])
def test_a_benefit_that_may_give_the_higher_disregard_opens_it_only_from_its_first_day(
    begins: str, outcome: str
) -> None:
    dla = {"benefit": "dla", "from": begins}
    found = answer(person(PC, dla, payments=[payment("15.00")]))["findings"][0]
    assert (found["benefit"], found["outcome"]) == ("pension-credit", outcome)


def test_a_benefit_with_a_last_day_gives_the_higher_disregard_until_then() -> None:
    pip = {"benefit": "pip", "until": "2028-01-01"}
    [found, _] = answer(person(PC, pip, payments=[payment("30.00", "2026-11-25")]))["findings"]
    assert (found["outcome"], found["reduction"]) == ("reduces", "10.00")
    [found, _] = answer(
        person(PC, {**pip, "until": "2026-11-26"}, payments=[payment("15.00", "2026-11-25")])
    )["findings"]
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["disregard"])


def test_a_benefit_with_a_last_day_passports_until_then() -> None:
    hb = {**HB, "passported": None}
    for until, outcome in (("2027-03-01", "no_test"), ("2026-11-24", "cannot_tell")):
        found = answer(person(hb, {**UC, "until": until}, payments=[payment("300.00", "2026-11-25")]))
        assert found["findings"][0]["outcome"] == outcome


def test_whatever_is_found_says_when_we_were_told_of_it() -> None:
    told = {"told_on": "2026-10-01"}
    council, sick = {"benefit": "council-tax-reduction"}, {"benefit": "statutory-sick-pay"}
    ended = {**CA, "until": "2026-01-01"}
    claims = [{**one, **told} for one in ({"benefit": "pip"}, council, sick, ended, UC)]
    document = person(*claims, payments=[payment("5.00", "2026-11-25")])
    document |= {"immigration": {"status": "unrestricted", **told}}
    document |= {"own_limits": [{"amount": "9.00", "per": "tax-year", **told}]}
    found = answer(document)["findings"]
    assert len(found) == 7
    for one in found:
        assert sum("told on 1 October 2026" in reason for reason in one["reasons"]) == 1, one["benefit"]


@pytest.mark.parametrize(
    ("amount", "disregard", "said"),
    [
        ("4.00", "single", "for Pension Credit, £5.00."),
        ("5.00", "single", "for Pension Credit, £5.00, and near it."),
        ("4.00", "unknown", "for Pension Credit, whichever applies."),
        ("5.00", "unknown", "for Pension Credit, whichever applies, and near it."),
    ],
)
def test_a_disregard_is_named_with_its_figure_unless_several_may_apply(
    amount: str, disregard: str, said: str
) -> None:
    found = finding(person({**PC, "disregard": disregard}, payments=[payment(amount, "2026-11-25")]))
    assert said in found["reasons"][0]


def test_what_takes_off_less_than_a_penny_is_not_said_to_take_off_nothing_pounds() -> None:
    beside = {**UC, "other_earnings": "427.01"}
    found = finding(person(beside, payments=[payment("0.01", "2026-11-25")]))
    assert (found["outcome"], found["reduction"]) == ("reduces", "0.00")
    assert "too little to take off a penny more" in found["reasons"][0]
