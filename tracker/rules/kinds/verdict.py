"""What a rule says about one period, before it is known which of its answers stands."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.money import Money
from tracker.rules.kinds.base import Question, actions, ids
from tracker.rules.kinds.buckets import Bucket
from tracker.rules.kinds.notes import notes
from tracker.rules.outcome import Finding, Outcome, Parameter, Reason, same_answer

STANDS = (Outcome.WITHIN, Outcome.NEAR, Outcome.REDUCES)


@dataclass(slots=True)
class Verdict:
    """The mildest and the severest answer that unknown facts permit for one bucket.

    Amounts are pence under the severest. `unknown` are the facts that could decide between the two,
    `missing` those that nobody has told us but that decide nothing; `no_value` says that the rulebook
    holds no figure for the period.
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
    no_value: bool = False

    @property
    def agreed(self) -> bool:
        """Whether every lawful value of the unknown facts gives the same answer."""
        return same_answer(self.mild, self.severe)


def no_value(question: Question, bucket: Bucket) -> Verdict:
    """The verdict where the rulebook holds no figure for the period."""
    unsure = Outcome.CANNOT_TELL
    missing = tuple(series.id for series in question.rule.series.values())
    return Verdict(bucket, unsure, unsure, missing=missing, no_value=True)


def unknown_of_payments(bucket: Bucket) -> tuple[str, ...]:
    """The paths of payments' facts whose absence leaves open how much counts."""
    return tuple([item.path(name) for item in bucket.items for name in item.unknown])


def sentence(question: Question, key: str, verdict: Verdict) -> Reason:
    """A sentence about a verdict, its amounts and period at hand."""
    period = verdict.bucket.period
    return question.rule.reason(
        key,
        counted=Money(verdict.counted or 0),
        limit=Money(verdict.limit or 0),
        reduction=Money(verdict.reduction or 0),
        weeks=verdict.weeks_affected,
        start=period.start,
        end=period.end,
    )


def open_question(question: Question, verdict: Verdict, unknown: tuple[str, ...]) -> Reason:
    """The sentence that says which facts would settle the answer."""
    period = verdict.bucket.period
    return question.rule.reason(
        "depends_on_week" if "week_ends_on" in unknown else "depends",
        facts=question.case.rulebook.words_for(unknown),
        counted=Money(verdict.counted or 0),
        start=period.start,
        end=period.end,
    )


def without_value(question: Question, verdict: Verdict) -> Reason:
    """The sentence that says for which dates the rulebook holds figures."""
    rule = question.rule
    first = max(series.starts[0] for series in rule.series.values())
    return rule.reason("no_value", day=verdict.bucket.latest, first=first, last=rule.valid_through)


def finding_from(
    question: Question, verdict: Verdict, outcome: Outcome, reasons: list[Reason], missing: tuple[str, ...]
) -> Finding:
    """The finding about one bucket, once its outcome is settled."""
    rule, bucket = question.rule, verdict.bucket
    reduction = verdict.reduction if outcome in STANDS else None
    return Finding(
        benefit=rule.id,
        outcome=outcome,
        period=bucket.period,
        counted=None if verdict.counted is None else Money(verdict.counted),
        limit=None if verdict.limit is None else Money(verdict.limit),
        reduction=None if reduction is None else Money(reduction),
        weeks_affected=None if outcome is Outcome.CANNOT_TELL else verdict.weeks_affected,
        reasons=(*reasons, *notes(question, bucket.items)),
        missing=missing,
        actions=actions(rule, outcome, bucket.items),
        parameters=verdict.parameters,
        proposed=bucket.proposed,
        payment_ids=ids(bucket.items),
    )
