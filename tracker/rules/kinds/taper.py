"""Benefits that shrink as earnings grow past a disregard: so many pence in each pound, no cliff.

Universal Credit is the main one: Universal Credit Regulations 2013 reg 22 (work allowance and taper),
reg 54 (earnings count in the assessment period in which they are received), one allowance a couple.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import ClassVar

from tracker.periods import AssessmentPeriods, Calendar
from tracker.rules.counting import rounded
from tracker.rules.facts import Payment
from tracker.rules.kinds import thresholds
from tracker.rules.kinds.base import Question, near_or_within
from tracker.rules.kinds.buckets import Bucket
from tracker.rules.kinds.periodic import CLAIM_FACTS, MoneyKind
from tracker.rules.kinds.verdict import Verdict, no_value, undecisive, unknown_of_payments
from tracker.rules.outcome import Finding, Outcome
from tracker.rules.rulebook import BenefitRule, DatedValue

RATE = "taper"
NOTHING = ""
# The unit, comparison and rounding that this kind gives to figures.
DISREGARD = ("pounds", "disregard", "none")
TAPER_RATE = ("rate", "rate", "half-up")
DAYS_OF_THE_MONTH = range(1, 32)


class Taper(MoneyKind):
    """Reduction = R(all counted) - R(other earnings alone), each rounded half up to the penny."""

    name = "taper"
    settings: ClassVar[frozenset[str]] = MoneyKind.settings | {"disregard_fact", "disregards"}
    wording: ClassVar[frozenset[str]] = MoneyKind.wording | {
        "reduces", "reduces_from_nothing", "reduces_at_most", "reduces_by_nothing", "nothing_counted",
        "couple", "reported_apart", "whichever_month"
    }  # fmt: skip
    calendar_fact = "assessment_period_starts_on_day"
    a_year = 12
    spreads = False

    def problems(self, rule: BenefitRule) -> list[str]:
        """Also: every disregard must name a figure of the file, and there must be a rate."""
        disregards = rule.settings.get("disregards")
        if not isinstance(disregards, dict) or not all(isinstance(one, str) for one in disregards.values()):
            return [*super().problems(rule), "settings.disregards: write a table of figures by fact."]
        named = {*disregards.values(), RATE} - {NOTHING}
        gone = sorted(named - rule.series.keys())
        known = rule.settings.get("disregard_fact") in CLAIM_FACTS
        fact = [] if known else ["settings.disregard_fact: name a fact of a benefit in the facts document."]
        absent = [f'values."{name}": a setting or the kind needs it; add it.' for name in gone]
        figures = [*_wrong_figures(rule), *thresholds.problems(rule)]
        return [*super().problems(rule), *fact, *absent, *figures]

    def calendars(self, question: Question) -> Sequence[Calendar]:
        """The person's assessment periods, or all 31 possible ones."""
        day = question.claim.assessment_period_starts_on_day
        return every_assessment_period() if day is None else (AssessmentPeriods(day),)

    def judge(self, question: Question, bucket: Bucket, other: int | Fraction) -> Verdict:
        """The loss in one assessment period, by the allowance in force on its first day."""
        rule = question.rule
        rate = rule.value(RATE, bucket.start)
        names = _disregards(question)
        values = rule.values(names, bucket.start)
        if rate is None or bucket.latest > rule.valid_through or _lacking(names, values):
            return no_value(question, bucket)
        allowances = sorted([value.number if value else 0 for value in values])
        low, high = int(bucket.low), int(bucket.high)
        counted, share = rounded(high + other), rule.warn_share_percent
        severe = mild = _outcome(high, counted, allowances[0], share)
        if low != high or len(allowances) > 1:
            mild = _outcome(low, rounded(low + other), allowances[-1], share)
        return Verdict(
            bucket,
            mild=mild,
            severe=severe,
            counted=counted,
            limit=allowances[0] if len(allowances) == 1 else None,
            reduction=reduction(high, other, allowances[0], rate),
            unknown=_open_facts(question, names) + unknown_of_payments(bucket),
            missing=undecisive(question, bucket),
            parameters=rule.parameters((*names, RATE), bucket.start),
        )

    def finish(self, question: Question, verdict: Verdict, finding: Finding) -> Finding:
        """Also: which thresholds the period's earnings reach."""
        return thresholds.said(question, verdict, finding)

    def explain(self, question: Question, verdict: Verdict) -> list[str]:
        """The answer; that a couple share the allowance or payroll reports elsewhere; what was tried."""
        keys = [_key(verdict)]
        if question.case.facts.couple:
            keys.append("couple")
        bucket = verdict.bucket
        by_payroll = [item.payment for item in bucket.items if item.payment.method == "payroll"]
        if by_payroll and any(_reported_apart(payment, bucket) for payment in by_payroll):
            keys.append("reported_apart")
        if question.claim.assessment_period_starts_on_day is None:
            keys.append("whichever_month")
        return keys


