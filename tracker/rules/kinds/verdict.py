"""What a rule says about one period, before it is known which of its answers stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from tracker.money import Money
from tracker.rules.kinds.base import Question, actions, ids
from tracker.rules.kinds.buckets import Bucket
from tracker.rules.kinds.notes import notes
from tracker.rules.outcome import SEVERITY, Finding, Outcome, Parameter, Reason, same_answer

HOW_OFTEN = "other_earnings_per"
STANDS = frozenset({Outcome.WITHIN, Outcome.NEAR, Outcome.REDUCES})


@dataclass(slots=True)
class Verdict:
    """The mildest and the severest answer that unknown facts permit for one bucket.

    Amounts are pence under the severest. `unknown` are the facts that could decide between the two,
    `missing` those that nobody has told us but that decide nothing; `no_value` says that the rulebook
    holds no figure for the period; `key` is the sentence of the severest, where the outcome does not
    say it; `how_often_untold` that other earnings were taken as the severest that they can come to.
    """

    bucket: Bucket
    mild: Outcome
    severe: Outcome
    counted: int | None = None
    limit: int | None = None
    reduction: int | None = None
    minutes_counted: int | None = None
    minutes_limit: int | None = None
    weeks_affected: int | None = None
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    no_value: bool = False
    key: str | None = None
    how_often_untold: bool = False

    @property
    def agreed(self) -> bool:
        """Whether every lawful value of the unknown facts gives the same answer."""
        return self.mild is self.severe or same_answer(self.mild, self.severe)

    @property
    def answer(self) -> Outcome:
        """The severest answer where all agree, else that we cannot tell."""
        return self.severe if self.agreed else Outcome.CANNOT_TELL


def no_value(question: Question, bucket: Bucket) -> Verdict:
    """The verdict where the rulebook holds no figure for the period."""
    unsure = Outcome.CANNOT_TELL
    judging = [series for series in question.rule.series.values() if not series.said_only]
    missing = tuple(series.id for series in judging)
    return Verdict(bucket, unsure, unsure, missing=missing, no_value=True)


def whichever(verdicts: list[Verdict]) -> Verdict:
    """One verdict for every length of time that the other earnings can be for: the severest, saying so."""
    severest = max(verdicts, key=lambda one: (SEVERITY[one.severe], one.reduction or 0, one.counted or 0))
    mildest = min((one.mild for one in verdicts), key=SEVERITY.__getitem__)
    if severest.no_value:
        return severest
    agreed = all(same_answer(one.mild, severest.severe) for one in verdicts)
    open_facts = [fact for one in verdicts if not one.agreed for fact in one.unknown]
    facts = tuple(dict.fromkeys([*severest.unknown, *open_facts]))
    return replace(
        severest,
        mild=mildest,
        unknown=facts if agreed else (*facts, HOW_OFTEN),
        missing=(*severest.missing, HOW_OFTEN) if agreed else severest.missing,
        how_often_untold=True,
    )


def as_far_as_known(question: Question, verdict: Verdict) -> Verdict:
    """The verdict, unless something of its period lies past what the rulebook knows.

    What is over a cliff already stays so, whatever else is added to it.
    """
    if verdict.bucket.latest <= question.rule.valid_through or verdict.mild is Outcome.ABOVE:
        return verdict
    return no_value(question, verdict.bucket)


def unknown_of_payments(bucket: Bucket) -> tuple[str, ...]:
    """The paths of payments' facts whose absence leaves open how much counts."""
    if bucket.low == bucket.high:
        return ()
    return tuple([item.path(name) for item in bucket.items for name in item.unknown])


def undecisive(question: Question, bucket: Bucket) -> tuple[str, ...]:
    """What is missing but cannot make the answer `cannot_tell`: other earnings, and net sums of payroll."""
    untold = ("other_earnings",) if question.earnings_untold else ()
    if not bucket.noted:
        return untold
    return (*[item.path("net") for item in bucket.items if item.note == "net_unknown"], *untold)


def finding_from(
    question: Question, verdict: Verdict, outcome: Outcome, keys: list[str], missing: tuple[str, ...]
) -> Finding:
    """The finding about one bucket, once its outcome is settled; `keys` are its sentences."""
    rule, bucket, period = question.rule, verdict.bucket, verdict.bucket.period
    counted = None if verdict.counted is None else _money(verdict.counted)
    limit = None if verdict.limit is None else _money(verdict.limit)
    stands = verdict.reduction is not None and outcome in STANDS
    reduction = _money(verdict.reduction or 0) if stands else None
    values: dict[str, Any] = {
        "benefit": rule.name,
        "checked": rule.verified_on,
        "counted": counted,
        "limit": limit,
        "reduction": reduction,
        "weeks": verdict.weeks_affected,
        "minutes": verdict.minutes_counted,
        "start": period.start,
        "end": period.end,
    }
    if verdict.weeks_affected and verdict.limit is not None:
        values |= {"one_off": _money(bucket.lumps), "whole_week": _money(verdict.limit + 1)}
    if outcome is Outcome.CANNOT_TELL:
        values |= _why_unsure(question, verdict, missing)
    reasons = [Reason(key, rule.wording[key], values) for key in keys]
    if bucket.noted or question.earnings_untold:
        reasons += notes(question, bucket)
    if verdict.how_often_untold:
        reasons += _how_often(question)
    return Finding(
        rule.id,
        outcome,
        period,
        counted,
        limit,
        verdict.minutes_counted,
        verdict.minutes_limit,
        reduction,
        None if outcome is Outcome.CANNOT_TELL else verdict.weeks_affected,
        tuple(reasons),
        missing,
        actions(rule, outcome, bucket.items),
        verdict.parameters,
        bucket.proposed,
        ids(bucket.items),
    )


@lru_cache(maxsize=10_000)
def _money(pence: int) -> Money:
    """The same sum made once: a pay run says the same few limits and fees a great many times."""
    return Money(pence)


def _how_often(question: Question) -> tuple[Reason, ...]:
    """That other earnings were taken as the severest that they can come to, where nobody told how often."""
    return (question.rule.reason("how_often_unknown", amount=question.claim.other_earnings),)


def _why_unsure(question: Question, verdict: Verdict, missing: tuple[str, ...]) -> dict[str, Any]:
    """What would settle it: the facts to ask for, or the dates for which the rulebook holds figures."""
    rule = question.rule
    if not verdict.no_value:
        deciding = tuple([fact for fact in missing if fact not in verdict.missing])
        return {"facts": question.case.rulebook.words_for(deciding)}
    day = verdict.bucket.latest
    starts = [one.starts[0] for one in rule.series.values() if not one.said_only]
    # A figure that began later than the others is named only to whoever asks for a day before it.
    first = min((start for start in starts if start > day), default=min(starts))
    return {"day": day, "first": first, "last": rule.valid_through}
