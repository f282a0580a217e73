"""What each kind of rule asks of its file, said key by key."""

from dataclasses import replace
from typing import Any

import pytest

from tests.rules.build import BOOK
from tracker.rules.kinds import CLAIM_KINDS
from tracker.rules.rulebook import BenefitRule


def problems(benefit: str, **more: Any) -> list[str]:
    rule: BenefitRule = replace(BOOK.rules[benefit], **more)
    return CLAIM_KINDS[rule.kind].problems(rule)


def with_figure(benefit: str, figure: str, **more: Any) -> list[str]:
    series = BOOK.rules[benefit].series
    return problems(benefit, series={**series, figure: replace(series[figure], **more)})


def with_setting(benefit: str, setting: str, value: object) -> list[str]:
    return problems(benefit, settings={**BOOK.rules[benefit].settings, setting: value})


@pytest.mark.parametrize("benefit", sorted(BOOK.rules))
def test_no_file_that_we_hold_is_refused(benefit: str) -> None:
    if BOOK.rules[benefit].kind in CLAIM_KINDS:
        assert problems(benefit) == []


def test_a_rule_that_counts_money_needs_figures_and_a_date() -> None:
    assert "values: a rule that counts money needs figures; add them." in problems(
        "carers-allowance", series={}
    )
    assert with_setting("carers-allowance", "counts_by", "hope") == [
        "settings.counts_by: write received_on or due_on."
    ]


def test_permitted_work_compares_two_sums_and_a_number_of_minutes() -> None:
    assert with_figure("new-style-esa", "lower-limit", rounding="none") == [
        "values.lower-limit: this kind compares pounds, at-most, down."
    ]
    series = dict(BOOK.rules["new-style-esa"].series)
    del series["hours-limit"]
    assert problems("new-style-esa", series=series) == [
        "values.hours-limit: this kind of rule needs it; add it."
    ]


@pytest.mark.parametrize("more", [{"unit": "minutes"}, {"comparison": "disregard"}])
def test_days_worked_compares_days(more: dict[str, Any]) -> None:
    said = ["values.days: this kind of rule compares days, at-most; add it."]
    assert with_figure("maternity-allowance", "days", **more) == said
    assert problems("maternity-allowance", series={})[-1:] == said


@pytest.mark.parametrize(
    ("weeks", "fine"), [(1, True), (0, False), (-1, False), ("39", False), (None, False)]
)
def test_days_worked_needs_the_longest_number_of_weeks(weeks: object, *, fine: bool) -> None:
    said = [] if fine else ["settings.longest_weeks: write a number."]
    assert with_setting("maternity-allowance", "longest_weeks", weeks) == said


def test_a_taper_wants_its_figures_in_one_form() -> None:
    (said,) = with_figure("universal-credit", "taper", rounding="down")
    assert said == 'values."taper": this kind wants unit, comparison and rounding rate, rate, half-up.'


@pytest.mark.parametrize("more", [{"rounding": "down"}, {"unit": "minutes"}, {"comparison": "at-most"}])
def test_a_threshold_has_one_form(more: dict[str, Any]) -> None:
    assert with_figure("universal-credit", "threshold.gateway", **more) == [
        'values."threshold.gateway": a threshold is in pounds, reached-at or passed, rounding none.'
    ]


@pytest.mark.parametrize("key", ["threshold_gateway", "thresholds_unknown"])
def test_a_threshold_needs_its_sentences(key: str) -> None:
    wording = {name: text for name, text in BOOK.rules["universal-credit"].wording.items() if name != key}
    assert problems("universal-credit", wording=wording) == [f"wording.{key}: a threshold needs it; add it."]
