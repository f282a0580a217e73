"""Benefits that shrink as earnings grow past a disregard: so many pence in each pound, no cliff.

Universal Credit is the main one: Universal Credit Regulations 2013 reg 22 (work allowance and taper),
reg 54 (earnings count in the assessment period in which they are received), one allowance a couple.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tracker.periods import AssessmentPeriods, Calendar
from tracker.rules.facts import Claim
from tracker.rules.kinds.base import near_or_within
from tracker.rules.kinds.buckets import Bucket
from tracker.rules.kinds.periodic import PeriodicKind
from tracker.rules.kinds.verdict import Verdict, no_value, sentence, unknown_of_payments
from tracker.rules.outcome import Outcome, Reason
from tracker.rules.rulebook import BenefitRule, DatedValue

NOTHING = ""
DAYS_OF_THE_MONTH = range(1, 32)


class Taper(PeriodicKind):
    """Reduction = R(all counted) - R(other earnings alone), each rounded half up to the penny."""

    name = "taper"
    settings = PeriodicKind.settings | {"disregard_fact", "disregards"}
    wording = PeriodicKind.wording | {"reduces", "reduces_at_most", "nothing_counted"}
    calendar_fact = "assessment_period_starts_on_day"
    a_year = 12
    spreads = False

    def problems(self, rule: BenefitRule) -> list[str]:
        """Also: every disregard must name a figure of the file, and there must be a rate."""
        named = {*rule.settings.get("disregards", {}).values(), "taper"} - {NOTHING}
        gone = sorted(named - rule.series.keys())
        return [*super().problems(rule), *(f"values.{name}: a setting names it; add it." for name in gone)]

    def calendars(self, rule: BenefitRule, claim: Claim) -> Sequence[Calendar]:
        """The person's assessment periods, or all 31 possible ones."""
        del rule
        day = claim.assessment_period_starts_on_day
        return every_assessment_period() if day is None else (AssessmentPeriods(day),)

    def judge(self, rule: BenefitRule, claim: Claim, bucket: Bucket, other: int) -> Verdict:
        """The loss in one assessment period, by the allowance in force on its first day."""
        rate = rule.value("taper", bucket.start)
        names = self._disregards(rule, claim)
        values = [rule.value(name, bucket.start) if name else None for name in names]
        if rate is None or bucket.latest > rule.valid_through or _lacking(names, values):
            return no_value(rule, bucket)
        allowances = sorted(value.number if value else 0 for value in values)
        low, high = int(bucket.low), int(bucket.high)
        verdict = Verdict(
            bucket,
            mild=_outcome(low, other, allowances[-1], rule.warn_share_percent),
            severe=_outcome(high, other, allowances[0], rule.warn_share_percent),
            counted=high + other,
            limit=allowances[0] if len(allowances) == 1 else None,
            reduction=reduction(high, other, allowances[0], rate),
            unknown=_open_facts(rule, bucket, names),
            missing=("other_earnings",) if claim.other_earnings is None else (),
            parameters=tuple(value.parameter for value in (*values, rate) if value),
        )
        verdict.reasons = [_explain(rule, verdict)]
        return verdict

    def _disregards(self, rule: BenefitRule, claim: Claim) -> tuple[str, ...]:
        """The figure that applies to the person, or every one that may."""
        choices = rule.settings["disregards"]
        stated = getattr(claim, rule.settings["disregard_fact"])
        return (choices[stated],) if stated in choices else tuple(choices.values())


@cache
def every_assessment_period() -> tuple[AssessmentPeriods, ...]:
    """The calendars of all days on which an assessment period may start."""
    return tuple(AssessmentPeriods(day) for day in DAYS_OF_THE_MONTH)


def reduction(ours: int, other: int, allowance: int, rate: DatedValue) -> int:
    """The pence of benefit that our payments cost, other earnings having first use of the allowance."""
    numerator, denominator = rate.ratio
    with_ours, without = max(0, ours + other - allowance), max(0, other - allowance)
    double = 2 * denominator
    with_ours = (2 * with_ours * numerator + denominator) // double
    return with_ours - (2 * without * numerator + denominator) // double


def _open_facts(rule: BenefitRule, bucket: Bucket, names: tuple[str, ...]) -> tuple[str, ...]:
    allowance = (rule.settings["disregard_fact"],) if len(names) > 1 else ()
    return allowance + unknown_of_payments(bucket)


def _lacking(names: tuple[str, ...], values: list[DatedValue | None]) -> bool:
    return any(name and value is None for name, value in zip(names, values, strict=True))


def _outcome(ours: int, other: int, allowance: int, share: int) -> Outcome:
    if ours + other > allowance:
        return Outcome.REDUCES if ours else Outcome.WITHIN
    return near_or_within(ours + other, allowance, share)


def _explain(rule: BenefitRule, verdict: Verdict) -> Reason:
    bucket = verdict.bucket
    key = str(verdict.severe)
    if not bucket.high:
        key = "nothing_counted"
    elif verdict.severe is Outcome.REDUCES and verdict.limit is None:
        key = "reduces_at_most"
    return sentence(rule, key, verdict)
