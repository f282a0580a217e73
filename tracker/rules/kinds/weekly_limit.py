"""Weekly benefits with a cliff: a penny over the limit and the whole week is lost.

Carer's Allowance (Invalid Care Allowance Regulations 1976 reg 8(1)) and Carer Support Payment. Net
earnings are after half of pension contributions and after care costs up to half of what is then left
(Computation of Earnings Regulations 1996 reg 10(3)-(4)); a fraction of a penny is ignored.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import ClassVar

from tracker.periods import WEEKDAYS, Calendar, Weeks
from tracker.rules.facts import Claim
from tracker.rules.kinds.base import Question, near_or_within
from tracker.rules.kinds.buckets import Bucket
from tracker.rules.kinds.periodic import MoneyKind
from tracker.rules.kinds.verdict import Verdict, as_far_as_known, no_value, undecisive, unknown_of_payments
from tracker.rules.outcome import Outcome
from tracker.rules.rulebook import BenefitRule

LIMIT = "earnings-limit"


class WeeklyLimit(MoneyKind):
    """Net earnings of a benefit week against an inclusive limit, in pence."""

    name = "weekly-limit"
    wording: ClassVar[frozenset[str]] = MoneyKind.wording | {
        "above", "no_whole_week", "one_whole_week", "more_weeks", "fewer_weeks", "whichever_week"
    }  # fmt: skip
    calendar_fact = "week_ends_on"
    a_year = 52
    spreads = True

    def problems(self, rule: BenefitRule) -> list[str]:
        """Also: the file must hold the limit."""
        limit = rule.series.get(LIMIT)
        if limit is None:
            return [*super().problems(rule), f"values.{LIMIT}: this kind of rule needs it; add it."]
        right = (limit.unit, limit.comparison, limit.rounding) == ("pounds", "at-most", "down")
        wrong = [] if right else [f"values.{LIMIT}: this kind compares pounds, at-most, rounding down."]
        return [*super().problems(rule), *wrong]

    def calendars(self, question: Question) -> Sequence[Calendar]:
        """The person's benefit weeks, or all seven possible ones."""
        day = question.claim.week_ends_on
        return every_week() if day is None else (Weeks(WEEKDAYS.index(day)),)

    def judge(self, question: Question, bucket: Bucket, other: int | Fraction) -> Verdict:
        """The answer for one benefit week, by the limit in force on its first day."""
        rule, claim = question.rule, question.claim
        limit = rule.value(LIMIT, bucket.start)
        if limit is None:
            return no_value(question, bucket)
        unknown = _unknown_deductions(claim) + unknown_of_payments(bucket)
        most = net_of(bucket.high + other, claim, unknown_at_most=False)
        least = net_of(bucket.low + other, claim, unknown_at_most=True) if unknown else most
        severe = _outcome(most, limit.number, rule.warn_share_percent)
        verdict = Verdict(
            bucket,
            mild=_outcome(least, limit.number, rule.warn_share_percent),
            severe=severe,
            counted=most,
            limit=limit.number,
            weeks_affected=weeks_affected(bucket, limit.number) if severe is Outcome.ABOVE else 0,
            unknown=unknown,
            missing=undecisive(question, bucket),
            parameters=(limit.parameter,),
        )
        return as_far_as_known(question, verdict)

    def explain(self, question: Question, verdict: Verdict) -> list[str]:
        """The answer, what one-off sums are over whole weeks, and that the week's end had to be tried."""
        keys = [str(verdict.severe)]
        if verdict.weeks_affected and verdict.limit is not None and verdict.bucket.lumps:
            keys += _over_whole_weeks(question.claim, verdict.bucket.lumps // (verdict.limit + 1))
        if question.claim.week_ends_on is None:
            keys.append("whichever_week")
        return keys


@cache
def every_week() -> tuple[Weeks, ...]:
    """The calendars of all days on which a benefit week may end, Monday-to-Sunday weeks first."""
    return tuple(Weeks(day) for day in reversed(range(7)))


def net_of(earnings: int | Fraction, claim: Claim, *, unknown_at_most: bool) -> int:
    """Whole pence after deductions, a fraction being left out; unknown ones as in `net_in_quarters`."""
    return int(net_in_quarters(earnings, claim, unknown_at_most=unknown_at_most) // 4)


def net_in_quarters(earnings: int | Fraction, claim: Claim, *, unknown_at_most: bool) -> int | Fraction:
    """Earnings after deductions in quarters of a penny, because half of a half is taken.

    Unknown deductions are tried as nil or, with `unknown_at_most`, as their most.
    """
    pension, care = claim.pension_per_week, claim.care_costs_per_week
    quarters = 4 * earnings
    if pension is not None:
        if pension.pence:
            quarters = max(quarters - 2 * pension.pence, 0 * quarters)
    elif unknown_at_most:
        quarters = _half(quarters)
    if care is None:
        return _half(quarters) if unknown_at_most else quarters
    if not care.pence:
        return quarters
    return quarters - min(4 * care.pence, _half(quarters))


def _half(quarters: int | Fraction) -> int | Fraction:
    """Half of it exactly: whole quarters stay even until they have been halved twice."""
    return quarters / 2 if isinstance(quarters, Fraction) else quarters // 2


def weeks_affected(bucket: Bucket, limit: int) -> int:
    """How many weeks are lost where this one is: more than one where one-off sums are large.

    Computation of Earnings Regulations 1996 reg 6(2)(b): the sum over the limit and a penny, any
    fraction left out.
    """
    return max(1, bucket.lumps // (limit + 1))


def _over_whole_weeks(claim: Claim, weeks: int) -> list[str]:
    """What one-off sums come to over whole weeks; deductions, told or not, can make it fewer than we say."""
    if not weeks:
        return ["no_whole_week"]
    deducted = any(off is None or off.pence for off in (claim.care_costs_per_week, claim.pension_per_week))
    return ["one_whole_week" if weeks == 1 else "more_weeks", *(["fewer_weeks"] if deducted else [])]


def _outcome(counted: int, limit: int, share: int) -> Outcome:
    return Outcome.ABOVE if counted > limit else near_or_within(counted, limit, share)


def _unknown_deductions(claim: Claim) -> tuple[str, ...]:
    care = () if claim.care_costs_per_week is not None else ("care_costs_per_week",)
    return care if claim.pension_per_week is not None else (*care, "pension_per_week")
