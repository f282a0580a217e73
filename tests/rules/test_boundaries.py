"""A penny either side of every figure that every file has ever held."""

from datetime import timedelta

import pytest

from tests.rules.build import BOOK, CA, ESA, UC, finding, payment, person
from tracker.money import Money
from tracker.rules.rulebook import BenefitRule, DatedValue, Series

ADDED = "housing-benefit.supported-housing."
FIGURES = [
    pytest.param(rule, series, value, id=f"{series.id} from {value.start}")
    for rule in BOOK.rules.values()
    for series in rule.series.values()
    for value in series.dated
    if not series.id.startswith(ADDED) and series.comparison not in ("reached-at", "passed")
]
THRESHOLDS = [
    pytest.param(rule, series, value, id=f"{series.id} from {value.start}")
    for rule in BOOK.rules.values()
    for series in rule.series.values()
    for value in series.dated
    if series.comparison in ("reached-at", "passed")
]
TRIED = {"weekly-limit", "taper", "permitted-work", "weekly-reduction", "days-worked", "housing-benefit"}
LIMITS = [
    figure for figure in FIGURES if figure.values[1].unit == "pounds" and "rate" not in figure.values[1].id
]


def facts(rule: BenefitRule, series: Series, value: DatedValue, pence: int) -> dict:
    """A person for whom this figure alone decides, paid on a day when it was in force."""
    paid_on = value.start + timedelta(days=7)
    day = payment(str(Money(pence)), str(paid_on))
    if rule.kind == "permitted-work":
        return permitted_work(rule, series, value, pence)
    if rule.kind == "days-worked":
        work = [{"on": str(paid_on), "minutes": 1}]
        claim = {"benefit": rule.id, "kit_days_used": pence - 1}
        return person(claim, payments=[payment("75.00", str(paid_on), worked=work)])
    if rule.kind == "housing-benefit":
        return housing(rule, series, value, pence)
    if rule.kind == "weekly-reduction":
        return weekly_reduction(rule, series, value, pence)
    if rule.kind == "weekly-limit":
        return person({**CA, "benefit": rule.id, "week_ends_on": "sunday"}, payments=[day])
    allowance = next(
        (name for name, figure in rule.settings["disregards"].items() if f"{rule.id}.{figure}" == series.id),
        "none",
    )
    claim = {
        **UC,
        "benefit": rule.id,
        "work_allowance": allowance,
        "assessment_period_starts_on_day": min(28, paid_on.day),
    }
    return person(claim, payments=[day])


def permitted_work(rule: BenefitRule, series: Series, value: DatedValue, number: int) -> dict:
    """A week for which the lower limit, the higher one or the hours decide."""
    on = str(value.start + timedelta(days=7))
    figure = series.id.removeprefix(f"{rule.id}.")
    minutes = {"lower-limit": 960, "higher-limit": 60, "hours-limit": number}[figure]
    amount = "100.00" if series.unit == "minutes" else str(Money(number))
    day = payment(amount, on, worked=[{"on": on, "minutes": minutes}])
    return person({**ESA, "benefit": rule.id}, payments=[day])


def weekly_reduction(rule: BenefitRule, series: Series, value: DatedValue, number: int) -> dict:
    """A week for which one disregard decides, or the hours."""
    on = str(value.start + timedelta(days=7))
    figure = series.id.removeprefix(f"{rule.id}.")
    disregard = next((name for name, its in rule.settings["disregards"].items() if its == figure), "single")
    amount, minutes = ("0.01", number) if series.unit == "minutes" else (str(Money(number)), 60)
    day = payment(amount, on, worked=[{"on": on, "minutes": minutes}])
    return person({**ESA, "benefit": rule.id, "disregard": disregard}, payments=[day])


