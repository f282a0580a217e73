"""Weekly benefits that shrink past a small disregard: pound for pound, or by a taper.

Jobseeker's Allowance (JSA Regulations 2013), Income Support, Pension Credit (State Pension Credit
Regulations 2002 Sch VI). Some also end at so many hours of work, and some cannot lose more than a rate.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from tracker.rules.kinds.base import Question, age_on, near_or_within
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
from tracker.rules.rulebook import BenefitRule, DatedValue

RATE, HOURS = "taper", "hours-limit"
OLDER_FROM = 25
AGE = ("age_25_or_over",)
NOTHING_LOST = [[0]]
NO_CAP: list[DatedValue | None] = [None]
OLDER, YOUNGER = "personal-rate.25-or-over", "personal-rate.under-25"
# The possible disregards in pence, the figures that they come from, and the facts that decide.
LeftOut = tuple[list[int], list[DatedValue], tuple[str, ...]]


class WeeklyReduction(WorkingWeeks):
    """Reduction = R(all counted) - R(other earnings alone), R rounded half up and never above the rate."""

    name = "weekly-reduction"
    settings: ClassVar[frozenset[str]] = WorkingWeeks.settings | {
        "disregards",
        "higher_with",
        "higher_perhaps_with",
    }
    wording: ClassVar[frozenset[str]] = WorkingWeeks.wording | {
        "within_whichever", "near_whichever", "reduces", "reduces_at_most", "reduces_no_more",
        "nothing_counted", "above_hours", "whichever_week"
    }  # fmt: skip

    def problems(self, rule: BenefitRule) -> list[str]:
        """Also: every disregard must name a figure of the file, and there must be a rate."""
        disregards = rule.settings.get("disregards")
        if not isinstance(disregards, dict) or not all(isinstance(one, str) for one in disregards.values()):
            return [*super().problems(rule), "settings.disregards: write a table of figures by fact."]
        gone = sorted({*disregards.values(), RATE} - rule.series.keys())
        absent = [f'values."{name}": a setting or the kind needs it; add it.' for name in gone]
        return [*super().problems(rule), *absent]

    def judge_week(self, question: Question, bucket: Bucket, other: int | Fraction, hours: Hours) -> Verdict:
        """The answer for one week, by the figures in force on its first day."""
        rule, claim = question.rule, question.claim
        left_out = self.left_out(question, bucket)
        rate = rule.value(RATE, bucket.start)
        if left_out is None or rate is None:
            return no_value(question, bucket)
        allowances, used, open_facts = left_out
        lowest, highest = net_range(question, bucket.low + other, bucket.high + other)
        before = net_range(question, other, other)[1] if other else 0
        most = _pence(highest)
        least = most if lowest == highest else _pence(lowest)
        caps = _caps(question, bucket)
        losses = NOTHING_LOST
        if highest > 4 * allowances[0]:
            losses = [_losses((before, highest), allowance, rate, caps) for allowance in allowances]
        told = claim.other_minutes_per_week or 0
        longest = rule.value(HOURS, bucket.start) if HOURS in rule.series else None
        severe = mild = _outcome(rule, bucket.high, most, allowances[0], hours.most + told, longest)
        unknown: tuple[str, ...] = ()
        if bucket.low != bucket.high or least != most or len(allowances) > 1 or hours.untold:
            mild = _outcome(rule, bucket.low, least, allowances[-1], hours.least + told, longest)
            unknown = (
                *unknown_of_payments(bucket),
                *open_facts,
                *(unknown_pension(claim) if most else ()),
                *(unknown_hours(hours) if longest else ()),
            )
        verdict = Verdict(
            bucket,
            mild=mild,
            severe=severe,
            counted=most,
            limit=allowances[0] if len(allowances) == 1 else None,
            reduction=max(map(max, losses)),
            minutes_counted=hours.least + told if longest else None,
            minutes_limit=longest.number if longest else None,
            unknown=unknown,
            missing=(*_age_matters(losses), *_undecisive(question, bucket, longest)),
            parameters=tuple([one.parameter for one in (*used, rate, longest, *caps) if one is not None]),
        )
        return as_far_as_known(question, verdict)

    def left_out(self, question: Question, bucket: Bucket) -> LeftOut | None:
        """The disregards that may apply in a week, smallest first; None where the rulebook holds none."""
        names = disregards(question, bucket)
        values = question.rule.values(names, bucket.start)
        if len(names) == 1 and values[0] is not None:
            return [values[0].number], [values[0]], ()
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        return sorted(value.number for value in known), known, ("disregard",)

    def explain(self, question: Question, verdict: Verdict) -> list[str]:
        """The answer, whether the person's age makes it less, and that the week was tried."""
        age = ["age_unknown"] if AGE[0] in verdict.missing and verdict.severe is Outcome.REDUCES else []
        whichever = ["whichever_week"] if question.claim.week_ends_on is None else []
        return [_key(verdict), *age, *whichever]


