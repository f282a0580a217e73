"""The days of newly entered figures: each must go on from what is held, and say when to look again."""

from __future__ import annotations

from datetime import date

from tracker.errors import Invalid
from tracker.payments.law import LONGEST_GAP, LONGEST_YEAR, BenefitRule
from tracker.web.filters import day


def refuse_days(rule: BenefitRule, *, on: date, starts_on: date, known_to: date, review_by: date) -> None:
    """Raises Invalid, naming the day at fault and one that is right."""
    known = _known_before(rule)
    if starts_on <= known:
        raise Invalid(
            f"Enter a day after {day(known)}: what holds up to that day is known here already.",
            field="starts_on",
        )
    if starts_on > rule.valid_through + LONGEST_GAP:
        raise Invalid(
            f"Enter a day soon after {day(rule.valid_through)}: nothing is taken to hold in between.",
            field="starts_on",
        )
    if known_to < starts_on:
        raise Invalid(
            f"Enter a day after {day(starts_on)}, on which these figures begin.",
            field="known_to",
        )
    if known_to > starts_on + LONGEST_YEAR:
        raise Invalid(
            f"Enter a day not after {day(starts_on + LONGEST_YEAR)}: enter one year at a time.",
            field="known_to",
        )
    if review_by <= on:
        raise Invalid(
            f"Enter a day after {day(on)}: it says when this benefit is to be looked at again.",
            field="review_by",
        )


def _known_before(rule: BenefitRule) -> date:
    """The last day of which nothing new can be entered: of our own figures all, of those entered the last."""
    if not rule.entered_here or not rule.series:
        return rule.valid_through
    return max(series.dated[-1].start for series in rule.series.values())
