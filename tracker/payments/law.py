"""The rules in force, read for the pages that show them: figures, their history, what each rule covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tracker import rules
from tracker.errors import NotFound
from tracker.payments import checks
from tracker.payments.law_models import EnteredFigures
from tracker.rules import (
    CONFIDENCE_WORDS,
    LONGEST_GAP,
    LONGEST_YEAR,
    NATION_NAMES,
    TESTED_WORDS,
    BenefitRule,
    Coverage,
    PastReview,
    Series,
    ValueInForce,
    shown_value,
)

__all__ = [
    "CONFIDENCE_WORDS",
    "ENDS_WITHIN",
    "LONGEST_GAP",
    "LONGEST_YEAR",
    "NATION_NAMES",
    "TESTED_WORDS",
    "BenefitRule",
    "Change",
    "InForce",
    "Series",
    "a_year_later",
    "changes",
    "covered",
    "due",
    "ending",
    "in_force",
    "newest",
    "shown_value",
    "version",
]

# Figures of law seldom move further in a year, in percent; a slip of the keyboard often does.
_LARGE = 20

# So long before its last figure ends a rule is shown to whoever looks after them.
ENDS_WITHIN = timedelta(days=60)


@dataclass(frozen=True)
class InForce:
    """One rule on a day: its figures then, and whether its file covers that day."""

    rule: BenefitRule
    values: Sequence[ValueInForce]
    covers: bool


def in_force(on: date) -> list[InForce]:
    """Every rule with its figures as they stand on a day, by name."""
    book = checks.rulebook()
    values: dict[str, list[ValueInForce]] = {}
    for value in rules.values_in_force(book, on):
        values.setdefault(value.benefit, []).append(value)
    found = [InForce(one, values.get(one.id, []), on <= one.valid_through) for one in book.rules.values()]
    return sorted(found, key=lambda one: one.rule.name.casefold())


def covered(benefit: str) -> Coverage:
    """What the rule of one benefit covers. Raises NotFound."""
    rule = checks.rulebook().rules.get(benefit)
    if rule is None:
        raise NotFound("We hold no rule of that name.")
    return rules.coverage(rule)


@dataclass(frozen=True)
class Change:
    """One figure of an entry beside the one that stands; `share` is by how many percent it moves."""

    label: str
    unit: str
    before: str
    after: str
    share: int

    @property
    def is_large(self) -> bool:
        """Whether a figure moves further than figures of law do in a year: perhaps it was mistyped."""
        return abs(self.share) > _LARGE


def newest(rule: BenefitRule) -> dict[str, str]:
    """Each figure of a rule as it stands last, in words, by its id."""
    return {one.id: shown_value(one.unit, one.dated[-1].parameter.value) for one in rule.series.values()}


def changes(entered: EnteredFigures) -> list[Change]:
    """What an entry makes of each figure, beside the one that stood before it."""
    return [
        _change(one, entered.starts_on, entered.figures[name])
        for name, one in checks.rulebook().rules[entered.benefit].series.items()
        if name in entered.figures
    ]


def _change(series: Series, starts_on: date, after: str) -> Change:
    before = [one for one in series.dated if one.start < starts_on][-1].value
    moved = (Decimal(after) - before) * 100 / before if before else Decimal(0)
    return Change(series.label, series.unit, str(before), after, int(moved.to_integral_value()))


def a_year_later(day: date) -> date:
    """The same day of the next year; of 29 February, the day before."""
    return (
        day.replace(year=day.year + 1, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year + 1)
    )


def due(on: date) -> Sequence[PastReview]:
    """The rules whose day of review is past, the longest overdue first."""
    return rules.past_review(checks.rulebook(), on)


def ending(on: date) -> list[BenefitRule]:
    """The rules whose last figure ends within sixty days of a day, or has ended; the first to end first."""
    soon = [
        rule
        for rule in checks.rulebook().rules.values()
        if rule.series and not rule.ended_on and rule.valid_through - on <= ENDS_WITHIN
    ]
    return sorted(soon, key=lambda rule: (rule.valid_through, rule.name))


def left_aside() -> Sequence[str]:
    """What is wrong in the files entered on this instance, which are not used until it is mended."""
    return checks.rulebook_problems()


def version() -> str:
    """What the rulebook in force calls itself."""
    return checks.rulebook().version
