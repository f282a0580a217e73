"""What the rulebook holds, as lists for people: values in force, and what should be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.rules.rulebook import Rulebook, Series


@dataclass(frozen=True, slots=True)
class ValueInForce:
    """A figure of the law on a day; `value` is None where we hold none for it."""

    benefit: str
    benefit_name: str
    id: str
    label: str
    unit: str
    comparison: str
    law: str
    value: str | None
    start: date | None
    source_title: str | None
    source_link: str | None
    verified_on: date | None
    confidence: str | None


@dataclass(frozen=True, slots=True)
class PastReview:
    """A rule file that should have been held against the law again by `review_by`."""

    benefit: str
    benefit_name: str
    file: str
    review_by: date
    valid_through: date


def values_in_force(rulebook: Rulebook, on: date) -> list[ValueInForce]:
    """Every figure of every benefit as it stands on a day, in order of benefit."""
    return [
        _in_force(rule.id, rule.name, series, on)
        for rule in rulebook.rules.values()
        for series in rule.series.values()
    ]


def past_review(rulebook: Rulebook, on: date) -> list[PastReview]:
    """The rule files whose `review_by` lies before a day, the longest overdue first."""
    overdue = [rule for rule in rulebook.rules.values() if rule.review_by < on]
    return [
        PastReview(rule.id, rule.name, rule.file, rule.review_by, rule.valid_through)
        for rule in sorted(overdue, key=lambda rule: rule.review_by)
    ]


def _in_force(benefit: str, name: str, series: Series, on: date) -> ValueInForce:
    value = series.on(on)
    return ValueInForce(
        benefit=benefit,
        benefit_name=name,
        id=series.id,
        label=series.label,
        unit=series.unit,
        comparison=series.comparison,
        law=series.law,
        value=value.parameter.value if value else None,
        start=value.start if value else None,
        source_title=value.source_title if value else None,
        source_link=value.source_link if value else None,
        verified_on=value.verified_on if value else None,
        confidence=value.confidence if value else None,
    )
