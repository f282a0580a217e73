"""Sentences that stand beside a finding: what was left out and why, what is unknown."""

from __future__ import annotations

from tracker.money import Money
from tracker.rules.kinds.base import Question
from tracker.rules.kinds.buckets import Bucket
from tracker.rules.outcome import Reason


def notes(question: Question, bucket: Bucket) -> list[Reason]:
    """The notes that a finding about these payments needs, each said once."""
    said = _of_payments(question, bucket) if bucket.noted else []
    if question.earnings_untold:
        said.append(question.rule.reason("other_earnings_unknown"))
    return said


def _of_payments(question: Question, bucket: Bucket) -> list[Reason]:
    sums: dict[str, int] = {}
    for item in bucket.items:
        if item.note is not None and item not in bucket.idle:
            sums[item.note] = sums.get(item.note, 0) + item.payment.amount.pence
    return [question.rule.reason(key, amount=Money(amount)) for key, amount in sums.items() if amount]
