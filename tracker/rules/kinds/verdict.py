"""What a rule says about one period, and the finding made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.money import Money
from tracker.periods import period_from
from tracker.rules.counting import Counted
from tracker.rules.facts import Claim
from tracker.rules.kinds.base import Case, actions, ids
from tracker.rules.kinds.buckets import Bucket
from tracker.rules.kinds.notes import notes
from tracker.rules.outcome import Finding, Outcome, Parameter, Reason
from tracker.rules.rulebook import BenefitRule


@dataclass(slots=True)
class Verdict:
    """What a rule says about one bucket: the mildest and the severest answer that unknown facts permit.

    Amounts are pence under the severest; `values` go into the sentences.
    """

    bucket: Bucket
    mild: Outcome
    severe: Outcome
    counted: int | None = None
    limit: int | None = None
    reduction: int | None = None
    weeks_affected: int | None = None
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    reasons: list[Reason] = field(default_factory=list)


def pence(amount: int | None) -> Money:
    """An amount for a sentence."""
    return Money(amount or 0)


def finding_from(
    case: Case,
    rule: BenefitRule,
    claim: Claim,
    verdict: Verdict,
    outcome: Outcome,
    missing: tuple[str, ...],
    reasons: list[Reason],
    proposed: bool,
) -> Finding:
    bucket = verdict.bucket
    told = outcome in (Outcome.WITHIN, Outcome.NEAR, Outcome.REDUCES)
    sure = outcome is not Outcome.CANNOT_TELL
    return Finding(
        benefit=rule.id,
        outcome=outcome,
        period=period_from(bucket.calendar, bucket.start),
        counted=None if verdict.counted is None else Money(verdict.counted),
        limit=None if verdict.limit is None else Money(verdict.limit),
        reduction=Money(verdict.reduction) if told and verdict.reduction is not None else None,
        weeks_affected=verdict.weeks_affected if sure else None,
        reasons=(*reasons, *notes(rule, claim, bucket.items)),
        missing=missing,
        actions=actions(rule, outcome, bucket.items),
        parameters=verdict.parameters,
        proposed=proposed,
        payment_ids=ids(bucket.items),
    )


def undated_finding(case: Case, rule: BenefitRule, undated: list[Counted]) -> Finding:
    missing = tuple(counted.path("received_on") for counted in undated)
    return Finding(
        benefit=rule.id,
        outcome=Outcome.CANNOT_TELL,
        reasons=(rule.reason("undated", payments=ids(undated)),),
        missing=missing,
        actions=actions(rule, Outcome.CANNOT_TELL, undated),
        proposed=any(counted.proposed for counted in undated),
        payment_ids=ids(undated),
    )


def depends(case: Case, rule: BenefitRule, verdict: Verdict, unknown: tuple[str, ...]) -> Reason:
    bucket = verdict.bucket
    key = "depends_on_week" if "week_ends_on" in unknown else "depends"
    period = period_from(bucket.calendar, bucket.start)
    facts = case.rulebook.words_for(unknown)
    return rule.reason(key, facts=facts, start=period.start, end=period.end, counted=pence(verdict.counted))


def sentence(rule: BenefitRule, key: str, verdict: Verdict, /, **more: object) -> Reason:
    """A sentence about a verdict, its amounts and period at hand."""
    period = period_from(verdict.bucket.calendar, verdict.bucket.start)
    return rule.reason(
        key,
        counted=pence(verdict.counted),
        limit=pence(verdict.limit),
        reduction=pence(verdict.reduction),
        start=period.start,
        end=period.end,
        **more,
    )


def unknown_of_payments(bucket: Bucket) -> tuple[str, ...]:
    """The paths of payments' facts whose absence leaves open how much counts."""
    return tuple(item.path(name) for item in bucket.items for name in item.unknown)


def no_value(rule: BenefitRule, bucket: Bucket) -> Verdict:
    """The verdict where the rulebook holds no figure for the period."""
    first = min((series.starts[0] for series in rule.series.values()), default=rule.valid_through)
    reason = rule.reason("no_value", day=bucket.latest, first=first, last=rule.valid_through)
    unknown = ("rulebook value",)
    return Verdict(bucket, Outcome.CANNOT_TELL, Outcome.CANNOT_TELL, missing=unknown, reasons=[reason])
