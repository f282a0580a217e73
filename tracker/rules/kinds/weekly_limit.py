"""Weekly benefits with a cliff: a penny over the limit and the whole week is lost.

Carer's Allowance (Invalid Care Allowance Regulations 1976 reg 8(1)) and Carer Support Payment. Net
earnings are after half of pension contributions and after care costs up to half of what is then left
(Computation of Earnings Regulations 1996 reg 10(3)-(4)); a fraction of a penny is ignored.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from tracker.periods import WEEKDAYS, Calendar, Weeks
from tracker.rules.facts import Claim
from tracker.rules.kinds.base import near_or_within
from tracker.rules.kinds.buckets import Bucket
from tracker.rules.kinds.periodic import PeriodicKind
from tracker.rules.kinds.verdict import Verdict, no_value, sentence, unknown_of_payments
from tracker.rules.outcome import Outcome, Reason
from tracker.rules.rulebook import BenefitRule

LIMIT = "earnings-limit"
DEDUCTIONS = ("care_costs_per_week", "pension_per_week")


class WeeklyLimit(PeriodicKind):
    """Net earnings of a benefit week against an inclusive limit, in pence."""

    name = "weekly-limit"
    wording = PeriodicKind.wording | {"above", "more_weeks", "whichever_week"}
    calendar_fact = "week_ends_on"
    a_year = 52
    spreads = True

    def problems(self, rule: BenefitRule) -> list[str]:
        """Also: the file must hold the limit."""
        gone = [] if LIMIT in rule.series else [f'values."{LIMIT}": this kind of rule needs it; add it.']
        return [*super().problems(rule), *gone]

    def calendars(self, rule: BenefitRule, claim: Claim) -> Sequence[Calendar]:
        """The person's benefit weeks, or all seven possible ones."""
        del rule
        day = claim.week_ends_on
        return every_week() if day is None else (Weeks(WEEKDAYS.index(day)),)

    def judge(self, rule: BenefitRule, claim: Claim, bucket: Bucket, other: int) -> Verdict:
        """The answer for one benefit week, by the limit in force on its first day."""
        limit = rule.value(LIMIT, bucket.start)
        if limit is None or bucket.latest > rule.valid_through:
            return no_value(rule, bucket)
        least = net_of(bucket.low + other, claim, unknown_at_most=True)
        most = net_of(bucket.high + other, claim, unknown_at_most=False)
        verdict = Verdict(
            bucket,
            mild=_outcome(least, limit.number, rule.warn_share_percent),
            severe=_outcome(most, limit.number, rule.warn_share_percent),
            counted=most,
            limit=limit.number,
            unknown=_unknown_deductions(claim) + unknown_of_payments(bucket),
            missing=("other_earnings",) if claim.other_earnings is None else (),
            parameters=(limit.parameter,),
        )
        verdict.weeks_affected = weeks_affected(verdict, limit.number)
        verdict.reasons = _explain(rule, claim, verdict)
        return verdict


@cache
def every_week() -> tuple[Weeks, ...]:
    """The calendars of all days on which a benefit week may end, Monday-to-Sunday weeks first."""
    return tuple(Weeks(day) for day in reversed(range(7)))


def net_of(earnings: int | Fraction, claim: Claim, *, unknown_at_most: bool) -> int:
    """Whole pence after deductions, unknown ones tried as nil or, with `unknown_at_most`, as their most."""
    pension, care = claim.pension_per_week, claim.care_costs_per_week
    # In quarters of a penny, because half of a half is taken.
    quarters = 4 * earnings
    if pension is not None:
        quarters = max(quarters - 2 * pension.pence, 0 * quarters)
    elif unknown_at_most:
        quarters = quarters / 2 if isinstance(quarters, Fraction) else quarters // 2
    if care is None:
        return int(quarters // 8 if unknown_at_most else quarters // 4)
    if not care.pence:
        return int(quarters // 4)
    half = Fraction(quarters) / 2
    return int((quarters - min(Fraction(4 * care.pence), half)) // 4)


def weeks_affected(verdict: Verdict, limit: int) -> int:
    """How many weeks are lost: this one if over, more where one-off sums are large.

    Computation of Earnings Regulations 1996 reg 6(2)(b): the sum over the limit and a penny, any
    fraction left out.
    """
    if verdict.severe is not Outcome.ABOVE:
        return 0
    return max(1, verdict.bucket.lumps // (limit + 1))


def _outcome(counted: int, limit: int, share: int) -> Outcome:
    return Outcome.ABOVE if counted > limit else near_or_within(counted, limit, share)


def _unknown_deductions(claim: Claim) -> tuple[str, ...]:
    return tuple(name for name in DEDUCTIONS if getattr(claim, name) is None)


def _explain(rule: BenefitRule, claim: Claim, verdict: Verdict) -> list[Reason]:
    reasons = [sentence(rule, str(verdict.severe), verdict)]
    if (verdict.weeks_affected or 0) > 1:
        reasons.append(rule.reason("more_weeks", weeks=verdict.weeks_affected))
    if claim.week_ends_on is None:
        reasons.append(rule.reason("whichever_week"))
    return reasons
