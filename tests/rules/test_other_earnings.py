"""Other earnings, and how often they come: told, or tried in every way that they can come."""

from typing import Any

import pytest

from tests.rules.build import CA, ESA, UC, answer, finding, payment, person

JSA = {
    "benefit": "new-style-jsa",
    "week_ends_on": "sunday",
    "disregard": "single",
    "age_25_or_over": True,
    "pension_per_week": "0.00",
    "other_minutes_per_week": 0,
}
WORKED = [{"on": "2026-11-25", "minutes": 60}]


def asked(claim: dict[str, Any], amount: str, fee: str, per: str | None = None) -> dict[str, Any]:
    told = {**claim, "other_earnings": amount, "other_earnings_per": per}
    return finding(person(told, payments=[payment(fee, worked=WORKED)]))


@pytest.mark.parametrize(
    ("claim", "amount", "fee"),
    [
        ({**UC, "work_allowance": "without-housing"}, "200.00", "100.00"),
        (CA, "150.00", "60.00"),
        (ESA, "150.00", "60.00"),
        (JSA, "4.00", "2.00"),
    ],
)
def test_how_often_other_earnings_come_is_asked_where_it_decides(
    claim: dict[str, Any], amount: str, fee: str
) -> None:
    found = asked(claim, amount, fee)
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["other_earnings_per"])
    assert "how often the other earnings come" in " ".join(found["reasons"])


def test_how_often_they_come_is_listed_as_missing_where_it_decides_nothing() -> None:
    found = asked(UC, "10.00", "100.00")
    assert (found["outcome"], found["missing"]) == ("within", ["other_earnings_per"])
    assert found["counted"] == "143.33"


def test_a_reduction_is_the_most_that_it_can_be() -> None:
    found = asked(UC, "150.00", "500.00")
    by_week = asked(UC, "150.00", "500.00", "week")
    assert (found["outcome"], found["reduction"]) == ("reduces", by_week["reduction"])
    assert "every length of time was tried" in " ".join(found["reasons"])


def test_no_other_earnings_come_to_nothing_however_often() -> None:
    found = asked(UC, "0.00", "100.00")
    assert (found["outcome"], found["missing"]) == ("within", [])


def test_doubt_of_another_fact_is_named_beside_it() -> None:
    claim = {**UC, "work_allowance": "unknown"}
    found = asked(claim, "200.00", "100.00")
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["work_allowance", "other_earnings_per"])


def test_before_the_figures_we_hold_nobody_can_tell_whatever_comes_how_often() -> None:
    told = {**UC, "other_earnings": "10.00", "other_earnings_per": None}
    found = finding(person(told, payments=[payment(received_on="2012-01-05")]))
    assert found["outcome"] == "cannot_tell"
    assert "other_earnings_per" not in found["missing"]


@pytest.mark.parametrize(
    ("fee", "reduction", "counted"), [("100.00", "18.08", "23.08"), ("21.67", "0.00", "5.00")]
)
def test_a_weekly_share_is_rounded_once_when_the_loss_is_known(
    fee: str, reduction: str, counted: str
) -> None:
    claim = {
        "benefit": "pension-credit",
        "week_ends_on": "sunday",
        "disregard": "single",
        "pension_per_week": "0.00",
        "other_earnings": "0.00",
    }
    covers = {"from": "2026-11-01", "to": "2026-11-30"}
    document = person(claim, payments=[payment(fee, worked=[], covers=covers)])
    found = answer(document)["findings"][0]
    assert (found["reduction"], found["counted"]) == (reduction, counted)


def both(*claims: dict[str, Any], fee: str = "75.00", minutes: int = 60, **more: Any) -> dict[str, str]:
    work = [{"on": "2026-11-25", "minutes": minutes}]
    found = answer(person(*claims, payments=[payment(fee, worked=work)], **more))["findings"]
    return {one["benefit"]: one["outcome"] for one in found}


def test_what_somebody_earns_elsewhere_is_known_to_every_benefit_of_theirs() -> None:
    esa = {**ESA, "other_earnings": None}
    assert both(esa, {**CA, "other_earnings": "150.00"}) == {
        "new-style-esa": "above",
        "carers-allowance": "above",
    }


def test_hours_elsewhere_are_known_to_every_benefit_too() -> None:
    esa = {**ESA, "other_minutes_per_week": None}
    assert (
        both(esa, {**CA, "other_minutes_per_week": 900}, fee="1.00", minutes=120)["new-style-esa"] == "within"
    )
    assert (
        both(esa, {**CA, "other_minutes_per_week": 900}, fee="30.00", minutes=120)["new-style-esa"] == "above"
    )


def test_what_a_couple_earns_together_is_not_taken_for_one_of_them() -> None:
    esa = {**ESA, "other_earnings": None}
    uc = {**UC, "other_earnings": "900.00"}
    assert both(esa, uc)["new-style-esa"] == "within"
    assert both(esa, uc, couple=False)["new-style-esa"] == "above"


def test_of_one_of_a_couple_the_others_earnings_stay_unknown() -> None:
    uc = {**UC, "other_earnings": None}
    found = answer(person(uc, {**CA, "other_earnings": "50.00"}, payments=[payment()]))["findings"][0]
    assert (found["counted"], found["missing"]) == ("291.67", ["other_earnings"])
    alone = answer(person(uc, {**CA, "other_earnings": "50.00"}, payments=[payment()], couple=False))
    assert alone["findings"][0]["missing"] == []


def test_a_sum_for_the_benefits_own_period_is_taken_as_it_is() -> None:
    assert asked(UC, "144.00", "100.00", "assessment-period")["counted"] == "244.00"


@pytest.mark.parametrize(
    ("one", "other", "counted"),
    [
        (("40.00", "week"), ("100.00", "month"), "115.00"),
        (("30.00", None), ("120.00", "month"), "105.00"),
        (("0.00", "week"), (None, None), "75.00"),
    ],
)
def test_the_most_by_the_year_that_was_told_for_another_benefit_is_taken(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None], counted: str
) -> None:
    names = ("other_earnings", "other_earnings_per")
    told = [
        {"benefit": benefit, **dict(zip(names, said, strict=True))}
        for benefit, said in (("new-style-jsa", other), ("new-style-esa", one))
    ]
    claim = {**CA, "other_earnings": None, "other_earnings_per": None}
    found = answer(person(claim, *told, payments=[payment("75.00")]))["findings"][0]
    assert (found["counted"], "other_earnings" in found["missing"]) == (counted, False)


def test_hours_told_for_one_benefit_are_known_to_the_other() -> None:
    pip = {"benefit": "pip", "other_minutes_per_week": 900}
    worked = [{"on": "2026-11-25", "minutes": 60}]
    claim = {**ESA, "other_minutes_per_week": None}
    found = answer(person(claim, pip, payments=[payment("75.00", worked=worked)]))["findings"][0]
    assert (found["outcome"], found["minutes_counted"]) == ("above", 960)


def test_what_was_told_for_a_benefit_itself_is_not_overruled_by_what_was_told_for_another() -> None:
    own = {**CA, "other_earnings": "10.00"}
    other = {**ESA, "other_earnings": "100.00", "other_minutes_per_week": 0}
    worked = [{"on": "2026-11-25", "minutes": 60}]
    pip = {"benefit": "pip", "other_minutes_per_week": 900}
    found = answer(person(own, other, pip, payments=[payment("75.00", worked=worked)]))["findings"]
    assert [(one["counted"], one["minutes_counted"]) for one in found[:2]] == [
        ("85.00", None),
        ("175.00", 60),
    ]
