"""Permitted work: three routes by which a week of work leaves an incapacity benefit as it was.

ESA Regulations 2013 reg 39, ESA Regulations 2008 reg 45: (i) up to the lower limit, whatever the hours;
(ii) up to the higher limit and under 16 hours; (iii) up to the higher limit, supported, whatever the
hours. Past all three, the week's entitlement is at risk.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from tracker.rules.kinds.base import Question, near_or_within
from tracker.rules.kinds.buckets import Bucket
from tracker.rules.kinds.verdict import Verdict, as_far_as_known, no_value, undecisive, unknown_of_payments
from tracker.rules.kinds.working_weeks import (
    Hours,
    WorkingWeeks,
    net_range,
    unknown_hours,
    unknown_pension,
)
from tracker.rules.outcome import Outcome, worse
from tracker.rules.rulebook import BenefitRule

LOWER, HIGHER, HOURS = "lower-limit", "higher-limit", "hours-limit"
LIMITS = (LOWER, HIGHER, HOURS)
FIGURES = {
    LOWER: ("pounds", "at-most", "down"),
    HIGHER: ("pounds", "at-most", "down"),
    HOURS: ("minutes", "at-most", "none"),
}


class PermittedWork(WorkingWeeks):
    """A week passes by any one of the three routes."""

    name = "permitted-work"
    settings: ClassVar[frozenset[str]] = WorkingWeeks.settings | {"supported_route"}
    wording: ClassVar[frozenset[str]] = WorkingWeeks.wording | {
        "above", "above_hours", "within_lower", "whichever_week"
    }  # fmt: skip

    def problems(self, rule: BenefitRule) -> list[str]:
        """Also: the file must hold the two limits and the hours."""
        gone = sorted(FIGURES.keys() - rule.series.keys())
        wrong = [
            f"values.{name}: this kind compares {', '.join(FIGURES[name])}."
            for name, series in rule.series.items()
            if FIGURES.get(name) != (series.unit, series.comparison, series.rounding)
        ]
        absent = [f"values.{name}: this kind of rule needs it; add it." for name in gone]
        return [*super().problems(rule), *absent, *wrong]

    def judge_week(self, question: Question, bucket: Bucket, other: int | Fraction, hours: Hours) -> Verdict:
        """The answer for one week, by the limits in force on its first day and on its last.

        They differ in a week in which the minimum wage rises; what the law means there is in doubt.
        """
        rule, claim = question.rule, question.claim
        lower, higher, longest = rule.values(LIMITS, bucket.start)
        if lower is None or higher is None or longest is None:
            return no_value(question, bucket)
        last = rule.value(HIGHER, bucket.period.end) or higher
        low, high = net_range(question, bucket.low + other, bucket.high + other)
        least, most = int(low // 4), int(high // 4)
        told = claim.other_minutes_per_week or 0
        # Work past the hours counts with the fee for it, if the office looks at the week worked.
        elsewhere = sum([item.high for item in hours.paid_for if item in bucket.idle]) if bucket.idle else 0
        supported = claim.supported_permitted_work
        if supported and not rule.settings["supported_route"]:
            # Our sources do not hold that route for this benefit, so it is tried with and without.
            supported = None
        figures = (lower.number, higher.number, longest.number)
        minutes, up_to = hours.least + told, hours.most + told
        severe = mild = _outcome(rule, figures, (most, most + elsewhere), up_to, supported=supported is True)
        unknown: tuple[str, ...] = ()
        if least != most or up_to != minutes or supported is None or last is not higher or elsewhere:
            unknown = (
                *unknown_of_payments(bucket),
                *(unknown_pension(claim) if most else ()),
                *unknown_hours(hours),
                *(("supported_permitted_work",) if supported is None else ()),
                *(("limit_in_april",) if last is not higher else ()),
                *(("week_of_the_fee",) if elsewhere else ()),
            )
            figures = (lower.number, last.number, longest.number)
            mild = _outcome(rule, figures, (least, least), minutes, supported=supported is not False)
        by_lower = severe[1] == "within_lower"
        risen = () if last is higher else (last.parameter,)
        verdict = Verdict(
            bucket,
            mild=mild[0],
            severe=severe[0],
            counted=most,
            limit=(lower if by_lower else higher).number,
            minutes_counted=minutes,
            minutes_limit=None if supported or by_lower else longest.number,
            unknown=unknown,
            missing=_undecisive(question, bucket),
            parameters=rule.parameters(LIMITS, bucket.start) + risen,
            key=severe[1],
        )
        return as_far_as_known(question, verdict)

    def explain(self, question: Question, verdict: Verdict) -> list[str]:
        """The route that the week passes by or the test that it fails, and that the week was tried."""
        whichever = ["whichever_week"] if question.claim.week_ends_on is None else []
        return [verdict.key or str(verdict.severe), *whichever]


def _outcome(
    rule: BenefitRule, limits: tuple[int, int, int], money: tuple[int, int], minutes: int, *, supported: bool
) -> tuple[Outcome, str]:
    """What one set of facts gives, with the key of its sentence.

    `money` is what counts in the week, and that with what is paid elsewhere for the week's work.
    """
    (lower, higher, longest), (counted, for_the_work) = limits, money
    share = rule.warn_share_percent
    if counted > higher:
        return Outcome.ABOVE, "above"
    by_money = near_or_within(counted, higher, share)
    if supported:
        return by_money, str(by_money)
    if minutes <= longest:
        by_time = near_or_within(minutes, longest, share)
        # Under the lower limit the hours are not looked at, so that they cannot be near.
        both = by_money if counted <= lower else worse(by_money, by_time)
        return both, str(both)
    if for_the_work <= lower:
        return near_or_within(counted, lower, share), "within_lower"
    return Outcome.ABOVE, "above_hours"


def _undecisive(question: Question, bucket: Bucket) -> tuple[str, ...]:
    told = question.claim.other_minutes_per_week is not None
    return undecisive(question, bucket) + (() if told else ("other_minutes_per_week",))