def housing(rule: BenefitRule, series: Series, value: DatedValue, number: int) -> dict:
    """Somebody for whom a disregard decides, or permitted work's; the added ones stand in examples."""
    figure = series.id.removeprefix(f"{rule.id}.")
    disregard = next((name for name, its in rule.settings["disregards"].items() if its == figure), "single")
    claim = {**ESA, "benefit": rule.id, "disregard": disregard, "passported": False, "accommodation": "other"}
    claim["permitted_work"] = figure == "permitted-work"
    return person(claim, payments=[payment(str(Money(number)), str(value.start + timedelta(days=7)))])


def lost(rule: BenefitRule, value: DatedValue, pence: int, *, older: bool) -> str:
    """What a week's earnings take off a benefit with a personal rate."""
    day = payment(str(Money(pence)), str(value.start + timedelta(days=7)), worked=[])
    claim = {**ESA, "benefit": rule.id, "disregard": "single", "age_25_or_over": older}
    return str(finding(person(claim, payments=[day]))["reduction"])


def outcome(rule: BenefitRule, series: Series, value: DatedValue, pence: int) -> str:
    return finding(facts(rule, series, value, pence))["outcome"]


@pytest.mark.parametrize(("rule", "series", "value"), FIGURES)
def test_a_penny_under_at_and_over_every_figure(rule: BenefitRule, series: Series, value: DatedValue) -> None:
    assert rule.kind in TRIED, "say here how a penny either side is tried for this kind"
    if "personal-rate" in series.id:
        older = not series.id.endswith("under-25")
        at = [lost(rule, value, 5_00 + value.number + more, older=older) for more in (-1, 0, 1)]
        assert at == [str(Money(value.number - 1)), str(Money(value.number)), str(Money(value.number))]
        return
    if series.unit == "rate":
        left_out = 5_00 if rule.kind in {"weekly-reduction", "housing-benefit"} else 0
        found = finding(facts(rule, series, value, 50_00 + left_out))
        assert found["reduction"] == str(Money(50_00).times(value.value))
        return
    cliff = rule.kind in {"weekly-limit", "permitted-work"} or series.unit == "minutes"
    over = "above" if cliff else "reduces"
    assert outcome(rule, series, value, value.number - 1) == "near"
    assert outcome(rule, series, value, value.number) == "near"
    assert outcome(rule, series, value, value.number + 1) == over


@pytest.mark.parametrize(("rule", "series", "value"), LIMITS)
def test_warning_begins_at_the_penny_of_the_share(
    rule: BenefitRule, series: Series, value: DatedValue
) -> None:
    share = -(-value.number * rule.warn_share_percent // 100)
    assert outcome(rule, series, value, share) == "near"
    assert outcome(rule, series, value, share - 1) == "within"


@pytest.mark.parametrize(("rule", "series", "value"), FIGURES)
def test_a_figure_is_in_force_from_its_day_and_not_the_day_before(
    rule: BenefitRule, series: Series, value: DatedValue
) -> None:
    assert rule.value(series.id.removeprefix(f"{rule.id}."), value.start) == value
    assert rule.value(series.id.removeprefix(f"{rule.id}."), value.start - timedelta(days=1)) != value


@pytest.mark.parametrize(("rule", "series", "value"), THRESHOLDS)
def test_a_threshold_is_said_from_the_penny_that_reaches_it(
    rule: BenefitRule, series: Series, value: DatedValue
) -> None:
    first = value.number + (series.comparison == "passed")
    said = [_thresholds(rule, series, value, pence) for pence in (first - 1, first)]
    assert [value.parameter.id in ids for ids in said] == [False, True]


def _thresholds(rule: BenefitRule, series: Series, value: DatedValue, pence: int) -> list[str]:
    """The figures that a finding names about somebody without a work allowance."""
    paid_on = value.start + timedelta(days=7)
    claim = {**UC, "benefit": rule.id, "work_allowance": "none"}
    claim["assessment_period_starts_on_day"] = min(28, paid_on.day)
    couple = series.id.endswith("-couple")
    found = finding(person(claim, payments=[payment(str(Money(pence)), str(paid_on))], couple=couple))
    return [parameter["id"] for parameter in found["parameters"]]