@cache
def every_assessment_period() -> tuple[AssessmentPeriods, ...]:
    """The calendars of all days on which an assessment period may start."""
    return tuple(AssessmentPeriods(day) for day in DAYS_OF_THE_MONTH)


def reduction(ours: int, other: int | Fraction, allowance: int, rate: DatedValue) -> int:
    """The pence of benefit that our payments cost, other earnings having first use of the allowance."""
    return _tapered(ours + other - allowance, rate) - _tapered(other - allowance, rate)


def _wrong_figures(rule: BenefitRule) -> list[str]:
    """Figures that this kind would use otherwise than their file says."""
    wanted = dict.fromkeys(rule.series, DISREGARD) | {RATE: TAPER_RATE}
    return [
        f'values."{name}": this kind wants unit, comparison and rounding {", ".join(wanted[name])}.'
        for name, series in rule.series.items()
        if not thresholds.is_one(name) and (series.unit, series.comparison, series.rounding) != wanted[name]
    ]


def _tapered(excess: int | Fraction, rate: DatedValue) -> int:
    """The rate of what is above the allowance, rounded half up to the penny."""
    numerator, denominator = rate.ratio
    return 0 if excess <= 0 else int((2 * excess * numerator + denominator) // (2 * denominator))


def _disregards(question: Question) -> tuple[str, ...]:
    """The figure that applies to the person, or every one that may."""
    settings = question.rule.settings
    stated = getattr(question.claim, settings["disregard_fact"])
    choices: dict[str, str] = settings["disregards"]
    return (choices[stated],) if stated in choices else tuple(choices.values())


def _open_facts(question: Question, names: tuple[str, ...]) -> tuple[str, ...]:
    return (question.rule.settings["disregard_fact"],) if len(names) > 1 else ()


def _lacking(names: tuple[str, ...], values: tuple[DatedValue | None, ...]) -> bool:
    return not all(values) and any(name and value is None for name, value in zip(names, values, strict=True))


def _outcome(ours: int, counted: int, allowance: int, share: int) -> Outcome:
    if counted > allowance:
        return Outcome.REDUCES if ours else Outcome.WITHIN
    return near_or_within(counted, allowance, share)


def _reported_apart(payment: Payment, bucket: Bucket) -> bool:
    """Whether the payer's payroll return of a payment lies in another period than its receipt."""
    reported = payment.reported_to_hmrc_on
    return reported is not None and reported not in bucket.period


def _key(verdict: Verdict) -> str:
    if not verdict.bucket.high:
        return "nothing_counted"
    if verdict.severe is not Outcome.REDUCES:
        return str(verdict.severe)
    if not verdict.reduction:
        return "reduces_by_nothing"
    if verdict.limit is None:
        return "reduces_at_most"
    return "reduces" if verdict.limit else "reduces_from_nothing"