def disregards(question: Question, bucket: Bucket) -> tuple[str, ...]:
    """The figure that applies to the person in a week, or every one that may.

    A listed benefit that is named beside this one gives the higher figure, whatever is told; one of which
    the law that we hold does not say it plainly, or that begins or ends within the week, may give it.
    """
    settings, stated = question.rule.settings, question.claim.disregard
    choices: dict[str, str] = settings["disregards"]
    if len(question.case.facts.benefits) == 1:
        return (choices[stated],) if stated in choices else tuple(dict.fromkeys(choices.values()))
    surely = settings["higher_with"]
    begun = bool(surely) and question.has_beside(surely, bucket.start)
    if begun and question.has_beside(surely, bucket.period.end):
        return (choices["higher"],)
    if stated not in choices:
        return tuple(dict.fromkeys(choices.values()))
    perhaps = (*surely, *settings["higher_perhaps_with"])
    may = begun or any(question.has_beside(perhaps, day) for day in (bucket.start, bucket.latest))
    return tuple(dict.fromkeys((choices[stated], choices["higher"]))) if may else (choices[stated],)


def _caps(question: Question, bucket: Bucket) -> list[DatedValue | None]:
    """The most that can be lost: the personal rate by age, both where it is unknown.

    A day of birth goes before what was once told of the age. Of a birthday within the week the higher rate
    is taken: as much as that can be lost.
    """
    rule, born = question.rule, question.case.facts.date_of_birth
    if OLDER not in rule.series:
        return NO_CAP
    older = question.claim.age_25_or_over if born is None else age_on(born, bucket.period.end) >= OLDER_FROM
    names = (OLDER, YOUNGER) if older is None else (OLDER,) if older else (YOUNGER,)
    return [rule.value(name, bucket.start) for name in names]


def _pence(quarters: int | Fraction) -> int:
    """Quarters of a penny rounded half up to the penny."""
    return int((quarters + 2) // 4)


def _losses(
    quarters: tuple[int | Fraction, int | Fraction],
    allowance: int,
    rate: DatedValue,
    caps: list[DatedValue | None],
) -> list[int]:
    """What our payments cost under each cap; `quarters` are the earnings before them and with them."""
    before, after = quarters
    return [_lost(after, allowance, rate, cap) - _lost(before, allowance, rate, cap) for cap in caps]


def _age_matters(losses: list[list[int]]) -> tuple[str, ...]:
    """The fact of the person's age, where the caps that it leaves open make a difference."""
    return AGE if len(losses[0]) > 1 and any(min(each) != max(each) for each in losses) else ()


def _lost(quarters: int | Fraction, allowance: int, rate: DatedValue, cap: DatedValue | None) -> int:
    """The rate of what is above the disregard, rounded half up to the penny, up to the cap.

    Earnings come in quarters of a penny and exact, so that they are rounded once.
    """
    numerator, denominator = rate.ratio
    excess = quarters - 4 * allowance
    lost = 0 if excess <= 0 else int((excess * numerator + 2 * denominator) // (4 * denominator))
    return lost if cap is None else min(lost, cap.number)


def _outcome(
    rule: BenefitRule, ours: object, counted: int, allowance: int, minutes: int, longest: DatedValue | None
) -> Outcome:
    by_time = Outcome.WITHIN
    if longest is not None:
        if minutes > longest.number:
            return Outcome.ABOVE
        by_time = near_or_within(minutes, longest.number, rule.warn_share_percent)
    if counted > allowance:
        return Outcome.REDUCES if ours else by_time
    return worse(near_or_within(counted, allowance, rule.warn_share_percent), by_time)


def _undecisive(question: Question, bucket: Bucket, longest: DatedValue | None) -> tuple[str, ...]:
    untold = longest is not None and question.claim.other_minutes_per_week is None
    return undecisive(question, bucket) + (("other_minutes_per_week",) if untold else ())


def _key(verdict: Verdict) -> str:
    if verdict.severe is Outcome.ABOVE:
        return "above_hours"
    if not verdict.bucket.high:
        return "nothing_counted"
    if verdict.severe is not Outcome.REDUCES:
        said = str(verdict.severe)
        return said if verdict.limit is not None else f"{said}_whichever"
    if not verdict.reduction:
        return "reduces_no_more"
    return "reduces" if verdict.limit is not None else "reduces_at_most"
