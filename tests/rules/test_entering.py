"""Figures entered on a screen are written as a rule file that extends the law, whatever they are."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import rules
from tracker.rules import BUILT_IN, BenefitRule, NewFigures

BOOK = rules.load()
EXTENDED = sorted(
    rule.id for rule in BOOK.rules.values() if not rule.ended_everywhere and rule.valid_through != date.max
)
_STEPS = {"pounds": Decimal("0.01"), "rate": Decimal("0.01"), "minutes": Decimal(1), "days": Decimal(1)}


def text_of(rule: BenefitRule) -> bytes:
    return (BUILT_IN / rule.file).read_bytes()


def new_for(rule: BenefitRule, numbers: list[int], days_later: int = 1) -> NewFigures:
    """New figures for every figure of a rule, of so many of the smallest step of its unit."""
    starts_on = rule.valid_through + timedelta(days=days_later)
    values = {
        name: _STEPS[series.unit] * numbers[place % len(numbers)]
        for place, (name, series) in enumerate(rule.series.items())
    }
    return NewFigures(
        starts_on=starts_on,
        values=values,
        source_title="An order, entered here",
        source_link="https://www.legislation.gov.uk/",
        read_on=starts_on - timedelta(days=60),
        known_to=starts_on + timedelta(days=360),
        review_by=starts_on + timedelta(days=300),
    )


@given(
    st.sampled_from(EXTENDED),
    st.lists(st.integers(0, 99), min_size=1, max_size=5),
    st.integers(1, 7),
)
def test_any_figures_of_any_benefit_extend_it_and_change_nothing_before(
    benefit: str, numbers: list[int], days_later: int
) -> None:
    held = BOOK.rules[benefit]
    new = new_for(held, numbers, days_later)
    rule = rules.later_rule(held.file, rules.with_figures(text_of(held), new))
    assert (rule.entered_here, rule.valid_through) == (True, new.known_to)
    read_again = (new.read_on, new.review_by) if not new.values else (held.verified_on, held.review_by)
    assert (rule.verified_on, rule.review_by) == read_again
    for name, series in held.series.items():
        later = rule.series[name]
        assert later.dated[:-1] == series.dated
        assert (later.dated[-1].start, later.dated[-1].value) == (new.starts_on, new.values[name])
        assert later.on(held.valid_through) == series.on(held.valid_through)
    for kept in ("id", "kind", "settings", "wording", "actions", "criteria", "cannot_test", "ended_on"):
        assert getattr(rule, kept) == getattr(held, kept)


@pytest.mark.parametrize("benefit", EXTENDED)
def test_a_second_year_extends_the_first(benefit: str) -> None:
    held = BOOK.rules[benefit]
    first = rules.with_figures(text_of(held), new_for(held, [50]))
    rule = rules.later_rule(held.file, first)
    second = rules.later_rule(held.file, rules.with_figures(first, new_for(rule, [60])))
    assert second.valid_through > rule.valid_through
    assert all(len(one.dated) == len(held.series[name].dated) + 2 for name, one in second.series.items())


def test_a_file_that_adds_nothing_is_refused() -> None:
    held = BOOK.rules["carers-allowance"]
    with pytest.raises(rules.RulebookError, match="the rulebook itself now knows"):
        rules.later_rule(held.file, text_of(held))


def test_a_benefit_that_ended_in_every_nation_has_no_figures_to_come() -> None:
    ended = {rule.id for rule in BOOK.rules.values() if rule.ended_everywhere}
    assert "tax-credits" in ended
    assert not ended & {"carers-allowance", "universal-credit", "housing-benefit"}
